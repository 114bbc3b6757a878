"""What a change did: each cell it touched, as readers saw it before and after, and each act in it.

Change numbers are the second clock. A published statement never changes, so what stood in a cell at any
number can be worked out again from what was published and not yet withdrawn by then; nothing is stored twice.
"""

import copy
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects

from hubs.models import (
    Change,
    ChangeKind,
    Citation,
    FormerAddress,
    Heading,
    Initiative,
    Jurisdiction,
    Ranking,
    Series,
    Statement,
    Topic,
    TopicKind,
)
from hubs.preference import Weighed, weigh
from hubs.selection import MAX_HUBS, Selection

# In a list, so many acts of one kind are told one by one; of more, only how many there are.
MOST_TOLD = 5

# What a reader reads of a statement, in the order of a receipt; the answer and the sources come from elsewhere.
FIELDS = (
    *("value_date", "valid_from", "valid_until", "as_of", "nature", "standing", "planned"),
    *("certainty", "verification", "method", "break_before", "text", "note"),
)

# A topic about one hub or initiative, by their ids: all series of it.
Question = tuple[int, int | None, int | None]
# Statements (by id) that were public at one moment; and those of a cell, with those of the parent it may inherit from.
Known = dict[int, Statement]
Side = tuple[Known, Known]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a statement before and after; a side is None where there was no statement."""

    name: str
    before: Statement | None
    after: Statement | None


@dataclass(frozen=True, slots=True)
class Act:
    """What one change did to one statement.

    `before` and `after` are the statement as it stood in public: a new one has no before, a withdrawn one no after.
    """

    kind: ChangeKind
    before: Statement | None
    after: Statement | None
    reason: str = ""
    citations: tuple[Citation, ...] = ()

    @property
    def statement(self) -> Statement:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def sources(self) -> list[Citation]:
        """What it rests on; of further sources, only those."""
        return list(self.citations or self.statement.citations.all())

    @property
    def differences(self) -> list[Difference]:
        """The fields that say something else than before, the answer first and the sources last."""
        names = ("answer", *FIELDS, "sources")
        pairs = ((name, said(self.before, name), said(self.after, name)) for name in names)
        return [
            Difference(name, self.before, self.after)
            for name, old, new in pairs
            if (old or new) and old != new
        ]


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers saw in a cell at one moment: the statements that stood large, or which kind of nothing."""

    weighed: Weighed
    # As files call it: not_researched (of an initiative not_recorded), not_in_this_series or unsettled; else empty.
    absence: str = ""
    # The parent whose answer it was, where the topic is inherited and the hub had none of its own.
    inherited_from: Jurisdiction | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.weighed.shown


@dataclass(frozen=True, slots=True)
class Moved:
    """A merge, by what both were called then, and the statements (by id) it brought along."""

    name: str
    into: str
    came: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Touched:
    """A cell that a change touched: one hub or initiative on one topic (for figures: in one series)."""

    subject: Jurisdiction | Initiative
    topic: Topic
    series: Series | None
    before: Shown
    after: Shown
    acts: list[Act] = field(default_factory=list)
    # The comparison in which the cell can be seen; lists do without.
    selection: Selection | None = None
    # Since then, what it is about was merged into another record, which is the subject by now.
    moved: Moved | None = None

    @property
    def called(self) -> str:
        """What it is about, as it was called then."""
        return self.moved.name if self.moved else str(self.subject)

    @property
    def looks_different(self) -> bool:
        """Whether something else stands large than before."""
        return [s.pk for s in self.before.statements] != [s.pk for s in self.after.statements]


@dataclass(slots=True)
class Told:
    """A change as a list tells it: cells whose acts are few enough to be told, and of the others how many."""

    change: Change
    cells: list[Touched]
    counted: list[tuple[ChangeKind, int]]
    left_out: int = 0
    merge: FormerAddress | None = None
    merge_kind: ClassVar[ChangeKind] = ChangeKind.MERGED  # for its sign

    @property
    def acts(self) -> list[tuple[Touched, Act]]:
        return [(cell, act) for cell in self.cells for act in cell.acts]

    @property
    def only(self) -> tuple[Touched, Act] | None:
        """The one thing it did, if it is one."""
        return self.acts[0] if len(self.acts) == 1 and not self.counted else None


