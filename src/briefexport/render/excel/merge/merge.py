"""The order of a merge: find, decide, draw the new issue, write, compute, remember."""

from collections.abc import Mapping, Sequence

import msgspec

from ....document.sheet import Banner, Listing, Sheet, Strip, Workbook, fingerprint
from ....document.typed import Mends
from ....edition import Edition
from ....theme import Theme
from .. import draw_parts
from ..cell import letters
from ..issued import ALT, Words, chart_lines, column_lines, opening_lines, opening_texts, row_lines
from ..packed import Line
from ..table import choices_name
from .apply import Issue, Writer, renamed_of
from .arrival import add_sheet, remember
from .book import Book, tag
from .counting import Counting
from .cover import Cover, find_cover
from .day import keep_day
from .drawing import carry, describe
from .memory import UNKNOWN, memory_of
from .mend import taken
from .order import forget_order
from .page import corners, page_of
from .plan import Plan, plan_table
from .printed import furnish
from .properties import merge_properties
from .recompute import Results, computes_on_opening
from .report import Change, NotMergedError, Report, shown
from .standing import Standing, find_tables, standing_of
from .styles import Styles
from .verdict import Verdict, verdict_of


class Merged(msgspec.Struct, frozen=True):
    """The workbook, and what happened to it. The very same bytes when nothing had to change."""

    data: bytes
    report: Report


def merge_tracker(old: bytes, workbook: Workbook, theme: Theme, edition: Edition, mends: Mends | None = None) -> Merged:
    """Brings a workbook that people edited up to date, first the cells that are to be mended.

    Raises:
        NotMergedError: it cannot be done safely.
    """
    return _Merge(old, workbook, mends).merged(theme, edition)


