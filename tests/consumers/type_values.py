"""Types into a tracker in LibreOffice itself, through UNO, and saves it where it is.

Run by the Python that LibreOffice brings: type_values.py PROFILE WORKBOOK, then for each cell SHEET ID HEADING TEXT.
What begins with a digit or `=` is read as LibreOffice reads what is typed: `62%` is a share, `2025-10-04` a day; what
begins with an apostrophe is the text behind it.
"""

import sys
from pathlib import Path
from typing import Any

from office import opened


def types(book: Any, title: str, ident: str, heading: str, said: str) -> None:
    """Types one text into one cell."""
    sheet = book.Sheets.getByName(title)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 # as UNO wants it
    last, right = cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn
    head = next(row for row in range(10) if sheet.getCellByPosition(0, row).String.endswith(("Id", "id")))
    columns = {sheet.getCellByPosition(column, head).String: column for column in range(right + 1)}
    rows = {sheet.getCellByPosition(0, row).String: row for row in range(head + 1, last + 1)}
    cell = sheet.getCellByPosition(columns[heading], rows[ident])
    if said.startswith(("0", "1", "2", "=")):
        cell.FormulaLocal = said
    else:
        cell.String = said.removeprefix("'")


def main() -> None:
    """Starts LibreOffice, types, saves, ends it."""
    profile, path, *said = sys.argv[1:]
    place = Path(path).resolve()
    with opened(profile, place, place, "Calc MS Excel 2007 XML") as book:
        for at in range(0, len(said), 4):
            types(book, *said[at : at + 4])


main()
