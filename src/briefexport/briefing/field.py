"""The words in which the model describes a field: its type, its limits, and what it is for.

The reader, the schema for editors and the tests walk the classes of this package through these marks, so a field is
described once, where it is declared.
"""

from enum import Enum
from typing import Annotated

import msgspec


class Frozen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value of the model: never changed, compared by content."""


class Unknown(Enum):
    """The honest answer where a value is not known: never 0, never an empty text."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


class Says(msgspec.Struct, frozen=True):
    """What a field is for, in the words an editor shows to the author."""

    text: str


class Kind(Enum):
    """How a text field is read."""

    TEXT = "text"
    """One plain line, kept verbatim."""
    PROSE = "prose"
    """Markdown: paragraphs, lists, emphasis, links, `[^src]` citations."""
    ID = "id"
    """A lower-case slug, unique in its list."""
    REF = "ref"
    """The id of an item of another list."""
    LANGUAGE = "language"
    """A BCP 47 tag."""
    URL = "url"
    """An address with a scheme: https, http or mailto."""
    EMAIL = "email"
    """One mail address."""
    FILE = "file"
    """A path relative to the briefing's folder, never outside it."""
    LEVEL = "level"
    """A level of one of the marking schemes."""


class Limit(msgspec.Struct, frozen=True):
    """Bounds of a field: characters and numbers are errors, words a warning."""

    characters: int | None = None
    words: int | None = None
    least: int | None = None
    most: int | None = None


class To(msgspec.Struct, frozen=True):
    """The lists of the briefing in which a reference may find its id; empty: any list."""

    lists: tuple[str, ...] = ()


Text = Annotated[str, Kind.TEXT]
Prose = Annotated[str, Kind.PROSE]
Ident = Annotated[str, Kind.ID]
Language = Annotated[str, Kind.LANGUAGE]
Url = Annotated[str, Kind.URL]
Email = Annotated[str, Kind.EMAIL]
File = Annotated[str, Kind.FILE]
Level = Annotated[str, Kind.LEVEL]
SourceRef = Annotated[str, Kind.REF, To(("sources",))]
IndicatorRef = Annotated[str, Kind.REF, To(("indicators",))]
AgendaRef = Annotated[str, Kind.REF, To(("agenda",))]
AnyRef = Annotated[str, Kind.REF, To()]
Score = Annotated[int, Limit(least=1, most=5)]
"""A step of a five-point scale; 1 is the least."""


class Document(Enum):
    """The documents an item may be shown in."""

    MEMO = "memo"
    ONEPAGER = "onepager"
    TRACKER = "tracker"
    MAIL = "mail"


class Item(Frozen, frozen=True, kw_only=True):
    """What every entry of a list may say about itself."""

    priority: Annotated[
        int,
        Limit(least=1, most=5),
        Says("1 must be on the one-pager, 5 is the first to go when space is short"),
    ] = 3
    show: Annotated[
        tuple[Document, ...], Says("The documents that show this entry; all that can, when it is left out")
    ] = ()
    marking: Annotated[
        Level | None, Says("The marking of this entry alone; never above that of the whole briefing")
    ] = None

    def shown_in(self, document: Document) -> bool:
        """Whether this entry belongs in that document."""
        return not self.show or document in self.show
