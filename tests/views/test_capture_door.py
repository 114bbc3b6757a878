"""The door of capture over real HTTP: three ways in, every refusal in a sentence, nothing kept unseen or twice."""

import datetime
import re
import threading
import time
from html import unescape
from urllib.parse import urljoin

import pytest
import requests
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hubs.capture import intake as door
from hubs.capture.fetching import fetch
from hubs.capture.reading import MAX_BYTES, Reading
from hubs.models import Article, Intake, Jurisdiction, Statement, Suggestion
from tests.capture.test_fetching import PRIVATE, site  # noqa: F401  # a site that does all a site can do wrong
from tests.capture.test_reading import CHINESE, HOSTILE, PAGE, pdf
from tests.factories import cite, make_article, make_hub, make_organisation, make_statement, make_topic
from tests.reading import read

# Readings happen in threads, which see only what was committed.
pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "HKMA opens sandbox\n\n"
    "The HKMA launched a stablecoin sandbox on 12 March 2024 with 5 banks.\n\n"
    "Banks may test their plans there before the law is passed, under its supervision."
)
ABOUT = {
    "title": "HKMA opens sandbox",
    "publisher": "The Paper",
    "date": "2024-03-12",
    "language": "en",
    "kind": "news",
}


@pytest.fixture(autouse=True)
def every_reading_ends():
    yield
    until(lambda: door._under_way == 0)


def until(done, seconds=60):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "took too long"
        time.sleep(0.05)


def make_editor(name="ada", *, may=True) -> User:
    person = User.objects.create_user(name, password="pw", is_staff=True)
    if may:
        person.user_permissions.add(Permission.objects.get(codename="change_suggestion"))
    return person


@pytest.fixture
def editor(client):
    person = make_editor()
    client.force_login(person)
    return person


def give(client, **given) -> Intake:
    """Give an article to the door; its intake once it was read or refused."""
    way = next(iter(given))
    answer = client.post("/capture/", {"way": way, **given})
    assert answer.status_code == 302, read(answer, 422)
    pk = int(answer.url.split("/")[-2])
    until(lambda: Intake.objects.get(pk=pk).state != "reading")
    return Intake.objects.get(pk=pk)


def a_file(data: bytes, name="article.html"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


class TestWhoMay:
    def test_readers_are_asked_to_log_in_and_see_no_trace_of_it(self, client):
        for address in ("/capture/", "/capture/intakes/1/"):
            assert client.get(address).url == f"/admin/login/?next={address}"
        assert client.post("/capture/", {"way": "text", "text": TEXT}).url.startswith("/admin/login/")
        page = client.get("/hubs/")
        assert "/capture/" not in page.text
        assert not page.cookies and "Cookie" not in page.headers["Vary"]
        assert not Intake.objects.exists()

    def test_who_lacks_the_permission_is_told_so(self, client):
        client.force_login(make_editor(may=False))
        assert "may not decide on suggestions" in read(client.get("/capture/"), 403)
        assert client.post("/capture/", {"way": "text", "text": TEXT}).status_code == 403
        assert "/capture/" not in client.get("/hubs/").text

    def test_editors_find_it_on_every_page(self, client, editor):
        assert client.get("/hubs/").text.count('href="/capture/"') == 2  # for wide screens and in the menu

    def test_an_intake_is_its_persons_own(self, client, editor):
        mine = Intake.objects.create(by=editor, source="mine")
        client.force_login(make_editor("eve"))
        address = mine.get_absolute_url()
        assert "somebody else began it" in read(client.get(address), 404)
        assert "mine" not in read(client.get("/capture/"))
        client.post(f"{address}discard/")
        assert Intake.objects.filter(pk=mine.pk).exists()

    def test_changing_anything_asks_for_the_token(self, editor):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor)
        assert strict.post("/capture/", {"way": "text", "text": TEXT}).status_code == 403
        assert strict.get("/capture/intakes/1/discard/").status_code == 405


