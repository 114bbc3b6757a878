"""Whose a passage is where it names nobody: its heading's, or that of whom its paragraph speaks of."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter

from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.source import Source

ELSEWHERE = ""  # no hub of ours
HEADING = {True: 60, False: 22}  # characters at most of a line that is one, in English and in Chinese
OPENS = {True: 80, False: 24}  # characters into a sentence within which its subject is named
NO_HEADING = re.compile(r"[.!?。,;:]['\"”’)]*$|^[-•*·・→>(]")
PRONOUN = re.compile(r"(?:It|Its|They|Their|There|This)\b|[该其此]")
JOINING = re.compile(r"(?:\s|[,、&/.:■#]|\band\b|\bthe\b|[和与及])*")


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what a sentence is that names no hub: a hub, ELSEWHERE, or None where nothing tells."""

    start: int
    hub: str | None
    holds: bool  # a heading says so, or a pronoun means it


class Scopes:
    """The scopes of a text, sentence by sentence, and the hubs that lead parts of it."""

    def __init__(self, source: Source, speakers: list[tuple[Mention, str]]) -> None:
        """`speakers`: what names a hub, or a place that is none (then with ELSEWHERE), in the order of the text."""
        self.headed: set[str] = set()  # the hubs that headings name
        self.leading: set[str] = set()  # those that paragraphs begin with
        self._scopes: list[Scope] = []
        mentions = [mention for mention, _ in speakers]
        hub_of = {id(mention): hub for mention, hub in speakers}
        section: str | None = None  # whose the heading above is
        subject: str | None = None  # of whom the paragraph spoke last
        leads = False  # whether the subject leads its paragraph as a heading does
        at = 0
        for start, end in source.sentences:
            begins_line = not self._scopes or "\n" in source.plain[at:start]
            ends_line = source.plain[end : end + 1] in ("", "\n")
            at = end
            if begins_line:
                subject, leads = None, False
            own = near(mentions, (start, end))
            hubs = {hub_of[id(mention)] for mention in own}
            only = hubs.pop() if len(hubs) == 1 else None
            if begins_line and ends_line and is_heading(source.plain[start:end]):
                section = only
                self.headed |= hubs_in(section)
            elif begins_line and own and names_only(source.plain, (start, end), own):
                subject, leads = only, True
                self.headed |= hubs_in(subject)
            holds = leads if subject is not None else section is not None
            holds = holds or bool(PRONOUN.match(source.plain, start))
            self._scopes.append(Scope(start, section if subject is None else subject, holds))
            if own and own[0].start - start <= OPENS[source.plain[start].isascii()]:
                named = hub_of[id(own[0])]
                subject, leads = named, leads and subject == named
                if begins_line:
                    self.leading |= hubs_in(subject)

    @property
    def compared(self) -> set[str]:
        """The hubs of a comparison: three or more that headings name, or, without headings, four that paragraphs do."""
        if len(self.headed) > 1:
            return self.headed if len(self.headed) > 2 else set()
        return self.leading if len(self.leading) > 3 else set()

    def at(self, position: int, about: list[str]) -> str | None:
        """The hub of a passage that names none; ELSEWHERE when it is of no hub, None when nothing tells.

        In a text about one hub “the authority” is that one's, whoever else the paragraph began with; “it” need not
        be, nor what stands under a heading.
        """
        index = bisect_right(self._scopes, position, key=attrgetter("start")) - 1
        if index < 0:
            return None
        scope = self._scopes[index]
        strays = scope.hub and len(about) == 1 and scope.hub not in about and not scope.holds
        return None if strays else scope.hub


def hubs_in(hub: str | None) -> set[str]:
    return {hub} if hub else set()


def is_heading(line: str) -> bool:
    return len(line) <= HEADING[line.isascii()] and not NO_HEADING.search(line)


def names_only(plain: str, sentence: tuple[int, int], own: list[Mention]) -> bool:
    """“London.”, “Tokyo and Seoul.”: a sentence of nothing but places leads what follows it."""
    position = sentence[0]
    for mention in own:
        if not JOINING.fullmatch(plain, position, mention.start):
            return False
        position = mention.end
    return bool(JOINING.fullmatch(plain, position, sentence[1]))
