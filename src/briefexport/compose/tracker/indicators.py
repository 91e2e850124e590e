"""The sheets about indicators: the table that people live in, the steps on the way, and the history."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from ...briefing import (
    Assessment,
    Briefing,
    ColumnType,
    Direction,
    Document,
    Indicator,
    Rules,
    TrackerColumn,
)
from ...briefing.entered import Beside, SeenKey, seen_key
from ...document.sheet import Cell, Kind, Look, Mark, SheetColumn, SheetTable, Tone
from ...wording import Wording
from . import formula
from .cell import Said, cited, day, earliest, lines, number, person, prose, window
from .grid import Row, tabulate, titled
from .listed import as_rows
from .status import HISTORY, INDICATORS, MILESTONES, TONES, status_word

_ARROWS = {Direction.UP: "↑", Direction.DOWN: "↓", Direction.NONE: "→"}
_BLOCKS = "▁▂▃▄▅▆▇█"
_DRAWN = 12  # the last so many numbers are drawn
_WORTH_DRAWING = 3

_COLUMNS = (
    SheetColumn("id", "", width_chars=13, look=Look.QUIET),
    SheetColumn("indicator", "", width_chars=30, look=Look.NAME),
    SheetColumn("definition", "", width_chars=34),
    SheetColumn("category", "", width_chars=16),
    SheetColumn("kind", "", width_chars=12, choices="kind"),
    SheetColumn("unit", "", width_chars=16),
    SheetColumn("direction", "", width_chars=11, choices="direction"),
    SheetColumn("baseline", "", Kind.NUMBER, 12),
    SheetColumn("baseline_on", "", Kind.DATE, 13),
    SheetColumn("target", "", Kind.NUMBER, 20),
    SheetColumn("target_by", "", width_chars=16),
    SheetColumn("target_earliest", "", Kind.DATE, 13),
    SheetColumn("latest", "", Kind.NUMBER, 20),
    SheetColumn("latest_on", "", Kind.DATE, 13),
    SheetColumn("progress", "", Kind.SHARE, 11),
    SheetColumn("status", "", width_chars=15, look=Look.STATUS, choices="rag"),
    SheetColumn("status_reason", "", width_chars=26),
    SheetColumn("status_on", "", Kind.DATE, 13),
    SheetColumn("trend", "", width_chars=22),
    SheetColumn("verification", "", width_chars=22),
    SheetColumn("frequency", "", width_chars=12, choices="frequency"),
    SheetColumn("next_check", "", Kind.DATE, 14),
    SheetColumn("attention", "", width_chars=12, look=Look.STATUS),
    SheetColumn("owner", "", width_chars=22),
    SheetColumn("agenda", "", width_chars=16),
    SheetColumn("notes", "", width_chars=24),
    SheetColumn("marking", "", width_chars=15),
)
_JOINED = (
    ("latest", "latest_on"),
    ("status", "status_reason", "status_on"),
    ("baseline", "baseline_on"),
    ("target", "target_by", "target_earliest"),
)
_PEOPLES = (
    SheetColumn("analyst_note", "", width_chars=30, people=True),
    SheetColumn("action_taken", "", width_chars=26, people=True),
    SheetColumn("reviewed_on", "", Kind.DATE, 13, people=True),
    SheetColumn("entered_by", "", width_chars=20, people=True),
)
_KINDS = {ColumnType.NUMBER: Kind.NUMBER, ColumnType.DATE: Kind.DATE}


def shown(briefing: Briefing) -> tuple[Indicator, ...]:
    """The indicators that the tracker shows."""
    return tuple(entry for entry in briefing.indicators if entry.shown_in(Document.TRACKER))


def choice_list(column: TrackerColumn) -> str | None:
    """The name of the list that a column of the office's own chooses from."""
    return f"own_{column.key.replace('-', '_')}" if column.type is ColumnType.CHOICE and column.choices else None


def _own(column: TrackerColumn) -> SheetColumn:
    kind = _KINDS.get(column.type, Kind.TEXT)
    width = 14 if column.type is not ColumnType.TEXT else 28
    return SheetColumn(f"own-{column.key}", column.title, kind, width, people=True, choices=choice_list(column))


def indicator_columns(briefing: Briefing, said: Said) -> tuple[SheetColumn, ...]:
    """The columns of the table, ours first, with the formulas that a new row computes."""
    marked = any(entry.marking for entry in shown(briefing))
    ours = [column for column in _COLUMNS if column.key != "marking" or marked]
    own = tuple(map(_own, briefing.tracker.columns)) or _PEOPLES
    columns = titled((*ours, *own), said)
    return formula.with_formulas(columns, said, milestones=_steps(briefing))


