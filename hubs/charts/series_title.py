"""The finding of a series over time, in one sentence that holds whatever the values are."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubs.charts.wording import figure, in_words, listing, name_of, value, when
from hubs.models import Jurisdiction, PartialDate, Series, Statement

# How many hubs the finding names.
NAMED_HUBS = 4
# Fewer common dates than this say nothing about who is usually ahead.
COMMON_DATES = 3
# Units in which “ahead” means something, and whether the smaller number is.
AHEAD = {"rank": True, "points": False}


class Point(Protocol):
    """A value and its date, as `series` draws it."""

    @property
    def statement(self) -> Statement: ...

    @property
    def date(self) -> PartialDate: ...

    @property
    def number(self) -> float: ...


# The points of a hub between one break of definition and the next.
Segments = Sequence[Sequence[Point]]


def finding(series: Series, lines: Sequence[tuple[Jurisdiction, Segments]]) -> str:
    """What the newest values are, or for a single hub how it came to them."""
    if len(lines) == 1:
        (hub, segments) = lines[0]
        said = _course(hub, segments, rank=series.unit == "rank")
    else:
        said = "; ".join(part for part in (_newest(series, lines), _who_leads(series, lines)) if part)
    return _("%(series)s: %(finding)s") % {"series": series.name_en, "finding": said}


def _course(hub: Jurisdiction, segments: Segments, *, rank: bool) -> str:
    """From the first to the newest value of the count in use, by way of the value furthest outside them."""
    points = segments[-1]
    first, last = points[0], points[-1]
    said = {
        "hub": name_of(hub),
        "first": value(first.statement),
        "last": value(last.statement),
        "from": when(first.date),
        "to": when(last.date),
        "number": in_words(len(points)),
    }
    if len(points) == 1:
        text = _("%(hub)s stood at %(last)s %(to)s") % said
    elif len({_said(point) for point in points}) == 1:
        text = _("%(hub)s stood at %(last)s each of the %(number)s times recorded, %(from)s to %(to)s") % (
            said | {"from": _("from %s") % _bare(first), "to": _bare(last)}
        )
    elif _said(first) == _said(last):
        text = _("%(hub)s stood at %(last)s %(from)s and again %(to)s") % said
    else:
        text = _("%(hub)s went from %(first)s %(from)s to %(last)s %(to)s") % said
    if detour := _detour(points):
        text = _("%(course)s, by way of %(value)s %(when)s") % {
            "course": text, "value": value(detour.statement), "when": when(detour.date)
        }
    if len(segments) > 1:
        text = _("%(course)s, on another count than before") % {"course": text}
    return text


def _bare(point: Point) -> str:
    from hubs.charts.wording import short_date

    return short_date(point.date)


def _said(point: Point) -> tuple:
    """A value with all that makes it another one."""
    statement = point.statement
    return (statement.number, statement.number_high, statement.bound)


def _detour(points: Sequence[Point]) -> Point | None:
    """The first of the values furthest outside the range between the first and the newest."""
    low, high = sorted((points[0].number, points[-1].number))
    outside = [(max(low - point.number, point.number - high), point) for point in points[1:-1]]
    distance = max((distance for distance, _point in outside), default=0)
    return next((point for d, point in outside if d == distance), None) if distance > 0 else None


def _newest(series: Series, lines: Sequence[tuple[Jurisdiction, Segments]]) -> str:
    """The newest value of each hub, with one date where all share it."""
    newest = [(name_of(hub), segments[-1][-1]) for hub, segments in lines]
    together = len({point.date.text for _name, point in newest}) == 1
    if together:
        newest.sort(key=lambda pair: pair[1].number if series.unit == "rank" else -pair[1].number)
    named = [
        f"{name} {value(point.statement)}" if together else f"{name} {value(point.statement)} {when(point.date)}"
        for name, point in newest[:NAMED_HUBS]
    ]
    if rest := len(newest) - len(named):
        named.append(ngettext("%(number)s more hub", "%(number)s more hubs", rest) % {"number": in_words(rest)})
    if not together:
        return _("newest are %(values)s") % {"values": listing(named)}
    return _("%(values)s %(when)s") % {"values": listing(named), "when": when(newest[0][1].date)}


def _who_leads(series: Series, lines: Sequence[tuple[Jurisdiction, Segments]]) -> str:
    """Of two hubs, how often the one that is ahead now was ahead on the dates both have; silent on breaks."""
    if len(lines) != 2 or series.unit not in AHEAD or any(len(segments) > 1 for _hub, segments in lines):
        return ""
    (one, (mine, *_)), (other, (theirs, *_)) = lines
    by_date = {point.date.text: point.number for point in theirs}
    common = [(point.number, by_date[point.date.text]) for point in mine if point.date.text in by_date]
    if len(common) < COMMON_DATES:
        return ""
    if AHEAD[series.unit]:
        common = [(-a, -b) for a, b in common]
    wins, losses = sum(a > b for a, b in common), sum(a < b for a, b in common)
    hub, number = (one, wins) if wins >= losses else (other, losses)
    if not number:
        return _("level on all %(total)s dates held for both") % {"total": figure(len(common))}
    return _("%(hub)s was ahead on %(number)s of the %(total)s dates held for both") % {
        "hub": name_of(hub), "number": figure(number), "total": figure(len(common))
    }
