"""How loud a text speaks: size, room between lines, colour. And how it is put on the page.

Sizes are those at scale 1. The page is never drawn below `FLOOR`, so no text is smaller than 8.5 points, and no note,
key or label in a drawing smaller than 7.
"""

from typing import NamedTuple

from ...document.text import Span, Spans
from ...theme import Palette
from .pen import Pen
from .words import EPSILON, Composing, Text

BODY_PT, NOTE_PT = 9.4, 7.8
LEAST_BODY_PT, LEAST_NOTE_PT = 8.5, 7.0
FLOOR = max(LEAST_BODY_PT / BODY_PT, LEAST_NOTE_PT / NOTE_PT) + 0.0005
CEILING = 1.36

_TALL = 1.1
"""Devanagari stands higher and hangs lower than Latin: its lines need this much more room."""
_BASE = 0.74
"""Where the base line is: the height of capitals and a little, in ems below the top of the letters."""


class Voice(NamedTuple):
    """A way to speak. `colour` is a name of the palette; `leading` counts in sizes; `tracking` in ems."""

    size: float
    leading: float
    colour: str
    bold: bool = False
    caps: bool = False
    tracking: float = 0.0

    def louder(self, by: float) -> "Voice":
        """The same voice at another size."""
        return self._replace(size=self.size * by)


BODY = Voice(BODY_PT, 1.33, "ink")
STRONG = BODY._replace(bold=True)
QUIET = BODY._replace(colour="muted")
ASIDE = Voice(NOTE_PT, 1.3, "muted")
NOTE = ASIDE
CAPTION = Voice(NOTE_PT, 1.3, "muted", bold=True)
HEADING = Voice(NOTE_PT, 1.3, "accent", bold=True, caps=True, tracking=0.09)
MARKING = Voice(8.2, 1.3, "marking", bold=True, tracking=0.16)
TITLE = Voice(21.0, 1.14, "accent", bold=True)
SUBTITLE = Voice(10.4, 1.3, "muted")
LOUD = Voice(12.4, 1.34, "on_accent", bold=True)
LOUD_HEADING = HEADING._replace(colour="on_accent")


class Air(NamedTuple):
    """What a short page has more of than a full one: room between lines and things, and a louder bottom line."""

    room: float = 0.0
    loud: float = 1.0


TIGHTEST = -0.5


def usual_air(scale: float) -> Air:
    """How close things stand at a scale: closer together as the type nears the floor."""
    return Air(TIGHTEST * min(max((1 - scale) / (1 - FLOOR), 0.0), 1.0))


class Speaker:
    """Texts in a language, in the colours of a theme."""

    def __init__(self, composing: Composing, palette: Palette) -> None:
        self.composing, self.palette = composing, palette

    def text(self, spans: Spans | str, voice: Voice) -> Text:
        """The measured text, as that voice says it.

        Raises:
            GlyphError: no font has one of the characters.
        """
        said = (Span(spans),) if isinstance(spans, str) else spans
        return self.composing.text(said, bold=voice.bold, caps=voice.caps, tracking=voice.tracking)

    def colour(self, name: str) -> str:
        """A colour of the palette."""
        return str(getattr(self.palette, name))


def height(text: Text, voice: Voice, width: float, air: Air) -> float:
    """How high a text is in that width."""
    return text.count(width / voice.size) * _step(text, voice, air)


def is_torn(text: Text, voice: Voice, width: float) -> bool:
    """Whether a word of it is wider than that."""
    return text.narrowest * voice.size > width + EPSILON


def natural_width(text: Text, voice: Voice) -> float:
    """How wide a text is on one line."""
    return text.natural * voice.size


def put(
    pen: Pen, text: Text, voice: Voice, at: tuple[float, float, float], air: Air, *, colour: str, align: float = 0.0
) -> float:
    """Draw a text inside left, top and width; gives back where it ends. `align`: 0 left, 0.5 centre, 1 right."""
    x, y, width = at
    step = _step(text, voice, air)
    base = (step - voice.size) / 2 + _BASE * voice.size + (0.06 * voice.size if text.tall else 0.0)
    for number, line in enumerate(text.lines(width / voice.size)):
        left = x + align * (width - line.width * voice.size)
        pen.line(line, left, y + number * step + base, voice.size, colour, text.tracking)
    return y + text.count(width / voice.size) * step


def _step(text: Text, voice: Voice, air: Air) -> float:
    return voice.size * voice.leading * (_TALL if text.tall else 1.0) * (1 + 0.09 * air.room)
