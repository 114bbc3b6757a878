"""What the lists ask of statements: whose they are, which stand together, and when they last spoke."""

import datetime

from django.conf import settings
from django.db.models import Case, DateField, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from hubs.models import Citation, Jurisdiction, Participation, TopicKind

SUBJECT = ("jurisdiction", "initiative")
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
    sources = Citation.objects.live().filter(statement=OuterRef("pk")).order_by().values("statement")
    newest = Subquery(sources.annotate(day=Max("article__date_last")).values("day"))
    own = Case(When(~Q(topic__kind=TopicKind.DATE), then="value_date_last"), output_field=DateField())
    return Coalesce("as_of_last", "valid_from_last", own, newest, output_field=DateField())
