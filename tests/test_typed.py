"""Dates and numbers as people type them: every clear spelling reads to what was meant, every unclear one is
refused with a sentence that says how to write it."""

import datetime
import itertools
from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from hubs.capture.tables import mapping
from hubs.forms.typed import DateField, NumberField
from hubs.models import PartialDate
from hubs.typed import AFTER, BEFORE, ENGLISH_MONTHS, MONTHS, MULTIPLES, Number, date_of, number_of, scale_of

WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789.,-<>~"}


def spellings(date: PartialDate) -> list[str]:
    """Every way to write one date that says the same."""
    year, first = date.text[:4], date.first
    month, day = first.month, first.day
    name = ENGLISH_MONTHS[month - 1].capitalize()
    short = name[:3]
    match date.precision:
        case "year":
            return [year, f"{year}年", f" {year} "]
        case "half":
            half = date.text[-1]
            chinese = f"{year}年{'上下'[int(half) - 1]}半年"
            return [
                date.text,
                f"{year} H{half}",
                f"H{half} {year}",
                f"{half}H{year}",
                f"h{half}-{year}",
                chinese,
            ]
        case "quarter":
            quarter = date.text[-1]
            chinese = f"{year}年第{'一二三四'[int(quarter) - 1]}季度"
            return [date.text, f"{year}q{quarter}", f"Q{quarter} {year}", f"{quarter}Q {year}", chinese]
        case "month":
            english = [
                f"{name} {year}",
                f"{short} {year}",
                f"{short}. {year}",
                f"{short}-{year}",
                f"{name}, {year}",
            ]
            return [date.text, f"{year}-{month}", *english, f"{year}年{month}月", f"{year} 年 {month:02} 月"]
        case _:
            english = [f"{day} {short} {year}", f"{day}-{short}-{year}", f"{day}th {name} {year}"]
            english += [f"{short} {day}, {year}", f"{name} {day} {year}", f"{name.upper()} {day}, {year}"]
            figures = [f"{year}-{month}-{day}", f"{year}/{month}/{day}", f"{year}.{month:02}.{day:02}"]
            return [date.text, *english, *figures, f"{year}年{month}月{day}日", f"{year}年{month}月{day}号"]


def dates() -> st.SearchStrategy[PartialDate]:
    def coarser(day: datetime.date, precision: str) -> PartialDate:
        half, quarter = (day.month + 5) // 6, (day.month + 2) // 3
        text = {
            "year": f"{day.year}",
            "half": f"{day.year}-H{half}",
            "quarter": f"{day.year}-Q{quarter}",
            "month": f"{day:%Y-%m}",
            "day": f"{day:%Y-%m-%d}",
        }
        return PartialDate.parse(text[precision])

    days = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))
    return st.builds(coarser, days, st.sampled_from(["year", "half", "quarter", "month", "day"]))


@given(dates())
def test_every_spelling_of_a_date_says_the_same(date):
    for spelling in spellings(date):
        assert date_of(spelling) == date, spelling
        assert date_of(spelling.translate(WIDE)) == date, spelling


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03/04/2019", "write the year first, 2019-04-03 or 2019-03-04."),
        ("28/02/2019", "write the year first, 2019-02-28."),
        ("28/02/19", "write the year first and in full"),
        ("1.2.19", "write the year first and in full"),
        ("2019-02-30", "February 2019 has days 1 to 28."),
        ("30 Feb 2020", "February 2020 has days 1 to 29."),
        ("2019年2月30日", "February 2019 has days 1 to 28."),
        ("2019-00-10", "months 1 to 12"),
        ("2019-13", "months 1 to 12"),
        ("2019/20", "a financial year"),
        ("Feb-19", "does not say which year"),
        ("19-Feb", "does not say which year"),
        ("28-Feb-19", "does not say which year"),
        ("43523", "the number by which a spreadsheet keeps a day"),
        ("43523.5", "the number by which a spreadsheet keeps a day"),
        ("2019-Q5", "write 2019, 2019-H1"),
        ("0219-02", "write 2019, 2019-H1"),
        ("20190228", "write 2019, 2019-H1"),
        ("2019-02-28 00:00", "write 2019, 2019-H1"),
        ("٢٠١٩", "write 2019, 2019-H1"),
        ("c. 2019", "write 2019, 2019-H1"),
        ("", "write 2019, 2019-H1"),
        ("2019\n\0", "write 2019, 2019-H1"),
        ("x" * 10_000, "…” is not a date"),
    ],
)
def test_an_unclear_date_is_refused_with_what_would_be_right(text, says):
    with pytest.raises(ValueError) as refused:
        date_of(text)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 250


AMOUNTS = st.decimals(min_value=0, max_value=10**8, places=2) | st.integers(0, 10**12).map(Decimal)


