"""The real browser of the browser tests: where it is, and how it is started.

`python -m tests.chromium` prints where, or fails when there is none.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

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


def find(playwright: Playwright) -> str | None:
    """A browser named in CHROMIUM, one installed on this machine, or the one Playwright has fetched."""
    named = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else []
    installed = [path for name in NAMES if (path := shutil.which(name))]
    candidates = [*named, *installed, *ON_MACOS, playwright.chromium.executable_path]
    return next((path for path in candidates if Path(path).exists()), None)


def launch(playwright: Playwright) -> Browser | None:
    path = find(playwright)
    return playwright.chromium.launch(executable_path=path, args=FLAGS) if path else None


if __name__ == "__main__":
    with sync_playwright() as playwright:
        path = find(playwright)
    print(path or "no browser")
    sys.exit(not path)
