"""Two people at one record: nobody overwrites what they have not seen, and nothing typed is lost.

Forms are sent as a browser sends them: everything that stands in the page, changed where somebody typed.
"""

import re

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from hubs.models import Alias, Choice, Jurisdiction, Series, Statement, Topic
from tests.factories import (
    make_article,
    make_hub,
    make_initiative,
    make_organisation,
    make_series,
    make_statement,
    make_topic,
)
from tests.reading import read

pytestmark = pytest.mark.django_db


class Editor:
    """Somebody logged in, with a browser of their own."""

    def __init__(self, name: str) -> None:
        self.user = User.objects.create_superuser(name)
        self.client = Client()
        self.client.force_login(self.user)

    def open(self, record, page: str = "change") -> "Form":
        return Form(self, reverse(f"admin:hubs_{record._meta.model_name}_{page}", args=[record.pk]))

    def add(self, model) -> "Form":
        return Form(self, reverse(f"admin:hubs_{model._meta.model_name}_add"))


class Form:
    """A page as it was opened. It does not know what others do meanwhile."""

    def __init__(self, editor: Editor, address: str, response=None) -> None:
        self.editor, self.address = editor, address
        self.response = response or editor.client.get(address)
        self.html = lxml.html.fromstring(self.response.text)
        (form,) = self.html.xpath("//main//form[@method='post' and not(@id='logout-form')]")
        self.address = form.get("action") or address
        # Of a text that begins with a line end browsers drop that one, which lxml leaves in.
        self.values = {name: value.removeprefix("\n") for name, value in form.form_values()}

    def send(self, button: str = "_save", value: str = "Save", **typed) -> "Form":
        """Press a button; gives the page that comes back, or None where it was done."""
        data = {name: text for name, text in (self.values | typed).items() if text is not None}
        response = self.editor.client.post(self.address, data | {button: value})
        if response.status_code == 302:
            return None
        return Form(self.editor, self.address, response)

    @property
    def rows(self) -> dict[str, list[str]]:
        """The table that shows the versions: the words of each, by field."""
        table = {}
        for row in self.html.xpath("//section[contains(@class, 'stale')]//tbody/tr"):
            field, *cells = row
            for button in row.xpath(".//button"):
                button.drop_tree()
            table[field.text.strip()] = [" ".join(cell.text_content().split()) for cell in cells]
        return table


@pytest.fixture
def ada():
    return Editor("ada")


@pytest.fixture
def grace():
    return Editor("grace")


def test_the_second_to_save_is_stopped_sees_all_three_versions_and_then_decides(ada, grace):
    hub = make_hub("Hong Kong", currency="HKD", note="The city.")
    hers = ada.open(hub)
    assert grace.open(hub).send(name_en="Hong Kong SAR", note="The region.") is None

    stopped = hers.send(note="The harbour.", centre_name="Hong Kong")
    assert stopped.response.status_code == 409
    hub.refresh_from_db()
    assert (hub.name_en, hub.note, hub.centre_name) == ("Hong Kong SAR", "The region.", "")
    words = read(stopped.response, 409)
    assert "grace saved this while you had it open" in words
    assert re.search(r"Last saved on \d+ \w+ \d{4}, \d\d:\d\d UTC", words)
    assert stopped.rows == {
        "Name": ["Hong Kong", "Hong Kong SAR", "Hong Kong SAR"],
        "Name as a financial centre": ["empty", "empty", "Hong Kong"],
        "Note": ["The city.", "The region.", "The harbour."],
    }
    # The form holds what she typed; what she left alone follows the record.
    assert stopped.values["note"] == "The harbour."
    assert stopped.values["name_en"] == "Hong Kong SAR"

    # A third person is quicker again: she is stopped again.
    assert grace.open(hub).send(iso_code="HK") is None
    again = stopped.send()
    assert again.rows["ISO code"] == ["empty", "HK", "HK"]
    assert again.rows["Note"] == ["The city.", "The region.", "The harbour."]

    # For the note she takes what is there, and saves the rest on top.
    taken = again.send("_take", "note")
    assert taken.response.status_code == 200
    assert "Not saved yet" in read(taken.response)
    assert taken.values["note"] == "The region."
    assert taken.send() is None
    hub.refresh_from_db()
    assert (hub.name_en, hub.note) == ("Hong Kong SAR", "The region.")
    assert (hub.centre_name, hub.iso_code) == ("Hong Kong", "HK")
    assert [row.history_user.username for row in hub.history.all()[:3]] == ["ada", "grace", "grace"]


