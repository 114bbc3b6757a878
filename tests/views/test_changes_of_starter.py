"""What changed on a new site: the starter dataset, loaded in one change."""

import pytest

from hubs.changes import what_changed
from hubs.comparison import build_comparison
from hubs.models import Change, Statement
from hubs.selection import Selection
from tests.reading import links, read

pytestmark = pytest.mark.django_db


def test_loading_it_is_one_line_and_its_page_has_all_of_it_in_parts(client, starter):
    words = read(client.get("/changes/"))
    assert "from the starter dataset New 707 new statements" in words
    assert "Starter dataset”" not in words

    change = Change.objects.get()
    pages = [client.get(f"/changes/{change.pk}/?page={n}") for n in range(1, 20)]
    whole = [page for page in pages if page.status_code == 200]
    assert "707 new statements, from the starter dataset" in read(whole[0])
    assert sum(page.text.count("act-in-full") for page in whole) == 707
    side_by_side = [a for a in links(whole[0]) if a.startswith("/compare/?hub=cn-beijing&hub=")]
    assert side_by_side and all(client.get(a).status_code == 200 for a in side_by_side[:5])


def test_after_the_newest_change_a_cell_is_what_the_comparison_shows(starter):
    comparison = build_comparison(Selection(("hong-kong", "singapore", "united-states", "cn-beijing")))
    cells = {(c.subject, c.topic, c.series): c for c in what_changed(Change.objects.get())}

    held = 0
    for row in comparison.rows():
        for cell in row.cells:
            if cell.weighed and not cell.inherited_from:
                touched = cells[cell.hub, cell.topic, cell.series]
                assert touched.after.statements == cell.weighed.shown
                assert touched.before.absence == "not_researched"
                held += 1
    assert held > 60
    assert sum(len(cell.acts) for cell in cells.values()) == Statement.objects.live().count()