def indicator_table(briefing: Briefing, said: Said, day_of_facts: dt.date, beside: Beside | None = None) -> SheetTable:
    """One row an indicator, in the author's order.

    What people typed into rows stands there, so these say what the briefing said without it; only trends, days that
    people did not type, and what they wrote into the history go with it.
    """
    columns = indicator_columns(briefing, said)
    computed = formula.Computed(columns, said, day_of_facts)
    written, yielding = as_rows(briefing, beside)
    rows = [_row(written[entry.id], said, computed) for entry in shown(briefing)]
    following: frozenset[tuple[str, str]] = frozenset()
    if beside is not None:
        entered = {entry.id: _entered(entry, beside, said) for entry in shown(briefing)}
        rows = [{**row, **entered[str(row["id"])]} for row in rows]
        following = frozenset((ident, key) for ident, cells in entered.items() for key in cells)
    table = tabulate(INDICATORS, columns, rows or [computed.blank()], said, tuple(_marks(said)))
    return msgspec.structs.replace(table, joined=_JOINED, following=following, yielding=yielding)


def _entered(entry: Indicator, beside: Beside, said: Said) -> Row:
    """What goes with the values and statuses that people typed into a row."""
    cells: dict[str, Cell] = {"trend": _trend(entry, said)}
    if entry.id in beside.days and entry.latest and entry.latest.entered:
        cells["latest_on"] = day(beside.days[entry.id], said.wording)
    if entry.status == "auto" and entry.latest and entry.latest.entered:
        cells["status_on"] = day(entry.assessment().on, said.wording)
    if entry.id in beside.undated:
        cells["status_on"] = None
    return cells


def _marks(said: Said) -> Iterator[Mark]:
    for rag, tone in TONES.items():
        yield Mark("status", tone, status_word(rag, said.wording))
    yield Mark("attention", Tone.BAD, said.label("overdue"))
    yield Mark("attention", Tone.CAUTION, said.label("stale"))
    yield Mark("next_check", Tone.BAD, None)


def _row(entry: Indicator, said: Said, computed: formula.Computed) -> Row:
    wording, baseline, target, latest = said.wording, entry.baseline, entry.target, entry.latest
    row: dict[str, Cell] = {
        "id": entry.id,
        "indicator": entry.name,
        "definition": prose(entry.definition, said),
        "category": entry.category,
        "kind": said.word(entry.kind),
        "unit": entry.unit,
        "direction": said.word(entry.direction),
        "baseline": number(baseline.value, wording, entry) if baseline else None,
        "baseline_on": day(baseline.on, wording) if baseline else None,
        "target": _target(entry, said),
        "target_by": window(target.by, said) if target else None,
        "target_earliest": earliest(target.by, said) if target else None,
        "latest": _seen(entry, said),
        "latest_on": day(latest.on, wording) if latest else None,
        "trend": _trend(entry, said),
        "verification": entry.source_of_verification,
        "frequency": said.word(entry.frequency) if entry.frequency else None,
        "next_check": day(entry.next_check, wording),
        "owner": person(entry.owner),
        "agenda": said.areas.get(entry.agenda or "", entry.agenda),
        "notes": _notes(entry, said),
        "marking": entry.marking,
    }
    row.update(_status(entry.assessment(), wording))
    return computed.completed(row, entry)


def _status(given: Assessment, wording: Wording) -> Row:
    return {
        "status": status_word(given.rag, wording),
        "status_reason": given.reason,
        "status_on": day(given.on, wording),
    }


def _target(entry: Indicator, said: Said) -> Cell:
    """The number to reach, else the words for it."""
    if entry.target is None:
        return None
    goal = number(entry.target.value, said.wording, entry)
    return entry.target.text if goal is None else goal


def _seen(entry: Indicator, said: Said) -> Cell:
    """The latest number, else the latest words."""
    if entry.latest is None:
        return None
    value = number(entry.latest.value, said.wording, entry)
    return entry.latest.text if value is None else value


def _notes(entry: Indicator, said: Said) -> str | None:
    """What has no column of its own: remarks on the baseline, words beside a number, the rule of a status."""
    baseline, target, rules = entry.baseline, entry.target, entry.rules
    return lines(
        (
            said.label("note_on_baseline", note=baseline.note) if baseline and baseline.note else None,
            said.label("note_on_target", note=target.text)
            if target and target.text and target.value is not None
            else None,
            _rule(rules, said.wording) if rules else None,
        )
    )


