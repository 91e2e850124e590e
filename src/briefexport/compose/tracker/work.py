"""The sheets about work: decisions and next steps, the agenda, objectives, risks."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from ...briefing import (
    AgendaArea,
    Briefing,
    Decision,
    Document,
    NextStep,
    Objective,
    Outcome,
    Position,
    Progress,
    Recommendation,
    Risk,
    RiskStatus,
    Unknown,
)
from ...document.sheet import Cell, Formula, Kind, Look, Mark, SheetColumn, SheetTable, Tone, this_row
from .cell import Said, cited, day, earliest, lines, window
from .grid import Row, tabulate, titled, used

ACTIONS, AGENDA, OBJECTIVES, RISKS = "Actions", "Agenda", "Objectives", "Risks"

_PROGRESS_TONES = {
    Progress.DONE: Tone.DONE,
    Progress.UNDER_WAY: Tone.GOOD,
    Progress.BLOCKED: Tone.BAD,
    Progress.NOT_STARTED: Tone.IDLE,
}
_OUTCOME_TONES = {
    Outcome.APPROVED: Tone.DONE,
    Outcome.DISAPPROVED: Tone.BAD,
    Outcome.DISCUSS: Tone.CAUTION,
    Outcome.DEFERRED: Tone.CAUTION,
}
_RISK_TONES = {
    RiskStatus.OPEN: Tone.CAUTION,
    RiskStatus.HAPPENED: Tone.BAD,
    RiskStatus.CLOSED: Tone.DONE,
    RiskStatus.WATCHED: Tone.IDLE,
}

_MARKING = SheetColumn("marking", "", width_chars=15)


# -- decisions and next steps


def action_table(briefing: Briefing, said: Said) -> SheetTable | None:
    """First the decisions asked, then the next steps; None when there are neither."""
    rows: list[Row] = [_decision(entry, said) for entry in briefing.recommendations if entry.shown_in(Document.TRACKER)]
    rows += [_step(entry, said) for entry in briefing.next_steps if entry.shown_in(Document.TRACKER)]
    if not rows:
        return None
    columns = (
        SheetColumn("id", "", width_chars=15, look=Look.QUIET),
        SheetColumn("part", "", width_chars=16),
        SheetColumn("what", "", width_chars=52, look=Look.NAME),
        SheetColumn("owner", "", width_chars=24),
        SheetColumn("by", "", width_chars=22),
        SheetColumn("earliest", "", Kind.DATE, 14),
        SheetColumn("work_status", "", width_chars=18, look=Look.STATUS, choices="action"),
        SheetColumn("options", "", width_chars=28),
        SheetColumn("supports", "", width_chars=28),
        SheetColumn("opposes", "", width_chars=28),
        SheetColumn("decided_by", "", width_chars=20),
        SheetColumn("decided_on", "", Kind.DATE, 14),
        SheetColumn("decision_note", "", width_chars=28),
        _MARKING,
    )
    always = ("id", "part", "what", "owner", "by", "earliest", "work_status")
    return tabulate(ACTIONS, titled(used(columns, rows, always), said), rows, said, _action_marks(said))


def _action_marks(said: Said) -> list[Mark]:
    words = {said.word(member): tone for member, tone in (_PROGRESS_TONES | _OUTCOME_TONES).items()}
    words[said.label("asked")] = Tone.CAUTION
    return [Mark("work_status", tone, word) for word, tone in words.items()]


def _decision(entry: Recommendation, said: Said) -> Row:
    decision = entry.decision
    return {
        "id": entry.id,
        "part": said.label("part.decision"),
        "what": entry.text,
        "by": said.wording.day(entry.decide_by) if entry.decide_by else None,
        "earliest": day(entry.decide_by, said.wording),
        "work_status": said.word(decision.outcome) if decision else said.label("asked"),
        "options": lines(entry.options),
        "supports": _positions(entry.supports),
        "opposes": _positions(entry.opposes),
        "marking": entry.marking,
        **_taken(decision, said),
    }


def _taken(decision: Decision | None, said: Said) -> Row:
    if decision is None:
        return {}
    return {
        "decided_by": decision.by,
        "decided_on": day(decision.on, said.wording),
        "decision_note": decision.note,
    }


def _positions(positions: Sequence[Position]) -> str | None:
    return lines(": ".join(part for part in (one.holder, one.reason) if part) for one in positions)


def _step(entry: NextStep, said: Said) -> Row:
    return {
        "id": entry.id,
        "part": said.label("part.next_step"),
        "what": entry.action,
        "owner": entry.owner,
        "by": window(entry.due, said),
        "earliest": earliest(entry.due, said),
        "work_status": said.word(entry.status),
        "marking": entry.marking,
    }


# -- agenda and objectives


def agenda_table(briefing: Briefing, said: Said) -> SheetTable | None:
    """One row an area; None when there is no agenda."""
    rows = [_area(entry, said) for entry in briefing.agenda if entry.shown_in(Document.TRACKER)]
    if not rows:
        return None
    columns = (
        SheetColumn("id", "", width_chars=14, look=Look.QUIET),
        SheetColumn("area", "", width_chars=24, look=Look.NAME),
        SheetColumn("our_interest", "", width_chars=36),
        SheetColumn("their_interest", "", width_chars=36),
        SheetColumn("ask", "", width_chars=36),
        SheetColumn("lead", "", width_chars=20),
        SheetColumn("work_status", "", width_chars=16, look=Look.STATUS, choices="progress"),
        SheetColumn("shown_by", "", width_chars=32),
        SheetColumn("sources", "", width_chars=11),
        _MARKING,
    )
    always = [column.key for column in columns if column.key not in ("their_interest", "shown_by", "marking")]
    return tabulate(AGENDA, titled(used(columns, rows, always), said), rows, said, _progress_marks(said))


def _progress_marks(said: Said) -> list[Mark]:
    return [Mark("work_status", tone, said.word(member)) for member, tone in _PROGRESS_TONES.items()]


def _area(entry: AgendaArea, said: Said) -> Row:
    return {
        "id": entry.id,
        "area": entry.area,
        "our_interest": entry.our_interest,
        "their_interest": entry.their_interest,
        "ask": entry.ask,
        "lead": entry.lead,
        "work_status": said.word(entry.status) if entry.status else None,
        "shown_by": lines(said.names.get(ident, ident) for ident in entry.indicators),
        "sources": cited(entry.sources, said),
        "marking": entry.marking,
    }


def objective_table(briefing: Briefing, said: Said) -> SheetTable | None:
    """One row an objective; None when there are none."""
    rows = [_objective(entry, said) for entry in briefing.objectives if entry.shown_in(Document.TRACKER)]
    if not rows:
        return None
    columns = (
        SheetColumn("id", "", width_chars=15, look=Look.QUIET),
        SheetColumn("objective", "", width_chars=52, look=Look.NAME),
        SheetColumn("success", "", width_chars=48),
        SheetColumn("level", "", width_chars=12),
        SheetColumn("agenda", "", width_chars=24),
        SheetColumn("work_status", "", width_chars=16, look=Look.STATUS, choices="progress"),
        _MARKING,
    )
    always = [column.key for column in columns if column.key != "marking"]
    return tabulate(OBJECTIVES, titled(used(columns, rows, always), said), rows, said, _progress_marks(said))


def _objective(entry: Objective, said: Said) -> Row:
    return {
        "id": entry.id,
        "objective": entry.text,
        "success": entry.success_looks_like,
        "level": said.word(entry.level),
        "agenda": said.areas.get(entry.agenda or "", entry.agenda),
        "work_status": said.word(entry.status) if entry.status else None,
        "marking": entry.marking,
    }


# -- risks


def risk_table(briefing: Briefing, said: Said) -> SheetTable | None:
    """One row a risk; None when there are none."""
    entries = [entry for entry in briefing.risks if entry.shown_in(Document.TRACKER)]
    if not entries:
        return None
    columns = titled(
        used(
            (
                SheetColumn("id", "", width_chars=15, look=Look.QUIET),
                SheetColumn("risk", "", width_chars=32, look=Look.NAME),
                SheetColumn("description", "", width_chars=42),
                SheetColumn("likelihood", "", Kind.NUMBER, 13, choices="score"),
                SheetColumn("impact", "", Kind.NUMBER, 13, choices="score"),
                SheetColumn("score", "", Kind.NUMBER, 11),
                SheetColumn("mitigation", "", width_chars=42),
                SheetColumn("owner", "", width_chars=24),
                SheetColumn("risk_status", "", width_chars=15, look=Look.STATUS, choices="risk"),
                _MARKING,
            ),
            [{"marking": entry.marking} for entry in entries],
            ("id", "risk", "description", "likelihood", "impact", "score", "mitigation", "owner", "risk_status"),
        ),
        said,
    )
    score = _score(columns)
    columns = tuple(
        msgspec.structs.replace(column, formula=score) if column.key == "score" else column for column in columns
    )
    marks = [Mark("risk_status", tone, said.word(member)) for member, tone in _RISK_TONES.items()]
    return tabulate(RISKS, columns, [_risk(entry, said, score) for entry in entries], said, marks)


def _score(columns: Sequence[SheetColumn]) -> str:
    titles = {column.key: column.title for column in columns}
    likelihood, impact = (this_row(RISKS, titles[key]) for key in ("likelihood", "impact"))
    return f'IF(AND(ISNUMBER({likelihood}),ISNUMBER({impact})),{likelihood}*{impact},"")'


def _risk(entry: Risk, said: Said, score: str) -> Row:
    return {
        "id": entry.id,
        "risk": entry.title,
        "description": entry.description,
        "likelihood": _step_of_scale(entry.likelihood, said),
        "impact": _step_of_scale(entry.impact, said),
        "score": Formula(score, "" if (product := score_of(entry)) is None else product),
        "mitigation": entry.mitigation,
        "owner": entry.owner,
        "risk_status": said.word(entry.status),
        "marking": entry.marking,
    }


def score_of(entry: Risk) -> Decimal | None:
    """Likelihood times impact, from 1 to 25; None where one of them is unknown."""
    if isinstance(entry.likelihood, Unknown) or isinstance(entry.impact, Unknown):
        return None
    return Decimal(entry.likelihood * entry.impact)


def _step_of_scale(step: int | Unknown, said: Said) -> Cell:
    return said.wording.word(step) if isinstance(step, Unknown) else Decimal(step)