class TestReading:
    def test_from_paste_to_review(self, client, editor):
        make_organisation("HKMA", jurisdiction=make_hub("Hong Kong"))
        assert "Nothing of yours is on its way" in read(client.get("/capture/"))

        # Two others are being read: the form answers all the same.
        with door._turns, door._turns:
            answer = client.post("/capture/", {"way": "text", "text": f"Home | News | Sport\n\n{TEXT}"})
            page = client.get(answer.url)
            assert 'hx-trigger="every 1s"' in page.text and '<meta http-equiv="refresh"' in page.text
        until(lambda: Intake.objects.get().state == "read")
        assert client.get(f"{answer.url}progress/").headers["HX-Refresh"] == "true"
        assert "Look and keep" in read(client.get("/capture/"))

        page = client.get(answer.url)
        assert "Home | News | Sport" in page.text and page.context["form"]["language"].value() == "en"
        assert not Article.objects.exists() and not Suggestion.objects.exists()
        # Browsers send lines with carriage returns.
        about = ABOUT | {"text": TEXT.replace("\n", "\r\n"), "url": "https://example.org/a"}
        kept = client.post(answer.url, about)
        article = Article.objects.get()
        assert kept.url == reverse("review", args=[article.slug])
        assert (article.text, article.title, article.publisher, article.date, article.url) == (
            *(TEXT, "HKMA opens sandbox", "The Paper", "2024-03-12", "https://example.org/a"),
        )
        suggestions = list(article.suggestions.all())
        assert suggestions and all(TEXT[s.start : s.end] == s.payload["quote"] for s in suggestions)
        assert not Statement.objects.exists() and not Intake.objects.exists()

        # A second click on the button finds what the first has kept.
        assert client.post(answer.url, about).url == kept.url
        assert Article.objects.count() == 1
        assert "No article of yours is on its way here" in read(client.get(answer.url), 404)
        listed = read(client.get("/capture/"))
        assert "Nothing of yours is on its way" in listed
        assert f"HKMA opens sandbox The Paper · 12 Mar 2024 0 of {len(suggestions)} decided" in listed

    def test_what_a_page_and_a_pdf_say_of_themselves(self, client, editor):
        make_article(publisher="The Paper", kind="trade_press")
        found = client.get(give(client, file=a_file(PAGE.encode())).get_absolute_url())
        asked = {name: found.context["form"][name].value() for name in (*ABOUT, "author", "text")}
        assert asked | {"text": ""} == {
            **ABOUT, "author": "Ada Chan", "text": "", "kind": "trade_press",
        }  # fmt: skip
        assert "launched a sandbox" in asked["text"] and "Sport" not in asked["text"]
        assert '<option value="The Paper">' in found.text
        found = client.get(give(client, file=a_file(pdf(), "a.pdf")).get_absolute_url())
        assert found.context["form"]["text"].value() == "The HKMA launched a sandbox on 12 March 2024."
        found = client.get(give(client, text=CHINESE).get_absolute_url())
        assert found.context["form"]["language"].value() == "zh-Hant"

    def test_a_page_is_fetched_and_its_address_is_where_it_led(self, client, editor, site, monkeypatch):  # noqa: F811
        monkeypatch.setattr(door, "fetch", lambda url: fetch(url, loopback=url.startswith(site)))
        intake = give(client, address=f"{site}/moved")
        assert intake.source == f"{site}/page"
        found = client.get(intake.get_absolute_url())
        assert found.context["form"]["url"].value() == f"{site}/page"

    def test_what_a_file_says_of_itself_may_be_anything(self, client, editor, monkeypatch):
        odd = Reading(TEXT, title="a\0b \ud800\n c", author="x" * 900, publisher="\x1b[0m", date="9999-99-99")
        monkeypatch.setattr(door, "parse", lambda *a, **k: odd)
        form = client.get(give(client, text=TEXT).get_absolute_url()).context["form"]
        said = {name: form[name].value() for name in ("title", "author", "publisher", "date")}
        assert said == {"title": "ab c", "author": "x" * 200, "publisher": "[0m", "date": ""}

    def test_a_few_at_once_a_few_in_line_and_the_rest_are_told(self, client, editor, monkeypatch):
        go_on = threading.Event()
        parse = door.parse
        monkeypatch.setattr(door, "parse", lambda *a, **k: go_on.wait(30) and parse(*a, **k))
        monkeypatch.setattr(door, "IN_LINE", 1)
        addresses = [client.post("/capture/", {"way": "text", "text": f"{TEXT} {n}"}).url for n in range(3)]
        until(lambda: Intake.objects.filter(said=door.READING).count() == 2)
        assert "It waits for its turn" in read(client.get(addresses[2]))
        refused = client.post("/capture/", {"way": "text", "text": "One too many, kept in its field."})
        assert "3 articles are being read or wait for it: try again in a minute." in read(refused, 422)
        assert "kept in its field" in refused.text

        # The fragment says something only when there is something new to say.
        progress = f"{addresses[2]}progress/"
        assert client.get(progress, {"shown": door.WAITING}).status_code == 204
        assert "It waits for its turn" in read(client.get(progress, {"shown": door.READING}))
        # What is given up while it is read is not read, and does not come back.
        for address in (addresses[0], addresses[2]):
            assert client.post(f"{address}discard/").url == "/capture/"
        go_on.set()
        until(lambda: door._under_way == 0)
        assert Intake.objects.get().state == "read"

    @pytest.mark.parametrize("said", [door.READING, door.WAITING])
    def test_a_reading_that_ended_with_its_process_is_told_by_the_clock(self, client, editor, said):
        intake = Intake.objects.create(by=editor, source="lost.txt", said=said)
        assert "The article is being read" in read(client.get(intake.get_absolute_url()))
        Intake.objects.update(begun=timezone.now() - datetime.timedelta(minutes=5))
        assert "cut short" in read(client.get(intake.get_absolute_url()))
        assert client.get(f"{intake.get_absolute_url()}progress/").headers["HX-Refresh"] == "true"
        assert "Cut short" in read(client.get("/capture/"))

    def test_what_nobody_came_back_to_is_dropped(self, client, editor):
        Intake.objects.create(by=editor, source="old.txt", state="refused", said="No.")
        Intake.objects.update(begun=timezone.now() - datetime.timedelta(days=8))
        give(client, text=TEXT)
        assert Intake.objects.get().source == "pasted text"

    def test_a_fault_of_ours_is_a_sentence_too(self, client, editor, monkeypatch, caplog):
        monkeypatch.setattr(door, "parse", lambda *a, **k: 1 / 0)
        intake = give(client, text=TEXT)
        assert intake.state == "refused" and "in the log" in intake.said
        assert "ZeroDivisionError" in caplog.text


