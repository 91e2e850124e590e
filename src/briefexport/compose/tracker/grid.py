"""Rows of named cells -> a table: headings in the document's language, the same keys in every language."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from ...document.sheet import Cell, Mark, SheetColumn, SheetTable
from .cell import Said

_LONGEST_TAB = 31

Row = Mapping[str, Cell]
"""Cells by the keys of their columns; those that are not named are empty."""


def titled(columns: Iterable[SheetColumn], said: Said) -> tuple[SheetColumn, ...]:
    """The columns with their headings; a heading that stands already gets a number."""
    taken: set[str] = set()
    found = []
    for column in columns:
        title = _unique(column.title or said.label(f"column.{column.key.replace('-', '_')}"), taken)
        taken.add(title.casefold())
        found.append(msgspec.structs.replace(column, title=title))
    return tuple(found)


def tabulate(
    name: str, columns: Sequence[SheetColumn], rows: Sequence[Row], said: Said, marks: Collection[Mark] = ()
) -> SheetTable:
    """The table of those rows, told apart by their `id` where they have one: within their part where there are parts.

    A table has one row at least, if an empty one: spreadsheets know no others.
    """
    keys = [column.key for column in columns]
    cells = tuple(tuple(map(row.get, keys)) for row in rows) or ((None,) * len(keys),)
    known_by = tuple(key for key in ("part", "id") if key in keys) if "id" in keys else ()
    return SheetTable(name, tuple(columns), cells, known_by, tuple(marks), said.label(f"about.{name.lower()}"))


def used(columns: Iterable[SheetColumn], rows: Sequence[Row], always: Collection[str] = ()) -> list[SheetColumn]:
    """The columns that say something in some row, and those that always stand."""
    return [
        column for column in columns if column.key in always or any(row.get(column.key) is not None for row in rows)
    ]


def tab(title: str) -> str:
    """What the tab of a sheet can be called: without the letters that formulas need, at most 31 of them."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:_LONGEST_TAB].strip() or "–"


def _unique(title: str, taken: Collection[str]) -> str:
    """A heading is one line and is never empty."""
    plain = title = re.sub(r"[\t\r\n]", " ", title) if title.strip() else "–"
    number = 2
    while title.casefold() in taken:
        title, number = f"{plain} ({number})", number + 1
    return title
