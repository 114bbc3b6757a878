"""Which of several statements a cell shows, and which of the others disagree with it.

The rule: an explicit ranking; else the newest accepted, not planned date; then finer precision;
then verification; then evidence level. Still tied with different values: none is preferred and
all are shown. Never by id.

Statements disagree when their values differ and they speak of the same time (`same_time`, and not
`only_coarser`):

    18 seen in 2017-12, 31 seen in 2017-12       disagree
    18 seen in 2017-12, 31 seen in 2018          other times: both may be right
    18 seen in 2017-12, 18 seen in 2017          agree
    18 seen in 2017-12, 31 seen in 2017          other times: 2017 may be any other day of that year
    the same, and one of them is “disputed”      disagree, because an editor has said so
    18 true from 2016, seen in 2018, 31 in 2017  disagree: it was 18 all through 2017
    opened 2017-12, opened 2017                  agree: they could be the same day
    opened 2017-12, opened 2016                  disagree, however coarse the day it was seen
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby

from hubs.models import (
    FOUND,
    Bound,
    Finding,
    Level,
    PartialDate,
    Standing,
    Statement,
    TopicKind,
    Verification,
)

# How far “about” reaches on either side when two figures are held against each other.
ABOUT = Decimal("0.1")

VERIFICATIONS = (Verification.TWO_SOURCES, Verification.VERIFIED, Verification.UNVERIFIED)
LEVELS = (Level.OFFICIAL, Level.NAMED, Level.PRESS, Level.OTHER)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The statements of one cell, sorted by what a reader is told about them.

    `shown` is what stands large: one statement, or several that are tied with different values.
    `agreeing` and `differing` are accepted or disputed and speak of the same time; `earlier` are
    history; the last three are listed apart and never count as disagreement.
    """

    shown: tuple[Statement, ...] = ()
    agreeing: tuple[Statement, ...] = ()
    differing: tuple[Statement, ...] = ()
    earlier: tuple[Statement, ...] = ()
    planned: tuple[Statement, ...] = ()
    rejected: tuple[Statement, ...] = ()
    unconfirmed: tuple[Statement, ...] = ()

    @property
    def preferred(self) -> Statement | None:
        """The one statement that stands for the cell, if one does."""
        return self.shown[0] if len(self.shown) == 1 else None

    @property
    def differing_sources(self) -> int:
        """Distinct articles behind the unequal values, the shown ones included; 0 where none differ."""
        unequal = (*self.shown, *self.agreeing, *self.differing)
        if not self.differing and not any(same_value(a, b) is False for a, b in combinations(self.shown, 2)):
            return 0
        return len({citation.article_id for statement in unequal for citation in statement.citations.all()})

    @property
    def settled(self) -> str:
        """Why an editor prefers what is shown over the others; empty where no editor has said so."""
        return next((ranking.reason for s in self.shown for ranking in s.rankings.all()), "")

    @property
    def statements(self) -> list[Statement]:
        """All of them, what stands large first."""
        return [statement for name in self.__slots__ for statement in getattr(self, name)]

    def __bool__(self) -> bool:
        return bool(self.statements)


def weigh(statements: Iterable[Statement]) -> Weighed:
    """Sort live statements of one subject on one topic (and, for figures, in one series).

    Each needs its topic, citations with articles, and live rankings loaded (`with_sources()`).
    """
    statements = list(statements)
    # A ranking settles a cell whatever the standing of the statement it prefers.
    ranked = [s for s in statements if s.rankings.all()]
    counted = [s for s in statements if s.standing in FOUND]
    current = [s for s in counted if not s.planned]
    planned = [s for s in counted if s.planned]
    rejected = [s for s in statements if s.standing == Standing.REJECTED]
    unconfirmed = [s for s in statements if s.standing == Standing.UNCONFIRMED]

    accepted = [s for s in current if s.standing == Standing.ACCEPTED]
    candidates = ranked or accepted or current or planned
    if not candidates:
        return Weighed(rejected=_newest_first(rejected), unconfirmed=_newest_first(unconfirmed))

    _, best = next(groupby(sorted(candidates, key=_preference), key=_preference))
    shown = _distinct(list(best))
    rest = [s for s in (planned if shown[0] in planned else current) if s not in shown]
    agreeing, differing, earlier = [], [], []
    for statement in rest:
        together = [s for s in shown if same_time(s, statement)]
        if any(same_value(s, statement) is not False for s in together):
            agreeing.append(statement)
        elif any(not only_coarser(s, statement) for s in together):
            differing.append(statement)
        else:
            earlier.append(statement)
    return Weighed(
        shown=tuple(shown),
        agreeing=_newest_first(agreeing),
        differing=_newest_first(differing),
        earlier=_newest_first(earlier),
        planned=_newest_first(s for s in planned if s not in shown and s not in rest),
        rejected=_newest_first(s for s in rejected if s not in shown),
        unconfirmed=_newest_first(s for s in unconfirmed if s not in shown),
    )


