"""How the pages of the catalogue say things. Display only: nothing here asks the database for anything."""

from django import template
from django.conf.locale import LANG_INFO
from django.template.defaultfilters import truncatewords
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubs.models import Finding, Initiative, Statement, Why, Worded
from hubs.preference import moment
from hubs.selection import Selection
from hubs.templatetags.hubs_tags import as_figure, bound_word, compare_url, short_date

register = template.Library()


@register.filter
def name_of_language(code: str) -> str:
    """English, Traditional Chinese: the language of a page; its code where we know no name."""
    info = LANG_INFO.get(code.lower())
    return _(info["name"]) if info else code


@register.filter
def chinese_title(initiative: Initiative) -> Worded | None:
    """The Chinese title that stands beside the English one, if there is any."""
    title = initiative.title_in("zh-hant")
    return title if title.lang != "en" else None


@register.filter
def in_words(statement: Statement) -> str:
    """The value of a statement as plain text, short enough for a line that links to it."""
    if statement.finding != Finding.VALUE:
        return str(statement.get_finding_display())
    if statement.choice:
        return statement.choice.name_en
    if statement.number is not None:
        words = " ".join(filter(None, (bound_word(statement), as_figure(statement))))
        return words if statement.series.unit in ("rank", "percent") else f"{words} {statement.series.unit}"
    return (
        short_date(statement.partial("value_date"))
        if not statement.text
        else truncatewords(statement.text, 16)
    )


@register.filter
def old_state(statement: Statement) -> str:
    """Where the world changed, what was so before: was 0 in Feb 2026; of a figure without its unit, as in its row."""
    old = statement.replaces
    if statement.why != Why.WORLD or old is None:
        return ""
    old.topic = statement.topic  # the same one: a correction keeps its topic
    is_plain = old.number is not None and old.finding == Finding.VALUE
    words = " ".join(filter(None, (bound_word(old), as_figure(old)))) if is_plain else in_words(old)
    date = moment(old)
    if date is None:
        return _("was %(value)s") % {"value": words}
    when = _("was %(value)s on %(day)s") if date.precision == "day" else _("was %(value)s in %(day)s")
    return when % {"value": words, "day": short_date(date)}


@register.filter
def said_at(statement: Statement) -> str:
    """The address of everything said on the same: the receipt of a fact, the story of an initiative."""
    if statement.initiative:
        return f"{statement.initiative.get_absolute_url()}#{statement.key}"
    parts = [statement.jurisdiction.slug, statement.topic.slug]
    return reverse("receipt", args=[*parts, *([statement.series.slug] if statement.series else [])])


@register.filter
def unit_of(statement: Statement) -> str:
    """The unit to put behind a figure, where the figure does not say it itself."""
    unit = statement.series.unit if statement.series else ""
    return "" if unit in ("rank", "percent") else unit


@register.filter
def span_in_words(years_and_months: tuple[int, int]) -> str:
    """4 years 7 months."""
    years, months = years_and_months
    parts = []
    if years:
        parts.append(ngettext("%d year", "%d years", years) % years)
    if months:
        parts.append(ngettext("%d month", "%d months", months) % months)
    return " ".join(parts)


@register.simple_tag
def beside(*slugs: str) -> str:
    """The address of these hubs side by side."""
    return compare_url(Selection(tuple(slugs)))
