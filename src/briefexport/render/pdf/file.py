"""The PDF file around the page: objects, fonts, identity. reportlab numbers the objects and cuts the fonts to size.

What PDF/UA-1 and PDF/A-2a ask of a file is written here, and is always on.
"""

import datetime as dt
import hashlib
import zlib
from typing import NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFStream

from ...document.text import Properties
from .colour_profile import srgb
from .metadata import information, xmp
from .structure import Annotation, Element, text_string

FIRST_LINK_KEY = 1000
"""Keys of the parent tree: 0 is the page, links follow from here."""


class Image(NamedTuple):
    """A picture as the file keeps it: its entries and its data."""

    entries: str
    data: bytes
    packed: bool


class Bookmark(NamedTuple):
    """A heading to go to, and how high on the page it stands."""

    title: str
    element: Element
    top: float


class Sheet(NamedTuple):
    """A drawn page: what belongs into the file. `contents` are the elements by number of marked content."""

    size: tuple[float, float]
    code: bytes
    root: Element
    contents: tuple[Element, ...]
    annotations: tuple[tuple[Element, Annotation], ...]
    images: tuple[Image, ...]
    bookmarks: tuple[Bookmark, ...]


class Raw(PDFObject):  # type: ignore[misc]  # reportlab comes without types
    """An object that is written already."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.data = text.encode("latin-1")

    def format(self, _document: object) -> bytes:
        """The object as it stands in the file."""
        return self.data


class RawStream(Raw):
    """A stream with a line end before its last word, as ISO 19005-2, 6.1.7.1 asks; reportlab leaves it out."""

    def __init__(self, entries: str, data: bytes, *, pack: bool = True) -> None:
        super().__init__()
        data = zlib.compress(data) if pack else data
        how = "/Filter/FlateDecode" if pack else ""
        head = f"<<{entries}{how}/Length {len(data)}>>\nstream\n"
        self.data = head.encode("latin-1") + data + b"\nendstream\n"


class Ended(PDFObject):  # type: ignore[misc]  # reportlab comes without types
    """A stream of reportlab's with the line end that it leaves out."""

    __RefOnly__ = 1

    def __init__(self, stream: PDFStream) -> None:
        self.stream = stream

    def format(self, document: object) -> bytes:
        """The stream as it stands in the file."""
        written: bytes = self.stream.format(document)
        return written.removesuffix(b"endstream\n") + b"\nendstream\n"


class PdfFile(PDFDocument):  # type: ignore[misc]  # reportlab comes without types
    """One file of one page."""

    def __init__(self) -> None:
        super().__init__(invariant=1, compression=1, pdfVersion=(1, 7))

    def add(self, made: Raw) -> int:
        """The number of a new object."""
        self.Reference(made)
        return int(self.objectcounter)

    def written(self, sheet: Sheet, properties: Properties, at: dt.datetime) -> bytes:
        """The bytes of the file: the same for the same page, whatever was drawn before."""
        for font in self.delayedFonts:
            font.addObjects(self)
        metadata = xmp(properties, at)
        page, pages = Raw(), Raw()
        self.page, on = page, f"{self.add(page)} 0 R"
        pages.data = f"<</Type/Pages/Kids[{on}]/Count 1>>".encode()
        self._page(sheet, f"{self.add(pages)} 0 R")
        tree = self._tree(sheet, on)
        self.Catalog = Raw(self._catalogue(sheet, properties, metadata, on, tree))
        self.Catalog.data = self.Catalog.data.replace(b"/Pages PAGES", f"/Pages {pages_number(self, pages)} 0 R".encode())
        self.info = Raw(information(properties, at))
        digest = hashlib.sha256(sheet.code + metadata).hexdigest()[:32].upper()
        self._ID = f"\n[<{digest}><{digest}>]\n".encode()
        for name, found in list(self.idToObject.items()):
            if type(found) is PDFStream:
                self.idToObject[name] = Ended(found)
        data: bytes = self.format()
        return data
