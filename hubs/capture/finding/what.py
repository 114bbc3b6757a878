"""What: clauses that say that something was planned, tried, launched, passed or ended, and how sure they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hubs.capture.finding.ahead import STARTS
from hubs.capture.finding.clauses import clauses
from hubs.capture.finding.mention import Mention, near
from hubs.capture.finding.source import Source, trimmed
from hubs.capture.finding.vocabulary import DATED, PLAN, Cue, any_domain, cues, modals

NEGATION_REACH = {True: 10, False: 48}  # characters before a Chinese, an English cue
AND = re.compile(r",? (?:and|then|before|after) |,? and then |; ?|, ")
# “没有在2023年吊销” denies all the same.
DATE_BETWEEN = re.compile(r"[在于]?\d+年(?:\d+月)?(?:\d+日)?[内底前]?")
# “A launch is expected”.
AFTER_VERB = re.compile(
    r"expected|anticipated|scheduled|slated|pencilled|promised|earmarked|planned|due|likely|^by ", re.I
)
ANAPHORA = re.compile(r"这一|上述|该系统|该平台")
PRONOUN = re.compile(
    r"(?:It|They|This|That|The \w+|These|He|She|该|其|此|这|平台|沙盒|同日|政府|法案|方案|计划|白皮书)", re.I
)

# What somebody means to do, as against what is merely to come.
INTENT = re.compile(
    r"\b(?:will|plans? to|intends? to|aims? to|(?:is|are) (?:set|poised|planning|preparing) to)(?= (?:\w+ly )?[a-z]+)"
    r"(?! (?:also )?(?:be|have|need|remain|continue|depend|not)\b)"
)
# “Of which 222 were completed” counts, it tells of nothing.
COUNTED_PART = re.compile(r"其中|当中|of which|of them|among them", re.I)
NOT_SO = re.compile(r"\s*['\"“‘]?(?:not|never)\b(?! only)")  # “would 'not come before the summer'”
LEAST_SAID = 30  # characters beside the day, a third of that in Chinese
ITEM = re.compile(
    r"[一二三四五六七八九十]是|\([一二三四五六七八九十\d]{1,2}\)|[-•*·]|[一二三四五六七八九十\d]{1,2}[.、)]"
)


@dataclass(slots=True)
class Event:
    """A clause with a cue: something that happened or is to happen, not yet tied to who and when."""

    start: int
    end: int
    sentence: tuple[int, int]
    cue: Cue
    said: str
    at: int
    planned: bool = False
    certainty: str = "stated"
    speculative: bool = False
    because: list[str] = field(default_factory=list)


def find_events(
    source: Source, dates: list[Mention], who: list[Mention], initiatives: list[Mention]
) -> list[Event]:
    """One event for each clause that has a cue, a subject in our field, and no negation over the cue.

    A sentence is of our field by its words or by the name of an initiative we know.
    """
    events: list[Event] = []
    ours = [s for s in source.sentences if near(initiatives, s) or any_domain().search(source.plain, *s)]
    # So is the text as a whole by its title or by enough of its sentences.
    whole = bool(any_domain().search(source.plain_title)) or len(ours) * 4 >= len(source.sentences)
    on_topic = set(ours)
    agenda = ""  # the words that make plans of the items of the list we are in
    before = 0
    for sentence in source.sentences:
        said = source.plain[slice(*sentence)]
        if "\n\n" in source.plain[before : sentence[0]] or not ITEM.match(said):
            agenda = ""
        before = sentence[1]
        intended = agenda
        if said.endswith(":"):
            announced = modals("agenda").search(said) or modals("planned").search(said)
            agenda = announced[0] if announced else ""
        if source.is_furniture(*sentence) and len(said) < 80:
            continue
        # In a text about our field a sentence with a date, or about “it”, need not name the field again;
        # an English one with a name need not either: where a Chinese one has no word of it, it is of something else.
        named = said[0].isascii() and near(who, sentence)
        follows = whole and (PRONOUN.match(said) or near(dates, sentence) or named)
        if (sentence in on_topic or follows) and not repeats_title(source, said):
            found = events_of(source, sentence, dates, who)
            for event in found if intended else ():
                if not event.planned:
                    event.planned = True
                    event.because.append(f"an item under “{intended}” -> planned")
            events += found
    return events


def repeats_title(source: Source, said: str) -> bool:
    """A line that only says the title again, with or without the day, is no second event."""
    from rapidfuzz import fuzz

    title = source.plain_title.strip("[]. ")
    return len(title) > 12 and len(said) < len(title) + 30 and fuzz.partial_ratio(title, said) > 92


def events_of(
    source: Source, sentence: tuple[int, int], dates: list[Mention], who: list[Mention]
) -> list[Event]:
    found: list[Event] = []
    loose: int | None = None  # where cue-less clauses before this one began: they hold its date or subject
    said = source.plain[slice(*sentence)]
    untrue = modals("untrue").search(source.plain, *sentence)
    parts = [half for clause in clauses(source, sentence) for half in halves(source, clause, dates)]
    for start, end in parts:
        cue = (
            strongest(source.plain, start, end)
            or plan_with_a_day(source, start, end, dates)
            or plan_of_somebody(source, start, end, who)
        )
        # “the authority announced,” only says who speaks: what follows is the event.
        frames = (
            cue is not None
            and cue[0].strength == 1
            and end - cue[1].end() <= 1
            and any(strongest(source.plain, *part) for part in parts if part[0] > start)
        )
        if cue is None or frames:
            loose = start if loose is None else loose
            continue
        if loose is not None and near(dates, (start, end)):
            found += dated(source, (loose, start), sentence, dates, who)
            loose = start if found and found[-1].cue is DATED else loose
        begin = loose if loose is not None else start
        frame = frame_of(said, source.plain[begin:end])
        event = event_from(source, begin, (start, end), sentence, cue, frame)
        if event and (is_no_event(source, event, dates) or (untrue and event.start < untrue.start())):
            event = None
        loose = None
        if event is None:
            continue
        before = found[-1] if found else None
        span = (event.start, end)
        own = near(who, span) or (
            before
            and near(dates, span)
            and (near(dates, (before.start, before.end)) or event.planned != before.planned)
        )
        if (before and ANAPHORA.search(source.plain, *span)) or (
            before and not own and before.end >= event.start - 3
        ):
            # It goes on about the same thing: the stronger of the two says what it is, if the day is not the other's.
            days = (near(dates, (event.start, event.end)), near(dates, (before.start, before.end)))
            if event.cue.strength > before.cue.strength and (days[0] or not days[1]):
                event.start = before.start
                event.because = [*before.because, *event.because]
                found[-1] = event
            else:
                before.end = event.end
            continue
        found.append(event)
    if loose is not None:
        found += dated(source, (loose, sentence[1]), sentence, dates, who)
    return found


def dated(
    source: Source, span: tuple[int, int], sentence: tuple[int, int], dates: list[Mention], who: list[Mention]
) -> Iterator[Event]:  # fmt: skip
    """What somebody or something of our field did on a day, by a verb no table has: a person says what it was."""
    for start, end in trimmed(source.plain, *span):
        said = source.plain[start:end]
        own = [d for d in near(dates, (start, end)) if d.role in ("event", "planned") and not d.high]
        telling = [d for d in own if not (d.inferred and d.precision == "year")]
        rest = len(said) - sum(len(d.text) for d in own)
        bodies = [m for m in near(who, (start, end)) if m.kind == "organisation"]
        if (
            not telling
            or rest < (LEAST_SAID if said.isascii() else LEAST_SAID // 3)
            or said.endswith("?")
            or not (bodies or any_domain().search(said))
            or (not bodies and all(d.precision == "year" for d in telling))
            or modals("opinion").search(source.plain, *sentence)
            or any(
                modals(effect).search(said) for effect in ("negated", "hedged", "duty", "framing", "figure")
            )
        ):
            continue
        event = Event(start, end, sentence, DATED, telling[0].text, telling[0].start)
        event.because.append("no verb says what happened")
        yield event


def halves(source: Source, clause: tuple[int, int], dates: list[Mention]) -> Iterator[tuple[int, int]]:
    """“Opened in May 2019 and | closed in June 2021”: where each half has a day and a cue of its own."""
    days = near(dates, clause)
    begin = clause[0]
    if len(days) > 1:
        for match in AND.finditer(source.plain, *clause):
            sides = ((begin, match.start()), (match.end(), clause[1]))
            if all(near(days, side) and outright(source.plain, *side) for side in sides):
                yield begin, match.start()
                begin = match.end()
    yield begin, clause[1]


def outright(plain: str, start: int, end: int) -> bool:
    """Whether a stretch has a cue that does more than announce."""
    hit = strongest(plain, start, end)
    return hit is not None and hit[0].strength > 1


def is_no_event(source: Source, event: Event, dates: list[Mention]) -> bool:
    """A duty for no day, or a part of what was counted before."""
    said = source.plain[event.start : event.end]
    if modals("duty").search(said) and not near(dates, (event.start, event.end)):
        return True
    part = COUNTED_PART.search(said)
    return bool(part and re.search(r"\d", said[part.end() : event.at - event.start]))


def frame_of(said: str, clause: str) -> tuple[str, str]:
    """Attribution holds for a whole sentence: who says it; a “might” for its clause."""
    for effect in ("opinion", "hedged", "reported"):
        if match := modals(effect).search(clause if effect == "hedged" else said):
            return effect.replace("hedged", "opinion"), match[0]
    return "stated", ""


def strongest(plain: str, start: int, end: int) -> tuple[Cue, re.Match[str]] | None:
    for any_of_them, group in cues():
        if not any_of_them.search(plain, start, end):
            continue
        hits = [
            (cue, match)
            for cue in group
            for match in cue.regex.finditer(plain, start, end)
            if not is_negated(plain, start, match.start())
        ]
        if hits:
            return max(hits, key=lambda hit: hit[1].end() - hit[1].start())
    return None


def plan_with_a_day(
    source: Source, start: int, end: int, dates: list[Mention]
) -> tuple[Cue, re.Match[str]] | None:
    """“will let investors buy them from 8 October”: what is meant for a day is announced, whatever the verb."""
    ahead = [date for date in near(dates, (start, end)) if date.role == "planned" and not date.high]
    if not ahead:
        return None
    modal = modals("planned").search(source.plain, start, end) or next(
        (begins for date in ahead if (begins := STARTS.search(source.plain, start, date.start))), None
    )
    if modal is None:
        return None
    if is_negated(source.plain, start, modal.start()) or NOT_SO.match(source.plain, modal.end()):
        return None
    if modals("hedged").search(source.plain, start, end):
        return None
    return PLAN, modal


def plan_of_somebody(
    source: Source, start: int, end: int, who: list[Mention]
) -> tuple[Cue, re.Match[str]] | None:
    """“Hong Kong will exempt stablecoins from stamp duty”: an intention whose holder and field are named."""
    modal = INTENT.search(source.plain, start, end)
    if (
        modal is None
        or not near(who, (start, modal.start()))
        or not any_domain().search(source.plain, start, end)
    ):
        return None
    if is_negated(source.plain, start, modal.start()) or NOT_SO.match(source.plain, modal.end()):
        return None
    if modals("hedged").search(source.plain, start, end):
        return None
    return PLAN, modal


def is_negated(plain: str, clause_start: int, at: int) -> bool:
    """Whether a negation stands before a cue, near enough to mean it."""
    chinese = not plain[at].isascii()
    before = plain[max(clause_start, at - 4 * NEGATION_REACH[chinese]) : at]
    before = re.split(r"[:;]", DATE_BETWEEN.sub("", before))[-1][-NEGATION_REACH[chinese] :]
    denials = list(modals("negated").finditer(before))
    if not denials:
        return False
    between = before[denials[-1].end() :]
    return chinese or (len(between.split()) <= 4 and not re.search(r"\b(?:that|and|but)\b", between))


def event_from(
    source: Source,
    begin: int,
    clause: tuple[int, int],
    sentence: tuple[int, int],
    hit: tuple[Cue, re.Match[str]],
    frame: tuple[str, str],
) -> Event | None:
    cue, match = hit
    said = source.plain[begin : clause[1]]
    if modals("denied").search(said[: match.start() - begin]):
        return None
    event = Event(begin, clause[1], sentence, cue, match[0].strip(), match.start())
    event.because.append(f"“{source.text[match.start() : match.end()].strip()}” -> {cue.status}")
    at = match.start() - begin
    planned = next(
        (
            m
            for m in (() if cue.what == "duty" else modals("planned").finditer(said))  # what must be is
            # “announced plans to list futures”: a verb that only announces tells of what follows it.
            if (m.start() <= at and not (cue.what == "law" and modals("duty").fullmatch(m[0])))
            or AFTER_VERB.search(m[0])
            or (cue.strength == 1 and cue.what == "announcement")
        ),
        None,
    )
    if planned and NOT_SO.match(said, planned.end()):
        return None
    if planned:
        event.planned = True
        event.because.append(f"“{source.text[begin + planned.start() : begin + planned.end()]}” -> planned")
    certainty, words = frame
    if cue is PLAN and certainty == "opinion":
        return None  # what somebody imagines for next year
    if certainty != "stated":
        event.certainty = certainty
        event.because.append(f"“{words}” -> {certainty}")
    event.speculative = certainty == "opinion" and (planned is not None or not re.search(r"\d", said))
    return event


def status_of(event: Event, said: str) -> str:
    """The status a clause gives: a plan is announced, what is launched as a trial is a pilot."""
    if event.planned and event.cue.status not in ("proposed", "abandoned"):
        return "announced"
    if event.cue.status == "live" and re.search(
        r"\b(?:pilots?|trials?|tests?|prototype|experiments?|proof of concept)\b|试点|试验|测试|先导计划|先行先试",
        said,
        re.I,
    ):
        return "pilot"
    return event.cue.status
