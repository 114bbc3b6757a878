"""What a number counts: the topic that the words nearest to it name."""

import functools
import re
from dataclasses import dataclass, field

from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.source import Source
from hubs.capture.tables import rows

CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(slots=True)
class Around:
    """What stands in a sentence beside a figure: its hubs, its other figures, and the words these have taken."""

    hubs: list[tuple[int, int, str]]
    numbers: list[Mention]
    default: str
    used: list[tuple[int, int, str]] = field(default_factory=list)


@functools.cache
def counted() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None, str], ...]:
    contexts = {row["topic"]: re.compile(row["context"], re.I) for row in rows("topic_context")}
    return tuple(
        (row["topic"], re.compile(row["counted"], re.I), contexts.get(row["topic"]), row["units"])
        for row in rows("topics")
    )


def sort_of(unit: str) -> str:
    if unit in ("percent", "points"):
        return unit
    return "money" if CURRENCY.fullmatch(unit) else "count"


def thing_counted(
    source: Source, number: Mention, sentence: tuple[int, int], clause: tuple[int, int], around: Around
) -> tuple[str, re.Match[str]] | None:
    """The topic a number answers, with the words that say so.

    Nearest words first; among topics that share words (“applications”) the one whose context was spoken of last.
    """
    sort = sort_of(number.unit)
    spans = (
        (max(clause[0], number.start - 60), min(clause[1], number.end + 60)),
        (max(sentence[0], number.start - 40), min(clause[1], number.end + 30)),
    )
    for span in spans:
        best: tuple[int, str, re.Match[str]] | None = None
        for topic, pattern, context, units in counted():
            if units != sort:
                continue
            match = nearest(pattern, source, number, span, around)
            said_at = spoken_of(source, sentence, context) if match else None
            if match and said_at is not None and (best is None or said_at > best[0]):
                best = said_at, topic, match
        if best:
            return best[1], best[2]
    return None


def nearest(
    pattern: re.Pattern[str], source: Source, number: Mention, span: tuple[int, int], around: Around
) -> re.Match[str] | None:
    """The words nearest to a number that no other number stands before or has taken."""

    def free(match: re.Match[str]) -> bool:
        between = (min(match.start(), number.end), max(match.end(), number.start))
        others = (n for n in near(around.numbers, between) if n is not number)
        taken = any(
            match.start() < end and start < match.end() and sort == sort_of(number.unit)
            for start, end, sort in around.used
        )
        return not taken and not any(n.end > between[0] and n.start < between[1] for n in others)

    matches = [match for match in pattern.finditer(source.plain, *span) if free(match)]
    return min(matches, key=lambda m: max(m.start() - number.end, number.start - m.end(), 0), default=None)


def spoken_of(source: Source, sentence: tuple[int, int], context: re.Pattern[str] | None) -> int | None:
    """Where the context of a topic was last spoken of; in the sentence itself counts as here, the title as long ago."""
    if context is None or context.search(source.plain, *sentence):
        return sentence[1]
    before = list(context.finditer(source.plain, max(0, sentence[0] - 600), sentence[0]))
    if before:
        return before[-1].end()
    return -1 if context.search(source.plain_title) else None
