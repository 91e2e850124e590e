"""What people typed into a tracker, cell by cell, before anybody knows what it means."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

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

    `place` names it as people do: `Indicators!H12`.
    """

    place: str
    said: str | Decimal
    shown: Shown = Shown.PLAIN


class TypedRow(Value, frozen=True):
    """A row of a table that people may have typed into.

    `ident` is what it says under the id of the indicator, `place` the cell of that. `cells` are those that say
    something, by the key of their column, `beside` those of the columns of people by their heading. `changed` are
    the keys of which the cell does not say what was issued. `issued`: the row, as it stands, is one of the last issue.
    """

    table: str
    ident: str
    place: str
    cells: Mapping[str, TypedCell] = {}
    beside: Mapping[str, TypedCell] = {}
    changed: frozenset[str] = frozenset()
    issued: bool = False


class Asked(Value, frozen=True):
    """What to look for in a table: the column that names the indicator, and the one that marks what came from typing.

    `mark` is for lists whose rows have no ids: of the rows of the last issue only those with a mark are wanted, and
    those of indicators for which people wrote rows of their own.
    """

    ident: str
    mark: str = ""
