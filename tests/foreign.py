"""A tracker as Excel saves it after months on a share: everything that people put into it, part by part.

What each part looks like was taken from [MS-XLSX], ECMA-376 and files of Excel; the texts are made up.
"""

import re
from collections.abc import Mapping

from edits import Workbook, letters
from workbooks import packed, parts

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_MS = "http://schemas.microsoft.com/office"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_OPEN = "application/vnd.openxmlformats-officedocument"
MACROS = bytes(range(256)) * 40
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
PERSON = "{2A8D0E70-15B5-4A44-9C2B-7A4B9F3A0001}"

Parts = dict[str, bytes]


def lived_in(data: bytes, *, macros: bool = False) -> bytes:
    """The tracker with everything; `macros`: saved as .xlsm."""
    book = Workbook(data)
    book.type(7, book.area[3] + 2, "beside")
    found = parts(book.saved())
    sheet = book.sheet_path
    for add in (_comments, _drawing, _sparklines):
        add(found, sheet)
    for more in (_custom_xml, _pictures_in_cells, _pivot, _order_of_calculation):
        more(found)
    if macros:
        _macros(found)
    return packed(found)


FOREIGN = (
    "xl/threadedComments/threadedComment1.xml",
    "xl/persons/person.xml",
    "xl/comments9.xml",
    "xl/drawings/vmlDrawing9.vml",
    "xl/drawings/drawing9.xml",
    "xl/drawings/_rels/drawing9.xml.rels",
    "xl/media/image9.png",
    "xl/metadata.xml",
    "xl/richData/rdrichvalue.xml",
    "xl/richData/rdrichvaluestructure.xml",
    "xl/richData/richValueRel.xml",
    "xl/richData/_rels/richValueRel.xml.rels",
    "customXml/item1.xml",
    "customXml/itemProps1.xml",
    "customXml/_rels/item1.xml.rels",
    "xl/pivotCache/pivotCacheDefinition1.xml",
    "xl/pivotCache/pivotCacheRecords1.xml",
    "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels",
    "xl/pivotTables/pivotTable1.xml",
    "xl/pivotTables/_rels/pivotTable1.xml.rels",
    "xl/slicerCaches/slicerCache1.xml",
    "xl/slicers/slicer1.xml",
    "xl/printerSettings/printerSettings1.bin",
)
"""The parts that are people's."""


def with_sheet(data: bytes, name: str, rows: str, behind: str = "") -> bytes:
    """The workbook with one more sheet of people's: its rows as they are written, and what stands behind them."""
    found, sheet = parts(data), "xl/worksheets/sheet95.xml"
    inside = f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData>{behind}</worksheet>'
    _put(found, sheet, inside, f"{_OPEN}.spreadsheetml.worksheet+xml")
    _relate(found, "xl/workbook.xml", {"rIdMine": ("worksheet", "worksheets/sheet95.xml")})
    entry = f'<sheet xmlns:r="{_TYPES}" name="{name}" sheetId="95" r:id="rIdMine"/>'
    _change(found, "xl/workbook.xml", "</sheets>", f"{entry}</sheets>")
    return packed(found)


def with_table(data: bytes, sheet: str, name: str, ref: str, headings: tuple[str, ...]) -> bytes:
    """The workbook with one more table in a sheet; its headings are in their cells already."""
    found = parts(data)
    columns = "".join(f'<tableColumn id="{at}" name="{text}"/>' for at, text in enumerate(headings, start=1))
    made = f'<table xmlns="{_SHEET}" id="95" name="{name}" displayName="{name}" ref="{ref}"><autoFilter ref="{ref}"/>'
    inside = f'{made}<tableColumns count="{len(headings)}">{columns}</tableColumns></table>'
    _put(found, "xl/tables/table95.xml", inside, f"{_OPEN}.spreadsheetml.table+xml")
    _relate(found, sheet, {"rIdMine": ("table", "../tables/table95.xml")})
    found[sheet] = re.sub(
        rb'<tableParts count="1">(.*?)</tableParts>',
        rb'<tableParts count="2">\1<tablePart xmlns:r="%s" r:id="rIdMine"/></tableParts>' % _TYPES.encode(),
        found[sheet],
    )
    return packed(found)


# -- putting parts in


def _put(found: Parts, name: str, text: str | bytes, kind: str | None = None) -> None:
    found[name] = text if isinstance(text, bytes) else (_HEAD + text).encode()
    if kind is not None:
        _change(
            found, "[Content_Types].xml", "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
        )


