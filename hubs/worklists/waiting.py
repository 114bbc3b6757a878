"""What waits for a person's word: suggestions and drafts."""

import datetime

from django.contrib.admin.models import ADDITION, LogEntry
from django.db.models import CharField, Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from hubs.models import Article, Finding, Jurisdiction, Standing, Statement, Suggestion, SuggestionState
from hubs.worklists.cells import SUBJECT, about
from hubs.worklists.job import Job, of_statement


def suggestions(hub: Jurisdiction | None) -> QuerySet:
    """Articles with suggestions to decide, longest read first."""
    return articles_with(Q(suggestions__state=SuggestionState.OPEN), hub)


def to_accept(hub: Jurisdiction | None) -> QuerySet:
    """Articles of which something was accepted that is not public yet, longest accepted first."""
    waiting = Q(suggestions__state=SuggestionState.ACCEPTED, suggestions__statement=None)
    since = Min("suggestions__decided__at", filter=waiting)
    return articles_with(waiting, hub).annotate(since=since).order_by("since", "slug")


def articles_with(waiting: Q, hub: Jurisdiction | None) -> QuerySet:
    """Articles with suggestions that wait, of one hub or of all, and how many."""
    if hub:
        ours = Q(suggestions__payload__jurisdictions__icontains=f'"{hub.slug}"')
        waiting &= ours | Q(suggestions__payload__entry__hub=hub.slug)
    counted = Article.objects.defer("text").annotate(waiting=Count("suggestions", filter=waiting))
    return counted.filter(waiting__gt=0).order_by("accessed", "slug")


def tell_suggestions(article: Article) -> Job:
    return Job(article, f"{article.waiting} to decide.", article.accessed)


def tell_accepted(article: Article) -> Job:
    return Job(article, f"{article.waiting} accepted and to publish.", day_of(article.since))


def proposed() -> QuerySet[Statement]:
    """Drafts that wait for a publisher, and not for who wrote them; the oldest first."""
    return Statement.objects.filter(published=None, sent_back="").order_by("pk")


def sent_back() -> QuerySet[Statement]:
    """Drafts that a publisher left to who proposed them; the oldest first."""
    return Statement.objects.filter(published=None).exclude(sent_back="").order_by("pk")


def accepted() -> QuerySet[Suggestion]:
    """What was accepted from articles and is not public yet."""
    return Suggestion.objects.filter(state=SuggestionState.ACCEPTED, statement=None)


def to_publish() -> int:
    """Drafts that are proposed, and articles with something accepted."""
    return proposed().count() + accepted().values("article").distinct().count()


def drafts(hub: Jurisdiction | None) -> QuerySet:
    """Statements proposed and not public yet, in the order they were entered, since when they were proposed."""
    found = proposed().filter(about(hub)).annotate(sources=Count("citations"))
    return logged(found, action_flag=ADDITION)


def returned(hub: Jurisdiction | None) -> QuerySet:
    """Drafts that were sent back, since when."""
    return logged(sent_back().filter(about(hub)))  # nobody has touched them since


def logged(statements: QuerySet, **entries: int) -> QuerySet:
    """Statements with the time of their newest entry in the log of the admin."""
    log = LogEntry.objects.filter(
        content_type__app_label="hubs",
        content_type__model=Statement._meta.model_name,
        object_id=Cast(OuterRef("pk"), CharField()),
        **entries,
    )
    newest = Subquery(log.order_by("-action_time").values("action_time")[:1])
    return statements.annotate(since=newest).select_related(*SUBJECT, "topic", "choice", "series", "replaces")


def day_of(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localtime(moment).date() if moment else None


def tell_returned(draft: Statement) -> Job:
    return of_statement(draft, f"Sent back: “{draft.sent_back}”", day_of(draft.since))


def tell_draft(draft: Statement) -> Job:
    sourceless = draft.standing == Standing.UNCONFIRMED or draft.finding == Finding.NOT_FOUND
    why = "Would correct what is public." if draft.replaces else "Is not public yet."
    if not draft.sources and not sourceless:
        why = "Has no source yet."
    return of_statement(draft, why, day_of(draft.since))
