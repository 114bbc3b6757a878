"""The story of an initiative: all that was said of it in order, and what came of what was promised."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hubs.editing import BEGAN, ENDED, STATUS
from hubs.models import Initiative, Nature, PartialDate, Standing, Statement, Status, TopicKind
from hubs.preference import moment, weigh

# What counts as a promise, and what as its outcome.
PROMISES = (Status.PROPOSED, Status.ANNOUNCED)
OUTCOMES = (Status.IN_FORCE, Status.LIVE, Status.COMPLETED, Status.ABANDONED)
# Where an initiative stands in one of these, the day it began is the day it kept its promise.
BEGUN = (Status.PILOT, Status.LIVE, Status.IN_FORCE, Status.COMPLETED)
# Topics about initiatives that tell of a promise by another word than a status.
ANNOUNCED_ON, PLANNED_DATE = "announced-on", "planned-date"
# Silence shorter than this is not worth a word.
SILENCE = datetime.timedelta(days=365)


def day_of(statement: Statement) -> PartialDate | None:
    """The date a statement about an initiative is told under: of the event, else the answer, else last seen."""
    if statement.nature == Nature.EVENT or statement.topic.kind == TopicKind.DATE:
        return statement.partial("value_date") or moment(statement)
    return moment(statement) or statement.partial("value_date")


def in_order(statements: Iterable[Statement]) -> list[tuple[PartialDate | None, Statement]]:
    """Every statement with its date, as the story went; what has no date comes last."""

    def place(told: tuple[PartialDate | None, Statement]):
        date, statement = told
        rank = (statement.topic.slug != STATUS, statement.topic.position, statement.key)
        # “2018” is over when 2018 is: it comes after what happened on a known day of that year.
        return (0, date.last, -date.fineness, *rank) if date else (1, datetime.date.max, 0, *rank)

    return sorted(((day_of(statement), statement) for statement in statements), key=place)


def disputed_keys(statements: Iterable[Statement]) -> set[str]:
    """The keys of statements that stand although others say otherwise of the same time."""
    by_cell: dict[tuple[int, int | None], list[Statement]] = {}
    for statement in statements:
        by_cell.setdefault((statement.topic_id, statement.series_id), []).append(statement)
    weighed = [weigh(members) for members in by_cell.values()]
    return {statement.key for cell in weighed if cell.differing_sources for statement in cell.shown}


@dataclass(slots=True)
class Stop:
    """Something that happened or was seen on the way from promise to outcome."""

    date: PartialDate
    # A code of Status, or nothing where the statement is about something else.
    status: str
    statement: Statement | None
    # Another initiative, where that one brought the outcome.
    initiative: Initiative | None = None
    # Disputed statements of the same, with another date.
    otherwise: list[PartialDate] = field(default_factory=list)
    # From here to the next stop: its share of the whole way in twelfths, and its length where that is silence.
    share: int = 0
    silence: tuple[int, int] | None = None

    @property
    def observed(self) -> bool:
        return self.statement is not None and self.statement.nature == Nature.OBSERVED


@dataclass(frozen=True, slots=True)
class Plan:
    """A date that was planned, and how it compares with what happened."""

    statement: Statement
    date: PartialDate
    # When it happened; nothing where it has not, or nobody has said so.
    actual: PartialDate | None = None
    dropped: bool = False

    @property
    def verdict(self) -> str:
        """kept, early or late; dropped where it was given up; open where nothing has happened yet."""
        if self.actual is None or self.dropped:
            return "dropped" if self.dropped else "open"
        if self.date.could_be(self.actual):
            return "kept"
        return "late" if self.date.first < self.actual.first else "early"

    @property
    def days(self) -> int | None:
        """How many days early or late, told only where both days are known."""
        days = self.actual and days_between(self.date, self.actual)
        return abs(days) if days else None


@dataclass(frozen=True, slots=True)
class Promise:
    """From the first promise on record to its outcome, if there is one."""

    stops: list[Stop]
    outcome: Stop | None
    plans: list[Plan]

    @property
    def days(self) -> int | None:
        """Days from promise to outcome, told only where both days are known."""
        if not self.stops or not self.outcome:
            return None
        return days_between(self.stops[0].date, self.outcome.date)

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said for long somewhere on the way."""
        return any(stop.silence for stop in self.stops)

    @property
    def other_days(self) -> list[tuple[int, PartialDate]]:
        """The same where a disputed date is the right one."""
        if self.days is None:
            return []
        first, last = self.stops[0], self.outcome
        readings = [(days_between(date, last.date), date) for date in first.otherwise]
        readings += [(days_between(first.date, date), date) for date in last.otherwise]
        return [(days, date) for days, date in readings if days is not None and days != self.days]


