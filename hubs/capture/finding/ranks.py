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
    r"(?:ranks?|ranked|ranking|placed|came|was|is|at|in|place)\s+(?:\w+\s+){0,2}?(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b(?!\s+(?:quarter|half|time|edition|report|batch|phase))"
    r"|(?:排名|排|位列|位居|居|列|名列|升至|跌至|蝉联|维持)?(?:全球|世界|全国|亚洲|亚太)?第(?P<zh>[一二三四五六七八九十]|\d+)(?:位|名)?(?![\d期批届次季一二三四五六七八九十章条阶步])",
    re.I,
)
LISTED = re.compile(
    r"\b(?:top|first) (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|前[二两三四五六七八九十\d]+",
    re.I,
)
ORDERED = re.compile(r"\b(?:are|is|were|as follows)\b|:|依次|分别", re.I)


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
