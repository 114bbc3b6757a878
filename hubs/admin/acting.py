"""Screens on which one act is prepared, looked at as readers will see it, and confirmed with a second press."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hubs import editing
from hubs.changes import Touched, what_changed
from hubs.models import Change, Statement


def public_statement(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> Statement:
    """The statement to act on, with its sources. 404 for one that readers do not see, 403 for who may not edit."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    live = Statement.objects.live().with_sources().select_related("jurisdiction", "initiative")
    statement = live.filter(pk=pk).first()
    if statement is None:
        raise Http404
    return statement


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("hubs.publish_statement")


def attempt(act: Callable[[], Change]) -> Change:
    """Do an act. EditingError with a sentence, also where the database refuses because somebody was quicker."""
    try:
        return act()
    except IntegrityError as refusal:
        raise editing.EditingError(
            _("Somebody else did the same at this moment: look at it again.")
        ) from refusal


def rehearse(act: Callable[[], Change]) -> list[Touched]:
    """The cells as an act would leave them. EditingError where it may not be done; nothing stays written."""
    cells: list[Touched] = []
    with editing.rehearsal():
        cells = what_changed(attempt(act))
    return cells


def seal(cells: list[Touched], *entered: Any) -> str:
    """A short sign of what was entered and what readers saw then: who confirms has looked at just this."""
    seen = [[(s.pk, s.published_id) for s in cell.before.statements] for cell in cells]
    return hashlib.sha256(repr((seen, entered)).encode()).hexdigest()[:20]


def page(
    model_admin: admin.ModelAdmin, request: HttpRequest, name: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """One of the screens, as `templates/admin/hubs/statement/` has it."""
    known = {"opts": Statement._meta, "may_publish": may_publish(request)}
    context = model_admin.admin_site.each_context(request) | known | context
    return render(request, f"admin/hubs/statement/{name}.html", context, status=status)


def told(
    model_admin: admin.ModelAdmin, request: HttpRequest, change: Change, statement: Statement
) -> HttpResponse:
    """After an act: back to where it began, or to the statement, with the way to what readers see of it."""
    link = format_html('<a href="{}">{}</a>', change.get_absolute_url(), change)
    model_admin.message_user(request, format_html("{} {}.", _("Readers see it now:"), link))
    return redirect(way_back(request) or reverse("admin:hubs_statement_change", args=[statement.pk]))


def way_back(request: HttpRequest) -> str:
    """The page of the admin that the address says an act began on; nothing where it names none, or another site."""
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and asked.startswith(reverse("admin:index")) else ""
