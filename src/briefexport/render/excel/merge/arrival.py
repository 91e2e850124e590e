"""Sheets that the issue before did not have, and the one out of sight."""

import re
from collections.abc import Sequence

from lxml import etree

from ..cell import MAIN
from ..issued import SHEET, TITLE
from ..packed import Line, packed
from .book import RELATIONS, Book, Element, tag
from .drawing import bring_charts
from .page import page_of
from .saying import own_text_xml
from .styles import Styles

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_ID = f"{{{RELATIONS}}}id"
_EMPTY = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'


def add_sheet(book: Book, fresh: Book, path: str, styles: Styles) -> tuple[str, str]:
    """Takes a sheet with its table from the new issue, as the last one; both as parts."""
    part, made = "", book.free_name("xl/worksheets/sheet{}.xml")
    (name,) = [sheet for sheet, part, _ in fresh.sheets() if part == path]
    root = etree.fromstring(fresh.part(path))
    _own_looks(root, fresh, styles)
    for old in fresh.relations(path):
        if old.kind == "table":
            table = etree.fromstring(fresh.part(old.path))
            table.set("id", str(_free_id(book)))
            part = book.free_name("xl/tables/table{}.xml")
            book.add(part, etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True), _TABLE_TYPE)
            for one in root.iter(tag("tablePart")):
                one.set(_ID, book.relate(made, "table", part))
    title = _free_title(book, name)
    bring_charts(book, fresh, (path, made), (name, title), root)
    _add(book, made, title, etree.tostring(root, encoding="UTF-8"))
    _names(book, fresh, path, made)
    return made, part


def _own_looks(root: Element, fresh: Book, styles: Styles) -> None:
    """Looks and texts as numbers of the other file become those of this one."""
    for cell in root.iter(tag("c")):
        if cell.get("s"):
            cell.set("s", str(styles.of(int(cell.get("s", "0")))))
        value = cell.find(tag("v"))
        if cell.get("t") == "s" and value is not None:
            text = fresh.strings[int(value.text or "0")]
            cell.remove(value)
            cell.set("t", "inlineStr")
            cell.append(etree.fromstring(own_text_xml(text).replace("<is>", f'<is xmlns="{MAIN}">')))
    for rule in root.iter(tag("cfRule")):
        if rule.get("dxfId"):
            rule.set("dxfId", str(styles.mark(int(rule.get("dxfId", "0")))))


def _add(book: Book, path: str, title: str, part: bytes, state: str | None = None) -> None:
    book.add(path, part, _SHEET_TYPE)
    sheets = book.workbook.find(tag("sheets"))
    assert sheets is not None
    number = max((int(one.get("sheetId", "0")) for one in sheets), default=0) + 1
    entry = etree.SubElement(sheets, tag("sheet"), name=title, sheetId=str(number))
    if state is not None:
        entry.set("state", state)
    entry.set(_ID, book.relate("xl/workbook.xml", "worksheet", path))
    book.touch("xl/workbook.xml")


def _free_title(book: Book, name: str) -> str:
    taken = {sheet.get("name", "").casefold() for sheet in book.workbook.iter(tag("sheet"))}
    title, number = name, 2
    while title.casefold() in taken:
        title, number = f"{name[:27]} ({number})", number + 1
    return title


def _free_id(book: Book) -> int:
    return max((int(book.xml(path).get("id", "0")) for _, path in book.tables()), default=0) + 1


def _names(book: Book, fresh: Book, path: str, made: str) -> None:
    """The names that belong to the sheet: what is printed, where the headings are, lists to choose from."""
    (sheet,) = [name for name, part, _ in fresh.sheets() if part == path]
    (title,) = [name for name, part, _ in book.sheets() if part == made]
    number = str(fresh.sheet_number(path))
    names = book.workbook.find(tag("definedNames"))
    if names is None:
        names = etree.Element(tag("definedNames"))
        sheets = book.workbook.find(tag("sheets"))
        assert sheets is not None
        sheets.addnext(names)
    taken = {one.get("name") for one in names}
    for one in fresh.workbook.iter(tag("definedName")):
        own = one.get("localSheetId") == number
        about = (one.text or "").startswith(f"'{sheet}'!") and one.get("localSheetId") is None
        if own or (about and one.get("name") not in taken):
            added = etree.SubElement(names, tag("definedName"), name=_renumbered(one.get("name", ""), book, made))
            if own:
                added.set("localSheetId", str(book.sheet_number(made)))
            added.text = (one.text or "").replace(f"'{sheet}'!", f"'{title}'!")


def _renumbered(name: str, book: Book, made: str) -> str:
    """The name for screen readers ends with the number of the sheet."""
    number = book.sheet_number(made) + 1
    return re.sub(r"^((?:Column)?TitleRegion1\..*\.)\d+$", rf"\g<1>{number}", name)


def remember(book: Book, lines: Sequence[Line]) -> None:
    """Writes what the next merge needs."""
    path = next((part for name, part, _ in book.sheets() if name == SHEET), None)
    if path is None:
        path = book.free_name("xl/worksheets/sheet{}.xml")
        _add(book, path, SHEET, _EMPTY.encode(), "veryHidden")
    page_of(book, path).rewrite([[text or None for text in line] for line in ([TITLE], *packed(lines))])
