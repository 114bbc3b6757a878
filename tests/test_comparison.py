"""What exactly a comparison says."""

import pytest

from hubs import editing
from hubs.comparison import Reason, State, Verdict, build_comparison
from hubs.models import Change, Citation, Door, Initiative, Participation, Statement
from hubs.selection import Selection, Show
from tests.factories import (
    make_article,
    make_hub,
    make_initiative,
    make_series,
    make_statement,
    make_topic,
    publish,
    settle,
)

pytestmark = pytest.mark.django_db

NOTHING = object()


@pytest.fixture
def hubs():
    return [make_hub(name) for name in ("Alpha", "Beta", "Gamma")]


def compare(*hubs, **selection):
    return build_comparison(Selection(tuple(hub.slug for hub in hubs), **selection))


def only_row(comparison):
    (row,) = comparison.rows()
    return row


def answers(hubs, topic, values, **common):
    """Publish one statement a hub: a value, NOTHING, or fields of the statement."""
    for hub, value in zip(hubs, values, strict=False):
        if value is NOTHING:
            continue
        fields = value if isinstance(value, dict) else {"value": value}
        publish(hub, topic, fields.pop("value", None), **common | fields)


class TestVerdict:
    @pytest.mark.parametrize(
        ("values", "verdict", "reason"),
        [
            (("yes", "yes", "yes"), Verdict.SAME, None),
            (("yes", "no", "yes"), Verdict.DIFFERS, None),
            (("yes", "no", NOTHING), Verdict.DIFFERS, None),
            (("yes", "yes", NOTHING), Verdict.UNKNOWN, Reason.NOT_ALL_RESEARCHED),
            (("yes", NOTHING, NOTHING), Verdict.UNKNOWN, Reason.NOT_ALL_RESEARCHED),
            (("yes", "yes", {"finding": "not_found"}), Verdict.UNKNOWN, Reason.NOT_ALL_RESEARCHED),
            (("yes", "yes", {"finding": "not_applicable"}), Verdict.SAME, None),
            (
                ("yes", {"finding": "not_applicable"}, {"finding": "not_applicable"}),
                Verdict.UNKNOWN,
                Reason.ONE_ANSWER,
            ),
            (("yes", "yes", {"finding": "none_reported"}), Verdict.DIFFERS, None),
            (("yes", "yes", {"value": "no", "planned": True}), Verdict.SAME, None),
            (
                ("yes", "yes", {"value": "no", "standing": "rejected"}),
                Verdict.UNKNOWN,
                Reason.NOT_ALL_RESEARCHED,
            ),
        ],
    )
    def test_choices(self, hubs, values, verdict, reason):
        answers(hubs, make_topic(kind="choice", choices=("yes", "no")), values)
        row = only_row(compare(*hubs))
        assert (row.verdict, row.reason) == (verdict, reason)

    @pytest.mark.parametrize(
        ("values", "verdict", "reason"),
        [
            (("2016-09-06", "2016-09-06"), Verdict.SAME, None),
            (("2016-09-06", "2016-11-16"), Verdict.DIFFERS, None),
            (("2016", "2016-11-16"), Verdict.UNKNOWN, Reason.DATES_OVERLAP),
            (("2016", "2016"), Verdict.UNKNOWN, Reason.DATES_OVERLAP),
            (("2016", "2017"), Verdict.DIFFERS, None),
        ],
    )
    def test_dates(self, hubs, values, verdict, reason):
        answers(hubs, make_topic(kind="date"), values)
        row = only_row(compare(*hubs[:2]))
        assert (row.verdict, row.reason) == (verdict, reason)

    @pytest.mark.parametrize(
        ("values", "verdict", "reason"),
        [
            (({"value": 3, "as_of": "2025-09"}, {"value": 4, "as_of": "2025-09-25"}), Verdict.DIFFERS, None),
            (({"value": 3, "as_of": "2025-09"}, {"value": 3, "as_of": "2025-09-25"}), Verdict.SAME, None),
            (
                ({"value": 3, "as_of": "2025-03"}, {"value": 4, "as_of": "2025-09"}),
                Verdict.UNKNOWN,
                Reason.OTHER_DAYS,
            ),
            (
                ({"value": 30, "as_of": "2025", "bound": "about"}, {"value": 31, "as_of": "2025"}),
                Verdict.UNKNOWN,
                Reason.ROUNDED,
            ),
        ],
    )
    def test_figures_are_judged_only_at_overlapping_dates(self, hubs, values, verdict, reason):
        topic = make_topic(kind="number")
        answers(hubs, topic, values, series=make_series(topic))
        row = only_row(compare(*hubs[:2]))
        assert (row.verdict, row.reason) == (verdict, reason)

    def test_prose_is_never_judged_and_counted_apart(self, hubs):
        answers(hubs, make_topic("stance", kind="prose"), ("Welcome", "Forbidden", "Welcome"))
        answers(hubs, make_topic("start", kind="date"), ("2016", "2017", "2018"))

        comparison = compare(*hubs)

        assert [row.verdict for row in comparison.rows()] == [Verdict.PROSE, Verdict.DIFFERS]
        assert comparison.counts[Verdict.PROSE] == 1
        assert comparison.judgeable == 1

    def test_one_hub_is_not_judged(self, hubs):
        answers(hubs, make_topic(), ("2016",))
        assert only_row(compare(hubs[0])).reason == Reason.ONE_HUB

    def test_tied_sources_leave_the_row_open(self, hubs):
        topic = make_topic(kind="choice", choices=("yes", "no"))
        answers(hubs, topic, ("yes", "yes"))
        publish(hubs[0], topic, "no")
        row = only_row(compare(*hubs[:2]))
        assert (row.verdict, row.reason) == (Verdict.UNKNOWN, Reason.SOURCES_TIED)


