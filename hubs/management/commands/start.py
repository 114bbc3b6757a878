"""One process from whatever is there to a site that answers: what `python3 dev run` ends in."""

import secrets
import signal
import socket
import sys
from argparse import ArgumentParser
from errno import EACCES, EADDRINUSE
from typing import Any, Never

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application
from django.db import DatabaseError, connection

from hubs.database import check_reachable, has_unapplied_migrations, is_away

DEMONSTRATION = "demo"  # an account for looking round, where nothing can be lost yet


class Command(BaseCommand):
    """What goes wrong is told in one sentence that says what to do: whoever reads it may know no Python."""

    help = "Bring the database up to date, fill an empty one, and serve. Production uses gunicorn."
    requires_system_checks: list[str] = []  # `dev lint` makes them; here they would only be waited for

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on: %(default)s")
        parser.add_argument("--port", default=8000, type=int, help="port to listen on: %(default)s")

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # being told to stop ends as Ctrl-C does
        try:
            # First the port, then the database: a second start by mistake changes nothing.
            with listen(host, port) as server:
                was_empty = self.prepare_database()
                server.set_app(get_internal_wsgi_application())
                self.stdout.write(f"Hubs, side by side: {server.address}   (Ctrl-C stops it)")
                self.mention_administrator(was_empty)
                self.stdout.flush()  # whoever reads it through a pipe waits for it, too
                connection.close()
                server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")

    def prepare_database(self) -> bool:
        """Bring it up to date and fill it; says whether it was empty."""
        try:
            check_reachable()
            if has_unapplied_migrations():
                self.stdout.write("Bringing the database up to date ...")
                call_command("migrate", interactive=False, verbosity=0)
            from hubs.models import Jurisdiction

            was_empty = not Jurisdiction.objects.exists()
            if was_empty:
                self.stdout.write("Loading the starter dataset ...")
                call_command("load_starter")
            return was_empty
        except DatabaseError as problem:
            if not is_away(problem):
                raise
            stop_over_database(problem)

    def mention_administrator(self, was_empty: bool) -> None:
        users = get_user_model().objects
        if was_empty and not settings.PRODUCTION and not users.exists():
            password = secrets.token_urlsafe(12)
            users.create_superuser(DEMONSTRATION, password=password)
            self.stdout.write(
                f"To try data entry at /admin/: name {DEMONSTRATION}, password {password}   (said this once; "
                f"for another: python3 dev manage changepassword {DEMONSTRATION})"
            )
        elif not users.filter(is_superuser=True, is_active=True).exists():
            self.stdout.write("No administrator yet. To make one: python3 dev manage createsuperuser")


class Server(ThreadedWSGIServer):
    daemon_threads = True  # a browser that holds its connection open does not keep us from stopping

    @property
    def address(self) -> str:
        host, port = self.server_address[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(str(host), str(host))
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def listen(host: str, port: int) -> Server:
    try:
        return Server((host, port), WSGIRequestHandler, ipv6=":" in host)
    except OverflowError:
        sys.exit(f"{port} is no port: choose one from 1024 to 65535.")
    except socket.gaierror:
        sys.exit(f"{host} is no address of this machine: leave --host out, or give 0.0.0.0 for all of them.")
    except OSError as problem:
        if problem.errno == EADDRINUSE:
            sys.exit(f"Port {port} is taken: stop what uses it, or choose another with --port.")
        if problem.errno == EACCES:
            sys.exit(f"Port {port} is not ours to take: choose one above 1023, such as --port 8000.")
        sys.exit(f"Cannot listen on {host}:{port} ({problem.strerror}): choose another --host or --port.")


def stop_over_database(problem: DatabaseError) -> Never:
    said = str(problem).strip().splitlines()[0].removesuffix(".")
    if connection.vendor == "sqlite":
        path = connection.settings_dict["NAME"]
        sys.exit(f"The database file {path} cannot be used ({said}): make room, or let us write there.")
    sys.exit(f"The database does not answer ({said}): start it, or correct DATABASE_URL.")
