"""What would become of every row: new, changed, unchanged or refused, against what is here now."""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models

from hubs.importing.cells import canonical, with_number_apart
from hubs.importing.files import Sheet
from hubs.importing.tables import ARTICLES, EXAMPLE, IMPORTED, PLAIN, STATEMENTS
from hubs.models import FormerAddress, Initiative, Statement
from hubs.models.names import SearchableQuerySet
from hubs.starter.loader import Meant, check_reference, nearest
from hubs.starter.sheet import Row, StarterError, shown
from hubs.starter.tables import TABLES, Entry, Table
from hubs.typed import Number

# Of the kinds that can be imported those that are plain records; the others are entered in the admin.
PLAIN_IMPORTED = [table.kind for table in IMPORTED if table is not STATEMENTS]
# What a statement is about never changes under its key.
ABOUT = ("jurisdiction", "initiative", "topic", "series")


class Outcome(StrEnum):
    REFUSED = "refused"
    CHANGED = "changed"
    NEW = "new"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row, in which column and cell if in one, and what would be right."""

    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell that says something else than the record here."""

    column: str
    before: str
    after: str


@dataclass
class Judged:
    """A row and what would become of it."""

    row: Row
    table: Table
    key: str = ""
    entry: Entry | None = None
    record: models.Model | None = None
    problems: list[Problem] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    unit: str = ""  # of the series that its number belongs to

    @property
    def is_example(self) -> bool:
        """Whether it is the row that a template has, under the key it has there."""
        return self.row.cells.get(self.table.key[-1]) == EXAMPLE

    @property
    def outcome(self) -> Outcome:
        if self.is_example:
            return Outcome.LEFT_OUT
        if self.problems:
            return Outcome.REFUSED
        if self.record is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.edits else Outcome.UNCHANGED

    @property
    def said(self) -> str:
        """What was read of a row, in one line: not as typed but as it would be kept."""
        if self.entry is None:
            return ""
        values = self.entry.values
        texts = {column.name: column.text(values[column.name]) for column in self.table.columns}
        if self.table is STATEMENTS and texts["number"]:
            number = Number(values["number"], values["number_high"], values["bound"])
            texts |= {"number": f"{number} {self.unit}", "number_high": "", "bound": ""}
        return " · ".join(text for text in texts.values() if text and text != self.key)

    def refuse(self, sentence: str, column: str = "") -> None:
        self.problems.append(Problem(column, self.row.cells.get(column, ""), sentence))

    def state(self) -> str:
        """What is here now under the key of the row, as a digest; empty where nothing is."""
        return self.table.digest(self.table.held(self.record)) if self.record else ""


@dataclass
class Preview:
    """Every row judged, in the order in which they would be written."""

    rows: list[Judged]
    found: dict[str, dict[str, models.Model]]

    def by_outcome(self) -> dict[Outcome, list[Judged]]:
        """The rows of each outcome, what asks for attention first."""
        grouped: dict[Outcome, list[Judged]] = {outcome: [] for outcome in Outcome}
        for judged in self.rows:
            grouped[judged.outcome].append(judged)
        return grouped

    def of(self, *outcomes: Outcome) -> list[Judged]:
        return [judged for judged in self.rows if judged.outcome in outcomes]

    @property
    def refused(self) -> list[Judged]:
        return self.of(Outcome.REFUSED)

    @property
    def written(self) -> list[Judged]:
        """The rows an import would write."""
        return self.of(Outcome.NEW, Outcome.CHANGED)

    @property
    def can_be_written(self) -> bool:
        """Whether an import waits only for somebody's word."""
        return bool(self.written) and not self.refused

    @property
    def corrections(self) -> list[Judged]:
        """The public statements it would replace."""
        return [judged for judged in self.of(Outcome.CHANGED) if judged.table is STATEMENTS]

    def states(self) -> dict[str, str]:
        """What is here now under each key: an import is stopped when this is no longer what was looked at."""
        return {f"{judged.table.kind} {judged.key}": judged.state() for judged in self.rows if judged.key}

    def __str__(self) -> str:
        counts = {outcome: len(rows) for outcome, rows in self.by_outcome().items()}
        always = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
        shown = (*always, *(o for o in (Outcome.LEFT_OUT, Outcome.REFUSED) if counts[o]))
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in shown)


