"""What is public is corrected, settled and withdrawn on screens of its own; drafts wait where publishers find them."""

import html
import re
from urllib.parse import urlencode

import lxml.html
import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from hubs.models import Article, Change, Citation, Door, Initiative, Statement, Suggestion
from hubs.templatetags.hubs_tags import short_date
from tests.factories import (
    cite,
    make_article,
    make_hub,
    make_initiative,
    make_series,
    make_statement,
    make_topic,
    publish,
)
from tests.reading import read

pytestmark = pytest.mark.django_db

WAITING = "/admin/hubs/statement/waiting/"
TEXT = "The sandbox opened in November 2016. It was the first. By 2019 there were 120 firms in it."


def person(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def publisher():
    return person("publisher")


@pytest.fixture
def editor():
    return person("editor")


@pytest.fixture
def report():
    return make_article("report", text=TEXT, title="The sandbox report", kind="official")


@pytest.fixture
def firms(report):
    """100 firms in 2018, on the word of a paper; and what the correction screen first shows of it."""
    topic = make_topic("firms", kind="number")
    paper = make_article("paper", title="The Paper of the day")
    return publish(
        make_hub("Hong Kong"),
        topic,
        100,
        series=make_series(topic),
        as_of="2018",
        key="firms",
        articles=[paper],
    )


def at(statement, act="correct"):
    return reverse(f"admin:hubs_statement_{act}", args=[statement.pk])


def filled(client, address, **changes) -> dict:
    """What a browser would send of the form as it first comes, with some fields filled otherwise."""
    page = client.get(address)
    forms = [page.context["form"], *page.context["sources"]]
    data = {field.html_name: field.value() for form in forms for field in form if field.value() is not None}
    management = page.context["sources"].management_form
    data |= {field.html_name: field.value() for field in management}
    return {name: value for name, value in (data | changes).items() if value is not False}


def pressed(client, address, data, button=""):
    return client.post(address, data | ({button: "1"} if button else {}))


def confirmed(client, address, data):
    """Look, then confirm what was looked at."""
    looked = pressed(client, address, data)
    assert looked.status_code == 200, errors(looked)
    return pressed(client, address, data | {"seal": looked.context["seal"]}, "confirm")


def errors(page) -> str:
    return " ".join(
        re.findall(r'<(?:ul class="errorlist|p class="errornote)[^>]*>(.*?)</(?:ul|p)>', page.text, re.S)
    )


class TestCorrecting:
    def test_a_number_in_full_is_brought_into_the_unit_of_its_series(self, publisher):
        topic = make_topic("size", kind="number")
        held = publish(make_hub(), topic, 2_000_000, series=make_series(topic, unit="CNY million"))
        data = filled(publisher, at(held), why="us")
        assert data["number"] == "2000000 million" and "Unit: CNY million." in publisher.get(at(held)).text
        assert "there is nothing to correct" in errors(pressed(publisher, at(held), data))
        refused = pressed(publisher, at(held), data | {"number": "25000000"})
        assert "in CNY million this is 25: write 25 or 25 million" in errors(refused)
        confirmed(publisher, at(held), data | {"number": "about 25 million"})
        assert (Statement.objects.live().get().number, Statement.objects.live().get().bound) == (25, "about")

    def test_a_value_is_corrected_in_one_change_after_a_look_at_both(self, publisher, firms, report, client):
        address = at(firms)
        before = Change.objects.count()
        data = filled(publisher, address, why="us", number="about 1.2百", as_of="28 Feb 2019")
        data |= {
            "sources-0-DELETE": "on",
            "sources-1-article": report.pk,
            "sources-1-quote": "By 2019 there were 120 firms",
        }
        looked = pressed(publisher, address, data)
        (cell,) = looked.context["cells"]
        assert [s.number for s in (*cell.before.statements, *cell.after.statements)] == [100, 120]
        assert looked.text.index("Before") < looked.text.index("After") < looked.text.index("Publish this")
        assert (Change.objects.count(), Statement.objects.count()) == (before, 1)

        done = confirmed(publisher, address, data)

        new = Statement.objects.live().get()
        assert done.headers["location"] == reverse("admin:hubs_statement_change", args=[new.pk])
        assert (new.key, new.replaces, new.why, new.number, new.bound) == ("firms", firms, "us", 120, "about")
        assert (new.as_of, str(new.as_of_first)) == ("2019-02-28", "2019-02-28")
        change = Change.objects.newest()
        assert (Change.objects.count(), change, change.by.username) == (
            before + 1,
            new.published,
            "publisher",
        )
        citation = Citation.objects.live().get()
        assert (citation.article, citation.level, citation.start) == (
            report,
            "official",
            TEXT.index("By 2019"),
        )
        assert citation.quote_found
        assert "about" in client.get(change.get_absolute_url()).text

    def test_whoever_looks_away_meanwhile_looks_again(self, publisher, firms):
        address = at(firms)
        data = filled(publisher, address, why="us", number="120")
        seal = pressed(publisher, address, data).context["seal"]
        data |= {"number": "130", "seal": seal}
        again = pressed(publisher, address, data, "confirm")
        assert again.context["again"] and "look again" in again.text
        assert Statement.objects.live().get().number == 100
        # Somebody else was quicker: what is no longer public is not corrected.
        confirmed(publisher, address, filled(publisher, address, why="us", number="99"))
        assert pressed(publisher, address, data, "confirm").status_code == 409
        assert Statement.objects.live().get().number == 99

    def test_what_was_replaced_meanwhile_comes_back_with_both_versions_and_what_was_typed(
        self, publisher, editor, firms, report
    ):
        address = at(firms)
        hers = filled(publisher, address, why="us", number="130", note="The harbour.")
        hers["sources-1-article"] = report.pk
        theirs = filled(editor, address, why="us", number="99", valid_from="2017")
        theirs |= {"sources-1-article": make_article("gazette", title="The Gazette").pk}
        confirmed(editor, address, theirs)
        draft = Statement.objects.get(published=None)
        confirmed(publisher, address, filled(publisher, address))
        now = Statement.objects.live().get()
        assert now == draft

        looking = editor.get(address, follow=True)
        assert looking.redirect_chain == [(at(now), 302)]
        assert "What you had open was replaced by publisher" in looking.text

        stopped = pressed(publisher, address, hers, "confirm")
        assert stopped.status_code == 409 and Statement.objects.live().get() == now
        assert "Saved meanwhile" in stopped.text and "readers see: 99 firms" in stopped.text
        told = {each.label: (each.was, each.now, each.typed) for each in stopped.context["stale"].differences}
        paper, gazette, ours = "The Paper of the day", "The Gazette", "The sandbox report"
        assert told == {
            "Number": ("100", "99", "130"),
            "True from": ("", "2017", "2017"),
            "Note": ("", "", "The harbour."),
            "Sources": (paper, f"{paper}\n{gazette}", f"{paper}\n{ours}\n{gazette}"),
        }
        # It goes on from there: looked at, then done, on top of what the other one said.
        form, sources = stopped.context["form"], stopped.context["sources"]
        fields = [field for each in (form, *sources, sources.management_form) for field in each]
        data = {
            field.html_name: value for field in fields if (value := field.value()) not in (None, False, "")
        }
        assert f'action="{at(now)}"' in stopped.text
        confirmed(publisher, at(now), data)
        last = Statement.objects.live().get()
        assert (last.number, last.note, last.valid_from) == (130, "The harbour.", "2017")
        assert [c.article.title for c in last.citations.all()] == [paper, ours, gazette]
        # Where only other fields were typed into, the sources are those of now.
        del hers["sources-1-article"]
        again = pressed(publisher, address, hers)
        [cited] = [each for each in again.context["stale"].differences if each.label == "Sources"]
        assert cited.typed == cited.now == f"{paper}\n{ours}\n{gazette}"

    @pytest.mark.parametrize("act", ["settle", "withdraw"])
    def test_a_reason_given_for_what_was_replaced_meanwhile_is_kept(self, publisher, firms, act):
        confirmed(publisher, at(firms), filled(publisher, at(firms), why="us", number="99"))
        now = Statement.objects.live().get()
        assert publisher.get(at(firms, act)).headers["location"] == at(now, act)
        stopped = publisher.post(
            at(firms, act), {"reason": "The register.", "statement": firms.pk, "confirm": "1"}
        )
        assert stopped.status_code == 409 and "Saved meanwhile" in stopped.text
        assert "publisher saved this" in stopped.text or "You saved this" in stopped.text
        assert stopped.context["form"]["reason"].value() == "The register."
        assert f'action="{at(now, act)}"' in stopped.text
        assert [(each.label, each.was, each.now) for each in stopped.context["stale"].differences] == [
            ("Number", "100", "99")
        ]
        assert Statement.objects.live().get() == now and not now.rankings.exists()

    def test_what_was_withdrawn_for_good_says_so_and_shows_what_was_typed(self, publisher, editor, firms):
        typed = filled(editor, at(firms), why="us", number="130", note="The harbour.")
        confirmed(publisher, at(firms, "withdraw"), {"reason": "Another hub was meant."})
        for act in ("correct", "settle", "withdraw"):
            page = editor.get(at(firms, act))
            assert page.status_code == 410
            assert "publisher withdrew this" in page.text and "Another hub was meant." in page.text
            assert f"jurisdiction={firms.jurisdiction_id}&amp;topic={firms.topic_id}" in page.text
            assert "What you had typed" not in page.text
        lost = pressed(editor, at(firms), typed, "confirm")
        assert lost.status_code == 410
        assert {("Number", "130"), ("Note", "The harbour.")} <= set(lost.context["typed"])
        sent = publisher.post(at(firms, "withdraw"), {"reason": "Mine."})
        assert sent.context["typed"] == [("Because", "Mine.")]

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"number": "120"}, "This field is required"),
            ({"why": "us"}, "Nothing here differs from what is public"),
            ({"why": "world", "number": "120"}, "give a later day than before"),
            ({"why": "us", "number": "1.234"}, "may have thousands or decimals"),
            ({"why": "us", "as_of": "03/04/2019"}, "may have the day or the month first"),
            ({"why": "us", "number": ""}, "wants a number"),
            ({"why": "us", "finding": "not_found"}, "“Looked, not found” is a finding without a value"),
            ({"why": "us", "valid_from": "2024", "valid_until": "2023"}, "“True from” comes before"),
            ({"why": "us", "number": "9", "sources-0-DELETE": "on"}, "has no source"),
            ({"why": "us", "sources-0-quote": "never said"}, "We hold no text of this article"),
            (
                {"why": "us", "sources-1-article": "report", "sources-1-quote": "never said"},
                "do not stand in the",
            ),
            ({"why": "us", "sources-1-article": "report", "sources-1-quote": "in"}, "take some more"),
            ({"why": "us", "sources-1-article": "paper"}, "stands here twice"),
        ],
    )
    def test_what_cannot_be_is_refused_with_a_sentence(self, publisher, firms, changes, sentence):
        if slug := changes.get("sources-1-article"):
            changes = changes | {"sources-1-article": Article.objects.get(slug=slug).pk}
        answer = pressed(publisher, at(firms), filled(publisher, at(firms), **changes))
        assert answer.status_code == 422
        assert sentence in errors(answer)
        assert (Statement.objects.count(), Change.objects.count()) == (1, 1)

    def test_a_date_left_in_with_another_finding_is_named_as_that(self, publisher):
        opened = publish(make_hub("Macao"), make_topic("opened"), "2019")
        data = filled(publisher, at(opened), why="us", finding="not_found")
        answer = pressed(publisher, at(opened), data)
        assert answer.status_code == 422
        [problem] = answer.context["form"].errors["value_date"]
        assert problem.startswith("“Looked, not found” is a finding without a value")
        assert "Somebody else" not in answer.text
        assert pressed(publisher, at(opened), data | {"value_date": ""}).status_code == 200

    def test_the_world_changed_and_one_more_source(self, publisher, firms, report):
        address = at(firms)
        more = pressed(publisher, address, filled(publisher, address, number="150"), "more")
        assert len(more.context["sources"].forms) == 3 and errors(more) == ""
        assert more.context["form"]["number"].value() == "150"
        confirmed(publisher, address, filled(publisher, address, why="world", number="150", as_of="2019年"))
        new = Statement.objects.live().get()
        assert (new.why, new.as_of, new.number, new.citations.get().article.slug) == (
            "world",
            "2019",
            150,
            "paper",
        )

    def test_an_event_can_be_wrong_and_what_came_after_is_a_milestone_of_its_own(self, publisher, client):
        status = make_topic("status", kind="choice", subject="initiative", choices=("pilot", "live"))
        project = make_initiative(hub=make_hub())
        pilot = publish(project, status, "pilot", value_date="2018-05", nature="event", key="pilot")
        page = publisher.get(at(pilot))
        assert [value for value, _label in page.context["form"].fields["why"].choices] == ["us"]
        [way] = re.findall(r'href="([^"]+)">What came after is a milestone of its own', page.text)
        assert "The world changed" not in page.text
        form = publisher.get(way.replace("&amp;", "&")).context["adminform"].form
        assert (form["initiative"].value(), form["topic"].value()) == (str(project.pk), str(status.pk))

        live = status.choices.get(code="live").pk
        data = filled(publisher, at(pilot), choice=live, value_date="2019-05")
        changed = pressed(publisher, at(pilot), data | {"why": "world"})
        assert changed.status_code == 422 and "What happened stays on record" in errors(changed)
        confirmed(publisher, at(pilot), data)
        assert Statement.objects.live().get().why == "us"

    def test_where_the_world_changed_the_new_state_tells_the_old_one(self, publisher, firms, client):
        confirmed(
            publisher, at(firms), filled(publisher, at(firms), why="world", number="150", as_of="2019-02")
        )
        again = Statement.objects.live().get()
        told = "was 100 in 2018"
        receipt = client.get(again.get_absolute_url().partition("#")[0])
        day = short_date(again.published.at).replace("\N{NO-BREAK SPACE}", " ")
        assert f"changed in the world, recorded {day}, {told}" in read(receipt)
        for address in ("/compare/?hub=hong-kong", "/hubs/hong-kong/"):
            assert told in read(client.get(address)), address
        confirmed(
            publisher, at(again), filled(publisher, at(again), why="world", number="0", as_of="3 Feb 2026")
        )
        assert "was 150 in Feb 2019" in read(client.get("/compare/?hub=hong-kong"))
        last = Statement.objects.live().get()
        confirmed(publisher, at(last), filled(publisher, at(last), why="us", number="1"))
        words = read(client.get("/compare/?hub=hong-kong"))
        assert "was 0" not in words and "corrected" in words

    def test_an_editor_leaves_a_draft_that_a_publisher_finishes(self, editor, publisher, firms):
        done = confirmed(editor, at(firms), filled(editor, at(firms), why="us", number="120"))
        assert done.headers["location"] == reverse("admin:hubs_statement_waiting")
        draft = firms.replaced_by
        assert (draft.number, draft.published, Statement.objects.live().get()) == (120, None, firms)

        # Its own page in the admin leads to the one screen, which now holds what the editor left.
        assert publisher.get(at(draft, "change")).headers["location"] == at(firms)
        data = filled(publisher, at(firms))
        assert (data["number"], data["why"]) == ("120", "us")
        confirmed(publisher, at(firms), data | {"note": "Read again."})
        new = Statement.objects.live().get()
        assert (new.pk, new.note, new.published.by.username) == (draft.pk, "Read again.", "publisher")
        assert new.citations.count() == 1

    def test_only_public_statements_and_only_by_editors(self, editor, firms, client):
        assert client.get(at(firms)).status_code == 302
        reader = User.objects.create_user("reader", is_staff=True)
        client.force_login(reader)
        assert client.get(at(firms)).status_code == 403
        draft = make_statement(firms.jurisdiction, firms.topic, 3, series=firms.series, key="draft")
        draft.save()
        assert editor.get(at(draft)).status_code == 404
        assert editor.post(at(firms, "withdraw"), {"reason": "x"}).status_code == 403
        assert editor.post(at(firms, "settle"), {"reason": "x", "statement": firms.pk}).status_code == 403
        page = editor.get(reverse("admin:hubs_statement_change", args=[firms.pk]))
        assert at(firms) in page.text and at(firms, "withdraw") not in page.text


