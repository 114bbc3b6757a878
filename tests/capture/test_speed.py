"""Work grows with the length of a text and not with its square, whatever the text."""

import time

import pytest

SENTENCES = (
    "The Monetary Authority of Singapore launched a pilot of tokenised bonds with 12 banks on 3 April 2024, it said. "
    "Hong Kong published a report on stablecoins in the first quarter, and London will consult next year. "
)


def seconds(captured, text: str) -> float:
    began = time.process_time()
    captured(text)
    return time.process_time() - began


def test_a_thousand_words_take_less_than_a_second(captured):
    assert seconds(captured, SENTENCES * (1000 // 36)) < 1


def test_twenty_thousand_words_take_less_than_five_seconds(captured):
    assert seconds(captured, SENTENCES * (20_000 // 36)) < 5


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
def test_a_text_made_to_hurt_takes_no_longer(captured, unit):
    assert seconds(captured, unit * (100_000 // len(unit))) < 5
