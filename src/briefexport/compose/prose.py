"""Prose for a cell: what Markdown says, in lines of plain text."""

from collections.abc import Iterator, Mapping

from briefexport.document.lines import lines
from briefexport.document.text import Spans
from briefexport.markdown import Setting, read_markdown

_INDENT = "   "


def plain_lines(text: str, numbers: Mapping[str, int]) -> Iterator[str]:
    """The lines of a text: a paragraph, item or row each. `numbers` are those of the sources by id."""
    setting = Setting(citations=frozenset(numbers), mark=lambda _field, label: str(numbers.get(label, label)))
    reading = read_markdown(text, setting)
    yield from map(_line, lines(reading.blocks, _INDENT))
    for mark, blocks in reading.notes:
        first, *others = list(map(_line, lines(blocks, _INDENT))) or [""]
        yield f"[{mark}] {first}"
        yield from (_INDENT + line for line in others)


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
