"""What is to be done to a table, decided before anything is written."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from ....document.sheet import FIRST_DAY, Cell, Formula, Notes, SheetColumn, fingerprint, serial
from ..issued import ours, row_names
from ..packed import ROW, Line
from .memory import TOLD, UNKNOWN
from .pointed import pointed_at
from .reference import Titles, retitled
from .report import Change, Report, shown
from .standing import NOTE, Standing
from .verdict import Verdict, torn_verdict, verdict_of

_LAST_DAY = 2958465


class Renamed:
    """What tables and their headings are called in the workbook, by what the issue calls them."""

    def __init__(self, tables: Mapping[str, str], titles: Titles) -> None:
        self._tables, self._titles = tables, titles
        self._known: dict[str, str] = {}

    def expression(self, formula: str) -> str:
        """A formula in the workbook's own words."""
        if formula not in self._known:
            self._known[formula] = retitled(formula, self._tables, self._titles)
        return self._known[formula]

    def cell(self, cell: Cell) -> Cell:
        """A cell in the workbook's own words."""
        return Formula(self.expression(cell.expression), cell.result) if isinstance(cell, Formula) else cell


class Plan(msgspec.Struct):
    """`writes` say row, key of the column, cell, and the row of the issue; `slots` are rows to write anew.

    `added` are rows of the issue without a place yet. `rewritten`: nobody touched the table, so it takes the order of
    the issue. `drawn` are the rows of the issue of which the look is needed. `notes` are wanted by row, and `lines`
    are to be remembered. `names` are those of the rows of the issue.
    """

    names: list[str]

    writes: list[tuple[int, str, Cell, int]] = []
    slots: list[tuple[int, int]] = []
    added: list[int] = []
    rewritten: bool = False
    drawn: tuple[int, ...] = ()
    notes: dict[int, list[str]] = {}
    lines: list[Line] = []
    report: Report = Report()


def plan_table(standing: Standing, known: bool, renamed: Renamed, notes: Notes) -> Plan:  # noqa: FBT001 # as in Memory
    """Compares a table with its new issue, row by row and cell by cell."""
    return _Planner(standing, known, renamed, notes).planned()


def _as(theirs: Cell, ours: Cell) -> Cell:
    """A number beside a day is a day."""
    if isinstance(ours, dt.date) and isinstance(theirs, Decimal) and 0 < theirs < _LAST_DAY:
        return FIRST_DAY + dt.timedelta(days=int(theirs) - serial(FIRST_DAY))
    return theirs


