"""How many initiatives began in each year, one panel per hub."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubs.charts.chart import Chart, Table, round_steps, sentences, slot
from hubs.charts.initiatives import members_by_hub, of_kind, shared_sentence, titled, undated_sentence
from hubs.charts.wording import in_words, name_of
from hubs.comparison import Comparison
from hubs.models import Jurisdiction
from hubs.wording import figure, listing

# A hub is said to have gone quiet when its newest initiative is this many years older than the newest of all.
QUIET_YEARS = 3
# More years than this at the same height, and none is the busiest.
LEVEL_YEARS = 3

# Of each hub, how many initiatives began in which year.
Counts = Sequence[Counter[int]]


def initiatives_per_year(comparison: Comparison) -> Chart | None:
    """Initiatives by the year they began; one that several hubs share counts for each. None if no year is known."""
    members = members_by_hub(comparison)
    counts = [Counter(i.began_on.first.year for i in mine if i.began_on) for mine in members]
    known = sorted({year for count in counts for year in count})
    if not known:
        return None
    hubs = comparison.hubs
    years = range(known[0], known[-1] + 1)
    title = titled(comparison, _finding(comparison, counts))
    names = [str(hub) for hub in hubs]
    return Chart(
        slug="initiatives-per-year",
        title=title,
        scope=sentences(
            [
                _("Initiatives begun per year that the hub leads or takes part in."),
                _("The same scale in each panel.") if len(hubs) > 1 else "",
            ]
        ),
        caption=sentences(
            [
                _thin_sentence(comparison, counts),
                undated_sentence(members),
                shared_sentence(members, _("counted for each")),
                _("Counts follow what was researched, not all that exists."),
            ]
        ),
        table=Table(
            header=(_("Year"), *names),
            rows=tuple((str(year), *(figure(count[year]) for count in counts)) for year in years),
        ),
        alternative=_("Bars, one panel per hub. %(title)s. The same numbers stand in the table.")
        % {"title": title},
        data={
            "kind": "bars",
            "years": [str(year) for year in years],
            "ticks": [
                {"value": tick, "label": figure(tick)}
                for tick in round_steps(
                    0, max(max(c.values(), default=0) for c in counts), most=4, whole=True
                )
            ],
            "panels": [
                {"hub": name, "slot": slot(place), "bars": _bars(count, years)}
                for place, (name, count) in enumerate(zip(names, counts, strict=True))
            ],
        },
    )


def _bars(count: Counter[int], years: range) -> list[dict]:
    """One bar a year; the highest carries its number (the newest, where several are highest)."""
    peak = max(count.values(), default=0)
    labelled = max((year for year in years if peak and count[year] == peak), default=None)
    return [
        {
            "value": count[year],
            "peak": figure(peak) if year == labelled else "",
            "label": ngettext("%(year)s: %(number)s begun", "%(year)s: %(number)s begun", count[year])
            % {"year": year, "number": figure(count[year])},
        }
        for year in years
    ]


def _finding(comparison: Comparison, counts: Counts) -> str:
    active = [(hub, count) for hub, count in zip(comparison.hubs, counts, strict=True) if count]
    busiest = _busiest_of_one(*active[0]) if len(active) == 1 else _busiest(comparison.hubs, active)
    return "; ".join(part for part in (busiest, _quiet(comparison, counts)) if part)


def _busiest_of_one(hub: Jurisdiction, count: Counter[int]) -> str:
    """When one hub began most."""
    name, total, peak = name_of(hub), count.total(), max(count.values())
    years = [str(year) for year in sorted(count) if count[year] == peak]
    said = {
        "hub": name,
        "year": years[0],
        "years": listing(years),
        "number": figure(peak),
    }
    if total == 1:
        return _("one initiative is dated for %(hub)s, begun in %(year)s") % said
    if len(count) == 1:
        return _("every dated initiative of %(hub)s began in %(year)s") % said
    if peak == 1:
        return _("no more than one initiative began in any year in %(hub)s") % said
    if len(years) == 1:
        return _("%(year)s was the busiest year in %(hub)s: %(number)s initiatives began") % said
    if len(years) <= LEVEL_YEARS:
        return _("%(years)s were the busiest years in %(hub)s: %(number)s initiatives began in each") % said
    return _("no more than %(number)s initiatives began in any year in %(hub)s") % said


def _busiest(hubs: Sequence[Jurisdiction], active: Sequence[tuple[Jurisdiction, Counter[int]]]) -> str:
    """The year in which most hubs began most; a year that a hub shares with another is not its busiest."""
    if len({year for _hub, count in active for year in count}) == 1:
        return _("every dated initiative began in %(year)s") % {"year": next(iter(active[0][1]))}
    peak = max(max(count.values()) for _hub, count in active)
    if peak == 1:
        return _("no hub saw more than one initiative begin in a year")
    year, holders = _shared_peak(active)
    if len(holders) > 1:
        said = {"year": year, "number": in_words(len(holders)), "total": in_words(len(hubs))}
        level = [
            _("level with %(years)s in %(hub)s") % {"years": listing(others), "hub": name_of(hub)}
            for hub, others in holders
            if others
        ]
        return ", ".join([_how_many(len(holders), len(hubs)) % said, *level])
    highest = [(hub, year) for hub, count in active for year in count if count[year] == peak]
    if len(highest) == 1:
        (hub, year) = highest[0]
        return _("the busiest year of any hub was %(year)s in %(hub)s, when %(number)s initiatives began") % {
            "year": year,
            "hub": name_of(hub),
            "number": figure(peak),
        }
    return _("no hub saw more than %(number)s initiatives begin in a year") % {"number": figure(peak)}


def _shared_peak(active: Sequence[tuple[Jurisdiction, Counter[int]]]) -> tuple[int, list]:
    """The year that is the busiest of most hubs, and each of these hubs with the years that are level with it."""
    peaks: dict[int, list[tuple[Jurisdiction, list[str]]]] = defaultdict(list)
    for hub, count in active:
        most = max(count.values())
        years = sorted(year for year in count if count[year] == most)
        if most > 1 and len(years) <= LEVEL_YEARS:
            for year in years:
                peaks[year].append((hub, [str(other) for other in years if other != year]))

    def clarity(year: int) -> tuple:
        return (len(peaks[year]), -sum(len(others) for _hub, others in peaks[year]), year)

    year = max(peaks, key=clarity, default=0)
    return year, peaks.get(year, [])


def _how_many(number: int, total: int) -> str:
    if number == total == 2:
        return _("%(year)s was the busiest year in both hubs")
    if number == total:
        return _("%(year)s was the busiest year in all %(total)s hubs")
    return _("%(year)s was the busiest year in %(number)s of the %(total)s hubs")


def _quiet(comparison: Comparison, counts: Counts) -> str:
    """Hubs of which we hold no initiative, or none of late; said only where no undated one could be newer."""
    if len(comparison.hubs) < 2:
        return ""
    members = members_by_hub(comparison)
    empty = [name_of(hub) for hub, mine in zip(comparison.hubs, members, strict=True) if not mine]
    if empty:
        template = of_kind(
            comparison,
            _("no initiative is recorded for %(hubs)s"),
            _("no initiative of this kind is recorded for %(hubs)s"),
            _("no initiative of these kinds is recorded for %(hubs)s"),
        )
        return template % {"hubs": listing(empty)}
    newest = max(max(count) for count in counts if count)
    last = {
        place: max(count)
        for place, count in enumerate(counts)
        if count and newest - max(count) >= QUIET_YEARS and count.total() == len(members[place])
    }
    if not last:
        return ""
    year = min(last.values())
    quiet = [name_of(comparison.hubs[place]) for place, its in last.items() if its == year]
    template = of_kind(
        comparison,
        _("no new initiative is recorded for %(hubs)s after %(year)s"),
        _("no new initiative of this kind is recorded for %(hubs)s after %(year)s"),
        _("no new initiative of these kinds is recorded for %(hubs)s after %(year)s"),
    )
    return template % {"hubs": listing(quiet), "year": year}


def _thin_sentence(comparison: Comparison, counts: Counts) -> str:
    """How little we have looked at the hub with the emptiest panel."""
    if len(comparison.columns) < 2:
        return ""
    column, _count = min(zip(comparison.columns, counts, strict=True), key=lambda pair: pair[1].total())
    if not column.coverage.missing:
        return ""
    return _(
        "%(hub)s: %(found)s of %(applicable)s questions researched; a short panel may mean little reading rather "
        "than little doing."
    ) % {"hub": column.hub, "found": column.coverage.found, "applicable": column.coverage.applicable}
