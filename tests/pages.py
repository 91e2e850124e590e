"""A one-pager made by hand, and what is read back of a drawn one."""

import datetime as dt
import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import pdfplumber
import pikepdf

from briefexport.document.page import (
    Ask,
    Asks,
    BottomLine,
    Closing,
    Grid,
    Line,
    Lines,
    ListStyle,
    Masthead,
    Matrix,
    Moment,
    MomentKind,
    OnePage,
    PageCell,
    PageRow,
    Panel,
    Plot,
    Shape,
    Slot,
    StatusMark,
    Strip,
    Tone,
    Trend,
)
from briefexport.document.text import Furniture, Properties, Span, Spans
from briefexport.edition import Edition
from briefexport.render.pdf import render_pdf
from briefexport.theme import Theme

EDITION = Edition(dt.datetime(2025, 11, 7, tzinfo=dt.UTC))
ON_TRACK = StatusMark("On track", Shape.DISC, Tone.GREEN)
AT_RISK = StatusMark("At risk", Shape.TRIANGLE, Tone.AMBER)


def spans(text: str) -> Spans:
    """A text of one look."""
    return (Span(text),)


def lines(name: str, texts: Sequence[str], style: ListStyle = ListStyle.NUMBERED, priority: int = 3) -> Lines:
    """A list; its entries are `name[0]`, `name[1]`, ..."""
    return Lines(
        tuple(
            Line(origin=f"{name}[{number}]", priority=priority, spans=spans(text)) for number, text in enumerate(texts)
        ),
        style,
    )


def agenda() -> Grid:
    """A table of three columns."""
    rows = [("Locks", "Deeper by one metre", "A date"), ("Cranes", "Two of them, with an owner", "A price")]
    return Grid(
        ("Area", "What we want", "What we ask"),
        tuple(
            PageRow(origin=f"agenda[{number}]", cells=tuple(PageCell(spans(text)) for text in row))
            for number, row in enumerate(rows)
        ),
        "What we want in each area",
        strong=True,
    )


def indicators() -> Grid:
    """A table with status marks and one trend."""
    trend = Trend(
        (dt.date(2025, 1, 1), dt.date(2025, 6, 1)), (3.0, 8.5), "Ships a day: 3 in January, 8.5 in June", 10.0
    )
    rows = [
        (PageCell(spans("Ships a day")), PageCell(status=ON_TRACK), PageCell(spans("8.5"), trend=trend)),
        (PageCell(spans("Days of waiting")), PageCell(status=AT_RISK), PageCell(spans("none yet"))),
    ]
    return Grid(
        ("Indicator", "Status", "Latest"),
        tuple(PageRow(origin=f"indicators[{number}]", cells=row) for number, row in enumerate(rows)),
    )


def risks() -> Matrix:
    """Two points on the matrix and one whose scores nobody knows."""
    points = [("The dredger leaves", 4, 5), ("Fog", 2, 1), ("A strike", None, 3)]
    return Matrix(
        tuple(
            Plot(
                origin=f"risks[{number - 1}]",
                number=number,
                spans=spans(title),
                said=f"{number} {title}: likelihood {likelihood}, impact {impact}",
                likelihood=likelihood,
                impact=impact,
            )
            for number, (title, likelihood, impact) in enumerate(points, start=1)
        ),
        "likelihood 1–5",
        "impact 1–5",
        "Risks",
        "Unknown: {numbers}",
    )


def dates() -> Strip:
    """A day and a window."""
    return Strip(
        (
            Moment(
                origin="timeline[0]",
                first=dt.date(2025, 11, 14),
                last=dt.date(2025, 11, 14),
                when="14 Nov 2025",
                spans=spans("Decision"),
                kind=MomentKind.DEADLINE,
            ),
            Moment(
                origin="timeline[1]",
                first=dt.date(2025, 12, 1),
                last=dt.date(2025, 12, 10),
                when="early Dec 2025",
                spans=spans("Council"),
                certainty="expected",
            ),
        ),
        "Dates in order",
    )


def panel(name: str, body: Any, slot: Slot = Slot.WIDE, *, filler: bool = False) -> Panel:
    """A panel under a heading that is its name with a capital."""
    return Panel(name, spans(name.capitalize()), body, slot, filler)


def page(panels: Sequence[Panel] | None = None, **changes: Any) -> OnePage:
    """A page with those panels, or with one of each kind."""
    usual = (
        panel("agenda", agenda()),
        panel("objectives", lines("objectives", ["Keep the dredger", "Fix a date"]), Slot.NARROW),
        panel("indicators", indicators()),
        panel("risks", risks(), Slot.NARROW),
        panel("dates", dates(), Slot.FULL),
    )
    made = OnePage(
        Properties("Harbour works", "en", author="Harbour desk", identifier="harbour/1"),
        Furniture("RESTRICTED", "H/1", "draft", "{page} of {pages}"),
        Masthead(
            "Harbour desk",
            "For: Minister",
            "H/1 · issue 1",
            "Port Ardel, 7 November 2025",
            "draft",
            spans("Harbour works"),
        ),
        BottomLine("Bottom line", (spans("The second lock can open in May if the dredger stays."),)),
        Asks(
            "Decision asked", "By", (Ask("recommendations[0]", spans("That you sign the option."), "14 November 2025"),)
        ),
        usual if panels is None else tuple(panels),
        Closing(
            "In the memo: {parts}.", "{heading} ({count} more)", "{heading} (details)", "Status:", (ON_TRACK, AT_RISK)
        ),
    )
    return msgspec.structs.replace(made, **changes)


class Seen(NamedTuple):
    """What pdfplumber reads of a file: paper, the letters with their boxes, the words with theirs."""

    pages: int
    size: tuple[float, float]
    letters: list[dict[str, Any]]
    words: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """All letters in the order of the file, without white space."""
        return "".join("".join(letter["text"] for letter in self.letters).split())


def read(data: bytes) -> Seen:
    """A drawn page as a program reads it that did not draw it."""
    with pdfplumber.open(io.BytesIO(data)) as opened:
        first = opened.pages[0]
        letters = [letter for letter in first.chars if letter["text"].strip()]
        words = first.extract_words(x_tolerance=0.5, y_tolerance=0.5, extra_attrs=["size"])
        return Seen(len(opened.pages), (float(first.width), float(first.height)), letters, words)


def overlapping(words: Sequence[dict[str, Any]], slack: float = 0.6) -> Iterator[tuple[str, str]]:
    """Pairs of words that stand on each other."""
    ordered = sorted(words, key=lambda word: word["top"])
    for number, word in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other["top"] >= word["bottom"] - slack:
                break
            if other["x0"] < word["x1"] - slack and word["x0"] < other["x1"] - slack:
                yield word["text"], other["text"]


def drawn(found: OnePage, theme: Theme | None = None) -> bytes:
    """The bytes of a page."""
    return render_pdf(found, theme or Theme(), EDITION).data


def bottom_line(*said: Span) -> BottomLine:
    """A bottom line of one paragraph."""
    return BottomLine("Bottom line", (said,))


def png(width: int = 4, height: int = 2) -> bytes:
    """A red picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + b"\xff\0\0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def marks(first: Any) -> Iterator[Any]:
    """What is said of each stretch of marked content on a page."""
    for step in pikepdf.parse_content_stream(first):
        operands, operator = step.operands, str(step.operator)
        if operator == "BDC":
            yield operands[1]
