"""What was accepted from an article, made public in one change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from hubs import editing
from hubs.editing import EditingError, Editor
from hubs.models import (
    Article,
    Change,
    Citation,
    Door,
    Initiative,
    Involvement,
    Participation,
    Statement,
    Suggestion,
    SuggestionState,
    free_slug,
)
from hubs.review.entry import Entry, Made, make
from hubs.review.holding import Holding
from hubs.review.vocabulary import Vocabulary, read_vocabulary


@dataclass
class _Act:
    """Everything one publication writes."""

    publications: list[editing.Publication] = field(default_factory=list)
    further: list[Citation] = field(default_factory=list)
    said: list[tuple[Suggestion, Statement]] = field(default_factory=list)


def waiting(article: Article) -> QuerySet[Suggestion]:
    """Suggestions that were accepted and are not public yet, in the order of the text."""
    return article.suggestions.filter(state=SuggestionState.ACCEPTED, statement=None).select_related(
        "article", "decided__by"
    )


@transaction.atomic
def publish(article: Article, *, by: Editor, seen: int | None = None) -> Change:
    """Make all that was accepted public in one change, each statement tied to its sentence.

    `seen` is the number of the newest decision the editor was shown: EditingError when there is a newer one,
    when nothing waits, or when something may not become public; nothing is written then.
    """
    Change.objects.queue()
    # Two who publish the same article wait for each other.
    article = Article.objects.select_for_update().get(pk=article.pk)
    accepted = list(waiting(article))
    if not accepted:
        raise EditingError("Nothing is accepted and waiting: it may have been published meanwhile.")
    if seen is not None and max(s.decided_id or 0 for s in accepted) != seen:
        raise EditingError(
            "Decisions were made or taken back meanwhile: look at what would be published again."
        )
    act = _act(article, accepted, read_vocabulary())
    note = f"Read in an article: {article.title[:300]}"
    try:
        change = editing.publish_many(
            act.publications, further=act.further, by=by, door=Door.REVIEW, note=note
        )
    except IntegrityError as clash:
        raise EditingError("Somebody published the same at this moment: look at it again.") from clash
    for suggestion, statement in act.said:
        suggestion.statement = statement
        suggestion.save(update_fields=["statement"])
    return change


@contextmanager
def rehearsed(article: Article, *, by: Editor) -> Iterator[Change]:
    """The change as it would be, to look at inside the block; gone without a trace at its end."""
    with editing.rehearsal():
        yield publish(article, by=by)


def _act(article: Article, accepted: list[Suggestion], vocabulary: Vocabulary) -> _Act:
    act = _Act()
    initiatives: dict[tuple[str, ...], Initiative] = {}
    made_of: dict[Entry, Statement] = {}
    cited: dict[str, Statement] = {}
    resting: set[tuple[int, int]] = set()  # statement and start: a passage is cited once
    for suggestion in accepted:
        entry = Entry.from_json(suggestion.entered or {})
        citation = _citation(suggestion)
        if entry.cites:
            statement = cited.get(entry.cites) or _live(entry.cites)
            if (statement.published_id or 0) > (suggestion.decided_id or 0):
                raise EditingError(
                    f"“{entry.cites}” was corrected after a passage was accepted as a further source of it: "
                    "take that decision back and look again."
                )
            cited[entry.cites] = statement
        elif entry.identity in made_of:
            statement = made_of[entry.identity]
        else:
            made = make(entry, article, vocabulary)
            if made.initiative:
                _give_initiative(made, initiatives, entry, vocabulary)
            first, *others = made.statements
            twin = Holding.of([first]).twin(first)
            if twin is None:
                _publish_new(act, first, entry, citation)
            for other in others:
                if _is_first_of(act, other):
                    _publish_new(act, other, entry, _citation(suggestion))
            statement = made_of[entry.identity] = twin or first
        if id(statement) in {id(p.statement) for p in act.publications}:
            own = next(p for p in act.publications if p.statement is statement)
            if all(c.start != citation.start for c in own.citations):
                own.citations.append(citation)
        elif (statement.pk, suggestion.start) not in resting:
            resting.add((statement.pk, suggestion.start))
            if (
                not Citation.objects.live()
                .filter(statement=statement, article=article, start=suggestion.start)
                .exists()
            ):
                citation.statement = statement
                act.further.append(citation)
        act.said.append((suggestion, statement))
    return act


def _citation(suggestion: Suggestion) -> Citation:
    article = suggestion.article
    quote = article.text[suggestion.start : suggestion.end]
    return Citation(
        article=article, quote=quote, start=suggestion.start, end=suggestion.end, level=article.level
    )


def _live(key: str) -> Statement:
    statement = Statement.objects.live().filter(key=key).first()
    if statement is None:
        raise EditingError(
            f"“{key}” is no longer public, so the passage cannot be a further source of it: edit that decision."
        )
    return statement


def _publish_new(act: _Act, statement: Statement, entry: Entry, citation: Citation) -> None:
    statement.key = editing.free_key(statement, {p.statement.key for p in act.publications})
    act.publications.append(editing.Publication(statement, [citation]))


def _is_first_of(act: _Act, statement: Statement) -> bool:
    """A new initiative begins once, whatever else the article says of it."""
    return not any(
        p.statement.topic == statement.topic and p.statement.initiative is statement.initiative
        for p in act.publications
    )


def _give_initiative(
    made: Made, known: dict[tuple[str, ...], Initiative], entry: Entry, vocabulary: Vocabulary
) -> None:
    """One new initiative for all passages that tell of it, with those who have part in it."""
    assert made.initiative is not None
    initiative = known.setdefault(entry.subject, made.initiative)
    if initiative.pk is None:
        words = slugify(initiative.title_en)[:80].strip("-")
        initiative.slug = free_slug(
            Initiative, words or f"{entry.hubs[0]}-{entry.category}".replace("_", "-")
        )
        initiative.save()
    for place, hub in enumerate(made.hubs):
        lead = place == 0 and not initiative.participations.filter(lead=True).exists()
        Participation.objects.get_or_create(
            initiative=initiative, jurisdiction=vocabulary.hubs[hub], defaults={"lead": lead}
        )
    for body in made.bodies:
        Involvement.objects.get_or_create(initiative=initiative, organisation=vocabulary.organisations[body])
    for statement in made.statements:
        statement.initiative = initiative
