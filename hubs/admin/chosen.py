"""Several statements chosen in the list: what would change of each cell is looked at, then done in one change."""

from collections.abc import Callable, Collection

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubs import editing
from hubs.admin import acting
from hubs.admin.waiting import full, publish_all, said
from hubs.forms.statement import ReasonForm
from hubs.models import Change, Door, Statement

MOST = 100  # on one page, to be looked at
SEVERAL = 5  # named one by one


def withdraw(
    model_admin: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[Statement]
) -> HttpResponse | None:
    """Take what is public of them from the public, for one reason."""
    public = list(chosen.live())
    form = ReasonForm(request.POST) if "confirm" in request.POST else ReasonForm(initial=request.POST.dict())
    reason = request.POST.get("reason", "").strip() or _("(your reason)")

    def act() -> Change:
        return editing.withdraw_many(public, reason=reason, by=request.user, door=Door.ADMIN)

    gone = list(chosen.filter(withdrawn__isnull=False).select_related("withdrawn__by"))
    if "confirm" in request.POST and [*chosen] == gone[:1] and is_gone_for_good(gone[0]):
        return acting.gone(model_admin, request, gone[0], form)
    others = chosen.count() - len(public) - len(gone)
    words = ngettext(
        "%d of them is not public, and stays as it is.",
        "%d of them are not public, and stay as they are.",
        others,
    )
    left_out = [words % others] * bool(others) + [became_of(each) for each in gone[:SEVERAL]]
    if more := len(gone[SEVERAL:]):
        left_out.append(_("%d more were withdrawn as well.") % more)
    if gone and not public and request.POST.get("reason"):
        left_out.append(_("Your reason was: “%s”") % request.POST["reason"])
    context = {
        "title": ngettext("Withdraw a statement", "Withdraw %(n)d statements", len(public))
        % {"n": len(public)},
        "left_out": " ".join(left_out),
        "form": form,
        "confirm": ngettext("Withdraw it", "Withdraw them in one change", len(public)),
        "done": _("Withdrawn: %d.") % len(public),
    }
    return looked_at(model_admin, request, public, act, context)


def is_gone_for_good(statement: Statement) -> bool:
    """Whether nothing is public in the place of what was withdrawn."""
    return not Statement.objects.live().filter(key=statement.key).exists()


def became_of(gone: Statement) -> str:
    """Who took a statement from the public, and why."""
    change = gone.withdrawn
    said = {"it": gone, "who": acting.who_did(change), "at": date_format(change.at, "DATETIME_FORMAT")}
    if Statement.objects.filter(replaces=gone, published=change).exists():
        return _("“%(it)s” was replaced by %(who)s on %(at)s.") % said
    if not change.note:
        return _("“%(it)s” was withdrawn by %(who)s on %(at)s.") % said
    return _("“%(it)s” was withdrawn by %(who)s on %(at)s: “%(why)s”") % (said | {"why": change.note})


def publish(
    model_admin: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[Statement]
) -> HttpResponse | None:
    """Make the drafts among them public; what was sent back is for who proposed it to change first."""
    drafts = list(full(chosen.filter(sent_back="").values_list("pk", flat=True)[: MOST + 1]))

    def act() -> Change:
        return publish_all(drafts, request)

    back, public = chosen.exclude(sent_back="").count(), chosen.filter(published__isnull=False).count()
    left_out = (
        (back, ngettext("%d was sent back, and is left out.", "%d were sent back, and are left out.", back)),
        (public, ngettext("%d is public already.", "%d are public already.", public)),
    )
    context = {
        "title": ngettext("Publish a draft", "Publish %(n)d drafts", len(drafts)) % {"n": len(drafts)},
        "left_out": " ".join(words % n for n, words in left_out if n),
        "confirm": ngettext("Publish it", "Publish them in one change", len(drafts)),
        "done": _("Published: %d.") % len(drafts),
    }
    return looked_at(model_admin, request, drafts, act, context, said_by=[said(draft) for draft in drafts])


def looked_at(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    statements: Collection[Statement],
    act: Callable[[], Change],
    context: dict,
    said_by: Collection[str] = (),
) -> HttpResponse | None:
    """The page that shows what an act would do to each cell, with a button; None once it was done or refused."""
    form = context.get("form")
    try:
        if not statements:
            raise editing.EditingError(context["left_out"] or _("Nothing was chosen."))
        if len(statements) > MOST:
            raise editing.EditingError(
                _("Choose at most %d at a time, so that each can be looked at.") % MOST
            )
        cells = acting.rehearse(act)
        pks = [statement.pk for statement in statements]
        seal = acting.seal(cells, pks, list(said_by))
        if (
            "confirm" in request.POST
            and request.POST.get("seal") == seal
            and (form is None or form.is_valid())
        ):
            change = acting.attempt(act)
            words = (
                context["done"],
                context["left_out"],
                _("Readers see it now:"),
                change.get_absolute_url(),
                change,
            )
            model_admin.message_user(
                request, format_html('{} {} {} <a href="{}">{}</a>.', *words), messages.SUCCESS
            )
            return None
    except editing.EditingError as refusal:
        model_admin.message_user(request, _("Nothing was changed. %s") % refusal, messages.ERROR)
        return None
    again = "confirm" in request.POST and request.POST.get("seal") != seal
    asked = {"action": request.POST["action"], "pks": pks, "cells": cells, "seal": seal, "again": again}
    status = 422 if form is not None and form.errors else 200
    return acting.page(model_admin, request, "chosen", status=status, **context | asked)
