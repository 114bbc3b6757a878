from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from hubs.admin.search import FoldedSearch, Picks
from hubs.admin.stale import StopsStaleForms
from hubs.models import Choice, Series, Topic


class ChoiceInline(admin.TabularInline):
    model = Choice
    fields = ("position", "code", "name_en", "name_zh_hant", "name_zh_hans")
    extra = 0


class SeriesInline(admin.StackedInline):
    model = Series
    fields = ("name_en", "slug", "definition", "unit", "name_zh_hant", "name_zh_hans")
    prepopulated_fields = {"slug": ("name_en",)}
    extra = 0
    show_change_link = True


@admin.register(Topic)
class TopicAdmin(StopsStaleForms, FoldedSearch, SimpleHistoryAdmin):
    list_display = ("name_en", "subject", "heading", "kind", "inherits", "position")
    list_filter = ("subject", "heading", "kind", "inherits")
    prepopulated_fields = {"slug": ("name_en",)}
    fieldsets = (
        (None, {"fields": ("name_en", "slug", "subject", "kind", "heading", "position")}),
        ("How we code this", {"fields": ("coding_rule", "inherits")}),
        ("Names in Chinese", {"fields": ("name_zh_hant", "name_zh_hans")}),
    )
    inlines = (ChoiceInline, SeriesInline)


@admin.register(Series)
class SeriesAdmin(StopsStaleForms, Picks, SimpleHistoryAdmin):
    list_display = ("name_en", "topic", "unit")
    list_filter = ("topic",)
    list_select_related = ("topic",)
    search_fields = ("name_en", "slug", "topic__name_en", "definition")
    autocomplete_fields = ("topic",)
    prepopulated_fields = {"slug": ("name_en",)}


@admin.register(Choice)
class ChoiceAdmin(StopsStaleForms, Picks, SimpleHistoryAdmin):
    list_display = ("name_en", "topic", "code", "position")
    list_filter = ("topic",)
    list_select_related = ("topic",)
    search_fields = ("name_en", "code", "topic__name_en")
    autocomplete_fields = ("topic",)
