"""A table that grows or shrinks: everything that speaks of its rows comes along."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from ..cell import letters
from .book import Book, Element, tag
from .page import Page, area, corners, page_of
from .reference import moved, with_dollars
from .shared import unshare
from .standing import Standing

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"


def resize(book: Book, sheet: str, standing: Standing, last: int, right: int) -> None:
    """Gives a table its new last row and column; formats, drop-downs, charts, names and the print area come along."""
    old = (standing.head, standing.left, standing.last, standing.right)
    if (last, right) == (standing.last, standing.right):
        return
    grown = _grown(*old, last=last, right=right)
    _table(book, standing, last, right)
    _sheet(standing, grown)
    _names(book, sheet, standing, (last, right), grown)
    if last != standing.last:
        _charts(book, sheet, grown)
        _formulas(book, sheet, standing, last, grown)
    standing.last, standing.right = last, right


def _grown(head: int, left: int, bottom: int, right_was: int, *, last: int, right: int) -> Callable[[str], str]:
    """A range that has all rows of the table, or all of its columns and its header, as it is from now on."""

    def grow(ref: str) -> str:
        plain = ref.replace("$", "")
        first_column, top, last_column, end = corners(plain)
        inside = left <= first_column <= right_was
        if not inside or end != bottom or top > head + 1:
            return ref
        whole = first_column == left and last_column == right_was
        made = area(first_column, top, right if whole else last_column, last)
        if ":" in ref and ":" not in made:
            made = f"{made}:{made}"
        return with_dollars(ref, made)

    return grow


def _table(book: Book, standing: Standing, last: int, right: int) -> None:
    root = standing.root
    root.set("ref", area(standing.left, standing.head, right, last + standing.totals))
    for one in root.iter(tag("autoFilter")):
        one.set("ref", area(standing.left, standing.head, right, last))
    for one in (*root.iter(tag("sortState")), *root.iter(tag("sortCondition"))):
        left, top, end, _ = corners(one.get("ref", "A1"))
        one.set("ref", area(left, top, end, last))
    book.touch(standing.path)


def _sheet(standing: Standing, grown: Callable[[str], str]) -> None:
    root = standing.page.root
    for one in _ranged(root):
        old = one.get("sqref") or ""
        one.set("sqref", " ".join(map(grown, old.split())))
    for one in root.iter(f"{_XM}sqref"):
        one.text = " ".join(map(grown, (one.text or "").split()))
    for one in root.iter(tag("autoFilter")):
        one.set("ref", grown(one.get("ref", "A1")))
    standing.page.touch()


def _ranged(root: Element) -> Iterator[Element]:
    for name in ("conditionalFormatting", "dataValidation", "ignoredError"):
        yield from root.iter(tag(name))


def _names(book: Book, sheet: str, standing: Standing, to: tuple[int, int], grown: Callable[[str], str]) -> None:
    """Names of ranges, and the name that tells screen readers where the headings stand."""
    title = re.compile(
        rf"((?:Column)?TitleRegion\d+\.{letters(standing.left)}{standing.head}\.)"
        rf"{letters(standing.right)}{standing.last}(\.\d+)"
    )
    for name in book.workbook.iter(tag("definedName")):
        said = moved(name.text or "", sheet, here=False, move=lambda ref: grown(ref) if ":" in ref else ref)
        found = title.fullmatch(name.get("name", ""))
        if found and (name.text or "").rpartition("!")[0].strip("'").replace("''", "'") == sheet:
            name.set("name", f"{found[1]}{letters(to[1])}{to[0]}{found[2]}")
            book.touch("xl/workbook.xml")
        if said != name.text:
            name.text = said
            book.touch("xl/workbook.xml")


def _charts(book: Book, sheet: str, grown: Callable[[str], str]) -> None:
    for name in list(book.parts):
        if name.startswith("xl/charts/chart"):
            for one in book.xml(name).iter(_CHART):
                said = moved(one.text or "", sheet, here=False, move=grown)
                if said != one.text:
                    one.text = said
                    book.touch(name)


def _formulas(book: Book, sheet: str, standing: Standing, last: int, grown: Callable[[str], str]) -> None:
    """What people compute from all rows of the table; in the table itself only with `$5:$9`, else it is of a row."""
    naming = re.compile(rb":[$]?[A-Z]{1,3}[$]?%d(?![0-9])" % standing.last)
    inside = range(standing.head + 1, last + 1), range(standing.left, standing.right + 1)
    for name, path, _ in book.sheets():
        here = name == sheet
        if here or naming.search(book.part(path)):

            def change(row: int, column: int, said: str, here: bool = here) -> str:  # noqa: FBT001
                of_a_row = here and row in inside[0] and column in inside[1]
                return moved(said, sheet, here, partial(_grown_whole, grown, of_a_row))

            _read_by(page_of(book, path), naming, change)


def _grown_whole(grown: Callable[[str], str], of_a_row: bool, ref: str) -> str:  # noqa: FBT001
    """A range of several rows; one that says `A$5:A9` grows from row to row by itself."""
    _, top, _, bottom = corners(ref.replace("$", ""))
    signs = [re.search(r"\$\d", each) is not None for each in ref.split(":")]
    return grown(ref) if top < bottom and (all(signs) or not (of_a_row or any(signs))) else ref


def _read_by(page: Page, naming: re.Pattern[bytes], change: Callable[[int, int, str], str]) -> None:
    unshare(page, lambda row, column, said: change(row, column, said) != said)
    for row, column, formula in list(page.formulas(naming)):
        said = change(row, column, formula.expression)
        if said != formula.expression:
            page.rephrase(row, column, said)
    for one in page.root.iter(*(tag(name) for name in ("formula", "formula1", "formula2")), f"{_XM}f"):
        said = change(0, 0, one.text or "")
        if said != (one.text or ""):
            one.text = said
            page.touch()


def fit_dimension(standing: Standing) -> None:
    """The extent that a sheet says it has reaches what is in it."""
    found = standing.page.root.find(tag("dimension"))
    if found is not None:
        left, top, right, bottom = corners(found.get("ref", "A1"))
        widest = max(right, standing.right)
        wanted = area(min(left, standing.left), min(top, standing.head), widest, max(bottom, standing.page.last_row))
        if wanted != found.get("ref"):
            found.set("ref", wanted)
            standing.page.touch()
