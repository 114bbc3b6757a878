"""How values look on a page. Display only: no tag or filter here asks the database for anything."""

import datetime
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from django import template
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubs import wording
from hubs.comparison import Cell, Comparison
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
from hubs.selection import Selection
from hubs.wording import NO_BREAK, figure, listing, ordinal

register = template.Library()


# Where the glossary's anchors are not the codes of the data, because they are what readers see.
ANCHORS = {
    Verification.VERIFIED: "read-in-one-source",
    Verification.UNVERIFIED: "not-verified",
    Level.NAMED: "named-expert",
}


@register.filter
def short_date(date: PartialDate | datetime.date | None) -> str:
    """28 Feb 2019: a date as precise as known, or a day of the calendar."""
    if isinstance(date, datetime.date):
        date = PartialDate(date.isoformat()[:10], date, date)
    return wording.short_date(date) if date else ""


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
def receipt_url(cell: Cell, name: str = "receipt") -> str:
    """The address of a cell's receipt: the page, or with `receipt_fragment` what opens in place."""
    parts = [cell.hub.slug, cell.topic.slug]
    if cell.series:
        parts.append(cell.series.slug)
    return reverse(name, args=parts)


@register.filter
def joined(names: Iterable) -> str:
    """Hong Kong, Singapore and Beijing."""
    return listing([str(name) for name in names])


@register.filter
def kind_in(hub: Jurisdiction) -> str:
    """What a hub is, short enough for a column head: `city in Mainland China`, `SAR`."""
    kind = _("SAR") if hub.kind == JurisdictionKind.SAR else hub.get_kind_display()
    return _("%(kind)s in %(parent)s") % {"kind": kind, "parent": hub.parent} if hub.parent_id else str(kind)


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
def statuses(comparison: Comparison) -> list[str]:
    """The statuses that occur among the initiatives, in the order of the key."""
    found = {initiative.status for initiative in comparison.initiatives}
    return [status for status in Status.values if status in found]


@register.filter
def where_it_stands(initiative: Initiative) -> str:
    """The words after a status: when it came to be so, was last seen so, or who foresaw it."""
    date = initiative.status_date
    if not date:
        return ""
    if initiative.status_planned:
        return _("foreseen by a source of %s, not reported since") % short_date(date)
    if initiative.status_observed:
        words = _("as last seen on %s") if date.precision == "day" else _("as last seen in %s")
    else:
        words = _("on %s") if date.precision == "day" else _("in %s")
    return words % short_date(date)


@register.filter
def bare_address(url: str) -> str:
    """A web address as printed: without what every address begins with."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


@register.filter
def most_official_first(statement: Statement) -> list[Citation]:
    """The live citations of a statement; of two on the same level, the one whose words we hold comes first."""
    levels = Level.values
    return sorted(statement.citations.all(), key=lambda c: (levels.index(c.level), not c.quote))


@register.simple_tag
def term(code: str, words: str) -> str:
    """Words of ours, linked to what the glossary says of them; `code` is a value of the data or an anchor."""
    try:
        address = reverse("glossary")
    except NoReverseMatch:
        return words
    anchor = ANCHORS.get(code, code.replace("_", "-"))
    return format_html('<a class="term" href="{}#{}">{}</a>', address, anchor, words)


@register.filter
def edit_url(of: Model | Cell) -> str:
    """Where editors act on a record in the admin.

    For a cell: where its one statement is corrected, where several are weighed, or where the first is entered.
    """
    if not isinstance(of, Cell):
        return reverse(f"admin:hubs_{of._meta.model_name}_change", args=[of.pk])
    said = [s for name in of.weighed.__slots__ for s in getattr(of.weighed, name)]
    if not said or of.inherited_from:
        about = {"jurisdiction": of.hub.pk, "topic": of.topic.pk}
        return f"{reverse('admin:hubs_statement_add')}?{urlencode(about)}"
    act = "correct" if len(said) == 1 else "settle"
    return reverse(f"admin:hubs_statement_{act}", args=[said[0].pk])


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
