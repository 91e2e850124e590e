"""Small drawings: status marks, trends. Shapes tell as much as colours, for black and white and the colour-blind."""

import math

from ...document.page import Shape, StatusMark, Trend
from ...theme import Palette
from .pen import Pen

MARK_WIDTH = 6.4
TREND_SIZE = (44.0, 11.0)
_HALF = MARK_WIDTH / 2


def draw_mark(pen: Pen, mark: StatusMark, at: tuple[float, float], palette: Palette) -> None:
    """A status mark: its left end and its middle. Decoration, for the word stands beside it."""
    x, y, colour = at[0] + _HALF, at[1], getattr(palette, mark.tone.value)
    match mark.shape:
        case Shape.DISC:
            pen.disc(x, y, _HALF, colour)
        case Shape.TRIANGLE:
            pen.area([(x, y - _HALF), (x + _HALF * 1.1, y + _HALF * 0.9), (x - _HALF * 1.1, y + _HALF * 0.9)], colour)
        case Shape.SQUARE:
            pen.box(x - _HALF * 0.9, y - _HALF * 0.9, (_HALF * 1.8, _HALF * 1.8), colour)
        case Shape.RING:
            pen.disc(x, y, _HALF * 0.82, None, colour)
        case Shape.TICK:
            pen.path([(x - _HALF, y), (x - _HALF * 0.3, y + _HALF * 0.8), (x + _HALF, y - _HALF * 0.8)], colour, 1.5)
        case Shape.QUERY:
            pen.path([(x - _HALF * 0.9, y), (x + _HALF * 0.9, y)], colour, 1.5)


def draw_trend(pen: Pen, trend: Trend, at: tuple[float, float], palette: Palette) -> None:
    """Numbers over time as a line that ends in a dot, the target as a thin dashed level."""
    (x, y), (width, high) = at, TREND_SIZE
    levels = [*trend.values, *([trend.target] if trend.target is not None else [])]
    low, span = min(levels), (max(levels) - min(levels)) or 1.0
    start, days = trend.days[0], max((trend.days[-1] - trend.days[0]).days, 1)

    def height_of(value: float) -> float:
        return y + high - 1.5 - (value - low) / span * (high - 3)

    with pen.figure(trend.alt, x, y, (width, high)):
        if trend.target is not None:
            for step in range(0, int(width), 4):
                pen.rule(x + step, height_of(trend.target), x + min(step + 2.0, width), palette.muted, 0.6)
        points = [
            (x + 1 + (day - start).days / days * (width - 4), height_of(value))
            for day, value in zip(trend.days, trend.values, strict=True)
        ]
        pen.path(points, palette.accent, 1.1)
        pen.disc(*points[-1], 1.8, palette.accent)


def grid_of(count: int) -> tuple[int, int]:
    """Columns and rows of the smallest near-square that holds so many."""
    columns = max(1, math.ceil(math.sqrt(count)))
    return columns, max(1, math.ceil(count / columns))
