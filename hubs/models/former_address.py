from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime

from .article import Article
from .change import Change, said_about
from .citation import Citation
from .constraints import exactly_one
from .initiative import Initiative
from .names import first_free
from .organisation import Organisation
from .participation import Involvement, Participation
from .statement import Statement

KINDS = ("organisation", "initiative", "article")


class FormerAddressQuerySet(models.QuerySet):
    def now(self, kind: str, slug: str) -> models.Model | None:
        """The record of this kind that once had this slug, or took in the one that had it."""
        former = self.of(kind, [slug]).first()
        return former.record if former else None

    def of(self, kind: str, slugs: Collection[str] | None = None) -> models.QuerySet:
        """Those of a kind (with one of these slugs) and the record they lead to; none of kinds never merged."""
        if kind not in KINDS:
            return self.none()
        ours = self.filter(**{f"{kind}__isnull": False}).select_related(kind, "change")
        return ours if slugs is None else ours.filter(slug__in=slugs)

    def about(self, hub):
        """Of what a hub leads or takes part in, of its bodies, and of what says something about it."""
        taking_part = Participation.objects.filter(jurisdiction=hub).values("initiative")
        bodies = Involvement.objects.filter(initiative__in=taking_part).values("organisation")
        cited = Citation.objects.filter(statement__in=said_about(hub)).values("article")
        return self.filter(
            Q(initiative__in=taking_part)
            | Q(organisation__jurisdiction=hub)
            | Q(organisation__in=bodies)
            | Q(article__in=cited)
        )


class FormerAddress(models.Model):
    """A slug whose record was merged into another one, which its address leads to now; and what that merge did.

    Tied to the record and not to its slug, so that the way stays one step long whatever the record is called
    and whatever it is merged into later.
    """

    slug = models.SlugField(max_length=100)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="former_addresses"
    )
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="former_addresses"
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="former_addresses"
    )
    change = models.ForeignKey(Change, models.PROTECT, null=True, blank=True, related_name="merges")
    name = models.CharField(
        max_length=500, blank=True, help_text="What the record of this address was called."
    )
    into = models.CharField(
        max_length=500, blank=True, help_text="What the one it was merged into was called then."
    )
    statements = models.ManyToManyField(
        Statement, blank=True, related_name="+", help_text="What was said of it, and came with it."
    )

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        verbose_name_plural = "former addresses"
        constraints = (
            exactly_one("former_address", *KINDS),
            models.CheckConstraint(condition=Q(slug__length__gt=0), name="former_address_is_not_empty"),
            *(
                models.UniqueConstraint(
                    fields=("slug",),
                    condition=Q(**{f"{kind}__isnull": False}),
                    name=f"former_address_once_per_{kind}",
                )
                for kind in KINDS
            ),
        )

    def __str__(self):
        return self.slug

    @property
    def record(self) -> Organisation | Initiative | Article:
        """What the address leads to now."""
        return self.organisation or self.initiative or self.article

    @property
    def sentence(self) -> str:
        """Why nothing new goes by this slug, and what to use in its place."""
        on = f" on {localtime(self.change.at):%-d %B %Y}" if self.change else ""
        return f"“{self.name or self.slug}” was merged into “{self.record}”{on}: use “{self.record.slug}”."


def free_slug(model: type[models.Model], base: str) -> str:
    """A slug that no record of this kind has, and that leads to none either."""
    kind = model._meta.model_name

    def is_taken(slug: str) -> bool:
        former = FormerAddress.objects.of(kind, [slug])
        return model._base_manager.filter(slug=slug).exists() or former.exists()

    return first_free(base, is_taken)
