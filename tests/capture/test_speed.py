"""Work grows with the length of a text and not with its square, whatever the text."""

import time

import pytest

from hubs.capture.capturing import capture

SENTENCES = (
    "The Monetary Authority of Singapore launched a pilot of tokenised bonds with 12 banks on 3 April 2024, it said. "
    "Hong Kong published a report on stablecoins in the first quarter, and London will consult next year. "
)


def seconds(captured, text: str) -> float:
    began = time.process_time()
    captured(text)
    return time.process_time() - began


@pytest.fixture(scope="module")
def usual(known) -> float:
    """What 20,000 characters of plain news take; a machine that is busy is slow in both halves of a comparison."""
    gazetteer, held = known
    text = (SENTENCES * 100)[:20_000]
    return min(
        seconds(lambda read: capture(read, published="2024-05-15", gazetteer=gazetteer, held=held), text)
        for _ in range(3)
    )


def test_ten_times_the_words_take_ten_times_as_long(captured, usual):
    assert seconds(captured, (SENTENCES * 1000)[:200_000]) < 20 * usual


@pytest.mark.parametrize(
    "unit",
    [
        "Bank ",
        "1,",
        "香港金管局推出区块链",
        "“",
        "一",
        "The Bank of ",
        " ",
        "Hong Kong launched blockchain and ",
        "2019-",
        "a@",
        "<b>",
        "．",
    ],
)
def test_a_text_made_to_hurt_takes_no_longer(captured, usual, unit):
    assert seconds(captured, unit * (100_000 // len(unit))) < 4 * 5 * usual
