"""What was planned for a table, written into the workbook."""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from openpyxl.formula.translate import Translator

from ....document.sheet import Formula, SheetColumn, fingerprint
from ..cell import letters
from ..issued import row_names
from ..packed import Line
from .book import Book, Element, tag
from .extent import fit_dimension, resize
from .page import Page
from .plan import Plan, Renamed
from .report import Report
from .room import is_marked, is_taken
from .shared import own_formula
from .shift import insert_rows
from .standing import NOTE, Standing
from .styles import Styles

Model = tuple[int, int, Formula | None]
"""Column, look and formula of a cell that new rows are made like."""

HEADER = -1
_NOTE_CHARS = 34


class Issue:
    """The table of the new issue as it was drawn, with the rows of which the look is needed."""

    def __init__(self, page: Page, head: int, drawn: Sequence[int]) -> None:
        self.page, self.head = page, head
        self._rows = {number: head + 1 + place for place, number in enumerate(drawn)} | {HEADER: head}
        self._looks: dict[int, Mapping[int, int]] = {}

    def style(self, number: int, place: int) -> int:
        """The look of a cell; rows and columns count from 0, and the header is a row too."""
        if number not in self._looks:
            self._looks[number] = self.page.looks(self._rows[number])
        return self._looks[number].get(place + 1, 0)

    def height(self, number: int) -> str | None:
        """How tall a row is."""
        return self.page.height(self._rows[number])

    def width(self, place: int) -> str:
        """How wide a column is."""
        for one in self.page.root.iter(tag("col")):
            if int(one.get("min", "0")) <= place + 1 <= int(one.get("max", "0")):
                return one.get("width", "16")
        return "16"


