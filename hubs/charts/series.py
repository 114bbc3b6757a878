"""A series of figures over time: a line per hub, inside one way of counting and never across another."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubs.charts.chart import Chart, Table, position, round_steps, sentences, slot, year_axis
from hubs.charts.series_title import finding
from hubs.charts.wording import figure, ordinal, short_date, value
from hubs.comparison import Cell, Comparison, Row
from hubs.models import Jurisdiction, PartialDate, Series, Standing, Statement, Verification
from hubs.preference import moment, weigh

# More lines than this in one frame cannot be followed: each hub gets a panel of its own.
MOST_LINES = 5
# An index has no meaningful zero: its scale starts near its lowest value.
INDEX_UNIT = "points"
RANK_UNIT = "rank"


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a line, at the date it speaks for."""

    statement: Statement
    date: PartialDate
    # Counted differently from the value before it: the line does not reach across.
    breaks: bool = False

    @property
    def number(self) -> float:
        assert self.statement.number is not None
        return float(self.statement.number)

    @property
    def high(self) -> float | None:
        """The upper end, where the value is a range."""
        return None if self.statement.number_high is None else float(self.statement.number_high)


@dataclass(frozen=True, slots=True)
class Line:
    """What one hub's values in a series are, oldest first, and how many were left out for which reason."""

    hub: Jurisdiction
    # The place of the hub among the columns, from 0.
    place: int
    points: tuple[Point, ...]
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def segments(self) -> list[list[Point]]:
        """The points between one break of definition and the next."""
        segments: list[list[Point]] = []
        for point in self.points:
            if point.breaks or not segments:
                segments.append([])
            segments[-1].append(point)
        return segments


def series_over_time(comparison: Comparison, series_slug: str) -> Chart | None:
    """The chart of one series; None if the comparison does not show it or has nothing to connect."""
    return next((row_chart(row) for row in _figure_rows(comparison) if row.slug == series_slug), None)


def series_charts(comparison: Comparison, *, at_least: int = 1) -> list[Chart]:
    """The series that have two dated values or more for some hub: what most hubs have comes first."""
    charts = []
    for row in _figure_rows(comparison):
        chart = row_chart(row)
        if chart:
            charts.append((-compared_hubs(row), chart))
    return [chart for _hubs, chart in sorted(charts, key=lambda pair: pair[0])]


def compared_hubs(row: Row) -> int:
    """How many hubs of a row have two dated values or more."""
    return sum(len(line.points) > 1 for line in _lines(row))


def row_chart(row: Row) -> Chart | None:
    """The history of a row of figures: None unless some hub has two dated values in the series."""
    lines = [line for line in _lines(row) if line.points]
    if row.series is None or not any(len(line.points) > 1 for line in lines):
        return None
    left_out = sum((line.left_out for line in _lines(row)), Counter[str]())
    title = finding(row.series, [(line.hub, line.segments) for line in lines])
    return Chart(
        slug=f"series-{row.series.slug}",
        title=title,
        scope=_scope(row.series),
        caption=sentences(
            [*_break_sentences(lines), _bound_sentence(lines), _precision_sentence(lines), *_left_out(left_out)]
        ),
        table=_table(lines),
        alternative=_("Lines over time. %(title)s. The same values stand in the table.") % {"title": title},
        data=_data(row.series, lines, stepped=row.topic.slug.startswith("licensed-")),
    )


def _figure_rows(comparison: Comparison) -> Iterable[Row]:
    return (row for figures in comparison.figures for row in figures.rows)


def _lines(row: Row) -> list[Line]:
    return [_line(place, cell) for place, cell in enumerate(row.cells)]


