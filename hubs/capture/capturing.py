"""All of it: from a text and what is known about it to a Capture."""

import re
from collections import Counter

from hubs.capture.about import OUR_CITY, SEATED, hubs_about, hubs_of, issuer, money_spoken_of, weigh_hubs
from hubs.capture.capture import Capture
from hubs.capture.finding.clauses import clauses
from hubs.capture.finding.fact import Fact
from hubs.capture.finding.facts import find_facts
from hubs.capture.finding.how_many import find_numbers
from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.scope import ELSEWHERE, Scopes
from hubs.capture.finding.source import Source
from hubs.capture.finding.vocabulary import modals
from hubs.capture.finding.what import Event, find_events
from hubs.capture.finding.when import find_dates
from hubs.capture.finding.who import find_names
from hubs.capture.gazetteer import Gazetteer, read_gazetteer
from hubs.capture.known import Held
from hubs.capture.repeats import told_once
from hubs.capture.suggesting import Suggesting
from hubs.models import PartialDate


def capture(
    text: str, *, title: str = "", publisher: str = "", author: str = "", language: str = "", published: str = "",
    gazetteer: Gazetteer | None = None, held: Held | None = None,
) -> Capture:  # fmt: skip
    """Read an article's text. `published` is the text of a PartialDate; without it relative dates stay unread.

    ValueError when `published` is no date we can keep. The gazetteer and what is held come from the database
    unless given.
    """
    from hubs.capture.language import language_of

    language = language or language_of(text)
    source = Source(text, language, PartialDate.parse(published) if published else None, title)
    gazetteer = gazetteer or read_gazetteer()
    held = held or Held()

    dates = find_dates(source)
    who, named = find_names(source, gazetteer)
    numbers = find_numbers(source, dates, [*who, *named])
    give_roles(source, dates)
    spoken_of = without_datelines(source, who, dates)
    scopes = Scopes(source, speakers(spoken_of, named, gazetteer))
    about = subjects(source, spoken_of, scopes, publisher, gazetteer)
    give_currency(numbers, about, gazetteer)
    suggesting = Suggesting(source, gazetteer, held, spoken_of, named, dates, about, scopes)
    places = places_of(source, spoken_of, about, gazetteer)
    places = sorted([*places, *places_by_currency(source, numbers, places, about, gazetteer)])
    facts = find_facts(source, numbers, dates, places, scopes, about)
    give_to_countries(source, facts, places, gazetteer)
    give_to_issuers(source, facts, places, about, gazetteer)
    suggestions = [
        suggesting.fact(fact) for fact in facts if fact.place and not suggesting.whose.is_of_elsewhere(fact)
    ]
    taken = [(f.number.start, f.number.end) for f in facts if f.number]
    initiatives = [m for m in named if m.kind == "initiative"]
    for event in find_events(source, dates, who, initiatives):
        if any(start < event.end and event.start < end for start, end in taken) and only_counts(
            source, event, dates
        ):
            continue
        if milestone := suggesting.milestone(event):
            suggestions += [milestone, *suggesting.answers(event, milestone)]
    suggestions += [s for m in initiatives if (s := suggesting.dated_name(m, suggestions))]
    for mention in who:
        if mention.kind == "jurisdiction":
            mention.value = mention.candidates[0]
            mention.role = "about" if mention.value in about else "mentioned"
    mentions = sorted([*who, *dates, *numbers], key=lambda m: (m.start, m.end))
    return Capture(
        text, title, publisher, author, language, published, about, mentions, told_once(suggestions)
    )


def give_to_countries(
    source: Source, facts: list[Fact], places: list[tuple[int, int, str]], gazetteer: Gazetteer
) -> None:
    """“22 blockchain parks nationwide” are not those of the city that was spoken of."""
    for fact in facts:
        start, end = source.sentence_at(fact.start)
        parents = gazetteer.jurisdictions[fact.place].jurisdictions if fact.place else ()
        named = any(start <= at < end and slug == fact.place for at, _, slug in places)
        if parents and not named and NATIONWIDE.search(source.plain, start, end):
            fact.place = parents[0]


NATIONWIDE = re.compile(r"\bnation-?wide\b|across the country|全国", re.I)


