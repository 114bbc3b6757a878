"""Two people at one record: a form that was opened before somebody else saved does not overwrite what they did."""

import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from hubs.admin.versions import Difference, Version, differences, merge, take, untouched
from hubs.models import Change

SALT = "hubs.admin.stale"
OPENED, TAKE = (
    "_opened",
    "_take",
)  # inputs of a form: what it was made from; a button that takes what is there now


@dataclass(frozen=True)
class Opened:
    """What a form was made from; travels with the form, signed, and comes back with what was typed.

    `before` is what it was made from in the first place, when the form came back once already. Nobody keeps it
    here, so that nothing has to be cleaned up and every worker can read it.
    """

    of: str
    version: Version
    before: Version
    at: float = field(default_factory=time.time)
    form: str = field(
        default_factory=lambda: secrets.token_urlsafe(6)
    )  # tells two forms of one version apart

    def seal(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def unseal(cls, seal: str, of: str) -> "Opened | None":
        """None for one of another record, and for junk."""
        try:
            known = signing.loads(seal, salt=SALT)
        except signing.BadSignature:
            return None
        versions = {name: Version(**known[name]) for name in ("version", "before")}
        return cls(**known | versions) if known["of"] == of else None


@dataclass
class Conflict:
    """Why a form was stopped, and all that a person needs to decide."""

    opened: Opened
    differences: list[Difference] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    at: datetime | None = None
    known: bool = True  # whether the form said what it was made from
    gone: bool = False
    taking: bool = False

    @property
    def clashes(self) -> list[Difference]:
        return [each for each in self.differences if each.clashes]

    @property
    def happened(self) -> str:
        who = " and ".join(self.by) or _("Somebody")
        if self.gone:
            return _("%(who)s deleted this while you had it open.") % {"who": who}
        if not self.known:
            return _("This form does not say what it was made from.")
        return _("%(who)s saved this while you had it open.") % {"who": who}

    @property
    def sentence(self) -> str:
        if self.taking:
            return _("Not saved yet: look at what stands in the form now, then save.")
        return f"{self.happened} {_('Nothing is saved yet.')}"


class StopsStaleForms:
    """For a ModelAdmin, first among its bases: stops a form that was made before somebody else saved.

    Each form carries what it was made from. On the way back that is held against the record and its rows, locked
    until the save has ended. If they differ, the form returns with everything that was typed, on top of what is
    there now, and shows both: saving again is then done knowingly. The same form sent twice is saved once.
    """

    delete_confirmation_template = "admin/stale_delete.html"

    # --- Changing and adding

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if {"_publish", "_preview"} & request.POST.keys():
                # Before any record: whoever publishes elsewhere takes the same two in this order.
                Change.objects.queue()
            if object_id is None:
                # Of two presses at the same moment the second waits for the first.
                hold(get_user_model(), pk=request.user.pk)
                if twin := self.saved_by_same_form(request):
                    return self.response_add(request, twin)
                return super().changeform_view(request, None, form_url, extra_context)
            hold(self.model, pk=unquote(object_id))
            obj = self.get_object(request, unquote(object_id))
            if obj is None and self.stop_over_gone(request, unquote(object_id)):
                add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
                return super().changeform_view(request, None, add, extra_context)
            if obj is not None and self.has_change_permission(request, obj):
                if self.saved_by_same_form(request):
                    return self.response_change(request, obj)
                self.stop_if_stale(request, obj)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def stop_if_stale(self, request: HttpRequest, obj: models.Model) -> None:
        """Where the record is not what the form was made from, make the form come back instead of being saved."""
        form, formsets = self.unfilled(request, obj)
        for formset in formsets:
            hold(formset.model, **{formset.fk.name: obj})
        now = Version.of(form, formsets)
        opened = Opened.unseal(request.POST.get(OPENED, ""), name_of(obj))
        wanted = request.POST.get(TAKE)
        if opened and opened.version == now and wanted is None:
            return
        base = opened.version if opened else Version()
        request.POST = merge(form, formsets, base, request.POST)
        if wanted is not None:
            take(form, formsets, wanted, request.POST)
        before = opened.before if opened else Version()
        told = list(differences(form, formsets, before, request.POST))
        if wanted is None and all(each.typed == each.now for each in told):
            return  # what was typed is what is there by now
        by, at = acts_since(opened, obj, formsets, request.user)
        request.stopped = Conflict(
            Opened(name_of(obj), now, before),
            told,
            by,
            at,
            known=opened is not None,
            taking=wanted is not None,
        )

    def stop_over_gone(self, request: HttpRequest, pk: str) -> bool:
        """Where the record is no more, have what was typed come back as a new one."""
        opened = Opened.unseal(request.POST.get(OPENED, ""), f"{self.opts.label_lower} {pk}")
        if opened is None or not self.has_add_permission(request):
            return False
        form, formsets = self.unfilled(request, None)
        request.POST = merge(form, formsets, Version(), request.POST)
        by, at = acts_since(opened, self.model(pk=pk), (), request.user)
        request.stopped = Conflict(self.opened_new(), by=by, at=at, gone=True)
        return True

    def unfilled(self, request: HttpRequest, obj: models.Model | None) -> tuple[Any, list[BaseInlineFormSet]]:
        """The form of a record and those of its rows that may be edited, as they would be opened now."""
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        form = self.get_form(request, obj, change=obj is not None, fields=fields)(instance=obj)
        formsets, times = [], {}
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            prefix = formset.get_default_prefix()
            times[prefix] = times.get(prefix, 0) + 1
            prefix = prefix if times[prefix] == 1 else f"{prefix}-{times[prefix]}"
            if inline.has_change_permission(request, obj):
                rows = inline.get_queryset(request)
                formsets.append(formset(instance=form.instance, prefix=prefix, queryset=rows))
        return form, formsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        stopped: Conflict | None = getattr(request, "stopped", None)
        if stopped is None:
            return form

        class Stopped(form):
            def clean(self):
                cleaned = super().clean()
                self.add_error(None, stopped.sentence)
                return cleaned

        return Stopped

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        stopped = getattr(request, "stopped", None)
        if stopped:
            context |= {"stale": stopped, "opened": stopped.opened.seal()}
            errors = [error for errors in context["errors"] for error in errors]
            if errors == [stopped.sentence] and "_preview" not in request.POST:
                context["errors"] = []  # said in its own place, and no error of hers
        elif request.method == "POST":
            context["opened"] = request.POST.get(OPENED, "")  # what was typed still rests on what was opened
        elif obj is None:
            context["opened"] = self.opened_new().seal()
        else:
            formsets = [
                inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission
            ]
            version = Version.of(context["adminform"].form, formsets)
            context["opened"] = Opened(name_of(obj), version, version).seal()
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if stopped and not stopped.taking:
            response.status_code = 409
        return response

    def opened_new(self) -> Opened:
        return Opened(f"{self.opts.label_lower} new", Version(), Version())

    # --- One form, sent twice

    def saved_by_same_form(self, request: HttpRequest) -> models.Model | None:
        """What this very form, sent with the same content, has saved already; the log of the admin knows."""
        request.form_key = key = key_of(request)
        if not key:
            return None
        entry = LogEntry.objects.filter(
            user=request.user, content_type=kind_of(self.model), change_message__contains=key
        ).first()
        return self.get_object(request, entry.object_id) if entry else None

    def log_addition(self, request, obj, message):
        return super().log_addition(request, obj, with_key(request, message))

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, with_key(request, message))

    # --- Going back to an earlier version (django-simple-history)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method != "POST":
            return super().history_form_view(request, object_id, version_id, extra_context)
        with transaction.atomic():
            hold(self.model, pk=unquote(object_id))
            opened = Opened.unseal(request.POST.get(OPENED, ""), f"{self.opts.label_lower} {object_id}")
            form, now = self.as_it_is(request, object_id)
            if opened is None or opened.version != now:
                before = opened.before if opened else Version()
                told = list(differences(form, [], before, request.POST))
                by, at = acts_since(opened, form.instance, (), request.user)
                again = Opened(f"{self.opts.label_lower} {object_id}", now, before)
                request.stopped = Conflict(again, told, by, at, known=opened is not None)
            return super().history_form_view(request, object_id, version_id, extra_context)

    def as_it_is(self, request: HttpRequest, object_id: str) -> tuple[Any, Version]:
        obj = self.get_object(request, unquote(object_id))
        form = self.get_form(request, obj, change=True)(instance=obj)
        return form, Version.of(form) if obj else Version()

    def render_history_view(self, request, template, context, **kwargs):
        stopped = getattr(request, "stopped", None)
        if stopped:
            context |= {"stale": stopped, "opened": stopped.opened.seal()}
        elif "adminform" in context:
            version = self.as_it_is(request, context["object_id"])[1]
            name = f"{self.opts.label_lower} {context['object_id']}"
            context["opened"] = Opened(name, version, version).seal()
        response = super().render_history_view(request, template, context, **kwargs)
        if stopped:
            response.status_code = 409
        return response

    # --- Deleting

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return self.delete_as_seen(request, object_id, extra_context)
        with transaction.atomic():
            hold(self.model, pk=unquote(object_id))
            return self.delete_as_seen(request, object_id, extra_context)

    def delete_as_seen(self, request, object_id, extra_context) -> HttpResponse:
        """Delete what the question was asked about; what has changed since is asked about again."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_delete_permission(request, obj):
            return super().delete_view(request, object_id, extra_context)
        form, formsets = self.unfilled(request, obj)
        now = Version.of(form, formsets)
        asked = Opened(name_of(obj), now, now)
        context = (extra_context or {}) | {"opened": asked.seal()}
        opened = Opened.unseal(request.POST.get(OPENED, ""), name_of(obj))
        if request.method != "POST" or (opened and opened.version == now):
            return super().delete_view(request, object_id, context)
        told = differences(form, formsets, opened.version, untouched(form, formsets)) if opened else ()
        by, at = acts_since(opened, obj, formsets, request.user)
        context["stale"] = Conflict(asked, list(told), by, at, known=opened is not None)
        request.POST = QueryDict()  # so that Django asks, and does not delete
        response = super().delete_view(request, object_id, context)
        response.status_code = 409
        return response

    def get_actions(self, request):
        # Records are deleted on a page of their own, which knows what they said when it was asked for.
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


def name_of(obj: models.Model) -> str:
    return f"{obj._meta.label_lower} {obj.pk}"


def kind_of(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def hold(model: type[models.Model], **which: Any) -> None:
    """Have whoever else would change these rows wait until this transaction ends; SQLite has one writer anyway.

    What only points to them, as a statement to its hub, need not wait.
    """
    try:
        rows = model._base_manager.filter(**which).order_by("pk").select_for_update(no_key=True)
        list(rows.values_list("pk"))
    except (ValueError, ValidationError):
        pass  # junk in the address: there is nothing to hold


def key_of(request: HttpRequest) -> str:
    """A short sign of a form and everything sent with it; empty where the form does not say which it is."""
    if not request.POST.get(OPENED):
        return ""
    content = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


def with_key(request: HttpRequest, message: Any) -> Any:
    """What the log says of a save, with the sign of the form it came from; Django shows what it knows of it."""
    key = getattr(request, "form_key", "")
    return [*message, {"form": key}] if key and isinstance(message, list) else message


def acts_since(
    opened: Opened | None, obj: models.Model, formsets: Iterable[BaseInlineFormSet], reader: Any
) -> tuple[list[str], datetime | None]:
    """Who has saved a record or one of its rows since a form was made from it, and when the last of them did."""
    if opened is None:
        return [], None
    since = datetime.fromtimestamp(opened.at, UTC)
    saved = {type(obj): {str(obj.pk)}}
    for formset in formsets:
        known = {str(row.instance.pk) for row in formset.initial_forms}
        saved.setdefault(formset.model, set()).update(known, opened.version.rows.get(formset.prefix, ()))
    acts = []
    for model, pks in saved.items():
        entries = LogEntry.objects.filter(
            content_type=kind_of(model), object_id__in=pks, action_time__gt=since
        )
        acts += [(entry.action_time, entry.user) for entry in entries.select_related("user")]
        if manager := getattr(model._meta, "simple_history_manager_attribute", None):
            kept = getattr(model, manager).filter(
                **{f"{model._meta.pk.name}__in": pks}, history_date__gt=since
            )
            acts += [(each.history_date, each.history_user) for each in kept.select_related("history_user")]
    acts.sort(key=lambda act: act[0])
    names = (_("You") if by == reader else by.get_username() if by else _("A command") for _at, by in acts)
    return list(dict.fromkeys(names)), acts[-1][0] if acts else None
