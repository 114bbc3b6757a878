"""What tests share: a real browser that tolerates nothing."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

from tests import chromium
from tests.starter.fixtures import starter  # noqa: F401  # for every test of pages with real data

VENDOR = Path(__file__).parent / "vendor"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The test database, which PostgreSQL would not drop while a thread of a live server is still in it."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; without one its tests are skipped, or fail if REQUIRE_BROWSER=1 says they must run."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(chromium.running())
        except chromium.NoBrowser as problem:
            give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
            give_up(f"no browser: {problem}")
        yield browser


class Watch:
    """Opens pages of the live site and remembers whatever a reader's browser would have complained about.

    `problems` fails the test at its end; a test that provokes one takes it off the list with `expect`.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self.problems: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(
        self, width: int = 1280, height: int = 900, *, dark: bool = False, js: bool = True, **options: object
    ) -> Page:
        """A fresh reader: no cookies, nothing stored. Addresses given to `goto` may start with /."""
        context = self.browser.new_context(
            base_url=self.site,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(20_000)
        # Refusals of the Content-Security-Policy are errors on the console too.
        context.on("console", lambda said: said.type == "error" and self.note(f"console: {said.text}"))
        context.on("weberror", lambda thrown: self.note(f"script: {thrown.error}"))
        context.on("request", lambda asked: self.note_stranger(asked.url))
        self.contexts.append(context)
        return context.new_page()

    def note(self, problem: str) -> None:
        self.problems.append(problem)

    def note_stranger(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and not url.startswith(f"{self.site}/"):
            self.note(f"asked a third party: {url}")

    def expect(self, *words: str) -> None:
        """Take the problems that hold one of these words off the list; there must be some."""
        expected = [problem for problem in self.problems if any(word in problem for word in words)]
        assert expected, f"nothing about {words} in {self.problems}"
        self.problems = [problem for problem in self.problems if problem not in expected]

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def new_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`new_page(375, 667, dark=True, js=False)` opens a reader's browser on the live site."""
    watch = Watch(browser, live_server.url)
    yield watch
    watch.close()
    assert watch.problems == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A reader's browser on a desk."""
    return new_page()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)` lists what hinders people with disabilities, as axe-core sees it; an empty list is good."""
    source = next(VENDOR.glob("axe-*.min.js")).read_text()

    def violations(page: Page) -> list[str]:
        page.evaluate(source)  # a script tag would be refused by our own policy
        found = page.evaluate("axe.run()")["violations"]
        return [f"{each['id']}: {node['target']} {each['help']}" for each in found for node in each["nodes"]]

    return violations
