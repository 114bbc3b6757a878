"""The words of the tables, ready to look for: cues that tell a status, modals that say how sure, our field."""

import functools
import re
from dataclasses import dataclass

from hubs.capture.tables import any_bounded, bounded, rows


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that tells a status; the stronger of two in a clause tells what the clause is about."""

    regex: re.Pattern[str]
    status: str
    strength: int
    what: str


PLAN = Cue(re.compile("(?!)"), "announced", 2, "plan")
DATED = Cue(re.compile("(?!)"), "unknown", 1, "day")


@functools.cache
def cues() -> tuple[tuple[re.Pattern[str], tuple[Cue, ...]], ...]:
    """The cues by strength, the strongest first, each group with what tells whether any of it is there."""
    groups = []
    for strength in sorted({int(row["strength"]) for row in rows("cues")}, reverse=True):
        of_it = [row for row in rows("cues") if int(row["strength"]) == strength]
        group = tuple(
            Cue(re.compile(bounded(row["pattern"]), re.I), row["status"], strength, row["what"])
            for row in of_it
        )
        groups.append((any_bounded(row["pattern"] for row in of_it), group))
    return tuple(groups)


@functools.cache
def modals(effect: str) -> re.Pattern[str]:
    return any_bounded(row["pattern"] for row in rows("modals") if row["effect"] == effect)


@functools.cache
def domain() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(bounded(row["pattern"]), re.I), row["category"]) for row in rows("domain"))


@functools.cache
def any_domain() -> re.Pattern[str]:
    return any_bounded(row["pattern"] for row in rows("domain"))


def categories(text: str) -> list[str]:
    """The fields a passage speaks of, the most often named first."""
    counts: dict[str, int] = {}
    for pattern, category in domain():
        if found := len(pattern.findall(text)):
            counts[category] = counts.get(category, 0) + found
    return sorted(counts, key=lambda category: -counts[category])
