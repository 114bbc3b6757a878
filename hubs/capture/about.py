"""Which hubs a text is about, as against those it merely mentions."""

import functools
import math
import re
from collections import Counter, defaultdict

from hubs.capture.finding.mention import Mention
from hubs.capture.finding.source import Source
from hubs.capture.finding.vocabulary import any_domain, modals
from hubs.capture.gazetteer import Gazetteer
from hubs.capture.tables import bounded, rows

# “My country” says whose text it is more than what it is about.
OWN_COUNTRY = {row["name"] for row in rows("places") if row["kind"] == "own country"}
# Bodies that act for themselves, wherever they sit.
SEATED = {"exchange_operator", "market_infrastructure", "bank", "company", "research"}
SHARE = 0.45  # of the weight of the hub most spoken of
LABEL = re.compile(r"[\[【][^\]】\n]{1,20}[\]】]")  # “[Guangzhou] The fund ...”: an item of a digest
OUR_CITY = re.compile(r"[我本全][市区港]|(?i:\\bour (?:city|country|territory)\\b)")
COMPARES = re.compile(r"\bcompar(?:es?|ed|ing|ison)\b|side by side|比较|对比|比对", re.I)
CONTRAST = re.compile(
    r"其中|among them|like |unlike |compared|rival|such as|similar|except|反观|比较|类似|不同|差距|与.{0,6}相比",
    re.I,
)


@functools.cache
def money() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(bounded(row["pattern"]), re.I), row["jurisdiction"]) for row in rows("money"))


def issuer(
    source: Source, span: tuple[int, int], about: list[str], gazetteer: Gazetteer
) -> list[tuple[int, int, str]]:
    """The hub whose money a passage speaks of: where it names no place, “digital yuan” does.

    In a text about one of its cities it is the city that uses it.
    """
    users = {parent: slug for slug in about[:1] for parent in gazetteer.jurisdictions[slug].jurisdictions}
    kept = ((pattern, slug) for pattern, slug in money() if slug in gazetteer.jurisdictions)
    found = ((pattern.search(source.plain, *span), slug) for pattern, slug in kept)
    return sorted((match.start(), match.end(), users.get(slug, slug)) for match, slug in found if match)


def money_spoken_of(source: Source, start: int, end: int) -> str:
    """The hub whose money was named last in a passage: its figures are the issuer's, wherever they were told."""
    found = [
        (match.end(), slug)
        for pattern, slug in money()
        for match in pattern.finditer(source.plain, start, end)
    ]
    return max(found)[1] if found else ""


def weigh_hubs(
    source: Source, who: list[Mention], gazetteer: Gazetteer, in_title: list[str], publisher: list[str]
) -> Counter[str]:
    """How much of a text each hub carries: its bodies speak for it, lists and comparisons count little."""
    weights: Counter[str] = Counter()
    labels: set[str] = set()
    by_sentence: dict[tuple[int, int], list[Mention]] = {}
    for mention in who:
        by_sentence.setdefault(source.sentence_at(mention.start), []).append(mention)
    first = source.sentences[0] if source.sentences else (0, 0)
    for sentence, named in by_sentence.items():
        said = source.plain[slice(*sentence)]
        heading = sentence[1] - sentence[0] <= sum(len(m.text) for m in named) + 3
        labelled = LABEL.match(source.plain, sentence[0]) and named[0].start - sentence[0] <= 2
        if labelled:
            labels.update(slug for slug, _ in shares(named[0], gazetteer))
        share = (1.5 if heading else 1.0 if any_domain().search(said) else 0.6) * (
            2.0 if sentence == first else 1.0
        )
        contrast = CONTRAST.search(source.plain, *sentence)
        listed = in_lists(source, named)
        if sentence in source.sentences[:3] and COMPARES.search(source.plain, *sentence):
            labels.update(m.candidates[0] for m in named if id(m) in listed)
        counted: dict[str, float] = defaultdict(float)
        ended = -9
        for mention in named:
            # “New York's DFS” is said once.
            again = 0.35 if mention.kind == "jurisdiction" or mention.start - ended > 3 else 0
            ended = mention.end
            denied = modals("negated").search(source.plain, mention.end, min(mention.end + 30, sentence[1]))
            beside = contrast is not None and mention.start >= contrast.start()
            worth = share * (0.4 if denied or beside else 1.0) * (0.4 if id(mention) in listed else 1.0)
            for slug, part in shares(mention, gazetteer):
                counted[slug] = max(counted[slug], worth * part) + again * bool(counted[slug])
        weights.update(counted)
    for slug in dict.fromkeys(in_title):
        # A hub of the title alone may be a figure of speech: “Is London losing?”
        weights[slug] += 3 if weights[slug] else 1
    for slug in publisher[:1]:
        # “Our city” in a paper of the city's government.
        weights[slug] += len(OUR_CITY.findall(source.plain))
    for slug in labels:
        weights[slug] = max(weights[slug], math.ceil(SHARE * max(weights.values())))
    return weights


def shares(mention: Mention, gazetteer: Gazetteer) -> list[tuple[str, float]]:
    """The hubs a mention speaks for, and how much: authorities for theirs, others also for the country they sit in."""
    if mention.kind == "jurisdiction":
        return [(mention.candidates[0], 0.3 if mention.text in OWN_COUNTRY else 1.0)]
    body = gazetteer.organisations.get(str(mention.value))
    if body is None:
        return []
    if body.sort not in SEATED:
        return [(slug, 1.2) for slug in body.jurisdictions]
    parents = [
        parent for slug in body.jurisdictions for parent in gazetteer.jurisdictions[slug].jurisdictions
    ]
    return [(slug, 0.5 if parents else 1.0) for slug in body.jurisdictions] + [
        (parent, 0.5) for parent in parents
    ]


def in_lists(source: Source, named: list[Mention]) -> set[int]:
    """The mentions that stand in a row of three hubs or more."""
    rows_of: list[list[Mention]] = [[]]
    for mention in (m for m in named if m.kind == "jurisdiction"):
        gap = source.plain[rows_of[-1][-1].end : mention.start] if rows_of[-1] else ""
        if rows_of[-1] and not re.fullmatch(r"(?:\s|,|、|and|和|及|与)*", gap):
            rows_of.append([])
        rows_of[-1].append(mention)
    return {id(mention) for row in rows_of if len(row) > 2 for mention in row}


def hubs_of(mention: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The hub a mention names, or that of the body it names, if only by what it is called."""
    if mention.kind == "jurisdiction" or mention.role == "new":
        return mention.candidates[:1]
    body = gazetteer.organisations.get(str(mention.value))
    return body.jurisdictions if body else ()


def hubs_about(weights: Counter[str], compared: set[str], gazetteer: Gazetteer) -> list[str]:
    """The hubs that carry the text, the heaviest first; a country is not one only because its city is.

    `compared` are those that each have a part of their own.
    """
    if not weights:
        return []
    most = max(weights.values())
    chosen = [slug for slug, weight in weights.most_common() if weight >= SHARE * most or slug in compared]
    children = {parent for slug in chosen for parent in gazetteer.jurisdictions[slug].jurisdictions}
    return [slug for slug in chosen if slug not in children or weights[slug] >= 0.75 * most]
