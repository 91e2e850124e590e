"""The loudest thing on the page: the bottom line, and joined to it the decisions that are asked."""

from ...document.page import Ask, Asks, BottomLine
from .head import fitting_voice
from .pen import Pen
from .voice import (
    ASIDE,
    BODY,
    HEADING,
    LOUD,
    LOUD_HEADING,
    STRONG,
    Air,
    Speaker,
    Voice,
    height,
    is_torn,
    natural_width,
    put,
)
from .words import Text

_LOUD_SIZES = ((6, 1.0), (99, 0.85))
_WIDE = 640.0
"""A page from this width on has the decisions beside the bottom line."""
_LOUD_SHARE = 0.54


class BottomLineBox:
    """The loudest thing on the page, and joined to it below the decisions that are asked."""

    def __init__(self, speaker: Speaker, line: BottomLine, asks: Asks) -> None:
        self.palette, self.line, self.asks = speaker.palette, line, asks
        self.label = speaker.text(line.label, LOUD_HEADING)
        self.paragraphs = [speaker.text(spans, LOUD) for spans in line.paragraphs]
        self.ask_labels = speaker.text(asks.label, HEADING), speaker.text(asks.by_label, HEADING)
        self.asked = [self._asked(speaker, ask) for ask in asks.items]
        self.spare = 0.0
        """Room that nothing else wants: the panel takes it in, its text in the middle."""

    def _asked(self, speaker: Speaker, ask: Ask) -> tuple[Text, Text | None, Text | None]:
        by = speaker.text(ask.by, STRONG) if ask.by else None
        return speaker.text(ask.spans, BODY), by, speaker.text(ask.aside, ASIDE) if ask.aside else None

    def _pad(self, air: Air) -> float:
        return 12 * (1 + 0.5 * air.room)

    def _voice(self, width: float, air: Air) -> Voice:
        voice = LOUD.louder(air.loud)
        longest = max(self.paragraphs, key=lambda text: text.count(width / voice.size))
        return fitting_voice(longest, voice, width, _LOUD_SIZES)

    def _loud_height(self, width: float, air: Air) -> float:
        inner = width - 2 * self._pad(air) - 4
        voice = self._voice(inner, air)
        said = sum(height(text, voice, inner, air) for text in self.paragraphs) + 4 * (len(self.paragraphs) - 1)
        return height(self.label, LOUD_HEADING, inner, air) + 2 + said + 1.7 * self._pad(air) + self.spare

    def _ask_columns(self, width: float, air: Air) -> tuple[float, float]:
        """The widths of the decision and its date; no date, no column."""
        inner = width - 2 * self._pad(air) - 4
        dates = [natural_width(by, STRONG) for _, by, _ in self.asked if by]
        if not dates:
            return inner, 0.0
        second = min(max(*dates, natural_width(self.ask_labels[1], HEADING)) + 1, inner * 0.34)
        return inner - second - 18, second

    def _ask_heights(self, width: float, air: Air) -> list[float]:
        first, second = self._ask_columns(width, air)
        return [
            max(
                height(text, BODY, first, air) + (height(aside, ASIDE, first, air) if aside else 0.0),
                height(by, STRONG, second, air) if by else 0.0,
            )
            for text, by, aside in self.asked
        ]

    def _asks_height(self, width: float, air: Air) -> float:
        if not self.asked:
            return 0.0
        rows = self._ask_heights(width, air)
        return HEADING.size * HEADING.leading + 2 + sum(rows) + 5 * (len(rows) - 1) + 1.25 * self._pad(air)

    def _shares(self, width: float) -> tuple[float, float] | None:
        """The widths of bottom line and decisions where they stand side by side; None where they do not."""
        return (width * _LOUD_SHARE, width * (1 - _LOUD_SHARE)) if self.asked and width >= _WIDE else None

    def torn(self, width: float, air: Air) -> int:
        """How many paragraphs have a word that breaks in that width."""
        shares = self._shares(width)
        inner = (shares[0] if shares else width) - 2 * self._pad(air) - 4
        return sum(is_torn(text, self._voice(inner, air), inner) for text in self.paragraphs)

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        if shares := self._shares(width):
            return max(self._loud_height(shares[0], air), self._asks_height(shares[1], air))
        return self._loud_height(width, air) + self._asks_height(width, air)

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        if shares := self._shares(width):
            high = self.height(width, air)
            self._draw_loud(pen, (x, y, shares[0]), high, air)
            self._draw_asks(pen, (x + shares[0], y, shares[1]), high, air)
            return
        high = self._loud_height(width, air)
        self._draw_loud(pen, at, high, air)
        if self.asked:
            self._draw_asks(pen, (x, y + high, width), self._asks_height(width, air), air)

    def _draw_loud(self, pen: Pen, at: tuple[float, float, float], high: float, air: Air) -> None:
        x, y, width = at
        pen.box(x, y, (width, high), self.palette.accent)
        pad, inner = self._pad(air), width - 2 * self._pad(air) - 4
        middle = (high - self._loud_height(width, air) + self.spare) / 2
        left, top, voice = x + pad + 2, y + 0.8 * pad + middle, self._voice(inner, air)
        with pen.element("H2") as heading:
            if heading:
                pen.bookmark(self.line.label, heading, top)
            top = put(pen, self.label, LOUD_HEADING, (left, top, inner), air, colour=self.palette.on_accent) + 2
        for text in self.paragraphs:
            with pen.element("P"):
                top = put(pen, text, voice, (left, top, inner), air, colour=self.palette.on_accent) + 4

    def _draw_asks(self, pen: Pen, at: tuple[float, float, float], high: float, air: Air) -> None:
        x, y, width = at
        pen.box(x + 0.4, y + 0.4, (width - 0.8, high - 0.8), None, self.palette.accent)
        pad, (first, second) = self._pad(air), self._ask_columns(width, air)
        left, right, top = x + pad + 2, x + pad + 2 + first + 18, y + 0.6 * pad
        if second:
            pen.path([(right - 9, y), (right - 9, y + high)], self.palette.accent, 0.8)
        scope = "<</O/Table/Scope/Column>>"
        with pen.element("Table", A="<</O/Table>>"):
            with pen.element("TR"):
                with pen.element("TH", A=scope) as heading:
                    if heading:
                        pen.bookmark(self.asks.label, heading, top)
                    put(pen, self.ask_labels[0], HEADING, (left, top, first), air, colour=self.palette.accent)
                if second:
                    with pen.element("TH", A=scope):
                        put(pen, self.ask_labels[1], HEADING, (right, top, second), air, colour=self.palette.accent)
            top += HEADING.size * HEADING.leading + 2
            for number, row in enumerate(self._ask_heights(width, air)):
                if number:
                    pen.rule(left, top - 2.5, left + first, self.palette.line)
                with pen.element("TR"):
                    self._draw_ask(pen, number, (left, top, first), (right, top, second), air)
                top += row + 5

    def _draw_ask(
        self, pen: Pen, number: int, first: tuple[float, float, float], second: tuple[float, float, float], air: Air
    ) -> None:
        text, by, aside = self.asked[number]
        with pen.element("TD"):
            with pen.element("P"):
                end = put(pen, text, BODY, first, air, colour=self.palette.ink)
            if aside:
                with pen.element("P"):
                    put(pen, aside, ASIDE, (first[0], end, first[2]), air, colour=self.palette.muted)
        if second[2]:
            with pen.element("TD"):
                if by:
                    put(pen, by, STRONG, second, air, colour=self.palette.ink)
