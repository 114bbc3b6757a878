"""The rows of an import written in one act, or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from hubs import editing
from hubs.importing.files import ImportRefused, Sheet
from hubs.importing.judged import Preview
from hubs.importing.looking import look
from hubs.importing.tables import IMPORTED, STATEMENTS
from hubs.models import Change, Door, Why
from hubs.starter.sheet import StarterError
from hubs.starter.tables import Entry, refusal


class Stale(ImportRefused):
    """What is here is no longer what was looked at."""


@transaction.atomic
def write(
    sheets: Sequence[Sheet], *, looked_at: Mapping[str, str], by: Any, why: str = ""
) -> tuple[Change, Preview]:
    """Write what is new and changed in one change; ImportRefused, with nothing written, when a row cannot be.

    `looked_at` are the `states` of the preview that the person saw. `why` is asked for public statements
    that are corrected.
    """
    _hold(looked_at)
    preview = look(sheets)
    states = preview.states()
    if moved := sorted(name for name in {*states, *looked_at} if states.get(name) != looked_at.get(name)):
        names = ", ".join(moved[:5]) + (f" and {len(moved) - 5} more" if len(moved) > 5 else "")
        raise Stale(f"Somebody has changed what is here since you looked: {names}. Nothing was imported.")
    if preview.refused:
        n = len(preview.refused)
        raise ImportRefused(f"Nothing was imported: {n} row{' is' if n == 1 else 's are'} refused.")
    if not preview.written:
        raise ImportRefused("There is nothing to import: every row is as it is here already.")
    if preview.corrections and why not in Why.values:
        raise ImportRefused("Say why public statements are corrected: the world changed, or we were wrong.")
    try:
        return _write(preview, by, why, note=_note(sheets, preview)), preview
    except (StarterError, editing.EditingError) as error:
        raise ImportRefused(f"{error} Nothing was imported.") from None
    except IntegrityError as error:
        raise ImportRefused(f"A row was not taken: {refusal(error)} Nothing was imported.") from None


def _hold(looked_at: Mapping[str, str]) -> None:
    """Have other editors of the same records wait until this import has ended; SQLite has one writer anyway."""
    Change.objects.queue()
    keys: dict[str, list[str]] = {}
    for name in looked_at:
        kind, key = name.split(" ", 1)
        keys.setdefault(kind, []).append(key)
    for table in IMPORTED:
        rows = table.model._default_manager.filter(**{f"{table.key[0]}__in": keys.get(table.kind, [])})
        list(rows.order_by("pk").select_for_update().values_list("pk"))


def _write(preview: Preview, by: Any, why: str, note: str) -> Change:
    found = preview.found
    entries: dict[str, dict[str, Entry]] = {table.kind: {} for table in IMPORTED}
    for judged in preview.written:
        assert judged.entry is not None
        entries[judged.table.kind][judged.key] = judged.entry
    for table in IMPORTED:
        if table is not STATEMENTS:
            table.write(entries[table.kind], found[table.kind], found, by, reason="import")
    publications = [
        STATEMENTS.publication(entry, found[STATEMENTS.kind].get(entry.key), found, why)  # type: ignore[arg-type]
        for entry in entries[STATEMENTS.kind].values()
    ]
    # A change without statements still says that something is new, a name for instance.
    return editing.publish_many(publications, by=by, door=Door.IMPORT, note=note)


def _note(sheets: Sequence[Sheet], preview: Preview) -> str:
    """What it brought and from where, as readers see it: 12 statements, 2 articles from figures.csv."""
    brought = Counter(judged.table for judged in preview.written)
    names = [(n, table.model._meta) for table in reversed(IMPORTED) if (n := brought[table])]
    counted = ", ".join(
        f"{n:,} {name.verbose_name if n == 1 else name.verbose_name_plural}" for n, name in names
    )
    return f"{counted} from {', '.join(sheet.file for sheet in sheets)}"[:500]
