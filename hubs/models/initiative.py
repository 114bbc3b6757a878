import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .constraints import one_of
from .jurisdiction import Jurisdiction
from .names import Searchable, SearchableQuerySet, Worded, fold, has_word, in_language
from .organisation import Organisation
from .partial_date import PartialDate, PartialDateField, day_column, span_constraint
from .participation import Involvement, Participation


class Category(models.TextChoices):
    """What an initiative is mainly for."""

    REGULATION = "regulation", _("Regulation")
    ENFORCEMENT = "enforcement", _("Bans and enforcement")
    STABLECOINS = "stablecoins", _("Stablecoins")
    CBDC = "cbdc_tokenised_money", _("Central bank and tokenised money")
    MARKET_INFRASTRUCTURE = "market_infrastructure", _("Market infrastructure")
    TOKENISATION = "tokenisation", _("Tokenisation")
    INVESTMENT_PRODUCTS = "investment_products", _("Investment products")
    PUBLIC_SERVICES = "public_services", _("Public services")
    INDUSTRIAL_POLICY = "industrial_policy", _("Strategy and industry policy")
    SANDBOX = "sandbox", _("Sandbox")


class Status(models.TextChoices):
    """How far along an initiative is; the codes are the choices of the topic “status”."""

    PROPOSED = "proposed", _("Proposed")
    ANNOUNCED = "announced", _("Announced")
    ENACTED = "enacted", _("Enacted, not in force")
    IN_FORCE = "in_force", _("In force")
    PILOT = "pilot", _("Pilot")
    LIVE = "live", _("Live")
    COMPLETED = "completed", _("Completed")
    SUPERSEDED = "superseded", _("Superseded")
    ABANDONED = "abandoned", _("Abandoned")
    UNKNOWN = "unknown", _("No later evidence")


