"""What people do to a tracker, done to the XML of its file as Excel does it."""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def tag(name: str) -> str:
    """The full name of an element."""
    return f"{{{MAIN}}}{name}"


def letters(column: int) -> str:
    """The letters of a column, from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def numbered(ref: str) -> tuple[int, int]:
    """Row and column of a cell."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", ref)
    assert found is not None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


class Workbook:
    """A file, part by part; `sheet` is the part with the table of indicators."""

    def __init__(self, data: bytes, table: str = "Indicators") -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.path = next(
            name for name, part in self.parts.items() if "tables/" in name and f'"{table}"'.encode() in part
        )
        stem = self.path.rpartition("/")[2].encode()
        links = next(n for n, p in self.parts.items() if n.startswith("xl/worksheets/_rels/") and b"/" + stem in p)
        self.sheet_path = links.replace("_rels/", "").removesuffix(".rels")
        self.sheet = etree.fromstring(self.parts[self.sheet_path])
        self.table = etree.fromstring(self.parts[self.path])
        texts = etree.fromstring(self.parts.get("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"/>'.encode()))
        self.texts = ["".join(run.text or "" for run in entry.iter(tag("t"))) for entry in texts]

    def saved(self) -> bytes:
        """The file after the edits."""
        parts = self.parts | {
            self.sheet_path: etree.tostring(self.sheet, xml_declaration=True, encoding="UTF-8", standalone=True),
            self.path: etree.tostring(self.table, xml_declaration=True, encoding="UTF-8", standalone=True),
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        return buffer.getvalue()

    # -- reading

    @property
    def area(self) -> tuple[int, int, int, int]:
        """First row (the headings), first column, last row, last column of the table."""
        first, last = self.table.get("ref", "").split(":")
        return *numbered(first), *numbered(last)

    def said(self, cell: etree._Element) -> object:
        """What a cell says; a formula as `=...`."""
        formula, value = cell.find(tag("f")), cell.find(tag("v"))
        if formula is not None:
            return f"={formula.text}"
        if cell.get("t") == "inlineStr":
            return "".join(run.text or "" for run in cell.iter(tag("t")))
        if value is None or value.text is None:
            return None
        if cell.get("t") == "s":
            return self.texts[int(value.text)]
        return value.text if cell.get("t") in ("str", "b") else Decimal(value.text)

    def grid(self) -> dict[tuple[int, int], object]:
        """Everything that the sheet says, by row and column."""
        return {
            numbered(cell.get("r", "")): said
            for cell in self.sheet.iter(tag("c"))
            if (said := self.said(cell)) is not None
        }

    def columns(self) -> dict[str, int]:
        """The headings of the table, and where they stand."""
        top, left, _, right = self.area
        grid = self.grid()
        return {str(grid.get((top, column))): column for column in range(left, right + 1)}

    def rows(self, heading: str = "Id") -> dict[str, int]:
        """The rows of the table by their ids; of several with one id the first."""
        top, _, bottom, _ = self.area
        grid, column = self.grid(), self.columns()[heading]
        return {str(grid[row, column]): row for row in range(bottom, top, -1) if (row, column) in grid}

    def cell_of(self, ident: str, heading: str) -> object:
        """What stands in the row of an id below a heading."""
        return self.grid().get((self.rows()[ident], self.columns()[heading]))

    # -- editing

    def row(self, number: int) -> etree._Element:
        """The row of that number."""
        sheet = self.sheet.find(tag("sheetData"))
        assert sheet is not None
        for place, row in enumerate(sheet):
            if int(row.get("r", "0")) == number:
                return row
            if int(row.get("r", "0")) > number:
                made = etree.Element(tag("row"), r=str(number))
                sheet.insert(place, made)
                return made
        return etree.SubElement(sheet, tag("row"), r=str(number))

    def type(self, row: int, column: int, said: str | Decimal | None) -> None:
        """Somebody types into a cell; text that begins with `=` is a formula."""
        cell = self._cell(row, column)
        for child in list(cell):
            cell.remove(child)
        if "t" in cell.attrib:
            del cell.attrib["t"]
        if isinstance(said, Decimal):
            etree.SubElement(cell, tag("v")).text = str(said)
        elif said is not None and said.startswith("="):
            etree.SubElement(cell, tag("f")).text = said[1:]
            etree.SubElement(cell, tag("v")).text = "1"
        elif said is not None:
            cell.set("t", "inlineStr")
            etree.SubElement(etree.SubElement(cell, tag("is")), tag("t")).text = said

    def _cell(self, row: int, column: int) -> etree._Element:
        above = self.row(row)
        for place, cell in enumerate(above):
            found = numbered(cell.get("r", ""))[1]
            if found == column:
                return cell
            if found > column:
                made = etree.Element(tag("c"), r=f"{letters(column)}{row}")
                above.insert(place, made)
                return made
        return etree.SubElement(above, tag("c"), r=f"{letters(column)}{row}")

    def colour(self, row: int, column: int, style: int) -> None:
        """Somebody gives a cell another look."""
        self._cell(row, column).set("s", str(style))

    def hide(self, row: int) -> None:
        """A filter takes a row out of sight."""
        self.row(row).set("hidden", "1")

    def swap(self, one: int, other: int) -> None:
        """Sorting puts two rows of the table in each other's place, with all that stands in them."""
        first, second = self.row(one), self.row(other)
        cells = list(first), list(second)
        for row, number, new in ((first, one, cells[1]), (second, other, cells[0])):
            for cell in new:
                cell.set("r", f"{letters(numbered(cell.get('r', ''))[1])}{number}")
            row[:] = new

    def take_out(self, number: int) -> None:
        """Somebody deletes a row of the table: those below move up."""
        sheet = self.sheet.find(tag("sheetData"))
        assert sheet is not None
        sheet.remove(self.row(number))
        for row in sheet:
            at = int(row.get("r", "0"))
            if at > number:
                row.set("r", str(at - 1))
                for cell in row:
                    cell.set("r", f"{letters(numbered(cell.get('r', ''))[1])}{at - 1}")
        self._resize(-1)

    def append(self, ident: str, said: str) -> None:
        """Somebody writes a row of their own below the last one: the table grows."""
        _, left, bottom, _ = self.area
        self.type(bottom + 1, self.columns()["Id"], ident)
        self.type(bottom + 1, left + 1, said)
        self._resize(1)

    def _resize(self, by: int) -> None:
        top, left, bottom, right = self.area
        for part in (self.table, *self.table.iter(tag("autoFilter"))):
            part.set("ref", f"{letters(left)}{top}:{letters(right)}{bottom + by}")

    def rename(self, heading: str, new: str) -> None:
        """Somebody gives a column another heading."""
        top = self.area[0]
        self.type(top, self.columns()[heading], new)
        for entry in self.table.iter(tag("tableColumn")):
            if entry.get("name") == heading:
                entry.set("name", new)

    def add_part(self, name: str, part: bytes) -> None:
        """A part that is not ours, of a kind that every reader passes over."""
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType="application/xml")
        self.parts["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8")
        self.parts[name] = part

    def forget(self) -> None:
        """Somebody deletes everything on the sheet that is out of sight."""
        for name, part in self.parts.items():
            if b"<sheetData>" in part and name == self.memory:
                self.parts[name] = re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", part, flags=re.DOTALL)

    @property
    def memory(self) -> str:
        """The part with the fingerprints: the sheet that is out of sight."""
        book = self.parts["xl/workbook.xml"].decode()
        found = re.search(r'<sheet [^>]*name="_issued"[^>]*>', book)
        assert found is not None
        ident = re.search(r'r?:?id="(rId\d+)"', found[0])
        assert ident is not None
        links = etree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        (target,) = [link.get("Target", "") for link in links if link.get("Id") == ident[1]]
        return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def types(tracker: Path, heading: str, said: str | Decimal) -> bytes:
    """Somebody types below a heading, into the row of fish, and saves; gives the file as it is then."""
    book = Workbook(tracker.read_bytes())
    book.type(book.rows()["fish"], book.columns()[heading], said)
    tracker.write_bytes(book.saved())
    return tracker.read_bytes()


def changed_parts(before: bytes, after: bytes) -> Iterator[str]:
    """The parts of a file that are not what they were."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        for name in old.namelist():
            if name not in new.namelist() or old.read(name) != new.read(name):
                yield name
