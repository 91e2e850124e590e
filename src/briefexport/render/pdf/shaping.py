"""HarfBuzz: what Devanagari, and letters with marks above or below, need."""

from typing import Any, NamedTuple

from .faces import Face

_NEVER_DRAWN = "\u200b\u200c\u200d"


class Glyph(NamedTuple):
    """A glyph in its place; all lengths in ems. `source` is where its part of the text begins."""

    code: str
    advance: float
    right: float
    up: float
    source: int


def shape(face: Face, text: str) -> tuple[Glyph, ...]:
    """The glyphs of a text in the order in which they are drawn."""
    import uharfbuzz

    if face.hb is None:
        face.hb = uharfbuzz.Font(uharfbuzz.Face(face.face._ttf_data))  # noqa: SLF001 - reportlab has no other way to the bytes
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(face.hb, buffer, {"kern": True, "liga": True})
    em = face.face.unitsPerEm
    return tuple(
        _glyph(face, text, info, position, em)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )


def _glyph(face: Face, text: str, info: Any, position: Any, em: float) -> Glyph:
    # A joiner leaves the font's empty glyph behind; a space draws nothing either and every font has one.
    unseen = info.codepoint == 0 and text[info.cluster] in _NEVER_DRAWN
    code = " " if unseen else face.code_of(info.codepoint)
    return Glyph(code, position.x_advance / em, position.x_offset / em, position.y_offset / em, info.cluster)