def test_saving_on_top_is_done_knowingly(ada, grace):
    hub = make_hub("Hong Kong", note="The city.")
    hers = ada.open(hub)
    grace.open(hub).send(note="The region.")
    stopped = hers.send(note="The harbour.")
    assert "Save mine on top" in stopped.response.text
    assert stopped.send() is None
    assert Jurisdiction.objects.get().note == "The harbour."


def test_rows_of_a_record_are_its_versions_too(ada, grace):
    hub = make_hub("Hong Kong")
    kept, mine, doomed, typed_into = (
        Alias.objects.create(text=text, jurisdiction=hub)
        for text in ("A-kept", "B-mine", "C-doomed", "D-typed")
    )
    hers = ada.open(hub)
    theirs = grace.open(hub)
    assert theirs.values["aliases-0-text"] == "A-kept"
    theirs.values["aliases-TOTAL_FORMS"] = "5"
    gone = {"aliases-2-DELETE": "on", "aliases-3-DELETE": "on"}
    assert theirs.send(**gone, **{"aliases-4-text": "E-theirs", "aliases-0-text": "A-theirs"}) is None

    hers.values["aliases-TOTAL_FORMS"] = "6"
    new = {"aliases-4-text": "E-theirs", "aliases-5-text": "F-mine"}
    stopped = hers.send(**new, **{"aliases-1-text": "B-typed", "aliases-3-text": "D-typed more"})
    assert stopped.response.status_code == 409
    assert set(Alias.objects.values_list("text", flat=True)) == {"A-theirs", "B-mine", "E-theirs"}
    assert stopped.rows["Alias “A-theirs”: Text"] == ["A-kept", "A-theirs", "A-theirs"]
    assert stopped.rows["Alias “B-mine”: Text"] == ["B-mine", "B-mine", "B-typed"]
    words = read(stopped.response, 409)
    for row in ("Alias C-doomed removed", "Alias D-typed removed", "Alias not there E-theirs", "F-mine"):
        assert row in words

    # Nothing of hers is lost: a row that is no more stands on as a new one; a name both added stands once.
    assert stopped.send() is None
    names = {"A-theirs", "B-typed", "D-typed more", "E-theirs", "F-mine"}
    assert set(hub.aliases.values_list("text", flat=True)) == names
    assert hub.aliases.get(pk=mine.pk).text == "B-typed"
    assert not Alias.objects.filter(pk__in=[doomed.pk, typed_into.pk]).exists()
    assert kept.pk in hub.aliases.values_list("pk", flat=True)


def test_a_row_saved_on_its_own_page_stops_the_form_of_its_parent(ada, grace):
    topic = make_topic("stage", kind="choice", choices=("pilot",))
    hers = ada.open(topic)
    assert grace.open(Choice.objects.get()).send(name_en="Trial") is None
    stopped = hers.send(coding_rule="What counts.")
    assert "grace saved this" in read(stopped.response, 409)
    assert stopped.rows["Choice “Trial”: Name"] == ["Pilot", "Trial", "Trial"]
    assert stopped.send() is None
    assert Choice.objects.get().name_en == "Trial"
    assert Topic.objects.get().coding_rule == "What counts."


