"""Partial dates by their parts, and the day an article speaks from."""

import datetime
from collections.abc import Callable

from hubs.models import PartialDate


def day(year: int, month: int, of_month: int) -> PartialDate:
    return span_of(datetime.date(year, month, of_month))


def span_of(date: datetime.date) -> PartialDate:
    return PartialDate(date.isoformat(), date, date)


def month(year: int, number: int) -> PartialDate:
    return PartialDate.parse(f"{year}-{number:02}")


def quarter(year: int, number: int) -> PartialDate:
    return PartialDate.parse(f"{year}-Q{number}")


def half(year: int, number: int) -> PartialDate:
    return PartialDate.parse(f"{year}-H{number}")


def shift(published: PartialDate | None, unit: str, offset: int) -> PartialDate:
    """The day, week, month, quarter or year so many away from publication.

    A week is no precision we keep: it becomes the month it mostly lies in. ValueError when the publication date
    is missing, or too coarse for the unit.
    """
    if published is None:
        raise ValueError("relative to an unknown day")
    first = published.first
    if unit == "year":
        return PartialDate.parse(str(first.year + offset))
    if unit in ("month", "quarter", "week") and published.precision in ("day", "month"):
        if unit == "week":
            moved = first + datetime.timedelta(weeks=offset)
            return month(moved.year, moved.month)
        steps = first.year * 12 + first.month - 1
        if unit == "month":
            year, index = divmod(steps + offset, 12)
            return month(year, index + 1)
        year, index = divmod(first.year * 4 + (first.month - 1) // 3 + offset, 4)
        return quarter(year, index + 1)
    if unit == "day" and published.precision == "day":
        return span_of(first + datetime.timedelta(days=offset))
    raise ValueError(f"“{published}” is too coarse")


class Anchor:
    """Where in time a reader stands: the publication date, and the dates just read."""

    def __init__(self, published: PartialDate | None) -> None:
        self.published = published
        self.seen: PartialDate | None = None
        self.seen_day: PartialDate | None = None  # the last one told of as past, to the day
        self.sentence_year: int | None = None
        self.sentence_day: datetime.date | None = None  # the last day told in the sentence
        self.ahead: PartialDate | None = None  # the last one in its sentence that lies ahead of publication
        self.coming = False  # whether what stands before the date speaks of a plan

    def new_sentence(self) -> None:
        self.sentence_year = self.ahead = self.sentence_day = None

    def saw(self, date: PartialDate, *, explicit: bool) -> None:
        self.seen = date
        if date.precision == "day":
            self.sentence_day = date.first
        if self.published and date.first > self.published.last:
            self.ahead = date
        if date.precision == "day" and (self.published is None or date.first <= self.published.last):
            self.seen_day = date
        if explicit:
            self.sentence_year = date.first.year

    def last_seen(self, unit: str) -> PartialDate:
        """What “the same day” or “the following year” is counted from: the last date read that is fine enough."""
        if unit == "day":
            if self.seen_day is None:
                raise ValueError("the same day as none")
            return self.seen_day
        if self.seen is None or (unit == "month" and self.seen.precision not in ("day", "month")):
            raise ValueError(f"the same {unit} as none")
        return self.seen

    @property
    def year(self) -> int:
        return self.day.year

    @property
    def context_year(self) -> int:
        return self.sentence_year or self.year

    @property
    def day(self) -> datetime.date:
        if self.published is None:
            raise ValueError("no publication date")
        return self.published.last if self.published.precision != "year" else self.published.first

    @property
    def exact_day(self) -> datetime.date:
        if self.published is None or self.published.precision != "day":
            raise ValueError("no publication day")
        return self.published.first

    def nearest(self, in_year: Callable[[int], PartialDate]) -> PartialDate:
        """A date without a year: of the year just named in its sentence, else the last one up to publication.

        Where a plan is spoken of it is the next one. A day up to a month ahead is this year's all the same:
        papers announce what is near.
        """
        if self.sentence_year:
            told = in_year(self.sentence_year)
            # “Closed on 30 November 2018, and it would publish the outcome by the end of April”
            passed = self.coming and told.last < self.day and self.seen and told.last < self.seen.first
            return in_year(self.sentence_year + 1) if passed else told
        if self.ahead:  # “from 6 April, until 10 May”
            following = in_year(self.ahead.first.year)
            if following.last >= min(self.ahead.first, self.day):
                return following
            return in_year(self.ahead.first.year + 1)
        here = in_year(self.year)
        if self.coming:
            return here if here.last >= self.day else in_year(self.year + 1)
        ahead = datetime.timedelta(days=31 if here.precision == "day" else 0)
        return here if here.first <= self.day + ahead else in_year(self.year - 1)
