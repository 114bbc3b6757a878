"""The statements that an import would publish, before anything is written."""

from collections.abc import Iterator

from django.db import models

from hubs.editing import Publication
from hubs.importing.judged import Judged, Preview
from hubs.importing.tables import STATEMENTS
from hubs.models import DATES, PartialDateField, fill_days
from hubs.starter.columns import Own
from hubs.starter.tables import Entry, Table


def foreseen(preview: Preview) -> Iterator[tuple[Judged, Publication]]:
    """The row and the statement of each, resting on articles as the files have them; none of it can be saved."""
    found = {kind: dict(records) for kind, records in preview.found.items()}
    for judged in preview.rows:
        if judged.table is not STATEMENTS and judged.entry:
            found[judged.table.kind][judged.key] = _as_it_would_be(judged.table, judged.entry)
    for judged in preview.written:
        if judged.table is STATEMENTS and judged.entry:
            publication = STATEMENTS.publication(judged.entry, found[STATEMENTS.kind].get(judged.key), found)  # type: ignore[arg-type]
            for name in DATES:
                fill_days(publication.statement, name)
            yield judged, publication


def _as_it_would_be(table: Table, entry: Entry) -> models.Model:
    """A record with all that it keeps itself; what it refers to may be new as well."""
    record = table.model()
    for column in table.columns:
        if isinstance(column, Own):
            column.put(record, entry.values[column.name], {})
            if isinstance(column.field, PartialDateField):
                fill_days(record, column.name)
    return record
