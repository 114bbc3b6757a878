"""How dates, numbers and names are written inside the sentences of a chart, as they are on the page."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hubs.models import Bound, Jurisdiction, PartialDate, Statement
from hubs.wording import NO_BREAK, figure, ordinal, short_date

# How dates coarser than a day are called, and where they stand on an axis.
COARSE = {
    "year": (gettext_lazy("year"), gettext_lazy("mid-year")),
    "half": (gettext_lazy("half-year"), gettext_lazy("in the middle of it")),
    "quarter": (gettext_lazy("quarter"), gettext_lazy("in the middle of it")),
    "month": (gettext_lazy("month"), gettext_lazy("mid-month")),
}


def when(date: PartialDate) -> str:
    """The date with its preposition: on 28 Feb 2019, in Feb 2019, in the first half of 2019."""
    templates = {"day": _("on %s"), "half": _("in the %s")}
    return templates.get(date.precision, _("in %s")) % short_date(date)


def precision_sentences(dates: Iterable[PartialDate]) -> list[str]:
    """How many of the dates drawn are not known to the day, and so where they stand."""
    counted = Counter(date.precision for date in dates)
    return [
        ngettext(
            "%(number)s date is known only to the %(precision)s and stands %(place)s.",
            "%(number)s dates are known only to the %(precision)s and stand %(place)s.",
            counted[name],
        )
        % {"number": figure(counted[name]), "precision": precision, "place": place}
        for name, (precision, place) in COARSE.items()
        if counted[name]
    ]


def value(statement: Statement) -> str:
    """The figure of a statement as read: more than 4,000; 3 to 4; 1st; 5%; 230 million; HKD 800 million."""
    assert statement.number is not None and statement.series is not None
    unit = statement.series.unit
    if unit == "rank":
        return ordinal(statement.number)
    text = figure(statement.number)
    if statement.number_high is not None:
        text = _("%(low)s to %(high)s") % {"low": text, "high": figure(statement.number_high)}
    text = with_scale(text, unit)
    return f"{Bound(statement.bound).label} {text}" if statement.bound else text


def with_scale(text: str, unit: str) -> str:
    """A number with what its unit multiplies it by; what is counted stands in the line below the title."""
    words = unit.split()
    scale = next((word for word in words if word in ("thousand", "million", "billion")), "")
    money = words[0] if len(words[0]) == 3 and words[0].isupper() else ""
    if unit == "percent":
        return f"{text}%"
    return " ".join(part for part in (money, text, scale) if part).replace(" ", NO_BREAK)


def in_words(number: int) -> str:
    """Small numbers as words."""
    words = (_("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"))
    return words[number] if number < len(words) else figure(number)


def name_of(hub: Jurisdiction) -> str:
    """The name of a hub inside a sentence: the United States, but Hong Kong."""
    name = hub.name_en
    return f"the {name}" if name.startswith("United ") else name


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]
