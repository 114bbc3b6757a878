"""Dates and numbers as people type them, in English and Chinese: read when clear, refused when not.

Capture looks for dates and figures in running text and may be wrong, as a person checks them; what
is read here becomes what we publish. So nothing is guessed: a spelling that can mean two things is
a ValueError whose sentence says how to write either.
"""

import calendar
import decimal
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hubs.models import Bound, PartialDate

# Full-width letters, digits and signs stand for the plain ones; so do the many dashes and spaces.
# NFKC would go too far: it turns 10² into 102.
PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000"), " "),
}


def plain(text: str) -> str:
    return " ".join(text.translate(PLAIN).split())


def shown(text: str) -> str:
    """What was typed as a sentence quotes it: whole, unless it is long."""
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


# --- Dates --------------------------------------------------------------------------------------------------

# Not those of `calendar`, which speaks the language of the machine.
ENGLISH_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTHS = {name: number for number, name in enumerate(ENGLISH_MONTHS, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
QUARTERS = {sign: n for n, signs in enumerate(("1一", "2二", "3三", "4四"), 1) for sign in signs}
HALVES = {"1": 1, "2": 2, "上": 1, "下": 2}

YEAR = r"(?P<year>[12]\d{3})"
MONTH = r"(?P<month>\d{1,2})"
DAY = r"(?P<day>\d{1,2})"
MONTH_NAME = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
PART = r"(?:q(?P<quarter>[1-4])|h(?P<half>[12]))"
PART_TURNED = r"(?:(?P<quarter>[1-4])q|(?P<half>[12])h)"

DATES = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        YEAR,
        rf"{YEAR}-{MONTH}(?:-{DAY})?",
        rf"{YEAR}(?P<sign>[/.]){MONTH}(?P=sign){DAY}",
        rf"{YEAR}[- ]?{PART}",
        rf"{PART}[- ]?{YEAR}",
        rf"{PART_TURNED}[- ]?{YEAR}",
        rf"{DAY}(?:st|nd|rd|th)?[- ]?{MONTH_NAME},?[- ]?{YEAR}",
        rf"{MONTH_NAME} ?{DAY}(?:st|nd|rd|th)?(?:, ?| ){YEAR}",
        rf"{MONTH_NAME},?[- ]?{YEAR}",
        rf"{YEAR} ?年(?: ?{MONTH} ?月(?: ?{DAY} ?[日号號])?)?",
        rf"{YEAR} ?年 ?第?(?P<quarter>[1-4一二三四])季度?",
        rf"{YEAR} ?年 ?{PART}",
        rf"{YEAR} ?年 ?(?P<half>[上下])半年",
    )
)
WRITE_A_DATE = "write 2019, 2019-H1, 2019-Q1, 2019-02 or 2019-02-28"


def date_of(text: str) -> PartialDate:
    """The date that was typed, as precise as it was typed; ValueError says what would be right."""
    typed = plain(text)
    for pattern in DATES:
        if match := pattern.fullmatch(typed):
            return _date(match.groupdict(), text)
    raise ValueError(_why_no_date(typed, text))


def _date(parts: dict[str, str | None], text: str) -> PartialDate:
    year = int(parts["year"] or 0)
    month_word = (parts.get("month") or "").lower()
    month = MONTHS.get(month_word) or int(month_word or 0)
    if quarter := parts.get("quarter"):
        return PartialDate.parse(f"{year}-Q{QUARTERS[quarter]}")
    if half := parts.get("half"):
        return PartialDate.parse(f"{year}-H{HALVES[half]}")
    if not month_word:
        return PartialDate.parse(str(year))
    if not 1 <= month <= 12:
        raise ValueError(f"{shown(text)} is not a date: there are months 1 to 12, so {WRITE_A_DATE}.")
    if not parts.get("day"):
        return PartialDate.parse(f"{year}-{month:02}")
    day, days = int(parts["day"] or 0), calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        name = ENGLISH_MONTHS[month - 1].capitalize()
        raise ValueError(f"{shown(text)} is not in the calendar: {name} {year} has days 1 to {days}.")
    return PartialDate.parse(f"{year}-{month:02}-{day:02}")


