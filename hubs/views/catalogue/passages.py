"""The text of an article with its cited passages marked at exactly the characters that are cited."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from hubs.models import Citation
from hubs.models.article import paragraph_spans


@dataclass(frozen=True, slots=True)
class Passage:
    """One cited range of the text, with everything that rests on it."""

    number: int
    start: int
    end: int
    citations: tuple[Citation, ...]

    @property
    def anchor(self) -> str:
        """Where a receipt's “see it in the article” leads; the same as long as the text is."""
        return f"cited-{self.start}-{self.end}"


@dataclass(slots=True)
class Piece:
    """A stretch of text in which the same passages are marked."""

    text: str
    within: list[Passage]
    begins: list[Passage]
    ends: list[Passage]


@dataclass(slots=True)
class Paragraph:
    pieces: list[Piece]
    # Passages that end here: their notes stand beside the paragraph.
    notes: list[Passage]


@dataclass(slots=True)
class MarkedText:
    """A text in paragraphs; and citations whose words do not stand where they say, which nothing marks."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    astray: list[Citation] = field(default_factory=list)


def marked(text: str, citations: Iterable[Citation]) -> MarkedText:
    """Mark the ranges of citations that come in the order of their place."""
    found, astray = [], []
    for citation in citations:
        stands = text[citation.start : citation.end] == citation.quote
        (found if stands else astray).append(citation)
    passages = [
        Passage(number, start, end, tuple(members))
        for number, ((start, end), members) in enumerate(groupby(found, key=lambda c: (c.start, c.end)), 1)
    ]
    spans = paragraph_spans(text)
    # Where the paragraph before ends and the next one starts: a passage may reach into the empty lines between.
    before = [0, *(end for _start, end in spans)]
    after = [*(start for start, _end in spans[1:]), len(text)]
    paragraphs = [
        _paragraph(text, start, end, passages, between=between)
        for (start, end), between in zip(spans, zip(before, after, strict=False), strict=False)
    ]
    return MarkedText(paragraphs, passages, astray)


def _paragraph(
    text: str, start: int, end: int, passages: list[Passage], *, between: tuple[int, int]
) -> Paragraph:
    here = [p for p in passages if p.start < end and p.end > start]
    # Only at these places does the set of passages change; a passage may reach beyond the paragraph.
    cuts = {start, end, *(cut for p in here for cut in (p.start, p.end) if start < cut < end)}
    pieces = [
        Piece(
            text=text[first:last],
            within=[p for p in here if p.start < last and p.end > first],
            begins=[p for p in here if p.start >= between[0] and max(p.start, start) == first],
            ends=[p for p in here if p.end <= between[1] and min(p.end, end) == last],
        )
        for first, last in pairwise(sorted(cuts))
    ]
    return Paragraph(pieces, [p for p in here if p.end <= between[1]])