class _Merge:
    def __init__(self, old: bytes, workbook: Workbook, mends: Mends | None) -> None:
        self.book, self.workbook = taken(old, mends), workbook
        self.memory = memory_of(self.book)
        self.remarks: list[str] = []
        self.standing = self._standing()
        self.renamed = renamed_of(self.standing)
        self.arrived: list[Standing] = []
        self.report = Report()

    def merged(self, theme: Theme, edition: Edition) -> Merged:
        plans = {
            name: plan_table(found, self.memory.known, self.renamed, self.workbook.notes)
            for name, found in self.standing.items()
        }
        conflicts = [change for plan in plans.values() for change in plan.report.conflicts]
        drawn = _with_needed_rows(_with_conflicts(self.workbook, conflicts), plans)
        fresh = Book(draw_parts(drawn, theme, edition))
        styles = Styles(self.book, fresh)
        tables = self._tables(fresh, styles, plans)
        lines = self._cover(fresh, styles, plans)
        lines += merge_properties(self.book, self.workbook.properties, self.memory)
        lines += [*tables, *self._others()]
        lines = [_cut(line) for line in lines]
        if not self.book.is_touched and lines == self._remembered():
            return Merged(self.book.saved(), self.report)
        strange = Results(self.book, (*self.standing.values(), *self.arrived), self.renamed).recompute(self.cover)
        lines = self._finished(lines)
        if lines != self._remembered():
            remember(self.book, lines)
        if self.book.is_touched:
            forget_order(self.book)
        if self.book.is_touched and (strange or self._has_formulas_elsewhere()):
            computes_on_opening(self.book)
        return Merged(self.book.saved(), self.report)

    # -- what is there

    def _standing(self) -> dict[str, Standing]:
        tables = [sheet.table for sheet in self.workbook.sheets]
        parts = find_tables(self.book, tables, self.memory.tables)
        main = tables[0].name
        if main not in parts:
            raise NotMergedError(
                f"it has no table '{main}' any more, in which the rows of the issue would stand",
                f"make the rows a table called '{main}' again (Insert, Table), and run this again",
            )
        found: dict[str, Standing] = {}
        for table in tables:
            if table.name in parts:
                try:
                    found[table.name] = standing_of(self.book, table, self.memory.table(table.name), parts[table.name])
                except NotMergedError as error:
                    if table.name == main:
                        raise
                    self.remarks.append(error.what)
        return found

    def _remembered(self) -> list[Line]:
        return [_cut(line) for lines in self.memory.lines.values() for line in lines]

    # -- writing

    def _cover(self, fresh: Book, styles: Styles, plans: Mapping[str, Plan]) -> list[Line]:
        path = find_cover(self.book, self.workbook.board.name)
        self.cover: Cover | None = None
        if path is None:
            self.remarks.append(f"the sheet '{self.workbook.board.name}' was taken out, and stays out")
            keep_day(self.book, fresh)
            return [_cut(line) for line in self.memory.lines.get("", ()) if line[0] in ("board", ALT)]
        drawn = next(part for _, part, _ in fresh.sheets())
        self.cover = Cover(self.book, path, page_of(fresh, drawn), self.memory, self._counting(plans))
        lines, report = self.cover.merge(styles)
        self.report = self.report.joined(report)
        return [*lines, *([ALT, "", "", word] for word in self.memory.said_of_charts("") if lines)]

    def _counting(self, plans: Mapping[str, Plan]) -> Counting:
        """How the cover counts: without the rows that the briefing no longer has, where these are marked."""
        gone = [found for name, found in self.standing.items() if plans[name].report.retired and found.note is not None]
        return Counting(self.renamed, gone, self.workbook.notes.retired)

    def _finished(self, lines: list[Line]) -> list[Line]:
        """The charts of the cover and what is said of them, once all numbers are known; the lines to be remembered."""
        if self.cover is None:
            return lines
        said = next((part.chart for part in self.workbook.board.parts if isinstance(part, Banner) and part.chart), None)
        word = self.cover.finish(said)
        return [[ALT, "", "", word] if line[:2] == [ALT, ""] and word else line for line in lines]

    def _tables(self, fresh: Book, styles: Styles, plans: Mapping[str, Plan]) -> list[Line]:
        drawn = {fresh.xml(parts[1]).get("displayName", ""): parts for parts in fresh.tables()}
        lines: list[Line] = []
        for sheet in self.workbook.sheets:
            name = sheet.table.name
            path, table = drawn[name]
            if name in self.standing:
                head = corners(fresh.xml(table).get("ref", "A1"))[1]
                issue = Issue(page_of(fresh, path), head, plans[name].drawn)
                lines += self._table(sheet, issue, styles, plans[name])
            elif name in self.memory.tables:
                self.remarks.append(f"the table '{name}' was taken out, and stays out")
                lines += [_cut(line) for line in self.memory.lines[name]]
            else:
                parts = add_sheet(self.book, fresh, path, styles)
                self.arrived.append(Standing(self.book, sheet.table, None, parts))
                lines += _first_lines(sheet, self.workbook)
        return lines

    def _table(self, sheet: Sheet, issue: Issue, styles: Styles, plan: Plan) -> list[Line]:
        found = self.standing[sheet.table.name]
        title = next(name for name, part, _ in self.book.sheets() if part == found.page.path)
        lines = [self._opening(sheet, found, issue, styles)]
        written, report = Writer(self.book, title, found, issue, styles).apply(
            plan, self.renamed, self.workbook.notes.heading
        )
        furnish(found.page, issue.page)
        if plan.rewritten:
            self._choices(found, title)
        if sheet.chart is not None:
            carry(self.book, found.page, title)
            issued = next(iter(self.memory.said_of_charts(sheet.table.name)), None)
            word = describe(self.book, found.page.path, issued, sheet.chart.title, sheet.chart.alt)
            lines.append([ALT, sheet.table.name, "", word])
        self.report = self.report.joined(plan.report).joined(report)
        return lines + written

    def _opening(self, sheet: Sheet, found: Standing, issue: Issue, styles: Styles) -> Line:
        """What stands above a table: line by line as far as there are rows."""
        texts = list(opening_texts(sheet, self.workbook.furniture))
        room = found.head - 1
        if len(texts) > room > 0:
            texts = [*texts[: room - 1], " · ".join(texts[room - 1 :])]
        words = []
        said = [fingerprint(found.page.value(row, 1)) for row in range(1, room + 1)]
        issued = found.remembered.opening
        down = max(range(max(room - len(issued), 0) + 1), key=lambda rows: (_alike(said[rows:], issued), -rows))
        for row in range(down + 1, room + 1):
            at = row - down - 1
            ours = texts[at] if at < len(texts) else None
            theirs = said[row - 1]
            base = issued[at] if at < len(issued) else "-"
            verdict, word = verdict_of(
                base if self.memory.known or theirs == "-" else UNKNOWN, theirs, fingerprint(ours)
            )
            words.append(word)
            if verdict is Verdict.WRITE and not found.page.is_closed(row, 1):
                look = issue.page.look(min(at + 1, issue.head - 1), 1)
                found.page.put(row, 1, ours, None if look is None else styles.of(look))
        return ["opening", sheet.table.name, "", " ".join(words)]

    def _choices(self, found: Standing, title: str) -> None:
        """The names of lists to choose from, where the lists are now."""
        quoted = "'" + title.replace("'", "''") + "'"
        names = {one.get("name"): one for one in self.book.workbook.iter(tag("definedName"))}
        for one in self.workbook.choices:
            known = names.get(choices_name(one.name))
            if known is None or one.table != found.table.name:
                continue
            letter, first = letters(found.place[one.column]), found.head + 1 + one.first
            place = f"${letter}${first}:${letter}${first + one.count - 1}"
            if (known.text or "").rpartition("!")[2] != place:
                known.text = f"{quoted}!{place}"
                self.book.touch("xl/workbook.xml")

    # -- what is remembered

    def _others(self) -> list[Line]:
        """Tables that the briefing no longer has stay as they are."""
        mine = {sheet.table.name for sheet in self.workbook.sheets}
        lines = []
        for name, remembered in self.memory.lines.items():
            if name and name not in mine:
                lines += [_cut(line) for line in remembered]
                self.remarks.append(f"the briefing no longer has anything for the table '{name}', which stays as it is")
        self.report = self.report.joined(Report(remarks=tuple(self.remarks)))
        return lines

    def _has_formulas_elsewhere(self) -> bool:
        """Whether sheets of people's compute something."""
        mine = {found.page.path for found in self.standing.values()}
        mine |= {self.cover.page.path} if self.cover is not None else set()
        return any(
            path not in mine and (b"<f>" in self.book.parts[path] or b"<f " in self.book.parts[path])
            for _, path, _ in self.book.sheets()
        )


