from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html

from hubs import editing
from hubs.models import Citation, Door, Statement


class StandsFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return (("draft", "draft"), ("live", "public"), ("withdrawn", "withdrawn"))

    def queryset(self, request, queryset):
        match self.value():
            case "draft":
                return queryset.filter(published=None)
            case "live":
                return queryset.filter(published__isnull=False, withdrawn=None)
            case "withdrawn":
                return queryset.filter(withdrawn__isnull=False)


class CitationInline(admin.StackedInline):
    model = Citation
    fields = ("article", "level", "locator", "quote", "start", "end")
    autocomplete_fields = ("article",)
    extra = 0


FIELDSETS = (
    (None, {"fields": ("key", ("jurisdiction", "initiative"), ("topic", "series"), "finding")}),
    (
        "What is said",
        {
            "fields": (
                "choice",
                ("number", "number_high", "bound"),
                "value_date",
                "text",
                "text_language",
                "method",
                "break_before",
            )
        },
    ),
    ("When", {"fields": (("valid_from", "valid_until", "as_of"), "nature", "planned")}),
    ("How it stands", {"fields": (("standing", "certainty", "verification"), "note")}),
)


@admin.register(Statement)
class StatementAdmin(admin.ModelAdmin):
    """Drafts are entered and published here; what is public can be looked at."""

    list_display = ("key", "subject", "topic", "said", "standing", "state")
    list_filter = (StandsFilter, "standing", "planned", "finding", "jurisdiction", "topic")
    list_select_related = ("jurisdiction", "initiative", "topic", "choice", "series")
    search_fields = ("key", "text", "note", "jurisdiction__name_en", "initiative__title_en", "topic__name_en")
    autocomplete_fields = ("jurisdiction", "initiative", "topic", "series", "choice")
    fieldsets = FIELDSETS
    inlines = (CitationInline,)
    actions = ("publish_drafts",)

    @admin.display(description="value")
    def said(self, statement: Statement) -> str:
        if statement.finding != "value":
            return statement.get_finding_display()
        value = statement.choice or statement.number or statement.value_date or statement.text[:80]
        return f"{value} {statement.series.unit}" if statement.series else str(value)

    @admin.display(description="state")
    def state(self, statement: Statement) -> str:
        if statement.withdrawn_id:
            return "withdrawn"
        return "public" if statement.published_id else "draft"

    @admin.display(description="on the site")
    def public_page(self, statement: Statement) -> str:
        if not statement.published_id or statement.withdrawn_id:
            return "Not public."
        return format_html('<a href="{}">{}</a>', statement.get_absolute_url(), "What readers see")

    @admin.display(description="change")
    def published_in(self, statement: Statement) -> str:
        change = statement.published
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:hubs_change_change", args=[change.pk]), change
        )

    def get_fieldsets(self, request, obj=None):
        if obj is None or not obj.published_id:
            return FIELDSETS
        return (*FIELDSETS, ("Public", {"fields": ("public_page", "published_in")}))

    def get_readonly_fields(self, request, obj=None):
        return ("public_page", "published_in") if obj and obj.published_id else ()

    # A published statement is never overwritten and never deleted.
    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.published_id)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.published_id)

    @admin.action(description="Publish the chosen drafts", permissions=("change",))
    def publish_drafts(self, request, queryset):
        drafts = list(queryset.select_related("topic", "series", "choice").prefetch_related("citations"))
        publications = [editing.Publication(draft, list(draft.citations.all())) for draft in drafts]
        try:
            editing.publish_many(publications, by=request.user, door=Door.ADMIN)
        except editing.EditingError as refusal:
            self.message_user(request, f"Nothing was published. {refusal}", messages.ERROR)
        else:
            self.message_user(request, f"{len(drafts)} published.", messages.SUCCESS)
