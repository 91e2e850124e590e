"""The checklist for Word files that everyone can read; each line is seen to fail on a file that breaks it."""

import itertools
import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

import pytest

from briefexport.product import Product
from conftest import Sample
from memos import RIGHT_TO_LEFT, STYLES, everything
from word_reading import MAIN, W, related, root, style, texts, unpacked, val

Parts = dict[str, bytes]
Check = Callable[[Parts], Iterator[str]]
DOC_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
SHOWN = {DOC_PROPERTIES, f"{W}numId"}  # a picture, a bullet
FURNITURE = re.compile(r"word/(header|footer)\d+\.xml")
LEAST_CONTRAST = 4.5


def xml(parts: Parts, part: str = MAIN) -> ET.Element:
    """A part of a file that is taken apart."""
    return ET.fromstring(parts[part])  # noqa: S314  # our own file


def properties(parts: Parts) -> Iterator[str]:
    """Title, author, language and keywords are told, and no library tells of itself."""
    told = {each.tag.rpartition("}")[2]: each.text for each in xml(parts, "docProps/core.xml")}
    yield from (f"no {name}" for name in ("title", "creator", "language", "keywords") if not told.get(name))
    if b"python-docx" in b"".join(parts.values()):
        yield "names its library"


def language(parts: Parts) -> Iterator[str]:
    """All text has a language."""
    if not val(xml(parts, "word/styles.xml").find(f".//{W}rPrDefault/{W}rPr/{W}lang")):
        yield "text without a language"


def headings(parts: Parts) -> Iterator[str]:
    """One title, then Word's own headings, none left out."""
    styles = [style(each) for each in xml(parts).iter(W + "p")]
    levels = [int(each[-1]) for each in styles if each.startswith("Heading")]
    if styles.count("Title") != 1:
        yield "not one title"
    if not levels or any(level - before > 1 for before, level in zip([0, *levels], levels, strict=False)):
        yield f"headings skip: {levels}"


def lists(parts: Parts) -> Iterator[str]:
    """Lists are lists, not typed dashes and numbers."""
    known = {val(each, "numId") for each in xml(parts, "word/numbering.xml").iter(W + "num")}
    places = list(xml(parts).iter(W + "numId"))
    if not places or not {val(each) for each in places} <= known:
        yield "a list that is none"
    if any(re.match(r"([•–-]|\d+[.)])\s", texts(each)) for each in xml(parts).iter(W + "p")):
        yield "a typed list"


def tables(parts: Parts) -> Iterator[str]:
    """Every table has a header row that repeats, rows that hold together, and says what it is."""
    for table in xml(parts).iter(W + "tbl"):
        rows = table.findall(W + "tr")
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield "no header row"
        if any(row.find(f"{W}trPr/{W}cantSplit") is None for row in rows):
            yield "a row that splits"
        if not val(table.find(f"{W}tblPr/{W}tblDescription")):
            yield "no description"
        if any(each.tag in {W + "gridSpan", W + "vMerge"} for each in table.iter()):
            yield "merged cells"


def captions(parts: Parts) -> Iterator[str]:
    """A caption stands right above its table and is told with it."""
    body = list(xml(parts)[0])
    for above, table in itertools.pairwise(body):
        told = val(table.find(f"{W}tblPr/{W}tblCaption")) if table.tag == W + "tbl" else None
        if told and (style(above) != "Caption" or texts(above) != told):
            yield f"no caption above: {told}"


def pictures(parts: Parts) -> Iterator[str]:
    """A picture is described, or is decoration and says so."""
    for picture in xml(parts).iter(DOC_PROPERTIES):
        if not picture.get("descr") and not any(each.tag.endswith("}decorative") for each in picture.iter()):
            yield "a picture without words"


def links(parts: Parts) -> Iterator[str]:
    """A link says where it leads."""
    for link in xml(parts).iter(W + "hyperlink"):
        said = texts(link).strip()
        if not said or said.lower() in {"here", "click here", "link"} or said.startswith(("http://", "https://")):
            yield f"a link that says nothing: {said!r}"


