"""Rows of a tracker, as people left them -> what they say of the indicators of a briefing."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from briefexport.briefing import (
    Assessment,
    Briefing,
    Document,
    Indicator,
    Observation,
    Rag,
)
from briefexport.briefing.entered import EnteredAssessment, EnteredObservation, SeenKey, seen_key
from briefexport.compose.tracker.status import INDICATORS
from briefexport.document.typed import Shown, TypedCell, TypedRow
from briefexport.problem import Code, Place, Problem
from briefexport.wording import Wording

from .cell import CannotError, Cells
from .meaning import line_meant
from .typed import Typed, Typing

_BY = ("seen_by", "entered_by", "own-by", "own-entered-by", "own-seen-by")
_NOTE = ("note", "analyst_note", "own-note", "own-analyst-note")
_SEEN = frozenset({"latest", "latest_on"})
_JUDGED = frozenset({"status", "status_reason", "status_on"})


def taken(rows: Iterable[TypedRow], briefing: Briefing, wording: Wording, day: dt.date, file: str) -> Typing:
    """What the rows say that the briefing does not; what cannot be taken is told of the workbook `file`.

    `day` is that of values of which nobody says the day.
    """
    return _Taking(briefing, wording, day, file).taken(rows)


class _Taking:
    """One workbook beside its briefing."""

    def __init__(self, briefing: Briefing, wording: Wording, day: dt.date, file: str) -> None:
        self.briefing, self.wording, self.file = briefing, wording, file
        facts = briefing.as_of.date() if briefing.as_of else briefing.date
        self.cells = Cells(wording, facts)
        self.day = min(day, facts)
        self.told: list[Problem] = []
        self.there: set[SeenKey] = set()
        self.listed: set[SeenKey] = set()
        self.in_rows: set[SeenKey] = set()
        self.days: dict[str, dt.date] = {}
        self.undated: set[str] = set()
        label = wording.label
        self.by = {*_BY, *(_folded(label(f"tracker.column.{key}")) for key in ("seen_by", "entered_by"))}
        self.note = {*_NOTE, *(_folded(label(f"tracker.column.{key}")) for key in ("note", "analyst_note"))}

    def taken(self, rows: Iterable[TypedRow]) -> Typing:
        """The rows of each indicator, in the order of the briefing."""
        entries = {entry.id: entry for entry in self.briefing.indicators if entry.shown_in(Document.TRACKER)}
        own: dict[str, TypedRow] = {}
        history: dict[str, list[TypedRow]] = {}
        for row in rows:
            if row.table == INDICATORS:
                own.setdefault(row.ident, row)
            else:
                history.setdefault(row.ident, []).append(row)
        found = [
            self._typed(entry, own.get(ident), history.get(ident, ()))
            for ident, entry in entries.items()
            if ident in own or ident in history
        ]
        self._tell_strangers(row for ident, others in history.items() if ident not in entries for row in others)
        typed = tuple(one for one in found if one.observations or one.status)
        return Typing(
            typed=typed,
            there=frozenset(self.there),
            listed=frozenset(self.listed - self.in_rows),
            days=self.days,
            undated=frozenset(self.undated),
            told=tuple(self.told),
            mends=self.cells.mends,
        )

    def _typed(self, entry: Indicator, row: TypedRow | None, history: Sequence[TypedRow]) -> Typed:
        seen = self._from_history(entry, history)
        for cannot in self.cells.straighten(entry, row) if row is not None else ():
            self._tell_cannot(cannot)
        if row is not None and "id" not in row.changed:
            self._tell_emptied(entry, row)
        if row is not None and row.changed & _SEEN:
            seen = self._with_latest(entry, row, seen)
        observations = tuple(sorted(seen.values(), key=lambda one: one.on))
        status = self._status(entry, row, observations) if row is not None and row.changed & _JUDGED else None
        return Typed(ident=entry.id, observations=observations, status=status)

    # -- what was seen

    def _from_history(self, entry: Indicator, rows: Sequence[TypedRow]) -> dict[SeenKey, EnteredObservation]:
        """The rows that people added to the history, and those that stand there for what they entered before."""
        known = {seen_key(entry.id, seen) for seen in entry.observations}
        found: dict[SeenKey, EnteredObservation] = {}
        standing: set[SeenKey] = set()
        there: set[SeenKey] = set()
        for row in rows:
            ours = row.issued and not _says(row, "origin")
            seen = self._read(entry, row, tell=not ours)
            if seen is None:
                continue
            key = seen_key(entry.id, seen)
            if ours:
                standing.add(key)
            elif key not in known:
                found.setdefault(key, seen)
            if not row.issued:
                there.add(key)
        self.there |= there - standing
        self.listed |= found.keys()
        return found

    def _read(self, entry: Indicator, row: TypedRow, *, tell: bool) -> EnteredObservation | None:
        """A row of the history; None for one that says nothing, or cannot be taken."""
        try:
            return self._listed(entry, row)
        except CannotError as cannot:
            if tell:
                self._tell_cannot(cannot)
            return None

    def _listed(self, entry: Indicator, row: TypedRow) -> EnteredObservation | None:
        """A row of the history; None for one that does not say what was seen."""
        value, words, on = (row.cells.get(key) for key in ("value", "in_words", "on"))
        said = value or words
        if said is None:
            return None
        if on is None:
            raise CannotError(said, "nothing says the day of it", "type the day into the same row")
        number, text = self.cells.value(entry, value) if value else (None, None)
        return EnteredObservation(
            on=self.cells.on(on),
            value=number,
            text=text if words is None else self.cells.text(words),
            by=self._first(row, self.by),
            note=self._first(row, self.note),
        )

    def _with_latest(
        self, entry: Indicator, row: TypedRow, seen: dict[SeenKey, EnteredObservation]
    ) -> dict[SeenKey, EnteredObservation]:
        """What the latest value of the row adds to what the history says."""
        cell = row.cells.get("latest")
        if cell is None or not row.changed & _SEEN & row.cells.keys():
            return seen  # a cell that was emptied says nothing
        try:
            number, text = self.cells.value(entry, cell)
            on = self.cells.on(row.cells["latest_on"]) if "latest_on" in row.changed & row.cells.keys() else None
        except CannotError as cannot:
            self._tell_cannot(cannot)
            return seen
        said = text if number is None else number
        if on is None:
            on = self.days[entry.id] = self._day_of(entry, said, seen)
        new = EnteredObservation(
            on=on, value=number, text=text, by=self._first(row, self.by), note=self._first(row, self.note)
        )
        key = seen_key(entry.id, new)
        if any(seen_key(entry.id, known) == key for known in entry.observations):
            return seen
        self.in_rows.add(key)
        self._tell_older(cell, new, (*entry.observations, *seen.values()))
        # What stands in the row is the last of its day.
        return {**{other: one for other, one in seen.items() if other != key}, key: seen.get(key, new)}

    def _day_of(
        self, entry: Indicator, said: Decimal | str | None, seen: Mapping[SeenKey, EnteredObservation]
    ) -> dt.date:
        """The day of a value of which nobody says it: the newest of all when it was seen on that."""
        everything = (*entry.observations, *seen.values())
        newest = max((one.on for one in everything), default=self.day)
        known = any(one.on == newest and (one.text if one.value is None else one.value) == said for one in everything)
        return newest if known else self.day

    # -- what is thought of it

    def _status(
        self, entry: Indicator, row: TypedRow, seen: tuple[EnteredObservation, ...]
    ) -> EnteredAssessment | None:
        if "id" in row.changed:
            return None  # nobody knows what was issued, so nobody knows whether this is new
        try:
            given = self._given(entry, row)
        except CannotError as cannot:
            self._tell_cannot(cannot)
            return None
        if given is None or _same(given, entry, seen):
            return None
        old = entry.status if isinstance(entry.status, Assessment) else None
        if old is not None and old.on is not None and given.on is not None and old.on > given.on:
            return None
        if given.on is None:
            self.undated.add(entry.id)
        return given

    def _given(self, entry: Indicator, row: TypedRow) -> EnteredAssessment | None:
        cell, reason, on = (row.cells.get(key) for key in ("status", "status_reason", "status_on"))
        old = entry.status if isinstance(entry.status, Assessment) else None
        if "status" in row.changed:
            if cell is None:
                return None
            rag = self.cells.rag(cell)
        elif entry.status == "auto":
            if reason is None or "status_reason" not in row.changed:
                return None
            raise CannotError(reason, "the status is an automatic one, which has no reason", "type a status beside it")
        else:
            rag = old.rag if old else Rag.UNKNOWN
        return EnteredAssessment(
            rag=rag,
            reason=self.cells.text(reason) if reason else None,
            on=self.cells.on(on) if on and ("status_on" in row.changed or "status" not in row.changed) else None,
            by=self._first(row, self.by),
        )

    # -- columns that may be called otherwise

    def _first(self, row: TypedRow, names: set[str]) -> str | None:
        """What the first of the columns of those names says."""
        cells = [cell for key, cell in row.cells.items() if key in names]
        cells += [cell for title, cell in row.beside.items() if _folded(title) in names]
        for cell in cells:
            if isinstance(cell.said, str) and cell.shown is not Shown.FAULT and (text := line_meant(cell.said)):
                return text
        return None

    # -- what cannot be taken

    def _tell_strangers(self, rows: Iterable[TypedRow]) -> None:
        """Rows that people added to the history for indicators that the briefing does not have."""
        for row in rows:
            if row.ident and not row.issued and _says(row, "value", "in_words"):
                why = f"no indicator of the briefing has the id '{row.ident}'"
                self._tell(TypedCell(row.place, row.ident), why, "write the id of an indicator")

    def _tell_older(self, cell: TypedCell, new: Observation, others: Iterable[Observation]) -> None:
        """A value in the row of its indicator that is not the latest: the documents say another than the tracker."""
        newest = max(others, key=lambda one: one.on, default=new)
        if newest.on > new.on:
            why = f"there is a newer one of {newest.on}, and this is of {new.on}"
            self._tell(
                cell, why, "correct the day, or put the newer value here and this one into the history", _NOT_LATEST
            )

    def _tell_emptied(self, entry: Indicator, row: TypedRow) -> None:
        """Cells that formulas and readers of the tracker miss, though the documents say what the briefing has there."""
        seen = entry.latest is not None
        said = {"latest": seen, "latest_on": seen, "status": entry.status is not None}
        said |= {"baseline": entry.baseline is not None, "target": entry.target is not None}
        places = [place for key, place in row.emptied.items() if said.get(key)]
        if places:
            what = f"{', '.join(places)} was emptied, and the documents say there what the briefing says"
            fix = "put it back, or take it out of the briefing"
            self.told.append(Problem(Place(self.file), Code.TYPING_NOT_TAKEN, what, fix))

    def _tell_cannot(self, cannot: CannotError) -> None:
        self._tell(cannot.cell, cannot.why, cannot.fix)

    def _tell(self, cell: TypedCell, why: str, fix: str, instead: str = "which the documents do not count") -> None:
        said = cell.said if isinstance(cell.said, str) else f"{cell.said:f}"
        short = line_meant(said) or ""
        shown = short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
        what = f"{cell.place} says '{shown}', {instead}: {why}"
        self.told.append(Problem(Place(self.file), Code.TYPING_NOT_TAKEN, what, fix))


_LONGEST = 60
_NOT_LATEST = "which is not the latest value in the documents"


def _says(row: TypedRow, *keys: str) -> bool:
    return any(key in row.cells for key in keys)


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


def _same(given: EnteredAssessment, entry: Indicator, seen: Iterable[EnteredObservation]) -> bool:
    """Whether the briefing comes to that status by itself, with what was seen."""
    if entry.status == "auto":
        from msgspec.structs import replace

        now = replace(entry, observations=(*entry.observations, *seen)).assessment()
        return given.rag is now.rag and given.reason is None
    old = entry.status if isinstance(entry.status, Assessment) else Assessment(rag=Rag.UNKNOWN)
    return (given.rag, given.reason, given.on) == (old.rag, old.reason, old.on)
