"""Which panel stands in which column: in the order of the author, as even as it goes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...document.page import Slot
from .panel import PanelBox
from .voice import Air

GUTTER = 22.0
PANEL_GAP = 12.5
_SHARES = ((0.57, 0.43), (0.51, 0.49))
_SHARES_OF_WIDE_PAPER = ((0.4, 0.3, 0.3), (0.36, 0.32, 0.32))
_WIDE_PT = 640.0
"""A page from this width on has three columns."""
_ONE_COLUMN_COST = 1.12
"""Columns are easier to read than long lines: one column has to be so much lower to be taken."""
_MOST_MOVES = 12


class Plan(NamedTuple):
    """Panels by column, with the share of the width that each column has; `across` stands below, over all of it."""

    columns: tuple[tuple[PanelBox, ...], ...] = ()
    shares: tuple[float, ...] = ()
    across: tuple[PanelBox, ...] = ()

    def widths(self, width: float) -> tuple[float, ...]:
        """The widths of the columns."""
        room = width - GUTTER * (len(self.shares) - 1)
        return tuple(room * share for share in self.shares)

    def column_heights(self, width: float, air: Air) -> tuple[float, ...]:
        """How high each column is."""
        return tuple(
            stack(panels, column, air) for panels, column in zip(self.columns, self.widths(width), strict=True)
        )

    def height(self, width: float, air: Air) -> float:
        """How high it is altogether."""
        columns, below = max(self.column_heights(width, air), default=0.0), stack(self.across, width, air)
        return columns + (panel_gap(air) if columns and below else 0.0) + below


def panel_gap(air: Air) -> float:
    """The room between two panels."""
    return PANEL_GAP * (1 + 0.7 * air.room)


def stack(panels: Sequence[PanelBox], width: float, air: Air) -> float:
    """How high panels are, one below the other."""
    return sum(panel.height(width, air) for panel in panels) + panel_gap(air) * max(len(panels) - 1, 0)


def best_plan(panels: Sequence[PanelBox], width: float) -> Plan:
    """The lowest of the plans that there are for that width."""
    air = Air()
    plans = [*_plans(panels, width), Plan(across=tuple(panels))]
    return min(plans, key=lambda plan: plan.height(width, air) * (1 if plan.columns else _ONE_COLUMN_COST))


def _plans(panels: Sequence[PanelBox], width: float) -> Iterator[Plan]:
    across = tuple(panel for panel in panels if panel.panel.slot is Slot.FULL)
    flowing = [panel for panel in panels if panel.panel.slot is not Slot.FULL]
    choices = _SHARES_OF_WIDE_PAPER if width >= _WIDE_PT else _SHARES
    for shares in choices:
        if len(flowing) >= len(shares):
            yield _balanced(flowing, across, shares, width)


def _balanced(
    flowing: Sequence[PanelBox], across: tuple[PanelBox, ...], shares: tuple[float, ...], width: float
) -> Plan:
    """Panels where they want to be, then moved one at a time for as long as that makes the highest column lower.

    The first one stays on top of the first column: it is what the author wants read first.
    """
    widths = Plan(shares=shares).widths(width)
    heights = [tuple(panel.height(column, Air()) + PANEL_GAP for column in widths) for panel in flowing]
    stands = [0 if panel.panel.slot is Slot.WIDE else 1 for panel in flowing]
    stands[0] = 0
    for _ in range(_MOST_MOVES):
        tried = [(at, to) for at in range(1, len(flowing)) for to in range(len(shares)) if to != stands[at]]
        moved = [[*stands[:at], to, *stands[at + 1 :]] for at, to in tried]
        best = min(moved, key=lambda where: _unevenness(heights, where, len(shares)))
        if _unevenness(heights, best, len(shares)) >= _unevenness(heights, stands, len(shares)):
            break
        stands = best
    columns = tuple(
        tuple(panel for panel, where in zip(flowing, stands, strict=True) if where == side)
        for side in range(len(shares))
    )
    return Plan(columns, shares, across)


def _unevenness(heights: Sequence[Sequence[float]], stands: Sequence[int], count: int) -> tuple[float, ...]:
    """The heights of the columns, the highest first: less is better. In points, so that nothing moves for nothing."""
    columns = [0.0] * count
    for own, side in zip(heights, stands, strict=True):
        columns[side] += own[side]
    return tuple(sorted((float(round(high)) for high in columns), reverse=True))
