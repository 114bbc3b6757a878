"""Ranks: “Hong Kong ranked third”, and hubs in the order of a list."""

import re
from decimal import Decimal

from hubs.capture.finding.fact import Fact
from hubs.capture.finding.source import Source
from hubs.capture.tables import rows

PLACES = {
    word: n
    for n, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
CHINESE_PLACES = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"首": 1, "榜首": 1}
RANK = re.compile(
    r"(?:ranking|(?:ranks?|ranked|placed|came|was|is|at|in|place|took|takes|held|holds|kept|secured|claimed"
    r"|(?:climb|r[io]se|f[ae]ll|slip|drop|jump|mov|advanc)\w*(?: \w+){0,4}? to)(?:\s+\w+){0,2}?)\s+"
    rf"(?P<word>{'|'.join(PLACES)}|\d+(?:st|nd|rd|th))\b(?!\s+(?:quarter|half|time|edition|report|batch|phase))"
    r"|(?:排名|排|位列|位居|居|列|名列|升至|跌至|蝉联|维持)?(?:全球|世界|全国|亚洲|亚太)?第(?P<zh>[一二三四五六七八九十]|\d+)"
    r"(?:位|名)?(?![\d期批届次季一二三四五六七八九十章条阶步])",
    re.I,
)
LISTED = re.compile(
    r"\b(?:top|first) (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|前[二两三四五六七八九十\d]+",
    re.I,
)
LEADS = re.compile(
    r"(?:\b(?:leads?|led|top(?:s|ped)?|first|head(?:s|ed))\b)[^.;]{0,60}?\bfollowed by"
    r"|(?:居首|夺冠|榜首|第一|领先)[^。;]{0,20}?(?:其后|其次|之后)(?:依次)?[是为]?",
    re.IGNORECASE,
)
RATED_TOPIC = "financial-centre-rating"
RATED_TOPIC_CONTEXT = next(row["context"] for row in rows("topic_context") if row["topic"] == RATED_TOPIC)
RATED = re.compile(r"\s?\((?P<points>[5-9]\d\d)(?: points|分)?\)")
ORDERED = re.compile(r"\b(?:are|is|were|as follows)\b|:|依次|分别", re.I)


def find_ranks(source: Source, sentence: tuple[int, int], hubs: list[tuple[int, int, str]]) -> list[Fact]:
    """“Hong Kong ranked third”, “上海第四”, “the top five cities are A, B ...”: only where a ranking is spoken of."""
    context = source.plain_title + "\n" + source.plain[max(0, sentence[0] - 300) : sentence[1]]
    said = source.plain[slice(*sentence)]
    facts: list[Fact] = []
    if hubs and re.search(RATED_TOPIC_CONTEXT, context, re.I):
        facts += ratings(source, hubs)
    found = len(facts)
    for row in rows("ranks"):
        if not re.search(row["context"], said if row["topic"].startswith("blockchain") else context, re.I):
            continue
        if listed := LISTED.search(said):
            facts += listed_ranks(source, sentence, hubs, row, listed)
        elif not row["said"] and (leads := LEADS.search(said)):
            facts += followed_ranks(source, sentence, hubs, row["topic"], leads)
        if not row["said"]:
            facts += single_ranks(source, sentence, hubs, row["topic"])
        if len(facts) > found:
            break
    unique: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        unique.setdefault((fact.topic, fact.place), fact)
    return list(unique.values())


def ratings(source: Source, hubs: list[tuple[int, int, str]]) -> list[Fact]:
    """“London (762), Hong Kong (760)”: points right behind a hub, where an index of centres is spoken of."""
    facts = []
    for start, end, slug in hubs:
        if rated := RATED.match(source.plain, end):
            because = [f"“{source.text[start : rated.end()]}” -> {RATED_TOPIC}"]
            value = Decimal(rated["points"])
            facts.append(
                Fact(start, rated.end(), RATED_TOPIC, value, slug, None, unit="points", because=because)
            )
    return facts


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


def followed_ranks(
    source: Source,
    sentence: tuple[int, int],
    hubs: list[tuple[int, int, str]],
    topic: str,
    leads: re.Match[str],
) -> list[Fact]:
    """“New York kept the lead, followed by London (762) and Hong Kong (760)”: who leads, then the list in its order."""
    at = sentence[0] + leads.end()
    before = [hub for hub in hubs if hub[1] <= sentence[0] + leads.start()]
    group = enumeration(source, [hub for hub in hubs if hub[0] >= at])
    if not before or not group or group[0][0] - at > 12:
        return []
    start, end = before[-1][0], group[-1][1]
    because = [f"“{leads[0]}” -> {topic}", f"in the order of “{source.text[start:end]}”"]
    return [
        Fact(start, hub[1], topic, Decimal(place), hub[2], None, unit="rank", because=because)
        for place, hub in enumerate([before[-1], *group], 1)
    ]


def enumeration(source: Source, hubs: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The longest run of hubs with nothing but commas and “and” between them."""
    runs: list[list[tuple[int, int, str]]] = [[]]
    for hub in hubs:
        gap = source.plain[runs[-1][-1][1] : hub[0]] if runs[-1] else ""
        if runs[-1] and not re.fullmatch(
            r"(?:\s|,|、|and|the|和|及|与|以及|\(\d{1,4}(?: points|分)?\))*", gap
        ):
            runs.append([])
        runs[-1].append(hub)
    return max(runs, key=len)


def single_ranks(
    source: Source, sentence: tuple[int, int], hubs: list[tuple[int, int, str]], topic: str
) -> list[Fact]:
    facts = []
    for match in RANK.finditer(source.plain, *sentence):
        before = [hub for hub in hubs if hub[1] <= match.start()]
        if match.start() and source.plain[match.start() - 1] in "由从":
            continue  # 由第14位升至第九: where it came from
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
