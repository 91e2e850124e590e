"""The cover of the tracker: where things stand, in numbers that count themselves, and what comes next."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from ...briefing import Briefing, Document, Progress, Rag, RiskStatus
from ...document.sheet import (
    Banner,
    Board,
    Chart,
    Formula,
    Listing,
    Number,
    SheetTable,
    Strip,
    Tone,
    quoted,
    whole,
)
from .cell import Said, day, prose
from .formula import REFERENCE_DAY
from .grid import tab
from .indicators import shown
from .status import INDICATORS, TONES, status_word
from .work import ACTIONS, RISKS, score_of

MOST_LISTED = 8
"""How long a list of the cover may be: it is looked at, not read through."""

STATUSES = "statuses"

Tables = dict[str, SheetTable]


def compose_board(
    briefing: Briefing, said: Said, tables: Tables, day_of_facts: dt.date, changed: tuple[Listing, ...] = ()
) -> Board:
    """The cover; its numbers count what the tables hold. `changed` is the list of what changed, where something did."""
    counts = _counts(briefing)
    parts: tuple[Banner | Strip | Listing, ...] = (
        Banner(said.label("bottom_line"), prose(briefing.bottom_line, said) or "", _chart(said)),
        _statuses(counts, said, tables),
        _work(said, tables, day_of_facts),
        *changed,
        *_listings(briefing, said),
    )
    return Board(
        name=tab(said.label("sheet.summary")),
        title=said.label("title.summary"),
        headline=briefing.title,
        lines=tuple(_lines(briefing, said)),
        parts=parts,
    )


def dateline(briefing: Briefing, said: Said) -> str:
    """Reference, issue, status, place and date in one line."""
    wording = said.wording
    parts = (
        briefing.reference,
        said.label("issue", number=briefing.issue),
        wording.word(briefing.status),
        f"{briefing.place}, {wording.day(briefing.date)}",
    )
    return " · ".join(part for part in parts if part)


def facts_line(briefing: Briefing, said: Said) -> str | None:
    """When the facts held, where the briefing says so."""
    if briefing.as_of is None:
        return None
    return said.label("as_of", moment=said.wording.moment(briefing.as_of))


def _lines(briefing: Briefing, said: Said) -> Iterator[str]:
    yield dateline(briefing, said)
    facts = facts_line(briefing, said)
    if facts:
        yield facts


def _counts(briefing: Briefing) -> dict[Rag, int]:
    counts = dict.fromkeys(Rag, 0)
    for entry in shown(briefing):
        counts[entry.assessment().rag] += 1
    return counts


def _chart(said: Said) -> Chart:
    told = said.wording.listed([f"{{{place}}} {said.wording.word(rag)}" for place, rag in enumerate(Rag)])
    return Chart(said.label("chart"), said.label("chart_alt", counts=told), STATUSES)


def _counted(table: SheetTable, key: str, word: str) -> str:
    """A formula that counts the cells of a column that say the word."""
    return f"COUNTIF({whole(table.name, table.columns[table.place(key)].title)},{quoted(word)})"


def _statuses(counts: dict[Rag, int], said: Said, tables: Tables) -> Strip:
    table = tables[INDICATORS]
    idents = whole(INDICATORS, table.columns[table.place("id")].title)
    total = Formula(f"COUNTA({idents})", Decimal(sum(counts.values())))
    numbers = []
    for rag, count in counts.items():
        word = status_word(rag, said.wording)
        numbers.append(Number(word, Formula(_counted(table, "status", word), Decimal(count)), TONES[rag]))
    return Strip(STATUSES, Number(said.label("all_indicators"), total), tuple(numbers))


def _work(said: Said, tables: Tables, day_of_facts: dt.date) -> Strip:
    """What needs somebody, on the day in the first number: people may type another one."""
    day_shown = Number(said.label("reference_day"), day(day_of_facts, said.wording), name=REFERENCE_DAY)
    numbers = [
        _attention(said.label(word), tables, tone) for word, tone in (("overdue", Tone.BAD), ("stale", Tone.CAUTION))
    ]
    if ACTIONS in tables:
        asked = [said.label("asked")]
        running = [said.word(step) for step in (Progress.NOT_STARTED, Progress.UNDER_WAY, Progress.BLOCKED)]
        numbers.append(_sum(said.label("decisions_open"), tables[ACTIONS], "work_status", asked))
        numbers.append(_sum(said.label("steps_open"), tables[ACTIONS], "work_status", running))
        numbers.append(_sum(said.label("steps_blocked"), tables[ACTIONS], "work_status", running[2:]))
    if RISKS in tables:
        alive = [said.word(state) for state in (RiskStatus.OPEN, RiskStatus.WATCHED, RiskStatus.HAPPENED)]
        numbers.append(_sum(said.label("risks_open"), tables[RISKS], "risk_status", alive))
    return Strip("work", day_shown, tuple(numbers))


def _attention(word: str, tables: Tables, tone: Tone) -> Number:
    table = tables[INDICATORS]
    found = _said_so(table, "attention", word)
    return Number(word, Formula(_counted(table, "attention", word), Decimal(found)), tone if found else None)


def _sum(label: str, table: SheetTable, key: str, words: list[str]) -> Number:
    found = sum(_said_so(table, key, word) for word in words)
    return Number(label, Formula("+".join(_counted(table, key, word) for word in words), Decimal(found)))


def _said_so(table: SheetTable, key: str, word: str) -> int:
    place = table.place(key)
    cells = (row[place] for row in table.rows)
    return sum((cell.result if isinstance(cell, Formula) else cell) == word for cell in cells)


# -- lists


def _listings(briefing: Briefing, said: Said) -> Iterator[Listing]:
    yield _decisions(briefing, said)
    yield _checks(briefing, said)
    if any(entry.shown_in(Document.TRACKER) for entry in briefing.next_steps):
        yield _steps(briefing, said)
    if any(entry.shown_in(Document.TRACKER) for entry in briefing.risks):
        yield _risks(briefing, said)


def _headings(said: Said, *keys: str) -> tuple[str, str, str]:
    what, when, who = (said.label(f"list.{key}") for key in keys)
    return what, when, who


def _decisions(briefing: Briefing, said: Said) -> Listing:
    wording = said.wording
    rows = [
        (
            entry.text,
            wording.short_day(entry.decide_by) if entry.decide_by else None,
            said.word(entry.decision.outcome) if entry.decision else said.label("asked"),
        )
        for entry in briefing.recommendations
        if entry.shown_in(Document.TRACKER)
    ]
    return Listing(_headings(said, "decisions", "by", "decision"), tuple(rows), said.label("list.no_decisions"))


def _checks(briefing: Briefing, said: Said) -> Listing:
    """The checks that come first."""
    dated = [(entry.next_check, place, entry) for place, entry in enumerate(shown(briefing)) if entry.next_check]
    rows = [
        (
            entry.name,
            day(check, said.wording),
            _status_and_owner(entry.owner.full if entry.owner else None, entry.assessment().rag, said),
        )
        for check, _, entry in sorted(dated, key=lambda found: found[:2])[:MOST_LISTED]
    ]
    return Listing(_headings(said, "checks", "on", "status"), tuple(rows), said.label("list.no_checks"))


def _status_and_owner(owner: str | None, rag: Rag, said: Said) -> str:
    return " · ".join(part for part in (status_word(rag, said.wording), owner) if part)


def _steps(briefing: Briefing, said: Said) -> Listing:
    wording = said.wording
    entries = [
        entry
        for entry in briefing.next_steps
        if entry.shown_in(Document.TRACKER) and entry.status not in (Progress.DONE, Progress.DROPPED)
    ]
    rows = [
        (
            entry.action,
            wording.short_window(entry.due) if entry.due else None,
            " · ".join(part for part in (said.word(entry.status), entry.owner) if part),
        )
        for entry in entries[:MOST_LISTED]
    ]
    return Listing(_headings(said, "steps", "by", "status"), tuple(rows), said.label("list.no_steps"))


def _risks(briefing: Briefing, said: Said) -> Listing:
    """The open ones, the gravest first; those nobody can weigh yet come before the slight ones."""
    wording = said.wording
    alive = [
        entry for entry in briefing.risks if entry.shown_in(Document.TRACKER) and entry.status is not RiskStatus.CLOSED
    ]
    ranked = sorted(alive, key=lambda entry: -(score_of(entry) or Decimal(12)))
    rows = [
        (
            entry.title,
            said.label("weight", score=score)
            if (score := score_of(entry)) is not None
            else wording.label("words.unknown"),
            " · ".join(part for part in (said.word(entry.status), entry.owner) if part),
        )
        for entry in ranked[:MOST_LISTED]
    ]
    return Listing(_headings(said, "risks", "weight", "status"), tuple(rows), said.label("list.no_risks"))
