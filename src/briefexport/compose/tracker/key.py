"""The Key: how to use the workbook, what its words mean, and the lists that its cells choose from."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum

from ...briefing import (
    LIKELIHOODS,
    UNKNOWN,
    Briefing,
    ClearanceStatus,
    ColumnType,
    Direction,
    Document,
    Frequency,
    IndicatorKind,
    Outcome,
    Progress,
    Rag,
    RiskStatus,
)
from ...document.sheet import Cell, Choices, Look, Mark, SheetColumn, SheetTable
from ...document.text import Value
from .cell import Said
from .grid import tabulate, titled
from .indicators import choice_list
from .status import TONES, status_word

KEY = "Key"

_USES = ("yours", "ours", "rows", "ids", "attention", "history", "issue")


class _Part(Value, frozen=True):
    """Rows of the Key that belong together; `choices` names the list that they are."""

    title: str
    rows: tuple[tuple[Cell, str | None], ...]
    choices: str | None = None


def key_table(briefing: Briefing, said: Said) -> tuple[SheetTable, tuple[Choices, ...]]:
    """The table, and where in it the lists to choose from stand."""
    rows: list[dict[str, Cell]] = []
    lists = []
    for part in _parts(briefing, said):
        if part.choices is not None:
            lists.append(Choices(part.choices, KEY, "term", len(rows), len(part.rows)))
        rows += ({"topic": part.title, "term": term, "meaning": meaning} for term, meaning in part.rows)
    columns = (
        SheetColumn("topic", "", width_chars=36),
        SheetColumn("term", "", width_chars=36, look=Look.NAME),
        SheetColumn("meaning", "", width_chars=86),
    )
    marks = [Mark("term", tone, status_word(rag, said.wording)) for rag, tone in TONES.items()]
    return tabulate(KEY, titled(columns, said), rows, said, marks), tuple(lists)


def _parts(briefing: Briefing, said: Said) -> Iterator[_Part]:
    """Every part that has rows, the most needed first."""
    yield _Part(
        said.label("topic.use"), tuple((said.label(f"use.{key}.what"), said.label(f"use.{key}.how")) for key in _USES)
    )
    yield from _statuses(said)
    yield from _judging(briefing, said)
    yield from _glossary(briefing, said)
    yield from _lists(briefing, said)


def _statuses(said: Said) -> Iterator[_Part]:
    wording = said.wording
    meanings = tuple((status_word(rag, wording), wording.label(f"meaning.rag.{rag.value}")) for rag in Rag)
    yield _Part(said.label("column.status"), meanings, "rag")
    attention = tuple((said.label(word), said.label(f"means.{word}")) for word in ("overdue", "stale"))
    yield _Part(said.label("column.attention"), attention)


def _judging(briefing: Briefing, said: Said) -> Iterator[_Part]:
    """The scales: words of likelihood with their ranges, and the five steps of a risk."""
    wording = said.wording
    scale = briefing.likelihood_scale
    title = said.label("topic.likelihood_words", scale=wording.word(scale))
    ranges = tuple(
        (wording.opening(wording.likelihood(scale, word)), said.label("means.range", low=low, high=high))
        for word, low, high in LIKELIHOODS[scale]
    )
    yield _Part(title, ranges)
    steps: list[tuple[Cell, str | None]] = [
        (Decimal(step), said.label(f"means.step_{step}") if step in (1, 5) else None) for step in range(1, 6)
    ]
    unknown: tuple[Cell, str | None] = (wording.word(UNKNOWN), said.label("means.unknown"))
    yield _Part(said.label("topic.score"), (*steps, unknown), "score")


def _glossary(briefing: Briefing, said: Said) -> Iterator[_Part]:
    if briefing.glossary:
        yield _Part(said.label("topic.glossary"), tuple((entry.term, entry.meaning) for entry in briefing.glossary))
    annexes = [annex for annex in briefing.annexes if annex.shown_in(Document.TRACKER)]
    if annexes:
        place = said.label("means.annex")
        yield _Part(said.label("topic.annexes"), tuple((annex.title, place) for annex in annexes))
    if briefing.marking and briefing.marking.handling:
        yield _Part(said.label("topic.handling"), ((briefing.marking.banner, briefing.marking.handling),))


def _lists(briefing: Briefing, said: Said) -> Iterator[_Part]:
    """What the drop-downs offer."""
    yield _list("kind", said.label("column.kind"), IndicatorKind, said, "means.kind")
    yield _list("direction", said.label("column.direction"), Direction, said, "means.direction")
    yield _list("frequency", said.label("column.frequency"), Frequency, said)
    yield _list("progress", said.label("topic.work_status"), Progress, said)
    asked = (said.label("asked"), said.label("means.asked"))
    outcomes = tuple((said.word(outcome), None) for outcome in Outcome)
    work = tuple((said.word(progress), None) for progress in Progress)
    yield _Part(said.label("topic.action_status"), (asked, *outcomes, *work), "action")
    yield _list("risk", said.label("column.risk_status"), RiskStatus, said)
    yield _list("clearance", said.label("column.clearance"), ClearanceStatus, said)
    answers = tuple((said.answer(yes=yes), None) for yes in (True, False))
    yield _Part(said.label("column.met"), answers, "met")
    for column in briefing.tracker.columns:
        if column.type is ColumnType.CHOICE and column.choices:
            yield _Part(column.title, tuple((choice, None) for choice in column.choices), choice_list(column))


def _list(name: str, title: str, members: type[Enum], said: Said, meanings: str | None = None) -> _Part:
    rows: Sequence[tuple[Cell, str | None]] = [
        (said.word(member), said.label(f"{meanings}.{member.value}") if meanings else None) for member in members
    ]
    return _Part(title, tuple(rows), name)
