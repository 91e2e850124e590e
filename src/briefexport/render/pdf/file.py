"""The PDF file around the page: objects, fonts, identity. reportlab numbers the objects and cuts the fonts to size.

What PDF/UA-1 and PDF/A-2a ask of a file is written here, and is always on.
"""

import datetime as dt
import hashlib
import re
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from ...document.text import Properties
from .colour_profile import srgb
from .faces import is_private
from .metadata import information, xmp
from .reports import PDFDocument, PDFObject, PDFStream
from .structure import Annotation, Element, text_string

FIRST_LINK_KEY = 1000
"""Keys of the parent tree: 0 is the page, links follow from here."""


_PRIVATE = re.compile(r"(?<=> )<([EF][0-9A-F]{3})>")
_NOTHING = " "


class Image(NamedTuple):
    """A picture as the file keeps it: its entries and its data."""

    entries: str
    data: bytes
    pack: bool


class Bookmark(NamedTuple):
    """A heading to go to, and how high on the page it stands."""

    title: str
    element: Element
    top: float


class Sheet(NamedTuple):
    """A drawn page: what belongs into the file.

    `contents` are the elements by number of marked content. `meanings` tell, by font and private code, what a glyph
    says.
    """

    size: tuple[float, float]
    code: bytes
    root: Element
    contents: tuple[Element, ...]
    annotations: tuple[tuple[Element, Annotation], ...]
    images: tuple[Image, ...]
    bookmarks: tuple[Bookmark, ...]
    meanings: Mapping[str, Mapping[str, str]]


