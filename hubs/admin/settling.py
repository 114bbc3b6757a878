"""Which of the statements of a cell is preferred, and taking one from the public: each with a public reason."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from hubs import editing
from hubs.admin import acting, correcting
from hubs.admin.versions import Version, differences, untouched
from hubs.forms.statement import ReasonForm, SettlingForm
from hubs.models import Change, Door, Statement
from hubs.preference import weigh


def blank(_statement: Statement) -> ReasonForm:
    """What is typed on these screens."""
    return ReasonForm()


@acting.screen("settle", blank)
def settle(
    model_admin: admin.ModelAdmin, request: HttpRequest, held: Statement, opened: Statement
) -> HttpResponse:
    """All that is public about a cell side by side, and which of it is preferred because of what."""
    rivals = rivals_of(held)
    form = SettlingForm(request.POST or None, rivals=rivals, initial={"statement": held.pk})
    weighed = weigh(rivals)
    context = {
        "title": "Settle which statement is preferred",
        "held": held,
        "form": form,
        "weighed": weighed,
        "rivals": [
            (statement, option)
            for statement, option in zip(rivals, form["statement"].subwidgets, strict=True)
        ],
        "confirm": "Prefer it",
    }

    def act() -> Change:
        chosen, reason = form.cleaned_data["statement"], form.cleaned_data["reason"]
        return editing.rank(statement=chosen, reason=reason, by=request.user, door=Door.ADMIN)

    return with_reason(model_admin, request, "settle", form, act, context | meanwhile(opened, held))


@acting.screen("withdraw", blank)
def withdraw(
    model_admin: admin.ModelAdmin, request: HttpRequest, held: Statement, opened: Statement
) -> HttpResponse:
    """Take a statement from the public without a replacement."""
    form = ReasonForm(request.POST or None)
    context = {"title": "Withdraw a statement", "held": held, "form": form, "confirm": "Withdraw it"}

    def act() -> Change:
        reason = form.cleaned_data["reason"]
        return editing.withdraw(statement=held, reason=reason, by=request.user, door=Door.ADMIN)

    return with_reason(model_admin, request, "withdraw", form, act, context | meanwhile(opened, held))


def meanwhile(opened: Statement, held: Statement) -> dict[str, Any]:
    """Why the screen comes back instead of acting, where somebody replaced what it was opened about."""
    if opened == held:
        return {}
    now = correcting.blank(held)
    was = Version.of(correcting.blank(opened))
    return {"stale": acting.replaced(held, differences(now, [], was, untouched(now, [])))}


def with_reason(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    name: str,
    form: ReasonForm,
    act,
    context: dict[str, Any],
) -> HttpResponse:
    """Ask for the reason, show what would change, and do it when that is confirmed."""
    if request.method != "POST":
        return acting.page(model_admin, request, name, **context)
    if not acting.may_publish(request):
        raise PermissionDenied
    if "stale" in context:
        return acting.page(model_admin, request, name, status=409, **context)
    if not form.is_valid():
        return acting.page(model_admin, request, name, status=422, **context)
    try:
        cells = acting.rehearse(act)
        seal = acting.seal(cells, {field: str(value) for field, value in form.cleaned_data.items()})
        if "confirm" in request.POST and request.POST.get("seal") == seal:
            acted_on = form.cleaned_data.get("statement", context["held"])
            return acting.told(model_admin, request, acting.attempt(act), acted_on)
    except editing.EditingError as refusal:
        form.add_error(None, str(refusal))
        return acting.page(model_admin, request, name, status=422, **context)
    context |= {"cells": cells, "seal": seal, "again": "confirm" in request.POST}
    return acting.page(model_admin, request, name, **context)


def rivals_of(statement: Statement) -> QuerySet[Statement]:
    """All that is public about the same hub or initiative on the same topic and series, newest first."""
    same = Statement.objects.live().filter(
        jurisdiction=statement.jurisdiction_id,
        initiative=statement.initiative_id,
        topic=statement.topic_id,
        series=statement.series_id,
    )
    return same.with_sources().select_related("jurisdiction", "initiative").newest_first()
