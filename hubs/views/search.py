"""Search: everything, by any of its names in three scripts and by words."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hubs.forms import SearchForm
from hubs.models import Alias, Article, Initiative, Jurisdiction, Organisation, Statement, Topic, fold
from hubs.views.errors import bad_address

# How many of each kind stand on the page before a link to the rest.
CAP = 5

KINDS = {
    "hubs": _("Hubs"),
    "organisations": _("Organisations"),
    "initiatives": _("Initiatives"),
    "topics": _("Topics"),
    "articles": _("Articles"),
    "statements": _("Words in statements"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """What of one kind was found: all of it counted, the first few shown."""

    kind: str
    title: str
    count: int
    results: list

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.results)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything that the words find, kind by kind; of one kind alone, a page at a time."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return bad_address(request, form, page=reverse("search"))
    words, only = form.cleaned_data["q"], form.cleaned_data["only"]
    if not words:
        return render(request, "search/search.html", {"words": ""})
    finding = _finding(words)
    if only:
        page = form.page_of(finding[only])
        if page is None:
            return bad_address(request, form, page=reverse("search"))
        return render(
            request, "search/search_only.html", {"words": words, "group": _whole(only, page), "page": page}
        )
    groups = [Group(kind, str(KINDS[kind]), rows.count(), list(rows[:CAP])) for kind, rows in finding.items()]
    found = [group for group in groups if group.count]
    context = {
        "words": words,
        "groups": found,
        "total": sum(group.count for group in found),
        "near": [] if found else near_names(words),
    }
    return render(request, "search/search.html", context)


def _finding(words: str) -> dict[str, QuerySet]:
    """The queries behind a search, by kind, in the order they are shown."""
    return {
        "hubs": Jurisdiction.objects.for_list().found_by(words).order_by("name_en"),
        "organisations": Organisation.objects.for_list().found_by(words).by_hub(),
        "initiatives": Initiative.objects.public().for_list().found_by(words),
        "topics": Topic.objects.found_by(words).order_by("name_en"),
        "articles": Article.objects.public().for_list().found_by(words),
        "statements": Statement.objects.for_search().found_by(words),
    }


def _whole(kind: str, page: Page) -> Group:
    return Group(kind, str(KINDS[kind]), page.paginator.count, list(page.object_list))


def near_names(words: str) -> list[str]:
    """Names that look most like what was typed, when nothing was found."""
    names: dict[str, str] = {}
    for name in _every_name():
        folded = fold(name)
        names.setdefault(folded, name)
        # A long title is found by its words, too.
        for word in folded.split():
            if len(word) > 3:
                names.setdefault(word, word)
    wanted = fold(words)
    close = get_close_matches(wanted, names, n=5, cutoff=0.6)
    for word in wanted.split():
        close += get_close_matches(word, names, n=2, cutoff=0.75) if len(word) > 3 else []
    return list(dict.fromkeys(names[folded] for folded in close))[:6]


def _every_name() -> Iterable[str]:
    for model in (Jurisdiction, Organisation, Topic):
        for names in model.objects.values_list("name_en", "name_zh_hant", "name_zh_hans"):
            yield from filter(None, names)
    yield from Alias.objects.values_list("text", flat=True)
    yield from Initiative.objects.public().values_list("title_en", flat=True)
