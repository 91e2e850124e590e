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
_TORN_PT, _TIGHT_PT = 30.0, 14.0
"""So much higher a panel counts for each text with a word that breaks, and for dates that need more than one line."""
_TORN_COST, _TIGHT_COST = 0.2, 0.02
"""The same as a share of the page."""


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

    def torn(self, width: float) -> int:
        """How many texts have a word that breaks."""
        return sum(panel.torn(own) for panel, own in self.placed(width))

    def strain(self, width: float, *, kind: bool = True) -> float:
        """What it costs that words break, and to be kind, that dates need several lines; 0 where they do not."""
        costs = (_TORN_COST, _TIGHT_COST if kind else 0.0)
        return sum(_strain(panel, own, costs) for panel, own in self.placed(width))

    def placed(self, width: float) -> Iterator[tuple[PanelBox, float]]:
        """Every panel with the width that it has."""
        yield from ((panel, width) for panel in (*self.over, *self.across))
        for panels, column in zip(self.columns, self.widths(width), strict=True):
            yield from ((panel, column) for panel in panels)


def panel_gap(air: Air) -> float:
    """The room between two panels."""
    return PANEL_GAP * (1 + 0.7 * air.room)


def stack(panels: Sequence[PanelBox], width: float, air: Air) -> float:
    """How high panels are, one below the other."""
    if not panels:
        return 0.0
    return sum([panel.height(width, air) for panel in panels]) + panel_gap(air) * (len(panels) - 1)


def best_plan(panels: Sequence[PanelBox], width: float, scale: float, *, kind: bool = False) -> Plan:
    """The lowest of the plans that there are for that width, rather a little higher than that it breaks a word.

    Which words break is asked at `scale`. A kind plan keeps dates and statuses on one line too, where it can.
    """
    air = Air()
    plans = [*_plans(panels, width, scale, kind=kind), Plan(across=tuple(panels))]
    return min(plans, key=lambda plan: plan.height(width, air) * (_cost(plan) + plan.strain(width / scale, kind=kind)))


def _cost(plan: Plan) -> float:
    if not plan.columns:
        return _ONE_COLUMN_COST
    return _TABLE_OVER_COST if plan.over else 1.0


def _strain(box: PanelBox, width: float, costs: tuple[float, float]) -> float:
    """What it costs that words of a panel break in a width, or its dates need several lines."""
    return costs[0] * box.torn(width) if box.narrowest > width else costs[1] if box.easiest > width else 0.0


def _plans(panels: Sequence[PanelBox], width: float, scale: float, *, kind: bool) -> Iterator[Plan]:
    across = tuple(panel for panel in panels if panel.panel.slot is Slot.FULL)
    flowing = [panel for panel in panels if panel.panel.slot is not Slot.FULL]
    over = (flowing[0],) if flowing and _may_stand_over(flowing[0]) else ()
    for shares in _SHARES_OF_WIDE_PAPER if width >= _WIDE_PT else _SHARES:
        widths = Plan(shares=shares).widths(width)
        points = (_TORN_PT, _TIGHT_PT if kind else 0.0)
        sized = [
            (box, [_counted(box, column, _strain(box, column / scale, points)) for column in widths]) for box in flowing
        ]
        if len(flowing) >= len(shares):
            yield Plan(_balanced(sized, 1), shares, across)
        if over and len(flowing) > len(shares):
            yield Plan(_balanced(sized[1:], 0), shares, across, over)


def _counted(box: PanelBox, column: float, strain: float) -> int:
    """The height that a panel counts for in a column: in points, so that nothing moves for nothing."""
    return round(box.height(column, Air()) + PANEL_GAP + strain)


def _may_stand_over(box: PanelBox) -> bool:
    """Whether it is a table with so much in its columns that it may be lower over the whole width."""
    return isinstance(box.panel.body, Grid) and len(box.panel.body.heads) >= _COLUMNS_OF_A_WIDE_TABLE


def _balanced(sized: Sequence[tuple[PanelBox, list[int]]], held: int) -> tuple[tuple[PanelBox, ...], ...]:
    """Panels where they want to be, then moved or exchanged for as long as that makes the highest column lower.

    Each comes with its height in each column. So many of the first stay on top of the first column: it is what the
    author wants read first.
    """
    heights = [own for _, own in sized]
    count, stands = len(heights[0]), _wanted(sized, held)
    for _ in range(_MOST_MOVES):
        filled = _filled(heights, stands)
        before = sorted(filled, reverse=True)
        least, moves = min(_changes(heights, stands, filled, held), default=(before, ()))
        if least >= before:
            break
        for at, side in moves:
            stands[at] = side
    return tuple(
        tuple(box for (box, _), where in zip(sized, stands, strict=True) if where == side) for side in range(count)
    )


def _wanted(sized: Sequence[tuple[PanelBox, list[int]]], held: int) -> list[int]:
    """The column where each panel wants to be: the first one, or the lowest of the others."""
    filled, stands = [0] * len(sized[0][1]), []
    for at, (box, own) in enumerate(sized):
        first = box.panel.slot is Slot.WIDE or at < held
        stands.append(0 if first else min(range(1, len(filled)), key=lambda side: filled[side] + own[side]))
        filled[stands[-1]] += own[stands[-1]]
    return stands


_Change = tuple[list[int], tuple[tuple[int, int], ...]]
"""What moves lead to: the heights of the columns, the highest first; and the moves, each a panel and its new column."""


def _changes(
    heights: Sequence[Sequence[int]], stands: Sequence[int], filled: Sequence[int], held: int
) -> Iterator[_Change]:
    """What one move makes of it, or one exchange of two panels: less is better."""
    free = range(held, len(stands))
    for at in free:
        own, side = heights[at], stands[at]
        for to in range(len(filled)):
            if to != side:
                made = [*filled]
                made[side] -= own[side]
                made[to] += own[to]
                yield sorted(made, reverse=True), ((at, to),)
    for one, other in combinations(free, 2):
        here, there = stands[one], stands[other]
        if here != there:
            made = [*filled]
            made[here] += heights[other][here] - heights[one][here]
            made[there] += heights[one][there] - heights[other][there]
            yield sorted(made, reverse=True), ((one, there), (other, here))


def _filled(heights: Sequence[Sequence[int]], stands: Sequence[int]) -> list[int]:
    """How high each column is."""
    columns = [0] * len(heights[0])
    for own, side in zip(heights, stands, strict=True):
        columns[side] += own[side]
    return columns
