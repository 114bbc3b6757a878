"""Everyday acts of data entry in a real browser: an initiative in one screen, a correction, a conflict, what waits.

`page` and `new_page` fail on whatever the browser complains about, a refusal of the policy included.
"""

import re

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from hubs.models import Initiative, Statement
from tests.factories import make_article, make_hub, make_initiative, make_series, make_topic, publish

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = "look-closely-1"


@pytest.fixture
def cast(transactional_db):
    for role in ("editor", "publisher"):
        group, _ = Group.objects.get_or_create(name=role)
        User.objects.create_user(role, password=RIGHT, is_staff=True).groups.add(group)
    User.objects.create_superuser("ada", password=RIGHT)
    hub = make_hub("Hong Kong", name_zh_hant="香港")
    make_topic("status", kind="choice", subject="initiative", choices=("pilot", "live"))
    topic = make_topic("firms", kind="number")
    series = make_series(topic)
    paper = make_article("paper", title="Firms counted")
    report = make_article("report", title="The sandbox report", publisher="The Regulator")
    publish(hub, topic, 100, series=series, as_of="2018", key="firms", articles=[paper])
    publish(hub, topic, 80, series=series, as_of="2018-06", key="eighty", articles=[report])


def log_in(page: Page) -> Page:
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(RIGHT)
    page.get_by_role("button", name="Log in").click()
    return page


def pick(page: Page, box: str, words: str, option: str) -> None:
    page.get_by_role("combobox", name=box).first.click()
    page.keyboard.type(words)
    page.locator(".select2-results__option", has_text=option).click()


def test_an_initiative_with_two_milestones_and_their_source_in_one_screen(page, cast):
    log_in(page).goto("/admin/hubs/initiative/add/")
    page.get_by_label("Title:", exact=True).press_sequentially("Project Orange")
    page.get_by_label("Category:").select_option("regulation")
    pick(page, "Hub", "香港", "Hong Kong")
    pick(page, "Article they rest on", "sandbox", "The sandbox report")
    for n, (choice, day) in enumerate((("Pilot", "2016年11月"), ("Live", "28 Feb 2019"))):
        milestone = page.locator(f"#statements-{n}")
        milestone.get_by_label("Choice:").select_option(label=choice)
        milestone.get_by_label("Date:").fill(day)

    page.get_by_role("button", name="Preview").click()
    shown = page.locator("#preview")
    expect(shown).to_contain_text("28 Feb 2019")
    expect(shown.locator(".before-after > :last-child .value-large")).to_contain_text(["Live"])
    expect(shown.locator(".act-in-full")).to_contain_text(["Pilot, Nov 2016", "Live, 28 Feb 2019"])
    assert not Initiative.objects.exists()

    # What is typed or picked from now on is not in it, and it says so until the next look.
    stale = shown.get_by_text("Not of what stands in the form now")
    expect(stale).to_have_count(0)
    page.locator("#statements-1").get_by_label("Date:").fill("27 Feb 2019")
    expect(stale).to_be_visible()
    page.get_by_role("button", name="Preview").click()
    expect(shown).to_contain_text("27 Feb 2019")
    expect(stale).to_have_count(0)
    pick(page, "Article they rest on", "counted", "Firms counted")
    expect(stale).to_be_visible()
    pick(page, "Article they rest on", "sandbox", "The sandbox report")

    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("Readers see it now")
    initiative = Initiative.objects.get()
    assert (initiative.slug, initiative.status, initiative.status_on) == (
        "project-orange",
        "live",
        "2019-02-27",
    )
    page.goto(initiative.get_absolute_url())
    expect(page.locator("main")).to_contain_text("The Regulator")


def test_a_conflict_is_settled_and_a_value_corrected(page, cast):
    log_in(page).goto("/hubs/hong-kong/firms/licensed/")
    page.get_by_role("link", name="Edit this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Settle"))
    expect(page.locator(".rivals > li")).to_have_count(2)
    page.locator(".rivals > li", has_text="Firms counted").get_by_label("Prefer this").check()
    page.get_by_label("Because:").fill("The whole year, not its half.")
    page.get_by_role("button", name="See before and after").click()
    expect(page.locator(".before-after")).to_contain_text(["100"])
    page.get_by_role("button", name="Prefer it").click()
    expect(page.locator(".messagelist")).to_contain_text("Readers see it now")

    # From the public page again: one press from the statement to its correction.
    page.goto("/hubs/hong-kong/firms/licensed/")
    expect(page.locator("main")).to_contain_text("Preferred by an editor: The whole year")
    page.get_by_role("link", name=re.compile("^Correct ?: firms$")).click()
    page.get_by_label("We were wrong").check()
    page.get_by_label("Number:").fill("about 1.2百")
    page.get_by_label("Seen on:").fill("Dec 2018")
    page.get_by_label("Number:").press("Enter")  # looks, and does not publish
    expect(page.locator(".before-after > :first-child .value-large")).to_have_text(["100"])
    expect(page.locator(".before-after > :last-child .value-large")).to_contain_text(["120"])
    assert Statement.objects.count() == 2
    page.get_by_role("button", name="Publish this correction").click()
    page.locator(".messagelist a").click()
    expect(page.locator("main")).to_contain_text("120")
    assert Statement.objects.live().get(key="firms").number == 120


def test_without_script_and_for_everybody(new_page, cast, axe):
    hub = Statement.objects.first().jurisdiction
    make_initiative(hub=hub)
    firms = Statement.objects.get(key="firms").pk
    bare = log_in(new_page(js=False))
    bare.goto(f"/admin/hubs/statement/{firms}/correct/")
    bare.get_by_label("We were wrong").check()
    bare.get_by_label("Note:").fill("Read again.")
    bare.get_by_role("button", name="See before and after").last.click()
    bare.get_by_role("button", name="Publish this correction").click()
    expect(bare.locator(".messagelist")).to_contain_text("Readers see it now")
    firms = Statement.objects.live().get(key="firms").pk

    number = Statement.objects.first().topic.pk
    addresses = (
        "add/",
        f"add/?topic={number}",
        f"add/?again={firms}",
        "waiting/",
        *(f"{firms}/{act}/" for act in ("correct", "settle", "withdraw", "change")),
    )
    page = log_in(new_page())
    found = {}
    for address in (*(f"statement/{each}" for each in addresses), "initiative/add/"):
        page.goto(f"/admin/hubs/{address}")
        found[address] = axe(page)
    page.goto("about:blank")
    new_page.expect("Applying inline style")  # axe itself, refused
    assert {address: problems for address, problems in found.items() if problems} == {}

    narrow = log_in(new_page(375, 800))
    others = [make_hub(name).slug for name in ("Singapore", "London", "New York")]
    side_by_side = f"/compare/?hub={hub.slug}&hub=" + "&hub=".join(others)
    in_admin = (*(f"statement/{each}" for each in addresses), "initiative/add/")
    for address in (side_by_side, *(f"/admin/hubs/{each}" for each in in_admin)):
        narrow.goto(address)
        wide = narrow.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide"
