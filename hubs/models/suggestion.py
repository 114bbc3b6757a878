from django.db import models
from django.db.models import F, Q

from .article import Article
from .change import Change
from .constraints import one_of
from .statement import Statement


class SuggestionState(models.TextChoices):
    OPEN = "open", "open"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"


class Suggestion(models.Model):
    """What capture proposes from a passage of an article; nothing is public until a person publishes it.

    `payload` is what capture proposed and never changes; `entered` is what a person made of it when accepting
    it, by field of the form, and makes the statement when it is published; it stays when the decision is taken back.
    `decided` is who decided and when.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="suggestions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField(help_text="Exclusive.")
    payload = models.JSONField()
    entered = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    decided = models.ForeignKey(Change, models.PROTECT, null=True, blank=True, related_name="suggestions")
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )

    class Meta:
        ordering = ("article", "start", "pk")
        constraints = (
            one_of("suggestion", "state", SuggestionState),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="suggestion_range_goes_up"),
            models.CheckConstraint(
                condition=Q(state="open", decided__isnull=True)
                | (~Q(state="open") & Q(decided__isnull=False)),
                name="suggestion_decided_in_a_change",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(entered__isnull=False),
                name="suggestion_accepted_as_entered",
            ),
            models.CheckConstraint(
                condition=Q(statement__isnull=True) | Q(state="accepted"),
                name="suggestion_becomes_a_statement_when_accepted",
            ),
        )

    def __str__(self):
        return f"{self.article} {self.start}-{self.end}"
