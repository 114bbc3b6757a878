import csv
import re

import pytest

from hubs.capture.finding.vocabulary import cues, domain, modals
from hubs.capture.tables import FOLDER, rows
from hubs.models import Category, Status, Topic

COMPANIES, CHINA = "blockchain-companies", "china-mainland"


@pytest.mark.parametrize(
    ("text", "status", "date"),
    [
        ("The HKMA launched a stablecoin sandbox on 12 March 2024.", "live", "2024-03-12"),
        ("The HKMA launched a pilot of tokenised deposits on 12 March 2024.", "pilot", "2024-03-12"),
        ("The stablecoin law took effect in Hong Kong on 1 August 2023.", "in_force", "2023-08-01"),
        ("From 1 July 2023 platforms in Hong Kong may not offer stablecoins.", "in_force", "2023-07-01"),
        ("Hong Kong's crypto circular was hereby withdrawn on 2 May 2023.", "superseded", "2023-05-02"),
        (
            "Congress in Washington passed two further crypto measures on 17 July 2023.",
            "enacted",
            "2023-07-17",
        ),
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
        ("Crypto platforms in Hong Kong have needed a licence since 1 June 2023.", "in_force", "2023-06-01"),
        ("MAS has not allowed crypto firms to advertise since January 2022.", "in_force", "2022-01"),
        ("The BitLicense, in force since 2015, covers trading.", "in_force", "2015"),
        (
            "China declared all business in virtual currencies illegal on 24 September 2021.",
            "in_force",
            "2021-09-24",
        ),
        (
            "A New York rule under which platforms must hold a licence commenced in June 2023.",
            "in_force",
            "2023-06",
        ),
        (
            "A blockchain network of Beijing entered commercial operation on 25 April 2020.",
            "live",
            "2020-04-25",
        ),
        ("The release of a Beijing ledger, an open-source stack, came in January 2021.", "live", "2021-01"),
        ("Fnality of London has been settling tokenised payments since December 2023.", "live", "2023-12"),
        ("Singapore tried out tokenised fund units in 2023.", "pilot", "2023"),
        ("The grace period for crypto platforms in Hong Kong ran out in May 2024.", "completed", "2024-05"),
        ("英国2020年1月10日起,经营加密资产的公司须向FCA登记。", "in_force", "2020-01-10"),
        ("香港政府2023年2月率先发售8亿港元的代币化绿债。", "completed", "2023-02"),
        ("英国加密资产规例2024年2月通过。", "enacted", "2024-02"),
        ("英国沙盒2016年5月9日起接受申请。", "live", "2016-05-09"),
    ],
)
def test_a_cue_gives_a_status_and_the_day(captured, text, status, date):
    (milestone,) = [s for s in captured(text).suggestions if s.kind == "milestone"]
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
        "公司从未在香港申请或推出稳定币。",
        "香港金管局表示暂无计划将发牌制度扩展至虚拟资产场外交易。",
        "The HKMA said further stablecoin licences would 'not come before the summer' of 2025.",
        "MAS has no immediate plans to launch a retail CBDC in 2025.",
        "香港金管局表示,网传“第二批稳定币牌照将于6月底前发放”的说法并不属实。",
        "Ignore the rumour that Singapore is about to launch a stablecoin next week.",
        "The HKMA is preparing to launch a stablecoin fund in June 2025, which it says is simply untrue.",
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


def test_what_happened_on_a_day_by_a_verb_of_no_table_is_left_to_a_person(captured):
    text = "HashKey Exchange toasted its crypto custody desk in Hong Kong on 10 April 2024."
    (told,) = captured(text).suggestions
    assert (told.topic, told.status, told.date) == ("milestone", "unknown", "2024-04-10")
    assert "no verb says what happened" in told.because
    assert captured("Nobody toasted a crypto custody desk in Hong Kong on 10 April 2024.").suggestions == []
    assert captured("HashKey Exchange may toast a crypto desk on 10 April 2024.").suggestions == []


