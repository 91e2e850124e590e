"""The cells of a sheet, read and written one by one; what is not written to is not touched."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from lxml import etree

from ....document.sheet import Cell, Formula
from ..cell import MAIN, escaped, letters
from .book import Book, tag
from .report import NotMergedError
from .rows import OpenRow, cell_in, is_behind, opened, parted, renumbered
from .saying import (
    Reader,
    formula_of,
    is_of_several,
    look_of,
    unescaped,
    with_result,
    written,
)

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)")
_HEIGHT = re.compile(rb"""\sht=["']([^"']*)["']""")
_FIXED = re.compile(rb"""\scustomHeight=["'][^"']*["']""")
_SHARED = re.compile(rb"""<f\s[^>]*?\bsi=["']([^"']*)["'][^>]*>([^<]+)</f>""")
_EMPTY = b"<sheetData/>"
_FROM_1904 = 1462

Laid = tuple[int, int | None, Cell]
"""Column, look and contents of a cell in a new row."""


def placed(ref: str) -> tuple[int, int]:
    """Column and row of a place, both from 1.

    >>> placed("$AB$7")
    (28, 7)
    """
    found = _PLACE.fullmatch(ref)
    if found is None:
        raise NotMergedError(f"the file is damaged: '{ref}' is no cell", "open it, save it, and run this again")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(found[2])


def corners(ref: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row of a range or a single cell."""
    first, _, last = ref.partition(":")
    return *placed(first), *placed(last or first)


def area(left: int, top: int, right: int, bottom: int) -> str:
    """A range as it is written; a single cell as one."""
    first, last = f"{letters(left)}{top}", f"{letters(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


