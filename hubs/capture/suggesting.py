"""From what was found to what is proposed: events and facts tied to hubs, bodies, initiatives and days."""

import re
from dataclasses import replace
from decimal import Decimal

from hubs.capture.about import hubs_of
from hubs.capture.capture import Suggested
from hubs.capture.finding.answers import answered
from hubs.capture.finding.fact import Fact
from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.naming import title_of
from hubs.capture.finding.scope import Scopes
from hubs.capture.finding.source import Source
from hubs.capture.finding.vocabulary import DATED, categories
from hubs.capture.finding.what import Event, status_of
from hubs.capture.gazetteer import Gazetteer
from hubs.capture.known import Held, initiative_meant, told_again
from hubs.capture.whose import Whose
from hubs.models import PartialDate

LONGEST_QUOTE = 500  # characters of a sentence that are quoted whole
# “Open until May” did not happen in May; “Until May 1, the regulator issued ...” did, in translated prose.
UNTIL = re.compile(r"until|till|截至|截止", re.IGNORECASE)
OWNER = re.compile(r"(?:\b(?:its|the|an?|their|his|this)|'s) $", re.IGNORECASE)
ASIDE = re.compile(r"\b(?:that|which|who)\b[^,;]*$")
ATTRIBUTE = re.compile(
    r"(?:出台|发布|公布|印发|实施|施行|推出|成立|上线|发行|签署|通过|颁布|制定|发出|颁发)的"
)
# Of no day, and not of the article's either.
LONG_AGO = re.compile(
    r"in recent years|over the (?:past|last)|since then|previously|近年|多年来|此前", re.IGNORECASE
)


