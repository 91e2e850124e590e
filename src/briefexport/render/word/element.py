"""Elements of the parts that are there already: styles, lists, settings."""

from functools import cache

from lxml import etree

Element = etree._Element  # noqa: SLF001  # lxml's own name for the type of every element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_PREFIXES = {"w": W, "r": R}


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
