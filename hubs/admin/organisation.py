from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from hubs.admin.jurisdiction import AliasInline
from hubs.admin.merging import Mergeable
from hubs.admin.search import FoldedSearch
from hubs.admin.stale import StopsStaleForms
from hubs.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(StopsStaleForms, Mergeable, FoldedSearch, SimpleHistoryAdmin):
    list_display = ("name_en", "name_zh_hant", "kind", "jurisdiction")
    list_filter = ("kind", "jurisdiction")
    list_select_related = ("jurisdiction",)
    folded_fields = ("folded", "aliases__folded")
    autocomplete_fields = ("jurisdiction",)
    prepopulated_fields = {"slug": ("name_en",)}
    fields = ("name_en", "slug", "kind", "jurisdiction", "name_zh_hant", "name_zh_hans")
    inlines = (AliasInline,)
