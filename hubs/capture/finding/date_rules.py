"""The forms a date takes, in the order they are tried: each rule names the reading in `when` that it leads to.

Ranges come first: they hold the single dates that later rules would find in them.
"""

import re

from hubs.capture.tables import mapping, one_of

MONTHS = {word: int(number) for word, number in mapping("months", "word", "month").items()}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
    "final": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "首": 1}

PLAIN_MONTHS = "January|February|April|June|July|August|September|October|November|December"
MONTH = rf"(?P<month>{one_of(MONTHS)})\b\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?!\d)(?:st|nd|rd|th)?"
# An English expression may say how it is meant before it begins: that belongs to the expression.
LEAD = r"(?:(?P<lead>as of|as at|by the end of|at the end of|by end-|year-end |end-|(?:by|in|until) (?:early|mid|late)[- ]|(?:early|mid|late)[- ]|by|until|before|on|in|since|from|during|after|(?:the )?end of)\s*(?:the )?)?"
LEAD_TO_A_DAY = (
    r"(?:(?P<lead>as of|as at|by|until|before|on|in|since|from|during|after|beginning)\s*(?:the )?)?"
)
OF_YEAR = rf"(?:,?\s*(?:of\s+)?(?:(?:fiscal |FY ?)?{YEAR}|(?P<relyear>last year|this year|next year|the same year)))?"
RELATIVE = {
    word: (unit, int(n))
    for word, unit, n in (
        (row_word, mapping("relative", "word", "unit")[row_word], offset)
        for row_word, offset in mapping("relative", "word", "offset").items()
    )
}
WEEKDAYS = {word: int(number) for word, number in mapping("weekdays", "word", "day").items()}
EN_RELATIVE = one_of(word for word in RELATIVE if word.isascii())
ZH_RELATIVE = one_of(word for word in RELATIVE if not word.isascii())
EN_DAYS = one_of(word for word in WEEKDAYS if word.isascii())
ZH_DAYS = one_of(word for word in WEEKDAYS if not word.isascii())
ZH_YEAR = r"(?P<year>(?:19|20)\d\d|[二一][〇零九一二三四五六七八]{3}|(?<!\d)[12]\d(?=年\d{1,2}月))年"
ZH_REL_YEAR = r"(?P<relyear>去年|今年|明年|前年|后年|上年|本年|同年|当年|次年|翌年)"
ZH_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!份?牌|光|球)"
ZH_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号](?!元|本|圆|报)"
ZH_PART = r"(?P<part>年?[底末初中内]|上旬|中旬|下旬|份)?(?:以?前)?"


COUNTS = {
    word: int(float(value)) for word, value in mapping("numerals", "word", "value").items() if word.isascii()
}


def rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


