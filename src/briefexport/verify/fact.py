"""What a finished file has to say: the kinds of facts that are looked for."""

from enum import Enum
from typing import TypeAlias

import msgspec


class Framed(msgspec.Struct, frozen=True):
    """A text at the top and the bottom of every page or sheet."""

    field: str
    text: str


class Property(msgspec.Struct, frozen=True):
    """A text that the file's properties say; `name` is that of the field of `Told`."""

    field: str
    name: str
    text: str


class Line(msgspec.Struct, frozen=True):
    """Words that stand together in one paragraph or row, and lines there that say nothing else."""

    field: str
    words: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class Numbered(msgspec.Struct, frozen=True):
    """An entry of a running list, `[2] A title`: nothing but the next number may follow."""

    field: str
    text: str


class Note(msgspec.Struct, frozen=True):
    """A source under its number; one that nothing cites stands in the text and has none."""

    field: str
    number: int
    title: str


class How(Enum):
    """How a cell says something: as one of its lines, after a shape, among other words, as a number, or as a day."""

    LINE = "line"
    SHAPED = "shaped"
    WITHIN = "within"
    NUMBER = "number"
    DAY = "day"


class Wanted(msgspec.Struct, frozen=True):
    """What stands under a heading: any of `texts`, the first of which is shown to people."""

    field: str
    heading: str
    texts: tuple[str, ...]
    how: How = How.LINE


class Entry(msgspec.Struct, frozen=True):
    """A row, known by what stands under its first heading, and what its other cells say."""

    field: str
    key: Wanted
    cells: tuple[Wanted, ...]


class Count(msgspec.Struct, frozen=True):
    """How many rows a table with these headings has; a row without anything under the first one is none.

    Nor is one that says the second text of `but` under the heading that is the first.
    """

    field: str
    headings: tuple[str, str]
    rows: int
    but: tuple[str, str] | None = None


Fact: TypeAlias = Framed | Property | Line | Numbered | Note | Entry | Count
