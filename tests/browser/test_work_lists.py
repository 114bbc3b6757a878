"""An editor finds what waits, does it in one step, and finds two records that are one; in a real browser."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from hubs.models import Organisation
from tests.factories import make_hub, make_initiative, make_organisation, make_topic, publish

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = "look-closely-1"


@pytest.fixture
def cast(transactional_db):
    """A superuser; a question answered for one of two hubs, and twice; one body under two names."""
    User.objects.create_superuser("ada", password=RIGHT)
    first = make_hub("Hong Kong")
    make_hub("Singapore")
    start = make_topic("sandbox-start")
    publish(first, start, "2016")
    publish(first, start, "2018")
    one, two = make_organisation("HKMA", jurisdiction=first), make_organisation("金管局", slug="jin-guan-ju")
    make_initiative("e-HKD", hub=first, lead=one)
    make_initiative("Ensemble", hub=first, lead=two)


@pytest.fixture
def tidy(axe, new_page):
    """What axe says of a page of the admin; to read its sheets axe writes a style into it, and is refused."""

    def look(page):
        said = axe(page)
        new_page.expect("Applying inline style")
        return said

    return look


def log_in(page, address):
    page.goto(f"/admin/login/?next={address}")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(RIGHT)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("js", [True, False])
def test_from_the_front_page_to_the_work_and_back(new_page, cast, tidy, js):
    page = new_page(js=js)
    log_in(page, "/admin/")
    waits = page.get_by_role("navigation", name="What waits")
    expect(waits.get_by_role("link", name="1 Sources that disagree")).to_be_visible()
    if js:
        assert tidy(page) == []
    waits.get_by_role("link", name="1 Not researched").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not researched")
    row = page.get_by_role("row", name="Singapore")
    expect(row).to_contain_text("1 of 2 hubs have an answer.")
    if js:
        assert tidy(page) == []
    row.get_by_role("link", name="Add an answer").click()
    expect(page.locator("select[name=jurisdiction]")).to_contain_text("Singapore")
    expect(page.locator(".asked")).to_contain_text("Sandbox start")

    page.goto("/admin/work/gaps/")
    page.get_by_label("Hub").select_option("Hong Kong")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing to do here for Hong Kong.")).to_be_visible()
    page.goto("/admin/work/conflicts/")
    page.get_by_role("link", name="Settle").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("preferred")


@pytest.mark.parametrize("dark", [False, True])
def test_lists_and_merging_fit_a_narrow_screen(new_page, cast, tidy, dark):
    page = new_page(375, 700, dark=dark)
    log_in(page, "/admin/work/")
    one, two = Organisation.objects.order_by("pk").values_list("pk", flat=True)
    for address in (
        "/admin/work/",
        "/admin/work/gaps/",
        "/admin/work/conflicts/",
        f"/admin/hubs/organisation/{one}/merge/{two}/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address
        assert tidy(page) == [], address


def test_two_bodies_become_one(page, cast):
    log_in(page, "/admin/hubs/organisation/")
    for name in ("HKMA", "金管局"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("Merge two that are the same…")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("involvements (1)")).to_be_visible()
    page.get_by_role("link", name="Swap: let the other one stay").click()
    page.get_by_role("link", name="Swap: let the other one stay").click()
    page.get_by_label("How you know").fill("The same authority, by its Chinese short name")
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_text("“金管局” is now part of “HKMA”")).to_be_visible()

    page.goto("/organisations/jin-guan-ju/")
    assert page.url.endswith("/organisations/hkma/")
    expect(page.get_by_role("link", name="e-HKD").first).to_be_visible()
    expect(page.get_by_role("link", name="Ensemble").first).to_be_visible()