def look(sheets: Sequence[Sheet]) -> Preview:
    """Judge every row of the files, writing nothing."""
    entered = {table.kind: table.records() for table in TABLES if table.kind not in PLAIN_IMPORTED}
    units = {slug: series.unit for slug, series in entered["series"].items()}  # type: ignore[attr-defined]
    rows = [_read_row(table, judged, units) for table in IMPORTED for judged in _rows_of(table, sheets)]
    entries: dict[str, dict[str, Entry]] = {table.kind: {} for table in IMPORTED}
    for judged in rows:
        _enter(judged, entries[judged.table.kind])
    found = entered | {kind: _records(PLAIN[kind], rows) for kind in PLAIN_IMPORTED}
    found[STATEMENTS.kind] = _live_statements([judged.key for judged in rows if judged.table is STATEMENTS])
    tables = {**PLAIN, **{table.kind: table for table in IMPORTED}}
    dataset = {kind: Known(table, entries.get(kind, {}), found[kind]) for kind, table in tables.items()}
    _refuse_former_addresses(rows, dataset)
    meant = functools.cache(functools.partial(_meant, dataset))
    for judged in rows:
        judged.record = found[judged.table.kind].get(judged.key)
        if judged.entry is not None and not judged.problems:
            _check(judged, dataset, meant)
    _refuse_taken_addresses(rows, found["article"])
    _refuse_circles(rows)
    _refuse_statements_at_odds(rows)
    for judged in rows:
        if judged.record is not None and judged.entry is not None and not judged.problems:
            judged.edits = list(_edits(judged.table, judged.entry, judged.record))
    return Preview(rows, found)


class Known(Mapping[str, Entry]):
    """Entries by key: those of the files, and what is here as if it had been read from one."""

    def __init__(self, table: Table, entries: Mapping[str, Entry], records: Mapping[str, models.Model]):
        self.table, self.entries, self.records = table, entries, records
        self.held: dict[str, Entry] = {}  # many rows refer to the same few records

    def __getitem__(self, key: str) -> Entry:
        if key in self.entries:
            return self.entries[key]
        if key not in self.held:
            self.held[key] = Entry(Row("", 0, {}), key, self.table.held(self.records[key]))
        return self.held[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.records, **self.entries})

    def __len__(self) -> int:
        return len(self.records.keys() | self.entries.keys())

    def __contains__(self, key: object) -> bool:
        return key in self.entries or key in self.records


def _rows_of(table: Table, sheets: Sequence[Sheet]) -> Iterator[Judged]:
    for sheet in sheets:
        if sheet.kind != table.kind:
            continue
        for number, cells in sheet.rows:
            row = Row(sheet.file, number, dict(zip(sheet.header, cells, strict=False)))
            judged = Judged(row, table)
            if len(cells) != len(sheet.header):
                judged.refuse(
                    f"it has {len(cells)} cells where the header has {len(sheet.header)}; a cell with a "
                    "separator, a quote or a line break in it stands in double quotes."
                )
            yield judged


def _read_row(table: Table, judged: Judged, units: Mapping[str, str]) -> Judged:
    """Read every cell, and tell of every one that cannot be read."""
    if judged.problems or judged.is_example:
        return judged
    cells, unit = judged.row.cells, ""
    if table is STATEMENTS:
        unit = judged.unit = units.get(cells["series"], "")
        cells = with_number_apart(cells, unit)
    values: dict[str, Any] = {}
    for column in table.columns:
        try:
            values[column.name] = column.read(canonical(column, cells[column.name], unit))
        except ValueError as error:
            judged.refuse(str(error), column.name)
    if not any(problem.column in table.key for problem in judged.problems):
        judged.key = table.key_of(values)
    if not judged.problems:
        judged.entry = Entry(judged.row, judged.key, values)
    return judged


def _enter(judged: Judged, entries: dict[str, Entry]) -> None:
    if judged.entry is None:
        return
    if twin := entries.get(judged.key):
        where = f"row {twin.row.number}" + (
            f" of {twin.row.file}" if twin.row.file != judged.row.file else ""
        )
        judged.refuse(
            f"“{judged.key}” stands in {where} already; every row has a key of its own.", judged.table.key[-1]
        )
    else:
        entries[judged.key] = judged.entry


def _records(table: Table, rows: Sequence[Judged]) -> dict[str, models.Model]:
    """The records of a kind by key, those of the rows with all that their columns ask for."""
    keys = [judged.key for judged in rows if judged.table.kind == table.kind]
    everything = table.queryset()
    bare, whole = everything.prefetch_related(None), everything.filter(slug__in=keys)
    return {record.slug: record for records in (bare, whole) for record in records}


def _live_statements(keys: list[str]) -> dict[str, models.Model]:
    return {statement.key: statement for statement in STATEMENTS.queryset().filter(key__in=keys)}


def _refuse_former_addresses(rows: Sequence[Judged], dataset: Mapping[str, Known]) -> None:
    """A slug that was merged away names no record any more, whether a row is of it or refers to it."""
    named = [(judged, *place) for judged in rows for place in _named(judged)]
    missing: dict[str, set[str]] = defaultdict(set)
    for judged, column, kind, key in named:
        here = dataset[kind].records if column in judged.table.key else dataset[kind]
        if key not in here:
            missing[kind].add(key)
    former = {
        (kind, each.slug): each.sentence
        for kind, keys in missing.items()
        for each in FormerAddress.objects.of(kind, keys)
    }
    for judged, column, kind, key in named:
        if sentence := former.get((kind, key)):
            judged.refuse(sentence, column)


