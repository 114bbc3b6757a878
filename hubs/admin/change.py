from django.contrib import admin

from hubs.models import Change, Citation, Intake, Ranking, StarterRow


class ReadOnlyAdmin(admin.ModelAdmin):
    """What is written elsewhere and only looked up here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "by", "door", "note")
    list_filter = ("door", "by")
    list_select_related = ("by",)
    search_fields = ("note", "by__username")
    date_hierarchy = "at"


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("statement", "article", "level", "quote", "published", "withdrawn")
    list_filter = ("level",)
    list_select_related = ("statement", "article", "published", "withdrawn")
    search_fields = ("statement__key", "article__title", "quote")


@admin.register(Ranking)
class RankingAdmin(ReadOnlyAdmin):
    list_display = ("statement", "reason", "published", "withdrawn")
    list_select_related = ("statement", "published", "withdrawn")
    search_fields = ("statement__key", "reason")


@admin.register(StarterRow)
class StarterRowAdmin(ReadOnlyAdmin):
    """Which records came from the starter dataset."""

    list_display = ("kind", "key")
    list_filter = ("kind",)
    search_fields = ("key",)


@admin.register(Intake)
class IntakeAdmin(ReadOnlyAdmin):
    """Articles on their way in; whoever began one goes on with it at /capture/."""

    list_display = ("source", "by", "begun", "state")
    list_filter = ("state", "by")
    list_select_related = ("by",)
    search_fields = ("source",)
    fields = ("source", "by", "begun", "state", "said")
