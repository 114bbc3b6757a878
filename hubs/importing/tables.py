"""The four kinds that can be imported: tables of the starter dataset, with citations as they are kept here."""

from collections.abc import Iterable, Sequence

from hubs.editing import Publication
from hubs.models import Citation, Statement
from hubs.starter.columns import Found, Sources
from hubs.starter.statements import OWN_COLUMNS, StatementTable
from hubs.starter.tables import TABLES, ArticleTable, Check, Dataset, Entry


class CitedArticles(Sources):
    """The articles a statement rests on, and no more: which passage, and how it is preferred, is said here."""

    def held(self, record: Statement) -> list[str]:
        return sorted({citation.article.slug for citation in record.citations.all()})

    def citations(self, value: list[str], found: Found) -> list[Citation]:
        articles = [found[self.refers_to][key] for key in value]
        return [Citation(article=article, level=article.level) for article in articles]


class ImportedStatements(StatementTable):
    # Its level comes from the article itself, which need not be in the files.
    def complete(self, entry: Entry, dataset: Dataset) -> None:
        pass

    def publication(
        self, entry: Entry, replaces: Statement | None, found: Found, why: str = ""
    ) -> Publication:
        """A correction keeps the passages of the articles it still rests on."""
        publication = super().publication(entry, replaces, found, why)
        if replaces:
            publication.citations = list(_kept_or_new(publication.citations, replaces))
        return publication


def _kept_or_new(citations: Iterable[Citation], replaced: Statement) -> Iterable[Citation]:
    held = list(replaced.citations.all())
    for citation in citations:
        before = [old for old in held if old.article_id == citation.article_id]
        for old in before:
            words = {name: getattr(old, name) for name in ("quote", "start", "end", "locator", "level")}
            yield Citation(article=old.article, **words)
        if not before:
            yield citation


class ImportedArticles(ArticleTable):
    # Whether an address is taken is asked once for all rows: there are more articles here than in a dataset.
    def checks(self) -> Sequence[Check]:
        return (self.check_date,)


# The key of the row that each template has to show how one is filled in; under it nothing is imported.
EXAMPLE = "example-row"
EXAMPLES: dict[str, dict[str, str]] = {
    "organisation": {
        "slug": EXAMPLE,
        "name_en": "Example Authority (invented)",
        "name_zh_hant": "示例管理局",
        "name_zh_hans": "示例管理局",
        "kind": "regulator",
        "jurisdiction": "singapore",
        "aliases": "EXA;Example",
    },
    "article": {
        "slug": EXAMPLE,
        "title": "An invented article",
        "publisher": "The Example Times",
        "date": "2019-02-28",
        "language": "en",
        "url": "https://example.org/invented",
        "kind": "news",
        "accessed": "2026-11-22",
    },
    "initiative": {
        "slug": EXAMPLE,
        "title_en": "Project Example (invented)",
        "category": "sandbox",
        "lead": "singapore",
        "led_by": EXAMPLE,
        "summary_en": "What it is for, in a sentence.",
    },
    "statement": {
        "key": EXAMPLE,
        "initiative": EXAMPLE,
        "topic": "status",
        "finding": "value",
        "text_language": "en",
        "choice": "live",
        "value_date": "2019-02",
        "nature": "event",
        "standing": "accepted",
        "certainty": "stated",
        "verification": "verified",
        "sources": EXAMPLE,
    },
}

PLAIN = {table.kind: table for table in TABLES}
ARTICLES = ImportedArticles("articles.csv", PLAIN["article"].model, " ".join(PLAIN["article"].names))
STATEMENTS = ImportedStatements("statements.csv", Statement, OWN_COLUMNS, CitedArticles("sources"), key="key")
# In the order in which they can be written: what a row refers to stands in its own table or one before.
IMPORTED = (PLAIN["organisation"], ARTICLES, PLAIN["initiative"], STATEMENTS)
