"""One thing to do, and a list of such things."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from hubs.models import Article, Initiative, Jurisdiction, Series, Statement, Topic


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do: what it is about, why it is listed, and since when."""

    subject: Jurisdiction | Initiative | Article
    why: str
    since: datetime.date | None = None
    # That day as precisely as it is known, where it is not known to the day.
    when: str = ""
    topic: Topic | None = None
    series: Series | None = None
    # What is said now, the statement to act on first.
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class WorkList:
    """One kind of work; `find` gives its rows, most urgent first, and `tell` makes one a Job."""

    slug: str
    title: str
    purpose: str
    find: Callable[[Jurisdiction | None], QuerySet | Sequence[Job]]
    tell: Callable[[Any], Job] = field(default=lambda job: job)
    # Whether its jobs have waited since a day.
    ages: bool = True

    def count(self, hub: Jurisdiction | None = None) -> int:
        rows = self.find(hub)
        return rows.order_by().count() if isinstance(rows, QuerySet) else len(rows)

    def jobs(self, rows: Iterable) -> list[Job]:
        return [self.tell(row) for row in rows]


def of_statement(statement: Statement, why: str, since: datetime.date | None, when: str = "") -> Job:
    return Job(
        statement.subject,
        why,
        since,
        when=when,
        topic=statement.topic,
        series=statement.series,
        statements=(statement,),
    )
