"""Blocks as lines, where there is no room for blocks: cells of the tracker, the one-pager, mail, a line of text."""

from collections.abc import Iterable, Iterator, Sequence

from .text import Block, Bullets, Code, Heading, Paragraph, Quote, Span, Spans, Table

_BETWEEN_CELLS = Span(" | ")


def lines(blocks: Sequence[Block], indent: str = "") -> Iterator[Spans]:
    """A line for each paragraph, heading, item and row of a table.

    Items keep their bullet or number, and what follows in an item begins with `indent`. A line across, a picture and a
    page break leave nothing.
    """
    for block in blocks:
        match block:
            case Paragraph(spans=spans) | Heading(spans=spans):
                if spans:
                    yield spans
            case Bullets(items=items, start=start):
                for number, item in enumerate(items, start or 0):
                    yield from _marked("• " if start is None else f"{number}. ", item, indent)
            case Quote(blocks=inner):
                yield from lines(inner, indent)
            case Code(text=text):
                yield (Span(text, code=True),)
            case Table(columns=columns, rows=rows):
                yield _row(column.head for column in columns)
                yield from (_row(_cell(cell.blocks) for cell in row) for row in rows)
            case _:
                continue


def _marked(mark: str, item: Sequence[Block], indent: str) -> Iterator[Spans]:
    first, *others = list(lines(item, indent)) or [()]
    yield (Span(mark), *first)
    yield from ((Span(indent), *line) for line in others) if indent else others


def _row(cells: Iterable[Spans]) -> Spans:
    row: list[Span] = []
    for number, cell in enumerate(cells):
        row += [_BETWEEN_CELLS, *cell] if number else cell
    return tuple(row)


def _cell(blocks: Sequence[Block]) -> Spans:
    """What stands in a cell, on one line."""
    cell: list[Span] = []
    for number, line in enumerate(lines(blocks)):
        cell += [Span(" "), *line] if number else line
    return tuple(cell)
