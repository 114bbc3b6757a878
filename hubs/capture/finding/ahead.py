"""Whether a date is told as one to come, by what stands around it."""

import re

from hubs.capture.finding.source import Source
from hubs.capture.finding.vocabulary import modals

WILL = re.compile(r"\b(?:will|(?:is|are) (?:to|due to|set to|expected to))\b")
CHINESE_WILL = re.compile(r"[^,。;]{0,12}?(?:(?<![即])将|(?<![虚模])拟)")
# “A bill that would require a licence was gazetted on 6 December”: what was done, whatever else is planned.
DONE = re.compile(
    r"(?:已经?|早已|业已)(?:于|在)?$"
    r"|(?<!\bbe )(?<!\bbe \w{6} )\b(?!(?:expect|schedul|slat|plann|propos|need|requir|promis|target)\w*ed)"
    r"(?:\w{2,}ed|laid|made|given|set out|held|won|was (?:put|read))"
    r"(?: (?:over|out|up|down|off|back))? (?:(?:on|in|at) )?$"
)
# The present tense of what is to come: “the second phase starts in September”.
STARTS = re.compile(
    r"\b(?:starts?|begins?|opens?|closes?|ends?|expires?|takes effect|comes into (?:force|effect)|goes live|kicks in"
    r"|starting|beginning|follows|arrives|is due) (?:on |in )?$",
    re.IGNORECASE,
)
ONCE_PLANNED = re.compile(
    r"原[本先]?[订定]|(?:originally|first|had been) (?:planned|due|scheduled|meant)[^,;]*$"
)
ASIDE = re.compile(r", (?:where|which|who|while|although|though) ")
CLAUSE_BEGINS = re.compile(r"(?:, |; )(?:and |but )?(?:from |on |by )?$")


def is_told_ahead(source: Source, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Whether what stands around a date speaks of a plan: a date without a year is the next one then."""
    if ONCE_PLANNED.search(source.plain, max(sentence[0], start - 24), start):
        return False
    return bool(
        (
            modals("planned").search(source.plain, clause_before(source.plain, sentence[0], start), start)
            and not DONE.search(source.plain, max(sentence[0], start - 40), start)
        )
        or STARTS.search(source.plain, max(sentence[0], start - 24), start)
        # “第四季拟推出”
        or CHINESE_WILL.match(source.plain, end)
        # “From 1 January banks will ...”
        or (
            (start - sentence[0] < 14 or CLAUSE_BEGINS.search(source.plain, sentence[0], start))
            and WILL.search(source.plain, end, min(sentence[1], end + 80))
        )
    )


def clause_before(plain: str, begin: int, at: int) -> int:
    """Where what is told of a date begins: “plans to open an office, where the state sold bonds in February”."""
    begin = max(begin, at - 120)
    asides = [aside.end() for aside in ASIDE.finditer(plain, begin, at)]
    return asides[-1] if asides else begin
