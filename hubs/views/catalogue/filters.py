"""What stands beside the list of initiatives: filters with counts, what is chosen, and what to loosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hubs.forms import InitiativeFilter
from hubs.models import Category, Initiative, Jurisdiction, Status

# How high the highest bar of the years stands.
BAR = 28


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a filter: how many initiatives it would find beside the other filters."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Year:
    """One year and its bar: where it stands and how high it is."""

    year: int
    count: int
    place: int
    height: int

    @property
    def left(self) -> int:
        return self.place * 10 + 1

    @property
    def top(self) -> int:
        return BAR - self.height


@dataclass(frozen=True, slots=True)
class Filters:
    """Every filter with its values; each counts with the other filters applied, not with itself."""

    hubs: list[Value]
    categories: list[Value]
    statuses: list[Value]
    years: list[Year]
    undated: int

    @property
    def width(self) -> int:
        """Of all bars together."""
        return 10 * len(self.years)


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing the reader asked for, and the query string without it."""

    label: str
    query: str
    # Found without it; counted only where nothing is found with it.
    count: int | None = None


def count_filters(asked: InitiativeFilter, hubs: Sequence[Jurisdiction]) -> Filters:
    """What each value of each filter would find, at one query a filter."""
    everything = Initiative.objects.public()
    by_hub = asked.apply(everything, but="hub").count_by_hub()
    by_category = asked.apply(everything, but="category").count_by("category")
    by_status = asked.apply(everything, but="status").count_by("status")
    by_year = asked.apply(everything, but="year").count_by("began_first__year")
    listed = [Value(h.slug, h.name_en, by_hub.get(h.slug, 0), h.slug in asked.hubs) for h in hubs]
    return Filters(
        hubs=_most_first(listed),
        categories=_most_first(_values(Category, by_category, asked.categories)),
        statuses=_values(Status, by_status, asked.statuses),
        years=_years(by_year, asked),
        undated=by_year.get(None, 0),
    )


def _values(choices, counts: dict[str, int], chosen: tuple[str, ...]) -> list[Value]:
    return [Value(code, str(label), counts.get(code, 0), code in chosen) for code, label in choices.choices]


def _most_first(values: list[Value]) -> list[Value]:
    """What is chosen, then what would find most."""
    return sorted(values, key=lambda value: (not value.chosen, -value.count, value.label))


def _years(counts: dict[int | None, int], asked: InitiativeFilter) -> list[Year]:
    """Every year from the first to the last with an initiative, and those asked for."""
    known = {year: count for year, count in counts.items() if year}
    years = {year for year in (asked.since, asked.until) if year}
    if known:
        years |= set(range(min(known), max(known) + 1))
    highest = max(known.values(), default=1)
    return [
        Year(year, known.get(year, 0), place, height=round(known.get(year, 0) / highest * BAR))
        for place, year in enumerate(sorted(years))
    ]


def chips(asked: InitiativeFilter, hubs: Sequence[Jurisdiction]) -> list[Chip]:
    """Everything asked for, value by value, each with a way to be without it."""
    label = _labels(hubs)
    return [
        Chip(label[parameter](value), asked.without(parameter, value))
        for parameter, values in asked.conditions.items()
        for value in values
    ]


def what_to_loosen(asked: InitiativeFilter, hubs: Sequence[Jurisdiction]) -> list[Chip]:
    """Conditions without which something would be found, with how much; one query a condition."""
    label = _labels(hubs)
    without = [
        Chip(
            ", ".join(label[parameter](value) for value in values),
            asked.without(parameter),
            asked.apply(Initiative.objects.public(), but=parameter).count(),
        )
        for parameter, values in asked.conditions.items()
    ]
    return [chip for chip in without if chip.count]


def _labels(hubs: Sequence[Jurisdiction]) -> dict[str, Callable[[str], str]]:
    """How a value of each parameter is called on the page."""
    names = {hub.slug: hub.name_en for hub in hubs}
    return {
        "q": "“{}”".format,
        "hub": names.__getitem__,
        "category": lambda value: str(Category(value).label),
        "status": lambda value: str(Status(value).label),
        "since": lambda value: _("since %s") % value,
        "until": lambda value: _("until %s") % value,
    }
