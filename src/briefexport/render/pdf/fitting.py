"""One page, always: the largest type at which everything fits; below the floor things go, the least important first."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from ...document.page import OnePage
from ...document.text import plain
from ...problem import Code, Finding, UnfitError
from .bottom_line import BottomLineBox
from .foot import FootBox
from .head import MastheadBox
from .layout import Head, Layout
from .leaving import Edited, steps_of
from .panel import PanelBox
from .plan import Plan, best_plan
from .voice import BODY, CEILING, FLOOR, Air, Speaker, usual_air

_NEAREST_PT = 4.0
"""Room that is worth no further trial; it is dealt out between the parts of the page."""
_MOST_TRIALS = 9
_HALF_EVERY = 3
_COMFORT = 0.985
"""Details, and panels that only fill a page, stay for as long as the type is at least so large."""
_AFTER_LOSS = 0.04
"""A page that had to leave something out has little room to grow: no more than this is looked for."""
_TORN_PT = 500.0
"""A word that breaks in larger type counts as so much that is too high."""
_LONG_LINES = 0.1
"""Columns are easier to read than long lines: one column has to be worth so much more of the type's size."""
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


def fit(speaker: Speaker, page: OnePage, size: tuple[float, float]) -> Fit:
    """The page as it fits into a frame of that size, in points.

    Raises:
        DoesNotFitError: what must stay is too long.
        GlyphError: no font has one of its characters.
    """
    trial = _Trial(speaker, page, size)
    steps = trial.fewest(_COMFORT, 0, trial.easy)
    if steps is None:
        steps = trial.fewest(FLOOR, trial.easy, len(trial.steps))
    if steps is None:
        raise _too_long(trial)
    gone, layout = steps, trial.layout(steps)
    ceiling = CEILING if gone <= trial.easy else FLOOR + _AFTER_LOSS
    scale = trial.best(gone, ceiling)
    width, high = size[0] / scale, size[1] / scale
    least = usual_air(scale).room
    air = Air(_largest(least, _MOST_ROOM, lambda room: layout.height(width, Air(room)) - high))
    if air.room >= _MOST_ROOM:
        air = Air(_MOST_ROOM, _largest(1.0, _LOUDEST, lambda loud: layout.height(width, Air(_MOST_ROOM, loud)) - high))
    return Fit(layout, scale, air, Edited(page, trial.steps[:gone]).left_out())


def _largest(low: float, high: float, over: Callable[[float], float]) -> float:
    """The largest number that fits, as near as makes a difference to the eye; `low` is known to fit.

    `over` says by how much a number is too large, in units of the page; it goes up about evenly, so a straight line
    guesses well, and halves make sure of an end.
    """
    above = over(high)
    if above <= 0:
        return high
    below = over(low)
    for trial in range(_MOST_TRIALS):
        if -below <= _NEAREST_PT:
            break
        aim = -below - _NEAREST_PT / 2
        guess = low + (high - low) * (0.5 if trial % _HALF_EVERY == 0 and trial else aim / (above - below))
        found = over(guess)
        low, below, high, above = (guess, found, high, above) if found <= 0 else (low, below, guess, found)
    return low


