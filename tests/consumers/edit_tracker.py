"""Edits a tracker in LibreOffice itself, through UNO, as people do at their desks.

Run by the Python that LibreOffice brings: edit_tracker.py PROFILE WORKBOOK SAVED. Types values and notes, adds a
column, a sheet, a comment, colours, a chart; sorts; filters; deletes and inserts rows.
"""

import sys
from pathlib import Path
from typing import Any

import uno
from com.sun.star.awt import Rectangle
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import NOT_EMPTY
from com.sun.star.table import CellRangeAddress, TableSortField
from office import opened, value

YELLOW = 0xFFEE00


def edit(book: Any) -> None:
    """Everything that people do, one after the other."""
    sheet = book.Sheets.getByName("Indicators")
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 # as UNO wants it
    last, right = cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn
    head = next(row for row in range(10) if sheet.getCellByPosition(0, row).String == "Id")
    columns = {sheet.getCellByPosition(column, head).String: column for column in range(right + 1)}
    rows = {sheet.getCellByPosition(0, row).String: row for row in range(head + 1, last + 1)}
    sheet.getCellByPosition(columns["Latest"], rows["a"]).Value = 161
    sheet.getCellByPosition(columns["Analyst note"], rows["b"]).String = "a note of ours"
    sheet.getCellByPosition(columns["Unit"], rows["c"]).String = "tonnes"
    sheet.getCellByPosition(columns["Unit"], rows["c"]).CellBackColor = YELLOW
    sheet.getCellByPosition(right + 2, head).String = "Our column"
    sheet.getCellByPosition(right + 2, rows["a"]).Formula = "=1+2"
    sheet.Annotations.insertNew(sheet.getCellByPosition(columns["Latest"], rows["a"]).CellAddress, "counted twice")
    sort(sheet, head + 1, last, right + 2)
    filter_rows(sheet, head, last, right)
    sheet.Rows.removeByIndex(next(r for r in range(last + 1) if sheet.getCellByPosition(0, r).String == "d"), 1)
    sheet.Rows.insertByIndex(0, 1)
    sheet.getCellByPosition(0, 0).String = "Read this first"
    own_sheet(book)


def sort(sheet: Any, first: int, last: int, right: int) -> None:
    """By id, the last one first."""
    field = TableSortField()
    field.Field, field.IsAscending = 0, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    sheet.getCellRangeByPosition(0, first, right, last).sort(
        (value("SortFields", fields), value("ContainsHeader", said=False))
    )


def filter_rows(sheet: Any, head: int, last: int, right: int) -> None:
    """Only rows with a unit."""
    area = sheet.getCellRangeByPosition(0, head, right, last)
    field = TableFilterField()
    field.Field, field.Operator = 5, NOT_EMPTY
    found = area.createFilterDescriptor(True)  # noqa: FBT003 # an empty one
    found.ContainsHeader = True
    found.setFilterFields((field,))
    area.filter(found)


def own_sheet(book: Any) -> None:
    """A sheet with numbers, a formula over the tracker, and a chart."""
    book.Sheets.insertNewByName("Ours", book.Sheets.Count)
    sheet = book.Sheets.getByName("Ours")
    for row in range(4):
        sheet.getCellByPosition(0, row).Value = row * 10
    sheet.getCellByPosition(1, 0).Formula = "=SUM(A1:A4)"
    area = CellRangeAddress()
    area.Sheet, area.StartColumn, area.StartRow, area.EndColumn, area.EndRow = book.Sheets.Count - 1, 0, 0, 0, 3
    sheet.Charts.addNewByName("Ours", Rectangle(3000, 3000, 8000, 6000), (area,), False, False)  # noqa: FBT003 # UNO's


def main() -> None:
    """Starts LibreOffice, edits, saves, ends it."""
    profile, path, saved = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
    with opened(profile, path, saved, "Calc MS Excel 2007 XML") as book:
        edit(book)


main()
