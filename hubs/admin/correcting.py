"""Correcting a public statement: what takes its place, why, and what it rests on; looked at before it is done."""

import copy
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hubs import editing
from hubs.admin import acting
from hubs.admin.doubts import is_after
from hubs.admin.drafting import article_picker, log_draft, remember
from hubs.admin.meanwhile import SOURCE, Row, on_top_of, row_of
from hubs.admin.stale.opened import Opened
from hubs.admin.versions import Version
from hubs.forms.statement import CitationForm, CorrectionForm
from hubs.models import Change, Citation, Door, Statement, Why
from hubs.typed import figure


class CorrectionCitationForm(CitationForm):
    """A source of the correction: kept as it is, changed, left out, or new."""

    start = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta(CitationForm.Meta):
        widgets = CitationForm.Meta.widgets | {"article": article_picker()}

    def clean(self) -> dict[str, Any]:
        self.initial["start"] = self.cleaned_data.get("start")
        return super().clean()

    def has_changed(self) -> bool:
        return bool(self.data.get(self.add_prefix("article")))


class CitationsFormSet(forms.BaseFormSet):
    """What a correction rests on."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Leave this source out"

    def clean(self) -> None:
        seen = set()
        for citation in () if any(self.errors) else self.kept:
            place = (citation.article_id, citation.start)
            if place in seen:
                raise forms.ValidationError(
                    f"“{citation.article}” stands here twice for the same words: leave one of them out."
                )
            seen.add(place)

    @property
    def kept(self) -> list[Citation]:
        """New citations as entered, without those left out and the empty line."""
        return [
            copy.copy(form.instance)
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]


SourceFormSet = forms.formset_factory(
    CorrectionCitationForm, formset=CitationsFormSet, extra=1, can_delete=True
)


def blank(statement: Statement) -> CorrectionForm:
    """The form as it opens for a statement."""
    return CorrectionForm(None, held=statement, instance=like(statement))


@acting.screen("correct", blank)
def correct(
    model_admin: admin.ModelAdmin, request: HttpRequest, held: Statement, opened: Statement
) -> HttpResponse:
    """Show the form; on the first press what would change; on the second do it, or leave it as a draft."""
    if opened != held:
        went_with_it = Citation.objects.filter(statement=opened, withdrawn=opened.withdrawn)
        rows = [row_of(citation) for citation in went_with_it]
        return saved_meanwhile(model_admin, request, held, Version.of(blank(opened)), rows)
    drafts = Statement.objects.select_related("topic", "choice", "series")
    waiting = drafts.filter(replaces=held, published=None).first()
    form, sources = forms_of(request, held, waiting)
    context: dict[str, Any] = {
        "title": "Correct a statement",
        "held": held,
        "waiting": waiting,
        "form": form,
        "sources": sources,
    }
    if request.method != "POST" or "more" in request.POST:
        return acting.page(model_admin, request, "correct", **context)
    if not (form.is_valid() and sources.is_valid()):
        return acting.page(model_admin, request, "correct", checked=True, status=422, **context)

    entered = as_entered(form.instance, sources.kept)
    try:
        if entered == as_entered(held, list(held.citations.all())):
            raise editing.EditingError(
                "Nothing here differs from what is public: there is nothing to correct."
            )
        cells = acting.rehearse(lambda: act(request, held, form, sources))
        seal = acting.seal(cells, entered, form.cleaned_data["why"])
        if "confirm" in request.POST and request.POST.get("seal") == seal:
            return confirmed(model_admin, request, held, form, sources)
    except editing.EditingError as refusal:
        form.add_error(None, str(refusal))
        return acting.page(model_admin, request, "correct", checked=True, status=422, **context)
    context |= {"cells": cells, "seal": seal, "again": "confirm" in request.POST}
    context["outdated"] = form.cleaned_data["why"] == Why.WORLD and is_after(form.instance, sources.kept)
    return acting.page(model_admin, request, "correct", checked=True, **context)


def saved_meanwhile(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    held: Statement,
    was: Version,
    rows: list[Row],
    prefix: str = "sources",
) -> HttpResponse:
    """The form as it was sent about something that `held` has replaced since; looked at again before it is done.

    `was` and `rows` are what that form opened with, its sources under `prefix`.
    """
    told = on_top_of(request, blank(held), held, was, rows, prefix)
    form, sources = forms_of(request, held, None)
    context = {"held": held, "form": form, "sources": sources, "stale": acting.replaced(held, told)}
    return acting.page(model_admin, request, "correct", title="Correct a statement", status=409, **context)


def published_meanwhile(
    model_admin: admin.ModelAdmin, request: HttpRequest, published: Statement, opened: Opened
) -> HttpResponse:
    """The form of a draft that somebody published while it was open: what was typed would correct it now."""

    @acting.screen("correct", blank)
    def correct_it(model_admin, request: HttpRequest, held: Statement, _opened: Statement) -> HttpResponse:
        # What that form did not ask was not changed by leaving it out.
        was = Version({name: opened.version.fields.get(name, "") for name in blank(held).fields})
        cited = opened.version.rows.get("citations", {}).values()
        rows = [{name: row.get(name, "") for name in SOURCE} for row in cited]
        return saved_meanwhile(model_admin, request, held, was, rows, "citations")

    return correct_it(model_admin, request, published.pk)


def forms_of(request: HttpRequest, held: Statement, waiting: Statement | None) -> tuple:
    """The form of what takes the statement's place, and that of its sources: from a draft, if one waits."""
    start = waiting or held
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        if "more" in data and data.get("sources-TOTAL_FORMS", "").isdecimal():
            data["sources-TOTAL_FORMS"] = str(int(data["sources-TOTAL_FORMS"]) + 1)
    form = CorrectionForm(
        data, held=held, instance=like(start), initial={"why": start.why if waiting else ""}
    )
    initial = [model_to_dict(citation) for citation in start.citations.all()]
    return form, SourceFormSet(data, prefix="sources", initial=initial)


