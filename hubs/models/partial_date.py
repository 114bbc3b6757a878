"""A date as precise as its source: a year, half-year, quarter, month or day, never padded.

Kept as three columns: the text as written and the first and last day it can mean.
"""

import calendar
import datetime
import functools
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(
    r"(?P<year>[12]\d{3})"
    r"(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?",
    re.ASCII,
)

# From coarse to fine: the finer of two dates is the one that says more.
PRECISIONS = ("year", "half", "quarter", "month", "day")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """`2019`, `2019-H1`, `2019-Q1`, `2019-02` or `2019-02-28`, with the days it spans (both inclusive)."""

    text: str
    first: datetime.date
    last: datetime.date

    @classmethod
    @functools.lru_cache(4096)  # capture asks for the same days over and over
    def parse(cls, text: str) -> "PartialDate":
        """Read a date as we write it; ValueError names what would be right."""
        match = PATTERN.fullmatch(text)
        if not match:
            raise ValueError(
                f"“{text}” is not a date we can keep: write 2019, 2019-H1, 2019-Q1, 2019-02 or 2019-02-28."
            )
        year = int(match["year"])
        try:
            if match["day"]:
                first = last = datetime.date(year, int(match["month"]), int(match["day"]))
            else:
                if match["month"]:
                    start, months = int(match["month"]), 1
                elif match["quarter"]:
                    start, months = int(match["quarter"]) * 3 - 2, 3
                elif match["half"]:
                    start, months = int(match["half"]) * 6 - 5, 6
                else:
                    start, months = 1, 12
                first = datetime.date(year, start, 1)
                end = start + months - 1
                last = datetime.date(year, end, calendar.monthrange(year, end)[1])
        except ValueError:
            raise ValueError(f"“{text}” is not a day in the calendar.") from None
        return cls(text, first, last)

    @property
    def precision(self) -> str:
        """One of PRECISIONS."""
        match len(self.text):
            case 4:
                return "year"
            case 10:
                return "day"
            case _:
                return {"Q": "quarter", "H": "half"}.get(self.text[5], "month")

    @property
    def fineness(self) -> int:
        """0 for a year up to 4 for a day."""
        return PRECISIONS.index(self.precision)

    @property
    def newest_first(self) -> tuple[int, int, str]:
        """Sort key: newest first day first, coarser after finer."""
        return (-self.first.toordinal(), -self.fineness, self.text)

    def could_be(self, other: "PartialDate") -> bool:
        """Whether both could mean the same day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return self.text


def validate_partial_date(text: str) -> None:
    try:
        PartialDate.parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


class PartialDateField(models.CharField):
    """The text of a partial date; saving it fills the columns `<name>_first` and `<name>_last` beside it.

    Declare those two next to it with `day_column()`; `span_constraint()` ties the three together.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators.append(validate_partial_date)

    def formfield(self, **kwargs):
        kwargs.setdefault("help_text", self.help_text or _("2019, 2019-Q1, 2019-02 or 2019-02-28"))
        return super().formfield(**kwargs)

    def pre_save(self, model_instance, add):
        fill_days(model_instance, self.name)
        return getattr(model_instance, self.attname)


def fill_days(record: models.Model, name: str) -> None:
    """Set the first and last day beside the text of a partial date."""
    text = getattr(record, name)
    parsed = PartialDate.parse(text) if text else None
    setattr(record, f"{name}_first", parsed and parsed.first)
    setattr(record, f"{name}_last", parsed and parsed.last)


def day_column() -> models.DateField:
    return models.DateField(null=True, blank=True, editable=False)


def span_constraint(model: str, name: str) -> models.CheckConstraint:
    """Text, first and last day are all there or all missing, in order, and of a length we write."""
    missing = models.Q(**{name: "", f"{name}_first__isnull": True, f"{name}_last__isnull": True})
    present = models.Q(
        **{
            f"{name}__gt": "",
            f"{name}_first__isnull": False,
            f"{name}_last__isnull": False,
            f"{name}_first__lte": models.F(f"{name}_last"),
        }
    )
    return models.CheckConstraint(condition=missing | present, name=f"{model}_{name}_spans_its_days")
