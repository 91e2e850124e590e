"""What the briefing has to say: agenda, objectives, background, trade, consequences, what is to be done."""

from collections.abc import Callable, Iterable

from briefexport.briefing import AgendaArea, CommercialPoint, Implication, Meeting, NextStep, Objective, Unknown
from briefexport.document.page import (
    Body,
    Detail,
    Gallery,
    Grid,
    Line,
    Lines,
    ListStyle,
    PageCell,
    PageRow,
    PictureItem,
)
from briefexport.document.text import Picture, Span, Spans

from .desk import Desk, Entry, portion, priority_of, said, shown


def purpose(desk: Desk, usual: int) -> Body:
    """Why this paper, now."""
    text = desk.briefing.purpose
    return Lines((Line(origin="purpose", priority=usual, spans=(Span(text),)),) if text else ())


def _lines(
    found: Iterable[tuple[str, Entry]],
    usual: int,
    says: Callable[[Entry], Spans],
    details: Callable[[str, Entry], tuple[Detail, ...]] = lambda _origin, _entry: (),
    style: ListStyle = ListStyle.BULLETS,
) -> Lines:
    """A list of entries: the marking of each, what it says, and the details that go with it."""
    return Lines(
        tuple(
            Line(
                origin=origin,
                priority=priority_of(entry, usual),
                spans=(*portion(entry), *says(entry)),
                details=details(origin, entry),
            )
            for origin, entry in found
        ),
        style,
    )


def agenda(desk: Desk, usual: int) -> Body:
    """The areas on the agenda: what we want in each, and what we ask; a column that says nothing is left out."""
    heads = [desk.label("area"), desk.label("our_interest"), desk.label("ask")]
    rows = [
        PageRow(origin=origin, priority=priority_of(entry, usual), cells=_area(desk, entry))
        for origin, entry in shown("agenda", desk.briefing.agenda)
    ]
    return _grid(heads, rows, desk.label("agenda_description"))


def _area(desk: Desk, entry: AgendaArea) -> tuple[PageCell, ...]:
    area = (*portion(entry), Span(entry.area), *desk.cited(entry.sources))
    status = said(desk.wording.word(entry.status)) if entry.status else ()
    return PageCell(area, aside=status), PageCell(said(entry.our_interest)), PageCell(said(entry.ask))


def _grid(heads: list[str], rows: list[PageRow], description: str) -> Grid:
    used = [n for n in range(len(heads)) if n == 0 or any(row.cells[n] != PageCell() for row in rows)]
    items = [PageRow(origin=row.origin, priority=row.priority, cells=tuple(row.cells[n] for n in used)) for row in rows]
    return Grid(tuple(heads[n] for n in used), tuple(items), description, strong=True)


def objectives(desk: Desk, usual: int) -> Body:
    """What is to be achieved, in the order of the author, each with how one will know."""
    found = shown("objectives", desk.briefing.objectives)
    return _lines(found, usual, lambda entry: (Span(entry.text),), _success, ListStyle.NUMBERED)


def _success(origin: str, entry: Objective) -> tuple[Detail, ...]:
    sign = entry.success_looks_like
    return (Detail(f"{origin}.success_looks_like", said(sign)),) if sign else ()


def event(desk: Desk, usual: int) -> Body:
    """The meetings on the way to the event."""
    found = desk.briefing.event.preparatory if desk.briefing.event else ()
    return Lines(
        tuple(
            Line(
                origin=f"event.preparatory[{number}]",
                priority=usual,
                spans=(Span(meeting.name),),
                aside=_when(desk, meeting),
            )
            for number, meeting in enumerate(found)
        )
    )


def _when(desk: Desk, meeting: Meeting) -> Spans:
    when = desk.wording.window(meeting.when) if meeting.when else None
    return said(meeting.where, when, between=", ")


def next_steps(desk: Desk, usual: int) -> Body:
    """What is to be done, by whom and by when."""
    found = shown("next_steps", desk.briefing.next_steps)
    return _lines(found, usual, lambda entry: (Span(entry.action),), lambda origin, entry: _owed(desk, origin, entry))


def _owed(desk: Desk, origin: str, entry: NextStep) -> tuple[Detail, ...]:
    due = desk.wording.window(entry.due) if entry.due else None
    texts = {"owner": entry.owner, "due": due, "status": desk.wording.word(entry.status)}
    return tuple(Detail(f"{origin}.{field}", said(text)) for field, text in texts.items() if text)


def sections(desk: Desk, usual: int) -> Body:
    """The narrative, each section in its one sentence; those without one are told in the memo."""
    found = ((origin, entry) for origin, entry in shown("sections", desk.briefing.sections) if entry.onepage)
    return _lines(found, usual, lambda entry: _led(entry.heading, entry.onepage or ""), style=ListStyle.PLAIN)


def _led(lead: str, text: str) -> Spans:
    """A text behind a word in bold that says what it is about."""
    return Span(f"{lead}: ", bold=True), Span(text)


def commercial(desk: Desk, usual: int) -> Body:
    """Openings for trade."""
    return _lines(shown("commercial", desk.briefing.commercial), usual, lambda entry: _opening(desk, entry))


def _opening(desk: Desk, entry: CommercialPoint) -> Spans:
    value = desk.label("value_unknown") if isinstance(entry.value, Unknown) else entry.value
    worth = f" ({value})" if value else ""
    return *_led(entry.sector, entry.opportunity + worth), *desk.cited(entry.sources)


def implications(desk: Desk, usual: int) -> Body:
    """What follows from the event, for whom."""
    return _lines(shown("implications", desk.briefing.implications), usual, lambda entry: _consequence(desk, entry))


def _consequence(desk: Desk, entry: Implication) -> Spans:
    scope = desk.wording.opening(desk.wording.word(entry.scope))
    return *_led(scope, entry.text), *desk.cited(entry.sources)


def figures(desk: Desk, usual: int) -> Body:
    """The pictures of the briefing."""
    return Gallery(
        tuple(
            PictureItem(
                origin=origin,
                priority=priority_of(entry, usual),
                picture=Picture(
                    desk.pictures[entry.file], "" if entry.decorative else entry.alt or "", said(entry.caption)
                ),
            )
            for origin, entry in shown("figures", desk.briefing.figures)
        )
    )
