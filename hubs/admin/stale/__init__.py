"""Two people at one record: a form that was opened before somebody else saved does not overwrite what they did.

Each form carries what it was made from (`opened`). On the way back that is held against the record and its rows,
locked (`holding`) until the save has ended. If they differ, nothing is saved: the page returns with what happened
(`conflict`), and doing it again is then done knowingly. So it is for each of the three ways to write:

    changing     adding and changing; what was typed stays, on top of what is there now
    going_back   to an earlier version
    deleting     what the question was asked about

`once` sees to it that the same form sent twice is saved once.
"""

from hubs.admin.stale.changing import ChangesWhatWasSeen
from hubs.admin.stale.deleting import DeletesWhatWasSeen
from hubs.admin.stale.going_back import GoesBackFromWhatWasSeen

__all__ = ["StopsStaleForms"]


class StopsStaleForms(ChangesWhatWasSeen, GoesBackFromWhatWasSeen, DeletesWhatWasSeen):
    """For a ModelAdmin, first among its bases: stops a form that was made before somebody else saved."""
