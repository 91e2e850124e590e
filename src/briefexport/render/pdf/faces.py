"""The fonts of the page: which one has a character, how wide it is, how its glyphs are named in the file.

Only fonts that come with the package are used, each one embedded as the part of it that the page needs.
"""

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from .reports import TTFont

_PRIVATE = (0xE000, 0xF8FF)
EM = 1000.0
"""Widths in a font are in thousandths of its size."""

_PACKAGES = {
    "Fira Sans": ("fontpkg_fira_sans", "FiraSans"),
    "Fira Sans Condensed": ("fontpkg_fira_sans_condensed", "FiraSansCondensed"),
    "Mukta": ("fontpkg_mukta", "Mukta"),
}
_STYLES = {
    (False, False): "Regular",
    (True, False): "SemiBold",
    (False, True): "Italic",
    (True, True): "SemiBoldItalic",
}
_UPRIGHT_ONLY = ("Mukta",)  # Devanagari has no italics

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Characters of Hebrew, Arabic, Urdu and their like."""

DRAWN_AS = {
    0x2010: "-",
    0x2011: "-",  # a hyphen that never ends a line; words.py keeps it so
    0x2015: "\u2014",
    0x02BC: "\u2019",
    0x2007: "\u00a0",
    0x202F: "\u00a0",
    0x00AD: "",
    0x2060: "",
    0xFEFF: "",
    0x200E: "",
    0x200F: "",
    0x2061: "",
    0x2062: "",
    0x2063: "",
    0x2066: "",
    0x2067: "",
    0x2068: "",
    0x2069: "",
    0x202A: "",
    0x202B: "",
    0x202C: "",
    0x202D: "",
    0x202E: "",
    0xFE0E: "",
    0xFE0F: "",
}
"""Characters that no font of ours has and that look like others, or like nothing. The text stays as typed."""

DRAWN_AS |= {ord(bullet): "\u2022" for bullet in "\u25aa\u25cf\u25e6\u2023"}
DRAWN_AS |= {ord(arrow): "\u2192" for arrow in "\u21d2\u27f6\u2794\u279c\u27a2\u2b95"}
DRAWN_AS |= {ord("\u21d0"): "\u2190", ord("\u2103"): "\u00b0C", ord("\u2109"): "\u00b0F"}
DRAWN_AS |= dict.fromkeys(range(0x2000, 0x2007), " ") | dict.fromkeys(range(0x2008, 0x200B), " ")


class GlyphError(Exception):
    """A character that no font of the page has."""

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character

    @property
    def right_to_left(self) -> bool:
        """Whether it belongs to a script that runs from right to left."""
        return bool(RIGHT_TO_LEFT.match(self.character))

    @property
    def named(self) -> str:
        """The character as a reader can look it up: `U+1F600 GRINNING FACE`."""
        return f"U+{ord(self.character):04X} {unicodedata.name(self.character, 'without a name')}"


class Face(TTFont):  # type: ignore[misc]  # reportlab comes without types
    """A font whose private codes for shaped glyphs depend on the glyph only, not on what was set before."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path, asciiReadable=False)
        self.words: dict[str, float] = {}
        widths = self.face.charWidths
        self.space: float = widths[0x20] / EM
        # Codes that people and fonts use for signs of their own mean nothing to a reader, so they count as missing.
        self.known = frozenset(code for code in self.face.charToGlyph if not is_private(code))
        self.hb: Any = None
        self.tall = name.startswith("Mukta")

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for it."""
        return ord(character) in self.known

    def has_all(self, text: str) -> bool:
        """Whether the font has a glyph for every character."""
        return self.known.issuperset(map(ord, text))

    def width(self, text: str) -> float:
        """The width of a text in ems; every character of it is in the font."""
        known = self.words.get(text)
        if known is None:
            widths = self.face.charWidths
            known = self.words[text] = sum(widths[code] for code in map(ord, text)) / EM
        return known

    def code_of(self, glyph: int) -> str:
        """A character that stands for a glyph: the font's own, else a private one."""
        own = self.face.glyphToChar.get(glyph)
        if own:
            return chr(own[0])
        code = _PRIVATE[0] + glyph
        if not is_private(code) or code in self.face.charToGlyph:
            raise ValueError(f"{self.fontName}: no private code for glyph {glyph}")
        self.face.charToGlyph[code] = glyph
        # The width in the font program, not the advance after shaping (ISO 19005-2, 6.2.11.5).
        self.face.charWidths[code] = self.pdfScale(self.face.hmetrics[glyph][0])
        self.face.glyphToChar.setdefault(glyph, []).append(code)
        return chr(code)


