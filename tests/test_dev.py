"""The commands: what they decide, and what they say when something is missing."""

import ast
import functools
import importlib.machinery
import importlib.util
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
import requests
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection

from hubs.management.commands import start

ROOT = Path(__file__).parent.parent


def load_dev():
    loader = importlib.machinery.SourceFileLoader("dev", str(ROOT / "dev"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("dev", loader))
    loader.exec_module(module)
    return module


def assert_one_sentence(said, *words):
    assert said.count("\n") <= 1
    assert "Traceback" not in said
    for word in words:
        assert word in said


# --- Python too old -----------------------------------------------------------------------------------------


def test_an_old_python_is_told_what_is_needed():
    old = "import sys; sys.version_info = (3, 9, 2, 'final', 0); exec(open('dev').read())"
    refused = subprocess.run([sys.executable, "-c", old], cwd=ROOT, capture_output=True, text=True)
    assert refused.returncode == 1
    assert_one_sentence(refused.stderr, "needs Python 3.11", "3.9", "install a newer one")


def test_an_old_python_can_read_far_enough_to_say_so():
    ast.parse((ROOT / "dev").read_text(), feature_version=(3, 8))


# --- Installing ---------------------------------------------------------------------------------------------


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """`dev` in an empty place, which notes what it would run instead of running it."""
    dev = load_dev()
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    for name in ("RUNTIME", "DEVELOPMENT"):
        lock = tmp_path / f"{name}.txt"
        lock.write_text(f"first {name}")
        monkeypatch.setattr(dev, name, lock)

    def attempt(command):
        words = [str(word) for word in command]
        dev.ran.append("venv" if "venv" in words else "install")
        if dev.breaks_at == dev.ran[-1]:
            sys.exit("it broke")
        dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        dev.PYTHON.touch()

    dev.ran, dev.breaks_at = [], None
    monkeypatch.setattr(dev, "attempt", attempt)
    return dev


def test_an_install_is_done_once_and_again_when_the_lock_changes(dev):
    dev.install(dev.RUNTIME)
    assert dev.ran == ["venv", "install"]
    dev.install(dev.RUNTIME)
    assert dev.ran == ["venv", "install"]
    dev.RUNTIME.write_text("second")
    dev.install(dev.RUNTIME)
    assert dev.ran == ["venv", "install", "install"]


def test_the_development_set_serves_run_too_but_not_the_other_way_round(dev):
    dev.install(dev.RUNTIME)
    dev.install(dev.DEVELOPMENT)
    dev.install(dev.RUNTIME)
    assert dev.ran == ["venv", "install", "install"]


@pytest.mark.parametrize("broken", ["venv", "install"])
def test_an_interrupted_install_starts_afresh(dev, broken):
    dev.breaks_at = broken
    with pytest.raises(SystemExit):
        dev.install(dev.RUNTIME)
    dev.breaks_at, dev.ran = None, []
    dev.install(dev.RUNTIME)
    assert dev.ran == ["venv", "install"]


def test_a_broken_change_of_the_lock_is_not_forgotten_when_the_lock_goes_back(dev):
    dev.install(dev.RUNTIME)
    before = dev.RUNTIME.read_text()
    dev.RUNTIME.write_text("second")
    dev.breaks_at = "install"
    with pytest.raises(SystemExit):
        dev.install(dev.RUNTIME)
    dev.RUNTIME.write_text(before)
    dev.breaks_at, dev.ran = None, []
    dev.install(dev.RUNTIME)
    assert dev.ran == ["venv", "install"]


def test_a_python_without_pip_is_told_which_package_has_it(dev, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    monkeypatch.setattr(dev, "is_there", lambda module: module == "venv")
    with pytest.raises(SystemExit) as refused:
        dev.install(dev.RUNTIME)
    assert_one_sentence(refused.value.code, "apt install python3-venv")


def test_a_full_disk_is_called_by_its_name(capsys):
    with pytest.raises(SystemExit) as refused:
        load_dev().attempt(["sh", "-c", "echo 'OSError: [Errno 28] No space left on device'; exit 2"])
    assert_one_sentence(refused.value.code, "disk is full", "make room")


def pins(lock):
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==(\S+)", (ROOT / lock).read_text(), flags=re.MULTILINE))


def test_both_locks_name_the_same_versions():
    runtime, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert runtime
    assert runtime.items() <= development.items()


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes_and_no_place_to_get_it(lock):
    text = (ROOT / lock).read_text()
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock))
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?:|file:|index-url|find-links|^/", text, flags=re.MULTILINE)


# --- Testing ------------------------------------------------------------------------------------------------


def test_the_last_lines_count_what_passed_failed_and_was_skipped(tmp_path):
    (tmp_path / "test_example.py").write_text(
        "import pytest\n"
        "def test_passes(): pass\n"
        "def test_fails(): assert False\n"
        "def test_is_skipped(): pytest.skip('why not')\n"
        "@pytest.fixture\ndef broken(): raise ValueError\n"
        "def test_has_an_error(broken): pass\n"
    )
    code, counts = load_dev().suites(["sqlite"], ["-q", "-p", "no:cacheprovider", str(tmp_path)])[0]
    assert (code, counts) == (1, "1 passed, 2 failed, 1 skipped")


