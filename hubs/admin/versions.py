"""A record and its rows as a form had them, as they are now, and as somebody typed them; told apart field by field.

All in the words a browser would send, so that what was rendered and what comes back can be held against each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Values = dict[str, str]


@dataclass(frozen=True)
class Version:
    """What the fields of a record say, and those of its rows by the prefix of their formset and their number."""

    fields: Values = field(default_factory=dict)
    rows: dict[str, dict[str, Values]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: forms.ModelForm, formsets: Iterable[BaseInlineFormSet] = ()) -> "Version":
        """As these forms, which nobody has filled in, would show it."""
        rows = {
            formset.prefix: {
                str(row.instance.pk): {name: rendered(row[name]) for name in kept(row, formset)}
                for row in formset.initial_forms
            }
            for formset in formsets
        }
        return cls({name: rendered(form[name]) for name in kept(form)}, rows)

    def row(self, prefix: str, pk: str) -> Values | None:
        return self.rows.get(prefix, {}).get(pk)


@dataclass(frozen=True)
class Difference:
    """One field in its three versions, as a person reads them; or a whole row that came or went."""

    label: str
    was: str
    now: str
    typed: str
    name: str = ""  # of the input, where a person may take the value that is there now

    @property
    def clashes(self) -> bool:
        """Both have changed it, to different things."""
        return self.was not in (self.now, self.typed) and self.now != self.typed

    @property
    def is_theirs(self) -> bool:
        return self.was != self.now and self.typed in (self.was, self.now)


# --- One field ----------------------------------------------------------------------------------------------


def sent(value: Any) -> str:
    """A value as text, whichever way its lines end: browsers send two signs where we keep one."""
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def rendered(bound: forms.BoundField) -> str:
    """What a browser sends back of a field that nobody touched."""
    value = bound.value()
    return sent(value if isinstance(value, bool) else bound.field.widget.format_value(value))


def typed(form: forms.BaseForm, name: str, data: QueryDict, prefix: str = "") -> str:
    html_name = f"{prefix}-{name}" if prefix else form.add_prefix(name)
    return sent(form.fields[name].widget.value_from_datadict(data, {}, html_name))


def kept(form: forms.BaseModelForm, formset: BaseInlineFormSet | None = None) -> list[str]:
    """Fields of a form that hold columns of the record; what else a form asks is not part of its version."""
    columns = {column.name for column in form._meta.model._meta.fields}
    if formset is not None:
        columns -= {formset.fk.name, formset.model._meta.pk.name}
    return [name for name, asked in form.fields.items() if name in columns and not asked.disabled]


def read(asked: forms.Field, value: str) -> str:
    """A value as a person reads it."""
    if isinstance(asked, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(asked, forms.ModelChoiceField) and value:
        try:
            return str(asked.queryset.filter(**{asked.to_field_name or "pk": value}).first() or value)
        except ValueError:
            return value
    if isinstance(asked, forms.ChoiceField):
        return str(dict(asked.choices).get(value, value)) if value else ""
    return value


def read_row(form: forms.BaseForm, values: Values) -> str:
    """A row in one line: what is filled in of it."""
    return ", ".join(read(form.fields[name], value) for name, value in values.items() if value)


# --- Rows as they were sent ---------------------------------------------------------------------------------


@dataclass
class SentRow:
    """One row of a formset as it came: its record's number (empty for a new one), and everything sent of it."""

    pk: str
    raw: dict[str, list[str]]
    values: Values
    deleted: bool


def sent_rows(formset: BaseInlineFormSet, data: QueryDict) -> list[SentRow]:
    blank = formset.empty_form
    key = formset.model._meta.pk.name
    total = data.get(f"{formset.prefix}-TOTAL_FORMS", "")
    rows = []
    for number in range(min(int(total), formset.absolute_max) if total.isdecimal() else 0):
        prefix = f"{formset.prefix}-{number}"
        raw = {name: data.getlist(f"{prefix}-{name}") for name in blank.fields if f"{prefix}-{name}" in data}
        values = {name: typed(blank, name, data, prefix) for name in kept(blank, formset)}
        rows.append(SentRow(data.get(f"{prefix}-{key}", ""), raw, values, bool(raw.get("DELETE"))))
    return rows


# --- Bringing them together ---------------------------------------------------------------------------------


def merge(
    form: forms.ModelForm, formsets: list[BaseInlineFormSet], opened: Version, data: QueryDict
) -> QueryDict:
    """What was typed, on top of what is there now (which the unfilled forms know).

    A field left as it was opened follows the record, a row that somebody added comes in, one that somebody
    removed goes; what was typed into a removed row stands on as a new one.
    """
    merged = data.copy()
    for name in kept(form):
        if typed(form, name, data) == opened.fields.get(name):
            fill(merged, form[name], form.add_prefix(name))
    for formset in formsets:
        merge_rows(formset, opened, data, merged)
    return merged


def fill(data: QueryDict, bound: forms.BoundField, html_name: str) -> None:
    """Send what is there now for this field; a box without its tick is not sent at all."""
    data.pop(html_name, None)
    value = rendered(bound)
    if value or not isinstance(bound.field, forms.BooleanField):
        data[html_name] = value