def days_between(first: PartialDate, last: PartialDate) -> int | None:
    if first.precision == last.precision == "day":
        return (last.first - first.first).days
    return None


def promise_to_outcome(initiative: Initiative) -> Promise | None:
    """What was promised and what came of it; None where no promise and no plan is on record."""
    said = [(date, s) for date, s in in_order(initiative.live_statements) if date and not s.planned]
    stops = [
        Stop(date, _status(statement), statement, otherwise=_other_dates(statement, said))
        for date, statement in said
        if statement.standing == Standing.ACCEPTED
        and statement.topic.slug not in (BEGAN, ENDED, PLANNED_DATE)
    ]
    way = _way(stops)
    outcome = _outcome(initiative, way)
    if outcome:
        gone_over = (Status.SUPERSEDED,) if outcome.initiative else ()
        before = [s for s in way if s.date.first < outcome.date.first and s.status not in gone_over]
        way = [*before, outcome]
    _measure(way)
    plans = _plans(initiative.live_statements, said, outcome or _began(initiative))
    return Promise(way, outcome, plans) if len(way) > 1 or plans else None


def _way(stops: Sequence[Stop]) -> list[Stop]:
    """The first promise and all that came after it, or may have: “2018” may lie after 30 October 2018."""
    promise = next((stop for stop in stops if stop.status in PROMISES and not stop.observed), None)
    if promise is None:
        return []
    return [
        promise,
        *(stop for stop in stops if stop is not promise and stop.date.last >= promise.date.first),
    ]


def _status(statement: Statement) -> str:
    if statement.topic.slug == ANNOUNCED_ON:
        return Status.ANNOUNCED
    return statement.choice.code if statement.topic.slug == STATUS and statement.choice else ""


def _other_dates(statement: Statement, said: Sequence[tuple[PartialDate, Statement]]) -> list[PartialDate]:
    """Dates that disputed statements give for the same happening."""
    return [
        date
        for date, other in said
        if other.standing == Standing.DISPUTED
        and other.topic_id == statement.topic_id
        and other.choice_id == statement.choice_id
        and not date.could_be(day_of(statement))
    ]


def _outcome(initiative: Initiative, way: Sequence[Stop]) -> Stop | None:
    """What ended the promise: an event of its own, its recorded begin, or what its successor brought."""
    if not way:
        return None
    for stop in way[1:]:
        if stop.status in OUTCOMES and not stop.observed:
            return stop
    if (began := _began(initiative)) and began.date.first > way[0].date.first:
        return began
    successor = initiative.successor
    if successor and successor.status in OUTCOMES and successor.began_on:
        return Stop(successor.began_on, successor.status, None, initiative=successor)
    return None


def _began(initiative: Initiative) -> Stop | None:
    """The begin of what runs, binds or is done, as a stop."""
    if initiative.status in BEGUN and initiative.began_on:
        return Stop(initiative.began_on, initiative.status, None)
    return None


def _measure(way: Sequence[Stop]) -> None:
    """Say of each stop how far it is to the next, and where nothing was said for long."""
    if len(way) < 2:
        return
    whole = (way[-1].date.first - way[0].date.first).days or 1
    for stop, following in pairwise(way):
        apart = following.date.first - stop.date.first
        stop.share = max(1, min(12, round(apart.days / whole * 12)))
        quiet = following.date.first - stop.date.last
        if quiet > SILENCE:
            stop.silence = divmod(round(quiet.days / 30.44), 12)


def _plans(
    statements: Iterable[Statement], said: Sequence[tuple[PartialDate, Statement]], begin: Stop | None
) -> list[Plan]:
    """Every planned date, in order, held against what happened of the same kind."""
    plans = []
    for statement in statements:
        # The day somebody looked is no planned day.
        date = statement.partial("value_date") or statement.partial("valid_from")
        foreseen = statement.planned or statement.topic.slug == PLANNED_DATE
        if date is None or not foreseen or statement.standing == Standing.REJECTED:
            continue
        if statement.topic.slug in (PLANNED_DATE, BEGAN):
            dropped = begin is not None and begin.status == Status.ABANDONED
            plans.append(Plan(statement, date, begin and begin.date, dropped))
        else:
            plans.append(Plan(statement, date, _happened(statement, said)))
    return sorted(plans, key=lambda plan: (plan.date.last, -plan.date.fineness, plan.statement.key))


def _happened(planned: Statement, said: Sequence[tuple[PartialDate, Statement]]) -> PartialDate | None:
    """The first date on record for what a statement plans."""
    return next(
        (
            date
            for date, other in said
            if other.topic_id == planned.topic_id
            and other.choice_id == planned.choice_id
            and other.standing == Standing.ACCEPTED
        ),
        None,
    )
