"""Adding and changing: the form comes back with what was typed, on top of what is there now."""

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hubs.admin.stale.conflict import Conflict, conflict_over
from hubs.admin.stale.holding import hold
from hubs.admin.stale.once import SavesOnce
from hubs.admin.stale.opened import OPENED, Opened, name_of, sent_with
from hubs.admin.versions import Version, differences, merge, take
from hubs.models import Change

TAKE = "_take"  # a button that takes what is there now
MEANT = "_meant"  # an input of a form that came back: the button that was pressed at first


class ChangesWhatWasSeen(SavesOnce):
    """For a ModelAdmin."""

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
            elif obj is not None and (answer := self.closed_meanwhile(request, obj)):
                return answer
            return super().changeform_view(request, object_id, form_url, extra_context)

    def stop_if_stale(self, request: HttpRequest, obj: models.Model) -> None:
        """Where the record is not what the form was made from, make the form come back instead of being saved."""
        form, formsets = self.unfilled(request, obj)
        for formset in formsets:
            hold(formset.model, **{formset.fk.name: obj})
        now = Version.of(form, formsets)
        opened = sent_with(request, name_of(obj))
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
        request.stopped = conflict_over(
            obj,
            formsets,
            was=opened,
            now=Opened(name_of(obj), now, before),
            told=told,
            reader=request.user,
            taking=wanted is not None,
            publishing="_publish" in (request.POST if wanted is None else request.POST.getlist(MEANT)),
        )

    def closed_meanwhile(self, request: HttpRequest, obj: models.Model) -> HttpResponse | None:
        """The answer where what was typed may not be saved any more, though it could when the form was opened."""
        return None

    def stop_over_gone(self, request: HttpRequest, pk: str) -> bool:
        """Where the record is no more, have what was typed come back as a new one."""
        gone = self.model(pk=pk)
        opened = sent_with(request, name_of(gone))
        if opened is None or not self.has_add_permission(request):
            return False
        form, formsets = self.unfilled(request, None)
        request.POST = merge(form, formsets, Version(), request.POST)
        again = Opened.new(self.model)
        request.stopped = conflict_over(gone, was=opened, now=again, reader=request.user, gone=True)
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
            context["opened"] = Opened.new(self.model).seal()
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
