"""What is waiting for an editor: lists computed from the data, so that a row goes when its work is done.

Each list asks a fixed number of queries, however many rows it has.
"""

from hubs.worklists.job import Job, WorkList
from hubs.worklists.lists import LISTS, counts

__all__ = ["LISTS", "Job", "WorkList", "counts"]
