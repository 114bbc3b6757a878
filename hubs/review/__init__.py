"""A person decides what of an article becomes a statement, and makes all that was accepted public in one change."""

from hubs.review.deciding import accept, accept_all, by_hand, mend, reject, undo, undo_all
from hubs.review.effect import Effect, effect_of
from hubs.review.entry import Entry, Missing
from hubs.review.holding import Holding
from hubs.review.page import KINDS, Card, Page, page_of
from hubs.review.proposing import from_words, proposed
from hubs.review.publishing import publish, rehearsed, waiting
from hubs.review.vocabulary import Vocabulary, read_vocabulary

__all__ = [
    "KINDS",
    "Card",
    "Effect",
    "Entry",
    "Holding",
    "Missing",
    "Page",
    "Vocabulary",
    "accept",
    "accept_all",
    "by_hand",
    "effect_of",
    "from_words",
    "mend",
    "page_of",
    "proposed",
    "publish",
    "read_vocabulary",
    "rehearsed",
    "reject",
    "undo",
    "undo_all",
    "waiting",
]
