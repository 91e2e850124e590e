"""How wide the columns of a table are: as their text asks."""

from collections.abc import Sequence

from briefexport.document.text import Align, Block, Bullets, Cell, Code, Paragraph, Quote, Table, plain
from briefexport.document.width import width_pt

from .measure import shares
from .styles import Styles

SIDES = 226
"""Twips of air beside the text of a cell, both sides together."""

_LONGEST_WORD = 24
_WIDEST = 0.55  # of the table: what is longer than that wraps
_SAMPLED_ROWS = 200
_WIDER_DIGITS = 1.12
_SHORT = 0.2  # of the table: what is no longer than that stays on one line, where all such columns have room


class Columns:
    """The columns of the tables of one memo; pages are counted with those that are set later."""

    def __init__(self, styles: Styles) -> None:
        self._size_pt = styles.look("Table Text").size_pt
        self._shared: dict[tuple[int, int], tuple[Table, list[int]]] = {}

    def of(self, block: Table, width: int) -> list[int]:
        """Twips of each column, `width` in all: the longest word fits, longer text gets more, weights count."""
        # Which table it is, not what it says: that takes longer to compare. It is kept, so no other gets its id.
        key = id(block), width
        if key not in self._shared:
            self._shared[key] = block, _column_widths(block, width, self._size_pt)
        return self._shared[key][1]


def _column_widths(block: Table, width: int, size_pt: float) -> list[int]:
    sampled = block.rows[:_SAMPLED_ROWS]
    wishes = []
    for at, column in enumerate(block.columns):
        texts = [_text(row[at]) for row in sampled]
        wishes.append(_wish([plain(column.head), *texts], width, size_pt, column.weight, column.align))
    shorts = [longest if longest < width * _SHORT else least for least, _, longest in wishes]
    leasts = shorts if sum(shorts) <= width else [least for least, _, _ in wishes]
    return shares([(least, max(best, least)) for least, (_, best, _) in zip(leasts, wishes, strict=True)], width)


def _wish(texts: list[str], width: int, size_pt: float, weight: float, align: Align) -> tuple[float, float, float]:
    """The least and the best width of a column, and that of its longest text on one line."""
    word = max((word for text in texts for word in text.split()), key=len, default="")[:_LONGEST_WORD]
    least = width_pt(word or "m", size_pt, bold=True) * 20 + SIDES
    longest = max(width_pt(text, size_pt, bold=True) for text in texts) * 20 + SIDES
    best = min(longest, width * _WIDEST) * weight
    # Numbers stay on one line, also in the wider digits of fonts for other scripts.
    least = min(longest * _WIDER_DIGITS, width / 4) if align is Align.END else least
    return least, best, max(longest, least)


def _text(cell: Cell) -> str:
    return "\n".join(_texts(cell.blocks))


def _texts(blocks: Sequence[Block]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                texts.append(plain(block.spans))
            case Code():
                texts.append(block.text)
            case Quote():
                texts.extend(_texts(block.blocks))
            case Bullets():
                texts.extend(text for item in block.items for text in _texts(item))
            case _:
                pass
    return texts
