"""What may go from a page that is too long, what goes first, and what is told of it.

A page is edited in steps. First go the details, those of one panel together; then panels that only fill a page; then
entries by priority, 5 to 2, within a priority from the longest list, its last entry first, and when no list is long any
more, from the last panel up. What has gone after so many steps is the same whatever is asked of it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from ...document.page import Asks, Closing, Lines, ListStyle, OnePage, PageItem, Panel
from ...document.text import Span, plain

ASKS = -1
"""The decisions, where a panel is meant: they never go, their details may."""

_KEPT_FIRST = 3
"""A list is cut down to so many entries before anything of its priority goes altogether."""
_SOURCES_FOR_ONE = 4


class Step(NamedTuple):
    """What goes at once: an entry of a panel by its number, or the details of all of them."""

    panel: int
    item: int | None


def steps_of(page: OnePage) -> tuple[list[Step], int]:
    """Every step there is, first what goes first; and how many of them nobody misses: details, and what only fills."""
    found = [Step(number, None) for number in reversed(range(ASKS, len(page.panels))) if _detailed(page, number)]
    found += [
        Step(number, at)
        for number in reversed(range(len(page.panels)))
        if page.panels[number].filler
        for at, item in reversed(list(enumerate(page.panels[number].body.items)))
        if item.priority > 1
    ]
    easy = len(found)
    left = [[] if panel.filler else list(enumerate(panel.body.items)) for panel in page.panels]
    for priority in (5, 4, 3, 2):
        while (step := _next(page.panels, left, priority)) is not None:
            found.append(step)
    return found, easy


def _detailed(page: OnePage, number: int) -> bool:
    items: Sequence[Any] = page.asks.items if number == ASKS else page.panels[number].body.items
    return any(_details(item) for item in items)


def _details(item: Any) -> tuple[Any, ...]:
    return tuple(getattr(item, "details", ()))


def _next(panels: Sequence[Panel], left: list[list[tuple[int, PageItem]]], priority: int) -> Step | None:
    """The next to go among those of a priority; it is taken out of what is left."""
    able = [number for number, items in enumerate(left) if priority in [item.priority for _, item in items]]
    if not able:
        return None
    longest = max(able, key=lambda number: (_felt(panels[number], left[number]), number))
    at = max(place for place, (_, item) in enumerate(left[longest]) if item.priority == priority)
    index, _ = left[longest].pop(at)
    return Step(longest, index)


def _felt(panel: Panel, items: Sequence[object]) -> float:
    """How long a list is felt to be. Sources are short, and what stands on the page rests on them: they stay longer."""
    if isinstance(panel.body, Lines) and panel.body.style is ListStyle.NOTES:
        return len(items) / _SOURCES_FOR_ONE
    return max(len(items), _KEPT_FIRST)


class Edited:
    """A page after some of its steps."""

    def __init__(self, page: OnePage, gone: Sequence[Step]) -> None:
        self.page = page
        self.brief = {step.panel for step in gone if step.item is None}
        self.taken: dict[int, set[int]] = {}
        for step in gone:
            if step.item is not None:
                self.taken.setdefault(step.panel, set()).add(step.item)

    def kept(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The panels that have an entry left, by number, with the numbers of these entries."""
        for number, panel in enumerate(self.page.panels):
            taken = self.taken.get(number, set())
            if len(taken) < len(panel.body.items):
                yield number, tuple(at for at in range(len(panel.body.items)) if at not in taken)

    def panel(self, number: int, kept: Sequence[int]) -> Panel:
        """A panel with those entries, their details put with what goes along with them, or gone."""
        panel, brief = self.page.panels[number], number in self.brief
        items = tuple(_settled(panel.body.items[at], brief=brief) for at in kept)
        return msgspec.structs.replace(panel, body=msgspec.structs.replace(panel.body, items=items))

    def asks(self) -> Asks:
        """The decisions, with their details or without."""
        asks = self.page.asks
        return msgspec.structs.replace(
            asks, items=tuple(_settled(item, brief=ASKS in self.brief) for item in asks.items)
        )

    def left_out(self) -> tuple[str, ...]:
        """The fields that are left out, in the order of the page: whole entries, and details of those that stay."""
        found = [detail.origin for ask in self.page.asks.items if ASKS in self.brief for detail in ask.details]
        for number, panel in enumerate(self.page.panels):
            for at, item in enumerate(panel.body.items):
                if at in self.taken.get(number, set()):
                    found.append(item.origin)
                elif number in self.brief:
                    found += [detail.origin for detail in _details(item)]
        return tuple(found)

    def missing(self) -> str:
        """The line that says what had no room, empty when everything had."""
        closing = self.page.closing
        parts = [closing.less.replace("{heading}", self.page.asks.label)] if ASKS in self.brief else []
        for number, panel in enumerate(self.page.panels):
            heading, count = plain(panel.heading), len(self.taken.get(number, set()))
            if count == len(panel.body.items):
                parts.append(heading)
            elif count:
                parts.append(closing.more.replace("{heading}", heading).replace("{count}", str(count)))
            elif number in self.brief:
                parts.append(closing.less.replace("{heading}", heading))
        return closing.in_the_memo.replace("{parts}", ", ".join(parts)) if parts else ""

    def closing(self) -> Closing:
        """The foot, its keys cut down to the marks and words that stand on the page."""
        closing = self.page.closing
        items = [self.page.panels[number].body.items[at] for number, kept in self.kept() for at in kept]
        rows = [item for item in items if hasattr(item, "cells")]
        marks = {cell.status for row in rows for cell in row.cells}
        origins = {item.origin for item in items}
        return msgspec.structs.replace(
            closing,
            key=tuple(mark for mark in closing.key if mark in marks),
            words=tuple(word for word in closing.words if not origins.isdisjoint(word.origins)),
        )


def _settled(item: Any, *, brief: bool) -> Any:
    details = _details(item)
    if not details:
        return item
    said = list(item.aside)
    for detail in () if brief else details:
        said += [*([Span(" · ")] if said else []), *detail.spans]
    return msgspec.structs.replace(item, aside=tuple(said), details=())