B, E = r"(?<![A-Za-z0-9.])", r"(?![A-Za-z0-9])"
# Ranges first: they hold the single dates that the later rules would find in them. Each rule names its reading.
RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso", rule(rf"{B}{YEAR}[-/.](?P<month>1[0-2]|0[1-9])[-/.](?P<day>[12]\d|3[01]|0[1-9]){E}")),
    # 28/02/2019: only where no month could be meant by the first number.
    ("iso", rule(rf"{B}(?P<day>1[3-9]|2\d|3[01])([-/.])(?P<month>1[0-2]|0?[1-9])\2{YEAR}{E}")),
    ("iso", rule(rf"{B}{DAY}[-/]{MONTH}[-/]{YEAR}{E}")),
    (
        "years",
        rule(
            rf"{B}(?:(?:between|from)\s+)?(?P<year>(?:19|20)\d\d)年?\s*(?:-|to|and|or|until|through|至|到)\s*(?P<year2>(?:19|20)\d\d)(?!\d)年?"
        ),
    ),
    (
        "monthdays",
        rule(
            rf"{B}(?:(?:between|from|on)\s+)?{MONTH}\s+{DAY}\s*(?:-|to|and|until|through|till)\s*(?:(?P<month2>{one_of(MONTHS)})\.?\s+)?(?P<day2>[12]\d|3[01]|0?[1-9])(?!\d)(?:st|nd|rd|th)?{OF_YEAR}"
        ),
    ),
    (
        "monthdays",
        rule(
            rf"{B}(?:(?:between|from)\s+)?{DAY}\s*(?:-|to|and|until|through)\s*(?P<day2>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\s+{MONTH}{OF_YEAR}"
        ),
    ),
    (
        "monthdays",
        rule(
            rf"(?:由|从|自)?(?:{ZH_YEAR}|{ZH_REL_YEAR})?{ZH_MONTH}{ZH_DAY.replace('[日号]', '[日号]?')}\s*(?:至|到|-)\s*(?:(?P<year2>(?:19|20)\d\d)年)?(?:(?P<month2>1[0-2]|0?[1-9])月)?(?P<day2>[12]\d|3[01]|0?[1-9])[日号]"
        ),
    ),
    # “第47期(12.14-12.20)”: the week of a digest.
    (
        "monthdays",
        rule(
            r"(?<=\()(?P<month>1[0-2]|0?[1-9])\.(?P<day>[12]\d|3[01]|0?[1-9])-(?P<month2>1[0-2]|0?[1-9])\.(?P<day2>[12]\d|3[01]|0?[1-9])(?=\))"
        ),
    ),
    (
        "months",
        rule(
            rf"{B}(?:(?:between|from)\s+)?{MONTH}(?:,?\s+(?P<yearlow>(?:19|20)\d\d))?\s*(?:-|to|and|until|through)\s*(?P<month2>{one_of(MONTHS)})\.?{OF_YEAR}"
        ),
    ),
    (
        "months",
        rule(
            rf"(?:由|从|自)?(?:{ZH_YEAR}|{ZH_REL_YEAR})?{ZH_MONTH}(?:份)?\s*(?:至|到|-)\s*(?P<month2>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d)"
        ),
    ),
    (
        "days",
        rule(
            rf"{B}(?:on\s+)?(?:today|yesterday|(?:{EN_DAYS})),?\s*[(（]?\s*{MONTH}\s+{DAY}{OF_YEAR}\s*[)）]?"
        ),
    ),
    (
        "days",
        rule(
            rf"(?:今日|今天|昨日|昨天|(?:本|上)?(?:{ZH_DAYS}))\s*[(（](?:{ZH_YEAR}|{ZH_REL_YEAR})?(?:{ZH_MONTH})?{ZH_DAY}[)）]"
        ),
    ),
    # “昨（29）日”
    ("bare_day", rule(r"(?:今|昨|前)\((?P<day>[12]\d|3[01]|0?[1-9])\)日")),
    # “At the end of May 19 firms”: an end has no day.
    (
        "days",
        rule(rf"{B}(?<!end of )(?<!end-)(?<!early )(?<!late ){LEAD_TO_A_DAY}{MONTH}\s+{DAY}{OF_YEAR}{E}"),
    ),
    ("days", rule(rf"{B}{LEAD}{DAY}\s+(?:of\s+)?{MONTH}{OF_YEAR}{E}")),
    (
        "days",
        rule(rf"{B}{LEAD}(?:the )?(?P<day>first|second|third|fourth)(?: day)? of {MONTH}{OF_YEAR}{E}"),
    ),
    (
        "months_only",
        rule(
            rf"{B}{LEAD}(?:the (?:start|beginning|end) of )?{MONTH},?\s+(?:of\s+)?(?:{YEAR}|(?P<relyear>last year|this year|next year|the same year|that year)){E}"
        ),
    ),
    ("months_only", rule(rf"{B}{MONTH}[-/]{YEAR}{E}")),
    # “A June consultation”, “January's launch”: May and March are words of their own too often.
    (
        "bare_month",
        rule(
            rf"(?:(?<=\ba )|(?<=\ban )|(?<=\bthe )|(?<=\bits )|(?<=\btheir )|(?<=\bthis )|(?<='s ))"
            rf"(?P<month>{PLAIN_MONTHS})(?= [a-z])|{B}(?P<month_of>{PLAIN_MONTHS})(?='s\b)"
            rf"|(?<=\bwas )(?P<month_was>{PLAIN_MONTHS})(?=[).,;])"
            r"|(?:(?<=\bthe )|(?<=\bits )|(?<=\btheir ))(?P<month_in>March|May)(?= (?:edition|report|budget|review|issue|meeting|deadline|announcement)\b)"
        ),
    ),
    ("that_month", rule(rf"{B}that {MONTH}{E}")),
    ("last_month", rule(rf"{B}(?:in\s+|since\s+)?(?P<which>last|next|this)\s+{MONTH}{E}")),
    (
        "bare_month",
        rule(
            rf"{B}(?:as of|as at|in|since|by|until|up to|from|before|during|early|late|mid|(?:(?:as of|at|by|until|up to) )?(?:the )?end(?: of)?)[\s-]+(?:(?:the )?end(?: of|-) ?)?(?P<month>January|February|March|April|May|June|July|August|September|October|November|December){E}"
        ),
    ),
    (
        "quarter",
        rule(rf"{B}{LEAD}(?:Q(?P<q>[1-4])|(?P<q2>[1-4])Q)\s?['’]?(?P<short>[1-3]\d){E}"),
    ),
    (
        "quarter",
        rule(
            rf"{B}{LEAD}(?:Q(?P<q>[1-4])|(?P<q2>[1-4])Q|(?:the )?(?P<qword>first|second|third|fourth|last|final|1st|2nd|3rd|4th)[- ]quarter(?! (?:ago|earlier))){OF_YEAR}{E}"
        ),
    ),
    ("quarter", rule(rf"{B}(?P<year>(?:19|20)\d\d)\s*Q(?P<q>[1-4]){E}")),
    (
        "half",
        rule(rf"{B}{LEAD}(?:H(?P<h>[12])|(?P<h2>[12])H)\s?['’]?(?P<short>[1-3]\d){E}"),
    ),
    (
        "half",
        rule(
            rf"{B}{LEAD}(?:H(?P<h>[12])|(?P<h2>[12])H|(?:the )?(?P<hword>first|second|1st|2nd)[- ]half){OF_YEAR}{E}"
        ),
    ),
    (
        "quarter",
        rule(
            rf"(?:{ZH_YEAR}|{ZH_REL_YEAR})?(?<!前)(?:第(?P<zq>[一二三四1-4])季度?|(?P<zq2>[一二三四])季度|(?P<zq3>首)季(?:度)?)"
        ),
    ),
    ("half", rule(rf"(?:{ZH_YEAR}|{ZH_REL_YEAR})?(?P<zh>[上下])半年")),
    ("days", rule(rf"(?:{ZH_YEAR}|{ZH_REL_YEAR}){ZH_MONTH}{ZH_DAY}")),
    ("days", rule(rf"{ZH_MONTH}{ZH_DAY}")),
    (
        "this_month_day",
        rule(
            rf"{B}(?:on )?the (?P<day>[12]\d|3[01]|[1-9])(?:st|nd|rd|th) of (?P<relmonth>this month|last month|next month){E}"
        ),
    ),
    ("this_month_day", rule(rf"(?P<relmonth>本月|上月|下月|同月|当月|次月|翌月){ZH_DAY}")),
    ("months_only", rule(rf"(?:{ZH_YEAR}|{ZH_REL_YEAR}){ZH_MONTH}{ZH_PART}")),
    ("bare_month", rule(rf"(?<![\d一二三四五六七八九十个零.]){ZH_MONTH}{ZH_PART}(?!来)")),
    ("same_day", rule(r"同日|同一天|当日|当天|(?<![A-Za-z])(?:on\s+)?the same day")),
    (
        "following",
        rule(
            rf"{B}(?:(?:on|in|by|early|late|mid)[\s-]+)?the (?:(?P<same>same)|following|next) (?P<unit>day|month|year){E}"
        ),
    ),
    (
        "following",
        rule(r"(?:(?P<same>同|当)|次|翌|(?P<before>前一|上一))(?P<unit>日|月|年)(?:年?[底末初中内])?"),
    ),
    (
        "bare_day",
        rule(
            rf"{B}on the (?P<day>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)(?=[,.;)]| (?!century|edition|anniversary|floor|place|time|session|day|of [A-Z])[a-z])"
        ),
    ),
    (
        "bare_day",
        rule(rf"(?<![\d月年一二三四五六七八九十])(?<!\d[.,])(?![一二三四五六七八九十]+日前){ZH_DAY}"),
    ),
    ("weekday", rule(rf"{B}(?:on\s+|(?P<week>last|this|next)\s+)?(?P<weekday>{EN_DAYS}){E}")),
    ("weekday", rule(rf"(?P<week>本|这|上|下)?(?:个)?(?P<weekday>{ZH_DAYS})")),
    (
        "relative",
        rule(
            rf"{B}(?:(?:by|at|since|until) )?(?:(?:the )?(?:end|start|beginning|middle) of )?(?:(?:in|early|late|mid) )?(?P<rel>{EN_RELATIVE})(?! (?:19|20)\d\d){E}"
        ),
    ),
    (
        "relative",
        rule(
            rf"(?<![\d一二三四五六七八九十两几]年)(?<![\d一二三四五六七八九十两几个])(?P<rel>{ZH_RELATIVE})(?:年?[底末初中内](?!国|心|地|央|部))?(?:以?前)?"
        ),
    ),
    (
        "ago",
        rule(
            rf"{B}(?<!half )(?P<n>\d+|an?|{one_of(COUNTS)})\s+(?P<unit>year|month|week|day)s?\s+(?P<from>ago|earlier|later){E}"
        ),
    ),
    (
        "ago",
        rule(
            r"(?<![\d一二三四五六七八九十第前])(?P<n>[一二两三四五六七八九十])(?P<unit>年|个月|周|天)(?:多)?(?:(?:之|以)?前|(?P<from>之?后)(?=[,将才再仍又]))"
        ),
    ),
    ("year", rule(rf"{ZH_YEAR}(?:代)?{ZH_PART}")),
    (
        "year",
        rule(
            rf"{B}(?<!/){LEAD}(?:fiscal |FY)?(?P<year>(?:19[89]|20[0-4])\d)(?!\d)(?![%\d]|[.,]\d|[万亿元家个名项条张笔千多余]| (?:companies|firms|banks|words|people|tokens))(?!-[a-z]){E}"
        ),
    ),
)