def test_every_kind_of_record_is_guarded(ada, grace):
    hub = make_hub("Hong Kong")
    topic = make_topic("stage", kind="choice", choices=("pilot",))
    series = make_series(make_topic("count", kind="number"))
    cases = [
        (hub, "note"), (make_organisation(), "name_zh_hant"), (make_article(), "note"),
        (topic, "coding_rule"), (series, "definition"), (topic.choices.get(), "name_zh_hans"),
    ]  # fmt: skip
    for record, name in cases:
        hers = ada.open(record)
        assert grace.open(record).send(**{name: "theirs"}) is None, record
        assert hers.send(**{name: "mine"}).response.status_code == 409, record
        record.refresh_from_db()
        assert getattr(record, name) == "theirs"
        # A form that says nothing of what it was made from, or something made up, is no better.
        for opened in (None, "made-up", hers.values["_opened"][:-3] + "abc"):
            unknown = ada.open(record).send(**{name: "mine", "_opened": opened})
            assert "does not say what it was made from" in read(unknown.response, 409)
        record.refresh_from_db()
        assert getattr(record, name) == "theirs"
        assert unknown.send(**{name: "knowingly"}) is None
    # A form of one record is none of another.
    other = make_hub("Macao")
    assert (
        ada.open(other).send(note="mine", _opened=ada.open(hub).values["_opened"]).response.status_code == 409
    )
    assert not [model for model, its in admin.site._registry.items() if its.list_editable]


@pytest.mark.parametrize("kind", ["initiative", "statement"])
def test_initiatives_and_drafts_are_guarded(ada, grace, kind):
    hub = make_hub("Hong Kong")
    if kind == "initiative":
        record, name = make_initiative(hub=hub), "note"
    else:
        record, name = make_statement(hub, make_topic("stage", kind="prose"), "Said.", as_of="2020"), "note"
        record.save()
    hers = ada.open(record)
    assert grace.open(record).send(**{name: "theirs"}) is None
    stopped = hers.send(**{name: "mine"})
    assert stopped is not None and stopped.response.status_code == 409
    record.refresh_from_db()
    assert getattr(record, name) == "theirs"
    assert stopped.send() is None
    record.refresh_from_db()
    assert getattr(record, name) == "mine"


def test_who_meant_to_publish_still_publishes_after_being_stopped(ada, grace):
    status = make_topic("status", kind="choice", subject="initiative", choices=("pilot",))
    initiative = make_initiative(hub=make_hub())
    milestone = {
        "statements-TOTAL_FORMS": "1",
        "statements-0-topic": str(status.pk),
        "statements-0-choice": str(status.choices.get().pk),
        "statements-0-value_date": "2020",
        "article": str(make_article().pk),
    }
    hers = ada.open(initiative)
    grace.open(initiative).send(note="Seen twice.")
    stopped = hers.send("_publish", note="Seen once.", **milestone)
    assert stopped.response.status_code == 409
    assert "Save mine on top and publish" in read(stopped.response, 409)
    assert not Statement.objects.exists()
    # Also after taking one of the other's fields; and Enter in a field saves, without publishing.
    took = stopped.send("_take", "note")
    assert "Save both and publish" in took.response.text
    for page in (stopped, took):
        assert page.html.xpath("//section[@id='stale']//button/@name")[:2] == ["_save", "_publish"]
    assert took.send("_publish", "1") is None
    assert Statement.objects.live().get().choice.code == "pilot"
    # Who only saved is offered to save.
    hers = ada.open(initiative)
    grace.open(initiative).send(note="Seen thrice.")
    assert "and publish" not in hers.send(note="Never seen.").html.xpath("string(//section[@id='stale'])")


