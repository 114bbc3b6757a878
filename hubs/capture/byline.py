"""Who wrote an article and where it appeared, as plain text says it near its top or its end."""

import re

NAME = r"[A-Z][\w.'’-]*(?: (?:de|van|von|bin|al|[A-Z][\w.'’-]*)){1,4}"
OFFICE = r"(?:\S+ )*(?:Desk|Staff|Team|Reporter|Editor|Correspondent|Writer|News)\b"
AUTHOR = re.compile(
    rf"^(?:[Bb]y|BY)\s+({NAME}(?:(?:,| and| &) (?!{OFFICE}){NAME}){{0,3}})(?=$|\s*[|,·•(–—-])"
)
CHINESE_AUTHOR = re.compile(
    r"(?:作者|撰文|文字|本报记者|本報記者|记者|記者)\s*[:：/／|丨 ]\s*"
    r"([\u4e00-\u9fff·]{2,6}(?:[、 ][\u4e00-\u9fff·]{2,4}){0,3})(?=$|[\s)）|丨/／])"
)
SOURCE = re.compile(
    r"(?:^|\s)(?:Source|Published by|来源|來源|出处|出處)\s*[:：]\s*"
    r"([^|丨:：\n]{2,60}?)(?=$|\s{2,}|[|丨]|\s\S{2,4}[:：]|\s\d)"
)
DATELINE = re.compile(r"^[A-Z][A-Za-z .]{2,30}(?:, [A-Z][a-z]+\.? \d{1,2})? \(([A-Z][\w .&]{1,30})\) ?[-–—]")
PAPER = re.compile(
    r"^[【\[（(](?!本[报報])([\u4e00-\u9fff]{2,6}?)(?:专讯|專訊|讯|訊|电|電|报道|報道)[】\]）)]"
)  # 【明報專訊】
TITLE_CASE = re.compile(r"(?!By )(?:The )?[A-Z][\w'&.]*(?: (?:of |the |& )?[A-Z][\w'&.]*){0,4}")
NEAR = 8  # lines from the top
AT_END = 3


def byline(text: str) -> tuple[str, str]:
    """Author and publisher, each empty where no line says so outright. Nothing is read from the body."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    author = publisher = ""
    for line in [*lines[:NEAR], *lines[NEAR:][-AT_END:]]:
        if dateline := DATELINE.match(line):
            publisher = publisher or dateline[1]
        if paper := PAPER.match(line):
            publisher = publisher or paper[1]
        if len(line) > 100:
            continue
        # “Payments Digest | Published: September 3, 2025 | By Marcus Oyelaran”
        parts = [part.strip() for part in re.split(r"[|•·]", line)]
        written = next(filter(None, map(AUTHOR.match, parts)), None) or CHINESE_AUTHOR.search(line)
        if written:
            author = author or written[1]
        if len(parts) > 1 and written and TITLE_CASE.fullmatch(parts[0]):
            publisher = publisher or parts[0]
        if source := SOURCE.search(line):
            publisher = publisher or source[1].strip()
    return author, publisher
