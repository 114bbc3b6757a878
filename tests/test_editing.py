"""The one way statements are written."""

import pytest
from django.contrib.auth import get_user_model

from hubs import editing
from hubs.editing import EditingError, Publication
from hubs.models import Change, Citation, Door, Ranking, Statement
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


@pytest.fixture
def hub():
    return make_hub("Hong Kong")


@pytest.fixture
def topic():
    return make_topic("sandbox-start", kind="date")


def test_a_correction_withdraws_and_replaces_in_one_change(hub, topic, editor):
    wrong = publish(hub, topic, "2016-09-07", key="start")
    right = make_statement(hub, topic, "2016-09-06", key="ignored")

    change = editing.correct(
        statement=wrong,
        replacement=right,
        citations=[cite(make_article())],
        why="us",
        by=editor,
        door=Door.ADMIN,
    )

    wrong.refresh_from_db()
    assert (wrong.withdrawn, right.published, right.replaces, right.key) == (change, change, wrong, "start")
    assert [c.withdrawn for c in wrong.citations.all()] == [change]
    assert Statement.objects.live().get() == right
    assert (change.by, change.door) == (editor, Door.ADMIN)


def test_two_people_correcting_one_statement_the_second_is_stopped(hub, topic, editor):
    first_look, second_look = publish(hub, topic, "2016"), Statement.objects.get()
    source = make_article()
    editing.correct(
        statement=first_look,
        replacement=make_statement(hub, topic, "2017"),
        citations=[cite(source)],
        why="us",
        by=editor,
        door=Door.ADMIN,
    )
    with pytest.raises(EditingError, match="meanwhile"):
        editing.correct(
            statement=second_look,
            replacement=make_statement(hub, topic, "2018"),
            citations=[cite(source)],
            why="us",
            by=editor,
            door=Door.ADMIN,
        )
    assert Statement.objects.live().get().value_date == "2017"
    assert Statement.objects.count() == 2
    assert Change.objects.count() == 2


def test_many_are_published_or_none(hub, topic, editor):
    good = Publication(make_statement(hub, topic, "2016"), [cite(make_article())])
    bad = Publication(make_statement(hub, topic, "2017"), [])
    with pytest.raises(EditingError, match="has no source"):
        editing.publish_many([good, bad], by=editor, door=Door.ADMIN)
    assert not Statement.objects.exists()
    assert not Citation.objects.exists()
    assert not Change.objects.exists()


def test_a_draft_becomes_public_with_its_citations(hub, topic, editor):
    draft = make_statement(hub, topic, "2016")
    draft.save()
    citation = cite(make_article(), statement=draft)
    citation.save()
    change = editing.publish(Publication(draft, [citation]), by=editor, door=Door.REVIEW)
    assert Statement.objects.live().get() == draft
    assert Citation.objects.get().published == change


class TestWhatMayBePublished:
    def refused(self, statement, *, sources=True):
        publication = Publication(statement, [cite(make_article())] if sources else [])
        assert not editing.can_publish(publication)
        with pytest.raises(EditingError) as refused:
            editing.check_can_publish(publication)
        return str(refused.value)

    def test_a_source_is_needed_unless_unconfirmed_or_a_search_of_ours(self, hub, topic):
        assert "has no source" in self.refused(make_statement(hub, topic, "2016"), sources=False)
        for fields in ({"value_date": "2016", "standing": "unconfirmed"}, {"finding": "not_found"}):
            assert editing.can_publish(Publication(make_statement(hub, topic, **fields)))

    def test_the_topic_must_be_about_the_subject(self, hub, topic):
        assert "is about hubs" in self.refused(make_statement(make_initiative(hub=hub), topic, "2016"))
        about_initiatives = make_topic("began", subject="initiative")
        assert "is about initiatives" in self.refused(make_statement(hub, about_initiatives, "2016"))

    def test_series_and_choice_must_belong_to_the_topic(self, hub, topic):
        other = make_topic("stage", kind="choice", choices=("pilot",))
        count = make_topic("count", kind="number")
        alien_series = make_statement(hub, topic, "2016", series=make_series(count))
        alien_choice = make_statement(hub, topic, "2016", choice=other.choices.get())
        assert "does not belong" in self.refused(alien_series)
        assert "is not a choice" in self.refused(alien_choice)

    def test_the_value_must_be_of_the_topics_kind(self, hub, topic):
        assert "wants a date" in self.refused(make_statement(hub, topic, text="In September"))

    def test_what_is_public_is_corrected_not_published_again(self, hub, topic):
        assert "already public" in self.refused(publish(hub, topic, "2016"))


