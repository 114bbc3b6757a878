"""What cannot be so is refused with the same sentence at every door, and found where it got in all the same."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.forms import modelform_factory
from django.utils import timezone

from hubs.admin.article import ArticleForm
from hubs.checking import broken_promises
from hubs.editing import EditingError, Publication, check_can_publish
from hubs.forms.capture import FoundForm
from hubs.forms.review import EntryForm
from hubs.forms.statement import CorrectionForm, MilestoneForm, StatementForm, typed
from hubs.models import Article, Initiative, Jurisdiction, Series, Statement, Topic
from hubs.possible import flaws, has_come
from hubs.review import Entry, read_vocabulary
from hubs.review.entry import ENTERED_IN
from hubs.typed import number_of
from tests.factories import (
    cite,
    make_article,
    make_hub,
    make_initiative,
    make_series,
    make_statement,
    make_topic,
    publish,
)
from tests.test_importing import article, figure, judge, problems, sheet

pytestmark = pytest.mark.django_db

RANK = "is no rank: ranks are whole numbers from 1."
COUNT = "what is counted is whole, and not less than 0."
IMPOSSIBLE = [
    ("rank", "1.5", "number", f"“1.5” {RANK}"),
    ("rank", "0", "number", f"“0” {RANK}"),
    ("rank", "-3", "number", f"“-3” {RANK}"),
    ("rank", "2-3.5", "number_high", f"“3.5” {RANK}"),
    ("applications", "-5", "number", f"“-5” is no number of applications: {COUNT}"),
    ("applications", "about 1,234.5", "number", f"“1234.5” is no number of applications: {COUNT}"),
    ("firms", "3-4.5", "number_high", f"“4.5” is no number of firms: {COUNT}"),
    ("thousand wallets", "1.2345", "number", f"“1.2345” is no number of thousand wallets: {COUNT}"),
]
POSSIBLE = {
    "rank": "1",
    "firms": "0",
    "companies": "more than 4,000",
    "million wallets": "20.87",
    "percent": "-4.5",
    "points": "780.5",
    "HKD million": "-87.57",
    "CNY billion": "3.4-3.5",
    "transactions per second": "0.5",
    "HK$ a share": "0.5",
    "days": "2.5",
}
TO_COME = "has not come yet: write the day on which it was so, or tick “Planned” (“yes” in a file)."


@dataclass
class Desk:
    """Who is asked about, and the doors at which it is entered."""

    hub: Jurisdiction
    initiative: Initiative
    firms: Topic
    status: Topic

    def of_figure(self, unit: str = "firms", number: str = "7", **cells: str) -> dict[str, dict[str, str]]:
        """What each door says of a figure as typed: sentences, by the field or column they are said at."""
        series = Series.objects.get(unit=unit)
        meant = number_of(number, unit)
        numbers = {"number": meant.low, "number_high": meant.high, "bound": meant.bound}
        asked = FORM | {"topic": self.firms.pk, "jurisdiction": self.hub.pk, "number": number} | cells
        form = modelform_factory(Statement, StatementForm, fields=FIELDS, formfield_callback=typed)
        held = series.statements.first() or publish(self.hub, self.firms, 8, series=series)
        return {
            "editing": self.published(self.hub, self.firms, series=series, **numbers, **cells),
            "import": self.imported(figure(series=series.slug, number=number, **cells)),
            "form": told(form(asked | {"series": series.pk})),
            "correction": told(CorrectionForm(asked | {"why": "us"}, held=held, instance=self.like(held))),
            "review": self.reviewed(
                hub=self.hub.slug, topic="firms", series=series.slug, number=number, seen=held.key, **cells
            ),
        }

    def of_milestone(self, **cells: str) -> dict[str, dict[str, str]]:
        """The same of a status as typed."""
        live = self.status.choices.get()
        asked = {"topic": self.status.pk, "choice": live.pk} | cells
        names = ("topic", "choice", "value_date", "as_of", "planned", "text")
        form = modelform_factory(Statement, MilestoneForm, fields=names, formfield_callback=typed)
        row = figure(jurisdiction="", initiative=self.initiative.slug, topic="status", choice="live")
        entered = {ENTERED_IN.get(name, name): text for name, text in cells.items()}
        return {
            "editing": self.published(self.initiative, self.status, "live", **cells),
            "import": self.imported(row | {"series": "", "number": ""} | cells),
            "form": told(form(asked, instance=Statement(initiative=self.initiative))),
            "review": self.reviewed(
                initiative=self.initiative.slug, topic="status", choice="status:live", **entered
            ),
        }

    def published(self, subject, topic, value=None, **fields) -> dict[str, str]:
        statement = make_statement(subject, topic, value, key="said", **fields)
        try:
            check_can_publish(Publication(statement, [cite(self.article)]))
        except EditingError as error:
            return {"": str(error).removeprefix("“said”: ")}
        return {}

    def imported(self, row) -> dict[str, str]:
        if row.get("planned"):
            row |= {"planned": "yes"}
        return {column: sentence for _, column, _, sentence in problems(judge(sheet("statement", row)))}

    def reviewed(self, **entered) -> dict[str, str]:
        given = {"article": self.article, "vocabulary": read_vocabulary()}
        certain = {"certainty": "stated", "standing": "accepted"}
        return told(EntryForm(certain | entered, entry=Entry(), **given))

    def like(self, held: Statement) -> Statement:
        return Statement(topic=held.topic, jurisdiction=held.jurisdiction, series=held.series)

    @property
    def article(self) -> Article:
        return Article.objects.get(slug="gazette")


FORM = {"finding": "value", "nature": "observed", "standing": "accepted", "certainty": "stated"}
FORM |= {"verification": "verified", "text_language": "en"}
FIELDS = (*FORM, "topic", "jurisdiction", "series", "number", "as_of", "valid_from", "planned")


def told(form) -> dict[str, str]:
    return {name: " ".join(errors) for name, errors in form.errors.items()}


def at(column: str, doors) -> dict[str, str]:
    """Where each door says what is wrong in a column."""
    places = {"editing": "", "import": column, "review": ENTERED_IN.get(column, column)}
    return {door: places.get(door, column.removesuffix("_high")) for door in doors}


def assert_refused(refused: dict[str, dict[str, str]], column: str, sentence: str) -> None:
    assert refused == {door: {place: sentence} for door, place in at(column, refused).items()}


@pytest.fixture
def desk():
    hub, firms = make_hub("Hong Kong"), make_topic("firms", kind="number")
    for n, unit in enumerate(dict.fromkeys(unit for unit, *_ in IMPOSSIBLE)):
        make_series(firms, f"series-{n}", unit)
    make_article("gazette", text="So it is.")
    status = make_topic("status", kind="choice", subject="initiative", choices=("live",))
    return Desk(hub, make_initiative(hub=hub), firms, status)


@pytest.mark.parametrize(("unit", "number", "column", "sentence"), IMPOSSIBLE)
def test_a_figure_that_its_unit_does_not_allow_is_refused(desk, unit, number, column, sentence):
    assert_refused(desk.of_figure(unit, number), column, sentence)


def test_what_is_measured_may_be_any_number_and_what_is_counted_may_be_none():
    for unit, text in POSSIBLE.items():
        number = number_of(text)
        kept = Statement(series=Series(unit=unit), number=number.low, number_high=number.high)
        assert list(flaws(kept)) == [], unit
    assert list(flaws(Statement(series=Series(unit="firms")))) == []  # nothing is said yet


def test_a_day_to_come_is_refused_unless_it_is_planned(desk):
    for column, date in (("as_of", "2099"), ("valid_from", "2099-Q1")):
        assert_refused(desk.of_figure(**{column: date}), column, f"“{date}” {TO_COME}")
        assert not any(desk.of_figure(**{column: date, "planned": "on"}).values())
    for column, date in (("as_of", "2099-11"), ("value_date", "2099-11-28")):
        assert_refused(desk.of_milestone(**{column: date}), column, f"“{date}” {TO_COME}")
        assert not any(desk.of_milestone(**{column: date, "planned": "on"}).values())
    # Today has come, and so have the month and the year it lies in.
    today = timezone.localdate().isoformat()
    for date in (today, today[:7], today[:4]):
        assert not any(desk.of_figure(as_of=date, valid_from=date).values())
        assert not any(desk.of_milestone(value_date=date).values())


def test_a_day_has_come_once_it_has_anywhere():
    first = (timezone.now() + timedelta(hours=14)).date()
    assert has_come(first.isoformat()) and not has_come((first + timedelta(days=1)).isoformat())


def test_what_was_seen_before_it_was_true_cannot_show_that(desk):
    early = {"valid_from": "2026-03", "as_of": "2025-10"}
    sentence = (
        "“2025-10” lies before “2026-03”, since when it is true: what was seen then cannot show that. "
        "Write a later day, or leave it empty."
    )
    assert_refused(desk.of_figure(**early), "as_of", sentence)
    for cells in (
        {"planned": "on"},  # what was seen then was the plan
        {"as_of": "2026-03-01"},
        {"as_of": "2026"},  # may be any day of it
        {"valid_from": "2025"},
        {"as_of": ""},
    ):
        assert not any(desk.of_figure(**early | cells).values()), cells


def test_an_article_of_a_day_to_come_has_not_been_published():
    today = timezone.localdate().isoformat()
    sentence = (
        "“2099” has not come: has this article been published yet? Write the day it was, or leave it empty."
    )
    by_hand = modelform_factory(Article, ArticleForm, fields=("date",), formfield_callback=typed)
    for date, said in (("2099", {"date": sentence}), (today, {}), (today[:4], {}), ("", {})):
        assert told(by_hand({"date": date})) == said
        found = {"text": "So it is.", "title": "So", "language": "en", "kind": "news", "date": date}
        assert told(FoundForm(found)) == said
        refused = problems(judge(sheet("article", article(date=date))))
        assert {column: sentence for _, column, _, sentence in refused} == said


def test_what_got_in_all_the_same_is_found(desk):
    publish(desk.hub, desk.firms, 5, series=Series.objects.get(unit="rank"), key="ranked")
    assert list(broken_promises()) == []
    Statement.objects.update(number=Decimal("1.5"))
    assert list(broken_promises()) == [f"Statement ranked: “1.5” {RANK}"]
