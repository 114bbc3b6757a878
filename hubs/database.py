"""Whether the database can be used (is it there, is its schema up to date), and who writes to it when."""

import fcntl
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def queue_writers(*, connection: Any, **signal: Any) -> None:
    """For each new connection: writers on SQLite take turns. PostgreSQL sees to that by itself, row by row."""
    if connection.vendor == "sqlite" and begin_in_turn not in connection.execute_wrappers:
        connection.execute_wrappers.append(begin_in_turn)


def begin_in_turn(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Let writers begin in the order they came, across threads and processes.

    SQLite has one writer and no queue: who waits asks again every now and then, less often the longer it has
    waited, and whoever happens to ask at the right moment is let in. Among many, somebody waits until it is
    refused (“database is locked”). So one asks, and the others stand in line behind the lock of its folder,
    which leaves nothing behind and which SQLite itself never takes.
    """
    connection = context["connection"]
    writes = not connection.in_atomic_block and sql.startswith(("INSERT", "UPDATE", "DELETE"))
    if not (writes or sql.startswith("BEGIN")):
        return execute(sql, params, many, context)
    try:
        line = os.open(Path(connection.settings_dict["NAME"]).parent, os.O_RDONLY)
    except OSError:  # not there, or not ours to read: the database itself says it better
        return execute(sql, params, many, context)
    try:
        fcntl.flock(line, fcntl.LOCK_EX)
        return execute(sql, params, many, context)
    finally:
        os.close(line)
