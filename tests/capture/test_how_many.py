from decimal import Decimal

import pytest

from hubs.capture.finding.how_many import find_numbers
from hubs.capture.finding.source import Source
from hubs.capture.finding.when import find_dates
from hubs.capture.tables import rows
from hubs.models import PartialDate


def numbers(text: str) -> list[tuple]:
    source = Source(text, "en", PartialDate.parse("2024-05-15"))
    found = find_numbers(source, find_dates(source), [])
    return [(m.value if m.high is None else (m.value, m.high), m.unit, m.bound) for m in found]


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("a total of 298 companies are", 298, "companies", ""),
        ("a minimum HK$25 million threshold", 25_000_000, "HKD", ""),
        ("worth US$1bn a year", 1_000_000_000, "USD", ""),
        ("about $107 million flowed", 107_000_000, "USD", "about"),
        ("over 16,600 companies", 16_600, "companies", "at_least"),
        ("up to S$1.5 million", 1_500_000, "SGD", "at_most"),
        ("yields 4.05 per cent", Decimal("4.05"), "percent", ""),
        ("10% or more of it", 10, "percent", "at_least"),
        ("a dozen firms", 12, "firms", ""),
        ("twenty-five firms", 25, "firms", ""),
        ("three to four licences", (3, 4), "licences", ""),
        ("25,000 to 27,000 companies", (25_000, 27_000), "companies", ""),
        ("between 0.5% and 1% of it", (Decimal("0.5"), 1), "percent", ""),
        ("3 to 5 million yuan", (3_000_000, 5_000_000), "CNY", ""),
        ("超过50万名人才", 500_000, "people", "at_least"),
        ("三至四家公司", (3, 4), "companies", ""),
        ("发行8亿港元债券", 800_000_000, "HKD", ""),
        ("累计7075万余笔", 70_750_000, "transactions", "at_least"),
        ("约345亿元", 34_500_000_000, "CNY", "about"),
        ("发行十亿元", 1_000_000_000, "CNY", ""),
        ("超过八成", 80, "percent", "at_least"),
        ("约八成半", 85, "percent", "about"),
        ("每笔上限5万元", 50_000, "CNY", "at_most"),
        ("volume capped at £600m", 600_000_000, "GBP", "at_most"),
        ("收益率4.05厘", Decimal("4.05"), "percent", ""),
        ("企業700家左右", 700, "companies", "about"),
        ("5000万至8000万元", (50_000_000, 80_000_000), "CNY", ""),
        ("50至60亿美元", (5_000_000_000, 6_000_000_000), "USD", ""),
        ("三百五十家", 350, "companies", ""),
        ("１２家公司", 12, "companies", ""),
    ],
)
def test_a_figure_in_full(text, value, unit, bound):
    assert numbers(text) == [(value, unit, bound)]


@pytest.mark.parametrize(
    "text",
    [
        "the 43rd report",
        "第43次报告",
        "第一批试点",
        "首三个月",
        "Section 53ZRK and paragraph 12",
        "phase 2 of the project",
        "Web3 and R3 and G20",
        "reading takes 2 minutes",
        "1.2K followers",
        "阅读 1.2万",
        "the top 10",
        "a three-year plan",
        "100% backed",
        "at 10:30 GMT",
        "一些公司统一了",
        "十分重要",
        "“黄埔区块链10条”",
        "one of them",
        "98. The Government sets aside some money.",
        "First published: 08/10/2025",
        "funds that track the Russell 1000",
        "深圳、苏州两地先行",
    ],
)
def test_these_are_no_figures(text):
    assert numbers(text) == []


def test_a_bare_yuan_is_that_of_the_place_written_about(captured):
    said = captured("香港政府发行代币化债券,规模50亿元。香港金管局公布。")
    assert [m.unit for m in said.mentions if m.kind == "number"] == ["HKD"]
    said = captured("香港政府發行數碼債券，當中港元債25億元，人民幣債為25億元人民幣。")
    assert [m.unit for m in said.mentions if m.kind == "number"] == ["HKD", "CNY"]


# A year after a number is a date, and 分 a unit only where points are spoken of.
UNITS = [row for row in rows("units") if row["kind"] != "duration" and row["word"] != "分"]


@pytest.mark.parametrize("row", UNITS, ids=lambda row: f"{row['word']} {row['kind']}")
def test_every_unit_is_read(row):
    word = row["word"]
    if row["kind"] == "before":
        text = f"It paid {word}25 then."
    else:
        text = f"It had 25 {word} then." if word.isascii() else f"共有25{word}。"
    ((value, unit, _),) = numbers(text)
    assert (value, unit) == (250 if word == "成" else 25, "percent" if word == "成" else row["unit"])


@pytest.mark.parametrize("row", rows("bounds"), ids=lambda row: row["word"])
def test_every_bound_is_read(row):
    before = row["side"] == "before"
    if row["word"].isascii():
        gap = "" if row["word"] == "+" else " "
        text = f"It has {row['word']} 25 firms" if before else f"It has 25{gap}{row['word']} firms"
    else:
        text = f"有{row['word']}25家" if before else f"有25家{row['word']}"
        if row["word"] in ("余", "多", "有余"):
            text = f"有25{row['word']}家"
    assert [bound for _, _, bound in numbers(text)] == [row["bound"]]


@pytest.mark.parametrize(
    "row", [r for r in rows("numerals") if r["kind"] != "multiple"], ids=lambda row: row["word"]
)
def test_every_spelled_number_is_read(row):
    ((value, *_),) = numbers(f"They named {row['word']} firms")
    assert value == int(row["value"])


@pytest.mark.parametrize(
    "row", [r for r in rows("numerals") if r["kind"] == "multiple"], ids=lambda row: row["word"]
)
def test_every_multiple_is_read(row):
    text = f"It sold 3 {row['word']} yuan" if row["word"].isascii() else f"共3{row['word']}元"
    if len(row["word"]) == 1 and row["word"].isascii():
        text = f"It sold 3{row['word']} yuan"
    ((value, unit, _),) = numbers(text)
    assert (value, unit) == (3 * int(row["value"]), "CNY")
