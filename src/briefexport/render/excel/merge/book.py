"""A workbook as its parts: what is looked into is parsed, what is changed is written anew, the rest stays as it was."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from lxml import etree

from ..cell import MAIN
from ..issued import Words
from .report import NotMergedError
from .saying import decoded, own_text, unescaped

Element = etree._Element  # noqa: SLF001 # lxml has no other name for it

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORKBOOK = "xl/workbook.xml"
_CONTENTS = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_BYTES = 2**29
_EARLIEST = (1980, 1, 1, 0, 0, 0)
# The texts of a file where each has one look, as most programs write them.
_TEXT = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<\r]*)</t></si>')
_OPENING = re.compile(rb'\s*<\?xml version="1.0" encoding="UTF-8"[^>]*\?>\s*<sst [^<>]*>')
_OR_EARLIER = "put an earlier copy of it in its place, or open it and save it as .xlsx, and run this again"
_SAVE_AGAIN = "open it, save it as an ordinary Excel workbook (.xlsx) under its name, and run this again"


def tag(name: str) -> str:
    """The full name of an element of spreadsheets."""
    return f"{{{MAIN}}}{name}"


@lru_cache(maxsize=1)
def lent(data: bytes) -> "Book":
    """A workbook for those who only read it: a merge of the same bytes does not read them again."""
    return Book(data)


def taken(data: bytes) -> "Book":
    """A workbook for the one who changes it."""
    book = lent(data)
    lent.cache_clear()
    return book


class Sheet(Protocol):
    """A sheet of which the rows are kept apart from what stands around them."""

    def part(self) -> bytes:
        """The sheet as a part of the file."""


class Relation(NamedTuple):
    """What a part points to: `kind` is the last word of its type, `path` a part of the file."""

    ident: str
    kind: str
    path: str


class Book:
    """The parts of a workbook, by name."""

    def __init__(self, data: bytes | dict[str, bytes]) -> None:
        self._data = data if isinstance(data, bytes) else b""
        self.parts = _unpacked(data) if isinstance(data, bytes) else data
        self._trees: dict[str, Element] = {}
        self._touched: set[str] = set()
        self.pages: dict[str, Sheet] = {}
        self.standings: dict[str, object] = {}
        self.words = Words()
        if _WORKBOOK not in self.parts or _CONTENTS not in self.parts:
            raise NotMergedError("this is no Excel workbook, or one of another kind", _SAVE_AGAIN)
        if self.workbook.tag != tag("workbook"):
            raise NotMergedError(
                "it was saved as a workbook of the strict kind, which is written otherwise", _SAVE_AGAIN
            )
        self.strings = self._strings()

    @property
    def workbook(self) -> Element:
        """The list of sheets and names."""
        return self.xml(_WORKBOOK)

    @cached_property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904."""
        settings = self.workbook.find(tag("workbookPr"))
        return settings is not None and settings.get("date1904") in ("1", "true")

    def xml(self, name: str) -> Element:
        """A part as a tree; who changes it says so with `touch`."""
        if name not in self._trees:
            self.tree(name, self.part(name))
        return self._trees[name]

    def part(self, name: str) -> bytes:
        """A part as it is now."""
        if name not in self.parts:
            raise NotMergedError(f"the file is damaged: its part {name} is missing", _SAVE_AGAIN)
        return self._written(name) if name in self._touched else self.parts[name]

    def tree(self, name: str, part: bytes) -> Element:
        """The tree that stands for a part from now on."""
        try:
            self._trees[name] = etree.fromstring(part, _parser())
        except etree.XMLSyntaxError:
            raise NotMergedError(f"the file is damaged: its part {name} cannot be read", _SAVE_AGAIN) from None
        return self._trees[name]

    def _written(self, name: str) -> bytes:
        if name in self.pages:
            return self.pages[name].part()
        return etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)

    def touch(self, name: str) -> None:
        """A part was changed."""
        self._touched.add(name)

    @property
    def is_touched(self) -> bool:
        """Whether anything was changed."""
        return bool(self._touched)

    def add(self, name: str, part: bytes, content_type: str) -> None:
        """A new part."""
        self.parts[name] = part
        types = self.xml(_CONTENTS)
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
        self.touch(_CONTENTS)

    def free_name(self, pattern: str) -> str:
        """A name for a part that no part has: `xl/tables/table{}.xml`."""
        number = 1
        while pattern.format(number) in self.parts:
            number += 1
        return pattern.format(number)

    # -- what points to what

    def relations(self, part: str) -> list[Relation]:
        """What a part points to inside the file."""
        name = _relations_name(part)
        if name not in self.parts:
            return []
        folder = posixpath.dirname(part)
        return [
            Relation(
                entry.get("Id", ""),
                entry.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/"),
            )
            for entry in self.xml(name)
            if entry.get("TargetMode") != "External"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Makes a part point to another; the id of that."""
        name = _relations_name(part)
        if name not in self.parts:
            self.parts[name] = f'<Relationships xmlns="{_PACKAGE}"/>'.encode()
        root = self.xml(name)
        taken = {entry.get("Id") for entry in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        made = etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", Id=f"rId{number}")
        made.set("Type", f"{RELATIONS}/{kind}")
        made.set("Target", f"/{target}")
        self.touch(name)
        return f"rId{number}"

    def sheets(self) -> Iterator[tuple[str, str, Element]]:
        """Name, part and entry of every sheet with cells."""
        paths = {one.ident: one for one in self.relations(_WORKBOOK)}
        for entry in self.workbook.iter(tag("sheet")):
            found = paths.get(entry.get(f"{{{RELATIONS}}}id", ""))
            if found is not None and found.kind == "worksheet":
                yield entry.get("name", ""), found.path, entry

    def sheet_number(self, path: str) -> int:
        """The place of a sheet among all, from 0: what names that belong to one sheet call it."""
        paths = {one.ident: one.path for one in self.relations(_WORKBOOK)}
        entries = list(self.workbook.iter(tag("sheet")))
        return [paths.get(entry.get(f"{{{RELATIONS}}}id", "")) for entry in entries].index(path)

    def tables(self) -> Iterator[tuple[str, str]]:
        """Sheet and table, both as parts."""
        for _, path, _ in self.sheets():
            for one in self.relations(path):
                if one.kind == "table":
                    yield path, one.path

    # -- the whole

    def _strings(self) -> list[str]:
        found = [one.path for one in self.relations(_WORKBOOK) if one.kind == "sharedStrings"]
        if not found or found[0] not in self.parts:
            return []
        plain = _TEXT.split(self.parts[found[0]])
        head, entries, tail = plain[0], plain[1::2], plain[-1]
        if entries and _OPENING.fullmatch(head) and tail.strip() == b"</sst>" and not any(plain[2:-1:2]):
            return [decoded(unescaped(entry)) for entry in entries]
        return [own_text(entry) for entry in self.xml(found[0])]

    def saved(self) -> bytes:
        """The file; the very same bytes when nothing was changed."""
        if not self._touched:
            return self._data
        for name in self._touched:
            self.parts[name] = self._written(name)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, part in self.parts.items():
                entry = zipfile.ZipInfo(name, _EARLIEST)
                entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
                archive.writestr(entry, part, compresslevel=3)
        return buffer.getvalue()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _unpacked(data: bytes) -> dict[str, bytes]:
    if data.startswith(_OLE):
        raise NotMergedError(
            "it is protected by a password, or of the kind that Excel made before 2007",
            "open it, take the password off or save it as .xlsx, and run this again",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise NotMergedError("it is larger than 500 MB when unpacked", "take what it does not need out of it")
            found = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise NotMergedError("the file is damaged", _OR_EARLIER) from error
    if len(found) < len(entries):
        raise NotMergedError("the file is damaged: it has two parts of one name", _SAVE_AGAIN)
    return found
