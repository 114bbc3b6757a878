from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from hubs.admin.search import FoldedSearch
from hubs.admin.stale import StopsStaleForms
from hubs.models import Alias, Jurisdiction


class AliasInline(admin.TabularInline):
    """Other names, entered where the record is."""

    model = Alias
    fields = ("text",)
    extra = 0


@admin.register(Jurisdiction)
class JurisdictionAdmin(StopsStaleForms, FoldedSearch, SimpleHistoryAdmin):
    list_display = ("name_en", "name_zh_hant", "kind", "parent", "currency")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    folded_fields = ("folded", "aliases__folded")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name_en",)}
    fieldsets = (
        (None, {"fields": ("name_en", "slug", "kind", "parent")}),
        ("Names in Chinese", {"fields": ("name_zh_hant", "name_zh_hans")}),
        ("Codes", {"fields": ("iso_code", "currency", "centre_name")}),
        ("For readers", {"fields": ("note",)}),
    )
    inlines = (AliasInline,)