def test_what_a_place_that_is_no_hub_did_is_nobody_s_through_its_paragraph(captured):
    said = captured(
        "Dubai created a crypto regulator in March 2022. It published rules for platforms in February 2023. "
        "It has licensed 36 platforms.\n\nLondon opened a stablecoin consultation in May 2023."
    ).suggestions
    assert [(s.jurisdictions[0], s.date) for s in said] == [("uk-london", "2023-05")]


def test_money_tells_the_country_where_nothing_else_does(captured):
    said = captured(
        "The SEC approved a bitcoin fund on 3 April 2024.\n\n"
        "Some 180 million wallets had been opened nationwide by March, for digital yuan worth 7 trillion yuan.\n\n"
        "Blockchain loans reached 7 trillion yuan in April.",
        title="US regulators and tokens",
    ).suggestions
    assert {s.jurisdictions[0] for s in said if s.kind == "fact"} == {CHINA}


def test_another_phase_is_another_initiative(captured):
    said = captured(
        "香港金管局2025年10月发表第二阶段数码港元先导计划报告。", published="2025-11-14"
    ).suggestions
    assert {s.initiative for s in said} == {None}
    said = captured(
        "香港金管局2025年10月发表第一阶段数码港元先导计划报告。", published="2025-11-14"
    ).suggestions
    assert {s.initiative for s in said} == {"hk-ehkd-pilot-1"}


def test_a_day_a_figure_is_held_against_is_not_its_own(captured):
    (fact,) = captured(
        "Hong Kong has 12 licensed virtual asset trading platforms, one more than at the end of 2023."
    ).suggestions
    assert (fact.value, fact.date) == (12, "2024-05-15")


def test_a_city_uses_the_money_of_its_country(captured):
    said = captured(
        "（记者 何一凡）北京市地方金融监督管理局昨天宣布,数字人民币红包5月启用。截至4月底,个人钱包突破320万个。",
        title="北京再发数字人民币红包",
    )
    assert {s.jurisdictions[0] for s in said.suggestions} == {"cn-beijing"}
    assert "北京市地方金融监督管理局" in [m.text for m in said.mentions]


def test_our_city_is_the_publisher_s(captured):
    text = "我市区块链电子发票累计开票3200万张。我市2024年1月启动区块链平台。"
    assert captured(text, publisher="深圳市人民政府").about == ["cn-shenzhen"]


def test_who_leads_and_who_follows(captured):
    text = "In the Global Financial Centres Index New York kept the lead with 769 points, followed by London (762)."
    assert {(s.topic, s.jurisdictions[0], s.value) for s in captured(text).suggestions} == {
        ("financial-centre-rank", "us-new-york", 1),
        ("financial-centre-rank", "uk-london", 2),
        ("financial-centre-rating", "us-new-york", 769),
        ("financial-centre-rating", "uk-london", 762),
    }


def test_a_place_come_from_is_no_rank(captured):
    (fact,) = captured("全球金融中心指数的金融科技排名中,香港由第14位跃升至第九。").suggestions
    assert (fact.topic, fact.value) == ("fintech-centre-rank", 9)


def test_the_items_of_a_digest_are_about_the_hubs_they_are_headed_by(captured):
    said = captured(
        "[Shenzhen] The Shenzhen tax bureau launched blockchain invoices in August 2018. Shenzhen leads in them.\n\n"
        "[Guangzhou] It is planned to accept the first applications for a blockchain fund from June 15."
    )
    assert set(said.about) == {"cn-shenzhen", "cn-guangzhou"}
    assert said.suggestions[-1].jurisdictions == ["cn-guangzhou"]


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


