"""Trackers to test with: small briefings, what openpyxl reads of a file, and what is wrong with it for a reader."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl
from lxml import etree

from briefexport.briefing import (
    Assessment,
    Baseline,
    Briefing,
    Indicator,
    IndicatorKind,
    Marking,
    Observation,
    Person,
    Rag,
    Target,
)
from briefexport.compose.tracker import tracker_of
from briefexport.document.sheet import Cell, Sheet, Workbook
from briefexport.edition import Edition
from briefexport.house import read_house
from briefexport.render.excel import render_excel
from briefexport.theme import Theme
from briefexport.wording import Wording

EDITION = Edition(dt.datetime(2025, 11, 7, tzinfo=dt.UTC))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ISSUED = "_issued"
SHAPES = "●▲■○✓◇"
STATUS = ("Status", "स्थिति", "Статус", "Statut")

FISH = Indicator(
    id="fish",
    name="Fish landed",
    kind=IndicatorKind.NUMERIC,
    unit="t",
    baseline=Baseline(value=Decimal(100), on=dt.date(2024, 12, 31)),
    target=Target(value=Decimal(300)),
    observations=(
        Observation(on=dt.date(2025, 9, 1), value=Decimal(150)),
        Observation(on=dt.date(2025, 3, 1), value=Decimal(120)),
    ),
    status=Assessment(rag=Rag.AMBER, reason="Slow"),
)


@cache
def words(language: str = "en") -> Wording:
    """The project's own labels."""
    return read_house().wording(language)


def briefing(**fields: Any) -> Briefing:
    """A short briefing with those fields."""
    usual: dict[str, Any] = {
        "id": "note",
        "title": "A note",
        "place": "Port Ardel",
        "date": dt.date(2025, 11, 7),
        "to": (Person(name="Minister"),),
        "from_": (Person(name="Desk"),),
        "bottom_line": "All is well.",
    }
    return Briefing(**{**usual, **fields})


def tracker(language: str = "en", /, **fields: Any) -> Workbook:
    """The tracker of a short briefing with those fields."""
    return tracker_of(briefing(**fields), words(language))


def sheet(workbook: Workbook, table: str) -> Sheet:
    """The sheet with that table."""
    return next(each for each in workbook.sheets if each.table.name == table)


def column(workbook: Workbook, table: str, key: str) -> list[Cell]:
    """The cells of a column."""
    found = sheet(workbook, table).table
    return [row[found.place(key)] for row in found.rows]


def file_of(workbook: Workbook) -> bytes:
    """The file, in the usual theme."""
    return render_excel(workbook, Theme(), EDITION)


def opened(data: bytes, *, results: bool = False) -> Any:
    """The file as openpyxl reads it: formulas, or the results they carry."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=results)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """A file of those parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in files.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def texts(data: bytes) -> list[str]:
    """Every text of the file, as spreadsheets decode it."""
    root = etree.fromstring(parts(data)["xl/sharedStrings.xml"])
    return [_decoded("".join(map(str, entry.itertext()))) for entry in root]


def _decoded(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


# -- what a reader trips over


def barriers(data: bytes, marking: str = "RESTRICTED") -> list[str]:
    """What is wrong with a workbook for those who hear it, print it, or don't see its colours."""
    book, files = opened(data), parts(data)
    found = [f"{page.title}: {fault}" for page in book if page.title != ISSUED for fault in _page(page)]
    for page in book:
        if page.title != ISSUED:
            xml = files[f"xl/worksheets/sheet{book.worksheets.index(page) + 1}.xml"]
            found += [f"{page.title}: {fault}" for fault in _raw(xml, marking)]
    return found + list(_whole(book, files))


def _page(page: Any) -> Iterator[str]:
    if not isinstance(page["A1"].value, str) or len(page["A1"].value) < 3:
        yield "A1 does not say what the sheet is"
    if page.merged_cells.ranges:
        yield "merged cells"
    if page.sheet_state != "visible":
        yield "hidden"
    if len(page.tables) > 1:
        yield "more than one table"
    for table in page.tables.values():
        yield from _table(page, table)


def _table(page: Any, table: Any) -> Iterator[str]:
    head, *rows = page[table.ref]
    titles = [cell.value for cell in head]
    if len({str(title).casefold() for title in titles}) < len(titles) or not all(titles):
        yield "headings are not unique"
    if titles != [column.name for column in table.tableColumns]:
        yield "the table has other headings than its cells"
    if len(rows) > 1 and any(all(cell.value is None for cell in row) for row in rows):
        yield "a blank row in the table"
    frozen = page.freeze_panes
    if frozen is None or page[frozen].row != head[0].row + 1:
        yield "the header is not frozen"
    if page.print_title_rows != f"${head[0].row}:${head[0].row}":
        yield "the header is not printed on every page"
    if not all(cell.font.b and cell.fill.fill_type == "solid" for cell in head):
        yield "the header has no look of its own"


def _raw(xml: bytes, marking: str) -> Iterator[str]:
    root = etree.fromstring(xml)
    setup = root.find(f"{MAIN}pageSetup")
    fits = root.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr")
    if setup is None or fits is None or fits.get("fitToPage") != "1" or setup.get("fitToWidth", "1") != "1":
        yield "not one page wide"
    head, foot = (root.findtext(f"{MAIN}headerFooter/{MAIN}odd{place}") or "" for place in ("Header", "Footer"))
    if marking not in head or marking not in foot:
        yield "no marking at the top and the foot"
    if "&P" not in foot or "&N" not in foot:
        yield "no page number"


def _whole(book: Any, files: dict[str, bytes]) -> Iterator[str]:
    properties = book.properties
    if not properties.title or not properties.language or not properties.creator:
        yield "no title, language or author"
    for name, part in files.items():
        if name.startswith("xl/drawings/drawing") and not re.search(rb' descr="[^"]', part):
            yield "a chart without a description"
        if name.startswith("xl/tables/") and b"altTextSummary=" not in part:
            yield "a table without a description"
        if "vbaProject" in name:
            yield "macros"
        if b"<sheetProtection" in part or b"<workbookProtection" in part:
            yield "protected"
    yield from _unnamed(book)
    statuses = next(page for page in book if "Indicators" in page.tables)
    place = next((cell for row in statuses.iter_rows(max_row=8) for cell in row if cell.value in STATUS), None)
    below = (
        []
        if place is None
        else [row[0] for row in statuses.iter_rows(min_row=place.row + 1, min_col=place.column, max_col=place.column)]
    )
    if not below or any(str(cell.value or SHAPES[0])[0] not in f"{SHAPES}=" for cell in below):
        yield "a status without a shape"


def _unnamed(book: Any) -> Iterator[str]:
    """Tables whose headings no screen reader finds: their names end with the last cell and the number of the sheet."""
    names = {name: defined for name, defined in book.defined_names.items() if "TitleRegion1." in name}
    named = {name.partition(".")[2]: defined.attr_text for name, defined in names.items()}
    for number, page in enumerate(book.worksheets, start=1):
        for table in page.tables.values():
            first, last = table.ref.split(":")
            if page.title.replace("'", "''") not in named.get(f"{first}.{last}.{number}", ""):
                yield f"{page.title}: no names for headings"


MARKED = {"marking": Marking(level="RESTRICTED"), "indicators": (FISH,)}
