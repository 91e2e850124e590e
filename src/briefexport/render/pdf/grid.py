"""Tables: columns as wide as their text needs, hairlines between rows, status and trend in their cells."""

from collections.abc import Sequence
from typing import NamedTuple

from ...document.page import Grid, PageCell, PageRow
from .charts import MARK_WIDTH, TREND_SIZE, draw_mark, draw_trend
from .pen import Pen
from .structure import text_string
from .voice import ASIDE, BODY, CAPTION, STRONG, Air, Speaker, Voice, height, natural_width, put
from .words import EPSILON, Text

_GUTTER = 10.0
_PADDING = 2.7
_MARK_GAP = 3.5
_TREND_GAP = 6.0
_EVENNESS = (1.0, 0.7, 0.4)
"""How the room beyond the longest words is dealt out: as text needs it, or more evenly; the lowest table is taken."""
_SHORT = 58.0
"""What is no wider stays on one line: dates, numbers."""
_WIDEST_WORD = 0.5
"""No single word makes a column wider than this share of the table: longer ones are broken."""


class _Cell(NamedTuple):
    """A measured cell: what is said, what goes with it. `indent` is the room of the status mark before it."""

    said: Text | None
    voice: Voice
    aside: Text | None
    made_of: PageCell
    indent: float = 0.0

    def trend_beside(self, width: float) -> bool:
        """Whether the trend has room beside the value."""
        if not self.made_of.trend or not self.said:
            return False
        return natural_width(self.said, self.voice) + _TREND_GAP + TREND_SIZE[0] <= width + 0.01

    def height(self, width: float, air: Air) -> float:
        high = height(self.said, self.voice, width - self.indent, air) if self.said else 0.0
        if self.aside:
            high += height(self.aside, ASIDE, width, air)
        if self.made_of.trend and not self.trend_beside(width):
            high += TREND_SIZE[1] + 2
        return high

    def widths(self) -> "_Widths":
        """How wide it has to be, would rather be, and would like to be."""
        whole = short = wish = TREND_SIZE[0] if self.made_of.trend else 0.0
        for text, voice, indent in ((self.said, self.voice, self.indent), (self.aside, ASIDE, 0.0)):
            if text is not None:
                line, word = natural_width(text, voice) + indent, text.narrowest * voice.size + indent
                whole, wish = max(whole, word), max(wish, line)
                short = max(short, line if self.made_of.status or line < _SHORT else word)
        if self.made_of.trend and self.said:
            wish = max(wish, natural_width(self.said, self.voice) + _TREND_GAP + TREND_SIZE[0])
        return _Widths(whole, short, wish)


class _Widths(NamedTuple):
    """Below `whole` words break, below `short` dates and the like take two lines, beyond `wish` nothing is gained."""

    whole: float
    short: float
    wish: float


