"""What cannot be so, whoever says it, and what would be right: one set of rules for every door.

A figure is as its unit has it, by the words of the unit:

    rank                                        a whole number from 1
    firms, applications, million wallets        counted: whole in single ones, and never less than 0
    percent, points, HKD million, days          measured: any number

A day to come is no day on which something was so; what is meant for one is planned, and says so. Nor can
what was seen on a day show what is true only since a later one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from hubs.models import PartialDate, Statement
from hubs.typed import figure, scale_of

RANK = re.compile(r"\branks?\b", re.IGNORECASE)
# Money, shares, points, time and what has a physical unit. All else is counted: of things there is no list.
MEASURED = re.compile(
    r"\b[A-Z]{3}\b|[$€£¥%°元]|(?i:\b(?:per|percent\w*|basis|points?|index|indices|ratios?|ratings?|scores?|rates?"
    r"|shares?|averages?|mean|median|times|yuan|renminbi|dollars?|euros?|pounds?|yen|dirhams?|seconds?|minutes?"
    r"|hours?|days?|weeks?|months?|quarters?|years?|metres?|meters?|hectares?|tonnes?|tons?|[kmgt]wh?)\b)"
)


# A day has come once it has anywhere: in Hong Kong it is tomorrow while it is today in UTC; Kiribati is first.
FIRST_TO_WAKE = timedelta(hours=14)

# The dates of a statement by which something is so. What is true until a day to come is true today.
SO_ON = ("value_date", "valid_from", "as_of")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a statement cannot be so, the column that shows it, and what would be right."""

    column: str
    sentence: str


def flaws(statement: Statement) -> Iterator[Flaw]:
    """All that cannot be so of a statement; of what has no value yet, nothing."""
    yield from flaws_of_figure(statement)
    yield from flaws_of_days(statement)


def flaws_of_figure(statement: Statement) -> Iterator[Flaw]:
    unit = statement.series.unit if statement.series else ""
    for column in ("number", "number_high"):
        if getattr(statement, column) is None or not unit:
            continue
        number = Decimal(getattr(statement, column))
        if RANK.search(unit):
            if number < 1 or not is_whole(number):
                yield Flaw(column, f"“{figure(number)}” is no rank: ranks are whole numbers from 1.")
        elif not MEASURED.search(unit) and (number < 0 or not is_whole(number * scale_of(unit)[1])):
            yield Flaw(
                column,
                f"“{figure(number)}” is no number of {unit}: what is counted is whole, and not less than 0.",
            )


def is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def flaws_of_days(statement: Statement) -> Iterator[Flaw]:
    if statement.planned:
        return
    for column in SO_ON:
        date = getattr(statement, column)
        if date and not has_come(date):
            yield Flaw(
                column,
                f"“{date}” has not come yet: write the day on which it was so, or tick “Planned” (“yes” in a file).",
            )
    since, seen = statement.valid_from, statement.as_of
    if since and seen and PartialDate.parse(seen).last < PartialDate.parse(since).first:
        yield Flaw(
            "as_of",
            f"“{seen}” lies before “{since}”, since when it is true: what was seen then cannot show that. "
            "Write a later day, or leave it empty.",
        )


def has_come(date: str) -> bool:
    """Whether a date, as precise as its source has it, has begun: this year has, with months of it to come."""
    return PartialDate.parse(date).first <= (timezone.now() + FIRST_TO_WAKE).date()


def why_unpublished(date: str) -> str:
    """Why no article can be of this date; empty where one can."""
    if not date or has_come(date):
        return ""
    return f"“{date}” has not come: has this article been published yet? Write the day it was, or leave it empty."
