"""A table as it stands in a workbook that people edited: where its columns are now, and which row is which."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, partial

from ....document.sheet import Cell, Formula, Kind, SheetTable, fingerprint
from ..issued import by_name, content_name, key_name, numbered, ours
from .book import Book, Element, tag
from .memory import Remembered
from .page import corners, page_of
from .report import NotMergedError

NOTE = "~note"
"""The key of the column that holds what the briefing says where people say otherwise."""

_MOST = 0.5  # a column is known by its contents when more than half of them are those that were issued


class Standing:
    """The table of an issue in a workbook. Columns and rows are numbered as in the sheet, from 1."""

    def __init__(self, book: Book, table: SheetTable, remembered: Remembered | None, parts: tuple[str, str]) -> None:
        self.table, self.path = table, parts[1]
        self.words = book.words
        self.remembered = remembered or Remembered()
        self.page = page_of(book, parts[0])
        self.root: Element = book.xml(parts[1])
        self.left, self.head, self.right, bottom = corners(self.root.get("ref", "A1"))
        self.totals = int(self.root.get("totalsRowCount", "0"))
        self.last = bottom - self.totals
        self.headings = {column: self._heading(column) for column in range(self.left, self.right + 1)}
        self.place = self._by_title()
        self._by_contents()
        self._said_of: tuple[str, ...] = ()
        self._said: dict[int, list[str]] = {}
        self.names: dict[int, str] = {}
        self.copies: list[str] = []
        if all(key in self.place for key in table.keys):
            self.names = self._row_names()
            self._by_fingerprints()
            self._by_neighbours()

    def is_of(self, table: SheetTable, remembered: Remembered | None, parts: tuple[str, str]) -> bool:
        """Whether all that was found out here holds for that table, rows aside."""
        same = (table.columns, table.keys) == (self.table.columns, self.table.keys)
        return same and self.remembered is remembered and (self.page.path, self.path) == parts

    def with_rows_of(self, table: SheetTable) -> "Standing":
        """The same for the table with other rows."""
        found = copy(self)
        found.table = table
        return found

    @property
    def name(self) -> str:
        """What the table is called in the workbook."""
        return self.root.get("displayName", "")

    @property
    def rows(self) -> range:
        """The rows below the header, without those of totals."""
        return range(self.head + 1, self.last + 1)

    @property
    def note(self) -> int | None:
        """The column of notes; None before the first one."""
        return self.place.get(NOTE)

    def value(self, row: int, key: str) -> Cell:
        """What a cell says; days as the number that counts from 1900."""
        value = self.page.value(row, self.place[key])
        return self.page.day(value) if key in self._days else value

    def title(self, key: str) -> str:
        """What a column of ours is called in the workbook; as in the issue where it is not there."""
        if key in self.place:
            return self.headings[self.place[key]]
        return self.table.columns[self.table.place(key)].title

    def titles(self) -> dict[str, str]:
        """By the headings of the issue: what the columns are called here."""
        return {column.title: self.title(column.key) for column in self.table.columns}

    def foreign(self, rows: Iterable[int]) -> Iterator[int]:
        """Those of the rows that say something in a column that is not ours."""
        mine = set(self.place.values()) - {self.place.get(column.key) for column in self.table.columns if column.people}
        return (row for row in rows if not mine.issuperset(self.page.values(row)))

    def is_blank(self, row: int) -> bool:
        """Whether a row says nothing but what whole columns compute."""
        said = self.page.values(row).items()
        return all(isinstance(value, Formula) and self._is_of_column(column, value) for column, value in said)

    def _is_of_column(self, column: int, formula: Formula) -> bool:
        if column in self._computed:
            return fingerprint(formula) == self._computed[column]
        at = column - self.left
        entries = list(self.root.iter(tag("tableColumn")))
        if column in self.place.values() or not 0 <= at < len(entries):
            return False
        return entries[at].find(tag("calculatedColumnFormula")) is not None

    @cached_property
    def _computed(self) -> Mapping[int, str]:
        """The formulas of our columns as they were issued, as fingerprints."""
        issued = self.remembered.columns.items()
        return {self.place[key]: one.formula for key, one in issued if one.kind == "formula" and key in self.place}

    # -- columns

    @cached_property
    def _days(self) -> frozenset[str]:
        """The columns of days, where these count from another day than ours."""
        days = (column.key for column in self.table.columns if column.kind is Kind.DATE)
        return frozenset(days if self.page.book.from_1904 else ())

    def _heading(self, column: int) -> str:
        said = self.page.value(self.head, column)
        if isinstance(said, str):
            return said
        entries = list(self.root.iter(tag("tableColumn")))
        return entries[column - self.left].get("name", "") if column - self.left < len(entries) else ""

    def _by_title(self) -> dict[str, int]:
        """Columns that are called as they were; new ones that are called as they should be."""
        at = {title: column for column, title in reversed(self.headings.items())}
        found = {key: at[column.title] for key, column in self.remembered.columns.items() if column.title in at}
        for column in self.table.columns:
            known = column.key in self.remembered.columns
            if not known and column.title in at and at[column.title] not in found.values():
                found[column.key] = at[column.title]
        return found

    def _free(self) -> list[int]:
        taken = set(self.place.values())
        return [column for column in self.headings if column not in taken]

    def _by_contents(self) -> None:
        """Columns of ids under another heading."""
        for number, key in enumerate(self.table.keys):
            if key in self.place:
                continue
            names = [name.split("/") for name in self.remembered.rows]
            wanted = {name[number] for name in names if len(name) == len(self.table.keys)}
            for column in self._free():
                said = [str(value) for row in self.rows if (value := self.page.value(row, column)) is not None]
                if said and sum(text in wanted for text in said) > _MOST * len(said):
                    self.place[key] = column
                    break

    def _by_fingerprints(self) -> None:
        for key, column in self.remembered.columns.items():
            if key not in self.place:
                wanted = self._wanted(key, column.kind, column.formula)
                found = max(self._free(), key=partial(self._hits, wanted), default=None)
                if found is not None and wanted and self._hits(wanted, found) > _MOST * len(wanted):
                    self.place[key] = found

    def _wanted(self, key: str, kind: str, formula: str) -> dict[int, str]:
        if kind == "formula":
            return dict.fromkeys(self.rows, formula)
        words = {row: self.remembered.rows.get(name, {}).get(key, "-") for row, name in self.names.items()}
        return {row: word for row, word in words.items() if word != "-"}

    def _hits(self, wanted: Mapping[int, str], column: int) -> int:
        return sum(self.words[self.page.value(row, column)] == word for row, word in wanted.items())

    def _by_neighbours(self) -> None:
        """A column between the two that it stood between is the same one, under another heading."""
        keys = list(self.remembered.columns)
        ends = {-1: self.left - 1, len(keys): self.right + 1}
        for number, key in enumerate(keys):
            if key in self.place:
                continue
            before = ends.get(number - 1) or self.place.get(keys[number - 1])
            after = ends.get(number + 1) or (self.place.get(keys[number + 1]) if number + 1 < len(keys) else None)
            if before is not None and after == before + 2 and before + 1 in self._free():
                self.place[key] = before + 1

    # -- rows

    def _row_names(self) -> dict[int, str]:
        if self.table.keys:
            found = {row: key_name([_plain(self.value(row, key)) for key in self.table.keys]) for row in self.rows}
            return self._without_copies(found)
        keys = [self.table.columns[place].key for place in ours(self.table)]
        keys += [key for key, column in self.remembered.columns.items() if column.kind == "column" and key not in keys]
        keys = [key for key, _ in by_name((key, 0) for key in keys if key in self.place)]
        known_by = tuple(keys)
        names = numbered([content_name(known_by, tuple(self._words(row, known_by))) for row in self.rows])
        return dict(zip(self.rows, names, strict=True))

    def said(self, row: int, keys: tuple[str, ...]) -> list[str]:
        """The fingerprints of some cells of a row, before anything was written to it."""
        if keys != self._said_of:
            self._said_of, self._said = keys, {}
        if row not in self._said:
            self._said[row] = self._words(row, keys)
        return self._said[row]

    def _words(self, row: int, keys: Sequence[str]) -> list[str]:
        if self._days:
            return [self.words[self.value(row, key)] for key in keys]
        said, words, place = self.page.values(row), self.words, self.place
        return [words[said.get(place[key])] for key in keys]

    def _without_copies(self, names: dict[int, str]) -> dict[int, str]:
        """Of several rows with one id that which says most of what was issued is ours; the others are people's."""
        rows: dict[str, list[int]] = {}
        for row, name in names.items():
            rows.setdefault(name, []).append(row)
        for name, same in rows.items():
            if name and len(same) > 1:
                self.copies.append(name)
                best = max(same, key=partial(self._alike, name))
                names.update({row: "" for row in same if row != best})
        return names

    def _alike(self, name: str, row: int) -> int:
        words = self.remembered.rows.get(name, {})
        return sum(self.words[self.value(row, key)] == word for key, word in words.items() if key in self.place)


