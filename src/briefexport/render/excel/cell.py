"""Cells as the sheet's XML has them: texts that are never formulas, formulas with their results."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from unicodedata import category, east_asian_width

from ...document.sheet import Cell, Formula, Measure, serial

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

Placed = tuple[int, Cell]
"""The number of a look, and what the cell says."""

# What XML cannot hold, and what a reader would take for such a thing.
_UNWRITTEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_TALLEST_PT = 409  # the tallest row there is
_WRITTEN_OUT = 15  # powers of ten up to which a number is written without an exponent
_READABLE = 12  # characters of a number of a size that people read, whatever stands in the cells so far
_LONGEST_WORD = 24  # letters; what is longer is an address or the like, and may break
_BOLD = 1.08  # bold letters beside what is reckoned for a letter
_ROOM = 0.94  # of a column's width, once words don't break


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> letters(28)
    'AB'
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Texts:
    """The texts of a file, each kept once and known by its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def row(
        self, number: int, cells: Iterable[Placed | None], height_pt: float | None = None, *, fixed: bool = False
    ) -> str:
        """A row as XML; None leaves a cell out. Unless its height is fixed, it grows with what people write."""
        cell = self._cell
        inside = "".join(
            [cell(f"{letters(place)}{number}", *placed) for place, placed in enumerate(cells, start=1) if placed]
        )
        height = f' ht="{height_pt:g}"' if height_pt else ""
        height += ' customHeight="1"' if fixed else ""
        return f'<row r="{number}"{height}>{inside}</row>'

    def _cell(self, ref: str, style: int, cell: Cell) -> str:
        if cell is None:
            return f'<c r="{ref}" s="{style}"/>'
        if isinstance(cell, str):
            self._uses += 1
            text = self._numbers.setdefault(cell, len(self._numbers))
            return f'<c r="{ref}" s="{style}" t="s"><v>{text}</v></c>'
        if isinstance(cell, Formula):
            return _formula(ref, style, cell)
        return f'<c r="{ref}" s="{style}"><v>{number(cell)}</v></c>'

    def xml(self) -> bytes:
        """The part that holds the texts."""
        inside = "".join(f"<si>{_text(text)}</si>" for text in self._numbers)
        count = f'count="{self._uses}" uniqueCount="{len(self._numbers)}"'
        return f'{DECLARATION}<sst xmlns="{MAIN}" {count}>{inside}</sst>'.encode()


def _formula(ref: str, style: int, cell: Formula) -> str:
    computed = f"<f>{escaped(cell.expression)}</f>"
    if isinstance(cell.result, str):
        return f'<c r="{ref}" s="{style}" t="str">{computed}<v>{escaped(cell.result)}</v></c>'
    return f'<c r="{ref}" s="{style}">{computed}<v>{number(cell.result)}</v></c>'


def number(value: Decimal | Measure | dt.date) -> str:
    """A number or a day as a spreadsheet keeps it."""
    if isinstance(value, dt.date):
        return str(serial(value))
    value = value.value if isinstance(value, Measure) else value
    return f"{value:f}" if abs(value.adjusted()) < _WRITTEN_OUT else repr(float(value))


def _text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f"<t{space}>{escaped(text)}</t>"


def escaped(text: str) -> str:
    """A text for XML; what XML cannot hold is written as spreadsheets write it, `_x0007_`."""
    return writable(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def writable(text: str) -> str:
    """A text that XML can hold: what it cannot is written as spreadsheets write it."""
    return _UNWRITTEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def height_pt(cells: Iterable[tuple[Cell, float]], line_pt: float = 13.5, air_pt: float = 8) -> float:
    """How tall a row is for cells of those widths in characters."""
    count = 1
    for cell, width in cells:
        # Most texts fit one line, and their letters need not be measured.
        if type(cell) is str and (len(cell) > width * _ROOM or not cell.isascii() or "\n" in cell):
            count = max(count, line_count(cell, width))
    return min(count * line_pt + air_pt, _TALLEST_PT)


def longest_line(cell: Cell) -> float:
    """The width in characters of what a cell shows, before any of it is wrapped."""
    if isinstance(cell, Formula):
        return longest_line(cell.result)
    if isinstance(cell, str):
        return max(map(_width, cell.split("\n")))
    return 0 if cell is None else max(_READABLE, number_chars(cell))


def number_chars(cell: Cell) -> float:
    """The width in characters of a number with all its decimals, grouped; 0 for what is none."""
    if isinstance(cell, Formula):
        return number_chars(cell.result)
    if isinstance(cell, Measure):
        return number_chars(cell.value) + cell.percent
    return len(f"{cell:,f}") if isinstance(cell, Decimal) else 0


def longest_word(text: str) -> float:
    """The width in characters of the longest word."""
    return max(map(_width, text.split()), default=0)


def word_chars(cell: Cell) -> float:
    """The width in characters, in bold letters, of the longest word that has to stay whole; 0 for what is no text.

    A hyphen ends a word: programs break lines there.
    """
    text = cell.result if isinstance(cell, Formula) else cell
    if not isinstance(text, str):
        return 0
    pieces = text.replace("-", "- ").split()
    return max((_width(piece) for piece in pieces if len(piece) <= _LONGEST_WORD), default=0) * _BOLD


def line_count(text: str, width_chars: float) -> int:
    """How many lines a text takes in a column: an estimate, a little on the safe side."""
    room = max(width_chars * _ROOM, 1)
    if len(text) <= room and "\n" not in text and text.isascii():
        return 1
    return sum(max(1, -int(-_width(line) // room)) for line in text.split("\n"))


def _width(text: str) -> float:
    """The width of a text in characters: marks that join a letter take none, wide letters take two."""
    if text.isascii():
        return len(text)
    return sum(_letter_width(letter) for letter in text)


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0
    if east_asian_width(letter) in ("W", "F"):
        return 2
    return 1.05
