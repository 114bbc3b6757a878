"""The same form sent twice, as by an impatient second press, is saved once: the log of the admin knows the first."""

import hashlib
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import models
from django.http import HttpRequest

from hubs.admin.stale.opened import OPENED, kind_of


class SavesOnce:
    """For a ModelAdmin."""

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
