"""The head of the page, which always stays: marking, who to whom, title."""

from ...document.page import Masthead
from ...document.text import Furniture, plain
from .pen import Pen
from .picture import draw_picture, image
from .voice import (
    ASIDE,
    BODY_PT,
    HEADING,
    MARKING,
    STRONG,
    SUBTITLE,
    TITLE,
    Air,
    Speaker,
    Voice,
    height,
    is_torn,
    natural_width,
    put,
)
from .words import Text

_TITLE_SIZES = ((2, 1.0), (2, 0.84), (99, 0.72))
_LEAST_SHARE = 0.6
"""A title or bottom line with a word that is wider than the page gets no smaller than this for it."""
_LOGO_HIGH, _LOGO_SHARE = 30.0, 0.3
_TITLE_LOUDER = 0.55
"""How much of the bottom line's loudness the title takes part in."""


def fitting_voice(text: Text, voice: Voice, width: float, sizes: tuple[tuple[int, float], ...]) -> Voice:
    """The first of the sizes at which a text has no more than so many lines, and smaller where a word would break."""
    voices = [(voice.louder(share), most) for most, share in sizes]
    found = next((found for found, most in voices if text.count(width / found.size) <= most), voices[-1][0])
    if text.narrowest * found.size <= width:
        return found
    least = max(BODY_PT, voice.size * _LEAST_SHARE)
    return found._replace(size=min(found.size, max(width / text.narrowest, least)))


class MastheadBox:
    """Marking, office, reference, status, title."""

    def __init__(self, speaker: Speaker, head: Masthead, furniture: Furniture) -> None:
        self.palette, self.head = speaker.palette, head
        self.marking = speaker.text(furniture.marking, MARKING) if furniture.marking else None
        self.handling = speaker.text(head.handling, ASIDE) if head.handling else None
        self.left = [(speaker.text(head.office, ASIDE), ASIDE), (speaker.text(head.addressed, STRONG), STRONG)]
        self.right = [(speaker.text(head.reference, ASIDE), ASIDE), (speaker.text(head.dateline, ASIDE), ASIDE)]
        self.status = speaker.text(head.status, HEADING)
        self.title = speaker.text(head.title, TITLE)
        self.subtitle = speaker.text(head.subtitle, SUBTITLE) if head.subtitle else None

    def _title_voice(self, width: float, air: Air) -> Voice:
        voice = TITLE.louder(1 + (air.loud - 1) * _TITLE_LOUDER)
        return fitting_voice(self.title, voice, width, _TITLE_SIZES)

    def _logo_size(self, width: float) -> tuple[float, float]:
        """Width and height of the crest; a banner gets lower, so that it leaves room for the text beside it."""
        if self.head.logo is None:
            return 0.0, 0.0
        shape = image(self.head.logo.data)[1]
        wide = min(_LOGO_HIGH / shape, width * _LOGO_SHARE)
        return wide, wide * shape

    def _logo_width(self, width: float) -> float:
        return self._logo_size(width)[0] + 8 if self.head.logo else 0.0

    def _columns(self, width: float) -> tuple[float, float]:
        """The widths of the two columns of the masthead, without crest and status: no line breaks that need not."""
        room = width - self._logo_width(width) - self._status_width() - 12
        left, right = (max(natural_width(*each) for each in side) + 1 for side in (self.left, self.right))
        if left + right <= room:
            right = min(max(room * 0.45, right), room - left)
            return room - right, right
        return room * 0.55, room * 0.45

    def _status_width(self) -> float:
        return natural_width(self.status, HEADING) + (14 if self.head.draft else 8)

    def _meta_height(self, width: float, air: Air) -> float:
        left, right = self._columns(width)
        said = max(
            sum(height(text, voice, left, air) for text, voice in self.left),
            sum(height(text, voice, right, air) for text, voice in self.right),
        )
        return max(said, self._logo_size(width)[1]) + 5

    def _marking_height(self, width: float, air: Air) -> float:
        marking = height(self.marking, MARKING, width, air) if self.marking else 0.0
        return marking + (height(self.handling, ASIDE, width, air) if self.handling else 0.0) + (5 if marking else 0)

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        title = height(self.title, self._title_voice(width, air), width, air)
        below = height(self.subtitle, SUBTITLE, width, air) + 2 if self.subtitle else 0.0
        return self._marking_height(width, air) + self._meta_height(width, air) + _title_gap(air) + title + below

    def torn(self, width: float, air: Air) -> bool:
        """Whether a word of the title breaks in that width."""
        return is_torn(self.title, self._title_voice(width, air), width)

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        self._draw_marking(pen, at, air)
        y += self._marking_height(width, air)
        self._draw_meta(pen, (x, y, width), air)
        y += self._meta_height(width, air)
        pen.rule(x, y, x + width, self.palette.accent, 1.6)
        y += _title_gap(air)
        with pen.element("H1") as heading:
            if heading:
                pen.bookmark(plain(self.head.title), heading, y)
            voice = self._title_voice(width, air)
            y = put(pen, self.title, voice, (x, y, _even(self.title, voice, width)), air, colour=self.palette.accent)
        if self.subtitle:
            with pen.element("P"):
                put(pen, self.subtitle, SUBTITLE, (x, y + 2, width), air, colour=self.palette.muted)

    def _draw_marking(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        x, y, width = at
        if self.marking:
            with pen.element("P"):
                y = put(pen, self.marking, MARKING, at, air, colour=self.palette.marking, align=0.5)
        if self.handling:
            with pen.element("P"):
                put(pen, self.handling, ASIDE, (x, y, width), air, colour=self.palette.muted, align=0.5)

    def _draw_meta(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        x, y, width = at
        left, right = self._columns(width)
        if self.head.logo:
            draw_picture(pen, self.head.logo, (x, y), self._logo_size(width))
        start = x + self._logo_width(width)
        top = y
        for text, voice in self.left:
            with pen.element("P"):
                top = put(pen, text, voice, (start, top, left), air, colour=getattr(self.palette, voice.colour))
        top = y
        for text, voice in self.right:
            with pen.element("P"):
                place = (start + left + 12, top, right)
                top = put(pen, text, voice, place, air, colour=self.palette.muted, align=1.0)
        self._draw_status(pen, x + width - self._status_width(), y, air)

    def _draw_status(self, pen: Pen, x: float, y: float, air: Air) -> None:
        """The status; for a paper that is not final in a frame, so that nobody takes it for final."""
        wide, shift = self._status_width() - 8, 3.0 if self.head.draft else 0.0
        colour = self.palette.marking if self.head.draft else self.palette.accent
        if self.head.draft:
            pen.box(x + 8, y - 0.5, (wide, HEADING.size * 1.3 + 5), None, colour)
        with pen.element("P"):
            place = (x + 8 + shift, y + 2 + shift / 3, wide)
            put(pen, self.status, HEADING, place, air._replace(room=0), colour=colour)


def _even(text: Text, voice: Voice, width: float) -> float:
    """The narrowest width that needs no more lines: so that no word is left alone on the last one."""
    lines = text.count(width / voice.size)
    if lines == 1:
        return width
    low, high = width * 0.5, width
    for _ in range(6):
        middle = (low + high) / 2
        low, high = (low, middle) if text.count(middle / voice.size) <= lines else (middle, high)
    return high


def _title_gap(air: Air) -> float:
    """The room between the rule and the title: it never closes."""
    return 9 * (1 + (air.room if air.room > 0 else air.room / 3))
