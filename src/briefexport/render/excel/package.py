"""The file itself: openpyxl's parts in memory, the rows put in, and what the library leaves behind mended."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from openpyxl import Workbook as Book
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from .cell import DECLARATION, MAIN, Texts
from .drawn import Drawn

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_TABLE_TEXTS = "{504A1905-F514-4f6f-8877-14C23A59335A}"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TEXTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TEXTS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"

# openpyxl cannot say that a number in a chart is shown otherwise than in its cell.
_FORMAT, _OWN_FORMAT = b'<numFmt formatCode="0;;;"/>', b'<numFmt formatCode="0;;;" sourceLinked="0"/>'

_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
"""The order of ECMA-376, part 1, CT_Font as Excel writes it; openpyxl has another."""

_APPLICATION = (
    f"{DECLARATION}"
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>briefexport</Application></Properties>"
)


class _Parts:
    """What openpyxl takes for a zip file: parts by name, in memory only."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}

    def writestr(self, name: str, part: str | bytes) -> None:
        """Takes a part."""
        self.parts[name] = part.encode() if isinstance(part, str) else part

    def namelist(self) -> list[str]:
        """The names of the parts."""
        return list(self.parts)

    def close(self) -> None:
        """Nothing is open."""


class _Writer(ExcelWriter):
    """Writes the sheets without temporary files, each with the rows that were drawn for it."""

    def __init__(self, book: Book, drawn: Mapping[str, Drawn], furniture: str) -> None:
        self.collected = _Parts()
        self._drawn, self._furniture = drawn, furniture
        super().__init__(book, self.collected)  # type: ignore[arg-type]  # it asks for no more than three methods

    def write_worksheet(self, ws: Any) -> None:
        """Puts the rows of a sheet into what openpyxl writes around them."""
        # The library's own method with a buffer in place of its temporary file, attribute by attribute.
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001
        ws._drawing.charts = ws._charts  # noqa: SLF001
        ws._drawing.images = ws._images  # noqa: SLF001
        buffer = io.BytesIO()
        writer: Any = WorksheetWriter(ws, buffer)
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        self.collected.writestr(ws.path[1:], _filled(buffer.getvalue(), self._drawn[ws.title], self._furniture))
        self.manifest.append(ws)


def parts_of(book: Book, drawn: Sequence[Drawn], texts: Texts, furniture: str) -> dict[str, bytes]:
    """The parts of the file by name."""
    writer = _Writer(book, {sheet.page.title: sheet for sheet in drawn}, furniture)
    writer.write_data()
    parts = writer.collected.parts
    about = {name: text for sheet in drawn for name, text in sheet.about.items()}
    for name in parts:
        if name.startswith("xl/tables/"):
            parts[name] = _described_table(parts[name], about)
        elif name.startswith("xl/charts/"):
            parts[name] = parts[name].replace(_FORMAT, _OWN_FORMAT)
    # openpyxl numbers drawings in the order of the sheets that have any.
    for number, charts in enumerate((sheet.charts for sheet in drawn if sheet.charts), start=1):
        name = f"xl/drawings/drawing{number}.xml"
        parts[name] = _described_charts(parts[name], charts)
    # An empty element that only means that nothing is protected.
    parts["xl/workbook.xml"] = (
        parts["xl/workbook.xml"].replace(b"<workbookProtection />", b"").replace(b"<workbookProtection/>", b"")
    )
    _add_texts(parts, texts)
    parts["xl/styles.xml"] = _mended_styles(parts["xl/styles.xml"])
    parts["docProps/app.xml"] = _APPLICATION.encode()
    return parts


def _add_texts(parts: dict[str, bytes], texts: Texts) -> None:
    """The shared texts, and what names them: openpyxl writes none of its own."""
    parts["xl/sharedStrings.xml"] = texts.xml()
    types = etree.fromstring(parts["[Content_Types].xml"])
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName="/xl/sharedStrings.xml", ContentType=_TEXTS_TYPE)
    parts["[Content_Types].xml"] = _written(types)
    links = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    etree.SubElement(links, f"{{{_LINKS}}}Relationship", Id="texts", Type=_TEXTS_LINK, Target="sharedStrings.xml")
    parts["xl/_rels/workbook.xml.rels"] = _written(links)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The file, not yet sealed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            # A bare name would be dated by the clock.
            archive.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()


def _filled(sheet: bytes, drawn: Drawn, furniture: str) -> bytes:
    """The sheet with its columns and rows, its extent, and what stands at the top and foot of its pages."""
    inside = f"{_columns(drawn.widths_chars)}<sheetData>{''.join(drawn.rows)}</sheetData>".encode()
    head, _, tail = re.sub(rb"<sheetData\s*/>|<sheetData></sheetData>", b"\0", sheet, count=1).partition(b"\0")
    head = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="A1:{drawn.last}"'.encode(), head)
    tail = re.sub(rb"<headerFooter\s*/>|<headerFooter>.*?</headerFooter>", b"", tail)
    tail = re.sub(rb"(<pageSetup [^>]*/>)", lambda found: found[1] + furniture.encode(), tail, count=1)
    return head + inside + tail


def _columns(widths_chars: Sequence[float]) -> str:
    columns = "".join(
        f'<col width="{width:.16g}" customWidth="1" min="{place}" max="{place}"/>'
        for place, width in enumerate(widths_chars, start=1)
    )
    return f"<cols>{columns}</cols>" if columns else ""


def _described_table(table: bytes, about: Mapping[str, str]) -> bytes:
    """A table that says what it holds."""
    root = etree.fromstring(table)
    text = about.get(root.get("displayName", ""))
    if text:
        extensions = etree.SubElement(root, f"{{{MAIN}}}extLst")
        extension = etree.SubElement(extensions, f"{{{MAIN}}}ext", uri=_TABLE_TEXTS, nsmap={"x14": _X14})
        etree.SubElement(extension, f"{{{_X14}}}table", altText=root.get("displayName", ""), altTextSummary=text)
    return _written(root)


def _described_charts(drawing: bytes, charts: Mapping[str, str]) -> bytes:
    """Charts that say what they show."""
    root = etree.fromstring(drawing)
    frames = list(root.iter(f"{{{_DRAWING}}}cNvPr"))
    for frame, (title, text) in zip(frames, charts.items(), strict=True):
        frame.set("name", title)
        frame.set("descr", text)
    return _written(root)


def _mended_styles(styles: bytes) -> bytes:
    root = etree.fromstring(styles)
    for font in root.iter(f"{{{MAIN}}}font"):
        font[:] = sorted(font, key=lambda part: _FONT_ORDER.index(etree.QName(part).localname))
    return _written(root)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
