"""Going back to an earlier version of a record (django-simple-history), as it was when that was looked at."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest

from hubs.admin.stale.conflict import conflict_over
from hubs.admin.stale.holding import hold
from hubs.admin.stale.opened import Opened, sent_with
from hubs.admin.versions import Version, differences


class GoesBackFromWhatWasSeen:
    """For a ModelAdmin."""

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method != "POST":
            return super().history_form_view(request, object_id, version_id, extra_context)
        with transaction.atomic():
            hold(self.model, pk=unquote(object_id))
            name = f"{self.opts.label_lower} {object_id}"
            opened = sent_with(request, name)
            form, now = self.as_it_is(request, object_id)
            if opened is None or opened.version != now:
                before = opened.before if opened else Version()
                told = list(differences(form, [], before, request.POST))
                again = Opened(name, now, before)
                request.stopped = conflict_over(
                    form.instance, was=opened, now=again, told=told, reader=request.user
                )
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
