"""How dates, numbers and lists are written for a reader, on a page as in the sentences of a chart."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hubs.models import PartialDate

# A date is never broken over two lines.
NO_BREAK = "\N{NO-BREAK SPACE}"
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


def listing(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}
