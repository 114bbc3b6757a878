"""The same thing told twice in one article is one suggestion."""

from hubs.capture.capture import Suggested
from hubs.models import PartialDate

ALIKE = 80  # of 100, by the words two passages share


def told_once(suggestions: list[Suggested]) -> list[Suggested]:
    """In the order of the text; what repeats an earlier one only adds to its reasons.

    Of two accounts the one with the finer day is kept, at the place where it stands.
    """
    kept: list[Suggested] = []
    for each in sorted(suggestions, key=lambda s: (s.start, s.end)):
        same = next((n for n, other in enumerate(kept) if repeats(each, other)), None)
        if same is None:
            kept.append(each)
            continue
        first, again = kept[same], each
        if len(again.date) > len(first.date):
            first, again = again, first
        if again.quote != first.quote:
            first.because.insert(-1, f"told again: “{' '.join(again.quote.split())[:60]}”")
        kept[same] = first
    return sorted(kept, key=lambda s: (s.start, s.end))


def repeats(one: Suggested, other: Suggested) -> bool:
    """Whether two say the same of the same: hub, question, answer and day."""
    if (one.kind, one.topic, one.status) != (other.kind, other.topic, other.status):
        return False
    if not set(one.jurisdictions) & set(other.jurisdictions) or one.initiative != other.initiative:
        return False
    if one.kind == "fact":
        return (one.value, one.high, one.unit, one.date) == (other.value, other.high, other.unit, other.date)
    if one.initiative:
        return one.date == other.date or (one.status != "" and could_be(one.date, other.date))
    return could_be(one.date, other.date) and alike(one, other)


def could_be(one: str, other: str) -> bool:
    return not one or not other or PartialDate.parse(one).could_be(PartialDate.parse(other))


def alike(one: Suggested, other: Suggested) -> bool:
    from rapidfuzz import fuzz

    from hubs.capture.finding.source import fold_width
    from hubs.models.names import simplified

    first, second = (fold_width(simplified(s.quote)) for s in (one, other))
    if first == second:
        return True
    if not one.date or not other.date or one.title == other.title:
        return bool(fuzz.token_set_ratio(first, second) >= ALIKE)
    return False