def like(statement: Statement) -> Statement:
    """A statement that says the same and is not public; a draft stays the draft it is."""
    other = copy.copy(statement)
    vars(other).pop("_prefetched_objects_cache", None)
    if statement.published_id:
        other.pk, other.published, other.replaces, other.why = None, None, None, ""
        other._state.adding = True
    return other


def act(request: HttpRequest, held: Statement, form: CorrectionForm, sources: CitationsFormSet) -> Change:
    replacement = like(form.instance)
    with transaction.atomic():
        if replacement.pk:
            editing.redraft(replacement, [])
        return editing.correct(
            statement=held,
            replacement=replacement,
            citations=sources.kept,
            why=form.cleaned_data["why"],
            by=request.user,
            door=Door.ADMIN,
        )


def confirmed(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    held: Statement,
    form: CorrectionForm,
    sources: CitationsFormSet,
) -> HttpResponse:
    """Publish the correction; or leave it as a draft, where a publisher has the last word."""
    # Only what this person cited: the sources that were there already are somebody else's choice.
    before = set(held.citations.values_list("article", flat=True))
    for citation in [c for c in sources.kept if c.article_id not in before][-1:]:
        remember(request, citation.article)
    if acting.may_publish(request):
        change = acting.attempt(lambda: act(request, held, form, sources))
        return acting.told(model_admin, request, change, change.published_statements.get())
    draft = like(form.instance)
    draft.key, draft.replaces, draft.why = held.key, held, form.cleaned_data["why"]
    is_new = draft.pk is None
    acting.attempt(lambda: editing.redraft(draft, sources.kept))
    if is_new:
        log_draft(request, draft)
    model_admin.message_user(request, "Kept as a draft: it waits for a publisher.")
    return redirect(acting.way_back(request) or "admin:hubs_statement_waiting")


def as_entered(statement: Statement, citations: list[Citation]) -> str:
    """What a statement says and rests on, as text that is equal when it says the same."""
    fields = model_to_dict(statement, fields=[*CorrectionForm._meta.fields, "number_high", "bound"])
    said = sorted((name, plain(value)) for name, value in fields.items())
    cited = sorted((c.article_id, c.start or 0, c.quote, c.locator, c.level) for c in citations)
    return repr((said, cited))


def plain(value: Any) -> str:
    """As text; 3 and 3.000000 are the same number, and a text is the same however its lines end."""
    if isinstance(value, Decimal):
        return figure(value)
    return str(value).replace("\r\n", "\n").strip()
