"""A one-pager -> the bytes of a PDF file of one page. The only package that knows reportlab."""

from typing import NamedTuple

from ...document.page import OnePage
from ...edition import Edition
from ...theme import Theme
from .characters import check_characters
from .faces import faces_of
from .fitting import DoesNotFitError, fit
from .pen import Frame, Pen
from .picture import check_pictures
from .voice import Speaker
from .words import Composing

__all__ = ["DoesNotFitError", "Drawn", "render_pdf"]

_SIZES_PT = {"a4": (595.276, 841.89), "letter": (612.0, 792.0)}
SIDE_MARGIN_PT = 44.0
END_MARGIN_PT = 24.0


class Drawn(NamedTuple):
    """A finished file, and the fields for which the page had no room, in the order of the page."""

    data: bytes
    left_out: tuple[str, ...]


def render_pdf(page: OnePage, theme: Theme, edition: Edition) -> Drawn:
    """Draw a page: tagged, with its fonts inside, PDF/UA-1 and PDF/A-2a, the same bytes for the same page.

    Raises:
        DoesNotFitError: what must stay is longer than a page.
        UnfitError: no font has one of its characters, or a picture is no PNG or JPEG.
    """
    paper = _SIZES_PT[theme.paper]
    paper = (paper[1], paper[0]) if theme.landscape else paper
    size = paper[0] - 2 * SIDE_MARGIN_PT, paper[1] - 2 * END_MARGIN_PT
    speaker = Speaker(Composing(faces_of(theme.family), page.properties.language), theme.palette)
    check_characters(page, speaker.composing.faces)
    check_pictures(page)
    found = fit(speaker, page, size)
    pen = Pen(Frame(paper, SIDE_MARGIN_PT, paper[1] - END_MARGIN_PT, found.scale))
    found.layout.draw(pen, (size[0] / found.scale, size[1] / found.scale), found.air)
    return Drawn(pen.file.written(pen.sheet(), page.properties, edition.at), found.left_out)
