"""How dates, numbers and names are written inside the sentences of a chart, as they are on the page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hubs.models import Bound, Jurisdiction, PartialDate, Statement

# A date is never broken over two lines.
NO_BREAK = "\N{NO-BREAK SPACE}"
# How dates coarser than a day are called, and where they stand on an axis.
COARSE = {
    "year": (gettext_lazy("year"), gettext_lazy("mid-year")),
    "half": (gettext_lazy("half-year"), gettext_lazy("in the middle of it")),
    "quarter": (gettext_lazy("quarter"), gettext_lazy("in the middle of it")),
    "month": (gettext_lazy("month"), gettext_lazy("mid-month")),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_date(date: PartialDate) -> str:
    """28 Feb 2019, Feb 2019, Q1 2019, first half of 2019 or 2019: as precise as known, never padded."""
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


def ordinal(number: Decimal | int) -> str:
    """1st, 2nd, 3rd, 11th: how a rank is read."""
    whole = int(number)
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th") if whole % 100 not in (11, 12, 13) else "th"
    return f"{whole}{suffix}"


def figure(number: Decimal | float) -> str:
    """A number with thousands separated and without zeros nobody counted."""
    plain = Decimal(str(number)).normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=True)


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


def listing(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


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
