"""What the lists ask of statements: whose they are, which stand together, and when they last spoke."""

import datetime

from django.conf import settings
from django.db.models import Case, DateField, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, NullIf
from django.utils import timezone

from hubs.models import Citation, Jurisdiction, Participation, TopicKind

SUBJECT = ("jurisdiction", "initiative")
NEVER = datetime.date(1, 1, 1)
CELL = ("jurisdiction_id", "initiative_id", "topic_id", "series_id")


def today() -> datetime.date:
    return timezone.localdate()


def stale_before() -> datetime.date:
    """What was last said before this day is stale."""
    now = today()
    year = now.year - settings.STALE_AFTER_YEARS
    # On 29 February there may be no such day.
    return now.replace(year=year, day=min(now.day, 28)) if now.month == 2 else now.replace(year=year)


def about(hub: Jurisdiction | None) -> Q:
    """Statements about a hub, or about the initiatives it leads or takes part in; without a hub, all."""
    if hub is None:
        return Q()
    return Q(jurisdiction=hub) | Q(initiative__in=having_part(hub))


def having_part(hub: Jurisdiction) -> QuerySet:
    return Participation.objects.filter(jurisdiction=hub).values("initiative")


def same_cell(rows: QuerySet) -> QuerySet:
    """Those of the rows that stand in the cell of the outer statement, itself included."""
    subject = Q(jurisdiction=OuterRef("jurisdiction")) | Q(initiative=OuterRef("initiative"))
    # Nothing equals NULL; facts stand in no series.
    counted = rows.annotate(counted=Coalesce("series", 0)).filter(counted=Coalesce(OuterRef("series"), 0))
    return counted.filter(subject, topic=OuterRef("topic")).order_by()


def last_word() -> Coalesce:
    """The newest day a statement speaks for, as `preference.moment` has it; else the newest of its sources."""
    return Coalesce("as_of_last", "valid_from_last", own_day(), newest_source(), output_field=DateField())


def newest_evidence() -> Case:
    """The newest of the days a statement was seen on, is true from or came about, and of its articles.

    A figure that says when it was counted is as old as that, however new the article that repeats it.
    """
    days = ("as_of_last", "valid_from_last", own_day(), newest_source())
    # Of one that is missing, one database says that nothing is greater and the other leaves it out.
    newest = Greatest(*(Coalesce(day, Value(NEVER), output_field=DateField()) for day in days))
    counted = Q(topic__kind=TopicKind.NUMBER, as_of_last__isnull=False)
    known = NullIf(newest, Value(NEVER, output_field=DateField()))
    return Case(When(counted, then=F("as_of_last")), default=known, output_field=DateField())


def own_day() -> Case:
    """The day of what came about; the answer to a date topic is not the day somebody looked."""
    return Case(When(~Q(topic__kind=TopicKind.DATE), then="value_date_last"), output_field=DateField())


def newest_source() -> Subquery:
    """The day of the newest article that a statement rests on."""
    sources = Citation.objects.live().filter(statement=OuterRef("pk")).order_by().values("statement")
    return Subquery(sources.annotate(day=Max("article__date_last")).values("day"), output_field=DateField())
