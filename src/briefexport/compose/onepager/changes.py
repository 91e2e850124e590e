"""What changed since the issue before."""

from briefexport.compose.changes import Told
from briefexport.document.page import Body, Line, Lines
from briefexport.document.text import Span, Spans

from .desk import Desk

_MOST = 5  # a page is looked at; the memo says the rest
_FIRST = 2  # those after them go sooner


def changes(desk: Desk, usual: int) -> Body:
    """The changes that matter most, and how many more there are; the later ones go first when space is short."""
    found = desk.changes.entries if desk.changes else ()
    told = [
        Line(origin=f"changes[{place}]", priority=usual if place < _FIRST else 4, spans=_said(each))
        for place, each in enumerate(found[:_MOST])
    ]
    if rest := len(found[_MOST:]):
        more = desk.wording.label("changes.more", count=rest)
        told.append(Line(origin="changes", priority=5, spans=(Span(more),)))
    return Lines(tuple(told))


def _said(told: Told) -> Spans:
    portion = (Span(f"({told.marking}) "),) if told.marking else ()
    return (*portion, Span(told.name, bold=True), Span(" " + " ".join(told.says)))