def give_to_issuers(
    source: Source,
    facts: list[Fact],
    places: list[tuple[int, int, str]],
    about: list[str],
    gazetteer: Gazetteer,
) -> None:
    """What was told of the digital yuan “at a forum in Singapore”, or by the central bank, is the issuer's figure.

    A city's own is named in its sentence, or the text is about the city.
    """
    issued = -1  # the line in which figures of an issuer are told
    for fact in facts:
        line = source.plain.rfind("\n", 0, fact.start) + 1
        if not fact.topic.startswith("digital-money"):
            continue
        issuer = money_spoken_of(source, line, fact.end)
        if (
            issuer not in gazetteer.jurisdictions
        ):  # no money was named, or that of a hub which is not kept here
            continue
        start, end = source.sentence_at(fact.start)
        named = any(start <= at < end and slug == fact.place for at, _, slug in places)
        ours = issuer in gazetteer.jurisdictions[fact.place].jurisdictions and (
            named
            or (
                fact.place in about[:1]
                and line != issued
                and not CENTRAL_BANK.search(source.plain, start, end)
            )
        )
        if not ours:
            fact.place, issued = issuer, line


CENTRAL_BANK = re.compile(r"central bank|PB[Oo]C|People's Bank|nationwide|央行|人民银行|全国", re.I)


def speakers(who: list[Mention], named: list[Mention], gazetteer: Gazetteer) -> list[tuple[Mention, str]]:
    """What tells of whom a passage speaks: hubs, their authorities, and places that are no hub."""
    ours = [
        (mention, hubs[0])
        for mention in who
        if (hubs := hubs_of(mention, gazetteer)) and not is_seated(mention, gazetteer)
    ]
    foreign = [(mention, ELSEWHERE) for mention in named if mention.kind == "elsewhere"]
    foreign = [
        (m, hub)
        for m, hub in foreign
        if not any(o.overlaps(m.start, m.end) for o in near([o for o, _ in ours], (m.start, m.end)))
    ]
    return sorted([*ours, *foreign], key=lambda speaker: speaker[0].start)


def is_seated(mention: Mention, gazetteer: Gazetteer) -> bool:
    """Whether it is a body that acts for itself, wherever it sits."""
    body = gazetteer.organisations.get(str(mention.value))
    return mention.kind == "organisation" and body is not None and body.sort in SEATED


def places_of(
    source: Source, who: list[Mention], about: list[str], gazetteer: Gazetteer
) -> list[tuple[int, int, str]]:
    """The hubs named, in order, with their spans; where a sentence names none, its authority or its money tells."""
    places = [(m.start, m.end, m.candidates[0]) for m in who if m.kind == "jurisdiction"]
    named = {source.sentence_at(start) for start, _, _ in places}
    for mention in who:
        if not is_seated(mention, gazetteer) and source.sentence_at(mention.start) not in named:
            places += [(mention.start, mention.end, slug) for slug in hubs_of(mention, gazetteer)[:1]]
    named = {source.sentence_at(start) for start, _, _ in places}
    places += [
        place
        for sentence in source.sentences
        if sentence not in named
        # A text about a city tells figures of its country, too: the city's own say so.
        for place in issuer(
            source, sentence, about if OUR_CITY.search(source.plain, *sentence) else [], gazetteer
        )
    ]
    return sorted(places)


def places_by_currency(
    source: Source, numbers: list[Mention], places: list[tuple[int, int, str]], about: list[str],
    gazetteer: Gazetteer,
) -> list[tuple[int, int, str]]:  # fmt: skip
    """The countries whose money a sentence counts in that names no place: 7 trillion yuan are not the United States'.

    Dollars are everybody's; and in Hong Kong and Singapore much is counted in yuan.
    """
    countries = {
        hub.currency: slug
        for slug, hub in gazetteer.jurisdictions.items()
        if not hub.jurisdictions and hub.currency
    }
    ours = {gazetteer.jurisdictions[slug].currency for slug in about[:1]}
    if ours & {"HKD", "SGD"}:
        return []
    named = {source.sentence_at(start) for start, _, _ in places}
    return [
        (number.start, number.start, countries[number.unit])
        for number in numbers
        if number.unit in countries.keys() - {"USD"} - ours and source.sentence_at(number.start) not in named
    ]


