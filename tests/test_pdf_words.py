"""Words and lines: which font, how wide, where a line ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.document.text import Span
from briefexport.render.pdf.faces import GlyphError, Style, face, faces_of
from briefexport.render.pdf.words import Composing, Text

FIRA = Composing(faces_of("Fira Sans"), "en")


def text(said: str, **look: bool) -> Text:
    """A measured text."""
    return FIRA.text((Span(said),), **look)


def broken(said: str, width: float) -> list[str]:
    """The lines of a text in a width of so many ems."""
    return [
        " ".join("".join(piece.actual or piece.text for piece in word.pieces) for word in line.words)
        for line in text(said).lines(width)
    ]


def test_a_text_is_as_wide_as_the_letters_of_its_font() -> None:
    widths = face("Fira Sans", Style()).face.charWidths

    assert text("abc").natural == pytest.approx(sum(widths[ord(letter)] for letter in "abc") / 1000)


def test_lines_end_between_words() -> None:
    assert broken("the quick brown fox", 5.5) == ["the quick", "brown fox"]


def test_a_line_feed_ends_a_line() -> None:
    assert broken("one\ntwo", 50) == ["one", "two"]


def test_a_line_never_ends_after_a_hyphen_that_a_reader_would_drop() -> None:
    assert broken("trade after-sales", 5.5) == ["trade", "after-sales"]


def test_a_line_may_end_after_a_dash_between_words() -> None:
    assert broken("Moscow–Delhi", 5.0) == ["Moscow–", "Delhi"]


def test_a_word_without_end_is_cut_where_the_line_ends() -> None:
    lines = text("W" * 200).lines(10)

    assert all(line.width <= 10 for line in lines)
    assert sum(len(piece.text) for line in lines for word in line.words for piece in word.pieces) == 200


def test_a_number_too_wide_for_a_line_is_cut_before_its_unit() -> None:
    assert broken("127\u00a0450\u00a0tickets", 6.0) == ["127\u00a0450\u00a0", "tickets"]


def test_a_bracket_is_of_the_font_of_what_it_holds() -> None:
    assert [piece.face.fontName for word in text("(नमूना)").words for piece in word.pieces] == ["Mukta-Regular"]
    assert [piece.face.fontName for word in text("(sample)").words for piece in word.pieces] == ["FiraSans-Regular"]


def test_a_room_that_never_breaks_keeps_words_together() -> None:
    assert broken("at 5\u00a0km now", 3.0) == ["at", "5\u00a0km", "now"]


def test_a_devanagari_run_is_set_in_mukta_and_says_what_it_is() -> None:
    (word,) = text("क्षेत्र").words

    assert word.pieces[0].face.fontName == "Mukta-Regular"
    assert word.pieces[0].actual == "क्षेत्र"
    assert word.pieces[0].look.language == "hi"


def test_capitals_are_drawn_and_the_text_stays_as_typed() -> None:
    (word,) = text("Straße", caps=True).words

    assert (word.pieces[0].text, word.pieces[0].actual) == ("STRASSE", "Straße")


def test_a_cyrillic_page_does_not_call_cyrillic_foreign() -> None:
    page = Composing(faces_of("Fira Sans"), "uk")

    assert page.text((Span("Київ"),)).words[0].pieces[0].look.language is None


def test_a_note_is_drawn_in_small_raised_digits() -> None:
    found = FIRA.text((Span("word"), Span(note="12")))

    assert "".join(piece.text for word in found.words for piece in word.pieces) == "word\u00b9\u00b2"


def test_a_character_of_no_font_is_named() -> None:
    with pytest.raises(GlyphError) as missing:
        text("a\U0001f600")

    assert missing.value.named == "U+1F600 GRINNING FACE"


LETTERS = "abc deДжз ёक्षेत्रम έ –-/.é́\u2011\u00ad\u200d\u00a0W\n"


@given(st.text(LETTERS, max_size=60), st.floats(0.9, 30))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(said: str, width: float) -> None:
    measured = text(said)
    lines = measured.lines(width)
    pieces = [piece for line in lines for word in line.words for piece in word.pieces]
    back = "".join(piece.text if piece.actual is None else piece.actual for piece in pieces)
    widest = max((piece.width for word in measured.words for piece in word.pieces if piece.glyphs), default=0.0)

    assert all(line.width <= max(width, widest, 1.0) + 1e-6 for line in lines)
    assert "".join(back.split()) == "".join(said.split())
    assert measured.count(width) == len(lines)
