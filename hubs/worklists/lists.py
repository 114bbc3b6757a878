"""Every list, the most urgent kind of work first."""

from django.conf import settings
from django.core.cache import cache

from hubs.models import Change
from hubs.worklists.cells import today
from hubs.worklists.job import WorkList
from hubs.worklists.research import gaps, overdue, quiet, stale, tell_overdue, tell_quiet, tell_stale
from hubs.worklists.sources import conflicts, lost_quotes, tell_lost_quote
from hubs.worklists.waiting import drafts, suggestions, tell_draft, tell_suggestions

COUNTED_FOR = 60  # seconds

LISTS = (
    WorkList(
        "overdue",
        "Planned days that have passed",
        "A source named a day for it; say what came of it, or which day is named now.",
        overdue,
        tell_overdue,
    ),
    WorkList(
        "conflicts",
        "Sources that disagree",
        "Prefer one value with a reason, or correct what is wrong.",
        conflicts,
        ages=False,
    ),
    WorkList(
        "quotes",
        "Quotes not found",
        "The quoted words no longer stand at their place in the text we hold; cite again what it says.",
        lost_quotes,
        tell_lost_quote,
    ),
    WorkList(
        "suggestions",
        "Suggestions waiting",
        "Decide what of an article becomes a statement, and publish what was accepted.",
        suggestions,
        tell_suggestions,
    ),
    WorkList(
        "drafts", "Drafts waiting", "Publish what is ready, complete or delete the rest.", drafts, tell_draft
    ),
    WorkList(
        "stale",
        "Last said long ago",
        f"No article, “seen on” or “true from” of the last {settings.STALE_AFTER_YEARS} years speaks for it; "
        "a figure is as old as the day it was counted.",
        stale,
        tell_stale,
    ),
    WorkList(
        "quiet",
        "Initiatives gone quiet",
        "Proposed, announced or enacted, and never heard of again; “no later evidence” is an answer too.",
        quiet,
        tell_quiet,
    ),
    WorkList(
        "gaps",
        "Not researched",
        "Questions nobody has looked into for a hub; “looked, not found” closes one too.",
        gaps,
    ),
)


def counts() -> dict[str, int]:
    """How many rows each list has, by its slug; counted anew after every change, and every minute."""
    newest = Change.objects.newest()
    key = f"work-{newest.pk if newest else 0}-{today()}"
    counted = cache.get(key)
    if counted is None:
        counted = {each.slug: each.count() for each in LISTS}
        cache.set(key, counted, COUNTED_FOR)
    return counted
