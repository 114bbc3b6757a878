from django.db import models
from django.db.models import Q

from .article import Article
from .constraints import exactly_one
from .initiative import Initiative
from .organisation import Organisation


class FormerAddressQuerySet(models.QuerySet):
    def now(self, kind: str, slug: str) -> models.Model | None:
        """The record of this kind that once had this slug, or took in the one that had it."""
        former = self.filter(slug=slug, **{f"{kind}__isnull": False}).select_related(kind).first()
        return getattr(former, kind) if former else None


class FormerAddress(models.Model):
    """A slug whose record was merged into another one, which its address leads to now.

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

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        verbose_name_plural = "former addresses"
        constraints = (
            exactly_one("former_address", "organisation", "initiative", "article"),
            models.CheckConstraint(condition=Q(slug__length__gt=0), name="former_address_is_not_empty"),
            *(
                models.UniqueConstraint(
                    fields=("slug",),
                    condition=Q(**{f"{kind}__isnull": False}),
                    name=f"former_address_once_per_{kind}",
                )
                for kind in ("organisation", "initiative", "article")
            ),
        )

    def __str__(self):
        return self.slug
