"""How the time of a page grows with the data: 100 times the rows, as a ratio in one run.

    HUBS_MODE=development DATABASE_URL=… python bench/pages.py [--rows 10000]

Uses a scratch database of its own (the test database of DATABASE_URL, made and dropped here), fills it with a
hundredth of the rows, times each page, fills it up, times each page again, and prints milliseconds and the ratio.
Requests go through the whole stack in one process; the median of eleven counts. Machines are noisy: read the
ratio, not the milliseconds.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubs.settings")
os.environ.setdefault("HUBS_MODE", "development")

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from hubs.models import Article, Change, Citation, Initiative, Jurisdiction, Participation, Series, Statement

PAGES = (
    "/compare/?hub=hong-kong&hub=singapore",
    "/compare/?hub=hong-kong&hub=singapore&hub=united-states&hub=cn-beijing&hub=uk-london&hub=us-new-york",
    "/compare.csv?hub=hong-kong&hub=singapore",
    "/hubs/hong-kong/",
    "/initiatives/",
    "/initiatives/?q=ledger",
    "/initiatives/hk-stablecoins-ordinance/",
    "/articles/",
    "/search/?q=ledger",
)


def fill(rows: int, start: int) -> None:
    """Initiatives spread over all hubs, and as many figures of one series of each hub's own."""
    change, article, series = Change.objects.newest(), Article.objects.first(), Series.objects.first()
    hubs = list(Jurisdiction.objects.all())
    initiatives = [
        Initiative(
            slug=f"bench-{n}",
            title_en=f"Ledger {n}",
            category="sandbox",
            status="live",
            began=str(1600 + n % 400),
            folded=f"ledger {n}",
        )
        for n in range(start, rows)
    ]
    Initiative.objects.bulk_create(initiatives, batch_size=2000)
    Participation.objects.bulk_create(
        [
            Participation(initiative=i, jurisdiction=hubs[n % len(hubs)], lead=True)
            for n, i in enumerate(initiatives)
        ],
        batch_size=2000,
    )
    statements = [
        Statement(
            key=f"bench-{n}",
            jurisdiction=hubs[n % len(hubs)],
            topic=series.topic,
            series=series,
            number=n,
            as_of=str(1000 + n // len(hubs)),
            published=change,
        )
        for n in range(start, rows)
    ]
    Statement.objects.bulk_create(statements, batch_size=2000)
    Citation.objects.bulk_create(
        [Citation(statement=s, article=article, level="press", published=change) for s in statements],
        batch_size=2000,
    )


def time_pages() -> dict[str, float]:
    client = Client(headers={"host": "localhost"})
    taken = {}
    for page in PAGES:
        times = []
        for _ in range(11):
            began = time.perf_counter()
            response = client.get(page)
            times.append(time.perf_counter() - began)
            assert response.status_code == 200, (page, response.status_code)
        taken[page] = statistics.median(times) * 1000
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    rows = parser.parse_args().rows
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_starter", verbosity=0)
        fill(rows // 100, 0)
        few = time_pages()
        fill(rows, rows // 100)
        many = time_pages()
    finally:
        teardown_databases(databases, verbosity=0)
    print(f"{'page':100} {rows // 100:>8} {rows:>8}   ratio")
    for page in PAGES:
        print(f"{page:100} {few[page]:6.1f}ms {many[page]:6.1f}ms {many[page] / few[page]:6.1f}x")


if __name__ == "__main__":
    main()
