"""An editor's sitting with one article: from its text to what readers see, in a real browser."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from playwright.sync_api import Page, expect

from hubs.capture.capturing import capture
from hubs.capture.keeping import keep
from hubs.models import Article, Change, Statement, Suggestion
from hubs.starter import load

TEXT = """Sandbox cities look ahead

Singapore's MAS opened its fintech regulatory sandbox in November 2016, the first in the region.
More than 300 Chinese companies have landed in Singapore.

On March 4, 2019, the Hong Kong Monetary Authority launched a blockchain land registry pilot with the Land Registry.

According to CNNIC, 298 companies are active in the blockchain in China as of June 2018.

The Shanghai government will launch a blockchain invoice platform in 2020.
Shenzhen looks to invoices first, one official added.
"""
FIVE = {
    "sandbox": "milestone",
    "landed": "fact",
    "land registry": "milestone",
    "298": "fact",
    "invoice platform": "milestone",
}
FEWER = "the Hong Kong Monetary Authority launched a blockchain land registry pilot"
REVIEW = "/capture/articles/the-paper-2019-03-05/"


@pytest.fixture
def article(live_server) -> Article:
    """The article as kept, on a site that holds the starter dataset."""
    load()
    said = capture(
        TEXT, title="Sandbox cities look ahead", publisher="The Paper", language="en", published="2019-03-05"
    )
    article = keep(said).article
    # However much more capture learns to propose, the sitting is about these five.
    first = [
        article.suggestions.filter(payload__quote__icontains=word, payload__kind=kind).first().pk
        for word, kind in FIVE.items()
    ]
    article.suggestions.exclude(pk__in=first).delete()
    return article


def make_person(name: str, *permissions: str):
    person = get_user_model().objects.create_user(name, password="look-here-42", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=("change_suggestion", *permissions)))
    return person


def sign_in(page: Page, name: str, address: str) -> None:
    page.goto(f"/admin/login/?next={address}")
    page.fill("#id_username", name)
    page.fill("#id_password", "look-here-42")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{address}")


def card(page: Page, words: str):
    return page.locator(".card", has_text=words)


def test_by_keyboard_from_the_text_to_the_comparison(article, new_page, axe):
    may = make_person("may", "publish_statement")
    page = new_page(1440)
    sign_in(page, "may", REVIEW)
    expect(page.locator(".review-progress")).to_contain_text("0 of 5 decided")
    assert axe(page) == []

    # One passage and one suggestion are lit at a time, whichever of them is chosen.
    selected, lit = page.locator(".card.selected"), page.locator(".review-text .lit")
    expect(selected).to_contain_text("MAS FinTech Regulatory Sandbox")
    expect(lit.first).to_contain_text("Singapore")
    page.keyboard.press("j")
    expect(selected).to_contain_text("more than 300")
    expect(lit.first).to_contain_text("More than 300")
    page.locator(".review-text .piece", has_text="land registry").first.click()
    expect(selected).to_contain_text("land registry")
    page.keyboard.press("k")
    page.keyboard.press("k")

    # Accept, undo, accept again, reject with a reason; each decision moves on to the next that waits.
    page.keyboard.press("a")
    expect(page.locator(".review-progress")).to_contain_text("1 of 5 decided")
    expect(selected).to_contain_text("more than 300")
    page.keyboard.press("u")
    expect(page.locator(".review-progress")).to_contain_text("0 of 5 decided")
    expect(selected).to_contain_text("MAS FinTech Regulatory Sandbox")
    page.keyboard.press("a")
    expect(selected).to_contain_text("more than 300")
    page.keyboard.press("a")
    expect(page.locator(".review-progress")).to_contain_text("2 of 5 decided")

    # Mended first: a title of one's own, and a date as people write it.
    page.keyboard.press("e")
    page.get_by_label("Title of the new initiative").fill("Blockchain land registry")
    page.get_by_label("Category").select_option("public_services")
    page.get_by_label("Date", exact=True).fill("03/04/2019")
    page.get_by_role("button", name="Accept as entered").click()
    expect(page.locator(".field.wrong")).to_contain_text("03/04/2019")
    page.get_by_label("Date", exact=True).fill("4 March 2019")
    page.get_by_text("Take more or fewer words").click()
    page.get_by_label("Words it rests on").fill("the Authority  launched a blockchain")
    page.get_by_role("button", name="Accept as entered").click()
    expect(page.locator(".field.wrong")).to_contain_text("do not stand in the article")
    page.get_by_label("Words it rests on").fill(FEWER)
    page.get_by_role("button", name="Accept as entered").click()
    expect(page.locator(".review-progress")).to_contain_text("3 of 5 decided")
    page.keyboard.press("a")
    expect(page.locator(".review-progress")).to_contain_text("4 of 5 decided")
    # Opened by hand, what is typed is the reason and no key of the page.
    page.locator(".card.selected summary", has_text="Reject").click()
    page.keyboard.type("Too vague, all in all")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.press("Control+a")
    page.keyboard.type("Only a plan")
    page.keyboard.press("Enter")
    expect(page.locator(".review-progress")).to_contain_text("5 of 5 decided · 4 accepted, 1 rejected")
    expect(card(page, "Shanghai")).to_contain_text("Only a plan")

    # Words nothing was proposed from, chosen by hand.
    page.evaluate(
        """() => { const p = [...document.querySelectorAll("[data-text] p")].at(-1);
        const node = p.lastChild, at = node.data.indexOf("Shenzhen"), range = document.createRange();
        range.setStart(node, at); range.setEnd(node, at + 32);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.get_by_role("button", name="Make a statement of these words").click()
    page.get_by_label("Topic").select_option("blockchain-focus")
    # The hub is the one these words name.
    expect(page.get_by_label("Hub", exact=True)).to_have_value("cn-shenzhen")
    page.get_by_role("button", name="Accept as entered").click()
    expect(page.locator(".field.wrong")).to_contain_text("say it in a few words")
    expect(page.get_by_label("In words")).to_be_focused()
    page.get_by_label("In words").fill("Invoices come first")
    page.get_by_label("Seen on").fill("March 2019")
    page.get_by_role("button", name="Accept as entered").click()
    expect(page.locator(".review-progress")).to_contain_text("6 of 6 decided")
    new_page.expect("422")

    # Nothing of it is public until it is published, after a look at each cell before and after.
    assert not Statement.objects.filter(citations__article=article).exists()
    page.get_by_role("link", name="Publish 5").click()
    expect(page.locator("h1")).to_have_text("Publish 5 decisions")
    expect(page.locator(".touched").first).to_contain_text("Blockchain land registry")
    assert axe(page) == []
    assert not Statement.objects.filter(citations__article=article).exists()
    expect(page.locator(".lede")).to_contain_text(
        "4 cells change, 1 cell shows the same with more behind it,"
    )
    page.get_by_role("button", name="Publish 5").click()
    expect(page.locator("h1")).to_have_text("Published")
    assert Change.objects.newest().by == may
    said = page.locator(".notice-published")
    expect(said).to_contain_text("Readers see it now")
    expect(said).to_be_in_viewport()
    assert axe(page) == []
    expect(said.get_by_role("link", name="Back to Capture")).to_have_attribute("href", "/capture/")
    said.get_by_role("link", name="See it in the comparison").click()
    expect(page.locator("h1")).to_contain_text("Singapore")

    # Readers see the new values, each with its sentence.
    reader = new_page(1440)
    reader.goto("/compare/?hub=singapore&hub=cn-shenzhen")
    cell = reader.locator("#row-sg-chinese-blockchain-firms td.cell").first
    expect(cell).to_contain_text("300")
    cell.locator("a.note").click()
    expect(reader.locator(".receipt")).to_contain_text("More than 300 Chinese companies have landed")
    assert quote_of("blockchain-focus--cn-shenzhen--2019-03") == "Shenzhen looks to invoices first"
    reader.goto("/initiatives/blockchain-land-registry/")
    expect(reader.locator("main")).to_contain_text("Pilot")
    expect(reader.locator("main blockquote").first).to_have_text(f"“{FEWER}”")
    page.goto(REVIEW)
    expect(card(page, "300")).to_contain_text("Public")
    expect(page.locator(".card form")).to_have_count(1)  # only what was rejected can still be taken back


def test_words_are_chosen_with_the_mouse_and_nothing_moves_meanwhile(article, new_page, axe):
    make_person("may")
    page = new_page(1440)
    sign_in(page, "may", REVIEW)
    place = page.evaluate(
        """() => { const p = [...document.querySelectorAll("[data-text] p")].at(-1);
        p.scrollIntoView({ block: "center" });
        const node = p.lastChild, at = node.data.indexOf("Shenzhen"), range = document.createRange();
        range.setStart(node, at); range.setEnd(node, at + 32);
        const box = range.getBoundingClientRect();
        return [box.left, box.right, box.top + box.height / 2]; }"""
    )
    button = page.get_by_role("button", name="Make a statement of these words")
    last = page.locator("[data-text] p").last
    before = last.bounding_box()
    page.mouse.move(place[0] + 1, place[2])
    page.mouse.down()
    page.mouse.move(place[0] + 60, place[2])
    expect(button).to_have_count(0)
    page.mouse.move(place[1], place[2])
    page.mouse.up()
    expect(button).to_be_in_viewport()
    box = button.bounding_box()
    assert last.bounding_box() == before
    assert abs(box["y"] - place[2]) < 40 and abs(box["x"] + box["width"] - place[1]) < 40
    assert axe(page) == []

    # They are lit in the text while they are entered, and the topic is asked for first.
    button.click()
    expect(page.get_by_label("Topic")).to_be_focused()
    expect(page.locator("[data-text] .lit")).to_have_text(["Shenzhen looks to invoices first"])
    expect(page.locator("[data-text] .lit")).to_be_in_viewport()
    page.get_by_label("Topic").select_option("blockchain-focus")
    page.get_by_label("In words").fill("Invoices come first")
    page.get_by_label("Seen on").fill("March 2019")
    page.get_by_role("button", name="Accept as entered").click()
    expect(page.locator(".review-progress")).to_contain_text("1 of 6 decided")
    made = Suggestion.objects.get(article=article, state="accepted")
    assert page.url.endswith(f"{REVIEW}?at={made.pk}")

    # Mended where it stands, from what was entered.
    page.keyboard.press("e")
    expect(page.get_by_label("In words")).to_have_value("Invoices come first")
    page.get_by_label("In words").fill("Invoices before all else")
    page.get_by_role("button", name="Accept as entered").click()
    expect(card(page, "Invoices before all else")).to_contain_text("Accepted")


def test_on_a_phone_it_opens_at_its_top_then_where_it_was_left_and_ends_at_publishing(article, new_page):
    make_person("may", "publish_statement")
    page = new_page(375)
    sign_in(page, "may", REVIEW)
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".card.selected")).to_contain_text("land registry")
    page.get_by_role("link", name="Leave, keep my place").click()
    page.wait_for_url("**/capture/")
    page.goto(REVIEW)
    expect(page.locator(".card.selected")).to_contain_text("land registry")
    expect(page.locator(".card.selected")).to_be_in_viewport()

    Suggestion.objects.filter(article=article).exclude(payload__quote__icontains="298").delete()
    page.goto(REVIEW)
    expect(page.locator(".card.selected")).to_contain_text("298")
    page.keyboard.press("a")
    publish = page.get_by_role("link", name="Publish 1")
    expect(publish).to_be_focused()
    assert publish.bounding_box()["height"] < 60


