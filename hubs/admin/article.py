from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from hubs.admin.change import ReadOnlyAdmin
from hubs.admin.first_error import BeginsAtFirstError
from hubs.admin.merging import Mergeable
from hubs.admin.search import FoldedSearch
from hubs.admin.stale import StopsStaleForms
from hubs.forms.statement import TYPED
from hubs.forms.typed import language_field
from hubs.models import Article, Citation, Suggestion
from hubs.possible import why_unpublished
from hubs.templatetags.hubs_tags import short_date


class CitedInline(admin.TabularInline):
    """The statements that rest on this article; they are cited on the statement's own page."""

    model = Citation
    fields = ("statement", "quote", "locator", "level")
    readonly_fields = fields
    extra = 0
    show_change_link = False
    verbose_name_plural = "statements that rest on it"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(withdrawn=None).select_related("statement")

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ArticleForm(forms.ModelForm):
    """An article as it is described by hand."""

    def clean_date(self) -> str:
        if why := why_unpublished(date := self.cleaned_data["date"]):
            raise ValidationError(why)
        return date


@admin.register(Article)
class ArticleAdmin(StopsStaleForms, Mergeable, BeginsAtFirstError, FoldedSearch, SimpleHistoryAdmin):
    form = ArticleForm
    list_display = ("title", "publisher", "day", "kind", "language", "held")
    list_filter = ("kind", "language")
    ordering = ("-date_first", "slug")
    date_hierarchy = "date_first"
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "publisher", "author", "date", "language", "kind")}),
        ("Where and when read", {"fields": ("url", "accessed", "note")}),
        ("What we hold of it", {"fields": ("text", "sha256")}),
    )
    readonly_fields = ("text", "sha256")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}} | TYPED
    inlines = (CitedInline,)

    def get_changeform_initial_data(self, request):
        return {"accessed": timezone.localdate()} | super().get_changeform_initial_data(request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return language_field(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="date", ordering="date_first", empty_value="")
    def day(self, article: Article) -> str:
        return short_date(article.dated)

    @admin.display(description="text", empty_value="")
    def held(self, article: Article) -> str:
        return "text held" if article.sha256 else ""


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    """What capture proposed; to look at, not to write."""

    list_display = ("article", "start", "end", "state", "statement")
    list_filter = ("state",)
    list_select_related = ("article", "statement")
    search_fields = ("article__title",)
