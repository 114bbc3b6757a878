from contextlib import suppress

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .change import Change, LiveQuerySet
from .citation import Citation, Ranking
from .constraints import exactly_one, one_of, withdrawn_after_published
from .initiative import Initiative
from .jurisdiction import Jurisdiction
from .names import fold, says
from .partial_date import PartialDate, PartialDateField, day_column, fill_days, span_constraint
from .topic import Choice, Series, Topic

DATES = ("value_date", "valid_from", "valid_until", "as_of")


class Finding(models.TextChoices):
    """What was found: a value, or one of the kinds of nothing that a source or a search can give."""

    VALUE = "value", _("value")
    NOT_FOUND = "not_found", _("looked, not found")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NONE_REPORTED = "none_reported", _("none reported")


class Bound(models.TextChoices):
    """How a number is meant when not exactly."""

    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("more than")
    AT_MOST = "at_most", _("up to")


class Standing(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    DISPUTED = "disputed", _("disputed")
    REJECTED = "rejected", _("rejected")
    UNCONFIRMED = "unconfirmed", _("unconfirmed")


# Standings that make a finding: what is rejected or unconfirmed tells of no looking that counts.
FOUND = (Standing.ACCEPTED, Standing.DISPUTED)


class Certainty(models.TextChoices):
    STATED = "stated", _("stated")
    REPORTED = "reported", _("reported")
    OPINION = "opinion", _("opinion")


class Verification(models.TextChoices):
    """How far we checked: the core read on one page, on two or more, or not yet."""

    TWO_SOURCES = "two_sources", _("two sources")
    VERIFIED = "verified", _("read in one source")
    UNVERIFIED = "unverified", _("not verified")


class Nature(models.TextChoices):
    EVENT = "event", _("event")
    OBSERVED = "observed", _("observed")


class Why(models.TextChoices):
    WORLD = "world", _("the world changed")
    US = "us", _("we corrected ourselves")


class StatementQuerySet(LiveQuerySet):
    def with_sources(self):
        """With all that a cell or receipt shows of a statement, at a fixed number of queries."""
        before = ("replaces__choice", "replaces__series")  # of a new state the old one is told
        return self.select_related("topic", "choice", "series", "published", *before).prefetch_related(
            models.Prefetch(
                "citations", Citation.objects.live().select_related("article").defer("article__text")
            ),
            models.Prefetch("rankings", Ranking.objects.live()),
        )

    def found_by(self, words: str):
        """Statements that hold the words as typed, in the text, the note or what they quote."""
        phrase = " ".join(words.split())
        # Two letters stand inside too many words to find anything by.
        if len(phrase) < 3 and fold(phrase).isascii():
            return self.none()
        quoting = Citation.objects.live().filter(says("quote", phrase))
        return self.filter(
            says("text", phrase) | says("note", phrase) | Q(pk__in=quoting.values("statement"))
        )

    def looked_at(self) -> dict[int, dict[int, bool]]:
        """For each hub (by id), the topics (by id) with a finding, and whether each was found to apply."""
        applies = models.Count("pk", filter=~Q(finding=Finding.NOT_APPLICABLE))
        found = self.live().filter(jurisdiction__isnull=False, standing__in=FOUND).order_by()
        by_hub: dict[int, dict[int, bool]] = {}
        for hub, topic, n in found.values_list("jurisdiction", "topic").annotate(n=applies):
            by_hub.setdefault(hub, {})[topic] = n > 0
        return by_hub

    def newest_first(self):
        """By the newest day they speak of; those without one last."""
        day = models.functions.Coalesce("as_of_first", "valid_from_first", "value_date_first")
        return self.order_by(day.desc(nulls_last=True), "key")

    def for_search(self):
        """Live ones with their subject, newest first."""
        return self.live().with_sources().select_related("jurisdiction", "initiative").newest_first()

    def about_initiatives_on(self, topic: Topic):
        """What is said of initiatives on a topic, newest first, with all that a list shows of it."""
        return self.live().filter(topic=topic).with_sources().select_related("initiative").newest_first()


class Statement(models.Model):
    """What sources say about a jurisdiction or an initiative on one topic, kept as said.

    A fact is one about a hub, a milestone one about an initiative's status. Once published it is
    never overwritten: a correction withdraws it and publishes its replacement under the same key.
    """

    key = models.SlugField(max_length=150, help_text="Survives corrections.")
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("hub")
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, null=True, blank=True, related_name="statements"
    )
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="statements")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="statements")
    finding = models.CharField(max_length=15, choices=Finding.choices, default=Finding.VALUE)

    text = models.TextField("as said", blank=True)
    text_language = models.CharField("its language", max_length=10, blank=True, default="en")
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    number_high = models.DecimalField(
        max_digits=24, decimal_places=6, null=True, blank=True, help_text="Upper end of a range."
    )
    bound = models.CharField(max_length=8, choices=Bound.choices, blank=True)
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True, related_name="statements")
    value_date = PartialDateField("date", help_text="The answer to a date topic, or the day of an event.")
    value_date_first = day_column()
    value_date_last = day_column()

    valid_from = PartialDateField("true from")
    valid_from_first = day_column()
    valid_from_last = day_column()
    valid_until = PartialDateField("true until")
    valid_until_first = day_column()
    valid_until_last = day_column()
    as_of = PartialDateField("seen on", help_text="The day it refers to or was last seen true.")
    as_of_first = day_column()
    as_of_last = day_column()

    nature = models.CharField(max_length=8, choices=Nature.choices, default=Nature.OBSERVED)
    standing = models.CharField(max_length=11, choices=Standing.choices, default=Standing.ACCEPTED)
    planned = models.BooleanField(default=False, help_text="Lies in the future of its source.")
    certainty = models.CharField(max_length=8, choices=Certainty.choices, default=Certainty.STATED)
    verification = models.CharField(
        max_length=11, choices=Verification.choices, default=Verification.UNVERIFIED
    )
    method = models.CharField(
        max_length=300, blank=True, help_text="What exactly was counted, as the source has it."
    )
    break_before = models.BooleanField(
        default=False, help_text="Counted differently from the value before it in its series."
    )
    note = models.TextField(blank=True, help_text="Readers see it under the value.")

    sent_back = models.TextField(
        blank=True,
        editable=False,
        help_text="Why a publisher did not publish this draft; empty once it is proposed again.",
    )
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    why = models.CharField(max_length=5, choices=Why.choices, blank=True)
    published = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="published_statements"
    )
    withdrawn = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="withdrawn_statements"
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ("key", "pk")
        permissions = (("publish_statement", "Can make statements public, correct and withdraw them"),)
        indexes = (
            models.Index(fields=("jurisdiction", "topic"), name="statement_of_hub_on_topic"),
            models.Index(fields=("initiative", "topic"), name="statement_of_initiative_on"),
        )
        constraints = (
            exactly_one("statement", "jurisdiction", "initiative"),
            *(
                one_of("statement", field, choices, blank=blank)
                for field, choices, blank in (
                    ("finding", Finding, False),
                    ("bound", Bound, True),
                    ("nature", Nature, False),
                    ("standing", Standing, False),
                    ("certainty", Certainty, False),
                    ("verification", Verification, False),
                    ("why", Why, True),
                )
            ),
            *(span_constraint("statement", name) for name in DATES),
            models.CheckConstraint(
                condition=(
                    Q(finding=Finding.VALUE)
                    & (Q(number__isnull=False) | Q(choice__isnull=False) | ~Q(value_date="") | ~Q(text=""))
                )
                | (~Q(finding=Finding.VALUE) & Q(number__isnull=True, choice__isnull=True, value_date="")),
                name="statement_value_fits_its_finding",
                violation_error_message="Give a value with a choice, number, date or text, or another finding without.",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(series__isnull=False),
                name="statement_number_belongs_to_a_series",
                violation_error_message="A number belongs to a series: say how it was counted.",
            ),
            models.CheckConstraint(
                condition=Q(number_high__isnull=True)
                | Q(number__isnull=False, number_high__gt=F("number"), bound=""),
                name="statement_range_goes_up",
                violation_error_message="The upper end of a range is higher than the lower, and a range has no bound.",
            ),
            models.CheckConstraint(
                condition=Q(bound="") | Q(number__isnull=False),
                name="statement_bound_needs_a_number",
                violation_error_message="“About”, “more than” and “up to” need a number.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from="")
                | Q(valid_until="")
                | Q(valid_from_first__lte=F("valid_until_last")),
                name="statement_true_from_before_until",
                violation_error_message="“True from” comes before “true until”.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, why="") | (Q(replaces__isnull=False) & ~Q(why="")),
                name="statement_correction_says_why",
                violation_error_message="A correction says whether the world changed or we corrected ourselves.",
            ),
            models.CheckConstraint(
                condition=Q(published__isnull=True) | Q(sent_back=""),
                name="statement_sent_back_is_a_draft",
            ),
            withdrawn_after_published("statement"),
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(published__isnull=False, withdrawn__isnull=True),
                name="statement_one_live_per_key",
            ),
        )

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        """The receipt of its cell, or the page of its initiative."""
        if self.initiative:
            return f"{self.initiative.get_absolute_url()}#{self.key}"
        parts = [self.jurisdiction.slug, self.topic.slug, *([self.series.slug] if self.series else [])]
        return f"{reverse('receipt', args=parts)}#{self.key}"

    def clean(self):
        # What is held against the promises of the database is as it will be written.
        for name in DATES:
            with suppress(ValueError):  # said at the date itself
                fill_days(self, name)

    def partial(self, name: str) -> PartialDate | None:
        """One of DATES as a PartialDate, if given."""
        text = getattr(self, name)
        if not text:
            return None
        return PartialDate(text, getattr(self, f"{name}_first"), getattr(self, f"{name}_last"))

    @property
    def subject(self) -> Jurisdiction | Initiative:
        return self.jurisdiction or self.initiative
