"""What the memo's text carries: every letter, notes, links, languages, and what stands on every page."""

import io
import re

import mammoth
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.document.text import (
    Align,
    Cell,
    Code,
    Column,
    Fields,
    Note,
    Paragraph,
    SignOff,
    Span,
    Table,
)
from memos import RIGHT_TO_LEFT, everything, heading, items, said, table, word
from word_reading import MAIN, R, W, lines, related, root, style, texts, unpacked, val

NOTES = "word/footnotes.xml"
HOSTILE = (
    "=1+1",
    "{{ 7*7 }}",
    "<b>&amp;</b>",
    "| --- |",
    "*x* `y` [a](b) ]]>",
    "  two  spaces  ",
    "a\tb\tc",
    "नमस्ते 👩‍👩‍👧 e\u0301 \u202eabc\u202c",
    "a\u2028b\u2029c\u0085d\u00a0e\u00ade",
    "₹ € ₽ \ufffd \U0001fffe \u2060",
    "%1 \\ {PAGE} \x7f",
)
# What a reader lets through: no control characters, no halves of characters.
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from("\t\n")
)


def paragraphs(data: bytes) -> list[str]:
    """The text of every paragraph after the title, as our own reading finds it."""
    return [text for called, text in lines(root(data)) if called != "Title"]


def raw(data: bytes) -> str:
    """All text, as mammoth finds it."""
    return str(mammoth.extract_raw_text(io.BytesIO(data)).value)


def runs(data: bytes, part: str = MAIN) -> list[tuple[str, str | None, dict[str, str]]]:
    """Text, style and language marks of every run."""
    found = []
    for run in root(data, part).iter(W + "r"):
        marks = {
            each.tag.removeprefix(W): " ".join(each.attrib.values())
            for each in run.iterfind(f"{W}rPr/*")
            if each.tag != W + "rStyle"
        }
        found.append((texts(run), val(run.find(f"{W}rPr/{W}rStyle")), marks))
    return found


def after_title(data: bytes) -> list[tuple[str, str | None, dict[str, str]]]:
    """The runs that the blocks made."""
    return runs(data)[1:]


# --- Every letter ---


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_verbatim_in_every_place(text: str) -> None:
    cell = Table((Column((Span(text),)),), ((Cell((said(text),)),),))
    blocks = (
        said(text),
        heading(1, text),
        items(text),
        Code(text),
        SignOff((text,)),
        cell,
        Fields((((Span("Name"),), (Span(text),)),)),
    )
    found = paragraphs(word(*blocks))

    assert found.count(text) == 7
    assert f"Name\t{text}" in found


@given(TEXT, st.booleans(), st.booleans(), st.sampled_from([None, "ru", "ar", "hi"]))
def test_any_text_arrives_verbatim(text: str, bold: bool, code: bool, language: str | None) -> None:  # noqa: FBT001
    data = word(Paragraph((Span(text, bold=bold, code=code, language=language),)))

    assert paragraphs(data) == [text]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1))
def test_a_reader_that_is_not_ours_finds_the_same_text(text: str) -> None:
    assert f"\n\n{text}\n\n" in f"\n\n{raw(word(said(text), said('end')))}"


@given(st.text(st.characters(codec="utf-16", exclude_categories=())))
def test_what_xml_cannot_hold_never_ends_in_a_traceback(text: str) -> None:
    found = paragraphs(word(said(text)))[0]

    assert len(found) == len(text.replace("\r\n", "\n"))


def test_what_xml_cannot_hold_is_shown_as_a_replacement() -> None:
    assert paragraphs(word(said("a\x00b\ud800c\uffffd"))) == ["a\ufffdb\ufffdc\ufffdd"]


