"""What waits for a publisher: drafts, corrections, and what was accepted from articles."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max, QuerySet
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from hubs import editing
from hubs.admin import acting
from hubs.admin.doubts import called
from hubs.admin.drafting import log_sent_back, said_in_log
from hubs.changes import Touched
from hubs.models import Article, Change, Door, Statement, Suggestion
from hubs.worklists.waiting import accepted, proposed, sent_back

ON_A_PAGE = 25


@dataclass
class Draft:
    """A statement that waits, who proposed it, and what publishing it would change."""

    statement: Statement
    entry: LogEntry | None = None
    returned: LogEntry | None = None
    cells: list[Touched] = field(default_factory=list)
    problem: str = ""
    # What somebody did on the page that comes back: ticked it, or ticked it as it read before.
    ticked: bool = False
    moved: bool = False

    @property
    def called(self) -> str:
        return f"{self.statement.subject} · {called(self.statement)}"

    @property
    def mark(self) -> str:
        """Names the draft as it reads now: who ticks it publishes just what was shown."""
        return f"{self.statement.pk}-{acting.seal(self.cells, said(self.statement))}"


@dataclass
class Accepted:
    """What was accepted from one article and is not public yet."""

    article: Article
    suggestions: list[Suggestion]

    @property
    def by(self) -> list[str]:
        return sorted({str(s.decided.by) for s in self.suggestions if s.decided.by})

    @property
    def since(self) -> datetime:
        return min(s.decided.at for s in self.suggestions)


def drafts() -> QuerySet[Statement]:
    """Every draft, the oldest first; a correction of what was withdrawn meanwhile is among them."""
    return Statement.objects.filter(published=None).order_by("pk")


def waiting(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Everything that waits, each with the difference it would make; ticked drafts become public in one change."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        if not acting.may_publish(request):
            raise PermissionDenied
        return (return_draft if "back" in request.POST else publish)(model_admin, request)
    return listed(model_admin, request)


def listed(
    model_admin: admin.ModelAdmin, request: HttpRequest, marks: Collection[str] = (), status: int = 200
) -> HttpResponse:
    """The page of all that waits; with the ticks it was sent with, but for what reads otherwise by now."""
    pages = Paginator(proposed(), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    drafts = rehearsed([draft.pk for draft in page], request)
    for draft in drafts:
        draft.ticked = draft.mark in marks
        draft.moved = not draft.ticked and str(draft.statement.pk) in pks_of(marks)
    return acting.page(
        model_admin,
        request,
        "waiting",
        status=status,
        title="Waiting to be published",
        drafts=drafts,
        page=page,
        sent_back=rehearsed(sent_back().values_list("pk", flat=True), request),
        accepted=by_article(),
    )


def return_draft(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Leave a draft to who proposed it, with a word on what keeps it from being published."""
    pk = request.POST["back"]
    draft = drafts().filter(pk=pk).first() if pk.isdecimal() else None
    try:
        if draft is None:
            raise editing.EditingError("It is not a draft any more: look at it again.")
        reason = request.POST.get(f"reason-{pk}", "")
        editing.send_back(draft=draft, reason=reason)
    except editing.EditingError as refusal:
        model_admin.message_user(request, f"Nothing was sent back. {refusal}", messages.ERROR)
        return listed(model_admin, request, request.POST.getlist("draft"), status=422)
    log_sent_back(request, draft, reason.strip())
    model_admin.message_user(request, f"“{draft}” went back to who proposed it.", messages.SUCCESS)
    return redirect("admin:hubs_statement_waiting")


