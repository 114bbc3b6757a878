"""The rules that are words: one CSV per kind, read once; README.md says what the columns mean.

Chinese stands in simplified characters: texts are folded to them, character by character, before they are read.
"""

import csv
import functools
import re
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent
Row = dict[str, str]


@functools.cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of `<name>.csv`, in order."""
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return tuple({key: value or "" for key, value in row.items()} for row in csv.DictReader(file))


@functools.cache
def mapping(name: str, key: str, value: str, **only: str) -> dict[str, str]:
    """One column by another, of the rows whose other columns are as `only` says."""
    chosen = (row for row in rows(name) if all(row[column] == wanted for column, wanted in only.items()))
    return {row[key]: row[value] for row in chosen}


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def is_chinese(phrase: str) -> bool:
    return not phrase.isascii()


def bounded(pattern: str) -> str:
    """The pattern as whole words where it is English; Chinese has no spaces to stand between."""
    return pattern if is_chinese(pattern) else rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])"


def any_bounded(patterns: Iterable[str]) -> re.Pattern[str]:
    """Whether any of many patterns stands somewhere; English ones are only tried where a word begins."""
    every = list(patterns)
    western = "|".join(f"(?:{pattern})" for pattern in every if not is_chinese(pattern))
    chinese = "|".join(f"(?:{pattern})" for pattern in every if is_chinese(pattern))
    return re.compile(
        "|".join(filter(None, (western and bounded(western), chinese))) or "(?!)", re.IGNORECASE
    )
