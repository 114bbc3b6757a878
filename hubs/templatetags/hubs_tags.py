"""How values look on a page. Display only: no tag or filter here asks the database for anything."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hubs.comparison import Cell, Comparison, Reason, Row, Verdict
from hubs.models import (
    Bound,
    Citation,
    Initiative,
    Jurisdiction,
    JurisdictionKind,
    Level,
    PartialDate,
    Series,
    Statement,
    Status,
    TopicKind,
    Verification,
    Worded,
)
from hubs.selection import MAX_HUBS, Selection, Show

register = template.Library()

# A date is never broken over two lines.
NO_BREAK = "\N{NO-BREAK SPACE}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Where the glossary's anchors are not the codes of the data, because they are what readers see.
ANCHORS = {
    Verification.VERIFIED: "read-in-one-source",
    Verification.UNVERIFIED: "not-verified",
    Level.NAMED: "named-expert",
}

# Why a row cannot be told to differ or to be the same.
BECAUSE = {
    Reason.NOT_ALL_RESEARCHED: gettext_lazy("not all researched"),
    Reason.ONE_ANSWER: gettext_lazy("only one hub has an answer of its own"),
    Reason.SOURCES_TIED: gettext_lazy("sources disagree and none is preferred"),
    Reason.DATES_OVERLAP: gettext_lazy("the dates could be the same day"),
    Reason.OTHER_DAYS: gettext_lazy("counted on different days"),
    Reason.ROUNDED: gettext_lazy("the figures are not exact"),
}


@register.filter
def short_date(date: PartialDate | datetime.date | None) -> str:
    """28 Feb 2019, Feb 2019, Q1 2019, first half of 2019 or 2019: as precise as known, never padded."""
    if date is None:
        return ""
    if isinstance(date, datetime.date):
        date = PartialDate(date.isoformat()[:10], date, date)
    year, month = date.text[:4], MONTHS[date.first.month - 1]
    match date.precision:
        case "day":
            text = f"{date.first.day} {month} {year}"
        case "month":
            text = f"{month} {year}"
        case "quarter":
            text = f"{date.text[5:]} {year}"
        case "half":
            half = _("first half of %s") if date.text.endswith("1") else _("second half of %s")
            text = half % year
        case _:
            text = year
    return text.replace(" ", NO_BREAK)


@register.filter
def figure(number: Decimal | None) -> str:
    """A number with thousands separated and without zeros nobody counted."""
    if number is None:
        return ""
    plain = number.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=True)


@register.filter
def ordinal(number: Decimal | int) -> str:
    """1st, 2nd, 3rd, 11th: how a rank is read."""
    whole = int(number)
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th") if whole % 100 not in (11, 12, 13) else "th"
    return f"{whole}{suffix}"


@register.filter
def as_figure(statement: Statement) -> str:
    """The number of a statement as read: `more than 4,000`, `3 to 4`, `1st`; its unit stands in the row."""
    series: Series = statement.series
    if series.unit == "rank":
        return ordinal(statement.number)
    text = figure(statement.number)
    if statement.number_high is not None:
        text = _("%(low)s to %(high)s") % {"low": text, "high": figure(statement.number_high)}
    if series.unit == "percent":
        text += "%"
    return text


@register.filter
def bound_word(statement: Statement) -> str:
    """The small word before a number that is not meant exactly."""
    return str(Bound(statement.bound).label) if statement.bound else ""


@register.filter
def worded(text: Worded | None) -> str:
    """Text in a span that says its language, so that fonts and speech follow it."""
    return format_html('<span lang="{}">{}</span>', text.lang, text.text) if text else ""


@register.filter
def partial(statement: Statement, name: str) -> PartialDate | None:
    """One of a statement's dates: `value_date`, `valid_from`, `valid_until` or `as_of`."""
    return statement.partial(name)


@register.simple_tag
def compare_url(selection: Selection, name: str = "compare") -> str:
    """The address of a selection (or, by the name of another view, of its file)."""
    query = selection.query
    return f"{reverse(name)}?{query}" if query else reverse(name)


@register.simple_tag
def url_adding(selection: Selection, hub: str) -> str:
    return compare_url(selection.adding(hub))


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
def receipt_url(cell: Cell, name: str = "receipt") -> str:
    """The address of a cell's receipt: the page, or with `receipt_fragment` what opens in place."""
    parts = [cell.hub.slug, cell.topic.slug]
    if cell.series:
        parts.append(cell.series.slug)
    return reverse(name, args=parts)


@register.simple_tag
def url_unlimited(selection: Selection) -> str:
    """The same hubs without a limit to some topics or categories."""
    return compare_url(replace(selection, topics=(), categories=()))


@register.simple_tag
def swapping(address: str) -> str:
    """Attributes of a link to a comparison: a plain link, which htmx follows by swapping the result in place."""
    fragment = reverse("compare_result") + address.removeprefix(reverse("compare"))
    return format_html('href="{}" hx-get="{}" hx-target="#result" hx-swap="outerHTML"', address, fragment)


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
def joined(names: Iterable) -> str:
    """Hong Kong, Singapore and Beijing."""
    *others, last = [str(name) for name in names]
    return _("%(names)s and %(last)s") % {"names": ", ".join(others), "last": last} if others else last


