"""Facts: a figure or a rank that answers one of our topics, for a hub, as of a day."""

import functools
import re
from dataclasses import dataclass, field
from decimal import Decimal

from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.source import Source
from hubs.capture.finding.what import clauses, modals, strongest
from hubs.capture.tables import rows

CURRENCY = re.compile(r"[A-Z]{3}")
PLACES = {
    word: n
    for n, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
CHINESE_PLACES = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"首": 1, "榜首": 1}
RANK = re.compile(
    r"(?:ranks?|ranked|ranking|placed|came|was|is|at|in|place)\s+(?:\w+\s+){0,2}?(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b(?!\s+(?:quarter|half|time|edition|report|batch|phase))"
    r"|(?:排名|排|位列|位居|居|列|名列|升至|跌至|蝉联|维持)?(?:全球|世界|全国|亚洲|亚太)?第(?P<zh>[一二三四五六七八九十]|\d+)(?:位|名)?(?![\d期批届次季一二三四五六七八九十章条阶步])",
    re.I,
)
LISTED = re.compile(
    r"\b(?:top|first) (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|前[二两三四五六七八九十\d]+",
    re.I,
)
ORDERED = re.compile(r"\b(?:are|is|were|as follows)\b|:|依次|分别", re.I)


@dataclass(slots=True)
class Fact:
    """A value for a topic, at a passage; `number` is the mention it rests on, none for a rank."""

    start: int
    end: int
    topic: str
    value: Decimal | str
    place: str
    date: Mention | None
    number: Mention | None = None
    unit: str = ""
    because: list[str] = field(default_factory=list)


@functools.cache
def counted() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None, str], ...]:
    contexts = {row["topic"]: re.compile(row["context"], re.I) for row in rows("topic_context")}
    return tuple(
        (row["topic"], re.compile(row["counted"], re.I), contexts.get(row["topic"]), row["units"])
        for row in rows("topics")
    )


def sort_of(unit: str) -> str:
    if unit in ("percent", "points"):
        return unit
    return "money" if CURRENCY.fullmatch(unit) else "count"


def find_facts(
    source: Source,
    numbers: list[Mention],
    dates: list[Mention],
    places: list[tuple[int, int, str]],
    default: str,
) -> list[Fact]:
    """Figures and ranks. `places` are the hubs named, in order, with their spans; `default` the hub of the text."""
    facts: list[Fact] = []
    as_of: Mention | None = None
    for sentence in source.sentences:
        own = near(dates, sentence)
        paragraph_breaks = "\n" in source.plain[facts[-1].end : sentence[0]] if facts else True
        previous = facts[-1] if facts and not paragraph_breaks else None
        as_of = next((d for d in own if d.role == "as_of"), None) or (
            None if paragraph_breaks and not own else as_of
        )
        hubs = [place for place in places if place[0] < sentence[1] and sentence[0] < place[1]]
        for number in near(numbers, sentence):
            fact = figure(source, number, sentence, hubs, previous, default)
            if fact:
                clause = clause_of(source, sentence, number)
                fact.date = date_for(source, sentence, own, clause, as_of, number) or (
                    previous.date if previous and fact.topic == previous.topic else None
                )
                facts.append(fact)
                previous = fact
        ranks = find_ranks(source, sentence, hubs)
        for rank in ranks:
            rank.date = date_for(source, sentence, own, (rank.start, rank.end), as_of, None) or (
                previous.date if previous else None
            )
        facts += ranks
    return facts


def clause_of(source: Source, sentence: tuple[int, int], number: Mention) -> tuple[int, int]:
    return next((c for c in clauses(source, sentence) if c[0] <= number.start < c[1]), sentence)


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
    source: Source, number: Mention, sentence: tuple[int, int], hubs: list[tuple[int, int, str]],
    previous: Fact | None, default: str,
) -> Fact | None:  # fmt: skip
    """What a number counts, when it is one of our topics and neither planned nor denied."""
    clause = clause_of(source, sentence, number)
    before_it = source.plain[max(clause[0], number.start - 60) : number.start]
    if modals("planned").search(before_it) or modals("negated").search(before_it[-20:]):
        return None
    if modals("hedged").search(source.plain, sentence[0], number.start):
        return None
    sort = sort_of(number.unit)
    here = next((place for place in reversed(hubs) if place[1] <= number.start), None)
    near_by = (max(clause[0], number.start - 60), min(clause[1], number.end + 60))
    wider = (max(sentence[0], number.start - 40), min(clause[1], number.end + 30))
    for span, (topic, pattern, context, units) in ((s, row) for s in (near_by, wider) for row in counted()):
        match = pattern.search(source.plain, *span)
        if (
            match
            and sort == units
            and (
                context is None or context.search(source.plain_title + "\n" + whole_context(source, sentence))
            )
        ):
            hub = hub_for(topic, source, number, hubs, default)
            if not hub:
                continue
            start, end = passage(clause, number, match, here)
            said = source.text[start:end]
            fact = Fact(start, end, topic, number.value, hub, None, number, number.unit)
            fact.because = [f"“{match[0].strip()}” -> {topic}", f"“{said}” counts"] if topic else []
            return fact
    gap = source.plain[here[1] : number.start] if here else ""
    # “Beijing had 175 blockchain companies and Shanghai 95”: what is counted need not be said again.
    if (
        previous
        and previous.number
        and here
        and len(gap.strip()) <= 8
        and sort == sort_of(previous.unit)
        and "\n" not in gap
        and same_sort(number, previous)
    ):
        start = here[0]
        fact = Fact(
            start,
            number.end,
            previous.topic,
            number.value,
            here[2],
            None,
            number,
            number.unit or previous.unit,
        )
        fact.because = [f"“{source.text[start : number.end]}” goes on counting -> {previous.topic}"]
        return fact
    return None