class _Planner:
    def __init__(self, standing: Standing, known: bool, renamed: Renamed, notes: Notes) -> None:  # noqa: FBT001
        self.standing, self.known, self.renamed, self.notes = standing, known, renamed, notes
        self.table = standing.table
        self.names = row_names(self.table, standing.words)
        self.plan = Plan(self.names)
        self.fresh = {name: number for number, name in enumerate(self.names) if name}
        self.words: dict[str, list[str]] = {}
        self.written: list[Change] = []
        self.kept: list[Change] = []
        self.conflicts: list[Change] = []
        self.there = [
            (column.key, place, column)
            for place, column in enumerate(self.table.columns)
            if column.key in standing.place and not column.people
        ]
        self.columns = ours(self.table)
        keys = [self.table.columns[place].key for place in self.columns]
        self.issued_at = [number for number, key in enumerate(keys) if key in standing.place]
        self.issued_keys = tuple(keys[number] for number in self.issued_at)
        self.computed = [(key, place) for key, place, column in self.there if column.formula is not None]
        mine = {column.key for column in self.table.columns}
        self.dropped = [
            key
            for key, issued in standing.remembered.columns.items()
            if issued.kind == "column" and key not in mine and key in standing.place and not self.table.lasting
        ]

    def planned(self) -> Plan:
        standing, remembered = self.standing, self.standing.remembered
        if not self.table.keys and self._is_untouched():
            self.plan.rewritten = True
            self.plan.lines = [*self._column_lines(), *self._row_lines()]
            self.plan.drawn = tuple(self._changed())
            return self.plan
        here = {name for name in standing.names.values() if name}
        retired = [row for row, name in standing.names.items() if name in remembered.rows and name not in self.fresh]
        for row, name in standing.names.items():
            if name in self.fresh:
                self._compare(row, name)
        new = [name for name in self.fresh if name not in here and name not in remembered.rows]
        removed = [name for name in self.fresh if name not in here and name in remembered.rows]
        retired = self._place(new, retired)
        gone = {standing.names[row] for row in retired}
        retired = [] if self.table.lasting else retired
        for row in retired:
            self._note(row, self.notes.retired)
        self.plan.report = Report(
            written=tuple(self.written),
            kept=tuple(self.kept),
            conflicts=tuple(self.conflicts),
            added=tuple((standing.name, name) for name in new),
            retired=tuple((standing.name, standing.names[row]) for row in retired),
            removed=tuple((standing.name, name) for name in removed),
            remarks=tuple(self._remarks()),
        )
        self.plan.drawn = tuple(self._needed())
        self.plan.lines = [*self._column_lines(), *self._row_lines(gone)]
        return self.plan

    def _is_untouched(self) -> bool:
        """Whether the rows are those that were issued, in their order, with nothing beside them."""
        standing = self.standing
        names = [name for name in standing.names.values() if name]
        if names != list(standing.remembered.rows) or standing.totals or not self.known:
            return False
        if any(column.key not in standing.place for column in self.table.columns):
            return False
        if any(standing.foreign(standing.rows)):
            return False
        return names == [name for name in self.names if name] or not pointed_at(standing)

    def _changed(self) -> Iterator[int]:
        """The rows of the issue that stand nowhere yet, and the first, which lends its look to notes."""
        there = set(self.standing.names.values())
        for number, name in enumerate(self.names):
            if not number or not name or name not in there:
                yield number

    def _needed(self) -> list[int]:
        """The rows that are written, and the first, which lends its look to notes; all of them for a new column."""
        standing = self.standing
        if any(c.key not in standing.place and c.key not in standing.remembered.columns for c in self.table.columns):
            return list(range(len(self.table.rows)))
        written = {number for *_, number in self.plan.writes} | {number for _, number in self.plan.slots}
        return sorted({0, *written, *self.plan.added})

    # -- rows

    def _place(self, new: list[str], retired: list[int]) -> list[int]:
        """Gives new rows a place: blank rows, then those of lists that nobody wrote beside; the rows left retired."""
        free = [row for row, name in self.standing.names.items() if not name and self.standing.is_blank(row)]
        if not self.table.keys:
            foreign = {*self.standing.foreign(retired), *pointed_at(self.standing)} if new and retired else set()
            reused = [row for row in retired if row not in foreign][: max(len(new) - len(free), 0)]
            again = set(reused)
            retired = [row for row in retired if row not in again]
            free += reused
        self.plan.slots = [(row, self.fresh[name]) for row, name in zip(free, new, strict=False)]
        self.plan.added = [self.fresh[name] for name in new[len(free) :]]
        return retired

    def _compare(self, row: int, name: str) -> None:
        standing, number = self.standing, self.fresh[name]
        issued = standing.remembered.rows.get(name)
        words = self.words[name] = self._said(self.table.rows[number])
        if self._is_same(row, number, words) and not self.dropped:
            return
        settled = self._is_settled(row)
        verdicts: dict[str, Verdict] = {}
        for key, place, column in self.there:
            theirs = standing.value(row, key)
            if column.formula is not None:
                verdicts[key] = self._formula(column, theirs, self.renamed.cell(self.table.rows[number][place]))
            else:
                base, at = self._word_issued(issued, key), self.columns.index(place)
                verdicts[key], words[at] = verdict_of(base, standing.words[theirs], words[at], settled=settled)
        for key in self._torn(name, verdicts):
            at = self.columns.index(self.table.place(key))
            base = self._word_issued(issued, key)
            verdicts[key], words[at] = torn_verdict(base, standing.words[standing.value(row, key)], words[at], settled)
        if self.table.yielding:
            self._yield(row, verdicts, words)
        for key, place, _ in self.there:
            ours = self.renamed.cell(self.table.rows[number][place])
            self._judge(verdicts[key], (row, key, number), standing.value(row, key), ours)
        for key in self.dropped:
            if issued is not None and fingerprint(standing.value(row, key)) == issued.get(key, UNKNOWN) != "-":
                self.plan.writes.append((row, key, None, number))

    def _torn(self, name: str, verdicts: Mapping[str, Verdict]) -> Iterator[str]:
        """Cells that would be ours beside one that is people's, though they only make sense together."""
        for group in self.table.joined:
            known = (key for key in group if key in verdicts and (name, key) not in self.table.following)
            found = {key: verdicts[key] for key in known}
            if {Verdict.KEPT, Verdict.CONFLICT} & set(found.values()):
                yield from (key for key, verdict in found.items() if verdict is Verdict.WRITE)

    def _yield(self, row: int, verdicts: dict[str, Verdict], words: list[str]) -> None:
        """What people typed is what counts: no conflict, and nothing of ours beside it but what goes with it."""
        name = self.standing.names[row]
        for key, verdict in verdicts.items():
            if (name, key) not in self.table.yielding or verdict not in (Verdict.CONFLICT, Verdict.WRITE):
                continue
            at = self.columns.index(self.table.place(key))
            if verdict is Verdict.CONFLICT:
                verdicts[key], words[at] = Verdict.KEPT, words[at].removesuffix(TOLD)
            elif (name, key) not in self.table.following:
                verdicts[key], words[at] = Verdict.KEPT, self.standing.words[self.standing.value(row, key)]

    def _said(self, row: Sequence[Cell]) -> list[str]:
        """The fingerprints of a row of the issue."""
        words, renamed = self.standing.words, self.renamed
        cells = [row[place] for place in self.columns]
        return [words[renamed.cell(cell) if isinstance(cell, Formula) else cell] for cell in cells]

    def _is_same(self, row: int, number: int, words: Sequence[str]) -> bool:
        """Whether a row says what the issue says."""
        standing, ours = self.standing, self.table.rows[number]
        if standing.said(row, self.issued_keys) != [words[at] for at in self.issued_at]:
            return False
        for key, place in self.computed:
            theirs, cell = standing.value(row, key), ours[place]
            if not isinstance(theirs, Formula) or not isinstance(cell, Formula):
                return False
            if theirs.expression != self.renamed.expression(cell.expression):
                return False
        return True

    def _word_issued(self, issued: Mapping[str, str] | None, key: str) -> str | None:
        if not self.known:
            return UNKNOWN
        if issued is None or not self.table.keys or key not in self.standing.remembered.columns:
            return None
        return issued.get(key, UNKNOWN)

    def _formula(self, column: SheetColumn, theirs: Cell, ours: Cell) -> Verdict:
        """Formulas of ours are written anew where they still are; what people put in their place stands.

        Where nobody knows what was issued, whatever differs is people's.
        """
        said = fingerprint(theirs)
        if said == fingerprint(ours):
            return Verdict.SAME
        issued = self.standing.remembered.columns.get(column.key)
        if issued is None:
            return Verdict.WRITE if theirs is None else Verdict.KEPT
        return Verdict.WRITE if said == issued.formula else Verdict.KEPT

    def _judge(self, verdict: Verdict, at: tuple[int, str, int], theirs: Cell, ours: Cell) -> None:
        row, key, number = at
        standing = self.standing
        if verdict is Verdict.SAME:
            return
        if verdict is Verdict.WRITE and standing.page.is_closed(row, standing.place[key]):
            verdict = Verdict.KEPT
        change = Change(standing.name, standing.names[row], standing.title(key), _as(theirs, ours), ours)
        if verdict is Verdict.WRITE:
            self.written.append(change)
            self.plan.writes.append((row, key, ours, number))
        elif verdict is Verdict.KEPT:
            self.kept.append(change)
        else:
            self.conflicts.append(change)
            self._note(row, f"{change.column}: {shown(ours)}")

    # -- notes

    def _note(self, row: int, text: str) -> None:
        self.plan.notes.setdefault(row, []).append(text)

    def _is_settled(self, row: int) -> bool:
        """Whether a note stood there and people took it away."""
        column = self.standing.note
        if column is None:
            return NOTE in self.standing.remembered.columns
        return self.standing.page.value(row, column) is None

    # -- what is remembered

    def _column_lines(self) -> Iterator[Line]:
        name = self.table.name
        for column in self.table.columns:
            kind = "people" if column.people else "formula" if column.formula is not None else "column"
            more = [] if column.formula is None else [fingerprint(f"={self.renamed.expression(column.formula)}")]
            title = self._remembered_title(column)
            yield [kind, name, column.key, title, *more]

    def _remembered_title(self, column: SheetColumn) -> str:
        if column.key in self.standing.place:
            return self.standing.title(column.key)
        issued = self.standing.remembered.columns.get(column.key)
        return column.title if issued is None else issued.title

    def _row_lines(self, gone: frozenset[str] | set[str] = frozenset()) -> Iterator[Line]:
        """The rows of the issue, and those that the briefing no longer has, with what was issued of them."""
        issued = self.standing.remembered.rows
        if not self.table.keys:
            names = filter(None, self.names)
            yield from ([ROW, self.table.name, name, ""] for name in (*names, *filter(gone.__contains__, issued)))
            return
        for name, row in zip(self.names, self.table.rows, strict=True):
            if name:
                yield [ROW, self.table.name, name, " ".join(self.words.get(name) or self._said(row))]
        keys = [self.table.columns[place].key for place in self.columns]
        for name, words in issued.items():
            if name in gone:
                yield [ROW, self.table.name, name, " ".join([words.get(key, "-") for key in keys])]

    def _remarks(self) -> Iterator[str]:
        standing = self.standing
        lost = [
            issued.title
            for column in self.table.columns
            if column.key not in standing.place and (issued := standing.remembered.columns.get(column.key))
        ]
        if lost:
            named = ", ".join(f"'{title}'" for title in lost)
            yield f"the table '{standing.name}' no longer has {named}, which stays so"
        if standing.copies:
            same = ", ".join(f"'{name}'" for name in standing.copies)
            yield f"the table '{standing.name}' has several rows with the id {same}: only one is kept up to date"
