from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from .constraints import one_of
from .jurisdiction import Jurisdiction
from .names import Named, Searchable, SearchableQuerySet, has_word


class OrganisationKind(models.TextChoices):
    CENTRAL_BANK = "central_bank", "central bank"
    REGULATOR = "regulator", "regulator"
    EXCHANGE_OPERATOR = "exchange_operator", "exchange operator"
    MARKET_INFRASTRUCTURE = "market_infrastructure", "market infrastructure"
    BANK = "bank", "bank"
    GOVERNMENT = "government", "government"
    LEGISLATURE = "legislature", "legislature"
    COURT = "court", "court"
    RESEARCH = "research", "research"
    INTERNATIONAL = "international", "international body"
    COMPANY = "company", "company"


class OrganisationQuerySet(SearchableQuerySet):
    def having(self, word: str) -> models.Q:
        """Organisations with the word in a name or alias."""
        from .alias import Alias

        return has_word("folded", word) | models.Q(pk__in=Alias.objects.having(word).values("organisation"))

    def for_list(self):
        """With the hub and how many initiatives each has a part in."""
        from .initiative import Initiative

        public = models.Q(involvements__initiative__in=Initiative.objects.public().values("pk"))
        initiatives = models.Count("involvements__initiative", distinct=True, filter=public)
        return self.select_related("jurisdiction").annotate(initiative_count=initiatives)

    def by_hub(self):
        """Under the names of their hubs; those that belong to none come last."""
        return self.order_by(models.F("jurisdiction__name_en").asc(nulls_last=True), "name_en", "slug")

    def for_page(self):
        """One with its hub and aliases."""
        return self.select_related("jurisdiction").prefetch_related("aliases")


class Organisation(Named, Searchable):
    """A regulator, central bank, exchange operator, company or other body that leads or supervises."""

    searched_fields = ("name_en", "name_zh_hant", "name_zh_hans")

    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name="hub"
    )
    history = HistoricalRecords(excluded_fields=["folded"])

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name_en",)
        constraints = (one_of("organisation", "kind", OrganisationKind),)

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])
