from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from hubs import editing
from hubs.export.rows import value_text
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


class ReasonForm(ActionForm):
    """Withdrawing and preferring ask why, and readers see it."""

    reason = forms.CharField(required=False, label="Reason (to withdraw or prefer)")


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
    action_form = ReasonForm
    actions = ("publish_drafts", "start_correction", "withdraw", "prefer")

    @admin.display(description="value")
    def said(self, statement: Statement) -> str:
        value = value_text(statement)[:80]
        return f"{value} {statement.series.unit}" if statement.number is not None else value

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
        if obj is not None and obj.replaces_id and not obj.published_id:
            return (("Why it is corrected", {"fields": ("why",)}), *FIELDSETS)
        if obj is None or not obj.published_id:
            return FIELDSETS
        return (*FIELDSETS, ("Public", {"fields": ("public_page", "published_in")}))

    def get_readonly_fields(self, request, obj=None):
        if obj and obj.published_id:
            return ("public_page", "published_in")
        return ("key", "jurisdiction", "initiative", "topic", "series") if obj and obj.replaces_id else ()

    # A published statement is never overwritten and never deleted.
    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.published_id)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.published_id)

    def has_publish_permission(self, request):
        """What readers see is for publishers to decide."""
        return request.user.has_perm("hubs.publish_statement")

    def get_actions(self, request):
        actions = super().get_actions(request)
        # What is public is withdrawn, never deleted; a draft is deleted on its own page.
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="Publish the chosen drafts", permissions=("publish",))
    def publish_drafts(self, request, queryset):
        drafts = queryset.select_related("topic", "series", "choice", "replaces")
        publications = [
            editing.Publication(draft, list(draft.citations.all()), draft.replaces, draft.why)
            for draft in drafts
        ]
        self.act(request, len(publications), "published", editing.publish_many, publications)

    @admin.action(description="Start a correction of the chosen public statement", permissions=("publish",))
    def start_correction(self, request, queryset):
        if queryset.count() != 1:
            self.message_user(request, "Choose one public statement to correct.", messages.ERROR)
            return None
        try:
            draft = editing.draft_correction(queryset.get())
        except editing.EditingError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        self.message_user(request, "This draft replaces the public statement once you publish it.")
        return redirect("admin:hubs_statement_change", draft.pk)

    @admin.action(description="Withdraw the chosen public statements", permissions=("publish",))
    def withdraw(self, request, queryset):
        for statement in queryset:
            self.act(
                request, 1, "withdrawn", editing.withdraw, statement=statement, reason=request.POST["reason"]
            )

    @admin.action(description="Prefer the chosen statement in its cell", permissions=("publish",))
    def prefer(self, request, queryset):
        for statement in queryset:
            self.act(
                request, 1, "preferred", editing.rank, statement=statement, reason=request.POST["reason"]
            )

    def act(self, request, count: int, done: str, act, *args, **kwargs) -> None:
        """Do one act through `editing` and say what came of it."""
        try:
            act(*args, **kwargs, by=request.user, door=Door.ADMIN)
        except editing.EditingError as refusal:
            self.message_user(request, f"Nothing was {done}. {refusal}", messages.ERROR)
        else:
            self.message_user(request, f"{count} {done}.", messages.SUCCESS)