class InitiativeQuerySet(SearchableQuerySet):
    def public(self):
        """What readers may see: all but what only drafts speak of, which is proposed as a whole."""
        from .statement import Statement

        said = Statement.objects.filter(initiative=models.OuterRef("pk")).order_by()
        return self.filter(models.Exists(said.filter(published__isnull=False)) | ~models.Exists(said))

    def found_by(self, words: str):
        """With all the words in its texts, names, organisations or hubs; or with the phrase in what is said of it."""
        from .statement import Statement

        folded = fold(words).split()
        if not folded:
            return self.none()
        said = Statement.objects.live().filter(initiative__isnull=False).found_by(words)
        return self.filter(Q(*map(self.having, folded)) | Q(pk__in=said.values("initiative")))

    def having(self, word: str) -> Q:
        """With the word in its own texts or aliases, or in a name of an organisation or hub that has part in it."""
        from .alias import Alias

        organisations, hubs = Organisation.objects.all(), Jurisdiction.objects.all()
        involved = Involvement.objects.filter(
            organisation__in=organisations.filter(organisations.having(word))
        )
        taking_part = Participation.objects.filter(jurisdiction__in=hubs.filter(hubs.having(word)))
        return (
            has_word("folded", word)
            | Q(pk__in=Alias.objects.having(word).filter(initiative__isnull=False).values("initiative"))
            | Q(pk__in=involved.values("initiative"))
            | Q(pk__in=taking_part.values("initiative"))
        )

    def in_hubs(self, hubs):
        """Led by or shared with one of these hubs, each initiative once."""
        return self.filter(pk__in=Participation.objects.filter(jurisdiction__in=hubs).values("initiative"))

    def newest_first(self):
        """Newest first day first, coarser after finer, undated last, then slug."""
        # Of two dates with the same first day the finer one ends earlier.
        return self.order_by(models.F("began_first").desc(nulls_last=True), "began_last", "slug")

    def with_hubs(self):
        """With the participations that lists and pages show, lead first."""
        return self.prefetch_related(
            models.Prefetch(
                "participations",
                Participation.objects.select_related("jurisdiction").order_by(
                    "-lead", "jurisdiction__name_en"
                ),
            )
        )

    def begun_between(self, since: int | None, until: int | None):
        """Begun in these years, both included; without a date only where neither is given."""
        found = self
        if since:
            found = found.filter(began_first__gte=datetime.date(since, 1, 1))
        if until:
            found = found.filter(began_first__lte=datetime.date(until, 12, 31))
        return found

    def of_organisation(self, organisation: Organisation):
        """Those in which an organisation has a part."""
        return self.filter(pk__in=Involvement.objects.filter(organisation=organisation).values("initiative"))

    def count_by(self, column: str) -> dict:
        """How many there are of each value of a column, in one query."""
        return dict(self.order_by().values_list(column).annotate(n=models.Count("*")))

    def count_by_hub(self) -> dict[str, int]:
        """How many each hub leads or takes part in, by its slug, in one query."""
        taking_part = Participation.objects.filter(initiative__in=self.order_by().values("pk"))
        return dict(taking_part.values_list("jurisdiction__slug").annotate(n=models.Count("*")))

    def for_list(self):
        """Newest first, with the hubs and the number of sources that a list shows."""
        return self.newest_first().with_hubs().with_source_count()

    def with_source_count(self):
        """With `source_count`: the distinct articles that live statements about it rest on."""
        from .statement import Citation

        citations = Citation.objects.live().filter(statement__initiative=models.OuterRef("pk")).order_by()
        counted = citations.values("statement__initiative").annotate(n=models.Count("article", distinct=True))
        articles = models.Subquery(counted.values("n"), output_field=models.IntegerField())
        return self.annotate(source_count=models.functions.Coalesce(articles, 0))

    def with_statements(self):
        """With `live_statements` and their sources."""
        from .statement import Statement

        statements = Statement.objects.live().with_sources()
        return self.prefetch_related(models.Prefetch("statements", statements, to_attr="live_statements"))

    def with_organisations(self):
        """With the organisations that lead, supervise and take part, in this order."""
        involved = Involvement.objects.select_related("organisation").order_by(
            "role", "organisation__name_en"
        )
        return self.prefetch_related(models.Prefetch("involvements", involved))

    def for_page(self):
        """With everything that the page of one initiative says of it."""
        chain = self.with_public("successor", "predecessors").prefetch_related("aliases")
        return chain.with_hubs().with_organisations().with_statements()

    def with_public(self, *names: str):
        """With other initiatives that it names, as far as readers may see them."""
        return self.prefetch_related(
            *(models.Prefetch(name, self.model._default_manager.public()) for name in names)
        )

    def for_export(self):
        """With everything that a row of the file says of it."""
        from .statement import Citation, Statement

        # A file has them all, so nothing is loaded that no column shows.
        cited = (
            Citation.objects.live()
            .select_related("article")
            .only("statement", "article__slug", "article__url")
        )
        statements = Statement.objects.live().only("initiative").order_by("key", "pk")
        sources = models.Prefetch(
            "statements",
            statements.prefetch_related(models.Prefetch("citations", cited)),
            to_attr="live_statements",
        )
        listed = self.newest_first().with_public("successor").prefetch_related(sources)
        return listed.with_hubs().with_organisations()

    def near(self, initiative: "Initiative"):
        """Others of the same organisation, then of the same category and lead hub, closest first."""
        bodies = Involvement.objects.filter(initiative=initiative).values("organisation")
        leads = Participation.objects.filter(initiative=initiative, lead=True).values("jurisdiction")
        of_body = Involvement.objects.filter(organisation__in=bodies).values("initiative")
        of_hub = Participation.objects.filter(jurisdiction__in=leads, lead=True).values("initiative")
        same_body, same_field = Q(pk__in=of_body), Q(pk__in=of_hub, category=initiative.category)
        chain = [initiative.pk, initiative.successor_id, *(p.pk for p in initiative.predecessors.all())]
        return (
            self.exclude(pk__in=[pk for pk in chain if pk])
            .filter(same_body | same_field)
            .annotate(
                same_body=models.Case(models.When(same_body, then=1), default=0),
                same_field=models.Case(models.When(same_field, then=1), default=0),
            )
            .order_by(
                models.F("same_body") + models.F("same_field"),
                "same_body",
                models.F("began_first").asc(nulls_first=True),
                "slug",
            )
            .reverse()
        )


