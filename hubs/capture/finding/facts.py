"""Facts: a figure that answers one of our topics, for a hub, as of a day; ranks beside it."""

import bisect
import functools
import re
from decimal import Decimal
from operator import itemgetter

from hubs.capture.finding.clauses import clauses
from hubs.capture.finding.counting import Around, sort_of, thing_counted
from hubs.capture.finding.fact import Fact
from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.ranks import find_ranks
from hubs.capture.finding.scope import Scopes
from hubs.capture.finding.source import Source
from hubs.capture.finding.vocabulary import modals
from hubs.capture.finding.what import strongest
from hubs.capture.tables import rows
from hubs.models import PartialDate

# “600 in 2020 and [1,100 in 2023]”
SERIES = re.compile(r"\b(?:in|by|at) .{0,25}(?:,|and|to) $|年.{0,12}(?:,|和|及|[增升]至|增加到)$")


# “One more than at the end of 2025”: the day of what it is held against.
OTHER_DAY = re.compile(
    r"(?:\bthan|compared (?:with|to)|\bagainst|(?:up|down|rising|falling) from(?: (?!the |its )\S+){0,3}|[较比])"
    r" (?:at |in |on )?$|[较比]$"
)
ANAPHORA = re.compile(
    r".{0,40}?(?:\b(?:the (?:city|country|territory|state|regulator|authority)|it|they|its|their)\b|该市|全市|该国|其)",
    re.I,
)


THERE = re.compile(r" (?:\w+ )?(?:in|for) (?:the )?")
PART = re.compile(r" of (?:them|these|which|whom)\b")
BESIDE = 8  # characters between a hub and its figure in a row of them
SUBJECT = re.compile(r"The (?:city|country|territory|state)\b|该市|该国|全市")


def find_facts(
    source: Source,
    numbers: list[Mention],
    dates: list[Mention],
    places: list[tuple[int, int, str]],
    scopes: Scopes,
    about: list[str],
) -> list[Fact]:
    """Figures and ranks. `places` are the hubs named, in order, with their spans; `about` those of the text."""
    facts: list[Fact] = []
    as_of: Mention | None = None
    for sentence in source.sentences:
        own = [d for d in near(dates, sentence) if not OTHER_DAY.search(source.plain, sentence[0], d.start)]
        paragraph_breaks = "\n" in source.plain[facts[-1].end : sentence[0]] if facts else True
        first, last = (bisect.bisect_left(places, edge, key=itemgetter(0)) for edge in sentence)
        hubs = places[first:last]
        goes_on = facts and (not paragraph_breaks or is_row(source, hubs, near(numbers, sentence)))
        previous = facts[-1] if goes_on else None
        as_of = next((d for d in own if d.role == "as_of"), None) or (
            None if paragraph_breaks and not own else as_of
        )
        scope = scopes.at(sentence[0], about)
        default = about[0] if about else ""
        spoken = spoken_last(source, places, sentence) or default if scope is None else scope
        around = Around(hubs, near(numbers, sentence), spoken)
        for number in around.numbers:
            fact = figure(source, number, sentence, around, previous)
            if fact:
                clause = clause_of(source, sentence, number)
                fact.date = (
                    day_beside(dates, number)
                    or date_for(source, sentence, own, clause, as_of, number)
                    or (previous.date if previous and fact.topic == previous.topic else None)
                )
                if lies_ahead(source, fact.date):
                    continue  # a figure for a day to come is a target
                facts.append(fact)
                previous = fact
        if nothing := none_so_far(source, sentence, around):
            nothing.date = date_for(source, sentence, own, (nothing.start, nothing.end), as_of, None)
            facts.append(nothing)
        if (subject := SUBJECT.match(source.plain, *sentence)) and around.default:
            hubs = [(*subject.span(), around.default), *hubs]
        ranks = find_ranks(source, sentence, hubs)
        for rank in ranks:
            rank.date = date_for(source, sentence, own, (rank.start, rank.end), as_of, None) or (
                previous.date if previous else None
            )
        facts += ranks
    return facts


def is_row(source: Source, hubs: list[tuple[int, int, str]], numbers: list[Mention]) -> bool:
    """“其中北京175家,上海95家”: hubs each with a figure, which count what the paragraph before counted."""
    spans = [(end, n.start) for _, end, _ in hubs for n in numbers if 0 <= n.start - end <= BESIDE]
    return len(spans) > 1


