"""When: every date expression, its normalised value and precision, and what part it plays.

Dates without a year and relative ones are resolved against the publication date, and flagged as inferred.
"""

import datetime
import re

from hubs.capture.finding.calendar import Anchor, day, half, month, quarter, shift, span_of
from hubs.capture.finding.mention import Mention, longest
from hubs.capture.finding.source import Source
from hubs.capture.tables import mapping, one_of
from hubs.models import PartialDate

MONTHS = {word: int(number) for word, number in mapping("months", "word", "month").items()}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "首": 1}

MONTH = rf"(?P<month>{one_of(MONTHS)})\b\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?!\d)(?:st|nd|rd|th)?"
# An English expression may say how it is meant before it begins: that belongs to the expression.
LEAD = r"(?:(?P<lead>as of|as at|by the end of|at the end of|by end-|end-|(?:by|in|until) (?:early|mid|late)[- ]|(?:early|mid|late)[- ]|by|until|before|on|in|since|from|during|after|(?:the )?end of)\s*(?:the )?)?"
OF_YEAR = rf"(?:,?\s*(?:of\s+)?(?:{YEAR}|(?P<relyear>last year|this year|next year|the same year)))?"
RELATIVE = {word: (unit, int(n)) for word, unit, n in (
    (row_word, mapping("relative", "word", "unit")[row_word], offset)
    for row_word, offset in mapping("relative", "word", "offset").items()
)}
WEEKDAYS = {word: int(number) for word, number in mapping("weekdays", "word", "day").items()}
EN_RELATIVE = one_of(word for word in RELATIVE if word.isascii())
ZH_RELATIVE = one_of(word for word in RELATIVE if not word.isascii())
EN_DAYS = one_of(word for word in WEEKDAYS if word.isascii())
ZH_DAYS = one_of(word for word in WEEKDAYS if not word.isascii())
ZH_YEAR = r"(?P<year>(?:19|20)\d\d|[二一][〇零九一二三四五六七八]{3})年"
ZH_REL_YEAR = r"(?P<relyear>去年|今年|明年|前年|后年|上年|本年|同年)"
ZH_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!份?牌|光|球)"
ZH_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号](?!元|本|圆|前|报)"
ZH_PART = r"(?P<part>年?[底末初中内]|上旬|中旬|下旬|份)?"


def rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


