"""What publishing does to what readers see, sorted by how much of it they see."""

from dataclasses import dataclass, field

from hubs.changes import Act, Touched, what_changed
from hubs.models import Article, Change, ChangeKind, Citation
from hubs.selection import MAX_HUBS, Selection


@dataclass
class Effect:
    """Cells that show something else, cells that get more behind what they show, and statements only cited anew."""

    changed: list[Touched] = field(default_factory=list)
    behind: list[Touched] = field(default_factory=list)
    further: list[Act] = field(default_factory=list)
    worded: list[Act] = field(default_factory=list)  # the article was their source already, without its words

    @property
    def selection(self) -> Selection | None:
        """The comparison in which most of it can be seen."""
        cells = [cell.selection for cell in (*self.changed, *self.behind) if cell.selection]
        hubs = dict.fromkeys(slug for selection in cells for slug in selection.hubs)
        return Selection(tuple(hubs)[:MAX_HUBS]) if hubs else None


def effect_of(change: Change, article: Article) -> Effect:
    """What a change does with what was read in an article."""
    effect = Effect()
    for cell in what_changed(change):
        if any(act.kind != ChangeKind.CITED for act in cell.acts):
            (effect.changed if cell.looks_different else effect.behind).append(cell)
            continue
        for act in cell.acts:
            was_cited = (
                any(is_wordless(c, article) for c in act.before.citations.all()) if act.before else False
            )
            (effect.worded if was_cited else effect.further).append(act)
    return effect


def is_wordless(citation: Citation, article: Article) -> bool:
    return citation.article_id == article.pk and not citation.quote


def cited_without_words(article: Article) -> set[int]:
    """Live statements (by id) that rest on the article and not on words of it: words come in that place."""
    wordless = Citation.objects.live().filter(article=article, quote="", statement__isnull=False)
    return set(wordless.values_list("statement", flat=True))
