"""A panel: a heading with a line under it, and what stands below."""

from ...document.page import Body, Gallery, Grid, Lines, ListStyle, Matrix, Panel, Strip
from ...document.text import plain
from .box import Box
from .grid import GridBox
from .lists import ListBox, NotesBox
from .matrix import MatrixBox
from .pen import Pen
from .picture import GalleryBox
from .strip import StripBox
from .voice import HEADING, Air, Speaker, height, is_torn, natural_width, put

_BELOW_HEADING = 3.5
_BESIDE_GAP = 9.0
_MOST_BESIDE = 0.3
"""A heading beside small entries takes no more than this share of the width."""
_RULE_GAP = 4.0


class PanelBox:
    """A panel as measured; `panel` is what it was made of.

    Narrower than `narrowest` its words break, narrower than `easiest` dates and statuses of a table do.
    """

    def __init__(self, speaker: Speaker, panel: Panel) -> None:
        self.panel, self.palette = panel, speaker.palette
        self.heading = speaker.text(panel.heading, HEADING) if panel.heading else None
        self.inner = _box(speaker, panel.body)
        self.narrowest = max(self.inner.narrowest, self.heading.narrowest * HEADING.size if self.heading else 0.0)
        self.easiest = self.inner.easiest if isinstance(self.inner, GridBox) else self.narrowest
        self._heights: dict[tuple[float, Air], float] = {}

    def torn(self, width: float) -> int:
        """How many of its texts have a word that breaks in that width."""
        if width >= self.narrowest:
            return 0
        head = self.heading is not None and is_torn(self.heading, HEADING, width)
        return head + self.inner.torn(width - self._beside(width))

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        key = (round(width, 2), air)
        high = self._heights.get(key)
        if high is None:
            beside = self._beside(width)
            above = _RULE_GAP if beside else self._heading_height(width, air)
            high = self._heights[key] = above + self.inner.height(width - beside, air)
        return high

    def _heading_height(self, width: float, air: Air) -> float:
        if self.heading is None:
            return 0.0
        return height(self.heading, HEADING, width, air) + 1.5 + _BELOW_HEADING * (1 + 0.5 * air.room)

    def _beside(self, width: float) -> float:
        """The width of a heading that stands beside its small entries, with the gap; 0 where it stands above."""
        if self.heading is None or not isinstance(self.inner, NotesBox):
            return 0.0
        own = natural_width(self.heading, HEADING) + _BESIDE_GAP
        return own if own <= width * _MOST_BESIDE else 0.0

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        beside = self._beside(width)
        with pen.element("Sect"):
            if self.heading is not None:
                with pen.element("H2") as made:
                    if made:
                        pen.bookmark(plain(self.panel.heading), made, y)
                    place = (x, y + _RULE_GAP, width) if beside else at
                    end = put(pen, self.heading, HEADING, place, air, colour=self.palette.accent)
                pen.rule(x, y if beside else end + 1.5, x + width, self.palette.line, 0.8)
            top = y + (_RULE_GAP if beside else self._heading_height(width, air))
            self.inner.draw(pen, (x + beside, top, width - beside), air)


def _box(speaker: Speaker, body: Body) -> Box:
    match body:
        case Lines(style=ListStyle.NOTES):
            return NotesBox(speaker, body)
        case Lines():
            return ListBox(speaker, body)
        case Grid():
            return GridBox(speaker, body)
        case Matrix():
            return MatrixBox(speaker, body)
        case Strip():
            return StripBox(speaker, body)
        case Gallery():
            return GalleryBox(speaker, body)
