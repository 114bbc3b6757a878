"""Turn what somebody typed into values: the query string of an address above all.

An address is read strictly. Empty is absent and foreign parameters are ignored, but a parameter
of ours that makes no sense is a problem with a sentence, never a guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from hubs.models import ArticleKind, Category, InitiativeQuerySet, Jurisdiction, Status, Topic, fold
from hubs.selection import MAX_HUBS, Selection, Show


@dataclass(frozen=True, slots=True)
class Option:
    """A value a parameter may take, with the names people know it by (the first is shown)."""

    code: str
    names: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.names[0]


def hub_options(hubs: Sequence[Jurisdiction]) -> list[Option]:
    return [Option(hub.slug, (hub.name_en, hub.name_zh_hant, hub.name_zh_hans)) for hub in hubs]


def topic_options(topics: Sequence[Topic]) -> list[Option]:
    return [Option(topic.slug, (topic.name_en, topic.name_zh_hant, topic.name_zh_hans)) for topic in topics]


def choice_options(choices) -> list[Option]:
    return [Option(code, (str(label),)) for code, label in choices.choices]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an address: the parameter, what it said, the sentence, and the nearest that exists."""

    parameter: str
    value: str
    sentence: str
    nearest: Option | None = None


class SomeOf(forms.Field):
    """Values out of a list of options, each once, in the order they were given."""

    def __init__(self, *, noun: str, options: Sequence[Option] = (), limit: int | None = None, **kwargs):
        super().__init__(required=False, widget=forms.SelectMultiple, **kwargs)
        self.noun, self.options, self.limit = noun, options, limit

    def clean(self, value: Sequence[str]) -> tuple[str, ...]:
        given = tuple(dict.fromkeys(v for v in value or () if v))
        known = {option.code for option in self.options}
        errors = [self.unknown(v) for v in given if v not in known]
        if self.limit and len(given) > self.limit:
            errors += [self.too_many(v) for v in given[self.limit :] if v in known]
        if errors:
            raise ValidationError(errors)
        return given

    def unknown(self, value: str) -> ValidationError:
        return ValidationError(
            _("“%(value)s” is not a %(noun)s we know."),
            params={"value": value, "noun": self.noun, "nearest": nearest(value, self.options)},
        )

    def too_many(self, value: str) -> ValidationError:
        return ValidationError(
            _("At most %(limit)s fit side by side; “%(value)s” is one too many."),
            params={"value": value, "limit": self.limit, "nearest": None},
        )


class OneOf(SomeOf):
    """One value out of a list of options, or the default."""

    def __init__(self, *, default: str = "", **kwargs):
        super().__init__(limit=1, **kwargs)
        self.default = default

    def clean(self, value: Sequence[str]) -> str:
        given = super().clean(value)
        return given[0] if given else self.default

    def too_many(self, value: str) -> ValidationError:
        return ValidationError(
            _("It can be given once only; “%(value)s” came second."), params={"value": value, "nearest": None}
        )


class Words(forms.CharField):
    """Free words, given once."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=200, widget=forms.SelectMultiple, **kwargs)

    def clean(self, value: Sequence[str]) -> str:
        given = [v.strip() for v in value or () if v.strip()]
        if len(given) > 1:
            raise ValidationError(
                _("It can be given once only; “%(value)s” came second."),
                params={"value": given[1], "nearest": None},
            )
        if given and len(given[0]) > self.max_length:
            raise ValidationError(
                _("At most %(limit)s characters can be searched for at once."),
                params={"limit": self.max_length, "value": given[0], "nearest": None},
            )
        return given[0] if given else ""


class Whole(Words):
    """A whole number between two others, given once; empty is the default."""

    def __init__(self, *, lowest: int, highest: int, default: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.lowest, self.highest, self.default = lowest, highest, default

    def clean(self, value: Sequence[str]) -> int | None:
        text = super().clean(value)
        if not text:
            return self.default
        # isdecimal also takes digits of other scripts, and int() reads them right.
        if not (text.isdecimal() and len(text) < 10 and self.lowest <= int(text) <= self.highest):
            raise ValidationError(
                _("“%(value)s” is not a whole number from %(lowest)s to %(highest)s."),
                params={"value": text, "lowest": self.lowest, "highest": self.highest, "nearest": None},
            )
        return int(text)


class AddressForm(forms.Form):
    """Reads the query string of an address."""

    # Parameters this surface promises for later: refused rather than ignored.
    not_built: tuple[str, ...] = ()

    def __init__(self, query: QueryDict):
        super().__init__(data=query)

    def clean(self):
        for name in self.not_built:
            for value in filter(None, self.data.getlist(name)):
                self.add_error(
                    None,
                    ValidationError(
                        _("“%(parameter)s” is not built yet, so nothing can be shown for it. Leave it out."),
                        params={"parameter": name, "value": value, "nearest": None},
                    ),
                )
        return super().clean()

    @property
    def problems(self) -> list[Problem]:
        found = []
        for field, errors in self.errors.as_data().items():
            for error in errors:
                params = error.params or {}
                parameter = params.get("parameter", field)
                sentence = error.message % params
                found.append(Problem(parameter, params.get("value", ""), sentence, params.get("nearest")))
        return found


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


def nearest(value: str, options: Sequence[Option]) -> Option | None:
    """The option whose code or name looks most like what was typed, if any does."""
    by_form = {}
    for option in options:
        for form in (option.code, *(fold(name) for name in option.names if name)):
            by_form.setdefault(form, option)
    close = get_close_matches(fold(value), by_form, n=1, cutoff=0.6) or get_close_matches(
        value.lower(), by_form, n=1, cutoff=0.6
    )
    return by_form[close[0]] if close else None


# --- The catalogue: lists with filters and pages, and search --------------------------------------------------


class PagedForm(AddressForm):
    """The address of a list that is cut into pages."""

    page = Whole(lowest=1, highest=1_000_000, default=1)

    def page_of(self, rows, size: int = 25) -> Page | None:
        """The page asked for; None, and a problem with the address, where the list ends before it."""
        paginator = Paginator(rows, size)
        number = self.cleaned_data["page"]
        if number > paginator.num_pages:
            last = str(paginator.num_pages)
            message = _("There is no page %(value)s: the list ends with page %(last)s.")
            params = {"value": str(number), "last": last, "nearest": Option(last, (_("page %s") % last,))}
            self.add_error("page", ValidationError(message, params=params))
            return None
        return paginator.page(number)


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