B, E = r"(?<![A-Za-z0-9.])", r"(?![A-Za-z0-9])"
# Ranges first: they hold the single dates that the later rules would find in them. Each rule names its reading.
RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso", rule(rf"{B}{YEAR}[-/.](?P<month>1[0-2]|0[1-9])[-/.](?P<day>[12]\d|3[01]|0[1-9]){E}")),
    ("years", rule(rf"{B}(?:(?:between|from)\s+)?(?P<year>(?:19|20)\d\d)年?\s*(?:-|to|and|until|through|至|到)\s*(?P<year2>(?:19|20)\d\d)(?!\d)年?")),
    ("monthdays", rule(rf"{B}(?:(?:between|from|on)\s+)?{MONTH}\s+{DAY}\s*(?:-|to|and|until|through|till)\s*(?:(?P<month2>{one_of(MONTHS)})\.?\s+)?(?P<day2>[12]\d|3[01]|0?[1-9])(?!\d)(?:st|nd|rd|th)?{OF_YEAR}")),
    ("monthdays", rule(rf"{B}(?:(?:between|from)\s+)?{DAY}\s*(?:-|to|and|until|through)\s*(?P<day2>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\s+{MONTH}{OF_YEAR}")),
    ("monthdays", rule(rf"(?:由|从|自)?(?:{ZH_YEAR}|{ZH_REL_YEAR})?{ZH_MONTH}{ZH_DAY.replace('[日号]', '[日号]?')}\s*(?:至|到|-)\s*(?:(?P<year2>(?:19|20)\d\d)年)?(?:(?P<month2>1[0-2]|0?[1-9])月)?(?P<day2>[12]\d|3[01]|0?[1-9])[日号]")),
    ("months", rule(rf"{B}(?:(?:between|from)\s+)?{MONTH}\s*(?:-|to|and|until|through)\s*(?P<month2>{one_of(MONTHS)})\.?{OF_YEAR}")),
    ("days", rule(rf"{B}(?:on\s+)?(?:today|yesterday|(?:{EN_DAYS})),?\s*[(（]?\s*{MONTH}\s+{DAY}{OF_YEAR}\s*[)）]?")),
    ("days", rule(rf"(?:今日|今天|昨日|昨天|(?:本|上)?(?:{ZH_DAYS}))\s*[(（](?:{ZH_YEAR}|{ZH_REL_YEAR})?(?:{ZH_MONTH})?{ZH_DAY}[)）]")),
    ("days", rule(rf"{B}{LEAD}{MONTH}\s+{DAY}{OF_YEAR}{E}")),
    ("days", rule(rf"{B}{LEAD}{DAY}\s+(?:of\s+)?{MONTH}{OF_YEAR}{E}")),
    ("months_only", rule(rf"{B}{LEAD}(?:the (?:start|beginning|end) of )?{MONTH},?\s+(?:of\s+)?(?:{YEAR}|(?P<relyear>last year|this year|next year)){E}")),
    ("last_month", rule(rf"{B}(?:in\s+|since\s+)?(?P<which>last|next|this)\s+{MONTH}{E}")),
    ("bare_month", rule(rf"{B}(?:as of|as at|at the end of|by the end of|in|since|by|until|from|before|during|early|late|mid)[\s-]+(?:the end of )?(?P<month>January|February|March|April|May|June|July|August|September|October|November|December){E}")),
    ("quarter", rule(rf"{B}{LEAD}(?:Q(?P<q>[1-4])|(?P<q2>[1-4])Q|(?:the )?(?P<qword>first|second|third|fourth|1st|2nd|3rd|4th)[- ]quarter){OF_YEAR}{E}")),
    ("quarter", rule(rf"{B}(?P<year>(?:19|20)\d\d)\s*Q(?P<q>[1-4]){E}")),
    ("half", rule(rf"{B}{LEAD}(?:H(?P<h>[12])|(?P<h2>[12])H|(?:the )?(?P<hword>first|second|1st|2nd)[- ]half){OF_YEAR}{E}")),
    ("quarter", rule(rf"(?:{ZH_YEAR}|{ZH_REL_YEAR})?(?:第(?P<zq>[一二三四1-4])季度?|(?P<zq2>[一二三四])季度|(?P<zq3>首)季(?:度)?)")),
    ("half", rule(rf"(?:{ZH_YEAR}|{ZH_REL_YEAR})?(?P<zh>[上下])半年")),
    ("days", rule(rf"(?:{ZH_YEAR}|{ZH_REL_YEAR}){ZH_MONTH}{ZH_DAY}")),
    ("days", rule(rf"{ZH_MONTH}{ZH_DAY}")),
    ("this_month_day", rule(rf"(?P<relmonth>本月|上月|下月){ZH_DAY}")),
    ("months_only", rule(rf"(?:{ZH_YEAR}|{ZH_REL_YEAR}){ZH_MONTH}{ZH_PART}")),
    ("bare_month", rule(rf"(?<![\d一二三四五六七八九十个零.]){ZH_MONTH}{ZH_PART}(?!来)")),
    ("same_day", rule(r"同日|同一天|(?<![A-Za-z])(?:on\s+)?the same day")),
    ("bare_day", rule(rf"(?<![\d月年一二三四五六七八九十.,]){ZH_DAY}")),
    ("weekday", rule(rf"{B}(?:on\s+|last\s+|this\s+)?(?P<weekday>{EN_DAYS}){E}")),
    ("weekday", rule(rf"(?P<week>本|这|上)?(?:个)?(?P<weekday>{ZH_DAYS})")),
    ("relative", rule(rf"{B}(?:(?:by|at|since|until) )?(?:(?:the )?(?:end|start|beginning|middle) of )?(?:(?:in|early|late|mid) )?(?P<rel>{EN_RELATIVE}){E}")),
    ("relative", rule(rf"(?<![\d一二三四五六七八九十两几]年)(?<![\d一二三四五六七八九十两几])(?P<rel>{ZH_RELATIVE})(?:[底末初中内](?!国|心|地|央|部))?")),
    ("ago", rule(rf"{B}(?P<n>\d+|a|two|three|four|five|six|ten)\s+(?P<unit>year|month|day)s?\s+(?:ago|earlier){E}")),
    ("year", rule(rf"{ZH_YEAR}(?:代)?{ZH_PART}")),
    ("year", rule(rf"{B}{LEAD}(?:fiscal |FY)?(?P<year>(?:19[89]|20[0-4])\d)(?!\d)(?![%\d]|[.,]\d| (?:companies|firms|banks|words|people|tokens))(?!-[a-z]){E}")),
)
AS_OF = re.compile(r"(?:as of|as at|at the end of|by the end of|by end-|截至|截止|截止到|止|until end|end-)\s*$", re.IGNORECASE)
NOT_A_DATE = re.compile(r"(?:第|No\.\s?|Act |Regulations |Order )$", re.IGNORECASE)


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
    sentence = (-1, -1)
    for start, end, name, match in sorted(taken, key=lambda hit: hit[0]):
        if source.sentence_at(start) != sentence:
            sentence = source.sentence_at(start)
            anchor.new_sentence()
        reading = read(name, match, anchor)
        if reading is None or NOT_A_DATE.search(source.plain[max(0, start - 12) : start]):
            continue
        low, high, inferred = reading
        anchor.saw(low, explicit=not inferred)
        mention = Mention("date", start, end, source.text[start:end], low.text, precision=low.precision)
        mention.high = high.text if high and high.text != low.text else None
        mention.inferred = inferred
        lead = (match.groupdict().get("lead") or "").lower()
        before = source.plain[max(0, start - 20) : start]
        mention.role = "as_of" if AS_OF.search(lead) or AS_OF.search(before) else "event"
        if inferred:
            mention.because.append(f"“{mention.text}” read as {low.text} from the publication date (inferred)")
        found.append(mention)
    return longest(found)


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
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (CHINESE_DIGITS[tens] if tens else 1) * 10 + (CHINESE_DIGITS[ones] if ones else 0)
    return int("".join(str(CHINESE_DIGITS[c]) for c in text))