def moment(statement: Statement) -> PartialDate | None:
    """The newest date a statement speaks for: last seen, else true since, else the day of the event."""
    return (
        statement.partial("as_of")
        or statement.partial("valid_from")
        # The answer to a date topic is not the day somebody looked.
        or (None if statement.topic.kind == TopicKind.DATE else statement.partial("value_date"))
    )


def same_time(a: Statement, b: Statement) -> bool:
    """Whether two statements speak of overlapping time; one without a date may speak of any."""
    span_a, span_b = _span(a), _span(b)
    if span_a is None or span_b is None:
        return True
    return span_a[0] <= span_b[1] and span_b[0] <= span_a[1]


def only_coarser(a: Statement, b: Statement) -> bool:
    """Whether one gives but one date, and that holds the time of the other and more: it may be any other day of it.

    Not where an editor has called one of them disputed; nor for the answer to a date topic, which is the same
    on every day.
    """
    if Standing.DISPUTED in (a.standing, b.standing) or a.topic.kind == TopicKind.DATE:
        return False
    return _holds(a, b) or _holds(b, a)


def _holds(coarse: Statement, other: Statement) -> bool:
    span, inner = _span(coarse), _span(other)
    if span is None or inner is None or span == inner or len(_dates(coarse)) > 1:
        return False
    return span[0] <= inner[0] and inner[1] <= span[1]


def same_value(a: Statement, b: Statement) -> bool | None:
    """Whether two statements on one topic say the same; None where that cannot be told."""
    if a.finding != Finding.VALUE or b.finding != Finding.VALUE:
        return a.finding == b.finding
    match a.topic.kind:
        case TopicKind.CHOICE:
            return a.choice_id == b.choice_id
        case TopicKind.NUMBER:
            return _same_number(a, b)
        case TopicKind.DATE:
            date_a, date_b = a.partial("value_date"), b.partial("value_date")
            if date_a is None or date_b is None:
                return None
            if not date_a.could_be(date_b):
                return False
            return True if date_a.precision == date_b.precision == "day" else None
        case _:
            return " ".join(a.text.casefold().split()) == " ".join(b.text.casefold().split())


def _same_number(a: Statement, b: Statement) -> bool | None:
    if a.series_id != b.series_id or a.number is None or b.number is None:
        return None
    (low_a, high_a), (low_b, high_b) = _reach(a), _reach(b)
    if (high_a is not None and high_a < low_b) or (high_b is not None and high_b < low_a):
        return False
    return True if low_a == high_a == low_b == high_b else None


def _reach(statement: Statement) -> tuple[Decimal, Decimal | None]:
    """The numbers a figure may stand for, from lowest to highest; None for no upper end."""
    number = statement.number
    assert number is not None
    match statement.bound:
        case Bound.AT_LEAST:
            return number, None
        case Bound.AT_MOST:
            return Decimal("-Infinity"), number
        case Bound.ABOUT:
            margin = abs(number) * ABOUT
            return number - margin, number + margin
        case _:
            return number, statement.number_high or number


def _span(statement: Statement) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of the time a statement speaks of, or None."""
    dates = _dates(statement)
    if not dates:
        return None
    first, last = min(d.first for d in dates), max(d.last for d in dates)
    until = statement.partial("valid_until")
    return first, max(first, min(last, until.last)) if until else last


def _dates(statement: Statement) -> list[PartialDate]:
    """The dates a statement gives of its time: since when and when seen, else its moment."""
    given = (statement.partial("valid_from"), statement.partial("as_of"))
    return [date for date in given if date] or [date for date in (moment(statement),) if date]


def _preference(statement: Statement) -> tuple:
    date = moment(statement)
    value = statement.partial("value_date")
    levels = [LEVELS.index(Level(c.level)) for c in statement.citations.all()]
    return (
        (0, -date.first.toordinal(), -date.fineness) if date else (1, 0, 0),
        # Between dates that could be the same day, the finer one says more.
        -value.fineness if value else 0,
        VERIFICATIONS.index(Verification(statement.verification)),
        min(levels, default=len(LEVELS)),
    )


def _distinct(tied: Sequence[Statement]) -> list[Statement]:
    """One statement per value, in an order that does not hang on the database."""
    kept: list[Statement] = []
    for statement in sorted(tied, key=lambda s: s.key):
        if not any(_said_alike(other, statement) for other in kept):
            kept.append(statement)
    return kept


def _said_alike(a: Statement, b: Statement) -> bool:
    """Whether two read the same; “2017” and “2017” do, though they may mean two days."""
    if same_value(a, b) is not None:
        return bool(same_value(a, b))
    names = (
        ("finding", "value_date") if a.topic.kind == TopicKind.DATE else ("number", "number_high", "bound")
    )
    return all(getattr(a, name) == getattr(b, name) for name in names)


def _newest_first(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    def key(statement: Statement) -> tuple:
        date = moment(statement) or statement.partial("value_date")
        return (0, *date.newest_first, statement.key) if date else (1, 0, 0, "", statement.key)

    return tuple(sorted(statements, key=key))
