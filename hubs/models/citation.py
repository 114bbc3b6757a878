"""What a statement rests on, and why it is preferred."""

from django.db import models
from django.db.models import F, Q

from .article import Article, Level
from .change import Change, LiveQuerySet
from .constraints import one_of, withdrawn_after_published
from .partial_date import PartialDate


class CitationQuerySet(LiveQuerySet):
    def of_article(self, article: Article):
        """What rests on an article, passages in the order of its text, with all that a note beside it shows."""
        return (
            self.live()
            .filter(article=article)
            .select_related(
                *("statement__topic", "statement__choice", "statement__series"),
                *("statement__jurisdiction", "statement__initiative"),
            )
            .order_by("start", "end", "statement__key", "pk")
        )

    def with_passage(self):
        """Those that hold exact words of the text."""
        return self.filter(start__isnull=False)

    def without_passage(self):
        """Those with a locator at most, by whom they are about."""
        return self.filter(start__isnull=True).order_by(
            F("statement__jurisdiction__name_en").asc(nulls_last=True),
            F("statement__initiative__title_en").asc(nulls_last=True),
            *("statement__initiative", "statement__key", "pk"),
        )

    def reach_of(self, article: Article) -> dict[str, int]:
        """How many statements, hubs and initiatives rest on an article, in one query."""
        return (
            self.live()
            .filter(article=article)
            .aggregate(
                statements=models.Count("statement", distinct=True),
                hubs=models.Count("statement__jurisdiction", distinct=True),
                initiatives=models.Count("statement__initiative", distinct=True),
            )
        )


class Citation(models.Model):
    """Ties a statement to an article.

    Holds exact words with their character range in the stored text; or a locator; or nothing
    more than that the page was read on the article's access day, wording not held.
    """

    statement = models.ForeignKey("Statement", models.PROTECT, related_name="citations")
    article = models.ForeignKey(Article, models.PROTECT, related_name="citations")
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True, help_text="Exclusive.")
    locator = models.CharField(max_length=200, blank=True, help_text="As page 12, or section 4.2.")
    level = models.CharField(max_length=8, choices=Level.choices)
    published = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="published_citations"
    )
    withdrawn = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="withdrawn_citations"
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            one_of("citation", "level", Level),
            models.CheckConstraint(
                condition=Q(quote="", start__isnull=True, end__isnull=True)
                | Q(start__isnull=False, end__gt=F("start"), quote__length=F("end") - F("start")),
                name="citation_quote_has_its_range",
                violation_error_message="A quote needs its start and end in the stored text.",
            ),
            withdrawn_after_published("citation"),
            models.UniqueConstraint(
                fields=("statement", "article"),
                condition=Q(start__isnull=True, withdrawn__isnull=True),
                name="citation_once_per_article",
            ),
            models.UniqueConstraint(
                fields=("statement", "article", "start"),
                condition=Q(start__isnull=False, withdrawn__isnull=True),
                name="citation_once_per_passage",
            ),
        )

    def __str__(self):
        return f"{self.statement} ← {self.article}"

    @property
    def announces(self) -> PartialDate | None:
        """The day of what is said, where the article appeared before it: it announces that and cannot confirm it."""
        statement, appeared = self.statement, self.article.dated
        day = statement.partial("value_date") or statement.partial("valid_from")
        if statement.planned or appeared is None or day is None:
            return None
        return day if appeared.last < day.first else None

    @property
    def quote_found(self) -> bool:
        """Whether the words still stand at their place in the stored text; never a near match."""
        return bool(self.quote) and self.article.text[self.start : self.end] == self.quote


class Ranking(models.Model):
    """An editor's reason for preferring one statement over the others of its cell. Append-only."""

    statement = models.ForeignKey("Statement", models.PROTECT, related_name="rankings")
    reason = models.TextField()
    published = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="published_rankings"
    )
    withdrawn = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="withdrawn_rankings"
    )

    objects = LiveQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(reason__length__gt=0), name="ranking_has_a_reason"),
            withdrawn_after_published("ranking"),
            models.UniqueConstraint(
                fields=("statement",),
                condition=Q(published__isnull=False, withdrawn__isnull=True),
                name="ranking_once_per_statement",
            ),
        )

    def __str__(self):
        return f"{self.statement} preferred"
