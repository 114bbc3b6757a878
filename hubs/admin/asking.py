"""What the form of a statement asks for: first its topic, then the fields that answer it and no others."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hubs.admin import acting
from hubs.forms.statement import counted_as
from hubs.models import Heading, Nature, Statement, Topic, TopicKind, TopicSubject
from hubs.typed import Number

# What holds the answer to a topic of each kind; the words of a source can stand beside any of them.
ANSWERS = {
    TopicKind.CHOICE: ("choice",),
    TopicKind.NUMBER: ("series", "number", "method", "break_before"),
    TopicKind.DATE: ("value_date",),
    TopicKind.PROSE: (),
}
EVERY_ANSWER = ("series", "choice", "number", "value_date", "method", "break_before")
SUBJECTS = tuple(TopicSubject.values)

# What of a statement is said again when it was seen again later.
SAID_AGAIN = (
    *("jurisdiction_id", "initiative_id", "topic_id", "series_id", "choice_id", "finding"),
    *("text", "text_language", "method", "standing", "certainty"),
)


def topic_of(request: HttpRequest, held: Statement | None = None) -> Topic | None:
    """The topic that the form is about: that of a draft, or the one the address or the form names."""
    if held is not None:
        return held.topic
    if again := said_before(request):
        return again.topic
    asked = request.POST.get("topic") or request.GET.get("topic", "")
    return Topic.objects.filter(pk=asked).first() if asked.isdecimal() else None


def said_before(request: HttpRequest) -> Statement | None:
    """The public statement that is to be said again, because somebody saw it again."""
    asked = request.GET.get("again", "")
    live = Statement.objects.live().with_sources().select_related("jurisdiction", "initiative")
    return live.filter(pk=asked).first() if asked.isdecimal() else None


def fills_a_gap(request: HttpRequest) -> bool:
    """Whether the address names a cell that nothing is said in yet: what was read last says nothing of that one."""
    asked = {name: request.GET.get(name, "") for name in (*SUBJECTS, "topic", "series")}
    named = {name: pk for name, pk in asked.items() if pk.isdecimal()}
    is_cell = "topic" in named and any(subject in named for subject in SUBJECTS)
    return is_cell and not Statement.objects.live().filter(**named).exists()


def fieldsets(topic: Topic | None, held: Statement | None = None) -> tuple:
    """The fields for an answer to this topic, and those of others only where a draft has something in them."""
    wanted = {*SUBJECTS, *EVERY_ANSWER}
    if topic is not None:
        wanted = {topic.subject, *ANSWERS[TopicKind(topic.kind)]}
        if (topic.subject, topic.kind) == (TopicSubject.INITIATIVE, TopicKind.CHOICE):
            wanted.add("value_date")  # a milestone has its day
    if held is not None:
        names = ("jurisdiction_id", "initiative_id", "series_id", "choice_id", *EVERY_ANSWER[2:])
        wanted |= {name.removesuffix("_id") for name in names if getattr(held, name) not in (None, "", False)}
    answer, counted = (
        [name for name in names if name in wanted] for names in (EVERY_ANSWER[1:4], EVERY_ANSWER[4:])
    )
    about = [(name for name in SUBJECTS if name in wanted), ("topic",), ("series",) * ("series" in wanted)]
    return (
        (None, {"fields": [row for each in about if (row := tuple(each))] + ["finding"]}),
        (_("What is said"), {"fields": (*answer, ("text", "text_language"), *counted)}),
        (_("When"), {"fields": (("as_of", "valid_from", "valid_until"), ("nature", "planned"))}),
        (_("How it stands"), {"fields": (("standing", "certainty", "verification"), "note")}),
    )


def narrow(form: type[forms.ModelForm], topic: Topic, again: Statement | None) -> None:
    """Offer what can answer this topic, in lists that are there at once; its subject has to be given."""
    fields = form.base_fields
    if "number" not in (form._meta.fields or ()):
        fields.pop("number", None)  # declared, and so part of every form otherwise
    if "topic" in fields:
        fields["topic"].widget = forms.HiddenInput()
    if topic.subject in fields:
        fields[topic.subject].required = True
    for name, rows in (("choice", topic.choices), ("series", topic.series)):
        if name in fields:
            fields[name].widget = forms.Select()
            fields[name].queryset = rows.all()  # type: ignore[attr-defined]
    if "series" in fields:
        fields["series"].label_from_instance = counted_as  # type: ignore[attr-defined]
    if again and "as_of" in fields:
        seen = fields["as_of"]
        seen.required = True
        seen.widget.attrs["autofocus"] = True
        seen.error_messages["required"] = _(
            "Say on which day it was seen again: without one the older statement stays in front."
        )


def initial(topic: Topic | None, again: Statement | None) -> dict[str, Any]:
    """What stands in a new form: all that is said again but its date and source; or what the topic leaves open."""
    if again:
        said: dict[str, Any] = {name.removesuffix("_id"): getattr(again, name) for name in SAID_AGAIN}
        if again.number is not None:
            number = Number(again.number, again.number_high, again.bound)
            said["number"] = number.spelled(again.series.unit if again.series else "")
        return said
    found: dict[str, Any] = {}
    if topic and topic.kind == TopicKind.DATE:
        found["nature"] = Nature.EVENT
    if topic and len(series := list(topic.series.all()[:2])) == 1:
        found["series"] = series[0].pk
    return found


def choose_topic(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The first step of a new statement: which question it answers, one press on a link."""
    topics = Topic.objects.all()
    for subject in SUBJECTS:
        if request.GET.get(subject):
            topics = topics.filter(subject=subject)
    kept = {name: value for name, value in request.GET.items() if name not in ("topic", "again")}
    groups = [
        (Heading(heading).label, [(each, urlencode(kept | {"topic": each.pk})) for each in members])
        for heading, members in groupby(topics.in_sheet_order(), key=lambda topic: topic.heading)
    ]
    return acting.page(
        model_admin,
        request,
        "topics",
        title=_("Add statement: which question does it answer?"),
        groups=groups,
    )