class TestSettlingAndWithdrawing:
    def test_a_conflict_is_settled_side_by_side(self, publisher, firms, report, client):
        other = publish(
            firms.jurisdiction,
            firms.topic,
            80,
            series=firms.series,
            as_of="2018-06",
            key="eighty",
            articles=[report],
        )
        address = at(firms, "settle")
        page = publisher.get(address).text
        for words in (
            "100",
            "80",
            "The sandbox report",
            "The Paper of the day",
            "The answer readers see now",
        ):
            assert words in page
        receipt = client.get(firms.get_absolute_url().partition("#")[0]).text
        assert at(other, "settle") in receipt or address in receipt

        data = {"statement": firms.pk, "reason": ""}
        assert "readers see the reason" in errors(publisher.post(address, data))
        data["reason"] = "The whole year."
        confirmed(publisher, address, data)
        assert firms.rankings.live().get().reason == "The whole year."
        assert Change.objects.newest().note == "The whole year."

    def test_who_settles_what_another_has_just_settled_is_told(self, publisher, firms, report):
        other = publish(
            firms.jurisdiction, firms.topic, 80, series=firms.series, as_of="2018", articles=[report]
        )
        address = at(firms, "settle")
        mine = {"statement": firms.pk, "reason": "The whole year."}
        seal = publisher.post(address, mine).context["seal"]
        # What readers see stays as it is: only the reason is new.
        shown = publisher.get(address).context["weighed"].shown[0]
        confirmed(publisher, address, {"statement": shown.pk, "reason": "It is the register."})
        assert publisher.get(address).context["weighed"].shown[0] == shown
        late = publisher.post(address, mine | {"seal": seal, "confirm": "1"})
        assert late.context["again"] and "look again" in late.text
        assert "preferred already, because: “It is the register.”" in late.text
        assert [s.rankings.live().exists() for s in (firms, other)] == [s == shown for s in (firms, other)]
        publisher.post(address, mine | {"seal": late.context["seal"], "confirm": "1"})
        assert firms.rankings.live().get().reason == "The whole year."

    @pytest.mark.parametrize("act", ["settle", "withdraw", "correct"])
    def test_what_was_begun_on_a_list_leads_back_to_it_by_every_step(self, publisher, editor, firms, act):
        back = "/admin/work/conflicts/?hub=hong-kong"
        address = f"{at(firms, act)}?{urlencode({'next': back})}"
        if act == "correct":
            typed, wrong = filled(publisher, address, why="us", note="Read again."), {"why": ""}
        else:
            typed, wrong = {"statement": firms.pk, "reason": "The whole year."}, {"reason": ""}
        for page in (
            publisher.get(address),
            publisher.post(address, typed | wrong),
            publisher.post(address, typed),
            publisher.post(address, typed | {"confirm": "1", "seal": "of something else"}),
        ):
            form = lxml.html.fromstring(page.text).xpath("//div[@id='content-main']/form")[0]
            assert form.get("action") == address
            assert form.xpath(".//a[@class='closelink']/@href") == [back]
        if act == "correct":
            assert confirmed(editor, address, typed).url == back
            typed |= filled(publisher, address)
        assert confirmed(publisher, address, typed).url == back
        # Replaced meanwhile, it still knows; where another site is named, nobody is led there.
        if act == "correct":
            assert publisher.get(address).url.endswith(address.partition("?")[2])
        elsewhere = publisher.get(f"{at(firms, act)}?next=https://example.org/", follow=True)
        assert "example.org" not in elsewhere.text

    def test_a_preference_stays_with_what_corrects_our_mistake_and_not_with_a_newer_state(
        self, publisher, firms, report, client
    ):
        publish(firms.jurisdiction, firms.topic, 80, series=firms.series, as_of="2018", articles=[report])
        confirmed(publisher, at(firms, "settle"), {"statement": firms.pk, "reason": "It is the register."})
        receipt = firms.get_absolute_url().partition("#")[0]
        assert "settled: It is the register." in client.get(receipt).text
        data = filled(publisher, at(firms), why="us", number="101")
        looked = pressed(publisher, at(firms), data)
        assert "as what it replaces was" in looked.text and "It is the register." in looked.text
        confirmed(publisher, at(firms), data)
        right = Statement.objects.live().get(key=firms.key)
        assert (right.number, right.rankings.live().get().reason) == (101, "It is the register.")
        assert right.rankings.live().get().published == right.published
        assert "settled: It is the register." in client.get(receipt).text

        newer = filled(publisher, at(right), why="world", number="150", as_of="2019")
        assert "as what it replaces was" not in pressed(publisher, at(right), newer).text
        confirmed(publisher, at(right), newer)
        assert not Statement.objects.live().filter(rankings__withdrawn=None, rankings__isnull=False).exists()

    def test_withdrawing_shows_what_is_left_first(self, publisher, firms):
        address = at(firms, "withdraw")
        looked = publisher.post(address, {"reason": "Another hub."})
        assert "Not researched" in looked.text and Statement.objects.live().exists()
        confirmed(publisher, address, {"reason": "Another hub."})
        assert not Statement.objects.live().exists()
        assert Change.objects.newest().note == "Another hub."


