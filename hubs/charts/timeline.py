"""Initiatives on a timeline: a lane per hub, each from the day it began to the day it ended."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubs.charts.chart import Chart, Table, fraction, position, sentences, slot, year_axis
from hubs.charts.initiatives import (
    Members,
    beginning,
    members_by_hub,
    shared_sentence,
    titled,
    undated_sentence,
)
from hubs.charts.wording import in_words, name_of, precision_sentences, when
from hubs.comparison import Comparison
from hubs.models import Initiative, Status
from hubs.wording import figure, listing, short_date

# How many calendar years, the newest included, the finding calls recent.
RECENT_YEARS = 3
# How many hubs the finding names before it sums up the others.
NAMED_HUBS = 4
# What came to an end, whether or not we know the day.
OVER = (Status.COMPLETED, Status.SUPERSEDED, Status.ABANDONED)


def initiative_timeline(comparison: Comparison) -> Chart | None:
    """Each dated initiative as a mark where it began and a line to its end. None if no date is known."""
    members = members_by_hub(comparison)
    dated = [
        sorted((i for i in mine if i.began_on), key=lambda i: (position(beginning(i)), i.slug))
        for mine in members
    ]
    if not any(dated):
        return None
    title = titled(comparison, _finding(comparison, dated))
    newest = _newest(dated)
    lanes = [[_mark(initiative, newest) for initiative in mine] for mine in dated]
    edges = [edge for marks in lanes for mark in marks for edge in (mark["x"], mark["end"] or mark["x"])]
    found = {initiative.status for mine in dated for initiative in mine}
    return Chart(
        slug="initiative-timeline",
        title=title,
        scope=_(
            "Each mark is one initiative where it began; its shape is the status last seen. A line runs to the end "
            "(a bar across), or while open to the day last seen."
        ),
        caption=sentences(
            [
                *precision_sentences({i.pk: beginning(i) for mine in dated for i in mine}.values()),
                undated_sentence(members),
                shared_sentence(dated, _("drawn in each lane")),
                _("Counts follow what was researched, not all that exists."),
            ]
        ),
        table=Table(
            header=(_("Initiative"), _("Hub"), _("Began"), _("Ended"), _("Status")),
            rows=tuple(
                (
                    i.title_en,
                    str(hub),
                    short_date(beginning(i)),
                    short_date(i.ended_on) if i.ended_on else "",
                    _status(i),
                )
                for hub, mine in zip(comparison.hubs, dated, strict=True)
                for i in mine
            ),
        ),
        alternative=_("Timeline, one lane per hub. %(title)s. The same dates stand in the table.")
        % {"title": title},
        data={
            "kind": "timeline",
            **year_axis([*edges, *([newest["x"]] if newest else [])]),
            "newest": newest,
            "statuses": [
                {"mark": status, "word": _word(status)} for status in (*Status.values, "") if status in found
            ],
            "lanes": [
                {
                    "hub": str(hub),
                    "slot": slot(place),
                    "note": _("%(number)s dated") % {"number": figure(len(marks))},
                    "marks": marks,
                }
                for place, (hub, marks) in enumerate(zip(comparison.hubs, lanes, strict=True))
            ],
        },
    )


def _mark(initiative: Initiative, newest: dict | None) -> dict:
    """An initiative as drawn: where it began, how far it is known to reach, and what a reader is told about it."""
    began, ended, seen = beginning(initiative), initiative.ended_on, initiative.status_date
    start = reach = position(began)
    if ended:
        reach = position(ended)
    elif seen and newest and initiative.status not in OVER:
        # Of what is over, the day it was last seen is not the day it ended. The middle of a year that is not yet
        # over may lie beyond all we know.
        reach = min(position(seen), newest["x"])
    dates = short_date(began)
    if ended and ended.text != began.text:
        dates = _("%(began)s to %(ended)s") % {"began": dates, "ended": short_date(ended)}
    return {
        "x": start,
        "end": reach if reach > start else None,
        "closed": ended is not None,
        "mark": initiative.status,
        "lines": [initiative.title_en, dates, _status(initiative)],
    }


def _word(status: str) -> str:
    return str(Status(status).label) if status else _("No status recorded")


def _status(initiative: Initiative) -> str:
    """The status and its day: one brought about is dated, one only seen says when."""
    word, date = _word(initiative.status), initiative.status_date
    if initiative.status_planned:
        word = _("%(status)s (planned)") % {"status": word}
    if not date:
        return word
    seen = _("%(status)s, seen %(date)s") if initiative.status_observed else _("%(status)s, %(date)s")
    return seen % {"status": word, "date": short_date(date)}


def _newest(dated: Members) -> dict | None:
    """The end of the newest day our evidence is from: nothing is known beyond it."""
    seen = [i.status_date for mine in dated for i in mine if i.status_date]
    if not seen:
        return None
    newest = max(seen, key=lambda date: (date.first, date.fineness))
    edge = fraction(newest.last + datetime.timedelta(days=1))
    return {"x": round(edge, 4), "label": _("newest source %(date)s") % {"date": short_date(newest)}}


def _finding(comparison: Comparison, dated: Members) -> str:
    """How many began lately, hub by hub."""
    years = [beginning(i).first.year for mine in dated for i in mine]
    since = max(years) - RECENT_YEARS + 1
    recent = [sum(beginning(i).first.year >= since for i in mine) for mine in dated]
    hubs = [name_of(hub) for hub in comparison.hubs]
    if len(hubs) == 1:
        return _finding_of_one(hubs[0], dated[0], since, recent[0])
    ranked = sorted(zip(recent, hubs, strict=True), key=lambda pair: -pair[0])
    (most, leader), *others = ranked
    first = ngettext(
        "since %(year)s %(hub)s counts %(number)s new initiative",
        "since %(year)s %(hub)s counts %(number)s new initiatives",
        most,
    ) % {"year": since, "hub": leader, "number": figure(most)}
    return _("%(first)s, %(others)s") % {"first": first, "others": listing(_the_others(others))}


def _the_others(others: list[tuple[int, str]]) -> list[str]:
    """How many each of the other hubs counts, highest first; the low end in one phrase where it grows long."""
    some = [(number, hub) for number, hub in others if number]
    none = [hub for number, hub in others if not number]
    said = [f"{hub} {figure(number)}" for number, hub in some[: NAMED_HUBS - 1]]
    if unnamed := some[NAMED_HUBS - 1 :]:
        said.append(_("no other hub more than %(number)s") % {"number": figure(unnamed[0][0])})
    elif len(none) == 1:
        said.append(_("%(hub)s none") % {"hub": none[0]})
    elif none:
        said.append(_("the other %(number)s none") % {"number": in_words(len(none))})
    return said


def _finding_of_one(hub: str, dated: Sequence[Initiative], since: int, recent: int) -> str:
    began = [beginning(i) for i in dated]
    years = sorted({date.first.year for date in began})
    said = {"hub": hub, "number": figure(len(dated)), "from": years[0], "to": years[-1], "since": since}
    if len(dated) == 1:
        return _("%(hub)s counts one dated initiative, begun %(when)s") % (said | {"when": when(began[0])})
    if len(years) == 1:
        return _("%(hub)s counts %(number)s dated initiatives, all begun in %(from)s") % said
    if years[0] >= since:
        return _("%(hub)s counts %(number)s dated initiatives, begun from %(from)s to %(to)s") % said
    return _(
        "%(hub)s counts %(number)s dated initiatives, begun from %(from)s to %(to)s, %(recent)s of them since %(since)s"
    ) % (said | {"recent": figure(recent)})
