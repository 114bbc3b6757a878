"""The admin in a real browser: under the site's own policy, in its colours, on a narrow screen, for everybody.

`page` and `new_page` fail on whatever the browser complains about, a refusal of the policy included.
"""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from hubs.importing import IMPORTED, template_of
from hubs.models import Initiative, Statement
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

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = "look-closely-1"


@pytest.fixture
def cast(transactional_db):
    """A superuser, and of each record one to look at."""
    User.objects.create_superuser("ada", password=RIGHT)
    hub = make_hub("Hong Kong", name_zh_hant="香港")
    topic, number = make_topic("stage", kind="choice", choices=("pilot",)), make_topic("count", kind="number")
    publish(hub, topic, "pilot", key="public-fact")
    publish(hub, number, 3, series=make_series(number))
    make_initiative("Project Ubin", hub=hub, lead=make_organisation(), note="Seen twice.")
    draft = make_statement(hub, topic, "pilot", key="draft-fact", as_of="2020")
    draft.save()
    cite(make_article("source"), statement=draft).save()


def log_in(page: Page) -> Page:
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(RIGHT)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data entry")
    return page


def test_an_editor_at_work(page, cast):
    log_in(page)
    expect(page.get_by_text("Development", exact=True)).to_be_visible()
    assert page.locator("#content h2").all_inner_texts()[0] == "Every day"

    # A new initiative: its slug from its title, a hub found by its Chinese name, a body's role, another name.
    page.get_by_role("navigation", name="Records").get_by_role("link", name="Initiatives").click()
    page.get_by_role("link", name=re.compile("Add initiative", re.I)).click()
    page.get_by_label("Title:", exact=True).press_sequentially("e-HKD pilot")
    expect(page.get_by_label("Slug:")).to_have_value("e-hkd-pilot")
    page.get_by_label("Category:").select_option("regulation")
    page.get_by_role("button", name="Add another Hub").click()
    page.locator("#participations-0").get_by_role("combobox", name="Hub").click()
    page.keyboard.type("香港")
    page.locator(".select2-results__option", has_text="Hong Kong").click()
    page.locator("input[name$='-0-lead']").check()
    page.get_by_role("button", name="Add another Alias").click()
    page.locator("input[name='aliases-0-text']").fill("digital dollar")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    initiative = Initiative.objects.get(slug="e-hkd-pilot")
    assert (initiative.lead.slug, initiative.aliases.get().text) == ("hong-kong", "digital dollar")

    # Changed, and its history says by whom and from what.
    page.get_by_label("Locality:").fill("Kowloon")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="e-HKD pilot").first.click()
    page.get_by_role("link", name="History", exact=True).click()
    expect(page.locator("#change-history")).to_contain_text("Kowloon")
    expect(page.locator("#change-history")).to_contain_text("ada")
    page.locator("#change-history th a").last.click()
    expect(page.get_by_label("Locality:")).to_have_value("")

    # An article: the day it was read is picked from the calendar.
    page.goto("/admin/hubs/article/add/")
    page.locator(".field-accessed .date-icon").click()
    page.locator(".calendarbox:visible a", has_text=re.compile("^15$")).click()
    expect(page.locator("#id_accessed")).to_have_value(re.compile(r"^\d{4}-\d{2}-15$"))

    # An act on a list.
    page.goto("/admin/hubs/statement/")
    page.get_by_role("row", name=re.compile("draft-fact")).get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("publish_drafts")
    page.get_by_role("button", name=re.compile("^(Go|Run)")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish a draft")
    page.get_by_role("button", name="Publish it").click()
    expect(page.locator(".messagelist")).to_contain_text("Published: 1.")
    assert Statement.objects.get(key="draft-fact").published.by.username == "ada"

    # Into the public site and out again.
    page.get_by_role("link", name="See the site").click()
    expect(page).to_have_title(re.compile("side by side"))
    page.goto("/admin/")
    page.get_by_role("button", name="Log out ada").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logged out")


@pytest.mark.parametrize("width", [768, 375, 320])
def test_lists_and_forms_fit_a_narrow_screen(new_page, cast, width):
    page = log_in(new_page(width, 900))
    for address in ("", "hubs/statement/", "hubs/initiative/add/", "auth/user/1/change/", "hubs/article/"):
        page.goto(f"/admin/{address}".replace("/1/", f"/{User.objects.get().pk}/"))
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide"
    page.goto("/admin/hubs/statement/")
    page.get_by_role("link", name="To the filters").click()
    page.get_by_role("navigation", name="Filter").get_by_role("link", name="draft").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)

    tools = page.locator("#user-tools")
    for name in (re.compile("theme$"), "Log out ada"):
        box = tools.get_by_role("button", name=name).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] >= 36, name


