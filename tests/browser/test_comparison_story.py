"""An analyst's errand from the first page to the printed sheet, on the starter dataset in a real browser."""

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from hubs.starter import load

FOUR = "/compare/?hub=hong-kong&hub=singapore&hub=united-states&hub=cn-beijing"


@pytest.fixture
def site(live_server):
    """A site that holds the starter dataset."""
    load()
    return live_server


def heads(page: Page) -> list[str]:
    return page.locator("thead .hub-name").all_inner_texts()


def test_the_errand(site, page, new_page, tmp_path):
    # The first page is the default comparison, and says so.
    page.goto("/")
    assert heads(page) == ["Hong Kong", "Singapore", "United States", "Beijing"]
    expect(page.get_by_text("comparison we start from")).to_be_visible()

    # From the count of Beijing's blockchain companies, one step to what says so, and on to its article.
    row = page.locator("#row-blockchain-companies-active")
    cell = row.locator("td.cell").nth(3)
    expect(cell).to_contain_text("175")
    expect(row).to_contain_text("Counted differently")
    cell.locator("a.note").click()
    receipt = page.locator(".receipt")
    expect(receipt).to_contain_text("175")
    expect(receipt).to_contain_text("Odaily")
    expect(receipt).to_contain_text("wording not held")
    assert page.url.endswith("/")
    page.keyboard.press("Escape")
    expect(receipt).to_have_count(0)
    expect(cell.locator("a.note")).to_be_focused()
    cell.locator("a.note").click()
    receipt.get_by_role("link", name="Looking at Hong Kong").first.click()
    expect(page.locator("h1")).to_contain_text("Looking at Hong Kong")
    expect(page.get_by_text("175").first).to_be_visible()
    page.go_back()
    page.wait_for_url("**/")

    # Only what differs; a hub removed and taken back; a column moved. Every step is an address.
    page.goto(FOUR)
    rows = page.locator("tr.row:not(.initiatives)").count()
    page.locator("#show-differs").click()
    page.wait_for_url("**show=differs")
    expect(page.locator("tr.row-unknown")).to_have_count(0)
    differing = page.locator("tr.row:not(.initiatives)").count()
    assert 0 < differing < rows
    page.locator("#remove-united-states").click()
    page.wait_for_url("**removed=united-states.2")
    assert heads(page) == ["Hong Kong", "Singapore", "Beijing"]
    expect(page.locator("#undo-link")).to_be_focused()
    page.locator("#undo-link").click()
    expect(page.locator("thead .hub-name")).to_have_count(4)
    page.locator("#right-hong-kong").click()
    page.wait_for_url("**hub=singapore&hub=hong-kong**")
    assert heads(page) == ["Singapore", "Hong Kong", "United States", "Beijing"]

    # Back three times: whole pages, as they were.
    page.go_back()
    expect(page.locator("thead .hub-name").first).to_have_text("Hong Kong")
    page.go_back()
    expect(page.locator("thead .hub-name")).to_have_count(3)
    page.go_back()
    expect(page.locator("thead .hub-name")).to_have_count(4)
    expect(page.locator("header").first).to_be_visible()
    assert page.url.endswith("show=differs")

    # The file holds what the page shows.
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV, every statement").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    records = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    in_file = {r["series"] or r["topic"] for r in records if r["part"] != "initiative"}
    assert len(in_file) == page.locator("tr.row:not(.initiatives)").count() == differing


def test_by_keyboard_alone(site, page):
    page.goto(FOUR)
    page.locator("#right-hong-kong").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**hub=singapore&hub=hong-kong**")
    expect(page.locator("#right-hong-kong")).to_be_focused()
    note = page.locator("#row-sandbox-start a.note").first
    note.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_focused()


def top_of(page: Page, css: str) -> float:
    return page.locator(css).evaluate("element => element.getBoundingClientRect().top")


def scroll_to(page: Page, css: str) -> str:
    """Scroll, the table where it is a box of its own and else the page, to a row; the first row in sight."""
    script = """row => {
        const box = row.closest(".sheet");
        const boxed = getComputedStyle(box).overflowY !== "visible";
        if (boxed) window.scrollBy(0, box.getBoundingClientRect().top - 8);
        (boxed ? box : window).scrollBy(0, row.getBoundingClientRect().top - 200);
        const below = box.querySelector("thead th").getBoundingClientRect().bottom;
        const rows = [...box.querySelectorAll("tr[id]")];
        return "#" + rows.find(each => each.getBoundingClientRect().bottom > below).id;
    }"""
    return page.locator(css).evaluate(script)


