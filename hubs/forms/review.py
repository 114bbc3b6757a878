"""What an editor enters about a passage, and why a suggestion is rejected."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from hubs.capture.language import language_of
from hubs.editing import EditingError
from hubs.forms.typed import DateField, NumberField, in_unit_of
from hubs.models import Article, Category, Certainty, Heading, Standing, Statement, Topic, TopicSubject
from hubs.review import Entry, Holding, Missing, Vocabulary
from hubs.review.entry import make
from hubs.typed import Number

Options = list[tuple[str, Any]]


class RejectForm(forms.Form):
    reason = forms.CharField(max_length=300, error_messages={"required": "Say in a few words why."})


class PassageForm(forms.Form):
    """A passage of the article: its place, or words that stand in it once."""

    words = forms.CharField(
        widget=forms.Textarea,
        strip=True,
        error_messages={"required": "Give some words of the article first."},
    )
    start = forms.IntegerField(required=False, min_value=0)

    def __init__(self, data: Any, *, article: Article) -> None:
        super().__init__(data)
        self.article = article

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if words := asked.get("words"):
            asked["start"], asked["end"] = place_of(words, self.article, asked.get("start"))
        return asked


def place_of(words: str, article: Article, near: int | None) -> tuple[int, int]:
    """Where the words stand, nearest to a place. White space may differ: a browser's selection joins lines."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    places = [m.span() for m in re.finditer(pattern, article.text)]
    if not places:
        raise ValidationError("These words do not stand in the article: copy them exactly as they are.")
    if near is not None:
        return min(places, key=lambda place: abs(place[0] - near))
    if len(places) > 1:
        raise ValidationError(
            f"These words stand in the article {len(places)} times: take some more, so that they stand once."
        )
    return places[0]


