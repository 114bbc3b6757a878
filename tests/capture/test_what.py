import re

import pytest

from hubs.capture.finding.what import cues, domain, modals
from hubs.capture.tables import rows
from hubs.models import Category, Status, Topic

COMPANIES, CHINA = "blockchain-companies", "china-mainland"


@pytest.mark.parametrize(
    ("text", "status", "date"),
    [
        ("The HKMA launched a stablecoin sandbox on 12 March 2024.", "live", "2024-03-12"),
        ("The HKMA launched a pilot of tokenised deposits on 12 March 2024.", "pilot", "2024-03-12"),
        ("The stablecoin law took effect in Hong Kong on 1 August 2023.", "in_force", "2023-08-01"),
        ("Lawmakers in Hong Kong passed the stablecoin bill on 21 May 2023.", "enacted", "2023-05-21"),
        ("MAS granted three stablecoin licences in April 2024.", "completed", "2024-04"),
        ("MAS published a report on tokenised funds on 3 April 2024.", "completed", "2024-04-03"),
        ("MAS unveiled a blockchain plan on 3 April 2024.", "announced", "2024-04-03"),
        ("MAS consulted on stablecoin rules in October 2022.", "proposed", "2022-10"),
        ("The blockchain platform of Hong Kong has been closed in August 2023.", "abandoned", "2023-08"),
        (
            "The crypto notice of China was replaced by another on 6 February 2024.",
            "superseded",
            "2024-02-06",
        ),
        ("香港金管局2024年3月12日推出穩定幣沙盒。", "live", "2024-03-12"),
        ("香港虚拟资产发牌制度2023年6月1日正式生效。", "in_force", "2023-06-01"),
        ("美国总统2023年7月18日签署稳定币法案。", "enacted", "2023-07-18"),
        ("香港证监会2024年4月批出三张虚拟资产平台牌照。", "completed", "2024-04"),
        ("新加坡金管局2022年10月就稳定币监管展开咨询。", "proposed", "2022-10"),
        ("北京市人民政府2020年6月30日印发区块链行动计划。", "announced", "2020-06-30"),
        ("上海2023年8月关闭一个区块链平台。", "abandoned", "2023-08"),
        ("深圳2020年10月启动数字人民币试点。", "pilot", "2020-10"),
    ],
)
def test_a_cue_gives_a_status_and_the_day(captured, text, status, date):
    (milestone,) = captured(text).suggestions
    assert (milestone.kind, milestone.status, milestone.date) == ("milestone", status, date)
    assert text[milestone.start : milestone.end] == milestone.quote
    assert any(
        f"-> {milestone.status}" in reason or "pilot" in milestone.status for reason in milestone.because
    )


@pytest.mark.parametrize(
    "text",
    [
        "The SFC has not yet granted any platform licence.",
        "MAS has no plans to issue a retail digital dollar.",
        "Hong Kong did not approve a stablecoin in May 2023.",
        "MAS declined to launch a stablecoin in 2023.",
        "Some believe that the FCA will lift its ban on crypto derivatives.",
        "香港金管局尚未发出任何稳定币牌照。",
        "新加坡金管局没有在2023年吊销任何加密牌照。",
        "该系统并非加密货币,不发行任何代币。",
    ],
)
def test_what_is_denied_or_only_imagined_is_not_proposed(captured, text):
    assert captured(text).suggestions == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("MAS will launch a stablecoin sandbox in Singapore in 2025.", "2025"),
        ("The HKMA plans to publish stablecoin rules in the second half of 2024.", "2024-H2"),
        ("香港政府拟于2025年内提交稳定币条例草案。", "2025"),
    ],
)
def test_a_plan_is_announced_for_its_day(captured, text, date):
    (plan,) = captured(text).suggestions
    assert (plan.topic, plan.status, plan.certainty, plan.date) == (
        "planned-date",
        "announced",
        "expected",
        date,
    )
    assert any("-> planned" in reason for reason in plan.because)


