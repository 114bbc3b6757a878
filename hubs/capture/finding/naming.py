"""What to call an initiative nobody has named yet: a short phrase out of the clause, never words of our own."""

import re

from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.source import Source
from hubs.capture.finding.vocabulary import DATED, modals
from hubs.capture.finding.what import Event

LONGEST = 90
EDGES = " .,;:。，；、"
QUOTED = re.compile(r"《([^》]{4,60})》|(?<=[a-z] )[“']([A-Z][^”'\n]{4,60})[”'](?![a-z])")
# Where the thing ends and what is said of it begins.
THING_ENDS = re.compile(
    r"[;:。(]|[,.](?!\d)|\s(?:(?:on|in|at|by|from|since|until|after|before|during|under|with|to|that|which|who|as"
    r"|and will|when|while|where|early|late|last|next|this|yesterday|today|effective|said|is|are|was|were|will|would"
    r"|has|have|issued|published|dated|jointly|together|through|via|aimed|seeking|allowing|worth|starting|beginning"
    r"|if|because)\b|\d{1,2} [A-Z])",
)
LEADING = re.compile(
    r"^(?:(?:while|whereas|although|though|but|and|as)\s+)?(?:(?:In|On|At|By|After|Before|Since|During|Following|As|Under|With|Earlier|Later|Separately|Meanwhile|Last"
    r"|Next|This|Also|Yesterday|Today|For|From|Over|Through)\b[^,]{0,100},\s+)*",
)
CHINESE_LEADING = re.compile(
    r"^(?:[^,《“「]{0,14}(?:\d[日月年]|[今去明上本]年|年[底初]|方面|以来|之后|其后|同时|此外|另外|之前|据悉|据了解"
    r"|期间|表示|指出|下一步),)+"
    r"|^[一二三四五六七八九十]是|^\([一二三四五六七八九十]\)"
)
AUXILIARY = re.compile(
    r"(?:\s+(?:has|have|had|was|were|is|are|been|be|being|will|would|shall|may|can|to|also|then|now|it|officially"
    r"|formally|finally|first|which|that|and|expected|set|due|scheduled|planned))+\s*$",
    re.I,
)
# What stands before a Chinese verb and is not the thing: days, and words of manner.
CHINESE_MANNER = re.compile(
    r"(?:已经?|将[于在]?|正式|现正|正在?|[于在自从由]|拟|预计|料|计划|即将|同步|全面|[率首]先|先后|陆续|成功|共同|联合|日前"
    r"|近日|今[日天]|昨[日天]"
    r"|(?:\d{4}年|[去今明]年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起|内|底|初|前|中|前后)?)+$"
)
CHINESE_TIME = re.compile(r"今[日天]|昨[日天]|[将已料拟于自由]|(?<=..)在|\d+年|\d+月")
CHINESE_PARTICLE = re.compile(r"^(?:了|出了?|过|一[个项份批]|的|有关|关于|就)+")
NOT_A_THING = re.compile(
    r"(?:It|They|This|That|These|He|She|We|The (?:regulator|authority|company|bank|government|city|move|plan|firm)"
    r"|该\S?|其|此|这|本|我们|平台|计划|当局|两者)(?:\s|$)",
    re.I,
)
NEVER_FIRST = re.compile(
    r"(?:for|on|in|at|by|from|since|until|after|before|during|under|with|to|that|which|as|effect|force|and|it|him|them|of"
    r"|been|mandatory|live|operating|trading|down|into)\b",
    re.I,
)
BEFORE_A_DAY = re.compile(r"\s*(?:In|On|At|By|Since|From|,|[自从在于由到至早])?\s*", re.I)
# Cues that are the thing themselves: “its consultation paper on ledgers”.
NOUN_CUE = re.compile(
    r"(?:discussion|consultation) paper|consultation|prototype|draft \w+|approval of|launch\b|debut\b", re.I
)
DETERMINED = re.compile(r"\b(?:an?|the|its|their|his|another)(?: [\w-]+){0,3} $", re.I)
WHOSE = re.compile(r"\s*(?:(?:its|their|his|her|our)(?: own)? )?")
ENGLISH_VERB = re.compile(
    r"(?:(?:will|would|shall|to|has|have|had|is|are|was|were|been|be|officially|formally|also) )*"
    r"\S+(?: (?:out|up|on)\b)?"
)
CHINESE_ABOUT = re.compile(r"就(.{3,24}?)(?:展开|进行|启动|发表|征|作|向)")
CHINESE_TELLS = re.compile(r"(?:显示|指出|认为|提出|称|中|后|时)$")
# What is no thing by itself: a bare figure, a day, somebody who speaks.
NO_TITLE = re.compile(
    r"(?:约|近|逾|超)?[\d,.]+(?:至\d+)?[万亿]?\S?$|\d+ of them|the (?:Senate|House|lower house|upper house)$"
    r"|.*[$£€¥]\s?\d|.*(?:表示|预计|最[迟快早]|[今去明同上下本]年|同月|[将须已])"
)
ARTICLE = re.compile(r"^(?:the|an?) (?=\S)")
CHINESE_VERB = re.compile(r"(?:正式|圆满)?[\u4e00-\u9fff]{2}")