class TestWaiting:
    def test_drafts_corrections_and_accepted_suggestions_in_one_place(self, editor, publisher, report, firms):
        address = reverse("admin:hubs_statement_waiting")
        assert "Nothing waits" in editor.get(address).text
        held = firms
        confirmed(editor, at(held), filled(editor, at(held), why="us", note="Read again."))
        add = reverse("admin:hubs_statement_add")
        about = {"jurisdiction": held.jurisdiction_id, "topic": held.topic_id, "series": held.series_id}
        fields = {"finding": "value", "number": "1,234", "nature": "observed", "standing": "accepted"}
        fields |= {"certainty": "stated", "verification": "verified", "as_of": "2021-02", "_save": "1"}
        sources = {"citations-TOTAL_FORMS": 1, "citations-INITIAL_FORMS": 0, "citations-0-article": report.pk}
        saved = editor.post(add, about | fields | sources)
        assert saved.status_code == 302, errors(saved)
        bare = make_statement(held.jurisdiction, held.topic, 3, series=held.series, key="bare")
        bare.save()
        by = User.objects.create_user("may")
        decided = Change.objects.create(by=by, door=Door.REVIEW, note="Accepted suggestion 1")
        Suggestion.objects.create(
            article=report, start=0, end=9, payload={}, entered={}, state="accepted", decided=decided
        )

        page = editor.get(address)
        assert "3 drafts" in page.text and page.text.count("By editor,") == 2
        assert "1 decision by may" in page.text
        assert reverse("review_publish", args=[report.slug]) in page.text
        assert "has no source" in page.text and "1,234" in page.text
        assert 'type="checkbox"' not in page.text and editor.post(address).status_code == 403

        marks = re.findall(r'name="draft" value="([^"]+)"', publisher.get(address).text)
        assert len(marks) == 2
        before = Change.objects.count()
        assert "Tick at least one" in publisher.post(address, follow=True).text
        stale = publisher.post(address, {"draft": [marks[0] + "x", marks[1]]})
        assert stale.status_code == 409 and Change.objects.count() == before
        moved, kept = stale.context["drafts"][:2]
        assert f"“{moved.called}” was changed meanwhile: look at it again." in html.unescape(stale.text)
        assert (moved.ticked, moved.moved, kept.ticked, kept.moved) == (False, True, True, False)
        assert re.findall(r'value="([^"]+)" id="draft-\d+" checked', stale.text) == [marks[1]]
        assert stale.text.count("This was changed since you ticked it") == 1
        sent_back = publisher.post(address, {"draft": marks, "back": bare.pk})
        assert sent_back.status_code == 422 and sent_back.text.count(" checked>") == 2
        ghosts = publisher.post(address, {"draft": [f"{held.pk}-x", "999999-x", "junk"]})
        assert f"“{held}” was published by a command meanwhile." in html.unescape(ghosts.text)
        assert "2 of the ticked are no draft any more" in ghosts.text
        assert "Published 2" in publisher.post(address, {"draft": marks}, follow=True).text
        assert Change.objects.count() == before + 1
        assert Statement.objects.filter(published=Change.objects.newest()).count() == 2
        new = Statement.objects.get(as_of="2021-02")
        assert new.key.endswith("--2021-02") and new.citations.get().level == "official"

    def test_a_draft_goes_back_with_a_word_and_is_proposed_again_by_changing_it(
        self, editor, publisher, firms, report
    ):
        address = reverse("admin:hubs_statement_waiting")
        confirmed(editor, at(firms), filled(editor, at(firms), why="us", note="Read again."))
        draft = Statement.objects.get(published=None)
        assert "Send it back" not in editor.get(address).text
        assert editor.post(address, {"back": draft.pk}).status_code == 403
        silent = publisher.post(address, {"back": draft.pk, f"reason-{draft.pk}": " "}, follow=True)
        assert "Say what keeps it from being published" in silent.text
        assert "not a draft any more" in publisher.post(address, {"back": "junk"}, follow=True).text
        assert "1 waits to be published" in publisher.get("/admin/").text
        mark = re.search(r'name="draft" value="([^"]+)"', publisher.get(address).text)[1]
        before = Change.objects.count()

        publisher.post(address, {"back": draft.pk, f"reason-{draft.pk}": "Which page is it on?"})

        assert Change.objects.count() == before  # no reader hears of it
        for page in (editor.get(address), publisher.get(address)):
            assert "Sent back by publisher" in page.text and "Which page is it on?" in page.text
            assert 'type="checkbox"' not in page.text
        assert "0 wait to be published, 1 was sent back" in " ".join(editor.get("/admin/").text.split())
        assert "Which page is it on?" in editor.get(reverse("admin:work_list", args=["returned"])).text
        assert "Which page is it on?" in editor.get(at(firms)).text
        # Who had it before them when it went back publishes nothing unseen.
        late = publisher.post(address, {"draft": [mark]})
        assert "was sent back meanwhile" in late.text and firms in Statement.objects.live()

        confirmed(editor, at(firms), filled(editor, at(firms), note="Read again, on page 3."))
        draft.refresh_from_db()
        assert (draft.sent_back, draft.note) == ("", "Read again, on page 3.")
        marks = re.findall(r'name="draft" value="([^"]+)"', publisher.get(address).text)
        assert "Published 1" in publisher.post(address, {"draft": marks}, follow=True).text

    def test_what_was_sent_back_is_proposed_again_from_its_own_form_too(self, editor, firms):
        draft = make_statement(firms.jurisdiction, firms.topic, 3, series=firms.series, key="draft")
        draft.sent_back = "Too few."
        draft.save()
        address = at(draft, "change")
        page = editor.get(address)
        assert "Sent back: “Too few.”" in page.text
        form = page.context["adminform"].form
        data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
        data |= {"citations-TOTAL_FORMS": 0, "citations-INITIAL_FORMS": 0, "number": "4"}
        saved = editor.post(address, data | {"_opened": page.context["opened"]})
        assert saved.status_code == 302, errors(saved)
        draft.refresh_from_db()
        assert (draft.sent_back, draft.number) == ("", 4)

    def test_a_correction_of_what_was_replaced_meanwhile_can_still_be_read_and_deleted(
        self, editor, publisher, firms
    ):
        confirmed(editor, at(firms), filled(editor, at(firms), why="us", number="120"))
        draft = Statement.objects.get(published=None)
        assert editor.get(at(draft, "change")).headers["location"] == at(firms)
        confirmed(publisher, at(firms, "withdraw"), {"reason": "Another hub was meant."})
        assert at(draft, "change") in editor.get(WAITING).text
        page = editor.get(at(draft, "change"))
        assert page.context["adminform"].form["number"].value() == "120" and "deletelink" in page.text
        asked = editor.get(at(draft, "delete"))
        editor.post(at(draft, "delete"), {"post": "yes", "_opened": asked.context["opened"]})
        assert not Statement.objects.filter(published=None).exists()

    def test_what_was_typed_into_a_draft_that_was_published_meanwhile_corrects_it(
        self, editor, publisher, firms, report
    ):
        draft = make_statement(
            firms.jurisdiction, firms.topic, 3, series=firms.series, key="draft", as_of="2020"
        )
        draft.save()
        cite(report, statement=draft).save()
        page = editor.get(at(draft, "change"))
        inlines = [inline.formset for inline in page.context["inline_admin_formsets"]]
        forms = [page.context["adminform"].form]
        forms += [form for formset in inlines for form in (formset.management_form, *formset.forms)]
        data = {field.html_name: value for form in forms for field in form if (value := field.value())}
        data |= {"_opened": page.context["opened"], "number": "4", "note": "Counted again."}
        mark = re.findall(r'name="draft" value="([^"]+)"', publisher.get(WAITING).text)
        assert "Published 1" in publisher.post(WAITING, {"draft": mark}, follow=True).text

        looked = editor.post(at(draft, "change"), data | {"_preview": "1"}, headers={"HX-Request": "true"})
        assert "Somebody published this while you had it open" in looked.text
        stopped = editor.post(at(draft, "change"), data | {"_save": "1"})
        assert stopped.status_code == 409
        assert "publisher saved this while you had it open" in stopped.text
        told = {each.label: (each.was, each.now, each.typed) for each in stopped.context["stale"].differences}
        assert told == {"Number": ("3", "3", "4"), "Note": ("", "", "Counted again.")}
        form, sources = stopped.context["form"], stopped.context["sources"]
        fields = [field for each in (form, *sources, sources.management_form) for field in each]
        kept = {
            field.html_name: value for field in fields if (value := field.value()) not in (None, False, "")
        }
        assert f'action="{at(draft)}"' in stopped.text and kept["sources-0-article"] == str(report.pk)
        confirmed(editor, at(draft), kept | {"why": "us"})
        waiting = Statement.objects.get(published=None)
        assert (waiting.replaces, waiting.number, waiting.note) == (draft, 4, "Counted again.")
        # A form that was not opened while it was a draft is refused as before.
        assert editor.post(at(draft, "change"), {"number": "5"}).status_code == 403