HONG_KONG, GUANGZHOU = (
    "hk-fintech-companies--hong-kong--2024-07",
    "blockchain-companies-clustered--cn-guangzhou--2020-05",
)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "As of July 2024 Hong Kong had more than 1,100 fintech companies.",
            f"further citation of {HONG_KONG}",
        ),
        (
            "As of July 2024 Hong Kong had 1,100 fintech companies.",
            f"contradicts {HONG_KONG} (more than 1100 ",
        ),
        ("As of July 2024 Hong Kong had about 1,100 fintech companies.", f"contradicts {HONG_KONG}"),
        ("As of July 2024 Hong Kong had up to 1,100 fintech companies.", f"contradicts {HONG_KONG}"),
        ("As of May 2020 Guangzhou had about 400 blockchain companies.", f"further citation of {GUANGZHOU}"),
        # One rounds what the other gives exactly.
        ("As of May 2020 Guangzhou had 400 blockchain companies.", f"further citation of {GUANGZHOU}"),
        (
            "As of May 2020 Guangzhou had 400 to 500 blockchain companies.",
            f"contradicts {GUANGZHOU} (about 400 ",
        ),
        ("As of May 2020 Guangzhou had more than 400 blockchain companies.", f"contradicts {GUANGZHOU}"),
    ],
)
def test_a_figure_is_what_we_hold_only_where_it_is_meant_alike(captured, text, note):
    (said,) = captured(text, published="2024-08-15").suggestions
    assert any(reason.startswith(f"known: {note}") for reason in said.because), said.because


def test_a_figure_of_a_year_does_not_contradict_one_of_its_months(captured):
    (said,) = captured("In 2018 Beijing had 190 blockchain companies.").suggestions
    assert any(
        "a new value beside blockchain-companies-active--cn-beijing--2018-06" in r for r in said.because
    )


MEANT = {
    "The HKMA launched the Project Ensemble Sandbox on 28 August 2024.": "hk-ensemble-sandbox",
    "The US Congress passed the GENIUS Act for stablecoins on 17 July 2025.": "us-genius-act",
    "In December 2017 Huangpu in Guangzhou issued 10 blockchain policies.": "gz-huangpu-ten-policies-2017",
    "The Government of Hong Kong sold digital green bonds in February 2024.": "hk-digital-green-bond-2024",
    "香港金管局2024年7月18日公布稳定币发行人沙盒参与者名单。": "hk-stablecoin-sandbox",
    "6月1日起，香港虚拟资产交易平台发牌制度正式生效。": "hk-vatp-regime",
    "深圳2020年10月12日启动数字人民币红包试点。": "sz-ecny-lottery-2020",
    "杭州互联网法院2018年9月18日宣布司法区块链上线存证。": "hz-internet-court-chain",
    "2021年9月24日，人民银行等十部门发布通知，明确虚拟货币相关业务活动属于非法金融活动。": "cn-crypto-notice-2021",
    # Of the same body or field, and something else.
    "The Bank of England opened a digital pound lab in August 2025.": None,
    "The HKMA launched a tokenisation lab with 5 banks on 3 June 2024.": None,
    "Hangzhou's government released an action plan for blockchain in January 2019.": None,
    "MAS fined two digital payment token firms on 3 June 2025.": None,
}


@pytest.mark.parametrize("text", MEANT)
def test_the_initiative_meant_is_recognised_in_either_language(captured, text):
    published = "2023-06-02" if text.startswith("6月") else "2026-01-15"
    milestones = [s for s in captured(text, published=published).suggestions if s.kind == "milestone"]
    assert milestones and {s.initiative for s in milestones} == {MEANT[text]}


def test_an_initiative_told_of_again_is_the_same(captured):
    said = captured(
        "HM Treasury laid the Cryptoassets Regulations 2026 before Parliament on 15 December 2025. "
        "The regime will commence on 25 October 2027. The platform went online on 1 March 2026.",
        "2026-03-02",
    ).suggestions
    assert [(s.initiative, s.date) for s in said] == [
        ("uk-cryptoassets-regulations", "2025-12-15"),
        ("uk-cryptoassets-regulations", "2027-10-25"),
        (None, "2026-03-01"),
    ]
    assert "“The regime” -> Cryptoassets Regulations 2026 under FSMA, told of before" in said[1].because
    said = captured(
        "香港《穩定幣條例》於2025年8月1日生效。該條例的過渡期於2026年2月1日結束。", "2026-03-02"
    ).suggestions
    assert [s.initiative for s in said if s.kind == "milestone"] == ["hk-stablecoins-ordinance"] * 2


