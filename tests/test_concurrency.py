"""Several people edit at once, over real HTTP, on a site served as in production; and what that rests on."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from hubs.capture.capturing import capture
from hubs.capture.keeping import keep
from hubs.models import Change, Jurisdiction
from tests.factories import make_hub

ROOT = Path(__file__).parent.parent


def test_nothing_acknowledged_is_lost_or_doubled_and_nobody_meets_an_error():
    """Sixty edits by six people; bench/concurrency.py says what they do and how it is counted."""
    database = os.environ.get("TEST_DATABASE", "sqlite")
    command = [sys.executable, "bench/concurrency.py", database, "--edits", "60", "--clients", "6"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "edits 60 " in done.stdout
    assert "errors 0; lost or doubled 0" in done.stdout


def at_once(acts) -> list:
    """What each act gives, all begun at the same moment, each in a thread with a connection of its own."""
    begin, given = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        begin.wait()
        try:
            given[number] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def logged_in(name: str) -> Client:
    from django.contrib.auth.models import User

    client = Client()
    client.force_login(User.objects.create_superuser(name))
    return client


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_the_same_version_at_the_same_moment_one_does():
    hub = make_hub("Hong Kong")
    people = [logged_in(f"person-{number}") for number in range(5)]
    address = f"/admin/hubs/jurisdiction/{hub.pk}/change/"
    forms = [sent(person, address) for person in people]
    acts = [
        lambda person=person, form=form, number=number: person.post(
            address, form | {"note": f"Said by {number}."}
        )
        for number, (person, form) in enumerate(zip(people, forms, strict=True))
    ]
    codes = [answer.status_code for answer in at_once(acts)]
    assert sorted(codes) == [302, 409, 409, 409, 409]
    assert Jurisdiction.objects.get().note == f"Said by {codes.index(302)}."


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_five_times_at_the_same_moment_adds_one_record():
    person = logged_in("ada")
    address = "/admin/hubs/jurisdiction/add/"
    form = sent(person, address) | {"name_en": "Macao", "slug": "macao", "kind": "country"}

    def press():
        again = Client()
        again.cookies = person.cookies.copy()
        return again.post(address, form)

    assert [answer.status_code for answer in at_once([press] * 5)] == [302] * 5
    assert Jurisdiction.history.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_a_suggestion_at_the_same_moment_one_does_and_the_rest_are_told():
    make_hub("Hong Kong")
    said = capture(
        "On March 4, 2019, Hong Kong launched a blockchain pilot.",
        title="A pilot", language="en", published="2019-04-01",
    )  # fmt: skip
    article = keep(said).article
    suggestion = article.suggestions.first()
    people = [logged_in(f"person-{number}") for number in range(5)]
    before = Change.objects.count()
    path = f"/capture/articles/{article.slug}/{suggestion.pk}/reject/"
    acts = [
        lambda person=person: person.post(path, {"reason": "No."}, follow=True).text.count("meanwhile")
        for person in people
    ]
    told = at_once(acts)
    suggestion.refresh_from_db()
    assert sorted(bool(times) for times in told) == [False, True, True, True, True]
    assert suggestion.decided.by.username == f"person-{told.index(0)}"
    assert Change.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_writers_on_sqlite_begin_in_the_order_they_came():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has a queue of its own")
    order = []

    def write(number: int) -> None:
        time.sleep(number / 10)
        with transaction.atomic():
            order.append(number)
            make_hub(f"Hub {number}")
            time.sleep(1.2 if number == 0 else 0.03)

    at_once([lambda number=number: write(number) for number in range(8)])
    assert order == sorted(order)


def sent(person: Client, address: str) -> dict[str, str]:
    """What a browser sends back of a page that nobody touched."""
    import lxml.html

    form = lxml.html.fromstring(person.get(address).text).xpath("//main//form[@method='post']")[-1]
    return dict(form.form_values()) | {"_save": "Save"}
