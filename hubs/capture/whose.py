"""Whose: the hubs that an event is of, by what its passage names or speaks of; and what is of none of ours."""

from hubs.capture.about import SEATED, hubs_of, issuer
from hubs.capture.finding.fact import Fact
from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.scope import ELSEWHERE, Scopes
from hubs.capture.finding.source import Source
from hubs.capture.finding.what import Event
from hubs.capture.gazetteer import Gazetteer


class Whose:
    """One article's names and scopes, asked passage by passage."""

    def __init__(
        self, source: Source, gazetteer: Gazetteer, who: list[Mention], named: list[Mention], about: list[str],
        scopes: Scopes,
    ) -> None:  # fmt: skip
        self.source, self.gazetteer, self.about = source, gazetteer, about
        self.who, self.named, self.scopes = who, named, scopes
        self.last: list[str] = []  # whose the event before was

    def hubs(self, event: Event, bodies: list[str]) -> list[str]:
        """Named in the clause, else before it in the sentence, else those of what is spoken of, else of the text."""
        found = (
            self.named_hubs(event.start, event.end)
            or self.known_by_name(event.start, event.end)
            or self.named_hubs(event.sentence[0], event.start)
        )
        scope = self.scopes.at(event.start, self.about)
        if not found:
            found = self.spoken_of(event, scope)
        if found != [scope] and not any(m.kind == "jurisdiction" for m in near(self.who, event.sentence)):
            found = self.of_the_text(found, bodies)
        return self.without_countries(found, bodies)

    def named_hubs(self, start: int, end: int) -> list[str]:
        return [slug for m in near(self.who, (start, end)) for slug in hubs_of(m, self.gazetteer)]

    def known_by_name(self, start: int, end: int) -> list[str]:
        """The hubs of the initiatives a passage names: the GENIUS Act is the United States'."""
        known = (m for m in near(self.named, (start, end)) if m.kind == "initiative" and m.value)
        return [slug for m in known for slug in self.gazetteer.initiatives[str(m.value)].jurisdictions]

    def spoken_of(self, event: Event, scope: str | None) -> list[str]:
        """The hubs of a clause that names none, nor anything before it in the sentence."""
        users = [slug for _, _, slug in issuer(self.source, event.sentence, self.about, self.gazetteer)]
        if scope and (not users or set(users) & set(self.gazetteer.jurisdictions[scope].jurisdictions)):
            return [scope]
        if users or scope == ELSEWHERE:
            return users
        if later := self.named_hubs(*event.sentence):
            return later
        line = self.source.plain.rfind("\n", 0, event.start) + 1
        if self.told_elsewhere(line, event.start):
            return []
        earlier = [m for m in near(self.who, (line, event.start)) if hubs_of(m, self.gazetteer)]
        # “The authority”, “it”: the last hub of the paragraph, one the text is about before any other.
        ours = [m for m in earlier if set(hubs_of(m, self.gazetteer)) & set(self.about)]
        spoken = ours[-1:] or (earlier[-1:] if len(self.about) != 1 else [])
        return list(hubs_of(spoken[0], self.gazetteer)) if spoken else self.about[:1] or self.last

    def without_countries(self, found: list[str], bodies: list[str]) -> list[str]:
        """Each once; a country beside one of its cities only where a body of the country speaks."""
        found = list(dict.fromkeys(found))
        parents = {parent for slug in found for parent in self.gazetteer.jurisdictions[slug].jurisdictions}
        speaking = {
            h
            for b in bodies
            if b in self.gazetteer.organisations
            for h in self.gazetteer.organisations[b].jurisdictions
        }
        return [slug for slug in found if slug not in parents - speaking] or found

    def of_the_text(self, found: list[str], bodies: list[str]) -> list[str]:
        """Where a company sits says little: a text about the country tells of the country."""
        if any(
            b in self.gazetteer.organisations and self.gazetteer.organisations[b].sort not in SEATED
            for b in bodies
        ):
            return found
        parents = [
            p for slug in found for p in self.gazetteer.jurisdictions[slug].jurisdictions if p in self.about
        ]
        return parents or found

    def is_elsewhere(self, event: Event) -> bool:
        """Whether a clause tells of a place that is no hub: “Japan passed its act in June”."""
        for start, end in ((event.start, event.end), (event.sentence[0], event.start), event.sentence):
            if self.named_hubs(start, end) and not self.told_elsewhere(start, end):
                return False
            if any(m.kind == "elsewhere" for m in near(self.named, (start, end))):
                return not self.named_hubs(event.start, event.end)
        return False

    def is_of_elsewhere(self, fact: Fact) -> bool:
        """A figure of a place that is no hub of ours: its hub would only be the one the text is about."""
        sentence = self.source.sentence_at(fact.start)
        if fact.place in self.named_hubs(*sentence):
            return False
        line = self.source.plain.rfind("\n", 0, fact.start) + 1
        return any(m.kind == "elsewhere" for m in near(self.named, sentence)) or self.told_elsewhere(
            line, sentence[0]
        )

    def told_elsewhere(self, line: int, before: int) -> bool:
        """Whether the last place that a paragraph names before is no hub of ours: “It”, “the regulator” is its."""
        foreign = [m.end for m in near(self.named, (line, before)) if m.kind == "elsewhere"]
        ours = [m.end for m in near(self.who, (line, before)) if hubs_of(m, self.gazetteer)]
        return bool(foreign) and max(foreign) > max(ours, default=-1)