def test_an_act_has_a_day_and_one_named_by_its_year_has_none(captured):
    said = captured(
        "Parliament passed the Token Act on 17 July 2025. The Token Act 2025 covers stablecoins.",
        "2026-01-15",
    )
    assert [m.value for m in said.mentions if m.kind == "date"] == ["2025-07-17"]


def test_a_body_we_do_not_know_stands_for_the_hub_it_is_named_after(captured):
    (said,) = captured(
        "The UK Blockchain Council launched a register of stablecoins in January 2024."
    ).suggestions
    assert (said.jurisdictions, said.status, said.date) == (["united-kingdom"], "live", "2024-01")


def test_what_is_denied_before_a_colon_is_not_what_follows_it(captured):
    said = captured(
        "Britain did not get its decision: the consultation on the digital pound closed on 30 June 2023.",
        "2023-12-29",
    )
    assert [s.date for s in said.suggestions] == ["2023-06-30"]


def test_what_is_pencilled_in_has_not_happened(captured):
    for said in captured(
        "Going live of the UK token exchange is pencilled in for 2026.", "2024-10-17"
    ).suggestions:
        assert (said.topic, said.status, said.date) == ("planned-date", "announced", "2026")


def test_the_bank_of_china_is_not_its_central_bank(captured):
    said = captured("中国银行5月8日在上海完成首单数字人民币融资。", "2024-06-20")
    assert "pboc" not in {m.value for m in said.mentions}


def test_a_known_initiative_is_recognised_and_its_day_compared(captured):
    (same,) = captured(
        "The SFC issued a statement on virtual asset funds, distributors and platforms on 1 November 2018."
    ).suggestions
    assert same.initiative == "hk-sfc-va-statement-2018"
    assert any("further citation of hk-sfc-va-statement-2018--began" in reason for reason in same.because)


def test_every_row_of_a_table_has_its_columns():
    for path in FOLDER.glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):  # a comma that is not quoted cuts a pattern in two
                assert None not in row and None not in row.values(), (path.name, row)


def test_every_cue_can_be_read_and_gives_a_status_we_have():
    every = [cue for _, group in cues() for cue in group]
    assert {cue.status for cue in every} <= set(Status.values)
    assert [cue.strength for cue in every] == sorted((cue.strength for cue in every), reverse=True)
    assert {cue.strength for cue in every} == {1, 2, 3}
    assert {category for _, category in domain()} <= set(Category.values)
    for effect in {row["effect"] for row in rows("modals")}:
        assert isinstance(modals(effect), re.Pattern)


def test_every_topic_of_the_tables_is_one_of_the_dataset(known, db):
    from hubs.starter import load

    load()
    topics = set(Topic.objects.values_list("slug", flat=True))
    for table in ("topics", "topic_context", "ranks", "answers"):
        assert {row["topic"] for row in rows(table)} <= topics


