"""The cover, merged cell by cell where it stands; its chart comes along."""

from collections.abc import Iterator, Sequence

from ....document.sheet import Cell, Chart, Formula, fingerprint
from ..issued import board_line
from ..packed import Line
from .align import Aligned, Lines, realign
from .book import Book, Element, tag
from .counting import Counting
from .drawing import CHART, carry, charts, describe, references
from .memory import TOLD, UNKNOWN, Memory
from .page import Page, area, corners, page_of, placed
from .printed import furnish, reach
from .report import Change, Report
from .styles import Styles
from .verdict import Verdict, verdict_of

COLUMNS = 7
DAY = "ReferenceDay"
"""The name of the cell with the day from which everything is counted."""

_NOTHING = Aligned({}, {})
_ACROSS = range(1, COLUMNS + 1)
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_MOST = 0.3  # a cover of which more was changed was made into something else

At = tuple[int, int]


class Cover:
    """The cover in the workbook beside that of the new issue."""

    def __init__(self, book: Book, path: str, fresh: Page, memory: Memory, counting: Counting) -> None:
        self.book, self.page, self.fresh, self.memory = book, page_of(book, path), fresh, memory
        self.counting = counting
        self.name = next(name for name, part, _ in book.sheets() if part == path)
        self.board = memory.board
        self.last = max(self.fresh.last_row, *memory.board, 1)
        self._written: set[At] = set()
        self.part: str | None = None

    def merge(self, styles: Styles) -> tuple[list[Line], Report]:
        """Writes what only the briefing changed; the lines to be remembered."""
        if self._is_rearranged():
            remark = f"the sheet '{self.name}' was rearranged, so it stays as it is; its numbers count on"
            return [line for line in self.memory.lines.get("", ()) if line[0] == "board"], Report(remarks=(remark,))
        remarks = self._align()
        written: list[Change] = []
        kept: list[Change] = []
        conflicts: list[Change] = []
        lines = []
        for row in range(1, self.last + 1):
            verdicts = {column: self._verdict((row, column)) for column in _ACROSS}
            words = [word for _, word in verdicts.values()]
            if any(word != "-" for word in words):
                lines.append(board_line(row, words))
            for column, (verdict, _) in verdicts.items():
                sort = {Verdict.WRITE: written, Verdict.KEPT: kept, Verdict.CONFLICT: conflicts}.get(verdict)
                if sort is not None:
                    sort.append(self._change(row, column))
            self._write_row(row, {column: verdict for column, (verdict, _) in verdicts.items()}, styles)
        self._chart()
        furnish(self.page, self.fresh)
        reach(self.book, self.name, max(self.board, default=0), self.fresh.last_row)
        return lines, Report(written=tuple(written), kept=tuple(kept), conflicts=tuple(conflicts), remarks=remarks)

    def _align(self) -> tuple[str, ...]:
        """Brings each line that was issued to where the new issue has it, with what people wrote beside and below."""
        issued = range(1, max(self.board, default=0) + 1)
        old = [_word([self._issued((row, column)).removesuffix(TOLD) for column in _ACROSS]) for row in issued]
        new = [
            _word([fingerprint(self._ours((row, column))) for column in _ACROSS])
            for row in range(1, self.fresh.last_row + 1)
        ]
        found: Aligned | None = _NOTHING
        if issued:
            found = realign(self.book, self.name, self.page, Lines(old, new, self._head()), self._is_ours)
        if found is None:
            return (f"what people put on the sheet '{self.name}' could not be moved along with the lines of the issue",)
        self._follow(old, new, found)
        self.board = {found.there[row]: words for row, words in self.board.items() if row in found.there}
        self.last = max(self.fresh.last_row, *self.board, 1)
        return ()

    def _head(self) -> int:
        """The last row of what stands on every cover, above its lists: the one with the day."""
        name = next((one for one in self.book.workbook.iter(tag("definedName")) if one.get("name") == DAY), None)
        place = "" if name is None else (name.text or "").rpartition("!")[2]
        return placed(place)[1] if place and ":" not in place else 0

    def _follow(self, old: Sequence[str], new: Sequence[str], found: Aligned) -> None:
        """What people wrote beside a line that stands before others than it did comes along with it."""
        for row, at in {**found.there, **found.gone}.items():
            word = old[row - 1]
            onto = new.index(word) + 1 if old.count(word) == new.count(word) == 1 else at
            if onto != at:
                for column in [each for each in self.page.values(at) if self._issued((row, each)) == "-"]:
                    if self.page.value(onto, column) is None is self.fresh.value(onto, column):
                        self.page.hand_over(at, column, onto)
                if at in found.gone.values() and self._says_only(at, self.board.get(row, ())):
                    self.page.bring(at, None)

    def _says_only(self, row: int, issued: Sequence[str]) -> bool:
        said = {column: fingerprint(cell) for column, cell in self.page.values(row).items()}
        return all(dict(enumerate(issued, start=1)).get(column) == word for column, word in said.items())

    def _is_ours(self, row: int) -> bool:
        """Whether nothing stands in a row but what was issued."""
        return self._says_only(row, self.board.get(row, ()))

    def formulas(self) -> Iterator[tuple[int, int, Formula]]:
        """Where the numbers stand that count."""
        found = self.page.formulas()
        return ((row, column, value) for row, column, value in found if row <= self.last and column <= COLUMNS)

    def has_new_day(self) -> bool:
        """Whether the day was written from which everything is counted."""
        text = next((one.text for one in self.book.workbook.iter(tag("definedName")) if one.get("name") == DAY), "")
        place = (text or "").rpartition("!")[2]
        return bool(place) and ":" not in place and placed(place)[::-1] in self._written

    def _ours(self, at: At) -> Cell:
        return self.counting.cell(self.fresh.value(*at))

    def _issued(self, at: At) -> str:
        row, column = at
        words = self.board.get(row, ())
        return words[column - 1] if column <= len(words) else "-"

    def _is_rearranged(self) -> bool:
        issued = [(row, column) for row in self.board for column in _ACROSS]
        said = [at for at in issued if self._issued(at) != "-" and not self._issued(at).endswith(TOLD)]
        changed = sum(fingerprint(self.page.value(*at)) != self._issued(at) for at in said)
        return changed > _MOST * len(said)

    def _verdict(self, at: At) -> tuple[Verdict, str]:
        theirs, ours = fingerprint(self.page.value(*at)), fingerprint(self._ours(at))
        # An empty cell of the cover waits for ours, whatever is known of it.
        base = self._issued(at) if self.memory.known or theirs == "-" else UNKNOWN
        verdict, word = verdict_of(base, theirs, ours)
        if verdict is Verdict.WRITE and self.page.is_closed(*at):
            verdict = Verdict.KEPT
        return verdict, word

    def _change(self, row: int, column: int) -> Change:
        ours = self._ours((row, column))
        return Change(self.name, f"{row}", area(column, row, column, row), self.page.value(row, column), ours)

    def _write_row(self, row: int, verdicts: dict[int, Verdict], styles: Styles) -> None:
        if Verdict.WRITE not in verdicts.values():
            return
        alone = not {Verdict.KEPT, Verdict.CONFLICT} & set(verdicts.values())
        for column, verdict in verdicts.items():
            look = self.fresh.look(row, column)
            blank = verdict is Verdict.SAME and self.page.value(row, column) is None
            if look is None:
                if verdict is Verdict.WRITE or (blank and alone):
                    self.page.clear(row, column)
            elif verdict is Verdict.WRITE or (blank and alone):
                self.page.put(row, column, self._ours((row, column)), styles.of(look))
                self._written.add((row, column))
        if alone:
            self.page.set_height(row, self.fresh.height(row) or "15", fixed=True)

    # -- the chart

    def _chart(self) -> None:
        """Our chart reads the row that it read, wherever that is now."""
        mine = list(charts(self.book, self.page.path))
        theirs = list(charts(self.fresh.book, self.fresh.path))
        if not theirs:
            return
        wanted = references(self.fresh.book.xml(theirs[0][1]))
        for drawing, part in mine:
            found = references(self.book.xml(part))
            if len(found) == len(wanted) and all(_alike(one, other) for one, other in zip(found, wanted, strict=True)):
                self._point(drawing, part, found, wanted)
                self.part = part
                return

    def _point(self, drawing: str, part: str, found: list[Element], wanted: list[Element]) -> None:
        down = 0
        for one, other in zip(found, wanted, strict=True):
            old, new = (each.text.rpartition("!")[2] for each in (one, other))  # type: ignore[union-attr]
            if old.replace("$", "") != new.replace("$", ""):
                down = corners(new.replace("$", ""))[1] - corners(old.replace("$", ""))[1]
                one.text = f"{(one.text or '').rpartition('!')[0]}!{new}"
                self.book.touch(part)
        if down:
            for place in self.book.xml(drawing).iter(f"{_DRAWN}row"):
                place.text = str(int(place.text or "0") + down)
            self.book.touch(drawing)

    def finish(self, said: Chart | None) -> str | None:
        """Charts carry the numbers that the cells have come to, and ours says them; what is to be remembered."""
        carry(self.book, self.page, self.name)
        issued = next(iter(self.memory.said_of_charts("")), None)
        if said is None or self.part is None:
            return issued
        try:
            text = said.told(self._numbers(self.part))
        except IndexError:  # the chart reads fewer numbers than it did
            return issued
        return describe(self.book, self.page.path, issued, said.title, text)

    def _numbers(self, part: str) -> list[str]:
        """What our chart shows."""
        values = next((one for one in self.book.xml(part).iter(f"{{{CHART}}}val")), None)
        found = [] if values is None else references(values)
        if not found:
            return []
        left, top, right, _ = corners((found[0].text or "A1").rpartition("!")[2].replace("$", ""))
        cells = [self.page.value(top, column) for column in range(left, right + 1)]
        return [str(cell.result if isinstance(cell, Formula) else cell or 0) for cell in cells]


def _alike(one: Element, other: Element) -> bool:
    """The same columns of one row."""
    old, new = (corners((each.text or "A1").rpartition("!")[2].replace("$", "")) for each in (one, other))
    return (old[0], old[2], old[3] - old[1]) == (new[0], new[2], new[3] - new[1])


def _word(words: Sequence[str]) -> str:
    """What a line is known by: what stands at its beginning, else all of it."""
    return words[0] if words[0] != "-" else " ".join(words)


def find_cover(book: Book, name: str) -> str | None:
    """The sheet of the cover: where the day is that everything is counted from, else the one of that name."""
    sheets = {sheet: path for sheet, path, _ in book.sheets()}
    for one in book.workbook.iter(tag("definedName")):
        if one.get("name") == DAY:
            sheet = (one.text or "").rpartition("!")[0].strip("'").replace("''", "'")
            if sheet in sheets:
                return sheets[sheet]
    return sheets.get(name)