def what_changed(change: Change, questions: Collection[Question] | None = None) -> list[Touched]:
    """Every cell a change touched (or those of some questions), before and after, each with the acts in it."""
    kinds = {kind: {change.pk} for kind in ChangeKind}
    asked = touched_questions(kinds) if questions is None else questions
    cells = _touched([change], asked, kinds, merges_of([change])).get(change.pk, [])
    initiatives = [cell.subject for cell in cells if isinstance(cell.subject, Initiative)]
    prefetch_related_objects(initiatives, "participations__jurisdiction")
    for cell in cells:
        cell.selection = _side_by_side(cell, cells)
    return cells


def tell(
    changes: Iterable[Change], *, hub: Jurisdiction | None = None, kinds: Collection[ChangeKind] = ()
) -> list[Told]:
    """Changes (from `with_counts`) as a list tells them, limited to a hub and kinds, at a fixed number of queries."""
    changes = list(changes)
    wanted = [kind for kind in ChangeKind if not kinds or kind in kinds]
    counts = {c.pk: {kind: getattr(c, f"count_{kind.value}") for kind in ChangeKind} for c in changes}
    few = {kind: {pk for pk, n in counts.items() if 0 < n[kind] <= MOST_TOLD} for kind in wanted}
    merges = merges_of(c for c in changes if c.pk in few.get(ChangeKind.MERGED, ()))
    cells = _touched(changes, touched_questions(few, hub), few, merges)
    told = []
    for change in changes:
        of_this = counts[change.pk]
        counted = [(kind, of_this[kind]) for kind in wanted if of_this[kind] > MOST_TOLD]
        left_out = sum(n for kind, n in of_this.items() if kind not in wanted)
        touched, merge = cells.get(change.pk, []), merges.get(change.pk)
        if merge:  # much may have come with it; what readers see change is told
            touched = [cell for cell in touched if cell.looks_different][:MOST_TOLD]
        told.append(Told(change, touched, counted, left_out, merge))
    return told


def merges_of(changes: Iterable[Change]) -> dict[int, FormerAddress]:
    """What was merged in these changes (by id), with the records they lead to."""
    changes = list(changes)
    led_to = FormerAddress.objects.select_related("organisation", "initiative", "article")
    prefetch_related_objects(changes, Prefetch("merges", led_to.defer("article__text")))
    return {change.pk: merge for change in changes for merge in change.merges.all()}


def touched_questions(few: dict[ChangeKind, set[int]], hub: Jurisdiction | None = None) -> list[Question]:
    """What was touched by acts of these kinds in these changes (by id), in one query and in the order of a sheet."""
    touched = Q(pk__in=())
    for kind, changes in few.items():
        if changes:
            rows, change, statement = kind.rows(hub)
            if kind == ChangeKind.MERGED:
                still = Q(statements__withdrawn=None) | Q(statements__withdrawn__gt=F("change"))
                rows = rows.filter(still, statements__published__lt=F("change"))
            touched |= Q(pk__in=rows.filter(**{f"{change}__in": changes}).order_by().values(statement))
    rows = Statement.objects.filter(touched).order_by().distinct()
    columns = ("topic", "jurisdiction", "initiative", "topic__heading", "topic__position", "topic__slug")
    names = ("jurisdiction__name_en", "initiative__title_en")
    headings = Heading.values

    def place(row: tuple) -> tuple:
        _topic, hub, _initiative, heading, position, slug, hub_name, title = row
        # Hubs before initiatives, each with its own together.
        return (hub is None, hub_name or title, headings.index(heading), position, slug)

    return [row[:3] for row in sorted(rows.values_list(*columns, *names), key=place)]


def _touched(
    changes: Sequence[Change],
    questions: Collection[Question],
    few: dict[ChangeKind, set[int]],
    merges: dict[int, FormerAddress],
) -> dict[int, list[Touched]]:
    """The cells each change (by id) touched, with its acts of the kinds that `few` has it under."""
    ever: dict[Question, list[Statement]] = defaultdict(list)
    for statement in _said_meanwhile(questions, changes):
        ever[statement.topic_id, statement.jurisdiction_id, statement.initiative_id].append(statement)
    moves = _moves(questions, changes)
    by_number = {change.pk: change for change in changes}
    found: dict[int, list[Touched]] = defaultdict(list)
    for question in questions:
        said = ever.get(question, [])
        ours = {statement.pk for statement in said}
        merged = {number for number in merges if number in moves and moves[number].came & ours}
        for number in by_number.keys() & (_numbers(said) | merged):
            came = moves[number].came if number in merged else set()
            for move, together in _apart(said, number, moves):
                after = known_at(together, number)
                before = {pk: s for pk, s in known_at(together, number - 1).items() if pk not in came}
                acts = _acts(together, before, after, by_number[number])
                acts = [act for act in acts if number in few.get(act.kind, ())]
                acts += [Act(ChangeKind.MERGED, None, s) for pk, s in after.items() if pk in came]
                acts.sort(key=lambda act: (_series_key(act.statement), list(ChangeKind).index(act.kind)))
                parent = _inherited(together[0])
                above = ever.get(parent, []) if parent else []
                sides = ((before, known_at(above, number - 1)), (after, known_at(above, number)))
                for _key, of_cell in groupby(acts, key=lambda act: _series_key(act.statement)):
                    cell = _cell(list(of_cell), *sides)
                    cell.moved = move
                    found[number].append(cell)
    return found