def _why_no_date(typed: str, text: str) -> str:
    """The sentence for what is no date, or not a clear one."""
    if match := re.fullmatch(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})", typed, re.ASCII):
        first, second, year = int(match[1]), int(match[3]), match[4]
        meant = dict.fromkeys(
            f"{year}-{month:02}-{day:02}"
            for day, month in ((first, second), (second, first))
            if 1 <= month <= 12 and 1 <= day <= 31
        )
        if meant:
            return f"{shown(text)} may have the day or the month first: write the year first, {' or '.join(meant)}."
    if re.fullmatch(r"\d{1,2}([-/. ])\d{1,2}\1\d{2}", typed, re.ASCII):
        return f"{shown(text)} may have day, month or year first: write the year first and in full, as 2019-02-28."
    if re.fullmatch(r"[12]\d{3}[/.]\d{1,2}", typed, re.ASCII):
        return f"{shown(text)} may be a month or a financial year: write a month as 2019-02, a year as 2019."
    if re.fullmatch(
        r"(?:\d{1,2}[- ])?[a-z]{3,9}\.?[- ]'?\d{1,2}|\d{1,2}[- ][a-z]{3,9}", typed, re.ASCII | re.IGNORECASE
    ):
        return f"{shown(text)} does not say which year: write the year with four digits, as 2019-02 or 2019-02-28."
    if re.fullmatch(r"\d{5}(\.\d+)?", typed, re.ASCII):
        return (
            f"{shown(text)} looks like the number by which a spreadsheet keeps a day: "
            "format the column as text and write 2019-02-28."
        )
    return f"{shown(text)} is not a date we can read: {WRITE_A_DATE}."


# --- Numbers ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is meant: exactly, from `low` to `high`, or as a bound (“about”, “more than”, “up to”)."""

    low: Decimal
    high: Decimal | None = None
    bound: str = ""

    def __str__(self) -> str:
        return self.spelled()

    def spelled(self, unit: str = "") -> str:
        """As `number_of` reads it again of this unit."""
        low, high = (spelled(number, unit) if number is not None else "" for number in (self.low, self.high))
        if high:
            return f"{low} to {high}"
        before = {Bound.ABOUT: "about ", Bound.AT_LEAST: "more than ", Bound.AT_MOST: "up to "}
        return f"{before[Bound(self.bound)] if self.bound else ''}{low}"


def figure(number: Decimal) -> str:
    """A number in plain digits that can be read one way only, so never as 1.234."""
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"{digits}0" if THOUSANDS_OR_DECIMALS.fullmatch(digits) else digits


def spelled(number: Decimal, unit: str) -> str:
    """A number of a unit so that it is read again as the same: what looks like single units has its word with it."""
    word, scale = scale_of(unit)
    return f"{figure(number)} {word}" if word and abs(number) >= scale else figure(number)


MULTIPLES = {
    word: Decimal(10) ** power
    for power, words in {
        2: "hundred 百",
        3: "k thousand 千",
        4: "万 萬",
        6: "m mn mln million 百万 百萬",
        7: "千万 千萬",
        8: "亿 億",
        9: "b bn bln billion 十亿 十億",
        10: "百亿 百億",
        11: "千亿 千億",
        12: "tn trillion 万亿 萬億",
    }.items()
    for word in words.split()
}
BEFORE = {
    words: bound
    for bound, listed in {
        Bound.AT_LEAST: "more than|over|at least|no fewer than|not fewer than|no less than|not less than|above"
        "|exceeding|upwards of|in excess of|>|>=|≥|超过|超過|超|逾|突破|至少|最少|不少于|不少於|不低于|不低於"
        "|多于|多於|高于|高於",
        Bound.AT_MOST: "up to|at most|no more than|not more than|less than|fewer than|under|below|<|<=|≤"
        "|至多|最多|不超过|不超過|不多于|不多於|不高于|不高於|少于|少於|低于|低於",
        Bound.ABOUT: "about|around|roughly|approximately|approx.|approx|circa|ca.|c.|nearly|almost|close to|~|≈"
        "|约|約|约为|約為|大约|大約|大概|近|将近|將近|接近",
    }.items()
    for words in listed.split("|")
}
AFTER = {
    words: bound
    for bound, listed in {
        Bound.AT_LEAST: "+|or more|or above|以上|多|余|餘",
        Bound.AT_MOST: "or less|or fewer|以下|以内|以內",
        Bound.ABOUT: "or so|左右|上下",
    }.items()
    for words in listed.split("|")
}


