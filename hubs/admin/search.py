from django.db.models import Q, QuerySet

from hubs.models import fold


class FoldedSearch:
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
