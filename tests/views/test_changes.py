"""What changed, for readers: the list, one change in full, the feed, and the history that editors see."""

import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils.http import http_date

from hubs import editing, merging
from hubs.changes import what_changed
from hubs.comparison import build_cells
from hubs.models import Change, ChangeKind, Citation, Door, Jurisdiction, Statement
from hubs.templatetags.change_tags import in_a_word
from tests.factories import (
    cite,
    draft_correction,
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

LONG = "這是一段很長的說明，" * 40


class Desk:
    """An editor at work on two hubs and an initiative; every act is a change."""

    def __init__(self, editor=None):
        self.editor = editor
        self.hong_kong = make_hub(
            "Hong Kong", kind="special_administrative_region", name_zh_hant="香港", name_zh_hans="香港"
        )
        self.singapore = make_hub("Singapore")
        make_hub("Atlantis")
        self.issuers = make_topic("issuers", kind="number", name_en="Licensed stablecoin issuers")
        self.register = make_series(self.issuers, "on-the-register", unit="issuers")
        self.stance = make_topic("stance", kind="prose", name_en="Stance")
        self.status = make_topic(
            "status", kind="choice", subject="initiative", choices=("pilot", "live"), name_en="Status"
        )
        self.goal = make_topic("goal", kind="prose", subject="initiative", name_en="Goal")
        self.ubin = make_initiative(hub=self.singapore, partners=[self.hong_kong])
        self.paper = make_article("hkma-licenses", title="HKMA licenses two", publisher="The Paper")

    def count(self, number, as_of, hub=None, **fields):
        hub = hub or self.hong_kong
        sources = fields.pop("articles", [self.paper])
        return publish(
            hub,
            self.issuers,
            number,
            series=self.register,
            as_of=as_of,
            articles=sources,
            by=self.editor,
            **fields,
        )

    def correct(self, old, why, *, reason="", articles=None, **fields):
        topic = old.topic
        value = fields.pop("value")
        fields.setdefault("as_of", old.as_of)
        new = make_statement(old.subject, topic, value, series=old.series, **fields)
        citations = [cite(article) for article in articles or [self.paper]]
        editing.correct(
            statement=old,
            replacement=new,
            citations=citations,
            why=why,
            by=self.editor,
            door=Door.ADMIN,
            note=reason,
        )
        return new


@pytest.fixture
def desk(django_user_model):
    return Desk(django_user_model.objects.create_user("mei-ling"))


def listed(client, query=""):
    """The words of the list of changes, newest first."""
    return read(client.get(f"/changes/{query}")).partition("newest first")[2].partition("Every value was")[0]


def test_a_city_without_an_answer_of_its_own_showed_its_countrys(client, desk):
    """Before and after are what the comparison said at that moment."""
    city = make_hub("Shenzhen", kind="city", parent=desk.singapore)
    banned = make_topic("banned", kind="choice", choices=("yes", "no"), inherits=True)

    def told():
        [cell] = what_changed(Change.objects.newest())
        compared = build_cells(city, banned)[0]
        assert (cell.after.inherited_from, list(cell.after.statements)) == (
            compared.inherited_from,
            list(compared.weighed.shown),
        )
        return [in_a_word(side) for side in (cell.before, cell.after)]

    own = publish(city, banned, "no", as_of="2019")
    assert told() == ["not researched", "No"]
    country = publish(desk.singapore, banned, "yes", as_of="2020")
    editing.withdraw(statement=own, reason="The page was a hoax.", by=desk.editor, door=Door.ADMIN)
    assert told() == ["No", "from Singapore: Yes"]
    number = Change.objects.newest().pk
    assert "Shenzhen: Banned was No →, now from Singapore: Yes" in listed(client)
    assert "After From Singapore Yes" in read(client.get(f"/changes/{number}/"))
    publish(city, banned, "no", as_of="2021", standing="rejected")
    assert told()[0] == "from Singapore: Yes"  # and now unsettled, as the comparison has it
    # What the country is found to say later is not what readers saw then.
    editing.withdraw(statement=country, reason="Wrong law.", by=desk.editor, door=Door.ADMIN)
    assert "After From Singapore Yes" in read(client.get(f"/changes/{number}/"))
    publish(city, banned, "yes", as_of="2022")
    assert told() == ["unsettled", "Yes"]


def test_a_change_before_a_merge_tells_what_readers_saw_of_each_record_then(client, desk):
    twin = make_initiative("Ubin", hub=desk.singapore)
    first = publish(desk.ubin, desk.status, "pilot", as_of="2018")
    live = publish(twin, desk.status, "live", as_of="2020")
    told = desk.correct(live, "us", value="pilot", as_of="2020")
    pages = [live.published.get_absolute_url(), told.published.get_absolute_url()]
    before = [read(client.get(page)) for page in pages]
    merging.merge(stays=desk.ubin, goes=twin, by=desk.editor, reason="The same.")
    since = "“Ubin” has since been merged into “Project Ubin”."
    for page, words in zip(pages, before, strict=True):
        after = read(client.get(page))
        assert since in after
        assert "Ubin: Status" in after and "Project Ubin: Status" not in after
        assert words.partition("One question touched")[2].partition("See it")[0] == after.partition(
            "One question touched"
        )[2].partition("See it")[0].replace(f" {since}", "")
    assert "Not on record" in before[0] and "Before Live" in before[1]
    line = "We corrected ourselves Ubin: Status was Live →, now Pilot since merged into “Project Ubin”"
    assert line in listed(client)
    # Merged once more, each change tells of the next of these, by the names of then.
    merging.merge(
        stays=make_initiative("Orchid", hub=desk.singapore), goes=desk.ubin, by=None, reason="Phase 6."
    )
    assert since in read(client.get(pages[0]))
    assert "“Project Ubin” has since been merged into “Orchid”." in read(
        client.get(first.published.get_absolute_url())
    )


class TestList:
    def test_each_line_says_what_readers_saw_before_and_after_and_why(self, client, desk):
        none = desk.count(0, "2026-02")
        desk.count(2, "2026-11-02")
        two = Statement.objects.live().get(number=2)
        three = desk.correct(two, "us", value=3, reason="The first edition missed one.")
        desk.correct(three, "world", value=5, as_of="2026-11-20")
        desk.count(9, "2019", key="long-ago")
        stance = publish(desk.hong_kong, desk.stance, "Open", by=desk.editor)
        editing.withdraw(statement=stance, reason="The page was a hoax.", by=desk.editor, door=Door.ADMIN)
        editing.rank(statement=none, reason="The register itself.", by=desk.editor, door=Door.ADMIN)
        publish(desk.ubin, desk.status, "live", as_of="2017-04-29")

        words = listed(client)

        line = "Hong Kong: Licensed stablecoin issuers (On-the-register)"
        told = [
            "New Project Ubin: Status was not on record →, now Live",
            f"Preferred {line} was 5 issuers →, now 0 issuers",
            "“The register itself.”",
            "Withdrawn Hong Kong: Stance was Open →, now not researched",
            "“The page was a hoax.”",
            "New Hong Kong: Stance was not researched →, now Open",
            f"New {line} 9 issuers 2019 · readers see: 5 issuers",
            f"The world changed {line} was 3 issuers →, now 5 issuers",
            f"We corrected ourselves {line} was 2 issuers →, now 3 issuers",
            "“The first edition missed one.”",
            f"New {line} was 0 issuers →, now 2 issuers",
            f"New {line} was not researched →, now 0 issuers",
        ]
        words = words.replace(" ·", "").replace("2019 readers", "2019 · readers")
        places = [words.find(each) for each in told]
        assert -1 not in places, told[places.index(-1)]
        assert places == sorted(places)
        assert words.count("The register itself.") == words.count("The page was a hoax.") == 1
        addresses = set(links(client.get("/changes/")))
        assert {
            "/hubs/hong-kong/issuers/on-the-register/",
            f"/initiatives/project-ubin/#{Statement.objects.get(topic=desk.status).key}",
            "/articles/hkma-licenses/",
            "/changes.atom",
            *(change.get_absolute_url() for change in Change.objects.all()),
        } <= addresses

    def test_of_two_records_that_became_one(self, client, desk):
        desk.count(2, "2026")
        publish(desk.ubin, desk.status, "live", as_of="2017")
        twin = make_initiative("Ubin <2>", hub=desk.singapore, slug="ubin-2")
        publish(twin, desk.status, "pilot", as_of="2019", key="twin-status")
        hoax = publish(twin, desk.goal, "Never so.")
        editing.withdraw(statement=hoax, reason="A hoax.", by=None, door=Door.ADMIN)
        third = make_initiative("Orchid", hub=desk.singapore)
        publish(third, desk.status, "live", as_of="2022")

        def merge(stays, goes, reason):
            return merging.merge(stays=stays, goes=goes, by=desk.editor, reason=reason)

        first = merge(desk.ubin, twin, "The bank says so.")
        said = [
            "Merged “Ubin <2>” was merged into Project Ubin: they are the same.",
            "Merged Project Ubin: Status was Live →, now Pilot",
            "“The bank says so.”",
        ]
        for address in ("/changes/", "/changes/?hub=singapore&kind=merged", "/changes/?hub=hong-kong"):
            words = read(client.get(address))
            assert [each for each in said if each not in words] == [], (address, words)
            assert "/initiatives/project-ubin/" in links(client.get(address))
        for address in ("/changes/?hub=atlantis", "/changes/?kind=new"):
            assert "The bank says so." not in read(client.get(address))
        page = client.get(first.get_absolute_url())
        assert "<title>“Ubin &lt;2&gt;” was merged into “Project Ubin”" in page.text
        assert "One question touched" in read(page)
        assert "Before Live as of 2017 After Pilot as of 2019" in read(page)

        # Merged further, it still says what it said; what came with the second is none of its business.
        merge(third, desk.ubin, "A later phase.")
        assert "“Ubin <2>” was merged into Project Ubin" in read(client.get("/changes/"))
        assert "Before Live as of 2017 After Pilot as of 2019" in read(client.get(first.get_absolute_url()))
        assert "Readers see the same answer" in read(client.get(Change.objects.newest().get_absolute_url()))
        assert "/initiatives/orchid/" in links(client.get(first.get_absolute_url()))

        # Bodies and articles have no answers of their own; a hub of whose they are hears of it.
        body = make_organisation("HKMA", jurisdiction=desk.hong_kong)
        merge(body, make_organisation("金管局", slug="jin-guan-ju"), "One office.")
        merge(desk.paper, make_article("copy"), "A copy.")
        for address in ("/changes/?hub=hong-kong", "/changes/?kind=merged", "/changes/"):
            words = read(client.get(address))
            assert "“金管局” was merged into HKMA" in words
            assert "“What copy says” was merged into HKMA licenses two" in words
        for change in Change.objects.public(kinds=[ChangeKind.MERGED])[:2]:
            assert "No answer looks different for it" in read(client.get(change.get_absolute_url()))
        titles = [
            entry.findtext(f"{ATOM}title") for entry in entries(client.get("/changes.atom?kind=merged"))
        ]
        assert titles == [
            "“What copy says” was merged into “HKMA licenses two”",
            "“金管局” was merged into “HKMA”",
            "“Project Ubin” was merged into “Orchid”",
            "“Ubin <2>” was merged into “Project Ubin”",
        ]
        entry = entries(client.get("/changes.atom?kind=merged"))[-1]
        assert 'href="http://testserver/initiatives/orchid/"' in entry.findtext(f"{ATOM}summary")
        assert "Live → <b>Pilot</b>" in entry.findtext(f"{ATOM}summary")
        assert entry.find(f"{ATOM}category").get("term") == "merged"

    def test_names_no_editor_and_nothing_that_was_not_public(self, client, desk):
        desk.count(2, "2026")
        decided = Change.objects.create(
            by=desk.editor, door=Door.REVIEW, note="Rejected the third suggestion."
        )

        page = client.get("/changes/")

        assert "1 change" in read(page)
        assert "Rejected" not in page.text
        for address in (decided.get_absolute_url(), "/changes/0/", f"/changes/{10**30}/"):
            assert client.get(address).status_code == 404
        change = Change.objects.public().get()
        full = client.get(change.get_absolute_url())
        for each in (page, full, client.get("/changes.atom")):
            assert desk.editor.username not in each.text
        # Who may see the admin sees there who it was.
        assert reverse("admin:hubs_change_change", args=[change.pk]) in links(full)

    def test_a_withdrawal_is_told_although_a_correction_waits_as_a_draft(self, client, desk):
        two = desk.count(2, "2026")
        draft_correction(two)
        editing.withdraw(statement=two, reason="Another hub was meant.", by=None, door=Door.ADMIN)

        assert "now not researched" in listed(client, "?kind=withdrawn")

    def test_a_correction_beside_the_answer_says_which_fields(self, client, desk):
        two = desk.count(2, "2026")
        desk.correct(two, "us", value=2, certainty="reported", articles=[make_article("other")])

        assert "2 issuers otherwise: certainty and sources" in listed(client, "?kind=us")

    def test_a_further_source_is_told_with_it_alone(self, client, desk):
        two = desk.count(2, "2026")
        change = Change.objects.open(by=None, door=Door.REVIEW)
        Citation.objects.create(
            statement=two, article=make_article("x", publisher="信報"), level="press", published=change
        )

        words = listed(client, "?kind=cited")

        assert "Further source Hong Kong: Licensed stablecoin issuers (On-the-register) 2 issuers" in words
        assert "信報" in words and "The Paper" not in words

    def test_many_acts_of_a_kind_are_counted_not_listed(self, client, desk):
        old = desk.count(1, "2018")
        many = [make_statement(desk.singapore, desk.issuers, n, series=desk.register) for n in range(6)]
        publications = [editing.Publication(statement, [cite(desk.paper)]) for statement in many]
        new = make_statement(desk.hong_kong, desk.issuers, 2, series=desk.register)
        publications.append(editing.Publication(new, [cite(desk.paper)], old, "us"))
        change = editing.publish_many(publications, by=None, door=Door.REVIEW)

        words = listed(client)
        assert "New 6 new statements" in words
        assert "We corrected ourselves Hong Kong" in words
        assert "New 6 new statements" not in listed(client, "?hub=hong-kong")
        assert "and 6 things of other kinds" in listed(client, "?kind=us")
        assert "1 correction of our own and 6 new statements" in read(client.get(f"/changes/{change.pk}/"))

    def test_is_of_a_hub_with_the_initiatives_it_takes_part_in_and_of_kinds(self, client, desk):
        two = desk.count(2, "2026")
        desk.count(33, "2026", hub=desk.singapore)
        publish(desk.ubin, desk.status, "live", as_of="2017")
        desk.correct(two, "world", value=4)

        assert "33 issuers" not in listed(client, "?hub=hong-kong")
        assert "Project Ubin" in listed(client, "?hub=hong-kong")
        assert "Project Ubin" in listed(client, "?hub=singapore")
        both = listed(client, "?hub=hong-kong&kind=world&kind=us")
        assert "now 4 issuers" in both and "Project Ubin" not in both
        assert "/changes.atom?hub=hong-kong&kind=world&kind=us" in links(
            client.get("/changes/?kind=world&kind=us&hub=hong-kong")
        )

    def test_says_so_where_nothing_fits(self, client, desk):
        assert "Nothing has been published yet" in read(client.get("/changes/"))
        desk.count(2, "2026")
        assert "Nothing about Atlantis has been published yet" in read(client.get("/changes/?hub=atlantis"))
        page = client.get("/changes/?hub=hong-kong&kind=withdrawn")
        assert "No change fits all of this" in read(page)
        assert "/changes/?hub=hong-kong" in links(page)
        assert "Nothing yet." in read(client.get("/hubs/atlantis/"))

    @pytest.mark.parametrize(
        ("query", "sentence", "nearest"),
        [
            ("hub=hongkong", "“hongkong” is not a hub we know.", "hub=hong-kong"),
            ("kind=worlds", "“worlds” is not a kind of change we know.", "kind=world"),
            ("hub=hong-kong&hub=singapore", "“singapore” came second.", "hub=hong-kong"),
            ("page=7", "the list ends with page 1", "page=1"),
        ],
    )
    def test_a_bad_address_is_answered_with_the_nearest(self, client, desk, query, sentence, nearest):
        desk.count(2, "2026")
        addresses = ["/changes/"] if "page" in query else ["/changes/", "/changes.atom"]
        for address in addresses:
            page = client.get(f"{address}?{query}")
            assert sentence in read(page, 400)
            assert f"{address}?{nearest}" in links(page)


class TestOneChange:
    def test_says_every_field_that_differs_and_marks_the_words(self, client, desk):
        old = publish(
            desk.singapore,
            desk.stance,
            "Open to pilots, closed to retail.",
            as_of="2025",
            method="Read once.",
        )
        zh = make_article("zh", title="金管局公布新規則", publisher="信報", language="zh-Hant")
        desk.correct(
            old,
            "us",
            value="Open to pilots and, since May, to retail.",
            as_of="2026-05",
            standing="disputed",
            planned=True,
            note=LONG,
            articles=[zh],
        )
        new = Statement.objects.live().get(jurisdiction=desk.singapore)

        page = client.get(new.published.get_absolute_url())

        words = read(page)
        assert "1 correction of our own, entered by an editor" in words
        assert "Before Open to pilots, closed to retail. as of 2025" in words
        for row in (
            "Seen on 2025 May 2026",
            "Standing accepted disputed",
            "Planned no yes",
            "Method Read once. empty",
            f"Note empty {LONG}",
            "金管局公布新規則 信報 · Press",
        ):
            assert row in words, row
        assert "<del>" in page.text and "<ins>" in page.text
        assert re.search(r"<ins>[^<]*since May", page.text)
        assert "Certainty" not in words
        assert "/compare/?hub=singapore&topic=stance" in links(page)
        assert "/hubs/singapore/stance/" in links(page)

    def test_a_new_statement_says_what_it_says_and_a_withdrawn_one_what_it_said(self, client, desk):
        two = desk.count(2, "2026", bound="at_least", method="From the register.")
        said = read(client.get(two.published.get_absolute_url()))
        assert "more than 2 issuers" in said
        assert "Seen on: 2026" in said and "Method: From the register." in said

        change = editing.withdraw(statement=two, reason="A hoax.", by=None, door=Door.ADMIN)
        words = read(client.get(change.get_absolute_url()))
        assert "Withdrawn “A hoax.”" in words
        assert words.index("After ···Not researched") < words.index("Method: From the register.")

    def test_figures_counted_in_another_way_are_no_gap(self, client, desk):
        desk.count(2, "2026")
        other = make_series(desk.issuers, "in-the-press", unit="issuers")
        new = publish(desk.hong_kong, desk.issuers, 8, series=other)

        assert "Before Not in this series" in read(client.get(new.published.get_absolute_url()))

    def test_words_are_told_as_they_were_typed(self, client, desk):
        new = publish(desk.hong_kong, desk.stance, "<script>alert(1)</script> & “more”")
        desk.correct(new, "us", value="<b>less</b> & “more”", reason="<i>why</i>", note="<i>how</i>")

        for address in ("/changes/", f"/changes/{Change.objects.newest().pk}/", "/hubs/hong-kong/"):
            text = client.get(address).text
            assert "<script>alert" not in text and "<b>less" not in text and "<i>" not in text

    @pytest.mark.parametrize("kind", ["new", "us"])
    def test_costs_the_same_for_ten_statements_and_for_three_hundred(
        self, client, desk, kind, django_assert_num_queries
    ):
        initiatives = [make_initiative(f"Law {n}", hub=desk.hong_kong) for n in range(40)]
        sizes = []
        for size in (10, 300):
            subjects = [desk.hong_kong, desk.singapore, *initiatives]
            old = [
                make_statement(
                    subject := subjects[n % len(subjects)],
                    desk.stance if isinstance(subject, Jurisdiction) else desk.status,
                    "pilot",
                )
                for n in range(size)
            ]
            first = editing.publish_many(
                [editing.Publication(s, [cite(desk.paper)]) for s in old], by=None, door=Door.COMMAND
            )
            if kind == "us":
                first = editing.publish_many(
                    [
                        editing.Publication(
                            make_statement(s.subject, s.topic, "live"), [cite(desk.paper)], s, "us"
                        )
                        for s in old
                    ],
                    by=None,
                    door=Door.COMMAND,
                )
            with django_assert_num_queries(10):
                page = client.get(first.get_absolute_url())
            sizes.append(page.text.count("act-in-full"))
        assert sizes == [10, 300]

    def test_the_list_and_the_feed_cost_the_same_whatever_they_tell(
        self, client, desk, django_assert_num_queries
    ):
        for n in range(60):
            desk.count(n, f"{1990 + n % 30}", hub=desk.singapore if n % 2 else desk.hong_kong)
            if n in (1, 59):
                publish(desk.ubin, desk.status, "live", as_of="2017")
                for address, cost in {
                    "/changes/": 10,
                    "/changes/?hub=singapore&kind=new": 10,
                    "/changes.atom": 8,
                }.items():
                    with django_assert_num_queries(cost):
                        assert client.get(address).status_code == 200


ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


class TestFeed:
    def test_is_valid_and_says_in_its_titles_what_changed(self, client, desk):
        desk.count(0, "2026-02")
        two = desk.count(2, "2026-11-02")
        desk.correct(two, "world", value=5, as_of="2026-11-20")
        publish(
            desk.hong_kong,
            desk.stance,
            "開放\x01 & <open>",
            articles=[make_article("zh", title="新聞\x01 <1>")],
        )

        answer = client.get("/changes.atom?hub=hong-kong")

        feed = ElementTree.fromstring(answer.content)
        assert [each.tag.removeprefix(ATOM) for each in feed][:5] == [
            "title",
            "link",
            "link",
            "id",
            "updated",
        ]
        assert feed.findtext(f"{ATOM}title") == "What changed: Hong Kong · Hubs, side by side"
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Hubs, side by side"
        by_rel = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert by_rel == {
            "self": "http://testserver/changes.atom?hub=hong-kong",
            "alternate": "http://testserver/changes/?hub=hong-kong",
        }
        newest = Change.objects.newest()
        assert feed.findtext(f"{ATOM}updated") == newest.at.isoformat()
        found = entries(answer)
        assert [entry.findtext(f"{ATOM}title") for entry in found] == [
            "Hong Kong: Stance not researched → 開放 & <open> (new)",
            "Hong Kong: Licensed stablecoin issuers (On-the-register) 2 issuers → 5 issuers (the world changed)",
            "Hong Kong: Licensed stablecoin issuers (On-the-register) 0 issuers → 2 issuers (new)",
            "Hong Kong: Licensed stablecoin issuers (On-the-register) not researched → 0 issuers (new)",
        ]
        ids = [entry.findtext(f"{ATOM}id") for entry in found]
        assert ids[0] == f"tag:testserver,{newest.at:%Y-%m-%d}:change/{newest.pk}"
        assert len(set(ids)) == 4
        assert found[0].find(f"{ATOM}link").get("href") == f"http://testserver/changes/{newest.pk}/"
        assert found[1].find(f"{ATOM}category").get("term") == "world"
        for entry in found:
            summary = entry.findtext(f"{ATOM}summary")
            inside = re.findall(r'href="([^"]*)"', summary)
            assert len(inside) >= 3 and all(a.startswith("http://testserver/") for a in inside)
            for address in inside:
                assert client.get(address.removeprefix("http://testserver")).status_code == 200

    def test_goes_by_the_address_of_the_site(self, client, desk, settings):
        desk.count(2, "2026")
        settings.SITE_URL = "https://hubs.example.org"

        (entry,) = entries(client.get("/changes.atom"))

        assert entry.find(f"{ATOM}link").get("href").startswith("https://hubs.example.org/changes/")
        assert entry.findtext(f"{ATOM}id").startswith("tag:hubs.example.org,")
        assert "http://testserver" not in client.get("/changes.atom").text

    def test_who_has_the_newest_is_told_so(self, client, desk):
        desk.count(33, "2026", hub=desk.singapore)
        first = client.get("/changes.atom?hub=singapore")
        etag, modified = first["ETag"], first["Last-Modified"]
        assert modified == http_date(Change.objects.newest().at.timestamp())
        assert client.get("/changes.atom?hub=singapore", headers={"if-none-match": etag}).status_code == 304
        later = {"if-modified-since": modified}
        assert client.get("/changes.atom?hub=singapore", headers=later).status_code == 304

        # Another hub is none of its business, and neither is what was not public.
        desk.count(2, "2026")
        Change.objects.open(by=None, door=Door.REVIEW)
        assert client.get("/changes.atom?hub=singapore", headers={"if-none-match": etag}).status_code == 304
        desk.count(34, "2025", hub=desk.singapore)
        assert client.get("/changes.atom?hub=singapore", headers={"if-none-match": etag}).status_code == 200

    def test_has_the_newest_fifty_or_none(self, client, desk):
        assert entries(client.get("/changes.atom")) == []
        for n in range(52):
            desk.count(n, f"{1970 + n}")
        found = entries(client.get("/changes.atom"))
        assert len(found) == 50
        assert "51 issuers" in found[0].findtext(f"{ATOM}title")

    def test_pages_lead_to_it(self, client, desk):
        desk.count(2, "2026")
        feeds = 'rel="alternate" type="application/atom+xml"'
        assert feeds in client.get("/").text
        page = client.get("/hubs/hong-kong/")
        assert {"/changes/?hub=hong-kong", "/changes.atom?hub=hong-kong", "/changes/"} <= set(links(page))
        assert page.text.count(feeds) == 2


class TestInTheBrowser:
    @pytest.mark.django_db(transaction=True)
    def test_is_usable_by_everybody_on_every_screen(self, new_page, axe):
        desk = Desk()
        two = desk.count(2, "2026")
        desk.correct(two, "us", value=3, note=LONG)
        editing.withdraw(
            statement=publish(desk.singapore, desk.stance, LONG), reason="x" * 400, by=None, door=Door.ADMIN
        )
        publish(desk.ubin, desk.status, "live", as_of="2017")
        changes = [change.get_absolute_url() for change in Change.objects.public()]
        for width, dark in ((1280, False), (375, True), (320, False)):
            page = new_page(width, 800, dark=dark, js=width != 320)
            for address in ("/changes/", "/changes/?hub=atlantis", *changes, "/hubs/hong-kong/"):
                page.goto(address)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
                if width != 320:
                    assert axe(page) == [], address

    @pytest.mark.django_db(transaction=True)
    def test_is_asked_by_a_plain_form(self, new_page):
        desk = Desk()
        desk.correct(desk.count(2, "2026"), "us", value=3)
        page = new_page(js=False)
        page.goto("/changes/")
        page.get_by_label("Hub", exact=True).select_option("Hong Kong")
        page.get_by_label("We corrected ourselves").check()
        page.get_by_role("button", name="Show").click()
        assert page.url.endswith("/changes/?hub=hong-kong&kind=us")
        assert page.locator(".act").count() == 1
        page.get_by_role("listitem").filter(has_text="3 issuers").get_by_role("link").first.click()
        page.get_by_role("link", name="See it in the comparison").click()
        assert "Licensed stablecoin issuers" in page.inner_text("main")


class TestHistoryOfPlainRecords:
    def test_editors_see_field_before_and_after(self, admin_client, admin_user, desk):
        hub = desk.hong_kong
        hub.currency, hub.name_zh_hans, hub.note = "HKD", "香港特区", LONG
        hub._history_user = admin_user
        hub.save()

        page = admin_client.get(reverse("admin:hubs_jurisdiction_history", args=[hub.pk]))

        words = read(page)
        assert "Field Before After" in words
        assert "Currency empty HKD" in words
        assert "Name in simplified Chinese 香港 香港特区" in words
        assert "as first entered" in words and "2 versions" in words
        assert " style=" not in page.text and "<style" not in page.text
