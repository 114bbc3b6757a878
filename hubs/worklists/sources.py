"""What does not hold together: sources that differ, and words no longer found in theirs."""

from itertools import groupby

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Substr

from hubs.models import FOUND, Citation, Jurisdiction, Ranking, Statement
from hubs.preference import weigh
from hubs.worklists.cells import CELL, SUBJECT, about, same_cell
from hubs.worklists.job import Job, of_statement


def conflicts(hub: Jurisdiction | None) -> list[Job]:
    """Cells where sources differ and nobody has said which to prefer; those without any preferred value first."""
    counted = Statement.objects.live().filter(standing__in=FOUND)
    rival = same_cell(counted).exclude(pk=OuterRef("pk"))
    preferred = same_cell(Statement.objects.live().filter(pk__in=Ranking.objects.live().values("statement")))
    several = counted.filter(about(hub), Exists(rival)).exclude(Exists(preferred))
    # Many rows share few topics and subjects: each is loaded once, and of what they rest on no more than is weighed.
    several = several.prefetch_related(
        *(*SUBJECT, "topic", "choice", "series"),
        Prefetch("citations", Citation.objects.live().only("statement", "article", "level")),
        Prefetch("rankings", Ranking.objects.live()),
    )
    urgency = []
    for _cell, statements in groupby(several.order_by(*CELL, "key"), key=cell_of):
        weighed = weigh(statements)
        tied = len(weighed.shown) > 1
        if not weighed.differing_sources:
            continue
        values, sources = len(weighed.shown) + len(weighed.differing), weighed.differing_sources
        why = "No value is preferred" if tied else "One is shown as the newest or best supported"
        said = (*weighed.shown, *weighed.differing)
        first = weighed.shown[0]
        job = Job(
            first.subject,
            f"{why}: {values} values from {sources} sources.",
            topic=first.topic,
            series=first.series,
            statements=said,
        )
        urgency.append((not tied, -sources, first.key, job))
    return [job for *_, job in sorted(urgency, key=lambda each: each[:-1])]


def cell_of(statement: Statement) -> tuple:
    return tuple(getattr(statement, name) for name in CELL)


def lost_quotes(hub: Jurisdiction | None) -> QuerySet:
    """Citations whose characters no longer stand at their place in the stored text, longest public first."""
    ours = Statement.objects.filter(about(hub), withdrawn=None)
    there = Substr("article__text", F("start") + 1, F("end") - F("start"))
    return (
        Citation.objects.with_passage()
        .filter(withdrawn=None, statement__in=ours.order_by())
        .annotate(there=there)
        .exclude(there=F("quote"))
        .select_related(
            "article",
            "published",
            *(f"statement__{name}" for name in (*SUBJECT, "topic", "choice", "series")),
        )
        .defer("article__text")
        .order_by(F("published").asc(nulls_last=True), "pk")
    )


def tell_lost_quote(citation: Citation) -> Job:
    why = f"“{citation.quote[:80]}” does not stand at its place in “{citation.article}”."
    since = citation.published.at.date() if citation.published else None
    return of_statement(citation.statement, why, since)