def only_counts(source: Source, event: Event, dates: list[Mention]) -> bool:
    """Whether a clause that holds a figure says no more than the figure: by a weak verb, or as things stood."""
    own = near(dates, (event.start, event.end))
    return not event.planned and (
        bool(modals("counted").search(source.plain, event.start, event.end))
        or event.cue.strength == 1
        or bool(own and all(date.role == "as_of" for date in own))
    )


def subjects(
    source: Source, who: list[Mention], scopes: Scopes, publisher: str, gazetteer: Gazetteer
) -> list[str]:
    in_title, ours = (
        [
            slug
            for mention in find_names(Source(said, source.language), gazetteer)[0]
            for slug in hubs_of(mention, gazetteer)
        ]
        for said in (source.title, publisher)
    )
    weights: Counter[str] = weigh_hubs(source, who, gazetteer, in_title, ours)
    return hubs_about(weights, scopes.compared, gazetteer)


def give_roles(source: Source, dates: list[Mention]) -> None:
    """A date is planned when it lies ahead of the article, or a modal verb of its clause governs it."""
    published = source.published
    by_sentence: dict[tuple[int, int], list[Mention]] = {}
    for date in dates:
        by_sentence.setdefault(source.sentence_at(date.start), []).append(date)
    for sentence, own in by_sentence.items():
        spans = list(clauses(source, sentence))
        for date in own:
            start, end = next(((a, b) for a, b in spans if a <= date.start < b), sentence)
            first = PartialDate.parse(str(date.value)).first
            if published and date.value == published.text and is_dateline(source, date):
                date.role = "publication"
            elif (published and first > published.last) or (
                published
                and date.role == "event"
                and date.value != published.text
                and PartialDate.parse(str(date.value)).last >= published.first
                and (AHEAD.search(date.text) or governed(source, date, start, end))
            ):
                date.role = "planned"


# “Before the end of the year” lies ahead of whoever says it.
AHEAD = re.compile(r"前$|^(?:later|by)\b", re.IGNORECASE)


def governed(source: Source, date: Mention, start: int, end: int) -> bool:
    """Whether a modal verb of the clause speaks of the date; in English it stands before: “said last week it would”."""
    return bool(modals("planned").search(source.plain, start, date.start if date.text.isascii() else end))


DATELINE_END = re.compile(r"\s*(?:\([^)]{2,40}\))?\s*(?:[-:|]\s|$|\n|[电讯](?![信息]))|\s+[A-Z]")


def is_dateline(source: Source, date: Mention) -> bool:
    """A date that stands before the text and not in it: “SINGAPORE, March 14 (Wire) -”, “July 1, 2020 Title”."""
    line = source.plain.rfind("\n", 0, date.start) + 1
    before = source.plain[line : date.start]
    bare = before.strip(" ,") == before.strip(" ,").upper() and len(before) < 30
    return bare and date.text[:3].lower() != "on " and bool(DATELINE_END.match(source.plain, date.end))


def without_datelines(source: Source, who: list[Mention], dates: list[Mention]) -> list[Mention]:
    """The names without the places articles are filed from: “LONDON, July 8 (Wire) -” tells where the writer sat."""
    lines = [
        (source.plain.rfind("\n", 0, date.start) + 1, date.end)
        for date in dates
        if date.role == "publication"
    ]
    return [m for m in who if m.kind != "jurisdiction" or not any(m.overlaps(*line) for line in lines)]


# What stands for more than one currency: it means that of the place written about.
DOLLARS = re.compile(r"(?<![A-Z])\$|\bdollars\b", re.IGNORECASE)
YUAN = re.compile(r"(?<![港美新欧日])元(?!人民币)|块")


def give_currency(numbers: list[Mention], about: list[str], gazetteer: Gazetteer) -> None:
    """元 in a text about Hong Kong are Hong Kong dollars, “$” in one about Singapore Singapore dollars."""
    currency = gazetteer.jurisdictions[about[0]].currency if len(about) == 1 else ""
    for number in numbers:
        bare = YUAN.search(number.text) or (currency in ("HKD", "SGD") and DOLLARS.search(number.text))
        named = re.search("人民[币幣]|US", number.text)
        if bare and not named and currency in ("HKD", "SGD", "CNY") and number.unit in ("CNY", "USD"):
            number.unit = currency
