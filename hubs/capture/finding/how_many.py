"""How many: figures with unit, bound and range. Ordinals, names and page furniture are not figures."""

import functools
import re
from decimal import Decimal

from hubs.capture.finding.mention import Mention
from hubs.capture.finding.source import Source
from hubs.capture.tables import is_chinese, mapping, one_of, rows

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
STEPS = {"十": 10, "百": 100, "千": 1000}
MULTIPLES = {
    word: Decimal(value) for word, value in mapping("numerals", "word", "value", kind="multiple").items()
}
COUNTS = {word: int(value) for word, value in mapping("numerals", "word", "value", kind="count").items()}
TENS = {word: int(value) for word, value in mapping("numerals", "word", "value", kind="tens").items()}
BEFORE = mapping("units", "word", "unit", kind="before")
AFTER = mapping("units", "word", "unit", kind="after")
CLASSIFIERS = mapping("units", "word", "unit", kind="classifier")
BOUNDS_BEFORE = mapping("bounds", "word", "bound", side="before")
BOUNDS_AFTER = mapping("bounds", "word", "bound", side="after")

FIGURE = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?|\d{1,18}(?:\.\d{1,8})?"
SPELLED = (
    one_of(COUNTS) + "|" + rf"(?:{one_of(TENS)})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
)
EN_MULTIPLE = one_of(word for word in MULTIPLES if len(word) > 1 and word.isascii())
EN_AMOUNT = rf"(?:{FIGURE}|{SPELLED})(?:(?:\s|-)?(?:{EN_MULTIPLE})\b|[mbk](?![A-Za-z0-9]))?"
ZH_MULTIPLE = one_of(word for word in MULTIPLES if not word.isascii())
ZH_NUMERAL = r"[零〇一二两三四五六七八九十百千]{1,12}"
ZH_AMOUNT = rf"(?:{FIGURE})\s*(?:{ZH_MULTIPLE})?|{ZH_NUMERAL}(?:{ZH_MULTIPLE})?(?:{ZH_NUMERAL})?"

EN_PREFIX = one_of(BEFORE)
EN_SUFFIX = one_of(word for word in AFTER if word.isascii())
EN_BOUND = one_of(BOUNDS_BEFORE.keys() - {w for w in BOUNDS_BEFORE if is_chinese(w)})
EN_AFTER = one_of(word for word in BOUNDS_AFTER if word.isascii() and word != "+")
EN = re.compile(
    rf"(?<![A-Za-z0-9.,/#-])(?:(?<!turned )(?P<bound>{EN_BOUND})\s+(?:a total of\s+)?)?(?P<between>between\s+)?"
    rf"(?P<prefix>{EN_PREFIX})?\s?(?P<low>{EN_AMOUNT})(?P<lowunit>%)?"
    rf"(?:\s*(?:-|to|and(?=\s+[^a-z]))\s*(?(lowunit)(?!{EN_PREFIX}))(?:{EN_PREFIX})?\s?(?P<high>{EN_AMOUNT}))?"
    rf"(?P<plus>\+)?\s?(?P<suffix>(?:{EN_SUFFIX})(?![A-Za-z])(?! (?:wallets?|users?|accounts?|transactions?|apps?)\b))?"
    rf"(?:\s(?P<after>{EN_AFTER})\b)?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
ZH_BOUND = one_of(word for word in BOUNDS_BEFORE if is_chinese(word))
ZH_BOUND_AFTER = one_of(word for word in BOUNDS_AFTER if is_chinese(word))
ZH_UNIT = one_of(word for word in [*AFTER, *CLASSIFIERS] if is_chinese(word)) + "|%"
ZH = re.compile(
    rf"(?<![A-Za-z\d.])(?P<bound>{ZH_BOUND})?(?:人民币|约合)?(?P<prefix>{EN_PREFIX})?(?P<low>{ZH_AMOUNT})(?P<lowmore>余|多)?"
    rf"(?:(?P<lowunit>元|%|家|个|只)?(?:至|到|-|~)(?P<high>{ZH_AMOUNT}))?(?P<more>{ZH_BOUND_AFTER})?(?P<multiple2>亿|万)?\s*"
    rf"(?P<unit>(?:{ZH_UNIT}))?(?P<after>{ZH_BOUND_AFTER})?"
)
NOUN = re.compile(r"\s+((?:[a-z][a-z-]*\s+){0,3}?[a-z-]+s)\b(?!\s+of\s+age)")
STOP = re.compile(
    r"\b(?:is|was|has|as|its|this|does|yes|plus|of|in|at|on|to|and|or|than|for|per|which|that|were|are|will)\b"
)


@functools.cache
def exclusions() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in rows("not_figures"))


