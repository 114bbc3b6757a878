"""Initiatives on a timeline: a lane per hub, each from the day it began to the day it ended."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hubs.charts.chart import Chart, Table, fraction, position, sentences, slot, year_axis
from hubs.charts.initiatives import Members, members_by_hub, shared_sentence, titled, undated_sentence
from hubs.charts.wording import figure, in_words, listing, name_of, short_date, when
from hubs.comparison import Comparison
from hubs.models import Initiative, Status

# How many calendar years, the newest included, the finding calls recent.
RECENT_YEARS = 3
# How many hubs the finding names before it sums up the others.
NAMED_HUBS = 4
# Dates coarser than a day, and where they stand.
COARSE = {
    "year": (gettext_lazy("year"), gettext_lazy("mid-year")),
    "half": (gettext_lazy("half-year"), gettext_lazy("in its middle")),
    "quarter": (gettext_lazy("quarter"), gettext_lazy("in its middle")),
    "month": (gettext_lazy("month"), gettext_lazy("mid-month")),
}


def initiative_timeline(comparison: Comparison) -> Chart | None:
    """Each dated initiative as a mark where it began and a line to its end. None if no date is known."""
    members = members_by_hub(comparison)
    dated = [sorted((i for i in mine if i.began_on), key=_chronological) for mine in members]
    if not any(dated):
        return None
    title = titled(comparison, _finding(comparison, dated))
    found = {initiative.status for mine in dated for initiative in mine}
    return Chart(
        slug="initiative-timeline",
        title=title,
        scope=_(
            "Each mark is one initiative where it began; its shape is the status last seen. A line runs to the end, "
            "with a bar across, or without one to the day it was last seen."
        ),
        caption=sentences(
            [
                _precision_sentence(dated),
                undated_sentence(members),
                shared_sentence(dated, _("drawn in each lane")),
                _("Counts follow what was researched, not all that exists."),
            ]
        ),
        table=Table(
            header=(_("Initiative"), _("Hub"), _("Began"), _("Ended"), _("Status")),
            rows=tuple(
                (i.title_en, str(hub), short_date(i.began_on), short_date(i.ended_on) if i.ended_on else "", _status(i))
                for hub, mine in zip(comparison.hubs, dated, strict=True)
                for i in mine
            ),
        ),
        alternative=_("Timeline, one lane per hub. %(title)s. The same dates stand in the table.") % {"title": title},
        data={
            "kind": "timeline",
            **_axis(dated),
            "statuses": [
                {"mark": status, "word": _word(status)} for status in (*Status.values, "") if status in found
            ],
            "lanes": [
                {
                    "hub": str(hub),
                    "slot": slot(place),
                    "note": _("%(number)s dated") % {"number": figure(len(mine))},
                    "marks": [_mark(initiative) for initiative in mine],
                }
                for place, (hub, mine) in enumerate(zip(comparison.hubs, dated, strict=True))
            ],
        },
    )


def _chronological(initiative: Initiative) -> tuple:
    began = initiative.began_on
    assert began
    return (position(began), initiative.slug)


def _mark(initiative: Initiative) -> dict:
    """An initiative as drawn: where it began, how far it is known to reach, and what a reader is told about it."""
    began, ended, seen = initiative.began_on, initiative.ended_on, initiative.status_date
    assert began
    start = position(began)
    reach = position(ended or seen or began)
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
    if not date:
        return word
    seen = _("%(status)s, seen %(date)s") if initiative.status_observed else _("%(status)s, %(date)s")
    return seen % {"status": word, "date": short_date(date)}


def _axis(dated: Members) -> dict:
    """Years that hold every mark, and the day our newest evidence is from: beyond it nothing could be drawn."""
    marks = [_mark(initiative) for mine in dated for initiative in mine]
    seen = [i.status_date for mine in dated for i in mine if i.status_date]
    axis: dict = year_axis(edge for mark in marks for edge in (mark["x"], mark["end"] or mark["x"]))
    if not seen:
        return axis | {"newest": None}
    newest = max(seen, key=lambda date: (date.first, date.fineness))
    edge = fraction(newest.last + datetime.timedelta(days=1))
    axis["max"] = max(axis["max"], -int(-edge // 1))
    return axis | {
        "newest": {"x": round(edge, 4), "label": _("newest source %(date)s") % {"date": short_date(newest)}}
    }


def _finding(comparison: Comparison, dated: Members) -> str:
    """How many began lately, hub by hub."""
    years = [i.began_on.first.year for mine in dated for i in mine if i.began_on]
    since = max(years) - RECENT_YEARS + 1
    recent = [sum(i.began_on.first.year >= since for i in mine if i.began_on) for mine in dated]
    hubs = [name_of(hub) for hub in comparison.hubs]
    if len(hubs) == 1:
        return _finding_of_one(hubs[0], dated[0], since, recent[0])
    ranked = sorted(zip(recent, hubs, strict=True), key=lambda pair: -pair[0])
    (most, leader), *others = ranked
    named = [f"{hub} {figure(number) if number else in_words(0)}" for number, hub in others[: NAMED_HUBS - 1]]
    rest = others[NAMED_HUBS - 1 :]
    first = ngettext(
        "since %(year)s %(hub)s counts one new initiative",
        "since %(year)s %(hub)s counts %(number)s new initiatives",
        most,
    ) % {"year": since, "hub": leader, "number": figure(most)}
    if rest:
        highest = max(number for number, _hub in rest)
        if highest:
            named.append(_("no other hub more than %(number)s") % {"number": figure(highest)})
        else:
            named.append(_("no other hub any"))
    return _("%(first)s, %(others)s") % {"first": first, "others": listing(named)}


def _finding_of_one(hub: str, dated: list[Initiative], since: int, recent: int) -> str:
    began = [i.began_on for i in dated if i.began_on]
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


def _precision_sentence(dated: Members) -> str:
    """Which beginnings are not known to the day, and so where they stand."""
    precisions = {i.pk: i.began_on.precision for mine in dated for i in mine if i.began_on}
    said = []
    for name, (precision, place) in COARSE.items():
        number = list(precisions.values()).count(name)
        if number:
            text = ngettext(
                "%(number)s is known only to the %(precision)s and stands %(place)s.",
                "%(number)s are known only to the %(precision)s and stand %(place)s.",
                number,
            )
            said.append(text % {"number": figure(number), "precision": precision, "place": place})
    return sentences(said)
