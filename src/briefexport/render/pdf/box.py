"""What the page is laid out of: a thing that has a height in a width, and can be drawn there."""

from abc import abstractmethod
from typing import Protocol

from .pen import Pen
from .voice import Air


class Box(Protocol):
    """A part of the page."""

    @property
    @abstractmethod
    def narrowest(self) -> float:
        """The width below which a word breaks."""

    @abstractmethod
    def torn(self, width: float) -> int:
        """How many of its texts have a word that breaks in that width."""

    @abstractmethod
    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""

    @abstractmethod
    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
