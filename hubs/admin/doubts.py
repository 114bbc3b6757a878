"""What an editor may not have meant: said beside what was entered, and never a refusal."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from hubs.editing import Publication
from hubs.importing import Judged, Preview, foreseen
from hubs.models import Citation, Jurisdiction, PartialDate, Statement, Verification, fold
from hubs.templatetags.catalogue_tags import in_words


def doubts_about(drafts: Iterable[Statement]) -> list[str]:
    """A sentence for each thing that is odd about drafts, each once."""
    resting = [Publication(draft, list(draft.citations.select_related("article"))) for draft in drafts]
    hubs = _hubs(resting)
    return list(dict.fromkeys(doubt for each in resting for doubt in _doubts(each, hubs)))


def doubts_about_import(preview: Preview) -> list[tuple[Judged, str]]:
    """The same of the statements that an import would publish, each with its row."""
    would_be = list(foreseen(preview))
    hubs = _hubs(publication for judged, publication in would_be)
    return [(judged, doubt) for judged, publication in would_be for doubt in _doubts(publication, hubs)]


def _hubs(publications: Iterable[Publication]) -> list[Jurisdiction]:
    """The hubs that a way of counting may name, where there are figures."""
    figures = any(each.statement.series_id and each.statement.jurisdiction_id for each in publications)
    return list(Jurisdiction.objects.select_related("parent")) if figures else []


def called(draft: Statement) -> str:
    return f"{draft.topic}: {in_words(draft)}"


def is_after(statement: Statement, citations: Iterable[Citation]) -> bool:
    """Whether it speaks of a time after every article it rests on, which none of them can tell of but as a plan."""
    text = statement.as_of or statement.valid_from or statement.value_date
    told = [citation.article.dated for citation in citations]
    later = text and told and all(date and PartialDate.parse(text).first > date.last for date in told)
    return bool(later) and not statement.planned


def _doubts(publication: Publication, hubs: Iterable[Jurisdiction]) -> Iterator[str]:
    statement, citations = publication.statement, publication.citations
    if statement.verification == Verification.TWO_SOURCES:
        articles = len({citation.article.slug for citation in citations})
        if articles < 2:
            said = _(
                "Two sources are said to say so, and it rests on %s: add the other, or say how it is verified."
            )
            yield said % (_("one") if articles else _("none"))
    if is_after(statement, citations):
        yield _(
            "“%(called)s”: every source is older than the day this speaks of: add the article that tells of it."
        ) % {"called": called(statement)}
    hub, series = statement.jurisdiction, statement.series
    if hub is None or series is None:
        return
    name = f" {fold(series.name_en)} "
    named = [other for other in hubs if f" {fold(other.name_en)} " in name]
    if named and not any(_are_kin(hub, other) for other in named):
        yield _(
            "“%(series)s” names %(other)s, and this is about %(hub)s: is it the right way of counting?"
        ) % {
            "series": series,
            "other": named[0],
            "hub": hub,
        }


def _are_kin(hub: Jurisdiction, other: Jurisdiction) -> bool:
    """Whether they are one, or one lies in the other: what is counted of both may be told of either."""
    return hub.pk in (other.pk, other.parent_id) or hub.parent_id == other.pk
