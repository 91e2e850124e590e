"""Cells in which people typed what an issue writes otherwise, made into what they mean: a text into its number."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from ....document.sheet import Cell, Measure
from ....document.typed import Mends
from ..look import day_format, number_format
from . import book as books
from .book import Book
from .page import page_of, placed
from .styles import Styles


def lent(data: bytes, mends: Mends | None = None) -> Book:
    """A workbook, mended, for those who only read it."""
    return books.lent(data) if mends is None else _mended(data, mends)


def taken(data: bytes, mends: Mends | None = None) -> Book:
    """A workbook, mended, for the one who changes it."""
    if mends is None:
        return books.taken(data)
    book = _mended(data, mends)
    _mended.cache_clear()
    return book


@lru_cache(maxsize=1)
def _mended(data: bytes, mends: Mends) -> Book:
    book = books.taken(data)
    sheets = {name: path for name, path, _ in book.sheets()}
    styles = Styles(book, book)
    for one in mends.cells:
        sheet, _, place = one.place.rpartition("!")
        page, (column, row) = page_of(book, sheets[sheet]), placed(place)
        look, code = page.look(row, column), _format(one.cell, mends.language)
        page.put(row, column, one.cell, look if code is None else styles.showing(look or 0, code))
    return book


def _format(cell: Cell, language: str) -> str | None:
    """The format in which a column of ours shows such a number or day; None for a text, which needs none."""
    if isinstance(cell, dt.date):
        return day_format(language)
    return number_format(cell) if isinstance(cell, Decimal | Measure) else None
