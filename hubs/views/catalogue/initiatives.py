"""The list of initiatives with its filters and its file, and the page of one."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hubs.comparison import distinct_articles
from hubs.export.rows import initiative_rows
from hubs.forms import InitiativeFilter, InitiativeFilterForm, InitiativeListForm
from hubs.models import Initiative, Jurisdiction
from hubs.selection import MAX_HUBS, Selection
from hubs.views.catalogue.filters import Filters, chips, count_filters, what_to_loosen
from hubs.views.catalogue.moved import leads_on
from hubs.views.catalogue.story import disputed_keys, in_order, promise_to_outcome
from hubs.views.editors import may
from hubs.views.errors import bad_address
from hubs.views.export import csv_file


@require_safe
def initiative_list(request: HttpRequest) -> HttpResponse:
    """Initiatives that fit the address, newest first, a page at a time, beside filters with counts."""
    return _list(request, "catalogue/initiative_list.html")


@require_safe
def initiative_results(request: HttpRequest) -> HttpResponse:
    """What of that page changes with the filters, as a fragment of its own."""
    return _list(request, "catalogue/_initiative_results.html", fragment=True)


def _list(request: HttpRequest, template: str, *, fragment: bool = False) -> HttpResponse:
    hubs = list(Jurisdiction.objects.all())
    form = InitiativeListForm(request.GET, hubs=hubs)
    page = (
        form.page_of(form.filter.apply(Initiative.objects.public().for_list())) if form.is_valid() else None
    )
    if page is None:
        return bad_address(request, form, page=reverse("initiative_list"), fragment=fragment)
    asked, filters = form.filter, count_filters(form.filter, hubs)
    context = {
        "asked": asked,
        "filters": filters,
        "page": page,
        "years": _by_year(page.object_list, filters),
        "total": Initiative.objects.public().count(),
        "chips": chips(asked, hubs),
        "looser": [] if page.object_list else what_to_loosen(asked, hubs),
        "side_by_side": _side_by_side(asked, filters),
    }
    response = render(request, template, context)
    if fragment:
        # The page's address goes into the history, never the fragment's, and without the empty fields of the form.
        response.headers["HX-Push-Url"] = (
            f"{reverse('initiative_list')}{'?' if form.query else ''}{form.query}"
        )
    return response


def _by_year(
    initiatives: list[Initiative], filters: Filters
) -> list[tuple[int | None, int, list[Initiative]]]:
    """The initiatives of a page under the year they began, with how many that year has on all pages."""
    counts = {year.year: year.count for year in filters.years} | {None: filters.undated}
    by_year = groupby(initiatives, key=lambda i: i.began_first.year if i.began_first else None)
    return [(year, counts[year], list(members)) for year, members in by_year]


def _side_by_side(asked: InitiativeFilter, filters: Filters) -> tuple[list[str], Selection] | None:
    """The comparison nearest to what is listed: the hubs asked for, or those that have most of it."""
    most = [value for value in filters.hubs if value.chosen or (value.count and not asked.hubs)]
    most = most[: MAX_HUBS if asked.hubs else 4]
    if not most:
        return None
    selection = Selection(tuple(value.code for value in most), categories=asked.categories)
    return [value.label for value in most], selection


@require_safe
def initiatives_csv(request: HttpRequest) -> HttpResponse:
    """Every initiative that fits the address, as CSV: the list of the page, all pages of it."""
    form = InitiativeFilterForm(request.GET, hubs=Jurisdiction.objects.all())
    if not form.is_valid():
        return bad_address(request, form, page=reverse("initiatives_csv"))
    initiatives = form.filter.apply(Initiative.objects.public().for_export())
    return csv_file(initiative_rows(initiatives), name="initiatives")


@require_safe
@leads_on("initiative")
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """One initiative: where it stands, what was promised and came of it, and all that was said of it.

    Editors see one that is not public yet.
    """
    public = Initiative.objects.public()
    by_editor = may(request, "hubs.change_initiative")
    seen = Initiative.objects.all() if by_editor else public
    initiative = get_object_or_404(seen.for_page(), slug=slug)
    hubs = [participation.jurisdiction for participation in initiative.participations.all()]
    articles = distinct_articles(initiative.live_statements)
    context = {
        "initiative": initiative,
        "for_editors": by_editor and not public.filter(pk=initiative.pk).exists(),
        "hubs": hubs,
        "selection": Selection(tuple(hub.slug for hub in hubs[:MAX_HUBS])),
        "articles": articles,
        "held": sum(bool(article.sha256) for article in articles),
        "promise": promise_to_outcome(initiative),
        "said": in_order(initiative.live_statements),
        "differing": disputed_keys(initiative.live_statements),
        "near": Initiative.objects.public().near(initiative)[:6],
    }
    return render(request, "catalogue/initiative.html", context)
