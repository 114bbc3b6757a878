"""When: every date expression, its normalised value and precision, and what part it plays.

Dates without a year and relative ones are resolved against the publication date, and flagged as inferred.
"""

import datetime
import re

from hubs.capture.finding.ahead import DONE, is_told_ahead
from hubs.capture.finding.calendar import Anchor, day, half, month, quarter, shift, span_of
from hubs.capture.finding.date_rules import (
    CHINESE_DIGITS,
    COUNTS,
    MONTHS,
    ORDINALS,
    RELATIVE,
    RULES,
    WEEKDAYS,
)
from hubs.capture.finding.mention import Mention, longest
from hubs.capture.finding.source import Source
from hubs.models import PartialDate

AS_OF = re.compile(
    r"(?:as of|as at|at the end of|by the end of|by end-|截至|截止|截止到|止|until end|end-)\s*$",
    re.IGNORECASE,
)
AS_OF_BEGINS = re.compile(r"as of|as at|at the end|by the end|(?:by )?end-", re.IGNORECASE)
# A year told from the date before it, and how far it is from that.
SAME_YEAR = {"同年": 0, "当年": 0, "the same year": 0, "that year": 0, "次年": 1, "翌年": 1}
SAME_MONTH = {"同月": 0, "当月": 0, "次月": 1, "翌月": 1}
LATER = {"later", "后", "之后"}
CHINESE_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}
CHINESE_UNITS = {"年": "year", "月": "month", "个月": "month", "周": "week", "日": "day", "天": "day"}
# “Under the Act, which took effect in January 2020, it had licensed 36 by the end of October.”
ASIDE = re.compile(r", (?:which|who|that|where)\b[^,;]*$")
SINCE = re.compile(r"\b[Ss]ince (?:[a-z']+ ){0,4}[A-Z\d][^,;]{0,20}$|自[^,;。]{0,12}$|以来$")
# “Two in 2023; a third joined them in October”, “settled in 2023, and since 30 June they have needed one”: of now.
STARTS_AFRESH = re.compile(r"; (?!in |by |on |at )|\b[Ss]ince [^,;]{0,24}$")
NOT_A_DATE = re.compile(r"(?:第|No\.\s?)$", re.IGNORECASE)
NAMED_BY_YEAR = re.compile(
    r"(?:Act|Regulations|Order) $", re.IGNORECASE
)  # “the Cryptoassets Regulations 2026”


def find_dates(source: Source) -> list[Mention]:
    """Every date expression outside page furniture, in the order of the text, with its role left to event or as-of."""
    found: list[Mention] = []
    taken: list[tuple[int, int, str, re.Match[str]]] = []
    ground = bytearray(len(source.plain))
    for name, pattern in RULES:
        for match in pattern.finditer(source.plain):
            start, end = match.span()
            if not any(ground[start:end]) and not source.is_furniture(start, end):
                ground[start:end] = b"\1" * (end - start)
                taken.append((start, end, name, match))
    anchor = Anchor(source.published)
    sentence, position = (-1, -1), 0
    for start, end, name, match in sorted(taken, key=lambda hit: hit[0]):
        if source.sentence_at(start) != sentence:
            sentence = source.sentence_at(start)
            anchor.new_sentence()
        elif STARTS_AFRESH.search(source.plain, position, end):
            anchor.sentence_year = None
        position = end
        if DONE.search(source.plain, max(sentence[0], start - 40), start):
            anchor.ahead = None
        anchor.coming = is_told_ahead(source, sentence, start, end)
        reading = read(name, match, anchor)
        led = source.plain[max(0, start - 12) : start]
        if reading is None or NOT_A_DATE.search(led):
            continue
        if NAMED_BY_YEAR.search(led) and source.plain[start:end].isdigit():
            continue
        low, high, inferred = reading
        aside = source.plain[end : end + 1] == "," and ASIDE.search(source.plain, sentence[0], start)
        how_long = SINCE.search(source.plain[max(sentence[0], start - 40) : end])
        told = not inferred or told_from_another(match)
        anchor.saw(low, explicit=told and not aside and not how_long)
        if (
            name == "weekday"
            and found
            and source.plain[found[-1].end : start].strip(" ,(") == ""
            and low.text == found[-1].value
        ):
            continue  # “12 May, Tuesday”
        mention = Mention("date", start, end, source.text[start:end], low.text, precision=low.precision)
        mention.high = high.text if high and high.text != low.text else None
        mention.inferred = inferred
        lead = (match.groupdict().get("lead") or "").lower()
        before = source.plain[max(0, start - 20) : start]
        mention.role = (
            "as_of"
            if AS_OF.search(lead) or AS_OF.search(before) or AS_OF_BEGINS.match(mention.text)
            else "event"
        )
        if inferred:
            mention.because.append(
                f"“{mention.text}” read as {low.text} from the publication date (inferred)"
            )
        found.append(mention)
    return longest(found)


