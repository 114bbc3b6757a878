"""What we hold already: which initiative a passage means, and whether its statement is new, agrees or differs."""

import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Set
from decimal import Decimal

from hubs.capture.finding.mention import Mention
from hubs.capture.gazetteer import Gazetteer, Known
from hubs.capture.tables import one_of, rows
from hubs.models import Bound, Nature, PartialDate, Standing, Statement
from hubs.typed import Number, scale_of

COMMON = set(
    "a an and as at by first for from in is its new of on plan project second the third to under with".split()  # noqa: SIM905
)
# Words that name a kind of initiative of which a hub has few.
RARE_FIELDS = {"sandbox", "stablecoin", "bitlicense", "etf", "pilot", "ordinance", "ban", "reserve"}
ENOUGH = 1.0
ENOUGH_UNDATED = 1.2
NEAR_DAYS = 120
TELLS = 0.35  # a word that tells less is not shared
OF_A_BODY = 0.65  # how much a word of its body's name counts
BEFORE = 0.2  # what speaks against it when the day is earlier than it began
EVENTS = {"began", "ended", "status", "announced-on", "made-on", "planned-date"}
# Which kept dates a status can be held against.
SAYS = {
    "announced": {"began", "announced-on", "status", "planned-date"},
    "proposed": {"began", "announced-on", "status"},
    "enacted": {"began", "made-on", "status"},
    "in_force": {"began", "status"},
    "pilot": {"began", "status"},
    "live": {"began", "status"},
    "completed": {"began", "ended", "status", "announced-on"},
    "superseded": {"ended", "status"},
    "abandoned": {"ended", "status"},
}


@functools.cache
def english() -> dict[str, str]:
    """What Chinese words of titles are in English, the longest first."""
    return {row["chinese"]: row["english"] for row in sorted(rows("words"), key=lambda r: -len(r["chinese"]))}


@functools.cache
def chinese() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, english())))


@functools.lru_cache(2000)
def tokens(text: str) -> frozenset[str]:
    """The words that tell one initiative from another, in English and without their endings."""
    told = chinese().sub(lambda match: f" {english()[match[0]]} ", text)
    words = re.findall(r"[A-Za-z][A-Za-z0-9'+-]*|\d{4,}", told)
    return frozenset(stem(word.lower()) for word in words) - COMMON


