"""Files: the same answer as the page, and safe to open."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubs.comparison import build_comparison
from hubs.export.csv import guard, to_csv, unguard
from hubs.export.rows import STATEMENT_COLUMNS, Table, statement_rows, table_rows
from hubs.models import Change
from hubs.selection import Selection
from tests.factories import make_article, make_hub, make_initiative, make_series, make_topic, publish


def read(content: bytes):
    """What a spreadsheet reads."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestFormulas:
    @pytest.mark.parametrize(
        "text",
        ["=1+1", "+852 2840", "-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "|calc", "'=1", "''-1"],
    )
    def test_text_that_looks_like_a_formula_is_guarded(self, text):
        assert guard(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["Hong Kong", "'tis", "2019-02-28", "香港", "", "a=b", "5 - 3"])
    def test_other_text_stays_as_it_is(self, text):
        assert guard(text) == text

    @given(st.text(alphabet=st.sampled_from("'=+-@\t ＝|a香"), max_size=6))
    def test_reading_back_gives_what_was_written(self, text):
        assert unguard(guard(text)) == text

    def test_numbers_stay_numbers_and_negative_ones_too(self):
        rows = read(to_csv(Table(("n",), [(Decimal("-5.200000"),), (Decimal("10000"),), (0,), (None,)])))
        assert rows[:4] == [["n"], ["-5.2"], ["10000"], ["0"]]


@pytest.mark.django_db
class TestComparisonFile:
    @pytest.fixture
    def sheet(self):
        """Two hubs, one question of each kind of answer, one initiative."""
        a, b = make_hub("Alpha", name_zh_hant="甲"), make_hub("Beta")
        start = make_topic("start", position=1, name_en="Opened")
        count = make_topic("count", kind="number", name_en="Firms")
        source = make_article("paper", url="https://example.org/paper", title="=cmd")
        publish(a, start, "2016-09-06", key="a-start", articles=[source], note="=danger")
        publish(a, start, "2016-09-07", key="a-late", standing="disputed")
        publish(b, start, None, key="b-start", finding="none_reported")
        publish(
            a,
            count,
            Decimal("4000"),
            key="a-count",
            bound="at_least",
            as_of="2018-07",
            series=make_series(count),
        )
        make_initiative("Project Ubin", hub=a)
        return build_comparison(Selection(("alpha", "beta")))

    def test_a_row_per_statement_and_one_per_empty_cell(self, sheet):
        header, *rows = read(to_csv(statement_rows(sheet)))
        records = [dict(zip(header, row, strict=True)) for row in rows]

        assert tuple(header) == STATEMENT_COLUMNS
        assert [(r["part"], r["hub"], r["state"], r["role"], r["key"], r["initiative"]) for r in records] == [
            ("fact", "alpha", "value", "preferred", "a-start", ""),
            ("fact", "alpha", "value", "differs", "a-late", ""),
            ("fact", "beta", "none_reported", "preferred", "b-start", ""),
            ("figure", "alpha", "value", "preferred", "a-count", ""),
            ("figure", "beta", "not_researched", "", "", ""),
            ("initiative", "alpha", "value", "", "", "project-ubin"),
            ("initiative", "beta", "none_captured", "", "", ""),
        ]
        first, figure = records[0], records[3]
        assert (first["value"], first["sources_differ"], first["note"]) == ("2016-09-06", "2", "'=danger")
        assert (first["sources"], first["source_addresses"]) == ("paper", "https://example.org/paper")
        assert (first["hub_name"], first["hub_name_zh_hant"]) == ("Alpha", "甲")
        assert (figure["number"], figure["bound"], figure["unit"], figure["as_of"]) == (
            "4000",
            "at_least",
            "firms",
            "2018-07",
        )
        assert {r["data_version"] for r in records} == {str(Change.objects.newest().pk)}

    def test_the_table_as_on_screen(self, sheet):
        assert read(to_csv(table_rows(sheet))) == [
            ["part", "heading", "topic", "unit", "verdict", "Alpha", "Beta"],
            ["fact", "Regulation", "Opened", "", "differs", "2016-09-06 [2 sources differ]", "none reported"],
            [
                "figure",
                "Regulation",
                "Firms: Licensed",
                "firms",
                "unknown",
                "more than 4000 [2018-07]",
                "not_researched",
            ],
            ["initiative", "Regulation", "", "", "", "Project Ubin", "none_captured"],
        ]

    def test_is_sent_whole_with_its_length(self, client, sheet):
        response = client.get("/compare.csv?hub=alpha&hub=beta")
        assert int(response["Content-Length"]) == len(response.content)
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="hubs-alpha-beta-all-statements.csv"'
        assert read(response.content) == read(to_csv(statement_rows(sheet)))
        table = client.get("/compare.csv?hub=alpha&hub=beta&layout=table")
        assert read(table.content) == read(to_csv(table_rows(sheet)))
