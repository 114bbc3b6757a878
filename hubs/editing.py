"""The one way statements are written, whichever door they come in by.

Every function is one act: atomic, keyword-only where it matters, and knows who (`by`). What the
database cannot hold by itself, because it spans tables, is checked here and by `check_data`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Prefetch

from hubs.models import (
    Change,
    Citation,
    Finding,
    Initiative,
    Nature,
    Ranking,
    Standing,
    Statement,
    Status,
    TopicKind,
    TopicSubject,
    Why,
    fill_days,
    first_free,
)
from hubs.possible import flaws
from hubs.preference import moment, weigh

# The person who acts; nobody, when a command runs by itself.
Editor = AbstractBaseUser | None

# What repeats on an initiative, by the topic that says it.
STATUS, BEGAN, ENDED = "status", "began", "ended"


class EditingError(ValueError):
    """An act that may not be done; the message is the sentence the editor reads."""


@dataclass
class Publication:
    """A statement about to become public, with the citations it rests on."""

    statement: Statement
    citations: list[Citation] = field(default_factory=list)
    replaces: Statement | None = None
    why: str = ""


@transaction.atomic
def publish_many(
    publications: Sequence[Publication],
    *,
    further: Sequence[Citation] = (),
    by: Editor,
    door: str,
    note: str = "",
) -> Change:
    """Make statements public in one change; those that replace a live one withdraw it in the same act.

    What replaces a preferred statement because we were wrong is preferred for the same reason; where the world
    changed, what is newer stands by itself. `further` are new citations of statements that are live already. One
    with words takes the place of one of the same article without. Raises EditingError, having written nothing, at
    the first that may not be published.
    """
    change = Change.objects.open(by=by, door=door, note=note)
    for publication in publications:
        check_can_publish(publication)
    preferred = _preferred_because(p.replaces for p in publications if p.replaces and p.why == Why.US)
    _withdraw_rows([p.replaces for p in publications if p.replaces], change)

    drafts: list[Statement] = []
    fresh: list[Statement] = []
    for publication in publications:
        statement = publication.statement
        statement.published, statement.sent_back = change, ""
        if publication.replaces:
            statement.replaces = publication.replaces
            statement.key = publication.replaces.key
            statement.why = publication.why
        (drafts if statement.pk else fresh).append(statement)
    for statement in drafts:
        statement.save()
    Statement.objects.bulk_create(fresh)

    citations = []
    for publication in publications:
        for citation in publication.citations:
            citation.statement = publication.statement
            citation.published = change
            if citation.pk:
                citation.save()
            else:
                citations.append(citation)
    Citation.objects.bulk_create([*citations, *_further(further, change)])
    Ranking.objects.bulk_create(
        Ranking(statement=p.statement, reason=preferred[p.replaces.pk], published=change)
        for p in publications
        if p.replaces and p.replaces.pk in preferred
    )

    refresh_initiatives(p.statement.initiative_id for p in publications if p.statement.initiative_id)
    return change


def publish(publication: Publication, *, by: Editor, door: str, note: str = "") -> Change:
    """Make one statement public."""
    return publish_many([publication], by=by, door=door, note=note)


def correct(
    *,
    statement: Statement,
    replacement: Statement,
    citations: list[Citation],
    why: str,
    by: Editor,
    door: str,
    note: str = "",
) -> Change:
    """Withdraw a live statement and publish its replacement under the same key, in one change."""
    return publish(Publication(replacement, citations, statement, why), by=by, door=door, note=note)


@transaction.atomic
def redraft(draft: Statement, citations: Sequence[Citation]) -> None:
    """Keep a draft as it now reads, resting on exactly these new citations; it is proposed anew."""
    draft.key, draft.sent_back = draft.key or free_key(draft), ""
    draft.save()
    draft.citations.all().delete()
    for citation in citations:
        citation.statement = draft
    Citation.objects.bulk_create(citations)


def send_back(*, draft: Statement, reason: str) -> None:
    """Leave a draft to who proposed it, with what keeps it from being published; no reader hears of it."""
    if not reason.strip():
        raise EditingError("Say what keeps it from being published: who proposed it reads that.")
    if not Statement.objects.filter(pk=draft.pk, published=None).update(sent_back=reason.strip()):
        raise EditingError(f"“{draft.key}” is not a draft any more: it cannot be sent back.")


@contextmanager
def rehearsal() -> Iterator[None]:
    """Whatever is written inside the block can be looked at there, and is gone without a trace at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def withdraw(*, statement: Statement, reason: str, by: Editor, door: str) -> Change:
    """Take a live statement from the public without a replacement; the reason is public."""
    return withdraw_many([statement], reason=reason, by=by, door=door)


