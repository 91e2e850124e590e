"""The cells of a sheet, read and written one by one; what is not written to is not touched."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

from lxml import etree

from ....document.sheet import Cell, Formula, Measure, serial
from ..cell import MAIN, escaped, letters, number, writable
from .book import Book, Element, tag, text_of
from .report import NotMergedError

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)")
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)
_DIGITS = "0123456789"
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FROM_1904 = 1462
_C, _V, _F, _IS, _ROW = tag("c"), tag("v"), tag("f"), tag("is"), tag("row")


@cache
def _column(name: str) -> int:
    return placed(f"{name}1")[0]


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
    """A sheet of a book: its rows by number, their cells by column."""

    def __init__(self, book: Book, path: str) -> None:
        self.book, self.path = book, path
        self.root = book.xml(path)
        sheet = self.root.find(tag("sheetData"))
        if sheet is None:
            raise NotMergedError("the file is damaged: a sheet has no cells", "open it, save it, and run this again")
        self._sheet = sheet
        self.rows: dict[int, Element] = {}
        self._cells: dict[int, dict[int, Element]] = {}
        self._shared: dict[str, str] | None = None
        self._covered: list[tuple[int, int, int, int]] | None = None
        last = 0
        for row in sheet:
            last = int(row.get("r") or last + 1)
            row.set("r", str(last))
            self.rows[last] = row
        self.last_row = max(self.rows, default=0)
        self.written: set[int] = set()

    def touch(self) -> None:
        """The sheet was changed."""
        self.book.touch(self.path)

    def cells(self, row: int) -> dict[int, Element]:
        """The cells of a row by column."""
        if row not in self._cells:
            found: dict[int, Element] = {}
            column = 0
            for cell in self.rows.get(row, ()):
                if cell.tag == _C:
                    ref = cell.get("r")
                    column = _column(ref.rstrip(_DIGITS)) if ref else column + 1
                    if ref is None:
                        cell.set("r", f"{letters(column)}{row}")
                    found[column] = cell
            self._cells[row] = found
        return self._cells[row]

    def formulas(self) -> list[tuple[int, int]]:
        """Row and column of every cell with a formula."""
        found = (placed(cell.get("r", "")) for one in self._sheet.iter(_F) if (cell := one.getparent()) is not None)
        return [(row, column) for column, row in found]

    def value(self, row: int, column: int) -> Cell:
        """What a cell says; a number is a number, also where it is shown as a day."""
        cell = self.cells(row).get(column)
        return None if cell is None else self._value(cell)

    def _value(self, cell: Element) -> Cell:
        if not len(cell):
            return None
        formula = cell[0]
        if formula.tag != _F:
            return self._plain(cell)
        result = self._plain(cell)
        # LibreOffice writes the two truths as functions.
        expression = _TRUTH.sub(r"\1", formula.text or self._master(formula.get("si")))
        return Formula(expression, "" if result is None or isinstance(result, Formula | Measure) else result)

    def _plain(self, cell: Element) -> Cell:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return text_of(cell.find(_IS)) or None
        last = cell[-1]
        text = last.text if last.tag == _V else cell.findtext(_V)
        if not text:
            return None
        if kind == "s":
            return self._string(text) or None
        if kind == "n":
            try:
                return Decimal(text)
            except InvalidOperation:
                return text
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return text_of_value(text)

    def _string(self, text: str) -> str:
        try:
            return self.book.strings[int(text)]
        except (ValueError, IndexError):
            raise NotMergedError(
                "the file is damaged: it has lost its texts", "take up an earlier copy of it, and run this again"
            ) from None

    def _master(self, ident: str | None) -> str:
        """The formula that several cells share."""
        if self._shared is None:
            formulas = (formula for formula in self._sheet.iter(_F) if formula.get("si") and formula.text)
            self._shared = {formula.get("si", ""): formula.text or "" for formula in formulas}
        return self._shared.get(ident or "", "")

    def is_closed(self, row: int, column: int) -> bool:
        """Whether nothing may be written there: merged into another cell, or where a formula for several begins."""
        if self._covered is None:
            merged = self.root.iter(tag("mergeCell"))
            self._covered = [corners(one.get("ref", "A1")) for one in merged]
        for left, top, right, bottom in self._covered:
            if left <= column <= right and top <= row <= bottom and (row, column) != (top, left):
                return True
        cell = self.cells(row).get(column)
        formula = None if cell is None else cell.find(_F)
        return formula is not None and formula.get("ref") is not None

    def forget(self, row: int) -> None:
        """The cells of a row are looked for anew."""
        self._cells.pop(row, None)
        self._covered = None

    # -- writing

    def cell(self, row: int, column: int) -> Element:
        """The cell at a place, made when missing."""
        cells = self.cells(row)
        if column not in cells:
            above = self.row(row)
            cell = etree.Element(_C, r=f"{letters(column)}{row}")
            after = sum(number < column for number in cells)
            above.insert(after, cell)
            cells[column] = cell
        return cells[column]

    def row(self, row: int) -> Element:
        """The row of that number, made when missing."""
        if row not in self.rows:
            made = etree.Element(_ROW, r=str(row))
            if row > self.last_row:
                self._sheet.append(made)
                self.last_row = row
            else:
                self._sheet.insert(bisect_left(sorted(self.rows), row), made)
            self.rows[row] = made
            self._cells[row] = {}
        return self.rows[row]

    def put(self, row: int, column: int, value: Cell, style: int | None = None) -> None:
        """Writes a cell; text is text and never a formula. A style of None leaves its look alone."""
        self.written.add(row)
        cell = self.cell(row, column)
        for child in list(cell):
            cell.remove(child)
        _no_kind(cell)
        if style is not None:
            cell.set("s", str(style))
        self._say(cell, value)
        self.touch()

    def _say(self, cell: Element, value: Cell) -> None:
        if value is None or value == "":
            return
        if isinstance(value, Formula):
            etree.SubElement(cell, _F).text = writable(value.expression)
            self._result(cell, value.result)
        elif isinstance(value, str):
            self.write_text(cell, value)
        else:
            etree.SubElement(cell, _V).text = self._number(value)

    @staticmethod
    def write_text(cell: Element, value: str) -> None:
        """Puts a text into an empty cell."""
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, _IS), tag("t"))
        text.text = writable(value)
        if value != value.strip() or "\n" in value or "  " in value:
            text.set(_SPACE, "preserve")

    def rewrite(self, rows: Sequence[Sequence[str | None]]) -> None:
        """The whole sheet anew, with texts only."""
        said = "".join(_row_of_texts(at, texts) for at, texts in enumerate(rows, start=1))
        self._sheet[:] = etree.fromstring(f'<sheetData xmlns="{MAIN}">{said}</sheetData>', _PARSER)
        found = self.root.find(tag("dimension"))
        if found is not None:
            found.set("ref", area(1, 1, max(map(len, rows), default=1), max(len(rows), 1)))
        self.rows = dict(enumerate(self._sheet, start=1))
        self._cells, self.last_row = {}, len(rows)
        self.touch()

    def _number(self, value: Decimal | Measure | dt.date) -> str:
        if isinstance(value, dt.date) and self.book.from_1904:
            return str(serial(value) - _FROM_1904)
        return number(value)

    def _result(self, cell: Element, result: str | Decimal | dt.date) -> None:
        old = cell.find(_V)
        value = etree.SubElement(cell, _V) if old is None else old
        if isinstance(result, str):
            cell.set("t", "str")
            value.text = writable(result)
        else:
            _no_kind(cell)
            value.text = self._number(result)

    def recompute(self, row: int, column: int, result: str | Decimal) -> None:
        """The result that the formula of a cell carries."""
        self._result(self.cell(row, column), result)
        self.touch()

    def clear(self, row: int, column: int) -> None:
        """Takes a cell away, look and all."""
        cell = self.cells(row).pop(column, None)
        if cell is not None:
            self.rows[row].remove(cell)
            self.touch()

    def day(self, value: Cell) -> Cell:
        """A number of a column of days, as the number that days have when they are counted from 1900."""
        if self.book.from_1904 and isinstance(value, Decimal):
            return value + _FROM_1904
        return value


def _row_of_texts(at: int, texts: Sequence[str | None]) -> str:
    cells = "".join(
        f'<c r="{letters(column)}{at}" t="inlineStr"><is><t>{escaped(text)}</t></is></c>'
        for column, text in enumerate(texts, start=1)
        if text is not None
    )
    return f'<row r="{at}">{cells}</row>'


def _no_kind(cell: Element) -> None:
    if "t" in cell.attrib:
        del cell.attrib["t"]


def page_of(book: Book, path: str) -> Page:
    """The sheet of a book, one and the same each time."""
    if path not in book.pages:
        book.pages[path] = Page(book, path)
    page = book.pages[path]
    assert isinstance(page, Page)
    return page


def text_of_value(text: str) -> str:
    """A text outside of the shared ones."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
