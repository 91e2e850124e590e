"""A cell into which people typed -> what the documents say of it; and how an issue would write that, where they differ.

The formulas of a tracker see a text where somebody typed `1 234` as text. What counts is therefore put into its cell as
an issue writes it; what cannot be put there does not count.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from briefexport.briefing import Baseline, Indicator, IndicatorKind, Rag, Target
from briefexport.compose.tracker.cell import day, number
from briefexport.compose.tracker.status import status_word
from briefexport.document.sheet import Cell, fingerprint
from briefexport.document.typed import Mend, Mends, Shown, TypedCell, TypedRow
from briefexport.wording import Wording

from .meaning import Amount, amount_meant, day_counted, day_meant, kept_number, line_meant, status_meant

_PERCENT = 100
_NUMBERS = (IndicatorKind.NUMERIC, IndicatorKind.PERCENT)
_OTHER_DAYS = ("baseline_on", "target_earliest", "next_check")


class CannotError(Exception):
    """A cell that cannot be taken: why, and what to type instead."""

    def __init__(self, cell: TypedCell, why: str, fix: str) -> None:
        super().__init__(why)
        self.cell, self.why, self.fix = cell, why, fix


class Cells:
    """The cells of one workbook, each read as it is asked for; nothing is observed after the day of the facts."""

    def __init__(self, wording: Wording, facts: dt.date) -> None:
        self.wording, self.facts = wording, facts
        self._words = {rag: status_word(rag, wording) for rag in Rag}
        self._mends: dict[str, Mend] = {}

    @property
    def mends(self) -> Mends | None:
        """The cells read so far that an issue would write in another way; None when there are none."""
        return Mends(self.wording.language, tuple(self._mends.values())) if self._mends else None

    def value(self, entry: Indicator, cell: TypedCell) -> tuple[Decimal | None, str | None]:
        """The number of a cell, or its words where the indicator is told in words.

        Raises:
            CannotError: it is neither.
        """
        if cell.shown is Shown.FAULT:
            raise CannotError(cell, "its formula has no result", "mend the formula, or type the value")
        amount = self._amount(entry, cell)
        if amount is not None:
            self._mend(cell, number(amount, self.wording, entry))
            return amount, None
        if entry.kind in _NUMBERS:
            raise _no_number(entry, cell)
        if isinstance(cell.said, str):
            return None, self.text(cell)
        words = self._shown(cell)
        if words is None:
            raise CannotError(cell, "it is a number of too many digits", "type it shorter, or in words")
        if cell.computed:
            raise CannotError(cell, "its formula comes to a number, where words are told", "type it in words")
        self._mend(cell, words)
        return None, words

    def _amount(self, entry: Indicator, cell: TypedCell) -> Decimal | None:
        """The number in the unit of the indicator; None for words, for days, and for a share of what is no share.

        A formula of people stays as it is, so that only the very number counts that it comes to.
        """
        if cell.shown is Shown.DAY:
            return None
        if isinstance(cell.said, str):
            if cell.computed or entry.kind not in (*_NUMBERS, IndicatorKind.RATING):
                return None
            meant = amount_meant(cell.said, self.wording, entry.unit)
        else:
            percent = cell.shown is Shown.PERCENT
            counted = kept_number(cell.said, _PERCENT if percent else 1)
            meant = Amount(counted, percent) if counted is not None else None
        if meant is None or (meant.percent and (cell.computed or not _counts_in_percent(entry))):
            return None
        return meant.value

    def _shown(self, cell: TypedCell) -> str | None:
        """What people see of a day or a share; None for a cell that says words."""
        if not isinstance(cell.said, Decimal):
            return None
        if cell.shown is Shown.DAY:
            on = day_counted(cell.said)
            return self.wording.day(on) if on else None
        share = kept_number(cell.said, _PERCENT) if cell.shown is Shown.PERCENT else None
        return None if share is None else self.wording.label("numbers.percent", number=self.wording.number(share))

    def on(self, cell: TypedCell) -> dt.date:
        """The day of something that was observed.

        Raises:
            CannotError: it is no day, or one after the facts.
        """
        on = self._day(cell)
        if on is None:
            if cell.computed and isinstance(cell.said, str):
                raise CannotError(cell, "its formula comes to a text", "let it come to a day, or type the day")
            raise CannotError(cell, "it is no day", "type it as year-month-day, such as 2025-11-07")
        if on > self.facts:
            why = f"the day {on} is after {self.facts}, the day on which the facts of the briefing hold"
            raise CannotError(cell, why, "correct the day, or write a later `as_of:` into the briefing")
        return on

    def _day(self, cell: TypedCell) -> dt.date | None:
        if cell.shown is Shown.FAULT:
            return None
        if isinstance(cell.said, Decimal):
            return day_counted(cell.said)
        on = None if cell.computed else day_meant(cell.said, self.wording)
        if on is not None:
            self._mend(cell, day(on, self.wording))
        return on

    def rag(self, cell: TypedCell) -> Rag:
        """The status that a cell names.

        Raises:
            CannotError: it names none, or a formula names it otherwise than the list of the column.
        """
        rag = None if cell.shown is Shown.FAULT else status_meant(str(cell.said), self.wording)
        if rag is None:
            words = ", ".join(f"'{self.wording.word(known)}'" for known in Rag)
            raise CannotError(cell, "it is no status", f"choose one of {words}")
        word = self._words[rag]
        if cell.computed and str(cell.said).casefold() != word.casefold():
            raise CannotError(
                cell, "its formula comes to no entry of the list", f"let it come to '{word}', or choose it"
            )
        self._mend(cell, word)
        return rag

    def text(self, cell: TypedCell) -> str:
        """What a cell says, on one line.

        Raises:
            CannotError: nothing that can be shown.
        """
        text = line_meant(cell.said if isinstance(cell.said, str) else f"{cell.said:f}")
        if text is None or cell.shown is Shown.FAULT:
            raise CannotError(cell, "it says nothing that a document can show", "type it in words")
        return text

    def straighten(self, entry: Indicator, row: TypedRow) -> Iterator[CannotError]:
        """Mends what people typed into columns that do not count, but that formulas of the row read.

        What these then count with and the documents do not is given back.
        """
        for key in _OTHER_DAYS:
            if key in row.changed and key in row.cells:
                self._day(row.cells[key])
        for key, counted in (("baseline", entry.baseline), ("target", entry.target)):
            cell = row.cells.get(key) if key in row.changed else None
            if cell is None or (counted is not None and _is_told_so(counted, cell)):
                continue
            amount = None if cell.shown is Shown.FAULT else self._amount(entry, cell)
            if amount is not None:
                self._mend(cell, number(amount, self.wording, entry))
            if "id" not in row.changed and (amount is None or counted is None or counted.value != amount):
                why = f"the {key} is that of the briefing"
                yield CannotError(cell, why, f"write it into the briefing as `{key}:`, or put back what stood here")

    def _mend(self, cell: TypedCell, issued: Cell) -> None:
        """Remembers a cell that says the same in another way; formulas of people say it in theirs."""
        if not cell.computed and fingerprint(issued) != fingerprint(cell.said):
            self._mends[cell.place] = Mend(cell.place, cell.said, issued)


def _no_number(entry: Indicator, cell: TypedCell) -> CannotError:
    unit = "percent" if entry.kind is IndicatorKind.PERCENT else entry.unit or "numbers"
    if cell.computed and isinstance(cell.said, str):
        return CannotError(cell, "its formula comes to a text, which no formula counts", "let it come to a number")
    if cell.computed and cell.shown is Shown.PERCENT and _counts_in_percent(entry):
        why = f"its formula comes to a share, and '{entry.id}' is counted in percent"
        return CannotError(cell, why, "let it come to 62 for 62 %, or type the value")
    return CannotError(cell, f"it is no number, and '{entry.id}' is counted in {unit}", "type a number")


def _is_told_so(counted: Baseline | Target, cell: TypedCell) -> bool:
    """Whether the briefing has its target in these words."""
    return isinstance(counted, Target) and counted.value is None and counted.text == cell.said


def _counts_in_percent(entry: Indicator) -> bool:
    return entry.kind is IndicatorKind.PERCENT or (entry.unit or "").strip() in ("%", "٪")
