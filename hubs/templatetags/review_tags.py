"""What the review of an article says in words."""

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import ngettext

from hubs.review import Effect

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
def in_short(effect: Effect) -> str:
    """3 cells change, 4 cells show the same and get more behind it, 1 statement gets a further source."""
    n = len(effect.changed)
    told = [ngettext("%d cell changes", "%d cells change", n) % n] if n else []
    if n := len(effect.behind):
        told.append(
            ngettext(
                "%d cell shows the same with more behind it", "%d cells show the same with more behind it", n
            )
            % n
        )
    if n := len(effect.further):
        told.append(
            ngettext("%d statement gets a further source", "%d statements get a further source", n) % n
        )
    if n := len(effect.worded):
        told.append(
            ngettext("%d statement gets the words it rests on", "%d statements get the words they rest on", n)
            % n
        )
    return f"{', '.join(told)}."


@register.filter
def lacks(field: BoundField) -> str:
    """What a suggestion that is opened for editing lacks in this field."""
    return field.form.lacking.get(field.name, "")