class TestKeeping:
    def found(self, editor, **fields) -> Intake:
        reading = {**ABOUT, "text": TEXT, "author": "", "kind": "text"} | fields
        return Intake.objects.create(by=editor, source="a.txt", state="read", reading=reading)

    def test_an_article_listed_without_its_text_gets_it_when_asked(self, client, editor):
        make_organisation("HKMA", jurisdiction=make_hub("Hong Kong"))
        listed = make_article(title="HKMA Opens Sandbox", date="2024-03-12", publisher="HKMA")
        intake = self.found(editor)
        page = client.get(intake.get_absolute_url())
        assert "An article of this title and day is kept as “HKMA Opens Sandbox”." in read(page)
        assert "Add this text to it" in read(page) and listed.get_absolute_url() in page.text
        # Keeping it as new is refused with the same offer.
        answer = client.post(intake.get_absolute_url(), ABOUT | {"text": TEXT})
        assert "Add this text to it" in read(answer, 422)
        assert Article.objects.count() == 1 and not Article.objects.get().text

        kept = client.post(intake.get_absolute_url(), ABOUT | {"text": TEXT, "into": listed.slug})
        listed.refresh_from_db()
        assert kept.url == reverse("review", args=[listed.slug])
        assert listed.text == TEXT and listed.publisher == "HKMA" and listed.suggestions.exists()
        assert not Intake.objects.exists()

    def test_without_a_day_an_article_of_its_title_is_offered(self, client, editor):
        make_article(title="HKMA opens sandbox", date="2024-03-12")
        intake = self.found(editor, date="")
        assert "An article of this title is kept" in read(client.get(intake.get_absolute_url()))
        client.post(intake.get_absolute_url(), ABOUT | {"text": TEXT, "date": "2025-01"})
        assert Article.objects.count() == 2

    @pytest.mark.parametrize(
        ("held", "why"),
        [
            ({"text": TEXT}, "The same text is kept"),
            ({"text": f"{TEXT} It added a line."}, "A nearly identical text is kept"),
            ({"text": "Another.", "url": "http://www.example.org/a/"}, "The same address is kept"),
        ],
    )
    def test_what_is_held_is_offered_and_never_doubled_or_merged(self, client, editor, held, why):
        article = make_article(title="Another title", date="2020", **held)
        Suggestion.objects.create(article=article, start=0, end=4, payload={})
        intake = self.found(editor)
        given = ABOUT | {"text": TEXT, "url": "https://example.org/a"}
        for extra in ({}, {"into": article.slug}):
            page = client.post(intake.get_absolute_url(), given | extra)
            assert why in read(page, 422) and "Add this text to it" not in read(page, 422)
        article.refresh_from_db()
        assert Article.objects.get() == article and article.text == held["text"]
        assert Suggestion.objects.count() == Intake.objects.count() == 1

    def test_articles_alike_are_kept_both_where_an_editor_says_so(self, client, editor):
        make_article("alike", title="Another title", date="2020", text=f"{TEXT} It added a line.")
        make_article("named-so", title=ABOUT["title"], date=ABOUT["date"])
        make_article("same-text", title="A third title", date="2019", text=TEXT)
        intake = self.found(editor)
        given = ABOUT | {"text": TEXT + " And more."}
        asked = []
        for _ in range(3):
            page = client.post(intake.get_absolute_url(), given | {"apart": asked})
            assert "keep both" in read(page, 422)
            # What was said before is remembered.
            assert re.findall(r'<input type="hidden" name="apart" value="([\w-]+)">', page.text) == asked
            asked += re.findall(r'<button[^>]* name="apart" value="([\w-]+)"', page.text)
        client.post(intake.get_absolute_url(), given | {"apart": asked})
        assert Article.objects.count() == 4

        again = self.found(editor)
        page = read(client.post(again.get_absolute_url(), ABOUT | {"text": TEXT, "apart": "same-text"}), 422)
        assert "The same text is kept" in page and "keep both" not in page

    def test_adding_to_what_is_no_longer_recognised_is_refused(self, client, editor):
        listed = make_article(title="HKMA opens sandbox", date="2024-03-12")
        given = ABOUT | {"text": TEXT, "title": "Quite another", "into": listed.slug}
        answer = client.post(self.found(editor).get_absolute_url(), given)
        assert "no longer an article we hold" in read(answer, 422)
        assert Article.objects.get().text == ""

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("title", "", "No title was found: write the one it carries."),
            ("title", "x" * 501, "It is longer than 500 characters: 501."),
            ("language", "", "The language was not found"),
            ("language", "fr", "“fr” is not a language we read"),
            ("kind", "gossip", "“gossip” is not a kind of source we know"),
            ("date", "last week", "“last week” is not a date we can read: write 2019"),
            ("date", "2019-02-30", "“2019-02-30” is not in the calendar"),
            ("url", "javascript:alert(1)", "That is not the address of a page"),
            ("url", "ftp://example.org/a", "That is not the address of a page"),
            ("publisher", "x" * 201, "It is longer than 200 characters: 201."),
            ("text", " \r\n ", "Nothing is left of the text"),
            ("text", "x" * 200_001, "The text has 200,001 characters; 200,000 are the most we keep."),
        ],
    )
    def test_what_cannot_be_kept_is_said_at_its_field(self, client, editor, field, value, sentence):
        intake = self.found(editor)
        answer = client.post(intake.get_absolute_url(), ABOUT | {"text": TEXT, field: value})
        assert sentence in read(answer, 422)
        assert not Article.objects.exists() and Intake.objects.exists()

    @pytest.mark.parametrize("date", ["", "2019", "2019-Q1", "2019-02", "2019-02-28"])
    def test_a_day_is_as_precise_as_it_is_known(self, client, editor, date):
        client.post(
            self.found(editor).get_absolute_url(), ABOUT | {"text": TEXT, "date": date, "undated": "1"}
        )
        assert Article.objects.get().date == date

    def test_keeping_without_a_day_is_asked_for_twice(self, client, editor):
        address = self.found(editor).get_absolute_url()
        asked = client.post(address, ABOUT | {"text": TEXT, "date": ""})
        assert asked.status_code == 422 and "It has no day yet" in asked.text
        assert not Article.objects.exists()
        # One that is listed has its day: nothing is asked.
        make_article("listed", title=ABOUT["title"], date="2024-03-12")
        offered = client.post(address, ABOUT | {"text": TEXT, "date": ""})
        assert "An article of this title is kept" in offered.text and "It has no day yet" not in offered.text
        added = client.post(address, ABOUT | {"text": TEXT, "date": "", "into": "listed"})
        assert added.status_code == 302 and Article.objects.get().text == TEXT

    def test_what_was_kept_can_be_read_again_and_given_up(self, client, editor):
        make_organisation("Hong Kong Monetary Authority", jurisdiction=make_hub("Hong Kong"))
        text = "Crypto rules of Hong Kong.\n\nLast month Hong Kong launched a stablecoin sandbox with banks."
        undated = ABOUT | {"text": text, "date": "", "undated": "1"}
        client.post(self.found(editor).get_absolute_url(), undated)
        article = Article.objects.get()
        assert {s.payload["date"] for s in article.suggestions.all()} == {""}
        article.date = "2024-03-12"
        article.save()
        client.post(reverse("article_read_again", args=[article.slug]))
        assert "2024-02" in {s.payload["date"] for s in article.suggestions.all()}

        # Once something is decided, nothing is done over; and what is cited is not given up.
        decided = article.suggestions.first()
        client.post(reverse("review_reject", args=[article.slug, decided.pk]), {"reason": "no"})
        client.post(reverse("article_read_again", args=[article.slug]))
        assert article.suggestions.filter(pk=decided.pk).exists()
        discard = reverse("article_discard", args=[article.slug])
        assert "1 of them was decided by somebody" in read(client.get(discard))
        statement = make_statement(Jurisdiction.objects.get(), make_topic("tax", kind="prose"), "Low")
        statement.save()
        cite(article, statement=statement).save()
        assert client.post(discard).status_code == 422 and Article.objects.exists()
        statement.citations.all().delete()
        assert client.post(discard).status_code == 302
        assert not Article.objects.exists() and not Suggestion.objects.exists()

    def test_what_was_not_read_says_why_and_goes_at_once(self, client, editor):
        for source in ("a.pdf", "b.pdf"):
            Intake.objects.create(by=editor, source=source, state="refused", said="It is empty.")
        Intake.objects.create(by=make_editor("bob"), source="c.pdf", state="refused", said="It is empty.")
        page = client.get("/capture/")
        assert read(page).count("It is empty.") == 2 and "Discard the 2 that were not read" in read(page)
        client.post(reverse("intakes_discard_refused"))
        assert [intake.source for intake in Intake.objects.all()] == ["c.pdf"]

    def test_a_password_in_an_address_is_not_kept(self, client, editor):
        client.post("/capture/", {"way": "address", "address": "https://ada:secret@example.org/a"})
        assert Intake.objects.get().source == "https://…@example.org/a"

    def test_what_holds_nothing_for_us_can_still_be_found_and_given_up(self, client, editor):
        make_article("empty", title="A letter", text="Nothing of ours.")
        page = client.get("/capture/")
        assert (
            "nothing was found in it" in read(page)
            and reverse("article_discard", args=["empty"]) in page.text
        )

    def test_articles_under_review_newest_first_with_how_far_they_are(
        self, client, editor, django_assert_num_queries
    ):
        from hubs.models import Change

        change = Change.objects.create(by=editor, door="review")
        for title, states in (("Older", "oar"), ("Newer", "oo"), ("Waiting", "a"), ("Done", "rr")):
            article = make_article(title=title, text=f"{title} text of an article")
            for n, state in enumerate(states):
                decided = {"o": {}, "a": {"state": "accepted", "entered": {}}, "r": {"state": "rejected"}}[
                    state
                ]
                decided |= {"decided": change} if state != "o" else {}
                Suggestion.objects.create(article=article, start=n, end=n + 1, payload={}, **decided)
        client.get("/capture/")
        with django_assert_num_queries(8):
            page = read(client.get("/capture/"))
        order = [page.index(words) for words in ("Waiting", "1 of 1 decided not all published", "Newer",
                                                 "0 of 2 decided", "Older", "2 of 3 decided")]  # fmt: skip
        assert order == sorted(order) and "Done" not in page


