"""Bodies that no list names: known ones misspelt, translated or abbreviated, and unknown ones."""

import re
from collections.abc import Iterator

from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.source import Source
from hubs.capture.finding.vocabulary import any_domain
from hubs.capture.gazetteer import Gazetteer, Known
from hubs.capture.tables import one_of, rows

WESTERN = {row["word"]: row["kind"] for row in rows("bodies") if row["word"].isascii()}
CHINESE = {
    row["word"]: row["kind"]
    for row in rows("bodies")
    if not row["word"].isascii() and row["kind"] not in ("whole", "soft")
}
CAP = r"(?:[A-Z][A-Za-z0-9&'.-]{0,40}[A-Za-z0-9]|[A-Z]|\d[A-Z]\w*)"
SEQUENCE = re.compile(rf"{CAP}(?:[ \t]+(?:(?:of|for|and|&|the|de)[ \t]+){{0,2}}{CAP}){{0,30}}")
HAS_BODY = re.compile(rf"\b(?:{one_of(WESTERN)})\b")
NOT_NAMES = {row["word"] for row in rows("not_names")}
# What a body is called when it is spoken of again; alone they name nobody new.
COMMON = set(
    ["Bank", "Exchange", "Court", "Government", "Group", "Council", "Congress", "Office", "Service", "News"]
)
LONGEST = 14  # words in the name of a body
SAME_SORT = {"supervisor", "government"}
CHINESE_BODY = re.compile(
    rf"[\u4e00-\u9fffA-Za-z0-9()·]{{1,16}}?(?:{one_of(CHINESE)})(?!交易|买卖|沙[盒箱])(?:\([\u4e00-\u9fff]{{2,4}}\))?"
)
# What around a name tells that it is a body's, “a spokesperson for D”, or that it is none.
BY_CONTEXT = {
    side: "|".join(row["pattern"] for row in rows("body_context") if row["side"] == side)
    for side in ("before", "after", "zh before", "zh after", "zh list", "zh cut", "zh vague")
}
CHINESE_CUT = re.compile(rf".*(?:{BY_CONTEXT['zh cut']})(?=[^\s]{{2}})")
SOFT = "|".join(row["word"] for row in rows("bodies") if row["kind"] == "soft")
VAGUE = re.compile(rf"^(?:{BY_CONTEXT['zh vague']})*(?:{one_of(CHINESE)}|{SOFT})")
CHINESE_COUNT = re.compile(r"[有至到]$|首批|[共只]有|有[一二两三四五六七八九十\d]")
ABBREVIATION_END = "会局委办署行部所院"


