"""Charts say in words, in a table and in what is drawn the same thing, and nothing that is not so."""

from decimal import Decimal

import pytest

from hubs.charts import (
    comparison_charts,
    hub_charts,
    initiative_timeline,
    initiatives_per_year,
    series_charts,
    series_over_time,
)
from hubs.charts.chart import position, round_steps, slot, time_axis
from hubs.charts.wording import when
from hubs.comparison import build_comparison
from hubs.models import PartialDate
from hubs.selection import Selection
from hubs.wording import short_date
from tests.factories import make_hub, make_initiative, make_series, make_topic, publish

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    """Without the spaces that keep dates unbroken."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def compared(*hubs, **limits):
    return build_comparison(Selection(tuple(hub.slug for hub in hubs), **limits))


@pytest.fixture
def hong_kong():
    return make_hub("Hong Kong")


@pytest.fixture
def singapore():
    return make_hub("Singapore")


def begin(hub, *dates, **fields):
    """One initiative for each date; an empty date is an unknown one."""
    count = hub.participations.count()
    return [
        make_initiative(f"{hub} {count + number}", hub=hub, began=date, **fields)
        for number, date in enumerate(dates)
    ]


@pytest.fixture
def licences():
    topic = make_topic("licensed-platforms", kind="number")
    return make_series(topic, "register", "platforms")


@pytest.fixture
def ranks():
    topic = make_topic("financial-centre-rank", kind="number", position=1)
    return make_series(topic, "index-rank", "rank")


def say(hub, series, number, as_of, **fields):
    number = None if number is None else Decimal(number)
    return publish(hub, series.topic, number, series=series, as_of=as_of, **fields)


# --- Dates and axes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown", "in_sentence"),
    [
        ("2019-02-28", "28 Feb 2019", "on 28 Feb 2019"),
        ("2019-02", "Feb 2019", "in Feb 2019"),
        ("2019-Q1", "Q1 2019", "in Q1 2019"),
        ("2019-H2", "second half of 2019", "in the second half of 2019"),
        ("2019", "2019", "in 2019"),
    ],
)
def test_dates_are_written_as_precise_as_known(text, shown, in_sentence):
    date = PartialDate.parse(text)
    assert plain(short_date(date)) == shown
    assert plain(when(date)) == in_sentence


def test_a_coarse_date_stands_in_the_middle_of_what_it_can_mean():
    assert position(PartialDate.parse("2019")) == 2019.5
    assert position(PartialDate.parse("2019-H1")) == pytest.approx(2019.25, abs=0.003)
    assert position(PartialDate.parse("2019-02")) == pytest.approx(2019 + (31 + 14) / 365, abs=0.0001)
    assert position(PartialDate.parse("2019-01-01")) == pytest.approx(2019 + 0.5 / 365, abs=0.0001)


@pytest.mark.parametrize(
    ("low", "high", "whole", "steps"),
    [
        (0, 6, True, [0, 2, 4, 6]),
        (0, 1, True, [0, 1]),
        (0, 230, False, [0, 100, 200, 300]),
        (741, 771, False, [740, 750, 760, 770, 780]),
        (0, 0, True, [0, 1]),
        (0, 0.4, False, [0, 0.1, 0.2, 0.3, 0.4]),
        (-5, 12, False, [-5, 0, 5, 10, 15]),
    ],
)
def test_ticks_are_round_and_hold_every_value(low, high, whole, steps):
    assert round_steps(low, high, whole=whole) == steps


def test_what_happened_quickly_gets_an_axis_of_months():
    axis = time_axis([PartialDate.parse("2026-02"), PartialDate.parse("2026-04-10")])
    assert [tick["label"] for tick in axis["ticks"]] == ["Feb 2026", "Mar 2026", "Apr 2026", "May 2026"]
    slow = time_axis([PartialDate.parse("2021-06-30"), PartialDate.parse("2025-11-30")])
    assert slow == {"min": 2021, "max": 2026, "ticks": []}


def test_slots_come_round_again():
    assert [slot(place) for place in range(8)] == [1, 2, 3, 4, 5, 6, 1, 2]


# --- Initiatives per year ---------------------------------------------------------------------------------


def test_the_busiest_year_of_most_hubs_is_the_finding(hong_kong, singapore):
    states, beijing = make_hub("United States"), make_hub("Beijing")
    for hub in (hong_kong, singapore, states):
        begin(hub, "2019", "2025", "2025-03")
    begin(beijing, "2019", "2019-05-01")
    chart = initiatives_per_year(compared(hong_kong, singapore, states, beijing))
    assert chart.title == (
        "2025 was the busiest year in three of the four hubs; no new initiative is recorded for Beijing after 2019"
    )


def test_a_year_level_with_another_is_said_to_be(hong_kong, singapore):
    begin(hong_kong, "2024", "2024", "2025", "2025")
    begin(singapore, "2024", "2025", "2025")
    chart = initiatives_per_year(compared(hong_kong, singapore))
    assert chart.title == "2025 was the busiest year in both hubs, level with 2024 in Hong Kong"


@pytest.mark.parametrize(
    ("dates", "title"),
    [
        (["2019"], "One initiative is dated for the United States, begun in 2019"),
        (["2019", "2019-03"], "Every dated initiative of the United States began in 2019"),
        (["2019", "2021"], "No more than one initiative began in any year in the United States"),
        (["2019", "2019", "2021"], "2019 was the busiest year in the United States: 2 initiatives began"),
        (
            ["2019", "2019", "2021", "2021", "2022"],
            "2019 and 2021 were the busiest years in the United States: 2 initiatives began in each",
        ),
        (
            [year for year in ("2018", "2019", "2020", "2021") for _twice in range(2)],
            "No more than 2 initiatives began in any year in the United States",
        ),
    ],
)
def test_the_finding_of_a_single_hub(dates, title):
    hub = make_hub("United States")
    begin(hub, *dates)
    assert initiatives_per_year(compared(hub)).title == title


@pytest.mark.parametrize(
    ("mine", "theirs", "title"),
    [
        (["2019"], ["2019", "2019"], "Every dated initiative began in 2019"),
        (["2019"], ["2020"], "No hub saw more than one initiative begin in a year"),
        (
            ["2019", "2019", "2020"],
            ["2021"],
            "The busiest year of any hub was 2019 in Hong Kong, when 2 initiatives began",
        ),
        (["2019", "2019"], ["2021", "2021"], "No hub saw more than 2 initiatives begin in a year"),
        (
            ["2019", "2019"],
            [],
            "Every dated initiative of Hong Kong began in 2019; no initiative is recorded for Singapore",
        ),
        # An undated one could be newer than all others: nothing is said of the years after.
        (
            ["2015", ""],
            ["2019", "2019", "2020"],
            "The busiest year of any hub was 2019 in Singapore, when 2 initiatives began",
        ),
    ],
)
def test_the_finding_of_two_hubs(hong_kong, singapore, mine, theirs, title):
    begin(hong_kong, *mine)
    begin(singapore, *theirs)
    assert initiatives_per_year(compared(hong_kong, singapore)).title == title


def test_a_single_initiative_makes_no_busy_year(hong_kong, singapore):
    beijing = make_hub("Beijing")
    begin(hong_kong, "2019")
    begin(singapore, "2019")
    begin(beijing, "2021", "2021")
    chart = initiatives_per_year(compared(hong_kong, singapore, beijing))
    assert chart.title == "The busiest year of any hub was 2021 in Beijing, when 2 initiatives began"


def test_a_limit_to_categories_is_said_before_the_finding(hong_kong, singapore):
    begin(hong_kong, "2019", "2019", category="stablecoins")
    begin(singapore, "2019", "2019", category="sandbox")
    chart = initiatives_per_year(compared(hong_kong, singapore, categories=("stablecoins",)))
    assert chart.title == (
        "Stablecoins: every dated initiative of Hong Kong began in 2019; "
        "no initiative of this kind is recorded for Singapore"
    )


def test_no_chart_without_dates(hong_kong):
    assert hub_charts(hong_kong) == []
    begin(hong_kong, "")
    assert hub_charts(hong_kong) == []


def test_undated_and_shared_initiatives_are_counted_in_the_caption(hong_kong, singapore):
    begin(hong_kong, "2018", "2018", "", "")
    make_initiative("Ubin", hub=hong_kong, partners=[singapore], began="2019")
    chart = initiatives_per_year(compared(hong_kong, singapore))
    assert "2 initiatives without a date are left out." in chart.caption
    assert "1 initiative is shared by several of these hubs and counted for each." in chart.caption
    assert chart.table.rows == (("2018", "2", "0"), ("2019", "1", "1"))


def test_every_bar_stands_in_the_table_and_only_the_peak_is_labelled(hong_kong, singapore):
    begin(hong_kong, "2018", "2018", "2020-Q1", "2020")
    begin(singapore, "2021-05-04", "2018")
    chart = initiatives_per_year(compared(singapore, hong_kong))
    assert chart.table.header == ("Year", "Singapore", "Hong Kong")
    for column, panel in enumerate(chart.data["panels"], start=1):
        drawn = [
            (year, str(bar["value"])) for year, bar in zip(chart.data["years"], panel["bars"], strict=True)
        ]
        assert drawn == [(row[0], row[column]) for row in chart.table.rows]
    assert [panel["slot"] for panel in chart.data["panels"]] == [1, 2]
    assert [bar["peak"] for bar in chart.data["panels"][1]["bars"]] == ["", "", "2", ""]


# --- Timeline ---------------------------------------------------------------------------------------------


def test_what_began_lately_is_the_finding(hong_kong, singapore):
    beijing, hangzhou = make_hub("Beijing"), make_hub("Hangzhou")
    begin(singapore, "2024", "2016")
    begin(hong_kong, "2022", "2024", "2023-05")
    begin(beijing, "2021")
    comparison = compared(singapore, hong_kong, beijing)
    title = "Since 2022 Hong Kong counts 3 new initiatives, Singapore 1 and Beijing none"
    assert initiative_timeline(comparison).title == title
    title = "Since 2022 Hong Kong counts 3 new initiatives, Singapore 1 and the other two none"
    assert initiative_timeline(compared(singapore, hong_kong, beijing, hangzhou)).title == title


@pytest.mark.parametrize(
    ("dates", "title"),
    [
        (["2019-02"], "Singapore counts one dated initiative, begun in Feb 2019"),
        (["2019", "2019-02"], "Singapore counts 2 dated initiatives, all begun in 2019"),
        (["2018", "2019"], "Singapore counts 2 dated initiatives, begun from 2018 to 2019"),
        (
            ["2010", "2019"],
            "Singapore counts 2 dated initiatives, begun from 2010 to 2019, 1 of them since 2017",
        ),
    ],
)
def test_the_timeline_of_a_single_hub(singapore, dates, title):
    begin(singapore, *dates, "")
    assert plain(initiative_timeline(compared(singapore)).title) == title


def test_marks_stand_where_the_table_says(singapore):
    make_initiative(
        "Open", hub=singapore, began="2019", status="live", status_on="2021-06", status_observed=True
    )
    make_initiative(
        "Done", hub=singapore, began="2016-11-16", ended="2020-07", status="completed", status_on="2020-07"
    )
    make_initiative("Over", hub=singapore, began="2017-02", status="abandoned", status_on="2022-01-01")
    chart = initiative_timeline(compared(singapore))
    rows = [tuple(map(plain, row)) for row in chart.table.rows]
    assert rows == [
        ("Done", "Singapore", "16 Nov 2016", "Jul 2020", "Completed, Jul 2020"),
        ("Over", "Singapore", "Feb 2017", "", "Abandoned, 1 Jan 2022"),
        ("Open", "Singapore", "2019", "", "Live, seen Jun 2021"),
    ]
    done, over, still = chart.data["lanes"][0]["marks"]
    dates = [PartialDate.parse(text) for text in ("2016-11-16", "2017-02", "2019")]
    assert [mark["x"] for mark in (done, over, still)] == [position(date) for date in dates]
    assert (done["end"], done["closed"]) == (position(PartialDate.parse("2020-07")), True)
    # The day on which something abandoned was seen is not the day it ended.
    assert (over["end"], over["closed"]) == (None, False)
    assert (still["end"], still["closed"]) == (position(PartialDate.parse("2021-06")), False)
    assert [status["word"] for status in chart.data["statuses"]] == ["Live", "Completed", "Abandoned"]
    assert [plain(line) for line in done["lines"]] == [
        "Done",
        "16 Nov 2016 to Jul 2020",
        "Completed, Jul 2020",
    ]


def test_what_began_and_ended_on_one_day_has_one_date(singapore):
    make_initiative("Grant", hub=singapore, began="2024-12-18", ended="2024-12-18", status="completed")
    (mark,) = initiative_timeline(compared(singapore)).data["lanes"][0]["marks"]
    assert [plain(line) for line in mark["lines"]] == ["Grant", "18 Dec 2024", "Completed"]
    assert mark["end"] is None


def test_coarse_beginnings_are_said_and_never_padded(singapore):
    begin(singapore, "2019", "2019-02", "2020-03", "2019-Q1", "2021-05-06")
    chart = initiative_timeline(compared(singapore))
    assert "1 date is known only to the year and stands mid-year." in chart.caption
    assert "2 dates are known only to the month and stand mid-month." in chart.caption
    assert "1 date is known only to the quarter and stands in the middle of it." in chart.caption
    assert {plain(row[2]) for row in chart.table.rows} == {
        "2019",
        "Feb 2019",
        "Mar 2020",
        "Q1 2019",
        "6 May 2021",
    }
    assert chart.data["newest"] is None


def test_nothing_is_drawn_beyond_the_newest_source(singapore):
    make_initiative("A", hub=singapore, began="2025", status="live", status_on="2026")
    make_initiative("B", hub=singapore, began="2024", status="live", status_on="2026-03-01")
    chart = initiative_timeline(compared(singapore))
    newest = chart.data["newest"]
    assert plain(newest["label"]) == "newest source 1 Mar 2026"
    ends = [mark["end"] for mark in chart.data["lanes"][0]["marks"]]
    assert max(ends) == newest["x"] < position(PartialDate.parse("2026"))


def test_a_status_nobody_recorded_has_a_word_too(singapore):
    begin(singapore, "2019")
    chart = initiative_timeline(compared(singapore))
    assert chart.data["statuses"] == [{"mark": "", "word": "No status recorded"}]


# --- Series -----------------------------------------------------------------------------------------------


def drawn(chart) -> set[tuple[str, float, float]]:
    """Every point as hub, position and number."""
    lines = [line for panel in chart.data["panels"] for line in panel["lines"]]
    return {
        (line["hub"], point["x"], point["y"]) for line in lines for seg in line["segments"] for point in seg
    }


def test_every_point_stands_in_the_table(hong_kong, singapore, ranks):
    values = {
        hong_kong: {"2020-03-26": 6, "2020-09": 5, "2025": 3},
        singapore: {"2020-03-26": 5, "2021-03": 5},
    }
    for hub, history in values.items():
        for date, number in history.items():
            say(hub, ranks, number, date)
    chart = series_over_time(compared(hong_kong, singapore), "index-rank")
    assert [tuple(map(plain, row)) for row in chart.table.rows] == [
        ("26 Mar 2020", "6th", "5th"),
        ("Sep 2020", "5th", ""),
        ("Mar 2021", "", "5th"),
        ("2025", "3rd", ""),
    ]
    assert drawn(chart) == {
        (str(hub), position(PartialDate.parse(date)), number)
        for hub, history in values.items()
        for date, number in history.items()
    }


def test_ranks_have_the_first_on_top(hong_kong, ranks):
    say(hong_kong, ranks, 6, "2020")
    say(hong_kong, ranks, 3, "2025")
    axis = series_over_time(compared(hong_kong), "index-rank").data["y"]
    assert axis["reverse"] is True
    assert [tick["label"] for tick in axis["ticks"]] == ["1st", "2", "3", "4", "5", "6"]
    say(hong_kong, ranks, 22, "2026")
    axis = series_over_time(compared(hong_kong), "index-rank").data["y"]
    assert [tick["label"] for tick in axis["ticks"]][:3] == ["1st", "5", "10"]


def test_counts_start_at_zero_and_an_index_does_not(hong_kong, licences):
    rating = make_series(make_topic("rating", kind="number"), "index-rating", "points")
    for series, numbers in ((licences, (10, 12)), (rating, (741, 771))):
        for year, number in zip(("2020", "2025"), numbers, strict=True):
            say(hong_kong, series, number, year)
    comparison = compared(hong_kong)
    register, index = (series_over_time(comparison, slug) for slug in ("register", "index-rating"))
    assert (register.data["y"]["min"], register.data["stepped"]) == (0, True)
    assert (index.data["y"]["min"], index.data["stepped"]) == (740, False)
    assert "the scale does not start at 0" in index.scope
    assert "In platforms." in register.scope


def test_what_is_counted_in_whole_numbers_has_no_halves_on_its_axis(hong_kong, licences):
    say(hong_kong, licences, 0, "2026-02")
    say(hong_kong, licences, 2, "2026-04-10")
    axis = series_over_time(compared(hong_kong), "register").data["y"]
    assert [tick["label"] for tick in axis["ticks"]] == ["0", "1", "2"]


@pytest.fixture
def wallets():
    topic = make_topic("digital-money-wallets", kind="number")
    return make_series(topic, "wallets", "million wallets")


def test_a_break_of_definition_splits_the_line_and_says_why(hong_kong, wallets):
    say(hong_kong, wallets, "20.87", "2021-06-30", method="Personal wallets")
    say(hong_kong, wallets, 261, "2021-12-31", method="Individual wallets, all types")
    say(hong_kong, wallets, 120, "2023-06-30", method="Wallets opened through the app", break_before=True)
    say(hong_kong, wallets, 230, "2025-11-30", method="Individual wallets")
    chart = series_over_time(compared(hong_kong), "wallets")
    (line,) = chart.data["panels"][0]["lines"]
    assert [[point["y"] for point in segment] for segment in line["segments"]] == [[20.87, 261], [120, 230]]
    reason = (
        "Definition changed: individual wallets, all types, then wallets opened through the app. Not joined."
    )
    assert [each["reason"] for each in line["breaks"]] == [reason]
    last, first = line["segments"][0][-1]["x"], line["segments"][1][0]["x"]
    assert last < line["breaks"][0]["x"] < first
    assert reason in chart.caption
    assert [row[2] for row in chart.table.rows] == ["", "", reason, ""]
    assert plain(chart.title) == (
        "Wallets: Hong Kong went from 120 million on 30 Jun 2023 to 230 million on 30 Nov 2025, "
        "on another count than before"
    )


def test_a_break_outlives_a_value_that_is_left_out(hong_kong, wallets):
    say(hong_kong, wallets, 261, "2021")
    say(hong_kong, wallets, 100, "2022", break_before=True, verification="unverified")
    say(hong_kong, wallets, 120, "2023")
    (line,) = series_over_time(compared(hong_kong), "wallets").data["panels"][0]["lines"]
    assert [len(segment) for segment in line["segments"]] == [1, 1]
    assert line["breaks"][0]["reason"] == "Counted differently from here on. Not joined."


def test_what_is_not_checked_settled_or_dated_is_left_out_and_said(hong_kong, licences):
    for number, year in ((2, "2020"), (3, "2021"), (7, "2025-03")):
        say(hong_kong, licences, number, year)
    say(hong_kong, licences, 5, "2022", verification="unverified")
    say(hong_kong, licences, 9, "2025", standing="disputed")  # the same time as the newest, another number
    say(hong_kong, licences, 40, "2019", standing="disputed")
    say(hong_kong, licences, 50, "2018", standing="rejected")
    say(hong_kong, licences, 60, "2030", planned=True)
    for number in (4, 6):
        say(hong_kong, licences, number, "2023")  # nothing tells which is right
    chart = series_over_time(compared(hong_kong), "register")
    numbers = {number for _hub, _x, number in drawn(chart)}
    assert numbers == {2, 3, 7}
    assert "1 value not verified yet is left out." in chart.caption
    assert "4 values on which sources differ are left out." in chart.caption
    assert "1 planned value is left out." in chart.caption
    assert [row[1] for row in chart.table.rows] == ["2", "3", "7"]


def test_bounds_and_ranges_are_open_marks_and_said(hong_kong, licences):
    say(hong_kong, licences, 550, "2019-04-15", bound="at_least")
    say(hong_kong, licences, 600, "2020", number_high=Decimal(700))
    say(hong_kong, licences, 1100, "2024-07")
    chart = series_over_time(compared(hong_kong), "register")
    (segment,) = chart.data["panels"][0]["lines"][0]["segments"]
    assert [(point["open"], point["high"]) for point in segment] == [
        (True, None),
        (False, 700),
        (False, None),
    ]
    assert [plain(row[1]) for row in chart.table.rows] == ["more than 550", "600 to 700", "1,100"]
    assert "1 value is not exact" in chart.caption and "1 value is a range" in chart.caption


@pytest.mark.parametrize(
    ("history", "title"),
    [
        ({"2020": 3, "2021": 3}, "Hong Kong stood at 3rd each of the two times recorded, from 2020 to 2021"),
        ({"2017": 6, "2019": 4, "2025": 3}, "Hong Kong went from 6th in 2017 to 3rd in 2025"),
        ({"2017-03": 4, "2025-09-25": 3}, "Hong Kong went from 4th in Mar 2017 to 3rd on 25 Sep 2025"),
        (
            {"2017": 4, "2019": 2, "2020": 6, "2021": 6, "2025": 3},
            "Hong Kong went from 4th in 2017 to 3rd in 2025, by way of 6th in 2020",
        ),
        (
            {"2017": 3, "2020": 5, "2025": 3},
            "Hong Kong stood at 3rd in 2017 and again in 2025, by way of 5th in 2020",
        ),
    ],
)
def test_the_course_of_a_single_hub(hong_kong, ranks, history, title):
    for date, number in history.items():
        say(hong_kong, ranks, number, date)
    chart = series_over_time(compared(hong_kong), "index-rank")
    assert plain(chart.title) == f"Index-rank: {title}"


def test_newest_values_stand_together_only_where_they_are_of_one_date(hong_kong, singapore, ranks):
    for date, mine, theirs in (("2019", 3, 4), ("2020", 6, 5), ("2025", 3, 4)):
        say(hong_kong, ranks, mine, date)
        say(singapore, ranks, theirs, date)
    chart = series_over_time(compared(singapore, hong_kong), "index-rank")
    assert chart.title == (
        "Index-rank: Hong Kong 3rd and Singapore 4th in 2025; Hong Kong was ahead on 2 of the 3 dates held for both"
    )
    say(singapore, ranks, 9, "2026")
    chart = series_over_time(compared(singapore, hong_kong), "index-rank")
    assert chart.title.startswith("Index-rank: Singapore 9th in 2026; Hong Kong 3rd in 2025; ")


def test_as_many_ahead_as_behind_is_said_so(hong_kong, singapore, ranks):
    for date, mine, theirs in (("2019", 3, 4), ("2020", 4, 4), ("2025", 4, 3)):
        say(hong_kong, ranks, mine, date)
        say(singapore, ranks, theirs, date)
    chart = series_over_time(compared(hong_kong, singapore), "index-rank")
    assert chart.title.endswith("neither was ahead more often on the 3 dates held for both")


def test_a_single_value_is_no_history(hong_kong, singapore, licences):
    say(hong_kong, licences, 2, "2020")
    say(singapore, licences, 2, "2021")
    comparison = compared(hong_kong, singapore)
    assert series_charts(comparison) == []
    assert series_over_time(comparison, "register") is None
    assert series_over_time(comparison, "no-such-series") is None


def test_a_comparison_draws_what_compares(hong_kong, singapore, licences, ranks):
    for date in ("2020", "2021"):
        say(hong_kong, licences, 2, date)
        say(hong_kong, ranks, 3, date)
        say(singapore, ranks, 4, date)

    def slugs(comparison):
        return [chart.slug for chart in comparison_charts(comparison)]

    assert slugs(compared(hong_kong, singapore)) == ["series-index-rank"]
    assert slugs(compared(hong_kong, singapore, topics=("licensed-platforms",))) == ["series-register"]
    assert [chart.slug for chart in hub_charts(hong_kong)] == ["series-register", "series-index-rank"]
    assert [chart.slug for chart in series_charts(compared(hong_kong, singapore))] == [
        "series-index-rank",
        "series-register",
    ]


def test_more_than_five_lines_become_panels_that_keep_their_slots(ranks):
    hubs = [make_hub(name) for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff")]
    for place, hub in enumerate(hubs):
        for date in ("2020", "2021"):
            say(hub, ranks, place + 1, date)
    six = series_over_time(compared(*hubs), "index-rank")
    assert [(panel["hub"], panel["slot"]) for panel in six.data["panels"]] == [
        (str(hub), place) for place, hub in enumerate(hubs, start=1)
    ]
    assert six.title == "Index-rank: Aa 1st, Bb 2nd, Cc 3rd and Dd 4th in 2021; two more hubs in the table"
    five = series_over_time(compared(*hubs[1:]), "index-rank")
    assert [len(panel["lines"]) for panel in five.data["panels"]] == [5]


def test_a_hub_without_values_keeps_the_slots_of_the_others(hong_kong, singapore, licences):
    for date in ("2020", "2021"):
        say(singapore, licences, 2, date)
    chart = series_over_time(compared(hong_kong, singapore), "register")
    (line,) = chart.data["panels"][0]["lines"]
    assert (line["hub"], line["slot"]) == ("Singapore", 2)
    assert chart.table.header == ("Date", "Singapore")


def test_the_alternative_gives_the_finding(hong_kong, licences):
    begin(hong_kong, "2019")
    for date in ("2020", "2021"):
        say(hong_kong, licences, 2, date)
    for chart in hub_charts(hong_kong):
        assert chart.title in chart.alternative
        assert chart.alternative.endswith("in the table.")


def test_charts_ask_the_database_nothing(hong_kong, singapore, ranks, django_assert_num_queries):
    begin(hong_kong, "2019", "2020")
    for date in ("2020", "2021"):
        say(hong_kong, ranks, 3, date)
        say(singapore, ranks, 4, date)
    comparison = compared(hong_kong, singapore)
    with django_assert_num_queries(0):
        assert len(comparison_charts(comparison)) == 3