@register.filter
def kind_in(hub: Jurisdiction) -> str:
    """What a hub is, short enough for a column head: `city in Mainland China`, `SAR`."""
    kind = _("SAR") if hub.kind == JurisdictionKind.SAR else hub.get_kind_display()
    return _("%(kind)s in %(parent)s") % {"kind": kind, "parent": hub.parent} if hub.parent_id else str(kind)


@register.filter
def finding(comparison: Comparison) -> str:
    """What the rows say, in sentences: how many differ, agree, cannot be judged, or are to be read."""
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
def when(statement: Statement) -> list[str]:
    """The dates below a value: what it is true since or until, and when it was seen."""
    since, until = short_date(statement.partial("valid_from")), short_date(statement.partial("valid_until"))
    day, seen = short_date(statement.partial("value_date")), short_date(statement.partial("as_of"))
    words = []
    # The answer to a date topic stands large already.
    if day and statement.topic.kind != TopicKind.DATE:
        words.append(day)
    if since and until:
        words.append(_("%(since)s to %(until)s") % {"since": since, "until": until})
    elif since or until:
        words.append(_("since %s") % since if since else _("until %s") % until)
    if seen:
        # A count is always of a day; a rule or a stage was seen on one.
        words.append(seen if statement.topic.kind == TopicKind.NUMBER else _("as of %s") % seen)
    return [word.replace(" ", NO_BREAK) for word in words]


@register.inclusion_tag("marks/_coverage.html")
def coverage(found: int, applicable: int) -> dict:
    """One small box per question that applies, filled when it was looked at."""
    step = 6 if applicable <= 20 else 4
    boxes = [(place * step, place < found) for place in range(applicable)]
    return {
        "boxes": boxes,
        "found": found,
        "applicable": applicable,
        "box": step - 2,
        "width": applicable * step,
    }


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


@register.filter
def statuses(comparison: Comparison) -> list[str]:
    """The statuses that occur among the initiatives, in the order of the key."""
    found = {initiative.status for initiative in comparison.initiatives}
    return [status for status in Status.values if status in found]


@register.filter
def seen(initiative: Initiative) -> str:
    """What is said beside a status to those who hover or listen: when it was reached, or last seen."""
    day = short_date(initiative.status_date)
    if not day:
        return ""
    return _("last seen %s") % day if initiative.status_observed else _("since %s") % day


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
def bare_address(url: str) -> str:
    """A web address as printed: without what every address begins with."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


@register.filter
def most_official_first(statement: Statement) -> list[Citation]:
    """The live citations of a statement; of two on the same level, the one whose words we hold comes first."""
    levels = Level.values
    return sorted(statement.citations.all(), key=lambda c: (levels.index(c.level), not c.quote))


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


@register.simple_tag
def term(code: str, words: str) -> str:
    """Words of ours, linked to what the glossary says of them; `code` is a value of the data or an anchor."""
    try:
        address = reverse("glossary")
    except NoReverseMatch:
        return words
    anchor = ANCHORS.get(code, code.replace("_", "-"))
    return format_html('<a class="term" href="{}#{}">{}</a>', address, anchor, words)


@register.simple_tag(takes_context=True)
def report_address(context, statement: Statement) -> str:
    """Where to report an error in a statement; a letter says by itself which one it is about."""
    address = context.get("REPORT_ERROR_ADDRESS") or ""
    if address.startswith("mailto:"):
        return f"{address}?subject={quote(_('Error in %s') % statement.key)}"
    try:
        return address or f"{reverse('about')}#report"
    except NoReverseMatch:
        return ""


# The parts of the site, with the name of the view each begins at.
SECTIONS = (
    (gettext_lazy("Compare"), "home"),
    (gettext_lazy("Hubs"), "hub_list"),
    (gettext_lazy("Initiatives"), "initiative_list"),
    (gettext_lazy("Topics"), "topic_list"),
    (gettext_lazy("Articles"), "article_list"),
    (gettext_lazy("Data"), "data"),
)


@register.inclusion_tag("_sections.html", takes_context=True)
def sections(context) -> dict:
    """The navigation: each part of the site and whether the reader is in it."""
    here = context["request"].path
    found = []
    for label, name in SECTIONS:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        inside = here.startswith(reverse("compare") if name == "home" else address)
        found.append((label, address, "page" if here == address else "true" if inside else ""))
    return {"sections": found}


@register.tag
def capture(parser, token):
    """`{% capture as name %}...{% endcapture %}`: keep what is rendered, so that a page can say it twice."""
    try:
        _tag, _as, name = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError("Write {% capture as name %}.") from None
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)


class CaptureNode(template.Node):
    def __init__(self, nodelist, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context) -> str:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())
        return ""