def stem(word: str) -> str:
    word = word.removesuffix("'s")
    if word.endswith(("us", "ss", "is")):
        return word
    for ending in ("isation", "ization", "ised", "ized", "ing", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word.removesuffix(ending)
    return word


def rarity(gazetteer: Gazetteer) -> dict[str, dict[str, float]]:
    """What each word of a title tells, by slug of its initiative: one of many titles, or of a body's name, less.

    The name of a hub tells nothing: only initiatives of the hub are looked at.
    """
    every = gazetteer.initiatives.values()
    counts = Counter(word for known in every for word in tokens(known.title))
    total = len(every) + 1
    told = {word: math.log(total / count) / math.log(total) for word, count in counts.items()}

    weights = {}
    for known in every:
        of_hubs = {w for slug in known.jurisdictions for w in tokens(gazetteer.jurisdictions[slug].title)}
        bodies = (gazetteer.organisations[slug] for slug in known.organisations)
        of_bodies = {w for body in bodies for name in body.names for w in tokens(name)}
        own = tokens(known.title)
        weights[known.slug] = {
            word: 0 if word in of_hubs else told[word] * (OF_A_BODY if word in of_bodies else 1)
            for word in own
        }
    return weights


def initiative_meant(
    gazetteer: Gazetteer, sentence: str, date: str, hubs: list[str], bodies: list[str], fields: list[str],
    named: list[Mention],
) -> tuple[str | None, list[str]]:  # fmt: skip
    """The known initiative a clause speaks of, with the reasons; None when nothing is near enough to say so."""
    for mention in named:
        if mention.kind == "initiative" and mention.value:
            known = gazetteer.initiatives[str(mention.value)]
            return known.slug, [f"“{mention.text}” -> {known.title}"]
    weights = gazetteer.rarity or rarity(gazetteer)
    gazetteer.rarity = weights
    said = tokens(sentence)
    told = PHASE.search(sentence)
    told_phase = phase_of(told) if told else 0
    best: tuple[tuple[bool, float], Known, list[str]] | None = None
    for known in gazetteer.initiatives.values():
        if hubs and not set(hubs) & set(known.jurisdictions):
            continue
        if told_phase and (phase := PHASE.search(known.title)) and phase_of(phase) != told_phase:
            continue  # another phase of the same
        score, why = likeness(known, said, date, bodies, fields, weights[known.slug])
        enough = ENOUGH if any(reason.startswith("dated") for reason in why) else ENOUGH_UNDATED
        rank = f"dated {known.began}" in why, score  # of several issues of one thing, the one of that day
        if score >= enough and (best is None or rank > best[0]):
            best = rank, known, why
    found = best[1:] if best else only_one(gazetteer, said, date, hubs, fields)
    if found is None:
        return None, []
    known, why = found
    return known.slug, [f"seems to be {known.title}: {', '.join(why)}"]


PHASE = re.compile(
    r"(?:phase|stage|round) ([1-9]|I{1,3}|one|two|three)\b|\b(first|second|third) (?:phase|stage|round)"
    r"|第([一二三])(?:阶段|期|轮)|(首)(?:阶段|期|轮)",
    re.IGNORECASE,
)
PHASES = (
    {"1", "i", "one", "first", "一", "首"},
    {"2", "ii", "two", "second", "二"},
    {"3", "iii", "three", "third", "三"},
)


def phase_of(match: re.Match[str]) -> int:
    """The number of a phase, however it is written; 0 beyond the third."""
    said = next(filter(None, match.groups())).lower()
    return next((n for n, words in enumerate(PHASES, 1) if said in words), 0)


def only_one(
    gazetteer: Gazetteer, said: Set[str], date: str, hubs: list[str], fields: list[str]
) -> tuple[Known, list[str]] | None:
    """The only initiative of these hubs, this field and this time that shares a word: there is no other to mean."""
    if not date:
        return None
    fitting = [
        known
        for known in gazetteer.initiatives.values()
        if known.sort in fields
        and known.began
        and set(hubs) & set(known.jurisdictions)
        and tokens(known.title) & said & RARE_FIELDS
        and PartialDate.parse(date).could_be(PartialDate.parse(known.began))
    ]
    if len(fitting) != 1:
        return None
    return fitting[0], [f"the only one of its kind dated {fitting[0].began}"]


@functools.cache
def sorts() -> dict[str, frozenset[str]]:
    """What an initiative may be called when it is told of again: the sorts of thing a word names."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows("sorts"):
        named[row["word"]].add(row["sort"])
    return {word: frozenset(of) for word, of in named.items()}


@functools.cache
def spoken_of_again() -> re.Pattern[str]:
    western = one_of(word for word in sorts() if word.isascii())
    han = one_of(word for word in sorts() if not word.isascii())
    return re.compile(
        r"(?:In |Under |And |The launch of )?(?:the|this|its|that) (?:new |[\w-]+-year )?"
        rf"(?P<english>{western})\b(?! (?:for|on|of)\b)|(?:根据|按照|在)?(?:该|这一|这项|上述)(?P<chinese>{han})",
        re.IGNORECASE,
    )


def told_again(gazetteer: Gazetteer, said: str, last: str, hubs: list[str]) -> tuple[str | None, list[str]]:
    """“The regime will begin in 2027”: the initiative told of last, where it is of that sort and of these hubs."""
    again = spoken_of_again().match(said)
    if not again or not last:
        return None, []
    known = gazetteer.initiatives[last]
    meant = sorts()[(again["english"] or again["chinese"]).lower()]
    of_sort = any(meant & sorts().get(word, frozenset()) for word in known.title.lower().split())
    if not of_sort or (hubs and not set(hubs) & set(known.jurisdictions)):
        return None, []
    return known.slug, [f"“{again[0].strip()}” -> {known.title}, told of before"]


def likeness(
    known: Known,
    said: Set[str],
    date: str,
    bodies: list[str],
    fields: list[str],
    weights: dict[str, float],
) -> tuple[float, list[str]]:
    """How likely it is meant, 1 being enough: rare words of its name, its day, its body, its field."""
    why: list[str] = []
    shared = {word for word in weights.keys() & said if weights[word] > TELLS}
    told = sum(weights[word] for word in shared)
    all_told = sum(weights.values()) or 1
    score = 0.0
    if shared:
        score += 1.1 * told / all_told + (0.25 if len(shared) > 1 else 0)
        why.append("shares " + ", ".join(sorted(f"“{word}”" for word in shared)))
    if date and known.began:
        ours, theirs = PartialDate.parse(date), PartialDate.parse(known.began)
        if ours.could_be(theirs):
            exact = date == known.began and ours.precision == "day"
            coarse = {"year", "half"} & {ours.precision, theirs.precision}
            score += 0.15 if coarse else 0.55 if exact else 0.3
            why.append(f"dated {'around ' if coarse else ''}{known.began}")
        elif abs((ours.first - theirs.first).days) <= 45:
            score += 0.15
            why.append(f"dated near {known.began}")
        elif ours.last < theirs.first:
            score -= BEFORE
    if set(bodies) & set(known.organisations):
        score += 0.25
        why.append("same body")
    if known.sort in fields:
        score += 0.2
        why.append(f"about {known.sort.replace('_', ' ')}")
    return score, why


class Held:
    """The live statements that a suggestion can repeat or contradict, read once."""

    def __init__(self) -> None:
        self.facts: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        self.milestones: dict[str, list[Statement]] = defaultdict(list)
        live = Statement.objects.live().select_related(
            "jurisdiction", "initiative", "topic", "choice", "series"
        )
        for statement in live:
            if statement.jurisdiction:
                self.facts[statement.jurisdiction.slug, statement.topic.slug].append(statement)
            elif statement.initiative and statement.topic.slug in EVENTS:
                self.milestones[statement.initiative.slug].append(statement)

    def on_milestone(self, slug: str | None, status: str, date: str) -> str:
        """Whether we hold this event: “further citation of KEY”, “contradicts KEY”, or nothing yet."""
        if not slug:
            return ""
        if not date:
            return f"{slug}, no day to compare"
        ours = PartialDate.parse(date)
        held = [s for s in self.milestones[slug] if s.topic.slug in SAYS.get(status, set()) and self.day(s)]
        for statement in held:
            theirs = self.day(statement)
            choice = statement.choice.code if statement.choice else ""
            if theirs and theirs.could_be(ours) and choice in ("", status):
                return f"further citation of {statement.key} ({theirs})"
        for statement in held:
            theirs = self.day(statement)
            same = statement.topic.slug != "status" or (
                statement.nature == Nature.EVENT and statement.choice and statement.choice.code == status
            )
            # A day some years off is another step, not another account of the same one.
            if same and theirs and abs((theirs.first - ours.first).days) <= NEAR_DAYS:
                return f"contradicts {statement.key} ({theirs})"
        return f"new milestone of {slug}"

    @staticmethod
    def day(statement: Statement) -> PartialDate | None:
        return next(filter(None, (statement.partial(n) for n in ("value_date", "valid_from", "as_of"))), None)

    def on_fact(self, hub: str, topic: str, value: Decimal | str, number: Mention | None, date: str) -> str:
        """Whether we hold this value: the same figure, meant alike, of an overlapping day is a further citation."""
        held = [s for s in self.facts[hub, topic] if s.standing != Standing.REJECTED]
        if isinstance(value, str):
            return self.on_answer(held, value, date)
        ours = PartialDate.parse(date) if date else None
        against = []
        for statement in held:
            theirs = self.day(statement)
            if statement.number is None or (ours and theirs and not ours.could_be(theirs)):
                continue
            high, bound = (number.high, number.bound) if number else (None, "")
            if is_figure_of(statement, value, high, bound):
                return f"further citation of {statement.key}"
            # One of June may be another of the same year: no conflict, as in `preference.only_coarser`.
            if not ours or not theirs or ours == theirs or statement.standing == Standing.DISPUTED:
                against.append(statement)
        if against:
            first = against[0]
            unit = first.series.unit if first.series else ""
            figure = Number(first.number or Decimal(0), first.number_high, first.bound)
            return f"contradicts {first.key} ({figure} {unit}), if counted alike"
        return "a new value beside " + held[0].key if held else ""

    def on_answer(self, held: list[Statement], value: str, date: str) -> str:
        """A day, a choice or words against what is held; another choice on another day is another stage."""
        for statement in held:
            choice = statement.choice.code if statement.choice else ""
            day = statement.partial("value_date")
            if choice == value or not (choice or day):
                return f"further citation of {statement.key}"
            if day and day.could_be(PartialDate.parse(value)):
                return f"further citation of {statement.key}"
        if not held:
            return ""
        theirs = self.day(held[0])
        earlier = held[0].choice and theirs and date and not theirs.could_be(PartialDate.parse(date))
        return f"a new value beside {held[0].key}" if earlier else f"contradicts {held[0].key}"


# Who rounds says “about” of the figure that another gives exactly: mBridge's 4,047 payments.
ROUNDED = {"", str(Bound.ABOUT)}


def is_figure_of(statement: Statement, value: Decimal, high: Decimal | str | None, bound: str) -> bool:
    """Whether a statement gives this figure, in single units: meant alike, as “more than 3” and 3 are not."""
    meant_alike = statement.bound == bound or {statement.bound, bound} <= ROUNDED
    return meant_alike and in_full(statement) == (value, high)


def in_full(statement: Statement) -> tuple[Decimal, Decimal | None]:
    """The ends of a figure in single units: “million transactions” and “HKD million” are how it is kept."""
    _, scale = scale_of(statement.series.unit if statement.series else "")
    high = statement.number_high
    return (statement.number or Decimal(0)) * scale, None if high is None else high * scale