class Writer:
    """Writes one table."""

    def __init__(self, book: Book, sheet: str, standing: Standing, issue: Issue, styles: Styles) -> None:
        self.book, self.sheet, self.standing, self.issue, self.styles = book, sheet, standing, issue, styles
        self.page, self.table = standing.page, standing.table
        self.columns = {column.key: place for place, column in enumerate(self.table.columns)}
        self.remarks: list[str] = []
        self._above: dict[tuple[int, int], Formula | None] = {}

    def apply(self, plan: Plan, renamed: Renamed, note_heading: str) -> tuple[list[Line], Report]:
        """Writes everything; the lines that are to be remembered, and what there was no room for."""
        for row, key, cell, number in plan.writes:
            self._put(row, key, renamed.cell(cell), number)
        self._add_columns(renamed)
        for row, number in plan.slots:
            self._row(row, number, renamed)
        if plan.rewritten:
            self._rewrite(plan.names, renamed)
        elif plan.added:
            self._append(plan.added, renamed)
        lines = plan.lines + self._notes(plan, note_heading)
        fit_dimension(self.standing)
        return lines, Report(remarks=tuple(self.remarks))

    # -- cells

    def _put(self, row: int, key: str, cell: object, number: int) -> None:
        column = self.standing.place[key]
        theirs = self.page.look(row, column)
        style = None
        if key in self.columns:
            fresh = self.issue.style(number, self.columns[key])
            style = self.styles.of(fresh) if theirs is None else self.styles.blended(theirs, fresh)
        self.page.put(row, column, cell, style)  # type: ignore[arg-type]  # a cell of the issue

    def _row(self, row: int, number: int, renamed: Renamed) -> None:
        """Our cells of a row, in a row that says nothing yet."""
        for key, place in self.columns.items():
            if key in self.standing.place and not self.table.columns[place].people:
                self._put(row, key, renamed.cell(self.table.rows[number][place]), number)

    # -- rows

    def _append(self, numbers: Sequence[int], renamed: Renamed) -> None:
        standing = self.standing
        first, last = standing.last + 1, standing.last + len(numbers)
        self._make_room(first, last)
        models = list(self._models())
        for row, number in zip(range(first, last + 1), numbers, strict=True):
            self._new_row(row, number, renamed, models)
        resize(self.book, self.sheet, standing, last, standing.right)

    def _make_room(self, first: int, last: int) -> None:
        """Rows below that hold something move down."""
        found = self.standing
        area = (found.left, first, found.right, last)
        taken = is_taken(self.book, self.page, area, found.path) or is_marked(self.book, self.page, area)
        if taken or found.totals:
            insert_rows(self.book, self.sheet, self.page, first, last - first + 1)

    def _new_row(self, row: int, number: int, renamed: Renamed, models: Sequence[Model] = ()) -> None:
        """A row of the table: ours as in the issue, the cells of people's columns like those above."""
        cells = [
            (
                column,
                self.styles.of(self.issue.style(number, place)),
                self._goes_on((row, column), place) or renamed.cell(self.table.rows[number][place]),
            )
            for key, column in self.standing.place.items()
            if (place := self.columns.get(key)) is not None
        ]
        cells += [(column, look, _moved(value, self.standing.last, row, column)) for column, look, value in models]
        height = self.issue.height(number)
        if row not in self.page.rows:
            self.page.lay(row, cells, height)
            return
        if height and self.page.height(row) is None:
            self.page.set_height(row, height)
        for column, look, cell in cells:
            self.page.put(row, column, cell, look)

    def _first(self, row: int, column: int, cell: object, fresh: int) -> None:
        self.page.put(row, column, cell, self.styles.of(fresh))  # type: ignore[arg-type]  # a cell of the issue

    def _models(self) -> Iterator[Model]:
        """Look and formula of the cells above new rows, in the columns that are not ours, and in that of notes."""
        standing, above = self.standing, self.standing.last
        taken = set(standing.place.values()) - {standing.note}
        for column in range(standing.left, standing.right + 1):
            look = self.page.look(above, column)
            if column not in taken and look is not None:
                yield column, look, self._formula_above(column)

    def _goes_on(self, at: tuple[int, int], place: int) -> Formula | None:
        """What people compute in a column that is theirs, in a new row."""
        row, column = at
        if not self.table.columns[place].people:
            return None
        above = self.standing.last
        return _moved(self._formula_above(column), above, row, column)

    def _formula_above(self, column: int) -> Formula | None:
        """What the last row computes in a column, if the one before it computes the same: else it stands alone."""
        above = self.standing.last
        if (above, column) not in self._above:
            said, before = self._formula_at(above, column), self._formula_at(above - 1, column)
            alone = above - 1 in self.standing.rows and _moved(before, above - 1, above, column) != said
            self._above[above, column] = None if alone else said
        return self._above[above, column]

    def _formula_at(self, row: int, column: int) -> Formula | None:
        value = self.page.value(row, column)
        if not isinstance(value, Formula) or not value.expression:
            return None
        said = own_formula(self.page, row, column) if self.page.shares(row, column) else value.expression
        return None if said is None else Formula(said, "")

    def _rewrite(self, names: Sequence[str], renamed: Renamed) -> None:
        """The whole list in the order of the issue: rows that stand already move, new ones come between them."""
        standing, page = self.standing, self.page
        old, last = standing.last, standing.head + len(self.table.rows)
        if last > old:
            self._make_room(old + 1, last)
        there = {name: page.taken(row) for row, name in standing.names.items() if name}
        for number, name in enumerate(names):
            row = standing.head + 1 + number
            if row <= old and name and standing.names.get(row) == name:
                continue
            if name in there:
                page.bring(row, there[name], onto=row > old)
                continue
            if row <= old:
                page.bring(row, None)
            self._new_row(row, number, renamed)
        for row in range(last + 1, old + 1):
            for column in standing.place.values():
                page.clear(row, column)
        resize(self.book, self.sheet, standing, last, standing.right)
        standing.names = dict(enumerate(names, start=standing.head + 1))

    # -- columns

    def _add_columns(self, renamed: Renamed) -> None:
        """Columns that the issue before did not have, at the end of the table."""
        standing = self.standing
        for place, column in enumerate(self.table.columns):
            if column.key in standing.place or column.key in standing.remembered.columns:
                continue
            if not self._new_column(column, self.issue.style(HEADER, place), self.issue.width(place)):
                self.remarks.append(
                    f"the table '{standing.name}' has no room for the new column '{column.title}': "
                    "there are cells to the right of it"
                )
                continue
            numbers = {name: number for number, name in enumerate(row_names(self.table, standing.words)) if name}
            for row, name in standing.names.items():
                if name in numbers:
                    cell = renamed.cell(self.table.rows[numbers[name]][place])
                    self._first(row, standing.place[column.key], cell, self.issue.style(numbers[name], place))

    def _new_column(self, column: SheetColumn, fresh: int, width: str) -> bool:
        standing, at = self.standing, self.standing.right + 1
        if is_taken(self.book, self.page, (at, standing.head, at, standing.last + standing.totals), standing.path):
            return False
        title = column.title
        taken = {heading.casefold() for heading in standing.headings.values()}
        number = 2
        while title.casefold() in taken:
            title, number = f"{column.title} ({number})", number + 1
        self._first(standing.head, at, title, fresh)
        _add_entry(standing.root, title, column.formula)
        standing.place[column.key] = at
        standing.headings[at] = title
        resize(self.book, self.sheet, standing, standing.last, at)
        _set_width(self.page, at, width)
        return True

    # -- notes

    def _notes(self, plan: Plan, heading: str) -> list[Line]:
        """Puts notes into their column, which is made for the first; notes that people changed are theirs."""
        standing, name = self.standing, self.table.name
        said = standing.remembered.said
        if plan.notes and standing.note is None and NOTE not in standing.remembered.columns:
            self._open_notes(heading)
        column = standing.note
        lines: list[Line] = []
        if column is None:
            return [["note", name, NOTE, heading]] if NOTE in standing.remembered.columns else []
        for row in (*standing.names, *(row for row, _ in plan.slots)):
            ident = standing.names.get(row, "")
            now = self.page.value(row, column)
            wanted = "\n".join(plan.notes.get(row, ())) or None
            if now is None or fingerprint(now) == said.get(ident):
                if now != wanted:
                    self.page.annotate(row, column, wanted, self._note_style())
                if wanted is not None and ident:
                    lines.append(["said", name, ident, fingerprint(wanted)])
            elif wanted is not None and ident in said:
                lines.append(["said", name, ident, said[ident]])
        return [["note", name, NOTE, standing.headings[column]], *lines]

    def _open_notes(self, heading: str) -> None:
        """The column of notes, every cell of it in its look."""
        standing = self.standing
        if not self._new_column(SheetColumn(NOTE, heading), self.issue.style(HEADER, 0), str(_NOTE_CHARS)):
            self.remarks.append(f"the table '{standing.name}' has no room for notes: there are cells beside it")
            return
        look = self._note_style()
        for row in standing.rows:
            self.page.annotate(row, standing.place[NOTE], None, look)

    def _note_style(self) -> int:
        """As the cells of a column of texts."""
        texts = [place for place, column in enumerate(self.table.columns) if not column.people]
        return self.styles.of(self.issue.style(0, texts[min(2, len(texts) - 1)]))


