"""The history of a row of figures as lines: what may be drawn, where a definition breaks, what is left out."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from hubs.charts.chart import position, sentences
from hubs.comparison import Cell, Row
from hubs.models import Jurisdiction, PartialDate, Standing, Statement, Verification
from hubs.preference import moment, weigh


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

    @property
    def x(self) -> float:
        return position(self.date)


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one hub in a series, oldest first, and how many were left out for which reason."""

    hub: Jurisdiction
    # The place of the hub among the columns, from 0.
    place: int
    points: tuple[Point, ...]
    left_out: Counter[str]

    @property
    def segments(self) -> list[list[Point]]:
        """The points between one break of definition and the next."""
        segments: list[list[Point]] = []
        for point in self.points:
            if point.breaks or not segments:
                segments.append([])
            segments[-1].append(point)
        return segments

    @property
    def breaks(self) -> list[tuple[Point, Point]]:
        """The last value of each count and the first of the next."""
        return [(before, after) for before, after in pairwise(self.points) if after.breaks]


def lines_of(row: Row) -> list[Line]:
    """A line per hub, in the order of the columns; it may have no points."""
    return [_line(place, cell) for place, cell in enumerate(row.cells)]


def _line(place: int, cell: Cell) -> Line:
    """The accepted history of a cell, one value a date."""
    weighed = cell.weighed
    left_out = Counter(disputed=len(weighed.differing), planned=len(weighed.planned))
    dated: list[tuple[PartialDate, Statement]] = []
    for statement in (*weighed.shown, *weighed.agreeing, *weighed.earlier):
        date = moment(statement)
        if statement.number is None:
            continue
        if statement.planned:
            left_out["planned"] += 1
        elif statement.standing != Standing.ACCEPTED:
            left_out["disputed"] += 1
        elif date is None:
            left_out["undated"] += 1
        else:
            dated.append((date, statement))
    dated.sort(key=lambda pair: (position(pair[0]), pair[0].text, pair[1].key))

    points: list[Point] = []
    broken = False
    for date, same_date in groupby(dated, key=lambda pair: pair[0]):
        statements = [statement for _date, statement in same_date]
        # A break stays one where the value that begins the new count is itself left out.
        broken = broken or any(statement.break_before for statement in statements)
        checked = [s for s in statements if s.verification != Verification.UNVERIFIED]
        left_out["unverified"] += len(statements) - len(checked)
        preferred = weigh(checked).preferred
        if preferred:
            points.append(Point(preferred, date, breaks=broken and bool(points)))
            broken = False
        else:
            left_out["disputed"] += len(checked)
    return Line(cell.hub, place, tuple(points), +left_out)


def break_reason(before: Point, after: Point) -> str:
    """Why two neighbouring values are not joined, as far as the sources say."""
    old, new = before.statement.method, after.statement.method
    if old and new and old != new:
        return _("Definition changed: %(old)s, then %(new)s. Not joined.") % {
            "old": _inside(old),
            "new": _inside(new),
        }
    if after.statement.note:
        return sentences([full_stop(after.statement.note), _("Not joined.")])
    return _("Counted differently from here on. Not joined.")


def full_stop(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."


def _inside(text: str) -> str:
    """As part of a sentence; a first word in capitals is a name."""
    text = text.rstrip(".")
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
