"""The answer to a selection: one object that page, charts and files all render.

What exactly a comparison says is defined here: cells, the kinds of nothing, inheritance,
differences, coverage. Which of several statements a cell prefers is in `preference`.
"""

from hubs.comparison.answer import (
    Cell,
    Column,
    Comparison,
    Coverage,
    FigureGroup,
    Group,
    InitiativeRow,
    Reason,
    Row,
    State,
    Verdict,
    distinct_articles,
)
from hubs.comparison.building import build_cells, build_comparison, coverage_of
from hubs.comparison.judging import judge

__all__ = [
    "Cell",
    "Column",
    "Comparison",
    "Coverage",
    "FigureGroup",
    "Group",
    "InitiativeRow",
    "Reason",
    "Row",
    "State",
    "Verdict",
    "build_cells",
    "build_comparison",
    "coverage_of",
    "distinct_articles",
    "judge",
]
