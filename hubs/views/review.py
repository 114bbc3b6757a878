"""The review of an article over HTTP: its text beside what it seems to say, and every decision on it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hubs import review as reviewing
from hubs.editing import EditingError
from hubs.forms.review import EntryForm, PassageForm, RejectForm
from hubs.models import Article, Change, Suggestion, SuggestionState
from hubs.review import KINDS, Card, Page, page_of
from hubs.views.capture import for_editors
from hubs.views.catalogue.moved import leads_on


def asked_for(request: HttpRequest, article: Article) -> Page:
    """The page as the address asks; junk in it asks for nothing."""
    at = request.GET.get("at", "")
    only_open = request.GET.get("only") == "open"
    return page_of(article, at=int(at) if at.isdecimal() else None, only_open=only_open, by=request.user.pk)


def show(request: HttpRequest, page: Page, status: int = 200, **more: Any) -> HttpResponse:
    return render(
        request, "capture/review.html", {"page": page, "article": page.article, **more}, status=status
    )


def back(request: HttpRequest, article: Article, at: int | None = None) -> HttpResponseRedirect:
    """To the page, at a suggestion or at the next that waits."""
    only = "&only=open" if request.POST.get("only") == "open" else ""
    address = reverse("review", args=[article.slug])
    return redirect(f"{address}?at={at or ''}{only}" if at or only else address)


def next_after(suggestion: Suggestion) -> int | None:
    """The next suggestion in the text that is open, or the first one before it."""
    still_open = suggestion.article.suggestions.filter(state=SuggestionState.OPEN)
    later = still_open.filter(
        Q(start__gt=suggestion.start)
        | Q(start=suggestion.start, end__gt=suggestion.end)
        | Q(start=suggestion.start, end=suggestion.end, pk__gt=suggestion.pk)
    )
    found = later.order_by("start", "end", "pk").first() or still_open.order_by("start", "end", "pk").first()
    return found.pk if found else None


def article_of(slug: str) -> Article:
    return get_object_or_404(Article.objects.exclude(text=""), slug=slug)


def suggestion_of(slug: str, pk: int) -> Suggestion:
    return get_object_or_404(Suggestion.objects.select_related("article"), article__slug=slug, pk=pk)


def decision_shown(request: HttpRequest) -> int | None:
    """The number of the decision that the page showed, if it showed one."""
    shown = request.POST.get("decided", "")
    return int(shown) if shown.isdecimal() else None


@for_editors
@leads_on("article", page_of="review")
@require_safe
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """An article's text beside the suggestions made from it."""
    return show(request, asked_for(request, article_of(slug)))


@for_editors
@require_POST
def accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept a suggestion as it stands; what it lacks is asked for in the form."""
    suggestion = suggestion_of(slug, pk)
    page = page_of(suggestion.article, at=pk, by=request.user.pk)
    card = page.selected
    assert card is not None
    try:
        reviewing.accept(suggestion, card.entry, by=request.user, vocabulary=page.vocabulary)
    except EditingError as refusal:
        if not (card.is_open and card.problem):
            messages.error(request, str(refusal))
            return back(request, suggestion.article, pk)
        messages.warning(request, str(refusal))
        return redirect("review_edit", slug, pk)
    return back(request, suggestion.article, next_after(suggestion))


def form_of(request: HttpRequest, card: Card, page: Page) -> EntryForm:
    """The form of a card, to begin with what accepting it would enter or what was entered."""
    return EntryForm(
        request.POST if request.method == "POST" else None,
        entry=card.entry,
        article=page.article,
        vocabulary=page.vocabulary,
        held=card.agrees,
        adds_words=card.adds_words,
        contradicts=card.contradicts,
        place=(card.suggestion.start, card.suggestion.end),
    )


@for_editors
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mend a suggestion, then accept it; or mend what was accepted and is not public yet."""
    suggestion = suggestion_of(slug, pk)
    page = page_of(suggestion.article, at=pk, by=request.user.pk)
    card = page.selected
    assert card is not None
    if request.method != "POST" and not (card.is_open or card.is_accepted):
        public = "This is public already: correct the statement itself."
        rejected = "This is rejected: take the decision back before you mend it."
        messages.error(request, public if card.suggestion.statement_id else rejected)
        return back(request, suggestion.article, pk)
    form = form_of(request, card, page)
    if form.is_bound:
        suggestion.decided_id = decision_shown(request)
        if form.is_valid():
            entered = {"entry": form.cleaned_data["entry"], "place": form.place}
            act = reviewing.mend if suggestion.decided_id else reviewing.accept
            try:
                act(suggestion, by=request.user, vocabulary=page.vocabulary, **entered)
            except EditingError as refusal:
                form.add_error(None, str(refusal))
                if not card.suggestion.statement_id:
                    form.add_error(
                        None,
                        "What you entered is still here: accepting it puts it in the place of that decision.",
                    )
                    suggestion.decided_id = card.suggestion.decided_id
            else:
                return back(request, suggestion.article, next_after(suggestion))
    # The decision that what is entered takes the place of: until told of a newer one, the one that was shown.
    shown = {"form": form, "decided": suggestion.decided_id}
    return show(request, page, status=422 if form.is_bound else 200, **shown)


