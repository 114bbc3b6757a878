"""What an article is, out of bytes: title, author, publisher, date, language, main text.

Runs in the process that `parsing` starts and limits; imports the parsers only where they are needed. What cannot
be read raises Refused with the sentence the editor sees.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from hubs.capture.byline import byline
from hubs.capture.decoding import NotText, decode
from hubs.capture.pdf_text import lines_of, paragraphs
from hubs.capture.refused import Refused

MAX_BYTES = 5 * 1024 * 1024  # of a file, or of a fetched page unpacked
MAX_CHARACTERS = 200_000  # of text: about 30,000 English words
MAX_PAGES = 300
MAX_NESTING = 250  # elements inside one another: no page a person wrote comes near
OTHER_KINDS = {
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"SQLite format": "a database",
    b"ID3": "a sound file",
    b"OggS": "a sound or film file",
    b"{\\rtf": "an RTF document",
    b"%!PS": "a PostScript file",
}
TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>")
VOID = {
    b"area",
    b"base",
    b"br",
    b"col",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"link",
    b"meta",
    b"source",
    b"track",
    b"wbr",
}
LOOSE = {b"p", b"li", b"td", b"tr", b"th", b"dt", b"dd", b"option"}  # may be left open, and then do not nest


@dataclass
class Reading:
    """An article as read, shown for correction before anything is kept. Unknown fields are empty.

    `language` is left to the process that knows the site (`parsing.parse`).
    """

    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""
    language: str = ""
    kind: str = "text"

    def to_json(self) -> dict[str, str]:
        return asdict(self)


def read(data: bytes, *, declared: str = "", url: str = "") -> Reading:
    """Decide what the bytes are by themselves - not by a name or header - and read them. Refused says why not."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refused("There is nothing in it: the file or page is empty.")
    if len(data) > MAX_BYTES:
        raise Refused(f"It is larger than {MAX_BYTES // 1024 // 1024} MB, the most we read.")
    if data.lstrip()[:5] == b"%PDF-":
        reading = read_pdf(data)
    else:
        for start, what in OTHER_KINDS.items():
            if data.startswith(start):
                raise Refused(f"It is {what}: only text, HTML and PDF can be read.")
        try:
            text = decode(data, declared)
        except NotText:
            raise Refused(
                "It is not text in any encoding we know: only text, HTML and PDF can be read."
            ) from None
        reading = read_html(data, text, url) if looks_like_html(text) else read_text(text)
    reading.text = tidy(reading.text)
    if not reading.text:
        raise Refused("No article text was found in it.")
    if len(reading.text) > MAX_CHARACTERS:
        raise Refused(f"Its text is longer than {MAX_CHARACTERS:,} characters, the most we keep.")
    reading.title = " ".join(reading.title.split())[:500]
    return reading


def looks_like_html(text: str) -> bool:
    start = text[:3000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body", "<?xml", "<!--")):
        return True
    return len(re.findall(r"<(?:p|div|span|article|h[1-6]|br|a|meta|title|table|ul|li)\b[^>]*>", start)) >= 3


def tidy(text: str) -> str:
    """Without control characters and with plain line ends; at most one empty line between paragraphs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\ufeff", "")
    text = "".join(
        c
        for c in text
        if (c >= " " and not "\x7f" <= c <= "\x9f" and not "\ud800" <= c <= "\udfff") or c in "\n\t"
    )
    text = re.sub(r"[ \t\xa0\u3000]{8,}", " ", text)
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def read_text(text: str) -> Reading:
    """Plain text: a short first line without a full stop is its title; a date and author may stand near the top."""
    if (
        sum(c == "\ufffd" or (ord(c) < 32 and c not in "\t\n\r\f") for c in text[:20_000])
        > len(text[:20_000]) * 0.02
    ):
        raise Refused("It is not text: most of it cannot be read as characters.")
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    author, publisher = byline(text)
    return Reading(
        text,
        title=heading(lines),
        author=author,
        publisher=publisher,
        date=date_near_top([*lines[:8], *lines[8:][-3:]]),
    )


def heading(lines: list[str]) -> str:
    """The first line, where it looks like one."""
    first = lines[0] if len(lines) > 1 else ""
    return first if len(first) <= 200 and first[-1:] not in ".。!！;；," else ""


MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WRITTEN = re.compile(
    r"\b(?:(?P<d>\d{1,2}) (?P<m>[A-Z][a-z]{2,8})\.?,? |(?P<m2>[A-Z][a-z]{2,8})\.? (?P<d2>\d{1,2}),? )"
    r"(?P<y>(?:19|20)\d\d)\b"
)


def date_near_top(lines: list[str]) -> str:
    """A full date on a short line of its own near the top is the day of publication."""
    for line in lines:
        written = WRITTEN.search(line)
        month = ((written["m"] or written["m2"]).lower()[:3]) if written else ""
        short = len(line) < 60 or ("|" in line and len(line) < 100)
        if written and short and month in MONTHS and 1 <= int(written["d"] or written["d2"]) <= 31:
            day = int(written["d"] or written["d2"])
            return f"{written['y']}-{MONTHS.index(month) + 1:02}-{day:02}"
        match = re.search(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?", line)
        if match and short and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
            return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return ""


def check_nesting(data: bytes) -> None:
    """Refuse markup nested deeper than any page needs, before a parser meets it."""
    depth = deepest = 0
    for match in TAG.finditer(data):
        name = match[2].lower()
        if name in VOID or name in LOOSE or match[3].endswith(b"/"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > MAX_NESTING:
        raise Refused(
            f"Its markup is nested {deepest:,} deep, which no article needs: paste the text instead."
        )


def read_html(data: bytes, text: str, url: str) -> Reading:
    check_nesting(data if b"\0" not in data else text.encode())
    if re.search(r"<!ENTITY", text[:20_000], re.IGNORECASE):
        raise Refused("It defines entities of its own, which can hide what it says: paste the text instead.")
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(
            text,
            url=url or None,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            with_metadata=True,
        )
    except (LxmlError, ValueError, RecursionError) as problem:
        raise Refused("Its markup cannot be read: paste the text instead.") from problem
    if found is None or not (found.text or "").strip():
        raise Refused(
            "No article text was found in the page: it may need a browser to show it. Paste the text instead."
        )
    return Reading(
        found.text,
        title=found.title or "",
        author=found.author or "",
        publisher=found.sitename or "",
        date=found.date or "",
        kind="html",
    )


def read_pdf(data: bytes) -> Reading:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        if pages > MAX_PAGES:
            raise Refused(f"The PDF has {pages:,} pages; {MAX_PAGES} are the most we read.")
        printed, length = [], 0
        for number, page in enumerate(document):
            printed.append(lines_of(page, number))
            length += sum(len(line.text) for line in printed[-1])
            if length > MAX_CHARACTERS:
                raise Refused(f"Its text is longer than {MAX_CHARACTERS:,} characters, the most we keep.")
        about = document.get_metadata_dict()
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise Refused("The PDF is locked with a password.") from problem
        raise Refused("The PDF is damaged and cannot be read.") from problem
    text = paragraphs(printed)
    if len(re.sub(r"\s", "", text)) < 20:
        raise Refused("The PDF holds pictures of pages and no text: it must be scanned to text first.")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    author, publisher = byline(text)
    # The title a file gives itself is often that of a template or of a program; the day it was made no publication.
    named = about.get("Title", "").strip()
    return Reading(
        text,
        title=named if named and named in text else heading(lines) or named,
        author=author or about.get("Author", ""),
        publisher=publisher,
        date=date_near_top(lines[:8]),
        kind="pdf",
    )
