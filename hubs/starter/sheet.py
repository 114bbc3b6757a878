"""A file of the dataset as rows of cells that know where they stand."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


class StarterError(ValueError):
    """A dataset that cannot be loaded; the message says where it is wrong and what would be right.

    Of a wrong row it also holds the column, if it is one cell, and the problem alone.
    """

    def __init__(self, message: str, problem: str = "", column: str = ""):
        super().__init__(message)
        self.problem = problem or message
        self.column = column


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `number` is the one a spreadsheet shows, with the header as row 1."""

    file: str
    number: int
    cells: dict[str, str]

    def wrong(self, problem: str, column: str = "") -> StarterError:
        where = f"{self.file}, row {self.number}"
        message = f"{where}, column “{column}”: {problem}" if column else f"{where}: {problem}"
        return StarterError(message, problem, column)


def shown(text: str) -> str:
    """A cell as a message quotes it: whole, unless it is long."""
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def read_sheet(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a file that has exactly these columns, in any order; empty rows are passed over."""
    rows = _rows(path)
    _, header = next(rows, (1, []))
    check_header(path.name, header, columns)
    sheet = []
    for number, cells in rows:
        row = Row(path.name, number, dict(zip(header, cells, strict=False)))
        if len(cells) != len(header):
            raise row.wrong(
                f"it has {len(cells)} cells where the header has {len(header)}; "
                "a cell with a comma, a quote or a line break in it stands in double quotes."
            )
        for column, cell in row.cells.items():
            if "\0" in cell:
                raise row.wrong("the cell holds a NUL character; delete it.", column)
        sheet.append(row)
    return sheet


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row that is not empty."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise StarterError(f"{path.name}, row {number}: its quotes do not pair up ({error}).") from None
        if cells is None:
            return
        if cells:
            yield number, [cell.strip() for cell in cells]


def _text(path: Path) -> str:
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise StarterError(
            f"{path} cannot be read ({error.strerror}): the dataset needs all of its files."
        ) from None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        # The letter stands in for the bad byte, so that a row it begins is counted too.
        before = csv.reader(io.StringIO(data[: error.start].decode() + "x", newline=""))
        number = sum(1 for _ in before)
        raise StarterError(
            f"{path.name}, row {number}: byte {data[error.start]:#04x} is not UTF-8; save the file as “CSV UTF-8”."
        ) from None


def check_header(file: str, header: list[str], columns: Sequence[str]) -> None:
    for name in columns:
        if name not in header:
            raise StarterError(f"{file}, row 1: the column “{name}” is missing.")
    for name in header:
        if name not in columns:
            raise StarterError(f"{file}, row 1: there is no column “{name}”; there are {', '.join(columns)}.")
        if header.count(name) > 1:
            raise StarterError(f"{file}, row 1: the column “{name}” is there twice.")
