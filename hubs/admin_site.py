"""The admin as a place: what it is called, and in which order its records stand.

Beside `hubs.admin` and not in it, because Django asks for the site before it loads what is registered there.
"""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern

# Headings of the front page with their models; what is in none of them stands under the last.
GROUPS = {
    "Every day": ("Statement", "Initiative", "Article", "Suggestion", "Upload"),
    "Hubs and bodies": ("Jurisdiction", "Organisation"),
    "How answers are coded": ("Topic", "Choice", "Series"),
    "Accounts": ("User", "Group", "AccessAttempt"),
    "To look up": ("Change", "Citation", "Ranking", "StarterRow"),
}


class FoundRecords(AutocompleteJsonView):
    """What an autocomplete offers, each called so that one can tell which it is."""

    def serialize_result(self, obj, to_field_name):
        from hubs.forms.typed import to_choose
        from hubs.models import Article

        found = super().serialize_result(obj, to_field_name)
        return found | {"text": to_choose(obj)} if isinstance(obj, Article) else found


class DataEntrySite(AdminSite):
    site_header = site_title = "Hubs, side by side"
    index_title = "Data entry"
    enable_nav_sidebar = False  # the records of every day stand in the header

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages: list[URLPattern] = []  # those of no one record; what registers records adds them

    def get_urls(self) -> list:
        return [*self.pages, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The front page, with how much waits on each work list."""
        # What the lists are made of is loaded only after the site.
        from hubs.worklists import LISTS, counts
        from hubs.worklists.waiting import sent_back, to_publish

        counted = counts()
        work = [(each, counted[each.slug]) for each in LISTS if counted[each.slug]]
        drafts = {"waiting_count": to_publish(), "sent_back_count": sent_back().count()}
        return super().index(request, (extra_context or {}) | {"work": work} | drafts)

    def app_index(self, request: HttpRequest, app_label: str, extra_context=None) -> HttpResponse:
        """All of it is one place: no app has a page of its own."""
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return FoundRecords.as_view(admin_site=self)(request)

    def each_context(self, request: HttpRequest) -> dict:
        environment = "" if settings.PRODUCTION else "Development"
        return super().each_context(request) | {"environment": environment}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """Records by what an editor is about to do; the page of one app stays as Django has it."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = [[models.pop(name) for name in names if name in models] for names in GROUPS.values()]
        groups[-1] += models.values()
        return [
            {
                "name": heading,
                "app_label": f"group-{n}",
                "app_url": "",
                "has_module_perms": True,
                "models": group,
            }
            for n, (heading, group) in enumerate(zip(GROUPS, groups, strict=True))
            if group
        ]