def is_private(code: int) -> bool:
    """Whether a character code has no meaning of its own."""
    return _PRIVATE[0] <= code <= _PRIVATE[1]


class Style(NamedTuple):
    """What a run of text looks like, as far as it takes another font."""

    bold: bool = False
    italic: bool = False


@cache
def face(family: str, style: Style) -> Face:
    """A font of a family, read once in a process."""
    package, stem = _PACKAGES[family]
    kept = Style(style.bold, italic=False) if family in _UPRIGHT_ONLY else style
    if kept != style:
        return face(family, kept)
    name = f"{stem}-{_STYLES[kept]}"
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the fonts of {family} are missing: install the package {package.replace('_', '-')}")
    return Face(name, str(Path(found.origin).parent / "files" / f"{name}.ttf"))


class Run(NamedTuple):
    """A stretch of one font: the text as typed, and as it is drawn where that differs."""

    face: Face
    source: str
    drawn: str


class Faces:
    """The fonts that a page may use, first choice first."""

    def __init__(self, family: str) -> None:
        self.families = (family, "Mukta")

    def first(self, style: Style) -> Face:
        """The font that everything is set in when it has the characters."""
        return face(self.families[0], style)

    def having(self, character: str, style: Style) -> Face:
        """The first font that has a character.

        Raises:
            GlyphError: none has it.
        """
        for family in self.families:
            found = face(family, style)
            if found.has(character):
                return found
        raise GlyphError(character)

    def runs(self, text: str, style: Style, *, caps: bool = False) -> list[Run]:
        """A text cut where the font changes; marks, joiners and punctuation stay with what is before them.

        Raises:
            GlyphError: no font has one of the characters.
        """
        out: list[Run] = []
        for at, character in enumerate(text):
            drawn = DRAWN_AS.get(ord(character), character)
            drawn = self._capital(drawn, style) if caps else drawn
            before = out[-1].face if out else self._opened(text, at, style)
            found = self._face(drawn, style, before)
            if out and found is before:
                out[-1] = Run(found, out[-1].source + character, out[-1].drawn + drawn)
            else:
                out.append(Run(found, character, drawn))
        return out

    def _opened(self, text: str, at: int, style: Style) -> Face | None:
        """The font of what a bracket or quotation mark opens: both ends of it look alike."""
        if unicodedata.category(text[at]) not in ("Ps", "Pi") or at + 1 == len(text):
            return None
        return self.having(text[at + 1], style) if not _joins(text[at + 1]) else None

    def _capital(self, drawn: str, style: Style) -> str:
        """The capital; the letter itself where a font has no capital for it."""
        capital = drawn.upper()
        # One after the other: a font that is not asked is not read.
        return capital if any(face(family, style).has_all(capital) for family in self.families) else drawn

    def _face(self, drawn: str, style: Style, before: Face | None) -> Face:
        format_only = not drawn or unicodedata.category(drawn[0]) == "Cf"
        if format_only:
            return before or self.first(style)
        if before is not None and _joins(drawn[0]) and before.has_all(drawn):
            return before
        return self.having(drawn[0], style)


@cache
def faces_of(family: str) -> Faces:
    """The fonts for a family."""
    return Faces(family)


@cache
def _joins(character: str) -> bool:
    """Whether a character goes on in the font of the one before it: marks, joiners, spaces, punctuation, digits."""
    return unicodedata.category(character) in (
        *("Mn", "Mc", "Me", "Cf", "Zs", "Po", "Pd", "Ps", "Pe", "Pi", "Pf", "Nd"),
    )
