"""Screens on which one act is prepared, looked at as readers will see it, and confirmed with a second press."""

import hashlib
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hubs import editing
from hubs.admin.refusals import sentence_of
from hubs.admin.stale.conflict import Conflict
from hubs.admin.stale.opened import Opened, name_of
from hubs.admin.versions import Difference, Version, read, typed
from hubs.changes import Touched, what_changed
from hubs.models import Change, Statement

Done = TypeVar("Done")


def screen(name: str, form_of: Callable[[Statement], forms.BaseForm]) -> Callable:
    """For a screen about one public statement: gives it the one that is public now, and the one it was opened about.

    They differ where somebody replaced it meanwhile: who only looks is led on; what was typed is for the screen to
    keep. Where nothing is public under its key any more, a page says so, with what was typed into `form_of`.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def screen_about(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
            if not model_admin.has_change_permission(request):
                raise PermissionDenied
            ever = Statement.objects.filter(published__isnull=False).with_sources()
            ever = ever.select_related("jurisdiction", "initiative", "withdrawn__by")
            opened = ever.filter(pk=pk).first()
            if opened is None:
                raise Http404
            held = ever.filter(key=opened.key, withdrawn=None).first()
            if held is None:
                return gone(model_admin, request, opened, form_of(opened))
            if held != opened and request.method != "POST":
                words = _("What you had open was replaced by %(who)s: this is what is public now.")
                model_admin.message_user(request, words % {"who": who_did(held.published)}, messages.WARNING)
                return redirect(reverse(f"admin:hubs_statement_{name}", args=[held.pk]) + and_back(request))
            return view(model_admin, request, held, opened)

        return screen_about

    return decorate


def gone(
    model_admin: admin.ModelAdmin, request: HttpRequest, opened: Statement, form: forms.BaseForm
) -> HttpResponse:
    """Withdrawn, and nothing in its place; what was typed is shown once more, so that it can be used elsewhere."""
    sent = [(form[name], typed(form, name, request.POST)) for name in form.fields]
    context = {
        "title": _("Withdrawn meanwhile"),
        "gone": opened,
        "who": who_did(opened.withdrawn),
        "typed": [(capfirst(bound.label), read(bound.field, value)) for bound, value in sent if value],
    }
    return page(model_admin, request, "gone", status=410, **context)


def who_did(change: Change) -> str:
    return change.by.get_username() if change.by else _("a command")


def replaced(held: Statement, differences: Iterable[Difference]) -> Conflict:
    """Why a screen comes back that was about what `held` has replaced."""
    change = held.published
    opened = Opened(
        name_of(held), Version(), Version()
    )  # these screens know by their address what they are about
    return Conflict(opened, list(differences), [who_did(change)], change.at)


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("hubs.publish_statement")


def attempt(act: Callable[[], Done]) -> Done:
    """Do an act. EditingError with a sentence, also where the database refuses, as when somebody was quicker."""
    try:
        return act()
    except IntegrityError as refusal:
        collision = _("Somebody else did the same at this moment: look at it again.")
        raise editing.EditingError(sentence_of(refusal, collision)) from refusal


def rehearse(act: Callable[[], Change]) -> list[Touched]:
    """The cells as an act would leave them. EditingError where it may not be done; nothing stays written."""
    cells: list[Touched] = []
    with editing.rehearsal():
        cells = what_changed(attempt(act))
    return cells


def seal(cells: list[Touched], *entered: Any) -> str:
    """A short sign of what was entered and of all that was said then: who confirms has looked at just this.

    Which of it an editor prefers is part of that, also where readers saw the same as before.
    """
    seen = [
        [(s.pk, s.published_id, [r.pk for r in s.rankings.all()]) for s in cell.before.weighed.statements]
        for cell in cells
    ]
    return hashlib.sha256(repr((seen, entered)).encode()).hexdigest()[:20]


def page(
    model_admin: admin.ModelAdmin, request: HttpRequest, name: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """One of the screens, as `templates/admin/hubs/statement/` has it."""
    known = {
        "opts": Statement._meta,
        "may_publish": may_publish(request),
        "back": way_back(request),
        "and_back": and_back(request),
    }
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


def and_back(request: HttpRequest) -> str:
    """What the address of a further step ends with, so that it knows the way back as well."""
    back = way_back(request)
    return f"?{urlencode({'next': back})}" if back else ""