class EntryForm(forms.Form):
    """The statement a passage makes. What belongs to another kind of topic than the chosen one may stay empty."""

    cites = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="What it adds")
    topic = forms.ChoiceField(required=False)
    hub = forms.ChoiceField(required=False)
    initiative = forms.ChoiceField(required=False)
    title = forms.CharField(required=False, max_length=300, label="Title of the new initiative")
    category = forms.ChoiceField(required=False)
    lead = forms.ChoiceField(required=False, label="Led by")
    others = forms.MultipleChoiceField(required=False, label="With")
    bodies = forms.MultipleChoiceField(required=False, label="Organisations")
    choice = forms.ChoiceField(required=False, label="Answer")
    series = forms.ChoiceField(required=False, label="Counted as")
    number = NumberField(required=False)
    date = DateField(required=False)
    valid_from = DateField(required=False, label="True from", help_text="")
    as_of = DateField(required=False, label="Seen on", help_text="The day it refers to, or was seen so")
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), label="In words")
    planned = forms.BooleanField(required=False, label="Planned: lies ahead of the article")
    certainty = forms.ChoiceField(choices=Certainty.choices)
    standing = forms.ChoiceField(choices=Standing.choices)
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="Readers see it"
    )
    rests_on = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Words it rests on",
        help_text="More or fewer words of the text, exactly as they stand there",
        error_messages={"required": "Some words of the article say so: copy them here."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        entry: Entry,
        article: Article,
        vocabulary: Vocabulary,
        held: Statement | None = None,
        adds_words: bool = False,
        contradicts: Statement | None = None,
        place: tuple[int, int] | None = None,
    ) -> None:
        """`place` is where the words of a suggestion stand; words chosen by hand are given beside the form.

        `held` is what it agrees with (and `adds_words` to, where the article is cited for it without words) and
        `contradicts` what it differs from, as it is opened.
        """
        super().__init__(data, initial=initial(entry, vocabulary))
        self.entry, self.article, self.vocabulary, self.place = entry, article, vocabulary, place
        if place:
            self.fields["rests_on"].initial = article.text[slice(*place)]
        else:
            del self.fields["rests_on"]
        self.contradicts = contradicts
        choices = self._choices(held, adds_words)
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        if held is None:
            del self.fields["cites"]

    def _choices(self, held: Statement | None, adds_words: bool) -> dict[str, Options]:
        vocabulary = self.vocabulary
        hubs: Options = [(slug, hub.name_en) for slug, hub in vocabulary.hubs.items()]
        return {
            "cites": [
                (
                    held.key if held else "",
                    "The words for what we hold from this article"
                    if adds_words
                    else "A further source of what we hold",
                ),
                ("", "A statement of its own"),
            ],
            "topic": [("", "Choose"), *by_heading(vocabulary.topics.values())],
            "hub": [("", "Choose"), *hubs],
            "initiative": [
                ("", "A new one"),
                *((slug, initiative.title_en) for slug, initiative in vocabulary.initiatives.items()),
            ],
            "category": [("", "Choose"), *Category.choices],
            "lead": [("", "Choose"), *hubs],
            "others": hubs,
            "bodies": [(slug, body.name_en) for slug, body in vocabulary.organisations.items()],
            "choice": [("", "Choose"), *of_topics(vocabulary, "choices")],
            "series": [("", "Choose"), *of_topics(vocabulary, "series")],
        }

    @property
    def is_asked_whether_planned(self) -> bool:
        """Whether something is said at one of its days, where “Planned” may be what mends it."""
        return any(self[name].errors or name in self.lacking for name in ("date", "as_of"))

    @cached_property
    def lacking(self) -> dict[str, str]:
        """What a suggestion lacks as it was opened, by field."""
        if self.is_bound or not self.place:
            return {}
        try:
            make(self.entry, self.article, self.vocabulary)
        except Missing as missing:
            return {missing.field: str(missing)}
        except EditingError:
            pass
        return {}

    @property
    def definitions(self) -> str:
        """What each series counts, for the script that shows it."""
        topics = self.vocabulary.topics.values()
        return json.dumps({s.slug: s.definition for topic in topics for s in topic.series.all()})

    def clean_rests_on(self) -> str:
        words = self.cleaned_data["rests_on"]
        assert self.place
        self.place = place_of(words, self.article, self.place[0])
        return words

    @property
    def topic_kinds(self) -> str:
        """Subject, kind and coding rule of each topic, for the script that shows what the chosen one wants."""
        return json.dumps(
            {slug: [t.subject, t.kind, t.coding_rule] for slug, t in self.vocabulary.topics.items()}
        )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if self.errors:
            return asked
        entry = self._entry(asked)
        try:
            made = make(entry, self.article, self.vocabulary)
        except Missing as missing:
            raise ValidationError({missing.field: str(missing)}) from None
        except EditingError as refusal:
            raise ValidationError(str(refusal)) from None
        self._ask_once(made.statements[:1])
        asked["entry"] = entry
        return asked

    def _ask_once(self, statements: list[Statement]) -> None:
        """Whoever enters something else than we hold has seen it before both are kept."""
        holding = Holding.of(statements)
        for statement in statements:
            held = holding.contradicted(statement)
            if held and self.data.get("seen") != held.key:
                self.contradicts = held
                raise ValidationError(
                    "This differs from what we hold: look at it, and accept again to keep both."
                )

    def _entry(self, asked: dict[str, Any]) -> Entry:
        if asked.get("cites"):
            return replace(self.entry, cites=asked["cites"])
        topic = self.vocabulary.topics.get(asked["topic"])
        if asked["date"] and not self.entry.date and asked["as_of"] == self.entry.as_of:
            # It stood there because no day was known.
            asked["as_of"] = ""
        about_hub = topic is not None and topic.subject == TopicSubject.JURISDICTION
        is_new = not about_hub and not asked["initiative"]
        series = self.vocabulary.series(asked["topic"], asked["series"]) if asked["topic"] else None
        number = in_unit_of(series, self, asked["number"])
        return Entry(
            hub=asked["hub"] if about_hub else "",
            initiative="" if about_hub else asked["initiative"],
            title=asked["title"] if is_new else "",
            category=asked["category"] if is_new else "",
            hubs=tuple(dict.fromkeys(filter(None, (asked["lead"], *asked["others"])))) if is_new else (),
            bodies=tuple(asked["bodies"]) if is_new else (),
            topic=asked["topic"],
            # A choice belongs to its topic; what was left standing of another topic is not meant.
            choice=asked["choice"].rpartition(":")[2] if self._chosen_for(asked) else "",
            series=asked["series"] if topic and topic.kind == "number" else "",
            number=f"{number.low:f}" if number else "",
            number_high=f"{number.high:f}" if number and number.high is not None else "",
            bound=number.bound if number else "",
            date=asked["date"],
            valid_from=asked["valid_from"],
            as_of=asked["as_of"],
            text=asked["text"],
            text_language=language_of(asked["text"]) if asked["text"] else self.entry.text_language,
            planned=asked["planned"],
            certainty=asked["certainty"],
            standing=asked["standing"],
            note=asked["note"],
        )

    def _chosen_for(self, asked: dict[str, Any]) -> bool:
        of_topic = asked["choice"].partition(":")[0]
        # The status of a new initiative that is only planned stands beside the planned date.
        return of_topic == asked["topic"] or (asked["topic"] == "planned-date" and of_topic == "status")


def initial(entry: Entry, vocabulary: Vocabulary) -> dict[str, Any]:
    """An entry as the form shows it."""
    shown = {name: value for name, value in entry.to_json().items() if name not in ("number_high", "bound")}
    number = ""
    if entry.number:
        high = Decimal(entry.number_high) if entry.number_high else None
        series = vocabulary.series(entry.topic, entry.series)
        number = Number(Decimal(entry.number), high, entry.bound).spelled(series.unit if series else "")
    topic = "status" if entry.topic == "planned-date" else entry.topic
    return shown | {
        "number": number,
        "choice": f"{topic}:{entry.choice}" if entry.choice else "",
        "lead": entry.hubs[0] if entry.hubs else "",
        "others": list(entry.hubs[1:]),
    }


def by_heading(topics: Iterable[Topic]) -> Iterator[tuple[str, Options]]:
    """Topics in the order of the sheet, in groups."""
    groups: dict[str, Options] = {}
    for topic in topics:
        groups.setdefault(str(Heading(topic.heading).label), []).append((topic.slug, topic.name_en))
    return iter(groups.items())


def of_topics(vocabulary: Vocabulary, what: str) -> Iterator[tuple[str, Options]]:
    """Choices or series in groups, one for each topic that has some."""
    for topic in vocabulary.topics.values():
        if what == "choices":
            options: Options = [(f"{topic.slug}:{c.code}", c.name_en) for c in topic.choices.all()]
        else:
            options = [(s.slug, f"{s.name_en} ({s.unit})") for s in topic.series.all()]
        if options:
            yield topic.name_en, options
