"""Tables: one marked header row that repeats, rows that do not split, columns as wide as their text asks."""

from collections.abc import Callable, Sequence

from briefexport.document.text import Align, Block, Bullets, Cell, Code, Paragraph, Quote, SignOff, Table, plain
from briefexport.document.width import width_pt

from .inline import words
from .markup import Markup, tag, value
from .measure import shares
from .room import Ground, Room
from .story import Manuscript, Story

_SIDES = 226  # twips of air beside the text of a cell, both sides together
_LONGEST_WORD = 24
_WIDEST = 0.55  # of the table: what is longer than that wraps
_SAMPLED_ROWS = 200
_WIDER_DIGITS = 1.12
_SHORT = 0.14  # of the table: what is no longer than that stays on one line

_ROW = tag("trPr", tag("cantSplit"))
_HEAD_ROW = tag("trPr", tag("cantSplit"), tag("tblHeader"))

SetCell = Callable[[Sequence[Block], Story, Room], list[Markup]]


def table(block: Table, story: Story, place: tuple[int, int], set_cell: SetCell) -> Markup:
    """A table of a width and an indent, in twips; `set_cell` sets what a cell holds."""
    width, indent = place
    manuscript = story.manuscript
    widths = column_widths(block, width, manuscript.styles.look("Table Text").size_pt)
    about = plain(block.caption), block.description or "; ".join(plain(column.head) for column in block.columns)
    heads: list[tuple[Block, ...]] = [(Paragraph(column.head),) for column in block.columns]
    rooms = [Room(Ground.CELL, each, align=column.align) for each, column in zip(widths, block.columns, strict=True)]
    head_rooms = [room._replace(ground=Ground.HEAD) for room in rooms]
    rows = [_row(heads, story, head_rooms, set_cell)]
    rows += [_row([cell.blocks for cell in row], story, rooms, set_cell) for row in block.rows]
    look = _look(manuscript, "Memo Table", (width, indent), about, row_heads=block.row_heads)
    return tag("tbl", look, _grid(widths), *rows)


def sign_off(block: SignOff, story: Story, width: int, indent: int) -> Markup:
    """What can be ticked, side by side as a header row, and under each a line to sign on."""
    manuscript = story.manuscript
    widths = shares([(1, 1)] * len(block.labels), width)
    about = ("", block.description or "; ".join(block.labels))
    labels = [manuscript.paragraph("Sign Label", words(label, manuscript)) for label in block.labels]
    lines = [manuscript.paragraph("Sign Line", []) for _ in block.labels]
    rows = []
    for paragraphs, marked in ((labels, [tag("tblHeader")]), (lines, [])):
        cells = (_cell(each, [content]) for each, content in zip(widths, paragraphs, strict=True))
        rows.append(tag("tr", tag("trPr", tag("cantSplit"), *marked), *cells))
    look = _look(manuscript, "Sign Off Table", (width, indent), about, row_heads=False)
    return tag("tbl", look, _grid(widths), *rows)


def _grid(widths: Sequence[int]) -> Markup:
    return tag("tblGrid", *(tag("gridCol", w=each) for each in widths))


def _look(
    manuscript: Manuscript, style: str, place: tuple[int, int], about: tuple[str, str], *, row_heads: bool
) -> Markup:
    """Style, width and what is told to those who cannot see the table: caption and description."""
    width, indent = place
    caption, description = map(value, about)
    # The old form of the look's switches beside the new one: 0x20 header row, 0x80 first column, 0x600 no bands.
    switches = f"{0x620 + (0x80 if row_heads else 0):04X}"
    columns = {"firstColumn": int(row_heads), "lastColumn": 0}
    said = [tag("tblStyle", val=manuscript.styles.table(style))]
    said += [tag("bidiVisual")] if manuscript.right_to_left else []
    said += [tag("tblW", w=width, type="dxa")]
    said += [tag("tblInd", w=indent, type="dxa")] if indent else []
    said += [tag("tblLayout", type="fixed")]
    said += [tag("tblLook", val=switches, firstRow=1, lastRow=0, **columns, noHBand=1, noVBand=1)]
    said += [tag("tblCaption", val=caption)] if caption else []
    said += [tag("tblDescription", val=description)] if description else []
    return tag("tblPr", *said)


def _row(cells: Sequence[Sequence[Block]], story: Story, rooms: Sequence[Room], set_cell: SetCell) -> Markup:
    head = rooms and rooms[0].ground is Ground.HEAD
    made = [_HEAD_ROW if head else _ROW]
    for blocks, room in zip(cells, rooms, strict=True):
        inner = room._replace(width=max(room.width - _SIDES, 1))
        made.append(_cell(room.width, set_cell(blocks, story, inner)))
    return tag("tr", *made)


def _cell(width: int, content: Sequence[Markup]) -> Markup:
    return tag("tc", tag("tcPr", tag("tcW", w=width, type="dxa")), *content)


def column_widths(block: Table, width: int, size_pt: float) -> list[int]:
    """Twips of each column, `width` in all: the longest word fits, longer text gets more, weights count."""
    sampled = block.rows[:_SAMPLED_ROWS]
    wishes = []
    for at, column in enumerate(block.columns):
        texts = [_text(row[at]) for row in sampled]
        wishes.append(_wish([plain(column.head), *texts], width, size_pt, column.weight, column.align))
    return shares(wishes, width)


def _wish(texts: list[str], width: int, size_pt: float, weight: float, align: Align) -> tuple[float, float]:
    """The least and the best width of a column."""
    word = max((word for text in texts for word in text.split()), key=len, default="")[:_LONGEST_WORD]
    least = width_pt(word or "m", size_pt, bold=True) * 20 + _SIDES
    longest = max(width_pt(text, size_pt, bold=True) for text in texts) * 20 + _SIDES
    best = min(longest, width * _WIDEST) * weight
    # Numbers stay on one line, also in the wider digits of fonts for other scripts.
    least = min(longest * _WIDER_DIGITS, width / 4) if align is Align.END else least
    least = max(least, longest) if longest < width * _SHORT else least
    return least, max(best, least)


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
