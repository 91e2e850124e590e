"""Formulas that several cells share: written once, in the first of them, and read from there by the others."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from openpyxl.formula.translate import Translator

from ..cell import letters
from .page import Page
from .saying import formula_of, unescaped

_SHARED = re.compile(rb"""<f\s[^>]*\bt=["']shared["']""")
_IDENT = re.compile(rb"""\ssi=["']([^"']*)["']""")
_SEVERAL = re.compile(rb"""<f\s[^>]*\bt=["'](?:array|dataTable)["']""")
_REF = re.compile(rb"""\sref=["']([^"']*)["']""")


class _Sharing(NamedTuple):
    row: int
    column: int
    ident: bytes
    said: str


def own_formula(page: Page, row: int, column: int) -> str | None:
    """What a cell computes, said from its own place; None where it shares no formula."""
    return next((said for at, place, said in _own(page) if (at, place) == (row, column)), None)


def unshare(page: Page, changes: Callable[[int, int, str], bool]) -> None:
    """Gives every cell its own formula where `changes` says of one, by row, column and formula, that it will change."""
    own = list(_own(page))
    if any(changes(*one) for one in own):
        for row, column, said in own:
            page.rephrase(row, column, said)


def several(page: Page) -> Iterator[tuple[int, str]]:
    """The row and the range of every formula whose results fill several cells."""
    for row in sorted(page.rows):
        if b" ref=" in page.taken(row):
            for cell in page.cells(row).values():
                formula = formula_of(cell) or b""
                if _SEVERAL.match(formula):
                    found = _REF.search(formula)
                    yield row, found[1].decode() if found else ""


def _own(page: Page) -> Iterator[tuple[int, int, str]]:
    """Row, column and formula of every cell that shares one."""
    cells = list(_sharing(page))
    masters = {one.ident: one for one in reversed(cells) if one.said}
    for one in cells:
        master = masters.get(one.ident)
        if master is not None:
            origin, here = (f"{letters(each.column)}{each.row}" for each in (master, one))
            said = Translator(f"={master.said}", origin=origin).translate_formula(here)
            yield one.row, one.column, str(said).removeprefix("=")


def _sharing(page: Page) -> Iterator[_Sharing]:
    for row in sorted(page.rows):
        if b" si=" in page.taken(row):
            for column, cell in sorted(page.cells(row).items()):
                formula = formula_of(cell) or b""
                ident = _IDENT.search(formula)
                if ident and _SHARED.match(formula):
                    said = formula[formula.index(b">") + 1 :].removesuffix(b"</f>")
                    yield _Sharing(row, column, ident[1], unescaped(said))