def test_one_form_sent_twice_is_saved_once(ada):
    form = ada.add(Series)
    topic = make_topic("count", kind="number")
    typed = {"name_en": "Firms", "slug": "firms", "topic": topic.pk, "definition": "All.", "unit": "firms"}
    assert form.send(**typed) is None
    assert form.send(**typed) is None
    assert (Series.objects.count(), Series.history.count()) == (1, 1)
    # Back, and something else typed into the same page: that is another record.
    assert form.send(**typed | {"slug": "firms-2", "name_en": "Firms too"}) is None
    assert Series.objects.count() == 2

    hub = make_hub("Hong Kong")
    form = ada.open(hub)
    form.values["aliases-TOTAL_FORMS"] = "1"
    for _ in range(2):
        assert form.send(note="Twice.", **{"aliases-0-text": "HK"}) is None
    assert (hub.history.count(), hub.aliases.count()) == (2, 1)
    # Another button of the page that was left: nothing is written that was not there, so nobody is asked.
    assert form.send("_continue", note="Twice.", **{"aliases-0-text": "HK"}) is None
    assert hub.aliases.count() == 1
    assert "Changed" in LogEntry.objects.filter(object_id=hub.pk)[1].get_change_message()


def test_what_was_typed_outlives_the_record(ada, grace):
    hub = make_hub("Hong Kong")
    Alias.objects.create(text="HK", jurisdiction=hub)
    hers = ada.open(hub)
    assert grace.open(hub, "delete").send("_", "_") is None
    stopped = hers.send(note="The harbour.")
    assert "grace deleted this while you had it open" in read(stopped.response, 409)
    assert not Jurisdiction.objects.exists()
    assert stopped.send() is None
    again = Jurisdiction.objects.get()
    assert (again.name_en, again.note, again.aliases.get().text) == ("Hong Kong", "The harbour.", "HK")


def test_what_has_changed_is_not_deleted_unseen(ada, grace):
    hub = make_hub("Hong Kong", note="The city.")
    question = ada.open(hub, "delete")
    grace.open(hub).send(note="The region.")
    asked_again = question.send("_", "_")
    words = read(asked_again.response, 409)
    assert "grace saved this" in words and "Nothing was deleted" in words
    assert asked_again.rows == {"Note": ["The city.", "The region."]}
    assert question.send("_", "_", _opened=None).response.status_code == 409
    assert Jurisdiction.objects.exists()
    assert asked_again.send("_", "_") is None
    assert not Jurisdiction.objects.exists()
    assert "delete_selected" not in ada.client.get(reverse("admin:hubs_jurisdiction_changelist")).text


def test_going_back_to_an_earlier_version_is_no_way_round(ada, grace):
    hub = make_hub("Hong Kong", note="The city.")
    first = hub.history.get()
    ada.open(hub).send(note="The harbour.")
    address = reverse("admin:hubs_jurisdiction_simple_history", args=[hub.pk, first.history_id])
    hers = Form(ada, address)
    assert hers.values["note"] == "The city."
    grace.open(hub).send(note="The region.")
    stopped = hers.send()
    assert stopped.response.status_code == 409
    assert stopped.rows["Note"] == ["The harbour.", "The region.", "The city."]
    assert Jurisdiction.objects.get().note == "The region."
    assert stopped.send() is None
    assert Jurisdiction.objects.get().note == "The city."


def test_what_is_wrong_in_a_form_does_not_make_it_forget_what_it_rests_on(ada, grace):
    hub = make_hub("Hong Kong", note="The city.")
    hers = ada.open(hub)
    refused = hers.send(name_en="", note="The harbour.")
    assert refused.response.status_code == 200
    grace.open(hub).send(note="The region.")
    assert refused.send(name_en="Hong Kong").rows["Note"] == ["The city.", "The region.", "The harbour."]


def test_junk_is_answered(ada):
    hub = make_hub("Hong Kong")
    form = ada.open(hub)
    for junk in ("x", "99999999999999999999", "-1"):
        for page in ("change", "delete"):
            address = reverse(f"admin:hubs_jurisdiction_{page}", args=[junk])
            assert ada.client.post(address, form.values).status_code in (302, 409), junk
    for junk in ({"aliases-TOTAL_FORMS": "x"}, {"aliases-TOTAL_FORMS": "999999999"}, {"_take": "moon"}):
        assert ada.client.post(form.address, form.values | {"_opened": "junk"} | junk).status_code < 500
    assert Statement.objects.count() == 0
