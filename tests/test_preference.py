"""Which statement a cell shows, and which of the others disagree."""

import pytest

from hubs import editing
from hubs.models import Door, Statement
from hubs.preference import same_value, weigh
from tests.factories import make_article, make_hub, make_series, make_statement, make_topic, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub():
    return make_hub("Hong Kong")


@pytest.fixture
def stance():
    return make_topic("stance", kind="choice", choices=("open", "closed"))


def weighed(**filters):
    return weigh(Statement.objects.live().filter(**filters).with_sources())


def keys(statements):
    return [statement.key for statement in statements]


class TestPreferred:
    """Ranking, then newest accepted date, finer precision, verification, evidence level."""

    def test_newest_accepted_date_wins_and_the_older_is_history(self, hub, stance):
        publish(hub, stance, "open", key="old", valid_from="2018-01")
        publish(hub, stance, "closed", key="new", valid_from="2023-06-01")

        answer = weighed()

        assert keys(answer.shown) == ["new"]
        assert keys(answer.earlier) == ["old"]
        assert answer.differing_sources == 0

    def test_last_seen_counts_before_true_since(self, hub, stance):
        publish(hub, stance, "open", key="seen-lately", valid_from="2015", as_of="2026-01")
        publish(hub, stance, "closed", key="since-2023", valid_from="2023")
        assert keys(weighed().shown) == ["seen-lately"]

    @pytest.mark.parametrize(
        ("better", "worse"),
        [
            ({"as_of": "2019-02-28"}, {"as_of": "2019-02"}),
            ({"as_of": "2019-01"}, {"as_of": "2019"}),
            ({"verification": "two_sources"}, {"verification": "verified"}),
            ({"verification": "verified"}, {"verification": "unverified"}),
            ({"as_of": "2020"}, {}),
        ],
    )
    def test_finer_then_better_verified_wins(self, hub, stance, better, worse):
        # Published in the order that a rule by id would get wrong.
        publish(hub, stance, "open", key="better", **better)
        publish(hub, stance, "closed", key="worse", **worse)
        assert keys(weighed().shown) == ["better"]

    def test_more_official_evidence_wins_at_last(self, hub, stance):
        publish(hub, stance, "closed", key="press", articles=[make_article(kind="news")])
        publish(hub, stance, "open", key="official", articles=[make_article(kind="official")])
        assert keys(weighed().shown) == ["official"]

    def test_a_tie_of_different_values_prefers_none_and_shows_all(self, hub, stance):
        publish(hub, stance, "open", key="b")
        publish(hub, stance, "closed", key="a")

        answer = weighed()

        assert keys(answer.shown) == ["a", "b"]
        assert answer.preferred is None
        assert answer.differing_sources == 2

    def test_a_tie_of_the_same_value_is_one_answer(self, hub, stance):
        publish(hub, stance, "open", key="b")
        publish(hub, stance, "open", key="a")
        answer = weighed()
        assert (keys(answer.shown), keys(answer.agreeing)) == (["a"], ["b"])

    def test_a_ranking_decides_whatever_the_date(self, hub, stance):
        old = publish(hub, stance, "open", key="old", as_of="2018")
        publish(hub, stance, "closed", key="new", as_of="2024")

        editing.rank(statement=old, reason="The newer page misreads the law.", by=None, door=Door.ADMIN)

        assert keys(weighed().shown) == ["old"]

    def test_disputed_planned_rejected_and_unconfirmed_never_beat_an_accepted_one(self, hub, stance):
        publish(hub, stance, "open", key="accepted", as_of="2018")
        publish(hub, stance, "closed", key="disputed", as_of="2018-06", standing="disputed")
        publish(hub, stance, "closed", key="planned", as_of="2027", planned=True)
        publish(hub, stance, "closed", key="rejected", as_of="2024", standing="rejected")
        publish(hub, stance, "closed", key="unconfirmed", as_of="2025", standing="unconfirmed", articles=[])

        answer = weighed()

        assert keys(answer.shown) == ["accepted"]
        assert keys(answer.differing) == ["disputed"]
        assert keys(answer.planned) == ["planned"]
        assert keys(answer.rejected) == ["rejected"]
        assert keys(answer.unconfirmed) == ["unconfirmed"]
        assert answer.differing_sources == 2

    def test_only_a_plan_is_shown_as_the_plan_it_is(self, hub, stance):
        publish(hub, stance, "open", key="plan", planned=True)
        publish(hub, stance, "closed", key="wrong", standing="rejected")
        assert keys(weighed().shown) == ["plan"]

    def test_nothing_accepted_shows_nothing(self, hub, stance):
        publish(hub, stance, "closed", key="wrong", standing="rejected")
        answer = weighed()
        assert answer.shown == ()
        assert answer


