"""The addresses of comparisons: pages and files."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from hubs.forms.address import (
    AddressForm,
    OneOf,
    Option,
    SomeOf,
    Words,
    choice_options,
    hub_options,
    topic_options,
)
from hubs.models import Category, Jurisdiction, Topic
from hubs.selection import MAX_HUBS, Selection, Show


class SelectionForm(AddressForm):
    """The address of a comparison."""

    not_built = ("on", "known", "evidence", "baseline")

    hub = SomeOf(noun="hub", limit=MAX_HUBS)
    topic = SomeOf(noun="topic")
    category = SomeOf(noun="category", options=choice_options(Category))
    show = OneOf(noun="way to show rows", options=[Option(s, (s,)) for s in Show], default=Show.ALL)

    def __init__(self, query: QueryDict, *, hubs: Sequence[Jurisdiction], topics: Sequence[Topic]):
        super().__init__(query)
        self.fields["hub"].options = hub_options(hubs)
        self.fields["topic"].options = topic_options(topics)

    @property
    def selection(self) -> Selection:
        data = self.cleaned_data
        return Selection(data["hub"], data["topic"], data["category"], Show(data["show"]))


class ComparisonPageForm(SelectionForm):
    """The address of a comparison page: the selection, words to find a hub by, and what was just removed."""

    find = Words()
    removed = Words()

    def clean_removed(self) -> tuple[str, int] | None:
        """`slug.place`: which hub the last act took away, and from which place."""
        value = self.cleaned_data["removed"]
        if not value:
            return None
        slug, _dot, place = value.partition(".")
        known = {option.code for option in self.fields["hub"].options}
        if slug not in known or not (place.isascii() and place.isdecimal() and int(place[:3]) < MAX_HUBS):
            raise ValidationError(
                _("“%(value)s” does not say which hub was removed. Leave it out."),
                params={"value": value, "nearest": None},
            )
        return slug, int(place)


class ComparisonFileForm(SelectionForm):
    """The address of a comparison file."""

    layout = OneOf(
        noun="layout",
        options=[Option("statements", ("statements",)), Option("table", ("table",))],
        default="statements",
    )
