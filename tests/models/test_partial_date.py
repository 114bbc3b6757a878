import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubs.models import PartialDate


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2019", "year", (2019, 1, 1), (2019, 12, 31)),
        ("2019-H1", "half", (2019, 1, 1), (2019, 6, 30)),
        ("2019-H2", "half", (2019, 7, 1), (2019, 12, 31)),
        ("2019-Q1", "quarter", (2019, 1, 1), (2019, 3, 31)),
        ("2019-Q4", "quarter", (2019, 10, 1), (2019, 12, 31)),
        ("2020-02", "month", (2020, 2, 1), (2020, 2, 29)),
        ("2019-02-28", "day", (2019, 2, 28), (2019, 2, 28)),
    ],
)
def test_reads_every_precision_and_its_days(text, precision, first, last):
    date = PartialDate.parse(text)
    assert (date.text, date.precision) == (text, precision)
    assert (date.first, date.last) == (datetime.date(*first), datetime.date(*last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "19",
        "2019-2",
        "2019-00",
        "2019-13",
        "2019-02-30",
        "2019-Q5",
        "2019-H3",
        "٢٠١٩",
        "2019-02-28 ",
        "Feb 2019",
    ],
)
def test_refuses_what_it_would_have_to_guess(text):
    with pytest.raises(ValueError, match="“"):
        PartialDate.parse(text)


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_every_day_lies_in_its_month_quarter_half_and_year(day):
    quarter, half = (day.month - 1) // 3 + 1, (day.month - 1) // 6 + 1
    for text in (f"{day:%Y-%m}", f"{day.year}-Q{quarter}", f"{day.year}-H{half}", f"{day.year}"):
        date = PartialDate.parse(text)
        assert date.first <= day <= date.last
        assert date.could_be(PartialDate.parse(day.isoformat()))


def test_newest_first_puts_coarser_after_finer():
    texts = ["2018", "2019", "2019-01-01", "2019-Q1", "2019-01", "2019-03"]
    ordered = sorted((PartialDate.parse(text) for text in texts), key=lambda date: date.newest_first)
    assert [date.text for date in ordered] == ["2019-03", "2019-01-01", "2019-01", "2019-Q1", "2019", "2018"]
