from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .constraints import one_of
from .names import Named, Searchable, SearchableQuerySet, has_word, says


class Heading(models.TextChoices):
    """The groups of topics, in the order a comparison shows them."""

    REGULATION = "regulation", _("Regulation")
    DIGITAL_MONEY = "digital_money", _("Digital money")
    MARKET = "market", _("Exchanges and market")
    POLICY = "policy", _("Policy support")
    COMPANIES = "companies", _("Companies")
    INITIATIVE = "initiative", _("About initiatives")


class TopicSubject(models.TextChoices):
    JURISDICTION = "jurisdiction", _("hubs")
    INITIATIVE = "initiative", _("initiatives")


class TopicKind(models.TextChoices):
    CHOICE = "choice", _("choice")
    NUMBER = "number", _("number")
    DATE = "date", _("date")
    PROSE = "prose", _("prose")


class TopicQuerySet(SearchableQuerySet):
    def having(self, word: str) -> models.Q:
        """Topics with the word in a name, or in how one of their series counts."""
        counting = Series.objects.filter(says("name_en", word) | says("definition", word))
        # Two letters stand inside too many words to find anything by.
        short = len(word) < 3 and word.isascii()
        return has_word("folded", word) | models.Q(pk__in=() if short else counting.values("topic"))

    def for_list(self) -> list["Topic"]:
        """In sheet order, with how many hubs or initiatives have an answer, and how many statements there are."""
        live = models.Q(statements__published__isnull=False, statements__withdrawn__isnull=True)
        counted = self.annotate(
            hub_count=models.Count("statements__jurisdiction", filter=live, distinct=True),
            initiative_count=models.Count("statements__initiative", filter=live, distinct=True),
            statement_count=models.Count("statements", filter=live, distinct=True),
        )
        return counted.prefetch_related("series").in_sheet_order()

    def about_hubs(self):
        return self.filter(subject=TopicSubject.JURISDICTION)

    def in_sheet_order(self) -> list["Topic"]:
        """By heading, then position: the order of rows everywhere."""
        headings = Heading.values
        return sorted(self, key=lambda topic: (headings.index(topic.heading), topic.position, topic.slug))


class Topic(Named, Searchable):
    """A question that statements answer: about hubs (a row of the comparison) or about initiatives."""

    searched_fields = ("name_en", "name_zh_hant", "name_zh_hans")

    slug = models.SlugField(max_length=100, unique=True)
    subject = models.CharField(max_length=12, choices=TopicSubject.choices)
    kind = models.CharField(max_length=6, choices=TopicKind.choices)
    heading = models.CharField(max_length=20, choices=Heading.choices)
    position = models.PositiveSmallIntegerField(default=0)
    coding_rule = models.TextField(help_text="How we code this: what counts as an answer, and what does not.")
    inherits = models.BooleanField(
        default=False, help_text="A city without an answer of its own shows its country's, marked as such."
    )
    history = HistoricalRecords(excluded_fields=["folded"])

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ("heading", "position", "slug")
        constraints = (
            one_of("topic", "subject", TopicSubject),
            one_of("topic", "kind", TopicKind),
            one_of("topic", "heading", Heading),
            models.CheckConstraint(
                condition=models.Q(inherits=False) | ~models.Q(kind="number"),
                name="topic_figures_never_inherit",
            ),
        )

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])


class Choice(Named):
    """One of the answers a choice topic allows."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="choices")
    code = models.SlugField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ("topic", "position")
        constraints = (models.UniqueConstraint(fields=("topic", "code"), name="choice_code_once_per_topic"),)


class Series(Named):
    """One way of counting under a number topic; values are compared inside one series only."""

    slug = models.SlugField(max_length=100, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="series")
    definition = models.TextField(help_text="What exactly is counted, and by whom.")
    unit = models.CharField(max_length=40, help_text="As companies, HKD million, percent, rank.")
    history = HistoricalRecords()

    class Meta:
        ordering = ("topic", "slug")
        verbose_name_plural = "series"
