"""On the starter dataset: whatever a page leads to is there, and every page leads on."""

import re
from html import unescape

import pytest
from django.urls import resolve

from tests.reading import read
from tests.starter.fixtures import starter  # noqa: F401

pytestmark = pytest.mark.django_db

# Of each kind of page, this many are followed.
ENOUGH = 6


def test_every_link_leads_somewhere_and_every_page_leads_on(client, starter):  # noqa: F811
    seen, waiting, by_view = set(), ["/hubs/", "/about/", "/data/", "/glossary/", "/search/?q=SFC"], {}
    while waiting:
        address = waiting.pop()
        path = address.partition("?")[0]
        name = resolve(path).url_name
        by_view[name] = by_view.get(name, 0) + 1
        if address in seen or by_view[name] > ENOUGH or path.startswith(("/static/", "/admin/")):
            continue
        seen.add(address)
        page = client.get(address)
        assert page.status_code == 200, address
        if not page["Content-Type"].startswith("text/html"):
            continue
        main = page.text.partition("<main")[2].partition("</main>")[0]
        onward = {unescape(a).partition("#")[0] for a in re.findall(r'href="([^"]+)"', main)}
        onward = {
            path + a if a.startswith("?") else a for a in onward if not a.startswith(("http", "mailto"))
        }
        assert onward - {"", address}, f"{address} is a dead end"
        waiting += sorted(a for a in onward if a)
        for anchor in re.findall(r'href="#([^"]+)"', main):
            assert f'id="{anchor}"' in page.text, f"{address} has no #{anchor}"

    assert {"hub", "initiative", "topic", "article", "organisation", "receipt", "compare"} <= by_view.keys()


def test_counts_are_those_of_the_page_of_the_hub(client, starter):  # noqa: F811
    listed = dict(re.findall(r'href="/hubs/([\w-]+)/".*?<b>(\d+)</b> of', client.get("/hubs/").text, re.S))

    assert len(listed) == 12
    for slug, found in listed.items():
        assert f"{found} of" in read(client.get(f"/hubs/{slug}/")).partition("questions researched")[0][-12:]
