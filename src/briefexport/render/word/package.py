"""The styles file as a package: what a memo takes from it, and what it leaves behind."""

import copy
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.package import Unmarshaller
from docx.opc.part import Part, PartFactory
from docx.opc.pkgreader import PackageReader
from docx.package import Package
from lxml import etree

from .element import Element, R, el, name
from .language import culture
from .note import SEPARATORS
from .page import Geometry, read_geometry
from .part import root_of, xml_part
from .styles import Styles, StylesError

# What makes a memo's look. All else of the file (thumbnail, custom XML, glossary, web settings, comments) stays behind.
_KEPT = {RT.STYLES, RT.NUMBERING, RT.SETTINGS, RT.THEME, RT.FONT_TABLE}
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "http://schemas.microsoft.com/office/word"
_COMPATIBLE = (
    ("compatibilityMode", 15),
    ("overrideTableStyleFontSizeAndJustification", 1),
    ("enableOpenTypeFeatures", 1),
    ("doNotFlipMirrorIndents", 1),
)
# Settings that belong to the look, in the order of the schema; what stands between them is written anew.
_SETTINGS_BEFORE = ("embedTrueTypeFonts", "saveSubsetFonts", "mirrorMargins")
_SETTINGS_AMID = ("defaultTabStop", "autoHyphenation", "hyphenationZone", "doNotHyphenateCaps")


class StylesFile(NamedTuple):
    """An opened styles file, ready to become a memo; `own` are its header and footer parts."""

    package: Package
    body: Part
    styles: Styles
    geometry: Geometry
    own: dict[str, Part]


def open_styles(data: bytes) -> StylesFile:
    """The styles file without its text and without what no memo needs.

    Raises:
        StylesError: the bytes are no Word file, or it lacks a style or a list.
    """
    try:
        package = Package()
        Unmarshaller.unmarshal(_unpacked(data), package, PartFactory)  # type: ignore[no-untyped-call]
        body = package.main_document_part
        root = root_of(body.part_related_by(RT.STYLES))
        text = root_of(body).find(name("body"))
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        etree.XMLSyntaxError,
    ) as wrong:
        raise StylesError("the styles file is no Word document (.docx)") from wrong
    if text is None:
        raise StylesError("the styles file is no Word document (.docx)")
    section = text.find(name("sectPr"))
    own = _own(body, section)
    _drop_all_but(package, body)
    return StylesFile(package, body, Styles(root), read_geometry(section), own)


@lru_cache(maxsize=2)
def _unpacked(data: bytes) -> PackageReader:
    """The parts of a package as bytes: a run makes many memos of one styles file."""
    unpacked: PackageReader = PackageReader.from_file(io.BytesIO(data))  # type: ignore[no-untyped-call]
    return unpacked


def numbering(file: StylesFile) -> Element:
    """The lists of the styles file.

    Raises:
        StylesError: it has none.
    """
    try:
        return root_of(file.body.part_related_by(RT.NUMBERING))
    except KeyError as wrong:
        raise StylesError("the styles file has no lists") from wrong


def _own(body: Part, section: Element | None) -> dict[str, Part]:
    """The header and footer that all pages of the styles file have."""
    own: dict[str, Part] = {}
    for kind in ("header", "footer"):
        for reference in () if section is None else section.iterfind(name(f"{kind}Reference")):
            if reference.get(name("type"), "default") == "default":
                own[kind] = body.related_parts[reference.get(name("id", R), "")]
    return own


def _drop_all_but(package: Package, body: Part) -> None:
    for rid, related in list(body.rels.items()):
        if related.reltype not in _KEPT:
            del body.rels[rid]
    for rid, related in list(package.rels.items()):
        if related.reltype != RT.OFFICE_DOCUMENT:
            del package.rels[rid]


def write_settings(file: StylesFile, language: str) -> None:
    """Settings of a file that was never typed in: no traces of editing, no paths, no questions on opening."""
    try:
        old = root_of(file.body.part_related_by(RT.SETTINGS))
    except KeyError:
        old = el("settings")
    rid = next((rid for rid, related in file.body.rels.items() if related.reltype == RT.SETTINGS), None)
    if rid is not None:
        del file.body.rels[rid]
    notes = el("footnotePr", *(el("footnote", id=number) for _, number in SEPARATORS))
    has_notes = any(related.reltype == RT.FOOTNOTES for related in file.body.rels.values())
    compatible = (el("compatSetting", name=key, uri=_WORD, val=value) for key, value in _COMPATIBLE)
    root = el(
        "settings",
        *_taken(old, _SETTINGS_BEFORE),
        *_taken(old, _SETTINGS_AMID),
        el("characterSpacingControl", val="doNotCompress"),
        *([notes] if has_notes else []),
        el("compat", *compatible),
        el("themeFontLang", val=culture(language)),
        *_taken(old, ("clrSchemeMapping",)),
        el("decimalSymbol", val="."),
        el("listSeparator", val=","),
    )
    part = xml_part("/word/settings.xml", CT.WML_SETTINGS, root, file.package)
    file.body.relate_to(part, RT.SETTINGS)


def _taken(old: Element, tags: tuple[str, ...]) -> list[Element]:
    found = (old.find(name(tag)) for tag in tags)
    return [copy.deepcopy(each) for each in found if each is not None]


def parts_of(package: Package, written: Mapping[Part, bytes]) -> Iterator[tuple[str, bytes]]:
    """The parts of a package and their names; `written` are those that are there as bytes already."""
    parts = package.parts
    yield "[Content_Types].xml", _content_types(parts)
    yield "_rels/.rels", package.rels.xml
    for part in parts:
        yield part.partname.membername, written.get(part) or part.blob
        if part.rels:
            yield part.partname.rels_uri.membername, part.rels.xml


def _content_types(parts: Sequence[Part]) -> bytes:
    """What each part is: pictures by the ending of their names, all others one by one."""
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap=cast("dict[str, str]", {None: _TYPES}))
    endings = {"rels": CT.OPC_RELATIONSHIPS, "xml": CT.XML}
    endings |= {part.partname.ext: part.content_type for part in parts if part.partname.ext != "xml"}
    for ending, kind in sorted(endings.items()):
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=ending, ContentType=kind)
    for part in sorted(parts, key=lambda part: part.partname):
        if part.partname.ext == "xml":
            etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=part.partname, ContentType=part.content_type)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
