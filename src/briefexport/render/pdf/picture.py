"""Pictures of the briefing and the crest of the house, as PDF keeps them: opaque, in RGB or grey."""

import io
from collections.abc import Iterator
from functools import lru_cache

from ...document.page import Gallery, OnePage, PictureItem
from ...document.text import Picture
from ...problem import Code, Finding, UnfitError
from .file import Image
from .pen import Pen
from .voice import CAPTION, Air, Speaker, height, put

_GAP = 6.0
_HIGHEST = 150.0
_LARGEST_PIXELS = 40_000_000
_WHAT = "the picture cannot be read: it is no PNG or JPEG, it is damaged, or it has more than 40 million pixels"
_FIX = "save it as PNG or JPEG, in the size in which it is shown"


class UnreadablePictureError(Exception):
    """The bytes are no PNG or JPEG picture that can be shown."""


@lru_cache(8)
def image(data: bytes) -> tuple[Image, float]:
    """A picture for the file, and its height next to its width.

    Raises:
        UnreadablePictureError: it cannot be read, or is too large to be read safely.
    """
    from PIL import Image as Pillow

    try:
        with Pillow.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            width, high = opened.size
            if not width or width * high > _LARGEST_PIXELS:
                raise UnreadablePictureError
            seen = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise UnreadablePictureError from error
    paper = Pillow.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    entries = f"/Width {width}/Height {high}/ColorSpace/DeviceRGB/BitsPerComponent 8"
    return Image(entries, paper.tobytes(), pack=True), high / width


def check_pictures(page: OnePage) -> None:
    """Refuse a page with a picture that cannot be shown.

    Raises:
        UnfitError: the fields of every such picture.
    """
    found = [(f"{item.origin}.file", item.picture) for item in _pictures(page)]
    logo = [("", page.masthead.logo)] if page.masthead.logo else []
    findings = [
        Finding(field, Code.UNREADABLE_PICTURE, _WHAT, _FIX)
        for field, picture in [*logo, *found]
        if not _readable(picture)
    ]
    if findings:
        raise UnfitError(findings)


def _pictures(page: OnePage) -> Iterator[PictureItem]:
    for panel in page.panels:
        if isinstance(panel.body, Gallery):
            yield from panel.body.items


def _readable(picture: Picture) -> bool:
    try:
        image(picture.data)
    except UnreadablePictureError:
        return False
    return True


class GalleryBox:
    """Pictures one below the other, each with its caption; no wider than the column and not too high."""

    def __init__(self, speaker: Speaker, body: Gallery) -> None:
        self.palette = speaker.palette
        self.pictures = [item.picture for item in body.items]
        self.images = [image(picture.data) for picture in self.pictures]
        self.captions = [
            speaker.text(picture.caption, CAPTION) if picture.caption else None for picture in self.pictures
        ]
        self._widths = [caption.narrowest * CAPTION.size for caption in self.captions if caption]
        self.narrowest = max(self._widths, default=0.0)

    def torn(self, width: float) -> int:
        """How many of its captions have a word that breaks in that width."""
        return sum(own > width for own in self._widths)

    def _size(self, number: int, width: float) -> tuple[float, float]:
        shape = self.images[number][1]
        high = min(width * shape, _HIGHEST)
        return high / shape, high

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        total = _GAP * (1 + air.room) * (len(self.pictures) - 1)
        for number, caption in enumerate(self.captions):
            total += self._size(number, width)[1] + (height(caption, CAPTION, width, air) + 2 if caption else 0.0)
        return total

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        for number, (picture, caption) in enumerate(zip(self.pictures, self.captions, strict=True)):
            size = self._size(number, width)
            draw_picture(pen, picture, (x, y), size)
            y += size[1]
            if caption:
                with pen.element("P"):
                    y = put(pen, caption, CAPTION, (x, y + 2, width), air, colour=self.palette.muted)
            y += _GAP * (1 + air.room)


def draw_picture(pen: Pen, picture: Picture, at: tuple[float, float], size: tuple[float, float]) -> None:
    """A picture; one that is decoration is not in the tree."""
    made = image(picture.data)[0]
    if picture.alt.strip():
        with pen.figure(picture.alt, *at, size):
            pen.image(made, *at, size)
    else:
        pen.image(made, *at, size)