def _line(place: int, cell: Cell) -> Line:
    """The accepted history of a cell, one value a date; what cannot be drawn is counted by its reason."""
    weighed = cell.weighed
    history = [s for s in (*weighed.shown, *weighed.agreeing, *weighed.earlier) if s.number is not None]
    left_out = Counter(disputed=len(weighed.differing))
    dated = []
    for statement in history:
        date = moment(statement)
        if statement.planned:
            left_out["planned"] += 1
        elif statement.standing != Standing.ACCEPTED:
            left_out["disputed"] += 1
        elif date is None:
            left_out["undated"] += 1
        else:
            dated.append((date, statement))
    dated.sort(key=lambda pair: (position(pair[0]), pair[0].text))

    points, broken = [], False
    for text, same_date in groupby(dated, key=lambda pair: pair[0].text):
        statements = [statement for _date, statement in same_date]
        # A break stays a break where the value that begins the new count is itself left out.
        broken = broken or any(statement.break_before for statement in statements)
        checked = [s for s in statements if s.verification != Verification.UNVERIFIED]
        left_out["unverified"] += len(statements) - len(checked)
        if not checked:
            continue
        preferred = weigh(checked).preferred
        if preferred is None:
            left_out["disputed"] += len(checked)
            continue
        points.append(Point(preferred, PartialDate.parse(text), breaks=broken and bool(points)))
        broken = False
    return Line(cell.hub, place, tuple(points), +left_out)


def _scope(series: Series) -> str:
    if series.unit == RANK_UNIT:
        unit = _("1st is at the top.")
    elif series.unit == INDEX_UNIT:
        unit = _("In points; the scale does not start at 0.")
    else:
        unit = _("In %(unit)s.") % {"unit": series.unit}
    return sentences([_full_stop(series.definition), unit])


