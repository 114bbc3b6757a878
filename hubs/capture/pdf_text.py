"""The lines of a PDF's pages as paragraphs: what the layout cut apart belongs together, what it repeats goes."""

import re
import statistics
from collections import Counter

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
ENDS = re.compile(r"[.!?:;。！？：；”」』)）\"']$")
PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.|第)?\s*\d{1,4}\s*(?:页|頁|(?:/|of|共)\s*\d{1,4}\s*[页頁]?)?[-–—\s]*", re.I
)
CJK = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
WIDE = 0.75  # of the usual line: a shorter one ends its paragraph


def paragraphs(pages: list[str]) -> str:
    """Pages as pdfium gives them, one line per line of print, as text with one line per paragraph."""
    lines = [line for page in without_furniture(pages) for line in page]
    usual = statistics.median([len(line) for line in lines if len(line) > 20] or [80])
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
        elif goes_on:
            joined[-1] = join(joined[-1], line)
        else:
            joined.append(line)
        goes_on = bool(line) and (BREAK in line[-1:] or len(line) >= WIDE * usual or line[-1] == ",")
        if ENDS.search(line) and len(line) < 0.9 * usual:
            goes_on = False
    return mended("\n".join(joined))


def without_furniture(pages: list[str]) -> list[list[str]]:
    """Each page's lines without page numbers, and without what stands at the edge of most pages."""
    split = [[line.strip() for line in plain(page).split("\n")] for page in pages]
    split = [[line for line in lines if not PAGE_NUMBER.fullmatch(line) or not line] for lines in split]
    edges = Counter(shape for lines in split for shape in {re.sub(r"\d+", "#", x) for x in edge(lines)})
    repeated = {shape for shape, count in edges.items() if len(pages) > 1 and count > max(1, len(pages) // 2)}
    return [
        [line for line in lines if line not in edge(lines) or re.sub(r"\d+", "#", line) not in repeated]
        for lines in split
    ]


def edge(lines: list[str]) -> list[str]:
    return [line for line in (*lines[:2], *lines[-2:]) if line]


def plain(page: str) -> str:
    page = page.replace("\r\n", "\n").replace("\r", "\n").replace("\x02", BREAK).strip("\n")
    return re.sub(rf"(?<=[a-z])-\n(?=\w)|{BREAK}\n?", f"{BREAK}\n", page)


def join(before: str, after: str) -> str:
    if before.endswith(BREAK) or (re.search(rf"{CJK}$", before) and re.match(rf"{CJK}|\d", after)):
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
