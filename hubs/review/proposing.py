"""From what capture found to the entry a person would make of it."""

import re
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from hubs.capture.capturing import capture
from hubs.capture.finding.vocabulary import categories
from hubs.capture.known import is_figure_of, tokens
from hubs.editing import STATUS
from hubs.models import Article, Bound, Certainty, Jurisdiction, Series, Statement, Topic, TopicKind
from hubs.review.entry import PLANNED, Entry
from hubs.review.vocabulary import Vocabulary
from hubs.typed import scale_of

# How capture ends its reasons when it holds something like it: docs/capture.md.
HELD = re.compile(r"known: (?P<how>further citation of|contradicts) (?P<key>[\w-]+)")


def held_key(payload: dict[str, Any], how: str) -> str:
    """The key of the statement that a suggestion agrees with or contradicts, as capture saw it; or nothing."""
    for reason in payload.get("because", ()):
        if (found := HELD.match(reason)) and found["how"] == how:
            return found["key"]
    return ""


def agreeing(payload: dict[str, Any], live: dict[str, Statement]) -> Statement | None:
    """The live statement that a suggestion is a further source of, if it still says the same.

    Corrected since the article was read, it does not: its sentence does not say what we hold now.
    """
    held = live.get(held_key(payload, "further citation of"))
    return held if held and _says_still(payload, held) else None


def _says_still(payload: dict[str, Any], held: Statement) -> bool:
    """Whether a suggestion gives the figure of a live statement as it is now, if that is one."""
    if held.number is None:
        return True
    if payload["kind"] != "fact" or payload["value"] is None:
        return False
    high = None if payload["high"] is None else Decimal(str(payload["high"]))
    return is_figure_of(held, Decimal(str(payload["value"])), high, payload["bound"])


def proposed(
    payload: dict[str, Any], article: Article, vocabulary: Vocabulary, live: dict[str, Statement]
) -> Entry:
    """The entry that accepting as it stands would make; what is not in the text stays empty for a person to fill.

    `live` holds, by key, the live statements that suggestions of this article agree with.
    """
    if "entry" in payload:  # a passage chosen by hand, taken back
        return Entry.from_json(payload["entry"])
    make = proposed_fact if payload["kind"] == "fact" else proposed_milestone
    entry = make(payload, article, vocabulary)
    agrees = agreeing(payload, live)
    if agrees is None:
        return entry
    held = agrees.partial("value_date")
    if held and payload["date"] and payload["date"] != held.text and entry.date:
        # “In 2016” agrees with a day of 2016 and does not say it: a statement of its own, as precise as its words.
        choice = agrees.choice.code if agrees.choice else entry.choice
        return replace(entry, topic=agrees.topic.slug, choice=choice, planned=agrees.planned)
    return replace(entry, cites=agrees.key)


def from_words(article: Article, start: int, end: int, vocabulary: Vocabulary) -> Entry:
    """What the words of a passage say by themselves, to start from: whoever chose them says the rest."""
    said = capture(
        article.text[start:end], title=article.title, published=article.date, language=article.language
    )
    for suggestion in said.suggestions:
        return proposed(suggestion.to_json(), article, vocabulary, {})
    hub = next((str(m.value) for m in said.mentions if m.kind == "jurisdiction"), "")
    number = next((m for m in said.mentions if m.kind == "number" and not m.high), None)
    date = next((str(m.value) for m in said.mentions if m.kind == "date" and not m.high), "")
    return Entry(
        hub=hub,
        topic="" if hub or number else STATUS,
        number=in_unit(number.value, None) if number else "",
        bound=number.bound if number and number.bound in Bound.values else "",
        date=date,
        as_of="" if date else article.date,
    )


def proposed_milestone(payload: dict[str, Any], article: Article, vocabulary: Vocabulary) -> Entry:
    initiative = payload["initiative"] if payload["initiative"] in vocabulary.initiatives else ""
    new: dict[str, Any] = {}
    if not initiative:
        fields = [payload.get("category"), *categories(payload["quote"])]
        new = {
            "title": payload["title"],
            "category": next(filter(None, fields), ""),
            "hubs": tuple(slug for slug in payload["jurisdictions"] if slug in vocabulary.hubs),
            "bodies": tuple(slug for slug in payload["organisations"] if slug in vocabulary.organisations),
        }
    planned = payload["topic"] == PLANNED and bool(payload["date"])
    told = payload["topic"] != "milestone" and vocabulary.choice(STATUS, payload["status"])
    return Entry(
        initiative=initiative,
        **new,
        topic=PLANNED if planned else STATUS,
        choice=payload["status"] if told else "",
        date=payload["date"],
        # Without a day of its own, all the article tells is that it was so when it was published.
        as_of="" if payload["date"] else article.date,
        planned=planned,
        certainty=certainty_of(payload),
    )


