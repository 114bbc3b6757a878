import pytest

from hubs.capture.tables import rows


def bodies(said) -> dict[str, tuple[str, str]]:
    return {m.text: (m.value, m.role) for m in said.mentions if m.kind == "organisation"}


def hubs(said) -> list[str]:
    return [m.value for m in said.mentions if m.kind == "jurisdiction"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Hong Kong Monetary Authority said so.", "hkma"),
        ("The Monetary Authority of Hong Kong said so.", "hkma"),
        ("The HKMA said so.", "hkma"),
        ("The UK Financial Conduct Authority said so.", "fca"),
        ("The US Securities and Exchange Commission said so.", "sec-us"),
        ("The New York Department of Financial Services said so.", "nydfs"),
        ("The Hangzhou government said so.", "hangzhou-gov"),
        ("Beijing’s municipal government said so.", "beijing-gov"),
        ("香港金融管理局表示", "hkma"),
        ("香港證監會表示", "sfc-hk"),
        ("香港证监会表示", "sfc-hk"),
        ("新加坡金管局表示", "mas"),
        ("人民銀行表示", "pboc"),
    ],
)
def test_a_body_by_any_of_its_names(captured, text, slug):
    assert [value for value, _ in bodies(captured(text)).values()] == [slug]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Hong Kong Securities Regulatory Commission issued it.", "sfc-hk"),
        ("The Hong Kong Securities and Futures Comission issued it.", "sfc-hk"),
        ("The New York Financial Bureau issued it.", "nydfs"),
        ("New York The approval by the Financial Bureau came.", "nydfs"),
        ("The Monetery Authority of Singapore issued it.", "mas"),
        ("国家发改委发文", "ndrc"),
        ("上海市经信委印发", "shanghai-eic"),
    ],
)
def test_a_name_misspelt_translated_or_shortened_says_that_it_is_approximate(captured, text, slug):
    ((value, role),) = bodies(captured(text)).values()
    assert (value, role) == (slug, "approximate")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("新加坡金融管理局今日宣布。其后金管局又说。", "mas"),
        ("香港方面,金管局今日宣布。", "hkma"),
        ("金管局发言人说了。财经事务及库务局局长又说。", "hkma"),
        ("新加坡方面,金管局今日宣布。", "mas"),
    ],
)
def test_an_alias_of_two_bodies_is_settled_by_what_stands_around_it(captured, text, slug):
    assert bodies(captured(text))["金管局"][0] == slug


def test_an_alias_is_the_body_that_its_paragraph_named(captured):
    text = (
        "香港金融管理局发出牌照。香港金管局说有五家。\n\n"
        "新加坡金融管理局11月3日启动试点。在指数中,新加坡第四,香港维持第三。金管局计划实施稳定币法例。"
    )
    said = captured(text, published="2026-11-21", language="zh-Hans").mentions
    assert [m.value for m in said if m.text == "金管局"][-1:] == ["mas"]


def test_an_alias_of_two_bodies_is_left_open_where_nothing_settles_it(captured):
    assert bodies(captured("金管局今日宣布。")) == {"金管局": ("", "ambiguous")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It worked with Nordlicht Custody AG on this.", "Nordlicht Custody AG"),
        ("The Pacific Fintech Lawyers Association met.", "Pacific Fintech Lawyers Association"),
        ("according to the Hong Kong Economic Daily, it", "Hong Kong Economic Daily"),
        ("该局与星河链科技有限公司合作", "星河链科技有限公司"),
    ],
)
def test_an_unknown_body_is_proposed_as_new(captured, text, name):
    assert (name, "new") in bodies(captured(text)).values()


@pytest.mark.parametrize(
    "text",
    [
        "The Shanghai-Hong Kong Stock Connect is open.",
        "It follows the Shanghai-Shenzhen-Hong Kong Stock Connect.",
        "Priced in Hong Kong dollars.",
        "The New York Times wrote of it.",
        "滬深港通的安排不變。",
    ],
)
def test_a_place_inside_another_name_is_not_mentioned(captured, text):
    assert hubs(captured(text)) == []