def find_numbers(source: Source, dates: list[Mention], names: list[Mention]) -> list[Mention]:
    """Figures that are neither part of a date, a name, an ordinal or page furniture; in full units."""
    ground = bytearray(len(source.plain))
    for start, end in source.furniture:
        ground[start:end] = b"\1" * (end - start)
    for taken in (*dates, *names):
        ground[taken.start : taken.end] = b"\1" * (taken.end - taken.start)
    for pattern in exclusions():
        for kept in pattern.finditer(source.plain):
            ground[kept.start() : kept.end()] = b"\1" * (kept.end() - kept.start())
    found = []
    for pattern, read in ((ZH, read_chinese), (EN, read_english)):
        position = 0
        while match := pattern.search(source.plain, position):
            low_start, low_end = match.span("low")
            if any(ground[low_start:low_end]):
                position = low_end  # “in 2020 and 1,100”: the year is no figure, what follows it is
                continue
            position = max(match.end(), low_end)
            mention: Mention | None = read(source, match)
            if mention and not any(ground[mention.start : mention.end]):
                ground[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def english_value(said: str) -> Decimal:
    """“1.1 billion”, “16,600”, “twenty-five million” or “a dozen” in full."""
    words = said.strip().lower()
    factor = Decimal(1)
    multiple = re.search(rf"(?:\s|-)?({EN_MULTIPLE}|(?<=[\d.])[mbk])$", words)
    if multiple and multiple.start() > 0 and words not in COUNTS:
        factor = MULTIPLES[multiple[1]]
        words = words[: multiple.start()]
    if words in COUNTS:
        return COUNTS[words] * factor
    tens, _, ones = words.replace(" ", "-").partition("-")
    if tens in TENS:
        return (TENS[tens] + ({"one": 1} | COUNTS)[ones] if ones else TENS[tens]) * factor
    return Decimal(words.replace(",", "")) * factor


def chinese_value(said: str) -> Decimal:
    """“1.2亿”, “三百五十”, “十亿” or “2万5千” in full."""
    said = said.replace(",", "").replace(" ", "")
    total, section, digit = Decimal(0), Decimal(0), Decimal(0)
    for token in re.findall(r"\d+(?:\.\d+)?|.", said):
        if token[0].isdecimal():
            digit = Decimal(token)
        elif token in DIGITS:
            digit = digit * 10 + DIGITS[token]
        elif token in STEPS:
            section += (digit or 1) * STEPS[token]
            digit = Decimal(0)
        else:
            factor = MULTIPLES[token]
            whole = section + digit
            total = (total + whole) * factor if factor > 10000 and total else total + (whole or 1) * factor
            section = digit = Decimal(0)
    return total + section + digit


def read_english(source: Source, match: re.Match[str]) -> Mention | None:
    parts = match.groupdict()
    try:
        low = english_value(parts["low"])
        high = english_value(parts["high"]) if parts["high"] else None
    except (ArithmeticError, KeyError):
        return None
    start, end = match.span()
    if parts["high"] and " and " in match[0].lower() and not parts["between"]:
        high, end = None, match.end("lowunit") if parts["lowunit"] else match.end("low")
    elif (
        high is not None
        and not re.search(r"[a-z]", parts["low"], re.I)
        and (multiple := re.search(rf"({EN_MULTIPLE})$", parts["high"], re.I))
        and low < high / MULTIPLES[multiple[1].lower()] * 2
    ):
        low *= MULTIPLES[multiple[1].lower()]  # 3 to 5 million
    if high is not None and high <= low:
        high, end = None, match.end("low")
    unit = BEFORE_FOLDED.get((parts["prefix"] or "").lower(), "")
    if not unit and parts["suffix"] and end == match.end():
        unit = AFTER_FOLDED[parts["suffix"].lower()]
    if not unit and parts["lowunit"]:
        unit = "percent"
    if not unit and low == 1 and high is None:
        return None  # “1” alone is a list marker or a footnote more often than a figure
    if not unit and (noun := NOUN.match(source.plain, end)) and not STOP.search(noun[1]):
        unit = noun[1]
    bound = ""
    if high is None:
        after = "+" if parts["plus"] else (parts["after"] or "").lower()
        bound = BOUNDS_BEFORE.get((parts["bound"] or "").lower(), "") or BOUNDS_AFTER.get(after, "")
    text = source.text[start:end]
    stripped = len(text) - len(text.lstrip())
    return Mention(
        "number",
        start + stripped,
        start + len(text.rstrip()),
        text.strip(),
        low,
        high,
        unit=unit,
        bound=bound,
    )


BEFORE_FOLDED = {word.lower(): unit for word, unit in BEFORE.items()}
AFTER_FOLDED = {word.lower(): unit for word, unit in AFTER.items()}


def read_chinese(source: Source, match: re.Match[str]) -> Mention | None:
    parts = match.groupdict()
    unit_word = parts["unit"] or parts["lowunit"] or ""
    spelled = not re.search(r"\d", parts["low"])
    chinese = spelled or re.search(r"[\u4e00-\u9fff]", match[0])
    if not chinese or (spelled and not unit_word):
        return None  # bare 一 or 三 is part of a word; plain digits are read by the other rule
    try:
        low = chinese_value(parts["low"])
        high = chinese_value(parts["high"]) if parts["high"] else None
    except (ArithmeticError, KeyError):
        return None
    if spelled and low <= 1:
        return None  # 一家, 一个: an article, not a count
    if parts["multiple2"]:
        low *= MULTIPLES[parts["multiple2"]]
    if (
        high is not None
        and (multiple := re.search(rf"(?:{ZH_MULTIPLE})$", parts["high"]))
        and low < high
        and not re.search(rf"(?:{ZH_MULTIPLE})$", parts["low"])
    ):
        low *= MULTIPLES[multiple[0]]  # 50至60亿
    if high is not None and high <= low:
        return None
    unit = AFTER.get(unit_word) or CLASSIFIERS.get(unit_word, "") or BEFORE.get(parts["prefix"] or "", "")
    end = match.end()
    if unit_word == "成":
        half = high is None and source.plain[end : end + 1] == "半"
        low, high, unit = low * 10 + 5 * half, high and high * 10, "percent"
        end += half
    if unit_word == "%":
        unit = "percent"
    bound = ""
    if high is None:
        said_after = parts["lowmore"] or parts["more"] or parts["after"] or ""
        bound = BOUNDS_BEFORE.get(parts["bound"] or "", "") or BOUNDS_AFTER.get(said_after, "")
    text = source.text[match.start() : end]
    stripped = len(text) - len(text.lstrip())
    return Mention(
        "number",
        match.start() + stripped,
        match.start() + len(text.rstrip()),
        text.strip(),
        low,
        high,
        unit=unit,
        bound=bound,
    )
