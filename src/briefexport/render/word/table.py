"""Tables: one marked header row that repeats, rows that do not split, columns as wide as their text asks."""

from collections.abc import Callable, Iterator, Sequence

from briefexport.document.text import Block, Paragraph, SignOff, Table, plain

from .columns import SIDES
from .inline import words
from .markup import Markup, tag, value
from .measure import shares
from .room import Ground, Room
from .story import Manuscript, Story

_ROW = tag("trPr", tag("cantSplit"))
_HEAD_ROW = tag("trPr", tag("cantSplit"), tag("tblHeader"))

SetCell = Callable[[Sequence[Block], Story, Room], list[Markup]]


def table(block: Table, story: Story, place: tuple[int, int], set_cell: SetCell) -> Markup:
    """A table of a width and an indent, in twips; `set_cell` sets what a cell holds."""
    width, indent = place
    manuscript = story.manuscript
    widths = manuscript.columns.of(block, width)
    about = plain(block.caption), block.description or "; ".join(plain(column.head) for column in block.columns)
    heads: list[tuple[Block, ...]] = [(Paragraph(column.head),) for column in block.columns]
    sides = [_side(each) for each in widths]
    inner = [max(each - SIDES, 1) for each in widths]
    rooms = [Room(Ground.CELL, each, align=column.align) for each, column in zip(inner, block.columns, strict=True)]
    cells = [*zip(sides, (room._replace(ground=Ground.HEAD) for room in rooms), strict=True)]
    rows = [tag("tr", _HEAD_ROW, *_cells(heads, story, cells, set_cell))]
    cells = [*zip(sides, rooms, strict=True)]
    rows += [tag("tr", _ROW, *_cells([cell.blocks for cell in row], story, cells, set_cell)) for row in block.rows]
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
        cells = (_cell(_side(each), [content]) for each, content in zip(widths, paragraphs, strict=True))
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


def _cells(
    row: Sequence[Sequence[Block]], story: Story, places: Sequence[tuple[Markup, Room]], set_cell: SetCell
) -> Iterator[Markup]:
    """The cells of a row; `places` says of each column how wide it is, and where its text stands."""
    for blocks, (side, room) in zip(row, places, strict=True):
        yield _cell(side, set_cell(blocks, story, room))


def _side(width: int) -> Markup:
    return tag("tcPr", tag("tcW", w=width, type="dxa"))


def _cell(side: Markup, content: Sequence[Markup]) -> Markup:
    return tag("tc", side, *content)
