"""Data entry. Each record is entered where an editor would look for it; statements go through `editing`."""

from . import (
    article,
    change,
    importing,
    initiative,
    jurisdiction,
    organisation,
    statement,
    topic,
    users,
    work,
)

__all__ = [
    "article",
    "change",
    "importing",
    "initiative",
    "jurisdiction",
    "organisation",
    "statement",
    "topic",
    "users",
    "work",
]
