"""Search: any name in any of three scripts, words in titles and in what is said, and never a dead end."""

import pytest

from hubs import editing
from hubs.models import Alias, Door
from tests.factories import (
    cite,
    make_article,
    make_hub,
    make_initiative,
    make_organisation,
    make_series,
    make_statement,
    make_topic,
    publish,
)
from tests.reading import links, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """The securities regulator of Hong Kong under several of its names, and what it did."""
    hong_kong = make_hub(
        "Hong Kong", kind="special_administrative_region", name_zh_hant="香港", name_zh_hans="香港"
    )
    united_states = make_hub("United States")
    Alias.objects.create(text="U.S.", jurisdiction=united_states)
    regulator = make_organisation(
        "Securities and Futures Commission",
        slug="sfc",
        name_zh_hant="證券及期貨事務監察委員會",
        jurisdiction=hong_kong,
    )
    Alias.objects.create(text="香港證監會", organisation=regulator)
    make_initiative(
        "Licensing of trading platforms", hub=hong_kong, lead=regulator, summary_en="Opt-in at first."
    )
    make_article("reopens", title="香港證監會重啟發牌", language="zh-Hant")
    stance = make_topic(
        "stance", kind="prose", name_en="Stance on virtual assets", name_zh_hant="對虛擬資產的立場"
    )
    publish(hong_kong, stance, "Welcomes licensed platforms", note="As Li Xiaojia put it.")


def found(client, words) -> dict[str, int]:
    page = client.get("/search/", {"q": words})
    assert page.status_code == 200
    return {group.kind: group.count for group in page.context.get("groups", [])}


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        # The same body by the same name in the other script, its full name, and its English one.
        ("香港證監會", {"organisations": 1, "initiatives": 1, "articles": 1}),
        ("香港证监会", {"organisations": 1, "initiatives": 1, "articles": 1}),
        ("证券及期货事务监察委员会", {"organisations": 1, "initiatives": 1}),
        ("futures COMMISSION", {"organisations": 1, "initiatives": 1}),
        ("ｆｕｔｕｒｅｓ", {"organisations": 1, "initiatives": 1}),
        # A person is found by what names him.
        ("Li Xiaojia", {"statements": 1}),
        ("xiaojia li", {}),
        # Words begin where they begin: “US” is in neither “Trust” nor “use”.
        ("u.s.", {"hubs": 1}),
        ("虚拟资产", {"topics": 1}),
        ("opt-in", {"initiatives": 1}),
        ("platforms licensing", {"initiatives": 1}),
        ("licensed platforms", {"statements": 1}),
        ("%", {}),
        ("_", {}),
    ],
)
def test_finds_by_any_name_and_by_words(client, cast, words, kinds):
    assert found(client, words) == kinds


def test_leads_to_what_was_found(client, cast):
    page = client.get("/search/?q=香港")

    words = read(page)
    assert words.index("Hubs 1") < words.index("Organisations 1") < words.index("Articles 1")
    assert {"/hubs/hong-kong/", "/organisations/sfc/", "/articles/reopens/"} <= set(links(page))
    assert "/hubs/hong-kong/stance/" in links(client.get("/search/?q=Li+Xiaojia"))


def test_words_of_a_quotation_lead_to_their_statement(client, cast):
    initiative = make_initiative(hub=make_hub("Singapore"))
    status = make_topic("status", kind="choice", subject="initiative", choices=["live"])
    article = make_article(text="MAS said the sandbox is open.")
    statement = make_statement(initiative, status, "live", key="sandbox-open")
    editing.publish(
        editing.Publication(statement, [cite(article, quote="the sandbox is open", start=9, end=28)]),
        by=None,
        door=Door.ADMIN,
    )

    page = client.get("/search/?q=sandbox+is+open")

    assert found(client, "sandbox is open") == {"initiatives": 1, "statements": 1}
    assert "/initiatives/project-ubin/#sandbox-open" in links(page)


def test_shows_the_first_of_each_kind_and_leads_to_the_same_number_of_others(client):
    hub = make_hub("Hong Kong")
    stance = make_topic("stance", kind="prose", name_en="Ledgers")
    for n in range(30):
        make_initiative(f"Ledger {n:02}", hub=hub)
        make_article(f"ledger-{n}", title=f"Ledger {n}")
        make_organisation(f"Ledger Bank {n}")
        publish(hub, stance, f"Ledger {n}")

    page = client.get("/search/?q=ledger")

    assert [(g.kind, g.count, len(g.results)) for g in page.context["groups"]] == [
        ("organisations", 30, 5),
        ("initiatives", 30, 5),
        ("topics", 1, 1),
        ("articles", 30, 5),
        ("statements", 30, 5),
    ]
    for kind, address in {
        "organisations": "/organisations/?q=ledger",
        "initiatives": "/initiatives/?q=ledger",
        "articles": "/articles/?q=ledger",
        "statements": "/search/?q=ledger&only=statements",
    }.items():
        assert address in links(page), kind
        assert client.get(address).context["page"].paginator.count == 30, kind
    assert "26 to 30 of 30" in read(client.get("/search/?q=ledger&only=statements&page=2"))


def test_topics_are_found_by_how_they_count(client):
    companies = make_topic("companies", kind="number", name_en="Companies")
    make_series(companies, "cnnic-report")

    assert found(client, "cnnic") == {"topics": 1}


def test_rejected_and_withdrawn_words(client):
    """What was shown to be wrong stays on record and is found; what was withdrawn is gone."""
    hub, stance = make_hub(), make_topic("stance", kind="prose")
    publish(hub, stance, "Bans mining", standing="rejected")
    gone = publish(hub, stance, "Bans trading")
    editing.withdraw(statement=gone, reason="A hoax.", by=None, door=Door.ADMIN)

    assert found(client, "bans mining") == {"statements": 1}
    assert found(client, "bans trading") == {}


def test_an_empty_search_gives_a_hint(client):
    for address in ("/search/", "/search/?q=", "/search/?q=++", "/search/?only=hubs"):
        page = client.get(address)
        assert "found by any of their names" in read(page)
        assert {"/hubs/", "/initiatives/", "/topics/", "/articles/", "/organisations/"} <= set(links(page))


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("hong kogn", "Hong Kong"),
        ("香港證監局", "香港證監會"),
        ("licencing of trading platform", "Licensing of trading platforms"),
        ("platfroms", "platforms"),
    ],
)
def test_nothing_found_offers_near_names_that_do_find_something(client, cast, typed, near):
    page = client.get("/search/", {"q": typed})

    assert f"Nothing is called “{typed}”" in read(page)
    assert near in page.context["near"]
    for name in page.context["near"]:
        assert found(client, name), f"{name} finds nothing"
    assert "/hubs/" in links(page)


def test_nothing_like_it_still_leads_on(client, cast):
    page = client.get("/search/?q=qqqqqqqq")

    assert page.context["near"] == []
    assert {"/hubs/", "/initiatives/", "/topics/", "/articles/", "/organisations/"} <= set(links(page))
    nothing = client.get("/search/?q=qqqqqqqq&only=hubs")
    assert "Nothing of this kind is called “qqqqqqqq”" in read(nothing)
    assert "/search/?q=qqqqqqqq" in links(nothing)


@pytest.mark.parametrize(
    "junk", ["q=a&q=b", "only=people", "q=ledger&only=hubs&page=2", "page=x", f"q={'x' * 201}"]
)
def test_an_address_that_makes_no_sense_is_explained(client, cast, junk):
    answer = client.get(f"/search/?{junk}")

    assert "We could not read one part of this address" in read(answer, 400)
