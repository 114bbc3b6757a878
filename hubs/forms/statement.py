"""What an editor enters of a statement, and of the articles it rests on."""

import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hubs.editing import EditingError
from hubs.forms.review import PassageForm
from hubs.forms.typed import WRITE_IT, ArticleField, DateField, NumberField, in_unit_of, language_field
from hubs.models import (
    DATES,
    Citation,
    Finding,
    Nature,
    PartialDate,
    PartialDateField,
    Series,
    Statement,
    Topic,
    TopicKind,
    TopicSubject,
    Why,
)
from hubs.possible import flaws
from hubs.review.entry import check
from hubs.typed import Number

# Dates are taken as people type them, which may be longer than what is kept of them.
TYPED = {PartialDateField: {"form_class": DateField, "max_length": None}}


def typed(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a column, of a date as people type it, of a language as a list."""
    return language_field(column) or column.formfield(**kwargs, **TYPED.get(type(column), {}))


# What holds an answer, besides the text, and which of them a topic of each kind wants.
ANSWERS = ("choice", "number", "value_date")
WANTED = {
    TopicKind.CHOICE: "choice",
    TopicKind.NUMBER: "number",
    TopicKind.DATE: "value_date",
    TopicKind.PROSE: "text",
}
PROMISED = {"finding", "text", "choice", "series", "number", "number_high", "bound", *DATES} | {
    f"{name}_{end}" for name in DATES for end in ("first", "last")
}


class StatementForm(forms.ModelForm):
    """A statement as typed. Number, upper end and bound are one field, as people write them."""

    number = NumberField(required=False)

    class Meta:
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statement = self.instance
        if statement.number is not None:
            self.initial["number"] = Number(statement.number, statement.number_high, statement.bound)
        if statement.series and "number" in self.fields:
            unit = self.fields["number"].unit = statement.series.unit  # type: ignore[attr-defined]
            self.fields["number"].help_text = _("Unit: %(unit)s. %(how)s") % {"unit": unit, "how": WRITE_IT}

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if "number" in asked:
            series: Series | None = asked.get("series", self.instance.series)
            number = in_unit_of(series, self, asked["number"])
            asked["number"] = number.low if number else None
            self.instance.number_high = number.high if number else None
            self.instance.bound = number.bound if number else ""
        if "finding" in asked:
            self._check_answer(asked)
        self._check_possible(asked)
        return asked

    def _check_answer(self, asked: dict[str, Any]) -> None:
        """A value is given where the finding is one, and left out where it is none; said at the field to mend."""
        answer = {name: asked.get(name) for name in (*ANSWERS, "text")}
        finding, topic = asked["finding"], asked.get("topic") or getattr(self.instance, "topic", None)
        if finding != Finding.VALUE:
            for name in ANSWERS:
                if name in self.fields and answer[name] not in (None, ""):
                    said = _(
                        "“%(finding)s” is a finding without a value: leave this empty, or choose “value”."
                    )
                    self.add_error(name, said % {"finding": Finding(finding).label.capitalize()})
        elif topic and all(value in (None, "") for value in answer.values()):
            wanted, kind = WANTED[TopicKind(topic.kind)], topic.get_kind_display()
            if wanted in self.fields and wanted not in self.errors:
                said = _("“%(topic)s” wants a %(kind)s: give it, or choose another finding.")
                self.add_error(wanted, said % {"topic": topic, "kind": kind})

    def _check_possible(self, asked: dict[str, Any]) -> None:
        """What cannot be so is said at the field that shows it."""
        said = copy.copy(self.instance)
        for name in ("series", "number", "planned", *DATES):
            if name in asked:
                setattr(said, name, asked[name])
        for flaw in flaws(said):
            name = flaw.column.removesuffix("_high")  # a range is one field
            self.add_error(name if name in self.fields else None, flaw.sentence)

    def _get_validation_exclusions(self) -> set[str]:
        # What the promises of the database are about is held against them also where it has no field here.
        return super()._get_validation_exclusions() - (PROMISED - self.errors.keys())


def counted_as(series: Series) -> str:
    """A series as it is chosen, with the unit that is not typed."""
    return f"{series} ({series.unit})"


class MilestoneForm(StatementForm):
    """What came about with an initiative and when, with the words of the article that say so."""

    number = None  # figures belong to a series and are entered as statements of their own
    quote = forms.CharField(
        required=False,
        label=_("Words of the article"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Copied from its text, where we hold it; the place is found by itself."),
    )

    class Meta:
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topic" in self.fields:
            topics = Topic.objects.filter(subject=TopicSubject.INITIATIVE).exclude(kind=TopicKind.NUMBER)
            self.fields["topic"].queryset = topics.order_by("position", "slug")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if self.errors or not self.has_changed():
            return asked
        statement = self.instance
        said = {name: asked[name] for name in ("topic", "choice", "text", "planned", *DATES) if name in asked}
        for name, value in said.items():
            setattr(statement, name, value)
        # What came to pass on a day is an event; what was seen to be so on a day was observed.
        statement.nature = Nature.EVENT if statement.value_date else Nature.OBSERVED
        try:
            check(statement)
        except EditingError as refusal:
            raise ValidationError(str(refusal).removeprefix("“”: ")) from None
        return asked


class CitationForm(forms.ModelForm):
    """An article that says so; words of it are found in its stored text, and refused if they do not stand there."""

    class Meta:
        model = Citation
        fields = ("article", "quote", "locator", "level")
        field_classes = {"article": ArticleField}
        widgets = {"quote": forms.Textarea(attrs={"rows": 2})}
        labels = {"quote": _("Words of the article"), "level": _("Evidence level")}
        help_texts = {
            "quote": _("Copied from its text, where we hold it; the place is found by itself."),
            "level": _("Left empty: as the kind of article has it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "level" in self.fields:
            self.fields["level"].required = False

    def has_changed(self) -> bool:
        # An article that stood in the field when the page came is meant as well, where it can have said something.
        found_something = self.data.get("finding") not in (Finding.NOT_FOUND, Finding.NOT_APPLICABLE)
        return super().has_changed() or (found_something and self.names_an_article)

    @property
    def names_an_article(self) -> bool:
        return bool(self.data.get(self.add_prefix("article")))

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        article, quote = asked.get("article"), asked.get("quote", "")
        if article is None:
            return asked
        asked["level"] = asked.get("level") or article.level
        near = self.instance.start if self.instance.article_id == article.pk else self.initial.get("start")
        try:
            place_quote(self.instance, article, quote, near)
        except ValidationError as problem:
            self.add_error("quote" if "quote" in self.fields else None, problem)
        else:
            asked["quote"] = self.instance.quote
        return asked

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"start", "end"}


def place_quote(citation: Citation, article: Any, quote: str, near: int | None = None) -> None:
    """Tie a citation to the words where they stand in the article; ValidationError says why they cannot be."""
    citation.article = article
    if not quote.strip():
        citation.quote, citation.start, citation.end = "", None, None
        return
    if not article.text:
        raise ValidationError(
            _(
                "We hold no text of this article to find the words in: leave them out, and say where they stand."
            )
        )
    passage = PassageForm({"words": quote, "start": "" if near is None else near}, article=article)
    if not passage.is_valid():
        raise ValidationError([error for errors in passage.errors.as_data().values() for error in errors])
    citation.start, citation.end = passage.cleaned_data["start"], passage.cleaned_data["end"]
    citation.quote = article.text[citation.start : citation.end]


# What each reason to correct means, as the editor reads it before choosing.
REASONS = (
    (
        Why.WORLD,
        _(
            "The world changed: there is a new state from a later day, and the old value was right until then."
        ),
    ),
    (Why.US, _("We were wrong: the old value was never right, and readers are told so.")),
)


class CorrectionForm(StatementForm):
    """What takes the place of a public statement, and why. Subject, topic and series stay what they were."""

    why = forms.ChoiceField(label=_("Why"), choices=REASONS, widget=forms.RadioSelect)

    class Meta(StatementForm.Meta):
        model = Statement
        fields = (
            *("finding", "choice", "number", "value_date", "text", "text_language"),
            *("valid_from", "valid_until", "as_of"),
            *("nature", "planned", "standing", "certainty", "verification", "method", "break_before", "note"),
        )
        formfield_callback = typed

    def __init__(self, *args: Any, held: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        if held.nature == Nature.EVENT:
            # It did happen, whatever came after: only what we say of it can be wrong.
            why = self.fields["why"]
            why.choices, why.initial = REASONS[1:], Why.US.value  # type: ignore[attr-defined]
            self.initial["why"] = Why.US.value
            why.error_messages["invalid_choice"] = _(
                "What happened stays on record: say what came after as a statement of its own."
            )
        topic = held.topic
        if topic.kind == TopicKind.CHOICE:
            self.fields["choice"].queryset = topic.choices.all()  # type: ignore[attr-defined]
        else:
            del self.fields["choice"]
        if topic.kind in (TopicKind.NUMBER, TopicKind.PROSE) and not self.instance.value_date:
            del self.fields["value_date"]
        if topic.kind != TopicKind.NUMBER:
            for name in ("number", "method", "break_before"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if not self.errors and asked.get("why") == Why.WORLD and self._is_the_same(asked):
            raise ValidationError(
                _(
                    "The value is the same, so nothing changed in the world: to tell that it was seen again, add a "
                    "statement with the later day and the article that says so. The older one stays as history."
                )
            )
        if not self.errors and asked.get("why") == Why.WORLD and not self._is_later(asked):
            raise ValidationError(
                _(
                    "A world that changed did so later: give a later day than before as “date”, “true from” or "
                    "“seen on”, or say that we were wrong."
                )
            )
        return asked

    def _is_the_same(self, asked: dict[str, Any]) -> bool:
        """Whether nothing but when it was seen, or how sure that is, is said otherwise than before."""
        said = ("finding", "choice", "number", "value_date", "text", "valid_from", "valid_until", "planned")
        held = all(asked[name] == getattr(self.held, name) for name in said if name in asked)
        high, bound = self.instance.number_high, self.instance.bound
        return held and (high, bound, asked["standing"]) == (
            self.held.number_high,
            self.held.bound,
            self.held.standing,
        )

    def _is_later(self, asked: dict[str, Any]) -> bool:
        """Whether one of its dates lies after the same one of what was held."""
        for name in ("value_date", "valid_from", "valid_until", "as_of"):
            before = self.held.partial(name)
            if asked.get(name) and (before is None or PartialDate.parse(asked[name]).last > before.last):
                return True
        return False


class ReasonForm(forms.Form):
    """Why something is withdrawn or preferred; readers see it."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Because"),
        help_text=_("One sentence; readers see it."),
        error_messages={"required": _("Say why: readers see the reason.")},
    )


class SettlingForm(ReasonForm):
    """Which statement of a cell is preferred over the others, and why."""

    statement = forms.ModelChoiceField(
        Statement.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose the statement to prefer."),
            "invalid_choice": _("That statement is no longer public: choose one that is."),
        },
    )

    def __init__(self, *args: Any, rivals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].queryset = rivals  # type: ignore[attr-defined]


def quote_problem(form: MilestoneForm, article: Any) -> str:
    """Why the words typed with a milestone cannot be cited from the article; empty when they can."""
    quote = form.cleaned_data.get("quote", "")
    if not quote:
        return ""
    if article is None:
        return str(_("Choose the article that these words stand in."))
    try:
        place_quote(Citation(), article, quote)
    except ValidationError as problem:
        return " ".join(problem.messages)
    return ""


def cited_by(article: Any, quote: str) -> Citation:
    """A new citation of an article, by its words where they were given."""
    citation = Citation(level=article.level)
    place_quote(citation, article, quote)
    return citation
