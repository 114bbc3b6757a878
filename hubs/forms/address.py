"""Reading an address: parameters, what they may be, and what is said when they make no sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from hubs.models import Jurisdiction, Topic, fold


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
