"""An editor brings an article in, in a real browser: pasted, looked at, corrected, kept; and by every other way."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from playwright.sync_api import Page, expect

from hubs.capture import intake as door
from hubs.models import Article, Intake
from hubs.starter import load
from tests.capture.test_reading import PAGE, pdf
from tests.factories import make_article

TEXT = "HKMA opens sandbox\n\nThe HKMA launched a stablecoin sandbox on 12 March 2024 with 5 banks."


@pytest.fixture
def site(live_server):
    """An article listed without its text, and an editor."""
    make_article("listed", title="HKMA opens sandbox", publisher="The Paper", date="2024-03-12")
    person = User.objects.create_user("ada", password="a password of hers", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="change_suggestion"))
    return live_server


def log_in(page: Page) -> None:
    page.goto("/capture/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a password of hers")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]+/capture/$"))


def paste(page: Page, text: str) -> None:
    page.goto("/capture/")
    page.get_by_label("Paste its text").fill(text)
    page.get_by_role("button", name="Read this text").click()
    page.wait_for_url("**/capture/intakes/**")


def is_found(page: Page) -> None:
    expect(page.get_by_role("heading", name="What it is")).to_be_visible(timeout=30_000)


def test_from_paste_to_review(site, new_page):
    load()  # what the review page proposes from
    page = new_page()
    log_in(page)
    expect(page.get_by_role("navigation", name="For editors").get_by_role("link")).to_have_attribute(
        "aria-current", "page"
    )
    paste(page, f"Menu\n\n{TEXT}\n\nMore stories")
    is_found(page)
    # Left, and come back to by the list.
    page.goto("/hubs/")
    page.get_by_role("link", name="Capture").click()
    page.get_by_role("link", name="Look and keep").click()

    # The title was not told from the menu: what is missing or wrong is said at its field, and nothing is lost.
    page.get_by_label("Title").fill("")
    page.get_by_label("Published").fill("last week")
    page.get_by_label("Text").fill(TEXT)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("No title was found: write the one it carries.")).to_be_visible()
    expect(page.get_by_text("“last week” is not a date we can read")).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value(TEXT)

    # It is listed already, without its text: offered, and done when asked.
    page.get_by_label("Title").fill("HKMA opens sandbox")
    page.get_by_label("Published").fill("2024-03-12")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("An article of this title and day is kept")
    page.get_by_role("button", name="Add this text to it").click()
    page.wait_for_url("**/capture/articles/listed/")
    article = Article.objects.get(slug="listed")
    assert article.text == TEXT and article.suggestions.count() == 1 and not Intake.objects.exists()
    new_page.expect("422")


def test_a_refusal_offers_another_way_and_can_be_thrown_away(site, page):
    log_in(page)
    page.get_by_label("Upload a file").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": pdf("")}
    )
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_text("The PDF holds pictures of pages and no text")).to_be_visible(timeout=30_000)
    page.get_by_label("Upload a file").set_input_files(
        {"name": "page.html", "mimeType": "text/html", "buffer": PAGE.encode()}
    )
    page.get_by_role("button", name="Read this file").click()
    is_found(page)
    expect(page.get_by_label("Author")).to_have_value("Ada Chan")
    page.get_by_role("button", name="Discard").click()
    page.wait_for_url("**/capture/")
    page.get_by_role("button", name="Discard scan.pdf").click()
    expect(page.get_by_text("Nothing of yours is on its way")).to_be_visible()


def test_a_wait_is_told_and_ends_by_itself(site, page):
    log_in(page)
    # Two others are being read.
    with door._turns, door._turns:
        paste(page, TEXT)
        Intake.objects.update(said=door.WAITING)
        expect(page.get_by_role("status")).to_have_text(door.WAITING)
        page.wait_for_timeout(1500)
        expect(page.get_by_role("status")).to_have_text(door.WAITING)
    is_found(page)


def test_without_script(site, new_page):
    load()
    page = new_page(js=False)
    log_in(page)
    paste(page, TEXT)
    is_found(page)  # the page asks again by itself, without script too
    page.get_by_label("Title").fill("Another title")
    page.get_by_label("Published").fill("2024")
    page.get_by_role("button", name="Check again and keep").click()
    page.wait_for_url(re.compile("/capture/articles/"))
    assert Article.objects.get(title="Another title").date == "2024"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (375, True)])
def test_every_page_of_the_door_is_accessible_and_fits(site, new_page, axe, width, dark):
    page = new_page(width, 800, dark=dark)
    log_in(page)
    person = User.objects.get()
    read = {"text": TEXT, "title": "HKMA opens sandbox", "author": "", "publisher": "", "date": "2024-03-12",
            "language": "en", "kind": "text"}  # fmt: skip
    going = [
        Intake.objects.create(
            by=person, source="https://example.org/" + "a-long-address-" * 12, said=door.READING
        ),
        Intake.objects.create(by=person, source="scan.pdf", state="refused", said="It is empty."),
        Intake.objects.create(by=person, source="a.txt", state="read", reading=read),
    ]
    found = {}
    for address in ["/capture/", *(intake.get_absolute_url() for intake in going), "/capture/intakes/0/"]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        if problems := axe(page):
            found[address] = problems
    page.goto(going[2].get_absolute_url())
    page.get_by_label("Language").select_option("")
    page.get_by_role("button", name="Check again and keep").click()
    expect(page.get_by_text("The language was not found: choose")).to_be_visible()
    if problems := axe(page):
        found["with errors"] = problems
    new_page.expect("404")
    new_page.expect("422")
    assert found == {}