def year_of(parts: dict, anchor: Anchor) -> int | None:
    """The year an expression gives, outright or as 去年; None when it gives none."""
    if parts.get("year"):
        return number(parts["year"])
    word = (parts.get("relyear") or "").lower()
    if word in ("同年", "the same year"):
        return anchor.context_year
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
    low = month(year, low_number) if year else anchor.nearest(lambda y: month(y, low_number))
    high = month(low.first.year + (high_number < low_number), high_number)
    return low, high, not parts.get("year")


def read_bare_month(parts: dict, anchor: Anchor) -> Reading:
    which = number(parts["month"])
    return anchor.nearest(lambda year: month(year, which)), None, True


def read_last_month(parts: dict, anchor: Anchor) -> Reading:
    which, now = number(parts["month"]), anchor.day
    past = month(now.year - (which >= now.month), which)
    coming = month(now.year + (which <= now.month), which)
    return {"last": past, "next": coming}.get(parts["which"].lower(), month(now.year, which)), None, True


def read_bare_day(parts: dict, anchor: Anchor) -> Reading:
    """19日: of the month of publication, or the one before when that day is still to come."""
    which, now = number(parts["day"]), anchor.day
    here = day(now.year, now.month, which)
    if here.first <= now:
        return here, None, True
    before = now.replace(day=1) - datetime.timedelta(days=1)
    return day(before.year, before.month, which), None, True


def read_this_month_day(parts: dict, anchor: Anchor) -> Reading:
    base = shift(anchor.published, *RELATIVE[parts["relmonth"]]).first
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
    # “The second half” without a year is the one of the year of publication, past or to come.
    return half(year or anchor.context_year, which), None, not parts.get("year")


def read_weekday(parts: dict, anchor: Anchor) -> Reading:
    """The last such day up to publication; 上周三 is the one of the week before, 本周三 of this week."""
    now, which = anchor.exact_day, WEEKDAYS[parts["weekday"].lower()]
    monday = now - datetime.timedelta(days=now.weekday())
    if parts.get("week"):
        found = monday + datetime.timedelta(days=which - (7 if parts["week"] == "上" else 0))
    else:
        found = now - datetime.timedelta(days=(now.weekday() - which) % 7)
    return span_of(found), None, True


def read_relative(parts: dict, anchor: Anchor) -> Reading:
    return shift(anchor.published, *RELATIVE[parts["rel"].lower()]), None, True


def read_ago(parts: dict, anchor: Anchor) -> Reading:
    words = {"a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
    count = words.get(parts["n"].lower()) or int(parts["n"])
    return shift(anchor.published, parts["unit"].lower(), -count), None, True


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
    "bare_day": read_bare_day,
    "this_month_day": read_this_month_day,
    "quarter": read_quarter,
    "half": read_half,
    "weekday": read_weekday,
    "relative": read_relative,
    "ago": read_ago,
    "year": lambda parts, anchor: (PartialDate.parse(str(number(parts["year"]))), None, False),
    "same_day": lambda parts, anchor: (anchor.last_seen(), None, True),
}
