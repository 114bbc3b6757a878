"""Fill the database with the starter dataset, or bring it up to a newer one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from hubs.starter import DIRECTORY, StarterError, load

SHOWN = 10


class Command(BaseCommand):
    help = "Load the starter dataset. What an editor has changed since is left as it is; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--directory", type=Path, default=DIRECTORY, help="folder of another copy of the dataset"
        )

    def handle(self, *, directory: Path, **options: Any) -> None:
        try:
            report = load(directory=directory)
        except StarterError as error:
            raise CommandError(f"{error} Nothing was written.") from None
        self.stdout.write(f"Starter dataset: {report}.")
        for outcome in report.exceptions:
            names = report.named(outcome)
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            self.stdout.write(f"  {outcome}: {', '.join(names[:SHOWN])}{more}")