def test_a_run_that_never_began_is_a_failure():
    code, counts = load_dev().suites(["sqlite"], ["--no-such-option"])[0]
    assert code != 0
    assert counts == "did not run"


# --- Starting -----------------------------------------------------------------------------------------------


@pytest.fixture
def empty_database(request, tmp_path):
    """The address of a new, empty database on the server this run is for."""
    ours = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{tmp_path}/hubs.sqlite3"
    host = ours["OPTIONS"].get("host") or ours["HOST"]
    login = {"user": ours["USER"], "password": ours["PASSWORD"] or None}
    admin = psycopg.connect(host=host, port=ours["PORT"] or None, **login, dbname="postgres", autocommit=True)
    admin.execute("DROP DATABASE IF EXISTS hubs_start WITH (FORCE)")
    admin.execute("CREATE DATABASE hubs_start")
    request.addfinalizer(admin.close)
    request.addfinalizer(lambda: admin.execute("DROP DATABASE hubs_start WITH (FORCE)"))
    place = f"/hubs_start?host={host}" if host.startswith("/") else f"{host}:{ours['PORT']}/hubs_start"
    return f"postgresql://{ours['USER']}:{ours['PASSWORD']}@{place}"


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def begin(port, database):
    environment = os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "hubs.settings"}
    command = [sys.executable, "manage.py", "start", "--port", str(port)]
    # As from a terminal: a suite that runs in the background of a script would hand on that Ctrl-C is ignored.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=-1, stderr=-1, text=True, preexec_fn=heed
    )


def await_answer(port, process):
    begun = time.monotonic()
    while process.poll() is None and time.monotonic() < begun + 60:
        try:
            return urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10).close()
        except OSError:
            time.sleep(0.02)
    pytest.fail(f"no answer: {process.communicate(timeout=5)}")


def stop(process, how=signal.SIGINT):
    process.send_signal(how)
    return process.communicate(timeout=60)


def log_in(port, name, password):
    """What a browser sees in the end: the front page of the admin, or the login page again."""
    with requests.Session() as browser:
        page = browser.get(f"http://127.0.0.1:{port}/admin/", timeout=10)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        form = {"username": name, "password": password, "csrfmiddlewaretoken": token, "next": "/admin/"}
        return browser.post(page.url, form, timeout=10)


def test_start_fills_an_empty_database_and_the_second_start_is_quick(port, empty_database, tmp_path):
    first = begin(port, empty_database)
    await_answer(port, first)
    said = first.stdout.readline()
    while "password" not in said:
        said += first.stdout.readline() or pytest.fail(f"no password in {said}")
    assert "Loading the starter dataset" in said
    assert f"http://127.0.0.1:{port}/" in said
    (password,) = re.findall(r"name demo, password (\S{16})", said)
    assert log_in(port, "demo", "not-the-password").url.endswith("/admin/login/?next=/admin/")
    assert log_in(port, "demo", password).url.endswith("/admin/")
    _, complaints = stop(first)
    assert first.returncode == 0
    assert "Traceback" not in complaints

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    second = begin(port, empty_database)
    await_answer(port, second)
    said, _ = stop(second, signal.SIGTERM)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert second.returncode == 0
    assert "starter dataset" not in said
    assert "password" not in said
    assert "createsuperuser" not in said
    # Three seconds is the promise; processor time, so that what else the machine does takes no part.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3
    # Nothing is left behind: no process holds the port, no journal lies beside the database.
    socket.create_server(("127.0.0.1", port)).close()
    assert {path.name for path in tmp_path.iterdir()} <= {"hubs.sqlite3"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("was_empty", "production", "somebody"),
    [(False, False, False), (True, True, False), (True, False, True)],
)
def test_a_demonstration_account_is_for_trying_things_out_and_nothing_else(
    settings, was_empty, production, somebody
):
    settings.PRODUCTION = production
    users = get_user_model().objects
    if somebody:
        users.create_user("mei")
    said = StringIO()
    start.Command(stdout=said).mention_administrator(was_empty)
    assert said.getvalue() == "No administrator yet. To make one: python3 dev manage createsuperuser\n"
    assert not users.filter(is_superuser=True).exists()


def test_a_port_that_is_taken_is_said_before_anything_is_touched(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = begin(port, f"sqlite:///{tmp_path}/hubs.sqlite3")
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert_one_sentence(said, f"Port {port} is taken", "--port")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("database", "words"),
    [
        ("postgresql://nobody:pass-word@127.0.0.1:1/hubs", ["does not answer", "refused", "DATABASE_URL"]),
        ("sqlite:////proc/hubs.sqlite3", ["/proc/hubs.sqlite3", "make room", "write there"]),
        ("sqlite:////proc/nowhere/hubs.sqlite3", ["DATABASE_URL", "/proc/nowhere"]),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_sentence(port, database, words):
    process = begin(port, database)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert_one_sentence(said, *words)
    assert "pass-word" not in said


def test_a_full_disk_under_the_database_is_one_sentence():
    with pytest.raises(SystemExit) as refused:
        start.stop_over_database(OperationalError("database or disk is full"))
    assert_one_sentence(refused.value.code, "disk is full")


def test_a_name_that_is_no_address_is_one_sentence():
    with pytest.raises(SystemExit) as refused:
        start.listen("no-such-host.invalid", 8000)
    assert_one_sentence(refused.value.code, "no-such-host.invalid", "--host")
