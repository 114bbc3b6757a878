"""What the page of a review shows: the text with its passages marked, and a card for every suggestion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hubs.editing import EditingError
from hubs.models import Article, Statement, Suggestion, SuggestionState
from hubs.models.article import paragraph_spans
from hubs.review.effect import cited_without_words
from hubs.review.entry import Entry, make
from hubs.review.holding import Holding
from hubs.review.proposing import agreeing, held_key, proposed
from hubs.review.vocabulary import Vocabulary, read_vocabulary

KINDS = {"milestone": "milestones", "fact": "facts"}


@dataclass
class Card:
    """A suggestion as the page shows it: what it would enter, what we hold of it, what it still lacks."""

    number: int
    suggestion: Suggestion
    entry: Entry
    statement: Statement | None = None
    title: str = ""
    problem: str = ""
    agrees: Statement | None = None
    contradicts: Statement | None = None
    twin: Statement | None = None  # we hold just what was entered
    adds_words: bool = False  # to what this article is cited for already
    is_own: bool = False  # entered by a person, and not as it was proposed
    quote: list["Piece"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.suggestion.payload["kind"]

    @property
    def is_open(self) -> bool:
        return self.suggestion.state == SuggestionState.OPEN

    @property
    def is_accepted(self) -> bool:
        """Accepted and not public yet, so that it can still be mended."""
        return self.suggestion.state == SuggestionState.ACCEPTED and not self.suggestion.statement_id

    @property
    def is_plain(self) -> bool:
        """Whether it can be accepted unopened: complete, undisputed, and of something we know.

        What only seems to be a known initiative, or to be counted in the one series there is, a person looks at;
        unless it agrees with what we hold of it.
        """
        if self.problem or self.contradicts or self.entry.is_new_initiative:
            return False
        held = self.twin if self.is_own else self.agrees
        return held is not None or not (self.entry.series or self.is_likeness)

    @property
    def is_likeness(self) -> bool:
        """Whether its initiative was recognised by likeness, and not by name."""
        return any(r.startswith("seems to be ") or r.endswith(", told of before") for r in self.reasons)

    @property
    def reasons(self) -> list[str]:
        return [r for r in self.suggestion.payload.get("because", ()) if not r.startswith("known: ")]


@dataclass(frozen=True)
class Piece:
    """A stretch of text inside the same suggestions and the same mention; `kind` is that of the innermost."""

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    kind: str = ""
    done: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class Paragraph:
    start: int
    pieces: list[Piece]


@dataclass
class Page:
    """Everything the review of one article shows."""

    article: Article
    vocabulary: Vocabulary
    cards: list[Card]
    only_open: bool = False
    at: int | None = None
    by: int | None = None  # the person who looks at it
    chosen: tuple[int, int] | None = None  # the words that a statement is made of by hand

    @property
    def decided(self) -> list[Card]:
        return [card for card in self.cards if not card.is_open]

    @property
    def open(self) -> list[Card]:
        return [card for card in self.cards if card.is_open]

    @property
    def shown(self) -> list[Card]:
        return [c for c in self.cards if c.is_open or not self.only_open or c is self.selected]

    @property
    def selected(self) -> Card | None:
        """The one asked for, else the first that waits for a decision."""
        chosen = next((card for card in self.cards if card.suggestion.pk == self.at), None)
        return chosen or next(iter(self.open), None)

    @property
    def counts(self) -> dict[str, int]:
        states = [card.suggestion.state for card in self.cards]
        return {str(state.value): states.count(state) for state in SuggestionState}

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.is_accepted]

    @property
    def by_kind(self) -> list[tuple[str, str, int]]:
        """Kinds of which several can be accepted as they stand: code, name, how many."""
        kinds = [card.kind for card in self.open if card.is_plain]
        return [(kind, name, kinds.count(kind)) for kind, name in KINDS.items() if kinds.count(kind) > 1]

    @property
    def last_decided(self) -> list[Card]:
        """What the last act of whoever looks decided that is not public yet."""
        cards = [c for c in self.decided if not c.suggestion.statement_id and decider(c) == self.by]
        last = max((c.suggestion.decided_id or 0 for c in cards), default=0)
        return [card for card in cards if card.suggestion.decided_id == last]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return paragraphs(self.article.text, self.cards, self.chosen)


def decider(card: Card) -> int | None:
    """The person who decided on a card."""
    return card.suggestion.decided.by_id if card.suggestion.decided else None


def page_of(
    article: Article, *, at: int | None = None, only_open: bool = False, by: int | None = None
) -> Page:
    """The review of an article, for the person `by`, in a fixed number of queries."""
    told = (f"statement__{name}" for name in ("topic", "choice", "series", "jurisdiction", "initiative"))
    suggestions = list(
        article.suggestions.select_related("decided__by", *told).order_by("start", "end", "pk")
    )
    vocabulary = read_vocabulary()
    keys = {
        held_key(s.payload, how) for s in suggestions for how in ("further citation of", "contradicts")
    } | {s.entered["cites"] for s in suggestions if s.entered}
    live = {
        s.key: s
        for s in Statement.objects.live()
        .filter(key__in=keys - {""})
        .select_related("topic", "choice", "series", "jurisdiction", "initiative")
    }
    cards = []
    numbers = {s.pk: number for number, s in enumerate(sorted(suggestions, key=order_of_numbers), 1)}
    for suggestion in suggestions:
        suggestion.article = article
        cards.append(card_of(numbers[suggestion.pk], suggestion, vocabulary, live))
    look_up(cards)
    wordless = cited_without_words(article)
    for card in cards:
        cited = card.twin or (card.statement if card.entry.cites else None)
        card.adds_words = cited is not None and cited.pk in wordless
    return Page(article, vocabulary, cards, only_open, at, by)


def order_of_numbers(suggestion: Suggestion) -> tuple[int, ...]:
    """As proposed, then as chosen by hand: a number stays what it was, whatever is entered."""
    said = suggestion.payload
    if "entry" in said:
        return (1, suggestion.pk)
    return (0, said.get("start", suggestion.start), said.get("end", suggestion.end), suggestion.pk)


def look_up(cards: Iterable[Card]) -> None:
    """What we hold of what people entered, as capture says of what it proposes."""
    own = [
        (card, card.statement)
        for card in cards
        if card.is_own and card.statement and not (card.entry.cites or card.suggestion.statement_id)
    ]
    holding = Holding.of(statement for _, statement in own)
    for card, statement in own:
        card.twin, card.contradicts = holding.twin(statement), holding.contradicted(statement)


def card_of(number: int, suggestion: Suggestion, vocabulary: Vocabulary, live: dict[str, Statement]) -> Card:
    article = suggestion.article
    proposal = proposed(suggestion.payload, article, vocabulary, live)
    entry = Entry.from_json(suggestion.entered) if suggestion.entered else proposal
    card = Card(
        number,
        suggestion,
        entry,
        title=entry.title or suggestion.payload.get("title") or suggestion.payload["quote"][:90],
        quote=quote_pieces(suggestion),
        is_own=entry != proposal or "entry" in suggestion.payload,
    )
    if suggestion.statement:
        # As it became public: what it was made of would no longer do, a new initiative being known by now.
        card.statement = suggestion.statement
        return card
    card.agrees = agreeing(suggestion.payload, live)
    card.contradicts = None if card.is_own else live.get(held_key(suggestion.payload, "contradicts"))
    try:
        made = make(entry, article, vocabulary)
    except EditingError as problem:
        card.problem = str(problem)
    else:
        card.statement = made.statements[0] if made.statements else live.get(entry.cites)
    if entry.cites and not card.statement:
        card.problem = f"“{entry.cites}” is no longer public: enter what the sentence says by itself."
    return card


def quote_pieces(suggestion: Suggestion) -> list[Piece]:
    """The words of a suggestion with the mentions inside them marked."""
    start, end = suggestion.start, suggestion.end
    mentions = sorted((m["start"], m["end"], m["kind"]) for m in suggestion.payload.get("mentions", ()))
    pieces, at = [], start
    for first, last, kind in mentions:
        if first >= at:
            pieces += [
                Piece(suggestion.article.text[at:first]),
                Piece(suggestion.article.text[first:last], kind=kind),
            ]
            at = last
    return [piece for piece in (*pieces, Piece(suggestion.article.text[at:end])) if piece.text]


def paragraphs(text: str, cards: Sequence[Card], chosen: tuple[int, int] | None = None) -> list[Paragraph]:
    """The text in paragraphs, cut wherever a suggestion, a mention inside one or what is chosen begins or ends."""
    picked = chosen or (0, 0)
    spans = [(c.suggestion.start, c.suggestion.end, c) for c in cards]
    mentions = sorted(
        {(m["start"], m["end"], m["kind"]) for c in cards for m in c.suggestion.payload.get("mentions", ())}
    )
    found = []
    # Without a blank line, as from a PDF or HTML, each line is one.
    for start, end in paragraph_spans(text):
        here = [span for span in spans if span[0] < end and span[1] > start]
        named = [m for m in mentions if m[0] < end and m[1] > start]
        inner = (*picked, *(at for a, b, _ in (*here, *named) for at in (a, b)))
        cuts = {start, end, *(at for at in inner if start < at < end)}
        pieces = []
        for first, last in pairwise(sorted(cuts)):
            inside = [card for a, b, card in here if a <= first and b >= last]
            kinds = [kind for a, b, kind in named if a <= first and b >= last]
            pieces.append(
                Piece(
                    text[first:last],
                    tuple(card.number for card in inside),
                    tuple(card.number for card in inside if min(card.suggestion.end, end) == last),
                    kinds[-1] if kinds else inside[-1].kind.replace(" ", "-") if inside else "",
                    bool(inside) and not any(card.is_open for card in inside),
                    picked[0] <= first and last <= picked[1],
                )
            )
        found.append(Paragraph(start, pieces))
    return found
