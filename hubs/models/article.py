import hashlib
import re

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .constraints import one_of
from .names import Searchable, SearchableQuerySet
from .partial_date import PartialDate, PartialDateField, day_column, span_constraint

PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\s*\Z)", re.DOTALL)
LINE = re.compile(r"\S.*?(?=\s*\n|\s*\Z)")
EMPTY_LINE = re.compile(r"\n\s*\n")


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Where each paragraph stands: it ends at an empty line; in a text that leaves none, each line is one."""
    form = PARAGRAPH if EMPTY_LINE.search(text.strip()) else LINE
    return [place.span() for place in form.finditer(text)]


class Level(models.TextChoices):
    """How close a source stands to what it reports: the evidence level."""

    OFFICIAL = "official", _("Official")
    NAMED = "named", _("Named expert")
    PRESS = "press", _("Press")
    OTHER = "other", _("Other")


class ArticleKind(models.TextChoices):
    OFFICIAL = "official", _("Official")
    LEGAL = "legal", _("Law firm or legal service")
    NEWS = "news", _("News")
    TRADE_PRESS = "trade_press", _("Trade press")
    REFERENCE = "reference", _("Reference")
    AGGREGATOR = "aggregator", _("Copy or summary")
    SOCIAL = "social", _("Social media")


class Language(models.TextChoices):
    """What a text that we hold may be in. Files and forms are held to it; capture keeps what it recognised."""

    EN = "en", _("English")
    ZH_HANT = "zh-Hant", _("Traditional Chinese")
    ZH_HANS = "zh-Hans", _("Simplified Chinese")
    AR = "ar", _("Arabic")
    DE = "de", _("German")
    ES = "es", _("Spanish")
    FR = "fr", _("French")
    ID = "id", _("Indonesian")
    JA = "ja", _("Japanese")
    KO = "ko", _("Korean")
    MS = "ms", _("Malay")
    PT = "pt", _("Portuguese")
    RU = "ru", _("Russian")
    TH = "th", _("Thai")
    VI = "vi", _("Vietnamese")


# Columns that hold one.
LANGUAGE_COLUMNS = ("language", "text_language")


class ArticleQuerySet(SearchableQuerySet):
    def public(self):
        """What readers may see: what something public rests on, or rested, and sources listed without a text.

        A text that was only captured is nobody's but the editors', until something it says is published.
        """
        from .statement import Citation

        rests = Citation.objects.filter(article=models.OuterRef("pk"), published__isnull=False)
        return self.filter(Q(text="") | models.Exists(rests))

    def for_list(self):
        """Newest first, without their texts, with how many live statements rest on each."""
        from .statement import Citation

        citations = Citation.objects.live().filter(article=models.OuterRef("pk"))
        counted = citations.order_by().values("article").annotate(n=models.Count("statement", distinct=True))
        resting = models.functions.Coalesce(
            models.Subquery(counted.values("n"), output_field=models.IntegerField()), 0
        )
        return self.defer("text").annotate(statement_count=resting).newest_first()

    def count_by(self, column: str) -> dict:
        """How many there are of each value of a column, in one query."""
        return dict(self.order_by().values_list(column).annotate(n=models.Count("*")))

    def newest_first(self):
        """Newest first day first, coarser after finer, undated last, then slug."""
        return self.order_by(models.F("date_first").desc(nulls_last=True), "date_last", "slug")


class Article(Searchable):
    """A source that was read. `text` is what we hold of it, and never changes once kept."""

    # The level a citation of this kind of source starts from; an editor may set another.
    LEVELS = {
        ArticleKind.OFFICIAL: Level.OFFICIAL,
        ArticleKind.LEGAL: Level.NAMED,
        ArticleKind.NEWS: Level.PRESS,
        ArticleKind.TRADE_PRESS: Level.PRESS,
        ArticleKind.REFERENCE: Level.OTHER,
        ArticleKind.AGGREGATOR: Level.OTHER,
        ArticleKind.SOCIAL: Level.OTHER,
    }

    searched_fields = ("title", "publisher", "author")

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(
        max_length=500, help_text="In [brackets] where the page showed none and the words are ours."
    )
    publisher = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=200, blank=True)
    date = PartialDateField(help_text="When it was published, as precisely as known.")
    date_first = day_column()
    date_last = day_column()
    language = models.CharField(max_length=10, help_text="Of the page: en, zh-Hant, zh-Hans, …")
    url = models.URLField("address", max_length=2000, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=12, choices=ArticleKind.choices)
    accessed = models.DateField(help_text="The day we read it.")
    note = models.TextField(blank=True)
    text = models.TextField(blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["text", "folded"])

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = (
            one_of("article", "kind", ArticleKind),
            span_constraint("article", "date"),
            models.CheckConstraint(
                condition=Q(text="", sha256="") | (~Q(text="") & Q(sha256__length=64)),
                name="article_text_has_its_digest",
            ),
            # Of two who keep the same text at the same moment, the second is told of the first.
            models.UniqueConstraint(
                fields=("sha256",), condition=~Q(sha256=""), name="article_text_is_kept_once"
            ),
        )

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("article", args=[self.slug])

    @property
    def dated(self) -> PartialDate | None:
        return PartialDate(self.date, self.date_first, self.date_last) if self.date else None

    @property
    def level(self) -> Level:
        return self.LEVELS[ArticleKind(self.kind)]

    @property
    def shows_text(self) -> bool:
        """Whether readers see the text: once words of it are what something public rests on."""
        return bool(self.text) and self.citations.with_passage().filter(published__isnull=False).exists()

    def hold_text(self, text: str) -> None:
        """Keep the text of the article, once; ValueError when another one is held already."""
        if self.text and self.text != text:
            raise ValueError("The stored text of an article never changes.")
        self.text = text
        self.sha256 = hashlib.sha256(text.encode()).hexdigest()
