"""No word of the page breaks where it fits another way, and none leaves its column."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.compose.onepager import compose_onepager
from briefexport.document.page import (
    Grid,
    ListStyle,
    Matrix,
    Moment,
    OnePage,
    PageCell,
    PageRow,
    Plot,
    Slot,
    StatusMark,
    Strip,
)
from briefexport.document.text import Span
from briefexport.house import read_house
from briefexport.render.pdf import render_pdf
from briefexport.render.pdf.faces import Style, face, faces_of
from briefexport.render.pdf.grid import GridBox
from briefexport.render.pdf.matrix import MatrixBox
from briefexport.render.pdf.strip import StripBox
from briefexport.render.pdf.voice import Air, Speaker
from briefexport.render.pdf.words import Composing
from briefexport.theme import Theme
from nine import nine_briefings, pictures_of
from pages import AT_RISK, EDITION, ON_TRACK, Seen, dates, lines, overlapping, page, panel, read, spans

LANDSCAPE = Theme(landscape=True)
LETTERS = re.compile("[a-zA-ZÀ-žЀ-ӿ]{3,}")
COMPOUND = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
SPEAKER = Speaker(Composing(faces_of("Fira Sans"), "en"), Theme().palette)


def torn(found: OnePage, theme: Theme) -> list[str]:
    """The words of tables and lists that no reader finds in one piece on the page."""
    drawn = render_pdf(found, theme, EDITION)
    tokens = " ".join(word["text"] for word in read(drawn.data).words)
    items = [item for one in found.panels for item in one.body.items if item.origin not in drawn.left_out]
    return [word for item in items for word in LETTERS.findall(" ".join(said(item))) if word not in tokens]


def said(item: Any) -> Iterator[str]:
    """What an entry says itself: its own text, or that of its cells and their statuses."""
    for cell in getattr(item, "cells", (item,)):
        yield from (span.text for span in getattr(cell, "spans", ()))
        if getattr(cell, "status", None):
            yield cell.status.word


def composed(name: str, language: str | None = None) -> OnePage:
    """One of the nine pages to look at, or one with the labels of another language."""
    briefing = nine_briefings()[name]
    if language:
        briefing = msgspec.structs.replace(briefing, language=language)
    return compose_onepager(briefing, read_house(), pictures_of(briefing))


def table(rows: list[list[str]], status: StatusMark = ON_TRACK) -> Grid:
    """A table of which each row ends with a status."""
    made = [
        PageRow(origin=f"t[{at}]", cells=(*(PageCell(spans(text)) for text in row), PageCell(status=status)))
        for at, row in enumerate(rows)
    ]
    return Grid((*(f"Head {number}" for number in range(len(rows[0]))), "Status"), tuple(made))


@pytest.mark.slow
@pytest.mark.parametrize("theme", [Theme(), LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("name", ["usual-en", "usual-ru", "overfull-en", "overfull-ru", "short-ru"])
def test_no_word_of_a_page_to_look_at_is_torn(name: str, theme: Theme) -> None:
    assert torn(composed(name), theme) == []


@pytest.mark.parametrize("language", ["fr", "de"])
def test_labels_of_another_language_tear_no_word(language: str) -> None:
    assert torn(composed("usual-en", language), Theme()) == []


WORDS = st.sampled_from(
    ("a", "date", "inconnu", "high-technology", "Заблаговременность", "अंतरराष्ट्रीयकरण", "1,27,450\u00a0टिकट")
)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=4), st.floats(1.0, 2.0))
def test_a_table_that_has_room_for_all_of_its_words_tears_none(rows: list[list[str]], more: float) -> None:
    box = GridBox(SPEAKER, table(rows, AT_RISK))

    assert box.torn(box.narrowest * more) == 0


def test_a_word_too_long_for_a_table_leaves_the_others_whole() -> None:
    box = GridBox(SPEAKER, table([["W" * 60, "unbekannt", "Genehmigung"]]))

    assert box.torn(box.narrowest * 0.6) == 1


def test_a_word_cut_in_spread_capitals_stays_inside_its_line() -> None:
    letters = face("Fira Sans", Style(bold=True))
    measured = Composing(faces_of("Fira Sans"), "de").text((Span(COMPOUND),), bold=True, caps=True, tracking=0.09)

    drawn = ["".join(piece.text for word in line.words for piece in word.pieces) for line in measured.lines(12.0)]
    widths = [sum(letters.width(letter) + 0.09 for letter in line) for line in drawn]

    assert "".join(drawn) == COMPOUND.upper()
    assert max(widths) <= 12.0 + 0.001


def test_a_long_heading_does_not_reach_into_the_next_column() -> None:
    seen = crowded(
        panel(COMPOUND, lines("a", ["Harbour works and water go on for longer than planned"] * 9), Slot.NARROW),
        panel(COMPOUND[::-1], lines("b", ["Harbour works and water go on for longer than planned"] * 9), Slot.NARROW),
        panel("c", lines("c", ["Harbour works and water go on for longer than planned"] * 9), Slot.NARROW),
        panel("d", lines("d", ["Harbour works and water go on for longer than planned"] * 9), Slot.NARROW),
    )

    assert list(overlapping(seen.words)) == []


def crowded(*panels: Any) -> Seen:
    """What is read of a page with those panels."""
    return read(render_pdf(page(panels), Theme(), EDITION).data)


def test_a_page_with_long_words_is_not_set_small_for_them() -> None:
    words = [["अंतरराष्ट्रीयकरण", "१,२७,४५० टिकट", "विद्यार्थियों"], ["Владимирская", "Заблаговременность", "Предупреждение"]]
    letters = crowded(
        panel("first", lines("a", ["Qqqq goes on"] * 4, ListStyle.BULLETS), Slot.NARROW),
        panel("second", table(words), Slot.NARROW),
    ).letters

    assert min(letter["size"] for letter in letters if letter["text"] == "Q") > 10


def test_dates_stand_in_a_list_where_a_row_would_tear_their_words() -> None:
    strip = dates()
    moments: list[Moment] = [
        msgspec.structs.replace(strip.items[0], spans=spans("Intergovernmentally agreed text")) for _ in range(6)
    ]
    box = StripBox(SPEAKER, Strip(tuple(moments), "Dates"))

    assert box.torn(507.0) == 0
    assert box.height(507.0, Air()) > 6 * 12


def test_a_short_list_of_risks_stands_beside_the_matrix_and_not_below_it() -> None:
    plot = Plot(origin="risks[0]", number=1, spans=spans("The dredger leaves"), said="1", likelihood=4, impact=5)
    box = MatrixBox(SPEAKER, Matrix((plot,), "likelihood", "impact", "Risks"))

    assert box.height(205.0, Air()) == 5 * 16 + 2 * 11


def test_a_title_is_set_smaller_before_a_word_of_it_breaks() -> None:
    head = msgspec.structs.replace(page().masthead, title=spans("Donaudampfschifffahrtsgesellschaftskapitän"))

    seen = read(render_pdf(page([], masthead=head), Theme(), EDITION).data)

    assert "Donaudampfschifffahrtsgesellschaftskapitän" in [word["text"] for word in seen.words]