def quote_of(key: str) -> str:
    return Statement.objects.live().get(key=key).citations.get().quote


@pytest.mark.parametrize("width", [768, 375])
def test_without_script_and_by_one_who_may_not_publish(article, new_page, width):
    make_person("june")
    make_person("may", "publish_statement")
    page = new_page(width, js=False)
    sign_in(page, "june", REVIEW)
    assert not any(key.is_visible() for key in page.locator("kbd").all())
    page.locator(".card.selected").get_by_role("button", name="Accept").click()
    expect(page.locator(".review-progress")).to_contain_text("1 of 5 decided")
    page.locator(".card.selected summary", has_text="Reject").click()
    page.get_by_label("Why").first.fill("Read wrongly")
    page.locator(".card.selected").get_by_role("button", name="Reject").click()
    expect(page.locator(".review-progress")).to_contain_text("1 accepted, 1 rejected")
    page.locator(".card.selected").get_by_role("button", name="Accept").click()
    page.get_by_role("link", name="Only undecided").click()
    expect(page.locator(".card")).to_have_count(2)
    page.locator(".card.selected").get_by_role("link", name="Edit").click()
    page.get_by_label("A statement of its own").check()
    page.get_by_label("Topic").select_option("")
    page.get_by_role("button", name="Accept as entered").click()
    expect(page.locator(".field.wrong")).to_contain_text("Choose the topic")
    page.get_by_role("link", name="Cancel").click()
    for _ in range(2):
        page.locator(".card.selected").get_by_role("button", name="Accept").click()

    page.locator(".by-hand summary").click()
    page.get_by_label("Select words above").fill("blockchain")
    page.get_by_role("button", name="Make a statement of these words").click()
    expect(page.locator(".by-hand .error")).to_contain_text("3 times")
    expect(page.get_by_label("Select words above")).to_have_value("blockchain")

    page.get_by_role("link", name="See the 4 that wait").click()
    expect(page.locator("h1")).to_have_text("4 decisions wait for a publisher")
    expect(page.get_by_text("These wait here for a publisher")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)

    # Another editor looks at the same page meanwhile, and is told what was decided.
    other = new_page(js=False)
    sign_in(other, "may", REVIEW)
    suggestion = Suggestion.objects.filter(article=article, state="rejected").get()
    page.goto(f"{REVIEW}?at={suggestion.pk}")
    other.goto(f"{REVIEW}?at={suggestion.pk}")
    page.locator(".card.selected").get_by_role("button", name="undo").click()
    other.locator(".card.selected").get_by_role("button", name="undo").click()
    expect(other.locator(".notice-error")).to_contain_text("meanwhile")
    other.get_by_role("link", name="Publish 4").click()
    other.get_by_role("button", name="Publish 4").click()
    expect(other.locator("h1")).to_have_text("Published")
    assert Statement.objects.filter(suggestions__article=article).distinct().count() == 4
    new_page.expect("422")


def test_strangers_are_asked_to_sign_in_and_readers_to_stay_readers(article, client):
    for address in (REVIEW, f"{REVIEW}publish/"):
        assert client.get(address).status_code == 302
    reader = get_user_model().objects.create_user("reader", password="look-here-42")
    client.force_login(reader)
    pk = article.suggestions.first().pk
    for address in ("", "publish/", "passage/", f"{pk}/edit/"):
        assert client.get(REVIEW + address).status_code == 403
    for address in (
        "accept-all/",
        "publish/",
        f"{pk}/accept/",
        f"{pk}/reject/",
        f"{pk}/undo/",
        f"{pk}/edit/",
    ):
        assert client.post(REVIEW + address).status_code == 403
    assert not article.suggestions.exclude(state="open").exists()
