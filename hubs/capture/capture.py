"""What capture hands on: the article, what it is about, what it names, what we propose."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hubs.capture.finding.mention import Mention, plain_number


@dataclass(slots=True)
class Suggested:
    """A statement as an article seems to make it; nothing is public until a person publishes it.

    A `milestone` is about an initiative's status; a `fact` about a hub on a topic. `value` is in full units,
    a fact on a question of date or choice has the date or the code of the choice as `value`;
    `date` the text of a PartialDate or empty. `category` is set where a milestone fits no known initiative.
    `because` are the reasons, in words an editor can check.
    """

    kind: str
    start: int
    end: int
    quote: str
    title: str
    jurisdictions: list[str]
    organisations: list[str]
    initiative: str | None = None
    category: str = ""
    topic: str = ""
    status: str = ""
    value: Decimal | str | None = None
    high: Decimal | None = None
    unit: str = ""
    bound: str = ""
    date: str = ""
    precision: str = ""
    certainty: str = "stated"
    because: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        names = self.__dataclass_fields__
        payload = {name: getattr(self, name) for name in names}
        return payload | {"value": plain_number(self.value), "high": plain_number(self.high)}


@dataclass
class Capture:
    """Everything read out of one article. Offsets are character positions in `text`, end exclusive."""

    text: str
    title: str
    publisher: str
    author: str
    language: str
    published: str
    about: list[str]
    mentions: list[Mention]
    suggestions: list[Suggested]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The documented form: docs/capture.md."""
        return {
            "article": {
                "title": self.title,
                "publisher": self.publisher,
                "author": self.author,
                "language": self.language,
                "published": self.published,
                "sha256": self.sha256,
            },
            "about": list(self.about),
            "mentions": [mention.to_json() for mention in self.mentions],
            "suggestions": [suggested.to_json() for suggested in self.suggestions],
        }
