"""The parts that the template of the one-pager may name, and what may be said about them there."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from briefexport.document.lines import lines
from briefexport.document.page import Body, Line, Lines, Panel, Slot
from briefexport.document.text import Block

from . import assessment, substance
from . import changes as changed
from .desk import Desk

Compose = Callable[[Desk, int], Body]
"""A part: the desk and the usual priority of its entries -> what the panel holds."""


class Part(NamedTuple):
    """A part of the page: how it is made, where it stands, how soon its entries go when their author says nothing."""

    compose: Compose
    slot: Slot
    priority: int = 3
    filler: bool = False


PARTS: dict[str, Part] = {
    "changes": Part(changed.changes, Slot.NARROW, 2),
    "purpose": Part(substance.purpose, Slot.WIDE, 4),
    "agenda": Part(substance.agenda, Slot.WIDE, 2),
    "objectives": Part(substance.objectives, Slot.NARROW, 2),
    "indicators": Part(assessment.indicators, Slot.WIDE, 2),
    "risks": Part(assessment.risks, Slot.NARROW, 2),
    "judgements": Part(assessment.judgements, Slot.NARROW, 2),
    "implications": Part(substance.implications, Slot.NARROW),
    "commercial": Part(substance.commercial, Slot.WIDE),
    "sections": Part(substance.sections, Slot.WIDE, 4),
    "event": Part(substance.event, Slot.NARROW, 4),
    "next-steps": Part(substance.next_steps, Slot.NARROW),
    "timeline": Part(assessment.timeline, Slot.FULL),
    "figures": Part(substance.figures, Slot.NARROW, 5, filler=True),
    "sources": Part(assessment.sources, Slot.FULL, 2),
}
"""The panels by the name that a template gives them."""

HEAD_PARTS = ("bottom-line", "decisions")
"""What belongs to the head of the page and always stands there."""

TEXT_PART = "text"
"""Free text of the template as a panel; the name of the field it is from may follow."""


class ArgumentError(ValueError):
    """A word after the name of a part that means nothing there; `known` says what may stand there."""

    def __init__(self, part: str, word: str) -> None:
        super().__init__(part, word)
        self.part, self.word = part, word
        self.known = (
            "nothing after it: this part always stands in the head of the page"
            if part in HEAD_PARTS
            else "wide, narrow or full, priority=2 to priority=5, or fill"
        )


class Placed(msgspec.Struct, frozen=True):
    """A part as the template places it: what stands inside it, and the panel where it is one."""

    name: str
    inner: tuple[Block, ...] = ()
    panel: Panel | None = None


def place(desk: Desk, name: str, arguments: dict[str, str], inner: tuple[Block, ...]) -> Placed:
    """A part of the template.

    Raises:
        ArgumentError: a word after its name means nothing.
    """
    if name in HEAD_PARTS:
        if arguments:
            raise ArgumentError(name, next(iter(arguments)))
        return Placed(name, inner)
    part = PARTS.get(name) or Part(lambda _desk, usual: _text(arguments, inner, usual), Slot.WIDE)
    slot, priority, filler = part.slot, part.priority, part.filler
    for word, value in arguments.items():
        if word == "priority" and value in ("2", "3", "4", "5"):
            priority = int(value)
        elif word in [each.value for each in Slot] and not value:
            slot = Slot(word)
        elif word == "fill" and not value:
            filler = True
        elif name != TEXT_PART or value:
            raise ArgumentError(name, word)
    return Placed(name, inner, Panel(name, (), part.compose(desk, priority), slot, filler))


def _text(arguments: dict[str, str], inner: Sequence[Block], usual: int) -> Body:
    known = {*(each.value for each in Slot), "priority", "fill"}
    field = next((word for word in arguments if word not in known), TEXT_PART)
    return Lines(tuple(Line(origin=field, priority=usual, spans=spans) for spans in lines(inner)))
