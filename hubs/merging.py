"""Two records that are the same become one: what that would move, what stands against it, and doing it.

Statements keep their key, their words and their dates; only the record they are tied to changes, because it was
one and the same all along. What says the same twice stays twice, and what differs shows as a conflict.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from hubs.editing import EditingError, Editor, refresh_initiatives
from hubs.models import (
    Alias,
    Article,
    Change,
    Citation,
    Door,
    FormerAddress,
    Initiative,
    Involvement,
    Organisation,
    Participation,
    Ranking,
    Statement,
    Suggestion,
)

Record = Organisation | Initiative | Article

# What is shown side by side.
FIELDS: dict[type[models.Model], str] = {
    Organisation: "name_en name_zh_hant name_zh_hans kind jurisdiction",
    Initiative: (
        "title_en title_zh_hant title_zh_hans category locality successor status status_on began ended"
        " summary_en note"
    ),
    Article: "title publisher author date language kind url accessed sha256 note",
}
# Not among what is filled in where it is empty: worked out from statements, or moved with a rule of its own.
OF_THEIR_OWN = {"status", "status_on", "began", "ended", "successor", "url", "sha256"}
# By what a record is also known once it is part of another; an article has no other names.
NAMES: dict[type[models.Model], tuple[str, ...]] = {
    Organisation: ("name_en", "name_zh_hant", "name_zh_hans"),
    Initiative: ("title_en", "title_zh_hant", "title_zh_hans"),
    Article: (),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a merge would do: rows that move, by what they are called; fields that are filled; why it may not be."""

    moves: dict[str, int]
    filled: list[str]
    conflicts: list[str]


def outlook(stays: Record, goes: Record) -> Outlook:
    moves = {name: rows.count() for name, rows in tied_to(goes)}
    filled = taken_over(stays, goes) if type(stays) is type(goes) else []
    return Outlook({name: n for name, n in moves.items() if n}, filled, list(conflicts(stays, goes)))


def taken_over(stays: Record, goes: Record) -> list[str]:
    """The fields that are empty in the one that stays, and not in the one that goes."""
    names = (name for name in FIELDS[type(stays)].split() if name not in OF_THEIR_OWN)
    return [name for name in names if not getattr(stays, name) and getattr(goes, name)]


def tied_to(record: Record) -> Iterable[tuple[str, models.QuerySet]]:
    """Every row that points at the record, by what the record calls them."""
    for relation in record._meta.related_objects:
        if not relation.many_to_many:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: record})
            yield relation.get_accessor_name().replace("_", " "), rows


def conflicts(stays: Record, goes: Record) -> Iterable[str]:
    """Why the two may not become one; a sentence each, saying what would help."""
    if type(stays) is not type(goes) or stays.pk == goes.pk:
        yield "Choose two different records of one kind."
    elif isinstance(stays, Article):
        if stays.text and goes.text and stays.text != goes.text:
            yield (
                f"We hold a text of “{stays}” ({stays.slug}) and another one of “{goes}” ({goes.slug}), and quotes"
                " stand at their place in either. They are two articles: keep both."
            )
    elif isinstance(stays, Initiative):
        yield from _initiatives_apart(stays, goes)


def _initiatives_apart(stays: Initiative, goes: Initiative) -> Iterable[str]:
    leads = {p.initiative_id: p.jurisdiction for p in _leads(stays, goes)}
    if len(set(leads.values())) > 1:
        yield (
            f"“{stays}” is led by {leads[stays.pk]} and “{goes}” by {leads[goes.pk]}; an initiative has one lead."
            " Give both the same lead first."
        )
    followers = {stays.successor_id, goes.successor_id} - {None}
    if goes.pk in followers or stays.pk in followers:
        yield "One of them is recorded as the successor of the other. Take that away first if they are the same."
    elif len(followers) > 1:
        yield (
            f"“{stays}” is followed by “{stays.successor}” and “{goes}” by “{goes.successor}”; an initiative has"
            " one successor. Give both the same first."
        )
    elif _goes_round({stays.pk, goes.pk}, followers):
        yield "Merged, they would follow themselves in a circle. Correct the successors first."


def _leads(*initiatives: Initiative) -> models.QuerySet:
    return Participation.objects.filter(initiative__in=initiatives, lead=True).select_related("jurisdiction")


