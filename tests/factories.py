"""A small cast for tests: plain functions with sensible defaults; statements go through the one way in."""

import datetime
import itertools

from django.db import connection

from hubs import editing
from hubs.models import (
    Article,
    Choice,
    Citation,
    Door,
    Initiative,
    Involvement,
    Jurisdiction,
    Organisation,
    Participation,
    Series,
    Statement,
    Topic,
    Why,
)

_count = itertools.count(1)


def make_hub(name="Singapore", *, slug="", kind="country", **fields) -> Jurisdiction:
    slug = slug or name.lower().replace(" ", "-")
    return Jurisdiction.objects.create(slug=slug, name_en=name, kind=kind, **fields)


def make_topic(slug="sandbox-start", *, kind="date", subject="jurisdiction", choices=(), **fields) -> Topic:
    """A topic about hubs under Regulation; `choices` are codes, from first to last."""
    fields.setdefault("name_en", slug.replace("-", " ").capitalize())
    fields.setdefault("heading", "regulation" if subject == "jurisdiction" else "initiative")
    fields.setdefault("coding_rule", "What the rule says.")
    topic = Topic.objects.create(slug=slug, kind=kind, subject=subject, **fields)
    for position, code in enumerate(choices):
        Choice.objects.create(topic=topic, code=code, name_en=code.capitalize(), position=position)
    return topic


def make_series(topic: Topic, slug="licensed", unit="firms") -> Series:
    return Series.objects.create(
        slug=slug, topic=topic, name_en=slug.capitalize(), definition=f"What {slug} counts.", unit=unit
    )


def make_article(slug="", *, kind="news", **fields) -> Article:
    slug = slug or f"article-{next(_count)}"
    fields.setdefault("title", f"What {slug} says")
    fields.setdefault("publisher", "The Paper")
    fields.setdefault("date", "2019-02-28")
    fields.setdefault("language", "en")
    fields.setdefault("accessed", datetime.date(2026, 11, 22))
    text = fields.pop("text", "")
    article = Article(slug=slug, kind=kind, **fields)
    if text:
        article.hold_text(text)
    article.save()
    return article


def make_organisation(name="Monetary Authority", *, slug="", kind="regulator", **fields) -> Organisation:
    slug = slug or name.lower().replace(" ", "-")
    return Organisation.objects.create(slug=slug, name_en=name, kind=kind, **fields)


def make_initiative(
    title="Project Ubin",
    *,
    hub: Jurisdiction,
    partners=(),
    category="regulation",
    lead=None,
    slug="",
    **fields,
) -> Initiative:
    slug = slug or title.lower().replace(" ", "-")
    initiative = Initiative.objects.create(slug=slug, title_en=title, category=category, **fields)
    Participation.objects.create(initiative=initiative, jurisdiction=hub, lead=True)
    for partner in partners:
        Participation.objects.create(initiative=initiative, jurisdiction=partner)
    if lead:
        Involvement.objects.create(initiative=initiative, organisation=lead)
    return initiative


def make_statement(subject, topic: Topic, value=None, **fields) -> Statement:
    """An unsaved statement; `value` goes where the kind of the topic wants it (a choice by its code)."""
    fields.setdefault("key", f"statement-{next(_count)}")
    fields.setdefault("verification", "verified")
    fields["jurisdiction" if isinstance(subject, Jurisdiction) else "initiative"] = subject
    if value is not None:
        if topic.kind == "choice":
            fields["choice"] = topic.choices.get(code=value)
        else:
            fields[{"number": "number", "date": "value_date", "prose": "text"}[topic.kind]] = value
    return Statement(topic=topic, **fields)


def cite(article: Article, **fields) -> Citation:
    return Citation(article=article, level=fields.pop("level", article.level), **fields)


def publish(subject, topic: Topic, value=None, *, articles=None, by=None, **fields) -> Statement:
    """Make a statement public, resting on `articles` (one new one by default)."""
    statement = make_statement(subject, topic, value, **fields)
    sources = [make_article()] if articles is None else articles
    editing.publish(
        editing.Publication(statement, [cite(article) for article in sources]), by=by, door=Door.COMMAND
    )
    return statement


def draft_correction(statement: Statement) -> Statement:
    """A draft like a public statement and with its sources, to take its place as a mistake of ours."""
    draft = Statement.objects.get(pk=statement.pk)
    draft.pk, draft.published, draft.replaces, draft.why = None, None, statement, Why.US
    draft._state.adding = True
    draft.save()
    Citation.objects.bulk_create(
        cite(each.article, quote=each.quote, start=each.start, end=each.end, statement=draft)
        for each in statement.citations.live()
    )
    return draft


def settle() -> None:
    """Tell the database what was just filled in, as its own housekeeping does between one day and the next."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
