"""The lines of a PDF's pages as paragraphs: what the layout cut apart belongs together, what it repeats goes."""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

# Words that carry a hyphen before what they are joined to, or after it: “in-principle”, “cross-border”.
FIRST_HALVES = re.compile(
    r"non|co|cross|anti|self|well|long|short|high|low|mid|so|e|multi|semi|quasi|peer|first|second|third|one|two|three"
    r"|four|five|six|full|part|half|state|dollar|yuan|sterling",
    re.I,
)
SECOND_HALVES = re.compile(
    r"principle|based|backed|pegged|denominated|term|wide|party|related|border|chain|ledger|time|scale|called|level"
    r"|house|licensed|regulated|friendly|day|week|month|year|style|led|owned|driven|run|made|neutral|counter|sector"
    r"|sized|round|up|off|out|in|to|on|only|ready|grade|linked|traded|issued|specific|bank|government",
    re.I,
)
BREAK = "\ufffe"  # what pdfium puts for a hyphen at the end of a line; a plain one is turned into it
OUR_BREAKS = str.maketrans({"\x02": BREAK})
LINE = re.compile(rf"[^\r\n{BREAK}]+{BREAK}?")
ENDS = re.compile(r"[.!?:;。！？：；”」』)）\"']$")
PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.|第)?\s*\d{1,4}\s*(?:页|頁|(?:/|of|共)\s*\d{1,4}\s*[页頁]?)?[-–—\s]*", re.I
)
CJK_WORD = r"[\u4e00-\u9fff][》」』）】。，、；：！？”’]*"
CJK = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"


@dataclass(frozen=True)
class Line:
    """A line of print: its text and its box, in points from the lower left corner of its page."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    foot: float  # the bottom of its last character: two lines of print may come as one
    height: float

    @property
    def first_word(self) -> float:
        """How wide the first word is, in points: in Chinese a character and the marks that no line begins with."""
        word = re.match(CJK_WORD, self.text) or re.match(r"\S*", self.text)
        return (self.right - self.left) * len(word[0]) / len(self.text) if word else 0

    @property
    def shape(self) -> str:
        """What it is but for its numbers: the same line on every page."""
        return re.sub(r"\d+", "#", self.text)


def paragraphs(pages: Sequence[list[Line]]) -> str:
    """The text of these pages, with one line per paragraph."""
    lines = [line for page in without_furniture(pages) for line in page]
    steps = [round(a.foot - b.bottom) for a, b in pairwise(lines) if under(a, b)]
    # The distance of lines most often met; where all are met once, the least.
    step = min(statistics.multimode(steps), default=0)
    edges: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        edges[column(line)] = max(edges[column(line)], line.right)
    joined: list[str] = []
    before: Line | None = None
    for line in lines:
        if before and goes_on(before, line, step, edges[column(before)]):
            joined[-1] = join(joined[-1], line.text)
        else:
            joined.append(line.text)
        before = line
    return mended("\n".join(joined))


def lines_of(page: Any, number: int) -> list[Line]:
    """The lines of a page of pdfium, in its order."""
    text = page.get_textpage()
    most = text.count_chars() - 1  # fewer than the characters of the text, where pdfium counts two as one
    lines = []
    for found in LINE.finditer(text.get_text_range().translate(OUR_BREAKS)):
        said = found[0].strip()
        if not said:
            continue
        first = found.start() + len(found[0]) - len(found[0].lstrip())
        last = first + len(said) - 1 - said.endswith(BREAK)
        left, bottom, _, top = text.get_charbox(min(first, most), loose=True)
        _, foot, right, _ = text.get_charbox(min(max(first, last), most), loose=True)
        said = re.sub(r"(?<=[a-z])-$", BREAK, said)
        lines.append(Line(said, number, left, right, bottom, foot, top - bottom))
    return lines


def column(line: Line) -> tuple[int, int]:
    """The page and roughly the left edge: lines of one column have the same."""
    return line.page, round(line.left / 20)


def under(before: Line, line: Line) -> bool:
    """Whether a line stands beneath the one before, in the same column and size."""
    overlap = min(before.right, line.right) - max(before.left, line.left)
    return (
        before.page == line.page
        and 0 < before.foot - line.bottom < 3 * before.height
        and 0.6 < line.height / (before.height or 1) < 1.6  # of two fonts in one line
        and overlap > 0
    )


def goes_on(before: Line, line: Line, step: int, edge: float) -> bool:
    """Whether a line belongs to the paragraph of the one before."""
    if before.text.endswith(BREAK):
        return True
    # A mark of Chinese punctuation may hang or be narrow.
    slack = 1.3 if re.match(CJK, line.text) else 0.3
    if before.right + line.first_word < edge - slack * before.height:
        return False  # there was room for its first word
    if under(before, line):
        indented = line.left - before.left > 0.8 * line.height
        return before.foot - line.bottom <= 1.25 * step + 1 and not indented
    # At the top of the next column or page a paragraph goes on in the middle of a sentence.
    return not ENDS.search(before.text) and 0.8 < line.height / (before.height or 1) < 1.25


def without_furniture(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Each page's lines without page numbers, and without what stands at the edge of most pages."""
    pages = [[line for line in lines if not PAGE_NUMBER.fullmatch(line.text)] for lines in pages]
    shapes = Counter(shape for lines in pages for shape in {line.shape for line in edge(lines)})
    repeated = {
        shape for shape, count in shapes.items() if len(pages) > 1 and count > max(1, len(pages) // 2)
    }
    return [
        [line for line in lines if line not in edge(lines) or line.shape not in repeated] for lines in pages
    ]


def edge(lines: list[Line]) -> list[Line]:
    """The two highest and the two lowest lines."""
    by_height = sorted(lines, key=lambda line: -line.bottom)
    return [*by_height[:2], *by_height[2:][-2:]]


def join(before: str, after: str) -> str:
    if before.endswith(BREAK) or (re.search(rf"(?:{CJK}|\d)$", before) and re.match(CJK, after)):
        return before + after
    if re.search(rf"{CJK}$", before) and re.match(r"\d", after):
        return before + after
    return f"{before} {after}"


def mended(text: str) -> str:
    """Words cut at the end of a line made whole; the hyphen stays where the word has one of its own.

    It has one when the text writes it so elsewhere, or when either half is of those that compounds are made of.
    """
    known = text.casefold()

    def decide(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        whole, compound = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
        if re.search(rf"\b{re.escape(whole)}\b", known):
            return first + second
        keeps = FIRST_HALVES.fullmatch(first) or SECOND_HALVES.fullmatch(second) or second[0].isupper()
        return f"{first}-{second}" if keeps or compound in known else first + second

    return re.sub(BREAK, "-", re.sub(rf"(\w+){BREAK}\n?(\w+)", decide, text))
