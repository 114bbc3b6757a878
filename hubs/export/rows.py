"""What a file says: the same answer as the page, a row at a time.

A table is a header and rows of plain values: text, numbers, and nothing for an empty cell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from hubs.comparison import Cell, Comparison, Row, State
from hubs.models import Finding, Initiative, Jurisdiction, Statement, Verification
from hubs.preference import moment

Value = str | int | Decimal | None

# An empty cell of initiatives: nobody records a finding there, so it is not one of the states of a fact.
NONE_CAPTURED = "none_captured"


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, every row as long as the header."""

    header: tuple[str, ...]
    rows: list[tuple[Value, ...]]


STATEMENT_COLUMNS = (
    "part",
    "heading",
    "topic",
    "topic_name",
    "series",
    "series_definition",
    "category",
    "verdict",
    "hub",
    "hub_name",
    "hub_name_zh_hant",
    "hub_name_zh_hans",
    "state",
    "role",
    "key",
    "initiative",
    "value",
    "number",
    "number_high",
    "bound",
    "unit",
    "planned",
    "standing",
    "inherited_from",
    "value_date",
    "valid_from",
    "valid_until",
    "as_of",
    "nature",
    "certainty",
    "verification",
    "method",
    "break_before",
    "note",
    "sources_differ",
    "source_count",
    "sources",
    "source_addresses",
    "quotes",
    "data_version",
)

INITIATIVE_COLUMNS = (
    "slug",
    "title",
    "title_zh_hant",
    "title_zh_hans",
    "hub",
    "hub_name",
    "also_hubs",
    "locality",
    "category",
    "status",
    "status_date",
    "status_observed",
    "status_planned",
    "began",
    "began_planned",
    "ended",
    "summary",
    "note",
    "successor",
    "lead_organisations",
    "source_count",
    "sources",
    "source_addresses",
)


def statement_rows(comparison: Comparison) -> Table:
    """One row per statement of every cell shown, one per empty cell with its state, one per initiative and hub."""
    version = comparison.version.pk if comparison.version else None
    rows: list[tuple[Value, ...]] = []
    for row in comparison.rows():
        for cell in row.cells:
            rows += [_in_order(record, version) for record in _cell_records(row, cell)]
    for by_hub in comparison.initiative_rows:
        for hub, initiatives in zip(comparison.hubs, by_hub.cells, strict=True):
            for initiative in initiatives:
                record = _hub(hub) | {
                    "part": "initiative",
                    "category": by_hub.category.value,
                    "state": State.VALUE.value,
                    "initiative": initiative.slug,
                    "value": initiative.title_en,
                    "value_date": initiative.began,
                    "as_of": initiative.status_on,
                    "nature": "observed" if initiative.status_observed else "event",
                    "note": initiative.status,
                    "planned": _yes(initiative.status_planned),
                }
                rows.append(_in_order(record, version))
            if not initiatives:
                record = _hub(hub) | {
                    "part": "initiative",
                    "category": by_hub.category.value,
                    "state": NONE_CAPTURED,
                }
                rows.append(_in_order(record, version))
    return Table(STATEMENT_COLUMNS, rows)


def table_rows(comparison: Comparison) -> Table:
    """The table as on screen: a row per topic, a column per hub, initiatives as lists."""
    header = ("part", "heading", "topic", "unit", "verdict", *(hub.name_en for hub in comparison.hubs))
    rows: list[tuple[Value, ...]] = []
    for row in comparison.rows():
        name = f"{row.topic.name_en}: {row.series.name_en}" if row.series else row.topic.name_en
        rows.append(
            (
                "figure" if row.series else "fact",
                str(row.topic.get_heading_display()),
                name,
                row.series.unit if row.series else None,
                row.verdict.value,
                *(_cell_text(cell) for cell in row.cells),
            )
        )
    for by_hub in comparison.initiative_rows:
        lists = (
            "; ".join(_initiative_text(initiative) for initiative in cell) or NONE_CAPTURED
            for cell in by_hub.cells
        )
        rows.append(("initiative", str(by_hub.category.label), None, None, None, *lists))
    return Table(header, rows)


def initiative_rows(initiatives: Iterable[Initiative]) -> Table:
    """One row per initiative, with the sources of its status and dates.

    Each needs its hubs, lead organisations and cited statements loaded (`for_export()`).
    """
    rows: list[tuple[Value, ...]] = []
    for initiative in initiatives:
        articles = {
            citation.article_id: citation.article
            for statement in initiative.live_statements  # type: ignore[attr-defined]  # by for_export()
            for citation in statement.citations.all()
        }.values()
        record: dict[str, Value] = {
            "slug": initiative.slug,
            "title": initiative.title_en,
            "title_zh_hant": initiative.title_zh_hant,
            "title_zh_hans": initiative.title_zh_hans,
            "hub": initiative.lead.slug if initiative.lead else None,
            "hub_name": initiative.lead.name_en if initiative.lead else None,
            "also_hubs": ";".join(hub.slug for hub in initiative.partners),
            "locality": initiative.locality,
            "category": initiative.category,
            "status": initiative.status,
            "status_date": initiative.status_on,
            "status_observed": _yes(initiative.status_observed),
            "status_planned": _yes(initiative.status_planned),
            "began": initiative.began,
            "began_planned": _yes(initiative.began_planned),
            "ended": initiative.ended,
            "summary": initiative.summary_en,
            "note": initiative.note,
            "successor": initiative.successor.slug if initiative.successor else None,
            "lead_organisations": ";".join(
                i.organisation.slug for i in initiative.involvements.all() if i.role == "lead"
            ),
            "source_count": len(articles),
            "sources": ";".join(article.slug for article in articles),
            "source_addresses": " ".join(article.url for article in articles if article.url),
        }
        rows.append(tuple(record.get(column) for column in INITIATIVE_COLUMNS))
    return Table(INITIATIVE_COLUMNS, rows)


