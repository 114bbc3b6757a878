"""The list of hubs, and the page of one."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hubs.changes import tell
from hubs.charts import comparison_charts
from hubs.comparison import Comparison, Coverage, FigureGroup, Row, State, build_comparison, coverage_of
from hubs.models import Change, Heading, Jurisdiction, Organisation, Statement, Status, Topic
from hubs.preference import moment
from hubs.selection import READY_MADE, Selection

# States in which something runs or binds today, as far as last seen.
RUNNING = (Status.PILOT, Status.LIVE, Status.IN_FORCE)

# The page of a topic has the others.
MOST_CHARTS = 6


@dataclass(frozen=True, slots=True)
class Section:
    """What is known of a hub under one heading, and which topics nobody has looked at."""

    heading: Heading
    rows: list[Row]
    figures: list[FigureGroup]
    gaps: list[Topic]
    coverage: Coverage


@require_safe
def hub_list(request: HttpRequest) -> HttpResponse:
    """Every hub, countries and regions before states and cities, with how much is known of each."""
    hubs, looked_at = list(Jurisdiction.objects.for_list()), Statement.objects.looked_at()
    topics = list(Topic.objects.about_hubs())
    for hub in hubs:
        hub.coverage = coverage_of(topics, looked_at.get(hub.pk, {}))
    known = {hub.slug for hub in hubs}
    context = {
        "countries": [hub for hub in hubs if not hub.is_local],
        "places": [hub for hub in hubs if hub.is_local],
        "topics": len(topics),
        "ready_made": [ready for ready in READY_MADE if known >= set(ready.selection.hubs)],
    }
    return render(request, "catalogue/hub_list.html", context)


@require_safe
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """One hub: what is known of it and what is not, who acts, what it has set going, what changed last."""
    hub = get_object_or_404(Jurisdiction.objects.for_page(), slug=slug)
    comparison = build_comparison(Selection((hub.slug,)))
    sections = _sections(comparison)
    context = {
        "hub": hub,
        "comparison": comparison,
        "sections": sections,
        "coverage": comparison.columns[0].coverage,
        "led": [i for i in comparison.initiatives if i.lead == hub],
        "running": sum(
            i.lead == hub and i.status in RUNNING and not i.status_planned for i in comparison.initiatives
        ),
        "headlines": _headlines(sections),
        "peers": Jurisdiction.objects.peers_of(hub)[:4],
        "organisations": Organisation.objects.for_list()
        .filter(jurisdiction=hub)
        .order_by("-initiative_count", "name_en")[:13],
        "changes": tell(Change.objects.touching(hub).with_counts(hub=hub)[:5], hub=hub),
        "charts": comparison_charts(comparison)[:MOST_CHARTS],
    }
    return render(request, "catalogue/hub.html", context)


def _sections(comparison: Comparison) -> list[Section]:
    (column,) = comparison.columns
    topics = Topic.objects.about_hubs().in_sheet_order()
    answered = {row.topic.pk for row in comparison.rows() if row.cells[0].state != State.NOT_RESEARCHED}
    sections = []
    for heading in Heading:
        under = [topic for topic in topics if topic.heading == heading]
        if not under:
            continue
        sections.append(
            Section(
                heading=heading,
                rows=[
                    row
                    for group in comparison.groups
                    if group.heading == heading
                    for row in group.rows
                    if row.topic.pk in answered
                ],
                figures=[figure for figure in comparison.figures if figure.topic.heading == heading],
                gaps=[topic for topic in under if topic.pk not in answered],
                coverage=coverage_of(under, column.looked_at),
            )
        )
    return sections


def _headlines(sections: list[Section]) -> list[Row]:
    """Up to three figures to stand at the top: the first of each heading, then what follows in sheet order."""
    settled = [[row for figure in section.figures if (row := _newest(figure))] for section in sections]
    firsts = [rows[0] for rows in settled if rows]
    rest = [row for rows in settled for row in rows[1:]]
    return (firsts + rest)[:3]


def _newest(figure: FigureGroup) -> Row | None:
    """Of the ways in which a topic is counted, the one with the newest preferred value."""
    dated = [
        (moment(statement).first, row)
        for row in figure.rows
        if (statement := row.cells[0].weighed.preferred) and not statement.planned and moment(statement)
    ]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None
