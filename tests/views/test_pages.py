"""About, glossary, data, robots.txt and the sitemap."""

import re

import pytest

from hubs.models import Category, Status
from hubs.preference import ABOUT
from hubs.selection import READY_MADE
from tests.factories import make_article, make_hub, make_initiative, make_organisation, make_topic
from tests.reading import links, read

pytestmark = pytest.mark.django_db


def ids(page) -> set[str]:
    return set(re.findall(r'id="([^"]+)"', page.text))


class TestAbout:
    def test_says_what_listing_and_reading_mean(self, client):
        page = client.get("/about/")

        words = read(page)
        assert "Not being listed means that nobody has looked" in words
        assert "“Read” means that the page itself was read on the day given with it" in words
        # Receipts and the page for bad addresses lead to these.
        assert {"report", "addresses", "read", "listing"} <= ids(page)
        assert {"/data/#addresses", "/glossary/#nothing"} <= set(links(page))

    def test_says_where_to_report_an_error(self, client, settings):
        settings.REPORT_ERROR_ADDRESS = "mailto:desk@example.org"
        assert "mailto:desk@example.org" in links(client.get("/about/"))

        settings.REPORT_ERROR_ADDRESS = ""
        assert "has been given no address for reports" in read(client.get("/about/"))


class TestGlossary:
    def test_every_term_has_an_address(self, client):
        found = ids(client.get("/glossary/"))

        assert {
            *(
                "hub",
                "topic",
                "series",
                "statement",
                "receipt",
                "inherited",
                "differs",
                "same",
                "cannot-tell",
            ),
            *("nothing", "not-researched", "not-found", "not-applicable", "none-reported", "zero"),
            *("bounds", "about", "standing", "certainty", "verification", "evidence", "coverage", "planned"),
        } <= found
        assert {f"status-{code}" for code in Status.values} <= found
        assert {f"category-{code}" for code in Category.values} <= found

    def test_says_how_far_about_reaches(self, client):
        assert f"“about” is taken to reach {ABOUT:.0%}".replace("%", " %") in read(client.get("/glossary/"))


class TestData:
    def test_every_file_and_example_is_there(self, client):
        selections = [ready.selection for ready in READY_MADE]
        for slug in {slug for selection in selections for slug in selection.hubs}:
            make_hub(slug.title(), slug=slug)
        for slug in {slug for selection in selections for slug in selection.topics}:
            make_topic(slug, kind="prose")
        make_initiative(hub=make_hub("Anywhere"))

        page = client.get("/data/")

        ours = [a for a in links(page) if a.startswith("/") and not a.startswith("/static/")]
        assert sum(".csv" in address for address in ours) >= 2 * len(READY_MADE) + 1
        for address in ours:
            assert client.get(address).status_code == 200, address
        words = read(page)
        assert "CC BY 4.0" in words
        assert "The one initiative" in words
        assert "http://testserver/compare/?hub=hong-kong&hub=singapore" in words

    def test_what_a_new_site_lacks_is_left_out(self, client):
        page = client.get("/data/")

        assert page.status_code == 200
        assert not [a for a in links(page) if a.startswith("/compare.csv")]


class TestForRobots:
    def test_robots_may_read_all_but_fragments_and_searches(self, client):
        answer = client.get("/robots.txt")

        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert "Disallow: /initiatives/results/\n" in answer.text
        assert "Disallow: /search/\n" in answer.text
        assert answer.text.endswith("Sitemap: http://testserver/sitemap.xml\n")

    def test_the_sitemap_lists_every_page_and_each_is_there(self, client):
        hub = make_hub("Hong Kong")
        make_initiative(hub=hub, lead=make_organisation())
        make_topic(), make_article("source")

        answer = client.get("/sitemap.xml")

        places = [unquoted.replace("&amp;", "&") for unquoted in re.findall(r"<loc>(.*?)</loc>", answer.text)]
        assert all(place.startswith("http://testserver/") for place in places)
        paths = [place.removeprefix("http://testserver") for place in places]
        assert {
            *(
                "/hubs/hong-kong/",
                "/initiatives/project-ubin/",
                "/topics/sandbox-start/",
                "/articles/source/",
            ),
            *("/organisations/monetary-authority/", "/glossary/", "/"),
        } <= set(paths)
        for path in paths:
            if not path.startswith("/compare/"):
                assert client.get(path).status_code == 200, path

    def test_the_sitemap_goes_by_the_address_of_the_site(self, client, settings):
        settings.SITE_URL = "https://hubs.example.org"

        assert "<loc>https://hubs.example.org/hubs/</loc>" in client.get("/sitemap.xml").text
