"""Charts of a sheet: the numbers that they carry, the sentences that say the same, and how they come along."""

import re
from collections.abc import Iterator

from lxml import etree

from ....document.sheet import Cell, Formula, fingerprint
from ..cell import number
from .book import RELATIONS, Book, Element, tag
from .page import Page, corners

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_ID = f"{{{RELATIONS}}}id"
_CACHES = (f"{{{CHART}}}numCache", f"{{{CHART}}}strCache")
_PLACE = re.compile(r"\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?")


def charts(book: Book, sheet: str) -> Iterator[tuple[str, str]]:
    """The charts of a sheet, each with the drawing that it stands in, as parts."""
    for drawing in book.relations(sheet):
        if drawing.kind == "drawing":
            for one in book.relations(drawing.path):
                if one.kind == "chart":
                    yield drawing.path, one.path


def references(chart: Element) -> list[Element]:
    """Where a chart says what it reads."""
    return [one for one in chart.iter(f"{{{CHART}}}f") if one.text]


# -- what they carry


def carry(book: Book, page: Page, name: str) -> None:
    """The charts of the sheet of that name carry what its cells say: previews show nothing else."""
    for _, part in charts(book, page.path):
        for reference in references(book.xml(part)):
            sheet, _, place = (reference.text or "").rpartition("!")
            cache = next((one for one in _siblings(reference) if one.tag in _CACHES), None)
            ours = sheet.strip("'").replace("''", "'") == name and _PLACE.fullmatch(place)
            if ours and cache is not None and _renew(cache, page, place):
                book.touch(part)


def _siblings(reference: Element) -> list[Element]:
    above = reference.getparent()
    return [] if above is None else list(above)


def _renew(cache: Element, page: Page, place: str) -> bool:
    """Whether something had to be renewed."""
    left, top, right, bottom = corners(place.replace("$", ""))
    said = [_said(page.value(row, column)) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    points = {int(one.get("idx", "0")): one.findtext(f"{{{CHART}}}v") or "" for one in cache.iter(f"{{{CHART}}}pt")}
    numbers = cache.tag == _CACHES[0]
    wanted = {at: text for at, text in enumerate(said) if text is not None and not (numbers and _is_word(text))}
    if wanted.keys() == points.keys() and all(_same(points[at], text) for at, text in wanted.items()):
        return False
    for one in cache.findall(f"{{{CHART}}}pt"):
        cache.remove(one)
    count = cache.find(f"{{{CHART}}}ptCount")
    if count is None:
        count = etree.SubElement(cache, f"{{{CHART}}}ptCount")
    count.set("val", str(len(said)))
    for at, text in reversed(wanted.items()):
        point = etree.Element(f"{{{CHART}}}pt", idx=str(at))
        etree.SubElement(point, f"{{{CHART}}}v").text = text
        count.addnext(point)
    return True


def _said(value: Cell) -> str | None:
    if isinstance(value, Formula):
        value = value.result
    return value if value is None or isinstance(value, str) else number(value)


def _is_word(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return True
    return False


def _same(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other


# -- what is said of them


def describe(book: Book, sheet: str, issued: str | None, title: str, text: str) -> str:
    """Our chart says the sentence of the new issue, unless somebody wrote another one; what is to be remembered.

    `issued` is the fingerprint of the sentence that it had; None where nobody knows. LibreOffice drops such sentences:
    a chart that still has our title and says nothing is given ours again.
    """
    for drawing in {drawing: None for drawing, _ in charts(book, sheet)}:
        for frame in book.xml(drawing).iter(f"{_DRAWING}cNvPr"):
            said = fingerprint(frame.get("descr"))
            if said == fingerprint(text):
                return said
            if said == issued or (said == "-" and frame.get("name") == title):
                frame.set("descr", text)
                book.touch(drawing)
                return fingerprint(text)
    return issued or fingerprint(text)


# -- how they come along


def bring_charts(book: Book, fresh: Book, paths: tuple[str, str], names: tuple[str, str], root: Element) -> None:
    """The charts of a sheet of the new issue come along with it; paths and names of the sheet there and here."""
    for old in fresh.relations(paths[0]):
        if old.kind == "drawing":
            made = book.free_name("xl/drawings/drawing{}.xml")
            drawing = etree.fromstring(fresh.part(old.path))
            book.add(made, b"", _DRAWING_TYPE)
            for one in fresh.relations(old.path):
                part = book.free_name("xl/charts/chart{}.xml")
                book.add(part, _reading(fresh.part(one.path), names), _CHART_TYPE)
                ident = book.relate(made, "chart", part)
                for frame in drawing.iter(f"{{{CHART}}}chart"):
                    if frame.get(_ID) == one.ident:
                        frame.set(_ID, ident)
            book.parts[made] = etree.tostring(drawing, xml_declaration=True, encoding="UTF-8", standalone=True)
            for place in root.iter(tag("drawing")):
                place.set(_ID, book.relate(paths[1], "drawing", made))


def _reading(chart: bytes, names: tuple[str, str]) -> bytes:
    """A chart that reads the sheet by its name here."""
    root = etree.fromstring(chart)
    there, here = ("'" + name.replace("'", "''") + "'!" for name in names)
    for one in references(root):
        one.text = (one.text or "").replace(there, here)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
