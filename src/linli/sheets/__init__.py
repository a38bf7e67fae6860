"""Spreadsheets as offices really export them, in and out; no Django, no database.

`read` opens xlsx, xls, ods and delimited text in any encoding met in practice and walks its rows;
`moment` turns whatever stands in a date cell into an aware datetime, or refuses it; `write` makes
an export; `refused` collects the rows an import could not take, in a file beside the original;
`Report` says what an import did.
"""

from linli.sheets.cells import Cell, unique_names
from linli.sheets.fields import BadCell, Fields
from linli.sheets.moments import moment
from linli.sheets.reading import Sheet, UnreadableSheet, read
from linli.sheets.reports import Difference, Line, Remark, Report, Rows, report
from linli.sheets.writing import Refusals, UnwritableSheet, refused, write

__all__ = [
    "BadCell",
    "Cell",
    "Difference",
    "Fields",
    "Line",
    "Refusals",
    "Remark",
    "Report",
    "Rows",
    "Sheet",
    "UnreadableSheet",
    "UnwritableSheet",
    "moment",
    "read",
    "refused",
    "report",
    "unique_names",
    "write",
]