class TestInheritance:
    @pytest.fixture
    def city(self, hubs):
        return make_hub("Alpha City", kind="city", parent=hubs[0])

    def test_a_city_shows_its_countrys_answer_marked_and_not_judged(self, hubs, city):
        topic = make_topic(kind="choice", choices=("yes", "no"), inherits=True)
        answers(hubs, topic, ("yes", "no"))

        row = only_row(compare(city, hubs[1]))

        assert row.cells[0].inherited_from == hubs[0]
        assert row.cells[0].statement.choice.code == "yes"
        assert row.verdict == Verdict.UNKNOWN

    def test_an_answer_of_its_own_ends_it(self, hubs, city):
        topic = make_topic(kind="choice", choices=("yes", "no"), inherits=True)
        answers(hubs, topic, ("yes", "no"))
        publish(city, topic, None, finding="not_found", articles=[])

        row = only_row(compare(city, hubs[1]))

        assert row.cells[0].inherited_from is None
        assert row.cells[0].state == State.NOT_FOUND

    def test_only_topics_that_say_so_are_inherited_and_never_figures(self, hubs, city):
        topic, count = make_topic("own", kind="date"), make_topic("count", kind="number")
        series = make_series(count)
        publish(hubs[0], topic, "2016")
        publish(hubs[0], count, 298, series=series)
        comparison = compare(city)
        assert [row.cells[0].state for row in comparison.rows()] == [State.NOT_RESEARCHED]
        assert comparison.figures == []

    def test_a_country_never_shows_its_citys_answer(self, hubs, city):
        publish(city, make_topic(inherits=True), "2016")
        assert only_row(compare(hubs[0])).cells[0].state == State.NOT_RESEARCHED

    def test_an_inherited_answer_is_not_the_citys_own_coverage(self, hubs, city):
        publish(hubs[0], make_topic("a", inherits=True), "2016")
        publish(city, make_topic("b", inherits=True), "2016")
        (column,) = compare(city).columns
        assert (column.coverage.found, column.coverage.applicable) == (1, 2)


class TestCoverage:
    def test_looked_not_found_counts_and_not_applicable_does_not_apply(self, hubs):
        for slug, fields in {
            "a": {"value": "2016"},
            "b": {"finding": "not_found", "articles": []},
            "c": {"finding": "not_applicable"},
            "d": {"finding": "none_reported"},
        }.items():
            publish(hubs[0], make_topic(slug), fields.pop("value", None), **fields)
        make_topic("e")
        (column,) = compare(hubs[0]).columns
        assert (column.coverage.found, column.coverage.applicable) == (3, 4)


class TestSeries:
    def test_series_of_one_topic_stand_together_as_counted_differently(self, hubs):
        topic = make_topic("companies", kind="number")
        active, named, _unseen = (make_series(topic, slug) for slug in ("active", "by-name", "unseen"))
        publish(hubs[0], topic, 298, series=active)
        publish(hubs[1], topic, 817, series=named)

        (figures,) = compare(*hubs).figures

        assert [row.series for row in figures.rows] == [active, named]
        assert all(row.counted_differently for row in figures.rows)
        assert [cell.state for cell in figures.rows[0].cells] == [
            State.VALUE,
            State.OTHER_SERIES,
            State.NOT_RESEARCHED,
        ]
        assert figures.rows[0].cells[1].other_series == (named,)
        assert figures.rows[0].verdict == Verdict.UNKNOWN

    def test_zero_is_a_number_like_any_other(self, hubs):
        topic = make_topic("issuers", kind="number")
        answers(
            hubs,
            topic,
            ({"value": 0, "as_of": "2025"}, {"value": 2, "as_of": "2025"}),
            series=make_series(topic),
        )
        row = only_row(compare(*hubs[:2]))
        assert row.cells[0].state == State.VALUE
        assert row.verdict == Verdict.DIFFERS