# --- Everything that is refused -----------------------------------------------------------------------------


class Browser:
    """An editor's, over real HTTP: cookies and the token, nothing else."""

    def __init__(self, address: str, client: Client) -> None:
        self.site, self.session = address, requests.Session()
        self.session.trust_env = False
        self.session.cookies.update({name: each.value for name, each in client.cookies.items()})
        page = self.session.get(f"{address}/capture/").text
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    def give(self, way: str, value: bytes | str, name="article.html") -> requests.Response:
        """Send one of the three forms; the answer, or a redirect to where it is read."""
        data = {"csrfmiddlewaretoken": (None, self.token), "way": (None, way)}
        data[way] = (name, value) if way == "file" else (None, value)
        return self.session.post(f"{self.site}/capture/", files=data, allow_redirects=False)

    def sentence(self, answer: requests.Response) -> str:
        """Why it was refused, once it was."""
        end = time.monotonic() + 60
        while answer.is_redirect or "The article is being read" in answer.text:
            assert time.monotonic() < end, "never read"
            if not answer.is_redirect:
                time.sleep(0.2)
            answer = self.session.get(urljoin(self.site, answer.headers.get("location", answer.url)))
        for where in (r'<p class="lede refusal">(.+?)</p>', r'<ul class="errorlist"[^>]*><li>(.+?)</li>',
                      r'<p class="lede">(.+?)</p>'):  # fmt: skip
            if said := re.search(where, answer.text):
                return unescape(said[1])
        pytest.fail(answer.text[:3000])