def same_sort(number: Mention, previous: Fact) -> bool:
    """A further figure counts the same if it names no other thing: firms are companies."""
    firms = ("compan", "firm", "enterpris")
    ours, theirs = number.unit.lower(), previous.unit.lower()
    return not ours or ours == theirs or (any(f in ours for f in firms) and any(f in theirs for f in firms))


def whole_context(source: Source, sentence: tuple[int, int]) -> str:
    return source.plain[max(0, sentence[0] - 600) : sentence[1]]


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


def find_ranks(source: Source, sentence: tuple[int, int], hubs: list[tuple[int, int, str]]) -> list[Fact]:
    """“Hong Kong ranked third”, “上海第四”, “the top five cities are A, B ...”: only where a ranking is spoken of."""
    context = source.plain_title + "\n" + source.plain[max(0, sentence[0] - 300) : sentence[1]]
    said = source.plain[slice(*sentence)]
    facts: list[Fact] = []
    for row in rows("ranks"):
        if not re.search(row["context"], said if row["topic"].startswith("blockchain") else context, re.I):
            continue
        if listed := LISTED.search(said):
            facts += listed_ranks(source, sentence, hubs, row, listed)
        if not row["said"]:
            facts += single_ranks(source, sentence, hubs, row["topic"])
        if facts:
            break
    unique: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        unique.setdefault((fact.topic, fact.place), fact)
    return list(unique.values())


def listed_ranks(
    source: Source,
    sentence: tuple[int, int],
    hubs: list[tuple[int, int, str]],
    row: dict[str, str],
    listed: re.Match[str],
) -> list[Fact]:
    """The hubs of a list in its order; without an order said, that they are among the leading ones."""
    group = enumeration(source, hubs)
    if len(group) < 2:
        return []
    start, end = min(group[0][0], sentence[0] + listed.start()), max(group[-1][1], sentence[0] + listed.end())
    said = source.text[start:end]
    if row["said"]:
        return [
            Fact(
                start,
                end,
                row["topic"],
                row["said"],
                slug,
                None,
                because=[f"“{listed[0]}” -> {row['topic']}"],
            )
            for _, _, slug in group
        ]
    between = source.plain[sentence[0] + listed.end() : group[0][0]]
    if not ORDERED.search(between):
        return []
    return [
        Fact(start, end, row["topic"], Decimal(place), slug, None, unit="rank",
             because=[f"“{listed[0]}” -> {row['topic']}", f"listed as number {place} in “{said[:60]}”"])
        for place, (_, _, slug) in enumerate(group, 1)
    ]  # fmt: skip


def enumeration(source: Source, hubs: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The longest run of hubs with nothing but commas and “and” between them."""
    runs: list[list[tuple[int, int, str]]] = [[]]
    for hub in hubs:
        gap = source.plain[runs[-1][-1][1] : hub[0]] if runs[-1] else ""
        if runs[-1] and not re.fullmatch(r"(?:\s|,|、|and|the|和|及|与|以及)*", gap):
            runs.append([])
        runs[-1].append(hub)
    return max(runs, key=len)


def single_ranks(
    source: Source, sentence: tuple[int, int], hubs: list[tuple[int, int, str]], topic: str
) -> list[Fact]:
    facts = []
    for match in RANK.finditer(source.plain, *sentence):
        before = [hub for hub in hubs if hub[1] <= match.start()]
        if not before or match.start() - before[-1][1] > 40:
            continue
        said = (match["word"] or match["zh"]).lower()
        digits = re.match(r"\d+", said)
        place = int(digits[0]) if digits else PLACES.get(said) or CHINESE_PLACES.get(said)
        if place:
            hub = before[-1]
            why = [f"“{source.text[match.start() : match.end()]}” -> {topic}"]
            facts.append(
                Fact(hub[0], match.end(), topic, Decimal(place), hub[2], None, unit="rank", because=why)
            )
    return facts