def test_nothing_that_matters_is_cut_off_on_a_phone(new_page, cast):
    page = log_in(new_page(375, 900))
    page.goto("/admin/hubs/statement/")
    row = page.locator("#result_list tbody tr", has_text="draft-fact")
    for words in ("Pilot", "as of 2020", "accepted", "draft"):
        expect(row.get_by_text(words, exact=True)).to_be_in_viewport(ratio=1)
    page.goto("/admin/hubs/initiative/add/")
    for part in ("[name=participations-0-lead]", "#participations-0 .select2-selection"):
        page.locator(part).scroll_into_view_if_needed()
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    (table,) = (table for table in IMPORTED if table.kind == "article")
    head = template_of(table).splitlines()[0]
    sheet = head + b"\nnews,The news" + b"," * (head.count(b",") - 1)
    page.goto("/admin/hubs/upload/")
    file = {"name": "articles.csv", "mimeType": "text/csv", "buffer": sheet}
    page.get_by_label("Files").set_input_files([file])
    page.get_by_role("button", name="Look at them").click()
    said = page.locator(".wide td:last-child").first
    box = said.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 375
    # A chosen article has its whole line on the screen of a correction, and its × does not touch the title.
    wide = log_in(new_page(768, 900))
    title = "What the Monetary Authority learned of the first round of its stablecoin sandbox"
    hub, topic = Statement.objects.get(key="public-fact").jurisdiction, make_topic("sandbox", kind="prose")
    said = publish(hub, topic, "Open.", articles=[make_article("results", title=title)])
    wide.goto(f"/admin/hubs/statement/{said.pk}/correct/")
    chosen = wide.locator(".select2-selection__rendered", has_text="Monetary Authority")
    assert chosen.bounding_box()["width"] > 500
    clear = chosen.locator("xpath=..").locator(".select2-selection__clear").bounding_box()
    place = (
        "e => { const r = new Range(); r.selectNodeContents(e.lastChild); return r.getBoundingClientRect() }"
    )
    assert chosen.evaluate(place)["right"] <= clear["x"]


@pytest.mark.parametrize("js", [True, False])
def test_a_wrong_field_is_where_the_form_begins_and_moves_no_other(new_page, cast, js):
    page = log_in(new_page(1440, 900, js=js))
    make_topic("status", kind="choice", subject="initiative", choices=("live",))
    page.goto("/admin/hubs/initiative/add/")
    page.get_by_label("Title:", exact=True).fill("Project X")
    page.get_by_label("Slug:").fill("project-x")
    page.get_by_label("Category:").select_option("sandbox")
    row = page.locator("#statements-0")
    row.get_by_label("Date:").fill("03/04/2019")
    row.get_by_label("Choice:").select_option("Live")
    before = row.get_by_label("Planned").bounding_box()
    page.get_by_role("button", name="Save and publish").click()
    sentence = row.get_by_text("write the year first, 2019-04-03")
    expect(sentence).to_be_visible()
    date, said, planned = (
        part.bounding_box() for part in (row.get_by_label("Date:"), sentence, row.get_by_label("Planned"))
    )
    assert abs(said["x"] - date["x"]) < 10 and said["y"] > date["y"]
    assert abs(planned["x"] - before["x"]) < 10 and planned["y"] - date["y"] < 40
    expect(row.get_by_label("Date:")).to_be_focused()
    expect(sentence).to_be_in_viewport()


def test_an_article_is_chosen_by_its_whole_title_publisher_and_day(page, cast):
    title = "Hong Kong Monetary Authority publishes the results of the first round of its stablecoin sandbox"
    make_article("results", title=title, publisher="The Gazette", date="2024-07-18")
    log_in(page).goto(f"/admin/hubs/statement/add/?topic={Statement.objects.first().topic_id}")
    page.locator("#citations-0").get_by_role("combobox", name="Article").click()
    page.keyboard.type("stablecoin sandbox")
    whole = f"{title} · The Gazette, 18\u00a0Jul\u00a02024"
    page.locator(".select2-results__option", has_text=whole).click()
    chosen = page.locator("#citations-0 .select2-selection__rendered")
    expect(chosen).to_contain_text(whole)
    assert chosen.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight + 1")
    assert chosen.bounding_box()["width"] > 500


def test_the_theme_chosen_on_the_site_holds_in_the_admin(new_page, cast):
    page = new_page()
    page.goto("/")
    page.locator(".site-header-line > [data-theme-switch]").click()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    log_in(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    page.get_by_role("button", name="Light theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nobody_is_hindered(new_page, cast, axe, dark):
    page = new_page(dark=dark)
    page.goto("/admin/")
    found = {"login": axe(page)}
    log_in(page)
    initiative, user = Initiative.objects.get(), User.objects.get()
    for address in (
        "",
        "hubs/statement/",
        "hubs/statement/add/",
        f"hubs/statement/add/?topic={Statement.objects.first().topic_id}",
        f"hubs/initiative/{initiative.pk}/change/",
        f"hubs/initiative/{initiative.pk}/history/",
        "hubs/article/",
        "auth/user/add/",
        f"auth/user/{user.pk}/change/",
        "password_change/",
    ):
        page.goto(f"/admin/{address}")
        found[address] = axe(page)
    # To read the site's sheet inside the admin's, axe itself writes a style into the page, and is refused.
    page.goto("about:blank")  # whatever it still has to say of the last page is said by then
    new_page.expect("Applying inline style")
    assert {address: problems for address, problems in found.items() if problems} == {}


def test_who_is_locked_out_reads_why(new_page, cast):
    page = new_page()
    for _ in range(5):
        page.goto("/admin/")
        page.get_by_label("Username").fill("ada")
        page.get_by_label("Password").fill("look-away-1")
        page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Too many attempts")
    expect(page.get_by_text("Wait 15 minutes")).to_be_visible()
    new_page.expect("429")
