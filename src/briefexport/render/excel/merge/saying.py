"""What a cell says, read from its bytes and written as bytes."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from ....document.sheet import Cell, Formula, Measure, serial
from ..cell import MAIN, escaped, number
from .report import NotMergedError
from .rows import column_of

Element = etree._Element  # noqa: SLF001 # lxml has no other name for it

# A row as most programs write it, and a cell in it behind its place: kind, formula, value, text of its own.
_ROW = re.compile(rb'<row(?:\s[^<>]*?)?\sr="([1-9][0-9]*)"[^<>]*>\s*')
_COLUMN = re.compile(rb"[A-Z]{1,3}")
_CELL_START = b'<c r="'
_CELL = re.compile(
    rb'(?: s="[0-9]+")?(?: t="([A-Za-z]+)")?(?:/>|>'
    rb'(?:<f(?: aca="(?:false|0)")?>([^<]*)</f>)?'
    rb'(?:<v>([^<]*)</v>|<v/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)\s*'
)
_NEW: Any = object()
_OFTEN_CHARS = 64  # longer ones are mostly texts, which seldom stand in two rows
_LOOK = re.compile(rb"""\ss=["']([0-9]+)["']""")
_KIND = re.compile(rb"""\st=["'][A-Za-z]+["']""")
_FORMULA = re.compile(rb"<f[^>]*/>|<f(?:\s[^>]*)?>.*?</f>", re.DOTALL)
_OF_SEVERAL = re.compile(rb"<f\s[^>]*\b(?:t|ref)=")
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")
_ENTITY = re.compile("&(?:#(\\d+)|#x([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CODE = re.compile("_x([0-9A-Fa-f]{4})_")
_FROM_1904 = 1462
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_C, _V, _F, _IS, _T, _RPH = (f"{{{MAIN}}}{name}" for name in ("c", "v", "f", "is", "t", "rPh"))
_DAMAGED = "open it, save it, and run this again"

Texts = Sequence[str]


class Reader:
    """Reads the rows of a sheet. Equal values are one and the same object, so that a large sheet stays small.

    `master` gives the formula that cells share by its number; `wrapped` puts the names of the file around a part.
    """

    def __init__(self, texts: Texts, master: Callable[[str], str], wrapped: Callable[[bytes], bytes]) -> None:
        self._texts, self._master, self._wrapped = texts, master, wrapped
        self._numbers: dict[bytes, Cell] = {}
        self._cells: dict[bytes, Cell] = {}
        self._columns: dict[bytes, int] = {}
        self._words: dict[bytes, str] = {}
        self._expressions: dict[bytes, str] = {}

    def read(self, row: bytes) -> dict[int, Cell]:
        """What the cells of a row say by column; those that say nothing are left out."""
        start, *cells = row[: row.rindex(b"<")].split(_CELL_START)
        opening = _ROW.fullmatch(start)
        if opening is None:
            return self._unusual(row)
        here, known, columns = opening[1] + b'"', self._cells, self._columns
        said: dict[int, Cell] = {}
        for one in cells:
            column, _, rest = one.partition(here)
            cell = known.get(rest, _NEW)
            if cell is _NEW or column not in columns:
                found = _CELL.fullmatch(rest)
                if found is None or not _COLUMN.fullmatch(column):
                    return self._unusual(row)
                columns[column] = column_of(column)
                cell = self._usual(rest, found)
            if cell is not None:
                said[columns[column]] = cell
        return said

    def _usual(self, rest: bytes, found: re.Match[bytes]) -> Cell:
        """What a cell says; most say what others said before."""
        kind, formula, value, own = found.groups()
        cell = self._plain(kind, value, own)
        if formula is not None:
            cell = self._formula(formula, cell)
        if formula is not None or len(rest) < _OFTEN_CHARS:
            self._cells[rest] = cell
        return cell

    def _unusual(self, row: bytes) -> dict[int, Cell]:
        """The same for a row that is written in another way."""
        try:
            cells = etree.fromstring(self._wrapped(row), _PARSER)[0].findall(_C)
        except etree.XMLSyntaxError:
            raise NotMergedError("the file is damaged: a row cannot be read", _DAMAGED) from None
        said: dict[int, Cell] = {}
        column = 0
        for one in cells:
            ref = one.get("r")
            column = column_of(ref.rstrip("0123456789").encode()) if ref else column + 1
            cell = self._cell(one)
            if cell is not None:
                said[column] = cell
        return said

    def _cell(self, root: Element) -> Cell:
        formula = root.find(_F)
        last = root.findtext(_V)
        own = root.find(_IS)
        kind = root.get("t", "n")
        text = own_text(own) if kind == "inlineStr" else last
        result = self._said(kind, text) if text else None
        if formula is None:
            return result
        expression = formula.text or self._master(formula.get("si", ""))
        return self._computed(_TRUTH.sub(r"\1", expression), result)

    def _plain(self, kind: bytes | None, value: bytes | None, own: bytes | None) -> Cell:
        if value is None:
            return None if own is None else decoded(unescaped(own)) or None
        if not value:
            return None
        if kind is None or kind == b"n":
            found = self._numbers.get(value)
            if found is None:
                found = self._numbers[value] = _number(value.decode())
            return found
        if kind == b"s":
            return self._text(value) or None
        if kind == b"inlineStr":
            return None
        return self._said(kind.decode(), self._word(value))

    def _said(self, kind: str, text: str) -> Cell:
        if kind == "s":
            return self._text(text) or None
        if kind == "n":
            return _number(text)
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return decoded(text)

    def _text(self, number: str | bytes) -> str:
        try:
            return self._texts[int(number)]
        except (ValueError, IndexError):
            raise NotMergedError(
                "the file is damaged: it has lost its texts", "take up an earlier copy of it, and run this again"
            ) from None

    def _word(self, text: bytes) -> str:
        if text not in self._words:
            self._words[text] = decoded(unescaped(text))
        return self._words[text]

    def _formula(self, formula: bytes, result: Cell) -> Formula:
        if formula not in self._expressions:
            # LibreOffice writes the two truths as functions.
            self._expressions[formula] = _TRUTH.sub(r"\1", unescaped(formula))
        return self._computed(self._expressions[formula], result)

    @staticmethod
    def _computed(expression: str, result: Cell) -> Formula:
        return Formula(expression, "" if result is None or isinstance(result, Formula | Measure) else result)


def _number(text: str) -> Cell:
    """A number; what looks like one and is none stays a text."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return value if value.is_finite() else text


def own_text(entry: Element | None) -> str:
    """The text of an entry that may be in several looks; what says how to pronounce it is left out."""
    if entry is None:
        return ""
    runs = (run for run in entry.iter(_T) if (above := run.getparent()) is None or above.tag != _RPH)
    return decoded("".join(run.text or "" for run in runs))


def decoded(text: str) -> str:
    """A text with the letters that spreadsheets write as `_x0007_`."""
    return _CODE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def unescaped(text: bytes) -> str:
    """The text that the bytes between two tags stand for."""
    try:
        plain = text.decode()
    except UnicodeDecodeError:
        raise NotMergedError("the file is damaged: a text cannot be read", _DAMAGED) from None
    return _ENTITY.sub(_letter, plain) if "&" in plain else plain


def _letter(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    return chr(int(found[1]) if found[1] else int(found[2], 16))


# -- writing


def written(ref: str, value: Cell, look: int | None, *, from_1904: bool) -> bytes:
    """A cell as bytes; text is text and never a formula."""
    start = f'<c r="{ref}"' if look is None else f'<c r="{ref}" s="{look}"'
    if value is None or value == "":
        return f"{start}/>".encode()
    if isinstance(value, Formula):
        kind = ' t="str"' if isinstance(value.result, str) else ""
        inside = f"<f>{escaped(value.expression)}</f>{result_of(value.result, from_1904=from_1904)}"
        return f"{start}{kind}>{inside}</c>".encode()
    if isinstance(value, str):
        return f'{start} t="inlineStr">{own_text_xml(value)}</c>'.encode()
    return f"{start}>{result_of(value, from_1904=from_1904)}</c>".encode()


def result_of(value: str | Decimal | Measure | dt.date, *, from_1904: bool) -> str:
    """A value, or what a formula comes to."""
    if isinstance(value, str):
        return f"<v>{escaped(value)}</v>"
    if isinstance(value, dt.date) and from_1904:
        return f"<v>{serial(value) - _FROM_1904}</v>"
    return f"<v>{number(value)}</v>"


def own_text_xml(value: str) -> str:
    """A text that stands in its cell, not among the shared ones."""
    space = ' xml:space="preserve"' if value != value.strip() or "\n" in value or "  " in value else ""
    return f"<is><t{space}>{escaped(value)}</t></is>"


def with_result(cell: bytes, result: str | Decimal | dt.date, *, from_1904: bool) -> bytes:
    """The cell of a formula with what it comes to."""
    found = _FORMULA.search(cell)
    assert found is not None
    start = _KIND.sub(b"", cell[: cell.index(b">")], count=1)
    kind = b' t="str"' if isinstance(result, str) else b""
    return b"".join((start, kind, b">", found[0], result_of(result, from_1904=from_1904).encode(), b"</c>"))


def look_of(cell: bytes) -> int:
    """The number of the look of a cell."""
    found = _LOOK.search(cell, 0, cell.index(b">") + 1)
    return int(found[1]) if found else 0


def formula_of(cell: bytes) -> bytes | None:
    """The formula of a cell as it is written; None without one."""
    found = _FORMULA.search(cell) if b"<f" in cell else None
    return None if found is None else found[0]


def is_of_several(cell: bytes) -> bool:
    """Whether the formula of a cell is one for several cells, or shared with others."""
    return b"<f " in cell and _OF_SEVERAL.search(cell) is not None
