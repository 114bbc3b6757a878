"""The answer to a selection: one object that page, charts and files all render.

What exactly a comparison says is defined here: cells, the kinds of nothing, inheritance,
differences, coverage. Which of several statements a cell prefers is in `preference`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, groupby

from hubs.models import (
    FOUND,
    Article,
    Category,
    Change,
    Finding,
    Heading,
    Initiative,
    Jurisdiction,
    Series,
    Statement,
    Topic,
    TopicKind,
)
from hubs.preference import Weighed, same_time, same_value, weigh
from hubs.selection import Selection, Show

# Live statements by hub, topic and series (None for facts).
Held = dict[tuple[int, int, int | None], list[Statement]]


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


def build_comparison(selection: Selection) -> Comparison:
    """Compare the hubs of a selection (slugs that exist) in a fixed number of queries."""
    hubs = Jurisdiction.objects.in_order(selection.hubs)
    topics = _topics(selection) if selection.wants_facts else []
    held = _statements_by_cell(hubs, topics)
    rows = _rows(hubs, topics, held)
    initiative_rows, initiatives = (
        _initiative_rows(hubs, selection) if selection.wants_initiatives else ([], [])
    )
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in Verdict}
    shown = [row for row in rows if selection.show == Show.ALL or row.verdict == selection.show.value]
    _number_notes(shown)
    return Comparison(
        selection=selection,
        columns=tuple(_column(place, hub, topics, held, initiative_rows) for place, hub in enumerate(hubs)),
        groups=[
            Group(Heading(heading), list(members))
            for heading, members in groupby(
                (row for row in shown if not row.series), key=lambda row: row.topic.heading
            )
        ],
        initiative_rows=initiative_rows,
        figures=[
            FigureGroup(topic, list(members))
            for topic, members in groupby((row for row in shown if row.series), key=lambda row: row.topic)
        ],
        counts=counts,
        version=Change.objects.newest(),
        initiatives=initiatives,
    )


def build_cell(hub: Jurisdiction, topic: Topic, series: Series | None = None) -> Cell:
    """One cell by itself: what a receipt explains."""
    held = _statements_by_cell([hub], [topic])
    others = _other_series(held, hub, topic, series)
    return _cell(hub, topic, series, held, others)


def distinct_articles(statements: Iterable[Statement]) -> list[Article]:
    """The articles that live citations of these statements name, each once, in citation order."""
    articles = {c.article_id: c.article for s in statements for c in s.citations.all()}
    return list(articles.values())


def _topics(selection: Selection) -> list[Topic]:
    """The questions about hubs that the selection asks, in the order of the sheet."""
    topics = Topic.objects.about_hubs()
    if selection.topics:
        topics = topics.filter(slug__in=selection.topics)
    return topics.prefetch_related("series").in_sheet_order()


def _rows(hubs: Sequence[Jurisdiction], topics: Sequence[Topic], held: Held) -> list[Row]:
    """Every row of facts, then every row of figures, with its verdict."""
    facts = [
        _row(topic, None, [_cell(hub, topic, None, held) for hub in hubs])
        for topic in topics
        if topic.kind != TopicKind.NUMBER
    ]
    figures = []
    for topic in topics:
        if topic.kind != TopicKind.NUMBER:
            continue
        shown = [
            series
            for series in topic.series.all()
            if any((hub.pk, topic.pk, series.pk) in held for hub in hubs)
        ]
        for series in shown:
            cells = [_cell(hub, topic, series, held, _other_series(held, hub, topic, series)) for hub in hubs]
            figures.append(_row(topic, series, cells, counted_differently=len(shown) > 1))
    return facts + figures


def _statements_by_cell(hubs: Sequence[Jurisdiction], topics: Sequence[Topic]) -> Held:
    """Live statements about the hubs, and about their parents where a topic is inherited."""
    ids = {hub.pk for hub in hubs}
    parents = {hub.parent_id for hub in hubs if hub.parent_id} - ids
    inheriting = {topic.pk for topic in topics if topic.inherits}
    held: Held = defaultdict(list)
    statements = (
        Statement.objects.live()
        .filter(jurisdiction__in=ids | parents, topic__in=[topic.pk for topic in topics])
        .with_sources()
    )
    for statement in statements:
        if statement.jurisdiction_id in ids or statement.topic_id in inheriting:
            held[statement.jurisdiction_id, statement.topic_id, statement.series_id].append(statement)
    return held


def _cell(
    hub: Jurisdiction,
    topic: Topic,
    series: Series | None,
    held: Held,
    other_series: tuple[Series, ...] = (),
) -> Cell:
    key = series.pk if series else None
    own = held.get((hub.pk, topic.pk, key), ())
    if own or not (topic.inherits and hub.parent):
        return Cell(hub, topic, series, weigh(own), other_series=other_series)
    inherited = weigh(held.get((hub.parent.pk, topic.pk, key), ()))
    return Cell(hub, topic, series, inherited, inherited_from=hub.parent if inherited.shown else None)


def _other_series(held: Held, hub: Jurisdiction, topic: Topic, series: Series | None) -> tuple[Series, ...]:
    """The series in which the hub does have figures, where it has none in this one."""
    if series is None or (hub.pk, topic.pk, series.pk) in held:
        return ()
    return tuple(s for s in topic.series.all() if (hub.pk, topic.pk, s.pk) in held)


def _row(topic: Topic, series: Series | None, cells: list[Cell], *, counted_differently: bool = False) -> Row:
    verdict, reason = judge(topic, cells)
    return Row(topic, series, tuple(cells), verdict, reason, counted_differently)


def judge(topic: Topic, cells: Sequence[Cell]) -> tuple[Verdict, Reason | None]:
    """Whether the hubs differ on a row; it differs as soon as two known values do.

    A missing value never makes a difference, and never makes two others the same.
    """
    if topic.kind == TopicKind.PROSE:
        return Verdict.PROSE, None
    if len(cells) < 2:
        return Verdict.UNKNOWN, Reason.ONE_HUB
    judged = [cell.weighed.preferred for cell in cells if cell.is_judged and cell.weighed.preferred]
    pairs = [_pair(topic, a, b) for a, b in combinations(judged, 2) if a and b]
    if False in pairs:
        return Verdict.DIFFERS, None
    if any(cell.is_judged and not cell.weighed.preferred for cell in cells):
        return Verdict.UNKNOWN, Reason.SOURCES_TIED
    # Not applicable, inherited and planned cells are not judged; any other gap leaves it open.
    if any(not cell.is_answer and cell.state != State.NOT_APPLICABLE for cell in cells):
        return Verdict.UNKNOWN, Reason.NOT_ALL_RESEARCHED
    if not pairs:
        return Verdict.UNKNOWN, Reason.ONE_ANSWER
    if all(pairs):
        return Verdict.SAME, None
    if topic.kind == TopicKind.DATE:
        return Verdict.UNKNOWN, Reason.DATES_OVERLAP
    apart = any(not same_time(a, b) for a, b in combinations(judged, 2))
    return Verdict.UNKNOWN, Reason.OTHER_DAYS if apart else Reason.ROUNDED


def _pair(topic: Topic, a: Statement, b: Statement) -> bool | None:
    """Whether two hubs' answers are the same; figures can be told only at overlapping dates."""
    if topic.kind == TopicKind.NUMBER and not same_time(a, b):
        return None
    return same_value(a, b)


