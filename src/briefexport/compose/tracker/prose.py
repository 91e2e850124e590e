"""Prose for a cell: what Markdown says, in lines of plain text."""

from collections.abc import Iterator, Mapping, Sequence

from ...document.text import Block, Bullets, Code, Heading, Paragraph, Quote, Spans, Table
from ...markdown import Setting, read_markdown


def plain_lines(text: str, numbers: Mapping[str, int]) -> Iterator[str]:
    """The lines of a text: a paragraph, item or row each. `numbers` are those of the sources by id."""
    setting = Setting(citations=frozenset(numbers), mark=lambda _field, label: str(numbers.get(label, label)))
    reading = read_markdown(text, setting)
    yield from _lines(reading.blocks)
    for mark, blocks in reading.notes:
        yield from _marked(f"[{mark}] ", list(_lines(blocks)))


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(spans=spans) | Heading(spans=spans):
                yield _line(spans)
            case Bullets(items=items, start=start):
                for number, item in enumerate(items, start or 0):
                    yield from _marked("• " if start is None else f"{number}. ", list(_lines(item)))
            case Quote(blocks=inner):
                yield from _lines(inner)
            case Code(text=text):
                yield text
            case Table(columns=columns, rows=rows):
                yield " | ".join(_line(column.head) for column in columns)
                for row in rows:
                    yield " | ".join(" ".join(_lines(cell.blocks)) for cell in row)
            case _:
                continue


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    yield mark + (lines[0] if lines else "")
    yield from (f"   {line}" for line in lines[1:])


def _line(spans: Spans) -> str:
    line = ""
    for span in spans:
        if span.note is not None:
            line += f"[{span.note}]" if line.endswith((" ", "\n")) else f" [{span.note}]"
        elif span.link and span.link not in (span.text, f"mailto:{span.text}"):
            line += f"{span.text} ({span.link})"
        else:
            line += span.text
    return line