def _change(found: Parts, name: str, old: str, new: str) -> None:
    text = found[name].decode()
    assert old in text, f"{name} has no {old}"
    found[name] = text.replace(old, new, 1).encode()


def _default(found: Parts, suffix: str, kind: str) -> None:
    if f'Extension="{suffix}"' not in found["[Content_Types].xml"].decode():
        text = found["[Content_Types].xml"].decode()
        made = f'<Default Extension="{suffix}" ContentType="{kind}"/>'
        found["[Content_Types].xml"] = re.sub(r"(<Types[^>]*>)", lambda at: at[1] + made, text, count=1).encode()


def _relate(found: Parts, part: str, links: Mapping[str, tuple[str, str]]) -> None:
    """Makes a part point to others: by id the type and the target."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    made = "".join(
        f'<Relationship Id="{ident}" Type="{kind if "://" in kind else f"{_TYPES}/{kind}"}" Target="{target}"/>'
        for ident, (kind, target) in links.items()
    )
    if path in found:
        _change(found, path, "</Relationships>", f"{made}</Relationships>")
    else:
        found[path] = f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{made}</Relationships>'.encode()


def _behind(found: Parts, sheet: str, text: str, after: str) -> None:
    """Puts an element into a sheet, behind the last of those that come before it."""
    found[sheet] = re.sub(
        rf"(.*)(</{after}>|<{after}[^>]*/>)", lambda at: at[1] + at[2] + text, found[sheet].decode(), flags=re.DOTALL
    ).encode()


# -- what people put in


def _comments(found: Parts, sheet: str) -> None:
    """A thread, with the plain comment and the shape that old programs show in its place."""
    _put(
        found,
        "xl/persons/person.xml",
        f'<personList xmlns="{_THREADS}"><person displayName="Ann Lee" id="{PERSON}" userId="ann" providerId="None"/>'
        "</personList>",
        "application/vnd.ms-excel.person+xml",
    )
    _relate(found, "xl/workbook.xml", {"rIdPerson": (f"{_MS}/2017/10/relationships/person", "persons/person.xml")})
    thread = "{6B6E6F62-0000-4000-8000-000000000001}"
    _put(
        found,
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="M5" dT="2026-01-05T09:00:00.00"'
        f' personId="{PERSON}" id="{thread}"><text>Who counted this?</text></threadedComment></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    _put(
        found,
        "xl/comments9.xml",
        f'<comments xmlns="{_SHEET}"><authors><author>tc={thread}</author></authors><commentList><comment ref="M5"'
        ' authorId="0" shapeId="0"><text><t>[Threaded comment] Who counted this?</t></text></comment></commentList>'
        "</comments>",
        f"{_OPEN}.spreadsheetml.comments+xml",
    )
    _default(found, "vml", f"{_OPEN}.vmlDrawing")
    _put(
        found,
        "xl/drawings/vmlDrawing9.vml",
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        b' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" type="#_x0000_t202">'
        b'<x:ClientData ObjectType="Note"><x:Anchor>\r\n    13, 15, 3, 2, 15, 31, 5, 9</x:Anchor><x:Row>4</x:Row>'
        b"<x:Column>12</x:Column></x:ClientData></v:shape></xml>",
    )
    _relate(
        found,
        sheet,
        {
            "rIdNotes": ("comments", "/xl/comments9.xml"),
            "rIdVml": ("vmlDrawing", "/xl/drawings/vmlDrawing9.vml"),
            "rIdThread": (f"{_MS}/2017/10/relationships/threadedComment", "/xl/threadedComments/threadedComment1.xml"),
        },
    )


def _drawing(found: Parts, sheet: str) -> None:
    """A text box, a picture and a slicer over the table, and what the printer wants."""
    _default(found, "png", "image/png")
    _default(found, "bin", f"{_OPEN}.spreadsheetml.printerSettings")
    _put(found, "xl/media/image9.png", PICTURE)
    _put(found, "xl/printerSettings/printerSettings1.bin", bytes(range(64)))
    column, row = "<xdr:col>33</xdr:col><xdr:colOff>0</xdr:colOff>", "<xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    place = f"<xdr:from>{column}{row}</xdr:from>"
    size = '<xdr:ext cx="900000" cy="300000"/>'
    shape = '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
    _put(
        found,
        "xl/drawings/drawing9.xml",
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        f' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{_TYPES}">'
        f'<xdr:oneCellAnchor>{place}{size}<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="Text box"'
        f' descr="A note"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>{shape}<xdr:txBody><a:bodyPr/><a:p><a:r>'
        "<a:t>Ask before you sort</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>"
        f'<xdr:oneCellAnchor>{place}{size}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="Picture" descr="A crest"/>'
        '<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch>'
        f"</xdr:blipFill>{shape}</xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>",
        f"{_OPEN}.drawing+xml",
    )
    _relate(found, "xl/drawings/drawing9.xml", {"rId1": ("image", "../media/image9.png")})
    _put(
        found,
        "xl/slicerCaches/slicerCache1.xml",
        f'<slicerCacheDefinition xmlns="{_X14}" name="Slicer_Owner" sourceName="Owner"/>',
        "application/vnd.ms-excel.slicerCache+xml",
    )
    _put(
        found,
        "xl/slicers/slicer1.xml",
        f'<slicers xmlns="{_X14}"><slicer name="Owner" cache="Slicer_Owner" caption="Owner" rowHeight="9"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    caches = f"{_MS}/2007/relationships/slicerCache"
    _relate(found, "xl/workbook.xml", {"rIdSlicer": (caches, "slicerCaches/slicerCache1.xml")})
    _relate(
        found,
        sheet,
        {
            "rIdDrawn": ("drawing", "/xl/drawings/drawing9.xml"),
            "rIdSlicers": (f"{_MS}/2007/relationships/slicer", "/xl/slicers/slicer1.xml"),
            "rIdPrinter": ("printerSettings", "/xl/printerSettings/printerSettings1.bin"),
        },
    )
    r = f'xmlns:r="{_TYPES}"'
    _behind(found, sheet, f'<drawing {r} r:id="rIdDrawn"/><legacyDrawing {r} r:id="rIdVml"/>', "headerFooter")


SPARKLINES = (
    f'<ext xmlns:x14="{_X14}" uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}"><x14:sparklineGroups xmlns:xm="{_XM}">'
    "<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Indicators!H5:M5</xm:f><xm:sqref>AH5</xm:sqref>"
    "</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>"
)
SLICERS = (
    f'<ext xmlns:x14="{_X14}" uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}"><x14:slicerList>'
    f'<x14:slicer xmlns:r="{_TYPES}" r:id="rIdSlicers"/></x14:slicerList></ext>'
)


def _sparklines(found: Parts, sheet: str) -> None:
    """Small drawings in cells, and the list of slicers."""
    _behind(found, sheet, f"<extLst>{SPARKLINES}{SLICERS}</extLst>", "tableParts")


def _custom_xml(found: Parts) -> None:
    """What a document management system writes into every file."""
    _put(found, "customXml/item1.xml", b"<mine>\r\n  <number>7</number>\r\n</mine>")
    _put(
        found,
        "customXml/itemProps1.xml",
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"'
        ' ds:itemID="{6B6E6F62-0000-4000-8000-000000000002}"/>',
        f"{_OPEN}.customXmlProperties+xml",
    )
    _relate(found, "customXml/item1.xml", {"rId1": ("customXmlProps", "itemProps1.xml")})
    _relate(found, "xl/workbook.xml", {"rIdMine": ("customXml", "../customXml/item1.xml")})


def _pictures_in_cells(found: Parts) -> None:
    """A picture that is the value of a cell on a sheet of people's own."""
    rich = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
    metadata = (
        f'<metadata xmlns="{_SHEET}" xmlns:xlrd="{rich}"><metadataTypes count="1"><metadataType name="XLRICHVALUE"'
        ' minSupportedVersion="120000"/></metadataTypes><futureMetadata name="XLRICHVALUE" count="1"><bk><extLst>'
        '<ext uri="{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}"><xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata>'
        '<valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
    )
    structures = (
        f'<rvStructures xmlns="{rich}" count="1"><s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/>'
        '<k n="CalcOrigin" t="i"/></s></rvStructures>'
    )
    links = (
        '<richValueRels xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/richvaluerel"'
        f' xmlns:r="{_TYPES}"><rel r:id="rId1"/></richValueRels>'
    )
    values = f'<rvData xmlns="{rich}" count="1"><rv s="0"><v>0</v><v>5</v></rv></rvData>'
    made = {
        "metadata": (metadata, f"{_OPEN}.spreadsheetml.sheetMetadata+xml"),
        "richData/rdrichvalue": (values, "application/vnd.ms-excel.rdrichvalue+xml"),
        "richData/rdrichvaluestructure": (structures, "application/vnd.ms-excel.rdrichvaluestructure+xml"),
        "richData/richValueRel": (links, "application/vnd.ms-excel.richvaluerel+xml"),
    }
    for name, (text, kind) in made.items():
        _put(found, f"xl/{name}.xml", text, kind)
        of = "sheetMetadata" if name == "metadata" else f"{_MS}/2017/06/relationships/{name.rpartition('/')[2]}"
        _relate(found, "xl/workbook.xml", {f"rId{name.rpartition('/')[2]}": (of, f"{name}.xml")})
    _relate(found, "xl/richData/richValueRel.xml", {"rId1": ("image", "../media/image9.png")})
    _own_sheet(found, "Pictures", 91, '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>')


