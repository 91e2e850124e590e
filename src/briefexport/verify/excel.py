"""An Excel file -> what it says on the sheets that people see."""

import re
from collections.abc import Iterator, Mapping

from .package import Element, Package, opened
from .told import Table, Told

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What a header says about its place, its font and what a program fills in; a sign that is meant is written twice.
_SET = re.compile(r'&(?:(&)|"[^"]*"|K[0-9A-F]{6}|\d+|[A-Z])')
_REFERENCE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")

Cells = Mapping[int, Mapping[int, str]]


def read_excel(data: bytes) -> Told:
    """Reads a tracker back; numbers and days as the numbers that the file keeps.

    Raises:
        UnreadableError: it is damaged, or no Excel file.
    """
    with opened(data) as package:
        title, language, status = package.told_of_itself()
        signs = _shared(package)
        frames: list[str] = []
        texts: list[str] = []
        tables: list[Table] = []
        sheets: list[str] = []
        for name, path in _sheets(package):
            sheet = package.part(path)
            cells = _cells(sheet, signs)
            ranges = [_range(package.part(part).get("ref", "")) for part in _related(package, path, "/table")]
            first = min((top for _, top, _, _ in ranges), default=max(cells, default=0) + 1)
            rows = ["\t".join(row.values()) for number, row in sorted(cells.items()) if number < first]
            texts += rows
            frames += [_SET.sub(lambda code: code[1] or "\n", part.text or "") for part in _headers(sheet)]
            frames.append("\n".join(rows))
            sheets += [name] * (len(frames) - len(sheets))
            tables += [_table(cells, each) for each in ranges]
            if not ranges:
                tables += _strips(cells)
        return Told(
            title=title,
            language=language,
            status=status,
            frames=tuple(frames),
            sheets=tuple(sheets),
            texts=tuple(texts),
            tables=tuple(tables),
        )


def _headers(sheet: Element) -> Iterator[Element]:
    return (part for part in sheet.iter() if part.tag in (f"{_S}oddHeader", f"{_S}oddFooter"))


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """Names and parts of the sheets that are shown, in order."""
    targets = _relations(package, "xl/_rels/workbook.xml.rels", "xl/")
    for sheet in package.part("xl/workbook.xml").iter(f"{_S}sheet"):
        if sheet.get("state", "visible") == "visible":
            yield sheet.get("name", ""), targets[sheet.get(f"{_R}id", "")][0]


def _related(package: Package, path: str, kind: str) -> list[str]:
    folder, _, name = path.rpartition("/")
    found = _relations(package, f"{folder}/_rels/{name}.rels", f"{folder}/")
    return [target for target, of in found.values() if of.endswith(kind)]


def _relations(package: Package, name: str, folder: str) -> dict[str, tuple[str, str]]:
    """Part and kind of each relation by its id."""
    if name not in package.names:
        return {}
    return {
        each.get("Id", ""): (_resolved(folder, each.get("Target", "")), each.get("Type", ""))
        for each in package.part(name)
    }


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = []
    for step in f"{folder}{target}".split("/"):
        if step == ".." and steps:
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps)


def _shared(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    return [_text(item) for item in package.part("xl/sharedStrings.xml").iter(f"{_S}si")]


def _text(item: Element) -> str:
    """The text of an item; readings above the signs are no part of it."""
    runs = [item, *item.findall(f"{_S}r")]
    return "".join(run.findtext(f"{_S}t") or "" for run in runs)


def _cells(sheet: Element, signs: list[str]) -> Cells:
    """Rows and columns count from 1; cells that say nothing are not there."""
    found: dict[int, dict[int, str]] = {}
    for cell in sheet.iter(f"{_S}c"):
        column, row, _, _ = _range(cell.get("r", ""))
        if said := _value(cell, signs):
            found.setdefault(row, {})[column] = said
    return found


def _value(cell: Element, signs: list[str]) -> str:
    inline = cell.find(f"{_S}is")
    if inline is not None:
        return _text(inline)
    value = cell.findtext(f"{_S}v") or ""
    return signs[int(value)] if cell.get("t") == "s" and value else value


def _range(reference: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row."""
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if found is None:
        raise ValueError(f"'{reference}' is no place")
    left, top, right, bottom = found.groups()
    return _number(left), int(top), _number(right or left), int(bottom or top)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _table(cells: Cells, place: tuple[int, int, int, int]) -> Table:
    left, top, right, bottom = place
    columns = range(left, right + 1)
    headings = tuple(cells.get(top, {}).get(column, "") for column in columns)
    rows = [
        tuple(tuple(cells[row].get(column, "").split("\n")) for column in columns)
        for row in range(top + 1, bottom + 1)
        if row in cells
    ]
    return Table(headings, tuple(rows))


def _strips(cells: Cells) -> Iterator[Table]:
    """Numbers on a cover: a row of words with a row of numbers right below it."""
    for row, words in sorted(cells.items()):
        numbers = cells.get(row + 1, {})
        if len(words) > 1 and words.keys() == numbers.keys():
            yield Table(tuple(words.values()), (tuple((number,) for number in numbers.values()),))