class TestAnInitiativeInOneScreen:
    @pytest.fixture
    def form(self, report):
        """A new initiative with two milestones, as a browser sends it."""
        status = make_topic("status", kind="choice", subject="initiative", choices=("pilot", "live"))
        pilot, live = status.choices.all()
        data = {"title_en": "Project Orange", "slug": "project-orange", "category": "regulation"}
        for prefix, total in (("participations", 1), ("statements", 2), ("involvements", 0), ("aliases", 0)):
            data |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": 0}
        data |= {"participations-0-jurisdiction": make_hub().pk, "participations-0-lead": "on"}
        data |= {"article": report.pk, "statements-0-quote": "opened in November  2016"}
        for n, (choice, day) in enumerate(((pilot, "2016年11月"), (live, "28 Feb 2019"))):
            data |= {
                f"statements-{n}-topic": status.pk,
                f"statements-{n}-choice": choice.pk,
                f"statements-{n}-value_date": day,
            }
        return data

    add = "/admin/hubs/initiative/add/"

    def test_published_at_once_with_its_milestones_and_their_source(self, publisher, form, report):
        # Preview shows the cells, and leaves nothing behind.
        shown = publisher.post(self.add, form | {"_preview": "1"}, headers={"HX-Request": "true"})
        assert "Live" in shown.text and "28 Feb 2019" in shown.text.replace("\xa0", " ")
        assert not Initiative.objects.exists() and not Change.objects.exists()
        assert "/initiatives/project-orange/" not in shown.text  # nothing is there to lead to
        assert "Nothing was saved" in publisher.post(self.add, form | {"_preview": "1"}).text

        done = publisher.post(self.add, form | {"_publish": "1"})
        assert done.status_code == 302, errors(done)
        initiative = Initiative.objects.get()
        assert (initiative.status, initiative.status_on, initiative.lead.slug) == (
            "live",
            "2019-02-28",
            "singapore",
        )
        first, second = Statement.objects.live()
        assert (first.key, second.key) == ("project-orange--status", "project-orange--status-2")
        assert (first.value_date, first.nature, first.verification) == ("2016-11", "event", "verified")
        assert {first.published, second.published} == {Change.objects.get()}
        quotes = [citation.quote for citation in Citation.objects.live().order_by("statement")]
        assert quotes == ["opened in November 2016", ""]
        # The next one starts from the same article, and today.
        assert publisher.get(self.add).context["adminform"].form["article"].value() == report.pk
        assert 'value="20' in str(
            publisher.get("/admin/hubs/article/add/").context["adminform"].form["accessed"]
        )

    def test_saved_it_stays_a_draft(self, editor, publisher, form):
        page = editor.get(self.add)
        assert "_publish" not in page.text and "readers do not see what only drafts speak of" in page.text
        assert editor.post(self.add, form | {"_publish": "1"}).status_code == 403
        assert editor.post(self.add, form | {"_save": "1"}).status_code == 302
        assert Statement.objects.filter(published=None).count() == 2 and not Change.objects.exists()
        waiting = editor.get(reverse("admin:hubs_statement_waiting")).text
        assert "Project Orange" in waiting and waiting.count("By editor") == 2
        # What a record is called is no draft: the hint says what “Save” does to what readers see.
        change = reverse("admin:hubs_initiative_change", args=[Initiative.objects.get().pk])
        assert "readers do not see what only drafts speak of" in editor.get(change).text
        marks = re.findall(r'name="draft" value="([^"]+)"', publisher.get(WAITING).text)
        assert "Published 2" in publisher.post(WAITING, {"draft": marks}, follow=True).text
        hint = "shows readers title, hubs, bodies and the like at once"
        assert (
            f"“Save” {hint}" in editor.get(change).text
            and f"“Save” alone {hint}" in publisher.get(change).text
        )
        draft_form = f"{reverse('admin:hubs_statement_add')}?topic={Statement.objects.first().topic_id}"
        assert "“Save” alone keeps a draft" in publisher.get(draft_form).text

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"article": ""}, "Choose the article that these words stand in"),
            ({"article": "", "statements-0-quote": ""}, "has no source"),
            ({"statements-0-quote": "never said"}, "do not stand in the article"),
            ({"statements-1-value_date": "2019/02"}, "may be a month or a financial year"),
            ({"statements-1-value_date": ""}, "Say when"),
            ({"statements-1-choice": ""}, "wants an answer"),
        ],
    )
    def test_nothing_is_written_by_half(self, publisher, form, changes, sentence):
        answer = publisher.post(self.add, form | changes | {"_publish": "1"})
        assert answer.status_code == 200
        assert sentence in errors(answer)
        assert not Initiative.objects.exists() and not Statement.objects.exists()
        fragment = publisher.post(
            self.add, form | changes | {"_preview": "1"}, headers={"HX-Request": "true"}
        )
        assert sentence in fragment.text
        rows = {name.split("-")[1] for name in changes if name.startswith("statements-")}
        named = [f"Milestone #{int(row) + 1}" for row in rows]
        assert all(name in fragment.text for name in named) or "“Status: Pilot” has" in fragment.text