def publish(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Make the ticked drafts public in one change, if they still read as they were shown."""
    marks, status = request.POST.getlist("draft"), 422
    named = pks_of(marks)
    known = rehearsed([pk for pk in drafts().values_list("pk", flat=True) if str(pk) in named], request)
    try:
        if not marks:
            raise editing.EditingError("Tick at least one of them first.")
        if {draft.mark for draft in known} != set(marks):
            status = 409
            raise editing.EditingError(" ".join(moved_on(known, marks)))
        with transaction.atomic():
            change = acting.attempt(lambda: publish_all([draft.statement for draft in known], request))
    except editing.EditingError as refusal:
        model_admin.message_user(request, f"Nothing was published. {refusal}", messages.ERROR)
        return listed(model_admin, request, marks, status)
    words = f"Published {len(known)}; readers see it now:", change.get_absolute_url(), change
    model_admin.message_user(request, format_html('{} <a href="{}">{}</a>.', *words), messages.SUCCESS)
    return redirect("admin:hubs_statement_waiting")


def pks_of(marks: Iterable[str]) -> set[str]:
    return {mark.partition("-")[0] for mark in marks}


def moved_on(known: Iterable[Draft], marks: Collection[str]) -> Iterator[str]:
    """What became meanwhile of each ticked draft that is not as it was shown; `known` are those still drafts."""
    for draft in known:
        if draft.mark not in marks:
            sent = (
                "was sent back meanwhile."
                if draft.statement.sent_back
                else "was changed meanwhile: look at it again."
            )
            yield f"“{draft.called}” {sent}"
    left = pks_of(marks) - {str(draft.statement.pk) for draft in known}
    pks = [int(pk) for pk in left if pk.isdecimal() and len(pk) < 19]
    public = Statement.objects.filter(pk__in=pks).select_related("published__by").order_by("pk")
    for statement in public:
        yield f"“{statement}” was published by {acting.who_did(statement.published)} meanwhile."
    if lost := len(left) - len(public):
        yield f"{lost} of the ticked {'is' if lost == 1 else 'are'} no draft any more: somebody deleted it."


def publish_all(statements: list[Statement], request: HttpRequest) -> Change:
    publications = [
        editing.Publication(fresh, list(fresh.citations.all()), fresh.replaces, fresh.why)
        for fresh in full(statement.pk for statement in statements)
    ]
    return editing.publish_many(publications, by=request.user, door=Door.ADMIN)


def full(pks) -> QuerySet[Statement]:
    related = ("topic", "series", "choice", "jurisdiction", "initiative", "replaces")
    return drafts().filter(pk__in=list(pks)).select_related(*related).prefetch_related("citations__article")


def rehearsed(pks: Iterable[int], request: HttpRequest) -> list[Draft]:
    """Drafts with who proposed them, and what publishing each alone would change or what keeps it from it."""
    log = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Statement),
        object_id__in=[str(pk) for pk in pks],
    ).select_related("user")
    entries = {entry.object_id: entry for entry in log.filter(action_flag=ADDITION).order_by("-action_time")}
    returns = {(entry.object_id, entry.change_message): entry for entry in log.filter(action_flag=CHANGE)}
    found = []
    for statement in full(pks):
        pk = str(statement.pk)
        draft = Draft(statement, entries.get(pk), returns.get((pk, said_in_log(statement.sent_back))))
        try:
            draft.cells = acting.rehearse(lambda each=statement: publish_all([each], request))
        except editing.EditingError as refusal:
            draft.problem = str(refusal)
        found.append(draft)
    return found


def said(statement: Statement) -> str:
    """All that a draft says and rests on."""
    cited = [model_to_dict(citation) for citation in statement.citations.all()]
    return repr((model_to_dict(statement), statement.sent_back, cited))


def by_article() -> list[Accepted]:
    """What was accepted and is not public yet, by article, what has waited longest first."""
    order = accepted().values("article").annotate(newest=Max("decided")).order_by("newest")
    articles = Article.objects.defer("text").in_bulk([row["article"] for row in order])
    found: dict[int, Accepted] = {pk: Accepted(article, []) for pk, article in articles.items()}
    for suggestion in accepted().select_related("decided__by").order_by("decided"):
        if suggestion.article_id in found:
            found[suggestion.article_id].suggestions.append(suggestion)
    return [found[row["article"]] for row in order if row["article"] in found]