def _moved(formula: Formula | None, above: int, row: int, column: int) -> Formula | None:
    """The formula of the cell above, as it is in a row further down."""
    if formula is None:
        return None
    name = letters(column)
    said = Translator(f"={formula.expression}", origin=f"{name}{above}").translate_formula(f"{name}{row}")
    return Formula(str(said).removeprefix("="), "")


def _add_entry(table: Element, title: str, formula: str | None) -> None:
    columns = table.find(tag("tableColumns"))
    assert columns is not None
    number = max((int(one.get("id", "0")) for one in columns), default=0) + 1
    entry = etree.SubElement(columns, tag("tableColumn"), id=str(number), name=title)
    if formula is not None:
        etree.SubElement(entry, tag("calculatedColumnFormula")).text = formula
    columns.set("count", str(len(columns)))


def _set_width(page: Page, column: int, width: str) -> None:
    columns = page.root.find(tag("cols"))
    if columns is None:
        columns = etree.Element(tag("cols"))
        sheet = page.root.find(tag("sheetData"))
        assert sheet is not None
        sheet.addprevious(columns)
    for one in columns:
        if int(one.get("min", "0")) <= column <= int(one.get("max", "0")):
            return
    made = etree.Element(tag("col"), min=str(column), max=str(column), width=width, customWidth="1")
    after = sum(int(one.get("max", "0")) < column for one in columns)
    columns.insert(after, made)


def renamed_of(standing: Mapping[str, Standing]) -> Renamed:
    """What the tables and headings of an issue are called in the workbook."""
    return Renamed(
        {name: found.name for name, found in standing.items()},
        {name: found.titles() for name, found in standing.items()},
    )