def test_a_draft_with_its_citations_can_be_deleted(editor):
    initiative = make_initiative(hub=make_hub())
    draft = make_statement(initiative, make_topic("began", subject="initiative"), "2016", key="draft")
    draft.save()
    cite(make_article(), statement=draft).save()
    address = reverse("admin:hubs_statement_delete", args=[draft.pk])
    asked = editor.get(address)
    assert "Are you sure" in asked.text
    editor.post(address, {"post": "yes", "_opened": asked.context["opened"]})
    assert not Statement.objects.exists() and not Citation.objects.exists()


def test_a_new_state_on_old_sources_is_pointed_out_and_readers_are_told_of_the_correction(
    publisher, firms, report, client
):
    data = filled(publisher, at(firms), why="world", number="120", as_of="2024")
    looked = pressed(publisher, at(firms), data)
    assert "older than the day this speaks of" in looked.text
    seen_again = pressed(publisher, at(firms), data | {"number": "100"})
    assert seen_again.status_code == 422 and "The value is the same" in errors(seen_again)
    data |= {"why": "us", "as_of": "2018"}
    assert "older than the day this speaks of" not in pressed(publisher, at(firms), data).text

    confirmed(publisher, at(firms), data)
    change = Change.objects.newest()
    receipt = client.get(reverse("receipt", args=["hong-kong", "firms", "licensed"])).text
    assert "corrected by us on" in receipt and f"/changes/{change.pk}/" in receipt
    # What it rested on before is another's choice, and is not offered for the next record.
    form = publisher.get(reverse("admin:hubs_initiative_add")).context["adminform"].form
    assert form.fields["article"].initial is None


def test_a_city_says_in_which_country_it_lies(publisher):
    address = reverse("admin:hubs_jurisdiction_add")
    page = publisher.get(address)
    data = {"name_en": "Zug", "slug": "zug", "kind": "city", "_opened": page.context.get("opened", "")}
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {field.html_name: field.value() for field in management}
    assert "lies in a country" in publisher.post(address, data).text