def test_looks_that_meet_are_one_style_that_follows_both() -> None:
    data = word(said(Span("a", bold=True), Span("b", bold=True, italic=True), Span("c", strike=True, code=True)))
    made = {
        val(each, "styleId"): each
        for each in root(data, "word/styles.xml").iter(W + "style")
        if val(each, "customStyle")
    }

    assert [look for _, look, _ in after_title(data)] == ["Strong", "StrongEmphasis", "StruckOutCodeText"]
    assert val(made["StrongEmphasis"].find(W + "basedOn")) == "Strong"
    assert [each.tag for each in made["StrongEmphasis"].iterfind(f"{W}rPr/*")] == [W + "i", W + "iCs"]


# --- Notes ---


def noted(*spans: Span | str, marks: tuple[str, ...] = ("1", "2")) -> bytes:
    """A memo of one paragraph with a note of each mark."""
    return word(said(*spans), notes=tuple(Note(mark, (said(f"note {mark}"),)) for mark in marks))


def test_the_first_mark_is_a_footnote_and_each_later_one_leads_back_to_it() -> None:
    data = noted("a", Span(note="1"), "b", Span(note="2"), "c", Span(note="1"))
    references = [val(each, "id") for each in root(data).iter(W + "footnoteReference")]
    links = [(val(each, "anchor"), texts(each)) for each in root(data).iter(W + "hyperlink")]
    bookmarks = [val(each, "name") for each in root(data).iter(W + "bookmarkStart")]

    assert references == ["1", "2"]
    assert bookmarks == ["_note_1", "_note_2"]
    assert links == [("_note_1", "1")]


def test_a_note_says_its_text_under_its_number() -> None:
    notes = root(noted("a", Span(note="1")), NOTES)
    shown = [(val(each, "id"), val(each, "type"), texts(each)) for each in notes]

    assert shown == [("-1", "separator", ""), ("0", "continuationSeparator", ""), ("1", None, " note 1")]
    assert len(list(notes.iter(W + "footnoteRef"))) == 1


def test_a_mark_that_word_would_not_count_to_is_printed_as_it_is() -> None:
    data = noted(Span(note="4"), "b", Span(note="1"), "c", Span(note="*"), marks=("1", "4", "*"))
    references = list(root(data).iter(W + "footnoteReference"))

    assert [val(each, "customMarkFollows") for each in references] == ["1", None, "1"]
    assert [text for text, look, _ in after_title(data) if look == "FootnoteReference"] == ["4", "", "*"]
    assert [texts(each) for each in root(data, NOTES)][2:] == ["4 note 4", " note 1", "* note *"]


def test_two_marks_in_a_row_do_not_read_as_one_number() -> None:
    data = noted("a", Span(note="1"), Span(note="2"), Span(note="1"))

    assert [text for text, _, _ in after_title(data)] == ["a", "", ",\xa0", "", ",\xa0", "1"]


def test_a_mark_after_a_raised_digit_does_not_read_as_one_with_it() -> None:
    data = noted("240 m³", Span(note="1"), " and 100 m", Span(note="2"))

    assert [text for text, _, _ in after_title(data)] == ["240 m³", "\xa0", "", " and 100 m", ""]


def test_a_note_holds_several_blocks() -> None:
    note = Note("1", (said("first"), items("point"), table("A", "1"), said("last")))
    shown = lines(root(word(said(Span(note="1")), notes=(note,)), NOTES))

    assert shown[2:] == [
        ("FootnoteText", " first"),
        ("TableBullet", "point"),
        ("TableHead", "A"),
        ("TableText", "1"),
        ("TableGap", ""),
        ("FootnoteText", "last"),
    ]


def test_a_note_that_begins_with_a_table_still_has_its_mark() -> None:
    data = word(said(Span(note="1")), notes=(Note("1", (table("A", "1"),)),))

    assert lines(root(data, NOTES))[2] == ("FootnoteText", " ")