def _full_stop(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."


def break_words(before: Point, after: Point) -> str:
    """Why two neighbouring values are not joined, as far as the sources say."""
    old, new = before.statement.method, after.statement.method
    if old and new and old != new:
        return _("Definition changed: %(old)s, then %(new)s. Not joined.") % {
            "old": _lower(old.rstrip(".")), "new": _lower(new.rstrip("."))
        }
    if after.statement.note:
        return sentences([_full_stop(after.statement.note), _("Not joined.")])
    return _("Counted differently from here on. Not joined.")


def _lower(text: str) -> str:
    """Inside a sentence; a first word in capitals is a name."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _breaks(line: Line) -> list[tuple[Point, Point]]:
    """The last value of each count and the first of the next."""
    return [(before, after) for before, after in zip(line.points, line.points[1:], strict=False) if after.breaks]


def _break_sentences(lines: Sequence[Line]) -> list[str]:
    """Each break of definition, in words."""
    return [
        _("%(hub)s, between %(before)s and %(after)s: %(reason)s") % {
            "hub": line.hub,
            "before": short_date(before.date),
            "after": short_date(after.date),
            "reason": break_words(before, after),
        }
        for line in lines
        for before, after in _breaks(line)
    ]


def _bound_sentence(lines: Sequence[Line]) -> str:
    points = [point for line in lines for point in line.points]
    bounds = sum(bool(point.statement.bound) for point in points)
    ranges = sum(point.high is not None for point in points)
    said = []
    if bounds:
        said.append(
            ngettext(
                "%(number)s value is not exact (“more than”, “about”, “up to”) and stands as an open mark.",
                "%(number)s values are not exact (“more than”, “about”, “up to”) and stand as open marks.",
                bounds,
            ) % {"number": figure(bounds)}
        )
    if ranges:
        said.append(
            ngettext(
                "%(number)s value is a range: its mark stands at the lower end, an upright reaches the upper.",
                "%(number)s values are ranges: a mark stands at the lower end, an upright reaches the upper.",
                ranges,
            ) % {"number": figure(ranges)}
        )
    return sentences(said)


def _precision_sentence(lines: Sequence[Line]) -> str:
    coarse = [p for line in lines for p in line.points if p.date.precision in ("year", "half", "quarter")]
    if not coarse:
        return ""
    return ngettext(
        "%(number)s value is known only to the year, half-year or quarter and stands in its middle.",
        "%(number)s values are known only to the year, half-year or quarter and stand in its middle.",
        len(coarse),
    ) % {"number": figure(len(coarse))}


def _left_out(left_out: Counter[str]) -> list[str]:
    """What is not drawn, and why."""
    templates = {
        "unverified": lambda n: ngettext(
            "%(number)s value not verified yet is left out.", "%(number)s values not verified yet are left out.", n
        ),
        "disputed": lambda n: ngettext(
            "%(number)s value on which sources differ is left out.",
            "%(number)s values on which sources differ are left out.",
            n,
        ),
        "planned": lambda n: ngettext(
            "%(number)s planned value is left out.", "%(number)s planned values are left out.", n
        ),
        "undated": lambda n: ngettext(
            "%(number)s value without a date is left out.", "%(number)s values without a date are left out.", n
        ),
    }
    return [
        template(left_out[reason]) % {"number": figure(left_out[reason])}
        for reason, template in templates.items()
        if left_out[reason]
    ]


def _table(lines: Sequence[Line]) -> Table:
    """A row per date, a column per hub, and a last one where a definition changed."""
    dates = sorted({p.date for line in lines for p in line.points}, key=lambda date: (position(date), date.text))
    by_date = [{point.date: point for point in line.points} for line in lines]
    notes = {
        after.date: sentences([f"{line.hub}:", break_words(before, after)]) if len(lines) > 1
        else break_words(before, after)
        for line in lines
        for before, after in _breaks(line)
    }
    rows = []
    for date in dates:
        values = [value(points[date].statement) if date in points else "" for points in by_date]
        rows.append((short_date(date), *values, *([notes.get(date, "")] if notes else [])))
    header = (_("Date"), *(str(line.hub) for line in lines), *([_("How it was counted")] if notes else []))
    return Table(header, tuple(rows))


def _data(series: Series, lines: Sequence[Line], *, stepped: bool) -> dict:
    single = len(lines) == 1
    drawn = [_drawn(line, end=value(line.points[-1].statement) if single else str(line.hub)) for line in lines]
    apart = len(lines) > MOST_LINES
    return {
        "kind": "lines",
        "x": year_axis(position(point.date) for line in lines for point in line.points),
        "y": _value_axis(series, [point for line in lines for point in line.points]),
        "stepped": stepped,
        "panels": [{"hub": line["hub"], "slot": line["slot"], "lines": [line]} for line in drawn]
        if apart
        else [{"hub": "", "slot": 0, "lines": drawn}],
    }


def _drawn(line: Line, *, end: str) -> dict:
    """A line as the script draws it: dashed before its last break of definition, and the reasons where it breaks."""
    return {
        "hub": str(line.hub),
        "slot": slot(line.place),
        "end": end,
        "segments": [
            [
                {
                    "x": position(point.date),
                    "y": point.number,
                    "high": point.high,
                    "open": bool(point.statement.bound),
                    "label": _("%(hub)s, %(date)s: %(value)s")
                    % {"hub": line.hub, "date": short_date(point.date), "value": value(point.statement)},
                }
                for point in segment
            ]
            for segment in line.segments
        ],
        "breaks": [
            {"x": round((position(a.date) + position(b.date)) / 2, 4), "reason": break_words(a, b)}
            for a, b in _breaks(line)
        ],
    }


def _value_axis(series: Series, points: Sequence[Point]) -> dict:
    """Ticks with their words. Ranks run downwards, so that 1st is on top; all but an index start at 0."""
    low = min(point.number for point in points)
    high = max(point.high or point.number for point in points)
    if series.unit == RANK_UNIT:
        steps = round_steps(1, high, most=7, whole=True)
        # 1st, 5, 10 rather than 0, 5, 10: nobody is ranked 0th.
        ticks = sorted({1, *(int(step) for step in steps if 1 < step <= high), int(high)} if high <= 7 else
                       {1, *(int(step) for step in steps if step > 1)})
        return {
            "reverse": True,
            "min": 0.5,
            "max": max(high, ticks[-1]) + 0.5,
            "ticks": [{"value": tick, "label": ordinal(tick) if tick == 1 else figure(tick)} for tick in ticks],
        }
    steps = round_steps(low if series.unit == INDEX_UNIT else min(low, 0), high)
    return {
        "reverse": False,
        "min": steps[0],
        "max": steps[-1],
        "ticks": [{"value": step, "label": figure(step)} for step in steps],
    }