def title_of(source: Source, event: Event, dates: list[Mention], who: list[Mention]) -> str:
    """The name in quotes, else what the verb of the cue is done to, else who or what did it, else the clause.

    Each is a passage of the text, which begins as titles do; a clause too long is cut at a word.
    """
    start = event.start
    for date in near(dates, (event.start, event.at)):
        if BEFORE_A_DAY.fullmatch(source.plain, start, date.start):  # its day is kept elsewhere
            start = date.end
    while start < event.at and source.plain[start] in " ,、起":
        start += 1
    spans = [quoted(source.plain, event)]
    if event.cue is not DATED:  # there its words are the day
        spans += [thing_after(source.plain, event), thing_before(source.plain, event, start)]
    acting = near(who, (event.start, event.end))
    span = next(
        # Who did it is no name for what was done.
        (s for s in spans if s and not any(m.start <= s[0] + 4 and s[1] <= m.end for m in acting)),
        clause_itself(source.plain, start, event.end),
    )
    return shortened(entitled(" ".join(source.text[slice(*span)].split()).strip(EDGES)))


def quoted(plain: str, event: Event) -> tuple[int, int] | None:
    """A title in quotes, the first after the verb."""
    names = list(QUOTED.finditer(plain, event.start, event.end))
    after = [name for name in names if name.start() >= event.at]
    for name in (after or names)[:1]:
        return name.span(1 if name[1] else 2)
    return None


def thing_after(plain: str, event: Event) -> tuple[int, int] | None:
    """“launched [a pilot of tokenised bonds] with 12 banks”, “启动[数字人民币试点]”."""
    if not event.said:
        return None
    if event.said[0].isascii():
        begin = event.at + len(plain[event.at : event.end]) - len(plain[event.at : event.end].lstrip())
        noun = NOUN_CUE.match(plain, begin)
        if noun and (before := DETERMINED.search(plain, event.start, begin)):
            begin = before.start()
        elif not noun or noun[0].lower() in ("launch", "debut"):
            verb = ENGLISH_VERB.match(plain, begin, event.end)
            begin = verb.end() if verb else begin
        if whose := WHOSE.match(plain, begin, event.end):
            begin = whose.end()
        boundary = THING_ENDS.search(" " + plain[begin : event.end])
        stop = begin + max(0, boundary.start() - 1) if boundary else event.end
        words = plain[begin:stop].split()
        if not words or len(words) > 14 or NEVER_FIRST.fullmatch(words[0]) or NO_TITLE.match(" ".join(words)):
            return None
        return (begin, stop) if len(words) > 1 else None
    if about := CHINESE_ABOUT.match(plain, event.at, event.end):
        return about.span(1)
    verb = CHINESE_VERB.match(plain, event.at)
    begin = verb.end() if verb else event.at
    if particle := CHINESE_PARTICLE.match(plain[begin : event.end]):
        begin += particle.end()
    boundary = re.search(r"[,;:。(]|\.(?!\d)|并(?:且|将|在)", plain[begin : event.end])
    stop = begin + boundary.start() if boundary else event.end
    if tells := CHINESE_TELLS.search(plain[begin:stop]):
        stop = begin + tells.start()
    said = plain[begin:stop]
    if NO_TITLE.match(said) or re.search(r"\d[日月年]|^[起后至到]", said):
        return None  # what follows is no object but the rest of the sentence
    return (begin, stop) if 3 <= len(said) <= 30 else None


def thing_before(plain: str, event: Event, start: int) -> tuple[int, int] | None:
    """“[The stablecoin law] took effect”, “[跨境支付平台]正式上线”."""
    said = plain[start : event.at]
    if not said or not event.said:
        return None
    if event.said[0].isascii():
        after = plain[event.at + len(event.said) : event.end]
        if after.strip(" .,;") and not THING_ENDS.match(after if after[0] == " " else " " + after):
            return None  # somebody did it to something else
        lead = LEADING.match(said)
        begin = lead.end() if lead else 0
        bare = AUXILIARY.sub("", said[begin:]).rstrip(" ,")
        words = bare.split()
        if not 1 < len(words) <= 12 or NOT_A_THING.fullmatch(bare + " ") or modals("reported").search(bare):
            return None
        if THING_ENDS.search(bare):
            return None
        return start + begin, start + begin + len(bare)
    begin = max(said.rfind(mark) + 1 for mark in ",;:")  # its subject stands right before the verb
    bare = CHINESE_MANNER.sub("", CHINESE_TIME.split(said[begin:])[0])
    if re.search(r"[,;:。]", bare) or not 4 <= len(bare) <= 26 or NOT_A_THING.match(bare + " "):
        return None
    if NO_TITLE.match(bare) or bare[0] in "该其此这":
        return None
    return start + begin, start + begin + len(bare)


def clause_itself(plain: str, start: int, end: int) -> tuple[int, int]:
    """The clause without the adverbial it begins with."""
    said = plain[start:end]
    lead = LEADING.match(said) or CHINESE_LEADING.match(said)
    begin = start + lead.end() if lead and lead.end() < len(said) - 8 else start
    comma = plain.find(", ", begin + 25, end)
    return begin, comma if end - begin > LONGEST and comma > 0 else end


def entitled(words: str) -> str:
    """“a trial of tokenised bills” as “Trial of tokenised bills”; e-HKD stays as it is spelled."""
    words = ARTICLE.sub("", words)
    return words[:1].upper() + words[1:] if words.partition(" ")[0].islower() else words


def shortened(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[LONGEST // 2 :] else cut).rstrip(EDGES) + "…"
