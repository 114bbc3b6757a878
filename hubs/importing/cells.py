"""What people type in a cell, brought to how the dataset has it; what is unclear is refused, never guessed."""

from django.db import models

from hubs.models import LANGUAGE_COLUMNS, Language, PartialDateField
from hubs.starter.columns import Column, Own
from hubs.typed import date_of, number_of, shown, spelled

EXACT = "write one number here, as 1,234.5; what else it says stands in “bound” and “number_high”"


def canonical(column: Column, text: str, unit: str = "") -> str:
    """The cell as its column reads it, a number in the unit of its series; ValueError says what would be right."""
    if not text or not isinstance(column, Own):
        return text
    if column.name in LANGUAGE_COLUMNS and text not in Language:
        raise ValueError(
            f"{shown(text)} is no language we hold texts in: write one of {', '.join(Language.values)}."
        )
    if isinstance(column.field, PartialDateField):
        return date_of(text).text
    if isinstance(column.field, models.DateField):
        date = date_of(text)
        if date.precision != "day":
            raise ValueError(f"{shown(text)} is not a day: write it as 2026-11-22.")
        return date.text
    if isinstance(column.field, models.DecimalField):
        number = number_of(text, unit)
        if number.high is not None or number.bound:
            raise ValueError(f"{shown(text)} is more than a number: {EXACT}.")
        return format(number.low, "f")
    return text


def with_number_apart(cells: dict[str, str], unit: str) -> dict[str, str]:
    """The cells of a statement with “about 40” or “3-4” in `number` parted into the columns it belongs in."""
    text = cells.get("number", "")
    if not text or cells["number_high"] or cells["bound"]:
        return cells
    try:
        number = number_of(text, unit)
    except ValueError:
        return cells  # the column itself says what is wrong
    high = "" if number.high is None else spelled(number.high, unit)
    return cells | {"number": spelled(number.low, unit), "number_high": high, "bound": number.bound}
