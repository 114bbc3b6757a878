"""The review of an article: its text beside what it seems to say, and every decision on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hubs import review as reviewing
from hubs.changes import Touched, what_changed
from hubs.editing import EditingError
from hubs.forms.review import EntryForm, PassageForm, RejectForm
from hubs.models import Article, ChangeKind, Statement, Suggestion, SuggestionState
from hubs.review import Entry, Vocabulary, proposed, read_vocabulary
from hubs.review.entry import make
from hubs.review.proposing import held_key
from hubs.views.capture import for_editors

PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\s*\Z)", re.DOTALL)
KINDS = {"milestone": "milestones", "fact": "facts"}


@dataclass
class Card:
    """A suggestion as the page shows it: what it would enter, what we hold of it, what it still lacks."""

    number: int
    suggestion: Suggestion
    entry: Entry
    statement: Statement | None = None
    title: str = ""
    problem: str = ""
    agrees: Statement | None = None
    contradicts: Statement | None = None
    quote: list["Piece"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.suggestion.payload["kind"]

    @property
    def is_open(self) -> bool:
        return self.suggestion.state == SuggestionState.OPEN

    @property
    def reasons(self) -> list[str]:
        return [r for r in self.suggestion.payload.get("because", ()) if not r.startswith("known: ")]


@dataclass(frozen=True)
class Piece:
    """A stretch of text inside the same suggestions and the same mention; `kind` is that of the innermost."""

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    kind: str = ""
    done: bool = False


@dataclass(frozen=True)
class Paragraph:
    start: int
    pieces: list[Piece]


@dataclass
class Page:
    """Everything the review of one article shows."""

    article: Article
    vocabulary: Vocabulary
    cards: list[Card]
    only_open: bool = False
    at: int | None = None

    @property
    def decided(self) -> list[Card]:
        return [card for card in self.cards if not card.is_open]

    @property
    def open(self) -> list[Card]:
        return [card for card in self.cards if card.is_open]

    @property
    def shown(self) -> list[Card]:
        return [c for c in self.cards if c.is_open or not self.only_open or c is self.selected]

    @property
    def selected(self) -> Card | None:
        """The one asked for, else the first that waits for a decision."""
        chosen = next((card for card in self.cards if card.suggestion.pk == self.at), None)
        return chosen or next(iter(self.open), None)

    @property
    def counts(self) -> dict[str, int]:
        states = [card.suggestion.state for card in self.cards]
        return {str(state.value): states.count(state) for state in SuggestionState}

    @property
    def waiting(self) -> list[Card]:
        return [c for c in self.cards if c.suggestion.state == "accepted" and not c.suggestion.statement_id]

    @property
    def by_kind(self) -> list[tuple[str, str, int]]:
        """Kinds of which several wait for a decision: code, name, how many."""
        kinds = [card.kind for card in self.open]
        return [(kind, name, kinds.count(kind)) for kind, name in KINDS.items() if kinds.count(kind) > 1]

    @property
    def last_decided(self) -> Card | None:
        return max(
            (c for c in self.decided if not c.suggestion.statement_id),
            key=lambda c: c.suggestion.decided_id or 0,
            default=None,
        )

    @property
    def paragraphs(self) -> list[Paragraph]:
        return paragraphs(self.article.text, self.cards)


def page_of(article: Article, *, at: int | None = None, only_open: bool = False) -> Page:
    """The review of an article in a fixed number of queries."""
    suggestions = list(
        article.suggestions.select_related("decided__by", "statement").order_by("start", "end", "pk")
    )
    vocabulary = read_vocabulary()
    keys = {
        held_key(s.payload, how) for s in suggestions for how in ("further citation of", "contradicts")
    } | {s.entered["cites"] for s in suggestions if s.entered}
    live = {
        s.key: s
        for s in Statement.objects.live()
        .filter(key__in=keys - {""})
        .select_related("topic", "choice", "series", "jurisdiction", "initiative")
    }
    cards = []
    for number, suggestion in enumerate(suggestions, 1):
        suggestion.article = article
        cards.append(card_of(number, suggestion, vocabulary, live))
    return Page(article, vocabulary, cards, only_open, at)


def card_of(number: int, suggestion: Suggestion, vocabulary: Vocabulary, live: dict[str, Statement]) -> Card:
    article = suggestion.article
    entry = (
        Entry.from_json(suggestion.entered)
        if suggestion.entered
        else proposed(suggestion.payload, article, vocabulary, live)
    )
    card = Card(
        number,
        suggestion,
        entry,
        agrees=live.get(held_key(suggestion.payload, "further citation of")),
        contradicts=live.get(held_key(suggestion.payload, "contradicts")),
        quote=quote_pieces(suggestion),
    )
    try:
        made = make(entry, article, vocabulary)
    except EditingError as problem:
        card.problem = str(problem)
    else:
        card.statement = made.statements[0] if made.statements else live.get(entry.cites)
    card.title = suggestion.payload.get("title") or suggestion.payload["quote"][:90]
    return card


def quote_pieces(suggestion: Suggestion) -> list[Piece]:
    """The words of a suggestion with the mentions inside them marked."""
    start, end = suggestion.start, suggestion.end
    mentions = sorted((m["start"], m["end"], m["kind"]) for m in suggestion.payload.get("mentions", ()))
    pieces, at = [], start
    for first, last, kind in mentions:
        if first >= at:
            pieces += [
                Piece(suggestion.article.text[at:first]),
                Piece(suggestion.article.text[first:last], kind=kind),
            ]
            at = last
    return [piece for piece in (*pieces, Piece(suggestion.article.text[at:end])) if piece.text]


def paragraphs(text: str, cards: Sequence[Card]) -> list[Paragraph]:
    """The text in paragraphs, cut wherever a suggestion or a mention inside one begins or ends."""
    spans = [(c.suggestion.start, c.suggestion.end, c) for c in cards]
    mentions = sorted(
        {(m["start"], m["end"], m["kind"]) for c in cards for m in c.suggestion.payload.get("mentions", ())}
    )
    found = []
    for place in PARAGRAPH.finditer(text):
        start, end = place.span()
        here = [span for span in spans if span[0] < end and span[1] > start]
        named = [m for m in mentions if m[0] < end and m[1] > start]
        cuts = {start, end, *(at for a, b, _ in (*here, *named) for at in (a, b) if start < at < end)}
        pieces = []
        for first, last in pairwise(sorted(cuts)):
            inside = [card for a, b, card in here if a <= first and b >= last]
            kinds = [kind for a, b, kind in named if a <= first and b >= last]
            pieces.append(
                Piece(
                    text[first:last],
                    tuple(card.number for card in inside),
                    tuple(card.number for card in inside if min(card.suggestion.end, end) == last),
                    kinds[-1] if kinds else inside[-1].kind.replace(" ", "-") if inside else "",
                    bool(inside) and not any(card.is_open for card in inside),
                )
            )
        found.append(Paragraph(start, pieces))
    return found


def asked_for(request: HttpRequest, article: Article) -> Page:
    """The page as the address asks; junk in it asks for nothing."""
    at = request.GET.get("at", "")
    return page_of(
        article, at=int(at) if at.isdecimal() else None, only_open=request.GET.get("only") == "open"
    )


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


@for_editors
@require_safe
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """An article's text beside the suggestions made from it."""
    return show(request, asked_for(request, article_of(slug)))