def test_small_words_are_not_names(captured):
    said = captured("It lets us keep funds safe; ask mas o menos, the fed cattle and the sec.")
    assert hubs(said) == [] and bodies(said) == {}


def test_my_country_is_china_in_a_text_from_there(captured):
    assert hubs(captured("298 companies are active in my country.")) == ["china-mainland"]


@pytest.mark.parametrize("row", [r for r in rows("places") if r["jurisdiction"]], ids=lambda row: row["name"])
def test_every_place_stands_for_its_hub(captured, row):
    text = f"It is in {row['name']} now." if row["name"].isascii() else f"它在{row['name']}。"
    assert row["jurisdiction"] in hubs(captured(text))


@pytest.mark.parametrize(
    "row", [r for r in rows("places") if r["kind"] == "elsewhere"], ids=lambda r: r["name"]
)
def test_what_happens_elsewhere_is_nobody_s_here(captured, row):
    name = row["name"]
    text = (
        f"Hong Kong has a stablecoin law. {name} passed a stablecoin act on 3 May 2023."
        if name.isascii()
        else f"香港有稳定币条例。{name}2023年5月3日通过稳定币法案。"
    )
    assert not [s for s in captured(text).suggestions if s.date == "2023-05-03"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It is open, said a spokesperson for Digital Asset, a vendor.", {"Digital Asset"}),
        ("Ripple, Robinhood and Square all hold one.", {"Ripple", "Robinhood", "Square"}),
        ("Copper and Zodia Custody declined to comment.", {"Copper", "Zodia Custody"}),
        ("Circle's shares fell.", {"Circle"}),
        ("Tencent and China Construction Bank joined in 2021.", {"Tencent", "China Construction Bank"}),
        ("圆币科技、京东币链这些公司早就在排队。", {"圆币科技", "京东币链"}),
        ("指數由英國管理人CCData負責計算。", {"CCData"}),
        ("Paxos在2023年獲得批准。", {"Paxos"}),
        ("立法會三讀通過草案。", {"立法會"}),
        ("渣打銀行與香港電訊今年成立合資公司。", {"渣打銀行", "香港電訊"}),
    ],
)
def test_a_body_without_a_telling_word_is_told_by_what_stands_around_it(captured, text, names):
    from hubs.capture.language import language_of

    found = bodies(captured(text, language=language_of(text)))
    assert names <= set(found) and {role for _, role in found.values()} == {"new"}


@pytest.mark.parametrize(
    "text",
    [
        "Officials and analysts all hold one view.",
        "The CBDC has joined the list.",
        "本港金融科技公司逾1100家。",
        "银行、证券、保险等机构",
        "数字人民币在跨境支付、绿色贷款等场景落地。",
        "发言人否认已批出现货基金。",
        "当局10日批准11只现货比特币交易所交易产品。",
        "首批有三至四家银行试行以代币化存款买卖货币市场基金。",
        "本公司全资子公司负责运营。",
        "成员包括三间科技公司,以数码港元完成首宗基金认购。",
    ],
)
def test_common_nouns_are_no_bodies(captured, text):
    assert bodies(captured(text)) == {}


def test_where_an_article_was_filed_from_is_not_what_it_is_about(captured):
    said = captured("LONDON, May 15 (Wire) - Hong Kong passed a stablecoin law today.")
    assert said.about == ["hong-kong"]
    assert captured("本报北京5月15日电 深圳、广州今日启动数字人民币试点。").about == [
        "cn-shenzhen",
        "cn-guangzhou",
    ]


@pytest.mark.parametrize(
    "row", [r for r in rows("places") if r["kind"] == "scheme"], ids=lambda row: row["name"]
)
def test_every_scheme_hides_the_places_in_its_name(captured, row):
    assert hubs(captured(f"({row['name']})")) == []


def test_what_a_text_is_about_is_told_from_what_it_mentions(captured):
    said = captured(
        "Singapore opened a sandbox. MAS named the banks. Rivals such as Hong Kong and London have sandboxes too."
    )
    assert said.about == ["singapore"]
    roles = {m.value: m.role for m in said.mentions if m.kind == "jurisdiction"}
    assert roles == {"singapore": "about", "hong-kong": "mentioned", "uk-london": "mentioned"}
