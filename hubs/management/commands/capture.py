import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hubs.capture.capture import Capture
from hubs.capture.capturing import capture
from hubs.capture.fetching import fetch
from hubs.capture.keeping import keep, recognise
from hubs.capture.parsing import parse
from hubs.capture.reading import MAX_BYTES
from hubs.capture.refused import Refused
from hubs.models import ArticleKind
from hubs.possible import why_unpublished
from hubs.typed import date_of


class Command(BaseCommand):
    help = "Read an article and print what it seems to say. Nothing becomes public; --dry-run keeps nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE|URL", help="a .txt, .html or .pdf file, or an address")
        parser.add_argument(
            "--published", default="", help="2019, 2019-Q1, 2019-02 or 2019-02-28; default: as found"
        )
        parser.add_argument(
            "--language", default="", choices=("en", "zh-Hans", "zh-Hant"), help="default: as found"
        )
        parser.add_argument("--title", default="", help="default: as found")
        parser.add_argument("--publisher", default="", help="default: as found")
        parser.add_argument("--author", default="", help="default: as found")
        parser.add_argument("--url", default="", help="where a file came from")
        parser.add_argument("--kind", default=ArticleKind.NEWS, choices=ArticleKind.values)
        parser.add_argument("--format", default="table", choices=("table", "json"))
        parser.add_argument("--dry-run", action="store_true", help="keep nothing")

    def handle(self, *, source: str, dry_run: bool, **options: Any) -> None:
        try:
            if options["published"]:
                options["published"] = date_of(options["published"]).text
            data, declared, url = self.bytes_of(source, options["url"])
            reading = parse(data, declared=declared, url=url)
        except (Refused, ValueError) as problem:
            raise CommandError(str(problem)) from None
        said = capture(
            reading.text,
            title=options["title"] or reading.title,
            publisher=options["publisher"] or reading.publisher,
            author=options["author"] or reading.author,
            language=options["language"] or reading.language,
            published=options["published"] or reading.date,
        )
        if why := why_unpublished(said.published):
            raise CommandError(why)
        known = recognise(said.text, url=url, title=said.title, published=said.published)
        if options["format"] == "json":
            self.stdout.write(json.dumps(said.to_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(table(said)))
        # What follows is for the person at the terminal; standard output holds the capture alone.
        if known:
            self.stderr.write(known.why)
        if dry_run:
            self.stderr.write("Dry run: nothing was kept.")
        else:
            self.stderr.write(keep(said, url=url, kind=options["kind"], known=known).said)

    def bytes_of(self, source: str, url: str) -> tuple[bytes, str, str]:
        """The bytes, the charset declared with them, and the address they came from."""
        if "://" in source:
            fetched = fetch(source)
            return fetched.data, fetched.declared, url or fetched.url
        try:
            with Path(source).open("rb") as file:
                return file.read(MAX_BYTES + 1), "", url
        except OSError as problem:
            raise Refused(f"{source} cannot be read: {problem.strerror}.") from None


def table(said: Capture) -> list[str]:
    """The capture for reading: what it is, what it is about, and each suggestion with its quote and reasons."""
    lines = [
        f"{said.title or '(no title)'}",
        f"{said.publisher or '(publisher not found)'} · {said.published or '(undated)'} · {said.language}",
        f"About: {', '.join(said.about) or 'no hub we know'}",
        f"{len(said.mentions)} mentions, {len(said.suggestions)} suggestions",
    ]
    for number, each in enumerate(said.suggestions, 1):
        value = (
            ""
            if each.value is None
            else f" {each.bound.replace('_', ' ')} {each.value} {each.unit}".replace("  ", " ")
        )
        what = each.status if each.kind == "milestone" else each.topic
        lines += [
            "",
            f"{number:3}  {each.kind}  {', '.join(each.jurisdictions)}  {what}{value}"
            f"  {each.date or 'undated'}  {each.certainty}",
            f"     {each.title}" + (f"  [{each.initiative}]" if each.initiative else ""),
            f"     “{' '.join(each.quote.split())}” ({each.start}-{each.end})",
            f"     because: {'; '.join(each.because)}",
        ]
    return lines
