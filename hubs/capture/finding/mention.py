"""One thing a text names, with the place where it does."""

import bisect
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter


@dataclass(slots=True)
class Mention:
    """A jurisdiction, organisation, date or number at [start, end) of the stored text.

    `value` is a slug for what we know, a PartialDate text for a date, a Decimal in full units for a number.
    """

    kind: str
    start: int
    end: int
    text: str
    value: str | Decimal
    high: str | Decimal | None = None
    precision: str = ""
    role: str = ""
    unit: str = ""
    bound: str = ""
    # Not in the JSON: what the rules that follow want to know, and the reasons they give.
    inferred: bool = False
    candidates: tuple[str, ...] = ()
    because: list[str] = field(default_factory=list)

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    def to_json(self) -> dict:
        """As documented in docs/capture.md; numbers are whole where they can be."""
        return {
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "value": plain_number(self.value),
            "high": plain_number(self.high),
            "precision": self.precision,
            "role": self.role,
            "unit": self.unit,
            "bound": self.bound,
        }


def plain_number(value: str | Decimal | None) -> str | int | float | None:
    """A Decimal as the number JSON knows; everything else as it is."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def near(mentions: list[Mention], span: tuple[int, int]) -> list[Mention]:
    """The mentions that overlap a span, from a list in the order of the text without overlaps."""
    first = max(0, bisect.bisect_left(mentions, span[0], key=attrgetter("start")) - 1)
    last = bisect.bisect_left(mentions, span[1], key=attrgetter("start"))
    return [mention for mention in mentions[first:last] if mention.end > span[0]]


def longest(mentions: list[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest, then the first; in the order of the text."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -(m.end - m.start))):
        if kept and kept[-1].end > mention.start:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
        else:
            kept.append(mention)
    return kept
