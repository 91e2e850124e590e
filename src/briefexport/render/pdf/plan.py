"""Which panel stands in which column: in the order of the author, as even as it goes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...document.page import Slot
from .panel import PanelBox
from .voice import Air

GUTTER = 22.0
PANEL_GAP = 12.5
_SHARES = (0.585, 0.545, 0.505)
_ONE_COLUMN_COST = 1.12
"""Two columns are easier to read than long lines: one column has to be so much lower to be taken."""
_MOST_MOVES = 12


class Plan(NamedTuple):
    """Panels by place; `share` is that of the first column. Panels of `across` stand below, over the whole width."""

    first: tuple[PanelBox, ...]
    second: tuple[PanelBox, ...]
    across: tuple[PanelBox, ...]
    share: float

    def widths(self, width: float) -> tuple[float, float]:
        """The widths of the two columns."""
        room = width - GUTTER
        return room * self.share, room * (1 - self.share)

    def heights(self, width: float, air: Air) -> tuple[float, float, float]:
        """How high the first column, the second and what is below them are, without the room between the parts."""
        first, second = self.widths(width)
        return stack(self.first, first, air), stack(self.second, second, air), stack(self.across, width, air)

    def height(self, width: float, air: Air) -> float:
        """How high it is altogether."""
        one, other, below = self.heights(width, air)
        between = panel_gap(air) if (one or other) and below else 0.0
        return max(one, other) + between + below


def panel_gap(air: Air) -> float:
    """The room between two panels."""
    return PANEL_GAP * (1 + 0.7 * air.room)


def stack(panels: Sequence[PanelBox], width: float, air: Air) -> float:
    """How high panels are, one below the other."""
    return sum(panel.height(width, air) for panel in panels) + panel_gap(air) * max(len(panels) - 1, 0)


def best_plan(panels: Sequence[PanelBox], width: float) -> Plan:
    """The lowest of the plans that there are for that width."""
    air = Air()
    plans = [*_plans(panels, width), Plan((), (), tuple(panels), 0.5)]
    return min(plans, key=lambda plan: plan.height(width, air) * (1 if plan.first and plan.second else _ONE_COLUMN_COST))


def _plans(panels: Sequence[PanelBox], width: float) -> Iterator[Plan]:
    across = tuple(panel for panel in panels if panel.panel.slot is Slot.FULL)
    flowing = [panel for panel in panels if panel.panel.slot is not Slot.FULL]
    if len(flowing) < 2:
        return
    for share in _SHARES:
        yield _balanced(flowing, across, share, width)


def _balanced(flowing: Sequence[PanelBox], across: tuple[PanelBox, ...], share: float, width: float) -> Plan:
    """Panels where they want to be, then moved one at a time for as long as that makes the page lower."""
    left = [panel.panel.slot is Slot.WIDE for panel in flowing]
    plan = _plan(flowing, left, across, share)
    high = plan.height(width, Air())
    for _ in range(_MOST_MOVES):
        moves = [(_moved(left, at)) for at in range(len(flowing))]
        tried = [_plan(flowing, move, across, share) for move in moves]
        heights = [one.height(width, Air()) for one in tried]
        lowest = min(range(len(tried)), key=heights.__getitem__)
        if heights[lowest] >= high - 1:
            break
        left, plan, high = moves[lowest], tried[lowest], heights[lowest]
    return plan


def _moved(left: Sequence[bool], at: int) -> list[bool]:
    return [stands if number != at else not stands for number, stands in enumerate(left)]


def _plan(flowing: Sequence[PanelBox], left: Sequence[bool], across: tuple[PanelBox, ...], share: float) -> Plan:
    first = tuple(panel for panel, stands in zip(flowing, left, strict=True) if stands)
    second = tuple(panel for panel, stands in zip(flowing, left, strict=True) if not stands)
    return Plan(first, second, across, share)
