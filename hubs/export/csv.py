"""CSV that opens right in a spreadsheet: UTF-8 with byte-order mark, no live formulas."""

import csv
import io
import re
from decimal import Decimal

from hubs.export.rows import Table, Value, plain

# What a spreadsheet would run as a formula, and what we have marked to stop it.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠|]|'*\s+[=+\-@]")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def to_csv(table: Table) -> bytes:
    """The whole file, so that it can be sent with its length."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows([_written(value) for value in row] for row in table.rows)
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode()


def _written(value: Value) -> Value:
    if isinstance(value, Decimal):
        return plain(value)
    return guard(value) if isinstance(value, str) else value


def guard(text: str) -> str:
    """Text that starts like a formula gets a `'` in front; so does what already looks so guarded.

    Import strips exactly one, which makes reading back what was written exact.
    """
    return f"'{text}" if FORMULA.match(text) else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