def told_from_another(match: re.Match[str]) -> bool:
    """Whether a date is counted from the one told of before it, so that what follows is of its year, too."""
    parts = match.groupdict()
    return (parts.get("relyear") or "").lower() in SAME_YEAR or (parts.get("from") or "").lower() in LATER


Reading = tuple[PartialDate, PartialDate | None, bool]


def read(name: str, match: re.Match[str], anchor: Anchor) -> Reading | None:
    """What an expression means, or None when it cannot be one (31 June) or nothing says which year."""
    try:
        return READINGS[name](match.groupdict(), anchor)
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def number(text: str) -> int:
    """A day, month or year in Arabic or Chinese digits."""
    if text.isdecimal():
        return int(text)
    if text.lower() in MONTHS:
        return MONTHS[text.lower()]
    if text.lower() in ORDINALS:
        return ORDINALS[text.lower()]
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (CHINESE_DIGITS[tens] if tens else 1) * 10 + (CHINESE_DIGITS[ones] if ones else 0)
    return int("".join(str(CHINESE_DIGITS[c]) for c in text))


def year_of(parts: dict, anchor: Anchor) -> int | None:
    """The year an expression gives, outright or as 去年; None when it gives none."""
    if parts.get("short"):  # 1Q25
        return 2000 + int(parts["short"])
    if parts.get("year"):
        year = number(parts["year"])
        return year if year > 99 else 2000 + year  # 24年6月
    word = (parts.get("relyear") or "").lower()
    if word in SAME_YEAR:
        return anchor.last_seen("year").first.year + SAME_YEAR[word]
    if word:
        return anchor.year + RELATIVE[word][1]
    return None


def read_days(parts: dict, anchor: Anchor) -> Reading:
    if not parts.get("month"):
        return read_bare_day(parts, anchor)
    year = year_of(parts, anchor)
    moment = (number(parts["month"]), number(parts["day"]))
    if year:
        return day(year, *moment), None, not parts.get("year")
    return anchor.nearest(lambda year: day(year, *moment)), None, True


def read_monthdays(parts: dict, anchor: Anchor) -> Reading:
    low = read_days({**parts, "relyear": parts.get("relyear")}, anchor)[0]
    end_month = number(parts["month2"]) if parts.get("month2") else low.first.month
    end_year = int(parts["year2"]) if parts.get("year2") else low.first.year
    high = day(end_year, end_month, number(parts["day2"]))
    if high.first < low.first:
        raise ValueError("a range goes up")
    return low, high, not parts.get("year")


def read_months_only(parts: dict, anchor: Anchor) -> Reading:
    year = year_of(parts, anchor)
    if year is None:
        raise ValueError("no year")
    return month(year, number(parts["month"])), None, not parts.get("year")


def read_months(parts: dict, anchor: Anchor) -> Reading:
    year = year_of(parts, anchor)
    low_number, high_number = number(parts["month"]), number(parts["month2"])
    if parts.get("yearlow") and year:
        return month(int(parts["yearlow"]), low_number), month(year, high_number), False
    if year is None and low_number == high_number:
        raise ValueError("no range")
    low = month(year, low_number) if year else anchor.nearest(lambda y: month(y, low_number))
    high = month(low.first.year + (high_number < low_number), high_number)
    return low, high, not parts.get("year")


def read_bare_month(parts: dict, anchor: Anchor) -> Reading:
    which = number(
        next(filter(None, (parts.get(key) for key in ("month", "month_of", "month_was", "month_in"))))
    )
    return anchor.nearest(lambda year: month(year, which)), None, True


def read_that_month(parts: dict, anchor: Anchor) -> Reading:
    """“That November”: of the year told of last."""
    return month(anchor.last_seen("year").first.year, number(parts["month"])), None, True


def read_last_month(parts: dict, anchor: Anchor) -> Reading:
    which, now = number(parts["month"]), anchor.day
    past = month(now.year - (which >= now.month), which)
    coming = month(now.year + (which <= now.month), which)
    return {"last": past, "next": coming}.get(parts["which"].lower(), month(now.year, which)), None, True


def read_bare_day(parts: dict, anchor: Anchor) -> Reading:
    """19日: of the month just told of in its sentence, else of that of publication, or the one before.

    It is the one before when the day is still to come.
    """
    which, now = number(parts["day"]), anchor.day
    if (
        anchor.sentence_day and which > anchor.sentence_day.day
    ):  # “6 December it was gazetted, on the 18th read”
        return span_of(anchor.sentence_day.replace(day=which)), None, True
    here = day(now.year, now.month, which)
    if here.first <= now:
        return here, None, True
    before = now.replace(day=1) - datetime.timedelta(days=1)
    return day(before.year, before.month, which), None, True


