"""The whole page: head, columns, foot; how high they are together, and how they are drawn."""

from collections.abc import Sequence
from typing import NamedTuple

from .bottom_line import BottomLineBox
from .foot import FootBox
from .head import MastheadBox
from .panel import PanelBox
from .pen import Pen
from .plan import GUTTER, Plan, best_plan, panel_gap, stack
from .voice import Air

_HEAD_GAP = 9.0
_MOST_GAP = 2.6
"""Room that is left over widens the gaps up to so many times; the rest goes into the bottom line's panel."""


class Head(NamedTuple):
    """What stands on top and always stays."""

    masthead: MastheadBox
    bottom_line: BottomLineBox


class Layout:
    """A page with a choice of panels, measured once and laid out at any size."""

    def __init__(self, head: Head, panels: Sequence[PanelBox], foot: FootBox) -> None:
        self.masthead, self.bottom_line = head
        self.panels, self.foot = panels, foot
        self.plan = Plan()

    def replan(self, width: float, scale: float) -> None:
        """Choose the columns for that width at scale 1; no word is to break at that scale."""
        self.plan = best_plan(self.panels, width, scale)

    def height(self, width: float, air: Air) -> float:
        """How high the page is in that width."""
        return sum(self._parts(width, air)) + self._gaps(air)

    def torn(self, width: float, air: Air) -> int:
        """How many texts have a word that breaks in that width."""
        return self.masthead.torn(width, air) + self.bottom_line.torn(width, air) + self.plan.torn(width)

    def _parts(self, width: float, air: Air) -> tuple[float, float, float, float]:
        head, loud = self.masthead.height(width, air), self.bottom_line.height(width, air)
        return head, loud, self.plan.height(width, air) if self.panels else 0.0, self.foot.height(width, air)

    def _gaps(self, air: Air) -> float:
        return _HEAD_GAP * (1 + air.room) + panel_gap(air) * (2 if self.panels else 1)

    def draw(self, pen: Pen, size: tuple[float, float], air: Air) -> None:
        """Draw the page into a frame of that width and height; room left over is dealt out between the parts."""
        width, high = size
        spare = max(high - self.height(width, air), 0.0)
        plan = self.plan
        count = 2 + max([len(column) for column in plan.columns], default=0) + len(plan.across) + len(plan.over)
        extra = min(spare / count, panel_gap(air) * (_MOST_GAP - 1) * 0.6)
        self.bottom_line.spare = max(spare - extra * count, 0.0)
        y = self._draw_head(pen, width, air, extra)
        foot = high - self.foot.height(width, air)
        if self.panels:
            self._draw_panels(pen, (y, foot - panel_gap(air) - extra), width, air)
        self.foot.draw(pen, (0.0, foot, width), air)

    def _draw_head(self, pen: Pen, width: float, air: Air, extra: float) -> float:
        self.masthead.draw(pen, (0.0, 0.0, width), air)
        y = self.masthead.height(width, air) + _HEAD_GAP * (1 + air.room) + extra * 0.5
        self.bottom_line.draw(pen, (0.0, y, width), air)
        return y + self.bottom_line.height(width, air) + panel_gap(air) + extra * 0.5

    def _draw_panels(self, pen: Pen, ends: tuple[float, float], width: float, air: Air) -> None:
        """Panels between two heights: what is across stands at the foot, columns end level above it."""
        top, bottom = ends
        plan, x = self.plan, 0.0
        below, high = stack(plan.across, width, air), max(plan.column_heights(width, air), default=0.0)
        if not plan.columns:
            _draw_column(pen, plan.across, (0.0, top, width), bottom - top, air)
            return
        gap = panel_gap(air) if below else 0.0
        above = stack(plan.over, width, air) + (panel_gap(air) if plan.over else 0.0)
        across, rows, over = len(plan.across), max(len(column) for column in plan.columns), len(plan.over)
        share = max(bottom - top - above - high - below - gap, 0.0) / max(across + rows + over - 1, 1)
        if over:
            _draw_column(pen, plan.over, (0.0, top, width), above, air)
            top += above + share * over
        columns = bottom - top - below - gap - share * across
        for panels, column in zip(plan.columns, plan.widths(width), strict=True):
            _draw_column(pen, panels, (x, top, column), columns, air)
            x += column + GUTTER
        if across:
            start = top + columns + gap + share
            _draw_column(pen, plan.across, (0.0, start, width), below + share * (across - 1), air)


def _draw_column(pen: Pen, panels: Sequence[PanelBox], at: tuple[float, float, float], high: float, air: Air) -> None:
    """Panels one below the other, the room between them widened so that the last one ends at the foot of the column."""
    x, y, width = at
    heights = [panel.height(width, air) for panel in panels]
    gap = panel_gap(air)
    if len(panels) > 1:
        gap = min((high - sum(heights)) / (len(panels) - 1), gap * _MOST_GAP)
    for panel, own in zip(panels, heights, strict=True):
        panel.draw(pen, (x, y, width), air)
        y += own + gap
