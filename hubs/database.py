"""Whether the database can be used: is it there, and is its schema up to date?"""

import sqlite3

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor


def is_away(exception: Exception) -> bool:
    """Whether this says that the database is lost, locked, full or too slow, not that we asked wrongly."""
    if not isinstance(exception, OperationalError | InterfaceError):
        return False
    # SQLite calls wrong SQL, a missing table for one, by the same name as a lost file; only its code differs.
    code = getattr(exception.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF != sqlite3.SQLITE_ERROR


def check_reachable() -> None:
    """Raise what the database itself says when it is lost; a pool would only say that it waited in vain."""
    ours = connections[DEFAULT_DB_ALIAS]
    options = {name: value for name, value in ours.settings_dict["OPTIONS"].items() if name != "pool"}
    alone = type(ours)({**ours.settings_dict, "OPTIONS": options})
    try:
        with alone.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        alone.close()


def has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
