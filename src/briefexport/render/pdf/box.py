"""What the page is laid out of: a thing that has a height in a width, and can be drawn there."""

from abc import abstractmethod
from typing import Protocol

from .pen import Pen
from .voice import Air


class Box(Protocol):
    """A part of the page."""

    @abstractmethod
    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""

    @abstractmethod
    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