class Suggesting:
    """One article on its way to suggestions."""

    def __init__(
        self, source: Source, gazetteer: Gazetteer, held: Held, who: list[Mention], named: list[Mention],
        dates: list[Mention], about: list[str], scopes: Scopes,
    ) -> None:  # fmt: skip
        self.source, self.gazetteer, self.held = source, gazetteer, held
        self.who, self.named, self.dates = who, named, dates
        self.whose = Whose(source, gazetteer, who, named, about, scopes)
        self.last_initiative = ""

    def milestone(self, event: Event) -> Suggested | None:
        """An event with its who and when; None when neither a hub nor a reason to keep it is left."""
        said = self.source.plain[event.start : event.end]
        date, why = self.date_of(event)
        if event.speculative and not date:
            return None
        published = self.source.published
        if not event.planned and date and published and PartialDate.parse(date).first > published.last:
            event.planned = True
            event.because.append(f"{date} lies ahead of the article -> planned")
        if event.planned and date and published and PartialDate.parse(date).last < published.first:
            event.planned = False  # the plan is what happened then
            event.cue = replace(event.cue, status="announced")
        if event.planned and not date and event.cue.strength < 3 and not self.bodies(event.start, event.end):
            return None  # an intention of nobody for no day
        if self.whose.is_elsewhere(event):
            return None
        bodies = self.bodies(event.start, event.end) or self.bodies(*event.sentence)
        hubs = self.whose.hubs(event, bodies)
        status = status_of(event, said)
        fields = categories(said) or categories(self.source.plain[slice(*event.sentence)])
        slug, link = initiative_meant(
            self.gazetteer, self.source.plain[slice(*event.sentence)], date, hubs, bodies, fields,
            [m for m in self.named if m.overlaps(event.start, event.end)],
        )  # fmt: skip
        if not slug:
            slug, link = told_again(self.gazetteer, said, self.last_initiative, hubs)
        if slug:
            known = self.gazetteer.initiatives[slug].jurisdictions
            hubs = hubs or list(known)
        if not hubs or self.is_noise(event, slug, date):
            return None
        self.whose.last, self.last_initiative = hubs, slug or ""
        because = [*event.because, *why, *self.reasons(event, bodies), *link]
        because.append(
            "known: " + known_note
            if (known_note := self.held.on_milestone(slug, status, date))
            else "known: nothing like it"
        )
        title = (
            self.gazetteer.initiatives[slug].title
            if slug
            else title_of(self.source, event, self.dates, self.who)
        )
        return Suggested(
            "milestone", event.start, event.end, self.source.text[event.start : event.end],
            title, hubs, bodies, slug,
            "" if slug or not fields else fields[0],
            topic="planned-date" if event.planned else "milestone" if event.cue is DATED else "status", status=status,
            date=date, precision=precision_of(date),
            certainty="expected" if event.planned and event.certainty == "stated" else event.certainty, because=because,
        )  # fmt: skip

    def quoted(self, fact: Fact) -> tuple[int, int]:
        """The sentence that says so, for a reader who has only the quote; its own words where that is endless."""
        start, end = self.source.sentence_at(fact.start)
        whole = start <= fact.start and fact.end <= end and end - start <= LONGEST_QUOTE
        return (start, end) if whole else (fact.start, fact.end)

    def is_noise(self, event: Event, slug: str | None, date: str) -> bool:
        """A weak cue with neither a known initiative, a day nor a body in its clause."""
        return not slug and not date and event.cue.strength == 1 and not self.bodies(event.start, event.end)

    def answers(self, event: Event, told: Suggested) -> list[Suggested]:
        """What a milestone says about its hub: since when a regime is in force, how far central bank money has come."""
        if event.certainty == "opinion":
            return []
        said = self.source.plain[told.start : told.end]
        if told.initiative and event.cue.status == "in_force":
            # “Its rules took effect in June 2015”: of what we know it to be, said in the words we have for it.
            said = f"{said} / {self.gazetteer.initiatives[told.initiative].title}"
        facts = []
        for answer, words in answered(said, status_of(replace(event, planned=False), said)):
            if answer.choice and event.planned:
                continue  # a stage to come is not reached
            if not told.date and not answer.choice:
                continue
            # How things stand is said as of the article where no day is.
            date = told.date or self.publication()
            hub = self.gazetteer.jurisdictions[told.jurisdictions[0]]
            if answer.of_country and hub.jurisdictions:
                hub = self.gazetteer.jurisdictions[hub.jurisdictions[0]]
            value = answer.choice or date
            note = self.held.on_fact(hub.slug, answer.topic, value, None, date)
            because = [
                f"“{words}” -> {answer.topic}",
                *told.because[:-1],
                f"known: {note or 'nothing on this'}",
            ]
            facts.append(
                replace(
                    told, kind="fact", title=f"{hub.title}: {answer.topic.replace('-', ' ')}: {value}",
                    jurisdictions=[hub.slug], initiative=None, category="", topic=answer.topic, status="",
                    value=value, date=date, precision=precision_of(date), because=because,
                )
            )  # fmt: skip
        return facts

    def dated_name(self, mention: Mention, told: list[Suggested]) -> Suggested | None:
        """A known initiative beside a date in a sentence that says no more of it: worth a look."""
        sentence = self.source.sentence_at(mention.start)
        dates = [d for d in near(self.dates, sentence) if d.role == "event" and not d.high]
        if not mention.value or not dates or any(s.start < sentence[1] and sentence[0] < s.end for s in told):
            return None
        known = self.gazetteer.initiatives[str(mention.value)]
        date = min(dates, key=lambda d: abs(d.start - mention.start))
        note = self.held.on_milestone(known.slug, "live", str(date.value))
        because = [
            f"“{mention.text}” -> {known.title}",
            *date.because,
            f"“{date.text}” -> {date.value}",
            "no verb says what happened",
        ]
        return Suggested(
            "milestone", *sentence, self.source.text[slice(*sentence)], known.title, list(known.jurisdictions),
            self.bodies(*sentence), known.slug, topic="milestone", status="unknown", date=str(date.value),
            precision=date.precision, because=[*because, f"known: {note}"],
        )  # fmt: skip

    def fact(self, fact: Fact) -> Suggested:
        number = fact.number
        date, inferred = (fact.date.value, fact.date.because) if fact.date else (self.publication(), [])
        because = [*fact.because, *inferred]
        if not fact.date and date:
            because.append("no day in the text: the publication date (inferred)")
        because.append(f"a figure for {self.gazetteer.jurisdictions[fact.place].title}, named nearest")
        note = self.held.on_fact(fact.place, fact.topic, fact.value, number, str(date))
        because.append(f"known: {note or 'nothing on this'}")
        hub = self.gazetteer.jurisdictions[fact.place]
        start, end = self.quoted(fact)
        shown = number.text if number else str(fact.value)
        return Suggested(
            "fact", start, end, self.source.text[start:end],
            f"{hub.title}: {fact.topic.replace('-', ' ')}: {shown}", [fact.place],
            self.bodies(*self.source.sentence_at(fact.start)), topic=fact.topic, value=fact.value,
            high=number.high if number and isinstance(number.high, Decimal) else None,
            unit=fact.unit, bound=number.bound if number else "",
            date=str(date), precision=precision_of(str(date)), because=because,
        )  # fmt: skip

    # --- Who -------------------------------------------------------------------------------------------------

    def bodies(self, start: int, end: int) -> list[str]:
        return list(
            dict.fromkeys(
                str(m.value) for m in near(self.who, (start, end)) if m.kind == "organisation" and m.value
            )
        )

    def reasons(self, event: Event, bodies: list[str]) -> list[str]:
        reasons = []
        for mention in near(self.who, (event.start, event.end)) or near(self.who, event.sentence):
            reasons += mention.because
            for slug in hubs_of(mention, self.gazetteer) if mention.overlaps(event.start, event.end) else ():
                reasons.append(f"“{mention.text}” -> {self.gazetteer.jurisdictions[slug].title}")
        return list(dict.fromkeys(reasons))

    # --- When ------------------------------------------------------------------------------------------------

    def publication(self) -> str:
        return self.source.published.text if self.source.published else ""

    def date_of(self, event: Event) -> tuple[str, list[str]]:
        """The nearest date in the clause, else the sentence's; in a lead without one, the time of publication."""
        inside = [d for d in near(self.dates, (event.start, event.end)) if d.role != "publication"]
        usable = [d for d in inside if d.role != "as_of"] or ([] if event.planned else inside)
        if not event.planned:
            usable = [d for d in usable if not UNTIL.match(d.text) or self.opens(d, event)]
        if not usable:
            whole = [d for d in near(self.dates, event.sentence) if d.role == "event"]
            usable = [d for d in whole if d.end <= event.start][-1:] if whole else []
        if event.planned:  # “will prepare a law for the regime that it settled in 2023”
            usable = [d for d in usable if d.role == "planned" or not self.stands_aside(d, event)]
        if event.planned and len(usable) > 1:
            usable = [d for d in usable if d.role == "planned"] or usable
        usable = [d for d in usable if not self.names_a_thing(d, event)]
        points = [d for d in usable if not (d.high and d.precision == "year")]  # 2019-2021 names a plan
        if points:
            best = min(points, key=lambda date: self.distance(event, date))
            return str(best.value), [*best.because, f"“{best.text}” -> {best.value}"]
        lead = self.source.sentences and event.sentence[0] <= self.source.sentences[0][0]
        if (
            lead
            and self.source.published
            and not event.planned
            and event.cue.strength >= 2
            and event.cue.status != "proposed"
            and not LONG_AGO.search(self.source.plain, *event.sentence)
            and all(d.role == "publication" for d in near(self.dates, event.sentence))
        ):
            text = self.source.published.text
            text = text[:7] if self.source.published.precision == "day" else text
            return text, ["no day in the text: the time of publication (inferred)"]
        return "", []

    def stands_aside(self, date: Mention, event: Event) -> bool:
        """Whether a date stands in a clause about something else: “the regime that it settled in 2023”."""
        return bool(date.start > event.at and ASIDE.search(self.source.plain[event.at : date.start]))

    def opens(self, date: Mention, event: Event) -> bool:
        """Whether a date stands first in its sentence, with what was done in a clause after it."""
        after = self.source.plain[date.end : date.end + 1]
        return date.start == event.sentence[0] and after in (",", "，") and event.cue.strength > 1

    def names_a_thing(self, date: Mention, event: Event) -> bool:
        """“Withdrew its 2020 guidance”, 2018年出台的办法: the date says which guidance, not when."""
        if attribute := ATTRIBUTE.match(self.source.plain, date.end):
            return event.at >= attribute.end()
        before, after = self.source.plain[: date.start][-8:], self.source.plain[date.end : date.end + 2]
        return (
            date.precision == "year"
            and bool(OWNER.search(before))
            and after.strip().isalpha()
            and after[0] == " "
        )

    def distance(self, event: Event, date: Mention) -> int:
        """How far a date stands from the cue; across a comma, or without a month, it counts as farther."""
        after = date.start >= event.at
        between = (
            self.source.plain[event.at : date.start] if after else self.source.plain[date.end : event.at]
        )
        away = len(between) if after else len(between) + 1
        return away + 25 * (date.precision == "year") + 40 * (", " in between)


def precision_of(date: str) -> str:
    return PartialDate.parse(date).precision if date else ""
