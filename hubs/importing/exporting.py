"""Every record of a kind as a file that can be imported again, and a template to begin one with.

Exporting and importing again changes nothing; a test does so with the whole starter dataset.
"""

from decimal import Decimal

from django.db import models

from hubs.export.csv import to_csv
from hubs.export.rows import Table as FileTable
from hubs.export.rows import Value, plain
from hubs.importing.tables import EXAMPLES
from hubs.starter.columns import Column
from hubs.starter.tables import Table
from hubs.typed import spelled


def export_of(table: Table) -> bytes:
    """Every record of the kind, by key; of statements those that are public."""
    records = sorted(table.records().items())
    rows = [tuple(_cell(column, record) for column in table.columns) for _, record in records]
    return to_csv(FileTable(tuple(table.names), rows))


def template_of(table: Table) -> bytes:
    """The columns, and one invented row as an example, which is left out when it comes back."""
    example = EXAMPLES[table.kind]
    return to_csv(FileTable(tuple(table.names), [tuple(example.get(name, "") for name in table.names)]))


def _cell(column: Column, record: models.Model) -> Value:
    value = column.held(record)
    if not isinstance(value, Decimal):
        return column.text(value)
    # A number for the spreadsheet, unless it could be read as thousands, or as meant in full.
    number, text = plain(value), spelled(value, record.series.unit if record.series else "")  # type: ignore[attr-defined]
    return number if format(number, "f") == text else text
