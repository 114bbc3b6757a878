"""Whether the hubs of a row differ."""

from collections.abc import Sequence
from itertools import combinations

from hubs.comparison.answer import Cell, Reason, State, Verdict
from hubs.models import Statement, Topic, TopicKind
from hubs.preference import same_time, same_value


def judge(topic: Topic, cells: Sequence[Cell]) -> tuple[Verdict, Reason | None]:
    """Whether the hubs differ on a row; it differs as soon as two known values do.

    A missing value never makes a difference, and never makes two others the same.
    """
    if topic.kind == TopicKind.PROSE:
        return Verdict.PROSE, None
    if len(cells) < 2:
        return Verdict.UNKNOWN, Reason.ONE_HUB
    judged = [cell.weighed.preferred for cell in cells if cell.is_judged and cell.weighed.preferred]
    pairs = [_pair(topic, a, b) for a, b in combinations(judged, 2) if a and b]
    if False in pairs:
        return Verdict.DIFFERS, None
    if any(cell.is_judged and not cell.weighed.preferred for cell in cells):
        return Verdict.UNKNOWN, Reason.SOURCES_TIED
    # Not applicable, inherited and planned cells are not judged; any other gap leaves it open.
    if any(not cell.is_answer and cell.state != State.NOT_APPLICABLE for cell in cells):
        return Verdict.UNKNOWN, Reason.NOT_ALL_RESEARCHED
    if not pairs:
        return Verdict.UNKNOWN, Reason.ONE_ANSWER
    if all(pairs):
        return Verdict.SAME, None
    if topic.kind == TopicKind.DATE:
        return Verdict.UNKNOWN, Reason.DATES_OVERLAP
    apart = any(not same_time(a, b) for a, b in combinations(judged, 2))
    return Verdict.UNKNOWN, Reason.OTHER_DAYS if apart else Reason.ROUNDED


def _pair(topic: Topic, a: Statement, b: Statement) -> bool | None:
    """Whether two hubs' answers are the same; figures can be told only at overlapping dates."""
    if topic.kind == TopicKind.NUMBER and not same_time(a, b):
        return None
    return same_value(a, b)
