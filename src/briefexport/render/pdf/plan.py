"""Which panel stands in which column: in the order of the author, as even as it goes."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ...document.page import Grid, Slot
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
_TABLE_OVER_COST = 1.015
_COLUMNS_OF_A_WIDE_TABLE = 3
_MOST_MOVES = 12


class Plan(NamedTuple):
    """Panels by column, with the share of the width that each column has.

    `over` stands above the columns and `across` below them, each over all of the width.
    """

    columns: tuple[tuple[PanelBox, ...], ...] = ()
    shares: tuple[float, ...] = ()
    across: tuple[PanelBox, ...] = ()
    over: tuple[PanelBox, ...] = ()

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
        columns = max(self.column_heights(width, air), default=0.0)
        parts = [high for high in (stack(self.over, width, air), columns, stack(self.across, width, air)) if high]
        return sum(parts) + panel_gap(air) * max(len(parts) - 1, 0)


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
    return min(plans, key=lambda plan: plan.height(width, air) * _cost(plan))


def _cost(plan: Plan) -> float:
    if not plan.columns:
        return _ONE_COLUMN_COST
    return _TABLE_OVER_COST if plan.over else 1.0


def _plans(panels: Sequence[PanelBox], width: float) -> Iterator[Plan]:
    across = tuple(panel for panel in panels if panel.panel.slot is Slot.FULL)
    flowing = [panel for panel in panels if panel.panel.slot is not Slot.FULL]
    over = (flowing[0],) if flowing and _may_stand_over(flowing[0]) else ()
    for shares in _SHARES_OF_WIDE_PAPER if width >= _WIDE_PT else _SHARES:
        if len(flowing) >= len(shares):
            yield Plan(_balanced(flowing, shares, width, 1), shares, across)
        if over and len(flowing) > len(shares):
            yield Plan(_balanced(flowing[1:], shares, width, 0), shares, across, over)


def _may_stand_over(box: PanelBox) -> bool:
    """Whether it is a table with so much in its columns that it may be lower over the whole width."""
    return isinstance(box.panel.body, Grid) and len(box.panel.body.heads) >= _COLUMNS_OF_A_WIDE_TABLE


def _balanced(
    flowing: Sequence[PanelBox], shares: tuple[float, ...], width: float, held: int
) -> tuple[tuple[PanelBox, ...], ...]:
    """Panels where they want to be, then moved or exchanged for as long as that makes the highest column lower.

    So many of the first stay on top of the first column: it is what the author wants read first.
    """
    widths = Plan(shares=shares).widths(width)
    # In points, so that nothing moves for nothing.
    heights = [tuple(round(panel.height(column, Air()) + PANEL_GAP) for column in widths) for panel in flowing]
    stands = [0 if panel.panel.slot is Slot.WIDE or at < held else 1 for at, panel in enumerate(flowing)]
    least = _unevenness(heights, stands, len(shares))
    for _ in range(_MOST_MOVES):
        tried = [(_unevenness(heights, where, len(shares)), where) for where in _changed(stands, len(shares), held)]
        best = min(tried, default=(least, stands))
        if best[0] >= least:
            break
        least, stands = best
    return tuple(
        tuple(panel for panel, where in zip(flowing, stands, strict=True) if where == side)
        for side in range(len(shares))
    )


def _changed(stands: Sequence[int], count: int, held: int) -> Iterator[list[int]]:
    """What one move makes of it, or one exchange of two panels."""
    free = range(held, len(stands))
    for at in free:
        yield from ([*stands[:at], to, *stands[at + 1 :]] for to in range(count) if to != stands[at])
    for one, other in combinations(free, 2):
        if stands[one] != stands[other]:
            changed = list(stands)
            changed[one], changed[other] = stands[other], stands[one]
            yield changed


def _unevenness(heights: Sequence[Sequence[int]], stands: Sequence[int], count: int) -> list[int]:
    """The heights of the columns, the highest first: less is better."""
    columns = [0] * count
    for own, side in zip(heights, stands, strict=True):
        columns[side] += own[side]
    columns.sort(reverse=True)
    return columns
