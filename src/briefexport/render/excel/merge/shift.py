"""Room for new rows: what stands below moves down, and everything that speaks of it comes along."""

import re
from collections.abc import Callable

from .book import Book, Element, Relation, tag
from .page import Page, area, corners, page_of
from .reference import moved, with_dollars
from .report import NotMergedError
from .shared import several, unshare

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}row"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_VML = "{urn:schemas-microsoft-com:office:excel}"
_HARMLESS = (
    *("table", "comments", "threadedComment", "drawing", "vmlDrawing", "hyperlink", "printerSettings", "image"),
    *("slicer", "timeline"),  # they stand where their drawing stands
)

_LAST_ROW = 1048576

_PLACE = re.compile(rb"<f[^>]*>[^<]*(?:[A-Z][$]?[1-9]|[0-9]:[$]?[1-9])")
"""A row with a formula that may speak of a place."""

Move = Callable[[str], str]


def insert_rows(book: Book, sheet: str, page: Page, at: int, count: int) -> None:
    """Moves the rows of a sheet from `at` on down by `count`.

    Raises:
        NotMergedError: something below cannot be moved safely.
    """
    if not can_move(book, page, at):
        raise NotMergedError(
            "there are cells below the table that cannot be moved down to make room for new rows",
            "move what stands below the table to a sheet of its own, and run this again",
        )
    _shift(book, sheet, page, at, count)


def remove_rows(book: Book, sheet: str, page: Page, at: int, count: int) -> None:
    """Takes rows out of a sheet; those below move up. Whoever spoke of one of them speaks of the row that came there.

    Only where `can_move` allows it.
    """
    for row in range(at, at + count):
        page.bring(row, None)
    _shift(book, sheet, page, at + count, -count)


def can_move(book: Book, page: Page, at: int) -> bool:
    """Whether the rows of a sheet from `at` on can take another place with all that speaks of them."""
    strange = [one.kind for one in book.relations(page.path) if one.kind not in _HARMLESS]
    return not strange and not any(row >= at or corners(ref)[3] >= at for row, ref in several(page))


def _shift(book: Book, sheet: str, page: Page, at: int, count: int) -> None:
    """Moves the rows from `at` on; up by a `count` below 0."""

    def move(ref: str) -> str:
        left, top, right, bottom = corners(ref.replace("$", ""))
        top, bottom = _row(top, at, count), max(_row(bottom, at, count, end=1), _row(top, at, count))
        made = area(left, top, right, bottom)
        if ":" in ref and ":" not in made:
            made = f"{made}:{made}"
        return with_dollars(ref, made)

    for name, path, _ in book.sheets():
        _unshare(book, path, sheet, at if name == sheet else None, move)
    page.shift(at, count)
    _sheet(page.root, move, at, count)
    page.touch()
    for name, path, _ in book.sheets():
        if name == sheet or _may_name(book.part(path), sheet):
            _formulas(book, path, sheet, move, here=name == sheet)
    for defined in book.workbook.iter(tag("definedName")):
        _said(book, "xl/workbook.xml", defined, lambda text: moved(text, sheet, here=False, move=move))
    for part in list(book.parts):
        if part.startswith("xl/charts/chart"):
            for one in book.xml(part).iter(_CHART):
                _said(book, part, one, lambda text: moved(text, sheet, here=False, move=move))
    for related in book.relations(page.path):
        _related(book, related, move, at, count)


def _row(row: int, at: int, count: int, end: int = 0) -> int:
    """Where a row is from now on; one that is gone is where the next one came, and as an `end` the one before."""
    return min(row + count, _LAST_ROW) if row >= at else min(row, at + min(count, 0) - end)


def _may_name(part: bytes, sheet: str) -> bool:
    """Whether a part may name a place on a sheet; a name that can be written in several ways always may be there."""
    return not sheet.isalnum() or sheet.encode() in part


def _unshare(book: Book, path: str, sheet: str, at: int | None, move: Move) -> None:
    """Formulas that are shared stay so where none of them changes, nor its place: rows from `at` on move."""
    if b" si=" in book.part(path):
        here, first = at is not None, at or 0
        unshare(
            page_of(book, path),
            lambda row, _, said: (here and row >= first) or moved(said, sheet, here=here, move=move) != said,
        )


def _sheet(root: Element, move: Move, at: int, count: int) -> None:
    for one in root.iter():
        if one.tag in (tag("c"), tag("row"), tag("selection"), tag("dimension")):
            continue
        for name in ("ref", "sqref"):
            if one.get(name) and one.tag != tag("f"):
                one.set(name, " ".join(map(move, one.get(name, "").split())))
        if one.tag == f"{_XM}sqref":
            one.text = " ".join(map(move, (one.text or "").split()))
    for one in root.findall(f"{tag('rowBreaks')}/{tag('brk')}"):
        number = int(one.get("id", "0"))
        one.set("id", str(number + count if number >= at - 1 else number))


def _formulas(book: Book, path: str, sheet: str, move: Move, *, here: bool) -> None:
    page = page_of(book, path)
    for row, column, formula in list(page.formulas(naming=_PLACE)):
        said = moved(formula.expression, sheet, here=here, move=move)
        if said != formula.expression:
            page.rephrase(row, column, said)
    names = [tag(name) for name in ("formula", "formula1", "formula2")] + [f"{_XM}f"]
    for one in page.root.iter(*names):
        _said(book, path, one, lambda text: moved(text, sheet, here=here, move=move))


def _said(book: Book, part: str, one: Element, change: Callable[[str], str]) -> None:
    old = one.text or ""
    new = change(old)
    if new != old:
        one.text = new
        book.touch(part)


def _related(book: Book, one: Relation, move: Move, at: int, count: int) -> None:
    if one.kind == "table":
        for part in book.xml(one.path).iter(tag("table"), tag("autoFilter"), tag("sortState"), tag("sortCondition")):
            _moved_attribute(book, one.path, part, move)
    elif one.kind in ("comments", "threadedComment"):
        for part in book.xml(one.path).iter():
            if part.get("ref"):
                _moved_attribute(book, one.path, part, move)
    elif one.kind == "drawing":
        for part in book.xml(one.path).iter(_DRAWN):
            _said(book, one.path, part, lambda text: str(_down(text, at, count)))
    elif one.kind == "vmlDrawing":
        for part in book.xml(one.path).iter(f"{_VML}Row"):
            _said(book, one.path, part, lambda text: str(_down(text, at, count)))
        for part in book.xml(one.path).iter(f"{_VML}Anchor"):
            _said(book, one.path, part, lambda text: _anchor(text, at, count))


def _moved_attribute(book: Book, path: str, part: Element, move: Move) -> None:
    old = part.get("ref", "")
    new = move(old)
    if new != old:
        part.set("ref", new)
        book.touch(path)


def _down(text: str, at: int, count: int) -> int:
    """A row counted from 0."""
    return _row(int(text) + 1, at, count) - 1


def _anchor(text: str, at: int, count: int) -> str:
    """Column, offset, row, offset, and the same for the other corner."""
    old = [part.strip() for part in text.split(",")]
    new = [str(_down(part, at, count)) if place in (2, 6) else part for place, part in enumerate(old)]
    return text if new == old else ", ".join(new)
