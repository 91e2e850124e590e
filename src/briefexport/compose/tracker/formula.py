"""What the Indicators sheet computes, with the results that a spreadsheet finds."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from ...briefing import Frequency, Indicator, IndicatorKind, Rag, Rules
from ...document.sheet import Cell, Formula, Measure, SheetColumn, quoted, this_row, whole
from .cell import Said
from .grid import Row
from .status import INDICATORS, MILESTONES, status_word

REFERENCE_DAY = "ReferenceDay"
"""The name of the cell with the day against which overdue and stale are told."""

_PLACES = Decimal("1e-10")
_FAR = 10**15  # beyond it no places are left to round
_PACES = [(frequency, frequency.days) for frequency in Frequency if frequency.days is not None]


def with_formulas(columns: Iterable[SheetColumn], said: Said, *, milestones: bool) -> tuple[SheetColumn, ...]:
    """The columns of the table, two of them with the formula of every row."""
    columns = tuple(columns)
    titles = {column.key: column.title for column in columns}
    steps = _steps_titles(said) if milestones else None
    made = {"progress": _progress(titles, steps, said), "attention": _attention(titles, said)}
    return tuple(
        msgspec.structs.replace(column, formula=made[column.key]) if column.key in made else column
        for column in columns
    )


def _steps_titles(said: Said) -> tuple[str, str]:
    return said.label("column.indicator_id"), said.label("column.met")


def _progress(titles: Mapping[str, str], steps: tuple[str, str] | None, said: Said) -> str:
    """Share of the way; rounded, so that ten places of a fraction never decide a status."""
    start, goal, now = (this_row(INDICATORS, titles[key]) for key in ("baseline", "target", "latest"))
    share = f'IF(AND(ISNUMBER({start}),ISNUMBER({goal}),ISNUMBER({now})),({now}-{start})/({goal}-{start}),"")'
    if steps is not None:
        owner, met = (whole(MILESTONES, title) for title in steps)
        ident, kind = (this_row(INDICATORS, titles[key]) for key in ("id", "kind"))
        count = f"COUNTIF({owner},{ident})"
        reached = f"COUNTIFS({owner},{ident},{met},{quoted(said.answer(yes=True))})"
        word = quoted(said.word(IndicatorKind.MILESTONE))
        share = f"IF(IF({kind}={word},{count}>0,FALSE),{reached}/{count},{share})"
    return f'IFERROR(ROUND({share},10),"")'


def _attention(titles: Mapping[str, str], said: Said) -> str:
    """The word for a check that is overdue, else for an observation older than its frequency allows."""
    check, seen, pace, status = (
        this_row(INDICATORS, titles[key]) for key in ("next_check", "latest_on", "frequency", "status")
    )
    words = ",".join(quoted(said.word(frequency)) for frequency, _ in _PACES)
    days = ",".join(str(count) for _, count in _PACES)
    limit = f"INDEX({{{days}}},MATCH({pace},{{{words}}},0))"
    overdue, stale = (quoted(said.label(word)) for word in ("overdue", "stale"))
    done = quoted(_achieved(said))
    old = f"IF(ISNUMBER({seen}),IFERROR(({REFERENCE_DAY}-{seen})>{limit},FALSE),FALSE)"
    return (
        f'IF({status}={done},"",IF(IF(ISNUMBER({check}),{check}<{REFERENCE_DAY},FALSE),{overdue},IF({old},{stale},"")))'
    )


def _achieved(said: Said) -> str:
    return status_word(Rag.ACHIEVED, said.wording)


class Computed:
    """Completes rows with formulas and the results they have on the day of the facts."""

    def __init__(self, columns: Iterable[SheetColumn], said: Said, day_of_facts: dt.date) -> None:
        columns = tuple(columns)
        self.titles = {column.key: column.title for column in columns}
        self.formulas = {column.key: column.formula for column in columns if column.formula is not None}
        self.said = said
        self.day = day_of_facts
        self.overdue, self.stale = said.label("overdue"), said.label("stale")
        self._words = {rag: status_word(rag, said.wording) for rag in Rag}
        self._rules: dict[Rules, str] = {}

    def blank(self) -> Row:
        """A row for the first indicator that people will write."""
        return {key: Formula(expression, "") for key, expression in self.formulas.items()}

    def completed(self, row: Row, entry: Indicator) -> Row:
        """The row with what is computed in it."""
        share = _share(row, entry)
        progress: Cell = Formula(self.formulas["progress"], "" if share is None else share)
        status = self._status(row, entry, share)
        attention = Formula(self.formulas["attention"], self._attention_now(row, entry))
        return {**row, "progress": progress, "status": status, "attention": attention}

    def _status(self, row: Row, entry: Indicator, share: Decimal | None) -> Cell:
        """An automatic status is computed, unless a spreadsheet would come to another one than the briefing."""
        word = row["status"]
        if entry.status != "auto" or entry.rules is None or not isinstance(word, str):
            return word
        if self._by_rules(share, entry.rules) != word:
            return word
        if entry.rules not in self._rules:
            self._rules[entry.rules] = self._rule(entry.rules)
        return Formula(self._rules[entry.rules], word)

    def _rule(self, rules: Rules) -> str:
        share = this_row(INDICATORS, self.titles["progress"])
        unknown, achieved, green, amber, red = (
            quoted(self._word(rag)) for rag in (Rag.UNKNOWN, Rag.ACHIEVED, Rag.GREEN, Rag.AMBER, Rag.RED)
        )
        return (
            f'IF({share}="",{unknown},IF({share}>=1,{achieved},IF({share}>={rules.green:f},{green},'
            f"IF({share}>={rules.amber:f},{amber},{red}))))"
        )

    def _by_rules(self, share: Decimal | None, rules: Rules) -> str:
        if share is None:
            return self._word(Rag.UNKNOWN)
        if share >= 1:
            return self._word(Rag.ACHIEVED)
        if share >= rules.green:
            return self._word(Rag.GREEN)
        return self._word(Rag.AMBER if share >= rules.amber else Rag.RED)

    def _word(self, rag: Rag) -> str:
        return self._words[rag]

    def _attention_now(self, row: Row, entry: Indicator) -> str:
        check, seen = row["next_check"], row["latest_on"]
        if row["status"] == self._word(Rag.ACHIEVED):
            return ""
        if isinstance(check, dt.date) and check < self.day:
            return self.overdue
        limit = entry.frequency.days if entry.frequency else None
        if isinstance(seen, dt.date) and limit is not None and (self.day - seen).days > limit:
            return self.stale
        return ""


def _share(row: Row, entry: Indicator) -> Decimal | None:
    """What the formula finds in the row: nothing where a number stands as text because it has too many digits."""
    cells = (row["baseline"], row["target"], row["latest"])
    by_steps = entry.kind is IndicatorKind.MILESTONE and entry.milestones
    if not by_steps and not all(isinstance(cell, Measure) for cell in cells):
        return None
    share = entry.progress()
    if share is None or abs(share) > _FAR:
        return share
    return share.quantize(_PLACES, ROUND_HALF_UP)
