"""What the review of an article says in words."""

from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def name_among(slug: str, known: dict[str, Any]) -> str:
    """The name of what a slug stands for; the slug, where it is gone."""
    return str(known.get(slug, slug))


@register.filter
def reason_of(note: str) -> str:
    """The reason at the end of what a decision noted."""
    return note.rpartition("”: ")[2]


@register.filter
def lacks(field: BoundField) -> str:
    """What a suggestion that is opened for editing lacks in this field."""
    return field.form.lacking.get(field.name, "")
