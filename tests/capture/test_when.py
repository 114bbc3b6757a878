import pytest

from hubs.capture.finding.source import Source
from hubs.capture.finding.when import find_dates
from hubs.capture.tables import rows
from hubs.models import PartialDate

PUBLISHED = "2024-05-15"  # a Wednesday


def dates(text: str, published: str = PUBLISHED) -> list[tuple]:
    source = Source(text, "en", PartialDate.parse(published) if published else None)
    return [(m.value, m.high) if m.high else m.value for m in find_dates(source)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 28 February 2019", "2019-02-28"),
        ("on February 28th, 2019", "2019-02-28"),
        ("on the 3rd of May 2021", "2021-05-03"),
        ("on the first of June 2023", "2023-06-01"),
        ("it proposed a rule (that was September)", "2023-09"),
        ("金管局昨公布", "2024-05-14"),
        ("2019-02-28", "2019-02-28"),
        ("2019/02/28", "2019-02-28"),
        ("in March 2020", "2020-03"),
        ("at the end of March 2018", "2018-03"),
        ("as of June 2018", "2018-06"),
        ("in Q4 2023", "2023-Q4"),
        ("in the third quarter of 2023", "2023-Q3"),
        ("in the second half of 2024", "2024-H2"),
        ("1H 2025", "2025-H1"),
        ("in 2017", "2017"),
        ("by early 2027", "2027"),
        ("on Jan. 7", "2024-01-07"),
        ("the bank said on the 12th that", "2024-05-12"),
        ("At the end of March 19 firms", "2024-03"),
        ("in the March edition of the index", "2024-03"),
        ("by the middle of the year", "2024"),
        ("the second phase starts in September", "2024-09"),
        ("on the 12th of this month", "2024-05-12"),
        ("须在6月20日前花完", "2024-06-20"),
        ("on December 4", "2023-12-04"),
        ("in August", "2023-08"),
        ("in June last year", "2023-06"),
        ("Today (May 14)", "2024-05-14"),
        ("today", "2024-05-15"),
        ("on Monday", "2024-05-13"),
        ("last month", "2024-04"),
        ("next year", "2025"),
        ("two years ago", "2022"),
        ("2019年2月28日", "2019-02-28"),
        ("二〇一九年三月", "2019-03"),
        ("２０１９年２月２８日", "2019-02-28"),
        ("去年9月", "2023-09"),
        ("今年底", "2024"),
        ("明年第一季", "2025-Q1"),
        ("2023年上半年", "2023-H1"),
        ("12日", "2024-05-12"),
        ("28日", "2024-04-28"),
        ("上月底", "2024-04"),
        ("上周五", "2024-05-10"),
        ("本周三(5月15日)", "2024-05-15"),
        ("截至2018年3月底", "2018-03"),
        ("近日", "2024-05"),
        ("by the end of March", "2024-03"),
        ("in late 2024", "2024"),
        ("early next year", "2025"),
        ("last week", "2024-05"),
        ("from 1 August 2024", "2024-08-01"),
        ("in the second half", "2024-H2"),
        ("in the first half of next year", "2025-H1"),
        ("next Friday", "2024-05-17"),
        ("last Wednesday", "2024-05-08"),
        ("two weeks ago", "2024-05"),
        ("年底前", "2024"),
        ("今年年中", "2024"),
        ("明年初", "2025"),
        ("月底", "2024-05"),
        ("季内", "2024-Q2"),
        ("三个月前", "2024-02"),
        ("即日", "2024-05-15"),
        ("下周一", "2024-05-20"),
        ("28/02/2019", "2019-02-28"),
        ("3-Mar-2019", "2019-03-03"),
        ("in 1Q24", "2024-Q1"),
        ("Q3'23", "2023-Q3"),
        ("2H23", "2023-H2"),
        ("the last quarter of 2023", "2023-Q4"),
        ("year-end 2023", "2023"),
        ("an April consultation", "2024-04"),
        ("seven months ago", "2023-10"),
        ("24年3月", "2024-03"),
        ("昨晚", "2024-05-14"),
    ],
)
def test_one_expression_is_one_date(text, expected):
    assert dates(f"It was said {text}.") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the plan 2019-2021 was", [("2019", "2021")]),
        ("from Jan. 7 until Jan. 17 this", [("2024-01-07", "2024-01-17")]),
        ("between October 28 and November 8 it", [("2023-10-28", "2023-11-08")]),
        ("between January 2023 and June 2024", [("2023-01", "2024-06")]),
        ("今年6月至8月", [("2024-06", "2024-08")]),
        ("12月11日至27日", [("2023-12-11", "2023-12-27")]),
        ("2025年6月27日至8月29日", [("2025-06-27", "2025-08-29")]),
        ("计划(2020—2022年)", [("2020", "2022")]),
        ("in 2025 or 2026 at the earliest", [("2025", "2026")]),
        ("周报第47期(4.29-5.5)一周动态", [("2024-04-29", "2024-05-05")]),
        ("有望今年启动,与香港之间则已于4月完成", ["2024", "2024-04"]),
    ],
)
def test_a_range_is_one_date_with_an_end(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年底以来很快。同年12月上线。", ["2023", "2023-12"]),
        ("2021年5月开始,次年3月结束。", ["2021-05", "2022-03"]),
        ("上月21日通过,同月30日签署。", ["2024-04-21", "2024-04-30"]),
        ("5月3日公布,截至4月底有3家。同日又说。", ["2024-05-03", "2024-04", "2024-05-03"]),
        ("2016年5月开始。两年后,双方成立小组,并于10月发表报告。", ["2016-05", "2018", "2018-10"]),
        ("2021年7月上线,比前一年多。", ["2021-07", "2020"]),
        ("2023年12月6日刊宪,18日首读。同日又说。", ["2023-12-06", "2023-12-18", "2023-12-18"]),
        (
            "Since 28 January 2020 it needs one, and 36 held one by the end of March.",
            ["2020-01-28", "2024-03"],
        ),
        (
            "The FCA said it will let ordinary people buy notes that are linked to tokens from October 8.",
            ["2024-10-08"],
        ),
        ("It holds, and from October 8 every advertisement will carry a warning.", ["2024-10-08"]),
        (
            "Of 368 since it opened in January 2020, 51 were let in by the end of March.",
            ["2020-01", "2024-03"],
        ),
        ("自6月6日起受理,7月10日截止。", ["2024-06-06", "2024-07-10"]),
        ("It began in May 2021 and two months later it closed", ["2021-05", "2021-07"]),
        ("It began in March 2021 and ended the following year.", ["2021-03", "2022"]),
        ("S$310 million in February 2023 against S$190 million a year earlier", ["2023-02", "2022-02"]),
        # A new clause is of now; what was done is past, whatever else the sentence plans.
        ("In 2022 there were only two; a third joined them in March.", ["2022", "2024-03"]),
        (
            "It was settled in August 2022, and since 30 March they have needed one.",
            ["2022-08", "2024-03-30"],
        ),
        ("A bill that would require a licence was gazetted on Dec. 6.", ["2023-12-06"]),
        (
            "It should go live in the second half of the year under a letter handed over on 11 December.",
            ["2024-H2", "2023-12-11"],
        ),
        (
            "It closed on 30 November 2023 and would publish the outcome by the end of April.",
            ["2023-11-30", "2024-04"],
        ),
        ("It plans to open an office there, where the state sold bonds in February.", ["2024-02"]),
        ("原订3月公开发售。第四季拟推出产品。", ["2024-03", "2024-Q4"]),
        ("It was promised on 13 May and began this Monday.", ["2024-05-13", "2024-05-13"]),
        ("5月12日,星期日开始", ["2024-05-12"]),
        ("昨(14)日宣布", ["2024-05-14"]),
        ("三个月内发出10张牌", []),
        ("as of end-March, or up to the end of February", ["2024-03", "2024-02"]),
    ],
)
def test_a_date_told_by_the_one_before_it(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize("text", ["最高奖励2000万元", "Circular No. PSO 09/2023", "03/04/2019"])
def test_figures_that_look_like_years_are_none(text):
    assert dates(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "5 years ago\nThis is it",
        "Reading takes 2 minutes",
        "5分钟前 发布",
        "It may rain, and we march on",
        "on 31 June 2019",
        "2019 companies and 2,019 firms",
        "百分之三十月饼",
        "the Second World War",
    ],
)
def test_these_are_no_dates(text):
    assert dates(text) == []