class GridBox:
    """A table with one row of headings; the first cell of a row is its heading."""

    def __init__(self, speaker: Speaker, body: Grid) -> None:
        self.speaker, self.body = speaker, body
        self.heads = [_Cell(speaker.text(head, CAPTION), CAPTION, None, PageCell()) for head in body.heads]
        self.rows = [self._row(row) for row in body.items]
        # A small table whose rows have headings too would be more headings than contents.
        self.row_heads = len(self.rows) * (len(self.heads) - 1) >= len(self.rows) + len(self.heads)
        columns = [[cell.widths() for cell in column] for column in zip(self.heads, *self.rows, strict=True)]
        widths = [_Widths(*map(max, zip(*column, strict=True))) for column in columns]
        self._whole, self._short, self._wish = (list(found) for found in zip(*widths, strict=True))
        self.narrowest = sum(self._whole) + _GUTTER * (len(columns) - 1)
        self.easiest = sum(self._short) + _GUTTER * (len(columns) - 1)
        self._shares: dict[float, tuple[float, ...]] = {}
        self._heights: dict[tuple[tuple[float, ...], Air], list[float]] = {}

    def _row(self, row: PageRow) -> list[_Cell]:
        strong = self.body.strong
        return [self._cell(cell, strong=strong and number == 0) for number, cell in enumerate(row.cells)]

    def _cell(self, cell: PageCell, *, strong: bool) -> _Cell:
        voice = STRONG if strong or cell.status else BODY
        spans = cell.status.word if cell.status else cell.spans
        said = self.speaker.text(spans, voice) if spans else None
        aside = self.speaker.text(cell.aside, ASIDE) if cell.aside else None
        return _Cell(said, voice, aside, cell, MARK_WIDTH + _MARK_GAP if cell.status else 0.0)

    def columns(self, width: float) -> tuple[float, ...]:
        """The width of each column, without the room between them."""
        key = round(width, 2)
        if key not in self._shares:
            room = width - _GUTTER * (len(self.heads) - 1)
            least = _least(self._whole, self._short, room)
            dealt = {_shared(least, self._wish, room, evenness): None for evenness in _EVENNESS}
            self._shares[key] = min(dealt, key=self._rows_height) if len(dealt) > 1 else next(iter(dealt))
        return self._shares[key]

    def torn(self, width: float) -> int:
        """How many of its cells have a word that breaks in that width."""
        columns = self.columns(width)
        rows = (zip(row, columns, strict=True) for row in (self.heads, *self.rows))
        return sum(cell.widths().whole > column + EPSILON for row in rows for cell, column in row)

    def _rows_height(self, columns: tuple[float, ...]) -> float:
        return sum(self.row_heights(columns, Air()))

    def row_heights(self, columns: tuple[float, ...], air: Air) -> list[float]:
        """How high each row is, that of the headings first, without the room around it."""
        key = (columns, air)
        if key not in self._heights:
            self._heights[key] = [_row_height(row, columns, air) for row in (self.heads, *self.rows)]
        return self._heights[key]

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        rows = self.row_heights(self.columns(width), air)
        return sum(rows) + (2 * len(rows) - 1) * _padding(air)

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        columns, line = self.columns(width), self.speaker.palette.line
        summary = (
            f"<</O/Table/Summary {text_string(self.body.description)}>>" if self.body.description else "<</O/Table>>"
        )
        with pen.element("Table", A=summary):
            heights = self.row_heights(columns, air)
            for number, (row, high) in enumerate(zip((self.heads, *self.rows), heights, strict=True)):
                if number:
                    pen.rule(x, y, x + width, line)
                y += _padding(air) if number else 0.0
                with pen.element("TR"):
                    self._draw_row(pen, row, (x, y), columns, air, head=number == 0)
                y += high + _padding(air)

    def _draw_row(
        self,
        pen: Pen,
        row: Sequence[_Cell],
        at: tuple[float, float],
        columns: tuple[float, ...],
        air: Air,
        *,
        head: bool,
    ) -> None:
        x, y = at
        for number, (cell, width) in enumerate(zip(row, columns, strict=True)):
            scope = "Column" if head else "Row"
            titled = head or (number == 0 and self.row_heads)
            with pen.element("TH" if titled else "TD", **({"A": f"<</O/Table/Scope/{scope}>>"} if titled else {})):
                self._draw_cell(pen, cell, (x, y, width), air)
            x += width + _GUTTER

    def _draw_cell(self, pen: Pen, cell: _Cell, at: tuple[float, float, float], air: Air) -> None:
        x, y, width = at
        palette, mark = self.speaker.palette, cell.made_of.status
        colour = getattr(palette, mark.tone.value if mark else cell.voice.colour)
        if mark:
            draw_mark(pen, mark, (x, y + cell.voice.size * cell.voice.leading / 2), palette)
        if cell.said:
            with pen.element("P"):
                y = put(pen, cell.said, cell.voice, (x + cell.indent, y, width - cell.indent), air, colour=colour)
        if cell.made_of.trend and cell.said and cell.trend_beside(width):
            right = x + natural_width(cell.said, cell.voice) + _TREND_GAP
            draw_trend(pen, cell.made_of.trend, (right, at[1] + 0.5), palette)
        elif cell.made_of.trend:
            draw_trend(pen, cell.made_of.trend, (x, y + 1), palette)
            y += TREND_SIZE[1] + 2
        if cell.aside:
            with pen.element("P"):
                put(pen, cell.aside, ASIDE, (x, y, width), air, colour=palette.muted)


def _row_height(row: Sequence[_Cell], columns: tuple[float, ...], air: Air) -> float:
    return max([cell.height(width, air) for cell, width in zip(row, columns, strict=True)])


def _padding(air: Air) -> float:
    return _PADDING * (1 + air.room)


def _least(whole: list[float], short: list[float], room: float) -> list[float]:
    """What each column gets before the rest is dealt out: no word breaks for as long as all words have room."""
    if sum(short) <= room:
        return short
    if sum(whole) <= room:
        least, rest = list(whole), room - sum(whole)
        # Who needs least for it keeps its dates on one line.
        for number in sorted(range(len(whole)), key=lambda number: short[number] - whole[number]):
            if short[number] - whole[number] <= rest:
                rest -= short[number] - whole[number]
                least[number] = short[number]
        return least
    # The longest words break, and leave the others whole.
    return _levelled([min(low, room * _WIDEST_WORD) for low in whole], room)


def _levelled(widths: list[float], room: float) -> list[float]:
    """Widths cut to one level, so high that together they have room."""
    left = room
    for number, width in enumerate(sorted(widths)):
        level = left / (len(widths) - number)
        if width > level:
            return [min(each, level) for each in widths]
        left -= width
    return widths


def _shared(least: list[float], wish: list[float], room: float, evenness: float) -> tuple[float, ...]:
    """Room dealt out: what words need first, the rest by what each column would like."""
    if sum(least) >= room:
        return tuple(room * part / sum(least) for part in least)
    if sum(wish) <= room:
        spare = (room - sum(wish)) / sum(wish) if sum(wish) else 0.0
        return tuple(part * (1 + spare) for part in wish)
    wants = [max(high - low, 0.0) ** evenness for low, high in zip(least, wish, strict=True)]
    rest = room - sum(least)
    return tuple(low + rest * want / sum(wants) for low, want in zip(least, wants, strict=True))
