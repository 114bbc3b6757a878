"""The starter dataset for tests: loaded into the test database, or as a copy that can be spoilt."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from hubs.starter import DIRECTORY, Report, load
from tests.factories import settle


@pytest.fixture(scope="module")
def starter(django_db_setup, django_db_blocker) -> Iterator[Report]:
    """A database that holds the dataset, loaded once for all tests of a file; what it reported.

    Each test still needs `db` and works in a savepoint of its own: what it changes is gone before the
    next. Not for `live_server`, whose threads would not see what is never committed.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        report = load()
        settle()  # else a plan made for empty tables may take seconds
        with django_db_blocker.block():
            yield report
        transaction.set_rollback(True)


class Copy:
    """A copy of the dataset that a test may change; a row is found by what stands in its first column."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        for path in DIRECTORY.glob("*.csv"):
            shutil.copy(path, directory)

    def rows(self, file: str) -> list[dict[str, str]]:
        with open(self.directory / file, newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def write(self, file: str, rows: list[dict[str, str]]) -> None:
        with open(self.directory / file, "w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, file: str, key: str, **cells: str) -> int:
        """Change cells of one row; its number as a spreadsheet shows it."""
        rows = self.rows(file)
        number = next(number for number, row in enumerate(rows) if next(iter(row.values())) == key)
        assert cells.keys() <= rows[number].keys()
        rows[number].update(cells)
        self.write(file, rows)
        return number + 2

    def add(self, file: str, like: str, **cells: str) -> int:
        """Add a row like another one; its number."""
        rows = self.rows(file)
        model = next(row for row in rows if next(iter(row.values())) == like)
        self.write(file, [*rows, model | cells])
        return len(rows) + 2

    def remove(self, file: str, key: str) -> None:
        rows = self.rows(file)
        kept = [row for row in rows if next(iter(row.values())) != key]
        assert len(kept) == len(rows) - 1
        self.write(file, kept)

    def load(self, **options: object) -> Report:
        return load(directory=self.directory, **options)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)
