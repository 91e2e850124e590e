"""What the last issue said, as fingerprints: enough to tell who changed a cell since, and nothing to read.

See docs/decisions/0020-the-tracker-remembers-fingerprints.md.
"""

from collections.abc import Iterator

from openpyxl import Workbook as Book

from ...document.sheet import Cell, Formula, SheetTable, Workbook, fingerprint
from .cell import Texts
from .drawn import Drawn

SHEET = "_issued"
_TITLE = "Fingerprints of the cells as they were issued. They hold no facts. Rebuilding the tracker needs them."


def draw_issued(book: Book, workbook: Workbook, texts: Texts) -> Drawn:
    """The sheet out of sight: a row for each column of ours, and one for each row of a table."""
    page = book.create_sheet(SHEET)
    page.sheet_state = "veryHidden"
    rows = [[_TITLE]]
    for sheet in workbook.sheets:
        if sheet.table.keys:
            rows += _remembered(sheet.table)
    drawn = Drawn(page, [texts.row(number, [(0, text) for text in row]) for number, row in enumerate(rows, start=1)])
    drawn.last = f"D{len(rows)}"
    return drawn


def _remembered(table: SheetTable) -> Iterator[list[str]]:
    """Kind, table, key, and the title of a column or the fingerprints of a row in the order of the columns."""
    columns = [place for place, column in enumerate(table.columns) if not column.people and column.formula is None]
    for place in columns:
        yield ["column", table.name, table.columns[place].key, table.columns[place].title]
    known_by = [table.place(key) for key in table.keys]
    for row in table.rows:
        name = "/".join(_said(row[place]) for place in known_by)
        if name.strip("/"):
            yield ["row", table.name, name, " ".join(fingerprint(row[place]) for place in columns)]


def _said(cell: Cell) -> str:
    if isinstance(cell, Formula):
        return str(cell.result)
    return "" if cell is None else str(cell)