def grouped(number: Decimal) -> str:
    return f"{number:,f}"


@given(AMOUNTS, st.sampled_from(["", "-", "−"]))
def test_every_spelling_of_a_number_says_the_same(number, sign):
    meant = Number(-number if sign else number)
    for spelling in (
        f"{number:f}",
        grouped(number),
        grouped(number).replace(",", " "),
        f"{number:,f}00" if number % 1 else f"{number:f}",
    ):
        assert number_of(sign + spelling) == meant
        assert number_of((sign + spelling).translate(WIDE)) == meant
    assert number_of(str(meant)) == meant


@given(st.decimals(min_value=0, max_value=9999, places=1), st.sampled_from(sorted(MULTIPLES)))
def test_a_multiple_is_never_off_by_a_power_of_ten(number, word):
    zeros = {"k": 3, "thousand": 3, "hundred": 2, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "b": 9}
    zeros |= {"m": 6, "mn": 6, "mln": 6, "bln": 9, "tn": 12, "百": 2, "千": 3, "万": 4, "亿": 8, "百万": 6}
    zeros |= {"千万": 7, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12}
    zeros |= {zh.replace("万", "萬").replace("亿", "億"): n for zh, n in zeros.items()}
    meant = Decimal(f"{number:f}E{zeros[word]}")
    for spelling in (f"{number:f}{word}", f"{number:f} {word.upper()}", f"{number:,f} {word}"):
        read = number_of(spelling)
        assert read == Number(meant)
        assert isinstance(read.low, Decimal)
        assert "E" not in str(read.low)


@given(
    st.decimals(min_value=-(10**17), max_value=10**17, places=6),
    st.sampled_from(["", "about", "at_least", "at_most"]),
)
def test_what_we_write_we_read(number, bound):
    assert number_of(str(Number(number, None, bound))) == Number(number, None, bound)
    assert number_of(str(Number(number, number + 1))) == Number(number, number + 1)


def test_how_a_number_is_meant_is_read_with_it():
    for word, bound in BEFORE.items():
        assert number_of(f"{word} 200") == Number(Decimal(200), None, bound), word
    for word, bound in AFTER.items():
        assert number_of(f"50万 {word}") == Number(Decimal(500_000), None, bound), word
    assert number_of(">200") == number_of("More than 200") == Number(Decimal(200), None, "at_least")
    assert number_of("约40") == number_of("約４０") == Number(Decimal(40), None, "about")
    assert number_of("超过50万").low == 500_000
    for range_ in (
        "3-4 million",
        "3–4 million",
        "3 million to 4 million",
        "300万至400万",
        "300-400万",
        "3m~4m",
    ):
        assert number_of(range_) == Number(Decimal(3_000_000), Decimal(4_000_000)), range_


@given(st.decimals(min_value="0.01", max_value=999999, places=2), st.sampled_from(sorted(MULTIPLES)))
def test_a_number_is_brought_into_a_unit_that_counts_by_the_million_or_left_to_be_written_clearly(
    number, word
):
    """Never off by a power of ten: what comes out is what was typed, or nothing does."""
    for unit, scale in (("CNY million", 6), ("million wallets", 6), ("USD billion", 9), ("亿元", 8)):
        assert number_of(f"{number:f}", unit) == Number(number)
        meant = number * MULTIPLES[word] / Decimal(10) ** scale
        try:
            read = number_of(f"about {number:f} {word}", unit)
        except ValueError as refused:
            assert (meant < 1 and MULTIPLES[word] <= 1000) or "too fine" in str(refused)
        else:
            assert (read.low, read.bound) == (meant, "about")
            assert number_of(read.spelled(unit), unit) == read
        in_full = number * 10**scale
        for text in (f"{number:f}", f"{in_full:f} to {in_full * 2:f}") if number >= 1 else ():
            if Decimal(text.split()[0]) >= 10**scale:
                with pytest.raises(ValueError, match=r"looks like a number in full; in .* this is \d"):
                    number_of(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "kept"),
    [
        ("25 million", "CNY million", "25"),
        ("1.2亿", "CNY million", "120"),
        ("50万", "million wallets", "0.5"),
        ("3-4 bn", "HKD million", "3000 to 4000"),
        ("500 million", "USD billion", "0.5"),
        ("1.5 trillion", "CNY million", "1500000 million"),
        ("25 million", "companies", "25000000"),
        ("25000000", "millionaires", "25000000"),
        ("25", "CNY million", "25"),
    ],
)
def test_a_word_of_scale_is_meant_in_full_whatever_the_unit(text, unit, kept):
    assert number_of(text, unit).spelled(unit) == kept


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("25000000", "CNY million", "in CNY million this is 25: write 25 or 25 million."),
        ("120,000,000", "million transactions", "write 120 or 120 million."),
        ("25 thousand", "CNY million", "write 0.025, or 25000 if it is thousand million."),
        ("3百", "CNY million", "write 0.0003, or 300 if it is 百 million."),
        ("1.23456789 million", "CNY million", "6 digits behind"),
    ],
)
def test_what_may_be_in_full_or_in_the_unit_is_refused_with_both(text, unit, says):
    with pytest.raises(ValueError) as refused:
        number_of(text, unit)
    assert says in str(refused.value)


