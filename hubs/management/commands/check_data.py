from django.core.management.base import BaseCommand, CommandError

from hubs.checking import broken_promises


class Command(BaseCommand):
    help = "Verify what spans tables and so cannot be a constraint of the database."

    def handle(self, *args, **options):
        broken = list(broken_promises())
        for sentence in broken:
            self.stdout.write(sentence)
        if broken:
            raise CommandError(f"{len(broken)} broken. Nothing was changed.")
        self.stdout.write("Everything holds.")
