"""The cover, merged cell by cell where it stands; its chart comes along."""

from collections.abc import Iterator

from ....document.sheet import Cell, Formula, fingerprint
from ..issued import Line, board_line
from .book import Book, Element, tag
from .memory import TOLD, UNKNOWN, Memory
from .page import Page, area, corners, page_of
from .plan import Renamed
from .report import Change, Report
from .styles import Styles
from .verdict import Verdict, verdict_of

COLUMNS = 7
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_MOST = 0.3  # a cover of which more was changed was made into something else

At = tuple[int, int]


class Cover:
    """The cover in the workbook beside that of the new issue."""

    def __init__(self, book: Book, path: str, fresh: Page, memory: Memory, renamed: Renamed) -> None:
        self.book, self.page, self.fresh, self.memory, self.renamed = book, page_of(book, path), fresh, memory, renamed
        self.name = next(name for name, part, _ in book.sheets() if part == path)
        self.last = max(self.fresh.last_row, *memory.board, 1)

    def merge(self, styles: Styles) -> tuple[list[Line], Report]:
        """Writes what only the briefing changed; the lines to be remembered."""
        if self._is_rearranged():
            remark = f"the sheet '{self.name}' was rearranged, so it stays as it is; its numbers count on"
            return list(self.memory.lines.get("", ())), Report(remarks=(remark,))
        written: list[Change] = []
        kept: list[Change] = []
        conflicts: list[Change] = []
        lines = []
        for row in range(1, self.last + 1):
            verdicts = {column: self._verdict((row, column)) for column in range(1, COLUMNS + 1)}
            words = [word for _, word in verdicts.values()]
            if any(word != "-" for word in words):
                lines.append(board_line(row, words))
            for column, (verdict, _) in verdicts.items():
                sort = {Verdict.WRITE: written, Verdict.KEPT: kept, Verdict.CONFLICT: conflicts}.get(verdict)
                if sort is not None:
                    sort.append(self._change(row, column))
            self._write_row(row, {column: verdict for column, (verdict, _) in verdicts.items()}, styles)
        self._chart()
        return lines, Report(written=tuple(written), kept=tuple(kept), conflicts=tuple(conflicts))

    def formulas(self) -> Iterator[At]:
        """Where the numbers stand that count."""
        for row in range(1, self.last + 1):
            for column in range(1, COLUMNS + 1):
                if isinstance(self.page.value(row, column), Formula):
                    yield row, column

    def _ours(self, at: At) -> Cell:
        return self.renamed.cell(self.fresh.value(*at))

    def _issued(self, at: At) -> str:
        row, column = at
        words = self.memory.board.get(row, ())
        return words[column - 1] if column <= len(words) else "-"

    def _is_rearranged(self) -> bool:
        issued = [(row, column) for row in self.memory.board for column in range(1, COLUMNS + 1)]
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
            look = self.fresh.cells(row).get(column)
            blank = verdict is Verdict.SAME and self.page.value(row, column) is None
            if look is None:
                if verdict is Verdict.WRITE or (blank and alone):
                    self.page.clear(row, column)
            elif verdict is Verdict.WRITE or (blank and alone):
                self.page.put(row, column, self._ours((row, column)), styles.of(int(look.get("s", "0"))))
        height = self.fresh.row(row).get("ht") if row in self.fresh.rows else None
        if alone:
            mine = self.page.row(row)
            mine.set("ht", height or "15")
            mine.set("customHeight", "1")

    # -- the chart

    def _chart(self) -> None:
        """Our chart reads the row that it read, wherever that is now."""
        mine = list(_charts(self.book, self.page.path))
        theirs = list(_charts(self.fresh.book, self.fresh.path))
        if not theirs:
            return
        wanted = _references(self.fresh.book.xml(theirs[0][1]))
        for drawing, part in mine:
            found = _references(self.book.xml(part))
            if len(found) == len(wanted) and all(_alike(one, other) for one, other in zip(found, wanted, strict=True)):
                self._point(drawing, part, found, wanted)
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

    def cache(self) -> None:
        """Charts of the cover carry the numbers that its cells carry."""
        for _, part in _charts(self.book, self.page.path):
            for reference in _references(self.book.xml(part)):
                self._cache(part, reference)

    def _cache(self, part: str, reference: Element) -> None:
        sheet, _, place = (reference.text or "").rpartition("!")
        above = reference.getparent()
        if sheet.strip("'").replace("''", "'") != self.name or above is None:
            return
        left, top, right, bottom = corners(place.replace("$", ""))
        cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        points = {int(one.get("idx", "0")): one.find(f"{{{_CHART}}}v") for one in above.iter(f"{{{_CHART}}}pt")}
        for number, at in enumerate(cells):
            value = self.page.value(*at)
            said = value.result if isinstance(value, Formula) else value
            point = points.get(number)
            if point is not None and said is not None and not _same(point.text or "", str(said)):
                point.text = str(said)
                self.book.touch(part)


def _same(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other


def _charts(book: Book, sheet: str) -> Iterator[tuple[str, str]]:
    for drawing in book.relations(sheet):
        if drawing.kind == "drawing":
            for one in book.relations(drawing.path):
                if one.kind == "chart":
                    yield drawing.path, one.path


def _references(chart: Element) -> list[Element]:
    return [one for one in chart.iter(f"{{{_CHART}}}f") if one.text]


def _alike(one: Element, other: Element) -> bool:
    """The same columns of one row."""
    old, new = (corners((each.text or "A1").rpartition("!")[2].replace("$", "")) for each in (one, other))
    return (old[0], old[2], old[3] - old[1]) == (new[0], new[2], new[3] - new[1])


def find_cover(book: Book, name: str) -> str | None:
    """The sheet of the cover: where the day is that everything is counted from, else the one of that name."""
    sheets = {sheet: path for sheet, path, _ in book.sheets()}
    for one in book.workbook.iter(tag("definedName")):
        if one.get("name") == "ReferenceDay":
            sheet = (one.text or "").rpartition("!")[0].strip("'").replace("''", "'")
            if sheet in sheets:
                return sheets[sheet]
    return sheets.get(name)