def test_a_note_to_a_note_is_told_inside_it() -> None:
    notes = (Note("1", (said("one, see", Span(note="2")),)), Note("2", (said("two, see", Span(note="1")),)))
    data = word(said("a", Span(note="1")), notes=notes)

    assert len(list(root(data).iter(W + "footnoteReference"))) == 1
    assert [texts(each) for each in root(data, NOTES)][2] == " one, see22 two, see1"


def test_a_mark_without_a_note_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="the document has no note '9'"):
        word(said(Span(note="9")))


def test_without_notes_there_is_no_part_for_them() -> None:
    assert NOTES not in unpacked(word(said("a")))


# --- Links ---


def test_links_go_out_by_relationship_and_inside_by_bookmark() -> None:
    out = Span("a page", link="https://example.org/a b?x=1&y=é#z")
    data = word(said(out, Span("there", link="#there"), Span("again", link=out.link)), heading(1, "There", "there"))
    links = list(root(data).iter(W + "hyperlink"))
    targets = related(data)

    assert [targets.get(each.get(R + "id", "")) for each in links] == [
        "https://example.org/a%20b?x=1&y=%C3%A9#z",
        None,
        "https://example.org/a%20b?x=1&y=%C3%A9#z",
    ]
    assert val(links[1], "anchor") == "there"
    assert [look for _, look, _ in after_title(data)][:3] == ["Hyperlink"] * 3


@pytest.mark.parametrize("link", ["#nowhere", "http://[", "https://[::1"])
def test_a_link_to_nowhere_is_its_text(link: str) -> None:
    data = word(said(Span("text", bold=True, link=link)))

    assert list(root(data).iter(W + "hyperlink")) == []
    assert after_title(data) == [("text", "Strong", {})]


def test_a_link_in_a_note_belongs_to_the_notes() -> None:
    assert "https://example.org/a%20b" in related(everything(), NOTES).values()


# --- Languages ---


def test_a_stretch_in_another_script_says_its_language() -> None:
    data = word(said("Met Сергей Лавров, मंत्री and Γιώργος (日本)."))

    assert after_title(data) == [
        ("Met ", None, {}),
        ("Сергей Лавров", None, {"lang": "ru-RU"}),
        (", ", None, {}),
        ("मंत्री", None, {"cs": "", "lang": "hi-IN"}),
        (" and ", None, {}),
        ("Γιώργος", None, {"lang": "el-GR"}),
        (" (", None, {}),
        ("日本", None, {"lang": "zh-CN"}),
        (").", None, {}),
    ]


def test_a_language_that_is_said_wins_over_the_guess() -> None:
    data = word(said(Span("Зеленський", language="uk"), Span("Bonjour", language="fr"), Span("ok", language="en")))

    assert [marks for _, _, marks in after_title(data)] == [{"lang": "uk-UA"}, {"lang": "fr-FR"}, {}]


def test_in_a_russian_memo_russian_goes_without_saying() -> None:
    data = word(said("Встреча в SCO."), language="ru")

    assert after_title(data) == [("Встреча в ", None, {}), ("SCO", None, {"lang": "en-GB"}), (".", None, {})]
    assert val(root(data, "word/styles.xml").find(f".//{W}rPrDefault/{W}rPr/{W}lang")) == "ru-RU"


def test_in_a_hindi_memo_latin_letters_are_the_exception() -> None:
    data = word(said("7 नवंबर को SCO में"), language="hi")
    language = root(data, "word/styles.xml").find(f".//{W}rPrDefault/{W}rPr/{W}lang")

    assert after_title(data) == [
        ("7 नवंबर को ", None, {"cs": ""}),
        ("SCO", None, {"lang": "en-GB"}),
        (" में", None, {"cs": ""}),
    ]
    assert (val(language), val(language, "bidi")) == ("hi-IN", "hi-IN")


def test_right_to_left_words_in_a_left_to_right_memo_are_marked() -> None:
    data = word(said("The الوزير said"))

    assert after_title(data)[1] == ("الوزير", "RightToLeftText", {"rtl": "", "lang": "ar-SA"})


