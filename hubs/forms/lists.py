"""The addresses of lists with filters and pages, and of the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from hubs.forms.address import (
    AddressForm,
    OneOf,
    Option,
    PagedForm,
    SomeOf,
    Whole,
    Words,
    choice_options,
    hub_options,
)
from hubs.models import ArticleKind, Category, InitiativeQuerySet, Jurisdiction, Status


@dataclass(frozen=True, slots=True)
class InitiativeFilter:
    """Which initiatives the reader asked for: those that fit all the conditions given."""

    words: str = ""
    hubs: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    @property
    def conditions(self) -> dict[str, tuple[str, ...]]:
        """The parameters that say something, in the order the address has them, with their values."""
        years = {name: (str(year),) for name, year in (("since", self.since), ("until", self.until)) if year}
        named = {"q": (self.words,) if self.words else (), "hub": self.hubs, "category": self.categories}
        return {
            name: values for name, values in (named | {"status": self.statuses}).items() if values
        } | years

    @property
    def query(self) -> str:
        """The query string of this filter: one filter, one address."""
        return urlencode(self.conditions, doseq=True)

    def without(self, parameter: str, value: str = "") -> str:
        """The query string without one value of a parameter, or without the parameter altogether."""
        kept = {
            name: tuple(v for v in values if name != parameter or (value and v != value))
            for name, values in self.conditions.items()
        }
        return urlencode(kept, doseq=True)

    def apply(self, initiatives: InitiativeQuerySet, *, but: str = "") -> InitiativeQuerySet:
        """The initiatives that fit; `but` leaves out one parameter (`year` stands for since and until)."""
        if self.words and but != "q":
            initiatives = initiatives.found_by(self.words)
        if self.hubs and but != "hub":
            initiatives = initiatives.in_hubs(Jurisdiction.objects.filter(slug__in=self.hubs))
        if self.categories and but != "category":
            initiatives = initiatives.filter(category__in=self.categories)
        if self.statuses and but != "status":
            initiatives = initiatives.filter(status__in=self.statuses)
        since = None if but in ("since", "year") else self.since
        until = None if but in ("until", "year") else self.until
        return initiatives.begun_between(since, until)


class InitiativeFilterForm(AddressForm):
    """The address of a file of initiatives."""

    q = Words()
    hub = SomeOf(noun="hub")
    category = SomeOf(noun="category", options=choice_options(Category))
    status = SomeOf(noun="status", options=choice_options(Status))
    since = Whole(lowest=1900, highest=2100)
    until = Whole(lowest=1900, highest=2100)

    def __init__(self, query: QueryDict, *, hubs: Sequence[Jurisdiction]):
        super().__init__(query)
        self.fields["hub"].options = hub_options(hubs)

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            message = _("The years run backwards: %(since)s comes after %(value)s.")
            nearest = Option(str(since), (str(since),))
            params = {"since": since, "value": str(until), "nearest": nearest}
            self.add_error("until", ValidationError(message, params=params))
        return data

    @property
    def filter(self) -> InitiativeFilter:
        data = self.cleaned_data
        return InitiativeFilter(
            data["q"], data["hub"], data["category"], data["status"], data["since"], data["until"]
        )


class InitiativeListForm(PagedForm, InitiativeFilterForm):
    """The address of the list of initiatives."""

    @property
    def query(self) -> str:
        """The query string of the same list without what says nothing."""
        page = self.cleaned_data["page"]
        pages = {"page": (str(page),)} if page > 1 else {}
        return urlencode(self.filter.conditions | pages, doseq=True)


class ArticleListForm(PagedForm):
    """The address of the list of articles."""

    q = Words()
    kind = SomeOf(noun="kind of source", options=choice_options(ArticleKind))
    language = SomeOf(noun="language")
    year = Whole(lowest=1900, highest=2100)

    def __init__(self, query: QueryDict, *, languages: Sequence[str]):
        super().__init__(query)
        self.fields["language"].options = [Option(code, (code,)) for code in languages]


class OrganisationListForm(PagedForm):
    """The address of the list of organisations."""

    q = Words()
    hub = OneOf(noun="hub")

    def __init__(self, query: QueryDict, *, hubs: Sequence[Jurisdiction]):
        super().__init__(query)
        self.fields["hub"].options = hub_options(hubs)


class SearchForm(PagedForm):
    """The address of a search: words, and which kind of thing to list in full."""

    KINDS = ("hubs", "organisations", "initiatives", "topics", "articles", "statements")

    q = Words()
    only = OneOf(noun="kind of thing", options=[Option(kind, (kind,)) for kind in KINDS])
