"""What changed: every public change, newest first, and what one of them did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from hubs.changes import Told, merges_of, tell, touched_questions, what_changed
from hubs.feeds import ChangesFeed
from hubs.forms import ChangeFeedForm, ChangeListForm, PagedForm
from hubs.models import Change, ChangeKind, Jurisdiction
from hubs.models.change import ChangeQuerySet
from hubs.views.errors import bad_address

# Cells of one change on a page.
CELLS = 50


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """What was published, corrected, withdrawn and preferred, newest first; of one hub, or of some kinds."""
    form = ChangeListForm(request.GET, hubs=Jurisdiction.objects.order_by("name_en"))
    page = form.page_of(_asked_for(form)) if form.is_valid() else None
    if page is None:
        return bad_address(request, form, page=reverse("change_list"))
    counts = Change.objects.count_by_kind(hub=form.chosen_hub)
    context = {
        "page": page,
        "told": tell(page.object_list, hub=form.chosen_hub, kinds=form.kinds),
        "hub": form.chosen_hub,
        "hubs": form.hubs.values(),
        "kinds": [(kind, counts[kind], kind in form.kinds) for kind in ChangeKind],
        "chosen": form.kinds,
        "query": form.query,
    }
    return render(request, "changes/change_list.html", context)


def _asked_for(form: ChangeListForm) -> ChangeQuerySet:
    return Change.objects.public(hub=form.chosen_hub, kinds=form.kinds).with_counts(hub=form.chosen_hub)


@require_safe
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The same list as an Atom feed; who has the newest entry already is told so with 304."""
    form = ChangeFeedForm(request.GET, hubs=Jurisdiction.objects.all())
    if not form.is_valid():
        return bad_address(request, form, page=reverse("changes_feed"))
    # What is published never changes, so the newest change in a feed names the version of all of it.
    newest = Change.objects.public(hub=form.chosen_hub, kinds=form.kinds).first()
    feed = condition(
        etag_func=lambda *args, **asked: f'"{newest.pk if newest else 0}"',
        last_modified_func=lambda *args, **asked: newest.at if newest else None,
    )(ChangesFeed())
    return feed(request, hub=form.chosen_hub, kinds=form.kinds, query=form.query)


@require_safe
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: every cell it touched, before and after, and every statement field by field."""
    change = get_object_or_404(Change.objects.public().with_counts(), pk=pk)
    form = PagedForm(request.GET)
    questions = touched_questions({kind: {change.pk} for kind in ChangeKind})
    page = form.page_of(questions, size=CELLS) if form.is_valid() else None
    if page is None:
        return bad_address(request, form, page=change.get_absolute_url())
    cells = what_changed(change, page.object_list)
    counts = [(kind, n) for kind in ChangeKind if (n := getattr(change, f"count_{kind.value}"))]
    merge = merges_of([change]).get(change.pk)
    whole = merge or sum(n for _kind, n in counts) == sum(len(cell.acts) for cell in cells)
    context = {
        "change": change,
        # All of it is on this page, or it is told by its counts.
        "told": Told(change, cells, [], merge=merge) if whole else Told(change, [], counts),
        "counts": counts,
        "cells": cells,
        "page": page,
    }
    return render(request, "changes/change.html", context)