def _one_of(words: Iterable[str]) -> str:
    """Any of the words, the longest first; one that ends in a letter stands apart from the next."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![a-z])" if word[-1].isascii() else "") for word in longest_first)


FIGURE = r"-?(?:[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)|[1-9]\d*|0)(?:\.\d+)?"
TIMES = _one_of(MULTIPLES)
NUMBER = re.compile(
    rf"(?:(?P<before>{_one_of(BEFORE)}) ?)?(?P<low>{FIGURE})(?: ?(?P<low_times>{TIMES}))?"
    rf"(?: ?(?:[-~至到]|to) ?(?P<high>{FIGURE})(?: ?(?P<high_times>{TIMES}))?)?"
    rf"(?: ?(?P<after>{_one_of(AFTER)}))?",
    re.ASCII | re.IGNORECASE,
)
# Three places behind a point are thousands to half of Europe.
THOUSANDS_OR_DECIMALS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
# What a statement keeps: 18 digits before the point, 6 behind it.
WHOLE_DIGITS, PLACES = 18, 6
# In a unit these make it count by so many, as in “CNY million”; others are too easily part of another word.
SCALES = [word for word, times in MULTIPLES.items() if times >= 1000 and word not in ("k", "m", "b", "千")]
SCALE = re.compile(rf"(?<![a-z])(?:{_one_of(SCALES)})", re.ASCII | re.IGNORECASE)
WRITE_A_NUMBER = (
    "write it in figures, as 1234.5, 1,234.5, 25 million, 1.2亿, 3-4, about 40, more than 200 or up to 10"
)


@functools.lru_cache(1000)
def scale_of(unit: str) -> tuple[str, Decimal]:
    """The word by which a unit counts, and how many single ones that is: million and 1,000,000 of “CNY million”."""
    found = SCALE.search(unit)
    return (found[0], MULTIPLES[found[0].lower()]) if found else ("", Decimal(1))


def number_of(text: str, unit: str = "") -> Number:
    """The number that was typed, to the last digit; ValueError says what would be right.

    With the unit it will stand beside it is brought into that: “25 million” of “CNY million” is 25.
    """
    typed = plain(text)
    match = NUMBER.fullmatch(typed) if len(typed) <= 100 else None
    if not match:
        raise ValueError(_why_no_number(typed, text))
    before, after = (match["before"] or "").lower(), (match["after"] or "").lower()
    low_times, high_times = match["low_times"], match["high_times"]
    if match["high"] is None:
        if before and after:
            raise ValueError(f"{shown(text)} is bound twice: leave out “{before}” or “{after}”.")
        low = _amount(match["low"], low_times, text, unit)
        return Number(low, None, str(BEFORE.get(before) or AFTER.get(after) or ""))
    if before or after:
        raise ValueError(
            f"{shown(text)}: a range has no “{before or after}”; write 3-4, or one number with it."
        )
    # In “3-4 million” the million belongs to both.
    low = _amount(match["low"], low_times or high_times, text, unit)
    high = _amount(match["high"], high_times, text, unit)
    if high <= low:
        raise ValueError(f"{shown(text)}: a range goes up, from the smaller to the larger, as 3-4 million.")
    return Number(low, high)


def _amount(digits: str, times: str | None, text: str, unit: str) -> Decimal:
    if THOUSANDS_OR_DECIMALS.fullmatch(digits):
        whole, decimals = digits.replace(".", ","), f"{digits}0"
        raise ValueError(
            f"{shown(text)} may have thousands or decimals: for thousands write {whole}, for decimals {decimals}."
        )
    with decimal.localcontext(prec=200):
        amount = _in_unit(Decimal(re.sub("[, ]", "", digits)), times, text, unit)
        if abs(amount) >= 10**WHOLE_DIGITS:
            raise ValueError(f"{shown(text)} is too large: we keep {WHOLE_DIGITS} digits before the point.")
        # Without the zeros that say nothing, and never as 1E+6.
        amount = amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()
        if -int(amount.as_tuple().exponent) > PLACES:
            raise ValueError(f"{shown(text)} is too fine: we keep {PLACES} digits behind the point.")
    return abs(amount) if amount == 0 else amount


def _in_unit(amount: Decimal, times: str | None, text: str, unit: str) -> Decimal:
    """An amount in a unit that may count by the million: with a word of its own it is meant in full."""
    word, scale = scale_of(unit)
    multiple = MULTIPLES[times.lower()] if times else Decimal(1)
    in_unit = amount * multiple / scale
    if not word:
        return in_unit
    if not times:
        if abs(amount) < scale:
            return amount
        kept = figure(in_unit)
        raise ValueError(
            f"{shown(text)} looks like a number in full; in {unit} this is {kept}: write {kept} or {kept} {word}."
        )
    # “Thousand” may be half of “thousand million”; “million” of a unit in billions is a million.
    if multiple <= 1000 and 0 < abs(in_unit) < 1:
        raise ValueError(
            f"{shown(text)} is less than one in {unit}: write {figure(in_unit)}, or {figure(amount * multiple)} "
            f"if it is {times} {word}."
        )
    return in_unit


def _why_no_number(typed: str, text: str) -> str:
    """The sentence for what is no number, or not a clear one."""
    if re.fullmatch(r"-?\d+,\d+", typed, re.ASCII):
        return f"{shown(text)} has a comma that parts no thousands: for decimals write {typed.replace(',', '.')}."
    if "兆" in typed:
        return f"{shown(text)}: 兆 is a million to some and a 万亿 to others; write 百万 or 万亿."
    if re.search(r"\d\.\d{3}[.,]\d|\d,\d+[,.]\d", typed, re.ASCII):
        return f"{shown(text)} is not grouped in a way we can read: write 1234567.5 or 1,234,567.5."
    if re.fullmatch(r"[-\d.]+e[-+]?\d+", typed, re.ASCII | re.IGNORECASE):
        return (
            f"{shown(text)} may have lost digits in a spreadsheet: write the number in full{_in_full(typed)}."
        )
    if any(c.isnumeric() and not (c.isascii() or c in MULTIPLES) for c in typed):
        return f"{shown(text)} is not in the digits 0 to 9: {WRITE_A_NUMBER}."
    if re.search(r"[$€£¥%元]|\d ?(?:usd|hkd|cny|rmb|sgd)|^(?:usd|hkd|cny|rmb|sgd)", typed, re.IGNORECASE):
        return f"{shown(text)}: the unit belongs to the series; write the number without its unit, as 25 million."
    return f"{shown(text)} is not a number we can read: {WRITE_A_NUMBER}."


def _in_full(typed: str) -> str:
    """How a number with an exponent is written without, if we could keep it."""
    try:
        number = Decimal(typed)
    except decimal.InvalidOperation:
        return ""
    # A large exponent would be spelled out in as many zeros.
    return f", as {figure(number)}" if number and -PLACES <= number.adjusted() < WHOLE_DIGITS else ""
