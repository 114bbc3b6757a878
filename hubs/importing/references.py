"""What rows refer to: records that are here, and rows of the same files; and what is said where there is neither."""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db import models

from hubs.importing.judged import Judged
from hubs.models import FormerAddress
from hubs.models.names import SearchableQuerySet
from hubs.starter.loader import nearest, no_such
from hubs.starter.sheet import Row
from hubs.starter.tables import Entry, Table


class Known(Mapping[str, Entry]):
    """Entries by key: those of the files, and what is here as if it had been read from one."""

    def __init__(self, table: Table, entries: Mapping[str, Entry], records: Mapping[str, models.Model]):
        self.table, self.entries, self.records = table, entries, records
        self.held: dict[str, Entry] = {}  # many rows refer to the same few records

    def __getitem__(self, key: str) -> Entry:
        if key in self.entries:
            return self.entries[key]
        if key not in self.held:
            self.held[key] = Entry(Row("", 0, {}), key, self.table.held(self.records[key]))
        return self.held[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.records, **self.entries})

    def __len__(self) -> int:
        return len(self.records.keys() | self.entries.keys())

    def __contains__(self, key: object) -> bool:
        return key in self.entries or key in self.records


class References:
    """Whether the records that rows name are there, and why not."""

    def __init__(self, rows: Sequence[Judged], dataset: Mapping[str, Known]):
        self.dataset = dataset
        # Of several rows with one key the first counts.
        self.refused = {
            (judged.table.kind, judged.called): judged
            for judged in reversed(rows)
            if judged.entry is None and not judged.is_example
        }
        self.former = self._former(rows)
        self.meant = functools.cache(self._meant)  # many rows may be wrong in the same way

    def check(self, judged: Judged) -> None:
        """Refuse a row for each record that it names and that is not there."""
        for column, kind, key in self._missing(judged):
            if sentence := self.former.get((kind, key)):
                judged.refuse(sentence, column)
            elif column in judged.table.key:
                continue  # the row makes it
            elif refused := self.refused.get((kind, key)):
                where = refused.place(judged)
                judged.refuse(
                    f"the {kind} “{key}” is refused in {where}: mend that first.", column, follows=True
                )
            else:
                judged.refuse(no_such(kind, key, self.meant(kind, key)), column)

    def _missing(self, judged: Judged) -> Iterator[tuple[str, str, str]]:
        """The records that a row names and that are neither here nor in the files; of itself, not here."""
        for column, kind, key in named(judged):
            if key not in (self.dataset[kind].records if column in judged.table.key else self.dataset[kind]):
                yield column, kind, key

    def _former(self, rows: Sequence[Judged]) -> dict[tuple[str, str], str]:
        """Of the records that are missing those that were merged into others, and what is said of that."""
        missing: dict[str, set[str]] = defaultdict(set)
        for judged in rows:
            for _, kind, key in self._missing(judged):
                missing[kind].add(key)
        return {
            (kind, each.slug): each.sentence
            for kind, keys in missing.items()
            for each in FormerAddress.objects.of(kind, keys)
        }

    def _meant(self, kind: str, key: str) -> list[str]:
        """The keys of the few records with such a name; else the key that is spelled most like it."""
        known = self.dataset[kind]
        if key.casefold() in known:
            return [key.casefold()]
        named = known.table.model._default_manager.all()
        found = list(named.found_by(key)[:4]) if isinstance(named, SearchableQuerySet) else []
        return [record.slug for record in found] if 0 < len(found) <= 3 else nearest(key, known)


def named(judged: Judged) -> Iterator[tuple[str, str, str]]:
    """The records that a row names as far as it could be read, itself first: column, kind and key."""
    if judged.key:
        yield judged.table.key[-1], judged.table.kind, judged.key
    for column in judged.table.columns:
        try:
            keys = list(column.keys(judged.values))
        except KeyError:
            continue  # its cell could not be read
        for key in keys:
            yield column.name, column.refers_to, key
