"""Every list, the most urgent kind of work first."""

from django.conf import settings

from hubs.worklists.job import WorkList
from hubs.worklists.research import gaps, overdue, quiet, stale, tell_overdue, tell_quiet, tell_stale
from hubs.worklists.sources import conflicts, lost_quotes, tell_lost_quote
from hubs.worklists.waiting import (
    drafts,
    returned,
    suggestions,
    tell_accepted,
    tell_draft,
    tell_returned,
    tell_suggestions,
    to_accept,
)

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
        "Decide what of an article becomes a statement.",
        suggestions,
        tell_suggestions,
    ),
    WorkList(
        "accepted",
        "Articles with accepted statements to publish",
        "What was accepted from an article becomes public in one change.",
        to_accept,
        tell_accepted,
    ),
    WorkList(
        "drafts",
        "Drafts to publish",
        "Publish what is ready, complete or delete the rest.",
        drafts,
        tell_draft,
    ),
    WorkList(
        "returned",
        "Drafts sent back",
        "They wait for who proposed them: changing one proposes it again.",
        returned,
        tell_returned,
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
    """How many rows each list has, by its slug; counted each time, so that it is what the lists then show."""
    return {each.slug: each.count() for each in LISTS}
