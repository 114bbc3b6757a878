"""The parts of a sentence that can each say something of their own."""

import calendar
import re
from collections.abc import Iterator

from hubs.capture.finding.source import Source, trimmed

MONTH_ENDS = "|".join(rf"(?<={month})" for month in calendar.month_name if month)
BREAKS = re.compile(
    r";\s*|:\s+(?=[A-Z])|,\s+(?=(?:and|but|while|whereas|although|though|which|who"
    r"|where(?! (?:it|they)\b)|after|before|so|with|making|then"
    r"|(?:\w+ )?(?:days|weeks|months|years) (?:after|before)|is|are|was|were|has|have|will|would"
    r"|takes?|took|comes?|came|enters?|entered|plans?|aims?|expects?)\b)"
    r"|,\s+(?=[a-z]+ing\b)"
    # A translator's comma: “approved the project, New York The approval of ...”.
    r"|,\s+(?=(?:[A-Z]\w+ ){1,3}The [a-z])"
    # “The group set up in May | will publish ...” tells of two days.
    rf"|(?:(?<=\d)|{MONTH_ENDS})\s(?=(?:will|would)\s)"
    r"|\s(?=(?:but|while|whereas|although)\s)|\s(?=and (?:will|would|is|are|was|has|plans?|aims?|expects?)\s)"
    r"|(?<=[^\x00-\x7f]),|,(?=[^\x00-\x7f])|(?<=[^\x00-\x7f]);"
)


def clauses(source: Source, sentence: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The parts of a sentence that can each say something of their own; names in quotes are not cut."""
    start, end = sentence
    quoted = [
        m.span() for m in re.finditer(r"[“《「『‘][^”》」』’]{1,80}[”》」』’]", source.plain[start:end])
    ]
    begin = start
    for match in BREAKS.finditer(source.plain, start, end):
        if any(a <= match.start() - start < b for a, b in quoted) or match.end() - begin < 4:
            continue
        yield from trimmed(source.plain, begin, match.start())
        begin = match.end()
    yield from trimmed(source.plain, begin, end)
