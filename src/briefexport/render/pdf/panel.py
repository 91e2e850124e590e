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
from .voice import HEADING, Air, Speaker, height, put

_BELOW_HEADING = 3.5


class PanelBox:
    """A panel as measured; `panel` is what it was made of."""

    def __init__(self, speaker: Speaker, panel: Panel) -> None:
        self.panel, self.palette = panel, speaker.palette
        self.heading = speaker.text(panel.heading, HEADING) if panel.heading else None
        self.inner = _box(speaker, panel.body)
        self._heights: dict[tuple[float, Air], float] = {}

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        key = (round(width, 2), air)
        if key not in self._heights:
            self._heights[key] = self._heading_height(width, air) + self.inner.height(width, air)
        return self._heights[key]

    def _heading_height(self, width: float, air: Air) -> float:
        if self.heading is None:
            return 0.0
        return height(self.heading, HEADING, width, air) + 1.5 + _BELOW_HEADING * (1 + 0.5 * air.room)

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        with pen.element("Sect"):
            if self.heading is not None:
                with pen.element("H2") as made:
                    if made:
                        pen.bookmark(plain(self.panel.heading), made, y)
                    end = put(pen, self.heading, HEADING, at, air, colour=self.palette.accent)
                pen.rule(x, end + 1.5, x + width, self.palette.line, 0.8)
            self.inner.draw(pen, (x, y + self._heading_height(width, air), width), air)


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
