"""The looks of a new issue, found among those of a workbook or added to them."""

from functools import cache
from typing import TypeAlias

from lxml import etree

from .book import Book, Element, tag

_STYLES = "xl/styles.xml"
_FIRST_OWN_FORMAT = 164  # smaller numbers are formats that every program knows
_PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))

Said: TypeAlias = tuple[object, ...]


class Styles:
    """Looks by their numbers, from one book to another."""

    def __init__(self, into: Book, source: Book) -> None:
        self._into, self._source = into, source
        self._known: dict[Said, int] | None = None
        self._found: dict[int, int] = {}
        self._marks: dict[int, int] = {}
        self._blended: dict[tuple[int, int], int] = {}
        self._showing: dict[tuple[int, str], int] = {}

    def of(self, style: int) -> int:
        """The number that a look of the source has in the book."""
        if style not in self._found:
            self._found[style] = self._number(self._source_xf(style), self._source)
        return self._found[style]

    def blended(self, theirs: int, style: int) -> int:
        """The look for a cell that has one already: theirs, with numbers and days shown as the source shows them.

        A look that nobody changed becomes that of the source as a whole.
        """
        if (theirs, style) not in self._blended:
            self._blended[theirs, style] = self._mixed(theirs, style)
        return self._blended[theirs, style]

    def _mixed(self, theirs: int, style: int) -> int:
        formats = self._list(self._into, "cellXfs")
        if theirs >= len(formats):
            return self.of(style)
        old, new = formats[theirs], self._source_xf(style)
        if all(self._part(old, self._into, *part) == self._part(new, self._source, *part) for part in _PARTS):
            return self.of(style)
        code = self._format(new, self._source)
        if code == self._format(old, self._into):
            return theirs
        made = etree.fromstring(etree.tostring(old))
        made.set("numFmtId", str(self._format_number(code)))
        made.set("applyNumberFormat", "1")
        return self._added("cellXfs", made)

    def showing(self, style: int, code: str) -> int:
        """A look of the book with numbers and days shown in that format, also where it was one for texts."""
        if (style, code) not in self._showing:
            formats = self._list(self._into, "cellXfs")
            made = self._copy(formats[style if style < len(formats) else 0])
            made.set("numFmtId", str(self._format_number(f"code {code}")))
            made.set("applyNumberFormat", "1")
            made.set("quotePrefix", "0")
            self._showing[style, code] = self._added("cellXfs", made)
        return self._showing[style, code]

    def mark(self, number: int) -> int:
        """The number that what a conditional format changes has in the book."""
        if number not in self._marks:
            made = self._copy(self._list(self._source, "dxfs")[number])
            self._marks[number] = self._added("dxfs", made)
        return self._marks[number]

    # -- looks as values

    def _source_xf(self, style: int) -> Element:
        return self._list(self._source, "cellXfs")[style]

    def _number(self, xf: Element, book: Book) -> int:
        if self._known is None:
            self._known = {}
            for number, one in enumerate(self._list(self._into, "cellXfs")):
                self._known.setdefault(self._said(one, self._into), number)
        said = self._said(xf, book)
        if said not in self._known:
            made = self._copy(xf)
            for name, parts in _PARTS:
                made.set(name, str(self._entry(xf, name, parts)))
            made.set("numFmtId", str(self._format_number(self._format(xf, book))))
            made.set("xfId", "0")
            self._known[said] = self._added("cellXfs", made)
        return self._known[said]

    def _said(self, xf: Element, book: Book) -> Said:
        parts = tuple(self._part(xf, book, *part) for part in _PARTS)
        inside = tuple(said_of(one) for one in xf)
        return (*parts, self._format(xf, book), xf.get("quotePrefix", "0") in ("1", "true"), inside)

    def _part(self, xf: Element, book: Book, name: str, parts: str) -> Said:
        entries = self._list(book, parts)
        number = int(xf.get(name, "0"))
        return said_of(entries[number]) if number < len(entries) else ()

    def _format(self, xf: Element, book: Book) -> str:
        number = xf.get("numFmtId", "0")
        own = book.xml(_STYLES).find(f"{tag('numFmts')}/{tag('numFmt')}[@numFmtId='{number}']")
        return number if own is None else "code " + own.get("formatCode", "")

    # -- additions

    def _entry(self, xf: Element, name: str, parts: str) -> int:
        """The number of the same font, fill or border in the book."""
        wanted = self._list(self._source, parts)[int(xf.get(name, "0"))]
        said = said_of(wanted)
        for number, one in enumerate(self._list(self._into, parts)):
            if said_of(one) == said:
                return number
        return self._added(parts, self._copy(wanted))

    def _format_number(self, code: str) -> int:
        if not code.startswith("code "):
            return int(code)
        code = code.removeprefix("code ")
        formats = self._list(self._into, "numFmts")
        for one in formats:
            if one.get("formatCode") == code:
                return int(one.get("numFmtId", "0"))
        taken = [int(one.get("numFmtId", "0")) for one in formats]
        number = max([_FIRST_OWN_FORMAT - 1, *taken]) + 1
        self._added("numFmts", etree.Element(tag("numFmt"), numFmtId=str(number), formatCode=code))
        return number

    def _added(self, parts: str, entry: Element) -> int:
        entries = self._list(self._into, parts)
        entries.append(entry)
        entries.set("count", str(len(entries)))
        self._into.touch(_STYLES)
        return len(entries) - 1

    @staticmethod
    def _copy(entry: Element) -> Element:
        return etree.fromstring(etree.tostring(entry))

    def _list(self, book: Book, parts: str) -> Element:
        root = book.xml(_STYLES)
        found = root.find(tag(parts))
        if found is None:
            found = etree.Element(tag(parts), count="0")
            before = _ORDER[: _ORDER.index(parts)]
            place = sum(one.tag in {tag(name) for name in before} for one in root)
            root.insert(place, found)
        return found


_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")


def said_of(element: Element) -> Said:
    """An element as a value: equal when two say the same, however they are written."""
    attributes = tuple(sorted((name, _plain(name, value)) for name, value in element.attrib.items()))
    return (etree.QName(element).localname, attributes, tuple(said_of(one) for one in element))


@cache
def _plain(name: str, value: str) -> str:
    if name == "rgb":
        return value.upper()[-6:]
    return {"true": "1", "false": "0"}.get(value, value)
