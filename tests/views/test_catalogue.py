"""The pages that show what is kept: each says what is known and what is not, and leads on."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hubs import editing
from hubs.models import (
    Alias,
    Article,
    Category,
    Change,
    Citation,
    Door,
    Initiative,
    Involvement,
    Participation,
    Statement,
    Status,
    Topic,
)
from hubs.views.catalogue.passages import marked
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
    settle,
)
from tests.reading import links, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def status():
    return make_topic("status", kind="choice", subject="initiative", choices=Status.values)


@pytest.fixture
def hong_kong():
    hub = make_hub("Hong Kong", kind="special_administrative_region", name_zh_hant="香港", currency="HKD")
    Alias.objects.create(text="HKSAR", jurisdiction=hub)
    return hub


@pytest.fixture
def singapore():
    return make_hub("Singapore")


@pytest.fixture
def china():
    return make_hub("Mainland China", slug="china-mainland")


@pytest.fixture
def beijing(china):
    return make_hub("Beijing", slug="cn-beijing", kind="city", parent=china)


@pytest.fixture
def hkex(hong_kong):
    body = make_organisation(
        "Hong Kong Exchanges and Clearing", slug="hkex", kind="exchange_operator", jurisdiction=hong_kong
    )
    Alias.objects.create(text="港交所", organisation=body)
    return body


@pytest.fixture
def announced_on():
    return make_topic("announced-on", subject="initiative", name_en="Announced")


@pytest.fixture
def story(status, hong_kong, china, hkex, announced_on):
    """An exchange announces a prototype, is silent for years, and goes live with another one."""
    began = make_topic("began", subject="initiative")
    later = make_initiative(
        "HKEX Synapse", hub=hong_kong, partners=[china], category="market_infrastructure", lead=hkex
    )
    publish(later, began, "2023-10-09", nature="event")
    publish(later, status, "live", nature="event", value_date="2023-10-09")
    first = make_initiative(
        "HKEX prototype",
        hub=hong_kong,
        partners=[china],
        category="market_infrastructure",
        lead=hkex,
        successor=later,
        summary_en="Lets investors pre-set how trades settle.",
    )
    publish(first, announced_on, "2018-10-30", nature="event")
    publish(first, status, "pilot", nature="event", value_date="2018")
    publish(first, status, "superseded", nature="event", value_date="2023-10-09")
    return first


class TestHubList:
    def test_tells_countries_from_cities_and_says_what_nobody_has_looked_at(self, client, china, beijing):
        for slug in ("stance", "sandbox", "regime"):
            make_topic(slug, kind="prose")
        publish(beijing, Topic.objects.get(slug="stance"), "Cautious")
        publish(beijing, Topic.objects.get(slug="sandbox"), finding="not_applicable")
        make_initiative(hub=beijing)

        page = client.get("/hubs/")

        words = read(page)
        assert words.index("Countries and regions") < words.index("Mainland China")
        assert words.index("States and cities") < words.index("Beijing")
        assert "city in Mainland China" in words
        # One of three questions does not arise in Beijing, so two apply.
        assert "2 statements 1 initiative 1 of 2 researched 1 question not researched" in words
        assert "0 statements no initiative 0 of 3 researched 3 questions not researched" in words
        assert page.text.count('form="tray"') == 3  # a box for each hub, and the button


class TestHub:
    def test_says_what_is_known_and_how_it_stands(self, client, china, beijing):
        stance = make_topic("stance", kind="prose", name_en="Stance", inherits=True)
        stage = make_topic("stage", kind="choice", name_en="Stage", choices=("pilot", "large"))
        make_topic("retail", kind="prose", name_en="Retail access")
        publish(china, stance, "National prohibition", valid_from="2017-09-04")
        publish(beijing, stage, "large", valid_from="2020-04")
        publish(beijing, stage, "pilot", valid_from="2019-10-15")
        publish(beijing, stage, "large", planned=True, valid_from="2030", key="to-come")

        words = read(client.get("/hubs/cn-beijing/"))

        assert "From Mainland China National prohibition since 4 Sep 2017 1 source" in words
        assert "Stage Large since Apr 2020 1 source" in words
        assert "at another time: Pilot, since 15 Oct 2019" in words
        assert "planned Large, since 2030" in words
        assert "Not researched: Retail access" in words
        # What is inherited was not researched for the city.
        assert "1 of 3 questions researched. A gap means nobody has looked" in words

    def test_shows_figures_by_how_they_are_counted_and_who_disagrees(self, client, beijing):
        companies = make_topic("companies", kind="number", name_en="Companies")
        active, named = make_series(companies, "active"), make_series(companies, "by-name")
        publish(beijing, companies, 175, series=active, as_of="2018-06")
        publish(beijing, companies, 180, series=active, as_of="2018-06", standing="disputed")
        publish(beijing, companies, 4000, series=named, as_of="2018-07", bound="at_least")

        page = client.get("/hubs/cn-beijing/")

        words = read(page)
        assert "counted in 2 ways 175 firms Jun 2018 1 source" in words
        assert "2 sources differ the other: 180 firms" in words
        assert "more than 4,000 firms" in words
        assert "What active counts." in words
        # At the top stands the newest way of counting.
        assert [row.series for row in page.context["headlines"]] == [named]

    def test_the_numbers_at_the_top_come_from_different_headings_first(self, client, beijing):
        for slug, heading, value in (
            ("licences", "regulation", 11),
            ("applications", "regulation", 22),
            ("rank", "market", 33),
            ("companies", "companies", 44),
        ):
            topic = make_topic(slug, kind="number", heading=heading)
            publish(beijing, topic, value, series=make_series(topic, f"{slug}-counted"), as_of="2018")

        headlines = client.get("/hubs/cn-beijing/").context["headlines"]

        assert [row.topic.slug for row in headlines] == ["applications", "rank", "companies"]

    def test_suggests_peers_for_a_reason(self, client, hong_kong, singapore, china, beijing):
        make_hub("Nowhere", kind="state", parent=make_hub("Far Land"))
        shanghai = make_hub("Shanghai", slug="cn-shanghai", kind="city", parent=china)
        make_initiative("Shared", hub=beijing, partners=[hong_kong, shanghai])
        make_initiative("Shared again", hub=hong_kong, partners=[beijing])

        page = client.get("/hubs/cn-beijing/")

        beside = [a for a in links(page) if a.startswith("/compare/?hub=cn-beijing&hub=")]
        assert beside == [
            f"/compare/?hub=cn-beijing&hub={slug}"
            for slug in ("hong-kong", "cn-shanghai", "china-mainland", "nowhere")
        ]
        assert "Hong Kong shares 2 initiatives" in read(page)
        assert links(client.get("/hubs/cn-beijing/")) == links(page)

    def test_says_whether_the_world_changed_or_we_were_wrong(self, client, hong_kong):
        issuers = make_topic("issuers", kind="number", name_en="Issuers")
        series = make_series(issuers, "issuers", unit="issuers")
        wrong = publish(hong_kong, issuers, 3, series=series, as_of="2026-04-10")
        right = make_statement(hong_kong, issuers, 2, series=series, as_of="2026-04-10")
        correct(wrong, right, why="us")
        newer = make_statement(hong_kong, issuers, 4, series=series, as_of="2026-11-01")
        correct(right, newer, why="world")
        stance = publish(hong_kong, make_topic("stance", kind="prose", name_en="Stance"), "Open")
        editing.withdraw(statement=stance, reason="The page was a hoax.", by=None, door=Door.ADMIN)

        words = read(client.get("/hubs/hong-kong/")).partition("Last changed")[2]

        assert "We corrected ourselves Issuers was 3 issuers →, now 2 issuers" in words
        assert "The world changed Issuers was 2 issuers →, now 4 issuers" in words
        assert "Withdrawn Stance was Open →, now not researched" in words
        assert "Withdrawn Issuers" not in words
        assert words.index("hoax") < words.index("now 4 issuers") < words.index("now 2 issuers")

    def test_lists_initiatives_by_category_newest_first_and_leads_to_the_rest(
        self, client, hong_kong, status
    ):
        began = make_topic("began", subject="initiative")
        for year in (2016, 2019, 2018, 2017):
            publish(make_initiative(f"Law of {year}", hub=hong_kong), began, str(year), nature="event")
        running = make_initiative("Trial", hub=hong_kong, category="sandbox")
        publish(running, status, "live", as_of="2017-04-29")

        page = client.get("/hubs/hong-kong/")

        words = read(page).partition("What it has set going")[2]
        assert words.index("Law of 2019") < words.index("Law of 2018") < words.index("Law of 2017")
        assert "1 more" in words
        assert "/initiatives/?hub=hong-kong&category=regulation" in links(page)
        assert "initiatives led, 1 running or in force" in read(page)

    def test_names_what_is_called_otherwise_and_who_acts(self, client, hong_kong, hkex):
        make_initiative(hub=hong_kong, lead=hkex)

        words = read(client.get("/hubs/hong-kong/"))

        assert "Special administrative region HKD also known as HKSAR" in words
        assert "Who acts Hong Kong Exchanges and Clearing 1" in words

    def test_unknown_hub_is_not_found(self, client):
        assert client.get("/hubs/atlantis/").status_code == 404


class TestInitiativeList:
    @pytest.fixture
    def some(self, hong_kong, singapore, status, hkex):
        """Titles tell year, hub and category; one has no date."""
        began = make_topic("began", subject="initiative")
        made = {}
        for hub, year, category, state in (
            (hong_kong, "2019", "regulation", "in_force"),
            (hong_kong, "2019-03", "sandbox", "live"),
            (hong_kong, "2018-11-01", "regulation", "superseded"),
            (singapore, "2019-01-14", "regulation", "in_force"),
            (singapore, "2016-11-16", "sandbox", "live"),
        ):
            title = f"{hub} {category} {year}"
            made[title] = make_initiative(
                title, hub=hub, category=category, slug=f"{hub.slug}-{category}-{year}"
            )
            publish(made[title], began, year, nature="event")
            publish(made[title], status, state, as_of="2020")
        made["undated"] = make_initiative("Undated plan", hub=singapore, lead=hkex, summary_en="A ledger.")
        return made

    def titles(self, page):
        return re.findall(r'<h3><a href="/initiatives/[^"]+">([^<]+)</a>', page.text)

    def test_newest_first_and_coarser_after_finer(self, client, some):
        page = client.get("/initiatives/")

        assert self.titles(page) == [
            "Hong Kong sandbox 2019-03",
            "Singapore regulation 2019-01-14",
            "Hong Kong regulation 2019",
            "Hong Kong regulation 2018-11-01",
            "Singapore sandbox 2016-11-16",
            "Undated plan",
        ]
        words = read(page)
        assert "2019 3" in words
        assert "Without a date 1" in words
        assert "In force, as last seen in 2020 2019 2 sources" in words

    def test_each_filter_counts_what_the_others_leave(self, client, some):
        filters = client.get("/initiatives/?hub=hong-kong&category=regulation").context["filters"]

        counts = {
            value.code: value.count for value in (*filters.hubs, *filters.categories, *filters.statuses)
        }
        # Hubs: regulation in each. Categories: each in Hong Kong. Statuses and years: both filters at once.
        assert (counts["hong-kong"], counts["singapore"]) == (2, 2)
        assert (counts["regulation"], counts["sandbox"], counts["tokenisation"]) == (2, 1, 0)
        assert (counts["in_force"], counts["superseded"], counts["live"]) == (1, 1, 0)
        assert [(year.year, year.count) for year in filters.years] == [(2018, 1), (2019, 1)]
        assert [value.code for value in filters.hubs] == ["hong-kong", "singapore"]

    def test_years_limit_the_list_and_not_their_own_counts(self, client, some):
        page = client.get("/initiatives/?since=2018&until=2018")

        assert self.titles(page) == ["Hong Kong regulation 2018-11-01"]
        years = {year.year: year.count for year in page.context["filters"].years}
        assert years == {2016: 1, 2017: 0, 2018: 1, 2019: 3}
        assert page.context["filters"].undated == 1

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("ledger", ["Undated plan"]),
            ("LEDGER plan", ["Undated plan"]),
            ("港交所", ["Undated plan"]),
            ("exchanges clearing", ["Undated plan"]),
            ("香港 sandbox", ["Hong Kong sandbox 2019-03"]),
            ("hksar sandbox", ["Hong Kong sandbox 2019-03"]),
            ("edger", []),
            ("!!!", []),
        ],
    )
    def test_searches_texts_and_the_names_of_bodies_and_hubs(self, client, some, words, found):
        assert self.titles(client.get("/initiatives/", {"q": words})) == found

    def test_searches_what_is_said_and_quoted_in_either_script(self, client, some, hong_kong):
        milestone = make_topic("milestone", kind="prose", subject="initiative")
        article = make_article(text="李小加在論壇上說：數據交易所。")
        statement = make_statement(some["undated"], milestone, "Named at a forum by Li Xiaojia")
        citation = cite(article, quote="數據交易所", start=9, end=14)
        editing.publish(editing.Publication(statement, [citation]), by=None, door=Door.ADMIN)

        for words in ("Li Xiaojia", "li xiaojia", "數據交易所", "数据交易所"):
            assert self.titles(client.get("/initiatives/", {"q": words})) == ["Undated plan"], words

    def test_chips_take_one_thing_away_each(self, client, some):
        page = client.get("/initiatives/?hub=hong-kong&hub=singapore&status=live&q=sandbox&since=2016")

        assert [chip.label for chip in page.context["chips"]] == [
            "“sandbox”",
            "Hong Kong",
            "Singapore",
            "Live",
            "since 2016",
        ]
        assert "/initiatives/?q=sandbox&hub=singapore&status=live&since=2016" in links(page)
        assert "/initiatives/?hub=hong-kong&hub=singapore&status=live&since=2016" in links(page)
        assert "/compare/?hub=hong-kong&hub=singapore" in links(page)

    def test_an_empty_result_says_what_to_loosen(self, client, some):
        page = client.get("/initiatives/?hub=singapore&q=regulation&status=live")

        assert "No initiative fits all of this" in read(page)
        loosened = [(chip.label, chip.count) for chip in page.context["looser"]]
        assert loosened == [("“regulation”", 1), ("Live", 1)]
        assert "/initiatives/?hub=singapore&status=live" in links(page)
        assert "/search/?q=regulation" in links(page)

    def test_pages_go_on_and_end(self, client, hong_kong):
        for n in range(60):
            make_initiative(f"Initiative {n:02}", hub=hong_kong)

        second = client.get("/initiatives/?hub=hong-kong&page=2")

        assert "26 to 50 of 60" in read(second)
        assert {"?hub=hong-kong", "?hub=hong-kong&page=3"} <= set(links(second))
        assert len(self.titles(client.get("/initiatives/?page=3"))) == 10

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("page=0", "not a whole number from 1"),
            ("page=x", "not a whole number from 1"),
            ("page=2", "There is no page 2: the list ends with page 1."),
            ("page=1&page=1", "given once only"),
            ("hub=hong-kong&hub=sinapore", "“sinapore” is not a hub we know. Nearest: Singapore."),
            ("category=regulations", "is not a category we know. Nearest: Regulation."),
            ("status=alive", "“alive” is not a status we know"),
            ("since=19", "not a whole number from 1900 to 2100"),
            ("since=2020&until=2019", "The years run backwards"),
            ("q=a&q=b", "given once only"),
            (f"q={'x' * 201}", "At most 200 characters"),
        ],
    )
    def test_an_address_that_makes_no_sense_is_explained(self, client, some, query, sentence):
        for address, code in (("/initiatives/", 400), ("/initiatives/results/", 422)):
            answer = client.get(f"{address}?{query}")
            assert sentence in read(answer, code)
        assert client.get(f"/initiatives.csv?{query}").status_code == (200 if "page" in query else 400)

    def test_empty_and_foreign_parameters_say_nothing(self, client, some):
        page = client.get("/initiatives/?q=&hub=&since=&page=&utm_source=x")

        assert len(self.titles(page)) == 6
        assert page.context["chips"] == []

    def test_the_fragment_is_the_list_and_pushes_the_address_of_the_page(self, client, some):
        fragment = client.get(
            "/initiatives/results/?hub=singapore&q=&since=&until=", headers={"hx-request": "true"}
        )

        assert fragment["HX-Push-Url"] == "/initiatives/?hub=singapore"
        assert "<html" not in fragment.text
        assert self.titles(fragment) == self.titles(client.get("/initiatives/?hub=singapore"))
        assert client.get("/initiatives/results/")["HX-Push-Url"] == "/initiatives/"

    @pytest.mark.parametrize("query", ["", "hub=hong-kong", "q=singapore&category=regulation", "since=2019"])
    def test_the_file_holds_the_rows_of_all_pages_in_their_order(self, client, some, query):
        for n in range(30):
            make_initiative(f"More from Singapore {n:02}", hub=some["undated"].jurisdictions.get())
        pages = [client.get(f"/initiatives/?{query}")]
        while pages[-1].context["page"].has_next():
            number = pages[-1].context["page"].next_page_number()
            pages.append(client.get(f"/initiatives/?{query}&page={number}"))

        answer = client.get(f"/initiatives.csv?{query}")

        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [row["title"] for row in rows] == [title for page in pages for title in self.titles(page)]
        assert int(answer["Content-Length"]) == len(answer.content)
        by_slug = {i.slug: i for page in pages for i in page.context["page"]}
        for row in rows:
            shown = by_slug[row["slug"]]
            assert (row["hub"], row["status"], row["began"]) == (shown.lead.slug, shown.status, shown.began)
            assert int(row["source_count"]) == shown.source_count


class TestInitiative:
    def test_tells_what_came_of_a_promise(self, client, story, announced_on):
        publish(story, announced_on, "2018-11-02", nature="event", standing="disputed")

        words = read(client.get("/initiatives/hkex-prototype/"))

        assert "Superseded on 9 Oct 2023 by HKEX Synapse" in words
        assert (
            "1,805 days from promise to outcome: Live 1,802 if the other date, 2 Nov 2018, is right" in words
        )
        assert "Announced 30 Oct 2018 2 Nov 2018 in another source" in words
        # “2018” may lie after 30 October, and the silence begins when it is over.
        assert "Pilot 2018 quiet: 4 years 9 months with no statement captured" in words
        assert "Live as HKEX Synapse 9 Oct 2023" in words
        assert "The chain joins this initiative and the one that replaced it." in words

    def test_tells_everything_in_order_with_how_it_stands(self, client, story, announced_on):
        publish(story, announced_on, "2018-11-02", nature="event", standing="disputed", note="Printed later.")

        words = read(client.get("/initiatives/hkex-prototype/")).partition("What was said, and when ")[2]

        assert words.startswith("4 statements from 4 articles · nothing is overwritten 30 Oct 2018 Announced")
        order = [
            "30 Oct 2018 Announced",
            "2 Nov 2018 Announced disputed",
            "2018 Pilot",
            "9 Oct 2023 Superseded",
        ]
        assert sorted(order, key=words.index) == order
        assert "page read on 22 Nov 2026, wording not held" in words
        assert "sources differ" in words.partition("2 Nov 2018")[0]
        assert "Printed later." in words

    def test_a_bill_is_no_promise(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        for day in ("2025-06-17", "2025-07-17"):
            publish(initiative, status, "proposed", nature="event", value_date=day)
        publish(initiative, status, "enacted", nature="event", value_date="2025-07-18")
        publish(initiative, status, "enacted", as_of="2025-07-18")

        words = read(client.get("/initiatives/project-ubin/")).partition("What was said")[0]

        # A second reading is a step of its own, and no disputed date of the first.
        steps = "Step by step Proposed 17 Jun 2025 Proposed 17 Jul 2025 Enacted, not in force 18 Jul 2025"
        assert words.endswith(f"{steps} ")
        assert "romise" not in words

    def test_tells_the_promise_once_and_from_the_day_it_was_made(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, status, "proposed", nature="event", value_date="2025-11-10")
        for day in ("2026-06-22", "2026-06"):
            publish(initiative, status, "announced", nature="event", value_date=day)
        publish(initiative, status, "live", nature="event", value_date="2026-07-23")

        words = read(client.get("/initiatives/project-ubin/"))

        assert "31 days from promise to outcome: Live Announced 22 Jun 2026 Live 23 Jul 2026" in words

    @pytest.mark.parametrize(
        ("came", "name"),
        [
            ("enacted", "Enacted, not in force"),
            ("in_force", "In force"),
            ("pilot", "Pilot"),
            ("live", "Live"),
            ("completed", "Completed"),
            ("superseded", "Superseded"),
            ("abandoned", "Abandoned"),
        ],
    )
    def test_says_which_outcome_a_promise_had(self, client, hong_kong, status, came, name):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, make_topic("began", subject="initiative"), "2021-02", nature="event")
        publish(initiative, status, "announced", nature="event", value_date="2021-02")
        publish(initiative, status, came, nature="event", value_date="2024-06")
        publish(initiative, status, came, as_of="2026")

        assert f"Promised Feb 2021, outcome Jun 2024: {name}" in read(
            client.get("/initiatives/project-ubin/")
        )

    def test_an_outcome_may_lie_in_the_year_of_the_promise(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, status, "announced", nature="event", value_date="2018-10-30")
        publish(initiative, status, "pilot", nature="event", value_date="2018")

        words = read(client.get("/initiatives/project-ubin/"))

        assert "Promised 30 Oct 2018, outcome 2018: Pilot" in words
        assert "Announced 30 Oct 2018 Pilot 2018" in words

    def test_a_begin_is_told_as_a_begin(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, status, "announced", nature="event", value_date="2016-09-06")
        publish(initiative, make_topic("began", subject="initiative"), "2016-09-16", nature="event")
        publish(initiative, status, "live", as_of="2017-04-29")

        words = read(client.get("/initiatives/project-ubin/"))

        assert "10 days from promise to outcome: Began Announced 6 Sep 2016 Began 16 Sep 2016" in words

    def test_an_outcome_that_was_only_foreseen_is_called_so(self, client, hong_kong, status, announced_on):
        initiative = make_initiative(hub=hong_kong)
        began, ended = (make_topic(slug, subject="initiative") for slug in ("began", "ended"))
        publish(initiative, began, "2020-06-30", nature="event")
        publish(initiative, announced_on, "2020-06-30", nature="event")
        publish(initiative, status, "completed", as_of="2020-07-06", planned=True)
        publish(initiative, ended, "2022", nature="event", planned=True)

        words = read(client.get("/initiatives/project-ubin/"))

        assert "Promised 30 Jun 2020, outcome only foreseen: Completed" in words
        assert "no outcome on record" not in words

    def test_what_was_only_foreseen_is_not_told_as_if_it_had_happened(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, make_topic("began", subject="initiative"), "2019-02-28", nature="event")
        publish(initiative, make_topic("ended", subject="initiative"), "2021-12", planned=True)
        publish(initiative, status, "completed", as_of="2019-02-28", planned=True)

        words = read(client.get("/initiatives/project-ubin/"))

        assert "Completed planned foreseen by a source of 28 Feb 2019, not reported since" in words
        assert "Began 28 Feb 2019" in words
        assert "ended" not in words.partition("What was said")[0]
        assert "Dec 2021 Ended planned" in words
        assert "last seen on" not in words
        listed = read(client.get("/initiatives/"))
        assert "Completed, foreseen by a source of 28 Feb 2019, not reported since planned" in listed

    def test_a_source_from_before_the_day_announces_it_and_confirms_nothing(self, client):
        hub = make_hub("Hong Kong")
        initiative = make_initiative("Strategic Plan", hub=hub)
        early, late = make_article("early", date="2019-02-28"), make_article("late", date="2022-01")
        ended = make_topic("ended", subject="initiative")
        publish(initiative, ended, "2021-12", nature="event", articles=[early, late])
        words = read(client.get(initiative.get_absolute_url()))
        assert words.count("announces it, cannot confirm it") == 1

        start = make_topic("regime-start", kind="date")
        publish(hub, start, "2021-12", articles=[early, late])
        publish(
            hub, start, "2023", articles=[early], planned=True
        )  # which is what a source of before can say
        words = read(client.get(f"/hubs/{hub.slug}/regime-start/"))
        assert words.count("From before Dec 2021: announces it, cannot confirm it.") == 1
        assert "From before 2023" not in words

    def test_counts_no_days_from_a_date_that_is_not_a_day(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, status, "announced", nature="event", value_date="2018-10")
        publish(initiative, status, "live", nature="event", value_date="2020-01-28")

        words = read(client.get("/initiatives/project-ubin/"))

        assert "Promised Oct 2018, outcome 28 Jan 2020" in words
        assert "No days are counted: not both dates are known to the day." in words
        assert "days from promise" not in words

    def test_a_sighting_tells_of_an_outcome_and_is_never_its_day(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, status, "announced", nature="event", value_date="2016-09-06")
        publish(initiative, status, "live", as_of="2017-04-29")

        words = read(client.get("/initiatives/project-ubin/"))

        assert "Live as last seen on 29 Apr 2017" in words
        assert "Promised 6 Sep 2016, outcome seen 29 Apr 2017: Live" in words
        assert "The day it came to that is not recorded." in words
        assert "days from promise" not in words

    def test_a_promise_without_a_later_status_has_no_outcome(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, status, "announced", nature="event", value_date="2016-09-06")
        publish(initiative, status, "announced", as_of="2017-04-29")
        publish(initiative, status, "unknown", as_of="2018")

        words = read(client.get("/initiatives/project-ubin/"))

        assert "Promised 6 Sep 2016, no outcome on record" in words

    @pytest.mark.parametrize(
        ("planned", "happened", "told"),
        [
            ("2026-03", "2026-04-10", "10 Apr 2026, later than planned"),
            ("2026-04-01", "2026-04-10", "10 Apr 2026, 9 days later"),
            ("2026-04-12", "2026-04-10", "10 Apr 2026, 2 days earlier"),
            ("2026-04", "2026-04-10", "As planned: 10 Apr 2026"),
            ("2026-H2", "", "No outcome on record"),
        ],
    )
    def test_holds_a_planned_date_against_what_happened(
        self, client, hong_kong, status, planned, happened, told
    ):
        initiative = make_initiative(hub=hong_kong)
        publish(initiative, make_topic("planned-date", subject="initiative"), planned, planned=True)
        if happened:
            publish(initiative, make_topic("began", subject="initiative"), happened, nature="event")
            publish(initiative, status, "live", as_of=happened)

        assert told in read(client.get("/initiatives/project-ubin/"))

    def test_an_end_that_was_planned_is_held_against_the_end_only(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        began, ended = (make_topic(slug, subject="initiative") for slug in ("began", "ended"))
        publish(initiative, began, "2020-06-30", nature="event")
        publish(initiative, ended, "2022", nature="event", planned=True, key="planned-end")
        # Neither what somebody expected nor since when has a day that was planned.
        publish(initiative, status, "completed", as_of="2020-07-06", planned=True)
        publish(initiative, status, "live", valid_from="2021", planned=True)

        def verdicts():
            plans = client.get("/initiatives/project-ubin/").context["promise"].plans
            return [(plan.statement.key, plan.verdict) for plan in plans]

        assert verdicts() == [("planned-end", "open")]
        publish(initiative, ended, "2023-01", nature="event")
        assert verdicts() == [("planned-end", "late")]

    def test_a_plan_is_no_proof_of_itself(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        began = make_topic("began", subject="initiative", name_en="Began")
        publish(initiative, began, "2017-12-18", nature="event", planned=True)
        publish(initiative, status, "live", as_of="2017-12-01", planned=True)

        words = read(client.get("/initiatives/project-ubin/"))

        assert "18 Dec 2017 Began No outcome on record" in words
        assert "17 days" not in words
        publish(initiative, status, "live", as_of="2018")
        publish(initiative, began, "2017-12-18", nature="event", key="did-begin")
        assert "Began As planned: 18 Dec 2017" in read(client.get("/initiatives/project-ubin/"))

    @pytest.mark.parametrize(
        ("live", "told"),
        [
            ("2022", "Q1 2022 Planned for 2022, not known more exactly"),
            ("2022-08", "Q1 2022 Planned for Aug 2022, later than planned"),
            # What began before anybody told of the plan is not what it foresaw.
            ("", "Q1 2022 Planned for No outcome on record"),
        ],
    )
    def test_a_plan_is_held_against_what_it_foresaw(self, client, hong_kong, status, live, told):
        initiative = make_initiative(hub=hong_kong)
        planned_date = make_topic("planned-date", subject="initiative", name_en="Planned for")
        plan = make_article(date="2021-06")
        publish(initiative, planned_date, "2022-Q1", planned=True, articles=[plan])
        publish(initiative, make_topic("began", subject="initiative"), "2021-01", nature="event")
        publish(initiative, status, "enacted", nature="event", value_date="2021-07")
        if live:
            publish(initiative, status, "live", nature="event", value_date=live)
        publish(initiative, status, "live", as_of="2023")

        assert told in read(client.get("/initiatives/project-ubin/"))

    def test_holds_each_plan_against_its_own_kind(self, client, hong_kong, status, announced_on):
        initiative = make_initiative(hub=hong_kong)
        gateway = make_topic("gateway-opens", subject="initiative", name_en="Applications open")
        publish(initiative, gateway, "2026-09", planned=True, key="gateway")
        publish(initiative, make_topic("planned-date", subject="initiative"), "2027", planned=True)
        publish(initiative, make_topic("began", subject="initiative"), "2026-02-04", nature="event")
        # Seen on a day, and planned for another that nobody names.
        publish(initiative, status, "completed", as_of="2025-01-01", planned=True)
        publish(initiative, announced_on, "2025-06-01", nature="event")
        publish(initiative, status, "abandoned", nature="event", value_date="2026-11-01")

        promise = client.get("/initiatives/project-ubin/").context["promise"]

        assert [(plan.statement.topic.slug, plan.date.text, plan.verdict) for plan in promise.plans] == [
            ("gateway-opens", "2026-09", "open"),
            ("planned-date", "2027", "dropped"),
        ]
        publish(initiative, gateway, "2026-09-30", nature="event", key="gateway-opened")
        promise = client.get("/initiatives/project-ubin/").context["promise"]
        assert [plan.verdict for plan in promise.plans] == ["kept", "dropped"]

    def test_leads_to_what_is_near(self, client, story, hong_kong, hkex, singapore):
        make_initiative("Strategic plan", hub=hong_kong, category="industrial_policy", lead=hkex)
        make_initiative("Other platform", hub=hong_kong, category="market_infrastructure")
        make_initiative("Elsewhere", hub=singapore, category="market_infrastructure")

        page = client.get("/initiatives/hkex-prototype/")

        words = read(page).partition("Near it")[2]
        assert "HKEX Synapse Live" in words.partition("replaced this")[0]
        assert words.index("Strategic plan") < words.index("same organisation")
        assert words.index("Other platform") < words.index("same hub and category")
        assert "Elsewhere" not in words
        assert "replaced by this" in read(client.get("/initiatives/hkex-synapse/"))
        assert "/compare/?hub=hong-kong&hub=china-mainland" in links(page)
        assert {
            "/hubs/hong-kong/",
            "/hubs/china-mainland/",
            "/organisations/hkex/",
            "/topics/announced-on/",
        } <= set(links(page))

    def test_shows_the_words_that_are_cited_and_what_was_withdrawn_no_more(self, client, hong_kong, status):
        initiative = make_initiative(hub=hong_kong)
        article = make_article("odaily", text="On 2 November Li Xiaojia revealed it.")
        statement = make_statement(initiative, status, "announced", nature="event", value_date="2018-11-02")
        quote = cite(article, quote="Li Xiaojia revealed", start=14, end=33)
        editing.publish(editing.Publication(statement, [quote]), by=None, door=Door.ADMIN)
        gone = publish(initiative, status, "live", nature="event", value_date="2019", note="A mix-up.")

        assert "A mix-up." in read(client.get("/initiatives/project-ubin/"))
        editing.withdraw(statement=gone, reason="Another project.", by=None, door=Door.ADMIN)
        page = client.get("/initiatives/project-ubin/")

        assert "“Li Xiaojia revealed” The Paper, 28 Feb 2019 · News · see it in the article" in read(page)
        anchor = f"/articles/odaily/#citation-{quote.pk}"
        assert anchor in links(page)
        assert f'id="citation-{quote.pk}"' in client.get("/articles/odaily/").text
        assert "A mix-up." not in read(page)


def test_what_only_drafts_speak_of_is_not_seen_by_readers_anywhere(
    client, admin_client, hong_kong, hkex, status
):
    make_hub("Singapore")
    older = make_initiative("Older", hub=hong_kong, lead=hkex)
    make_initiative("Bare ledger", hub=hong_kong)
    hidden = make_initiative(
        "Secret ledger", hub=hong_kong, partners=[make_hub("Macau")], lead=hkex, category="regulation"
    )
    older.successor = hidden
    older.save()
    Initiative.objects.filter(pk=hidden.pk).update(
        began="2019", began_first="2019-01-01", began_last="2019-12-31"
    )
    draft = make_statement(hidden, status, "live", value_date="2019", key="draft")
    draft.save()
    cite(make_article(), statement=draft).save()
    pages = (
        *("/initiatives/", "/initiatives/results/", "/initiatives/?q=ledger", "/initiatives.csv", "/data/"),
        *(
            "/hubs/",
            "/hubs/hong-kong/",
            "/hubs/macau/",
            "/compare/?hub=hong-kong&hub=macau",
            "/compare.csv?hub=macau",
        ),
        *(
            "/organisations/",
            "/organisations/hkex/",
            "/search/?q=ledger",
            "/search/?q=secrat",
            "/sitemap.xml",
        ),
        *("/initiatives/older/", "/topics/", "/topics/status/", "/changes/", "/changes.atom"),
    )
    answers = {page: client.get(page) for page in pages}
    for page, answer in answers.items():
        assert answer.status_code == 200, page
        assert not re.search("secret", answer.text, re.IGNORECASE), page
    assert "Bare ledger" in answers["/initiatives/"].text
    assert answers["/initiatives/"].context["total"] == answers["/data/"].context["initiative_count"] == 2
    assert not answers["/initiatives/"].context["filters"].years
    [macau] = [hub for hub in answers["/hubs/"].context["countries"] if hub.slug == "macau"]
    assert macau.initiative_count == 0
    assert [hub.slug for hub in answers["/hubs/hong-kong/"].context["peers"] if hub.shared] == []
    assert [body.initiative_count for body in answers["/organisations/"].context["page"]] == [1]
    address = hidden.get_absolute_url()
    assert client.get(address).status_code == 404
    seen = admin_client.get(address).text
    assert (
        "Only editors see this page" in seen
        and reverse("admin:hubs_initiative_change", args=[hidden.pk]) in seen
    )

    editing.publish(editing.Publication(draft, list(draft.citations.all())), by=None, door=Door.ADMIN)
    for page in pages:
        if page not in ("/data/", "/hubs/", "/organisations/", "/search/?q=secrat", "/topics/"):
            assert re.search("secret", client.get(page).text, re.IGNORECASE), page
    assert "Only editors" not in admin_client.get(address).text
    assert "Cookie" not in client.get(address).headers["Vary"]
    editing.withdraw(statement=draft, reason="Wrong.", by=None, door=Door.ADMIN)
    assert client.get(address).status_code == 200  # what was public once is not hidden again


class TestTopic:
    def test_gives_the_answer_of_every_hub_under_the_rule(self, client, china, beijing, singapore, hong_kong):
        stage = make_topic(
            "cbdc-stage",
            kind="choice",
            name_en="Stage",
            inherits=True,
            choices=("research", "pilot"),
            coding_rule="Retail or wholesale, whichever is further.",
        )
        publish(china, stage, "pilot")
        publish(singapore, stage, "research")

        page = client.get("/topics/cbdc-stage/")

        words = read(page)
        assert "Retail or wholesale, whichever is further." in words
        assert "2 hubs have an answer of their own" in words
        assert words.index("Singapore Compare Singapore Research") < words.index("Pilot 1 source: Stage")
        assert "Inherited by Beijing" in words
        assert "1 hub not researched ··· Hong Kong" in words
        assert {"/hubs/singapore/cbdc-stage/", "/hubs/cn-beijing/"} <= set(links(page))
        assert "/compare/?hub=china-mainland&hub=singapore&topic=cbdc-stage" in links(page)

    def test_gives_the_history_of_each_way_of_counting(self, client, hong_kong, singapore):
        rank = make_topic("rank", kind="number", name_en="Rank")
        series = make_series(rank, "overall", unit="rank")
        for day, first, second in (("2017-03", 4, 3), ("2025-09-25", 3, 4)):
            for hub, number in ((hong_kong, first), (singapore, second)):
                publish(hub, rank, number, series=series, as_of=day, method="Index")
        publish(hong_kong, rank, 1, series=make_series(rank, "fintech", unit="rank"), as_of="2018")

        page = client.get("/topics/rank/")

        overall, fintech = sorted(page.context["histories"], key=lambda history: -len(history.lines))
        assert [[line.date.text, *numbers(line)] for line in overall.lines] == [
            ["2025-09-25", [3], [4]],
            ["2017-03", [4], [3]],
        ]
        assert [numbers(line) for line in fintech.lines] == [[[1]]]
        assert "Mar 2017 Index 4th 3rd" in read(page)
        assert "Counted differently from the others here" in read(page)

    def test_lists_what_is_said_of_initiatives_a_page_at_a_time(self, client, hong_kong, status):
        for n in range(30):
            publish(make_initiative(f"Law {n:02}", hub=hong_kong), status, "live", as_of=str(1990 + n))

        second = client.get("/topics/status/?page=2")

        assert "30 statements" in read(second)
        assert "26 to 30 of 30" in read(second)
        assert "/initiatives/law-00/" in " ".join(links(second))
        assert client.get("/topics/status/?page=3").status_code == 400

    def test_list_says_how_many_have_an_answer(self, client, hong_kong, singapore, status):
        stance = make_topic("stance", kind="prose", name_en="Stance")
        publish(hong_kong, stance, "Open")
        publish(hong_kong, stance, "Closed", standing="rejected")
        publish(singapore, stance, "Open")

        words = read(client.get("/topics/"))

        assert "Prose 2 hubs, 3 statements" in words
        assert words.index("Regulation") < words.index("About initiatives")


class TestArticle:
    TEXT = "Beijing ranks first with 175 companies.\n\nIn Singapore, a sandbox opened in 2016.\nIt works."

    def quoting(self, article, statement, quote):
        start = article.text.index(quote)
        citation = cite(article, quote=quote, start=start, end=start + len(quote))
        editing.publish(editing.Publication(statement, [citation]), by=None, door=Door.ADMIN)
        return citation

    def test_marks_exactly_what_is_cited_and_says_what_rests_on_it(self, client, beijing, singapore):
        article = make_article("odaily", title="A chess game", text=self.TEXT, language="en", author="王也")
        companies = make_topic("companies", kind="number", name_en="Companies")
        rank = make_topic("rank", kind="number", name_en="Rank")
        sandbox = make_topic("sandbox", kind="date", name_en="Sandbox")
        count = make_statement(beijing, companies, 175, series=make_series(companies), as_of="2018-06")
        place = make_statement(
            beijing, rank, 1, series=make_series(rank, "cities", unit="rank"), as_of="2018-06"
        )
        self.quoting(article, count, "first with 175 companies")
        self.quoting(article, place, "Beijing ranks first")
        self.quoting(article, make_statement(singapore, sandbox, "2016"), "opened in 2016.\nIt")
        publish(singapore, rank, 4, series=rank.series.get(), articles=[article], as_of="2018-06")

        page = client.get("/articles/odaily/")

        # Overlapping passages are cut where the set of marks changes; the text stays as stored.
        pieces = re.findall(r"<mark>(?:<span[^>]*></span>)*([^<]+)</mark>", page.text)
        assert pieces == ["Beijing ranks ", "first", " with 175 companies", "opened in 2016.\nIt"]
        words = read(page)
        assert "1 Beijing · Rank 1st, Jun 2018" in words
        assert "2 Beijing · Companies 175 firms, Jun 2018" in words
        assert "3 Singapore · Sandbox 2016" in words
        assert "Also resting on this article Singapore Rank: 4th" in words
        assert "4 statements, 2 hubs" in words
        assert {"/hubs/cn-beijing/rank/cities/", "/hubs/singapore/sandbox/"} <= set(links(page))
        assert "/compare/?hub=cn-beijing&hub=singapore" in links(page)

    def test_words_that_are_not_at_their_place_are_not_marked(self, client, singapore):
        article = make_article("odaily", text=self.TEXT)
        statement = make_statement(singapore, make_topic("sandbox"), "2016")
        citation = cite(article, quote="a sandbox closed", start=55, end=71)
        editing.publish(editing.Publication(statement, [citation]), by=None, door=Door.ADMIN)

        page = client.get("/articles/odaily/")

        assert "<mark>" not in page.text
        assert "Quoted, but not found at their place" in read(page)

    def test_says_that_no_text_is_held(self, client, singapore):
        article = make_article("plain", url="https://example.org/a")
        publish(singapore, make_topic("sandbox", name_en="Sandbox"), "2016", articles=[article])

        page = client.get("/articles/plain/")

        assert "We hold no text of this article. The page was read on 22 Nov 2026" in read(page)
        assert "What rests on this article Singapore Sandbox: 2016" in read(page)
        assert "https://example.org/a" in links(page)

    def test_what_rests_on_it_is_paged_and_withdrawn_statements_are_gone(self, client, singapore):
        article = make_article("plain")
        stance = make_topic("stance", kind="prose")
        said = [publish(singapore, stance, f"No. {n}", articles=[article]) for n in range(60)]
        editing.withdraw(statement=said[0], reason="Wrong.", by=None, door=Door.ADMIN)

        assert "59 statements, 1 hub" in read(client.get("/articles/plain/"))
        assert "51 to 59 of 59" in read(client.get("/articles/plain/?page=2"))
        assert "no date 59 statements" in read(client.get("/articles/")).replace("28 Feb 2019", "no date")
        assert client.get("/articles/plain/?page=3").status_code == 400

    def test_list_is_searched_and_filtered(self, client, singapore):
        make_article("a", title="Statement on virtual assets", kind="official", date="2018-11-01")
        make_article("b", title="香港證監會發牌", language="zh-Hant", date="2026-02")
        publish(
            singapore, make_topic("sandbox"), "2016", articles=[make_article("c", title="Sandbox", date="")]
        )

        def found(**query):
            page = client.get("/articles/", query)
            return [article.slug for article in page.context["page"]]

        assert found() == ["b", "a", "c"]
        assert found(q="香港证监会") == ["b"]
        assert found(kind="official") == ["a"]
        assert found(language="zh-Hant") == ["b"]
        assert found(year="2018") == ["a"]
        assert found(q="nothing") == []
        assert "Sandbox The Paper · News · English no date 1 statement" in read(
            client.get("/articles/?q=sandbox")
        )
        for junk in ("kind=gossip", "language=tlh", "year=x", "year=2018&year=2019", "page=9"):
            assert client.get(f"/articles/?{junk}").status_code == 400, junk

    def test_a_text_is_the_editors_until_words_of_it_are_published(self, client, admin_client, hong_kong):
        article = make_article("captured", title="A captured page", text="Tax is low. Nobody knows more.")
        listing = ("/articles/", "/articles/?q=captured", "/search/?q=captured", "/sitemap.xml")
        tax = make_topic("tax", kind="prose")

        def named_by():
            return [address for address in listing if "/articles/captured/" in client.get(address).text]

        assert client.get("/articles/captured/").status_code == 404 and named_by() == []
        for_editors = read(admin_client.get("/articles/captured/"))
        assert "Nobody knows more" in for_editors and "Only editors see this text" in for_editors
        # Cited without its words it is a source; its text stays the editors'.
        publish(hong_kong, tax, "Low", articles=[article])
        page = read(client.get("/articles/captured/"))
        assert "Nobody knows more" not in page and "No words of it are quoted yet" in page
        assert named_by() == list(listing)
        statement = make_statement(hong_kong, tax, "Lower")
        citation = cite(article, quote="Tax is low.", start=0, end=11)
        editing.publish(editing.Publication(statement, [citation]), by=None, door=Door.ADMIN)
        page = read(client.get("/articles/captured/"))
        assert "Nobody knows more" in page and "Only editors" not in page


class TestOrganisation:
    def test_list_stands_under_hubs_and_finds_any_name(self, client, hkex, singapore):
        make_organisation("Bank for International Settlements", slug="bis", kind="international")
        make_initiative(hub=singapore, lead=hkex)

        words = read(client.get("/organisations/"))

        assert words.index("Hong Kong Hong Kong Exchanges") < words.index("International and others")
        assert "exchange operator 1 initiative" in words
        for query, slugs in (
            ("q=港交所", ["hkex"]),
            ("q=clearing+exchanges", ["hkex"]),
            ("hub=singapore", []),
        ):
            page = client.get(f"/organisations/?{query}")
            assert [body.slug for body in page.context["page"]] == slugs, query
        assert client.get("/organisations/?hub=atlantis").status_code == 400
        assert client.get("/organisations/?hub=singapore&hub=hong-kong").status_code == 400

    def test_page_says_what_it_has_a_part_in(self, client, hkex, story):
        Involvement.objects.create(initiative=story, organisation=hkex, role="supervisor")

        page = client.get("/organisations/hkex/")

        assert "2 initiatives it has a part in HKEX Synapse" in read(page)
        assert "Also known as 港交所" in read(page)
        assert {"/hubs/hong-kong/", "/initiatives/hkex-prototype/", "/compare/?hub=hong-kong"} <= set(
            links(page)
        )


def test_links_go_both_ways(client, story, hong_kong, hkex, singapore):
    stance = make_topic("stance", kind="prose")
    article = make_article("source")
    publish(hong_kong, stance, "Open", articles=[article])
    publish(story, Topic.objects.get(slug="status"), "live", as_of="2026", articles=[article])
    pages = {
        name: f"/{name}/{slug}/"
        for name, slug in (
            ("hubs", "hong-kong"),
            ("initiatives", "hkex-prototype"),
            ("topics", "stance"),
            ("articles", "source"),
            ("organisations", "hkex"),
        )
    }

    leads = {name: " ".join(links(client.get(address))) for name, address in pages.items()}

    for one, other in (
        ("hubs", "initiatives"),
        ("hubs", "topics"),
        ("hubs", "organisations"),
        ("initiatives", "organisations"),
        ("initiatives", "articles"),
    ):
        assert pages[other] in leads[one], f"{one} does not lead to {other}"
        assert pages[one] in leads[other], f"{other} does not lead to {one}"
    assert pages["hubs"] in leads["articles"]


@pytest.mark.parametrize("size", [10, 10_000])
class TestQueries:
    """What a page costs does not grow with what is kept."""

    @pytest.fixture
    def kept(self, size, status, hong_kong, singapore):
        """`size` initiatives over ten hubs, each said to be live by an article of its own."""
        hubs = [hong_kong, singapore, *(make_hub(f"Hub {n}") for n in range(8))]
        body = make_organisation(jurisdiction=hong_kong)
        stance = make_topic("stance", kind="prose", name_en="Stance")
        publish(
            hong_kong, stance, "Open to ledgers", articles=[make_article("first", text="Open to ledgers.")]
        )
        publish(singapore, stance, "Open")
        publish(make_initiative("Ledger 0", hub=hong_kong, lead=body), status, "live", as_of="2020")
        change, live = Change.objects.newest(), status.choices.get(code="live")
        day = datetime.date(2020, 1, 1)
        dated = {"began": "2020-01-01", "began_first": day, "began_last": day}
        numbers = range(1, size)
        initiatives = [
            Initiative(
                slug=f"ledger-{n}",
                title_en=f"Ledger {n}",
                folded=f"ledger {n}",
                category=Category.values[n % 10],
                status="live",
                **dated,
            )
            for n in numbers
        ]
        articles = [
            Article(
                slug=f"ledger-{n}",
                title=f"Ledger {n}",
                folded=f"ledger {n}",
                language="en",
                kind="news",
                accessed=day,
            )
            for n in numbers
        ]
        Initiative.objects.bulk_create(initiatives, batch_size=500)
        Article.objects.bulk_create(articles, batch_size=500)
        Participation.objects.bulk_create(
            [
                Participation(initiative=i, jurisdiction=hubs[n % 10], lead=True)
                for n, i in enumerate(initiatives)
            ],
            batch_size=1000,
        )
        Involvement.objects.bulk_create(
            [Involvement(initiative=i, organisation=body) for i in initiatives], batch_size=1000
        )
        statements = [
            Statement(key=f"ledger-{i.slug}", initiative=i, topic=status, choice=live, published=change)
            for i in initiatives
        ]
        Statement.objects.bulk_create(statements, batch_size=500)
        Citation.objects.bulk_create(
            [
                Citation(statement=statement, article=articles[n // 2], level="press", published=change)
                for n, statement in enumerate(statements)
            ],
            batch_size=1000,
        )
        settle()

    def test_every_page_costs_the_same(self, client, kept, size, django_assert_num_queries):
        for address, cost in {
            "/hubs/": 5,
            # Of few changes the initiatives are told by name, and whether they were merged since.
            "/hubs/hong-kong/": 22 if size == 10 else 21,
            "/initiatives/": 10,
            "/initiatives/?q=ledger&hub=singapore&category=stablecoins&status=live&since=2020": 10,
            "/initiatives/results/?q=ledger": 9,
            "/initiatives.csv?category=sandbox": 6,
            "/initiatives/ledger-1/": 10,
            "/topics/": 3,
            "/topics/stance/": 12,
            "/topics/status/": 8,
            "/articles/": 6,
            "/articles/?q=ledger": 6,
            "/articles/first/": 8,
            "/articles/ledger-1/": 7,
            "/organisations/": 4,
            "/organisations/monetary-authority/": 6,
            "/search/?q=ledger": 16,
            "/search/?q=ledger&only=initiatives": 4,
        }.items():
            with django_assert_num_queries(cost, info=address):
                assert client.get(address).status_code == 200


class TestPassages:
    """Marking a text never changes it."""

    @given(st.data())
    def test_pieces_are_the_text_and_every_passage_is_told_once(self, data):
        parts = data.draw(st.lists(st.sampled_from(["a", "b c", " ", "\n", "\n\n", "\n \n"]), max_size=25))
        text = "".join(parts)
        place = st.integers(0, len(text))
        ranges = data.draw(st.lists(st.tuples(place, place), max_size=5))
        # Cited words hold a character one can see, within the text.
        visible = sorted({(start, end) for start, end in ranges if text[start:end].strip()})
        citations = [Citation(quote=text[start:end], start=start, end=end) for start, end in visible]

        result = marked(text, citations)

        shown = ["".join(piece.text for piece in paragraph.pieces) for paragraph in result.paragraphs]
        assert [part.strip() for part in shown] == [
            part.strip()
            for part in re.split(r"\n\s*\n" if re.search(r"\n\s*\n", text.strip()) else r"\n", text)
            if part.strip()
        ]
        numbers_told = [p.number for paragraph in result.paragraphs for p in paragraph.notes]
        assert sorted(numbers_told) == list(range(1, len(visible) + 1))
        pieces = [piece for paragraph in result.paragraphs for piece in paragraph.pieces]
        assert sorted(p.number for piece in pieces for p in piece.begins) == sorted(numbers_told)
        assert sorted(p.number for piece in pieces for p in piece.ends) == sorted(numbers_told)
        for number, (start, end) in enumerate(visible, 1):
            inside = "".join(piece.text for piece in pieces if any(p.number == number for p in piece.within))
            assert "".join(inside.split()) == "".join(text[start:end].split())


def numbers(line) -> list[list[int]]:
    """The figures of a line, a list for each hub."""
    return [[int(statement.number) for statement in column] for column in line.columns]


def correct(statement, replacement, *, why):
    editing.correct(
        statement=statement,
        replacement=replacement,
        citations=[cite(make_article())],
        why=why,
        by=None,
        door=Door.ADMIN,
    )
