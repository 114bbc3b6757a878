"""Import from CSV: files looked at before anything is written, then written in one act or not at all.

The files are those of the starter dataset, so that what may stand in a cell is said once (`starter.columns`),
and an export, a template and a file of the dataset are the same thing. Each module builds on those before it:

    encoding     bytes to text: UTF-8, UTF-16, and what Excel makes on a Chinese computer
    files        text to a sheet: separator, kind and header, rows that know where they stand
    cells        what people type in a cell, as the dataset has it
    tables       the four kinds that can be imported
    judged       a row with what would become of it, and all of them together
    references   the records that rows name: whether they are there, and why not
    looking      what would become of every row, against what is here now
    foreseeing   the statements it would publish, to be asked about before
    writing      the rows written through `editing`, if nothing has changed since they were looked at
    exporting    every record of a kind as such a file, and a template
"""

from hubs.importing.exporting import export_of, template_of
from hubs.importing.files import LARGEST, MOST_ROWS, ImportRefused, Sheet, read_file
from hubs.importing.foreseeing import foreseen
from hubs.importing.judged import Judged, Outcome, Preview
from hubs.importing.looking import look
from hubs.importing.tables import IMPORTED
from hubs.importing.writing import Stale, write

__all__ = [
    "IMPORTED",
    "LARGEST",
    "MOST_ROWS",
    "ImportRefused",
    "Judged",
    "Outcome",
    "Preview",
    "Sheet",
    "Stale",
    "export_of",
    "foreseen",
    "look",
    "read_file",
    "template_of",
    "write",
]
