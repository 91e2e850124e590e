"""How many pages a memo has, about: by arithmetic, since no program here lays pages out.

Lines are counted from widths of letters and the sizes in the styles file; rules that keep lines together are not
followed. It is meant to be right for one and two pages and near beyond.
"""

import math
from collections.abc import Sequence

from briefexport.document.text import (
    Block,
    Bullets,
    Code,
    Fields,
    Heading,
    Memo,
    NewPage,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    SignOff,
    Span,
    Spans,
    Table,
    Turn,
    plain,
)
from briefexport.document.width import line_count

from .columns import Columns
from .measure import LINE_EM
from .page import Geometry, text_width
from .room import Ground, Room
from .styles import Styles

_CELL_AIR_PT = 7.3
_SIGN_PT = 42.0
_PICTURE_SHARE = 0.35


class _Layout:
    """Adds up heights in points."""

    def __init__(self, styles: Styles, notes: Sequence[Note], columns: Columns) -> None:
        self._styles, self._columns = styles, columns
        self._notes = {note.mark: note for note in notes}
        self._air_pt = 0.0  # below the last paragraph; Word takes the larger of it and that above the next

    def text_pt(self, text: str, style: str, width: float) -> float:
        """A paragraph of that style, air above and below with it."""
        look = self._styles.look(style)
        room = max(width - look.left_pt, look.size_pt * 4)
        lines = line_count(text, look.size_pt, room, bold=look.bold)
        above, self._air_pt = max(look.before_pt - self._air_pt, 0), look.after_pt
        return lines * (look.size_pt * LINE_EM * look.line) + above + look.after_pt

    def spans_pt(self, spans: Spans, style: str, width: float) -> float:
        """A paragraph and the footnotes that stand on its page."""
        notes = sum(self._note_pt(span, width) for span in spans if span.note)
        return self.text_pt(plain(spans), style, width) + notes

    def _note_pt(self, span: Span, width: float) -> float:
        note = self._notes.pop(span.note or "", None)
        return 0 if note is None else self.blocks_pt(note.blocks, Room(Ground.NOTE), width)

    def blocks_pt(self, blocks: Sequence[Block], room: Room, width: float) -> float:
        return sum(self.block_pt(block, room, width) for block in blocks)

    def block_pt(self, block: Block, room: Room, width: float) -> float:
        match block:
            case Paragraph():
                return self.spans_pt(block.spans, room.style(block), width)
            case Heading():
                return self.spans_pt(block.spans, f"heading {min(max(block.level, 1), 6)}", width)
            case Bullets():
                style = room.items(numbered=block.start is not None)
                return sum(self._item_pt(item, style, room, width - 20) for item in block.items)
            case Quote():
                return self.blocks_pt(block.blocks, room._replace(level=room.level + 1, quoted=True), width - 17)
            case Code():
                return self.text_pt(block.text, "Code Block", width)
            case Rule():
                return self.text_pt("", "Rule", width)
            case Table():
                return self._table_pt(block, width)
            case Fields():
                rows = ((plain(called), plain(value)) for called, value in block.rows)
                return sum(self.text_pt(value, "Memo Field", width) for _, value in rows) + 10
            case SignOff():
                self._air_pt = 0
                return _SIGN_PT
            case Picture():
                return width * _PICTURE_SHARE + self.spans_pt(block.caption, "Figure Caption", width)
            case NewPage():
                return 0

    def _item_pt(self, item: Sequence[Block], style: str, room: Room, width: float) -> float:
        first = item[0] if item else None
        rest = item[1:] if isinstance(first, Paragraph) else item
        spans = first.spans if isinstance(first, Paragraph) else ()
        return self.spans_pt(spans, style, width) + self.blocks_pt(rest, room._replace(level=room.level + 1), width)

    def _table_pt(self, block: Table, width: float) -> float:
        columns = self._columns.of(block, max(round(width * 20), 1))
        inner = [each / 20 - 11.3 for each in columns]
        heads = ((Paragraph(column.head),) for column in block.columns)
        rows: list[tuple[tuple[Block, ...], ...]] = [tuple(heads)]
        rows += [tuple(cell.blocks for cell in row) for row in block.rows]
        above = self.spans_pt(block.caption, "caption", width) if block.caption else 0
        tall = sum(self._row_pt(row, inner) for row in rows)
        self._air_pt = 0
        return above + tall

    def _row_pt(self, row: Sequence[Sequence[Block]], widths: Sequence[float]) -> float:
        tallest = 0.0
        for blocks, width in zip(row, widths, strict=True):
            self._air_pt = 0
            tallest = max(tallest, self.blocks_pt(blocks, Room(Ground.CELL), width))
        return tallest + _CELL_AIR_PT


def estimate_pages(memo: Memo, styles: Styles, geometry: Geometry, columns: Columns) -> tuple[int, ...]:
    """The numbers of pages up to each page break and after the last, each at least 1."""
    layout = _Layout(styles, memo.notes, columns)
    pages, turn = [], Turn.PORTRAIT
    used = layout.text_pt(memo.properties.title, "Title", text_width(geometry, turn) / 20)
    for block in memo.blocks:
        if isinstance(block, NewPage):
            pages.append(_pages(used, geometry, turn))
            used, turn = 0.0, block.turn
        else:
            used += layout.block_pt(block, Room(), text_width(geometry, turn) / 20)
    return (*pages, _pages(used, geometry, turn))


def _pages(used_pt: float, geometry: Geometry, turn: Turn) -> int:
    high = geometry.high if turn is Turn.PORTRAIT else geometry.wide
    room_pt = (high - abs(geometry.margins["top"]) - abs(geometry.margins["bottom"])) / 20
    return max(1, math.ceil(used_pt / room_pt))
