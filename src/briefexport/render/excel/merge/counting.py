"""What counts on the cover: the rows of the briefing and those of people, not those that the briefing no longer has."""

import re
from collections.abc import Iterable

from ....document.sheet import Cell, Formula, quoted, whole
from .plan import Renamed
from .standing import Standing

_INSIDE = r"(\[(?:[^\[\]']|'.)*\])"


class Counting:
    """The formulas of the cover in the workbook's own words, without the rows that are marked as gone.

    `gone` are the tables that have such rows, `word` is what their notes say.
    """

    def __init__(self, renamed: Renamed, gone: Iterable[Standing], word: str) -> None:
        self._renamed, gone = renamed, tuple(gone)
        self._without = [(_counted(one.name), rf"\g<0>-COUNTIFS({one.name}\1,\2,{_marked(one, word)})") for one in gone]
        self._without += [(_filled(one.name), rf"\g<0>-COUNTIF({_marked(one, word)})") for one in gone]

    def cell(self, cell: Cell) -> Cell:
        """A cell of the cover as it has to be here."""
        cell = self._renamed.cell(cell)
        if not isinstance(cell, Formula):
            return cell
        expression = cell.expression
        for counts, without in self._without:
            expression = counts.sub(without, expression)
        return Formula(expression, cell.result)


def _counted(table: str) -> re.Pattern[str]:
    return re.compile(rf'(?<![\w.])COUNTIF\({re.escape(table)}{_INSIDE},("(?:[^"]|"")*")\)')


def _filled(table: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])COUNTA\({re.escape(table)}{_INSIDE}\)")


def _marked(one: Standing, word: str) -> str:
    """The notes of a table and the word for rows that are gone, as a replacement writes them."""
    assert one.note is not None
    return f"{whole(one.name, one.headings[one.note])},{quoted(word)}".replace("\\", "\\\\")
