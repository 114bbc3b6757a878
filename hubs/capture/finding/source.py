"""The text the rules read: as stored, and in a folded form of the same length."""

import bisect
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hubs.capture.tables import rows
from hubs.models import PartialDate
from hubs.models.names import simplified

Span = tuple[int, int]

# Characters that mean the same in figures and names, whatever their width or slope.
NARROW = {0xFF01 + n: 0x21 + n for n in range(94)} | {
    ord("’"): "'",
    ord("‘"): "'",
    ord("\u00a0"): " ",
    ord("\u3000"): " ",
    ord("–"): "-",
    ord("—"): "-",
    ord("－"): "-",
}
ABBREVIATIONS = (
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|N\.Y|Mr|Mrs|Ms|Dr|St|No|Nos|vs|v|Inc|Ltd|Co|Corp"
    r"|e\.g|i\.e|approx|para|sec|Art|[A-Z]"
)
CLOSING = r"[”’」』\"')]"
SENTENCE = re.compile(rf"[。!?]+{CLOSING}*|\n+|(?<=[\w)%\]\"'”])\.{CLOSING}*(?=\s+[^\sa-z]|\s*$|\n)")
ABBREVIATED = re.compile(rf"(?:^|[\s(])(?:{ABBREVIATIONS})$")
LONGEST = 1500  # characters of a sentence
EDGES = " \t\r\n\u3000"


@functools.cache
def furniture_rules() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in rows("furniture"))


@dataclass
class Source:
    """An article's text with what is known about it; offsets of `plain` are offsets of `text`."""

    text: str
    language: str
    published: PartialDate | None = None
    title: str = ""
    plain: str = field(init=False)
    plain_title: str = field(init=False)
    sentences: list[tuple[int, int]] = field(init=False)
    furniture: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.plain = fold_width(simplified(self.text))
        self.plain_title = fold_width(simplified(self.title))
        self.furniture = sorted(
            match.span() for rule in furniture_rules() for match in rule.finditer(self.plain)
        )
        self.sentences = list(bounded_spans(sentences(self.plain)))
        self._starts = [start for start, _ in self.sentences]
        self._furniture = merged(self.furniture)
        self._furniture_starts = [start for start, _ in self._furniture]

    def sentence_at(self, position: int) -> tuple[int, int]:
        index = max(0, bisect.bisect_right(self._starts, position) - 1)
        return self.sentences[index] if self.sentences else (0, len(self.text))

    def is_furniture(self, start: int, end: int) -> bool:
        """Whether any of [start, end) belongs to the page and not to the article."""
        index = bisect.bisect_right(self._furniture_starts, start) - 1
        if index >= 0 and self._furniture[index][1] > start:
            return True
        return index + 1 < len(self._furniture) and self._furniture[index + 1][0] < end


def fold_width(text: str) -> str:
    return text.translate(NARROW)


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same ground in spans that do not overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] >= start:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def sentences(plain: str) -> Iterator[Span]:
    """Where each sentence starts and ends, without the space around it; lines end sentences too."""
    begin = 0
    for match in SENTENCE.finditer(plain):
        if match[0].startswith(".") and ABBREVIATED.search(
            plain[max(begin, match.start() - 8) : match.start()]
        ):
            continue
        yield from trimmed(plain, begin, match.end())
        begin = match.end()
    yield from trimmed(plain, begin, len(plain))


def bounded_spans(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, cut where they are longer than any sentence a person wrote: work grows with their square."""
    for start, end in spans:
        while end - start > LONGEST:
            yield start, start + LONGEST
            start += LONGEST
        yield start, end


def trimmed(plain: str, start: int, end: int) -> Iterator[Span]:
    while start < end and plain[start] in EDGES:
        start += 1
    while end > start and plain[end - 1] in EDGES:
        end -= 1
    if end > start:
        yield start, end
