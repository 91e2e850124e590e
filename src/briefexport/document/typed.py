"""What people typed into a tracker, cell by cell, before anybody knows what it means."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from .sheet import Cell, Measure
from .text import Value


class Shown(Enum):
    """As what a cell shows what it says."""

    PLAIN = "plain"
    PERCENT = "percent"
    DAY = "day"
    FAULT = "fault"
    """A formula that came to an error, or was not computed yet."""


class TypedCell(Value, frozen=True):
    """What a cell says: of a formula what it came to, of a day its number counted from 1900.

    `place` names it as people do: `Indicators!H12`. `computed`: a formula of people says it.
    """

    place: str
    said: str | Decimal
    shown: Shown = Shown.PLAIN
    computed: bool = False


class TypedRow(Value, frozen=True):
    """A row of a table that people may have typed into.

    `ident` is what it says under the id of the indicator, `place` the cell of that. `cells` are those that say
    something, by the key of their column, `beside` those of the columns of people by their heading. `changed` are
    the keys of which the cell does not say what was issued, `emptied` the places of those that now say nothing.
    `issued`: the row, as it stands, is one of the last issue.
    """

    table: str
    ident: str
    place: str
    cells: Mapping[str, TypedCell] = {}
    beside: Mapping[str, TypedCell] = {}
    changed: frozenset[str] = frozenset()
    issued: bool = False
    emptied: Mapping[str, str] = {}


class Mend(Value, frozen=True):
    """A cell that says something in another way than an issue writes it, such as a number as text.

    `said` is what stands there, `cell` what says the same and counts in formulas.
    """

    place: str
    said: str | Decimal
    cell: Cell


class Mends(Value, frozen=True):
    """Cells to be mended, in the order in which they were read; days are shown as `language` does."""

    language: str
    cells: tuple[Mend, ...]


def told(mend: Mend) -> str:
    """What was made of a cell: `Indicators!J7: the text '1 234' was made the number 1234`."""
    was = f"the text '{mend.said}'" if isinstance(mend.said, str) else f"the number {mend.said:f}"
    match mend.cell:
        case dt.date():
            made = f"the day {mend.cell.isoformat()}"
        case Measure():
            made = f"the number {mend.cell.value:f}"
        case _:
            made = f"'{mend.cell}'"
    return f"{mend.place}: {was} was made {made}"


class Asked(Value, frozen=True):
    """What to look for in a table: the column that names the indicator, and the one that marks what came from typing.

    `mark` is for lists whose rows have no ids: of the rows of the last issue only those with a mark are wanted, and
    those of indicators for which people wrote rows of their own.
    """

    ident: str
    mark: str = ""
