"""Who: jurisdictions and bodies by all their names, the longest first; what an alias of two bodies means here."""

import re
from collections import Counter
from collections.abc import Iterator

from hubs.capture.finding.bodies import find_other_bodies
from hubs.capture.finding.mention import Mention, longest
from hubs.capture.finding.source import Source
from hubs.capture.gazetteer import Gazetteer, Known
from hubs.capture.tables import one_of

LOCAL = re.compile(r"(?:地方|省|区|县)$")
# Bodies that every city has one of: that of the city spoken of.
LOCAL_SORT = re.compile(r"Court|Municipal|法院|市政府")
SCRIPTS = {"zh-Hant": ["hong-kong"], "zh-Hans": ["china-mainland"]}
KINDS = {"organisation": 0, "initiative": 1, "jurisdiction": 2, "scheme": 3, "elsewhere": 3}


def find_names(source: Source, gazetteer: Gazetteer) -> tuple[list[Mention], list[Mention]]:
    """Jurisdictions and bodies; and, apart, names of known initiatives, of schemes, which hide what stands in them,

    and of places that are no hub.
    """
    hits = longest(list(known_names(source, gazetteer)))
    hits = [hit for hit in hits if not source.is_furniture(hit.start, hit.end)]
    hits = joined_with_place(source, hits, gazetteer)
    others = find_other_bodies(source, hits, gazetteer)
    elsewhere = [hit for hit in hits if hit.kind == "elsewhere"]
    hits = longest([*hits, *others])
    settle(source, hits, gazetteer)
    who = [hit for hit in hits if hit.kind in ("jurisdiction", "organisation")]
    named = [hit for hit in hits if hit.kind in ("initiative", "scheme")]
    # “The Australian Securities Exchange” is a body nobody here knows, and tells where it is.
    return who, sorted([*named, *elsewhere], key=lambda hit: hit.start)


def known_names(source: Source, gazetteer: Gazetteer) -> Iterator[Mention]:
    spelled: dict[str, list[str]] = {}
    for name in gazetteer.by_name:
        spelled.setdefault(name.casefold(), []).append(name)
    western = one_of(name for name in spelled if name.isascii())
    chinese = one_of(name for name in spelled if not name.isascii())
    # Machine translation loses the apostrophe of “Hong Kong's”.
    pattern = rf"(?<![A-Za-z0-9])(?P<w>{western})(?:s(?![a-z]))?(?![A-Za-z0-9$])|(?P<c>{chinese})"
    regex, position = re.compile(pattern, re.IGNORECASE), 0
    while match := regex.search(source.plain, position):
        said = match["w"] or match["c"]
        start, end = match.start(), match.start() + len(said)
        names = [name for name in spelled[said.casefold()] if written_so(name, said)]
        knowns = [known for name in names for known in gazetteer.by_name[name]]
        position = end if knowns else start + 1
        if knowns:
            yield mention_of(source, start, end, knowns)


def written_so(name: str, said: str) -> bool:
    """Short names and abbreviations count only as they are written: “us” is not the US, nor “safe” the SAFE."""
    if name == said:
        return True
    words = name.isascii() and " " in name
    return words and len(name) > 5 and said[0].isupper()


def mention_of(source: Source, start: int, end: int, knowns: list[Known]) -> Mention:
    kind = min((known.kind for known in knowns), key=KINDS.__getitem__)
    slugs = tuple(dict.fromkeys(known.slug for known in knowns if known.kind == kind))
    return Mention(
        kind, start, end, source.text[start:end], slugs[0] if len(slugs) == 1 else "", candidates=slugs
    )


