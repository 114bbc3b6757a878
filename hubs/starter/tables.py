"""The files of the dataset that keep plain records; statements have a module of their own."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction

from hubs.models import (
    Article,
    Choice,
    Initiative,
    Jurisdiction,
    Organisation,
    Series,
    Topic,
)
from hubs.models.names import Searchable
from hubs.possible import why_unpublished
from hubs.starter.columns import (
    Aliases,
    ChoiceOfTopic,
    Column,
    Found,
    Lead,
    LedBy,
    Own,
    Partners,
    Reference,
)
from hubs.starter.sheet import Row, shown

Dataset = Mapping[str, Mapping[str, "Entry"]]  # entries by kind and key


@dataclass(slots=True)
class Entry:
    """A row whose every cell has been read."""

    row: Row
    key: str
    values: dict[str, Any]


# Raises StarterError where it does not hold of a row; it looks at some of its cells, and stands by itself.
Check = Callable[[Entry, Dataset], None]


def _column(model: type[models.Model], name: str) -> Column:
    field = model._meta.get_field(name)
    if field.related_model is Choice:
        return ChoiceOfTopic(field)
    return Reference(field) if field.is_relation else Own(field)


def _read(column: Column, row: Row) -> Any:
    try:
        return column.read(row.cells[column.name])
    except ValueError as error:
        raise row.wrong(str(error), column.name) from None


def refusal(error: IntegrityError) -> str:
    """What the database says of a row it does not take, on one line."""
    return f"the database refuses it: {' '.join(str(error).split())}."


class Table:
    """One file and the plain records it keeps: how they are read, found and written."""

    def __init__(self, file: str, model: type[models.Model], own: str, *others: Column, key: str = "slug"):
        self.file = file
        self.model = model
        self.kind = model._meta.model_name
        self.key = key.split("/")
        self.columns = (*(_column(model, name) for name in own.split()), *others)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def read(self, rows: Sequence[Row]) -> dict[str, Entry]:
        """The entries of the file by key, in its order."""
        entries: dict[str, Entry] = {}
        for row in rows:
            values = {column.name: _read(column, row) for column in self.columns}
            key = self.key_of(values)
            if key in entries:
                twin = entries[key].row.number
                problem = f"“{key}” stands in row {twin} already; every row has a key of its own."
                raise row.wrong(problem, self.key[-1])
            entries[key] = Entry(row, key, values)
        return entries

    def checks(self) -> Sequence[Check]:
        """What must hold of the cells of a row together; what they refer to is there."""
        return ()

    def complete(self, entry: Entry, dataset: Dataset) -> None:
        """Add to the values of a row what other rows say."""

    def digest(self, values: Mapping[str, Any]) -> str:
        """What tells one state of a record from another.

        Empty cells are left out, so that a column added later changes only the rows that use it.
        """
        cells = {column.name: column.text(values[column.name]) for column in self.columns}
        filled = {name: text for name, text in sorted(cells.items()) if text}
        return hashlib.sha256(json.dumps(filled, ensure_ascii=False).encode()).hexdigest()

    def records(self) -> dict[str, models.Model]:
        """Every record of this kind in the database, by key."""
        return {self.key_of(self.held(record)): record for record in self.queryset()}

    def queryset(self) -> models.QuerySet:
        """The records with all that their columns ask for, in a fixed number of queries."""
        references = [column.name for column in self.columns if isinstance(column, Reference)]
        queryset = self.model._default_manager.select_related(*references)
        if any(isinstance(column, Aliases) for column in self.columns):
            queryset = queryset.prefetch_related("aliases")
        return queryset

    def key_of(self, values: Mapping[str, Any]) -> str:
        return "/".join(values[name] for name in self.key)

    def held(self, record: models.Model) -> dict[str, Any]:
        """What a record says now, as if read from a row."""
        return {column.name: column.held(record) for column in self.columns}

    def write(
        self,
        entries: Mapping[str, Entry],
        records: dict[str, models.Model],
        found: Found,
        by: Any,
        *,
        reason: str,
    ) -> None:
        """Make the records of these rows or bring them up to them; `records` are those there are, by key.

        The history of each says who and why.
        """
        for part in referred_to_first(self, entries):
            is_new = {entry.key: entry.key not in records for entry in part}
            for entry in part:
                record = records.setdefault(entry.key, self.model())
                record._history_user, record._change_reason = by, reason
                for column in self.columns:
                    column.put(record, entry.values[column.name], found)
            for made in (True, False):
                self._save([(entry, records[entry.key]) for entry in part if is_new[entry.key] == made], made)
        for column in self.columns if entries else ():
            column.tie([(records[key], entry.values[column.name]) for key, entry in entries.items()], found)

    def _save(self, rows: Sequence[tuple[Entry, models.Model]], is_new: bool) -> None:
        """Save the records, new ones at once; where the database refuses, say which row it was."""
        try:
            with transaction.atomic():
                save_all([record for _, record in rows], is_new)
        except IntegrityError:
            for entry, record in rows:
                try:
                    record.save()
                except IntegrityError as error:
                    raise entry.row.wrong(refusal(error)) from error
            raise


def save_all(records: Sequence[models.Model], is_new: bool) -> None:
    """Save records of one kind, with a line of history for each: in few queries, as there may be thousands."""
    if not records:
        return
    model = type(records[0])
    for record in records:
        if isinstance(record, Searchable):
            record.fold_texts()
    if is_new:
        model._base_manager.bulk_create(records)
    elif any(record.get_deferred_fields() for record in records):
        for record in records:
            record.save_without_historical_record()
    else:
        columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        # They are all there, so this inserts nothing; bulk_update takes several times as long.
        model._base_manager.bulk_create(
            records, update_conflicts=True, unique_fields=["pk"], update_fields=columns
        )
    model.history.bulk_history_create(records, update=not is_new)


def referred_to_first(table: Table, entries: Mapping[str, Entry]) -> Iterator[list[Entry]]:
    """The entries in parts, each of which refers only to records of the parts before it, or from elsewhere."""
    columns = [c for c in table.columns if isinstance(c, Reference) and c.refers_to == table.kind]
    left = dict(entries)

    def waits_for(entry: Entry) -> list[tuple[str, str]]:
        return [(c.name, key) for c in columns for key in c.keys(entry.values) if key in left]

    while left:
        ready = [entry for entry in left.values() if not waits_for(entry)]
        if not ready:
            key, seen = next(iter(left)), set()
            while key not in seen:
                seen.add(key)
                entry = left[key]
                [(column, key), *_] = waits_for(entry)
            raise entry.row.wrong(f"“{key}” leads back to this row in a circle.", column)
        yield ready
        for entry in ready:
            del left[entry.key]


class ArticleTable(Table):
    def checks(self) -> Sequence[Check]:
        return (self.check_date, self.check_url)

    def check_date(self, entry: Entry, dataset: Dataset) -> None:
        if why := why_unpublished(entry.values["date"]):
            raise entry.row.wrong(why, "date")

    def check_url(self, entry: Entry, dataset: Dataset) -> None:
        url = entry.values["url"]
        for other in dataset[self.kind].values() if url else ():
            if other.values["url"] == url and other.row.number < entry.row.number:
                raise entry.row.wrong(
                    f"{shown(url)} stands in row {other.row.number} already; one page is one article.", "url"
                )

    def queryset(self) -> models.QuerySet:
        return super().queryset().defer("text")


class InitiativeTable(Table):
    def checks(self) -> Sequence[Check]:
        return (self.check_partners,)

    def check_partners(self, entry: Entry, dataset: Dataset) -> None:
        if entry.values["lead"] in entry.values["partners"]:
            raise entry.row.wrong(
                f"“{entry.values['lead']}” leads already; list those that only take part.", "partners"
            )

    def queryset(self) -> models.QuerySet:
        return super().queryset().with_hubs().prefetch_related("involvements__organisation")


# In the order in which they can be written: what a row refers to stands in its own table or one above.
TABLES = (
    Table(
        "topics.csv",
        Topic,
        "slug subject kind heading position name_en name_zh_hant name_zh_hans inherits coding_rule",
    ),
    Table("choices.csv", Choice, "topic code position name_en name_zh_hant name_zh_hans", key="topic/code"),
    Table("series.csv", Series, "slug topic name_en name_zh_hant name_zh_hans definition unit"),
    Table(
        "jurisdictions.csv",
        Jurisdiction,
        "slug name_en name_zh_hant name_zh_hans kind parent iso_code currency centre_name note",
        Aliases(),
    ),
    Table(
        "organisations.csv",
        Organisation,
        "slug name_en name_zh_hant name_zh_hans kind jurisdiction",
        Aliases(),
    ),
    ArticleTable("articles.csv", Article, "slug title publisher author date language url kind accessed note"),
    InitiativeTable(
        "initiatives.csv",
        Initiative,
        "slug title_en title_zh_hant title_zh_hans category locality successor summary_en note",
        Lead("lead"),
        Partners("partners"),
        LedBy("led_by"),
        Aliases(),
    ),
)
