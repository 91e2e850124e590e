"""What stands in a Word file, read with the standard library alone: zip and XML."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MAIN = "word/document.xml"


def unpacked(data: bytes) -> dict[str, bytes]:
    """Every part by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a file again."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def root(data: bytes, part: str = MAIN) -> ET.Element:
    """A part as XML."""
    return ET.fromstring(unpacked(data)[part])  # noqa: S314  # our own file


def val(element: ET.Element | None, key: str = "val") -> str | None:
    """An attribute of Word's; None where element or attribute is missing."""
    return None if element is None else element.get(W + key)


def texts(element: ET.Element) -> str:
    """The text in an element, with tabs and breaks."""
    return "".join(_letters(element))


def _letters(element: ET.Element) -> Iterator[str]:
    for each in element.iter():
        if each.tag == W + "t":
            yield each.text or ""
        elif each.tag in {W + "tab", W + "br"} and "pos" not in "".join(each.attrib):
            yield "\t" if each.tag == W + "tab" else "\n"


def style(paragraph: ET.Element) -> str:
    """The id of a paragraph's style."""
    return val(paragraph.find(f"{W}pPr/{W}pStyle")) or ""


def lines(element: ET.Element) -> list[tuple[str, str]]:
    """Style and text of every paragraph in an element, in order."""
    return [(style(paragraph), texts(paragraph)) for paragraph in element.iter(W + "p")]


def related(data: bytes, part: str = MAIN) -> dict[str, str]:
    """Targets of a part's relationships by id."""
    folder, _, name = part.rpartition("/")
    rels = root(data, f"{folder}/_rels/{name}.rels")
    return {each.get("Id", ""): each.get("Target", "") for each in rels}


def body(data: bytes) -> list[ET.Element]:
    """What stands in the body after the title, without the last section."""
    inside = list(root(data)[0])
    at = next(at for at, each in enumerate(inside) if style(each) == "Title")
    return inside[at + 1 : -1]


def number(paragraph: ET.Element) -> tuple[str | None, str | None]:
    """The list a paragraph is in, and its level there."""
    place = paragraph.find(f"{W}pPr/{W}numPr")
    return (None, None) if place is None else (val(place.find(W + "numId")), val(place.find(W + "ilvl")))