class Raw(PDFObject):  # type: ignore[misc]  # reportlab comes without types
    """An object that is written already."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.data = text.encode("latin-1")

    def says(self, text: str) -> None:
        """What it says, settled after others may point to it."""
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

    def reserve(self, made: Raw) -> str:
        """A reference to a new object; what it says may be settled later."""
        self.Reference(made)
        return f"{self.objectcounter} 0 R"

    def written(self, sheet: Sheet, properties: Properties, at: dt.datetime) -> bytes:
        """The bytes of the file: the same for the same page, whatever was drawn before."""
        meanings = sheet.meanings
        for font in self.delayedFonts:
            font.addObjects(self)
            self._say_glyphs(font.fontName, meanings.get(font.fontName, {}))
        page, pages, metadata = Raw(), Raw(), xmp(properties, at)
        on, above = self.reserve(page), self.reserve(pages)
        pages.says(f"<</Type/Pages/Kids[{on}]/Count 1>>")
        tree = self._tree(sheet, on)
        page.says(self._page(sheet, above))
        self.Catalog = Raw(
            f"<</Type/Catalog/Pages {above}/Lang {text_string(properties.language)}/MarkInfo<</Marked true>>"
            f"/StructTreeRoot {tree}/ViewerPreferences<</DisplayDocTitle true>>"
            f"/Metadata {self.reserve(RawStream('/Type/Metadata/Subtype/XML', metadata, pack=False))}"
            f"/OutputIntents[{self._intent()}]{self._bookmarks(sheet.bookmarks, on)}>>"
        )
        self.info = Raw(information(properties, at))
        digest = hashlib.sha256(sheet.code + metadata).hexdigest()[:32].upper()
        self._ID = f"\n[<{digest}><{digest}>]\n".encode()
        data: bytes = self.format()
        return data

    def _say_glyphs(self, font: str, meanings: Mapping[str, str]) -> None:
        """Tell readers what shaped glyphs say, where reportlab knows their private codes only."""
        for name, found in self.idToObject.items():
            if name.startswith("toUnicodeCMap:") and name.endswith(font):
                found.content = _PRIVATE.sub(lambda code: _said(code, meanings), found.content)

    def format(self) -> bytes:
        """The finished file; streams that reportlab made get the line end that it leaves out."""
        for name, found in list(self.idToObject.items()):
            if type(found) is PDFStream:
                self.idToObject[name] = Ended(found)
        data: bytes = super().format()
        return data

    def _page(self, sheet: Sheet, above: str) -> str:
        fonts = self.idToObjectNumberAndVersion["BasicFonts"][0]
        images = "".join(f"/I{number} {self._image(image)}" for number, image in enumerate(sheet.images))
        links = "".join(f" {link.number} 0 R" for _, link in sheet.annotations)
        return (
            f"<</Type/Page/Parent {above}/MediaBox[0 0 {sheet.size[0]:.2f} {sheet.size[1]:.2f}]"
            f"/Resources<</Font {fonts} 0 R/XObject<<{images}>>/ProcSet[/PDF/Text/ImageC]>>"
            f"/Contents {self.reserve(RawStream('', sheet.code))}/StructParents 0/Tabs/S"
            f"{f'/Annots[{links}]' if links else ''}>>"
        )

    def _image(self, image: Image) -> str:
        return self.reserve(RawStream(f"/Type/XObject/Subtype/Image{image.entries}", image.data, pack=image.pack))

    def _tree(self, sheet: Sheet, page: str) -> str:
        """The structure tree and, the other way round, the parent tree: from marked content to its element."""
        root = Raw()
        top = self.reserve(root)
        elements = list(sheet.root.walk())
        raws = [Raw() for _ in elements]
        for element, raw in zip(elements, raws, strict=True):
            element.number = int(self.reserve(raw).split()[0])
        links = [self._annotation(element, link, page) for element, link in sheet.annotations]
        for element, raw in zip(elements, raws, strict=True):
            raw.says(element.written(page, f"{element.parent.number} 0 R" if element.parent else top))
        owners = "".join(f" {element.number} 0 R" for element in sheet.contents)
        numbers = f"0 {self.reserve(Raw(f'[{owners}]'))} " + " ".join(links)
        following = FIRST_LINK_KEY + len(links)
        root.says(
            f"<</Type/StructTreeRoot/K[{sheet.root.number} 0 R]"
            f"/ParentTree<</Nums[{numbers}]>>/ParentTreeNextKey {following}>>"
        )
        return top

    def _annotation(self, element: Element, link: Annotation, page: str) -> str:
        box = " ".join(f"{edge:.2f}" for edge in link.box)
        address = link.address.encode("ascii", "backslashreplace").hex().upper()
        link.number = int(
            self.reserve(
                Raw(
                    f"<</Type/Annot/Subtype/Link/P {page}/Rect[{box}]/Border[0 0 0]/F 4/StructParent {link.key}"
                    f"/Contents {text_string(link.address)}/A<</S/URI/URI<{address}>>>>>"
                )
            ).split()[0]
        )
        return f"{link.key} {element.number} 0 R"

    def _intent(self) -> str:
        profile = self.reserve(RawStream("/N 3", srgb()))
        name = text_string("sRGB IEC61966-2.1")
        said = f"/OutputConditionIdentifier {name}/Info {name}"
        return f"<</Type/OutputIntent/S/GTS_PDFA1{said}/DestOutputProfile {profile}>>"

    def _bookmarks(self, bookmarks: tuple[Bookmark, ...], page: str) -> str:
        if not bookmarks:
            return ""
        whole, raws = Raw(), [Raw() for _ in bookmarks]
        top, places = self.reserve(whole), [self.reserve(raw) for raw in raws]
        for number, (mark, raw) in enumerate(zip(bookmarks, raws, strict=True)):
            before = f"/Prev {places[number - 1]}" if number else ""
            after = f"/Next {places[number + 1]}" if number < len(raws) - 1 else ""
            raw.says(
                f"<</Title {text_string(mark.title)}/Parent {top}{before}{after}"
                f"/Dest[{page}/XYZ null {mark.top:.2f} null]/SE {mark.element.number} 0 R>>"
            )
        whole.says(f"<</Type/Outlines/First {places[0]}/Last {places[-1]}/Count {len(places)}>>")
        return f"/Outlines {top}/PageMode/UseNone"


def _said(code: re.Match[str], meanings: Mapping[str, str]) -> str:
    character = chr(int(code[1], 16))
    if not is_private(ord(character)):
        return code[0]
    return f"<{meanings.get(character, _NOTHING).encode('utf-16-be').hex().upper()}>"
