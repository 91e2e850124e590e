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
from .faces import Face, is_private
from .metadata import information, xmp
from .reports import PDFDocument, PDFObject, PDFStream
from .structure import Annotation, Element, text_string

FIRST_LINK_KEY = 1000
"""Keys of the parent tree: 0 is the page, links follow from here."""


_PRIVATE = re.compile(r"(?<=> )<([EF][0-9A-F]{3})>")
_NOTHING = " "
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
"""What a file begins with: four bytes above 127 say that it is no text (ISO 19005-2, 6.1.2)."""


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

    def __init__(self, text: str = "") -> None:
        self.data = text.encode("latin-1")

    def says(self, text: str) -> None:
        """What it says, settled after others may point to it."""
        self.data = text.encode("latin-1")


class RawStream(Raw):
    """A stream with a line end before its last word, as ISO 19005-2, 6.1.7.1 asks; reportlab leaves it out."""

    def __init__(self, entries: str, data: bytes, *, pack: bool = True) -> None:
        super().__init__()
        data = zlib.compress(data) if pack else data
        how = "/Filter/FlateDecode" if pack else ""
        head = f"<<{entries}{how}/Length {len(data)}>>\nstream\n"
        self.data = head.encode("latin-1") + data + b"\nendstream"


class PdfFile(PDFDocument):  # type: ignore[misc]  # reportlab comes without types
    """One file of one page."""

    def __init__(self) -> None:
        super().__init__(invariant=1, compression=1, pdfVersion=(1, 7))
        self.objectcounter: int
        self._codes: dict[Face, tuple[str, dict[str, str]]] = {}

    def coded(self, face: Face, text: str) -> list[tuple[str, str]]:
        """A text as it is shown, in runs: the name of each run's font in the file, and its codes in hexadecimal."""
        name, codes = self._codes.get(face) or self._begin(face)
        try:
            return [(name, "".join([codes[letter] for letter in text]))]
        except KeyError:
            for letter in dict.fromkeys(text):
                if letter not in codes:
                    ((part, code),) = face.splitString(letter, self)
                    codes |= {letter: code.hex()} if part == 0 else {}
        if codes.keys() >= set(text):
            return [(name, "".join([codes[letter] for letter in text]))]
        # Few pages need more letters of a font than the first part of it holds.
        runs = face.splitString(text, self)
        return [(face.getSubsetInternalName(part, self), found.hex()) for part, found in runs]

    def _begin(self, face: Face) -> tuple[str, dict[str, str]]:
        """A font that this file did not have so far."""
        self._codes[face] = face.getSubsetInternalName(0, self), {}
        return self._codes[face]

    def reserve(self, made: Raw) -> int:
        """The number of a new object; what it says may be settled later."""
        self.objectcounter = number = self.objectcounter + 1
        name = f"R{number}"
        self.numberToId[number], self.idToObjectNumberAndVersion[name], self.idToObject[name] = name, (number, 0), made
        return number

    def refer(self, made: Raw) -> str:
        """A reference to a new object."""
        return f"{self.reserve(made)} 0 R"

    def written(self, sheet: Sheet, properties: Properties, at: dt.datetime) -> bytes:
        """The bytes of the file: the same for the same page, whatever was drawn before."""
        meanings = sheet.meanings
        for font in self.delayedFonts:
            font.addObjects(self)
            self._say_glyphs(font.fontName, meanings.get(font.fontName, {}))
        page, pages, metadata = Raw(), Raw(), xmp(properties, at)
        on, above = self.refer(page), self.refer(pages)
        pages.says(f"<</Type/Pages/Kids[{on}]/Count 1>>")
        tree = self._tree(sheet, on)
        page.says(self._page(sheet, above))
        catalog = self.reserve(
            Raw(
                f"<</Type/Catalog/Pages {above}/Lang {text_string(properties.language)}/MarkInfo<</Marked true>>"
                f"/StructTreeRoot {tree}/ViewerPreferences<</DisplayDocTitle true>>"
                f"/Metadata {self.refer(RawStream('/Type/Metadata/Subtype/XML', metadata, pack=False))}"
                f"/OutputIntents[{self._intent()}]{self._bookmarks(sheet.bookmarks, on)}>>"
            )
        )
        digest = hashlib.sha256(sheet.code + metadata).hexdigest()[:32].upper()
        identity = f"/Root {catalog} 0 R/Info {self.refer(Raw(information(properties, at)))}/ID[<{digest}><{digest}>]"
        return self._joined(identity)

    def _say_glyphs(self, font: str, meanings: Mapping[str, str]) -> None:
        """Tell readers what shaped glyphs say, where reportlab knows their private codes only."""
        for name, found in self.idToObject.items():
            if name.startswith("toUnicodeCMap:") and name.endswith(font):
                found.content = _PRIVATE.sub(lambda code: _said(code, meanings), found.content)

    def _joined(self, identity: str) -> bytes:
        """The finished file: every object and where it begins."""
        parts, places, place = [_HEAD], list[int](), len(_HEAD)
        # reportlab's own objects may ask for others while they are written.
        while name := self.numberToId.get(len(places) + 1):
            part = b"%d 0 obj\n%b\nendobj\n" % (len(places) + 1, self._object(self.idToObject[name]))
            parts.append(part)
            places.append(place)
            place += len(part)
        count = len(places) + 1
        table = "".join([f"{start:010d} 00000 n \n" for start in places])
        parts.append(
            f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}{identity}>>\n"
            f"startxref\n{place}\n%%EOF\n".encode("ascii")
        )
        return b"".join(parts)

    def _object(self, found: PDFObject) -> bytes:
        """An object; streams that reportlab made get the line end before their last word that it leaves out."""
        if isinstance(found, Raw):
            return found.data
        said: bytes | str = found.format(self)
        data = said.encode("latin-1") if isinstance(said, str) else said
        return data.removesuffix(b"endstream\n") + b"\nendstream" if type(found) is PDFStream else data

    def _page(self, sheet: Sheet, above: str) -> str:
        fonts = self.idToObjectNumberAndVersion["BasicFonts"][0]
        images = "".join(f"/I{number} {self._image(image)}" for number, image in enumerate(sheet.images))
        links = "".join(f" {link.number} 0 R" for _, link in sheet.annotations)
        return (
            f"<</Type/Page/Parent {above}/MediaBox[0 0 {sheet.size[0]:.2f} {sheet.size[1]:.2f}]"
            f"/Resources<</Font {fonts} 0 R/XObject<<{images}>>/ProcSet[/PDF/Text/ImageC]>>"
            f"/Contents {self.refer(RawStream('', sheet.code))}/StructParents 0/Tabs/S"
            f"{f'/Annots[{links}]' if links else ''}>>"
        )

    def _image(self, image: Image) -> str:
        return self.refer(RawStream(f"/Type/XObject/Subtype/Image{image.entries}", image.data, pack=image.pack))

    def _tree(self, sheet: Sheet, page: str) -> str:
        """The structure tree and, the other way round, the parent tree: from marked content to its element."""
        root = Raw()
        top = self.refer(root)
        elements = list(sheet.root.walk())
        raws = [Raw() for _ in elements]
        for element, raw in zip(elements, raws, strict=True):
            element.number = self.reserve(raw)
        links = [self._annotation(element, link, page) for element, link in sheet.annotations]
        for element, raw in zip(elements, raws, strict=True):
            raw.says(element.written(page, f"{element.parent.number} 0 R" if element.parent else top))
        owners = "".join(f" {element.number} 0 R" for element in sheet.contents)
        numbers = f"0 {self.refer(Raw(f'[{owners}]'))} " + " ".join(links)
        following = FIRST_LINK_KEY + len(links)
        root.says(
            f"<</Type/StructTreeRoot/K[{sheet.root.number} 0 R]"
            f"/ParentTree<</Nums[{numbers}]>>/ParentTreeNextKey {following}>>"
        )
        return top

    def _annotation(self, element: Element, link: Annotation, page: str) -> str:
        box = " ".join(f"{edge:.2f}" for edge in link.box)
        address = link.address.encode("ascii", "backslashreplace").hex().upper()
        link.number = self.reserve(
            Raw(
                f"<</Type/Annot/Subtype/Link/P {page}/Rect[{box}]/Border[0 0 0]/F 4/StructParent {link.key}"
                f"/Contents {text_string(link.address)}/A<</S/URI/URI<{address}>>>>>"
            )
        )
        return f"{link.key} {element.number} 0 R"

    def _intent(self) -> str:
        profile = self.refer(RawStream("/N 3", srgb()))
        name = text_string("sRGB IEC61966-2.1")
        said = f"/OutputConditionIdentifier {name}/Info {name}"
        return f"<</Type/OutputIntent/S/GTS_PDFA1{said}/DestOutputProfile {profile}>>"

    def _bookmarks(self, bookmarks: tuple[Bookmark, ...], page: str) -> str:
        if not bookmarks:
            return ""
        whole, raws = Raw(), [Raw() for _ in bookmarks]
        top, places = self.refer(whole), [self.refer(raw) for raw in raws]
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