class TestShape:
    def test_keeps_the_readers_order_of_hubs(self, hubs):
        assert [column.hub for column in compare(hubs[2], hubs[0], hubs[1]).columns] == [
            hubs[2],
            hubs[0],
            hubs[1],
        ]

    def test_show_takes_rows_away_but_not_counts(self, hubs):
        answers(hubs, make_topic("a"), ("2016-01-01", "2017-01-01"))
        answers(hubs, make_topic("b"), ("2016-01-01", "2016-01-01"))
        answers(hubs, make_topic("c"), ("2016-01-01",))

        differs = compare(*hubs[:2], show=Show.DIFFERS)
        same = compare(*hubs[:2], show=Show.SAME)

        assert [row.topic.slug for row in differs.rows()] == ["a"]
        assert [row.topic.slug for row in same.rows()] == ["b"]
        assert differs.counts == same.counts
        assert (differs.total, differs.counts[Verdict.UNKNOWN]) == (3, 1)

    def test_topic_hides_initiatives_and_category_hides_facts_unless_both_are_given(self, hubs):
        answers(hubs, make_topic("a"), ("2016",))
        answers(hubs, make_topic("b"), ("2016",))
        make_initiative(hub=hubs[0], category="sandbox")
        make_initiative("Other", hub=hubs[0], category="regulation")

        by_topic = compare(hubs[0], topics=("a",))
        by_category = compare(hubs[0], categories=("sandbox",))
        by_both = compare(hubs[0], topics=("a",), categories=("sandbox",))

        assert ([r.topic.slug for r in by_topic.rows()], by_topic.initiative_rows) == (["a"], [])
        assert (list(by_category.rows()), len(by_category.initiative_rows)) == ([], 1)
        assert (len(list(by_both.rows())), len(by_both.initiative_rows)) == (1, 1)

    def test_initiatives_stand_under_every_hub_that_takes_part_newest_first(self, hubs):
        began = make_topic("began", subject="initiative", kind="date")
        for title, date in (("Coarse", "2019"), ("Fine", "2019-01-01"), ("Old", "2016"), ("Undated", None)):
            initiative = make_initiative(title, hub=hubs[0], partners=[hubs[1]])
            if date:
                publish(initiative, began, date)

        (row,) = compare(*hubs).initiative_rows

        assert [i.title_en for i in row.cells[0]] == ["Fine", "Coarse", "Old", "Undated"]
        assert row.cells[1] == row.cells[0]
        assert row.cells[2] == ()
        assert row.total == 4

    def test_drafts_and_withdrawn_statements_are_nowhere(self, hubs):
        topic = make_topic()
        make_statement(hubs[0], topic, "2016").save()
        gone = publish(hubs[1], topic, "2017")
        editing.withdraw(statement=gone, reason="A typing slip.", by=None, door=Door.ADMIN)
        row = only_row(compare(*hubs[:2]))
        assert [cell.state for cell in row.cells] == [State.NOT_RESEARCHED] * 2

    def test_notes_count_along_the_rows_shown(self, hubs):
        shared = make_article()
        answers(hubs, make_topic("a", position=1), ("2016-01-01", "2017-01-01"), articles=[shared])
        answers(hubs, make_topic("b", position=2), ("2016-01-01", NOTHING, "2016-01-01"))
        comparison = compare(*hubs)
        assert [[cell.note for cell in row.cells] for row in comparison.rows()] == [
            [1, 2, None],
            [3, None, 4],
        ]


@pytest.mark.parametrize("rows", [10, 10_000])
def test_costs_the_same_queries_for_two_and_for_six_hubs_whatever_the_rows(django_assert_num_queries, rows):
    hubs = [make_hub(f"Hub {n}") for n in range(6)]
    topics = [make_topic(f"t{n}", kind="choice", choices=("yes", "no")) for n in range(3)]
    count = make_topic("count", kind="number")
    series = make_series(count)
    publish(hubs[0], topics[0], "yes")
    fill(hubs, count, series, rows)

    for columns in (2, 6):
        with django_assert_num_queries(9):
            comparison = build_comparison(Selection(tuple(hub.slug for hub in hubs[:columns])))
        assert len(comparison.initiatives) >= columns * (rows // 6)
        assert all(len(cell.weighed.earlier) >= rows // 6 - 1 for cell in only_figure(comparison).cells)


def only_figure(comparison):
    ((row,),) = (figure.rows for figure in comparison.figures)
    return row


def fill(hubs, topic, series, rows):
    """So many figures with a source each, and so many initiatives, spread over the hubs."""
    change = Change.objects.get()
    article = make_article()
    statements = Statement.objects.bulk_create(
        make_statement(
            hubs[n % 6],
            topic,
            n,
            key=f"n{n}",
            series=series,
            as_of=str(1000 + n // 6),
            published=change,
        )
        for n in range(rows)
    )
    Citation.objects.bulk_create(
        Citation(statement=statement, article=article, level="press", published=change)
        for statement in statements
    )
    initiatives = Initiative.objects.bulk_create(
        Initiative(slug=f"i{n}", title_en=f"Initiative {n}", category="sandbox") for n in range(rows)
    )
    Participation.objects.bulk_create(
        Participation(initiative=initiative, jurisdiction=hubs[n % 6], lead=True)
        for n, initiative in enumerate(initiatives)
    )
    settle()