def test_without_a_publication_date_relative_expressions_stay_unread():
    assert dates("It said yesterday, and in March, that in 2019 all was well.", published="") == ["2019"]


def test_a_month_says_nothing_of_yesterday():
    assert dates("It said yesterday that all was well.", published="2024-05") == []


def test_what_was_resolved_says_so():
    source = Source("It opened last month and in May 2020.", "en", PartialDate.parse(PUBLISHED))
    relative, plain = find_dates(source)
    assert relative.inferred and "inferred" in relative.because[0]
    assert not plain.inferred


def test_the_year_of_the_sentence_comes_before_that_of_publication():
    assert dates("In 2018 it closed in November and again in December.") == ["2018", "2018-11", "2018-12"]


def test_as_of_is_told_from_an_event(captured):
    said = captured("As of June 2018 there were none. It opened in June 2019 and will close in June 2030.")
    assert [m.role for m in said.mentions if m.kind == "date"] == ["as_of", "event", "planned"]


@pytest.mark.parametrize("row", rows("relative"), ids=lambda row: row["word"])
def test_every_relative_word_is_read(row):
    text = f"It opens {row['word']}." if row["word"].isascii() else f"消息称{row['word']}开放"
    assert len(dates(text)) == 1


@pytest.mark.parametrize("row", rows("months"), ids=lambda row: row["word"])
def test_every_name_of_a_month_is_read(row):
    assert dates(f"On {row['word'].capitalize()} 5, 2020 it opened.") == [f"2020-{int(row['month']):02}-05"]


@pytest.mark.parametrize("row", rows("weekdays"), ids=lambda row: row["word"])
def test_every_weekday_is_the_last_one(row):
    text = f"It opened on {row['word'].capitalize()}." if row["word"].isascii() else f"{row['word']}开放"
    (found,) = dates(text)
    day = PartialDate.parse(found).first
    assert day.weekday() == int(row["day"]) and 0 <= (PartialDate.parse(PUBLISHED).first - day).days < 7
