"""What waits for a person's word: suggestions and drafts."""

from django.db.models import Count, Max, Q, QuerySet

from hubs.models import Article, Finding, Jurisdiction, Standing, Statement, Suggestion, SuggestionState
from hubs.worklists.cells import SUBJECT, about
from hubs.worklists.job import Job, of_statement


def suggestions(hub: Jurisdiction | None) -> QuerySet:
    """Articles with suggestions to decide or to publish, longest read first."""
    waiting = Q(suggestions__state=SuggestionState.OPEN)
    accepted = Q(suggestions__state=SuggestionState.ACCEPTED, suggestions__statement=None)
    if hub:
        ours = Q(suggestions__payload__jurisdictions__icontains=f'"{hub.slug}"')
        ours |= Q(suggestions__payload__entry__hub=hub.slug)
        waiting, accepted = waiting & ours, accepted & ours
    return (
        Article.objects.defer("text")
        .annotate(
            open=Count("suggestions", filter=waiting),
            accepted=Count("suggestions", filter=accepted),
        )
        .filter(Q(open__gt=0) | Q(accepted__gt=0))
        .order_by("accessed", "slug")
    )


def tell_suggestions(article: Article) -> Job:
    waiting = {"to decide": article.open, "accepted and to publish": article.accepted}
    return Job(article, ", ".join(f"{n} {what}" for what, n in waiting.items() if n) + ".", article.accessed)


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
    """Statements entered and not public yet, in the order they were entered."""
    return (
        Statement.objects.filter(about(hub), published=None)
        .annotate(sources=Count("citations"), read=Max("citations__article__accessed"))
        .select_related(*SUBJECT, "topic", "choice", "series", "replaces")
        .order_by("pk")
    )


def tell_draft(draft: Statement) -> Job:
    if draft.sent_back:
        return of_statement(draft, f"Sent back: “{draft.sent_back}”", draft.read)
    sourceless = draft.standing == Standing.UNCONFIRMED or draft.finding == Finding.NOT_FOUND
    if not draft.sources and not sourceless:
        return of_statement(draft, "Has no source yet.", draft.read)
    if draft.replaces:
        return of_statement(draft, "Would correct what is public.", draft.read)
    return of_statement(draft, "Is not public yet.", draft.read)
