"""Blocks and spans: running text in no library's terms. The memo is made of them, and the one-pager's prose."""

from enum import Enum

import msgspec


class Value(msgspec.Struct, frozen=True):
    """A value of a document: never changed, compared by content."""


class Comment(Value, frozen=True):
    """A drafting note beside the text, for those who clear it; documents that go out do not show it."""

    text: str
    by: str


class Span(Value, frozen=True):
    """A stretch of text of one look.

    `text` may hold line feeds: hard breaks. `link` is an address, or `#anchor` for a place in the same document.
    `title` is what a link says of itself besides its text. `note` is the mark of a note of the document, and then
    `text` is empty. `language` is a BCP 47 tag where it differs from that of the document. Neighbours with the same
    `comment` are what that comment is about; in notes it is not shown.
    """

    text: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str | None = None
    note: str | None = None
    language: str | None = None
    title: str | None = None
    comment: Comment | None = None


Spans = tuple[Span, ...]


class Role(Enum):
    """What a paragraph is for; each role is one named style of the house."""

    BODY = "body"
    KEY = "key"
    """The bottom line: the loudest thing after the title."""
    LABEL = "label"
    """A small line above something, such as the kind of memo."""
    ASIDE = "aside"
    """Said in a lower voice: a note under a table, a reason."""
    QUOTE = "quote"
    CAPTION = "caption"


class Align(Enum):
    """Where the text of a column stands."""

    START = "start"
    CENTRE = "centre"
    END = "end"


class Paragraph(Value, frozen=True):
    """Spans in a row."""

    spans: Spans
    role: Role = Role.BODY


class Heading(Value, frozen=True):
    """A heading; level 1 is below the title, and no level is skipped. `anchor` is the name that links go to.

    `numbered` is False for one that stands outside the numbers, where the style has any.
    """

    level: int
    spans: Spans
    anchor: str | None = None
    numbered: bool = True


class Bullets(Value, frozen=True):
    """A list; every item is a row of blocks, possibly empty. `start` is the first number, None for bullets."""

    items: tuple[tuple["Block", ...], ...]
    start: int | None = None
    tight: bool = True


class Quote(Value, frozen=True):
    """What somebody else said."""

    blocks: tuple["Block", ...]


class Code(Value, frozen=True):
    """Text in a fixed pitch, verbatim, without a line feed at its end."""

    text: str


class Rule(Value, frozen=True):
    """A line across."""


class Cell(Value, frozen=True):
    """A cell of a table."""

    blocks: tuple["Block", ...]


class Column(Value, frozen=True):
    """A column of a table: heading, where its text stands, and how wide it is next to the others."""

    head: Spans
    align: Align = Align.START
    weight: float = 1.0


class Table(Value, frozen=True):
    """A table with one header row; every row has one cell for each column.

    `caption` stands above it; `description` is for readers who cannot see it. `row_heads`: the first cell of a row is
    the row's heading.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Spans = ()
    description: str = ""
    row_heads: bool = False


class Fields(Value, frozen=True):
    """Names and values side by side: To, From, Subject."""

    rows: tuple[tuple[Spans, Spans], ...]
    description: str = ""


class SignOff(Value, frozen=True):
    """Places to tick or sign, side by side: Approve, Disapprove, Discuss, Date."""

    labels: tuple[str, ...]
    description: str = ""


class Picture(Value, frozen=True):
    """A picture: the bytes of a PNG or JPEG file. `alt` is empty only for decoration."""

    data: bytes
    alt: str
    caption: Spans = ()


class Turn(Enum):
    """How the pages from here on lie."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class NewPage(Value, frozen=True):
    """A page break; the pages that follow lie as said."""

    turn: Turn = Turn.PORTRAIT


Block = Paragraph | Heading | Bullets | Quote | Code | Rule | Table | Fields | SignOff | Picture | NewPage


class Note(Value, frozen=True):
    """A footnote: its mark as printed and what it says. Marks are unique in a document."""

    mark: str
    blocks: tuple[Block, ...]


class Properties(Value, frozen=True):
    """What a file says about itself. `extra` are further names and values, in order."""

    title: str
    language: str
    subject: str = ""
    author: str = ""
    keywords: str = ""
    identifier: str = ""
    revision: int = 1
    status: str = ""
    extra: tuple[tuple[str, str], ...] = ()


class Furniture(Value, frozen=True):
    """What stands at the top and the foot of each page.

    `marking` is empty where there is none. `draft` is the word for a paper that is not final, else empty. `page_of`
    holds `{page}` and `{pages}`.
    """

    marking: str
    reference: str
    draft: str
    page_of: str
    right_to_left: bool = False


class Memo(Value, frozen=True):
    """A memo: the whole of what the Word file says. `title` stands above the blocks as the document's title."""

    properties: Properties
    furniture: Furniture
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


def plain(spans: Spans) -> str:
    """The text of spans without its looks; notes leave nothing."""
    return "".join(span.text for span in spans)