def test_withdrawing_needs_a_reason_that_readers_see(hub, topic, editor):
    statement = publish(hub, topic, "2016")
    with pytest.raises(EditingError, match="Say why"):
        editing.withdraw(statement=statement, reason=" ", by=editor, door=Door.ADMIN)
    change = editing.withdraw(statement=statement, reason="Wrong city.", by=editor, door=Door.ADMIN)
    assert not Statement.objects.live().exists()
    assert change.note == "Wrong city."


def test_ranking_another_statement_takes_the_preference_over(hub, topic, editor):
    a, b = publish(hub, topic, "2016"), publish(hub, topic, "2017")
    editing.rank(statement=a, reason="Official.", by=editor, door=Door.ADMIN)
    editing.rank(statement=b, reason="The law itself.", by=editor, door=Door.ADMIN)
    assert [ranking.statement for ranking in Ranking.objects.live()] == [b]
    assert Ranking.objects.count() == 2


class TestInitiativeColumns:
    """What an initiative repeats of its statements stays in step with them."""

    @pytest.fixture
    def initiative(self, hub):
        return make_initiative(hub=hub)

    @pytest.fixture
    def status(self):
        return make_topic(
            "status", subject="initiative", kind="choice", choices=("announced", "live", "abandoned")
        )

    def columns(self, initiative):
        initiative.refresh_from_db()
        return initiative.status, initiative.status_on, initiative.status_observed

    def test_status_is_the_newest_event_or_sighting(self, initiative, status):
        assert self.columns(initiative) == ("", "", False)
        publish(initiative, status, "live", nature="event", value_date="2016-09-06")
        publish(initiative, status, "announced", nature="event", value_date="2016-06")
        assert self.columns(initiative) == ("live", "2016-09-06", False)
        publish(initiative, status, "live", nature="observed", as_of="2017-04-29")
        assert self.columns(initiative) == ("live", "2017-04-29", True)

    def test_a_disputed_or_planned_status_does_not_count(self, initiative, status):
        publish(initiative, status, "live", nature="event", value_date="2016")
        publish(initiative, status, "abandoned", nature="event", value_date="2018", standing="disputed")
        publish(initiative, status, "abandoned", nature="event", value_date="2027", planned=True)
        assert self.columns(initiative)[0] == "live"

    def test_a_plan_is_repeated_as_a_plan_and_never_as_an_end(self, initiative, status):
        publish(initiative, status, "live", nature="observed", as_of="2017-12", planned=True)
        publish(initiative, make_topic("began", subject="initiative"), "2017-12-18", planned=True)
        publish(initiative, make_topic("ended", subject="initiative"), "2021-12", planned=True)
        initiative.refresh_from_db()
        assert initiative.repeated == ("live", "2017-12", True, True, "2017-12-18", True, "")

    def test_on_one_day_an_event_outweighs_a_sighting(self, initiative, status):
        publish(initiative, status, "announced", nature="observed", as_of="2019-02-28")
        publish(initiative, status, "live", nature="event", value_date="2019-02-28")
        assert self.columns(initiative) == ("live", "2019-02-28", False)

    def test_begin_follows_corrections_and_withdrawal(self, initiative):
        began = make_topic("began", subject="initiative")
        statement = publish(initiative, began, "2019-Q1", key="began")
        initiative.refresh_from_db()
        assert str(initiative.began_on) == "2019-Q1"
        assert initiative.began_on.last.month == 3
        right = make_statement(initiative, began, "2019-03")
        editing.correct(
            statement=statement,
            replacement=right,
            citations=[cite(make_article())],
            why="us",
            by=None,
            door=Door.ADMIN,
        )
        initiative.refresh_from_db()
        assert initiative.began == "2019-03"
        editing.withdraw(statement=right, reason="Never began.", by=None, door=Door.ADMIN)
        initiative.refresh_from_db()
        assert initiative.began_on is None
