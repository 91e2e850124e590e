"""Parts of a package that hold XML, between python-docx's types and lxml's."""

from typing import cast

from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.package import Package

from .element import Element


def xml_part(place: str, content_type: str, root: Element, package: Package) -> XmlPart:
    """A part made of an element; python-docx keeps any element, whatever class of its own it asks for."""
    return XmlPart(PackURI(place), content_type, cast("BaseOxmlElement", root), package)


def root_of(part: Part) -> Element:
    """The root of a part.

    Raises:
        AttributeError: the part holds no XML that python-docx reads.
    """
    return cast("Element", cast("XmlPart", part).element)
