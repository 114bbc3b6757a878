import datetime

import pytest

from hubs.capture.capture import Capture, Suggested
from hubs.capture.keeping import keep, recognise
from hubs.models import Article, Statement, Suggestion
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TEXT = (
    "The HKMA launched a sandbox for stablecoin issuers on 12 March 2024. Banks may take part in it, it said. "
    * 5
)
TODAY = datetime.date(2026, 11, 22)


def a_capture(text: str = TEXT, **fields) -> Capture:
    suggested = Suggested(
        "milestone", 0, 8, text[:8], "A sandbox", ["hong-kong"], [], because=["“launched” -> live"]
    )
    about = {
        "title": "HKMA opens sandbox",
        "publisher": "The Paper",
        "author": "",
        "language": "en",
        "published": "2024-03-12",
    }
    return Capture(text, **(about | fields), about=[], mentions=[], suggestions=[suggested])


def test_a_new_article_is_kept_with_its_text_and_suggestions_and_nothing_is_public():
    kept = keep(a_capture(), url="https://example.org/a", today=TODAY)
    article = Article.objects.get()
    assert kept.created and article.text == TEXT and article.sha256 == a_capture().sha256
    assert (article.slug, article.date, article.url) == (
        "the-paper-2024-03-12",
        "2024-03-12",
        "https://example.org/a",
    )
    suggestion = Suggestion.objects.get()
    assert (suggestion.start, suggestion.end, suggestion.state) == (0, 8, "open")
    assert suggestion.payload == a_capture().suggestions[0].to_json() | {"mentions": []}
    assert not Statement.objects.exists()


def test_an_article_without_latin_words_gets_a_slug_too():
    keep(a_capture(title="沙盒", publisher="港島時報"), today=TODAY)
    assert Article.objects.get().slug.startswith("article-")


def test_two_articles_of_one_paper_and_day_get_two_slugs():
    keep(a_capture(), today=TODAY)
    keep(a_capture(text="Quite another text, about bonds."), today=TODAY)
    assert set(Article.objects.values_list("slug", flat=True)) == {
        "the-paper-2024-03-12",
        "the-paper-2024-03-12-2",
    }


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/post/1",
        "http://www.example.org/post/1/",
        "https://EXAMPLE.org/post/1#part",
        "https://example.org/post/1?utm_source=x&fbclid=y",
    ],
)
def test_the_same_address_is_recognised(url):
    article = make_article(url="https://example.org/post/1")
    known = recognise("Any text.", url=url)
    assert known.article == article and "same address" in known.why


def test_another_query_is_another_address():
    make_article(url="https://example.org/post?id=1")
    assert recognise("Any text.", url="https://example.org/post?id=2") is None


def test_the_same_text_is_recognised():
    article = make_article(text=TEXT)
    known = recognise(TEXT)
    assert known.article == article and "same text" in known.why


def test_a_nearly_identical_text_is_recognised():
    article = make_article(text=TEXT)
    known = recognise("Updated: " + TEXT.replace("12 March", "13 March"))
    assert known.article == article and "nearly identical" in known.why


def test_a_nearly_identical_chinese_text_is_recognised():
    text = "香港金融管理局公布穩定幣發行人沙盒參與者名單,共有三組機構。" * 8
    article = make_article(text=text)
    assert recognise(text.replace("三組", "四組", 1)).article == article


def test_an_article_of_the_same_title_and_day_is_recognised():
    article = make_article(title="HKMA opens sandbox", date="2024-03-12")
    assert recognise(TEXT, title="HKMA Opens Sandbox", published="2024-03-12").article == article


def test_another_text_is_new():
    make_article(text=TEXT)
    assert recognise("Singapore consulted on bonds. " * 30) is None


def test_an_article_listed_without_its_text_gets_it_and_is_not_doubled():
    article = make_article(url="https://example.org/a")
    kept = keep(a_capture(), url="https://example.org/a", known=recognise(TEXT, url="https://example.org/a"))
    article.refresh_from_db()
    assert not kept.created and Article.objects.count() == 1
    assert article.text == TEXT and article.suggestions.count() == 1


def test_a_stored_text_never_changes():
    article = make_article(text=TEXT)
    kept = keep(a_capture(text=TEXT + "More."), known=recognise(TEXT + "More."))
    article.refresh_from_db()
    assert article.text == TEXT and kept.suggestions == 0 and not Suggestion.objects.exists()


def test_capturing_twice_adds_nothing():
    keep(a_capture(), today=TODAY)
    kept = keep(a_capture(), known=recognise(TEXT))
    assert Suggestion.objects.count() == 1 and "there already" in kept.said
