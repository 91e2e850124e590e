"""The sheets about issues: how many indicators had which status at each, and the status that each of them had."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from ...briefing import Briefing, Document, Rag, is_above
from ...document.sheet import Cell, Kind, Look, Mark, SheetColumn, SheetTable, Stacks
from ...document.text import Value
from ...facts import Facts, IndicatorFact
from .cell import Said, day
from .grid import Row, tabulate, titled
from .indicators import shown
from .status import ISSUES, STATUSES, TONES, status_word

_TOLD = 12  # so many issues are told in words to those who cannot see the chart


class Rated(Value, frozen=True):
    """An issue, and the status of each indicator in it by id; `names` are what the indicators were called."""

    number: int
    on: dt.date
    statuses: Mapping[str, Rag]
    names: Mapping[str, str]
    markings: Mapping[str, str | None]

    @property
    def counts(self) -> dict[Rag, int]:
        """How many indicators had each status."""
        counts = dict.fromkeys(Rag, 0)
        for rag in self.statuses.values():
            counts[rag] += 1
        return counts


def rated_issues(briefing: Briefing, past: Sequence[Facts]) -> tuple[Rated, ...]:
    """The issues from the first to this one, without those that were marked higher than this one may tell."""
    earlier = {facts.issue: facts for facts in past if facts.issue < briefing.issue and _may_be_told(facts, briefing)}
    return (*(_rated(earlier[number]) for number in sorted(earlier)), _this(briefing))


def _may_be_told(facts: Facts, briefing: Briefing) -> bool:
    if facts.marking is None:
        return True
    return briefing.marking is not None and is_above(facts.marking, briefing.marking.level) is False


def _rated(facts: Facts) -> Rated:
    entries = [fact for fact in facts.indicators if _is_shown(fact)]
    return Rated(
        number=facts.issue,
        on=facts.on,
        statuses={fact.id: fact.status for fact in entries},
        names={fact.id: fact.name for fact in entries},
        markings={fact.id: fact.marking for fact in entries},
    )


def _is_shown(fact: IndicatorFact) -> bool:
    return fact.shown_in(Document.TRACKER)


def _this(briefing: Briefing) -> Rated:
    entries = shown(briefing)
    return Rated(
        number=briefing.issue,
        on=briefing.date,
        statuses={entry.id: entry.assessment().rag for entry in entries},
        names={entry.id: entry.name for entry in entries},
        markings={entry.id: entry.marking for entry in entries},
    )


# -- how many


def issue_table(issues: Sequence[Rated], said: Said) -> SheetTable:
    """One row an issue with what it counted."""
    columns = (
        SheetColumn("issue", "", Kind.NUMBER, 12, look=Look.NAME),
        SheetColumn("issued_on", "", Kind.DATE, 18),
        *(SheetColumn(rag.value, status_word(rag, said.wording), Kind.NUMBER, 16) for rag in Rag),
        SheetColumn("all", said.label("sheet.indicators"), Kind.NUMBER, 14),
    )
    table = tabulate(ISSUES, titled(columns, said), [_counted(issue, said) for issue in issues], said)
    return msgspec.structs.replace(table, keys=("issue",), lasting=True)


def _counted(issue: Rated, said: Said) -> Row:
    row: dict[str, Cell] = {rag.value: Decimal(count) for rag, count in issue.counts.items()}
    row["issue"] = Decimal(issue.number)
    row["issued_on"] = day(issue.on, said.wording)
    row["all"] = Decimal(len(issue.statuses))
    return row


def issue_chart(issues: Sequence[Rated], said: Said) -> Stacks:
    """The same as a chart: a column an issue, from what is on track at its foot to what nobody knows at its top."""
    told = " ".join(_sentence(issue, said) for issue in issues[-_TOLD:])
    return Stacks(
        title=said.label("issues_chart"),
        alt=said.label("issues_chart_alt", issues=told),
        along="issue",
        parts=tuple((rag.value, TONES[rag]) for rag in Rag),
    )


def _sentence(issue: Rated, said: Said) -> str:
    wording = said.wording
    counts = wording.listed([f"{count} {wording.word(rag)}" for rag, count in issue.counts.items() if count])
    when = said.label("issue_of", number=issue.number, day=wording.day(issue.on))
    return said.label("issue_counts", issue=wording.opening(when), counts=counts or wording.number(Decimal(0)))


# -- which


def status_table(issues: Sequence[Rated], said: Said) -> SheetTable | None:
    """One row an indicator, a column an issue: those of this issue first, then those that it no longer has."""
    idents = dict.fromkeys(ident for issue in reversed(issues) for ident in issue.statuses)
    if not idents:
        return None
    marked = any(marking for issue in issues for marking in issue.markings.values())
    columns = [
        SheetColumn("indicator_id", "", width_chars=21, look=Look.QUIET),
        SheetColumn("indicator", "", width_chars=52, look=Look.NAME),
        *([SheetColumn("marking", "", width_chars=15)] if marked else ()),
        *(SheetColumn(_key(issue), _heading(issue, said), width_chars=15, look=Look.STATUS) for issue in issues),
    ]
    rows = [_statuses(ident, issues, said) for ident in idents]
    marks = [Mark(None, tone, status_word(rag, said.wording)) for rag, tone in TONES.items()]
    table = tabulate(STATUSES, titled(columns, said), rows, said, marks)
    return msgspec.structs.replace(table, keys=("indicator_id",), lasting=True)


def _key(issue: Rated) -> str:
    return f"issue-{issue.number}"


def _heading(issue: Rated, said: Said) -> str:
    """The number alone: a day could be another one when the issue is made again, and headings are never changed."""
    return said.wording.opening(said.label("issue", number=issue.number))


def _statuses(ident: str, issues: Sequence[Rated], said: Said) -> Row:
    last = next(issue for issue in reversed(issues) if ident in issue.statuses)
    row: dict[str, Cell] = {"indicator_id": ident, "indicator": last.names[ident], "marking": last.markings[ident]}
    for issue in issues:
        if ident in issue.statuses:
            row[_key(issue)] = status_word(issue.statuses[ident], said.wording)
    return row
