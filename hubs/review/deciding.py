"""Decisions on suggestions: each by one person, at one time, and open to be taken back until it is published."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from hubs.editing import EditingError, Editor
from hubs.models import Article, Change, Door, Suggestion, SuggestionState
from hubs.review.entry import Entry, make
from hubs.review.vocabulary import Vocabulary


@transaction.atomic
def accept(
    suggestion: Suggestion,
    entry: Entry,
    *,
    by: Editor,
    vocabulary: Vocabulary,
    place: tuple[int, int] | None = None,
) -> None:
    """Accept a suggestion as entered, resting on other words of the text where `place` says so.

    EditingError when the entry lacks something, or another was quicker.
    """
    if not Suggestion.objects.filter(pk=suggestion.pk, state=SuggestionState.OPEN).exists():
        # Told before what it lacks, which may not matter any more.
        raise EditingError(_meanwhile(suggestion))
    make(entry, suggestion.article, vocabulary)
    _decide([suggestion], "Accepted", by=by, entries=[entry])
    _rest_on(suggestion, place)


@transaction.atomic
def mend(
    suggestion: Suggestion,
    entry: Entry,
    *,
    by: Editor,
    vocabulary: Vocabulary,
    place: tuple[int, int] | None = None,
) -> None:
    """Accept it as entered in place of the decision that `suggestion` was read with, in one act.

    EditingError as for `accept`, and when it is public.
    """
    make(entry, suggestion.article, vocabulary)
    as_read = Suggestion.objects.filter(decided=suggestion.decided_id, decided__isnull=False, statement=None)
    _decide([suggestion], "Mended", by=by, entries=[entry], among=as_read)
    _rest_on(suggestion, place)


def _rest_on(suggestion: Suggestion, place: tuple[int, int] | None) -> None:
    if place:
        suggestion.start, suggestion.end = place
        suggestion.save(update_fields=["start", "end"])


@transaction.atomic
def accept_all(
    entries: Iterable[tuple[Suggestion, Entry]], *, by: Editor, vocabulary: Vocabulary
) -> tuple[int, int]:
    """Accept, in one act, those that need nothing more; how many were accepted, and how many wait for a person."""
    ready, left = [], 0
    for suggestion, entry in entries:
        try:
            make(entry, suggestion.article, vocabulary)
        except EditingError:
            left += 1
        else:
            ready.append((suggestion, entry))
    if ready:
        suggestions, accepted = zip(*ready, strict=True)
        _decide(suggestions, "Accepted", by=by, entries=accepted)
    return len(ready), left


@transaction.atomic
def reject(suggestion: Suggestion, *, reason: str, by: Editor) -> None:
    """Reject a suggestion; the reason stays with it. EditingError without one, or when another was quicker."""
    if not reason.strip():
        raise EditingError("Say in a few words why it is rejected: who looks at it later will ask.")
    _decide([suggestion], "Rejected", by=by, reason=reason.strip())


@transaction.atomic
def by_hand(
    article: Article, start: int, end: int, entry: Entry, *, by: Editor, vocabulary: Vocabulary
) -> Suggestion:
    """Make a statement of a passage that capture did not propose; accepted as entered, like any other."""
    quote = article.text[start:end]
    if not quote.strip():
        raise EditingError("Choose some words of the article first.")
    make(entry, article, vocabulary)
    payload = {"kind": "by hand", "quote": quote, "entry": entry.to_json(), "because": ["chosen by hand"]}
    suggestion = Suggestion.objects.create(article=article, start=start, end=end, payload=payload)
    _decide([suggestion], "Accepted", by=by, entries=[entry])
    return suggestion


@transaction.atomic
def undo_all(suggestions: Iterable[Suggestion], *, by: Editor) -> None:
    """Take back what was decided in one act, each as it was read; all or nothing."""
    for suggestion in suggestions:
        undo(suggestion, by=by)


@transaction.atomic
def undo(suggestion: Suggestion, *, by: Editor) -> None:
    """Take back the decision that `suggestion` was read with. EditingError when it is public, or decided anew.

    What was entered stays to begin with again, and so do the words it rests on.
    """
    Change.objects.open(by=by, door=Door.REVIEW, note=_note("Reopened", [suggestion]))
    # Except that it is a source of something: what we hold may be another thing by the time it is looked at.
    entered = suggestion.entered
    if entered and entered.get("cites"):
        entered = None
    taken_back = Suggestion.objects.filter(
        pk=suggestion.pk, decided=suggestion.decided_id, decided__isnull=False, statement=None
    ).update(state=SuggestionState.OPEN, decided=None, entered=entered)
    if not taken_back:
        raise EditingError(_meanwhile(suggestion))
    suggestion.refresh_from_db()


def _decide(
    suggestions: Iterable[Suggestion],
    verb: str,
    *,
    by: Editor,
    entries: Iterable[Entry] | None = None,
    reason: str = "",
    among: QuerySet[Suggestion] | None = None,
) -> None:
    """Only what is still open, or still as `among` has it: of two people who decide at once, the second is told."""
    if among is None:
        among = Suggestion.objects.filter(state=SuggestionState.OPEN)
    suggestions = list(suggestions)
    entered: list[Entry | None] = [*entries] if entries is not None else [None] * len(suggestions)
    change = Change.objects.open(by=by, door=Door.REVIEW, note=_note(verb, suggestions, reason))
    state = SuggestionState.REJECTED if entries is None else SuggestionState.ACCEPTED
    for suggestion, entry in zip(suggestions, entered, strict=True):
        told = {"entered": entry.to_json()} if entry else {}
        if not among.filter(pk=suggestion.pk).update(state=state, decided=change, **told):
            raise EditingError(_meanwhile(suggestion))
        suggestion.refresh_from_db()


def _note(verb: str, suggestions: list[Suggestion], reason: str = "") -> str:
    many = f"{len(suggestions)} suggestions" if len(suggestions) > 1 else f"suggestion {suggestions[0].pk}"
    note = f"{verb} {many} from “{suggestions[0].article.title[:200]}”"
    return f"{note}: {reason}"[:500] if reason else note


def _meanwhile(suggestion: Suggestion) -> str:
    now = Suggestion.objects.select_related("decided__by").filter(pk=suggestion.pk).first()
    if now is None:
        return "This suggestion is gone: the page is shown as it is now."
    if now.statement_id:
        return "This is public already: correct the statement itself."
    if now.decided is None:
        return "Somebody has taken the decision back meanwhile: look at it again."
    who = now.decided.by.get_username() if now.decided.by else "Somebody"
    return f"{who} has {now.state} this meanwhile: look at it again."
