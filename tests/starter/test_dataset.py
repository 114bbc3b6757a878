"""The dataset: every row of the research it was made from is in it, and nothing of them was flattened."""

import csv
import hashlib
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from hubs.models import (
    Alias,
    Article,
    Citation,
    Initiative,
    Involvement,
    Jurisdiction,
    Organisation,
    Participation,
    Series,
    Statement,
    Status,
    Topic,
    TopicKind,
)
from hubs.starter import DIRECTORY
from hubs.starter.statements import STATEMENTS
from hubs.starter.tables import TABLES

pytestmark = pytest.mark.django_db

MANIFEST = json.loads((DIRECTORY / "manifest.json").read_text(encoding="utf-8"))
MADE_FROM, BECAME = MANIFEST["made_from"], MANIFEST["became"]


def read(file: str) -> list[dict[str, str]]:
    with open(DIRECTORY / file, newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def origin(file: str) -> list[dict[str, str]]:
    """The rows of one file of the research that the dataset was made from."""
    return [row for row in read("origin.csv") if row["file"] == file]


def live(key: str) -> Statement:
    return Statement.objects.live().get(key=key)


def keys(**conditions) -> set[str]:
    return set(Statement.objects.live().filter(**conditions).values_list("key", flat=True))


# --- Nothing is lost: every row of the research is accounted for ---


@pytest.mark.parametrize("file", MANIFEST["dataset"])
def test_a_file_is_as_the_manifest_says(file):
    """An edit of the data is deliberate: who makes one writes the new digest into manifest.json."""
    found = {"rows": len(read(file)), "sha256": hashlib.sha256((DIRECTORY / file).read_bytes()).hexdigest()}
    assert found == MANIFEST["dataset"][file]


def test_the_manifest_knows_every_file():
    assert {path.name for path in DIRECTORY.glob("*.csv")} == set(MANIFEST["dataset"])


def test_origin_lists_every_row_of_the_research():
    rows = read("origin.csv")
    assert Counter(row["file"] for row in rows) == {file: m["rows"] for file, m in MADE_FROM.items()}
    assert len({(row["file"], row["key"]) for row in rows}) == len(rows)


def test_every_fact_is_a_statement_on_its_topic(starter):
    facts = origin("facts.csv")
    assert len(facts) == BECAME["facts.csv"]["statements"] == 179
    topics = dict(Statement.objects.live().values_list("key", "topic__slug"))
    expected = {
        f["key"]: {"status_event": "status"}.get(f["kind"], f["kind"].replace("_", "-")) for f in facts
    }
    assert {key: topics.get(key) for key in expected} == expected


def test_every_indicator_is_a_figure_of_its_series(starter):
    indicators = origin("indicators.csv")
    assert len(indicators) == BECAME["indicators.csv"]["statements"] == 213
    series = dict(Statement.objects.live().values_list("key", "series__slug"))
    assert {i["key"]: series.get(i["key"]) for i in indicators} == {i["key"]: i["kind"] for i in indicators}


def test_every_initiative_is_there_with_its_status_and_dates(starter):
    rows = origin("initiatives.csv")
    assert dict(Initiative.objects.values_list("slug", "category")) == {r["key"]: r["kind"] for r in rows}
    found = {
        "initiatives": Initiative.objects.count(),
        "statements on began": len(keys(topic__slug="began", key__endswith="--began")),
        "statements on ended": len(keys(topic__slug="ended", key__endswith="--ended")),
        "statements on status, as last seen": len(keys(topic__slug="status", key__endswith="--status-seen")),
        "partners": Participation.objects.filter(lead=False).count(),
        "leading organisations": Involvement.objects.filter(role="lead").count(),
        "aliases": Alias.objects.filter(initiative__isnull=False).count(),
        "successors": Initiative.objects.filter(successor__isnull=False).count(),
    }
    assert found == BECAME["initiatives.csv"]
    assert Participation.objects.filter(lead=True).count() == Initiative.objects.count()


def test_every_hub_and_organisation_is_there_with_its_names(starter):
    for file, model, owner in (
        ("jurisdictions.csv", Jurisdiction, "jurisdiction"),
        ("organisations.csv", Organisation, "organisation"),
    ):
        assert dict(model.objects.values_list("slug", "kind")) == {r["key"]: r["kind"] for r in origin(file)}
        aliases = Alias.objects.filter(**{f"{owner}__isnull": False}).count()
        assert BECAME[file] == {file.removesuffix(".csv"): model.objects.count(), "aliases": aliases}


def test_every_source_is_cited_by_the_same_subjects(starter):
    assert dict(Article.objects.values_list("slug", "kind")) == {
        r["key"]: r["kind"] for r in origin("sources.csv")
    }
    pairs = {
        f"{article} {'jurisdiction' if hub else 'initiative'}:{hub or initiative}"
        for article, hub, initiative in Citation.objects.live().values_list(
            "article__slug", "statement__jurisdiction__slug", "statement__initiative__slug"
        )
    }
    digest = hashlib.sha256("\n".join(sorted(pairs)).encode()).hexdigest()
    assert BECAME["sources.csv"] == {
        "articles": Article.objects.count(),
        "pairs of article and subject": len(pairs),
        "sha256 of the pairs": digest,
    }
    assert not Article.objects.exclude(citations__isnull=False).exists()


def test_no_statement_came_from_nowhere(starter):
    known = {r["key"] for file in ("facts.csv", "indicators.csv") for r in origin(file)}
    for row in origin("initiatives.csv"):
        known |= {f"{row['key']}--{part}" for part in ("began", "ended", "status-seen")}
    assert keys() <= known


def test_what_was_claimed_keeps_its_standing(starter):
    claims = {row["key"]: row["claim_status"] for row in origin("facts.csv")}
    assert Counter(claims.values()) == dict(accepted=160, planned=8, superseded=3, disputed=4, rejected=4)
    for key, claim in claims.items():
        statement = live(key)
        if claim in ("planned", "superseded"):
            assert (statement.standing, statement.planned) == ("accepted", True), key
        else:
            assert statement.standing == claim, key


# --- Nothing is flattened: bounds, breaks, precision, plans and doubts survive ---


def test_counts_made_differently_are_series_of_one_topic(starter):
    counts = Statement.objects.live().filter(
        jurisdiction__slug="china-mainland",
        topic__slug="blockchain-companies",
        as_of_first__year=2018,
    )
    assert {(s.series.slug, s.number, s.bound) for s in counts} == {
        ("blockchain-companies-active", 298, ""),
        ("blockchain-companies-main-business", 456, ""),
        ("blockchain-companies-by-name", 4000, "at_least"),
        ("blockchain-companies-name-or-scope", 14755, ""),
    }
    definitions = {s.series.definition for s in counts}
    assert len(definitions) == 4


def test_beijings_companies_lead_to_their_article(starter):
    statement = live("blockchain-companies-active--cn-beijing--2018-06")
    assert statement.number == 175
    assert [c.article.slug for c in statement.citations.all()] == ["odaily-2019-02-28"]


def test_bounds_survive(starter):
    assert keys(bound="at_least") == {
        "blockchain-companies-by-name--china-mainland--2018-07-16",
        "hk-fintech-companies--hong-kong--2019-04-15",
        "hk-fintech-companies--hong-kong--2024-07",
        "hk-stablecoin-interest--hong-kong--2025-09",
        "mbridge-transactions--hong-kong--2022",
        "sg-chinese-blockchain-firms--singapore--2019-02-28",
    }
    assert keys(bound="about") == {
        "blockchain-companies-clustered--cn-guangzhou--2020-05",
        "sg-dpt-applications--singapore--2021-07-26",
        "sg-dpt-licensed--singapore--2026-02",
        "sz-blockchain-invoices--cn-shenzhen--2019-08",
    }


def test_a_break_of_definition_is_marked(starter):
    assert keys(break_before=True) == {"ecny-wallets--china-mainland--2023-06-30"}


def test_zero_is_a_figure(starter):
    assert live("hk-stablecoin-issuers-licensed--hong-kong--2026-02").number == 0


def test_fractions_survive(starter):
    assert live("ecny-value--china-mainland--2021-12-31").number == Decimal("87.57")


@pytest.mark.parametrize(
    ("key", "column", "written"),
    [
        ("us-dtcc-project-ion--planned-date", "value_date", "2022-Q1"),
        ("us-dtc-tokenisation-pilot--planned-date", "value_date", "2026-H2"),
        ("hk-etradeconnect--ended", "value_date", "2023-08"),
        ("hk-project-genesis--began", "value_date", "2021"),
        ("hk-tokenised-green-bond-2023--amount", "valid_from", "2023-02-15"),
        ("gfci-rank--singapore--2024-03", "as_of", "2024-03"),
        ("hong-kong--va-licensing-earlier", "valid_until", "2023-06-01"),
    ],
)
def test_dates_keep_their_precision(starter, key, column, written):
    assert getattr(live(key), column) == written


def test_plans_that_were_overtaken_have_begun(starter):
    overtaken = [r["key"] for r in origin("facts.csv") if r["claim_status"] == "superseded"]
    assert len(overtaken) == 3
    for key in overtaken:
        plan = live(key)
        began = live(f"{plan.initiative.slug}--began")
        assert plan.planned and not began.planned, key
        assert plan.initiative.status in (Status.LIVE, Status.COMPLETED), key


def test_what_lies_in_the_future_of_its_source_is_planned(starter):
    start = live("united-states--stablecoin-regime-start")
    assert (start.value_date, start.planned) == ("2027-01-18", True)
    assert keys(topic__slug="began", planned=True) == {
        f"{slug}--began"
        for slug in (
            "us-cme-bitcoin-futures",
            "us-spot-ether-etps",
            "uk-cetn-retail",
            "cn-ecny-action-plan-2026",
        )
    }


def test_no_source_can_have_reported_what_came_after_it(starter):
    """A start, an end or a status later than every source of it was announced, or is our inference."""
    statements = Statement.objects.live().filter(initiative__isnull=False).with_sources()
    for statement in statements.filter(topic__slug__in=("began", "ended", "status")):
        articles = [c.article for c in statement.citations.all()]
        date = statement.partial("value_date") or statement.partial("as_of")
        if date and all(a.date for a in articles) and date.first > max(a.date_last for a in articles):
            assert statement.planned or statement.verification == "unverified", statement.key


def test_no_status_was_seen_before_it_came_about(starter):
    for seen in Statement.objects.live().filter(key__endswith="--status-seen", planned=False):
        initiative = seen.initiative
        if not seen.as_of:
            continue
        assert seen.as_of_last >= initiative.began_first, seen.key
        if initiative.ended and seen.choice.code in ("completed", "superseded", "abandoned"):
            assert seen.as_of_last >= initiative.ended_first, seen.key


def test_doubts_survive(starter):
    assert keys(standing="rejected") == {
        "cn-crypto-rwa-notice-2026--issuing-bodies-2",
        "hk-first-stablecoin-licences--licensees-2",
        "uk-cryptoassets-regulations--made-on",
        "united-states--stablecoin-regime-start-2",
    }
    assert keys(standing="disputed") == {
        "hk-hkex-stock-connect-dlt--announced-on-2",
        "hz-xiongan-fund--sponsor",
        "sg-dpt-licensed--singapore--2026-02",
        "sh-ecny-international-centre--status-event-2",
        "uk-lseg-dmi--first-investor-2",
    }
    assert keys(certainty="opinion") == {
        "bj-changan-chain--developer-claim",
        "hz-blockchain-park--developer-claim",
    }
    assert "united-states--sandbox" in keys(verification="unverified")


def test_initiatives_show_what_was_last_seen_of_them(starter):
    closed = Initiative.objects.get(slug="hk-etradeconnect")
    assert (closed.status, closed.began, closed.ended) == ("abandoned", "2018-10-31", "2023-08")
    for initiative in Initiative.objects.all():
        assert initiative.status == live(f"{initiative.slug}--status-seen").choice.code, initiative.slug
        assert initiative.began, initiative.slug


def test_what_was_superseded_names_its_successor(starter):
    assert not Initiative.objects.filter(status=Status.SUPERSEDED, successor=None).exists()
    assert Initiative.objects.get(slug="us-eo-14067").successor.slug == "us-eo-14178"


# --- The words we wrote ---


def test_topics_are_named_in_three_languages_and_say_how_they_are_coded(starter):
    for topic in Topic.objects.prefetch_related("series", "choices"):
        named = [topic, *topic.choices.all(), *topic.series.all()]
        assert all((n.name_en and n.name_zh_hant and n.name_zh_hans) for n in named), topic.slug
        assert topic.coding_rule.count(".") >= 2 and len(topic.coding_rule) > 80, topic.slug
        assert topic.choices.exists() == (topic.kind == TopicKind.CHOICE), topic.slug
        assert topic.series.exists() == (topic.kind == TopicKind.NUMBER), topic.slug
        assert topic.statements.exists(), topic.slug
    assert len(set(Topic.objects.values_list("name_en"))) == Topic.objects.count()
    assert len(set(Series.objects.values_list("name_en"))) == Series.objects.count()


def test_the_choices_of_status_are_the_statuses(starter):
    choices = Topic.objects.get(slug="status").choices.order_by("position")
    assert [(c.code, c.name_en) for c in choices] == [(s.value, str(s.label)) for s in Status]


def test_bodies_are_found_in_either_script(starter):
    for words in ("香港證監會", "香港证监会"):
        assert "sfc-hk" in {organisation.slug for organisation in Organisation.objects.found_by(words)}


def test_the_documentation_lists_every_column_of_every_file():
    text = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    for table in (*TABLES, STATEMENTS):
        section = text.split(f"### `{table.file}`", 1)[1].split("\n#", 1)[0]
        rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        assert sorted(re.findall(r"`(\w+)`", "".join(rows))) == sorted(table.names), table.file
