"""`check_data` finds what a constraint cannot hold, and nothing in good data."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from hubs.models import Alias, Article, Citation, Initiative, Participation, Statement
from tests.factories import (
    make_article,
    make_hub,
    make_initiative,
    make_series,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def good():
    """A little of everything, all in order."""
    hub = make_hub("Hong Kong")
    Alias.objects.create(text="香港特區", jurisdiction=hub)
    topic = make_topic("sandbox-start")
    number = make_topic("count", kind="number")
    article = make_article("paper", text="The sandbox opened in 2016.")
    publish(hub, topic, "2016", key="start", articles=[article])
    Citation.objects.create(
        statement=Statement.objects.get(), article=article, level="press", quote="sandbox", start=4, end=11
    )
    Citation.objects.update(published=Statement.objects.get().published)
    publish(hub, number, 3, key="count", series=make_series(number))
    publish(hub, topic, None, key="searched", finding="not_found", articles=[])
    initiative = make_initiative(hub=hub)
    publish(initiative, make_topic("began", subject="initiative"), "2016-11", key="began")


def check(capsys):
    try:
        call_command("check_data")
    except CommandError as error:
        return capsys.readouterr().out + str(error)
    return capsys.readouterr().out


def test_good_data_holds(good, capsys):
    assert check(capsys) == "Everything holds.\n"


@pytest.mark.parametrize(
    ("breach", "sentence"),
    [
        (
            lambda: Citation.objects.filter(statement__key="count").delete(),
            "count is public, not unconfirmed, and has no source",
        ),
        (
            lambda: Statement.objects.filter(key="count").update(
                topic=Statement.objects.get(key="start").topic
            ),
            "series of another topic",
        ),
        (
            lambda: Statement.objects.filter(key="start").update(
                value_date="", value_date_first=None, value_date_last=None, text="x"
            ),
            "no value of its topic's kind",
        ),
        (
            lambda: Statement.objects.filter(key="began").update(
                topic=Statement.objects.get(key="start").topic
            ),
            "about another subject",
        ),
        (
            lambda: Statement.objects.filter(key="start").update(published=None),
            "A citation of statement start is public",
        ),
        (
            lambda: Statement.objects.filter(key="start").update(value_date_last=datetime.date(2017, 1, 1)),
            "does not span",
        ),
        (
            lambda: Citation.objects.exclude(quote="").update(quote="Sandbox"),
            "Quote not found: statement start in article paper",
        ),
        (
            lambda: Article.objects.filter(slug="paper").update(text="The bank opened in 2016..."),
            "has changed since it was kept",
        ),
        (lambda: Participation.objects.all().delete(), "project-ubin has no lead"),
        (lambda: Initiative.objects.update(status="live"), "its statements say"),
        (lambda: Alias.objects.update(folded="HK"), "cannot be found by its own words"),
    ],
)
def test_each_breach_is_named(good, capsys, breach, sentence):
    breach()
    assert sentence in check(capsys)