# One line or more for every topic that is a number about a hub, in either script.
COUNTED = [
    (
        "The SFC had licensed 11 virtual asset trading platforms in Hong Kong as of March 2024.",
        "licensed-platforms",
        11,
    ),
    ("There are now seven licensed virtual asset trading platforms in Hong Kong.", "licensed-platforms", 7),
    ("截至3月底,香港共有11家持牌虚拟资产交易平台。", "licensed-platforms", 11),
    ("香港现有七家持牌平台。", "licensed-platforms", 7),
    ("In Singapore 19 firms held its licence for digital payment tokens.", "licensed-platforms", 19),
    (
        "MAS received 170 applications for digital payment token licences in Singapore.",
        "platform-licence-applications",
        170,
    ),
    ("香港证监会共接获24宗虚拟资产交易平台牌照申请。", "platform-licence-applications", 24),
    (
        "The Cyberspace Administration of China has filed 3,647 blockchain services.",
        "filed-blockchain-services",
        3647,
    ),
    ("国家网信办累计备案区块链信息服务3647个。", "filed-blockchain-services", 3647),
    ("杭州累计有148项区块链服务完成备案。", "filed-blockchain-services", 148),
    ("Hong Kong now has two licensed stablecoin issuers.", "licensed-stablecoin-issuers", 2),
    ("香港现有两家持牌稳定币发行人。", "licensed-stablecoin-issuers", 2),
    ("The HKMA received 36 applications for stablecoin licences.", "stablecoin-licence-demand", 36),
    ("香港金管局共收到36宗稳定币牌照申请。", "stablecoin-licence-demand", 36),
    (
        "Transactions in the digital yuan were worth 7.3 trillion yuan in China by July 2024.",
        "digital-money-value",
        7300000000000,
    ),
    ("我国数字人民币累计交易金额7.3万亿元。", "digital-money-value", 7300000000000),
    (
        "China's digital yuan had processed 950 million transactions by the end of June 2023.",
        "digital-money-transactions",
        950000000,
    ),
    ("我国数字人民币累计交易笔数达9.5亿笔。", "digital-money-transactions", 950000000),
    ("China had opened 180 million digital yuan wallets.", "digital-money-wallets", 180000000),
    ("我国已开立数字人民币个人钱包1.8亿个。", "digital-money-wallets", 180000000),
    ("Hong Kong ranked third in the Global Financial Centres Index.", "financial-centre-rank", 3),
    ("全球金融中心指数显示,新加坡排名第四。", "financial-centre-rank", 4),
    ("Hong Kong scored 749 points in the Global Financial Centres Index.", "financial-centre-rating", 749),
    ("在全球金融中心指数中,香港得分749分。", "financial-centre-rating", 749),
    ("In the fintech ranking of the index, Shenzhen was placed third.", "fintech-centre-rank", 3),
    ("金融科技中心排名中,深圳位列第四。", "fintech-centre-rank", 4),
    (
        "The Hong Kong government issued HK$800 million of tokenised green bonds.",
        "government-tokenised-bonds",
        800000000,
    ),
    ("香港特区政府发行8亿港元代币化绿色债券。", "government-tokenised-bonds", 800000000),
    (
        "Turnover of Hong Kong's spot bitcoin ETFs was HK$87.6 million on the first day.",
        "spot-fund-turnover",
        87600000,
    ),
    ("香港虚拟资产现货ETF首日成交额为8760万港元。", "spot-fund-turnover", 87600000),
    ("The FCA received 146 applications to its sandbox.", "sandbox-applications", 146),
    ("香港金管局沙盒至今收到146宗申请。", "sandbox-applications", 146),
    ("The FCA accepted 24 firms into its regulatory sandbox.", "sandbox-firms-accepted", 24),
    ("英国共有24家公司获准进入监管沙盒。", "sandbox-firms-accepted", 24),
    ("China has 22 blockchain industrial parks.", "blockchain-parks", 22),
    ("全国已有区块链产业园22家。", "blockchain-parks", 22),
    ("Shenzhen has issued 10 million blockchain invoices.", "blockchain-invoices", 10000000),
    ("深圳累计开出区块链电子发票1000万张。", "blockchain-invoices", 10000000),
    ("Hangzhou is home to more than 200 blockchain firms.", "blockchain-companies", 200),
    ("杭州聚集区块链企业200余家。", "blockchain-companies", 200),
    (
        "The top three cities by number of blockchain companies are Beijing, Shanghai and Shenzhen.",
        "blockchain-city-rank",
        1,
    ),
    (
        "Blockchain firms made up 12% of the fintechs that InvestHK brought to Hong Kong.",
        "blockchain-share-of-fintechs",
        12,
    ),
    ("香港新引进的金融科技公司中,区块链公司占比12%。", "blockchain-share-of-fintechs", 12),
    ("There are about 1,100 fintech companies in Hong Kong.", "fintech-companies", 1100),
    ("香港有超过1100家金融科技公司。", "fintech-companies", 1100),
    ("200 Chinese companies have landed in Singapore.", "foreign-firms-landed", 200),
    ("已有200家中国企业落户新加坡。", "foreign-firms-landed", 200),
    ("Hong Kong had 600 fintech companies in 2020 and 1,100 in 2023.", "fintech-companies", 1100),
    ("Hong Kong's fintech companies grew from 600 in 2020 to 1,100 in 2023.", "fintech-companies", 1100),
    ("MAS accepted 13 of 59 applications to its sandbox.", "sandbox-applications", 59),
    # Places and points in a row.
    ("GFCI 29 (March): Shanghai 3rd, Beijing 6th, Shenzhen 8th.", "financial-centre-rank", 8),
    (
        "In the financial centres index New York scores 766, London 765 and Hong Kong 764.",
        "financial-centre-rating",
        764,
    ),
    (
        "In the index of financial centres Singapore and Hong Kong took third and fourth place.",
        "financial-centre-rank",
        4,
    ),
    ("全球金融中心指数中,香港总排名第三、金融科技排名第一,伦敦总排名第二。", "fintech-centre-rank", 1),
    ("全球金融中心指数中,香港金融科技排名第一,总排名第三。", "financial-centre-rank", 3),
    # Nought, where it is said outright.
    (
        "77 firms want a stablecoin licence in Hong Kong. None has yet been licensed.",
        "licensed-stablecoin-issuers",
        0,
    ),
    ("香港《穩定幣條例》已生效,但到年底一張牌照也沒發。", "licensed-stablecoin-issuers", 0),
    (
        "Hong Kong opened its sandbox to crypto exchanges, but not a single platform has obtained a licence.",
        "licensed-platforms",
        0,
    ),
    (
        "By 2018 there were 335 blockchain companies in the United Kingdom, compared with 817 in the United States.",
        "blockchain-companies",
        817,
    ),
    ("到2023年末,香港共有11家虚拟资产平台持牌。", "licensed-platforms", 11),
]