def test_a_right_to_left_memo_is_so_in_every_part() -> None:
    data = everything(RIGHT_TO_LEFT, "ar")
    parts = [part for part in unpacked(data) if re.match(r"word/(document|footnotes|header\d|footer\d)\.xml", part)]
    plain = [
        paragraph
        for part in parts
        for paragraph in root(data, part).iter(W + "p")
        if paragraph.find(f"{W}pPr/{W}bidi") is None and style(paragraph) != "CodeBlock"
    ]
    arabic = next(marks for text, _, marks in runs(data) if "الوزير" in text)

    assert len(parts) >= 7
    assert plain == []
    assert all(each.find(W + "bidi") is not None for each in root(data).iter(W + "sectPr"))
    assert all(each.find(W + "bidiVisual") is not None for each in root(data).iter(W + "tblPr"))
    assert arabic == {"rtl": ""}


def test_code_runs_from_left_to_right_in_every_memo() -> None:
    data = word(Code("if x:\n}"), furniture=RIGHT_TO_LEFT, language="ar")
    (paragraph,) = [each for each in root(data).iter(W + "p") if style(each) == "CodeBlock"]

    assert paragraph.find(f"{W}pPr/{W}bidi") is None
    assert list(paragraph.iter(W + "rtl")) == []


def test_in_a_right_to_left_memo_the_bar_of_the_key_point_changes_sides() -> None:
    def bar(data: bytes) -> list[str]:
        styles = root(data, "word/styles.xml").iter(W + "style")
        key = next(each for each in styles if val(each, "styleId") == "KeyPoint")
        return [each.tag.removeprefix(W) for each in key.iterfind(f"{W}pPr/{W}pBdr/*")]

    assert bar(word(said("a"))) == ["left"]
    assert bar(word(said("a"), furniture=RIGHT_TO_LEFT, language="ar")) == ["right"]


def test_a_link_shows_what_it_says_of_itself() -> None:
    data = word(said(Span("a", link="https://example.org", title='The "page" & more'), Span("b", link="https://b.org")))

    links = [val(each, "tooltip") for each in root(data).iter(W + "hyperlink")]
    assert links == ['The "page" & more', None]


# -- what stays together


def test_what_is_signed_and_what_a_colon_announces_stay_with_what_follows() -> None:
    signed = word(said("That you agree."), SignOff(("Agree",)))
    announced = word(said("They are:"), items("one"), said("No colon"), items("two"), said("At the end:"))

    assert [name for name, _ in lines(root(signed)) if name.startswith("Body")] == ["BodyTextKept"]
    assert [name for name, _ in lines(root(announced)) if name.startswith("Body")] == [
        "BodyTextKept", "BodyText", "BodyText",
    ]  # fmt: skip


def test_the_style_of_what_stays_together_says_so() -> None:
    styles = {val(each, "styleId"): each for each in root(word(), "word/styles.xml").iter(W + "style")}

    kept = [name for name, style in styles.items() if style.find(f"{W}pPr/{W}keepNext") is not None]
    assert {"BodyTextKept", "SignLabel"} <= set(kept)
    assert "BodyText" not in kept


def widths(data: bytes) -> list[int]:
    return [int(val(each, "w") or 0) for each in root(data).iter(W + "gridCol")]


def test_a_short_text_and_a_number_have_room_for_one_line() -> None:
    long = "Sign the option of the contractor before the last day of March " * 3
    made = table("Action|Status|Cost", f"{long}|not started|1,250,000", f"{long}|done|-3.5%")
    ends = msgspec.structs.replace(made, columns=(*made.columns[:2], Column((Span("Cost"),), Align.END)))

    _, status, cost = widths(word(ends))

    # In Calibri of 9 points "not started" is 42 points wide, and the number 37 in Calibri and 40 in Arial.
    assert status > (42 + 11) * 20
    assert cost > (40 + 11) * 20
