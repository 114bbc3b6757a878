"""What has to be looked for: never looked at, said long ago, promised and never told of."""

import datetime

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from hubs.editing import STATUS
from hubs.models import (
    Finding,
    Initiative,
    Jurisdiction,
    Nature,
    Standing,
    Statement,
    Status,
    Topic,
    TopicKind,
)
from hubs.preference import moment
from hubs.worklists.cells import (
    SUBJECT,
    about,
    having_part,
    last_word,
    newest_evidence,
    same_cell,
    stale_before,
    today,
)
from hubs.worklists.job import Job, of_statement

# What goes on until somebody says otherwise, and so has to be looked at again.
GOING_ON = (Status.PILOT, Status.LIVE)
# What is still a promise. A law in force and what is over wait for nothing; “no later evidence” says that
# somebody looked.
PROMISED = (Status.PROPOSED, Status.ANNOUNCED, Status.ENACTED, "")


def gaps(hub: Jurisdiction | None) -> list[Job]:
    """Questions about hubs that nobody has looked into, those first which most other hubs have answered.

    What was found not to apply is no gap, nor is what a city has from its country.
    """
    looked_at = Statement.objects.looked_at()
    hubs = list(Jurisdiction.objects.order_by("name_en"))
    topics = Topic.objects.about_hubs().in_sheet_order()
    answered = {topic.pk: sum(topic.pk in looked_at.get(h.pk, ()) for h in hubs) for topic in topics}

    def is_gap(each: Jurisdiction, topic: Topic) -> bool:
        inherited = topic.inherits and topic.pk in looked_at.get(each.parent_id or 0, ())
        return topic.pk not in looked_at.get(each.pk, ()) and not inherited

    ours = [each for each in hubs if hub is None or each.pk == hub.pk]
    return [
        Job(each, f"{answered[topic.pk]} of {len(hubs)} hubs have an answer.", topic=topic)
        for topic in sorted(topics, key=lambda topic: -answered[topic.pk])
        for each in ours
        if is_gap(each, topic)
    ]


def stale(hub: Jurisdiction | None) -> QuerySet:
    """The newest word on a hub's question, or on what is said to be going on, where its evidence is old.

    Oldest first.
    """
    found = Statement.objects.live().filter(standing=Standing.ACCEPTED, planned=False)
    found = found.annotate(last_word=last_word(), evidence=newest_evidence())
    later = same_cell(found).filter(
        Q(last_word__gt=OuterRef("last_word")) | Q(last_word=OuterRef("last_word"), pk__gt=OuterRef("pk"))
    )
    # A day on which something happened does not grow old.
    of_hubs = Q(jurisdiction__isnull=False, nature=Nature.OBSERVED) & ~Q(topic__kind=TopicKind.DATE)
    going_on = Q(topic__slug=STATUS, choice__code__in=GOING_ON, initiative__ended="")
    return (
        found.filter(of_hubs | going_on, about(hub), evidence__lt=stale_before())
        .exclude(finding=Finding.NOT_APPLICABLE)
        .exclude(Exists(later))
        .select_related("jurisdiction", "initiative", "topic", "series", "choice")
        .order_by("evidence", "key")
    )


def tell_stale(statement: Statement) -> Job:
    why = "Said to go on, and not seen since." if statement.initiative else "Nothing newer is known."
    date, day = moment(statement), statement.evidence
    return of_statement(statement, why, day, date.text if date and date.last == day else year_of(day))


def year_of(day: datetime.date | None) -> str:
    """All that may be said of a day which could be the last of a longer time."""
    return str(day.year) if day else ""


def overdue(hub: Jurisdiction | None) -> QuerySet:
    """The last day a plan named, where it has passed and nothing says what came of it; longest ago first."""
    accepted = Statement.objects.live().filter(standing=Standing.ACCEPTED)
    plans = accepted.filter(PLAN).exclude(value_date="")
    later = same_subject(plans).filter(
        Q(value_date_last__gt=OuterRef("value_date_last"))
        | Q(value_date_last=OuterRef("value_date_last"), pk__gt=OuterRef("pk"))
    )
    outcome = same_cell(accepted.exclude(PLAN))
    # An initiative has moved on once its status has, or once it was seen after that day.
    not_seen_since = Q(initiative__status_on_last__lt=F("value_date_last")) | Q(initiative__status_on="")
    waits = (
        Q(initiative__status__in=PROMISED)
        | Q(initiative__status_planned=True)
        | (Q(initiative__status__in=GOING_ON) & not_seen_since)
    )
    of_hubs = Q(jurisdiction__isnull=False) & ~Exists(outcome)
    return (
        plans.filter(about(hub), value_date_last__lt=today())
        .filter(of_hubs | (Q(initiative__ended="") & waits))
        .exclude(Exists(later))
        .select_related(*SUBJECT, "topic", "choice", "series")
        .order_by("value_date_last", "key")
    )


PLAN = Q(planned=True) | Q(topic__slug="planned-date")


def same_subject(rows: QuerySet) -> QuerySet:
    """Those of the rows about the initiative of the outer statement, or about its hub on the same topic."""
    of_hub = Q(jurisdiction=OuterRef("jurisdiction"), topic=OuterRef("topic"))
    return rows.filter(of_hub | Q(initiative=OuterRef("initiative"))).order_by()


def tell_overdue(statement: Statement) -> Job:
    why = "That day has passed, and nothing says what came of it."
    return of_statement(statement, why, statement.value_date_last, statement.value_date)


def quiet(hub: Jurisdiction | None) -> QuerySet:
    """Initiatives that were only promised, of which nothing has been heard for long and nothing is due."""
    said = Statement.objects.live().filter(initiative=OuterRef("pk"))
    newest = said.annotate(day=newest_evidence()).order_by().values("initiative").annotate(last=Max("day"))
    planned = said.filter(PLAN, standing=Standing.ACCEPTED).exclude(value_date="")
    # What only drafts speak of is heard of, and waits on another list.
    found = Initiative.objects.public().filter(status__in=PROMISED, ended="")
    if hub:
        found = found.filter(pk__in=having_part(hub))
    return (
        found.annotate(heard=Subquery(newest.values("last"), output_field=DateField()))
        .filter(Q(heard__lt=stale_before()) | Q(heard=None))
        .exclude(Exists(planned))
        .order_by(F("heard").asc(nulls_first=True), "slug")
    )


def tell_quiet(initiative: Initiative) -> Job:
    status = initiative.get_status_display() or "No status"
    why = f"{status}, and nothing heard since." if initiative.heard else f"{status}, and nothing says when."
    return Job(initiative, why, initiative.heard, year_of(initiative.heard))
