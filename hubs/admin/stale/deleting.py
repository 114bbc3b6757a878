"""Deleting: what has changed since the question was asked is asked about again."""

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpResponse, QueryDict

from hubs.admin.stale.conflict import conflict_over
from hubs.admin.stale.holding import hold
from hubs.admin.stale.opened import Opened, name_of, sent_with
from hubs.admin.versions import Version, differences, untouched


class DeletesWhatWasSeen:
    """For a ModelAdmin."""

    delete_confirmation_template = "admin/stale_delete.html"

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
        opened = sent_with(request, name_of(obj))
        if request.method != "POST" or (opened and opened.version == now):
            return super().delete_view(request, object_id, context)
        told = differences(form, formsets, opened.version, untouched(form, formsets)) if opened else ()
        context["stale"] = conflict_over(obj, formsets, was=opened, now=asked, told=told, reader=request.user)
        request.POST = QueryDict()  # so that Django asks, and does not delete
        response = super().delete_view(request, object_id, context)
        response.status_code = 409
        return response

    def get_actions(self, request):
        # Records are deleted on a page of their own, which knows what they said when it was asked for.
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