def test_a_unit_says_by_what_it_counts():
    for word, scale in (("million", 10**6), ("billion", 10**9)):
        assert scale_of(f"CNY {word}") == scale_of(f"{word} wallets") == (word, scale)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1.234", "for thousands write 1,234, for decimals 1.2340."),
        ("1.234 million", "for thousands write 1,234"),
        ("1.000-2.000", "for thousands write 1,000"),
        ("1,23", "for decimals write 1.23."),
        ("1234,5", "for decimals write 1234.5."),
        ("0,123", "for decimals write 0.123."),
        ("1.234,5", "write 1234567.5 or 1,234,567.5"),
        ("1.234.567", "write 1234567.5 or 1,234,567.5"),
        ("12,34,567", "write 1234567.5 or 1,234,567.5"),
        ("1e5", "write the number in full, as 100000."),
        ("12e3", "write the number in full, as 12000."),
        ("-1.2E+07", "write the number in full, as -12000000."),
        ("12e-3", "write the number in full, as 0.012."),
        ("1e999999999", "write the number in full."),
        ("1.2.3e4", "write the number in full."),
        ("0e5", "write the number in full."),
        ("NaN", "not a number we can read"),
        ("Infinity", "not a number we can read"),
        ("", "not a number we can read"),
        ("007", "not a number we can read"),
        ("3-Apr", "not a number we can read"),
        ("1 23", "not a number we can read"),
        ("1_000", "not a number we can read"),
        ("0x10", "not a number we can read"),
        ("5 mm", "not a number we can read"),
        ("١٢", "digits 0 to 9"),
        ("10²", "digits 0 to 9"),
        ("三百", "digits 0 to 9"),
        ("1兆", "write 百万 or 万亿"),
        ("HK$200", "without its unit"),
        ("40%", "without its unit"),
        ("4-3", "a range goes up"),
        ("3 million-4", "a range goes up"),
        ("about 3-4", "a range has no “about”"),
        ("about 40 or so", "bound twice"),
        ("1234567890123456789", "18 digits"),
        ("0.1234567", "6 digits behind"),
        ("1" * 10_000, "…” is not a number"),
        ("1" + " 000" * 3_000, "…” is not a number"),
    ],
)
def test_an_unclear_number_is_refused_with_what_would_be_right(text, says):
    with pytest.raises(ValueError) as refused:
        number_of(text)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 300


def test_capture_and_the_typist_mean_the_same_by_the_same_words():
    assert {word: MONTHS[word] for word in mapping("months", "word", "month")} == {
        word: int(n) for word, n in mapping("months", "word", "month").items()
    }
    for side, ours in (("before", BEFORE), ("after", AFTER)):
        theirs = mapping("bounds", "word", "bound", side=side)
        assert {word: ours[word] for word in ours if word in theirs} == {
            word: theirs[word] for word in ours if word in theirs
        }
    theirs = mapping("numerals", "word", "value", kind="multiple")
    assert {word: int(MULTIPLES[word]) for word in MULTIPLES if word in theirs} == {
        word: int(theirs[word]) for word in MULTIPLES if word in theirs
    }


class Typed(forms.Form):
    date = DateField(required=False)
    number = NumberField(required=False)


def test_a_form_takes_what_is_clear_and_shows_what_would_be_right():
    form = Typed({"date": "Feb 2019", "number": "超过50万"})
    assert form.is_valid()
    assert form.cleaned_data == {"date": "2019-02", "number": Number(Decimal(500_000), None, "at_least")}

    form = Typed({"date": "03/04/2019", "number": "1.234"})
    assert not form.is_valid()
    assert "2019-04-03 or 2019-03-04" in form.errors["date"][0]
    assert "1.2340" in form.errors["number"][0]
    assert 'value="03/04/2019"' in str(form)  # what was typed stays

    held = {"date": "2019-02", "number": Number(Decimal("1.234"))}
    assert 'value="1.2340"' in str(Typed(initial=held))
    for date, number in itertools.product(["2019-02", "Feb 2019"], ["1.2340", "1.23400"]):
        assert not Typed({"date": date, "number": number}, initial=held).has_changed()
    assert Typed({"date": "", "number": ""}).is_valid()
    assert Typed({"date": "", "number": ""}).fields["date"].clean("") == ""
