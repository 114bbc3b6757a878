"""Two people with a browser each at one record."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from hubs.models import Alias, Jurisdiction
from tests.factories import make_hub

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = "look-closely-1"


@pytest.fixture
def hub(transactional_db):
    for name in ("ada", "grace"):
        User.objects.create_superuser(name, password=RIGHT)
    hub = make_hub("Hong Kong", note="The city on both sides of the harbour.", currency="HKD")
    Alias.objects.create(text="HK", jurisdiction=hub)
    return hub


def log_in(page: Page, name: str) -> Page:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(RIGHT)
    page.get_by_role("button", name="Log in").click()
    return page


def stopped(new_page, hub: Jurisdiction, *args, **kwargs) -> Page:
    """Ada's page after Grace was quicker."""
    hers, theirs = log_in(new_page(*args, **kwargs), "ada"), log_in(new_page(), "grace")
    for page in (hers, theirs):
        page.goto(f"/admin/hubs/jurisdiction/{hub.pk}/change/")
    theirs.get_by_label("Note:").fill("The special administrative region as a whole.")
    theirs.get_by_label("Name:", exact=True).fill("Hong Kong SAR")
    theirs.locator("input[name='aliases-0-text']").fill("HKSAR")
    theirs.get_by_role("button", name="Save", exact=True).click()
    expect(theirs.locator(".messagelist")).to_contain_text("was changed successfully")
    hers.get_by_label("Note:").fill("The city, its islands and the New Territories.")
    hers.get_by_label("Name as a financial centre:").fill("Hong Kong")
    hers.get_by_role("button", name="Save", exact=True).click()
    expect(hers.get_by_role("heading", name="Saved meanwhile")).to_be_visible()
    new_page.expect("409")
    return hers


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_who_comes_second_sees_both_and_loses_nothing(new_page, hub, js):
    page = stopped(new_page, hub, js=js)
    expect(page.get_by_text("grace saved this while you had it open")).to_be_visible()
    note = page.get_by_role("row", name=re.compile("^Note"))
    expect(note.get_by_role("cell")).to_contain_text(["both sides", "as a whole", "New Territories"])
    expect(note).to_contain_text("you both changed it")
    expect(page.get_by_role("row", name=re.compile("^Alias “HKSAR”"))).to_be_visible()
    expect(page.get_by_label("Note:")).to_have_value("The city, its islands and the New Territories.")
    expect(page.get_by_label("Name:", exact=True)).to_have_value("Hong Kong SAR")
    expect(page.locator("input[name='aliases-0-text']")).to_have_value("HKSAR")

    page.get_by_role("button", name="Take this for Note").click()
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    expect(page.get_by_label("Note:")).to_have_value("The special administrative region as a whole.")
    page.get_by_role("button", name="Save both").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    hub.refresh_from_db()
    assert (hub.name_en, hub.centre_name) == ("Hong Kong SAR", "Hong Kong")
    assert hub.note == "The special administrative region as a whole."


def test_all_of_theirs_can_be_taken(new_page, hub):
    page = stopped(new_page, hub)
    page.get_by_role("link", name="Take theirs").click()
    expect(page.get_by_label("Note:")).to_have_value("The special administrative region as a whole.")
    expect(page.get_by_label("Name as a financial centre:")).to_have_value("")


def test_two_presses_of_save_are_one(new_page, hub):
    page = log_in(new_page(), "ada")
    page.goto("/admin/hubs/jurisdiction/add/")
    page.get_by_label("Name:", exact=True).press_sequentially("Macao")
    expect(page.get_by_label("Slug:")).to_have_value("macao")
    page.get_by_label("Kind:").select_option("special_administrative_region")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator(".messagelist").first).to_contain_text("was added successfully")
    assert list(Jurisdiction.objects.values_list("slug", flat=True)) == ["hong-kong", "macao"]
    assert Jurisdiction.history.filter(slug="macao").count() == 1


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (768, True), (375, False)])
def test_it_fits_and_nobody_is_hindered(new_page, hub, axe, width, dark):
    page = stopped(new_page, hub, width, 900, dark=dark)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert axe(page) == []
    page.goto("about:blank")
    new_page.expect("Applying inline style")