def none_so_far(source: Source, sentence: tuple[int, int], around: Around) -> Fact | None:
    """“None has yet been licensed”, “一张牌照也没发”: nought is a count too, where a text says so outright."""
    for match in modals("nought").finditer(source.plain, *sentence):
        since = max(source.plain.rfind("\n", 0, sentence[0]), sentence[0] - 600, 0)
        told = {
            topic: max(found.end() for found in context.finditer(source.plain, since, match.end()))
            for topic, context in licensed().items()
            if context.search(source.plain, since, match.end())
        }
        before = [slug for start, _, slug in around.hubs if start < match.start()]
        hub = before[-1] if before else around.default
        if told and hub and not modals("hedged").search(source.plain, *sentence):
            topic = max(told, key=told.__getitem__)
            because = [f"“{source.text[slice(*match.span())]}” -> {topic}: none"]
            start, end = match.span()
            return Fact(start, end, topic, Decimal(0), hub, None, because=because)
    return None


@functools.cache
def licensed() -> dict[str, re.Pattern[str]]:
    """What must be spoken of for nobody to be licensed as that."""
    contexts = {row["topic"]: row["context"] for row in rows("topic_context")}
    return {
        topic: re.compile(contexts[topic], re.I)
        for topic in ("licensed-stablecoin-issuers", "licensed-platforms")
    }


def spoken_last(source: Source, places: list[tuple[int, int, str]], sentence: tuple[int, int]) -> str:
    """The hub that “the city” or “it” means: the last one named before in the paragraph."""
    if not ANAPHORA.match(source.plain, *sentence):
        return ""
    line = source.plain.rfind("\n", 0, sentence[0]) + 1
    before = [slug for start, _, slug in places if line <= start < sentence[0]]
    return before[-1] if before else ""


def lies_ahead(source: Source, date: Mention | None) -> bool:
    if date is None or source.published is None:
        return False
    return PartialDate.parse(str(date.value)).first > source.published.last


def clause_of(source: Source, sentence: tuple[int, int], number: Mention) -> tuple[int, int]:
    return next((c for c in clauses(source, sentence) if c[0] <= number.start < c[1]), sentence)


def day_beside(dates: list[Mention], number: Mention) -> Mention | None:
    """“Up from 180 million in mid-2024”: its own day, and not that of what it is held against."""
    beside = (d for d in near(dates, (number.end, number.end + 6)) if d.start >= number.end and not d.high)
    return next(beside, None)


def date_for(
    source: Source, sentence: tuple[int, int], own: list[Mention], clause: tuple[int, int], as_of: Mention | None,
    number: Mention | None,
) -> Mention | None:  # fmt: skip
    """The day a figure refers to: said in its clause, else the as-of in force, else one that dates no other event."""
    inside = [d for d in own if clause[0] <= d.start < clause[1] and d.high is None]
    if inside:
        return min(
            inside, key=lambda d: (d.role != "as_of", abs(d.start - (number.start if number else clause[0])))
        )
    dating = [part for part in clauses(source, sentence) if strongest(source.plain, *part)]
    past = [d for d in own if d.high is None and not any(a <= d.start < b for a, b in dating)]
    return as_of or (past[0] if past else None)


def figure(
    source: Source, number: Mention, sentence: tuple[int, int], around: Around, previous: Fact | None
) -> Fact | None:
    """What a number counts, when it is one of our topics and neither planned, denied nor an increase."""
    clause = clause_of(source, sentence, number)
    if not is_a_state(source, number, sentence, clause):
        return None
    here = next((place for place in reversed(around.hubs) if place[1] <= number.start), None)
    counted_here = thing_counted(source, number, sentence, clause, around)
    if counted_here is None:
        return goes_on_counting(source, number, here, previous) or compared(
            source, number, around.hubs, previous
        )
    topic, match = counted_here
    hub = hub_for(topic, source, number, around.hubs, around.default)
    if not hub:
        return None
    around.used.append((*match.span(), sort_of(number.unit)))
    start, end = passage(clause, number, match, here)
    because = [f"“{match[0].strip()}” -> {topic}", f"“{source.text[start:end]}” counts"]
    return Fact(start, end, topic, number.value, hub, None, number, number.unit, because)


