"""A series of figures over time: a line per hub, inside one way of counting and never across another."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from hubs.charts import series_words
from hubs.charts.chart import Chart, Table, position, round_steps, slot, time_axis
from hubs.charts.lines import Line, Point, break_reason, lines_of
from hubs.charts.series_words import INDEX_UNIT, RANK_UNIT
from hubs.charts.wording import value
from hubs.comparison import Comparison, Row
from hubs.models import Series, Topic
from hubs.wording import figure, ordinal, short_date

# More lines than this in one frame cannot be followed: each hub gets a panel of its own.
MOST_LINES = 5
# From this rank on, ticks stand at every few ranks only.
MANY_RANKS = 8


def series_over_time(comparison: Comparison, series_slug: str) -> Chart | None:
    """The chart of one series; None if the comparison does not show it or has nothing to connect."""
    return next((row_chart(row) for row in _figure_rows(comparison) if row.slug == series_slug), None)


def series_charts(comparison: Comparison, *, at_least: int = 1) -> list[Chart]:
    """The series in which this many hubs have two dated values or more; what most hubs have comes first."""
    histories = [(histories_in(row), row) for row in _figure_rows(comparison)]
    wanted = sorted((pair for pair in histories if pair[0] >= at_least), key=lambda pair: -pair[0])
    return [chart for _number, row in wanted if (chart := row_chart(row))]


def histories_in(row: Row) -> int:
    """How many hubs of a row have two dated values or more to draw."""
    return sum(len(line.points) > 1 for line in lines_of(row))


def row_chart(row: Row) -> Chart | None:
    """The history of a row of figures: None unless some hub has two dated values in the series."""
    every = lines_of(row)
    lines = [line for line in every if line.points]
    if row.series is None or not any(len(line.points) > 1 for line in lines):
        return None
    left_out = sum((line.left_out for line in every), Counter[str]())
    title = series_words.finding(row.series, lines)
    return Chart(
        slug=f"series-{row.series.slug}",
        title=title,
        scope=series_words.scope(row.series),
        caption=series_words.caption(lines, left_out),
        table=_table(lines),
        alternative=_("Lines over time. %(title)s. The same values stand in the table.") % {"title": title},
        data=_data(row.topic, row.series, lines),
    )


def _figure_rows(comparison: Comparison) -> Iterable[Row]:
    return (row for figures in comparison.figures for row in figures.rows)


def _table(lines: Sequence[Line]) -> Table:
    """A row per date, a column per hub, and a last one where a definition changed."""
    dates = sorted(
        {p.date for line in lines for p in line.points}, key=lambda date: (position(date), date.text)
    )
    by_date = [{point.date: point for point in line.points} for line in lines]
    notes: dict = {}
    for line in lines:
        for before, after in line.breaks:
            hub = "" if len(lines) == 1 else f"{line.hub}: "
            notes.setdefault(after.date, []).append(hub + break_reason(before, after))
    last = [_("How it was counted")] if notes else []
    rows = []
    for date in dates:
        values = [value(points[date].statement) if date in points else "" for points in by_date]
        rows.append((short_date(date), *values, *(" ".join(notes.get(date, ())) for _column in last)))
    return Table((_("Date"), *(str(line.hub) for line in lines), *last), tuple(rows))


def _data(topic: Topic, series: Series, lines: Sequence[Line]) -> dict:
    points = [point for line in lines for point in line.points]
    drawn = [_drawn(line, named=len(lines) > 1) for line in lines]
    if len(lines) > MOST_LINES:
        panels = [{"hub": line["hub"], "slot": line["slot"], "lines": [line]} for line in drawn]
    else:
        panels = [{"hub": "", "slot": 0, "lines": drawn}]
    return {
        "kind": "lines",
        "x": time_axis([point.date for point in points]),
        "y": _value_axis(series, points),
        # A register of licences stays as it is until the day of the next grant.
        "stepped": topic.slug.startswith("licensed-"),
        "panels": panels,
    }


def _drawn(line: Line, *, named: bool) -> dict:
    """A line with what stands at its end: the hub, or its newest value where it is the only one."""
    return {
        "hub": str(line.hub),
        "slot": slot(line.place),
        "end": str(line.hub) if named else value(line.points[-1].statement),
        "segments": [[_mark(line, point) for point in segment] for segment in line.segments],
        "breaks": [
            {"x": round((before.x + after.x) / 2, 4), "reason": break_reason(before, after)}
            for before, after in line.breaks
        ],
    }


def _mark(line: Line, point: Point) -> dict:
    said = {"hub": line.hub, "date": short_date(point.date), "value": value(point.statement)}
    return {
        "x": point.x,
        "y": point.number,
        "high": point.high,
        "open": bool(point.statement.bound),
        "label": _("%(hub)s, %(date)s: %(value)s") % said,
    }


def _value_axis(series: Series, points: Sequence[Point]) -> dict:
    """Ticks with their words. Ranks run downwards, so that 1st is on top; all but an index start at 0."""
    low = min(point.number for point in points)
    high = max(point.high or point.number for point in points)
    is_rank = series.unit == RANK_UNIT
    ticks: Sequence[float]
    if is_rank and high <= MANY_RANKS:
        ticks = range(1, int(high) + 1)
    elif is_rank:
        # 1st, 10, 20: nobody is ranked 0th.
        ticks = [max(step, 1) for step in round_steps(0, high, most=6, whole=True)]
    else:
        counted = all(point.number.is_integer() for point in points)
        ticks = round_steps(low if series.unit == INDEX_UNIT else min(low, 0), high, whole=counted)
    # Half a rank of air above the 1st, so that its mark is whole.
    air = 0.5 if is_rank else 0
    return {
        "reverse": is_rank,
        "min": ticks[0] - air,
        "max": ticks[-1] + air,
        "ticks": [{"value": t, "label": ordinal(int(t)) if is_rank and t == 1 else figure(t)} for t in ticks],
    }
