"""WordprocessingML elements, and text that any XML can hold."""

import re
from collections.abc import Iterable
from functools import cache

from lxml import etree

Element = etree._Element  # noqa: SLF001  # lxml's own name for the type of every element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"

_PREFIXES = {"w": W, "r": R}
_SPACE = f"{{{XML}}}space"
# XML 1.0 has no place for these: control characters, halves of characters, the two noncharacters of the first plane.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"(\r\n|\r|\n|\t)")


@cache
def name(tag: str, space: str = W) -> str:
    """The full name of an element or attribute of Word's."""
    return f"{{{space}}}{tag}"


def el(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element of Word's with attributes of Word's."""
    made = etree.Element(name(tag), nsmap=_PREFIXES)
    for key, value in attributes.items():
        made.set(name(key), str(value))
    made.extend(children)
    return made


def paragraph(style: str, content: Iterable[Element], *look: Element) -> Element:
    """A paragraph in a style; `look` are the few things no style can say, in the order of the schema."""
    made = el("p", el("pPr", el("pStyle", val=style), *look))
    made.extend(content)
    return made


def writable(text: str) -> str:
    """The text with U+FFFD for whatever XML cannot hold; a briefing never has such characters, a caller might."""
    return _UNWRITABLE.sub("\ufffd", text)


def letters(text: str) -> list[Element]:
    """What a run holds for a text: tabs and hard breaks as Word writes them, all else as it stands."""
    return [_piece(piece) for piece in _BREAKS.split(writable(text)) if piece]


def _piece(piece: str) -> Element:
    if piece == "\t":
        return el("tab")
    if piece in {"\n", "\r", "\r\n"}:
        return el("br")
    made = el("t")
    made.text = piece
    if piece != piece.strip() or "  " in piece:
        made.set(_SPACE, "preserve")
    return made


def field(instruction: str, shown: str, style: str) -> list[Element]:
    """A field whose result is there already, for readers that compute none."""
    code = el("instrText")
    code.text = f" {instruction} "
    code.set(_SPACE, "preserve")
    inside = (
        [el("fldChar", fldCharType="begin")],
        [code],
        [el("fldChar", fldCharType="separate")],
        letters(shown),
        [el("fldChar", fldCharType="end")],
    )
    return [el("r", *([el("rPr", el("rStyle", val=style))] if style else []), *part) for part in inside]
