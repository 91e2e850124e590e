"""What the last issue said, as fingerprints: enough to tell who changed a cell since, and nothing to read.

See docs/decisions/0020-the-tracker-remembers-fingerprints.md.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from openpyxl import Workbook as Book

from ...document.sheet import Cell, Formula, Sheet, SheetColumn, SheetTable, Workbook, fingerprint
from ...document.text import Furniture, Properties
from .cell import Texts
from .drawn import Drawn
from .packed import ROW, Line, packed

SHEET = "_issued"
TITLE = "Fingerprints of the cells as they were issued. They hold no facts. Rebuilding the tracker needs them."

ALT = "alt"
"""The kind of a line with the fingerprint of what is said of a chart."""

PROPERTY = "property"
"""The kind of a line with the fingerprint of what the file says about itself."""


class Words(dict[Cell, str]):
    """The fingerprints of cells, each made once."""

    def __missing__(self, cell: Cell) -> str:
        word = self[cell] = fingerprint(cell)
        return word


def draw_issued(book: Book, workbook: Workbook, board: Drawn, texts: Texts) -> Drawn:
    """The sheet out of sight; `board` is the cover as it was drawn."""
    page = book.create_sheet(SHEET)
    page.sheet_state = "veryHidden"
    rows = [[TITLE], *board_lines(board.said)]
    rows += [[ALT, "", "", fingerprint(text)] for text in board.charts.values()]
    rows += [[PROPERTY, "", name, fingerprint(text)] for name, text in said_of_itself(workbook.properties)]
    words = Words()
    for sheet in workbook.sheets:
        rows += opening_lines(sheet, workbook.furniture)
        rows += chart_lines(sheet)
        rows += column_lines(sheet.table)
        rows += row_lines(sheet.table, words)
    lines = list(enumerate(packed(rows), start=1))
    drawn = Drawn(page, [texts.row(number, [(0, text) for text in line]) for number, line in lines])
    drawn.last = f"E{len(lines)}"
    return drawn


def said_of_itself(properties: Properties) -> Iterator[tuple[str, str]]:
    """What a file says about itself and what an issue may change, by name."""
    for name in ("title", "subject", "keywords", "identifier", "language", "status"):
        yield name, getattr(properties, name)
    yield from properties.extra


def opening_texts(sheet: Sheet, furniture: Furniture) -> tuple[str, ...]:
    """What stands above a table, from the first row on."""
    return tuple(text for text in (sheet.title, furniture.marking, *sheet.lines) if text)


def board_lines(board: Sequence[Sequence[Cell]]) -> Iterator[Line]:
    """A line for each row of the cover that says something."""
    for number, row in enumerate(board, start=1):
        if any(cell is not None for cell in row):
            yield board_line(number, [fingerprint(cell) for cell in row])


def board_line(number: int, words: Sequence[str]) -> Line:
    """The line for a row of the cover; empty cells at its end are left out."""
    return ["board", "", str(number), re.sub("( -)+$", "", " ".join(words))]


def opening_lines(sheet: Sheet, furniture: Furniture) -> Iterator[Line]:
    """One line for what stands above a table."""
    yield ["opening", sheet.table.name, "", " ".join(map(fingerprint, opening_texts(sheet, furniture)))]


def chart_lines(sheet: Sheet) -> Iterator[Line]:
    """One line for the chart beside a table, where there is one."""
    if sheet.chart is not None:
        yield [ALT, sheet.table.name, "", fingerprint(sheet.chart.alt)]


def column_lines(table: SheetTable) -> Iterator[Line]:
    """A line a column with its heading; for one that is computed also the fingerprint of its formula."""
    for column in table.columns:
        yield [_kind(column), table.name, column.key, column.title, *_computed(column)]


def _kind(column: SheetColumn) -> str:
    if column.people:
        return "people"
    return "column" if column.formula is None else "formula"


def _computed(column: SheetColumn) -> Line:
    return [] if column.formula is None else [fingerprint(f"={column.formula}")]


def row_lines(table: SheetTable, words: Words) -> Iterator[Line]:
    """A line a row: by its id with the fingerprints of its cells in the order of the columns, else by its contents."""
    columns = ours(table)
    for name, row in zip(row_names(table, words), table.rows, strict=True):
        if name:
            said = " ".join([words[row[place]] for place in columns]) if table.keys else ""
            yield [ROW, table.name, name, said]


def ours(table: SheetTable) -> list[int]:
    """Where the columns stand that are neither people's nor computed."""
    return [place for place, column in enumerate(table.columns) if not column.people and column.formula is None]


def row_names(table: SheetTable, words: Words) -> list[str]:
    """What each row is known by; empty for a row without an id."""
    if table.keys:
        known_by = [table.place(key) for key in table.keys]
        return [key_name([row[place] for place in known_by]) for row in table.rows]
    columns = by_name((table.columns[place].key, place) for place in ours(table))
    keys = tuple(key for key, _ in columns)
    places = [place for _, place in columns]
    return numbered([content_name(keys, tuple([words[row[place]] for place in places])) for row in table.rows])


def key_name(cells: Sequence[Cell]) -> str:
    """The name of a row with an id: what its key columns say. Empty without an id, which stands last."""
    parts = [_said(cell) for cell in cells]
    return "/".join(parts) if parts[-1] else ""


def by_name(columns: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Columns in the order in which the name of a row is made of them."""
    return sorted(columns, key=lambda column: f"{column[0]} ")


@lru_cache(maxsize=2**16)
def content_name(keys: tuple[str, ...], words: tuple[str, ...]) -> str:
    """The name of a row without an id: a fingerprint of all that it says; empty when it says nothing.

    The columns are in the order of `by_name`.
    """
    said = [f"{key} {word}" for key, word in zip(keys, words, strict=True) if word != "-"]
    if not said:
        return ""
    return "~" + base64.urlsafe_b64encode(hashlib.sha256("\n".join(said).encode()).digest()[:9]).decode()


def numbered(names: Sequence[str]) -> list[str]:
    """The same names, the second of two equal ones with a number."""
    counts: dict[str, int] = {}
    found = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        found.append(f"{name}#{counts[name]}" if name and counts[name] > 1 else name)
    return found


def _said(cell: Cell) -> str:
    if isinstance(cell, Formula):
        return str(cell.result)
    return "" if cell is None else str(cell)