@for_editors
@require_POST
def accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept a suggestion as it stands; what it lacks is asked for in the form."""
    suggestion = suggestion_of(slug, pk)
    page = page_of(suggestion.article, at=pk)
    card = page.selected
    assert card is not None
    try:
        reviewing.accept(suggestion, card.entry, by=request.user, vocabulary=page.vocabulary)
    except EditingError as refusal:
        if not card.problem:
            messages.error(request, str(refusal))
            return back(request, suggestion.article, pk)
        messages.warning(request, str(refusal))
        return redirect("review_edit", slug, pk)
    return back(request, suggestion.article, next_after(suggestion))


@for_editors
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mend a suggestion, then accept it."""
    suggestion = suggestion_of(slug, pk)
    page = page_of(suggestion.article, at=pk)
    card = page.selected
    assert card is not None
    if not card.is_open:
        messages.error(request, "This is decided: take the decision back before you mend it.")
        return back(request, suggestion.article, pk)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        entry=card.entry,
        article=suggestion.article,
        vocabulary=page.vocabulary,
        held=card.agrees,
    )
    if form.is_bound and form.is_valid():
        try:
            reviewing.accept(
                suggestion, form.cleaned_data["entry"], by=request.user, vocabulary=page.vocabulary
            )
        except EditingError as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(request, suggestion.article, next_after(suggestion))
    return show(request, page, status=422 if form.is_bound else 200, form=form)


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
    """Take a decision back, if it is still the one the page showed."""
    suggestion = suggestion_of(slug, pk)
    shown = request.POST.get("decided", "")
    suggestion.decided_id = int(shown) if shown.isdecimal() else None
    try:
        reviewing.undo(suggestion, by=request.user)
    except EditingError as refusal:
        messages.error(request, str(refusal))
    return back(request, suggestion.article, pk)


