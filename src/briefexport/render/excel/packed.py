"""The rows of what was issued, many to a cell: a large tracker is read and written much sooner so."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import quote, unquote

ROW = "row"
"""The kind of a line with what was issued of one row of a table."""

_ROWS = "rows"
_BETWEEN = "|"
_MOST_CHARS = 30_000  # a cell holds 32,767
_APART = re.compile(r"[%|\s]")

Line = list[str]
"""Kind, table, name, and what is remembered; a line of a formula has a fifth cell with its fingerprint."""


def packed(lines: Iterable[Line]) -> Iterator[Line]:
    """The same with one line for many rows of a table.

    >>> list(packed([["row", "Risks", "port", "a b"], ["row", "Risks", "rice|tea", "c -"]]))
    [['rows', 'Risks', '', 'port a b|rice%7Ctea c -']]
    """
    for (kind, table), group in groupby(lines, key=lambda line: (line[0], "".join(line[1:2]))):
        if kind == ROW:
            yield from ([_ROWS, table, "", rows] for rows in _joined(map(_written, group)))
        else:
            yield from group


def _written(line: Line) -> str:
    name, said = line[2], "".join(line[3:4])
    name = quote(name) if _APART.search(name) else name
    return f"{name} {said}" if said else name


def _joined(rows: Iterable[str]) -> Iterator[str]:
    found: list[str] = []
    chars = 0
    for row in rows:
        if chars + len(row) > _MOST_CHARS:
            yield _BETWEEN.join(found)
            found, chars = [], 0
        found.append(row)
        chars += len(row) + len(_BETWEEN)
    yield _BETWEEN.join(found)


def unpacked(line: Line) -> Iterator[Line]:
    """The lines that a line stands for; of rows those that each had one before they were packed.

    >>> list(unpacked(["rows", "Risks", "", "port a b|rice%7Ctea c -", ""]))
    [['row', 'Risks', 'port', 'a b', ''], ['row', 'Risks', 'rice|tea', 'c -', '']]
    """
    kind, table, _, rows, more = line
    if kind != _ROWS:
        yield line
        return
    for row in rows.split(_BETWEEN):
        name, _, said = row.partition(" ")
        yield [ROW, table, unquote(name) if "%" in name else name, said, more]
