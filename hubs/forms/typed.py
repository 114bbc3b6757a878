"""Form fields for dates and numbers as people type them; `hubs.typed` says what is clear and what is not."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hubs.models import LANGUAGE_COLUMNS, Article, Language, Series
from hubs.typed import Number, date_of, number_of
from hubs.wording import short_date


class DateField(forms.CharField):
    """A date as precise as it was typed; cleans to the text we keep of it, as `2019-02`, or to nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("As precise as the source: 2019, 2019-H1, 2019-Q1, 2019-02 or 2019-02-28")
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return date_of(text).text if text else ""
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, self.to_python(data))
        except ValidationError:
            return True


WRITE_IT = _(
    "As 1,234.5, 3-4, about 40, more than 200 or up to 10; with a word of its own, as 25 million or 1.2亿, it is "
    "meant in full"
)


class NumberField(forms.CharField):
    """A number with how it is meant; cleans to a Number, or to None."""

    unit = ""  # of the number that stands in it at first

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("In the unit of its series. %s") % WRITE_IT)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Number | None:
        text = super().to_python(value)
        try:
            return number_of(text) if text else None
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return value.spelled(self.unit) if isinstance(value, Number) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


def to_choose(article: Article) -> str:
    """An article as a list has it: title, publisher and day tell it from others."""
    dated = short_date(article.dated) if article.dated else ""
    return " · ".join(filter(None, (article.title, ", ".join(filter(None, (article.publisher, dated))))))


class ArticleField(forms.ModelChoiceField):
    """An article to choose."""

    def label_from_instance(self, obj: Any) -> str:
        return to_choose(obj)


def language_field(column: models.Field) -> forms.Field | None:
    """The form field of the column that says which language a text is in; nothing for other columns."""
    if column.name not in LANGUAGE_COLUMNS:
        return None
    return forms.ChoiceField(
        choices=[*([("", "---------")] if column.blank else []), *Language.choices],
        required=not column.blank,
        label=capfirst(column.verbose_name),
        initial=column.default if column.has_default() else "",
        error_messages={
            "invalid_choice": _("“%(value)s” is no language we hold texts in: choose one from the list.")
        },
    )


def in_unit_of(series: Series | None, form: forms.BaseForm, number: Number | None) -> Number | None:
    """The number that was typed in a form, in the unit of its series; the form says where it is not clear."""
    if number is None or series is None:
        return number
    try:
        return number_of(form["number"].data, series.unit)
    except ValueError as problem:
        form.add_error("number", str(problem))
        return number
