"""The file of the dataset that keeps statements, and what must go together in one of its rows."""

from collections.abc import Sequence

from django.db import models

from hubs.editing import Publication
from hubs.models import (
    DATES,
    Article,
    ArticleKind,
    Citation,
    Finding,
    PartialDate,
    Ranking,
    Series,
    Standing,
    Statement,
    TopicKind,
    Why,
)
from hubs.possible import flaws_of_days, flaws_of_figure
from hubs.starter.columns import Found, Sources
from hubs.starter.tables import Check, Dataset, Entry, Table

# Where the answer to a topic stands, by its kind.
VALUE_COLUMNS = {
    TopicKind.CHOICE: "choice",
    TopicKind.NUMBER: "number",
    TopicKind.DATE: "value_date",
    TopicKind.PROSE: "text",
}


class StatementTable(Table):
    """Statements are published through editing and never written as plain records are."""

    def checks(self) -> Sequence[Check]:
        return (
            self.check_subject,
            self.check_sources,
            self.check_value,
            self.check_number,
            self.check_dates,
            self.check_figure,
            self.check_days,
        )

    def check_subject(self, entry: Entry, dataset: Dataset) -> None:
        values, row = entry.values, entry.row
        subject = dataset["topic"][values["topic"]].values["subject"]
        for column in ("jurisdiction", "initiative"):
            if bool(values[column]) != (column == subject):
                must = "must not be empty" if column == subject else "must be empty"
                raise row.wrong(f"“{values['topic']}” is a topic about {subject}s, so it {must}.", column)

    def check_sources(self, entry: Entry, dataset: Dataset) -> None:
        values, row = entry.values, entry.row
        sourceless = values["standing"] == Standing.UNCONFIRMED or values["finding"] == Finding.NOT_FOUND
        if not values["sources"] and not sourceless:
            raise row.wrong("the cell is empty; only what is unconfirmed may lack a source.", "sources")

    def check_value(self, entry: Entry, dataset: Dataset) -> None:
        values, row = entry.values, entry.row
        kind = TopicKind(dataset["topic"][values["topic"]].values["kind"])
        answer = VALUE_COLUMNS[kind]
        if values["finding"] == Finding.VALUE and not is_given(values[answer]):
            raise row.wrong(f"the cell is empty; the topic “{values['topic']}” wants a {kind} here.", answer)
        empty = {"number", "choice", "value_date"} - {answer}
        if values["finding"] != Finding.VALUE:
            empty |= {answer}
        elif kind == TopicKind.CHOICE:
            empty -= {"value_date"}  # an event has its day
        for column in sorted(empty):
            if is_given(values[column]):
                raise row.wrong(
                    f"it must be empty, as the topic is a {kind} and the finding “{values['finding']}”.",
                    column,
                )

    def check_number(self, entry: Entry, dataset: Dataset) -> None:
        values, row = entry.values, entry.row
        topic, series, number, high = (values[name] for name in ("topic", "series", "number", "number_high"))
        wants_series = dataset["topic"][topic].values["kind"] == TopicKind.NUMBER
        if series and dataset["series"][series].values["topic"] != topic:
            raise row.wrong(f"“{series}” is not a series of the topic “{topic}”.", "series")
        if wants_series != bool(series):
            raise row.wrong("every number belongs to a series, and nothing else does.", "series")
        if values["bound"] and number is None:
            raise row.wrong("only a number can be meant as a bound.", "bound")
        if high is not None and (number is None or high <= number or values["bound"]):
            raise row.wrong("a range goes up from “number”, and has no bound.", "number_high")

    def check_dates(self, entry: Entry, dataset: Dataset) -> None:
        since, until = entry.values["valid_from"], entry.values["valid_until"]
        if since and until and PartialDate.parse(since).first > PartialDate.parse(until).last:
            raise entry.row.wrong(f"“{until}” lies before “{since}”, the start.", "valid_until")

    def check_figure(self, entry: Entry, dataset: Dataset) -> None:
        values = entry.values
        said = Statement(number=values["number"], number_high=values["number_high"])
        if values["series"]:
            said.series = Series(unit=dataset["series"][values["series"]].values["unit"])
        for flaw in flaws_of_figure(said):
            raise entry.row.wrong(flaw.sentence, flaw.column)

    def check_days(self, entry: Entry, dataset: Dataset) -> None:
        said = Statement(**{name: entry.values[name] for name in ("planned", *DATES)})
        for flaw in flaws_of_days(said):
            raise entry.row.wrong(flaw.sentence, flaw.column)

    def complete(self, entry: Entry, dataset: Dataset) -> None:
        """Give each source the level at which an article of its kind is cited."""
        kinds = {key: ArticleKind(dataset["article"][key].values["kind"]) for key in entry.values["sources"]}
        entry.values["sources"] = [f"{key}:{Article.LEVELS[kind]}" for key, kind in kinds.items()]

    def queryset(self) -> models.QuerySet:
        live = Statement.objects.live().select_related(
            "jurisdiction", "initiative", "topic", "series", "choice"
        )
        return live.prefetch_related(
            models.Prefetch(
                "citations", Citation.objects.live().select_related("article").defer("article__text")
            ),
            models.Prefetch("rankings", Ranking.objects.live()),
        )

    def publication(
        self, entry: Entry, replaces: Statement | None, found: Found, why: str = Why.US
    ) -> Publication:
        """The act that makes a row public, or corrects the statement it was before."""
        statement, citations = Statement(), []
        for column in self.columns:
            if isinstance(column, Sources):
                citations = column.citations(entry.values["sources"], found)
            else:
                column.put(statement, entry.values[column.name], found)
        return Publication(statement, citations, replaces, why if replaces else "")


def is_given(value: object) -> bool:
    """Whether a cell says something; the number 0 does."""
    return value not in ("", None)


OWN_COLUMNS = (
    "key jurisdiction initiative topic series finding text text_language number number_high bound choice"
    " value_date valid_from valid_until as_of nature standing planned certainty verification method"
    " break_before note"
)
STATEMENTS = StatementTable("statements.csv", Statement, OWN_COLUMNS, Sources("sources"), key="key")
