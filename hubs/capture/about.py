"""Which hubs a text is about, as against those it merely mentions."""

import re
from collections import Counter

from hubs.capture.finding.mention import Mention
from hubs.capture.finding.source import Source
from hubs.capture.finding.what import any_domain, modals
from hubs.capture.gazetteer import Gazetteer

SHARE = 0.45  # of the weight of the hub most spoken of
CONTRAST = re.compile(r"like |unlike |compared|rival|such as|similar|except|反观|比较|类似|不同|差距|与.{0,6}相比", re.I)


def weigh_hubs(source: Source, who: list[Mention], gazetteer: Gazetteer, in_title: list[str]) -> Counter[str]:
    """How much of a text each hub carries: its bodies speak for it, lists and comparisons count little."""
    weights: Counter[str] = Counter()
    for slug in dict.fromkeys(in_title):
        weights[slug] += 3
    by_sentence: dict[tuple[int, int], list[tuple[str, Mention]]] = {}
    for mention in who:
        for slug in hubs_of(mention, gazetteer):
            by_sentence.setdefault(source.sentence_at(mention.start), []).append((slug, mention))
    first = source.sentences[0] if source.sentences else (0, 0)
    for sentence, named in by_sentence.items():
        said = source.plain[slice(*sentence)]
        share = 1.0 if any_domain().search(said) else 0.6
        share *= 2.0 if sentence == first else 1.0
        share *= 0.4 if CONTRAST.search(said) else 1.0
        places = {slug for slug, mention in named if mention.kind == "jurisdiction"}
        if len(places) > 2:
            share *= 1.5 / len(places)
        counted: Counter[str] = Counter()
        for slug, mention in named:
            negated = modals("negated").search(said, max(0, mention.end - sentence[0]), mention.end - sentence[0] + 30)
            worth = share * (0.4 if negated else 1.0) * (1.0 if mention.kind == "jurisdiction" else 1.2)
            counted[slug] = max(counted[slug], worth) + 0.2 * bool(counted[slug])
        weights.update(counted)
    return weights


def hubs_of(mention: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The hub a mention names, or that of the body it names."""
    if mention.kind == "jurisdiction":
        return mention.candidates[:1]
    body = gazetteer.organisations.get(str(mention.value))
    return body.jurisdictions if body else ()


def hubs_about(weights: Counter[str], gazetteer: Gazetteer) -> list[str]:
    """The hubs that carry the text, the heaviest first; a country is not one only because its city is."""
    if not weights:
        return []
    most = max(weights.values())
    chosen = [slug for slug, weight in weights.most_common() if weight >= SHARE * most]
    children = {parent for slug in chosen for parent in gazetteer.jurisdictions[slug].jurisdictions}
    return [slug for slug in chosen if slug not in children or weights[slug] >= 0.75 * most]
