"""The article and its suggestions in the database: each article once, its text never changed."""

import datetime
import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.db import transaction
from django.utils.text import slugify

from hubs.capture.capture import Capture, Suggested
from hubs.capture.refused import Refused
from hubs.models import Article, ArticleKind, Suggestion, SuggestionState, free_slug
from hubs.models.names import fold

ALIKE = 90  # percent of likeness from which two texts are the same article
COMPARED = 4000  # characters of each that are compared
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|spm|from|ref|share\w*", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """An article that is held already, and how we know that it is the same; `why` is a sentence.

    It is `certain` by its address and by its whole text; by its title or a likeness it may be another one.
    """

    article: Article
    why: str
    certain: bool = True


@dataclass(frozen=True)
class Kept:
    """What keeping came to."""

    article: Article
    created: bool
    suggestions: int
    said: str


def same_address(url: str) -> set[str]:
    """The spellings under which the same page may be kept: with and without www, slash, tracking, TLS."""
    parts = urlsplit(url.strip())
    query = urlencode(
        [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)]
    )
    host = parts.netloc.lower().removeprefix("www.")
    paths = {parts.path, parts.path.rstrip("/"), parts.path.rstrip("/") + "/"}
    return {url} | {
        urlunsplit((scheme, www + host, path, chosen, ""))
        for scheme in ("http", "https") for www in ("", "www.") for path in paths for chosen in {query, parts.query}
    }  # fmt: skip


def recognise(
    text: str, *, url: str = "", title: str = "", published: str = "", apart: Collection[str] = ()
) -> Known | None:
    """The article we hold already, by its address, its text, its title and day, or a nearly identical text.

    `apart` are slugs of articles that an editor said it is not, however alike.
    """
    if url and (found := Article.objects.filter(url__in=same_address(url)).first()):
        return Known(found, f"The same address is kept as “{found.title}”.")
    digest = hashlib.sha256(text.encode()).hexdigest()
    if found := Article.objects.filter(sha256=digest).first():
        return Known(found, f"The same text is kept as “{found.title}”.")
    others = Article.objects.exclude(slug__in=apart)
    if title and published:
        for found in others.filter(date=published).defer("text"):
            if fold(found.title) == fold(title):
                return Known(found, f"An article of this title and day is kept as “{found.title}”.", False)
    from rapidfuzz import fuzz

    beginning = text[:COMPARED]
    held = others.exclude(text="").only("pk", "slug", "title", "text", "url", "sha256")
    for found in held.iterator(chunk_size=50):
        longer, shorter = max(len(found.text), len(text)), min(len(found.text), len(text))
        if shorter * 5 >= longer * 4 and fuzz.ratio(beginning, found.text[:COMPARED], score_cutoff=ALIKE):
            return Known(found, f"A nearly identical text is kept as “{found.title}”.", False)
    return None


@transaction.atomic
def keep(
    capture: Capture, *, url: str = "", kind: str = ArticleKind.NEWS, known: Known | None = None,
    today: datetime.date | None = None,
) -> Kept:  # fmt: skip
    """Keep an article and what is proposed from it; nothing of it is public.

    An article that is known gets the text if it holds none; one that holds another text keeps it, and nothing is
    proposed from a text that readers could not be shown. Suggestions are made once.
    """
    created = known is None
    article = known.article if known else new_article(capture, url=url, kind=kind, today=today)
    if known:
        # The row as it is now, and nobody else writing to it meanwhile.
        article = Article.objects.select_for_update().get(pk=article.pk)
    if article.text and article.text != capture.text:
        return Kept(
            article, False, 0, "It is held with a slightly different text, which stays; nothing was added."
        )
    if not article.text:
        article.hold_text(capture.text)
        article.save()
    if article.suggestions.exists():
        return Kept(
            article,
            False,
            article.suggestions.count(),
            "Its suggestions are there already; nothing was added.",
        )
    count = propose(article, capture)
    done = "Kept" if created else "Its text is now held"
    return Kept(article, created, count, f"{done}, with {count} suggestions to review.")


@transaction.atomic
def read_again(article: Article) -> int:
    """Propose anew what an article says, as its description is now; how much that is.

    Refused once anything of it was decided: what a person did is never done over.
    """
    from hubs.capture.capturing import capture

    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.suggestions.exclude(state=SuggestionState.OPEN, entered__isnull=True).exists():
        raise Refused("Some of what it says was decided already: take that back first, or go on from there.")
    article.suggestions.all().delete()
    captured = capture(
        article.text, title=article.title, publisher=article.publisher, author=article.author,
        language=article.language, published=article.date,
    )  # fmt: skip
    return propose(article, captured)


@transaction.atomic
def discard(article: Article) -> None:
    """Give up an article that was kept for review, with its text and its suggestions; Refused where it is used."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.citations.exists():
        raise Refused("Statements rest on it, public ones or drafts: an article that is cited stays.")
    article.suggestions.all().delete()
    article.delete()


def propose(article: Article, captured: Capture) -> int:
    """Keep what an article seems to say, for a person to decide."""
    made = Suggestion.objects.bulk_create(
        Suggestion(article=article, start=each.start, end=each.end, payload=payload_of(each, captured))
        for each in captured.suggestions
    )
    return len(made)


def payload_of(suggested: Suggested, capture: Capture) -> dict[str, Any]:
    """A suggestion as documented, with the mentions inside its passage."""
    inside = [m.to_json() for m in capture.mentions if suggested.start <= m.start and m.end <= suggested.end]
    return suggested.to_json() | {"mentions": inside}


def new_article(capture: Capture, *, url: str, kind: str, today: datetime.date | None) -> Article:
    return Article(
        slug=slug_for(capture),
        title=capture.title[:500] or f"[{capture.publisher or 'Article'}, {capture.published or 'undated'}]",
        publisher=capture.publisher[:200],
        author=capture.author[:200],
        date=capture.published,
        language=capture.language,
        url=url or None,
        kind=kind,
        accessed=today or datetime.date.today(),
    )


def slug_for(capture: Capture) -> str:
    """A slug from publisher and day, or from the title; from the text where both are in Chinese."""
    words = slugify(capture.publisher) or slugify(capture.title) or f"article-{capture.sha256[:8]}"
    base = "-".join(filter(None, (words[:70].strip("-"), capture.published.lower())))
    return free_slug(Article, base)
