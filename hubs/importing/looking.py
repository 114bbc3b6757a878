"""What would become of every row: new, changed, unchanged or refused, against what is here now."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db import models

from hubs.importing.cells import canonical, with_number_apart
from hubs.importing.files import Sheet
from hubs.importing.judged import Edit, Judged, Preview
from hubs.importing.references import Known, References
from hubs.importing.tables import ARTICLES, IMPORTED, PLAIN, STATEMENTS
from hubs.models import Initiative, Statement
from hubs.starter.sheet import Row, StarterError, shown
from hubs.starter.tables import TABLES, Entry, Table

# Of the kinds that can be imported those that are plain records; the others are entered in the admin.
PLAIN_IMPORTED = [table.kind for table in IMPORTED if table is not STATEMENTS]
# What a statement is about never changes under its key.
ABOUT = ("jurisdiction", "initiative", "topic", "series")


def look(sheets: Sequence[Sheet]) -> Preview:
    """Judge every row of the files, writing nothing."""
    entered = {table.kind: table.records() for table in TABLES if table.kind not in PLAIN_IMPORTED}
    units = {slug: series.unit for slug, series in entered["series"].items()}  # type: ignore[attr-defined]
    rows = [_read_row(table, judged, units) for table in IMPORTED for judged in _rows_of(table, sheets)]
    _refuse_twins(rows)
    entries = {table.kind: _entries(table, rows) for table in IMPORTED}
    found = entered | {kind: _records(PLAIN[kind], rows) for kind in PLAIN_IMPORTED}
    found[STATEMENTS.kind] = _live_statements([judged.key for judged in rows if judged.table is STATEMENTS])
    tables = {**PLAIN, **{table.kind: table for table in IMPORTED}}
    dataset = {kind: Known(table, entries.get(kind, {}), found[kind]) for kind, table in tables.items()}
    references = References(rows, dataset)
    for judged in rows:
        judged.record = found[judged.table.kind].get(judged.key)
        references.check(judged)
        _check(judged, dataset)
    _refuse_taken_addresses(rows, found["article"])
    _refuse_circles(rows)
    _refuse_statements_at_odds(rows)
    for judged in rows:
        if judged.record is not None and judged.entry is not None and not judged.problems:
            judged.edits = list(_edits(judged.table, judged.entry, judged.record))
    return Preview(rows, found)


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
    values = judged.values
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


def _refuse_twins(rows: Sequence[Judged]) -> None:
    """Every row has a key of its own, also one that is refused for something else."""
    first: dict[tuple[str, str], Judged] = {}
    for judged in rows:
        twin = first.setdefault((judged.table.kind, judged.key), judged) if judged.key else judged
        if twin is not judged:
            where = twin.place(judged)
            sentence = f"“{judged.key}” stands in {where} already; every row has a key of its own."
            judged.refuse(sentence, judged.table.key[-1])
            judged.entry = None


def _entries(table: Table, rows: Sequence[Judged]) -> dict[str, Entry]:
    return {judged.key: judged.entry for judged in rows if judged.table is table and judged.entry}


def _records(table: Table, rows: Sequence[Judged]) -> dict[str, models.Model]:
    """The records of a kind by key, those of the rows with all that their columns ask for."""
    keys = [judged.key for judged in rows if judged.table.kind == table.kind]
    everything = table.queryset()
    bare, whole = everything.prefetch_related(None), everything.filter(slug__in=keys)
    return {record.slug: record for records in (bare, whole) for record in records}


def _live_statements(keys: list[str]) -> dict[str, models.Model]:
    return {statement.key: statement for statement in STATEMENTS.queryset().filter(key__in=keys)}


def _check(judged: Judged, dataset: Mapping[str, Known]) -> None:
    """Check what must go together in a row, as far as it could be read and what it names is there."""
    if judged.is_example:
        return
    entry = judged.entry or Entry(judged.row, judged.key, judged.values)
    for check in judged.table.checks():
        try:
            check(entry, dataset)
        except StarterError as error:
            judged.refuse(error.problem, error.column)
        except KeyError:
            # It asks for a cell or a record that was found wrong already.
            if not judged.problems:
                raise


def _refuse_taken_addresses(rows: Sequence[Judged], articles: Mapping[str, models.Model]) -> None:
    """One page is one article: an address stands under one key, whether here or in the files."""
    ours = [judged for judged in rows if judged.table is ARTICLES]
    in_files = {judged.key for judged in ours}
    taken = {a.url: slug for slug, a in articles.items() if a.url and slug not in in_files}  # type: ignore[attr-defined]
    for judged in ours:
        url = judged.values.get("url")
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
    ours = [judged for judged in rows if judged.table is STATEMENTS and judged.key]
    kept = Statement.objects.filter(key__in=[judged.key for judged in ours])
    drafts = set(kept.filter(published=None).values_list("key", flat=True))
    withdrawn = defaultdict(str)
    for key, note in kept.filter(withdrawn__isnull=False).values_list("key", "withdrawn__note"):
        withdrawn[key] = note
    for judged in ours:
        if judged.key in drafts:
            judged.refuse("a draft of it is waiting: publish or delete that first.", "key")
        elif judged.record is None and judged.key in withdrawn:
            why = f" (“{withdrawn[judged.key]}”)" if withdrawn[judged.key] else ""
            judged.refuse(
                f"it was withdrawn{why}; leave the row out, or say it anew under a key of its own.", "key"
            )
        elif judged.record is not None:
            held = judged.table.held(judged.record)
            moved = [name for name in ABOUT if held[name] != judged.values.get(name, held[name])]
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
