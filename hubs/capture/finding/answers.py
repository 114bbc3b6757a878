"""Answers: events that say something about a hub, by their day or by how far they show it has come."""

import functools
import re
from dataclasses import dataclass

from hubs.capture.tables import rows


@dataclass(frozen=True, slots=True)
class Answer:
    """A topic about a hub that an event can answer: with a choice, or, without one, with its day."""

    topic: str
    statuses: frozenset[str]
    choice: str
    of_country: bool


@functools.cache
def answers() -> tuple[tuple[re.Pattern[str], Answer], ...]:
    return tuple(
        (
            re.compile(row["said"], re.I),
            Answer(row["topic"], frozenset(row["status"].split()), row["value"], row["whose"] == "country"),
        )
        for row in rows("answers")
    )


def answered(said: str, status: str) -> list[tuple[Answer, str]]:
    """The topics about a hub that an event answers, with the words that say so; each topic once."""
    found: dict[str, tuple[Answer, str]] = {}
    for pattern, answer in answers():
        if status in answer.statuses and (match := pattern.search(said)):
            found.setdefault(answer.topic, (answer, match[0]))
    return list(found.values())