def _plain(value: Cell) -> Cell:
    """An id that looks like a number reads as it was written."""
    return value.result if isinstance(value, Formula) else value


def find_tables(
    book: Book, tables: Iterable[SheetTable], remembered: Mapping[str, Remembered]
) -> dict[str, tuple[str, str]]:
    """Sheet and table, as parts, of each table that the workbook still has: by its name, else by its headings."""
    there = {book.xml(parts[1]).get("displayName", ""): parts for parts in book.tables()}
    wanted = list(tables)
    found = {table.name: there.pop(table.name) for table in wanted if table.name in there}
    for table in wanted:
        if table.name not in found and table.name in remembered:
            titles = {column.title for column in remembered[table.name].columns.values()}
            name = _likest(book, there, titles)
            if name is not None:
                found[table.name] = there.pop(name)
    return found


def _likest(book: Book, there: Mapping[str, tuple[str, str]], titles: Collection[str]) -> str | None:
    def alike(name: str) -> int:
        return sum(entry.get("name") in titles for entry in book.xml(there[name][1]).iter(tag("tableColumn")))

    best = max(there, key=alike, default=None)
    return best if best is not None and alike(best) > _MOST * len(titles) else None


def standing_of(book: Book, table: SheetTable, remembered: Remembered | None, parts: tuple[str, str]) -> Standing:
    """The table as it stands; who asks again before anything is written is given what was found the first time.

    Raises:
        NotMergedError: the column of its ids is gone.
    """
    known = book.standings.get(table.name)
    if isinstance(known, Standing) and known.is_of(table, remembered, parts) and not book.is_touched:
        return known.with_rows_of(table)
    found = Standing(book, table, remembered, parts)
    if not all(key in found.place for key in table.keys):
        raise NotMergedError(
            f"the table '{found.name}' has lost the column of its ids, so that no row can be told from another",
            "put the column back, with its heading, and run this again",
        )
    book.standings[table.name] = found
    return found
