"""What the file says about itself, in the three places where Word looks."""

from typing import cast

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from briefexport.document.text import Properties
from briefexport.edition import Edition

from .element import Element
from .markup import writable

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_VALUES = f"{_OFFICE}/docPropsVTypes"
_APPLICATION = "briefexport"
# Every property that people name themselves belongs to this set; the first number is 2 ([MS-OSHARED] 2.3.3.2.3).
_NAMED_BY_PEOPLE = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_NUMBER = 2


def add_properties(package: Package, said: Properties, edition: Edition, pages: int) -> None:
    """Replace whatever the package says about itself."""
    parts = [
        ("core", CT.OPC_CORE_PROPERTIES, RT.CORE_PROPERTIES, _core(said, edition)),
        ("app", CT.OFC_EXTENDED_PROPERTIES, RT.EXTENDED_PROPERTIES, _app(pages)),
    ]
    if said.extra:
        parts.append(("custom", CT.OFC_CUSTOM_PROPERTIES, RT.CUSTOM_PROPERTIES, _custom(said)))
    for called, content_type, relation, root in parts:
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package.relate_to(Part(PackURI(f"/docProps/{called}.xml"), content_type, blob, package), relation)


def _core(said: Properties, edition: Edition) -> Element:
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    moment = edition.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    values = (
        (_DC, "title", said.title),
        (_DC, "subject", said.subject),
        (_DC, "creator", said.author),
        (_CORE, "keywords", said.keywords),
        (_DC, "identifier", said.identifier),
        (_DC, "language", said.language),
        (_CORE, "lastModifiedBy", said.author),
        (_CORE, "revision", str(said.revision)),
        (_CORE, "version", str(said.revision)),
        (_CORE, "contentStatus", said.status),
        (_TERMS, "created", moment),
        (_TERMS, "modified", moment),
    )
    for space, tag, value in values:
        if value:
            made = _child(root, space, tag, value)
            if space == _TERMS:
                made.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return root


def _app(pages: int) -> Element:
    space = f"{_OFFICE}/extended-properties"
    root = etree.Element(f"{{{space}}}Properties", nsmap=cast("dict[str, str]", {None: space}))
    _child(root, space, "Pages", str(pages))
    _child(root, space, "Application", _APPLICATION)
    return root


def _custom(said: Properties) -> Element:
    space = f"{_OFFICE}/custom-properties"
    root = etree.Element(f"{{{space}}}Properties", nsmap=cast("dict[str, str]", {None: space, "vt": _VALUES}))
    for number, (called, value) in enumerate(said.extra, start=_FIRST_NUMBER):
        made = _child(root, space, "property", "")
        made.set("fmtid", _NAMED_BY_PEOPLE)
        made.set("pid", str(number))
        made.set("name", writable(called))
        _child(made, _VALUES, "lpwstr", value)
    return root


def _child(parent: Element, space: str, tag: str, text: str) -> Element:
    made = etree.SubElement(parent, f"{{{space}}}{tag}")
    if text:
        made.text = writable(text)
    return made
