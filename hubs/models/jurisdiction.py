from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .constraints import one_of
from .names import Named, Searchable, SearchableQuerySet, has_word


class JurisdictionKind(models.TextChoices):
    COUNTRY = "country", _("country")
    SAR = "special_administrative_region", _("special administrative region")
    STATE = "state", _("state")
    STATE_AND_CITY = "state_and_city", _("state and city")
    CITY = "city", _("city")


def _count_of(rows: models.QuerySet, group: str) -> models.functions.Coalesce:
    """Count related rows in a subquery, so that two counts do not multiply each other."""
    counted = rows.order_by().values(group).annotate(n=models.Count("*")).values("n")
    return models.functions.Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)


class JurisdictionQuerySet(SearchableQuerySet):
    def having(self, word: str) -> models.Q:
        """Hubs with the word in a name or alias."""
        from .alias import Alias

        return has_word("folded", word) | models.Q(pk__in=Alias.objects.having(word).values("jurisdiction"))

    def in_order(self, slugs) -> list["Jurisdiction"]:
        """The hubs of these slugs in the reader's order, with their parents, in one query."""
        found = {hub.slug: hub for hub in self.filter(slug__in=slugs).select_related("parent")}
        return [found[slug] for slug in slugs if slug in found]

    def for_picker(self):
        """Every hub with its aliases and how many facts and initiatives we hold, in two queries."""
        from .initiative import Participation
        from .statement import Statement

        ours = models.Q(jurisdiction=models.OuterRef("pk"))
        facts, initiatives = (
            Statement.objects.live().filter(ours),
            Participation.objects.public().filter(ours),
        )
        return self.annotate(
            facts=_count_of(facts, "jurisdiction"), initiative_count=_count_of(initiatives, "jurisdiction")
        ).prefetch_related("aliases")

    def for_list(self):
        """Every hub by name, with its parent and the counts that the list of hubs shows, in two queries."""
        return self.for_picker().select_related("parent").order_by("name_en")

    def for_page(self):
        """A hub with its parent, children and aliases."""
        return self.select_related("parent").prefetch_related("aliases", "children")

    def named_by(self, article):
        """Hubs of which an article says something, or whose initiatives it tells of, by name."""
        from .initiative import Participation
        from .statement import Citation, Statement

        said = Statement.objects.filter(
            pk__in=Citation.objects.live().filter(article=article).values("statement")
        )
        led = Participation.objects.filter(lead=True, initiative__in=said.values("initiative"))
        return self.filter(
            models.Q(pk__in=said.values("jurisdiction")) | models.Q(pk__in=led.values("jurisdiction"))
        ).order_by("name_en")

    def peers_of(self, hub: "Jurisdiction"):
        """Hubs worth putting beside this one: by shared initiatives, then family, then kind, then what is known."""
        from .initiative import Participation
        from .statement import Statement

        ours = Participation.objects.public().filter(jurisdiction=hub).values("initiative")
        shared = Participation.objects.filter(jurisdiction=models.OuterRef("pk"), initiative__in=ours)
        facts = Statement.objects.live().filter(jurisdiction=models.OuterRef("pk"))
        kin = models.Q(pk=hub.parent_id) | models.Q(parent=hub)
        if hub.parent_id:
            kin |= models.Q(parent=hub.parent_id)
        level = models.Q(parent__isnull=hub.parent_id is None)
        return (
            self.exclude(pk=hub.pk)
            .annotate(
                shared=_count_of(shared, "jurisdiction"),
                kin=models.Case(models.When(kin, then=1), default=0),
                alike=models.Case(models.When(kind=hub.kind, then=2), models.When(level, then=1), default=0),
                facts=_count_of(facts, "jurisdiction"),
            )
            .exclude(shared=0, kin=0, alike=0)
            .order_by("-shared", "-kin", "-alike", "-facts", "name_en")
        )


class Jurisdiction(Named, Searchable):
    """A country, special administrative region, state or city that can be a column; readers call it a hub."""

    searched_fields = ("name_en", "name_zh_hant", "name_zh_hans")

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=30, choices=JurisdictionKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    iso_code = models.CharField(
        "ISO code", max_length=6, blank=True, help_text="ISO 3166; a city without one shows its province's."
    )
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217, as HKD.")
    centre_name = models.CharField(
        "name as a financial centre",
        max_length=100,
        blank=True,
        help_text="As financial centre indices list it; empty where they rank its cities instead.",
    )
    note = models.TextField(blank=True, help_text="What readers should know about where this hub ends.")
    history = HistoricalRecords(excluded_fields=["folded"])

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        ordering = ("name_en",)
        verbose_name = _("hub")
        constraints = (
            one_of("jurisdiction", "kind", JurisdictionKind),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="jurisdiction_is_not_its_own_parent"
            ),
        )

    def clean(self):
        super().clean()
        if self.kind in (JurisdictionKind.CITY, JurisdictionKind.STATE) and not self.parent_id:
            raise ValidationError({"parent": f"A {self.get_kind_display()} lies in a country: say in which."})

    def get_absolute_url(self):
        return reverse("hub", args=[self.slug])

    @property
    def is_local(self) -> bool:
        """Below a country: inherits national answers where a topic says so."""
        return self.parent_id is not None