class Page:
    """A sheet of a book: its rows by number as bytes, and a tree of all that stands around them, `root`.

    A row that is written to is taken apart into its cells; the others stay the bytes that they are.
    """

    def __init__(self, book: Book, path: str) -> None:
        self.book, self.path = book, path
        sheet = parted(book.part(path), path)
        self.root = book.tree(path, sheet.head + _EMPTY + sheet.tail)
        names = {prefix: uri for prefix, uri in self.root.nsmap.items() if prefix}
        more = "".join(f' xmlns:{prefix}="{escaped(uri)}"' for prefix, uri in names.items())
        self._start = f'<worksheet xmlns="{MAIN}"{more}>'.encode()
        self._rows: dict[int, bytes] = sheet.rows
        self._open: dict[int, OpenRow] = {}
        self._said: dict[int, dict[int, Cell]] = {}
        self._looked_at: tuple[int, Mapping[int, bytes]] = (0, {})
        self._reader = Reader(book.strings, self._master, lambda part: self._start + part + b"</worksheet>")
        self._shared: dict[str, str] | None = None
        self._covered: list[tuple[int, int, int, int]] | None = None
        self.last_row = max(self._rows, default=0)
        self.written: set[int] = set()

    def touch(self) -> None:
        """The sheet was changed."""
        self.book.touch(self.path)

    @property
    def rows(self) -> Mapping[int, bytes]:
        """The rows that there are, by number; those that were written to are not up to date."""
        return self._rows

    def part(self) -> bytes:
        """The sheet as a part of the file."""
        around = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        head, _, tail = around.partition(_EMPTY)
        for number, row in self._open.items():
            self._rows[number] = row.closed()
        return b"".join(
            (head, b"<sheetData>", *(self._rows[number] for number in sorted(self._rows)), b"</sheetData>", tail)
        )

    # -- reading

    def values(self, row: int) -> Mapping[int, Cell]:
        """What the cells of a row say by column; those that say nothing are left out."""
        if row not in self._said:
            self._said[row] = self._reader.read(self.taken(row)) if row in self._rows else {}
        return self._said[row]

    def value(self, row: int, column: int) -> Cell:
        """What a cell says; a number is a number, also where it is shown as a day."""
        return self.values(row).get(column)

    def cells(self, row: int) -> Mapping[int, bytes]:
        """The cells of a row by column, as they are written."""
        if row in self._open:
            return self._open[row].cells
        if self._looked_at[0] != row:
            self._looked_at = row, opened(self._rows[row]).cells if row in self._rows else {}
        return self._looked_at[1]

    def look(self, row: int, column: int) -> int | None:
        """The number of the look of a cell; None where there is none."""
        cell = None
        if row not in self._open and row in self._rows:
            cell = cell_in(self._rows[row], f"{letters(column)}{row}".encode())
        cell = cell or self.cells(row).get(column)
        return None if cell is None else look_of(cell)

    def looks(self, row: int) -> Mapping[int, int]:
        """The numbers of the looks of the cells of a row."""
        return {column: look_of(cell) for column, cell in self.cells(row).items()}

    def formulas(self, naming: re.Pattern[bytes] | None = None) -> Iterator[tuple[int, int, Formula]]:
        """Row, column and formula of every cell that has one, in the rows in which something of the kind stands."""
        for row in sorted(self._rows):
            said = self.taken(row)
            if b"<f" in said and (naming is None or naming.search(said)):
                for column, value in self.values(row).items():
                    if type(value) is Formula:
                        yield row, column, value

    def shares(self, row: int, column: int) -> bool:
        """Whether the formula of a cell is shared with others, or one for several cells."""
        cell = self.cells(row).get(column)
        return cell is not None and is_of_several(cell)

    def has_result(self, row: int, column: int) -> bool:
        """Whether the formula of a cell carries a result, if an empty one."""
        if row in self._open:
            return b"<v" in self._open[row].cells[column]
        said = self._rows[row]
        # Most rows are told from afar.
        return (b"</f></c>" not in said and b'"/></c>' not in said) or b"<v" in self.cells(row)[column]

    def _master(self, ident: str) -> str:
        """The formula that several cells share."""
        if self._shared is None:
            found = (one for row in self._rows.values() if b" si=" in row for one in _SHARED.findall(row))
            self._shared = {number.decode(): unescaped(text) for number, text in found}
        return self._shared.get(ident, "")

    def is_closed(self, row: int, column: int) -> bool:
        """Whether nothing may be written there: merged into another cell, or where a formula for several begins."""
        if self._covered is None:
            merged = self.root.iter(tag("mergeCell"))
            self._covered = [corners(one.get("ref", "A1")) for one in merged]
        for left, top, right, bottom in self._covered:
            if left <= column <= right and top <= row <= bottom and (row, column) != (top, left):
                return True
        if row not in self._open and b" ref=" not in self._rows.get(row, b""):
            return False
        formula = formula_of(self.cells(row).get(column, b""))
        return formula is not None and b" ref=" in formula

    def height(self, row: int) -> str | None:
        """How tall a row is, in points; None where nothing says so."""
        start = self._start_of(row)
        found = _HEIGHT.search(start) if start else None
        return None if found is None else found[1].decode()

    def day(self, value: Cell) -> Cell:
        """A number of a column of days, as the number that days have when they are counted from 1900."""
        if self.book.from_1904 and isinstance(value, Decimal):
            return value + _FROM_1904
        return value

    # -- writing

    def _row(self, row: int) -> OpenRow:
        """A row taken apart, made when missing."""
        if row not in self._open:
            self._looked_at = (0, {})
            self._open[row] = opened(self._rows.setdefault(row, b'<row r="%d"></row>' % row))
            self.last_row = max(self.last_row, row)
        return self._open[row]

    def put(self, row: int, column: int, value: Cell, style: int | None = None) -> None:
        """Writes a cell; text is text and never a formula. A style of None leaves its look alone."""
        cells = self._row(row).cells
        if style is None and column in cells:
            style = look_of(cells[column])
        cells[column] = written(f"{letters(column)}{row}", value, style, from_1904=self.book.from_1904)
        self._changed(row)

    def annotate(self, row: int, column: int, value: Cell, style: int) -> None:
        """Writes a cell that no formula of the issue reads, so that their results in this row stand."""
        if row in self._open or row not in self._rows or not is_behind(self._rows[row], column):
            fresh = row not in self.written
            self.put(row, column, value, style)
            if fresh:
                self.written.discard(row)
            return
        cell = written(f"{letters(column)}{row}", value, style, from_1904=self.book.from_1904)
        self._rows[row] = self._rows[row].removesuffix(b"</row>") + cell + b"</row>"
        self._looked_at = (0, {})
        if value is not None:
            self._said.pop(row, None)
        self.touch()

    def lay(self, row: int, cells: Iterable[Laid], height: str | None) -> None:
        """A new row, in a place where none is."""
        said = b"".join(
            written(f"{letters(column)}{row}", value, style, from_1904=self.book.from_1904)
            for column, style, value in sorted(cells, key=lambda cell: cell[0])
        )
        tall = f' ht="{height}"' if height else ""
        self._open.pop(row, None)
        self._looked_at = (0, {})
        self._rows[row] = f'<row r="{row}"{tall}>'.encode() + said + b"</row>"
        self.last_row = max(self.last_row, row)
        self._changed(row)

    def bring(self, row: int, said: bytes | None, *, onto: bool = False) -> None:
        """Puts a row as it is written elsewhere into a place, in exchange for what stands there; None takes it away.

        `onto`: cells stay where the row has none.
        """
        before = self.cells(row) if onto else {}
        self._looked_at = (0, {})
        self._open.pop(row, None)
        self._said.pop(row, None)
        self._rows.pop(row, None)
        if said is not None:
            self._rows[row] = renumbered(said, row)
            self.last_row = max(self.last_row, row)
        if before:
            apart = self._row(row)
            apart.cells = {**before, **apart.cells}
        self.touch()

    def taken(self, row: int) -> bytes:
        """A row as it is written."""
        return self._open[row].closed() if row in self._open else self._rows[row]

    def set_height(self, row: int, height: str, *, fixed: bool = False) -> None:
        """How tall a row is from now on; `fixed`: it does not grow with what people write."""
        apart = self._row(row)
        start = _HEIGHT.sub(b"", apart.start)
        if fixed:
            start = _FIXED.sub(b"", start).removesuffix(b">") + b' customHeight="1">'
        apart.start = start.removesuffix(b">") + f' ht="{height}">'.encode()
        self.touch()

    def recompute(self, row: int, column: int, result: str | Decimal) -> None:
        """The result that the formula of a cell carries."""
        cells = self._row(row).cells
        cells[column] = with_result(cells[column], result, from_1904=self.book.from_1904)
        said = self._said.get(row, {})
        old = said.get(column)
        if isinstance(old, Formula):
            said[column] = Formula(old.expression, result)
        self.touch()

    def clear(self, row: int, column: int) -> None:
        """Takes a cell away, look and all."""
        if column in self.cells(row):
            del self._row(row).cells[column]
            self._said.pop(row, None)
            self.touch()

    def hand_over(self, row: int, column: int, onto: int) -> None:
        """A cell as it is written takes its place in another row."""
        said = self._row(row).cells.pop(column)
        self._row(onto).cells[column] = renumbered(b"<row>" + said, onto)[5:]
        self._said.pop(row, None)
        self._changed(onto)

    def rephrase(self, row: int, column: int, expression: str) -> None:
        """Another formula in a cell, which no longer shares one; its result stays."""
        cells = self._row(row).cells
        old = formula_of(cells[column]) or b""
        start = b"<f>" if b" si=" in old else old[: old.index(b">") + 1]
        cells[column] = cells[column].replace(old, start + escaped(expression).encode() + b"</f>", 1)
        self._said.pop(row, None)
        self.touch()

    def shift(self, at: int, count: int) -> None:
        """Moves the rows from `at` on down; up, onto rows that are gone, by a `count` below 0."""
        for number in sorted((number for number in self._rows if number >= at), reverse=count > 0):
            self.bring(number + count, self.taken(number))
            self.bring(number, None)
        self.last_row = max(self._rows, default=0)
        self._covered = None

    def rewrite(self, rows: Sequence[Sequence[str | None]]) -> None:
        """The whole sheet anew, with texts only."""
        self._rows = {at: _row_of_texts(at, texts) for at, texts in enumerate(rows, start=1)}
        found = self.root.find(tag("dimension"))
        if found is not None:
            found.set("ref", area(1, 1, max(map(len, rows), default=1), max(len(rows), 1)))
        self._open, self._said, self._looked_at, self.last_row = {}, {}, (0, {}), len(rows)
        self.touch()

    def _changed(self, row: int) -> None:
        self.written.add(row)
        self._said.pop(row, None)
        self.touch()

    def _start_of(self, row: int) -> bytes | None:
        if row in self._open:
            return self._open[row].start
        said = self._rows.get(row)
        return None if said is None else said[: said.index(b">") + 1]


def _row_of_texts(at: int, texts: Sequence[str | None]) -> bytes:
    cells = "".join(
        f'<c r="{letters(column)}{at}" t="inlineStr"><is><t>{escaped(text)}</t></is></c>'
        for column, text in enumerate(texts, start=1)
        if text is not None
    )
    return f'<row r="{at}">{cells}</row>'.encode()


def page_of(book: Book, path: str) -> Page:
    """The sheet of a book, one and the same each time."""
    if path not in book.pages:
        book.pages[path] = Page(book, path)
    page = book.pages[path]
    assert isinstance(page, Page)
    return page
