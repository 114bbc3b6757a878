"""Import CSV files from the command line: the same look and the same act as in the admin."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from hubs.importing import ImportRefused, look, read_file, write
from hubs.models import Why

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Import organisations, articles, initiatives and statements from CSV, all or nothing; safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of every row")
        parser.add_argument(
            "--why", choices=Why.values, default="", help="why public statements are corrected, if any are"
        )

    def handle(self, *, files: list[Path], dry_run: bool, why: str, **options: Any) -> None:
        try:
            sheets = [read_file(path.name, path.read_bytes()) for path in files]
            preview = look(sheets)
            self.stdout.write(f"{preview}.")
            for judged in preview.refused[:SHOWN]:
                for problem in judged.problems:
                    self.stdout.write(f"  {judged.row.wrong(problem.sentence, problem.column)}")
            if not dry_run and (preview.written or preview.refused):
                change, _ = write(sheets, looked_at=preview.states(), by=None, why=why)
                self.stdout.write(f"Imported as change {change.pk}.")
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from None
        except ImportRefused as refused:
            raise CommandError(str(refused)) from None
