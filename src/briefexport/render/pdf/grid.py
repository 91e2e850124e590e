"""Tables: columns as wide as their text needs, hairlines between rows, status and trend in their cells."""

from collections.abc import Sequence
from typing import NamedTuple

from ...document.page import Grid, PageCell, PageRow
from .charts import MARK_WIDTH, TREND_SIZE, draw_mark, draw_trend
from .pen import Pen
from .structure import text_string
from .voice import ASIDE, BODY, CAPTION, STRONG, Air, Speaker, Voice, height, natural_width, put
from .words import Text

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
    """A measured cell: what is said, what goes with it."""

    said: Text | None
    voice: Voice
    aside: Text | None
    made_of: PageCell

    @property
    def indent(self) -> float:
        return MARK_WIDTH + _MARK_GAP if self.made_of.status else 0.0

    def trend_beside(self, width: float) -> bool:
        """Whether the trend has room beside the value."""
        if not self.made_of.trend or not self.said:
            return False
        return natural_width(self.said, self.voice) + _TREND_GAP + TREND_SIZE[0] <= width + 0.01

    def height(self, width: float, air: Air) -> float:
        said = height(self.said, self.voice, width - self.indent, air) if self.said else 0.0
        trend = TREND_SIZE[1] + 2 if self.made_of.trend and not self.trend_beside(width) else 0.0
        return said + trend + (height(self.aside, ASIDE, width, air) if self.aside else 0.0)

    def widths(self) -> tuple[float, float]:
        """The width below which words break, and the one beyond which nothing is gained."""
        least = wish = TREND_SIZE[0] if self.made_of.trend else 0.0
        for text, voice, indent in ((self.said, self.voice, self.indent), (self.aside, ASIDE, 0.0)):
            if text is not None:
                whole = natural_width(text, voice) + indent
                unbroken = whole if self.made_of.status or whole < _SHORT else text.narrowest * voice.size + indent
                least, wish = max(least, unbroken), max(wish, whole)
        if self.made_of.trend and self.said:
            wish = max(wish, natural_width(self.said, self.voice) + _TREND_GAP + TREND_SIZE[0])
        return least, wish


class GridBox:
    """A table with one row of headings; the first cell of a row is its heading."""

    def __init__(self, speaker: Speaker, body: Grid) -> None:
        self.speaker, self.body = speaker, body
        self.heads = [_Cell(speaker.text(head, CAPTION), CAPTION, None, PageCell()) for head in body.heads]
        self.rows = [self._row(row) for row in body.items]
        # A small table whose rows have headings too would be more headings than contents.
        self.row_heads = len(self.rows) * (len(self.heads) - 1) >= len(self.rows) + len(self.heads)
        widths = [[cell.widths() for cell in column] for column in zip(self.heads, *self.rows, strict=True)]
        self._least = [max(low for low, _ in column) for column in widths]
        self._wish = [max(high for _, high in column) for column in widths]
        self._shares: dict[float, tuple[float, ...]] = {}

    def _row(self, row: PageRow) -> list[_Cell]:
        strong = self.body.strong
        return [self._cell(cell, strong=strong and number == 0) for number, cell in enumerate(row.cells)]

    def _cell(self, cell: PageCell, *, strong: bool) -> _Cell:
        voice = STRONG if strong or cell.status else BODY
        spans = cell.status.word if cell.status else cell.spans
        said = self.speaker.text(spans, voice) if spans else None
        return _Cell(said, voice, self.speaker.text(cell.aside, ASIDE) if cell.aside else None, cell)

    def columns(self, width: float) -> tuple[float, ...]:
        """The width of each column, without the room between them."""
        key = round(width, 2)
        if key not in self._shares:
            room = width - _GUTTER * (len(self.heads) - 1)
            least = [min(low, room * _WIDEST_WORD) for low in self._least]
            dealt = {_shared(least, self._wish, room, evenness): None for evenness in _EVENNESS}
            self._shares[key] = min(dealt, key=self._rows_height) if len(dealt) > 1 else next(iter(dealt))
        return self._shares[key]

    def _rows_height(self, columns: tuple[float, ...]) -> float:
        return sum(_row_height(row, columns, Air()) for row in self.rows)

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        columns = self.columns(width)
        return sum(_row_height(row, columns, air) + 2 * _padding(air) for row in (self.heads, *self.rows)) - _padding(
            air
        )

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        columns, line = self.columns(width), self.speaker.palette.line
        summary = (
            f"<</O/Table/Summary {text_string(self.body.description)}>>" if self.body.description else "<</O/Table>>"
        )
        with pen.element("Table", A=summary):
            for number, row in enumerate((self.heads, *self.rows)):
                if number:
                    pen.rule(x, y, x + width, line)
                y += _padding(air) if number else 0.0
                with pen.element("TR"):
                    self._draw_row(pen, row, (x, y), columns, air, head=number == 0)
                y += _row_height(row, columns, air) + _padding(air)

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
    return max(cell.height(width, air) for cell, width in zip(row, columns, strict=True))


def _padding(air: Air) -> float:
    return _PADDING * (1 + air.room)


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