@pytest.mark.parametrize("width", [768, 1280])
# The second stands far enough from the end of the table that what is below it can still be scrolled to.
@pytest.mark.parametrize("row", ["#row-sandbox-start", "#row-gfci-rating"])
def test_a_moved_or_removed_column_keeps_the_place(site, new_page, width, row):
    page = new_page(width, 900)
    page.goto(FOUR)
    page.wait_for_load_state("networkidle")
    first = scroll_to(page, row)
    before = top_of(page, first)
    assert abs(before) < 250
    page.locator("#right-hong-kong").click()
    page.wait_for_url("**hub=singapore&hub=hong-kong**")
    expect(page.locator("#right-hong-kong")).to_be_focused()
    page.wait_for_timeout(500)
    assert abs(top_of(page, first) - before) < 4
    page.locator("#drop-hong-kong").click()
    page.wait_for_url("**removed=hong-kong.1")
    expect(page.locator("#undo-here")).to_be_focused()
    expect(page.locator("#undo-here")).to_be_in_viewport()
    expect(page.locator("#announce")).to_contain_text("Hong Kong removed.")
    page.wait_for_timeout(500)
    assert abs(top_of(page, first) - before) < 4
    page.locator("#undo-here").click()
    expect(page.locator("#drop-hong-kong")).to_be_focused()
    page.wait_for_timeout(500)
    assert abs(top_of(page, first) - before) < 4


@pytest.mark.parametrize("width", [375, 768])
def test_back_finds_the_place_in_the_box(site, new_page, width):
    page = new_page(width, 800)
    page.goto(FOUR)
    page.wait_for_load_state("networkidle")
    scroll_to(page, "#row-sandbox-start")
    page.locator(".sheet").evaluate("box => { box.scrollLeft = 120 }")
    before = top_of(page, "#row-sandbox-start")
    page.goto("/about/")
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert abs(top_of(page, "#row-sandbox-start") - before) < 4
    assert page.locator(".sheet").evaluate("box => box.scrollLeft") == 120


def test_without_script(site, new_page):
    page = new_page(js=False)
    page.goto("/compare/?hub=hong-kong&hub=singapore")
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.locator("#row-sandbox-start a.note").first.click()
    page.wait_for_url("**/hubs/hong-kong/sandbox-start/")
    expect(page.locator("body")).to_contain_text("6 Sep 2016")
    page.goto("/compare/?hub=hong-kong&hub=singapore")
    page.locator("details.add summary").click()
    page.locator("#picker-find").fill("倫敦")
    page.locator("#picker .picker-search button").click()
    page.wait_for_url("**find=*")
    page.get_by_label("London").check()
    page.get_by_role("button", name="Compare the hubs ticked").click()
    assert heads(page) == ["Hong Kong", "Singapore", "London"]
    page.locator("#remove-hong-kong").click()
    page.locator("#undo-link").click()
    assert heads(page) == ["Hong Kong", "Singapore", "London"]
    page.locator("#show-differs").click()
    page.wait_for_url("**show=differs")


@pytest.mark.parametrize("width", [320, 375, 768])
def test_small_screens_never_scroll_the_page_sideways(site, new_page, width):
    page = new_page(width, 700)
    for address in (
        FOUR,
        "/hubs/",
        "/hubs/hong-kong/",
        "/initiatives/",
        "/initiatives/mbridge/",
        "/search/?q=sfc",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


PAGES = [
    "/",
    "/compare/",
    "/compare/?hub=singapore",
    "/compare/?hub=honkong",
    "/hubs/",
    "/hubs/hong-kong/",
    "/hubs/hong-kong/sandbox-start/",
    "/initiatives/",
    "/initiatives/hk-hkex-stock-connect-dlt/",
    "/topics/",
    "/topics/blockchain-companies/",
    "/articles/",
    "/articles/odaily-2019-02-28/",
    "/organisations/",
    "/organisations/sfc-hk/",
    "/search/?q=香港證監會",
    "/search/?q=nothingatall",
    "/about/",
    "/glossary/",
    "/data/",
]


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_is_accessible(site, new_page, axe, dark):
    page = new_page(1280, 900, dark=dark)
    found = {}
    for address in PAGES:
        page.goto(address)
        if problems := axe(page):
            found[address] = problems
    new_page.expect("400")  # the address that is wrong on purpose
    assert found == {}


def test_prints_with_its_sources_and_without_controls(site, page):
    page.goto(FOUR)
    page.emulate_media(media="print")
    expect(page.locator(".chosen")).to_be_hidden()
    expect(page.locator("header nav:visible")).to_have_count(0)
    expect(page.get_by_role("heading", name="Sources, by note")).to_be_visible()
    expect(page.locator("canvas:visible")).to_have_count(0)
    assert page.pdf().startswith(b"%PDF")
