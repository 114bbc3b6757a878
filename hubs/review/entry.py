"""What a person makes of a passage, before it is a statement."""

from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from hubs.editing import BEGAN, STATUS, EditingError, Publication, check_can_publish
from hubs.models import (
    DATES,
    Article,
    Category,
    Certainty,
    Citation,
    Initiative,
    Nature,
    PartialDate,
    Standing,
    Statement,
    TopicKind,
    TopicSubject,
    Verification,
    fill_days,
)
from hubs.possible import flaws
from hubs.review.vocabulary import Vocabulary

PLANNED = "planned-date"
# Where an entry has what a statement keeps under another name.
ENTERED_IN = {"value_date": "date", "number_high": "number"}


class Missing(EditingError):
    """Something an entry lacks, or that does not fit; `field` is where to mend it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Entry:
    """The decision on one passage, kept as JSON until it is published.

    Either `cites` names the key of a live statement, which gets the passage as a further source; or the rest
    makes a statement about a `hub`, an `initiative`, or a new initiative (`title`, `category`, `hubs` with the
    leading one first, `bodies`). Hubs, topics and so on are slugs, dates texts of a PartialDate, numbers in the
    unit of their series.
    """

    cites: str = ""
    hub: str = ""
    initiative: str = ""
    title: str = ""
    category: str = ""
    hubs: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    topic: str = ""
    series: str = ""
    choice: str = ""
    number: str = ""
    number_high: str = ""
    bound: str = ""
    date: str = ""
    valid_from: str = ""
    as_of: str = ""
    text: str = ""
    text_language: str = "en"
    planned: bool = False
    certainty: str = Certainty.STATED.value
    standing: str = Standing.ACCEPTED.value
    note: str = ""

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Entry":
        known = {each.name for each in fields(cls)}
        given: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in stored.items() if name in known
        }
        return cls(**given)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"hubs": list(self.hubs), "bodies": list(self.bodies)}

    @property
    def is_new_initiative(self) -> bool:
        return not (self.cites or self.hub or self.initiative)

    @property
    def subject(self) -> tuple[str, ...]:
        """What two entries share when they are about the same."""
        return (
            ("new", self.title.casefold().strip()) if self.is_new_initiative else (self.hub, self.initiative)
        )

    @property
    def identity(self) -> "Entry":
        """Equal for two passages that say the same of the same."""
        plain = replace(self, note="")
        if not self.is_new_initiative:
            return plain
        return replace(plain, title=self.title.casefold().strip(), category="", hubs=(), bodies=())


@dataclass
class Made:
    """The unsaved statements an entry makes, the one that says what the passage says first; none if it only cites.

    `initiative` is the new one they are about, unsaved as well, with the hubs and bodies that have part in it.
    """

    statements: list[Statement] = field(default_factory=list)
    initiative: Initiative | None = None
    hubs: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)


def make(entry: Entry, article: Article, vocabulary: Vocabulary) -> Made:
    """Statements as entered; EditingError with a sentence where something is missing or does not fit."""
    if entry.cites:
        return Made()
    if not entry.topic:
        raise Missing("topic", "Choose the topic that this passage answers.")
    topic = _known(entry.topic, vocabulary.topics, "topic")
    made = Made()
    if topic.subject == TopicSubject.JURISDICTION:
        if not entry.hub:
            raise Missing("hub", f"“{topic}” is about a hub: choose the hub.")
        subject: dict[str, Any] = {"jurisdiction": _known(entry.hub, vocabulary.hubs, "hub")}
    elif entry.hub:
        raise Missing("title", f"“{topic}” is about an initiative: choose one, or give a new one a title.")
    elif entry.initiative:
        subject = {"initiative": _known(entry.initiative, vocabulary.initiatives, "initiative")}
    else:
        made.initiative = _new_initiative(entry, vocabulary)
        made.hubs, made.bodies = list(entry.hubs), list(entry.bodies)
        subject = {"initiative": made.initiative}
    statement = Statement(
        **subject,
        topic=topic,
        series=_of_topic(entry, "series", vocabulary),
        choice=_of_topic(entry, "choice", vocabulary) if topic.kind == TopicKind.CHOICE else None,
        number=_number(entry.number),
        number_high=_number(entry.number_high),
        bound=entry.bound,
        value_date=_date(entry.date),
        valid_from=_date(entry.valid_from),
        as_of=_date(entry.as_of),
        text=entry.text,
        text_language=entry.text_language,
        nature=nature_of(entry, topic.subject),
        planned=entry.planned or entry.topic == PLANNED,
        certainty=entry.certainty,
        standing=entry.standing,
        verification=Verification.VERIFIED,
        note=entry.note,
    )
    for name in DATES:
        fill_days(statement, name)
    check(statement)
    made.statements = [statement, *_beginning(entry, made, article, vocabulary)]
    return made


def nature_of(entry: Entry, subject: str) -> str:
    """What came to pass on a day is an event; what was seen to be so on a day was observed."""
    happened = subject == TopicSubject.INITIATIVE and (entry.date or entry.valid_from)
    return Nature.EVENT if happened else Nature.OBSERVED


def check(statement: Statement) -> None:
    """EditingError unless the statement, with a source, could become public."""
    topic = statement.topic
    field, is_there, needed = {
        TopicKind.CHOICE: ("choice", statement.choice, "choose one of its answers"),
        TopicKind.NUMBER: ("number", statement.number is not None, "give the number"),
        TopicKind.DATE: ("date", statement.value_date, "give the date, as precisely as the text does"),
        TopicKind.PROSE: ("text", statement.text, "say it in a few words"),
    }[TopicKind(topic.kind)]
    if not is_there:
        raise Missing(field, f"“{topic}” wants an answer: {needed}.")
    if topic.kind == TopicKind.NUMBER and not statement.series:
        sentence = f"“{topic}” is counted in several ways: choose the series this number belongs to."
        raise Missing("series", sentence)
    if statement.number_high is not None and (
        statement.number is None or statement.number_high <= statement.number or statement.bound
    ):
        raise Missing(
            "number", "The upper end of a range is higher than the lower, and a range has no “about”."
        )
    if statement.bound and statement.number is None:
        raise Missing("number", "“About”, “more than” and “up to” need a number.")
    if topic.slug == STATUS and not (statement.value_date or statement.as_of):
        raise Missing("date", "Say when: the day it came into this state, or the day it was seen in it.")
    for flaw in flaws(statement):
        raise Missing(ENTERED_IN.get(flaw.column, flaw.column), flaw.sentence)
    check_can_publish(Publication(statement, [Citation()]))


def _beginning(entry: Entry, made: Made, article: Article, vocabulary: Vocabulary) -> list[Statement]:
    """For a new initiative: when it began, and where it stands if the passage only tells of a plan.

    Lists sort initiatives by when they began, and “planned” alone is no status.
    """
    if made.initiative is None:
        return []
    shared: dict[str, Any] = {
        "initiative": made.initiative,
        "certainty": entry.certainty,
        "standing": entry.standing,
        "verification": Verification.VERIFIED,
    }
    more = []
    if entry.date and entry.topic in (STATUS, PLANNED) and BEGAN in vocabulary.topics:
        more.append(
            Statement(
                **shared,
                topic=vocabulary.topics[BEGAN],
                value_date=_date(entry.date),
                nature=Nature.EVENT,
                planned=entry.planned or entry.topic == PLANNED,
            )
        )
    if entry.topic == PLANNED and article.date and (choice := vocabulary.choice(STATUS, entry.choice)):
        more.append(
            Statement(**shared, topic=vocabulary.topics[STATUS], choice=choice, as_of=_date(article.date))
        )
    return more


def _new_initiative(entry: Entry, vocabulary: Vocabulary) -> Initiative:
    title = " ".join(entry.title.split())
    if not title:
        raise Missing("title", "Choose the initiative this is about, or give a new one a title.")
    for known in vocabulary.initiatives.values():
        if known.title_en.casefold() == title.casefold():
            raise Missing(
                "initiative", f"“{known.title_en}” is known already: choose it instead of a new one."
            )
    if entry.category not in Category.values:
        raise Missing("category", f"“{title}” is new: choose its category.")
    if not entry.hubs:
        raise Missing("lead", f"“{title}” is new: choose the hub that leads it.")
    for slug in entry.hubs:
        _known(slug, vocabulary.hubs, "hub")
    for slug in entry.bodies:
        _known(slug, vocabulary.organisations, "organisation")
    return Initiative(title_en=title, category=entry.category)


def _known(slug: str, known: dict[str, Any], noun: str) -> Any:
    if slug not in known:
        raise EditingError(f"“{slug}” is no {noun} we know: choose one from the list.")
    return known[slug]


def _of_topic(entry: Entry, name: str, vocabulary: Vocabulary) -> Any:
    given = getattr(entry, name)
    if not given:
        return None
    found = getattr(vocabulary, name)(entry.topic, given)
    if found is None:
        raise Missing(name, f"“{given}” does not belong to the topic “{vocabulary.topics[entry.topic]}”.")
    return found


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise EditingError(f"“{text}” is no number: write 1234.5.")
    return number


def _date(text: str) -> str:
    try:
        return PartialDate.parse(text).text if text else ""
    except ValueError as problem:
        raise EditingError(str(problem)) from None
