"""The initiatives of a comparison by hub, and what both of their charts say about them."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubs.charts.wording import sentence
from hubs.comparison import Comparison
from hubs.models import Category, Initiative, PartialDate
from hubs.wording import figure, listing

# Of each hub in the order of the columns, the initiatives it leads or takes part in.
Members = Sequence[Sequence[Initiative]]


def members_by_hub(comparison: Comparison) -> list[list[Initiative]]:
    """The initiatives of each column; one that several hubs share stands under each."""
    return [
        [initiative for row in comparison.initiative_rows for initiative in row.cells[place]]
        for place in range(len(comparison.columns))
    ]


def beginning(initiative: Initiative) -> PartialDate:
    """When a dated initiative began."""
    assert initiative.began_on
    return initiative.began_on


def of_kind(comparison: Comparison, every: str, one: str, several: str) -> str:
    """The words that fit how far the selection limits the categories of initiatives."""
    match len(comparison.selection.categories):
        case 0:
            return every
        case 1:
            return one
        case _:
            return several


def titled(comparison: Comparison, finding: str) -> str:
    """The finding as a title, under the names of the categories the selection limits it to."""
    chosen = [str(Category(code).label) for code in comparison.selection.categories]
    if not chosen:
        return sentence(finding)
    return _("%(kinds)s: %(finding)s") % {"kinds": listing(chosen), "finding": finding}


def undated_sentence(members: Members) -> str:
    """How many initiatives cannot be drawn for want of a date."""
    number = len({i.pk for mine in members for i in mine if not i.began_on})
    if not number:
        return ""
    return ngettext(
        "%(number)s initiative without a date is left out.",
        "%(number)s initiatives without a date are left out.",
        number,
    ) % {"number": figure(number)}


def shared_sentence(members: Members, how: str) -> str:
    """How many of the dated initiatives stand under several of the hubs."""
    appearances = Counter(i.pk for mine in members for i in mine if i.began_on)
    number = sum(times > 1 for times in appearances.values())
    if not number:
        return ""
    return ngettext(
        "%(number)s initiative is shared by several of these hubs and %(how)s.",
        "%(number)s initiatives are shared by several of these hubs and %(how)s.",
        number,
    ) % {"number": figure(number), "how": how}