@for_editors
@require_POST
def reject(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Reject a suggestion, with the reason."""
    suggestion = suggestion_of(slug, pk)
    form = RejectForm(request.POST)
    try:
        if not form.is_valid():
            raise EditingError(" ".join(form.errors["reason"]))
        reviewing.reject(suggestion, reason=form.cleaned_data["reason"], by=request.user)
    except EditingError as refusal:
        messages.error(request, str(refusal))
        return back(request, suggestion.article, pk)
    return back(request, suggestion.article, next_after(suggestion))


@for_editors
@require_POST
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a decision back, whoever made it, or all of one's own act; if it is still the one the page showed."""
    suggestion = suggestion_of(slug, pk)
    suggestion.decided_id = decision_shown(request)
    together = [suggestion]
    if request.POST.get("all"):
        others = suggestion.article.suggestions.exclude(pk=pk).filter(decided=suggestion.decided_id)
        together += others.filter(
            decided__isnull=False, decided__by=request.user, statement=None
        ).select_related("article")
    try:
        reviewing.undo_all(together, by=request.user)
    except EditingError as refusal:
        messages.error(request, str(refusal))
    return back(request, suggestion.article, pk)


@for_editors
@require_POST
def accept_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept everything of one kind that lacks nothing, contradicts nothing and is of something we surely know."""
    page = page_of(article_of(slug))
    kind = request.POST.get("kind", "")
    wanted = [card for card in page.open if card.kind == kind]
    try:
        if kind not in KINDS:
            raise EditingError(f"“{kind[:40]}” is no kind of suggestion: choose milestones or facts.")
        plain = [(c.suggestion, c.entry) for c in wanted if c.is_plain]
        done, left = reviewing.accept_all(plain, by=request.user, vocabulary=page.vocabulary)
    except EditingError as refusal:
        messages.error(request, str(refusal))
        return back(request, page.article)
    left += len(wanted) - len(plain)
    said = f"{done} {kind if done == 1 else KINDS[kind]} accepted."
    if left:
        said += (
            f" {left} left for you: they lack something, contradict what we hold, make a new initiative, or only"
            " seem to be about one we know or counted as we do."
        )
    messages.success(request, said)
    return back(request, page.article)


@for_editors
def by_hand(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a statement of any passage of the text."""
    article = article_of(slug)
    page = page_of(article, by=request.user.pk)
    passage = PassageForm(request.POST if request.method == "POST" else request.GET, article=article)
    if not passage.is_valid():
        return show(request, page, status=422, refused=passage)
    start, end = page.chosen = passage.cleaned_data["start"], passage.cleaned_data["end"]
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        entry=reviewing.from_words(article, start, end, page.vocabulary),
        article=article,
        vocabulary=page.vocabulary,
    )
    if form.is_bound and form.is_valid():
        try:
            made = reviewing.by_hand(
                article, start, end, form.cleaned_data["entry"], by=request.user, vocabulary=page.vocabulary
            )
        except EditingError as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(request, article, made.pk)
    words = article.text[start:end]
    passage_shown = {"words": words, "start": start, "end": end}
    return show(request, page, status=422 if form.is_bound else 200, form=form, passage=passage_shown)


@for_editors
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """What publishing would change, cell by cell; and, for those who may, the act itself."""
    article = article_of(slug)
    if request.method == "POST":
        if not request.user.has_perm("hubs.publish_statement"):
            messages.error(request, "You may not publish: what you accepted waits here for a publisher.")
            return redirect("review_publish", slug)
        seen = request.POST.get("seen", "")
        try:
            change = reviewing.publish(article, by=request.user, seen=int(seen) if seen.isdecimal() else 0)
        except EditingError as refusal:
            messages.error(request, str(refusal))
            return redirect("review_publish", slug)
        return redirect(f"{reverse('review_publish', args=[slug])}?change={change.pk}")
    waiting = list(reviewing.waiting(article))
    context: dict[str, Any] = {"article": article, "waiting": waiting, "problem": ""}
    if change := change_asked_for(request, article):
        context |= {"change": change, "published": reviewing.effect_of(change, article)}
    if waiting:
        context["seen"] = max(s.decided_id for s in waiting)
        try:
            with reviewing.rehearsed(article, by=request.user) as rehearsal:
                context["effect"] = reviewing.effect_of(rehearsal, article)
        except EditingError as refusal:
            context["problem"] = str(refusal)
    context["left"] = article.suggestions.aggregate(n=Count("pk", filter=Q(state=SuggestionState.OPEN)))["n"]
    return render(request, "capture/publish.html", context)


def change_asked_for(request: HttpRequest, article: Article) -> Change | None:
    """The change of the address, if it made something of this article public."""
    number = request.GET.get("change", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    return Change.objects.filter(pk=int(number), published_citations__article=article).distinct().first()
