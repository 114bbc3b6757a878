"""The story of an initiative: all that was said of it in order, and what came of what was promised."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from hubs.editing import BEGAN, ENDED, STATUS
from hubs.models import Initiative, Nature, PartialDate, Standing, Statement, Status, TopicKind
from hubs.preference import moment, weigh

# “Announced” is publicly committed, not yet operating. “Proposed” commits nobody: a bill is no promise.
PROMISED = Status.ANNOUNCED
# What keeps or breaks a promise for good; what came of one on the way to that, if nothing more did.
FINAL = (Status.IN_FORCE, Status.LIVE, Status.COMPLETED, Status.ABANDONED)
OUTCOMES = (*FINAL, Status.ENACTED, Status.PILOT, Status.SUPERSEDED)
# What a planned date foresees. An act is often enacted long before the day that is planned for it to work.
WORKING = (Status.IN_FORCE, Status.LIVE, Status.COMPLETED)
# Where an initiative stands in one of these, it has begun to do what was promised.
BEGUN = (Status.PILOT, *WORKING)
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
    def name(self) -> str:
        """The name of the status; of what only began, that it did."""
        return str(Status(self.status).label if self.status else _("Began"))

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
        """kept, early, late, or unclear which; dropped where it was given up; open where no outcome is on record."""
        if self.actual is None or self.dropped:
            return "dropped" if self.dropped else "open"
        if self.date.first <= self.actual.first and self.actual.last <= self.date.last:
            return "kept"
        if self.date.could_be(self.actual):
            # “2022” is not known to be in the first quarter of 2022.
            return "unclear"
        return "late" if self.date.first < self.actual.first else "early"

    @property
    def days(self) -> int | None:
        """How many days early or late, told only where both days are known."""
        days = self.actual and days_between(self.date, self.actual)
        return abs(days) if days else None


@dataclass(frozen=True, slots=True)
class Promise:
    """From the first promise on record to its outcome, if there is one; or the steps of what nobody promised."""

    stops: list[Stop]
    outcome: Stop | None
    plans: list[Plan]
    # A status that was only foreseen, where nothing later is on record.
    foreseen: str = ""

    @property
    def foreseen_name(self) -> str:
        return str(Status(self.foreseen).label)

    @property
    def promised(self) -> PartialDate | None:
        """When it was promised; None where it never was, as far as is on record."""
        return self.stops[0].date if self.stops and self.stops[0].status == PROMISED else None

    @property
    def days(self) -> int | None:
        """Days from promise to outcome, told only where both days are known."""
        # The day somebody saw an outcome is not the day it came.
        if not self.promised or not self.outcome or self.outcome.observed:
            return None
        return days_between(self.promised, self.outcome.date)

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
    """What was promised and what came of it; None where no promise, no step and no plan is on record."""
    said = [(date, s) for date, s in in_order(initiative.live_statements) if date and not s.planned]
    stops = [
        Stop(date, _status(statement), statement, otherwise=_other_dates(statement, said))
        for date, statement in said
        if statement.standing == Standing.ACCEPTED
        and statement.topic.slug not in (BEGAN, ENDED, PLANNED_DATE)
    ]
    way = _way(stops, PROMISED)
    outcome = _outcome(initiative, way, said)
    if outcome:
        gone_over = (Status.SUPERSEDED,) if outcome.initiative else ()
        between = [s for s in way[1:] if s.date.last < outcome.date.last and s.status not in gone_over]
        way = [way[0], *between, outcome]
    way = way or _way(stops, Status.PROPOSED)
    _measure(way)
    plans = _plans(initiative, said)
    foreseen = initiative.status if initiative.status_planned and initiative.status in OUTCOMES else ""
    return Promise(way, outcome, plans, foreseen) if len(way) > 1 or plans else None


def _way(stops: Sequence[Stop], start: Status) -> list[Stop]:
    """The first event of a status and all that came after it, or may have: “2018” may lie after 30 October 2018."""
    first = next((stop for stop in stops if stop.status == start and not stop.observed), None)
    if first is None:
        return []
    way = [first]
    for stop in stops:
        # The same told again, by a coarser date or as seen about then, is no further step.
        again = (stop.observed or stop.status == start) and any(
            stop.status == before.status and stop.date.could_be(before.date) for before in way
        )
        if stop.date.last >= first.date.first and not again:
            way.append(stop)
    return way


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


def _outcome(
    initiative: Initiative, way: Sequence[Stop], said: Sequence[tuple[PartialDate, Statement]]
) -> Stop | None:
    """What came of the promise: a final event, else what its successor brought, else what else came of it."""
    if not way:
        return None
    events = [stop for stop in way[1:] if stop.status in OUTCOMES and not stop.observed]
    if final := next((stop for stop in events if stop.status in FINAL), None):
        return final
    successor = initiative.successor
    if successor and successor.status in FINAL and successor.began_on and not successor.began_planned:
        return Stop(successor.began_on, successor.status, None, initiative=successor)
    if events:
        return events[0]
    began = _began(initiative, said)
    if began and began.first > way[0].date.first:
        # Begun, but no source says with which status.
        return Stop(began, "", None)
    return next((stop for stop in way[1:] if stop.status in OUTCOMES), None)


def _began(initiative: Initiative, said: Sequence[tuple[PartialDate, Statement]]) -> PartialDate | None:
    """When what runs, binds or is done began; the begin of what is only announced is its announcement."""
    if initiative.status not in BEGUN or initiative.status_planned:
        return None
    return next((date for date, s in said if s.topic.slug == BEGAN and s.standing == Standing.ACCEPTED), None)


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


def _plans(initiative: Initiative, said: Sequence[tuple[PartialDate, Statement]]) -> list[Plan]:
    """Every planned date, in order, held against what happened of the same kind."""
    plans = []
    for statement in initiative.live_statements:
        date = _planned_day(statement)
        if date is None or statement.standing == Standing.REJECTED:
            continue
        topic = statement.topic.slug
        # “Planned for” says nothing that could happen itself: it foresees a begin, under whatever word.
        actual, dropped = (None if topic == PLANNED_DATE else _happened(statement, said)), False
        if actual is None and topic in (PLANNED_DATE, BEGAN):
            actual, dropped = _came_of(statement, initiative, said)
        plans.append(Plan(statement, date, actual, dropped))
    return sorted(plans, key=lambda plan: (plan.date.last, -plan.date.fineness, plan.statement.key))


def _planned_day(statement: Statement) -> PartialDate | None:
    """The day a statement plans something for, if it does."""
    if statement.topic.slug == PLANNED_DATE or (statement.planned and statement.topic.kind == TopicKind.DATE):
        return statement.partial("value_date")
    # A planned sighting says what somebody expected, and when they did: no day is planned.
    if statement.planned and statement.nature == Nature.EVENT:
        return statement.partial("value_date") or statement.partial("valid_from")
    return None


def _came_of(
    planned: Statement, initiative: Initiative, said: Sequence[tuple[PartialDate, Statement]]
) -> tuple[PartialDate | None, bool]:
    """When what was planned to work did, and whether it was given up before."""
    events = [
        (date, other.choice.code)
        for date, other in said
        if other.topic.slug == STATUS and _is_event(other) and other.choice
    ]
    if working := next((date for date, status in events if status in WORKING), None):
        return working, False
    # What had begun before anybody told of the plan is not what the plan foresaw.
    began, told = _began(initiative, said), _told_on(planned)
    if began and (told is None or began.last >= told.first):
        return began, False
    given_up = next((date for date, status in events if status == Status.ABANDONED), None)
    return given_up, given_up is not None


def _told_on(statement: Statement) -> PartialDate | None:
    """The date of the first source of a statement."""
    dates = [date for c in statement.citations.all() if (date := c.article.date)]
    return min(map(PartialDate.parse, dates), key=lambda date: date.first, default=None)


def _is_event(statement: Statement) -> bool:
    """Whether it is accepted that this happened on its day."""
    return statement.standing == Standing.ACCEPTED and statement.nature == Nature.EVENT


def _happened(planned: Statement, said: Sequence[tuple[PartialDate, Statement]]) -> PartialDate | None:
    """The first day on record on which what a statement plans happened."""
    alike = (planned.topic_id, planned.choice_id, planned.text)
    return next(
        (
            date
            for date, other in said
            if _is_event(other) and (other.topic_id, other.choice_id, other.text) == alike
        ),
        None,
    )