def read_this_month_day(parts: dict, anchor: Anchor) -> Reading:
    word = parts["relmonth"].lower()
    if word in SAME_MONTH:
        base = shift(anchor.last_seen("month"), "month", SAME_MONTH[word]).first
    else:
        base = shift(anchor.published, *RELATIVE[word]).first
    return day(base.year, base.month, number(parts["day"])), None, True


def read_quarter(parts: dict, anchor: Anchor) -> Reading:
    said = next(filter(None, (parts.get(key) for key in ("q", "q2", "qword", "zq", "zq2", "zq3"))))
    which = ORDINALS.get(said.lower()) or number(said)
    year = year_of(parts, anchor)
    if year:
        return quarter(year, which), None, not parts.get("year")
    return anchor.nearest(lambda year: quarter(year, which)), None, True


def read_half(parts: dict, anchor: Anchor) -> Reading:
    said = next(filter(None, (parts.get(key) for key in ("h", "h2", "hword", "zh"))))
    which = {"上": 1, "下": 2}.get(said) or ORDINALS.get(said.lower()) or int(said)
    year = year_of(parts, anchor)
    # “The second half” without a year is the one of the year of publication, past or to come; a plan's is to come.
    if year is None and anchor.coming and not anchor.sentence_year:
        return anchor.nearest(lambda year: half(year, which)), None, True
    return half(year or anchor.context_year, which), None, not parts.get("year")


def read_weekday(parts: dict, anchor: Anchor) -> Reading:
    """The last such day up to publication; 上周三 is the one of the week before, 本周三 of this week."""
    now, which, week = anchor.exact_day, WEEKDAYS[parts["weekday"].lower()], (parts.get("week") or "").lower()
    monday = now - datetime.timedelta(days=now.weekday())
    if week in CHINESE_WEEKS:
        found = monday + datetime.timedelta(days=which, weeks=CHINESE_WEEKS[week])
    elif week == "this" and not anchor.coming:
        found = now - datetime.timedelta(days=(now.weekday() - which) % 7)
    elif week in ("this", "next"):
        found = now + datetime.timedelta(days=(which - now.weekday()) % 7 or 7 * (week == "next"))
    else:
        found = now - datetime.timedelta(days=(now.weekday() - which) % 7 or 7 * (week == "last"))
    return span_of(found), None, True


def read_relative(parts: dict, anchor: Anchor) -> Reading:
    return shift(anchor.published, *RELATIVE[parts["rel"].lower()]), None, True


def read_ago(parts: dict, anchor: Anchor) -> Reading:
    count = {"a": 1, "an": 1, **COUNTS}.get(parts["n"].lower()) or number(parts["n"])
    unit = CHINESE_UNITS.get(parts["unit"], parts["unit"].lower())
    told = (parts.get("from") or "").lower()
    if told in LATER:
        from_now = anchor.coming and told != "later"  # “三年后将……”
        return shift(anchor.published if from_now else anchor.last_seen(unit), unit, count), None, True
    seen = anchor.seen if told == "earlier" else None
    if seen and unit == "year" and seen.precision == "month":
        return month(seen.first.year - count, seen.first.month), None, True
    return shift(seen or anchor.published, unit, -count), None, True


def read_following(parts: dict, anchor: Anchor) -> Reading:
    """次年, the following day: counted from the date told before it, else from publication."""
    unit = CHINESE_UNITS.get(parts["unit"], parts["unit"].lower())
    base: PartialDate | None
    try:
        base = anchor.last_seen(unit)
    except ValueError:
        if parts.get("same") or parts.get("before") or unit == "day":
            raise
        base = anchor.published
    return shift(base, unit, 0 if parts.get("same") else -1 if parts.get("before") else 1), None, True


def read_years(parts: dict, anchor: Anchor) -> Reading | None:
    low, high = PartialDate.parse(parts["year"]), PartialDate.parse(parts["year2"])
    return (low, high, False) if high.first > low.first else None


READINGS = {
    "iso": read_days,
    "years": read_years,
    "days": read_days,
    "monthdays": read_monthdays,
    "months": read_months,
    "months_only": read_months_only,
    "bare_month": read_bare_month,
    "last_month": read_last_month,
    "that_month": read_that_month,
    "bare_day": read_bare_day,
    "this_month_day": read_this_month_day,
    "quarter": read_quarter,
    "half": read_half,
    "weekday": read_weekday,
    "relative": read_relative,
    "ago": read_ago,
    "year": lambda parts, anchor: (PartialDate.parse(str(number(parts["year"]))), None, False),
    "same_day": lambda parts, anchor: (anchor.last_seen("day"), None, True),
    "following": read_following,
}