def page_numbers(parts: Parts) -> Iterator[str]:
    """Every footer counts its pages by fields that have a result."""
    for part in (name for name in parts if name.startswith("word/footer")):
        codes = [(each.text or "").strip() for each in xml(parts, part).iter(W + "instrText")]
        if codes != ["PAGE", "NUMPAGES"] or not re.search(r"\d\D+\d", texts(xml(parts, part))):
            yield f"{part} counts no pages"


def marking(parts: Parts) -> Iterator[str]:
    """The marking is text at the top and the foot of every page."""
    yield from (
        f"{part} has no marking"
        for part in parts
        if FURNITURE.fullmatch(part) and "RESTRICTED" not in texts(xml(parts, part))
    )


def boxes(parts: Parts) -> Iterator[str]:
    """All text stands in the text, none in boxes or frames, or floating beside it."""
    floating = {"txbxContent", "framePr", "anchor", "pict", "tblpPr"}
    yield from (
        f"{each.tag.rpartition('}')[2]} in {part}"
        for part in parts
        if part == MAIN or FURNITURE.fullmatch(part)
        for each in xml(parts, part).iter()
        if each.tag.rpartition("}")[2] in floating
    )


def contrast(parts: Parts) -> Iterator[str]:
    """Every colour of text is told from white and from every tint it may stand on."""
    styles = xml(parts, "word/styles.xml")
    grounds = {"FFFFFF", *(val(each, "fill") or "" for each in styles.iter(W + "shd"))}
    for colour in sorted({val(each) or "" for each in styles.iter(W + "color")}):
        yield from (f"{colour} on {ground}" for ground in sorted(grounds) if _contrast(colour, ground) < LEAST_CONTRAST)


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: str) -> float:
    channels = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour_alone(parts: Parts) -> Iterator[str]:
    """Nothing is said by colour only: links are underlined, strong text is bold, a draft is a word."""
    styles = {val(each, "styleId"): each for each in xml(parts, "word/styles.xml").iter(W + "style")}
    for called, mark in (("Hyperlink", "u"), ("Strong", "b"), ("StruckOut", "strike")):
        if styles[called].find(f"{W}rPr/{W}{mark}") is None:
            yield f"{called} by colour alone"


def spacing(parts: Parts) -> Iterator[str]:
    """Air is made by styles, not by empty paragraphs in a row."""
    body = list(xml(parts)[0])
    empty = [each.tag == W + "p" and not texts(each) and SHOWN.isdisjoint(e.tag for e in each.iter()) for each in body]
    if any(one and other for one, other in itertools.pairwise(empty)):
        yield "empty paragraphs in a row"


CHECKLIST = (
    properties, language, headings, lists, tables, captions, pictures, links, page_numbers, marking, boxes, contrast,
    colour_alone, spacing,
)  # fmt: skip

# What breaks each line: a part, what stands there, and what stands there instead.
BROKEN: dict[Check, tuple[str, bytes, bytes]] = {
    properties: ("docProps/core.xml", b"<dc:title>Before the summit</dc:title>", b""),
    language: ("word/styles.xml", b'<w:lang w:val="en-GB"', b"<w:lang"),
    headings: (MAIN, b'"Heading2"', b'"BodyText"'),
    lists: (MAIN, b">one<", b">- one<"),
    tables: (MAIN, b"<w:tblHeader/>", b""),
    captions: (MAIN, b">Table 1. What we ask<", b">What we ask<"),
    pictures: (MAIN, b'descr="A blue bar"', b'descr=""'),
    links: (MAIN, b">the table<", b">here<"),
    page_numbers: ("word/footer1.xml", b"NUMPAGES", b"DATE"),
    marking: ("word/header2.xml", b">RESTRICTED<", b"><"),
    boxes: (MAIN, b"<wp:inline", b"<wp:anchor/><wp:inline"),
    contrast: ("word/styles.xml", b'"5A6472"', b'"9AA4B2"'),
    colour_alone: ("word/styles.xml", b'<w:u w:val="single"/>', b""),
    spacing: (MAIN, b"Upright again.", b""),
}


