"""Why a form was stopped, in words and field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from hubs.admin.stale.opened import Opened, acts_since
from hubs.admin.versions import Difference


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
    publishing: bool = False  # what was pressed when it was stopped: not only to save

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


def conflict_over(
    obj: models.Model,
    formsets: Iterable[BaseInlineFormSet] = (),
    *,
    was: Opened | None,
    now: Opened,
    told: Iterable[Difference] = (),
    reader: Any,
    **more: bool,
) -> Conflict:
    """What happened to a record and its rows since a form `was` opened; the form goes on as `now`."""
    by, at = acts_since(was, obj, formsets, reader)
    return Conflict(now, list(told), by, at, known=was is not None, **more)