def _own_sheet(found: Parts, name: str, number: int, rows: str) -> str:
    """A sheet of people's own, before the one out of sight."""
    path = f"xl/worksheets/sheet{number}.xml"
    _put(
        found,
        path,
        f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        f"{_OPEN}.spreadsheetml.worksheet+xml",
    )
    _relate(found, "xl/workbook.xml", {f"rIdOwn{number}": ("worksheet", f"worksheets/sheet{number}.xml")})
    entry = f'<sheet xmlns:r="{_TYPES}" name="{name}" sheetId="{number}" r:id="rIdOwn{number}"/>'
    _change(found, "xl/workbook.xml", "</sheets>", f"{entry}</sheets>")
    return path


def _pivot(found: Parts) -> None:
    """A pivot table over the table of indicators."""
    sheet = _own_sheet(found, "Pivot", 92, '<row r="3"><c r="A3" t="inlineStr"><is><t>Status</t></is></c></row>')
    _put(
        found,
        "xl/pivotCache/pivotCacheDefinition1.xml",
        f'<pivotCacheDefinition xmlns="{_SHEET}" xmlns:r="{_TYPES}" r:id="rId1" refreshOnLoad="1" recordCount="0">'
        '<cacheSource type="worksheet"><worksheetSource name="Indicators"/></cacheSource><cacheFields count="1">'
        '<cacheField name="Status"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>',
        f"{_OPEN}.spreadsheetml.pivotCacheDefinition+xml",
    )
    _put(
        found,
        "xl/pivotCache/pivotCacheRecords1.xml",
        f'<pivotCacheRecords xmlns="{_SHEET}" count="0"/>',
        f"{_OPEN}.spreadsheetml.pivotCacheRecords+xml",
    )
    _put(
        found,
        "xl/pivotTables/pivotTable1.xml",
        f'<pivotTableDefinition xmlns="{_SHEET}" name="Ours" cacheId="7" dataCaption="Values">'
        '<location ref="A3:B5" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>',
        f"{_OPEN}.spreadsheetml.pivotTable+xml",
    )
    definition = "pivotCacheDefinition"
    _relate(found, f"xl/pivotCache/{definition}1.xml", {"rId1": ("pivotCacheRecords", "pivotCacheRecords1.xml")})
    _relate(found, "xl/pivotTables/pivotTable1.xml", {"rId1": (definition, f"../pivotCache/{definition}1.xml")})
    _relate(found, sheet, {"rId1": ("pivotTable", "../pivotTables/pivotTable1.xml")})
    _relate(found, "xl/workbook.xml", {"rIdPivot": (definition, f"pivotCache/{definition}1.xml")})
    caches = f'<pivotCaches xmlns:r="{_TYPES}"><pivotCache cacheId="7" r:id="rIdPivot"/></pivotCaches>'
    text = found["xl/workbook.xml"].decode()
    found["xl/workbook.xml"] = re.sub(r"(<calcPr[^>]*/>)", lambda at: at[1] + caches, text).encode()


def _order_of_calculation(found: Parts) -> None:
    """The cells with formulas in the order in which Excel computed them; it mends a file where one has none."""
    book = Workbook(packed(found))
    cells = [(row, column) for (row, column), said in book.grid().items() if str(said).startswith("=")]
    listed = "".join(f'<c r="{letters(column)}{row}" i="2"/>' for row, column in cells)
    _put(
        found,
        "xl/calcChain.xml",
        f'<calcChain xmlns="{_SHEET}">{listed}</calcChain>',
        f"{_OPEN}.spreadsheetml.calcChain+xml",
    )
    _relate(found, "xl/workbook.xml", {"rIdOrder": ("calcChain", "calcChain.xml")})


def _macros(found: Parts) -> None:
    """Saved as a workbook with macros."""
    _change(
        found,
        "[Content_Types].xml",
        f"{_OPEN}.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    _put(found, "xl/vbaProject.bin", MACROS, "application/vnd.ms-office.vbaProject")
    _relate(found, "xl/workbook.xml", {"rIdMacros": (f"{_MS}/2006/relationships/vbaProject", "vbaProject.bin")})
