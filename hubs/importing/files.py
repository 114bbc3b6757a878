"""Text to a sheet: which kind of records a file holds, and its rows as somebody typed them."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from hubs.capture.decoding import NotText
from hubs.export.csv import unguard
from hubs.importing.encoding import text_of
from hubs.importing.tables import IMPORTED
from hubs.starter.sheet import StarterError, check_header
from hubs.starter.tables import Table

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 1000  # at a time: other writers wait while it is written, and may wait 4 s on PostgreSQL
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
CONTROLS = {chr(n) for n in range(32)} - {"\t", "\n", "\r"}
SAVE_AS = "save it from the spreadsheet as “CSV UTF-8”"


class ImportRefused(ValueError):
    """Files that cannot be imported; the message says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file whose header is known; its rows, each with the number a spreadsheet shows, are still to be judged."""

    file: str
    kind: str
    encoding: str
    separator: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


def read_file(name: str, data: bytes) -> Sheet:
    """ImportRefused when it is no file of ours, or a row of it cannot be told from the next."""
    if len(data) > LARGEST:
        raise ImportRefused(
            f"{name} is larger than {LARGEST // 1024 // 1024} MB: part it into several files."
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused(f"{name} is a workbook or an archive, whatever its name says: {SAVE_AS}.")
    try:
        text, encoding = text_of(data)
    except NotText:
        raise ImportRefused(f"{name}: we cannot tell in which encoding it is; {SAVE_AS}.") from None
    if not text.strip(" \t\r\n,;"):
        raise ImportRefused(f"{name} is empty: its first row names the columns, as in a template.")
    table, separator = _table_of(name, text)
    rows = _rows(name, text, separator)
    _, header = next(rows)
    header = _header(header)
    try:
        check_header(name, header, table.names)
    except StarterError as error:
        raise ImportRefused(f"{error} Take the header of a template.") from None
    kept = []
    for number, cells in rows:
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()  # spreadsheets pad the shorter rows
        kept.append((number, cells))
        if len(kept) > MOST_ROWS:
            raise ImportRefused(f"{name} has more than {MOST_ROWS:,} rows: part it into several files.")
    if not kept:
        raise ImportRefused(f"{name} has a header and no row below it.")
    return Sheet(name, table.kind, encoding, SEPARATORS[separator], header, kept)


def _table_of(name: str, text: str) -> tuple[Table, str]:
    """The table whose columns the first row names, and what parts them."""
    fits = []
    for separator in SEPARATORS:
        first = next(csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=separator), [])
        header = set(_header([cell.strip() for cell in first]))
        fits += [(len(header.intersection(table.names)), table, separator) for table in IMPORTED]
    known, table, separator = max(fits, key=lambda fit: fit[0])
    if known < 2:
        kinds = ", ".join(str(table.model._meta.verbose_name_plural) for table in IMPORTED)
        raise ImportRefused(
            f"{name}, row 1: it does not name the columns of {kinds}; begin with the header of a template."
        )
    return table, separator


def _header(cells: list[str]) -> list[str]:
    cells = [cell.lower() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _rows(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row that holds something."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ImportRefused(
                f"{name}, row {number}: its quotes do not pair up ({error}). A cell with a separator, a quote or a "
                "line break in it stands in double quotes, and a quote in it is doubled."
            ) from None
        if cells is None:
            return
        if any(cells):
            kept = [unguard(cell.strip()) for cell in cells]
            for place, cell in enumerate(kept, 1):
                if CONTROLS.intersection(cell):
                    sign = next(c for c in cell if c in CONTROLS)
                    raise ImportRefused(
                        f"{name}, row {number}, cell {place}: it holds the control character "
                        f"U+{ord(sign):04X}, which no one can see; delete it."
                    )
            yield number, kept