class Initiative(Searchable):
    """A project, law, programme or event: one lead jurisdiction, any number taking part.

    `status…`, `began…` and `ended…` repeat what its preferred statements say, so that lists can
    filter and sort; `editing` keeps them and `check_data` compares them.
    """

    searched_fields = (
        "title_en",
        "title_zh_hant",
        "title_zh_hans",
        "summary_en",
        "summary_zh_hant",
        "summary_zh_hans",
        "locality",
    )

    slug = models.SlugField(max_length=100, unique=True)
    title_en = models.CharField("title", max_length=300)
    title_zh_hant = models.CharField("title in traditional Chinese", max_length=300, blank=True)
    title_zh_hans = models.CharField("title in simplified Chinese", max_length=300, blank=True)
    category = models.CharField(max_length=30, choices=Category.choices)
    locality = models.CharField(
        max_length=100, blank=True, help_text="A place below the hub, as Xiong'an or Wyoming."
    )
    summary_en = models.TextField("summary", blank=True)
    summary_zh_hant = models.TextField("summary in traditional Chinese", blank=True)
    summary_zh_hans = models.TextField("summary in simplified Chinese", blank=True)
    note = models.TextField(blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    jurisdictions = models.ManyToManyField(Jurisdiction, through="Participation", related_name="initiatives")
    organisations = models.ManyToManyField(Organisation, through="Involvement", related_name="initiatives")

    status = models.CharField(max_length=12, choices=Status.choices, blank=True, editable=False)
    status_on = PartialDateField(editable=False)
    status_on_first = day_column()
    status_on_last = day_column()
    status_observed = models.BooleanField(
        default=False, editable=False, help_text="Seen in this state on that date, not brought into it."
    )
    status_planned = models.BooleanField(
        default=False, editable=False, help_text="Foreseen by a source; none has told of it."
    )
    began = PartialDateField(editable=False)
    began_first = day_column()
    began_last = day_column()
    began_planned = models.BooleanField(default=False, editable=False)
    ended = PartialDateField(editable=False)
    ended_first = day_column()
    ended_last = day_column()

    history = HistoricalRecords(
        excluded_fields=[
            "folded",
            *(
                "status",
                "status_on",
                "status_on_first",
                "status_on_last",
                "status_observed",
                "status_planned",
            ),
            *("began", "began_first", "began_last", "began_planned", "ended", "ended_first", "ended_last"),
        ]
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        indexes = (
            models.Index(fields=("-began_first", "slug"), name="initiative_newest_first"),
            models.Index(fields=("category", "status"), name="initiative_category_status"),
        )
        constraints = (
            one_of("initiative", "category", Category),
            one_of("initiative", "status", Status, blank=True),
            models.CheckConstraint(
                condition=~Q(successor=models.F("id")), name="initiative_does_not_succeed_itself"
            ),
            span_constraint("initiative", "status_on"),
            span_constraint("initiative", "began"),
            span_constraint("initiative", "ended"),
        )

    def __str__(self):
        return self.title_en

    def get_absolute_url(self):
        return reverse("initiative", args=[self.slug])

    def title_in(self, language: str) -> Worded:
        return in_language(self, "title", language)

    @property
    def repeated(self) -> tuple:
        """What this record repeats of its statements."""
        status = self.status, self.status_on, self.status_observed, self.status_planned
        return *status, self.began, self.began_planned, self.ended

    @property
    def began_on(self) -> PartialDate | None:
        return PartialDate(self.began, self.began_first, self.began_last) if self.began else None

    @property
    def ended_on(self) -> PartialDate | None:
        return PartialDate(self.ended, self.ended_first, self.ended_last) if self.ended else None

    @property
    def status_date(self) -> PartialDate | None:
        if not self.status_on:
            return None
        return PartialDate(self.status_on, self.status_on_first, self.status_on_last)

    @property
    def lead(self) -> Jurisdiction | None:
        """The lead jurisdiction, from the prefetched participations of `with_hubs()`."""
        return next((p.jurisdiction for p in self.participations.all() if p.lead), None)

    @property
    def partners(self) -> list[Jurisdiction]:
        """Those that take part without leading."""
        return [p.jurisdiction for p in self.participations.all() if not p.lead]