@pytest.mark.parametrize(("text", "topic", "value"), COUNTED)
def test_every_number_topic_is_answered(captured, text, topic, value):
    facts = [s for s in captured(text, published="2024-08-15").suggestions if s.kind == "fact"]
    assert (topic, value) in [(fact.topic, fact.value) for fact in facts]


def test_no_number_topic_is_without_an_example(known, db):
    from hubs.starter import load

    load()
    numbers = Topic.objects.filter(subject="jurisdiction", kind="number").values_list("slug", flat=True)
    assert set(numbers) == {topic for _, topic, _ in COUNTED}


@pytest.mark.parametrize(
    "text",
    [
        "到2026年底,上海将培育区块链企业300家。",
        "上海将建成8个园区,2030年区块链企业达300家。",
        "上半年上海新增区块链企业46家。",
        "Another 12 blockchain companies opened in Hangzhou.",
    ],
)
def test_a_target_or_an_increase_is_no_count(captured, text):
    assert [s for s in captured(text).suggestions if s.kind == "fact"] == []


def test_a_figure_answers_what_stands_nearest_to_it(captured):
    said = captured(
        "The FCA received 59 applications for its latest sandbox cohort, of which 13 were accepted."
    )
    assert [(s.topic, s.value) for s in said.suggestions if s.kind == "fact"] == [
        ("sandbox-applications", 59),
        ("sandbox-firms-accepted", 13),
    ]


