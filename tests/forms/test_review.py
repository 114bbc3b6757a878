"""What is entered about a passage of an article."""

import pytest

from hubs.forms.review import EntryForm
from hubs.review import Entry, read_vocabulary
from tests.factories import make_article, make_hub, make_series, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"), [("25 million", "25"), ("1.2亿", "120"), ("2b", "2000"), ("25000000", "")]
)
def test_a_number_is_entered_in_the_unit_of_its_series(typed, kept):
    hub, topic = make_hub("China"), make_topic("size", kind="number")
    make_series(topic, "fund", unit="CNY million")
    entry = Entry(hub=hub.slug, topic="size", series="fund", number="1500000")
    given = {"article": make_article(text="It was large."), "vocabulary": read_vocabulary()}
    form = EntryForm(entry=entry, **given)
    assert form["number"].value() == "1500000 million"
    data = {"hub": hub.slug, "topic": "size", "series": "fund", "number": typed}
    form = EntryForm(data | {"certainty": "stated", "standing": "accepted"}, entry=entry, **given)
    assert form.is_valid() == bool(kept), form.errors
    if kept:
        assert form.cleaned_data["entry"].number == kept
    else:
        assert "write 25 or 25 million" in form.errors["number"][0]
