"""Where a table may grow: cells that say nothing, and that belong to nothing else."""

from .book import Book, tag
from .page import Page, corners

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

Area = tuple[int, int, int, int]
"""First column, first row, last column, last row."""


def is_taken(book: Book, page: Page, area: Area, table: str) -> bool:
    """Whether something stands there: a value, cells merged into one, or another table than that part of the file."""
    left, top, right, bottom = area
    if any(left <= column <= right for row in range(top, bottom + 1) for column in page.values(row)):
        return True
    others = [book.xml(one.path) for one in book.relations(page.path) if one.kind == "table" and one.path != table]
    places = [*page.root.iter(tag("mergeCell")), *others]
    return any(_touch(area, corners(one.get("ref", "A1"))) for one in places)


def is_marked(book: Book, page: Page, area: Area) -> bool:
    """Whether somebody fastened something there though no cell says anything: a comment, a link, a picture."""
    places = [corners(one.get("ref", "A1")) for one in page.root.iter(tag("hyperlink"))]
    for link in book.relations(page.path):
        if link.kind in ("comments", "threadedComment"):
            places += [corners(ref) for one in book.xml(link.path).iter() if (ref := one.get("ref"))]
        elif link.kind == "drawing":
            for one in book.xml(link.path).iter(f"{_DRAWN}from"):
                column, row = (int(one.findtext(f"{_DRAWN}{name}") or "0") + 1 for name in ("col", "row"))
                places.append((column, row, column, row))
    return any(_touch(area, place) for place in places)


def _touch(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
