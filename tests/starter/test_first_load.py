"""Loading the dataset into a database that it has never been in."""

import pytest
from django.contrib.auth import get_user_model

from hubs.models import Change, Door, Jurisdiction, Organisation, Statement

pytestmark = pytest.mark.django_db


def test_all_of_it_is_one_change_of_one_person(copy):
    editor = get_user_model().objects.create(username="editor")
    copy.load(by=editor)
    change = Change.objects.get()
    assert (change.by, change.door) == (editor, Door.STARTER)
    assert Organisation.objects.get(slug="hkma").history.get().history_user == editor


def test_what_an_editor_made_before_is_theirs(copy):
    Jurisdiction.objects.create(slug="singapore", name_en="Lion City", kind="country")
    report = copy.load()
    assert report.rows["changed here, kept"] == [("jurisdiction", "singapore")]
    assert Jurisdiction.objects.get(slug="singapore").name_en == "Lion City"
    assert Statement.objects.live().get(key="singapore--currency").jurisdiction.name_en == "Lion City"