def _goes_round(merged: set[int], followers: set[int]) -> bool:
    """Whether the chain of successors leads back to one of the merged."""
    seen: set[int] = set()
    while followers - seen:
        if followers & merged:
            return True
        seen |= followers
        further = Initiative.objects.filter(pk__in=followers, successor__isnull=False)
        followers = set(further.values_list("successor", flat=True))
    return False


@transaction.atomic
def merge(*, stays: Record, goes: Record, by: Editor, reason: str) -> Change:
    """Move everything from one record to the other, and remove it; its address leads to the one that stays.

    Raises EditingError, having written nothing, when something stands against it.
    """
    if not reason.strip():
        raise EditingError("Say how you know that they are the same: the history keeps the reason.")
    change = Change.objects.open(by=by, door=Door.ADMIN, note=reason.strip()[:500])
    stays, goes = _locked(stays, goes)
    against = list(conflicts(stays, goes))
    if against:
        raise EditingError(" ".join(against))

    _redirect(stays, goes, change)
    for name in taken_over(stays, goes):
        setattr(stays, name, getattr(goes, name))
    names = [getattr(goes, name) for name in NAMES[type(goes)]]
    match stays:
        case Organisation():
            _move_involvements(stays, goes, of="organisation")
        case Initiative():
            _move_involvements(stays, goes, of="initiative")
            _move_participations(stays, goes)
            _move_statements(stays, goes, change)
            _move_successors(stays, goes, by)
        case Article():
            _move_citations(stays, goes, change)
            Suggestion.objects.filter(article=goes).update(article=stays)
            _take_over_text(stays, goes)
    if names:
        _move_aliases(stays, goes, names)
        _rename_in_suggestions(stays, goes)
    _remove(goes, by, f"merged into {stays.slug}: {reason.strip()}")
    _keep(stays, by, f"{goes.slug} merged into it: {reason.strip()}")
    if isinstance(stays, Initiative):
        refresh_initiatives([stays.pk])
    return change


def _locked(stays: Record, goes: Record) -> tuple[Record, Record]:
    """Both as they are now, and no one else's until this is done."""
    model = type(stays)
    rows = model._base_manager.select_for_update().filter(pk__in=(stays.pk, goes.pk)).order_by("pk")
    now = {row.pk: row for row in rows}
    if goes.pk not in now or stays.pk not in now:
        raise EditingError(
            "One of the two is not there any more: somebody has merged or deleted it meanwhile."
        )
    return now[stays.pk], now[goes.pk]


def _move_involvements(stays: Record, goes: Record, *, of: str) -> None:
    """Who has which role in what; the same role of both in the same is one role."""
    other = "initiative" if of == "organisation" else "organisation"
    held = set(Involvement.objects.filter(**{of: stays}).values_list(other, "role"))
    for involvement in Involvement.objects.filter(**{of: goes}):
        if (getattr(involvement, f"{other}_id"), involvement.role) in held:
            involvement.delete()
        else:
            setattr(involvement, of, stays)
            involvement.save()


def _move_participations(stays: Initiative, goes: Initiative) -> None:
    """Hubs that lead or take part; one that does in both does so once, and leads if it led either."""
    ours = {p.jurisdiction_id: p for p in Participation.objects.filter(initiative=stays)}
    for participation in Participation.objects.filter(initiative=goes):
        own = ours.get(participation.jurisdiction_id)
        if own is None:
            participation.initiative = stays
            participation.save()
            continue
        lead = participation.lead and not own.lead
        participation.delete()
        if lead:
            own.lead = True
            own.save()


def _move_statements(stays: Initiative, goes: Initiative, change: Change) -> None:
    """All that was ever said of it, also what was withdrawn since; one cell has one preference, that of `stays`."""
    preferred = Ranking.objects.live()
    cells = preferred.filter(statement__initiative=stays).values_list("statement__topic", "statement__series")
    for topic, series in cells:
        preferred.filter(statement__initiative=goes, statement__topic=topic, statement__series=series).update(
            withdrawn=change
        )
    Statement.objects.filter(initiative=goes).update(initiative=stays)


