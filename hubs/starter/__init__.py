"""The starter dataset: what a new site knows, as CSV files that people can read and correct, and their loader.

    *.csv            the dataset; docs/data.md explains every file and column
    origin.csv       every row of the research it was made from
    manifest.json    counts and digests; a test holds dataset, origin and manifest against each other

and, each building on the one before:

    sheet            a file as rows of cells that know where they stand
    columns          what may stand in a cell, and how the value of a record is written in one
    tables           which file keeps which records, and how plain ones are written
    statements       what must go together in a row that is a statement
    loader           brings a database up to the dataset without touching what an editor has changed

Everyone else writes `from hubs.starter import load`.
"""

from hubs.starter.loader import DIRECTORY, Report, load
from hubs.starter.sheet import StarterError

__all__ = ["DIRECTORY", "Report", "StarterError", "load"]
