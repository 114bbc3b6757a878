"""What we hold of what somebody entered: just the same, or something else of the same time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hubs.capture.known import EVENTS, Held
from hubs.editing import STATUS
from hubs.models import DATES, Standing, Statement, TopicKind
from hubs.preference import only_coarser, same_time, same_value
from hubs.review.proposing import held_key


@dataclass(frozen=True)
class Holding:
    """Live statements that may say the same as some unsaved ones, or something else; read once."""

    live: Sequence[Statement] = ()

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> "Holding":
        """In one or two queries; in none where nothing is of a hub or an initiative we know."""
        statements = list(statements)
        live = Statement.objects.live().select_related(
            "topic", "choice", "series", "jurisdiction", "initiative"
        )
        hubs = {s.jurisdiction_id for s in statements if s.jurisdiction_id}
        initiatives = {s.initiative_id for s in statements if s.initiative_id}
        topics = {s.topic_id for s in statements}
        found: list[Statement] = []
        if hubs:
            found += live.filter(jurisdiction__in=hubs, topic__in=topics)
        if initiatives:
            found += live.filter(initiative__in=initiatives)
        return cls(found)

    def twin(self, statement: Statement) -> Statement | None:
        """The live statement that says exactly the same of the same time."""
        return next((held for held in self._beside(statement) if says_the_same(held, statement)), None)

    def contradicted(self, statement: Statement) -> Statement | None:
        """What says something else of the same time, or has the same event on another day."""
        for held in self._beside(statement):
            counts = held.standing != Standing.REJECTED and held.planned == statement.planned
            differs = same_value(held, statement) is False and not only_coarser(held, statement)
            if counts and differs and same_time(held, statement):
                return held
        return self._on_another_day(statement)

    def _beside(self, statement: Statement) -> list[Statement]:
        """What stands in the same cell."""
        place = (statement.topic_id, statement.series_id, statement.jurisdiction_id, statement.initiative_id)
        return [
            held
            for held in self.live
            if (held.topic_id, held.series_id, held.jurisdiction_id, held.initiative_id) == place
        ]

    def _on_another_day(self, statement: Statement) -> Statement | None:
        """As capture looks at what it proposes."""
        initiative, choice = statement.initiative, statement.choice
        if statement.topic.slug != STATUS or initiative is None or choice is None:
            return None
        known = HeldOf(self.live).on_milestone(initiative.slug, choice.code, statement.value_date)
        key = held_key({"because": [f"known: {known}"]}, "contradicts")
        return next((held for held in self.live if held.key == key), None)


class HeldOf(Held):
    """What capture holds a milestone against, of some statements only."""

    def __init__(self, live: Iterable[Statement]) -> None:
        self.facts, self.milestones = defaultdict(list), defaultdict(list)
        for held in live:
            if held.initiative and held.topic.slug in EVENTS:
                self.milestones[held.initiative.slug].append(held)


def says_the_same(held: Statement, statement: Statement) -> bool:
    """Whether two of one cell are alike in all that a reader is told of value and time."""
    alike = ("bound", "number_high", "planned", "standing", *DATES)
    if any(getattr(held, name) != getattr(statement, name) for name in alike):
        return False
    if statement.number is not None:
        return held.number == statement.number
    if statement.topic.kind == TopicKind.DATE:
        # The same words, though two days of one month may be meant.
        return held.choice_id == statement.choice_id
    return bool(same_value(held, statement))
