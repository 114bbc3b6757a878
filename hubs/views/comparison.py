"""The comparison page, its fragments and its receipts."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hubs.charts import comparison_charts
from hubs.comparison import Comparison, build_cells, build_comparison
from hubs.forms import ComparisonPageForm
from hubs.models import Jurisdiction, Series, Topic, fold
from hubs.selection import DEFAULT_HUBS, READY_MADE, Selection
from hubs.views.errors import bad_address


@dataclass(frozen=True, slots=True)
class Picker:
    """Hubs to choose from: the chosen first, in the reader's order, then those that fit the words typed."""

    chosen: list[Jurisdiction]
    others: list[Jurisdiction]
    find: str

    @property
    def is_dead_end(self) -> bool:
        return bool(self.find) and not self.others


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The default comparison, with the picker in place and four ready-made ones beside it."""
    hubs = list(Jurisdiction.objects.for_picker())
    known = {hub.slug for hub in hubs}
    selection = Selection(tuple(slug for slug in DEFAULT_HUBS if slug in known))
    context = page_context(request, selection, hubs) | {"is_default": True}
    return render(request, "comparison/compare.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The hubs of the address side by side; without any, a picker."""
    return _compare(request, "comparison/compare.html")


@require_safe
def compare_result(request: HttpRequest) -> HttpResponse:
    """What of the comparison page changes with the selection, as a fragment of its own."""
    return _compare(request, "comparison/_result.html", fragment=True)


@require_safe
def compare_picker(request: HttpRequest) -> HttpResponse:
    """The picker alone: what HTMX shows while the reader types a name."""
    return _compare(request, "comparison/_picker.html", fragment=True)


def _compare(request: HttpRequest, template: str, *, fragment: bool = False) -> HttpResponse:
    hubs = list(Jurisdiction.objects.for_picker())
    topics = list(Topic.objects.about_hubs())
    form = ComparisonPageForm(request.GET, hubs=hubs, topics=topics)
    if not form.is_valid():
        return bad_address(request, form, page=reverse("compare"), fragment=fragment)
    selection, find = form.selection, form.cleaned_data["find"]
    if template == "comparison/_picker.html":
        # Nothing need be compared to list names while somebody types.
        return render(request, template, {"selection": selection, "picker": _picker(selection, hubs, find)})
    context = page_context(request, selection, hubs, find=find)
    context |= {"removed": _undo(selection, form.cleaned_data["removed"], hubs)}
    response = render(request, template, context)
    if template == "comparison/_result.html":
        # The page's address goes into the history, never the fragment's.
        query = request.GET.urlencode()
        response.headers["HX-Push-Url"] = f"{reverse('compare')}?{query}" if query else reverse("compare")
    return response


def page_context(
    request: HttpRequest, selection: Selection, hubs: list[Jurisdiction], find: str = ""
) -> dict:
    """What the comparison templates show for a selection of existing hubs."""
    comparison = build_comparison(selection) if selection.hubs else None
    return {
        "selection": selection,
        "comparison": comparison,
        "charts": comparison_charts(comparison) if comparison else [],
        "sources": sources_by_note(comparison) if comparison else [],
        "picker": _picker(selection, hubs, find),
        "ready_made": [ready for ready in READY_MADE if {h.slug for h in hubs} >= set(ready.selection.hubs)],
        "permalink": request.build_absolute_uri(f"{reverse('compare')}?{selection.query}"),
        "removed": None,
    }


def sources_by_note(comparison: Comparison) -> list[tuple[int, list]]:
    """Each footnote of the table with its articles, as the print sheet lists them."""
    return [(cell.note, cell.articles) for row in comparison.rows() for cell in row.cells if cell.note]


def _picker(selection: Selection, hubs: list[Jurisdiction], find: str) -> Picker:
    by_slug = {hub.slug: hub for hub in hubs}
    chosen = [by_slug[slug] for slug in selection.hubs]
    folded = fold(find)
    others = [
        hub
        for hub in hubs
        if hub.slug not in selection.hubs
        and (folded in hub.folded or any(folded in alias.folded for alias in hub.aliases.all()))
    ]
    return Picker(chosen, others, find)


def _undo(selection: Selection, removed: tuple[str, int] | None, hubs: list[Jurisdiction]) -> dict | None:
    """The hub that the last act removed, and the selection with it back in its place."""
    if removed is None or removed[0] in selection.hubs or selection.is_full:
        return None
    slug, place = removed
    back = (*selection.hubs[:place], slug, *selection.hubs[place:])
    hub = next(hub for hub in hubs if hub.slug == slug)
    return {"hub": hub, "selection": replace(selection, hubs=back)}


@require_safe
def receipt(request: HttpRequest, hub: str, topic: str, series: str | None = None) -> HttpResponse:
    """Everything said about one hub on one topic: values, sources, words, and who disagrees."""
    return render(request, "comparison/receipt.html", _receipt_context(hub, topic, series))


@require_safe
def receipt_fragment(request: HttpRequest, hub: str, topic: str, series: str | None = None) -> HttpResponse:
    """The same receipt, to open below its row."""
    return render(request, "comparison/_receipts.html", _receipt_context(hub, topic, series))


def _receipt_context(hub: str, topic: str, series: str | None) -> dict:
    of_hub = get_object_or_404(Jurisdiction.objects.select_related("parent"), slug=hub)
    on_topic = get_object_or_404(Topic.objects.about_hubs().prefetch_related("series", "choices"), slug=topic)
    in_series = get_object_or_404(Series, slug=series, topic=on_topic) if series else None
    return {
        "cells": build_cells(of_hub, on_topic, in_series),
        "hub": of_hub,
        "topic": on_topic,
        "series": in_series,
    }
