"""A PDF file -> what it says, as a reader that walks its structure tree hears it."""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdf
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, TextStringObject

from .told import Table, Told, UnreadableError

_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_LISTED = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_CODES = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_CELLS = ("/TH", "/TD")
_BLOCKS = ("/P", "/H1", "/H2", "/H3", "/LBody", "/Caption")
_INSIDE_A_LINE = ("/Span", "/Link", "/Em", "/Strong", "/Code", "/Reference", "/Note", "/Quote")


def read_pdf(data: bytes) -> Told:
    """Reads a one-pager back.

    Raises:
        UnreadableError: it is damaged, no PDF file, or not tagged.
    """
    try:
        return _read(pypdf.PdfReader(io.BytesIO(data), strict=True))
    except Exception as error:  # whatever a damaged file makes the library do, the file is what is wrong
        raise UnreadableError(f"it is no PDF file that can be read ({error})") from error


def _read(reader: pypdf.PdfReader) -> Told:
    pages = list(reader.pages)
    spoken = _Spoken(reader, pages[0])
    root: Any = reader.root_object["/StructTreeRoot"]
    texts: list[str] = []
    tables: list[Table] = []
    for element in _elements(root["/K"]):
        if _kind(element) == "/Table":
            tables.append(_table(element, spoken))
        elif lines := [line for line in _lines(element, spoken) if line]:
            texts.append("\n".join(lines))
    return Told(
        title=str(reader.metadata.title if reader.metadata else "") or "",
        language=str(reader.root_object.get("/Lang", "")),
        pages=len(pages),
        # The top is read aloud, the bottom is furniture: the same is not said twice.
        frames=(*texts[:1], *spoken.furniture()[-1:]),
        texts=tuple(texts),
        tables=tuple(tables),
    )


class _Spoken:
    """What the page draws under each mark of the structure tree, and what it draws as furniture."""

    def __init__(self, reader: pypdf.PdfReader, page: pypdf.PageObject) -> None:
        resources: Any = page["/Resources"]
        self._fonts = {name: _Font(font.get_object()) for name, font in resources["/Font"].items()}
        self._said: dict[int, list[str]] = {}
        self._listen(ContentStream(page.get_contents(), reader))

    def text(self, mark: int) -> str:
        """The text under a mark."""
        return "".join(self._said.get(mark, ()))

    def furniture(self) -> list[str]:
        """What stands at the edges of the page, in the order in which it is drawn."""
        texts = ("".join(said) for mark, said in self._said.items() if mark < 0)
        return [text for text in texts if text.strip()]

    def _listen(self, stream: ContentStream) -> None:
        """Marks of the tree count from 0; every stretch of furniture has a number below 0."""
        open_marks = [_Mark(-1)]
        font = None
        for place, (operands, operator) in enumerate(stream.operations, start=2):
            match operator:
                case b"BDC" | b"BMC":
                    open_marks.append(mark := _mark(operands, open_marks[-1], place))
                    if mark.instead and not open_marks[-2].instead:
                        self._put(mark.number, mark.instead)
                case b"EMC":
                    open_marks.pop()
                case b"Tf":
                    font = self._fonts[operands[0]]
                case b"Tj" | b"TJ" if font and not open_marks[-1].instead:
                    self._put(open_marks[-1].number, font.text(operands[0]))

    def _put(self, mark: int, text: str) -> None:
        self._said.setdefault(mark, []).append(text)


class _Mark(NamedTuple):
    """A stretch of the page: its number, and the text that is said in place of the signs in it."""

    number: int
    instead: str = ""


def _mark(operands: Any, outer: _Mark, place: int) -> _Mark:
    properties = operands[1] if len(operands) > 1 and isinstance(operands[1], DictionaryObject) else {}
    number = -place if operands[0] == "/Artifact" else properties.get("/MCID", outer.number)
    return _Mark(number, outer.instead or str(properties.get("/ActualText", "")))


class _Font:
    """What the codes of a font mean."""

    def __init__(self, font: Any) -> None:
        table = font["/ToUnicode"].get_object().get_data()
        codes = _CODES.search(table)
        self._bytes = len(codes[1]) // 2 if codes else 1
        self._signs = {
            int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be")
            for part in _LISTED.findall(table)
            for code, sign in _CHARACTER.findall(part)
        }

    def text(self, shown: Any) -> str:
        """The text that an operand of Tj or TJ shows."""
        if isinstance(shown, ArrayObject):
            return "".join(self.text(part) for part in shown if isinstance(part, str | bytes))
        data = shown.original_bytes if isinstance(shown, TextStringObject) else bytes(shown)
        step = self._bytes
        codes = (int.from_bytes(data[place : place + step]) for place in range(0, len(data), step))
        return "".join(self._signs.get(code, "\ufffd") for code in codes)


def _elements(kids: Any) -> Iterator[DictionaryObject]:
    """The blocks and tables of the tree, in the order in which they are read."""
    for kid in _kids(kids):
        if isinstance(kid, DictionaryObject):
            if _kind(kid) in ("/Table", *_BLOCKS):
                yield kid
            elif "/K" in kid:
                yield from _elements(kid["/K"])


def _kids(kids: Any) -> list[Any]:
    found = kids.get_object()
    return [kid.get_object() for kid in found] if isinstance(found, ArrayObject) else [found]


def _kind(element: Any) -> str:
    return str(element["/S"])


def _table(element: DictionaryObject, spoken: _Spoken) -> Table:
    rows = [tuple(tuple(_lines(cell, spoken)) for cell in _found(row, _CELLS)) for row in _found(element, ("/TR",))]
    headings = tuple(" ".join(cell).strip() for cell in rows[0]) if rows else ()
    return Table(headings, tuple(rows[1:]))


def _found(element: DictionaryObject, kinds: tuple[str, ...]) -> Iterator[DictionaryObject]:
    for kid in _kids(element.get("/K", ArrayObject())):
        if isinstance(kid, DictionaryObject):
            if _kind(kid) in kinds:
                yield kid
            else:
                yield from _found(kid, kinds)


def _lines(element: DictionaryObject, spoken: _Spoken) -> Iterator[str]:
    """The lines of an element: one a block in it. Drawings are no text."""
    line = ""
    for kid in _kids(element.get("/K", ArrayObject())):
        if isinstance(kid, int) or _kind(kid) in _INSIDE_A_LINE:
            line += _text(kid, spoken)
        elif _kind(kid) != "/Figure":
            yield from (each for each in (line.strip(), *_lines(kid, spoken)) if each)
            line = ""
    if line.strip():
        yield line.strip()


def _text(kid: Any, spoken: _Spoken) -> str:
    """What stands inside a line, with the blanks at its ends."""
    if isinstance(kid, int):
        return spoken.text(kid)
    return "".join(_text(each, spoken) for each in _kids(kid.get("/K", ArrayObject())))