def joined_with_place(source: Source, hits: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """A place right before a body of that place belongs to its name, and tells which body it is."""
    joined: list[Mention] = []
    for hit in hits:
        if hit.kind == "organisation" and LOCAL.search(source.plain[max(0, hit.start - 3) : hit.start]):
            continue  # 深圳市地方金融管理局 is no 金融管理局 we know
        before = joined[-1] if joined else None
        abroad = before is not None and before.kind == "elsewhere" and hit.kind == "organisation"
        if before and abroad and not source.plain[before.end : hit.start].strip():
            continue  # 澳门金管局 is not one of ours
        if hit.kind == "organisation" and before and before.kind == "jurisdiction":
            gap = source.plain[before.end : hit.start]
            if gap in ("", " ", "市", "州", "联邦") and not (gap == "" and hit.text.isascii()):
                here = family(before.candidates[0], gazetteer)
                fitting = tuple(
                    slug for slug in hit.candidates if here & set(gazetteer.organisations[slug].jurisdictions)
                )
                own_name = any(
                    source.plain[hit.start : hit.end] in gazetteer.organisations[s].names
                    for s in hit.candidates
                )
                if not fitting and not own_name:
                    continue  # “Hong Kong” + “Securities Regulatory Commission”: not the Chinese one, left to likeness
                if fitting:
                    hit.candidates, hit.value = fitting, fitting[0] if len(fitting) == 1 else ""
                    hit.start, hit.text = before.start, source.text[before.start : hit.end]
                    joined.pop()
        joined.append(hit)
    return joined


def family(slug: str, gazetteer: Gazetteer) -> set[str]:
    """A hub with its parent and children: a national body may be called by its city."""
    hub = gazetteer.jurisdictions[slug]
    children = {other.slug for other in gazetteer.jurisdictions.values() if slug in other.jurisdictions}
    return {slug, *hub.jurisdictions, *children}


def settle(source: Source, hits: list[Mention], gazetteer: Gazetteer) -> None:
    """Decide what an alias of several bodies means: by its sentence, then by the whole text; else leave it open."""
    # What was said before a mention tells what it means; what comes after may be there to tell it apart.
    # A text in traditional characters is from Hong Kong sooner than from the mainland: its 證監會 is the SFC.
    weight: Counter[str] = Counter(SCRIPTS.get(source.language, []))
    for hit in known_names(Source(source.title, source.language), gazetteer):
        weigh(hit, weight, gazetteer, 3)
    for index, hit in enumerate(hits):
        if hit.kind != "organisation" or hit.value or len(hit.candidates) < 2:
            weigh(hit, weight, gazetteer, 1)
            continue
        start, _ = source.sentence_at(hit.start)
        chosen = (
            nearest_before(hits, index, start, gazetteer)
            or named_before(hits, index, source.plain.rfind("\n", 0, hit.start))
            or (LOCAL_SORT.search(hit.text) and nearest_before(hits, index, start - 200, gazetteer))
            or heaviest(hit, weight, gazetteer)
        )
        if chosen:
            hit.value = chosen
            hit.because.append(
                f"“{hit.text}” read as {gazetteer.organisations[chosen].title} from what stands around it"
            )
        else:
            hit.role = "ambiguous"
    for hit in hits:  # what comes after says more than nothing
        if hit.role == "ambiguous" and (chosen := heaviest(hit, weight, gazetteer)):
            hit.value, hit.role = chosen, ""
            hit.because.append(
                f"“{hit.text}” read as {gazetteer.organisations[chosen].title} from what the text speaks of"
            )


def weigh(hit: Mention, weight: Counter[str], gazetteer: Gazetteer, times: int) -> None:
    if hit.kind == "jurisdiction":
        weight[hit.candidates[0]] += times
    elif hit.kind == "organisation" and hit.value in gazetteer.organisations:
        weight[str(hit.value)] += 3 * times
        for home in homes(str(hit.value), gazetteer):
            weight[home] += times


def homes(slug: str, gazetteer: Gazetteer) -> set[str]:
    return set(gazetteer.organisations[slug].jurisdictions)


def nearest_before(hits: list[Mention], index: int, since: int, gazetteer: Gazetteer) -> str:
    """The candidate that the last name before it in the sentence speaks for."""
    hit = hits[index]
    for other in (hits[n] for n in range(index - 1, -1, -1)):
        if other.start < since:
            return ""
        if other.kind == "organisation" and other.value in hit.candidates:
            return str(other.value)
        near = (
            set(other.candidates[:1])
            if other.kind == "jurisdiction"
            else homes(str(other.value), gazetteer)
            if other.kind == "organisation" and other.value in gazetteer.organisations
            else set()
        )
        fitting = [slug for slug in hit.candidates if near & homes(slug, gazetteer)]
        if len(fitting) == 1:
            return fitting[0]
    return ""


def named_before(hits: list[Mention], index: int, since: int) -> str:
    """The candidate that its paragraph named last: “新加坡金融管理局…香港…金管局” goes on about Singapore's."""
    earlier = (hits[n] for n in range(index - 1, -1, -1))
    for other in earlier:
        if other.start < since:
            return ""
        if other.kind == "organisation" and other.value in hits[index].candidates:
            return str(other.value)
    return ""


def heaviest(hit: Mention, weight: Counter[str], gazetteer: Gazetteer) -> str:
    """The candidate most spoken of in the whole text, if one leads."""
    scores = Counter(
        {slug: weight[slug] + sum(weight[home] for home in homes(slug, gazetteer)) for slug in hit.candidates}
    )
    (first, most), (_, second) = scores.most_common(2)
    return first if most > second else ""
