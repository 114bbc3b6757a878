"""The real browser of the browser tests: where it is, and how it is started.

`python -m tests.chromium` starts it once and prints its version, or fails and says why not.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Google Chrome", "Chromium")]

# Quiet: the browser asks nothing of anybody but the site under test.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(Exception):
    """There is none, or a library is missing that it or its driver needs."""


def find() -> str | None:
    """A browser named in CHROMIUM, or one installed on this machine; None leaves it to Playwright's own."""
    installed = (shutil.which(name) for name in NAMES)
    on_macos = (path for path in ON_MACOS if Path(path).exists())
    return next(filter(None, [os.environ.get("CHROMIUM"), *installed, *on_macos]), None)


@contextmanager
def running() -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            playwright = stack.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        except Exception as problem:  # Playwright raises anything from its own errors to bare ones
            raise NoBrowser(str(problem).strip().splitlines()[0]) from problem
        yield browser
        browser.close()


if __name__ == "__main__":
    try:
        with running() as browser:
            print(browser.version)
    except NoBrowser as problem:
        sys.exit(f"no browser: {problem}")