def _inherited(statement: Statement) -> Question | None:
    """The question whose answer stands in for that of a statement, where a hub has none of its own."""
    hub = statement.jurisdiction
    return (
        (statement.topic_id, hub.parent_id, None)
        if hub and hub.parent_id and statement.topic.inherits
        else None
    )


def _moves(questions: Collection[Question], changes: Sequence[Change]) -> dict[int, Moved]:
    """The merges since the first of these changes that brought statements on these questions along, by their change."""
    initiatives = {initiative for _topic, _hub, initiative in questions if initiative}
    if not (initiatives and changes):
        return {}
    since = FormerAddress.objects.filter(
        change__gte=min(change.pk for change in changes), statements__initiative__in=initiatives
    )
    moves: dict[int, Moved] = {}
    for number, name, into, statement in since.values_list("change", "name", "into", "statements"):
        moves.setdefault(number, Moved(name, into)).came.add(statement)
    return moves


def _apart(
    said: Iterable[Statement], number: int, moves: dict[int, Moved]
) -> list[tuple[Moved | None, list[Statement]]]:
    """Statements as they stood together at a change: what is one record by now was several before it was merged.

    Each with the merge that moved it next.
    """
    later = sorted(change for change in moves if change > number)
    homes: dict[int, list[Statement]] = defaultdict(list)
    for statement in said:
        homes[next((n for n in later if statement.pk in moves[n].came), 0)].append(statement)
    return [(moves.get(change), together) for change, together in homes.items()]


def _numbers(statements: Iterable[Statement]) -> set[int | None]:
    """The changes (by id) in which something was done to these statements."""
    numbers: set[int | None] = set()
    for statement in statements:
        rows: list[Statement | Citation | Ranking] = [statement]
        rows += [*statement.citations.all(), *statement.rankings.all()]
        numbers.update(number for row in rows for number in (row.published_id, row.withdrawn_id))
    return numbers


def _said_meanwhile(questions: Collection[Question], changes: Sequence[Change]) -> QuerySet[Statement]:
    """What was public on some questions at any time from before to after these changes, with what it rested on."""
    hubs: dict[int, list[int | None]] = defaultdict(list)
    initiatives: dict[int, list[int | None]] = defaultdict(list)
    for topic, hub, initiative in questions:
        (hubs if hub else initiatives)[topic].append(hub or initiative)
    asked = Q(pk__in=())
    for topic, ids in hubs.items():
        above = Jurisdiction.objects.filter(pk__in=filter(None, ids)).order_by().values("parent")
        asked |= Q(topic=topic, jurisdiction__in=ids)
        asked |= Q(topic=topic, topic__inherits=True, jurisdiction__in=above)
    for topic, ids in initiatives.items():
        asked |= Q(topic=topic, initiative__in=ids)
    numbers = [change.pk for change in changes] or [0]
    meanwhile = Q(published__lte=max(numbers)) & (Q(withdrawn=None) | Q(withdrawn__gte=min(numbers)))
    cited = Citation.objects.filter(meanwhile).select_related("article").defer("article__text")
    return (
        Statement.objects.filter(asked & meanwhile)
        .select_related("topic", "series", "choice", "jurisdiction__parent", "initiative")
        .prefetch_related(
            Prefetch("citations", cited), Prefetch("rankings", Ranking.objects.filter(meanwhile))
        )
        .order_by("key", "pk")
    )


