"""Lists: numbered, with bullets, plain, and the small ones at the foot."""

from ...document.page import Line, Lines, ListStyle
from ...document.text import Span
from .pen import Pen
from .voice import ASIDE, BODY, NOTE, STRONG, Air, Speaker, Voice, height, put
from .words import Text

_INDENT = {ListStyle.NUMBERED: 15.0, ListStyle.BULLETS: 10.0, ListStyle.PLAIN: 0.0}
_GAP = 3.4
_NUMBERING = {ListStyle.NUMBERED: "Decimal", ListStyle.BULLETS: "Disc", ListStyle.PLAIN: "None"}


class ListBox:
    """Entries one below the other, each with what is said below it in a lower voice."""

    def __init__(self, speaker: Speaker, body: Lines) -> None:
        self.style = body.style
        self.colours = speaker.palette
        self.indent = _INDENT[body.style]
        self.entries = [self._entry(speaker, number, item) for number, item in enumerate(body.items, start=1)]
        self.narrowest = self.indent + max(map(entry_narrowest, self.entries), default=0.0)

    def _entry(self, speaker: Speaker, number: int, item: Line) -> tuple[Text, Text, Text | None]:
        label = str(number) if self.style is ListStyle.NUMBERED else "\u2022"
        aside = speaker.text(item.aside, ASIDE) if item.aside else None
        return speaker.text(label, STRONG), speaker.text(item.spans, BODY), aside

    def torn(self, width: float) -> int:
        """How many of its entries have a word that breaks in that width."""
        return sum(self.indent + entry_narrowest(entry) > width for entry in self.entries)

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        inner = width - self.indent
        gaps = _gap(air) * (len(self.entries) - 1)
        return gaps + sum([_entry_height(text, aside, inner, air) for _, text, aside in self.entries])

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        inner = (x + self.indent, width - self.indent)
        with pen.element("L", A=f"<</O/List/ListNumbering/{_NUMBERING[self.style]}>>"):
            for label, text, aside in self.entries:
                with pen.element("LI"):
                    if self.indent:
                        with pen.element("Lbl"):
                            put(pen, label, STRONG, (x, y, self.indent), air, colour=self.colours.accent)
                    with pen.element("LBody"):
                        y = draw_entry(
                            pen, (text, aside), (inner[0], y, inner[1]), air, (self.colours.ink, self.colours.muted)
                        )
                y += _gap(air)


def draw_entry(
    pen: Pen,
    said: tuple[Text, Text | None],
    at: tuple[float, float, float],
    air: Air,
    colours: tuple[str, str],
) -> float:
    """A text and its aside; gives back where they end."""
    text, aside = said
    x, y, width = at
    if aside is None:
        return put(pen, text, BODY, at, air, colour=colours[0])
    with pen.element("P"):
        y = put(pen, text, BODY, at, air, colour=colours[0])
    with pen.element("P"):
        return put(pen, aside, ASIDE, (x, y, width), air, colour=colours[1])


def entry_narrowest(entry: tuple[Text, Text, Text | None]) -> float:
    """The width below which words of a label, its text and its aside break."""
    _, text, aside = entry
    return max(text.narrowest * BODY.size, aside.narrowest * ASIDE.size if aside else 0.0)


def _entry_height(text: Text, aside: Text | None, width: float, air: Air) -> float:
    below = height(aside, ASIDE, width, air) if aside else 0.0
    return height(text, BODY, width, air) + below


def _gap(air: Air) -> float:
    return _GAP * (1 + (air.room if air.room > 0 else air.room / 2))


class NotesBox:
    """Small entries that run on in one paragraph, each with its number: the sources."""

    voice: Voice = NOTE

    def __init__(self, speaker: Speaker, body: Lines) -> None:
        spans: list[Span] = []
        for number, item in enumerate(body.items):
            spans += [Span("   ")] if number else []
            spans += [*item.spans, *([Span(" "), *item.aside] if item.aside else [])]
        self.text = speaker.text(tuple(spans), self.voice)
        self.narrowest = self.text.narrowest * self.voice.size
        self.colour = speaker.palette.muted

    def torn(self, width: float) -> int:
        """1 where a word breaks in that width."""
        return int(self.narrowest > width)

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        return height(self.text, self.voice, width, air)

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        with pen.element("P"):
            put(pen, self.text, self.voice, at, air, colour=self.colour)
