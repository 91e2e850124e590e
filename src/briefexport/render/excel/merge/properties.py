"""What the file says about itself: that of the new issue, unless people wrote something else there."""

from collections.abc import Iterator

from lxml import etree

from ....document.sheet import fingerprint
from ....document.text import Properties
from ..issued import PROPERTY, said_of_itself
from ..packed import Line
from .book import Book, Element
from .memory import UNKNOWN, Memory
from .verdict import Verdict, verdict_of

_CORE, _CUSTOM = "core-properties", "custom-properties"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_TAGS = {
    "title": f"{_DUBLIN}title",
    "subject": f"{_DUBLIN}subject",
    "keywords": f"{_PACKAGE}keywords",
    "identifier": f"{_DUBLIN}identifier",
    "language": f"{_DUBLIN}language",
    "status": f"{_PACKAGE}contentStatus",
}


def merge_properties(book: Book, properties: Properties, memory: Memory) -> Iterator[Line]:
    """Brings them up to date; the lines to be remembered."""
    issued = memory.said_of_itself
    parts = {one.kind: one.path for one in book.relations("") if one.path in book.parts}
    for name, ours in said_of_itself(properties):
        part = parts.get(_CORE if name in _TAGS else _CUSTOM)
        if part is None:
            continue
        root = book.xml(part)
        found = root.find(_TAGS[name]) if name in _TAGS else _own(root, name)
        theirs = fingerprint(None if found is None else found.text)
        base = issued.get(name, "-" if theirs == "-" else UNKNOWN)
        verdict, word = verdict_of(base, theirs, fingerprint(ours))
        if verdict is Verdict.WRITE and (found is not None or name in _TAGS):
            (etree.SubElement(root, _TAGS[name]) if found is None else found).text = ours
            book.touch(part)
        yield [PROPERTY, "", name, word]


def _own(root: Element, name: str) -> Element | None:
    """The value of a property of the office's own."""
    return next((one[0] for one in root if one.get("name") == name and len(one)), None)