@pytest.mark.parametrize(
    ("text", "topic", "value", "hub"),
    [
        ("HKMA stablecoin law took effect on 1 August 2023.", "stablecoin-regime-start", "2023-08-01", "hong-kong"),
        ("香港《稳定币条例》将于2025年8月1日生效。", "stablecoin-regime-start", "2025-08-01", "hong-kong"),
        ("The FCA's regulatory sandbox opened in June 2016.", "sandbox-start", "2016-06", "united-kingdom"),
        ("香港金管局的金融科技监管沙盒自2016年9月启用以来很受欢迎。", "sandbox-start", "2016-09", "hong-kong"),
        ("MAS licensing of digital payment tokens has applied since 2020.", "va-licensing-start", "2020", "singapore"),
        ("香港虚拟资产交易平台发牌制度2023年6月1日实施。", "va-licensing-start", "2023-06-01", "hong-kong"),
        ("The HKMA launched a pilot of its e-HKD in May 2023.", "cbdc-stage", "pilot", "hong-kong"),
        ("深圳2020年10月启动数字人民币试点。", "cbdc-stage", "pilot", CHINA),
    ],
)  # fmt: skip
def test_an_event_answers_a_question_of_day_or_choice(captured, text, topic, value, hub):
    (fact,) = [s for s in captured(text).suggestions if s.kind == "fact"]
    assert (fact.topic, fact.value, fact.jurisdictions) == (topic, value, [hub])


def test_a_list_under_an_agenda_is_of_plans(captured):
    said = captured(
        "下一步,上海将重点做好以下工作:\n一是年底前上线跨境贸易区块链平台;\n二是明年上半年启动数字资产登记试点。\n\n"
        "上海2023年5月上线区块链发票平台。"
    )
    assert [(s.topic, s.date) for s in said.suggestions] == [
        ("planned-date", "2024"),
        ("planned-date", "2025-H1"),
        ("status", "2023-05"),
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Britain will let retail investors buy crypto notes from 8 October 2024.", "2024-10-08"),
        ("The FCA said on Monday it would publish final stablecoin rules by the end of August.", "2024-08"),
        ("MAS delayed its stablecoin paper until late 2025.", "2025"),
    ],
)
def test_what_is_meant_for_a_day_is_a_plan(captured, text, date):
    (plan,) = captured(text).suggestions
    assert (plan.topic, plan.status, plan.date) == ("planned-date", "announced", date)


def test_an_intention_is_announced_when_its_holder_and_field_are_named(captured):
    text = "Hong Kong will exempt stablecoins from stamp duty, the minister said in a speech on 26 February 2024."
    (plan,) = captured(text).suggestions
    assert (plan.topic, plan.status, plan.date) == ("status", "announced", "2024-02-26")


def test_a_year_that_names_a_thing_is_no_day_of_what_was_done_to_it(captured):
    (end,) = captured("The CFTC has withdrawn its 2020 guidance on virtual currencies.").suggestions
    assert (end.status, end.date) == ("abandoned", "")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("杭州2024年1月1日起施行新区块链办法,2018年出台的原办法同时废止。", "2024-01-01"),
        ("MAS will prepare a law for the stablecoin regime that it settled in August 2023.", ""),
        (
            "Under the crypto rules, which were cut in January 2020, MAS licensed 36 firms by October.",
            "2023-10",
        ),
    ],
)
def test_a_day_of_something_else_in_the_sentence_is_not_the_day(captured, text, date):
    assert date in [s.date for s in captured(text).suggestions if s.topic != "planned-date" or not date]
    assert not {"2018", "2023-08", "2020-10"} & {s.date for s in captured(text).suggestions}