@pytest.fixture
def browser_of_editor(live_server, client, editor):
    return Browser(live_server.url, client)


ADDRESSES = [
    *PRIVATE[:5], "http://169.254.169.254/latest/", "http://[fd00::1]/", "hong-kong", "//example.org/",
    "ftp://example.org/a", "file:///etc/passwd", "javascript:alert(1)", "gopher://example.org/", "http://",
    "http://example.org:22/", "http://user:secret@example.org/", "http://example.org\\@127.0.0.1/",
    "http://[::1", "http://no-such-name.invalid/", "http://" + "a" * 3000 + ".org/", "   ",
]  # fmt: skip
PATHS = (
    "to-private",
    "to-file",
    "missing",
    "broken",
    "picture",
    "endless",
    "bomb",
    "half",
    "silent",
    "no-http",
)


def test_everything_hostile_is_answered_in_a_sentence_while_readers_read(
    live_server, browser_of_editor, site, monkeypatch  # noqa: F811
):  # fmt: skip
    monkeypatch.setattr(door, "fetch", lambda url: fetch(url, loopback=url.startswith(site)))
    monkeypatch.setattr(door, "IN_LINE", 200)
    files = HOSTILE | {"report.docx": b"PK\x03\x04" + b"\0" * 500, "locked.pdf": LOCKED}
    given = [
        *(("file", data, name) for name, data in files.items()),
        *(("address", address, "") for address in ADDRESSES),
        *(("address", f"{site}/{path}", "") for path in PATHS),
        ("address", site.replace("http://", "https://"), ""),
        *(
            ("text", text, "")
            for text in (" \n ", "<html>" + "<div>" * 100_000, "Hong Kong. " * 50_000, "\x01\x02")
        ),
    ]
    assert len(given) > 50
    answers, slowest, over = [], 0.0, threading.Event()

    def reader() -> None:
        nonlocal slowest
        while not over.is_set():
            began = time.monotonic()
            codes.append(requests.get(f"{live_server.url}/hubs/", timeout=30).status_code)
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.2)

    codes: list[int] = []
    reading = threading.Thread(target=reader)
    reading.start()
    try:
        for way, value, name in given:
            answers.append(browser_of_editor.give(way, value, name))
        for (way, value, _name), answer in zip(given, answers, strict=True):
            said = browser_of_editor.sentence(answer)
            assert said.endswith(".") and said[0].isupper() and 10 < len(said) < 200, (way, value[:60], said)
    finally:
        over.set()
        reading.join()
    assert set(codes) == {200} and slowest < 5
    until(lambda: not Intake.objects.filter(state="reading").exists())
    assert not Article.objects.exists() and not Suggestion.objects.exists()
    assert not Intake.objects.exclude(state="refused").exists()
    assert all(intake.reading is None and intake.said for intake in Intake.objects.all())


