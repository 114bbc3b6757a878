"""Pages about the site itself, and what robots read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hubs.models import Category, Change, Initiative, Jurisdiction, Status, Topic
from hubs.selection import DEFAULT_HUBS, MAX_HUBS, READY_MADE, Selection


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What being listed here means and does not mean, what “read” means, and how to report an error."""
    return render(request, "pages/about.html")


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term used on screen, each with an address of its own."""
    return render(request, "pages/glossary.html")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Everything to take away: files, licence, how to cite, and how to build an address."""
    hubs = list(Jurisdiction.objects.for_list())
    known = {hub.slug for hub in hubs}
    context = {
        "hubs": hubs,
        "topics": Topic.objects.about_hubs().in_sheet_order(),
        "initiative_count": Initiative.objects.public().count(),
        "categories": Category,
        "statuses": Status,
        "ready_made": [ready for ready in READY_MADE if known >= set(ready.selection.hubs)],
        "default": Selection(tuple(slug for slug in DEFAULT_HUBS if slug in known)),
        "max_hubs": MAX_HUBS,
        "version": Change.objects.data_version(),
        "site": request.build_absolute_uri("/")[:-1],
    }
    return render(request, "pages/data.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; fragments, files and searches need not be listed."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /compare/result/",
        "Disallow: /compare/picker/",
        "Disallow: /receipt/",
        f"Disallow: {reverse('initiative_results')}",
        f"Disallow: {reverse('search')}",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
