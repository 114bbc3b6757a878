"""The list of articles, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hubs.forms import ArticleListForm, PagedForm
from hubs.models import Article, ArticleKind, ArticleQuerySet, Citation, Jurisdiction
from hubs.selection import MAX_HUBS, Selection
from hubs.views.catalogue.moved import leads_on
from hubs.views.catalogue.passages import marked
from hubs.views.editors import may
from hubs.views.errors import bad_address


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Sources that were read, newest first, with how many statements rest on each."""
    by_language = Article.objects.public().count_by("language")
    form = ArticleListForm(request.GET, languages=sorted(by_language))
    page = form.page_of(_asked_for(form)) if form.is_valid() else None
    if page is None:
        return bad_address(request, form, page=reverse("article_list"))
    by_kind = Article.objects.public().count_by("kind")
    by_year = Article.objects.public().count_by("date_first__year")
    context = {
        "page": page,
        "asked": form.cleaned_data,
        "total": sum(by_kind.values()),
        "kinds": [(kind, by_kind[kind]) for kind in ArticleKind if kind in by_kind],
        "languages": sorted(by_language.items()),
        "years": sorted(((year, n) for year, n in by_year.items() if year), reverse=True),
    }
    return render(request, "catalogue/article_list.html", context)


def _asked_for(form: ArticleListForm) -> ArticleQuerySet:
    asked, articles = form.cleaned_data, Article.objects.public().for_list()
    if asked["q"]:
        articles = articles.found_by(asked["q"])
    if asked["kind"]:
        articles = articles.filter(kind__in=asked["kind"])
    if asked["language"]:
        articles = articles.filter(language__in=asked["language"])
    return articles.filter(date_first__year=asked["year"]) if asked["year"] else articles


@require_safe
@leads_on("article")
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One source: where it is from, its text as held with the cited passages marked, and what rests on it.

    Editors see one that is not public yet, and its text before words of it are cited.
    """
    by_editor = may(request, "hubs.change_suggestion")
    article = get_object_or_404(Article.objects.all() if by_editor else Article.objects.public(), slug=slug)
    form = PagedForm(request.GET)
    shown = article.shows_text
    text = marked(
        article.text if shown or by_editor else "", Citation.objects.of_article(article).with_passage()
    )
    page = (
        form.page_of(Citation.objects.of_article(article).without_passage(), size=50)
        if form.is_valid()
        else None
    )
    if page is None:
        return bad_address(request, form, page=article.get_absolute_url())
    hubs = list(Jurisdiction.objects.named_by(article)[:MAX_HUBS])
    context = {
        "article": article,
        "text": text,
        "for_editors": bool(article.text) and not shown and by_editor,
        "page": page,
        "counts": Citation.objects.reach_of(article),
        "hubs": hubs,
        "selection": Selection(tuple(hub.slug for hub in hubs)),
    }
    return render(request, "catalogue/article.html", context)
