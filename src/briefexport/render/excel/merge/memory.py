"""What the last issue remembered, read from a workbook in which anything may have happened to it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ....document.text import Value
from ..issued import ALT, PROPERTY, SHEET
from ..packed import ROW, Line, unpacked
from .book import Book
from .page import page_of

UNKNOWN = "?"
"""A word that is no fingerprint: nobody knows what was issued."""

TOLD = "!"
"""Ends the word of a cell whose change on both sides was told already."""

_CELLS = range(1, 6)
_KINDS = ("board", "opening", "column", "formula", "people", "note", ROW, "said", "furniture", ALT, PROPERTY)


class Column(Value, frozen=True):
    """A column of the last issue: `kind` is column, formula, people or note; `formula` the fingerprint of a formula."""

    kind: str
    key: str
    title: str
    formula: str = ""


class Remembered(Value, frozen=True):
    """What was issued of one table. `rows` have a word by the key of the column, in the order of the issue.

    `said` are the fingerprints of the notes that we put into rows.
    """

    columns: Mapping[str, Column] = {}
    rows: Mapping[str, Mapping[str, str]] = {}
    opening: tuple[str, ...] = ()
    said: Mapping[str, str] = {}


class Memory(Value, frozen=True):
    """What was issued. `known` is False when the workbook has no memory, so that nothing is known of anything.

    `lines` are what is remembered of each table, as it was read.
    """

    known: bool
    tables: Mapping[str, Remembered] = {}
    board: Mapping[int, tuple[str, ...]] = {}
    furniture: tuple[str, ...] = ()
    lines: Mapping[str, tuple[Line, ...]] = {}

    def said_of_charts(self, table: str) -> list[str]:
        """The fingerprints of what is said of the charts beside a table, or on the cover, which has no name."""
        return [line[3] for line in self.lines.get(table, ()) if line[0] == ALT]

    @property
    def said_of_itself(self) -> Mapping[str, str]:
        """The fingerprints of what the file said about itself, by name."""
        return {line[2]: line[3] for line in self.lines.get("", ()) if line[0] == PROPERTY}

    def table(self, name: str) -> Remembered | None:
        """What was issued of a table; None for one that was not there."""
        return self.tables.get(name)


@lru_cache(maxsize=1)
def memory_of(book: Book) -> Memory:
    """The memory of a workbook; lines that make no sense are passed over."""
    lines = list(_lines(book))
    if not any(line[0] in ("column", ROW) for line in lines):
        return Memory(known=False)
    columns: dict[str, dict[str, Column]] = {}
    rows: dict[str, dict[str, str]] = {}
    openings: dict[str, tuple[str, ...]] = {}
    notes: dict[str, dict[str, str]] = {}
    board: dict[int, tuple[str, ...]] = {}
    furniture: tuple[str, ...] = ()
    kept: dict[str, list[Line]] = {}
    for line in lines:
        if line[0] not in _KINDS:
            continue
        kept.setdefault(line[1], []).append(line)
        kind, table, name, said, more = line
        if kind in ("column", "formula", "people", "note"):
            columns.setdefault(table, {})[name] = Column(kind, name, said, more)
        elif kind == ROW:
            rows.setdefault(table, {})[name] = said
        elif kind == "said":
            notes.setdefault(table, {})[name] = said
        elif kind == "opening":
            openings[table] = tuple(said.split())
        elif kind == "board" and name.isdecimal():
            board[int(name)] = tuple(said.split())
        elif kind == "furniture":
            furniture = tuple(said.split())
    tables = {
        name: Remembered(found, _words(found, rows.get(name, {})), openings.get(name, ()), notes.get(name, {}))
        for name, found in columns.items()
    }
    return Memory(
        known=True,
        tables=tables,
        board=board,
        furniture=furniture,
        lines={table: tuple(found) for table, found in kept.items()},
    )


def _words(columns: Mapping[str, Column], rows: Mapping[str, str]) -> dict[str, dict[str, str]]:
    keys = [column.key for column in columns.values() if column.kind == "column"]
    found = {}
    for name, said in rows.items():
        words = said.split(" ") if said else []
        found[name] = dict(zip(keys, words, strict=True)) if len(words) == len(keys) else _NO_WORDS
    return found


_NO_WORDS: dict[str, str] = {}


def _lines(book: Book) -> Iterator[Line]:
    for name, path, _ in book.sheets():
        if name == SHEET:
            page = page_of(book, path)
            for number in page.rows:
                said = page.values(number)
                yield from unpacked(["" if (cell := said.get(column)) is None else str(cell) for column in _CELLS])