class _Trial:
    """Layouts of one page with more and more left out."""

    def __init__(self, speaker: Speaker, page: OnePage, size: tuple[float, float]) -> None:
        self.speaker, self.page, self.size = speaker, page, size
        self.steps, self.easy = steps_of(page)
        self.masthead = MastheadBox(speaker, page.masthead, page.furniture)
        self._layouts: dict[int, Layout] = {}
        self._boxes: dict[object, PanelBox] = {}
        self._overflows: dict[tuple[float, int], float] = {}

    def layout(self, gone: int) -> Layout:
        """The page after so many steps."""
        if gone not in self._layouts:
            edited = Edited(self.page, self.steps[:gone])
            foot = FootBox(self.speaker, edited.closing(), self.page.furniture, edited.missing())
            head = Head(self.masthead, BottomLineBox(self.speaker, self.page.bottom_line, edited.asks()))
            panels = [self._box(edited, number, kept) for number, kept in edited.kept()]
            layout = Layout(head, panels, foot)
            layout.replan(self.size[0], FLOOR)
            self._layouts[gone] = layout
        return self._layouts[gone]

    def _box(self, edited: Edited, number: int, kept: tuple[int, ...]) -> PanelBox:
        """A panel as measured; the same entries are measured once."""
        key = (number, kept, number in edited.brief)
        if key not in self._boxes:
            self._boxes[key] = PanelBox(self.speaker, edited.panel(number, kept))
        return self._boxes[key]

    def overflow(self, scale: float, gone: int) -> float:
        """By how much it is too high at that scale, in units of the page; 0 or less when it fits."""
        key = (scale, gone)
        if key not in self._overflows:
            high = self.layout(gone).height(self.size[0] / scale, usual_air(scale))
            self._overflows[key] = high - self.size[1] / scale
        return self._overflows[key]

    def best(self, gone: int, ceiling: float) -> float:
        """The scale of the page, with other columns where they are kinder to its words."""
        layout, width = self.layout(gone), self.size[0]
        usual, scale = layout.plan, self.largest(gone, ceiling)
        strain = usual.strain(width / scale)
        if not strain and not usual.torn(width / ceiling):
            return scale
        tried = {usual: (scale - strain, scale)}
        kind = best_plan(layout.panels, width, scale if strain else ceiling, kind=True)
        for plan in (kind, Plan(across=tuple(layout.panels))):
            layout.plan = plan
            self._overflows.clear()
            if plan not in tried and self.overflow(FLOOR, gone) <= 0:
                found = self.largest(gone, ceiling)
                tried[plan] = (found - plan.strain(width / found) - (0.0 if plan.columns else _LONG_LINES), found)
        layout.plan = max(tried, key=lambda plan: tried[plan])
        return tried[layout.plan][1]

    def largest(self, gone: int, ceiling: float) -> float:
        """The largest scale at which the page fits, and no word breaks that is whole in the smallest type."""
        return _largest(FLOOR, ceiling, lambda scale: self.overflow(scale, gone) + self.torn(scale, gone))

    def torn(self, scale: float, gone: int) -> float:
        """What it costs that words break which are whole in the smallest type; 0 where none does."""
        layout, (width, _) = self.layout(gone), self.size
        torn = layout.torn(width / scale, Air())
        return _TORN_PT * max(torn - layout.torn(width / FLOOR, Air()), 0) if torn else 0.0

    def fewest(self, scale: float, low: int, high: int) -> int | None:
        """How many steps are needed at least, from `low` on; None when `high` are too few."""
        under = self.overflow(scale, high)
        if under > 0:
            return None
        over = self.overflow(scale, low)
        if over <= 0:
            return low
        trial = 0
        while low < high - 1:
            # What is too long goes down about evenly, so a straight line guesses well; halves make sure of an end.
            trial += 1
            guess = low + (high - low) * (over / (over - under) if trial % _HALF_EVERY else 0.5)
            middle = min(max(round(guess), low + 1), high - 1)
            found = self.overflow(scale, middle)
            low, over, high, under = (middle, found, high, under) if found > 0 else (low, over, middle, found)
        return high


def _too_long(trial: _Trial) -> DoesNotFitError:
    page, over = trial.page, trial.overflow(FLOOR, len(trial.steps))
    lines = max(1, -int(-over // (BODY.size * BODY.leading)))
    said = [
        ("title", plain(page.masthead.title)),
        (page.bottom_line.origin, " ".join(map(plain, page.bottom_line.paragraphs))),
    ]
    said += [(ask.origin, plain(ask.spans) + plain(ask.aside)) for ask in page.asks.items]
    edited = Edited(page, trial.steps)
    for number, kept in edited.kept():
        said += [(item.origin, _words(item)) for item in edited.panel(number, kept).body.items]
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