def _column(
    place: int,
    hub: Jurisdiction,
    topics: Sequence[Topic],
    held: Held,
    initiative_rows: Sequence[InitiativeRow],
) -> Column:
    """Coverage counts every topic of the selection, so that a hub's does not hang on who stands beside it."""
    looked_at: dict[int, bool] = {}
    for (hub_id, topic_id, _series), statements in held.items():
        for statement in statements:
            if hub_id == hub.pk and statement.standing in FOUND:
                applies = statement.finding != Finding.NOT_APPLICABLE
                looked_at[topic_id] = applies or looked_at.get(topic_id, False)
    initiatives = {i.pk for row in initiative_rows for i in row.cells[place]}
    return Column(hub, looked_at, coverage_of(topics, looked_at), len(initiatives))


def coverage_of(topics: Iterable[Topic], looked_at: dict[int, bool]) -> Coverage:
    """How far a hub has been looked at on these topics, from whether each one looked at (by id) applies."""
    known = [looked_at.get(topic.pk) for topic in topics]
    return Coverage(known.count(True), len(known) - known.count(False))


def _initiative_rows(
    hubs: Sequence[Jurisdiction], selection: Selection
) -> tuple[list[InitiativeRow], list[Initiative]]:
    """Initiatives that the hubs lead or take part in, by category; and each of them once."""
    query = Initiative.objects.in_hubs(hubs).with_hubs().newest_first()
    if selection.categories:
        query = query.filter(category__in=selection.categories)
    initiatives = list(query)
    taking_part = defaultdict(set)
    for initiative in initiatives:
        for participation in initiative.participations.all():
            taking_part[initiative.pk].add(participation.jurisdiction_id)
    rows = []
    for category in Category:
        members = [i for i in initiatives if i.category == category]
        if members:
            cells = tuple(tuple(i for i in members if hub.pk in taking_part[i.pk]) for hub in hubs)
            rows.append(InitiativeRow(category, cells))
    return rows, initiatives


def _number_notes(rows: Iterable[Row]) -> None:
    note = 0
    for row in rows:
        for cell in row.cells:
            if cell.articles:
                note += 1
                cell.note = note
