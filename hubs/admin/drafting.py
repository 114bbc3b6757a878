"""Forms that write drafts and, for those who may, make them public in the same press; or show what that would do."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hubs import editing
from hubs.admin.doubts import called, doubts_about
from hubs.admin.first_error import BeginsAtFirstError
from hubs.admin.refusals import sentence_of
from hubs.admin.search import Picker
from hubs.changes import Touched, what_changed
from hubs.forms.statement import TYPED
from hubs.models import Article, Citation, Door, Statement

LAST_ARTICLE = "last_article"


class Rehearsed(Exception):
    """Carries what publishing would change out of the transaction that it ends, and what there is to say about it."""

    def __init__(self, cells: list[Touched], doubts: list[str]) -> None:
        self.cells, self.doubts = cells, doubts


class PublishesDrafts(BeginsAtFirstError):
    """Two more buttons below a form, “Save and publish” and “Preview”: both take the way that saving takes.

    A preview saves, publishes, looks, and takes all of it back; so what it shows is what will be.
    """

    change_form_template = "admin/hubs/drafting.html"
    formfield_overrides = TYPED
    # Whether the cells it publishes are on the page of what the form is of.
    has_page = False

    def drafts_of(self, saved) -> Iterable[Statement]:
        """The drafts that these buttons publish once the form is saved."""
        raise NotImplementedError

    def what_save_does(self, obj: Model | None, may_publish: bool) -> str:
        """What “Save” does by itself, in a sentence beside the buttons."""
        if may_publish:
            return _("“Save” alone keeps a draft that readers do not see.")
        return _("“Save” keeps a draft; it waits for a publisher.")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["what_save_does"] = self.what_save_does(obj, context["may_publish"])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None):
        may_publish = request.user.has_perm("hubs.publish_statement")
        if "_publish" in request.POST and not may_publish:
            raise PermissionDenied
        extra_context = (extra_context or {}) | {"may_publish": may_publish}
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except Rehearsed as rehearsed:
            unlinked = object_id is None and self.has_page
            return self.previewed(request, rehearsed.cells, doubts=rehearsed.doubts, unlinked=unlinked)
        except editing.EditingError as refusal:
            request.refusal = str(refusal)
        except IntegrityError as refusal:
            collision = _("The same is there already, or somebody saved it at this moment: look again.")
            request.refusal = sentence_of(refusal, collision)
        else:
            if "_preview" in request.POST:
                return self.previewed(request, [], problems=problems_of(response))
            return response
        if "_preview" in request.POST:
            return self.previewed(request, [], problems=[request.refusal])
        # Nothing was written: the form comes back as it was sent, with what kept it from being published.
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", "")
        if not refusal:
            return form

        class Refused(form):
            def clean(self):
                cleaned = super().clean()
                self.add_error(None, refusal)
                return cleaned

        return Refused

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        doubts = doubts_about(self.drafts_of(form.instance))
        if {"_publish", "_preview"} & request.POST.keys():
            self.publish(request, form, doubts)
        for doubt in doubts:
            self.message_user(request, doubt, messages.WARNING)

    def publish(self, request, form, doubts: list[str]) -> None:
        """Make the drafts public; or, for a preview, carry out what that would change."""
        publications = [
            editing.Publication(draft, list(draft.citations.all())) for draft in self.drafts_of(form.instance)
        ]
        if not publications:
            raise editing.EditingError(_("There is nothing here to publish: no milestone was entered."))
        for each in publications:
            check(each)
        made = editing.publish_many(publications, by=request.user, door=Door.ADMIN)
        if "_preview" in request.POST:
            raise Rehearsed(what_changed(made), doubts)
        words = _("Readers see it now:"), made.get_absolute_url(), made
        self.message_user(request, format_html('{} <a href="{}">{}</a>.', *words))

    def previewed(
        self,
        request,
        cells: list[Touched],
        problems: Iterable[str] = (),
        *,
        doubts: Iterable[str] = (),
        unlinked: bool = False,
    ) -> HttpResponse:
        """`unlinked` are cells of what is not there yet, and has no page to lead to."""
        template = "_preview.html" if request.htmx else "preview.html"
        context = {
            "cells": cells,
            "problems": list(problems),
            "doubts": list(doubts),
            "unlinked": unlinked,
            "title": _("As readers will see it"),
        }
        context = self.admin_site.each_context(request) | context
        return render(
            request, f"admin/hubs/{template}", context, status=200 if cells or request.htmx else 422
        )


def check(publication: editing.Publication) -> None:
    """As `editing` checks it, but called by what it says: whoever typed it has not seen its key yet."""
    draft = publication.statement
    try:
        editing.check_can_publish(publication)
    except editing.EditingError as refusal:
        raise editing.EditingError(str(refusal).replace(f"“{draft.key}”", f"“{called(draft)}”", 1)) from None


def article_picker() -> RelatedFieldWidgetWrapper:
    """Finds an article by any of its names; “+” beside it adds one that is not known yet."""
    column = Citation._meta.get_field("article")
    found = Picker(column, admin.site)
    return RelatedFieldWidgetWrapper(found, column.remote_field, admin.site, can_add_related=True)


def problems_of(response) -> list[str]:
    """What was wrong with a form that came back, each once, with the name of its row and its field."""
    context = getattr(response, "context_data", None) or {}
    if "adminform" not in context:
        return []
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    found = [error for formset in formsets for error in formset.non_form_errors()]
    # A row is called as the form calls it: “Milestone #2”.
    rows = [
        (row, f"{capfirst(inline.opts.verbose_name)} {row.instance if row.instance.pk else f'#{n}'}, ")
        for inline in context["inline_admin_formsets"]
        for n, row in enumerate(inline.formset.forms, start=1)
    ]
    for form, place in ((context["adminform"].form, ""), *rows):
        for name, errors in form.errors.items():
            label = f"{form[name].label}: " if name in form.fields else ""
            found += [f"{place}{label}{error}" for error in errors]
    return list(dict.fromkeys(found))


def log_draft(request: HttpRequest, draft: Statement) -> None:
    """Who wrote a draft is known from the log of the admin; a change names people only once it is public."""
    LogEntry.objects.log_actions(
        user_id=request.user.pk, queryset=[draft], action_flag=ADDITION, change_message="", single_object=True
    )


def log_sent_back(request: HttpRequest, draft: Statement, reason: str) -> None:
    """Who sent a draft back, and when, is known from the same log."""
    LogEntry.objects.log_actions(
        user_id=request.user.pk,
        queryset=[draft],
        action_flag=CHANGE,
        change_message=said_in_log(reason),
        single_object=True,
    )


def said_in_log(reason: str) -> str:
    return f"Sent back: {reason}"


def last_article(request: HttpRequest) -> Article | None:
    """The article this person cited last, in this session or in public."""
    known = Article.objects.defer("text")
    pk = request.session.get(LAST_ARTICLE)
    if pk and (article := known.filter(pk=pk).first()):
        return article
    cited = (
        Citation.objects.filter(published__by=request.user, statement__replaces=None)
        .order_by("-pk")
        .values("article")[:1]
    )
    return known.filter(pk__in=list(cited.values_list("article", flat=True))).first()


def remember(request: HttpRequest, article: Article) -> None:
    request.session[LAST_ARTICLE] = article.pk