def merge_rows(formset: BaseInlineFormSet, opened: Version, data: QueryDict, merged: QueryDict) -> None:
    prefix, key, owner = formset.prefix, formset.model._meta.pk.name, formset.fk.name
    rows = sent_rows(formset, data)
    for number in range(len(rows)):
        for name in formset.empty_form.fields:
            merged.pop(f"{prefix}-{number}-{name}", None)
    by_pk = {row.pk: row for row in rows if row.pk}
    here = {str(each.instance.pk): each for each in formset.initial_forms}
    came = [
        {name: rendered(each[name]) for name in kept(each, formset)}
        for pk, each in here.items()
        if opened.row(prefix, pk) is None
    ]
    number = 0
    for pk, each in here.items():
        row = by_pk.get(pk)
        for name, values in (row.raw if row else {}).items():
            merged.setlist(f"{prefix}-{number}-{name}", values)
        was = opened.row(prefix, pk) or {}
        for name in each.fields if row is None else kept(each, formset):
            if name != "DELETE" and (row is None or row.values[name] == was.get(name)):
                fill(merged, each[name], f"{prefix}-{number}-{name}")
        number += 1
    merged[f"{prefix}-INITIAL_FORMS"] = str(number)
    for row in rows:
        if row.pk in here or (not row.pk and row.values in came):
            continue
        if row.pk and (row.deleted or row.values == opened.row(prefix, row.pk)):
            continue
        for name, values in row.raw.items():
            merged.setlist(f"{prefix}-{number}-{name}", [""] if name in (key, owner) and row.pk else values)
        number += 1
    merged[f"{prefix}-TOTAL_FORMS"] = str(number)


def untouched(form: forms.ModelForm, formsets: list[BaseInlineFormSet]) -> QueryDict:
    """What a browser sends when nobody typed anything."""
    data = QueryDict(mutable=True)
    for name in kept(form):
        fill(data, form[name], form.add_prefix(name))
    for formset in formsets:
        for number, row in enumerate(formset.initial_forms):
            for name in row.fields:
                fill(data, row[name], f"{formset.prefix}-{number}-{name}")
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(formset.initial_forms))
    return data


def take(form: forms.ModelForm, formsets: list[BaseInlineFormSet], html_name: str, data: QueryDict) -> None:
    """Put what is there now in the place of what was typed into one input."""
    for name in kept(form):
        if form.add_prefix(name) == html_name:
            fill(data, form[name], html_name)
    for formset in formsets:
        here = {str(each.instance.pk): each for each in formset.initial_forms}
        for number, row in enumerate(sent_rows(formset, data)):
            for name in row.values:
                if row.pk in here and html_name == f"{formset.prefix}-{number}-{name}":
                    fill(data, here[row.pk][name], html_name)


def differences(
    form: forms.ModelForm, formsets: list[BaseInlineFormSet], opened: Version, data: QueryDict
) -> Iterator[Difference]:
    """Fields and rows that do not say the same as opened, as they are now, and as typed (`data`, merged)."""
    for name in kept(form):
        bound = form[name]
        yield from told(
            bound,
            opened.fields.get(name),
            typed(form, name, data),
            capfirst(bound.label),
            form.add_prefix(name),
        )
    for formset in formsets:
        yield from row_differences(formset, opened, data)


def told(
    bound: forms.BoundField, was: str | None, typed_now: str, label: str, html_name: str
) -> Iterator[Difference]:
    now = rendered(bound)
    was = now if was is None else was
    if len({was, now, typed_now}) > 1:
        yield Difference(label, *(read(bound.field, value) for value in (was, now, typed_now)), html_name)


def row_differences(formset: BaseInlineFormSet, opened: Version, data: QueryDict) -> Iterator[Difference]:
    blank, called = formset.empty_form, capfirst(formset.model._meta.verbose_name)
    empty = {name: rendered(blank[name]) for name in kept(blank, formset)}
    here = {str(each.instance.pk): each for each in formset.initial_forms}
    nothing, removed = _("not there"), _("removed")
    for number, row in enumerate(sent_rows(formset, data)):
        each, was = here.get(row.pk), opened.row(formset.prefix, row.pk)
        if each is None:
            if row.values != empty and not row.deleted:
                yield Difference(called, nothing, nothing, read_row(blank, row.values))
            continue
        now = {name: rendered(each[name]) for name in row.values}
        if was is None and opened.fields:
            yield Difference(called, nothing, read_row(each, now), read_row(each, row.values))
        elif row.deleted:
            before = read_row(each, was or now)
            yield Difference(f"{called} “{each.instance}”", before, read_row(each, now), _("to be deleted"))
        else:
            for name, value in row.values.items():
                label = f"{called} “{each.instance}”: {each[name].label}"
                html_name = f"{formset.prefix}-{number}-{name}"
                yield from told(each[name], (was or now)[name], value, label, html_name)
    for pk, was in opened.rows.get(formset.prefix, {}).items():
        if pk not in here:
            yield Difference(called, read_row(blank, was), removed, removed)