def proposed_fact(payload: dict[str, Any], article: Article, vocabulary: Vocabulary) -> Entry:
    hub, topic = next(iter(payload["jurisdictions"]), ""), vocabulary.topics.get(payload["topic"])
    if topic is None:
        return Entry(hub=hub, text=str(payload["value"]), as_of=payload["date"])
    shared: dict[str, Any] = {
        "hub": hub,
        "topic": topic.slug,
        "planned": payload["certainty"] == "expected",
        "certainty": certainty_of(payload),
    }
    value = "" if payload["value"] is None else str(payload["value"])
    match topic.kind:
        case TopicKind.NUMBER:
            series = series_meant(payload, topic, hub, vocabulary)
            return Entry(
                **shared,
                series=series.slug if series else "",
                number=in_unit(payload["value"], series),
                number_high=in_unit(payload["high"], series),
                bound=payload["bound"] if payload["bound"] in Bound.values else "",
                as_of=payload["date"],
            )
        case TopicKind.DATE:
            return Entry(**shared, date=value)
        case TopicKind.CHOICE:
            known = vocabulary.choice(topic.slug, value)
            return Entry(**shared, choice=value if known else "", as_of=payload["date"])
        case _:
            return Entry(**shared, text=value, as_of=payload["date"])


def certainty_of(payload: dict[str, Any]) -> str:
    given = payload["certainty"]
    return given if given in Certainty.values else Certainty.STATED.value


CURRENCY = re.compile(r"[A-Z]{3}")
HAN = re.compile(r"[\u3400-\u9fff]{2,}")
# Words of a series that tell nothing of how it is counted.
PLAIN = {"among", "it", "or", "per", "that"}


def series_meant(payload: dict[str, Any], topic: Topic, hub: str, vocabulary: Vocabulary) -> Series | None:
    """The only way of counting in use for the hub that fits the unit, if it may be meant; else a person says which.

    It may where its name adds nothing to that of the topic, or the passage has a word of what it adds: “First-day
    turnover” is not meant by a daily average.
    """
    money = payload["unit"] if CURRENCY.fullmatch(payload["unit"] or "") else ""
    fitting = [
        s
        for s in topic.series.all()
        if (hub, s.slug) in vocabulary.counted
        and (((found := CURRENCY.match(s.unit)) is None and not money) or (found and found[0] == money))
    ]
    if len(fitting) != 1:
        return None
    only, quote = fitting[0], payload["quote"]
    words, pairs = added_by(only, topic, vocabulary.hubs[hub])
    may_be_meant = not words or words & tokens(quote) or any(pair in quote for pair in pairs)
    return only if may_be_meant else None


def added_by(series: Series, topic: Topic, hub: Jurisdiction) -> tuple[frozenset[str], set[str]]:
    """What the name of a series adds to those of its topic and its hub: English words, and pairs of Han characters."""
    words = tokens(series.name_en) - tokens(topic.name_en) - tokens(hub.name_en) - PLAIN
    pairs = set()
    for name in ("name_zh_hant", "name_zh_hans"):
        own, known = getattr(series, name), f"{getattr(topic, name)} {getattr(hub, name)}"
        for shared in HAN.findall(known):
            same = SequenceMatcher(None, own, shared, autojunk=False).get_matching_blocks()
            for block in reversed([b for b in same if b.size > 1]):
                own = f"{own[: block.a]} {own[block.a + block.size :]}"
        pairs |= {
            run[at : at + 2] for run in HAN.findall(own.replace("的", " ")) for at in range(len(run) - 1)
        }
    return words, pairs


def in_unit(value: Any, series: Series | None) -> str:
    """A number in full as its series writes it: 25000000 is 25 where the unit is HKD million."""
    if value is None:
        return ""
    _, scale = scale_of(series.unit if series else "")
    return f"{(Decimal(str(value)) / scale).normalize():f}"
