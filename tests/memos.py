"""Memos to render: one with every kind of block, and small pieces to make others of."""

import datetime as dt
import struct
import zlib
from pathlib import Path

from briefexport.document.text import (
    Align,
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Fields,
    Furniture,
    Heading,
    Memo,
    NewPage,
    Note,
    Paragraph,
    Picture,
    Properties,
    Quote,
    Role,
    Rule,
    SignOff,
    Span,
    Table,
    Turn,
)
from briefexport.edition import Edition
from briefexport.render.word import render_word

STYLES = (Path(__file__).parent.parent / "templates" / "memo.docx").read_bytes()
EDITION = Edition(dt.datetime(2025, 11, 7, tzinfo=dt.UTC))
FURNITURE = Furniture("RESTRICTED", "EUR/2025/118 · issue 1", "DRAFT", "Page {page} of {pages}")
RIGHT_TO_LEFT = Furniture("سري", "EUR/2025/118", "مسودة", "صفحة {page} من {pages}", right_to_left=True)


def said(*texts: str | Span, role: Role = Role.BODY) -> Paragraph:
    """A paragraph of plain texts and spans."""
    return Paragraph(tuple(Span(text) if isinstance(text, str) else text for text in texts), role)


def heading(level: int, text: str, anchor: str | None = None, *, numbered: bool = True) -> Heading:
    """A heading of plain text."""
    return Heading(level, (Span(text),), anchor, numbered)


def items(*texts: str, start: int | None = None) -> Bullets:
    """A list of plain lines."""
    return Bullets(tuple((said(text),) for text in texts), start)


def table(heads: str, *rows: str, caption: str = "", row_heads: bool = False) -> Table:
    """A table of plain text; cells are parted by `|`."""
    columns = tuple(Column((Span(head),)) for head in heads.split("|"))
    cells = tuple(tuple(Cell((said(text),)) for text in row.split("|")) for row in rows)
    return Table(columns, cells, (Span(caption),) if caption else (), row_heads=row_heads)


def memo(*blocks: Block, notes: tuple[Note, ...] = (), language: str = "en", furniture: Furniture = FURNITURE) -> Memo:
    """A memo of those blocks, titled `Before the summit`."""
    return Memo(Properties("Before the summit", language), furniture, blocks, notes)


def word(*blocks: Block, notes: tuple[Note, ...] = (), language: str = "en", furniture: Furniture = FURNITURE) -> bytes:
    """The Word file of a memo of those blocks."""
    return render_word(memo(*blocks, notes=notes, language=language, furniture=furniture), STYLES, EDITION)


def png(wide: int, high: int, dots_a_metre: int = 3780) -> bytes:
    """A blue PNG of that many dots."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + b"\x17\x32\x5f" * wide) * high
    size = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    resolution = struct.pack(">IIB", dots_a_metre, dots_a_metre, 1)
    parts = ((b"IHDR", size), (b"pHYs", resolution), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


NOTES = (
    Note("1", (said("News analysis, New Delhi. Media, grade F3."),)),
    Note("2", (said("A first paragraph with ", Span("a page", link="https://example.org/a b")), said("and a second."))),
)

EVERYTHING: tuple[Block, ...] = (
    said("Action memo", role=Role.LABEL),
    Fields((((Span("To"),), (Span("Minister"),)), ((Span("Subject", bold=True),), (Span("A visit", bold=True),)))),
    said("The visit decides whether the summit announces or delivers.", role=Role.KEY),
    heading(1, "Recommendation", numbered=False),
    said("That you agree by ", Span("14 November", bold=True), " and ", Span("not later", bold=True, italic=True), "."),
    SignOff(("Approve", "Disapprove", "Discuss", "Date")),
    heading(1, "Background", "background"),
    said(
        "It grew from defence.",
        Span(note="1"),
        " Сергей Лавров, मंत्री, الوزير and ",
        Span("the table", link="#the-agenda"),
        Span(", struck", strike=True),
        Span(" code", code=True),
        Span(note="2"),
        "\nnext line",
    ),
    heading(1, "Agenda", "the-agenda"),
    table("Area|Ask|Lead", "Defence|A dated calendar|MoD", "Energy|A formula|MoPNG", caption="Table 1. What we ask"),
    said("As of 7 November.", Span(note="1"), role=Role.ASIDE),
    heading(2, "Objectives"),
    Bullets(
        (
            (said("Finish the statement."),),
            (said("Choose projects:"), items("industry", "space"), said("each with a date."), table("A|B", "1|2")),
            (),
            (Code("first\n  second"),),
        ),
        start=3,
        tight=False,
    ),
    items("one", "two"),
    Quote((said("Unless deliverables emerge, it is symbolic."), items("a point"), Quote((said("deeper"),)))),
    heading(3, "Details"),
    Code("if x:\n    go  on\n\tend"),
    Rule(),
    Table(
        (Column((Span("Risk"),)), Column((Span("Likelihood"),), Align.END), Column((Span("Impact"),), Align.CENTRE)),
        ((Cell((said("Sanctions"), items("banks", "ships", start=1))), Cell((said("4"),)), Cell(())),),
        (Span("Table 2. Risks"),),
        "One risk",
        row_heads=True,
    ),
    Picture(png(400, 100), "A blue bar", (Span("Figure 1. A bar"),)),
    Picture(png(4, 4), ""),
    NewPage(Turn.LANDSCAPE),
    heading(1, "Annex"),
    table("Office|Status", "Finance|cleared", caption="Table 3. Clearances"),
    NewPage(),
    said("Upright again."),
)


def everything(furniture: Furniture = FURNITURE, language: str = "en") -> bytes:
    """The Word file of a memo with every kind of block, and all that it says about itself."""
    properties = Properties(
        "Before the summit",
        language,
        subject="Preparatory visit",
        author="Joint Secretary, Eurasia",
        keywords="India, Russia",
        identifier="summit",
        revision=2,
        status="draft",
        extra=(("Source hash", "sha256:00"), ("Issue", "2")),
    )
    return render_word(Memo(properties, furniture, EVERYTHING, NOTES), STYLES, EDITION)
