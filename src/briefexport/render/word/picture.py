"""Pictures inside the text: as large as they are, or as fits, and described."""

import struct

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError

from briefexport.document.text import Picture

from .markup import Markup, value
from .story import Story

_EMU_A_TWIP = 635
_TALLEST = 0.7  # of the page's height: a picture leaves room for its caption and the words about it

_DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:docPr id="{number}" name="Picture {number}" descr="{description}"{decoration}'
    "<wp:cNvGraphicFramePr>"
    '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="{related}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
_DECORATION = (
    '><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr>'
)


_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
# What python-docx meets in a file that only begins as a picture.
_BROKEN = (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
    ArithmeticError,
    LookupError,
    ValueError,
    struct.error,
)


class PictureError(ValueError):
    """The bytes are no PNG or JPEG file; the message says what the picture was to show."""


def drawing(picture: Picture, story: Story, width: int) -> Markup:
    """A run that holds the picture, at most `width` twips wide, never larger than it is.

    Raises:
        PictureError: the bytes are no picture that Word can show.
    """
    try:
        related, wide, high = _measured(picture.data, story)
    except _BROKEN as wrong:
        raise PictureError(f"the picture '{picture.alt}' is no PNG or JPEG file") from wrong
    tallest = story.manuscript.pages.height * _TALLEST
    scale = min(1.0, width * _EMU_A_TWIP / wide, tallest * _EMU_A_TWIP / high)
    return Markup(
        _DRAWING.format(
            wide=max(round(wide * scale), 1),
            high=max(round(high * scale), 1),
            number=story.manuscript.drawing_number(),
            description=value(picture.alt),
            related=related,
            decoration="/>" if picture.alt else _DECORATION,
        )
    )


def _measured(data: bytes, story: Story) -> tuple[str, int, int]:
    if not data.startswith(_BEGINNINGS):
        raise ValueError("begins as neither does")
    related, image = story.picture(data)
    wide, high = int(image.width), int(image.height)
    if min(wide, high) <= 0:
        raise ValueError("has no size")
    return related, wide, high
