"""Rows of a list that something outside of them speaks of: a comment, a link, somebody's formula, name or chart.

Such a row stays in its place, or else what is said of it would be said of another one.
"""

import re
from collections.abc import Iterator

from .book import Book, tag
from .page import Page, corners, page_of
from .reference import places
from .standing import Standing

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_OURS = re.compile(r"_xlnm\.|(?:Column)?TitleRegion\d|Choices_")
_PLACE = re.compile(rb"<f[^>]*>[^<]*[A-Z0-9]:?[$]?[1-9]")
_RANGED = ("conditionalFormatting", "dataValidation", "protectedRange")


def pointed_at(standing: Standing) -> set[int]:
    """The rows of the table that something speaks of which does not speak of all of them."""
    found: set[int] = set()
    for ref in (*fastened(standing.page), *_from_afar(standing.page.book, standing)):
        _, top, _, bottom = corners(ref.replace("$", ""))
        if top > standing.head + 1 or bottom < standing.last:
            found.update(row for row in standing.rows if top <= row <= bottom)
    return found


def fastened(page: Page) -> Iterator[str]:
    """The places of a sheet to which something is fastened: comments, links, rules for some cells, cells made one."""
    book, root = page.book, page.root
    for link in book.relations(page.path):
        if link.kind in ("comments", "threadedComment"):
            yield from (ref for part in book.xml(link.path).iter() if (ref := part.get("ref")))
    yield from (one.get("ref", "A1") for one in root.iter(tag("hyperlink"), tag("mergeCell")))
    for one in root.iter(*map(tag, _RANGED)):
        yield from (one.get("sqref") or "").split()
    for one in root.iter(f"{_XM}sqref"):
        yield from (one.text or "").split()


def _from_afar(book: Book, standing: Standing) -> Iterator[str]:
    """Places in the sheet of the table that formulas, names and charts of people name."""
    title = next(name for name, path, _ in book.sheets() if path == standing.page.path)
    for one in book.workbook.iter(tag("definedName")):
        if not _OURS.match(one.get("name", "")):
            yield from places(one.text or "", title, here=False)
    for part in [name for name in book.parts if name.startswith("xl/charts/chart")]:
        for one in book.xml(part).iter(_CHART):
            yield from places(one.text or "", title, here=False)
    for _, path, _ in book.sheets():
        here = path == standing.page.path
        if here or b"!" in book.part(path):
            for said in _formulas(page_of(book, path)):
                yield from places(said, title, here)


def _formulas(page: Page) -> Iterator[str]:
    yield from (formula.expression for _, _, formula in page.formulas(_PLACE))
    for one in page.root.iter(*map(tag, ("formula", "formula1", "formula2")), f"{_XM}f"):
        yield one.text or ""
