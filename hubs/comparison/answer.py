"""What a comparison holds: cells, the kinds of nothing, rows with a verdict, columns with their coverage."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from hubs.models import (
    Article,
    Category,
    Change,
    Heading,
    Initiative,
    Jurisdiction,
    Series,
    Statement,
    Topic,
)
from hubs.preference import Weighed
from hubs.selection import Selection


class State(StrEnum):
    """What a cell holds. Files carry these words."""

    VALUE = "value"
    NONE_REPORTED = "none_reported"
    NOT_APPLICABLE = "not_applicable"
    NOT_FOUND = "not_found"
    NOT_RESEARCHED = "not_researched"
    # The hub has figures on the topic, counted in another way.
    OTHER_SERIES = "not_in_this_series"
    # Only rejected or unconfirmed statements: nothing that may stand as the answer.
    UNSETTLED = "unsettled"


class Verdict(StrEnum):
    """What a row says about its hubs."""

    DIFFERS = "differs"
    SAME = "same"
    UNKNOWN = "unknown"
    # Prose is never judged.
    PROSE = "prose"


class Reason(StrEnum):
    """Why a row cannot be told to differ or to be the same."""

    ONE_HUB = "one_hub"
    NOT_ALL_RESEARCHED = "not_all_researched"
    ONE_ANSWER = "one_answer"
    SOURCES_TIED = "sources_tied"
    DATES_OVERLAP = "dates_overlap"
    OTHER_DAYS = "other_days"
    ROUNDED = "rounded"


@dataclass(slots=True)
class Cell:
    """What is known of one hub on one topic (for figures: in one series)."""

    hub: Jurisdiction
    topic: Topic
    series: Series | None
    weighed: Weighed
    # The parent whose answer this is, where the topic is inherited.
    inherited_from: Jurisdiction | None = None
    other_series: tuple[Series, ...] = ()
    # The footnote, counted along the rows shown; None where nothing is cited.
    note: int | None = None

    @property
    def state(self) -> State:
        if self.weighed.shown:
            return State(self.weighed.shown[0].finding)
        if self.other_series:
            return State.OTHER_SERIES
        return State.UNSETTLED if self.weighed else State.NOT_RESEARCHED

    @property
    def statement(self) -> Statement | None:
        """The preferred statement, or the first of several that are tied."""
        return self.weighed.shown[0] if self.weighed.shown else None

    @property
    def is_planned(self) -> bool:
        return self.statement is not None and self.statement.planned

    @property
    def is_answer(self) -> bool:
        """An answer in its own right: a value, or a source saying there is none."""
        return self.state in (State.VALUE, State.NONE_REPORTED)

    @property
    def is_judged(self) -> bool:
        """Whether it may make the row differ: not applicable, inherited and planned cells may not."""
        return self.is_answer and not self.is_planned and not self.inherited_from

    @property
    def articles(self) -> list[Article]:
        """Distinct articles behind what is shown and what agrees with it, most official first."""
        statements = (*self.weighed.shown, *self.weighed.agreeing)
        return distinct_articles(statements)

    @property
    def differing_sources(self) -> int:
        return self.weighed.differing_sources


@dataclass(slots=True)
class Row:
    """One topic, or one series of a number topic, across the hubs."""

    topic: Topic
    series: Series | None
    cells: tuple[Cell, ...]
    verdict: Verdict
    reason: Reason | None = None
    # Other series of the same topic stand beside this one.
    counted_differently: bool = False

    @property
    def slug(self) -> str:
        return self.series.slug if self.series else self.topic.slug


@dataclass(slots=True)
class Group:
    """Rows under one heading."""

    heading: Heading
    rows: list[Row]


@dataclass(slots=True)
class FigureGroup:
    """The series of one number topic that some chosen hub has."""

    topic: Topic
    rows: list[Row]


@dataclass(slots=True)
class InitiativeRow:
    """The initiatives of one category, one list per hub, newest first."""

    category: Category
    cells: tuple[tuple[Initiative, ...], ...]

    @property
    def total(self) -> int:
        """Distinct initiatives in the row; one may stand in several columns."""
        return len({initiative.pk for cell in self.cells for initiative in cell})


@dataclass(frozen=True, slots=True)
class Coverage:
    """Topics with a finding of a hub's own, out of those that apply to it."""

    found: int
    applicable: int

    @property
    def missing(self) -> int:
        return self.applicable - self.found


@dataclass(slots=True)
class Column:
    """A hub of the comparison with what we have looked at."""

    hub: Jurisdiction
    # Topics (by id) with a finding of the hub's own, and whether each was found to apply.
    looked_at: dict[int, bool]
    coverage: Coverage
    initiatives: int


@dataclass(slots=True)
class Comparison:
    """The answer to a selection."""

    selection: Selection
    columns: tuple[Column, ...]
    groups: list[Group]
    initiative_rows: list[InitiativeRow]
    figures: list[FigureGroup]
    # Rows by verdict before `show` takes any away.
    counts: dict[Verdict, int]
    # The newest change: the version of the data.
    version: Change | None
    initiatives: list[Initiative] = field(default_factory=list)

    @property
    def hubs(self) -> list[Jurisdiction]:
        return [column.hub for column in self.columns]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def judgeable(self) -> int:
        """Rows that could differ: all but prose."""
        return self.total - self.counts[Verdict.PROSE]

    def rows(self) -> Iterable[Row]:
        """Every row of facts and figures that is shown, in order."""
        for group in self.groups:
            yield from group.rows
        for figure in self.figures:
            yield from figure.rows


def distinct_articles(statements: Iterable[Statement]) -> list[Article]:
    """The articles that live citations of these statements name, each once, in citation order."""
    articles = {c.article_id: c.article for s in statements for c in s.citations.all()}
    return list(articles.values())
