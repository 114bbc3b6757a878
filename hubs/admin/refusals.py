"""What the database refuses, in a sentence: a promise that was broken is no collision of two people."""

from django.apps import apps
from django.db import IntegrityError, models
from django.utils.translation import gettext as _


def sentence_of(refusal: IntegrityError, collision: str) -> str:
    """Which promise would be broken; `collision` where the same is there already. Raises what is a mistake of ours."""
    said = str(refusal)
    promises = {
        constraint.name: constraint
        for model in apps.get_app_config("hubs").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }
    # Of two names where one begins like the other, the whole one is meant.
    for name in sorted(promises, key=len, reverse=True):
        if name in said:
            return str(promises[name].get_violation_error_message())
    if "unique" in said.lower():
        return collision
    if "foreign key" in said.lower():
        return _("Something this refers to is not there any more: choose it again.")
    raise refusal
