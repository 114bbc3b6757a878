"""What the chart of a series says: its finding, in one sentence that holds whatever the values are, and its caveats."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubs.charts.chart import sentences
from hubs.charts.lines import Line, Point, break_reason, full_stop
from hubs.charts.wording import in_words, name_of, precision_sentences, value, when
from hubs.models import Series
from hubs.wording import figure, listing, short_date

RANK_UNIT = "rank"
# An index has no meaningful zero: its scale starts near its lowest value.
INDEX_UNIT = "points"
# How many hubs the finding names.
NAMED_HUBS = 4
# Fewer common dates than this say nothing about who is usually ahead.
COMMON_DATES = 3


def finding(series: Series, lines: Sequence[Line]) -> str:
    """The newest values, or of a single hub how it came to its own."""
    if len(lines) == 1:
        said = _course(lines[0])
    else:
        said = "; ".join(part for part in (_newest(series, lines), _who_leads(series, lines)) if part)
    return _("%(series)s: %(finding)s") % {"series": series.name_en, "finding": said}


def _course(line: Line) -> str:
    """From the first to the newest value of the count in use, by way of the value furthest outside them."""
    points = line.segments[-1]
    first, last = points[0], points[-1]
    said = {
        "hub": name_of(line.hub),
        "first": value(first.statement),
        "last": value(last.statement),
        "when": when(first.date),
        "by": when(last.date),
    }
    if len(points) == 1:
        text = _("%(hub)s stood at %(last)s %(by)s") % said
    elif len({_said(point) for point in points}) == 1:
        text = _(
            "%(hub)s stood at %(last)s each of the %(number)s times recorded, from %(from)s to %(to)s"
        ) % (
            said
            | {"number": in_words(len(points)), "from": short_date(first.date), "to": short_date(last.date)}
        )
    elif _said(first) == _said(last):
        text = _("%(hub)s stood at %(last)s %(when)s and again %(by)s") % said
    else:
        text = _("%(hub)s went from %(first)s %(when)s to %(last)s %(by)s") % said
    if detour := _detour(points):
        text = _("%(course)s, by way of %(value)s %(when)s") % {
            "course": text,
            "value": value(detour.statement),
            "when": when(detour.date),
        }
    if line.breaks:
        text = _("%(course)s, on another count than before") % {"course": text}
    return text


def _said(point: Point) -> tuple:
    """A value with all that makes it another one."""
    return (point.number, point.high, point.statement.bound)


def _detour(points: Sequence[Point]) -> Point | None:
    """The first of the values furthest outside the range between the first and the newest."""
    low, high = sorted((points[0].number, points[-1].number))
    outside = [(max(low - point.number, point.number - high), point) for point in points[1:-1]]
    distance = max((distance for distance, _point in outside), default=0)
    return next((point for d, point in outside if d == distance), None) if distance > 0 else None


def _newest(series: Series, lines: Sequence[Line]) -> str:
    """The newest value of each hub, those of one date together and in the order of their values."""
    newest = sorted(
        ((name_of(line.hub), line.points[-1]) for line in lines),
        key=lambda pair: (
            pair[1].date.newest_first,
            pair[1].number * (1 if series.unit == RANK_UNIT else -1),
        ),
    )
    said = []
    for date, of_date in groupby(newest[:NAMED_HUBS], key=lambda pair: pair[1].date):
        values = listing([f"{hub} {value(point.statement)}" for hub, point in of_date])
        said.append(_("%(values)s %(when)s") % {"values": values, "when": when(date)})
    if (rest := len(newest) - NAMED_HUBS) > 0:
        text = ngettext("%(number)s more hub in the table", "%(number)s more hubs in the table", rest)
        said.append(text % {"number": in_words(rest)})
    return "; ".join(said)


def _who_leads(series: Series, lines: Sequence[Line]) -> str:
    """Of two hubs, which was ahead more often on the dates held for both; silent where a definition breaks."""
    if len(lines) != 2 or series.unit not in (RANK_UNIT, INDEX_UNIT) or any(line.breaks for line in lines):
        return ""
    mine, theirs = ({point.date: point.number for point in line.points} for line in lines)
    common = [(mine[date], theirs[date]) for date in mine if date in theirs]
    if len(common) < COMMON_DATES:
        return ""
    lower, higher = sum(a < b for a, b in common), sum(a > b for a, b in common)
    wins = (lower, higher) if series.unit == RANK_UNIT else (higher, lower)
    if wins[0] == wins[1]:
        return _("neither was ahead more often on the %(total)s dates held for both") % {
            "total": figure(len(common))
        }
    if max(wins) == len(common):
        template = _("%(hub)s was ahead on all %(total)s dates held for both")
    else:
        template = _("%(hub)s was ahead on %(number)s of the %(total)s dates held for both")
    return template % {
        "hub": name_of(lines[wins.index(max(wins))].hub),
        "number": figure(max(wins)),
        "total": figure(len(common)),
    }


def scope(series: Series) -> str:
    """What is counted, and in which unit."""
    if series.unit == RANK_UNIT:
        unit = _("1st is at the top.")
    elif series.unit == INDEX_UNIT:
        unit = _("In points; the scale does not start at 0.")
    else:
        unit = _("In %(unit)s.") % {"unit": series.unit}
    return sentences([full_stop(series.definition), unit])


def caption(lines: Sequence[Line], left_out: Counter[str]) -> str:
    """Breaks of definition, then what is not exact, then what is not drawn."""
    points = [point for line in lines for point in line.points]
    said = [
        _("%(hub)s, between %(before)s and %(after)s: %(reason)s")
        % {
            "hub": line.hub,
            "before": short_date(before.date),
            "after": short_date(after.date),
            "reason": break_reason(before, after),
        }
        for line in lines
        for before, after in line.breaks
    ]
    bounds = sum(bool(point.statement.bound) for point in points)
    ranges = sum(point.high is not None for point in points)
    for number, template in (
        (
            bounds,
            ngettext(
                "%(number)s value is not exact (“more than”, “about”, “up to”) and stands as an open mark.",
                "%(number)s values are not exact (“more than”, “about”, “up to”) and stand as open marks.",
                bounds,
            ),
        ),
        (
            ranges,
            ngettext(
                "%(number)s value is a range: its mark stands at the lower end, an upright reaches the upper.",
                "%(number)s values are ranges: a mark stands at the lower end, an upright reaches the upper.",
                ranges,
            ),
        ),
        *((number, _left_out(reason, number)) for reason, number in left_out.items()),
    ):
        if number:
            said.append(template % {"number": figure(number)})
    return sentences([*said, *precision_sentences({point.date for point in points})])


def _left_out(reason: str, number: int) -> str:
    match reason:
        case "unverified":
            return ngettext(
                "%(number)s value not verified yet is left out.",
                "%(number)s values not verified yet are left out.",
                number,
            )
        case "planned":
            return ngettext(
                "%(number)s planned value is left out.", "%(number)s planned values are left out.", number
            )
        case "undated":
            return ngettext(
                "%(number)s value without a date is left out.",
                "%(number)s values without a date are left out.",
                number,
            )
        case _:
            return ngettext(
                "%(number)s value on which sources differ is left out.",
                "%(number)s values on which sources differ are left out.",
                number,
            )