def _cell_records(row: Row, cell: Cell) -> Iterator[dict[str, Value]]:
    about = _hub(cell.hub) | {
        "part": "figure" if cell.series else "fact",
        "heading": cell.topic.heading,
        "topic": cell.topic.slug,
        "topic_name": cell.topic.name_en,
        "series": cell.series.slug if cell.series else None,
        "series_definition": cell.series.definition if cell.series else None,
        "unit": cell.series.unit if cell.series else None,
        "verdict": row.verdict.value,
        "state": cell.state.value,
        "inherited_from": cell.inherited_from.slug if cell.inherited_from else None,
        "sources_differ": cell.differing_sources or None,
    }
    weighed = cell.weighed
    roles = {
        "preferred" if weighed.preferred else "tied": weighed.shown,
        "agrees": weighed.agreeing,
        "differs": weighed.differing,
        "earlier": weighed.earlier,
        "planned": weighed.planned,
        "rejected": weighed.rejected,
        "unconfirmed": weighed.unconfirmed,
    }
    if not weighed:
        yield about
    for role, statements in roles.items():
        for statement in statements:
            yield about | {"role": role} | _statement(statement)


def _statement(statement: Statement) -> dict[str, Value]:
    citations = list(statement.citations.all())
    articles = {citation.article_id: citation.article for citation in citations}.values()
    return {
        "key": statement.key,
        "value": value_text(statement),
        "number": statement.number,
        "number_high": statement.number_high,
        "bound": statement.bound,
        "planned": _yes(statement.planned),
        "standing": statement.standing,
        "value_date": statement.value_date,
        "valid_from": statement.valid_from,
        "valid_until": statement.valid_until,
        "as_of": statement.as_of,
        "nature": statement.nature,
        "certainty": statement.certainty,
        "verification": statement.verification,
        "method": statement.method,
        "break_before": _yes(statement.break_before),
        "note": statement.note,
        "source_count": len(articles),
        "sources": ";".join(article.slug for article in articles),
        "source_addresses": " ".join(article.url for article in articles if article.url),
        "quotes": " | ".join(citation.quote for citation in citations if citation.quote),
    }


def value_text(statement: Statement) -> str:
    """The value of a statement in plain words or figures; for a kind of nothing, its name."""
    if statement.finding != Finding.VALUE:
        return str(statement.get_finding_display())
    if statement.choice:
        return statement.choice.name_en
    if statement.number is not None:
        return str(plain(statement.number))
    return statement.value_date or statement.text


def plain(number: Decimal) -> Decimal:
    """The number without zeros nobody counted, and without an exponent."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _cell_text(cell: Cell) -> str:
    """A cell in one line, with what a reader must not lose: whose it is, when, how sure, who disagrees."""
    if not cell.statement:
        return cell.state.value
    statement = cell.statement
    text = " / ".join(value_text(shown) for shown in cell.weighed.shown)
    if statement.bound:
        text = f"{statement.get_bound_display()} {text}"
    date = moment(statement)
    marks = [
        date.text if date else "",
        "planned" if cell.is_planned else "",
        "not verified" if statement.verification == Verification.UNVERIFIED else "",
        f"{cell.differing_sources} sources differ" if cell.differing_sources else "",
        f"national: {cell.inherited_from.name_en}" if cell.inherited_from else "",
    ]
    said = "; ".join(mark for mark in marks if mark)
    return f"{text} [{said}]" if said else text


def _initiative_text(initiative: Initiative) -> str:
    if not initiative.status:
        return initiative.title_en
    planned = ", planned" if initiative.status_planned else ""
    return f"{initiative.title_en} ({initiative.get_status_display()}{planned})"


def _hub(hub: Jurisdiction) -> dict[str, Value]:
    return {
        "hub": hub.slug,
        "hub_name": hub.name_en,
        "hub_name_zh_hant": hub.name_zh_hant,
        "hub_name_zh_hans": hub.name_zh_hans,
    }


def _in_order(record: dict[str, Value], version: int | None) -> tuple[Value, ...]:
    return tuple((record | {"data_version": version}).get(column) for column in STATEMENT_COLUMNS)


def _yes(flag: bool) -> str | None:
    return "yes" if flag else None