@transaction.atomic
def withdraw_many(statements: Sequence[Statement], *, reason: str, by: Editor, door: str) -> Change:
    """Take live statements from the public in one change, for one reason."""
    if not reason.strip():
        raise EditingError("Say why it is withdrawn: readers see the reason.")
    change = Change.objects.open(by=by, door=door, note=reason.strip()[:500])
    _withdraw_rows(statements, change)
    refresh_initiatives(s.initiative_id for s in statements if s.initiative_id)
    return change


@transaction.atomic
def rank(*, statement: Statement, reason: str, by: Editor, door: str) -> Change:
    """Prefer a live statement over the others of its cell, for a reason that readers can see."""
    if not reason.strip():
        raise EditingError("Say why it is preferred: readers see the reason.")
    change = Change.objects.open(by=by, door=door, note=reason.strip()[:500])
    rivals = Statement.objects.live().filter(
        jurisdiction=statement.jurisdiction,
        initiative=statement.initiative,
        topic=statement.topic,
        series=statement.series,
    )
    if not rivals.filter(pk=statement.pk).exists():
        raise EditingError(f"“{statement}” is not public, so it cannot be preferred.")
    Ranking.objects.live().filter(statement__in=rivals).update(withdrawn=change)
    Ranking.objects.create(statement=statement, reason=reason, published=change)
    if statement.initiative_id:
        refresh_initiatives([statement.initiative_id])
    return change


def check_can_publish(publication: Publication) -> None:
    """Raise EditingError with the sentence to read when this may not become public."""
    statement = publication.statement
    topic = statement.topic
    name = f"“{statement.key}”"
    if statement.pk and statement.published_id:
        raise EditingError(f"{name} is already public; correct it instead.")
    if (topic.subject == TopicSubject.JURISDICTION) != (statement.jurisdiction_id is not None):
        raise EditingError(f"{name}: the topic “{topic}” is about {topic.get_subject_display()}.")
    if statement.series and statement.series.topic_id != topic.pk:
        raise EditingError(f"{name}: the series “{statement.series}” does not belong to the topic “{topic}”.")
    if statement.choice and statement.choice.topic_id != topic.pk:
        raise EditingError(f"{name}: “{statement.choice}” is not a choice of the topic “{topic}”.")
    if statement.finding == Finding.VALUE:
        missing = {
            TopicKind.CHOICE: statement.choice is None,
            TopicKind.NUMBER: statement.number is None,
            TopicKind.DATE: not statement.value_date,
            TopicKind.PROSE: not statement.text,
        }[TopicKind(topic.kind)]
        if missing:
            raise EditingError(f"{name}: the topic “{topic}” wants a {topic.get_kind_display()}.")
    for flaw in flaws(statement):
        raise EditingError(f"{name}: {flaw.sentence}")
    cited = publication.citations or (
        statement.pk and Citation.objects.filter(statement=statement, withdrawn=None).exists()
    )
    # “Looked, not found” is our own finding: it rests on a search, not on a page.
    sourceless = statement.standing == Standing.UNCONFIRMED or statement.finding == Finding.NOT_FOUND
    if not cited and not sourceless:
        raise EditingError(f"{name} has no source: cite an article, or mark it unconfirmed.")
    if publication.replaces and publication.why not in Why.values:
        raise EditingError(f"{name}: say whether the world changed or we corrected ourselves.")
    if publication.replaces and publication.replaces.nature == Nature.EVENT and publication.why == Why.WORLD:
        raise EditingError(
            f"{name} tells what happened, which stays on record: say what came after as a statement of its own, "
            "or that we were wrong."
        )


def can_publish(publication: Publication) -> bool:
    try:
        check_can_publish(publication)
    except EditingError:
        return False
    return True


def free_key(statement: Statement, taken: Collection[str] = ()) -> str:
    """Topic or series, hub or initiative, and the day: as the keys of the starter dataset, and not in use."""
    topic = statement.topic.slug
    about = statement.subject.slug
    if statement.initiative:
        base = f"{about}--{topic}"
    else:
        counted = statement.series.slug if statement.series else topic
        day = statement.as_of or statement.valid_from
        base = "--".join(filter(None, (counted, about, day.lower())))
    return first_free(base[:140], lambda key: key in taken or Statement.objects.filter(key=key).exists())


