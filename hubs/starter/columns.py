"""What may stand in a cell of each column, and how the value a record holds is written in one.

A column reads a cell into a value, gets the same kind of value back from a record, and writes
either as text: two values are the same when their texts are.
"""

import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from hubs.models import (
    Alias,
    Citation,
    Involvement,
    Jurisdiction,
    PartialDate,
    PartialDateField,
    Participation,
    Role,
)
from hubs.models.names import fold
from hubs.starter.sheet import shown

Found = Mapping[str, Mapping[str, models.Model]]  # records by kind and key
Kept = Sequence[tuple[models.Model, Any]]  # saved records, each with its value of a column


class Column(ABC):
    """A column; `refers_to` is the kind of record its cells name, if they name any."""

    refers_to = ""

    def __init__(self, name: str):
        self.name = name

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value of a cell; ValueError says what would be right."""

    @abstractmethod
    def held(self, record: models.Model) -> Any:
        """The value a record holds, of the kind that `read` gives."""

    def text(self, value: Any) -> str:
        return value

    def keys(self, values: Mapping[str, Any]) -> Iterable[str]:
        """The keys of the records that a row refers to in this column."""
        return ()

    def put(self, record: models.Model, value: Any, found: Found) -> None:  # noqa: B027  # none of its own
        """Set the value on a record about to be saved."""

    def tie(self, kept: Kept, found: Found) -> None:  # noqa: B027  # all its own
        """Make the rows of other tables that keep the values of saved records, of all of them at once."""


class Own(Column):
    """A value that the record keeps itself; what may stand there is what the model field takes."""

    def __init__(self, field: models.Field):
        super().__init__(field.name)
        self.field = field

    def read(self, text: str) -> Any:
        field = self.field
        if not text and field.null:
            return None
        if isinstance(field, models.BooleanField):
            return _read_switch(text)
        if not text and not field.blank:
            raise ValueError("the cell is empty and must not be.")
        if field.choices and text:
            return _read_choice(text, [value for value, _ in field.choices])
        if isinstance(field, PartialDateField):
            return PartialDate.parse(text).text if text else ""
        try:
            return field.clean(_parse(field, text), None)
        except ValidationError as error:
            raise ValueError(f"{shown(text)} cannot be kept: {' '.join(error.messages)}") from None

    def held(self, record: models.Model) -> Any:
        return getattr(record, self.name)

    def text(self, value: Any) -> str:
        match value:
            case None | False:
                return ""
            case True:
                return "yes"
            case Decimal():
                return format(value.normalize(), "f")
            case _:
                return str(value)

    def put(self, record: models.Model, value: Any, found: Found) -> None:
        setattr(record, self.name, value)


class Reference(Column):
    """A record of another kind, named by its key."""

    def __init__(self, field: models.ForeignKey):
        super().__init__(field.name)
        self.field = field
        self.refers_to = field.related_model._meta.model_name

    def read(self, text: str) -> str:
        if not text and not self.field.null:
            raise ValueError("the cell is empty and must not be.")
        return text

    def held(self, record: models.Model) -> str:
        related = getattr(record, self.name)
        return related.slug if related else ""

    def keys(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [values[self.name]] if values[self.name] else []

    def put(self, record: models.Model, value: str, found: Found) -> None:
        setattr(record, self.name, found[self.refers_to][value] if value else None)


class ChoiceOfTopic(Reference):
    """A choice by its code, which says something only together with the topic of the row."""

    def held(self, record: models.Model) -> str:
        return record.choice.code if record.choice else ""

    def keys(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [f"{values['topic']}/{values['choice']}"] if values["choice"] else []

    def put(self, record: models.Model, value: str, found: Found) -> None:
        record.choice = found["choice"][f"{record.topic.slug}/{value}"] if value else None


class Listed(Column):
    """Several words in one cell, with semicolons between them; their order says nothing."""

    def read(self, text: str) -> list[str]:
        words = [word.strip() for word in text.split(";")] if text else []
        if "" in words:
            raise ValueError(f"{shown(text)} has an empty place in its list; write a;b;c.")
        for word in words:
            if words.count(word) > 1:
                raise ValueError(f"“{word}” is in the list twice.")
        return words

    def text(self, value: list[str]) -> str:
        return ";".join(sorted(value))


class Aliases(Listed):
    """Other names of the record."""

    longest = Alias._meta.get_field("text").max_length

    def __init__(self):
        super().__init__("aliases")

    def read(self, text: str) -> list[str]:
        words = super().read(text)
        for word in words:
            if len(word) > self.longest:
                raise ValueError(f"{shown(word)} is longer than {self.longest} characters.")
        return words

    def held(self, record: models.Model) -> list[str]:
        return [alias.text for alias in record.aliases.all()]

    def tie(self, kept: Kept, found: Found) -> None:
        owner = kept[0][0]._meta.model_name
        Alias.objects.filter(**{f"{owner}__in": [record for record, _ in kept]}).delete()
        Alias.objects.bulk_create(
            Alias(text=text, folded=fold(text), **{owner: record}) for record, texts in kept for text in texts
        )


class Lead(Column):
    """The one jurisdiction that leads an initiative."""

    refers_to = Jurisdiction._meta.model_name

    def read(self, text: str) -> str:
        if not text:
            raise ValueError("the cell is empty; name the jurisdiction that leads.")
        return text

    def held(self, record: models.Model) -> str:
        return record.lead.slug if record.lead else ""

    def keys(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [values[self.name]]

    def tie(self, kept: Kept, found: Found) -> None:
        Participation.objects.filter(initiative__in=[record for record, _ in kept]).delete()
        hubs = found[self.refers_to]
        Participation.objects.bulk_create(
            Participation(initiative=record, jurisdiction=hubs[key], lead=True) for record, key in kept
        )


class Partners(Listed):
    """The jurisdictions that take part in an initiative; stands after Lead, which clears the way."""

    refers_to = Jurisdiction._meta.model_name

    def held(self, record: models.Model) -> list[str]:
        return [hub.slug for hub in record.partners]

    def keys(self, values: Mapping[str, Any]) -> Iterable[str]:
        return values[self.name]

    def tie(self, kept: Kept, found: Found) -> None:
        hubs = found[self.refers_to]
        Participation.objects.bulk_create(
            Participation(initiative=record, jurisdiction=hubs[key]) for record, keys in kept for key in keys
        )


class LedBy(Listed):
    """The organisations that lead an initiative; those with other roles are not in the dataset."""

    refers_to = "organisation"

    def held(self, record: models.Model) -> list[str]:
        return [i.organisation.slug for i in record.involvements.all() if i.role == Role.LEAD]

    def keys(self, values: Mapping[str, Any]) -> Iterable[str]:
        return values[self.name]

    def tie(self, kept: Kept, found: Found) -> None:
        bodies = found[self.refers_to]
        Involvement.objects.filter(initiative__in=[record for record, _ in kept], role=Role.LEAD).delete()
        Involvement.objects.bulk_create(
            Involvement(initiative=record, organisation=bodies[key], role=Role.LEAD)
            for record, keys in kept
            for key in keys
        )


class Sources(Listed):
    """The articles a statement rests on.

    Once the articles are known each word gets the level of its citation, as `hkma-fss:official`.
    What an editor has added, a passage or a ranking, is held too, and so makes it differ from ours.
    """

    refers_to = "article"

    def held(self, record: models.Model) -> list[str]:
        ranked = [f"preferred:{ranking.reason}" for ranking in record.rankings.all()]
        return [cited(citation) for citation in record.citations.all()] + ranked

    def keys(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [word.partition(":")[0] for word in values[self.name]]

    def citations(self, value: list[str], found: Found) -> list[Citation]:
        pairs = [word.partition(":")[::2] for word in value]
        return [Citation(article=found[self.refers_to][key], level=level) for key, level in pairs]


def cited(citation: Citation) -> str:
    """A citation as a word of the column `sources`."""
    passage = f"{citation.start}-{citation.end}" if citation.quote else ""
    return ":".join(filter(None, (citation.article.slug, citation.level, passage, citation.locator)))


def _read_switch(text: str) -> bool:
    if text not in ("", "yes"):
        raise ValueError(f"{shown(text)} is neither yes nor empty.")
    return text == "yes"


def _read_choice(text: str, allowed: list[str]) -> str:
    if text not in allowed:
        raise ValueError(f"{shown(text)} is not one of {', '.join(filter(None, allowed))}.")
    return text


def _parse(field: models.Field, text: str) -> Any:
    """Text as the type the field keeps; Django's own parsing would also take what only looks right."""
    for kind, pattern, parse, example in PARSERS:
        if isinstance(field, kind):
            if not re.fullmatch(pattern, text, re.ASCII):
                raise ValueError(f"{shown(text)} is not {example}.")
            try:
                return parse(text)
            except ValueError:
                raise ValueError(f"{shown(text)} is not {example}.") from None
    return text


PARSERS: tuple[tuple[type[models.Field], str, Callable[[str], Any], str], ...] = (
    (models.DecimalField, r"-?\d+(\.\d+)?", Decimal, "a number: write digits and a point, as 14755 or 87.57"),
    (models.IntegerField, r"\d+", int, "a whole number, as 20"),
    (models.DateField, r"\d{4}-\d\d-\d\d", datetime.date.fromisoformat, "a day: write it as 2026-11-22"),
)
