from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Q, QuerySet

from hubs.models import fold


class Picker(AutocompleteSelect):
    """Finds a record by any of its names. Junk in its place is refused at the field; Django would look it up."""

    def optgroups(self, name, value, attr=None):
        records = [each for each in value if str(each).isdecimal() and len(str(each)) < 19]
        return super().optgroups(name, records, attr)


class Picks:
    """For a ModelAdmin or an inline: its `autocomplete_fields` are pickers."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class FoldedSearch(Picks):
    """Admin search (and so every autocomplete) that finds by any name in any of the three scripts."""

    # The admin offers a search box only where this is not empty.
    search_fields = ("slug",)
    folded_fields: tuple[str, ...] = ("folded",)
    search_help_text = "Any of its names, in English or Chinese, or part of its slug."

    def get_search_results(self, request, queryset: QuerySet, search_term: str):
        term = fold(search_term)
        if not term:
            return queryset, False
        found = Q(slug__icontains=search_term.strip())
        for field in self.folded_fields:
            found |= Q(**{f"{field}__contains": term})
        many = any("__" in field for field in self.folded_fields)
        return queryset.filter(found), many
