"""Page and file cannot disagree: random selections of the starter dataset, held against each other value by value.

The page is read as a reader sees it (parsed from its HTML), the file as a spreadsheet does; neither through the
objects that both were made of.
"""

import csv
import io
import random
import re
from itertools import groupby

import pytest
from django.test.html import Element, parse_html

from hubs.models import Category, Jurisdiction, Topic
from hubs.selection import Selection, Show

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
STATES = {
    "Not researched": "not_researched",
    "Looked, not found": "not_found",
    "Not applicable": "not_applicable",
    "Not in this series": "not_in_this_series",
    "Unsettled": "unsettled",
}


def elements(node, name, css=""):
    """Every element of a kind below a node, in order."""
    for child in getattr(node, "children", ()):
        if isinstance(child, Element):
            if child.name == name and css in [*attribute(child, "class").split(), ""]:
                yield child
            yield from elements(child, name, css)


def text(node) -> str:
    if isinstance(node, str):
        return node
    return " ".join(" ".join(text(child) for child in node.children).split())


def attribute(node, name):
    return dict(node.attributes).get(name, "")


def as_written(shown: str, unit: str) -> str:
    """What a reader sees, as a file writes it: 28 Feb 2019 is 2019-02-28, 3rd is 3, more than 4,000 is 4000."""
    shown = shown.replace("\N{NO-BREAK SPACE}", " ")
    if date := re.fullmatch(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]{2}) )?(\d{4})", shown):
        day, month, year = date.groups()
        parts = [
            year,
            *([f"{MONTHS.index(month) + 1:02}"] if month else []),
            *([f"{int(day):02}"] if day else []),
        ]
        return "-".join(parts)
    if unit == "rank":
        return re.sub(r"(st|nd|rd|th)$", "", shown)
    if unit:
        return re.sub(r"^(more than|about|up to) ", "", shown).replace(",", "").rstrip("%")
    return shown


def read_page(content: bytes):
    """For each row of facts and figures: slug, verdict and cells; for each of initiatives: titles by hub."""
    rows, initiatives = [], []
    for row in elements(parse_html(content.decode()), "tr", "row"):
        cells = [cell for cell in elements(row, "td") if "cell" in attribute(cell, "class")]
        css = attribute(row, "class").split()
        if "initiatives" in css:
            initiatives.append([[text(a) for a in elements(cell, "a", "initiative-title")] for cell in cells])
        else:
            rows.append((attribute(row, "id").removeprefix("row-"), css[1].removeprefix("row-"), cells))
    return rows, initiatives


def read_cell(cell, unit: str):
    """State and values of a cell, the hub it is inherited from, and how many sources it names."""
    words = text(cell).removeprefix("··· ")
    sources = re.search(r"(\d+) sources?(?! differ)", words)
    lines = elements(cell, "p", "value-line")
    values = [as_written(text(value), unit) for line in lines for value in elements(line, "span", "value")]
    state = next((code for label, code in STATES.items() if words.startswith(label)), "value")
    if values == ["None reported"]:
        state = "none_reported"
    return {
        "state": state,
        "values": values,
        "planned": any(
            text(tag) == "planned"
            for line in elements(cell, "p", "value-line")
            for tag in elements(line, "span", "tag")
        ),
        "inherited": any(elements(cell, "p", "inherited-line")),
        "sources": int(sources[1]) if sources else 0,
        "differ": int(found[1]) if (found := re.search(r"(\d+) sources differ", words)) else 0,
    }


def read_file(content: bytes):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def expected_cell(records):
    """What the rows of a file say of one cell."""
    shown = [r for r in records if r["role"] in ("preferred", "tied")]
    backing = [r for r in records if r["role"] in ("preferred", "tied", "agrees")]
    state = records[0]["state"]
    values = {"value": [r["value"] for r in shown], "none_reported": ["None reported"]}.get(state, [])
    return {
        "state": state,
        "values": values,
        "planned": any(r["planned"] == "yes" for r in shown),
        "inherited": bool(records[0]["inherited_from"]),
        "sources": len({source for r in backing for source in r["sources"].split(";") if source}),
        "differ": int(records[0]["sources_differ"] or 0),
    }


def random_selection(dice, hubs, topics):
    return Selection(
        hubs=tuple(dice.sample(hubs, dice.randint(2, 6))),
        topics=tuple(dice.sample(topics, dice.choice((0, 0, 0, 5, 12)))),
        categories=tuple(dice.sample(Category.values, dice.choice((0, 0, 0, 2)))),
        show=dice.choice((Show.ALL, Show.ALL, Show.ALL, Show.DIFFERS, Show.SAME)),
    )


@pytest.mark.parametrize("seed", range(20))
def test_page_and_file_say_the_same(client, starter, db, seed):
    dice = random.Random(seed)
    hubs = list(Jurisdiction.objects.values_list("slug", flat=True))
    topics = list(Topic.objects.about_hubs().values_list("slug", flat=True))
    selection = random_selection(dice, hubs, topics)

    rows, initiatives = read_page(client.get(f"/compare/?{selection.query}").content)
    records = read_file(client.get(f"/compare.csv?{selection.query}").content)

    in_file = [r for r in records if r["part"] != "initiative"]
    by_row = [
        (slug, list(members)) for slug, members in groupby(in_file, key=lambda r: r["series"] or r["topic"])
    ]
    assert [(slug, verdict) for slug, verdict, _cells in rows] == [
        (slug, members[0]["verdict"]) for slug, members in by_row
    ]
    for (slug, _verdict, cells), (_slug, members) in zip(rows, by_row, strict=True):
        by_hub = {hub: list(group) for hub, group in groupby(members, key=lambda r: r["hub"])}
        assert tuple(by_hub) == selection.hubs
        for cell, (hub, group) in zip(cells, by_hub.items(), strict=True):
            assert read_cell(cell, group[0]["unit"]) == expected_cell(group), (slug, hub, selection)

    on_paper = [r for r in records if r["part"] == "initiative"]
    by_category = [list(members) for _category, members in groupby(on_paper, key=lambda r: r["category"])]
    assert initiatives == [
        [[r["value"] for r in members if r["hub"] == hub and r["initiative"]] for hub in selection.hubs]
        for members in by_category
    ]
    assert rows or initiatives or selection.show != Show.ALL
