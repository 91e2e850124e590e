"""The bytes of a tracker -> what people typed into it since its last issue, wherever they moved it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ...document.sheet import Cell, Formula, Kind, SheetTable
from ...document.typed import Asked, Mends, Shown, TypedCell, TypedRow
from .cell import letters
from .merge.book import Book, tag
from .merge.memory import TOLD, UNKNOWN, Memory, memory_of
from .merge.mend import lent
from .merge.report import NotMergedError
from .merge.standing import NOTE, Standing, find_tables, standing_of

_STYLES = "xl/styles.xml"
_FAULT = re.compile(rb"""^<c[^>]*\st=["']e["']""")
_PERCENTS = frozenset({9, 10})
_DAYS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""The built-in formats of shares and of days. Source: ECMA-376, part 1, 18.8.30."""

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAY_LETTERS = re.compile("[dy]", re.IGNORECASE)


def read_typed(
    data: bytes, tables: Iterable[SheetTable], asked: Mapping[str, Asked], mends: Mends | None = None
) -> tuple[TypedRow, ...]:
    """The rows that people typed into, in the order in which they stand; with `mends` as they are after these.

    `tables` say which columns there are, without any rows; `asked` what to look for, by table. What people write into
    columns of their own tells nothing by itself, so that it makes no row a changed one.

    Raises:
        NotMergedError: nothing can be read from the file.
    """
    book = lent(data, mends)
    memory = memory_of(book)
    wanted = list(tables)
    parts = find_tables(book, wanted, memory.tables)
    looks = _Looks(book)
    found: list[TypedRow] = []
    for table in wanted:
        if table.name in parts:
            standing = _standing(book, table, memory, parts[table.name])
            if standing is not None and asked[table.name].ident in standing.place:
                found.extend(_Reading(standing, memory, looks, asked[table.name]).rows())
    return tuple(found)


def _standing(book: Book, table: SheetTable, memory: Memory, parts: tuple[str, str]) -> Standing | None:
    """The table as it stands; None for one of which no row can be told from another."""
    try:
        return standing_of(book, table, memory.table(table.name), parts)
    except NotMergedError:
        return None


class _Reading:
    """One table, row by row."""

    def __init__(self, standing: Standing, memory: Memory, looks: "_Looks", asked: Asked) -> None:
        self.standing, self.known, self.looks, self.asked = standing, memory.known, looks, asked
        book = standing.page.book
        self.title = next(name for name, part, _ in book.sheets() if part == standing.page.path)
        columns = standing.table.columns
        ours = (column.key for column in columns if not column.people and column.formula is None)
        self.keys = tuple(key for key in ours if key in standing.place)
        self.days = {column.key for column in columns if column.kind is Kind.DATE}
        peoples = {column.key for column in columns if column.people}
        mine = {at for key, at in standing.place.items() if key not in peoples}
        self.beside = {column: title for column, title in standing.headings.items() if column not in mine}

    def rows(self) -> Iterator[TypedRow]:
        """The rows that say something new of an indicator, or that stand for what people entered before."""
        if self.standing.table.keys:
            for row, name in self.standing.names.items():
                if name and (changed := self._changed(row, name)):
                    yield self._row(row, changed)
            return
        issued = {row: name in self.standing.remembered.rows for row, name in self.standing.names.items()}
        theirs = {self._ident(row) for row, known in issued.items() if not known}
        for row, known in issued.items():
            if not known or self._says(row, self.asked.mark) or self._ident(row) in theirs:
                yield self._row(row, frozenset(), issued=known)

    def _row(self, row: int, changed: frozenset[str], *, issued: bool = True) -> TypedRow:
        place = self.standing.place
        cells = self._cells(row, ((key, at) for key, at in place.items() if key != NOTE))
        return TypedRow(
            self.standing.table.name,
            self._ident(row),
            self._place(row, place[self.asked.ident]),
            cells,
            self._cells(row, ((title, at) for at, title in self.beside.items())),
            changed,
            issued,
            {key: self._place(row, place[key]) for key in self.keys if key in changed and key not in cells},
        )

    def _ident(self, row: int) -> str:
        said = self.standing.value(row, self.asked.ident)
        return "" if said is None else str(said.result if isinstance(said, Formula) else said).strip()

    def _says(self, row: int, key: str) -> bool:
        return key in self.standing.place and self.standing.value(row, key) is not None

    def _changed(self, row: int, name: str) -> frozenset[str]:
        """The cells of ours that say something else than they were issued with; all of them when nobody knows that."""
        issued = self.standing.remembered.rows.get(name)
        if issued is None or not self.known:
            return frozenset(self.keys)
        said = self.standing.said(row, self.keys)
        if said == list(map(issued.get, self.keys)):
            return frozenset()  # as most rows
        words = (
            (key, word, issued.get(key, "-").removesuffix(TOLD)) for key, word in zip(self.keys, said, strict=True)
        )
        return frozenset([key for key, word, was in words if word != was or was == UNKNOWN])

    def _cells(self, row: int, columns: Iterable[tuple[str, int]]) -> dict[str, TypedCell]:
        made = ((key, self._cell(row, key, at)) for key, at in columns)
        return {key: cell for key, cell in made if cell is not None}

    def _cell(self, row: int, key: str, at: int) -> TypedCell | None:
        page = self.standing.page
        value: Cell = page.value(row, at)
        if value is None:
            return None
        shown = self.looks.shown(page.look(row, at))
        computed = isinstance(value, Formula)
        if isinstance(value, Formula):
            shown = Shown.FAULT if value.result == "" else shown
            value = value.result
        if _FAULT.match(page.cells(row)[at]):
            shown = Shown.FAULT
        if shown is Shown.DAY or key in self.days:
            value = page.day(value)
        assert isinstance(value, str | Decimal)
        return TypedCell(self._place(row, at), value, shown, computed)

    def _place(self, row: int, column: int) -> str:
        return f"{self.title}!{letters(column)}{row}"


class _Looks:
    """The number formats of a workbook, as far as they decide what a number means."""

    def __init__(self, book: Book) -> None:
        self._kinds: list[Shown] = []
        if _STYLES in book.parts:
            root = book.xml(_STYLES)
            codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter(tag("numFmt"))}
            looks = root.find(tag("cellXfs"))
            numbers = [one.get("numFmtId", "0") for one in looks] if looks is not None else []
            self._kinds = [_kind_of(number, codes) for number in numbers]

    def shown(self, look: int | None) -> Shown:
        """As what a cell of that look shows a number."""
        return self._kinds[look] if look is not None and look < len(self._kinds) else Shown.PLAIN


def _kind_of(number: str, codes: Mapping[str, str]) -> Shown:
    code = _LITERAL.sub("", codes.get(number, ""))
    if number in codes:
        if "%" in code:
            return Shown.PERCENT
        return Shown.DAY if _DAY_LETTERS.search(code) and "General" not in code else Shown.PLAIN
    built_in = int(number) if number.isdecimal() else 0
    if built_in in _PERCENTS:
        return Shown.PERCENT
    return Shown.DAY if built_in in _DAYS else Shown.PLAIN
