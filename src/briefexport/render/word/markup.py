"""Word's markup as text: what a memo is written in. Far cheaper than making elements one by one; parsed at the end."""

import re
from collections.abc import Iterable
from typing import NewType

from lxml import etree

from .element import Element, R, W, name

Markup = NewType("Markup", str)

_NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
# XML 1.0 has no place for these: control characters, halves of characters, two noncharacters of the first plane.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"(\r\n|\r|\n|\t)")
_IN_VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)
_PARAGRAPH = "<w:p><w:pPr>"
_END_OF_LOOK = "</w:pPr>"
_TAB, _BREAK, _NO_RUN = Markup("<w:tab/>"), Markup("<w:br/>"), Markup("<w:r/>")


def writable(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold; a briefing never has such characters, a caller might."""
    return _UNWRITABLE.sub("\ufffd", text)


def value(text: str) -> str:
    """A text as the value of an attribute."""
    return text if text.isalnum() else writable(text).translate(_IN_VALUE)


def tag(called: str, *inside: Markup, **said: str | int) -> Markup:
    """An element of Word's with attributes of Word's, whose values are names and numbers of ours."""
    head = "".join([f' w:{key}="{each}"' for key, each in said.items()]) if said else ""
    if not inside:
        return Markup(f"<w:{called}{head}/>")
    return Markup(f"<w:{called}{head}>{''.join(inside)}</w:{called}>")


def paragraph(style: str, content: Iterable[Markup], *look: Markup) -> Markup:
    """A paragraph in a style; `look` are the few things no style can say, in the order of the schema."""
    return Markup(f'{_PARAGRAPH}<w:pStyle w:val="{style}"/>{"".join(look)}{_END_OF_LOOK}{"".join(content)}</w:p>')


def is_paragraph(block: Markup) -> bool:
    """Whether it is a paragraph, not a table."""
    return block.startswith(_PARAGRAPH)


def ends_section(block: Markup) -> bool:
    """Whether a section ends in this paragraph."""
    return is_paragraph(block) and "<w:sectPr>" in block.partition(_END_OF_LOOK)[0]


def with_section(block: Markup, section: Markup) -> Markup:
    """The paragraph, with a section ending in it."""
    return Markup(block.replace(_END_OF_LOOK, section + _END_OF_LOOK, 1))


def with_opening(block: Markup, *opening: Markup) -> Markup:
    """The paragraph, with something before all else that stands in it."""
    return Markup(block.replace(_END_OF_LOOK, _END_OF_LOOK + "".join(opening), 1))


def run(text: str, style: str, *marks: Markup) -> Markup:
    """A stretch of text in a character style, or in none."""
    said = f'<w:rStyle w:val="{style}"/>' if style else ""
    if said or marks:
        said = f"<w:rPr>{said}{''.join(marks)}</w:rPr>"
    if not (said or text):
        return _NO_RUN
    return Markup(f"<w:r>{said}{letters(text)}</w:r>")


def letters(text: str) -> Markup:
    """What a run holds for a text: tabs and hard breaks as Word writes them, all else as it stands."""
    if text.isprintable():
        return _letters(text)
    return Markup("".join(map(_piece, _BREAKS.split(writable(text)))))


def _piece(piece: str) -> Markup:
    if piece == "\t":
        return _TAB
    if piece in {"\n", "\r", "\r\n"}:
        return _BREAK
    return _letters(piece)


def _letters(text: str) -> Markup:
    if not text:
        return Markup("")
    kept = ' xml:space="preserve"' if text != text.strip() or "  " in text else ""
    # Far cheaper than to translate, which looks at every letter.
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(f"<w:t{kept}>{escaped}</w:t>")


def field(instruction: str, shown: str) -> Markup:
    """A field whose result is there already, for readers that compute none."""
    begin, between, end = (tag("r", tag("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return Markup(f"{begin}{code}{between}{run(shown, '')}{end}")


def written(root: Element, called: str, inside: Iterable[Markup]) -> bytes:
    """The part of that root as bytes, with the markup as all that its child of that name holds.

    Markup is what a tree of it would be written as, so it takes the place of an empty child as it stands. A tree is
    made only where the part calls Word's names otherwise, or would keep spaces there.
    """
    child = root.find(name(called))
    assert child is not None
    del child[:]
    empty = f"<w:{called}/>".encode()
    before, found, after = _serialised(root).partition(empty)
    if found and child.nsmap.get("w") == W and child.nsmap.get("r") == R and empty not in after:
        return b"".join((before, f"<w:{called}>{''.join(inside)}</w:{called}>".encode(), after))
    child[:] = parsed(called, inside)
    return _serialised(root)


def _serialised(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", standalone=True)


def parsed(root: str, inside: Iterable[Markup]) -> Element:
    """The markup as a tree, in an element of that name."""
    whole = f"<w:{root} {_NAMESPACES}>{''.join(inside)}</w:{root}>"
    return etree.fromstring(whole.encode(), _PARSER)


# A paragraph of a million words is one text node.
_PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False)