def is_a_state(source: Source, number: Mention, sentence: tuple[int, int], clause: tuple[int, int]) -> bool:
    """Whether a figure says how things stand: not what is planned, denied, imagined or came on top."""
    before = source.plain[max(clause[0], number.start - 60) : number.start]
    if is_meant(source, before) or modals("negated").search(before[-20:]):
        return False
    if modals("hedged").search(source.plain, sentence[0], number.start):
        return False
    if PART.match(source.plain, number.end):
        return False
    around = source.plain[max(clause[0], number.start - 14) : min(clause[1], number.end + 8)]
    return not modals("increase").search(around)


def is_meant(source: Source, before: str) -> bool:
    """Whether what stands before a figure makes it a target; “到2025年末共有11家” is none once 2025 is over."""
    year = source.published.first.year if source.published else 0
    return any(
        not ((reached := re.match(r"到(20\d\d)年", plan[0])) and int(reached[1]) < year)
        for plan in modals("planned").finditer(before)
    )


def goes_on_counting(
    source: Source, number: Mention, here: tuple[int, int, str] | None, previous: Fact | None
) -> Fact | None:
    """“Beijing had 175 blockchain companies and Shanghai 95”: what is counted need not be said again."""
    if not (previous and previous.number and here):
        return None
    gap = source.plain[here[1] : number.start]
    if len(gap.strip()) > BESIDE or "\n" in gap or sort_of(number.unit) != sort_of(previous.unit):
        return None
    if not same_sort(number, previous):
        return None
    start, unit = here[0], number.unit or previous.unit
    because = [f"“{source.text[start : number.end]}” goes on counting -> {previous.topic}"]
    return Fact(start, number.end, previous.topic, number.value, here[2], None, number, unit, because)


def compared(
    source: Source, number: Mention, hubs: list[tuple[int, int, str]], previous: Fact | None
) -> Fact | None:
    """“58 million a day, down from 87.6 million on the first”: what is compared is of one sort."""
    if not (previous and previous.number) or sort_of(number.unit) != sort_of(previous.unit):
        return None
    between = source.plain[previous.number.end : number.start]
    if len(between) > 80 or "\n" in between:
        return None
    if not modals("compared").search(between) and not SERIES.search(between):
        return None
    if not same_sort(number, previous):
        return None
    # “335 in the United Kingdom, compared with 817 in the United States”
    there = next(
        (slug for at, _, slug in hubs if THERE.fullmatch(source.plain, number.end, at)), previous.place
    )
    said = source.text[previous.number.end : number.end].lstrip(" ,")
    because = [f"“{said}” is compared with it -> {previous.topic}"]
    return Fact(
        number.start,
        number.end,
        previous.topic,
        number.value,
        there,
        None,
        number,
        number.unit,
        because,
    )


def same_sort(number: Mention, previous: Fact) -> bool:
    """A further figure counts the same if it names no other thing: firms are companies."""
    firms = ("compan", "firm", "enterpris")
    ours, theirs = number.unit.lower(), previous.unit.lower()
    return not ours or ours == theirs or (any(f in ours for f in firms) and any(f in theirs for f in firms))


def hub_for(
    topic: str, source: Source, number: Mention, hubs: list[tuple[int, int, str]], default: str
) -> str:
    """The hub last named before the figure in its sentence, or the first after it; else that of the text."""
    before = [hub for hub in hubs if hub[1] <= number.start]
    after = [hub for hub in hubs if hub[0] >= number.end]
    if topic == "foreign-firms-landed":
        return (after or before or [(0, 0, default)])[0][2]
    if after and re.match(
        r"[^,;。]{0,60}\bin (?:the )?$|[^,;。]{0,12}(?:在)$", source.plain[number.end : after[0][0]]
    ):
        return after[0][2]
    if before:
        return before[-1][2]
    named = {slug for _, _, slug in hubs}
    if len(named) == 1 and default not in named:
        return named.pop()  # the only place the sentence names
    after = [hub for hub in after if not re.search(r"[,;]", source.plain[number.end : hub[0]])]
    return after[0][2] if after and after[0][0] - number.end < 60 else default


def passage(
    clause: tuple[int, int], number: Mention, match: re.Match[str], here: tuple[int, int, str] | None
) -> tuple[int, int]:
    """The words that carry the fact: from the hub or the thing counted to the figure and what follows it."""
    start, end = min(number.start, match.start()), max(number.end, match.end())
    if here and here[0] >= clause[0] and number.start - here[0] < 80:
        start = min(start, here[0])
    return start, end
