"""Short ways to state a promise that the database keeps.

SQLite runs these too, so they stay with comparisons, IN and LENGTH: anything Django would
register as a function of its own breaks other tools that open the file.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


def one_of(model: str, field: str, choices: type[models.TextChoices], *, blank: bool = False):
    """The column holds one of the choices (or nothing, where that is allowed)."""
    values = [*(() if not blank else ("",)), *choices.values]
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values}), name=f"{model}_{field}_is_one_of_its_choices"
    )


def exactly_one(model: str, *fields: str):
    """Exactly one of the nullable columns is filled."""
    condition = Q()
    for filled in fields:
        condition |= Q(**{f"{name}__isnull": name != filled for name in fields})
    return models.CheckConstraint(
        condition=condition,
        name=f"{model}_has_exactly_one_subject",
        violation_error_message=f"Fill exactly one of these: {', '.join(fields)}.",
    )


def withdrawn_after_published(model: str):
    """What was never published cannot be withdrawn, and not in the same change."""
    return models.CheckConstraint(
        condition=Q(withdrawn__isnull=True) | Q(published__isnull=False, withdrawn__gt=models.F("published")),
        name=f"{model}_withdrawn_after_published",
    )
