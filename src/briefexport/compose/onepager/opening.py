"""The head of the page: who writes to whom, the title, the bottom line, the decisions asked."""

from collections.abc import Sequence

from briefexport.briefing import Event, Position, Recommendation, Status
from briefexport.document.lines import lines
from briefexport.document.page import Ask, Asks, BottomLine, Detail, Masthead
from briefexport.document.text import Block, Picture, Span

from .desk import Desk, people, portion, said, shown


def masthead(desk: Desk, logo: Picture | None) -> Masthead:
    """Office, addressee, reference, date, status, title, and the event it is about."""
    briefing, wording = desk.briefing, desk.wording
    issue = desk.label("issue", number=briefing.issue)
    return Masthead(
        office=people(desk, briefing.from_),
        addressed=desk.label("for", who=people(desk, briefing.to)),
        reference=" · ".join(part for part in (briefing.reference, issue) if part),
        dateline=desk.label("dateline", place=briefing.place, day=wording.day(briefing.date)),
        status=wording.word(briefing.status),
        title=(Span(briefing.title),),
        subtitle=said(_event(desk, briefing.event)) if briefing.event else (),
        handling=(briefing.marking.handling or "") if briefing.marking else "",
        draft=briefing.status is not Status.FINAL,
        logo=logo,
    )


def _event(desk: Desk, event: Event) -> str:
    name = desk.label("numbered", name=event.name, number=event.number) if event.number else event.name
    when = desk.wording.window(event.when) if event.when else None
    return ", ".join(part for part in (name, event.where, when) if part)


def bottom_line(label: str, blocks: Sequence[Block]) -> BottomLine:
    """The bottom line, each paragraph and each item of a list as a paragraph of its own."""
    return BottomLine(label, tuple(lines(blocks)))


def asks(desk: Desk, label: str) -> Asks:
    """The decisions asked, each with the last day for it."""
    found = shown("recommendations", desk.briefing.recommendations)
    items = tuple(_ask(desk, origin, entry) for origin, entry in found)
    return Asks(label, desk.label("by"), items)


def _ask(desk: Desk, origin: str, entry: Recommendation) -> Ask:
    wording, taken = desk.wording, ""
    details = {
        "options": desk.label("options", options=" / ".join(entry.options)) if entry.options else "",
        "supports": _holders(desk, "supports", entry.supports),
        "opposes": _holders(desk, "opposes", entry.opposes),
    }
    if decision := entry.decision:
        day = wording.short_day(decision.on) if decision.on else None
        taken = ", ".join(part for part in (wording.opening(wording.word(decision.outcome)), decision.by, day) if part)
    return Ask(
        origin=origin,
        spans=(*portion(entry), Span(entry.text)),
        by=wording.day(entry.decide_by) if entry.decide_by else "",
        aside=said(taken),
        details=tuple(Detail(f"{origin}.{field}", said(text)) for field, text in details.items() if text),
    )


def _holders(desk: Desk, label: str, positions: Sequence[Position]) -> str:
    return desk.label(label, who=desk.wording.listed([each.holder for each in positions])) if positions else ""
