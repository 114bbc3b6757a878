"""A row with what was read of it and what would become of it, and all of them together."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models

from hubs.importing.tables import EXAMPLE, STATEMENTS
from hubs.starter.sheet import Row
from hubs.starter.tables import Entry, Table
from hubs.typed import Number


class Outcome(StrEnum):
    REFUSED = "refused"
    CHANGED = "changed"
    NEW = "new"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row, in which column and cell if in one, and what would be right.

    What only `follows` from another row that is refused is right once that row is.
    """

    column: str
    value: str
    sentence: str
    follows: bool = False


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
    values: dict[str, Any] = field(default_factory=dict)  # of the cells that could be read
    entry: Entry | None = None  # once all of them could
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

    def refuse(self, sentence: str, column: str = "", *, follows: bool = False) -> None:
        self.problems.append(Problem(column, self.row.cells.get(column, ""), sentence, follows))

    @property
    def called(self) -> str:
        """The key of its row, as typed where it could not be read."""
        return self.key or self.row.cells.get(self.table.key[-1], "")

    @property
    def only_follows(self) -> bool:
        """Whether nothing is wrong in the row itself."""
        return all(problem.follows for problem in self.problems)

    def place(self, seen_from: "Judged") -> str:
        """Where it stands, told in another row: the file is named where it is not the same."""
        other = f" of {self.row.file}" if self.row.file != seen_from.row.file else ""
        return f"row {self.row.number}{other}"

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
        grouped[Outcome.REFUSED].sort(key=lambda judged: judged.only_follows)
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
