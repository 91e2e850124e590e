"""Whether the fonts have every character of a page; told for all fields at once, before anything is laid out."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from ...document.page import OnePage, PageItem
from ...document.text import Span
from ...problem import Code, Finding, UnfitError
from .faces import DRAWN_AS, RIGHT_TO_LEFT, Faces, GlyphError, Style

_HEAD = (
    ("title", ("title",)),
    ("event.name", ("subtitle",)),
    ("from", ("office",)),
    ("to", ("addressed",)),
    ("reference", ("reference",)),
    ("place", ("dateline",)),
    ("marking.handling", ("handling",)),
)
"""Where the parts of the masthead were written."""

_OTHER = "make the memo and the tracker without it: `briefexport memo` and `briefexport tracker`"


def check_characters(page: OnePage, faces: Faces) -> None:
    """Refuse a page that would show a box instead of a letter.

    Raises:
        UnfitError: a character that no font has, or a script that runs from right to left, and in which field.
    """
    if page.furniture.right_to_left:
        what = f"the one-pager cannot be set from right to left, as the language '{page.properties.language}' asks"
        raise UnfitError([Finding("language", Code.NO_PAGE_FOR_SCRIPT, what, _OTHER)])
    texts = [*_texts(page)]
    letters: set[str] = set().union(*(text for _, text in texts))
    if lost := {character for character in letters if not has_glyph(faces, character)}:
        raise UnfitError(finding for field, text in texts for finding in _findings(field, text, lost))


def _findings(field: str, text: str, lost: set[str]) -> Iterator[Finding]:
    """One finding for a script, one for each further character."""
    missing = [character for character in dict.fromkeys(text) if character in lost]
    if any(RIGHT_TO_LEFT.match(character) for character in missing):
        what = f"`{field}` has Arabic or Hebrew letters, which the one-pager cannot show"
        yield Finding(field, Code.NO_PAGE_FOR_SCRIPT, what, _OTHER)
    for character in missing:
        if not RIGHT_TO_LEFT.match(character):
            named = f"the character '{character}' ({GlyphError(character).named})"
            what = f"`{field}` has {named}, which no font of the one-pager has"
            yield Finding(field, Code.NO_GLYPH, what, "write something else in its place, or " + _OTHER)


@lru_cache(8192)
def has_glyph(faces: Faces, character: str) -> bool:
    """Whether a character can be drawn, or is one that is never seen."""
    if character in "\n\t" or unicodedata.category(character) == "Cf":
        return True
    try:
        for drawn in DRAWN_AS.get(ord(character), character):
            faces.having(drawn, Style())
    except GlyphError:
        return False
    return True


def _texts(page: OnePage) -> Iterator[tuple[str, str]]:
    """Every text of the page with the field it was written in."""
    for field, names in _HEAD:
        yield field, "".join(_said(getattr(page.masthead, name)) for name in names)
    yield "marking", page.furniture.marking
    yield page.bottom_line.origin, _said(page.bottom_line.paragraphs)
    for item in page.asks.items:
        yield item.origin, _said(item)
    for panel in page.panels:
        for entry in panel.body.items:
            yield entry.origin, _said(_without_alt(entry))
    yield "", _said((page.masthead.status, page.asks.label, page.asks.by_label, page.closing, page.furniture.page_of))
    yield "", _said(tuple(panel.heading for panel in page.panels))


def _without_alt(entry: PageItem) -> object:
    """What is drawn of an entry: words for those who cannot see are not."""
    return tuple(getattr(entry, name) for name in entry.__struct_fields__ if name not in ("said", "origin"))


_NEVER_DRAWN = ("alt", "link", "origin", "origins")


def _said(value: object) -> str:
    match value:
        case str():
            return value
        case tuple():
            return "".join([_said(part) for part in value]) if value else ""
        case Span():
            return f"{value.text}{value.note or ''}"
        case msgspec.Struct():
            return "".join([_said(getattr(value, name)) for name in _drawn_fields(type(value))])
        case _:
            return ""


@cache
def _drawn_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__ if name not in _NEVER_DRAWN)
