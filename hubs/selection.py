"""What the reader asked for. Lives in the address and nowhere else."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A seventh column no longer fits a screen, a page or a mind.
MAX_HUBS = 6

# What `/` shows, and says that it does.
DEFAULT_HUBS = ("hong-kong", "singapore", "united-states", "cn-beijing")


class Show(StrEnum):
    """Which rows of facts and figures: all of them, those that differ, or those that are the same."""

    ALL = "all"
    DIFFERS = "differs"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Selection:
    """Slugs of hubs in the reader's order, of topics and categories, and which rows to show.

    `topics` limits facts and figures, `categories` limits initiatives; one without the other
    hides the other part.
    """

    hubs: tuple[str, ...]
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    show: Show = Show.ALL

    @property
    def wants_facts(self) -> bool:
        return bool(self.topics) or not self.categories

    @property
    def wants_initiatives(self) -> bool:
        return bool(self.categories) or not self.topics

    @property
    def is_full(self) -> bool:
        return len(self.hubs) >= MAX_HUBS

    @property
    def query(self) -> str:
        """The query string of this selection: one selection, one address."""
        pairs = [("hub", slug) for slug in self.hubs]
        pairs += [("topic", slug) for slug in self.topics]
        pairs += [("category", code) for code in self.categories]
        if self.show != Show.ALL:
            pairs.append(("show", str(self.show)))
        return urlencode(pairs)

    def adding(self, hub: str) -> "Selection":
        return self if hub in self.hubs or self.is_full else replace(self, hubs=(*self.hubs, hub))

    def without(self, hub: str) -> "Selection":
        return replace(self, hubs=tuple(slug for slug in self.hubs if slug != hub))

    def moving(self, hub: str, step: int) -> "Selection":
        """The hub moved `step` places to the right (or left, when negative), within the table."""
        others = [slug for slug in self.hubs if slug != hub]
        place = max(0, min(len(others), self.hubs.index(hub) + step))
        return replace(self, hubs=(*others[:place], hub, *others[place:]))

    def showing(self, show: Show) -> "Selection":
        return replace(self, show=show)


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A comparison worth starting from, with the question it answers."""

    title: str | Promise
    question: str | Promise
    selection: Selection


READY_MADE = (
    ReadyMade(
        _("Hong Kong and Singapore"),
        _("Where do the two rivals differ?"),
        Selection(("hong-kong", "singapore")),
    ),
    ReadyMade(
        _("Three stablecoin regimes"),
        _("Who may issue a coin in Hong Kong, Singapore and the United States, and since when?"),
        Selection(
            ("hong-kong", "singapore", "united-states"),
            topics=(
                "stablecoin-regime",
                "stablecoin-regime-start",
                "licensed-stablecoin-issuers",
                "stablecoin-licence-demand",
            ),
            categories=("stablecoins",),
        ),
    ),
    ReadyMade(
        _("Five mainland cities"),
        _("What do cities add under one national rule?"),
        Selection(("cn-beijing", "cn-shanghai", "cn-shenzhen", "cn-hangzhou", "cn-guangzhou")),
    ),
    ReadyMade(
        _("Four financial centres"),
        _("How have their ranks moved since 2017?"),
        Selection(
            ("us-new-york", "uk-london", "hong-kong", "singapore"),
            topics=("financial-centre-rank", "fintech-centre-rank", "financial-centre-rating"),
        ),
    ),
)
