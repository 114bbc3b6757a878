"""What only the comparison page and its receipts say. Display only: nothing here asks the database for anything."""

from collections.abc import Sequence
from dataclasses import replace

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hubs.comparison import Cell, Comparison, Reason, Row, Verdict
from hubs.models import Jurisdiction, Statement
from hubs.selection import MAX_HUBS, Selection, Show
from hubs.templatetags.hubs_tags import compare_url, receipt_url

register = template.Library()

# Why a row cannot be told to differ or to be the same.
BECAUSE = {
    Reason.NOT_ALL_RESEARCHED: gettext_lazy("not all researched"),
    Reason.ONE_ANSWER: gettext_lazy("only one hub has an answer of its own"),
    Reason.SOURCES_TIED: gettext_lazy("sources disagree and none is preferred"),
    Reason.DATES_OVERLAP: gettext_lazy("the dates could be the same day"),
    Reason.OTHER_DAYS: gettext_lazy("counted on different days"),
    Reason.ROUNDED: gettext_lazy("the figures are not exact"),
}


@register.simple_tag
def url_without(selection: Selection, hub: str) -> str:
    """The comparison without a hub; the page offers to undo it."""
    place = selection.hubs.index(hub)
    query = selection.without(hub).query
    return f"{reverse('compare')}?{query}{'&' if query else ''}removed={hub}.{place}"


@register.simple_tag
def url_moving(selection: Selection, hub: str, step: int) -> str:
    return compare_url(selection.moving(hub, step))


@register.simple_tag
def url_showing(selection: Selection, show: str) -> str:
    return compare_url(selection.showing(Show(show)))


@register.simple_tag
def url_unlimited(selection: Selection) -> str:
    """The same hubs without a limit to some topics or categories."""
    return compare_url(replace(selection, topics=(), categories=()))


@register.simple_tag
def swapping(address: str) -> str:
    """Attributes of a link to a comparison: a plain link, which htmx follows by swapping the result in place."""
    fragment = reverse("compare_result") + address.removeprefix(reverse("compare"))
    return format_html(
        'href="{}" hx-get="{}" hx-target="#result" hx-swap="outerHTML" hx-indicator="#result"',
        address,
        fragment,
    )


@register.simple_tag
def opening(cell: Cell) -> str:
    """Attributes of a link to a cell's receipt: a plain link, which htmx follows by opening it below the row."""
    return format_html(
        'href="{}" hx-get="{}" hx-target="#{}" data-opens-receipt',
        receipt_url(cell),
        receipt_url(cell, "receipt_fragment"),
        receipt_slot(cell),
    )


@register.filter
def receipt_slot(of: Cell | Row) -> str:
    """The id of the place below a row where its receipts open."""
    return "-".join(["receipt", of.topic.slug, *([of.series.slug] if of.series else [])])


@register.filter
def finding(comparison: Comparison) -> str:
    """What the rows say, in sentences: how many differ, agree, cannot be judged, or are to be read."""
    if len(comparison.columns) < 2:
        return ""
    counts, total = comparison.counts, comparison.judgeable
    differs, same = counts[Verdict.DIFFERS], counts[Verdict.SAME]
    unknown, prose = counts[Verdict.UNKNOWN], counts[Verdict.PROSE]
    sentences = []
    if total:
        numbers = {"differs": differs or _("none"), "same": same, "total": total}
        if same:
            sentences.append(
                _("They differ on %(differs)s of %(total)s questions and agree on %(same)s.") % numbers
            )
        else:
            sentences.append(_("They differ on %(differs)s of %(total)s questions.") % numbers)
    if unknown:
        sentences.append(
            ngettext("One cannot be judged yet.", "%(count)s cannot be judged yet.", unknown)
            % {"count": unknown}
        )
    if prose:
        sentences.append(
            ngettext("One row is prose, read it.", "%(count)s rows are prose, read them.", prose)
            % {"count": prose}
        )
    return " ".join(sentences)


@register.filter
def because(reason: Reason | None) -> str:
    """Why a row cannot be told to differ or to be the same."""
    return str(BECAUSE.get(reason, ""))


@register.filter
def show_ways(comparison: Comparison) -> list[tuple[str, str, int]]:
    """The ways to show rows: value of `show`, word, and how many rows there are of it."""
    counts = comparison.counts
    return [
        (Show.ALL.value, _("all"), comparison.total),
        (Show.DIFFERS.value, _("differ"), counts[Verdict.DIFFERS]),
        (Show.SAME.value, _("same"), counts[Verdict.SAME]),
    ]


@register.filter
def by_place(cells: Sequence, comparison: Comparison) -> list[tuple]:
    """Each column of a comparison with its cell of a row."""
    return list(zip(comparison.columns, cells, strict=True))


@register.simple_tag
def most_hubs() -> int:
    return MAX_HUBS


@register.filter
def places_left(selection: Selection) -> int:
    return MAX_HUBS - len(selection.hubs)


@register.filter
def by_reach(hubs: Sequence[Jurisdiction]) -> list[tuple[str, list[Jurisdiction]]]:
    """Hubs in the two groups a reader looks for them in."""
    return [
        (_("Countries and regions"), [hub for hub in hubs if not hub.is_local]),
        (_("Cities and states"), [hub for hub in hubs if hub.is_local]),
    ]


@register.filter
def receipt_groups(cell: Cell) -> list[tuple[str, str, Sequence[Statement]]]:
    """Everything said in a cell, by what it is to the answer: code, heading, statements."""
    weighed = cell.weighed
    groups = [
        ("shown", _("What says so") if weighed.preferred else _("Said, and tied"), weighed.shown),
        ("agreeing", _("Also says so"), weighed.agreeing),
        ("differing", _("Says otherwise"), weighed.differing),
        ("planned", _("Planned"), weighed.planned),
        ("unconfirmed", _("Unconfirmed, not counted"), weighed.unconfirmed),
        ("rejected", _("Rejected, not counted"), weighed.rejected),
        ("earlier", _("At other times"), weighed.earlier),
    ]
    return [group for group in groups if group[2]]
