"""Where each part of a YAML text begins and ends, for those who add to the text without touching the rest of it."""

import re
from bisect import bisect_right
from typing import Any

import msgspec
import yaml

from .locate import QUICK_PARSER

_BREAK = re.compile("\r\n|\r|\n")
_KEPT = re.compile(r"[|>][1-9]?\+")


class Span(msgspec.Struct, frozen=True):
    """A part of a text from `start` up to `end`, both counted in characters from 0.

    `column` is that of its first character. `flow` when it stands in brackets. `entries` are the keys and values of a
    group of fields, `items` the entries of a list; a single value has its `text`, and a `style` if it is in quotes.
    """

    start: int
    end: int
    column: int
    flow: bool = False
    entries: tuple[tuple["Span", "Span"], ...] | None = None
    items: tuple["Span", ...] | None = None
    text: str = ""
    style: str = ""

    def field(self, name: str) -> "Span | None":
        """The value under a key; None where there is none."""
        return next((value for key, value in self.entries or () if key.text == name), None)

    @property
    def last(self) -> int:
        """The end of the last thing that is said in it, without the empty lines and comments behind it."""
        if self.flow or (not self.entries and not self.items):
            return self.end
        return self.entries[-1][1].last if self.entries else (self.items or (self,))[-1].last


def spanned(text: str) -> Span | None:
    """The spans of a text that can be read, without a byte order mark; None for an empty one."""
    loader: Any = QUICK_PARSER(text)
    try:
        root = loader.get_single_node()
    finally:
        loader.dispose()
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    return None if root is None else _Spans(text, starts).of(root)


class _Spans:
    def __init__(self, text: str, starts: list[int]) -> None:
        self.text, self.starts = text, starts

    def _offset(self, mark: Any) -> int:
        """Libyaml sees one line more where the last one has no end."""
        return self.starts[mark.line] + mark.column if mark.line < len(self.starts) else len(self.text)

    def of(self, node: Any) -> Span:
        """The spans of a node and of all in it."""
        start, end = self._offset(node.start_mark), self._offset(node.end_mark)
        column = node.start_mark.column
        if isinstance(node, yaml.MappingNode):
            entries = tuple((self.of(key), self.of(value)) for key, value in node.value)
            return Span(start, end, column, bool(node.flow_style), entries=entries)
        if isinstance(node, yaml.SequenceNode):
            return Span(start, end, column, bool(node.flow_style), items=tuple(map(self.of, node.value)))
        style = node.style or ""
        if style in ("|", ">") and not _KEPT.match(self.text, start):
            end = start + len(self.text[start:end].rstrip())
        return Span(start, end, column, text=node.value, style=style)


class Lines:
    """The lines of a text by what stands in them."""

    def __init__(self, text: str) -> None:
        breaks = list(_BREAK.finditer(text))
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(text)]
        # A last line that has no end of its own ends as the others do.
        self._hows = [*(found[0] for found in breaks), breaks[-1][0] if breaks else "\n"]

    def at(self, offset: int) -> tuple[int, int, str]:
        """Where the line of an offset begins, where what it says ends, and how it ends."""
        place = bisect_right(self._starts, offset) - 1
        return self._starts[place], self._ends[place], self._hows[place]

    def ends_before(self, offset: int) -> int:
        """Where what the line before says ends; 0 on the first line."""
        place = bisect_right(self._starts, offset) - 1
        return self._ends[place - 1] if place else 0
