from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from hubs.admin.jurisdiction import AliasInline
from hubs.admin.search import FoldedSearch
from hubs.models import Initiative, Involvement, Participation, Statement


class ParticipationInline(admin.TabularInline):
    model = Participation
    autocomplete_fields = ("jurisdiction",)
    extra = 0


class InvolvementInline(admin.TabularInline):
    model = Involvement
    autocomplete_fields = ("organisation",)
    extra = 0


class DraftInline(admin.TabularInline):
    """Milestones being written; they become public from the list of statements."""

    model = Statement
    verbose_name_plural = "drafts about it"
    fields = ("key", "topic", "choice", "value_date", "as_of", "nature", "text")
    autocomplete_fields = ("topic", "choice")
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).filter(published=None)


class PublicInline(admin.TabularInline):
    """What readers already see."""

    model = Statement
    verbose_name_plural = "public statements about it"
    fields = ("key", "topic", "choice", "value_date", "as_of", "nature", "standing")
    readonly_fields = fields
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).live().select_related("topic", "choice")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Initiative)
class InitiativeAdmin(FoldedSearch, SimpleHistoryAdmin):
    list_display = ("title_en", "lead_hub", "category", "status", "began")
    list_filter = ("category", "status", "jurisdictions")
    folded_fields = ("folded", "aliases__folded")
    autocomplete_fields = ("successor",)
    prepopulated_fields = {"slug": ("title_en",)}
    fieldsets = (
        (None, {"fields": ("title_en", "slug", "category", "locality", "summary_en", "note", "successor")}),
        ("In Chinese", {"fields": ("title_zh_hant", "summary_zh_hant", "title_zh_hans", "summary_zh_hans")}),
        ("As its statements say", {"fields": ("status", "status_on", "began", "ended")}),
    )
    readonly_fields = ("status", "status_on", "began", "ended")
    inlines = (ParticipationInline, InvolvementInline, AliasInline, DraftInline, PublicInline)

    def get_queryset(self, request):
        return super().get_queryset(request).with_hubs()

    @admin.display(description="led by")
    def lead_hub(self, initiative: Initiative) -> str:
        return str(initiative.lead or "")