LOCKED = (
    pdf()[:-6].replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
        b"/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
    )
    + b"%%EOF\n"
)


@pytest.mark.parametrize(
    ("way", "value", "sentence"),
    [
        ("file", b"Hong Kong " * 5_000_000, "larger than"),
        ("text", "Hong Kong " * 600_000, "larger than"),
        ("text", "香港" * 500_000, "longer than 200,000 characters"),
        ("file", b"a" * (MAX_BYTES + 1), "larger than 5 MB"),
    ],
    ids=["50 MB file", "6 MB text", "3 MB of Chinese", "a byte too many"],
)
def test_too_much_is_answered_in_a_sentence(browser_of_editor, way, value, sentence):
    began = time.monotonic()
    answer = browser_of_editor.give(way, value)
    assert answer.status_code in (302, 413, 422)
    assert sentence in browser_of_editor.sentence(answer)
    assert time.monotonic() - began < 15
    assert not Intake.objects.exclude(state="refused").exists()


def test_bytes_that_are_no_text_are_refused_in_a_form(browser_of_editor):
    answer = browser_of_editor.give("text", f"{TEXT}\0")
    assert answer.status_code == 400 and "There is a NUL character in “text”." in answer.text
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Paste a text, choose a file or give an address."),
        ({"way": "post"}, "Paste a text, choose a file or give an address."),
        ({"way": "text"}, "Paste the text of the article first."),
        ({"way": "file"}, "Choose a file first."),
        ({"way": "file", "file": "no file"}, "Choose a file first."),
        ({"way": "address"}, "Give the address of a page first."),
    ],
)
def test_an_empty_form_says_what_is_missing(client, editor, data, sentence):
    assert sentence in read(client.post("/capture/", data), 422)
    assert not Intake.objects.exists()


def test_where_fetching_is_off_there_is_no_field_for_it(client, editor, settings):
    assert "Give its address" in read(client.get("/capture/"))
    settings.CAPTURE_FETCH = False
    assert "Give its address" not in read(client.get("/capture/"))
    refused = client.post("/capture/", {"way": "address", "address": "https://example.org/"})
    assert "Fetching addresses is switched off on this site" in read(refused, 422)
    assert not Intake.objects.exists()