@lru_cache(maxsize=2**8)
def _rule(rules: Rules, wording: Wording) -> str:
    """The limits of an automatic status; most indicators have those of their neighbours."""
    green, amber = wording.percent(rules.green), wording.percent(rules.amber)
    return wording.label("tracker.note_on_rule", green=green, amber=amber)


def _trend(entry: Indicator, said: Said) -> str | None:
    """Where the last two numbers went, and the last few as columns of text: a drawing that every program shows."""
    direction = entry.trend()
    if direction is None:
        return None
    values = [seen.value for seen in sorted(entry.observations, key=lambda seen: seen.on) if seen.value is not None]
    said_so = f"{_ARROWS[direction]} {said.wording.label(f'trend.{direction.value}')}"
    return f"{said_so} {drawn(values)}" if len(values) >= _WORTH_DRAWING else said_so


def drawn(values: Sequence[Decimal]) -> str:
    """The last numbers as columns of text, the least and the greatest at the ends of the scale.

    >>> drawn([Decimal(1), Decimal(2), Decimal(8)])
    '▁▂█'
    """
    last = values[-_DRAWN:]
    low, high = min(last), max(last)
    if low == high:
        return _BLOCKS[0] * len(last)
    steps = len(_BLOCKS) - 1
    return "".join(_BLOCKS[int((value - low) / (high - low) * steps)] for value in last)


def _steps(briefing: Briefing) -> bool:
    return any(entry.milestones for entry in shown(briefing))


def milestone_table(briefing: Briefing, said: Said) -> SheetTable | None:
    """One row a step on the way; None when no indicator has any."""
    if not _steps(briefing):
        return None
    columns = (
        SheetColumn("indicator_id", "", width_chars=16, look=Look.QUIET),
        SheetColumn("indicator", "", width_chars=34),
        SheetColumn("step", "", width_chars=48, look=Look.NAME),
        SheetColumn("by", "", width_chars=22),
        SheetColumn("earliest", "", Kind.DATE, 14),
        SheetColumn("met", "", width_chars=10, look=Look.STATUS, choices="met"),
    )
    rows: list[Row] = [
        {
            "indicator_id": entry.id,
            "indicator": entry.name,
            "step": step.label,
            "by": window(step.by, said),
            "earliest": earliest(step.by, said),
            "met": said.answer(yes=step.met),
        }
        for entry in shown(briefing)
        for step in entry.milestones
    ]
    marks = (Mark("met", Tone.GOOD, said.answer(yes=True)),)
    return tabulate(MILESTONES, titled(columns, said), rows, said, marks)


def history_columns(said: Said) -> tuple[SheetColumn, ...]:
    """The columns of the history; `origin` marks what people entered in the tracker."""
    columns = (
        SheetColumn("indicator_id", "", width_chars=16, look=Look.QUIET),
        SheetColumn("indicator", "", width_chars=34, look=Look.NAME),
        SheetColumn("on", "", Kind.DATE, 14),
        SheetColumn("value", "", Kind.NUMBER, 14),
        SheetColumn("unit", "", width_chars=18),
        SheetColumn("in_words", "", width_chars=40),
        SheetColumn("seen_by", "", width_chars=20),
        SheetColumn("note", "", width_chars=32),
        SheetColumn("sources", "", width_chars=11),
        SheetColumn("origin", "", width_chars=22, look=Look.QUIET),
    )
    return titled(columns, said)


def history_table(briefing: Briefing, said: Said, there: Collection[SeenKey] = ()) -> SheetTable:
    """One row an observation: by indicator, then by day. Those that are `there` people wrote with their own hands."""
    rows = [row for entry in shown(briefing) for row in _observations(entry, said, there)]
    return tabulate(HISTORY, history_columns(said), rows, said)


def _observations(entry: Indicator, said: Said, there: Collection[SeenKey]) -> Iterator[Row]:
    for seen in sorted(entry.observations, key=lambda seen: seen.on):
        if there and seen_key(entry.id, seen) in there:
            continue
        yield {
            "indicator_id": entry.id,
            "indicator": entry.name,
            "on": day(seen.on, said.wording),
            "value": number(seen.value, said.wording, entry),
            "unit": entry.unit,
            "in_words": seen.text,
            "seen_by": seen.by,
            "note": seen.note,
            "sources": cited(seen.sources, said),
            "origin": said.wording.label("entered.alone") if seen.entered else None,
        }