def _with_conflicts(workbook: Workbook, conflicts: list[Change]) -> Workbook:
    """The issue with a list on its cover of what was changed on both sides."""
    if not conflicts:
        return workbook
    rows = tuple(
        (f"{change.row} · {change.column}", shown(change.ours), shown(change.theirs)) for change in conflicts[:_LISTED]
    )
    listing = Listing(workbook.notes.conflicts, rows, "")
    parts: tuple[Banner | Strip | Listing, ...] = (*workbook.board.parts, listing)
    return msgspec.structs.replace(workbook, board=msgspec.structs.replace(workbook.board, parts=parts))


def _with_needed_rows(workbook: Workbook, plans: Mapping[str, Plan]) -> Workbook:
    """The issue with the rows of which the look is needed: all of a table that is new."""

    def needed(sheet: Sheet) -> Sheet:
        plan = plans.get(sheet.table.name)
        if plan is None:
            return sheet
        rows = tuple(sheet.table.rows[number] for number in plan.drawn)
        return msgspec.structs.replace(sheet, table=msgspec.structs.replace(sheet.table, rows=rows))

    return msgspec.structs.replace(workbook, sheets=tuple(map(needed, workbook.sheets)))


_LISTED = 40


def _first_lines(sheet: Sheet, workbook: Workbook) -> list[Line]:
    table = sheet.table
    lines = [*opening_lines(sheet, workbook.furniture), *chart_lines(sheet)]
    return [*lines, *column_lines(table), *row_lines(table, Words())]


def _cut(line: Line) -> Line:
    """A line without the empty cells at its end."""
    while line and not line[-1]:
        line = line[:-1]
    return line


def _alike(said: Sequence[str], issued: Sequence[str]) -> int:
    return sum(one == other for one, other in zip(said, issued, strict=False))