@for_editors
@require_POST
def accept_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept everything of one kind that lacks nothing and contradicts nothing we hold."""
    page = page_of(article_of(slug))
    kind = request.POST.get("kind", "")
    wanted = [card for card in page.open if card.kind == kind]
    try:
        if kind not in KINDS:
            raise EditingError(f"“{kind[:40]}” is no kind of suggestion: choose milestones or facts.")
        plain = [(c.suggestion, c.entry) for c in wanted if not c.contradicts]
        done, left = reviewing.accept_all(plain, by=request.user, vocabulary=page.vocabulary)
    except EditingError as refusal:
        messages.error(request, str(refusal))
        return back(request, page.article)
    left += len(wanted) - len(plain)
    said = f"{done} {KINDS[kind]} accepted."
    if left:
        said += f" {left} left for you: they lack something, or contradict what we hold."
    messages.success(request, said)
    return back(request, page.article)


@for_editors
def by_hand(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a statement of any passage of the text."""
    article = article_of(slug)
    page = page_of(article)
    passage = PassageForm(request.POST if request.method == "POST" else request.GET, article=article)
    if not passage.is_valid():
        sentence = next(iter(next(iter(passage.errors.values()))))
        messages.error(
            request, sentence if request.GET.get("words") else "Give some words of the article first."
        )
        return back(request, article)
    start, end = passage.cleaned_data["start"], passage.cleaned_data["end"]
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        entry=Entry(topic="status", as_of=article.date),
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
        return redirect("change", change.pk)
    waiting = list(reviewing.waiting(article))
    context: dict[str, Any] = {"article": article, "waiting": waiting, "problem": ""}
    if waiting:
        context["seen"] = max(s.decided_id for s in waiting)
        try:
            with reviewing.rehearsed(article, by=request.user) as change:
                cells = what_changed(change)
        except EditingError as refusal:
            context["problem"] = str(refusal)
        else:
            # What only gets a further source looks to readers as it did.
            context["cells"] = [cell for cell in cells if not is_only_cited(cell)]
            context["cited"] = [act for cell in cells if is_only_cited(cell) for act in cell.acts]
    context["left"] = article.suggestions.aggregate(n=Count("pk", filter=Q(state=SuggestionState.OPEN)))["n"]
    return render(request, "capture/publish.html", context)


def is_only_cited(cell: Touched) -> bool:
    return all(act.kind == ChangeKind.CITED for act in cell.acts)