def _withdraw_rows(statements: Iterable[Statement], change: Change) -> None:
    """Withdraw live statements with their citations and rankings; refuse where one is live no more."""
    ids = [statement.pk for statement in statements]
    if not ids:
        return
    withdrawn = Statement.objects.live().filter(pk__in=ids).update(withdrawn=change)
    if withdrawn != len(set(ids)):
        raise EditingError("Somebody else has changed or withdrawn it meanwhile: look at it again first.")
    Citation.objects.live().filter(statement__in=ids).update(withdrawn=change)
    Ranking.objects.live().filter(statement__in=ids).update(withdrawn=change)


def _preferred_because(statements: Iterable[Statement | None]) -> dict[int, str]:
    """Why editors prefer those of these live statements (by id) that they do prefer."""
    live = Ranking.objects.live().filter(statement__in=[s.pk for s in statements if s])
    return dict(live.values_list("statement", "reason"))


def _further(citations: Sequence[Citation], change: Change) -> list[Citation]:
    """New citations of live statements, ready to be written."""
    ids = {citation.statement_id for citation in citations}
    if Statement.objects.live().filter(pk__in=ids).count() != len(ids):
        raise EditingError("Somebody else has changed or withdrawn it meanwhile: look at it again first.")
    for citation in citations:
        citation.published = change
        if citation.quote:
            Citation.objects.live().filter(
                statement=citation.statement, article=citation.article, start__isnull=True
            ).update(withdrawn=change)
    return list(citations)


def refresh_initiatives(initiatives: Iterable[int]) -> None:
    """Repeat on the initiatives (by id) what their preferred statements say of status, begin and end."""
    stale = Initiative.objects.filter(pk__in=set(initiatives))
    changed = []
    by_initiative: dict[int, dict[str, list[Statement]]] = {}
    statements = Statement.objects.live().filter(initiative__in=stale, topic__slug__in=(STATUS, BEGAN, ENDED))
    # All that weighing asks for; of thousands, their articles would take longer than anything else.
    cited, ranked = (
        Prefetch("citations", Citation.objects.live()),
        Prefetch("rankings", Ranking.objects.live()),
    )
    for statement in statements.select_related("topic", "choice").prefetch_related(cited, ranked):
        by_topic = by_initiative.setdefault(statement.initiative_id, {})
        by_topic.setdefault(statement.topic.slug, []).append(statement)
    for initiative in stale:
        before = initiative.repeated
        repeat_on(initiative, by_initiative.get(initiative.pk, {}))
        if initiative.repeated != before:
            changed.append(initiative)
    fields = [f"{name}{part}" for name in ("status_on", "began", "ended") for part in ("", "_first", "_last")]
    # They are all there, so this inserts nothing: of thousands, bulk_update would take several seconds.
    Initiative.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["status", "status_observed", "status_planned", "began_planned", *fields],
    )


def repeat_on(initiative: Initiative, by_topic: dict[str, list[Statement]]) -> None:
    """Set the repeated columns of one initiative from its live statements by topic, without saving."""
    status = newest_status(by_topic.get(STATUS, ()))
    initiative.status = status.choice.code if status and status.choice else ""
    date = moment(status) if status else None
    initiative.status_on = date.text if date else ""
    initiative.status_observed = status is not None and status.nature == Nature.OBSERVED
    initiative.status_planned = status is not None and status.planned
    began, ended = (weigh(by_topic.get(name, ())).shown for name in (BEGAN, ENDED))
    initiative.began = began[0].value_date if began else ""
    initiative.began_planned = bool(began) and began[0].planned
    # A plan places an initiative in time, but what is only meant to end has not ended.
    initiative.ended = ended[0].value_date if ended and not ended[0].planned else ""
    # bulk_update does not fill the days as saving does.
    for name in ("status_on", BEGAN, ENDED):
        fill_days(initiative, name)


def newest_status(statements: Iterable[Statement]) -> Statement | None:
    """The statement that says where an initiative stands: the newest accepted event or observation."""
    shown = weigh(statements).shown
    # Tied: an event outweighs a sighting, and what is further along outweighs what came before.
    order = Status.values
    return min(
        shown,
        key=lambda s: (s.nature != Nature.EVENT, -order.index(s.choice.code) if s.choice else 0),
        default=None,
    )