def find_other_bodies(source: Source, hits: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Bodies outside the names already found; known ones by approximate match, which says so, or new ones."""
    ground = bytearray(len(source.plain))
    for hit in hits:
        if hit.kind not in ("jurisdiction", "elsewhere"):
            ground[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    found: list[Mention] = []
    finders = (
        western_bodies,
        chinese_abbreviations,
        chinese_bodies,
        whole_bodies,
        bodies_by_context,
        well_known,
    )
    for finder in finders:
        for mention in finder(source, ground, hits, gazetteer):
            if not any(ground[mention.start : mention.end]) and not source.is_furniture(
                mention.start, mention.end
            ):
                ground[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                if mention.role == "new":
                    mention.candidates = seat(mention, hits)
                found.append(mention)
    return found


def seat(body: Mention, hits: list[Mention]) -> tuple[str, ...]:
    """The hub whose name an unknown body begins with: “UK Treasury”."""
    return next((h.candidates[:1] for h in hits if h.kind == "jurisdiction" and h.start == body.start), ())


def western_bodies(
    source: Source, ground: bytearray, hits: list[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    for match in SEQUENCE.finditer(source.plain):
        for start, end in pieces(match, ground):
            said = source.plain[start:end]
            if not HAS_BODY.search(said):
                continue
            for begin, stop in coordinated(source.plain, start, end):
                yield new_body(source, begin, stop)
                start = stop + len(" and ")
                said = source.plain[start:end]
            known, why = resembling(said, place_near(source, hits, start, end), gazetteer)
            if known:
                yield approximate(source, start, end, known, why)
            elif " " in said and not all(word in NOT_NAMES | COMMON for word in said.split()):
                yield new_body(source, start, end)


def pieces(match: re.Match[str], ground: bytearray) -> Iterator[tuple[int, int]]:
    """A run of capitalised words without what is already a name, cut where one body ends and the next begins."""
    start = match.start()
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", match[0])]
    run: list[tuple[int, int]] = []
    for word in [*words, (match.end(), match.end())]:
        text = match.string[word[0] : word[1]]
        ended_body = bool(run) and match.string[run[-1][0] : run[-1][1]].rstrip("'s.,") in WESTERN
        free = word[0] < word[1] and not any(ground[word[0] : word[1]])
        if text.endswith("'s") and not ended_body and text[:-2] not in WESTERN:
            run, free = [], False  # “the UK's Payment Systems Regulator”: whose it is, not what it is called
        if (
            free
            and not (ended_body and text in ("and", "the", "&"))
            and not (not run and (text in NOT_NAMES or text.islower()))
        ):
            run.append(word)
            continue
        while run and (match.string[slice(*run[-1])].islower() or match.string[slice(*run[-1])] in NOT_NAMES):
            run.pop()
        if run and len(run) <= LONGEST:
            end = run[-1][1]
            if match.string[:end].endswith("'s"):
                end -= 2
            yield run[0][0], end
        run = []


def coordinated(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands before “and” where a whole company follows: [Tencent] and China Construction Bank."""
    before, joint, after = plain[start:end].rpartition(" and ")
    words = after.split()
    kind = WESTERN.get(words[-1], "") if words else ""
    whole = len(words) > 1 and kind in ("company", "bank") and not set(words[:-1]) & WESTERN.keys()
    if joint and whole and not any(word in WESTERN or word.islower() for word in before.split()):
        yield start, start + len(before)


def place_near(source: Source, hits: list[Mention], start: int, end: int) -> str:
    """The hub named inside [start, end), or else last before it in the sentence."""
    since, _ = source.sentence_at(start)
    places = [hit for hit in hits if hit.kind == "jurisdiction" and since <= hit.start < end]
    return places[-1].candidates[0] if places else ""


def words_of(name: str) -> list[str]:
    """Lower-case words that carry meaning; every word for a supervising body is the same word."""
    words = []
    for word in re.findall(r"[A-Za-z]+", name):
        if WESTERN.get(word.capitalize(), "") in SAME_SORT:
            words.append("*body*")
        elif word.lower() not in ("the", "of", "and", "for", "s", "u", "state", "people"):
            words.append(word.lower().removesuffix("s") if len(word) > 4 else word.lower())
    return words


def resembling(said: str, place: str, gazetteer: Gazetteer) -> tuple[Known | None, str]:
    """The known body of the same place whose name is nearest, if it is near enough."""
    from rapidfuzz import fuzz

    def meant(name: str, places: tuple[str, ...]) -> list[str]:
        for slug in places:
            for place_name in gazetteer.jurisdictions[slug].names:
                name = re.sub(rf"(?<![A-Za-z]){re.escape(place_name)}(?:'?s)?(?![A-Za-z])", " ", name)
        return words_of(name)

    best, best_score = None, 0.0
    for body in gazetteer.organisations.values():
        if (place and place not in body.jurisdictions) or not body.jurisdictions:
            continue
        ours = meant(said, body.jurisdictions)
        for name in body.names:
            theirs = meant(name, body.jurisdictions) if name.isascii() else []
            if len(theirs) < 2 or len(ours) < 2:
                continue
            if not place and len(ours) < 3:
                continue
            matched = sum(max(fuzz.ratio(a, b) for b in theirs) >= 84 for a in ours)
            score = 2 * matched / (len(ours) + len(theirs))
            if score > best_score and any(
                a != "*body*" and max(fuzz.ratio(a, b) for b in theirs) >= 84 for a in ours
            ):
                best, best_score = body, score
    if best and best_score >= (0.6 if place else 0.8):
        return best, f"“{said}” read as {best.title} (approximate match)"
    return None, ""


def approximate(source: Source, start: int, end: int, known: Known, why: str) -> Mention:
    return Mention(
        "organisation", start, end, source.text[start:end], known.slug, role="approximate",
        candidates=(known.slug,), because=[why],
    )  # fmt: skip


def new_body(source: Source, start: int, end: int) -> Mention:
    text = source.text[start:end]
    return Mention(
        "organisation", start, end, text, text, role="new", because=[f"“{text}” is no body we know"]
    )


def chinese_abbreviations(
    source: Source, ground: bytearray, hits: list[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """证监会, 发改委: the first character of a known name, some of those that follow, and what such bodies end in."""
    names = [
        (body, core)
        for body in gazetteer.organisations.values()
        for name in body.names
        if not name.isascii() and len(name) > 4
        for core in cores(name, body, gazetteer)
    ]
    places = {hit.end: hit for hit in hits if hit.kind == "jurisdiction"}
    for match in re.finditer(rf"[{ABBREVIATION_END}]", source.plain):
        for length in range(8, 2, -1):
            start = match.end() - length
            said = source.plain[max(start, 0) : match.end()]
            if (
                start < 0
                or said.removeprefix("中国") in CHINESE  # 中国银行 is a bank of its own
                or source.plain[start - 1 : start + 1] == "中国"
                or any(ground[start : match.end()])
                or not re.fullmatch(r"[\u4e00-\u9fff]+", said)
            ):
                continue
            place = places.get(start)
            fitting = {
                body.slug: body
                for body, core in names
                if said[0] == core[0] and shortens(said, core)
                and (place is None or place.candidates[0] in body.jurisdictions)
            }  # fmt: skip
            if fitting:
                begin = place.start if place else start
                slugs = tuple(fitting)
                mention = Mention(
                    "organisation", begin, match.end(), source.text[begin : match.end()],
                    slugs[0] if len(slugs) == 1 else "", role="approximate", candidates=slugs,
                )  # fmt: skip
                mention.because.append(
                    f"“{mention.text}” read as short for {fitting[slugs[0]].title} (approximate match)"
                )
                yield mention
                break


def cores(name: str, body: Known, gazetteer: Gazetteer) -> set[str]:
    """A Chinese name whole, and without the place it begins with."""
    name = re.sub("(?:股份)?有限公司$", "", name)
    forms = {name}
    for slug in body.jurisdictions:
        hub = gazetteer.jurisdictions[slug]
        for place in (*hub.names, "中国", "国家"):
            if name.startswith(place) and len(name) - len(place) > 3:
                forms.add(name.removeprefix(place).removeprefix("市"))
    return forms


def shortens(said: str, name: str) -> bool:
    """Whether the characters stand in the name in this order, the last among its last four."""
    at = -1
    for character in said:
        at = name.find(character, at + 1)
        if at < 0:
            return False
    return len(said) < len(name) and at >= len(name) - 4 and len(said) * 3 >= len(name) - 4


def chinese_bodies(
    source: Source, ground: bytearray, hits: list[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    for match in CHINESE_BODY.finditer(source.plain):
        start, end = match.span()
        cut = CHINESE_CUT.match(source.plain[start:end])
        if cut:
            start += cut.end()
        closed = source.plain.rfind(")", start, end)
        if closed >= 0 and "(" not in source.plain[start:closed]:
            start = closed + 1  # what stood in brackets before it
        free = next((i + 1 for i in range(end - 1, start - 1, -1) if ground[i]), start)
        start = max(start, free)
        said = source.plain[start:end]
        if re.search(rf"(?:这些|那些|[等多]家?)(?:{one_of(CHINESE)})$", said):
            continue  # “A、B这些公司” is a list, and read as one
        if len(said) >= 4 and not VAGUE.match(said) and said[0] not in "()·":
            yield new_body(source, start, end)


# --- Bodies whose name says nothing of what they are ---------------------------------------------------------

WORD = r"[A-Z][A-Za-z0-9&'-]{0,30}"
NAME = rf"{WORD}(?: {WORD}){{0,3}}"
# A list of names: “A, B and C all hold one”.
NAMES = rf"{NAME}(?:, {NAME}){{0,8}}(?:,? (?:and|&) {NAME})?"
NAMED_BEFORE = re.compile(rf"\b(?:{BY_CONTEXT['before']}) (?P<names>{NAMES})")
NAMED_AFTER = re.compile(rf"(?<!\w)(?P<names>{NAMES}),? (?=(?:{BY_CONTEXT['after']})\b)")
LATIN_IN_CHINESE = re.compile(
    rf"(?:(?P<before>{BY_CONTEXT['zh before']})|(?<![A-Za-z0-9“《「『]))"
    r"(?P<names>[A-Z][A-Za-z]{0,24}[a-z][A-Za-z]{0,24}(?: [A-Z][A-Za-z]{1,24}){0,2})"
    rf"(?P<after>(?={BY_CONTEXT['zh after']}))?(?![A-Za-z0-9])"
)
SOFT_BODY = re.compile(
    rf"(?:(?<=[,、。;:\n(])|(?<=[和与及由])|^)(?P<names>[\u4e00-\u9fff]{{2,4}}(?:{SOFT}))"
    rf"(?=[、和与及亦也已将在于今去上本\d]|{BY_CONTEXT['zh after']})"
)
ITEM = r"(?:[\u4e00-\u9fff]{3,8}?|[A-Z][A-Za-z]{1,20}(?: [A-Z][A-Za-z]{1,20}){0,2})"
CHINESE_LIST = re.compile(
    rf"(?:(?<=[,。;:\n(])|^|{BY_CONTEXT['zh before']})(?P<names>{ITEM}(?:、{ITEM}){{0,8}}(?:(?:和|与|及|以及){ITEM})?)"
    rf"(?={BY_CONTEXT['zh list']})"
)
WHOLE = re.compile("|".join(row["word"] for row in rows("bodies") if row["kind"] == "whole") or "(?!)")


FIRMS = re.compile(
    rf"\b(?:{one_of(row['name'] for row in rows('firms') if row['name'].isascii())})\b(?!-)"
    rf"|(?:中国)?(?:{one_of(row['name'] for row in rows('firms') if not row['name'].isascii())})(?!元)"
)


def well_known(
    source: Source, ground: bytearray, hits: list[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Firms and bodies of the field by the names everybody knows them by: Coinbase, 渣打."""
    for match in FIRMS.finditer(source.plain):
        yield new_body(source, *match.span())


def whole_bodies(
    source: Source, ground: bytearray, hits: list[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """立法会, 参议院: words that are a body by themselves."""
    for match in WHOLE.finditer(source.plain):
        yield new_body(source, *match.span())


def bodies_by_context(
    source: Source, ground: bytearray, hits: list[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Names beside words that only bodies go with: who holds a licence, who a spokesperson speaks for."""
    chinese = source.language.startswith("zh")
    patterns = (CHINESE_LIST, SOFT_BODY, LATIN_IN_CHINESE) if chinese else (NAMED_BEFORE, NAMED_AFTER)
    for pattern in patterns:
        for match in pattern.finditer(source.plain):
            if pattern is LATIN_IN_CHINESE and match["before"] is None and match["after"] is None:
                continue
            for start, end in listed(source.plain, match.start("names"), match.end("names")):
                said = source.plain[start:end]
                if said in NOT_NAMES | COMMON or len(said) < 3:
                    continue
                if " " not in said and any_domain().search(said):
                    continue
                taken = near(hits, (start, end))
                if taken and not (taken[0].kind == "jurisdiction" and taken[0].end < end):
                    continue
                if not VAGUE.match(said) and not CHINESE_COUNT.search(said):
                    yield new_body(source, start, end)


def listed(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list of names, without the small words that begin a sentence."""
    for item in re.finditer(r"(?:(?!, |、|和|与|以?及| and | & ).)+", plain[start:end]):
        begin, stop = start + item.start(), start + item.end()
        said = plain[begin:stop].lstrip(" ,").removeprefix("and ")
        begin = stop - len(said)
        said = said.removesuffix("'s")
        stop = begin + len(said)
        while " " in said and said.split(" ", 1)[0] in NOT_NAMES:
            begin += said.index(" ") + 1
            said = plain[begin:stop]
        if said:
            yield begin, stop
