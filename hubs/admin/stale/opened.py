"""What a form was made from, as it travels with the form; and who has saved the record since."""

import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hubs.admin.versions import Version

SALT = "hubs.admin.stale"
OPENED = "_opened"  # an input of a form: what it was made from


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
    form: str = field(default_factory=lambda: secrets.token_urlsafe(6))  # tells two of one version apart

    @classmethod
    def new(cls, model: type[models.Model]) -> "Opened":
        """Of a form that adds a record."""
        return cls(f"{model._meta.label_lower} new", Version(), Version())

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


def name_of(obj: models.Model) -> str:
    return f"{obj._meta.label_lower} {obj.pk}"


def kind_of(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def sent_with(request: HttpRequest, of: str) -> Opened | None:
    """What the form in a request was made from, if it says so and is one of this record."""
    return Opened.unseal(request.POST.get(OPENED, ""), of)


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