def test_money_and_authorities_tell_the_hub_of_a_figure(captured):
    text = (
        "Hong Kong has a blockchain plan.\nTransactions in digital yuan totalled 7 trillion yuan as of June 2023.\n"
        "The FCA said in May 2024 it had received 345 applications from trading platforms for registration.\n"
        "Guangzhou issued its first blockchain invoice in 2018. In 2020 the city had 200 blockchain firms."
    )
    facts = {s.topic: s.jurisdictions for s in captured(text).suggestions if s.kind == "fact"}
    assert facts == {
        "digital-money-value": [CHINA],
        "platform-licence-applications": ["united-kingdom"],
        "blockchain-companies": ["cn-guangzhou"],
    }


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "Singapore opened its blockchain sandbox in May 2019 and closed the platform in June 2021.",
            [("singapore", "live", "2019-05"), ("singapore", "abandoned", "2021-06")],
        ),
        (
            "In recent years, the SEC has approved the STO project, New York The approval of the stable currency"
            " by the Department of Financial Services took years.",
            [("united-states", "completed", ""), ("us-new-york", "completed", "")],
        ),
    ],
)
def test_two_events_in_one_clause_are_two(captured, text, events):
    assert [(s.jurisdictions[0], s.status, s.date) for s in captured(text).suggestions] == events


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Until November 1, 2018, the Hong Kong SFC issued a statement on virtual assets.", "2018-11-01"),
        ("The Hong Kong SFC opened a consultation on virtual assets until November 1, 2018.", ""),
    ],
)
def test_until_is_a_day_of_what_was_done_only_at_the_head_of_its_sentence(captured, text, date):
    (milestone,) = captured(text).suggestions
    assert milestone.date == date


def test_a_duty_is_no_event(captured):
    assert captured("届时在香港发行稳定币须向香港金管局申领牌照。").suggestions == []


def test_what_is_told_twice_is_one_suggestion(captured):
    said = captured(
        "The HKMA launched a stablecoin sandbox on 12 March 2024. It has 5 members.\n\n"
        "The stablecoin sandbox was launched by the HKMA in March 2024.",
    )
    (one,) = [s for s in said.suggestions if s.kind == "milestone"]
    assert one.date == "2024-03-12"
    assert any(reason.startswith("told again: ") for reason in one.because)


def test_a_weak_word_alone_is_not_proposed(captured):
    assert captured("Hong Kong has much to announce. It is announcing crypto all the time.").suggestions == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("HKEX unveiled a three-year strategic plan on 28 February 2023.", "Three-year strategic plan"),
        ("In terms of technology, HKEX will explore the use of blockchain in 2025.", "Use of blockchain"),
        ("Singapore's token rules took effect on 3 April 2023.", "Singapore's token rules"),
        ("In April, MAS published a paper called ‘Tokens and the City’.", "Tokens and the City"),
        ("In May 2023 the HKMA opened their tokenised deposit sandboxes.", "Tokenised deposit sandboxes"),
        ("In May 2023 Singapore launched an iDesk for stablecoins of banks.", "iDesk for stablecoins of banks"),
        ("Hong Kong toasted a token desk on 10 April 2023.", "Hong Kong toasted a token desk on 10 April 2023"),
        ("新加坡2023年5月试行代币化存款交易超过1.2亿元的平台。", "代币化存款交易超过1.2亿元的平台"),
        ("9月12日,上海市政府发布《上海市区块链行动计划》。", "上海市区块链行动计划"),
        ("同年12月,广州先后推出数字人民币硬件钱包。", "数字人民币硬件钱包"),
        ("香港的跨境支付区块链平台于2023年5月正式上线。", "香港的跨境支付区块链平台"),
    ],
)  # fmt: skip
def test_a_new_initiative_gets_a_short_name_out_of_its_clause(captured, text, title):
    said = captured(text, published="2024-02-15").suggestions
    assert title in [s.title for s in said]
    titles = [s.title for s in said if s.kind == "milestone" and not s.initiative]
    assert all(each.rstrip("…").casefold() in text.casefold() for each in titles)


def test_a_milestone_of_no_known_initiative_says_which_category_it_would_have(captured):
    (new,) = captured("Hangzhou opened a tokenised carbon register on 3 April 2021.").suggestions
    assert (new.initiative, new.category) == (None, "tokenisation")
    (known,) = captured(
        "The SFC issued a statement on virtual asset funds, distributors and platforms on 1 November 2018."
    ).suggestions
    assert known.initiative and known.category == ""
