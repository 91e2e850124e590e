"""Briefing -> the facts of its issue."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TypedDict

from briefexport.briefing import (
    Briefing,
    Document,
    Indicator,
    Item,
    Meeting,
    Recommendation,
    Risk,
    TimelineEntry,
    Window,
)

from .fact import AskFact, DateFact, Facts, Goal, IndicatorFact, JudgementFact, RiskFact, WorkFact


def facts_of(briefing: Briefing) -> Facts:
    """The facts that are kept of an issue."""
    scale = briefing.likelihood_scale
    return Facts(
        issue=briefing.issue,
        on=briefing.date,
        marking=briefing.marking.level if briefing.marking else None,
        indicators=tuple(_indicator(item) for item in briefing.indicators),
        risks=tuple(_risk(item) for item in briefing.risks),
        recommendations=tuple(_ask(item) for item in briefing.recommendations),
        judgements=tuple(
            JudgementFact(
                **_item(item, item.id, item.statement),
                scale=scale,
                likelihood=item.likelihood,
                confidence=item.confidence.level if item.confidence else None,
            )
            for item in briefing.judgements
        ),
        event=tuple(_meetings(briefing)),
        timeline=tuple(_date(item, briefing.date) for item in briefing.timeline),
        objectives=tuple(
            WorkFact(**_item(item, item.id, item.text), status=item.status) for item in briefing.objectives
        ),
        agenda=tuple(WorkFact(**_item(item, item.id, item.area), status=item.status) for item in briefing.agenda),
        next_steps=tuple(
            WorkFact(**_item(item, item.id, item.action), status=item.status, due=item.due)
            for item in briefing.next_steps
        ),
    )


class _Named(TypedDict):
    id: str
    name: str
    show: tuple[Document, ...]
    marking: str | None


def _item(item: Item, ident: str, name: str) -> _Named:
    return {"id": ident, "name": name, "show": item.show, "marking": item.marking}


def _indicator(item: Indicator) -> IndicatorFact:
    given, seen = item.assessment(), item.latest
    return IndicatorFact(
        **_item(item, item.id, item.name),
        status=given.rag,
        reason=given.reason,
        kind=item.kind,
        unit=item.unit,
        value=seen.value if seen else None,
        text=seen.text if seen else None,
        seen_on=seen.on if seen else None,
        target=_goal(item),
        steps_met=sum(step.met for step in item.milestones),
        steps=len(item.milestones),
    )


def _goal(item: Indicator) -> Goal | None:
    if item.target is None:
        return None
    value = item.target.value
    return Goal(value=value if isinstance(value, Decimal) else None, text=item.target.text, by=item.target.by)


def _risk(item: Risk) -> RiskFact:
    return RiskFact(
        **_item(item, item.id, item.title),
        status=item.status,
        likelihood=item.likelihood if isinstance(item.likelihood, int) else None,
        impact=item.impact if isinstance(item.impact, int) else None,
    )


def _ask(item: Recommendation) -> AskFact:
    decision = item.decision
    return AskFact(
        **_item(item, item.id, item.text),
        decide_by=item.decide_by,
        outcome=decision.outcome if decision else None,
        decided_by=decision.by if decision else None,
        decided_on=decision.on if decision else None,
    )


def _meetings(briefing: Briefing) -> Iterator[DateFact]:
    """The event and the meetings before it; these have no id, so each is known by its name and number."""
    event = briefing.event
    if event is None:
        return
    yield DateFact(id="event", name=event.name, when=event.when, over=_over(event.when, briefing.date))
    seen: dict[str, int] = {}
    for meeting in event.preparatory:
        called = _called(meeting)
        seen[called] = seen.get(called, 0) + 1
        ident = called if seen[called] == 1 else f"{called} ({seen[called]})"
        yield DateFact(id=ident, name=meeting.name, when=meeting.when, over=_over(meeting.when, briefing.date))


def _called(meeting: Meeting) -> str:
    number = "" if meeting.number is None else f" {meeting.number}"
    return f"preparatory: {meeting.name}{number}"


def _date(item: TimelineEntry, on: dt.date) -> DateFact:
    return DateFact(**_item(item, item.id, item.what), when=item.when, over=_over(item.when, on))


def _over(when: Window | None, on: dt.date) -> bool:
    return when is not None and when.last < on
