"""The rows of a sheet as the bytes they are: a row that nobody writes to is never made into anything else."""

import re
from collections.abc import Iterator
from functools import cache

import msgspec
from lxml import etree

from ..cell import MAIN
from .report import NotMergedError

_ATTRIBUTES = rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*"""
_ROW = re.compile(rb"\s*<row(" + _ATTRIBUTES + rb")\s*(/?)>")
_CELL = re.compile(rb"<c(" + _ATTRIBUTES + rb")\s*(?:/>|>.*?</c>)", re.DOTALL)
_FIRST_NUMBER = re.compile(rb'<row r="([1-9][0-9]*)"')
_CELL_START = b'<c r="'
_NUMBER = re.compile(rb"""\sr=["']([1-9][0-9]*)["']""")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})[1-9][0-9]*["']""")
_REF = re.compile(rb"""(<c(?:\s[^<>]*?)??\sr=["'][A-Z]{1,3})[1-9][0-9]*(?=["'])""")
_CODE = re.compile(rb"""\s*<\?xml[^>]*?\sencoding=["']([^"']+)""")
_PLAIN_CODES = (b"utf-8", b"us-ascii")
_BOM = b"\xef\xbb\xbf"
_AGAIN = "open it, save it, and run this again"

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
)


class Parted(msgspec.Struct, frozen=True):
    """A sheet: what stands before its rows, the rows by number, what stands behind them."""

    head: bytes
    rows: dict[int, bytes]
    tail: bytes


class OpenRow(msgspec.Struct):
    """A row taken apart: its first tag, its cells by column as bytes, and what stands behind them."""

    start: bytes
    cells: dict[int, bytes]
    tail: bytes = b""

    def closed(self) -> bytes:
        """The row as bytes."""
        cells = self.cells
        return b"".join((self.start, *(cells[column] for column in sorted(cells)), self.tail, b"</row>"))


def parted(part: bytes, path: str) -> Parted:
    """A sheet in its rows; one that is written in an unusual way is written in the usual way first.

    Raises:
        NotMergedError: it cannot be read.
    """
    found = _parted(part) or _parted(_usual(part, path))
    if found is None:
        raise NotMergedError(f"the file is damaged: the cells of its part {path} cannot be read", _AGAIN)
    return found


def _parted(part: bytes) -> Parted | None:
    """None for what is no UTF-8, has a prefix before its names, comments, or quotes of the other kind."""
    head, opened, rest = part.partition(b"<sheetData>")
    inside, closed, tail = rest.partition(b"</sheetData>")
    if not opened:
        head, opened, tail = part.partition(b"<sheetData/>")
        inside, closed = b"", opened
    code = _CODE.match(head.removeprefix(_BOM))
    if not closed or (code and code[1].lower() not in _PLAIN_CODES) or f'xmlns="{MAIN}"'.encode() not in head:
        return None
    if b"<!" in head or any(sign in inside for sign in (b"<!", b"<?", b"\r")):
        return None
    rows: dict[int, bytes] = {}
    last = 0
    for row in _each(inside):
        if row is None:
            return None
        number = _FIRST_NUMBER.match(row) or _NUMBER.search(row, 0, row.index(b">"))
        last = int(number[1]) if number else last + 1
        if last in rows:
            return None
        rows[last] = row if number else b'<row r="%d"' % last + row[4:]
    return Parted(head, rows, tail)


def _each(inside: bytes) -> Iterator[bytes | None]:
    """Every row; None where something else stands."""
    *pieces, rest = inside.split(b"</row>")
    for piece in pieces:
        # Most pieces are one row, told from afar.
        if piece.startswith(b"<row ") and piece.find(b"<row", 1) < 0:
            yield piece + b"</row>"
        else:
            yield from _several(piece, closed=True)
    yield from _several(rest, closed=False)


def _several(piece: bytes, *, closed: bool) -> Iterator[bytes | None]:
    """The rows of a piece that was cut behind a row, or is the rest behind all."""
    at = 0
    while found := _ROW.match(piece, at):
        begins = found.start(1) - 4
        if not found[2]:
            yield piece[begins:] + b"</row>" if closed else None
            return
        at = found.end()
        yield piece[begins:at]
    if closed or piece[at:].strip():
        yield None


def _usual(part: bytes, path: str) -> bytes:
    """A sheet written anew, without prefixes and comments."""
    try:
        root = etree.fromstring(part, _PARSER)
    except etree.XMLSyntaxError:
        raise NotMergedError(f"the file is damaged: its part {path} cannot be read", _AGAIN) from None
    if root.find(f"{{{MAIN}}}sheetData") is None:
        raise NotMergedError("the file is damaged: a sheet has no cells", _AGAIN)
    if root.prefix is not None:
        names: dict[str | None, str] = {prefix: uri for prefix, uri in root.nsmap.items() if uri != MAIN}
        root = _renamed(root, {**names, None: MAIN})
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return re.sub(rb"<sheetData [^>]*?(/?)>", rb"<sheetData\1>", written, count=1)


def _renamed(element: etree._Element, names: dict[str | None, str]) -> etree._Element:
    made = etree.Element(element.tag, dict(element.attrib), nsmap=names)  # type: ignore[arg-type,misc]  # None is a prefix
    made.text, made.tail = element.text, element.tail
    made.extend(_renamed(child, names) for child in element)
    return made


def opened(row: bytes) -> OpenRow:
    """A row taken apart.

    Raises:
        NotMergedError: it cannot be read.
    """
    at = row.index(b">") + 1
    if row[at - 2 : at] == b"/>":
        return OpenRow(row[: at - 2] + b">", {})
    start, cells, column = row[:at], {}, 0
    for cell in _CELL.finditer(row, at):
        if row[at : cell.start()].strip():
            raise NotMergedError("the file is damaged: a row holds something between its cells", _AGAIN)
        place = _PLACE.search(cell[1])
        column = column_of(place[1]) if place else column + 1
        cells[column] = cell[0]
        at = cell.end()
    return OpenRow(start, cells, row[at:].removesuffix(b"</row>").strip())


def cell_in(row: bytes, place: bytes) -> bytes | None:
    """The cell of that place in a row that is not taken apart; None when it is not found without.

    >>> cell_in(b'<row r="2"><c r="A2"/><c r="C2"><v>1</v></c></row>', b"C2")
    b'<c r="C2"><v>1</v></c>'
    """
    at = row.find(b'<c r="%s"' % place)
    found = _CELL.match(row, at) if at >= 0 else None
    return None if found is None else found[0]


def is_behind(row: bytes, column: int) -> bool:
    """Whether a cell in that column can be put at the end of a row as it is: the row ends with a cell before it.

    >>> is_behind(b'<row r="2"><c r="A2"/><c r="C2"/></row>', 4)
    True
    """
    at = row.rfind(b"<c ")
    if at < 0:
        return False
    ends = row.index(b">", at)
    last = row.endswith(b"</c></row>") or row[ends - 1 :] == b"/></row>"
    place = _PLACE.search(row, at, ends)
    return last and place is not None and column_of(place[1]) < column


@cache
def column_of(name: bytes) -> int:
    """The number of a column by its letters, from 1."""
    column = 0
    for letter in name:
        column = column * 26 + letter - 64
    return column


def renumbered(row: bytes, number: int) -> bytes:
    """The same row in another place."""
    here = b"%d" % number
    start, *cells = row.split(_CELL_START)
    first = _FIRST_NUMBER.match(start)
    if first is not None and row.count(b"<c") == len(cells):
        parts = [one.partition(first[1] + b'"') for one in cells]
        if all(column.isalpha() for column, _, _ in parts):
            moved = [b'%s%s"%s' % (column, here, rest) for column, _, rest in parts]
            return _CELL_START.join((b'<row r="%s%s' % (here, start[first.end(1) :]), *moved))
    end = row.index(b">")
    pieces = _REF.split(row[end:])
    begun = [text + cell for text, cell in zip(pieces[::2], pieces[1::2], strict=False)]
    return _NUMBER.sub(b' r="' + here + b'"', row[:end], count=1) + here.join((*begun, pieces[-1]))
