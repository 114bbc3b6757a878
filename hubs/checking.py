"""Promises that span tables: what `check_data` looks for, and after any fault must find nothing of.

Reads the tables past the functions that write them, so that a mistake there shows here.
"""

import hashlib
from collections.abc import Iterator

from django.db.models import F, Q

from hubs.editing import BEGAN, ENDED, STATUS, repeat_on
from hubs.models import (
    DATES,
    Alias,
    Article,
    Citation,
    Finding,
    Initiative,
    PartialDate,
    Ranking,
    Standing,
    Statement,
    TopicKind,
    TopicSubject,
    fold,
)
from hubs.possible import flaws


def broken_promises() -> Iterator[str]:
    """A sentence for each record that breaks a promise."""
    yield from _statements_without_source()
    yield from _statements_off_their_topic()
    yield from _statements_that_cannot_be()
    yield from _corrections_out_of_step()
    yield from _dates_off_their_days()
    yield from _quotes_not_found()
    yield from _texts_off_their_digest()
    yield from _initiatives_without_lead()
    yield from _initiatives_out_of_step()
    yield from _folded_out_of_step()


def _statements_without_source() -> Iterator[str]:
    cited = Citation.objects.live().values("statement")
    bare = (
        Statement.objects.live()
        .exclude(standing=Standing.UNCONFIRMED)
        .exclude(finding=Finding.NOT_FOUND)
        .exclude(pk__in=cited)
    )
    for key in bare.values_list("key", flat=True):
        yield f"Statement {key} is public, not unconfirmed, and has no source."
    orphans = Citation.objects.live().exclude(statement__in=Statement.objects.live())
    for key in orphans.values_list("statement__key", flat=True):
        yield f"A citation of statement {key} is public while the statement is not."
    orphans = Ranking.objects.live().exclude(statement__in=Statement.objects.live())
    for key in orphans.values_list("statement__key", flat=True):
        yield f"A ranking of statement {key} is public while the statement is not."


def _statements_off_their_topic() -> Iterator[str]:
    about_hubs = Q(topic__subject=TopicSubject.JURISDICTION)
    wrong_subject = (about_hubs & Q(jurisdiction=None)) | (~about_hubs & Q(initiative=None))
    wrong_series = Q(series__isnull=False) & ~Q(series__topic=F("topic"))
    wrong_choice = Q(choice__isnull=False) & ~Q(choice__topic=F("topic"))
    wrong_kind = Q(finding=Finding.VALUE) & (
        Q(topic__kind=TopicKind.CHOICE, choice=None)
        | Q(topic__kind=TopicKind.NUMBER, number=None)
        | Q(topic__kind=TopicKind.DATE, value_date="")
        | Q(topic__kind=TopicKind.PROSE, text="")
    )
    public = Statement.objects.filter(published__isnull=False)
    for sentence, breach in (
        ("is about another subject than its topic", wrong_subject),
        ("has a series of another topic", wrong_series),
        ("has a choice of another topic", wrong_choice),
        ("has no value of its topic's kind", wrong_kind),
    ):
        for key in public.filter(breach).values_list("key", flat=True):
            yield f"Statement {key} {sentence}."


def _statements_that_cannot_be() -> Iterator[str]:
    for statement in Statement.objects.live().select_related("series").iterator(chunk_size=2000):
        for flaw in flaws(statement):
            yield f"Statement {statement.key}: {flaw.sentence}"


def _corrections_out_of_step() -> Iterator[str]:
    corrections = Statement.objects.filter(replaces__isnull=False, published__isnull=False)
    broken = corrections.exclude(replaces__key=F("key"), replaces__withdrawn=F("published"))
    for key in broken.values_list("key", flat=True):
        yield f"Statement {key} replaces one of another key, or one not withdrawn in the same change."


def _dates_off_their_days() -> Iterator[str]:
    names = [part for name in DATES for part in (name, f"{name}_first", f"{name}_last")]
    for key, *values in Statement.objects.values_list("key", *names).iterator(chunk_size=2000):
        for name, text, first, last in zip(DATES, values[::3], values[1::3], values[2::3], strict=True):
            if text and _days(text) != (first, last):
                yield f"Statement {key}: {name} “{text}” does not span {first} to {last}."


def _days(text: str):
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return None
    return date.first, date.last


def _quotes_not_found() -> Iterator[str]:
    # Not joined: an article's text is read once and not with each of its citations.
    for citation in Citation.objects.live().exclude(quote="").prefetch_related("article", "statement"):
        if not citation.quote_found:
            yield f"Quote not found: statement {citation.statement.key} in article {citation.article.slug}."


def _texts_off_their_digest() -> Iterator[str]:
    for article in Article.objects.exclude(text="").iterator(chunk_size=100):
        if hashlib.sha256(article.text.encode()).hexdigest() != article.sha256:
            yield f"The stored text of article {article.slug} has changed since it was kept."


def _initiatives_without_lead() -> Iterator[str]:
    for slug in Initiative.objects.exclude(participations__lead=True).values_list("slug", flat=True):
        yield f"Initiative {slug} has no lead jurisdiction."


def _initiatives_out_of_step() -> Iterator[str]:
    said: dict[int, dict[str, list[Statement]]] = {}
    statements = Statement.objects.live().filter(topic__slug__in=(STATUS, BEGAN, ENDED))
    for statement in statements.with_sources():
        by_topic = said.setdefault(statement.initiative_id, {})
        by_topic.setdefault(statement.topic.slug, []).append(statement)
    for initiative in Initiative.objects.all():
        stored = initiative.repeated
        repeat_on(initiative, said.get(initiative.pk, {}))
        if initiative.repeated != stored:
            yield f"Initiative {initiative.slug} repeats {stored}, its statements say {initiative.repeated}."


def _folded_out_of_step() -> Iterator[str]:
    for alias in Alias.objects.all():
        if alias.folded != fold(alias.text):
            yield f"Alias “{alias}” cannot be found by its own words."
    for initiative in Initiative.objects.all():
        stored = initiative.folded
        initiative.fold_texts()
        if initiative.folded != stored:
            yield f"Initiative {initiative.slug} cannot be found by its own words."
