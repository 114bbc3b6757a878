"""Whose a passage is that names nobody: of its heading, of whom its paragraph speaks, or of nobody here."""

import pytest

from hubs.capture.capturing import capture
from hubs.capture.gazetteer import Gazetteer
from hubs.capture.known import Held


def milestones(capture) -> dict[str, list[str]]:
    return {s.date: s.jurisdictions for s in capture.suggestions if s.kind == "milestone"}


def facts(capture) -> dict[str, set[tuple]]:
    found: dict[str, set[tuple]] = {}
    for s in capture.suggestions:
        if s.kind == "fact":
            found.setdefault(s.topic, set()).add((s.jurisdictions[0], s.value))
    return found


@pytest.mark.parametrize(
    ("text", "date", "hubs"),
    [
        # A heading, in a line of its own and run in.
        (
            "Cities at a glance\n\nShenzhen\n• A blockchain tax platform was unveiled on 27 January 2021.",
            "2021-01-27",
            ["cn-shenzhen"],
        ),
        ("A busy year.\n\nLondon. A tokenised fund was launched on 3 May 2023.", "2023-05-03", ["uk-london"]),
        # The subject of the paragraph, and a pronoun.
        ("Britain has bet on sequence. A stablecoin regime is promised for 2026.", "2026", ["united-kingdom"]),
        (
            "Hong Kong has a stablecoin law. Hong Kong's HKMA runs a sandbox.\n\nThe Monetary Authority of Singapore is"
            " more open. Its regulatory sandbox was launched in November 2016, which pleased Congress.",
            "2016-11",
            ["singapore"],
        ),
        ("英国走得更慢。监管沙盒2016年5月启动。", "2016-05", ["united-kingdom"]),
        # A law and a person tell the country.
        ("The GENIUS Act, signed on July 18, 2025, covers stablecoins.", "2025-07-18", ["united-states"]),
        ("川普2025年1月23日簽署行政命令，禁止聯邦機構推動央行數位貨幣。", "2025-01-23", ["united-states"]),
        # What is named beside it does not.
        (
            "Britain has bet on sequence. Crypto rules are promised for 2026, though few in Singapore believe it.",
            "2026",
            ["united-kingdom"],
        ),
    ],
)  # fmt: skip
def test_a_clause_without_a_name_is_of_what_is_spoken_of(captured, text, date, hubs):
    language = "en" if text.isascii() else "zh-Hant"
    assert milestones(captured(text, published="2025-10-16", language=language))[date] == hubs


@pytest.mark.parametrize(
    "text",
    [
        "Hong Kong has a stablecoin law.\n\nTokyo and Seoul. A stablecoin act was passed on 3 May 2023.",
        "Hong Kong has a stablecoin law. The Australian Securities Exchange dropped its blockchain on 3 May 2023.",
        "香港有稳定币条例。韩国金融委员会2023年5月3日通过稳定币法案。",
    ],
)
def test_what_is_told_of_another_place_is_of_no_hub(captured, text):
    assert "2023-05-03" not in milestones(captured(text))


def test_the_authority_of_a_text_about_one_hub_is_its_own(captured):
    text = (
        "Hong Kong's eTradeConnect closes. Hong Kong banks built it. Hong Kong firms used it.\n\n"
        "The People's Bank of China ran a trial beside it. The authority will move users to its platform in 2024."
    )
    assert milestones(captured(text, published="2023-08-31"))["2024"] == ["hong-kong"]


def test_a_figure_of_money_is_its_issuer_s_wherever_it_was_told(captured):
    text = (
        "Speaking in Singapore, a deputy governor put e-CNY transactions at 3.32 billion as of the end of September. "
        "Some 225 million wallets had been opened by then, up from 180 million in mid-2024."
    )
    found = facts(captured(text, published="2025-11-27"))
    assert found["digital-money-transactions"] == {("china-mainland", 3320000000)}
    assert found["digital-money-wallets"] == {("china-mainland", 225000000), ("china-mainland", 180000000)}


def test_a_text_whose_parts_are_led_by_several_hubs_is_about_all_of_them(captured):
    parts = ("Hong Kong", "Singapore", "Shenzhen", "Beijing")
    text = "Where blockchain is at home\n\n" + "\n\n".join(
        f"{hub}\nA blockchain park is open." for hub in parts
    )
    assert set(captured(text).about) == {"hong-kong", "singapore", "cn-shenzhen", "cn-beijing"}
    assert set(captured("本报告比较香港、新加坡、伦敦三个枢纽。香港的金管局推出沙盒。").about) == {
        "hong-kong",
        "singapore",
        "uk-london",
    }


def test_a_text_in_traditional_characters_is_from_hong_kong_sooner_than_from_the_mainland(captured):
    text = "8月3日，證監會批准平台升級牌照。"
    named = {m.value for m in captured(text, language="zh-Hant").mentions if m.kind == "organisation"}
    assert named == {"sfc-hk"}


def test_a_site_that_keeps_few_hubs_reads_of_others_all_the_same(known):
    gazetteer, _ = known
    few = Gazetteer({"singapore": gazetteer.jurisdictions["singapore"]}, {}, {})
    text = (
        "Singapore heard of e-CNY: 225 million digital yuan wallets had been opened by March 2024.\n\n"
        "London. A tokenised fund was launched on 3 May 2023. The digital pound is in its design phase."
    )
    said = capture(text, published="2024-05-15", language="en", gazetteer=few, held=Held())
    assert {hub for s in said.suggestions for hub in s.jurisdictions} <= {"singapore"}
