"""From a selection to its answer, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from hubs.comparison.answer import (
    Cell,
    Column,
    Comparison,
    Coverage,
    FigureGroup,
    Group,
    InitiativeRow,
    Row,
    Verdict,
)
from hubs.comparison.judging import judge
from hubs.models import (
    FOUND,
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
from hubs.preference import weigh
from hubs.selection import Selection, Show

# Live statements by hub, topic and series (None for facts).
Held = dict[tuple[int, int, int | None], list[Statement]]


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
        version=Change.objects.data_version(),
        initiatives=initiatives,
    )


def build_cells(hub: Jurisdiction, topic: Topic, series: Series | None = None) -> list[Cell]:
    """What receipts explain: one cell; for a number topic without a series, one for each the hub has."""
    held = _statements_by_cell([hub], [topic])
    counted = [s for s in topic.series.all() if (hub.pk, topic.pk, s.pk) in held]
    wanted: list[Series | None] = [series] if series else [*counted] or [None]
    return [_cell(hub, topic, each, held, _other_series(held, hub, topic, each)) for each in wanted]


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
    query = Initiative.objects.public().in_hubs(hubs).with_hubs().newest_first()
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
