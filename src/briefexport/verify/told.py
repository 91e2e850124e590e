"""What a finished file says, in no format's terms: the same shape for Word, PDF and Excel."""

import re
import unicodedata
from collections.abc import Mapping

import msgspec

_NOT_SEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))

_SHAPES = re.compile(r"^[\u2190-\u2bff]\ufe0f? ")


class UnreadableError(Exception):
    """A file that cannot be read as what it should be; the text says why, in a few words."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A file, read back.

    `frames` has one text for each top and each bottom of a page or sheet, and one for each sheet's own head: all of
    them carry the marking; `sheets` are the names of the sheets that they belong to, in the same order. `texts` are
    paragraphs, table cells left out. `notes` are the footnotes by their mark. `status` is that of the file's
    properties, None where a format has no such property; `pages` is None where the program that shows the file decides
    about pages.
    """

    title: str
    language: str
    status: str | None = None
    pages: int | None = None
    frames: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    tables: tuple["Table", ...] = ()
    notes: Mapping[str, str] = {}


class Table(msgspec.Struct, frozen=True):
    """A table: its headings, and its rows below them. A cell is its lines."""

    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]

    def column(self, heading: str) -> int | None:
        """The place of a heading, with or without a sign before it; None when the table has no such heading."""
        wanted = bare(heading)
        return next((place for place, each in enumerate(self.headings) if bare(each) == wanted), None)


def plain(text: str) -> str:
    """A text as it is compared: one form of each sign, single blanks, nothing unseen, capitals or not."""
    seen = unicodedata.normalize("NFC", text).translate(_NOT_SEEN)
    return " ".join(seen.split()).casefold()


def bare(text: str) -> str:
    """A text as it is compared, without the shapes that may stand before it: `▲ At risk` is `at risk`."""
    return _SHAPES.sub("", plain(text))