def _move_successors(stays: Initiative, goes: Initiative, by: Editor) -> None:
    stays.successor_id = stays.successor_id or goes.successor_id
    for predecessor in Initiative.objects.filter(successor=goes):
        predecessor.successor = stays
        predecessor._history_user = by
        predecessor._change_reason = f"{goes.slug} merged into {stays.slug}"
        predecessor.save()


def _move_citations(stays: Article, goes: Article, change: Change) -> None:
    """What rests on it; a statement that cites the same place of both cites it once."""
    ours = set(Citation.objects.filter(article=stays, withdrawn=None).values_list("statement", "start"))
    twice = [
        citation.pk
        for citation in Citation.objects.filter(article=goes, withdrawn=None)
        if (citation.statement_id, citation.start) in ours
    ]
    Citation.objects.filter(pk__in=twice, published=None).delete()
    Citation.objects.filter(pk__in=twice).update(withdrawn=change)
    Citation.objects.filter(article=goes).update(article=stays)


def _take_over_text(stays: Article, goes: Article) -> None:
    """The text we hold, and the address it was read at, where the one that stays has none; else a note of it."""
    if goes.text:
        stays.hold_text(goes.text)
    if goes.url and stays.url:
        stays.note = "\n".join(filter(None, (stays.note, f"Also at {goes.url}")))
    stays.url = stays.url or goes.url


def _move_aliases(stays: Record, goes: Record, names: list[str]) -> None:
    """Its names and other names become other names of the one that stays, each once."""
    kind = stays._meta.model_name
    known = {getattr(stays, name) for name in NAMES[type(stays)]}
    known |= set(Alias.objects.filter(**{kind: stays}).values_list("text", flat=True))
    aliases = Alias.objects.filter(**{kind: goes})
    longest = Alias._meta.get_field("text").max_length
    wanted = [*(name[:longest] for name in names), *aliases.values_list("text", flat=True)]
    aliases.delete()
    for text in dict.fromkeys(wanted):
        if text and text not in known:
            Alias.objects.create(text=text, **{kind: stays})


def _rename_in_suggestions(stays: Record, goes: Record) -> None:
    """Suggestions name records by their slug; those not public yet must go on finding them."""
    single, several = (
        ("initiative", ()) if isinstance(stays, Initiative) else ("", ("organisations", "bodies"))
    )

    def renamed(said: Any) -> Any:
        if not isinstance(said, dict):
            return said
        new = dict(said)
        if single and said.get(single) == goes.slug:
            new[single] = stays.slug
        for name in several:
            if goes.slug in said.get(name, ()):
                slugs = (stays.slug if slug == goes.slug else slug for slug in said[name])
                new[name] = list(dict.fromkeys(slugs))
        if "entry" in said:
            new["entry"] = renamed(said["entry"])
        return new

    for suggestion in Suggestion.objects.filter(statement=None):
        payload, entered = renamed(suggestion.payload), renamed(suggestion.entered)
        if (payload, entered) != (suggestion.payload, suggestion.entered):
            suggestion.payload, suggestion.entered = payload, entered
            suggestion.save(update_fields=["payload", "entered"])


def _redirect(stays: Record, goes: Record, change: Change) -> None:
    """The address of what goes, and every address that led to it, leads to what stays; and what comes with it."""
    kind = stays._meta.model_name
    FormerAddress.objects.filter(**{kind: goes}).update(**{kind: stays})
    # A slug may have been given anew since it was merged away.
    taken = FormerAddress.objects.filter(slug__in=(goes.slug, stays.slug), **{f"{kind}__isnull": False})
    taken.delete()
    former = FormerAddress.objects.create(
        slug=goes.slug, change=change, name=str(goes), into=str(stays), **{kind: stays}
    )
    if isinstance(goes, Initiative):
        former.statements.set(Statement.objects.filter(initiative=goes))


def _remove(goes: Record, by: Editor, why: str) -> None:
    """Delete what has been emptied; nothing may go with it."""
    left = [name for name, rows in tied_to(goes) if rows.exists()]
    if left:
        raise EditingError(f"“{goes}” still holds {', '.join(left)}, so it was not merged.")
    goes._history_user, goes._change_reason = by, why[:100]
    goes.delete()


def _keep(stays: Record, by: Editor, why: str) -> None:
    stays._history_user, stays._change_reason = by, why[:100]
    stays.save()
