"""What answers a topic: a value for a hub, at a passage, as of a day."""

from dataclasses import dataclass, field
from decimal import Decimal

from hubs.capture.finding.mention import Mention


@dataclass(slots=True)
class Fact:
    """A value for a topic, at a passage; `number` is the mention it rests on, none for a rank."""

    start: int
    end: int
    topic: str
    value: Decimal | str
    place: str
    date: Mention | None
    number: Mention | None = None
    unit: str = ""
    because: list[str] = field(default_factory=list)
