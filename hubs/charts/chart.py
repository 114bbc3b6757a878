"""What a chart is: a finding in words, the values it rests on as a table, and the same values to draw."""

import datetime
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hubs.models import PartialDate
from hubs.wording import MONTHS

# Colours, marks and dashes that tell hubs apart; a hub takes the slot of its place in the comparison.
SLOTS = 6
# What happened within this many days is drawn on an axis of months, of about so many ticks.
SHORT_DAYS = 550
MONTH_TICKS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """The table twin: every value that is drawn, as a reader reads it. The first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart of a page. `data` is what the script draws, words included; dates in it are fractional years."""

    slug: str
    # The finding in one sentence, computed from the values drawn.
    title: str
    # What is counted, in which unit, and how to read the drawing.
    scope: str
    # What is left out, rounded or uncertain.
    caption: str
    table: Table
    # The finding for those who do not see the drawing.
    alternative: str
    data: dict[str, Any]

    @property
    def values(self) -> str:
        """`data` as JSON for an attribute: a script element would be lost where HTMX swaps a fragment in."""
        return json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))


def slot(place: int) -> int:
    """The slot, 1 to 6, of the hub at this place (from 0); they come round again where more hubs are drawn."""
    return place % SLOTS + 1


def fraction(day: datetime.date) -> float:
    """The beginning of a day in years: 2019-07-02 is about 2019.5."""
    start, end = datetime.date(day.year, 1, 1), datetime.date(day.year + 1, 1, 1)
    return day.year + (day - start).days / (end - start).days


def position(date: PartialDate) -> float:
    """Where a date stands on an axis of years: in the middle of the days it can mean."""
    return round((fraction(date.first) + fraction(date.last + datetime.timedelta(days=1))) / 2, 4)


def year_axis(positions: Iterable[float]) -> dict[str, Any]:
    """Whole years that hold all positions."""
    positions = list(positions)
    first, last = math.floor(min(positions)), math.ceil(max(positions))
    return {"min": first, "max": max(last, first + 1)}


def time_axis(dates: Sequence[PartialDate]) -> dict[str, Any]:
    """An axis that holds all dates: whole years, or months with ticks of their own where all happened quickly."""
    first, last = min(date.first for date in dates), max(date.last for date in dates)
    if (last - first).days > SHORT_DAYS:
        return year_axis(position(date) for date in dates) | {"ticks": []}
    start = first.year * 12 + first.month - 1
    end = max(last.year * 12 + last.month, start + 2)
    step = math.ceil((end - start) / MONTH_TICKS)
    months = [datetime.date(count // 12, count % 12 + 1, 1) for count in range(start, end + step, step)]
    return {
        "min": round(fraction(months[0]), 4),
        "max": round(fraction(months[-1]), 4),
        "ticks": [
            {"value": round(fraction(day), 4), "label": f"{MONTHS[day.month - 1]} {day.year}"}
            for day in months
        ],
    }


def round_steps(low: float, high: float, *, most: int = 5, whole: bool = False) -> list[float]:
    """Round numbers at even steps from at or below `low` to at or above `high`, about `most` of them."""
    rough = max(high - low, 1e-9) / max(most - 1, 1)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= rough * 0.999)
    if whole:
        step = max(1, round(step))
    first, last = (
        math.floor(low / step + 1e-9),
        max(math.ceil(high / step - 1e-9), math.floor(low / step) + 1),
    )
    return [round(place * step, 6) for place in range(first, last + 1)]


def sentences(parts: Sequence[str]) -> str:
    """The parts that say something, one after the other."""
    return " ".join(part for part in parts if part)