def _named(judged: Judged) -> Iterator[tuple[str, str, str]]:
    """The records that a row names, itself first: column, kind and key."""
    if judged.entry is None:
        return
    yield judged.table.key[-1], judged.table.kind, judged.key
    for column in judged.table.columns:
        for key in column.keys(judged.entry.values):
            yield column.name, column.refers_to, key


def _check(judged: Judged, dataset: Mapping[str, Known], meant: Meant) -> None:
    """Check what a row refers to, and then what must go together in it."""
    entry = judged.entry
    assert entry is not None
    for column in judged.table.columns:
        try:
            check_reference(column, entry, dataset, meant)
        except StarterError as error:
            judged.refuse(error.problem, error.column)
    if judged.problems:
        return
    for check in judged.table.checks():
        try:
            check(entry, dataset)
        except StarterError as error:
            judged.refuse(error.problem, error.column)


def _meant(dataset: Mapping[str, Known], kind: str, key: str) -> list[str]:
    """The keys of the few records with such a name; else the key that is spelled most like it."""
    known = dataset[kind]
    if key.casefold() in known:
        return [key.casefold()]
    named = known.table.model._default_manager.all()
    found = list(named.found_by(key)[:4]) if isinstance(named, SearchableQuerySet) else []
    return [record.slug for record in found] if 0 < len(found) <= 3 else nearest(key, known)


def _refuse_taken_addresses(rows: Sequence[Judged], articles: Mapping[str, models.Model]) -> None:
    """One page is one article: an address stands under one key, whether here or in the files."""
    ours = [judged for judged in rows if judged.table is ARTICLES and judged.entry]
    in_files = {judged.key for judged in ours}
    taken = {a.url: slug for slug, a in articles.items() if a.url and slug not in in_files}  # type: ignore[attr-defined]
    for judged in ours:
        url = judged.entry.values["url"] if judged.entry else None
        if url and taken.setdefault(url, judged.key) != judged.key:
            sentence = f"{shown(url)} is the address of “{taken[url]}” already; one page is one article."
            judged.refuse(sentence, "url")


def _refuse_circles(rows: Sequence[Judged]) -> None:
    """A successor of a successor never leads back."""
    ours = {j.key: j for j in rows if j.table.kind == "initiative" and j.entry}
    held = Initiative.objects.filter(successor__isnull=False).values_list("slug", "successor__slug")
    after = dict(held) | {key: j.entry.values["successor"] for key, j in ours.items() if j.entry}
    for key, judged in ours.items():
        seen = {key}
        while key := after.get(key, ""):
            if key in seen:
                judged.refuse(f"“{key}” leads back to where it began, in a circle.", "successor")
                break
            seen.add(key)


def _refuse_statements_at_odds(rows: Sequence[Judged]) -> None:
    """What a file cannot do: move a statement, bring back a withdrawn one, or write past a waiting draft."""
    ours = [judged for judged in rows if judged.table is STATEMENTS and judged.entry]
    kept = Statement.objects.filter(key__in=[judged.key for judged in ours])
    drafts = set(kept.filter(published=None).values_list("key", flat=True))
    withdrawn = defaultdict(str)
    for key, note in kept.filter(withdrawn__isnull=False).values_list("key", "withdrawn__note"):
        withdrawn[key] = note
    for judged in ours:
        assert judged.entry is not None
        if judged.key in drafts:
            judged.refuse("a draft of it is waiting: publish or delete that first.", "key")
        elif judged.record is None and judged.key in withdrawn:
            why = f" (“{withdrawn[judged.key]}”)" if withdrawn[judged.key] else ""
            judged.refuse(
                f"it was withdrawn{why}; leave the row out, or say it anew under a key of its own.", "key"
            )
        elif judged.record is not None:
            held = judged.table.held(judged.record)
            moved = [name for name in ABOUT if held[name] != judged.entry.values[name]]
            for name in moved[:1]:
                here = shown(held[name]) if held[name] else "nothing"
                judged.refuse(
                    f"“{judged.key}” has {here} in it here; what a statement is about never changes, "
                    "so give the row a key of its own.",
                    name,
                )


def _edits(table: Table, entry: Entry, record: models.Model) -> Iterator[Edit]:
    held = table.held(record)
    for column in table.columns:
        before, after = (column.text(values[column.name]) for values in (held, entry.values))
        # Forms end their lines with \r\n, and spreadsheets with what they like.
        if one_ending(before) != one_ending(after):
            yield Edit(column.name, before, after)


def one_ending(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
