"""The list of topics, and one topic across all hubs."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hubs.charts import row_chart
from hubs.comparison import Cell, Row, State, build_comparison
from hubs.forms import PagedForm
from hubs.models import Heading, Jurisdiction, PartialDate, Statement, Topic, TopicKind, TopicSubject
from hubs.preference import moment
from hubs.selection import Selection
from hubs.views.errors import bad_address

# The newest days of a series that one table shows; the file has them all.
DAYS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """A hub's own answer, and the hubs that inherit it."""

    cell: Cell
    heirs: list[Jurisdiction]


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one date, a list for each hub."""

    date: PartialDate | None
    columns: list[list[Statement]]

    @property
    def method(self) -> str:
        """How all of them were counted, if all were counted alike; then it is said once."""
        methods = {statement.method for column in self.columns for statement in column}
        return methods.pop() if len(methods) == 1 else ""


@dataclass(frozen=True, slots=True)
class History:
    """The values of one series: a line a date, newest first, a column for each hub that has any."""

    row: Row
    cells: list[Cell]
    lines: list[Line]
    left_out: int


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """Every question that is asked, under its heading, with how many have an answer."""
    topics = Topic.objects.for_list()
    groups = [(Heading(heading), list(group)) for heading, group in groupby(topics, key=lambda t: t.heading)]
    return render(request, "catalogue/topic_list.html", {"groups": groups})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One question: how it is coded, and the answers of all hubs, or of initiatives."""
    topic = get_object_or_404(Topic.objects.prefetch_related("choices", "series"), slug=slug)
    form = PagedForm(request.GET)
    if not form.is_valid():
        return bad_address(request, form, page=topic.get_absolute_url())
    if topic.subject == TopicSubject.JURISDICTION:
        return render(request, "catalogue/topic.html", _across_hubs(topic))
    page = form.page_of(Statement.objects.about_initiatives_on(topic))
    if page is None:
        return bad_address(request, form, page=topic.get_absolute_url())
    return render(request, "catalogue/topic_of_initiatives.html", {"topic": topic, "page": page})


def _across_hubs(topic: Topic) -> dict:
    hubs = tuple(Jurisdiction.objects.values_list("slug", flat=True))
    comparison = build_comparison(Selection(hubs, topics=(topic.slug,)))
    rows = list(comparison.rows())
    known = {cell.hub.pk for row in rows for cell in row.cells if _says_something(cell)}
    return {
        "topic": topic,
        "answers": [_answers(row) for row in rows if not row.series],
        "histories": [history_of(row) for row in rows if row.series],
        "silent": [hub for hub in comparison.hubs if hub.pk not in known],
        "charts": [chart for row in rows if row.series and (chart := row_chart(row))],
        **_worth_comparing(topic, rows),
    }


def _worth_comparing(topic: Topic, rows: list[Row]) -> dict:
    """The hubs with the most to say on the topic, as a comparison of it."""
    weights: dict[Jurisdiction, int] = {}
    for row in rows:
        for cell in row.cells:
            if cell.is_answer and not cell.inherited_from:
                weights[cell.hub] = weights.get(cell.hub, 0) + len(cell.articles)
    hubs = sorted(weights, key=lambda hub: (-weights[hub], hub.name_en))[:4]
    selection = Selection(tuple(hub.slug for hub in hubs), topics=(topic.slug,))
    return {"compared": hubs, "selection": selection if len(hubs) > 1 else None}


def _says_something(cell: Cell) -> bool:
    return cell.state not in (State.NOT_RESEARCHED, State.OTHER_SERIES)


def _answers(row: Row) -> list[Answer]:
    """Own answers with their heirs: choices in their order, dates as they passed, and otherwise hubs by name."""
    own = [cell for cell in row.cells if _says_something(cell) and not cell.inherited_from]
    heirs: dict[int, list[Jurisdiction]] = {}
    for cell in row.cells:
        if cell.inherited_from:
            heirs.setdefault(cell.inherited_from.pk, []).append(cell.hub)
    return [Answer(cell, heirs.get(cell.hub.pk, [])) for cell in sorted(own, key=_place)]


def _place(cell: Cell) -> tuple:
    statement = cell.statement
    if statement and statement.choice:
        return (0, statement.choice.position, cell.hub.name_en)
    if statement and statement.value_date and cell.topic.kind == TopicKind.DATE:
        return (0, statement.value_date_first.toordinal(), cell.hub.name_en)
    return (1, 0, cell.hub.name_en)


def history_of(row: Row) -> History:
    """All values of a series that may stand, by their date."""
    cells = [cell for cell in row.cells if _says_something(cell)]
    lines: dict[tuple, list[list[Statement]]] = {}
    for place, cell in enumerate(cells):
        weighed = cell.weighed
        for statement in (*weighed.shown, *weighed.agreeing, *weighed.differing, *weighed.earlier):
            date = moment(statement)
            line = lines.setdefault(date.newest_first if date else (1, 0, ""), [[] for _cell in cells])
            line[place].append(statement)
    newest_first = sorted(lines.items())
    return History(
        row=row,
        cells=cells,
        lines=[Line(_date_of(columns), columns) for _date, columns in newest_first[:DAYS]],
        left_out=max(0, len(newest_first) - DAYS),
    )


def _date_of(columns: list[list[Statement]]) -> PartialDate | None:
    """The date that all statements of a line share."""
    return moment(next(statement for column in columns for statement in column))