def known_at(statements: Iterable[Statement], number: int) -> dict[int, Statement]:
    """The statements (by id) that were public after the change of this number, with what they rested on then."""
    known = {}
    for statement in statements:
        if _is_live(statement, number):
            as_then = copy.copy(statement)
            # What was prefetched is kept here; the copy has the same relations as they were then.
            then = {
                name: [row for row in getattr(statement, name).all() if _is_live(row, number)]
                for name in ("citations", "rankings")
            }
            vars(as_then).update(_prefetched_objects_cache=then)
            known[statement.pk] = as_then
    return known


def _is_live(row: Statement | Citation | Ranking, number: int) -> bool:
    published, withdrawn = row.published_id, row.withdrawn_id
    return published is not None and published <= number and (withdrawn is None or withdrawn > number)


def _acts(
    ever: Iterable[Statement], before: dict[int, Statement], after: dict[int, Statement], change: Change
) -> list[Act]:
    acts = []
    replaced = {s.replaces_id for s in after.values() if s.published_id == change.pk}
    for statement in ever:
        old, new = before.get(statement.pk), after.get(statement.pk)
        if statement.published_id == change.pk and statement.replaces_id:
            acts.append(Act(ChangeKind(statement.why), before.get(statement.replaces_id), new))
        elif statement.published_id == change.pk:
            acts.append(Act(ChangeKind.NEW, None, new))
        elif old and not new and statement.pk not in replaced:
            acts.append(Act(ChangeKind.WITHDRAWN, old, None, reason=change.note))
        if not new:
            continue
        acts += [
            Act(ChangeKind.PREFERRED, old, new, reason=ranking.reason)
            for ranking in new.rankings.all()
            if ranking.published_id == change.pk
        ]
        fresh = tuple(c for c in new.citations.all() if c.published_id == change.pk)
        if fresh and statement.published_id != change.pk:
            acts.append(Act(ChangeKind.CITED, old, new, citations=fresh))
    return acts


def _cell(acts: list[Act], before: Side, after: Side) -> Touched:
    statement = acts[0].statement
    subject, topic, series = statement.subject, statement.topic, statement.series
    return Touched(
        subject, topic, series, _shown(subject, series, *before), _shown(subject, series, *after), acts
    )


def _shown(subject: Jurisdiction | Initiative, series: Series | None, known: Known, above: Known) -> Shown:
    """What stood large among what was known on a question, in a series; as `comparison` makes a cell."""
    key = series.pk if series else None
    weighed = weigh(s for s in known.values() if s.series_id == key)
    if weighed.shown:
        return Shown(weighed)
    if weighed:
        return Shown(weighed, "unsettled")
    inherited = weigh(s for s in above.values() if s.series_id == key)
    if inherited.shown and isinstance(subject, Jurisdiction):
        return Shown(inherited, inherited_from=subject.parent)
    if known:
        return Shown(weighed, "not_in_this_series")
    if inherited:
        return Shown(weighed, "unsettled")
    return Shown(weighed, "not_researched" if isinstance(subject, Jurisdiction) else "not_recorded")


def _side_by_side(cell: Touched, cells: Iterable[Touched]) -> Selection | None:
    """The comparison a cell is in: beside the other hubs that the change touched on the same topic."""
    if isinstance(cell.subject, Initiative):
        hubs = [p.jurisdiction.slug for p in cell.subject.participations.all()]
        return Selection(tuple(hubs[:MAX_HUBS]), categories=(cell.subject.category,)) if hubs else None
    others = (c.subject.slug for c in cells if c.topic == cell.topic)
    hubs = list(dict.fromkeys([cell.subject.slug, *others]))
    return Selection(tuple(hubs[:MAX_HUBS]), topics=(cell.topic.slug,))


def _series_key(statement: Statement) -> tuple[str, int]:
    return (statement.series.slug, statement.series.pk) if statement.series else ("", 0)


def said(statement: Statement | None, name: str) -> object:
    """What a statement says in a field, so that two can be held against each other."""
    if statement is None:
        return None
    kind = statement.topic.kind
    if name == "answer":
        number = (statement.number, statement.number_high, statement.bound)
        words = (kind == TopicKind.DATE and statement.value_date, kind == TopicKind.PROSE and statement.text)
        return (statement.finding, statement.choice_id, statement.series_id, *number, *words)
    if (name, kind) in (("value_date", TopicKind.DATE), ("text", TopicKind.PROSE)):
        return ""  # it is the answer
    if name == "sources":
        return {(c.article_id, c.level, c.quote, c.locator) for c in statement.citations.all()}
    return getattr(statement, name)
