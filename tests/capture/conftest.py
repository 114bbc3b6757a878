"""What tests of capture share: the names and statements of the starter dataset, read once, and a short way in."""

from collections.abc import Callable

import pytest
from django.db import transaction

from hubs.capture.capture import Capture
from hubs.capture.capturing import capture
from hubs.capture.gazetteer import Gazetteer, read_gazetteer
from hubs.capture.known import Held
from hubs.starter import load


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The database is made only for tests that say they need one, and `known` reads it."""
    for item in items:
        if "known" in getattr(item, "fixturenames", ()):
            item.add_marker("django_db")


@pytest.fixture(scope="session")
def known(django_db_setup, django_db_blocker) -> tuple[Gazetteer, Held]:
    """What the starter dataset names and says, in memory: tests that use it need no database."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        read = read_gazetteer(), Held()
        transaction.set_rollback(True)
    return read


@pytest.fixture
def captured(known) -> Callable[..., Capture]:
    """`captured(text, published=...)`: what capture makes of a text."""
    gazetteer, held = known

    def read(text: str, published: str = "2024-05-15", **about: str) -> Capture:
        return capture(text, published=published, gazetteer=gazetteer, held=held, **about)

    return read