def test_a_plan_of_the_past_is_what_happened_then(captured):
    (plan,) = captured("In 2017, the Hangzhou government planned to build a Blockchain City.").suggestions
    assert (plan.topic, plan.status, plan.date) == ("status", "announced", "2017")


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("MAS launched a stablecoin sandbox on 3 April 2024.", "stated"),
        ("According to the paper, MAS launched a stablecoin sandbox on 3 April 2024.", "reported"),
        ("Critics say that MAS launched its stablecoin sandbox on 3 April 2024.", "opinion"),
        ("据报道,香港金管局2024年4月3日推出稳定币沙盒。", "reported"),
        ("笔者认为香港金管局2024年4月3日推出稳定币沙盒。", "opinion"),
    ],
)
def test_who_says_it_is_kept(captured, text, certainty):
    assert [s.certainty for s in captured(text).suggestions] == [certainty]


@pytest.mark.parametrize(
    ("text", "topic", "value", "hub", "date"),
    [
        ("As of June 2018 China has 298 active blockchain companies.", COMPANIES, 298, CHINA, "2018-06"),
        ("200 Chinese companies have landed in Singapore.", "foreign-firms-landed", 200, "singapore", "2024-05-15"),
        ("香港已有77家企业就稳定币牌照提出申请意向。", "stablecoin-licence-demand", 77, "hong-kong", "2024-05-15"),
        ("截至2021年6月30日,我国数字人民币钱包2087万个。", "digital-money-wallets", 20_870_000, CHINA, "2021-06-30"),
        ("全球金融中心指数显示,香港排名第三。", "financial-centre-rank", 3, "hong-kong", "2024-05-15"),
    ],
)  # fmt: skip
def test_a_figure_that_answers_a_topic_is_a_fact(captured, text, topic, value, hub, date):
    fact = next(s for s in captured(text).suggestions if s.kind == "fact")
    assert (fact.topic, fact.value, fact.jurisdictions, fact.date) == (topic, value, [hub], date)


def test_a_list_gives_each_city_its_place(captured):
    text = "The top three cities in the number of blockchain companies are Beijing, Shanghai and Shenzhen."
    ranks = [(s.jurisdictions[0], s.value) for s in captured(text).suggestions]
    assert ranks == [("cn-beijing", 1), ("cn-shanghai", 2), ("cn-shenzhen", 3)]


def test_a_further_figure_need_not_say_again_what_it_counts(captured):
    said = captured("As of June 2018 Beijing had 175 blockchain companies and Shanghai 95.")
    assert [(s.jurisdictions, s.value, s.date) for s in said.suggestions] == [
        (["cn-beijing"], 175, "2018-06"),
        (["cn-shanghai"], 95, "2018-06"),
    ]


def test_what_is_known_is_told_from_what_is_new_and_what_contradicts(captured):
    agrees, differs = captured(
        "As of June 2018 Beijing had 175 blockchain companies. As of June 2018 Beijing had 190 blockchain companies."
    ).suggestions
    assert any(
        "further citation of blockchain-companies-active--cn-beijing--2018-06" in r for r in agrees.because
    )
    assert any("contradicts blockchain-companies-active--cn-beijing--2018-06" in r for r in differs.because)


def test_a_known_initiative_is_recognised_and_its_day_compared(captured):
    (same,) = captured(
        "The SFC issued a statement on virtual asset funds, distributors and platforms on 1 November 2018."
    ).suggestions
    assert same.initiative == "hk-sfc-va-statement-2018"
    assert any("further citation of hk-sfc-va-statement-2018--began" in reason for reason in same.because)


def test_every_cue_can_be_read_and_gives_a_status_we_have():
    assert {cue.status for cue in cues()} <= set(Status.values)
    assert {cue.strength for cue in cues()} == {1, 2, 3}
    assert {category for _, category in domain()} <= set(Category.values)
    for effect in {row["effect"] for row in rows("modals")}:
        assert isinstance(modals(effect), re.Pattern)


def test_every_topic_of_the_tables_is_one_of_the_dataset(known, db):
    from hubs.starter import load

    load()
    topics = set(Topic.objects.values_list("slug", flat=True))
    for table in ("topics", "topic_context", "ranks"):
        assert {row["topic"] for row in rows(table)} <= topics