@pytest.mark.parametrize("check", CHECKLIST, ids=lambda check: check.__name__)
def test_a_memo_with_every_kind_of_block_keeps_the_checklist(check: Check) -> None:
    assert list(check(unpacked(everything()))) == []


@pytest.mark.parametrize("check", CHECKLIST, ids=lambda check: check.__name__)
def test_each_line_of_the_checklist_is_broken_by_what_breaks_it(check: Check) -> None:
    parts = unpacked(everything())
    part, stood, instead = BROKEN[check]
    assert stood in parts[part]
    namespace = b'<w:document xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    parts[part] = parts[part].replace(stood, instead)
    parts[part] = parts[part].replace(b"<w:document ", namespace) if check is boxes else parts[part]

    assert list(check(parts)) != []


MORE_BROKEN: tuple[tuple[Check, str, bytes, bytes], ...] = (
    (properties, "docProps/core.xml", b"<dc:creator>Joint Secretary, Eurasia</dc:creator>", b""),
    (properties, "docProps/core.xml", b"<dc:language>en</dc:language>", b""),
    (properties, "docProps/core.xml", b"<cp:keywords>India, Russia</cp:keywords>", b""),
    (properties, "docProps/app.xml", b"briefexport", b"python-docx"),
    (headings, MAIN, b'<w:pStyle w:val="BodyText"/>', b'<w:pStyle w:val="Title"/>'),
    (lists, MAIN, b">one<", b">1) one<"),
    (lists, MAIN, b'<w:numId w:val="', b'<w:numId w:val="99'),
    (tables, MAIN, b"<w:cantSplit/>", b""),
    (tables, MAIN, b'<w:tblDescription w:val="One risk"/>', b""),
    (tables, MAIN, b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="2"/>'),
    (links, MAIN, b">the table<", b">https://example.org<"),
    (links, MAIN, b">the table<", b"><"),
    (page_numbers, "word/footer2.xml", b" PAGE ", b" DATE "),
    (marking, "word/footer1.xml", b">RESTRICTED<", b"><"),
    (boxes, MAIN, b"<w:pPr>", b"<w:pPr><w:framePr/>"),
    (boxes, "word/header1.xml", b"<w:pPr>", b"<w:pPr><w:framePr/>"),
    (colour_alone, "word/styles.xml", b"<w:strike/>", b""),
)
"""Further ways to break a line: one replacement of the first thing that stands there."""


@pytest.mark.parametrize(("check", "part", "stood", "instead"), MORE_BROKEN)
def test_a_line_of_the_checklist_has_more_than_one_way_to_break(
    check: Check, part: str, stood: bytes, instead: bytes
) -> None:
    parts = unpacked(everything())
    assert stood in parts[part]
    parts[part] = parts[part].replace(stood, instead, 1)

    assert list(check(parts)) != []


@pytest.mark.parametrize("check", CHECKLIST, ids=lambda check: check.__name__)
def test_the_samples_keep_the_checklist(check: Check, sample: Sample) -> None:
    parts = unpacked(sample.artifact(Product.MEMO).data)
    banner = str(sample.briefing.marking.banner if sample.briefing.marking else "").encode()
    furniture = {name: part.replace(banner, b"RESTRICTED") for name, part in parts.items() if FURNITURE.fullmatch(name)}

    assert list(check({**parts, **furniture})) == []


def test_a_memo_from_right_to_left_keeps_the_checklist_too() -> None:
    parts = unpacked(everything(RIGHT_TO_LEFT, "ar"))
    others = (check for check in CHECKLIST if check is not marking)

    assert [fault for check in others for fault in check(parts)] == []


def test_every_link_of_the_memo_leads_somewhere() -> None:
    data = everything()
    targets = [target for part in (MAIN, "word/footnotes.xml") for target in related(data, part).values()]
    names = {val(each, "name") for each in root(data).iter(W + "bookmarkStart")}

    assert {val(each, "anchor") for each in root(data).iter(W + "hyperlink")} - {None} <= names
    assert "https://example.org/a%20b" in targets


def test_the_styles_file_itself_is_readable() -> None:
    parts = unpacked(STYLES)

    assert [fault for check in (language, tables, boxes, contrast, colour_alone) for fault in check(parts)] == []
