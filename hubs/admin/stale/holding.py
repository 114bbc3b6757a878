"""Rows that nobody else may change until the save at hand has ended."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


def hold(model: type[models.Model], **which: Any) -> None:
    """Have whoever else would change these rows wait until this transaction ends; SQLite has one writer anyway.

    What only points to them, as a statement to its hub, need not wait.
    """
    try:
        rows = model._base_manager.filter(**which).order_by("pk").select_for_update(no_key=True)
        list(rows.values_list("pk"))
    except (ValueError, ValidationError):
        pass  # junk in the address: there is nothing to hold
