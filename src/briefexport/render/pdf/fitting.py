"""One page, always: the largest type at which everything fits; below the floor things go, the least important first."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from ...document.page import Grid, Lines, ListStyle, OnePage, PageItem, Panel, StatusMark
from ...document.text import Span, plain
from ...problem import Code, Finding, UnfitError
from .foot import FootBox
from .layout import Layout, head_of
from .panel import PanelBox
from .voice import BODY, CEILING, FLOOR, Air, Speaker, usual_air

_NEAREST = 0.006
_NEAREST_ROOM = 0.04
_COMFORT = 0.985
"""Panels that only fill a page stay for as long as the type is at least so large."""
_KEPT_FIRST = 3
"""A list is cut down to so many entries before anything of its priority goes altogether."""
_AFTER_LOSS = 0.04
"""A page that had to leave something out has little room to grow: no more than this is looked for."""
_SOURCES_FOR_ONE = 4
_MOST_ROOM = 1.35
_LOUDEST = 1.75
_LONGEST_NAMED = 3


class DoesNotFitError(UnfitError):
    """Even the shortest page is too long. `fields` are the longest ones that must stay, the longest first."""

    def __init__(self, lines: int, fields: Sequence[str]) -> None:
        self.lines, self.fields = lines, tuple(fields)
        named = ", ".join(f"`{field}`" for field in fields)
        what = (
            f"the one-pager does not fit on a page: it is about {lines} lines too long at the smallest type, with all "
            f"left out that may be; the longest of what must stay are {named}"
        )
        fix = f"cut about {lines} lines of these, or give more entries a priority from 2 to 5"
        super().__init__([Finding(self.fields[0], Code.DOES_NOT_FIT, what, fix)])


class Fit(NamedTuple):
    """A page that fits, how it is laid out, and the fields for which it had no room."""

    layout: Layout
    scale: float
    air: Air
    left_out: tuple[str, ...]


class _Victim(NamedTuple):
    """An entry that may go."""

    panel: int
    item: int
    origin: str


def fit(speaker: Speaker, page: OnePage, size: tuple[float, float]) -> Fit:
    """The page as it fits into a frame of that size, in points.

    Raises:
        DoesNotFitError: what must stay is too long.
        GlyphError: no font has one of its characters.
    """
    trial = _Trial(speaker, with_extras(page, keep=False), size)
    if trial.overflow(_COMFORT, 0) <= 0:
        fuller = _Trial(speaker, with_extras(page, keep=True), size)
        trial = fuller if fuller.overflow(_COMFORT, 0) <= 0 else trial
    page, order = trial.page, trial.order
    fillers = sum(1 for victim in order if page.panels[victim.panel].filler)
    gone = trial.fewest(_COMFORT, 0, fillers) if trial.overflow(_COMFORT, 0) > 0 else 0
    if gone is None:
        gone = trial.fewest(FLOOR, fillers, len(order)) if trial.overflow(FLOOR, fillers) > 0 else fillers
    if gone is None:
        raise _too_long(trial, page, len(order))
    layout = trial.layout(gone)
    ceiling = CEILING if gone <= fillers else FLOOR + _AFTER_LOSS
    scale = _largest(FLOOR, ceiling, lambda scale: trial.overflow(scale, gone) <= 0)
    width = size[0] / scale
    high = size[1] / scale
    least = usual_air(scale).room
    air = Air(_largest(least, _MOST_ROOM, lambda room: layout.height(width, Air(room)) <= high, _NEAREST_ROOM))
    if scale >= CEILING and air.room >= _MOST_ROOM:
        room = air.room
        air = Air(room, _largest(1.0, _LOUDEST, lambda loud: layout.height(width, Air(room, loud)) <= high))
    return Fit(layout, scale, air, trial.origins(gone))


def with_extras(page: OnePage, *, keep: bool) -> OnePage:
    """The page with what is shown only where there is room put with the asides, or taken away."""
    panels = [
        msgspec.structs.replace(
            panel, body=msgspec.structs.replace(panel.body, items=_settled(panel.body.items, keep=keep))
        )
        for panel in page.panels
    ]
    asks = msgspec.structs.replace(page.asks, items=_settled(page.asks.items, keep=keep))
    return msgspec.structs.replace(page, panels=tuple(panels), asks=asks)


def _settled(items: Sequence[Any], *, keep: bool) -> tuple[Any, ...]:
    return tuple(
        msgspec.structs.replace(
            item,
            aside=(*item.aside, *([Span(" · ")] if item.aside else []), *item.extra) if keep else item.aside,
            extra=(),
        )
        if getattr(item, "extra", ())
        else item
        for item in items
    )


def _largest(low: float, high: float, fits: Callable[[float], bool], nearest: float = _NEAREST) -> float:
    """The largest number that fits, by halves, to the nearest so much; `low` is known to fit."""
    if fits(high):
        return high
    while high - low > nearest:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


class _Trial:
    """Layouts of one page with more and more left out."""

    def __init__(self, speaker: Speaker, page: OnePage, size: tuple[float, float]) -> None:
        self.speaker, self.page, self.size, self.order = speaker, page, size, _order(page)
        self.head = head_of(speaker, page)
        self._layouts: dict[int, Layout] = {}
        self._boxes: dict[object, PanelBox] = {}

    def layout(self, gone: int) -> Layout:
        """The page without the first so many of the order."""
        if gone not in self._layouts:
            panels = _without(self.page.panels, self.order[:gone])
            missing = _missing(self.page, self.order[:gone])
            closing = msgspec.structs.replace(self.page.closing, key=_used(self.page.closing.key, panels))
            foot = FootBox(self.speaker, closing, self.page.furniture, missing)
            layout = Layout(self.head, [self._box(panel) for panel in panels], foot)
            layout.replan(self.size[0])
            self._layouts[gone] = layout
        return self._layouts[gone]

    def _box(self, panel: Panel) -> PanelBox:
        """A panel as measured; the same entries are measured once."""
        key = (panel.name, panel.heading, tuple(item.origin for item in panel.body.items))
        if key not in self._boxes:
            self._boxes[key] = PanelBox(self.speaker, panel)
        return self._boxes[key]

    def overflow(self, scale: float, gone: int) -> float:
        """By how much it is too high at that scale, in units of the page; 0 or less when it fits."""
        layout = self.layout(gone)
        return layout.height(self.size[0] / scale, usual_air(scale)) - self.size[1] / scale

    def fewest(self, scale: float, low: int, high: int) -> int | None:
        """How many have to go at least; the lower count is known to be too few. None when the higher one is too."""
        over, under = self.overflow(scale, low), self.overflow(scale, high)
        if under > 0:
            return None
        straight = True
        while low < high - 1:
            # What is too long goes down about evenly, so a straight line guesses well; halves make sure of an end.
            guess = low + (high - low) * over / (over - under) if straight else (low + high) / 2
            middle = min(max(round(guess), low + 1), high - 1)
            found = self.overflow(scale, middle)
            low, over, high, under = (middle, found, high, under) if found > 0 else (low, over, middle, found)
            straight = not straight
        return high

    def origins(self, gone: int) -> tuple[str, ...]:
        """The fields that are left out, in the order of the page."""
        return tuple(victim.origin for victim in sorted(self.order[:gone]))


def _order(page: OnePage) -> list[_Victim]:
    """Everything that may go, first what goes first.

    Panels that only fill the page; then by priority, 5 to 2; within a priority from the longest list, its last entry
    first, and when no list is long any more, from the last panel up.
    """
    left = [list(enumerate(panel.body.items)) for panel in page.panels]
    order = [
        _Victim(number, at, item.origin)
        for number in reversed(range(len(page.panels)))
        if page.panels[number].filler
        for at, item in reversed(left[number])
        if item.priority > 1
    ]
    left = [[] if panel.filler else items for panel, items in zip(page.panels, left, strict=True)]
    for priority in (5, 4, 3, 2):
        while (victim := _next(page.panels, left, priority)) is not None:
            order.append(victim)
    return order


def _next(panels: Sequence[Panel], left: list[list[tuple[int, PageItem]]], priority: int) -> _Victim | None:
    """The next to go among those of a priority; it is taken out of what is left."""
    able = [number for number, items in enumerate(left) if any(item.priority == priority for _, item in items)]
    if not able:
        return None
    longest = max(able, key=lambda number: (_felt(panels[number], left[number]), number))
    at = max(place for place, (_, item) in enumerate(left[longest]) if item.priority == priority)
    index, item = left[longest].pop(at)
    return _Victim(longest, index, item.origin)


def _felt(panel: Panel, items: Sequence[object]) -> float:
    """How long a list is felt to be. Sources are short, and what stands on the page rests on them: they stay longer."""
    if isinstance(panel.body, Lines) and panel.body.style is ListStyle.NOTES:
        return len(items) / _SOURCES_FOR_ONE
    return max(len(items), _KEPT_FIRST)


def _without(panels: Sequence[Panel], gone: Sequence[_Victim]) -> list[Panel]:
    """The panels without those entries; a panel without any entry is no panel."""
    taken = {(victim.panel, victim.item) for victim in gone}
    found = []
    for number, panel in enumerate(panels):
        items: tuple[Any, ...] = tuple(item for at, item in enumerate(panel.body.items) if (number, at) not in taken)
        if len(items) == len(panel.body.items):
            found.append(panel)
        elif items:
            found.append(msgspec.structs.replace(panel, body=msgspec.structs.replace(panel.body, items=items)))
    return found


def _used(key: Sequence[StatusMark], panels: Sequence[Panel]) -> tuple[StatusMark, ...]:
    """The marks of the key that stand on the page."""
    bodies = [panel.body for panel in panels if isinstance(panel.body, Grid)]
    seen = {cell.status for body in bodies for row in body.items for cell in row.cells}
    return tuple(mark for mark in key if mark in seen)


def _missing(page: OnePage, gone: Sequence[_Victim]) -> str:
    """The line that says what had no room, empty when everything had."""
    counts: dict[int, int] = {}
    for victim in sorted(gone):
        counts[victim.panel] = counts.get(victim.panel, 0) + 1
    parts = []
    for number, count in counts.items():
        panel = page.panels[number]
        heading = plain(panel.heading)
        whole = count == len(panel.body.items)
        parts.append(
            heading if whole else page.closing.more.replace("{heading}", heading).replace("{count}", str(count))
        )
    return page.closing.in_the_memo.replace("{parts}", ", ".join(parts)) if parts else ""


def _too_long(trial: _Trial, page: OnePage, gone: int) -> DoesNotFitError:
    over = trial.overflow(FLOOR, gone)
    lines = max(1, -int(-over // (BODY.size * BODY.leading)))
    said = [
        ("title", plain(page.masthead.title)),
        (page.bottom_line.origin, " ".join(map(plain, page.bottom_line.paragraphs))),
    ]
    said += [(ask.origin, plain(ask.spans) + plain(ask.aside)) for ask in page.asks.items]
    for panel in _without(page.panels, trial.order):
        said += [(item.origin, _words(item)) for item in panel.body.items]
    longest = sorted(said, key=lambda pair: -len(pair[1]))
    return DoesNotFitError(lines, [origin for origin, _ in longest[:_LONGEST_NAMED]])


def _words(value: object) -> str:
    """All text of an entry, to see how long it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return " ".join(_words(part) for part in value)
    if isinstance(value, msgspec.Struct):
        return " ".join(_words(getattr(value, name)) for name in value.__struct_fields__ if name != "origin")
    return ""
