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
    r"(?:ranking|currently|now|still|(?:only )?makes?|"
    r"(?:ranks?|ranked|placed|came|was|is|at|in|place|took|takes|held|holds|kept|secured|claimed"
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
CENTRE_RANK, FINTECH_RANK = "financial-centre-rank", "fintech-centre-rank"
FINTECH = re.compile(r"fintech|金融科技", re.I)
RATED_TOPIC = "financial-centre-rating"
RATED_TOPIC_CONTEXT = next(row["context"] for row in rows("topic_context") if row["topic"] == RATED_TOPIC)
# “London (762)”, “New York scores 766, London 765”, “纽约(766分)”
WORDS = "|".join(PLACES)
RATED = re.compile(
    r"\s?\((?P<points>[5-9]\d\d)(?: points|分)?\)"
    rf"|(?:(?: (?:came|was|is|ranked|placed))? (?:{WORDS}) with"
    r"|,? (?:scor(?:es|ed|ing)|(?:was |is )?(?:rated|at|on|with))?|以|得|获得?|得分)"
    r"\s?(?P<bare>[5-9]\d\d)(?: points|分)?(?![\d%.,]\d|\d)"
)
# “Shanghai 3rd, Beijing 6th”, “上海第八”
PLACED = re.compile(
    r"\s?(?:\((?P<in>\d{1,3})(?:st|nd|rd|th)\)|(?P<bare>\d{1,3})(?:st|nd|rd|th)\b)"
    rf"|,? (?P<word>{WORDS})(?= with\b|[,.;)]|$)",
    re.I,
)
# “Singapore and Hong Kong took third and fourth place”
PAIRED = re.compile(rf"\b(?P<words>(?:(?:{WORDS})(?:,? and |, )){{1,4}}(?:{WORDS}))\b(?: places?)?", re.I)
TOPS = re.compile(r" (?:again |still |now )?(?:leads|tops|heads|came top|is top)\b(?! to)")
OVERALL = re.compile(r"总排名|综合排名|总榜|overall|main (?:table|index|ranking)", re.I)
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
    if OVERALL.search(said):
        tell_apart(source, sentence, facts)
    unique: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        unique.setdefault((fact.topic, fact.place), fact)
    return list(unique.values())


def tell_apart(source: Source, sentence: tuple[int, int], facts: list[Fact]) -> None:
    """“香港总排名第三、金融科技排名第一，伦敦第二”: what the fintech table says, and what the whole index does."""
    for fact in facts:
        if fact.topic in (FINTECH_RANK, CENTRE_RANK):
            since = max(sentence[0], *(source.plain.rfind(mark, 0, fact.end) for mark in ",、;"))
            fact.topic = FINTECH_RANK if FINTECH.search(source.plain, since, fact.end) else CENTRE_RANK


def ratings(source: Source, hubs: list[tuple[int, int, str]]) -> list[Fact]:
    """“London (762), Hong Kong (760)”: points right behind a hub, where an index of centres is spoken of."""
    facts = []
    for start, end, slug in hubs:
        if rated := RATED.match(source.plain, end):
            because = [f"“{source.text[start : rated.end()]}” -> {RATED_TOPIC}"]
            value = Decimal(rated["points"] or rated["bare"])
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
    for start, end, slug in hubs:
        if leads := TOPS.match(source.plain, end):
            why = [f"“{source.text[start : leads.end()]}” -> {topic}"]
            facts.append(Fact(start, leads.end(), topic, Decimal(1), slug, None, unit="rank", because=why))
        if placed := PLACED.match(source.plain, end):
            why = [f"“{source.text[start : placed.end()]}” -> {topic}"]
            at = Decimal(placed["in"] or placed["bare"] or PLACES[placed["word"].lower()])
            facts.append(Fact(start, placed.end(), topic, at, slug, None, unit="rank", because=why))
    for paired in PAIRED.finditer(source.plain, *sentence):
        words = re.findall(WORDS, paired["words"].lower())
        group = [hub for hub in hubs if hub[1] <= paired.start()][-len(words) :]
        if len(group) == len(words):
            why = [f"“{source.text[group[0][0] : paired.end()]}” -> {topic}"]
            facts += [
                Fact(
                    hub[0], paired.end(), topic, Decimal(PLACES[word]), hub[2], None, unit="rank", because=why
                )
                for hub, word in zip(group, words, strict=True)
            ]
    for match in RANK.finditer(source.plain, *sentence):
        before = [hub for hub in hubs if hub[1] <= match.start()]
        if match.start() and source.plain[match.start() - 1] in "由从":
            continue  # 由第14位升至第九: where it came from
        if not before or match.start() - before[-1][1] > 60:
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
