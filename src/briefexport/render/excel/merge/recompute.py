"""The results that our formulas carry, after the cells that they read have changed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from ....document.sheet import Cell, Formula, Measure, SheetTable, serial
from .book import Book, tag
from .calculate import Column, UncomputedError, Value, compute
from .cover import DAY, Cover
from .page import Page, page_of, placed
from .plan import Renamed
from .standing import Standing


class Results:
    """The workbook as formulas see it."""

    def __init__(self, book: Book, standing: Iterable[Standing], renamed: Renamed) -> None:
        self._book, standing = book, tuple(standing)
        self._ours = {expression for one in standing for expression in _formulas_of(one.table, renamed)}
        self._tables = {one.name: one for one in standing}
        self._at = {
            name: {title: column for column, title in one.headings.items()} for name, one in self._tables.items()
        }
        self._columns: dict[tuple[str, str], Column] = {}
        self._known: dict[tuple[str, int, int], Value] = {}
        self._counts_anew = True
        self._wide: dict[str, bool] = {}
        self._computed_once: dict[tuple[str, int, str], str | Decimal] = {}

    def recompute(self, cover: Cover | None) -> bool:
        """Gives every formula of ours the result that it comes to. Says whether some formula is not known here."""
        self._counts_anew = cover is None or cover.has_new_day()
        strange = False
        for one in self._tables.values():
            rows, columns = one.rows, one.headings
            for row, column, value in one.page.formulas():
                if row in rows and column in columns:
                    strange |= self._renewed(one.page, one.name, (row, column), value)
        if cover is not None:
            for row, column, value in cover.formulas():
                strange |= self._renewed(cover.page, "", (row, column), value)
        return strange

    def _renewed(self, page: Page, table: str, at: tuple[int, int], value: Formula) -> bool:
        row, column = at
        if table and value.expression not in self._ours:
            return True
        if table and self._stands(value, page, at):
            return False
        try:
            result = self._result(value.expression, table, row)
        except UncomputedError:
            return True
        if not _same(result, value.result):
            page.recompute(row, column, result)
        return False

    def _stands(self, value: Formula, page: Page, at: tuple[int, int]) -> bool:
        """Whether the result that the cell of a formula carries is still right; a cell may carry none."""
        return self._is_settled(value, page, at[0]) and (value.result != "" or page.has_result(*at))

    def _is_settled(self, value: Formula, page: Page, row: int) -> bool:
        """Whether a formula comes to what it came to when the file was saved: nothing that it reads was written."""
        return row not in page.written and not self._is_wide(value.expression)

    def _is_wide(self, expression: str) -> bool:
        """Whether a formula reads more than its row, and what it reads was written."""
        if expression not in self._wide:
            self._wide[expression] = "COUNTIF" in expression or (self._counts_anew and DAY in expression)
        return self._wide[expression]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Where each name leads."""
        return {one.get("name", ""): one.text or "" for one in self._book.workbook.iter(tag("definedName"))}

    @cached_property
    def _sheets(self) -> Mapping[str, str]:
        return {title: part for title, part, _ in self._book.sheets()}

    def named(self, name: str) -> Value:
        """The cell of that name."""
        if self.names.get(name, "").isdecimal():
            return float(self.names[name])
        sheet, _, place = self.names.get(name, "").rpartition("!")
        path = self._sheets.get(sheet.strip("'").replace("''", "'"))
        if path is None or ":" in place:
            raise UncomputedError(name)
        column, row = placed(place)
        return plain(page_of(self._book, path).value(row, column))

    def cell(self, table: str, title: str, row: int) -> Value:
        """A cell of a table, computed if it is a formula."""
        column = self._at.get(table, {}).get(title)
        if column is None:
            raise UncomputedError(f"{table}[{title}]")
        key = (table, row, column)
        if key not in self._known:
            value = self._tables[table].page.value(row, column)
            self._known[key] = self._computed(value, table, row) if isinstance(value, Formula) else plain(value)
        return self._known[key]

    def _cells(self, table: str, title: str, found: Standing) -> Iterator[Value]:
        """The cells of a column; those that say what they said need no looking up."""
        column, page = self._at.get(table, {}).get(title, 0), found.page
        for row in found.rows:
            value = page.values(row).get(column)
            if column and (value is None or type(value) is str):
                yield value
            elif isinstance(value, Formula) and self._stands(value, page, (row, column)):
                yield plain(value.result)
            else:
                yield self.cell(table, title, row)

    def _computed(self, value: Formula, table: str, row: int) -> Value:
        if value.result != "" and self._is_settled(value, self._tables[table].page, row):
            return plain(value.result)
        try:
            return plain(self._result(value.expression, table, row))
        except UncomputedError:
            return plain(value.result)

    def _result(self, expression: str, table: str, row: int) -> str | Decimal:
        """What a formula comes to in a row, computed once."""
        key = (table, row, expression)
        if key not in self._computed_once:
            self._computed_once[key] = compute(expression, _Row(self, table, row))
        return self._computed_once[key]

    def column(self, table: str, title: str) -> Column:
        """All cells of a column."""
        if (table, title) not in self._columns:
            found = self._tables.get(table)
            if found is None:
                raise UncomputedError(table)
            self._columns[table, title] = Column(self._cells(table, title, found))
        return self._columns[table, title]


def _formulas_of(table: SheetTable, renamed: Renamed) -> Iterator[str]:
    found = {cell.expression for row in table.rows for cell in row if type(cell) is Formula}
    found |= {column.formula for column in table.columns if column.formula is not None}
    return map(renamed.expression, found)


class _Row:
    """What a formula in a row of a table sees."""

    def __init__(self, results: Results, table: str, row: int) -> None:
        self._results, self._table, self._row = results, table, row

    def named(self, name: str) -> Value:
        """The cell of that name."""
        return self._results.named(name)

    def here(self, table: str, title: str) -> Value:
        """The cell of a column in this row."""
        if table != self._table:
            raise UncomputedError(table)
        return self._results.cell(table, title, self._row)

    def column(self, table: str, title: str) -> Column:
        """All cells of a column."""
        return self._results.column(table, title)


def plain(cell: Cell) -> Value:
    """A cell as formulas see it."""
    if isinstance(cell, Formula):
        return plain(cell.result)
    if isinstance(cell, Measure):
        return float(cell.value)
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, dt.date):
        return float(serial(cell))
    return cell


def _same(one: str | Decimal, other: str | Decimal | dt.date) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= Decimal("1e-9") * max(Decimal(1), abs(one), abs(other))
    return one == other


def computes_on_opening(book: Book) -> None:
    """Asks programs to compute everything when they open the file: somebody's formula may have changed its result."""
    from lxml import etree

    settings = book.workbook.find(tag("calcPr"))
    if settings is None:
        settings = etree.Element(tag("calcPr"))
        before = ("definedNames", "externalReferences", "functionGroups", "sheets")
        found = [one for name in before if (one := book.workbook.find(tag(name))) is not None]
        found[0].addnext(settings)
    if settings.get("fullCalcOnLoad") not in ("1", "true"):
        settings.set("fullCalcOnLoad", "1")
        book.touch("xl/workbook.xml")
