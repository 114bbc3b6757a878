"""Brings a database up to the starter dataset, and never touches again what an editor has changed."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import IntegrityError, models, transaction

from hubs import editing
from hubs.models import Door, FormerAddress, StarterRow
from hubs.starter.columns import Column
from hubs.starter.sheet import StarterError, read_sheet
from hubs.starter.statements import STATEMENTS, StatementTable
from hubs.starter.tables import TABLES, Dataset, Entry, Table, referred_to_first, refusal

DIRECTORY = Path(__file__).parent


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    KEPT = "changed here, kept"
    DELETED = "deleted here, kept deleted"
    # It refers to a record that was deleted here.
    LEFT_OUT = "left out, as what it refers to was deleted here"
    GONE = "no longer in the dataset, kept"


@dataclass
class Report:
    """What became of every row, as kind and key."""

    rows: dict[Outcome, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def count(self, outcome: Outcome) -> int:
        return len(self.rows[outcome])

    def __str__(self) -> str:
        always = (Outcome.NEW, Outcome.UNCHANGED)
        told = [outcome for outcome in Outcome if outcome in always or self.rows[outcome]]
        return ", ".join(f"{self.count(outcome)} {outcome}" for outcome in told)

    @property
    def exceptions(self) -> list[Outcome]:
        """The outcomes worth naming rows for."""
        return [o for o in Outcome if o not in (Outcome.NEW, Outcome.UNCHANGED) and self.rows[o]]

    def named(self, outcome: Outcome) -> list[str]:
        return [f"{kind} {key}" for kind, key in self.rows[outcome]]


def load(*, by: Any = None, directory: Path = DIRECTORY) -> Report:
    """Load the dataset in one transaction; StarterError, with nothing written, when a cell is wrong."""
    dataset = read_dataset(Path(directory))
    with transaction.atomic():
        return Loading(dataset, by).run()


def read_dataset(directory: Path) -> Dataset:
    """Every row of every file, each cell read and each reference found."""
    tables = (*TABLES, STATEMENTS)
    dataset = {table.kind: table.read(read_sheet(directory / table.file, table.names)) for table in tables}
    rows = [(table, entry) for table in tables for entry in dataset[table.kind].values()]
    for table, entry in rows:
        for column in table.columns:
            check_reference(column, entry, dataset)
    # What belongs together can be told only once every reference is known to lead somewhere.
    for table, entry in rows:
        for check in table.checks():
            check(entry, dataset)
    for table, entry in rows:
        table.complete(entry, dataset)
    return dataset


def nearest(key: str, known: Iterable[str]) -> list[str]:
    """The key that is spelled most like it, if one is."""
    return difflib.get_close_matches(key.casefold(), known, n=1)


def no_such(kind: str, key: str, near: Iterable[str]) -> str:
    """What is said where a cell names a record that is not there; `near` are those that may be meant."""
    hint = " or ".join(f"“{each}”" for each in near)
    return f"there is no {kind} “{key}”" + (f"; did you mean {hint}?" if hint else ".")


def check_reference(column: Column, entry: Entry, dataset: Dataset) -> None:
    """Raise StarterError where a cell names a record that is not there."""
    for key in column.keys(entry.values):
        known = dataset[column.refers_to]
        if key not in known:
            raise entry.row.wrong(no_such(column.refers_to, key, nearest(key, known)), column.name)


class Loading:
    """One load inside its transaction."""

    def __init__(self, dataset: Dataset, by: Any):
        self.dataset = dataset
        self.by = by
        self.report = Report()
        self.written = {(row.kind, row.key): row.digest for row in StarterRow.objects.all()}
        self.found: dict[str, dict[str, models.Model]] = {}
        former = {
            table.kind: FormerAddress.objects.of(table.kind).values_list("slug", flat=True)
            for table in TABLES
        }
        self.former = {(kind, slug) for kind, slugs in former.items() for slug in slugs}
        self.marks: list[StarterRow] = []

    def run(self) -> Report:
        for table in TABLES:
            self.keep(table)
        self.publish(STATEMENTS)
        self.list_gone()
        StarterRow.objects.bulk_create(
            self.marks, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["digest"]
        )
        return self.report

    def keep(self, table: Table) -> None:
        """Write the plain records of a file."""
        records = self.found[table.kind] = table.records()
        for part in referred_to_first(table, self.dataset[table.kind]):
            judged = {entry.key: self.judge(table, entry, records.get(entry.key)) for entry in part}
            ours = {e.key: e for e in part if judged[e.key] in (Outcome.NEW, Outcome.UPDATED)}
            table.write(ours, records, self.found, self.by, reason="starter dataset")

    def publish(self, table: StatementTable) -> None:
        """Publish the new statements and correct those that the dataset has corrected, in one change."""
        live = table.records()
        publications = []
        for entry in self.dataset[table.kind].values():
            current = live.get(entry.key)
            if self.judge(table, entry, current) in (Outcome.NEW, Outcome.UPDATED):
                publications.append(publication := table.publication(entry, current, self.found))
                try:
                    editing.check_can_publish(publication)
                except editing.EditingError as error:
                    raise entry.row.wrong(str(error)) from None
        # A change without statements still says that something is new, a name for instance.
        if self.report.count(Outcome.NEW) or self.report.count(Outcome.UPDATED):
            try:
                editing.publish_many(publications, by=self.by, door=Door.STARTER, note="Starter dataset")
            except IntegrityError as error:
                raise StarterError(f"{table.file}, a row of it: {refusal(error)}") from error
            except editing.EditingError as error:
                raise StarterError(f"{table.file}: {error}") from None

    def judge(self, table: Table, entry: Entry, record: models.Model | None) -> Outcome:
        """Decide what to do about a row and report it."""
        new = table.digest(entry.values)
        current = table.digest(table.held(record)) if record else None
        written = self.written.get((table.kind, entry.key))
        outcome = decide(new, current, written)
        if outcome == Outcome.NEW and (table.kind, entry.key) in self.former:
            outcome = Outcome.DELETED  # it became part of another record here
        if outcome == Outcome.DELETED and table is STATEMENTS:
            outcome = Outcome.KEPT  # a statement is never deleted; an editor has withdrawn it
        if outcome in (Outcome.NEW, Outcome.UPDATED) and not self.has_all(table, entry):
            outcome = Outcome.LEFT_OUT
        self.report.rows[outcome].append((table.kind, entry.key))
        if outcome in (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED) and new != written:
            self.marks.append(StarterRow(kind=table.kind, key=entry.key, digest=new))
        return outcome

    def has_all(self, table: Table, entry: Entry) -> bool:
        """Whether all that a row refers to is still here."""
        return all(
            key in self.found[column.refers_to]
            for column in table.columns
            for key in column.keys(entry.values)
        )

    def list_gone(self) -> None:
        for kind, key in self.written:
            if key not in self.dataset.get(kind, {}):
                self.report.rows[Outcome.GONE].append((kind, key))


def decide(new: str, current: str | None, written: str | None) -> Outcome:
    """What to do about a row, by three digests: the file's, the database's now, and what we last wrote.

    Only what still stands as we wrote it is ours to change.
    """
    if current is None:
        return Outcome.NEW if written is None else Outcome.DELETED
    if current == new:
        return Outcome.UNCHANGED
    return Outcome.UPDATED if current == written else Outcome.KEPT