class TestSourcesDiffer:
    """Distinct articles behind accepted or disputed statements of unequal value at overlapping dates."""

    def test_counts_articles_not_statements(self, hub, stance):
        shared = make_article()
        publish(hub, stance, "open", as_of="2019-02-28", articles=[shared, make_article()])
        publish(hub, stance, "closed", as_of="2019-02", standing="disputed", articles=[shared])
        assert weighed().differing_sources == 2

    def test_other_times_do_not_differ(self, hub, stance):
        publish(hub, stance, "open", valid_from="2015", valid_until="2018")
        publish(hub, stance, "closed", valid_from="2019")
        assert weighed().differing_sources == 0

    def test_dates_that_could_be_the_same_day_agree(self, hub):
        topic = make_topic("opened", kind="date")
        publish(hub, topic, "2020-06", key="month")
        publish(hub, topic, "2020-06-30", key="day")

        answer = weighed()

        assert keys(answer.shown) == ["day"]
        assert keys(answer.agreeing) == ["month"]
        assert answer.differing_sources == 0

    @pytest.mark.parametrize(
        ("a", "b", "code"),
        [
            ((18, {"as_of": "2017-12"}), (31, {"as_of": "2017-12"}), "shown"),
            ((18, {"as_of": "2017-12"}), (31, {"as_of": "2016"}), "earlier"),
            ((18, {"as_of": "2017-12"}), (18, {"as_of": "2017"}), "agreeing"),
            ((18, {"as_of": "2017-12"}), (31, {"as_of": "2017"}), "earlier"),
            ((18, {"as_of": "2017-12"}), (31, {"as_of": "2017", "standing": "disputed"}), "differing"),
            ((18, {"valid_from": "2017-12"}), (31, {"as_of": "2017"}), "earlier"),
            ((18, {"valid_from": "2016", "as_of": "2018"}), (31, {"as_of": "2017"}), "differing"),
            ((18, {"as_of": "2017"}), (31, {}), "differing"),  # without a date it may speak of any day
        ],
    )
    def test_one_date_that_holds_the_other_and_more_is_no_disagreement(self, hub, a, b, code):
        topic = make_topic("accepted", kind="number")
        series = make_series(topic)
        for key, (value, fields) in (("a", a), ("b", b)):
            publish(hub, topic, value, series=series, key=key, **fields)

        answer = weighed()

        groups = ("shown", "agreeing", "differing", "earlier")
        assert [group for group in groups if "b" in keys(getattr(answer, group))] == [code]
        assert answer.differing_sources == (2 if code in ("shown", "differing") else 0)

    @pytest.mark.parametrize("kind", ["date", "number"])
    def test_two_sources_with_the_same_words_agree_though_they_may_mean_different_values(self, hub, kind):
        topic = make_topic("something", kind=kind)
        said = {"series": make_series(topic), "number": 30, "bound": "about"}
        for key in ("a", "b"):
            publish(
                hub, topic, "2017" if kind == "date" else None, key=key, **(said if kind == "number" else {})
            )
        answer = weighed()
        assert (keys(answer.shown), keys(answer.agreeing)) == (["a"], ["b"])
        assert answer.differing_sources == 0

    def test_the_day_an_answer_was_seen_makes_two_dates_no_less_different(self, hub):
        topic = make_topic("opened", kind="date")
        publish(hub, topic, "2018", key="seen-2020", as_of="2020")
        publish(hub, topic, "2019", key="seen-in-may", as_of="2020-05")
        assert keys(weighed().differing) == ["seen-2020"]

    def test_what_an_editor_has_settled_says_so_and_still_counts(self, hub, stance):
        publish(hub, stance, "open", key="b")
        closed = publish(hub, stance, "closed", key="a")
        assert weighed().settled == ""
        editing.rank(statement=closed, reason="It is the law.", by=None, door=Door.ADMIN)
        assert (weighed().settled, weighed().differing_sources) == ("It is the law.", 2)

    def test_disjoint_dates_differ(self, hub):
        topic = make_topic("opened", kind="date")
        publish(hub, topic, "2018-10-30", key="official")
        publish(hub, topic, "2018-11-02", key="late", standing="disputed")
        assert weighed().differing_sources == 2


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ({"number": 12}, {"number": 12}, True),
        ({"number": 12}, {"number": 13}, False),
        ({"number": 0}, {"number": 2}, False),
        ({"number": 4000, "bound": "at_least"}, {"number": 4047}, None),
        ({"number": 4000, "bound": "at_least"}, {"number": 3999}, False),
        ({"number": 4000, "bound": "at_most"}, {"number": 3999}, None),
        ({"number": 4000, "bound": "at_most"}, {"number": 4001}, False),
        ({"number": 30, "bound": "about"}, {"number": 33}, None),
        ({"number": 30, "bound": "about"}, {"number": 34}, False),
        ({"number": 3, "number_high": 4}, {"number": 4}, None),
        ({"number": 3, "number_high": 4}, {"number": 5}, False),
        ({"number": 1}, {"finding": "none_reported"}, False),
    ],
)
def test_figures_are_the_same_only_when_nothing_else_can_be_meant(hub, a, b, same):
    topic = make_topic("count", kind="number")
    series = make_series(topic)
    first, second = (make_statement(hub, topic, series=series, **fields) for fields in (a, b))
    assert same_value(first, second) is same
    assert same_value(second, first) is same


def test_figures_of_two_series_are_never_held_against_each_other(hub):
    topic = make_topic("count", kind="number")
    a = make_statement(hub, topic, 298, series=make_series(topic, "active"))
    b = make_statement(hub, topic, 14755, series=make_series(topic, "by-name"))
    assert same_value(a, b) is None
