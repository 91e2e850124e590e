"""Drafting notes: comments in the memo, beside the words they are about, and nowhere else."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import mammoth
import pytest

from briefexport.briefing import source_numbers
from briefexport.build import build_products
from briefexport.compose.memo import compose_memo
from briefexport.compose.message import compose_message
from briefexport.compose.prose import plain_lines
from briefexport.document.text import (
    Block,
    Bullets,
    Cell,
    Column,
    Comment,
    Fields,
    Heading,
    Memo,
    Note,
    Quote,
    Role,
    Span,
    Table,
)
from briefexport.edition import edition_of
from briefexport.house import House, HouseFile, read_house
from briefexport.product import Product
from briefexport.render.word import render_word
from briefexport.source import Source, read_source
from conftest import read
from consumers import libreoffice, libreoffice_docx, openxml_audit, page_text
from memos import EDITION, RIGHT_TO_LEFT, STYLES, said, word
from test_arrives import in_excel
from word_reading import W, related, root, texts, unpacked, val

HOUSE = read_house()
COMMENTS = "word/comments.xml"
HEAD = """\
title: Annual summit
place: New Delhi
date: 2025-11-07
to: The minister
from: {name: A. Sharma, role: Joint Secretary}
bottom_line: '[The port dues]{comment="Confirm with the Treasury." by="L. Kovac"} are paid.'
"""
TREASURY = Comment("Confirm with the Treasury.", "L. Kovac")
DESK = Comment("Since when?", "Desk")


def source(more: str = "") -> Source:
    return read_source(HEAD + more, "x.yaml")


def memo(more: str = "") -> Memo:
    return compose_memo(source(more).briefing, HOUSE, {})


def set_in_word(more: str) -> bytes:
    return render_word(memo(more), STYLES, EDITION)


def told(data: bytes) -> list[tuple[str | None, str | None, str]]:
    """Author, initials and text of every comment."""
    comments = root(data, COMMENTS).findall(W + "comment")
    assert [val(each, "id") for each in comments] == [str(number) for number in range(len(comments))]
    return [(val(each, "author"), val(each, "initials"), texts(each)) for each in comments]


def commented(data: bytes) -> list[str]:
    """The words that each comment is about, from where it begins to where it ends."""
    said: dict[str, str] = {}
    open_ones: list[str] = []
    for each in root(data).iter():
        number = val(each, "id") or ""
        if each.tag == W + "commentRangeStart":
            open_ones.append(number)
            said[number] = ""
        elif each.tag == W + "commentRangeEnd":
            open_ones.remove(number)
        elif each.tag == W + "t":
            for number in open_ones:
                said[number] += each.text or ""
    assert open_ones == []
    return list(said.values())


# -- from prose to the file


def test_a_comment_stands_beside_its_words_with_who_asks() -> None:
    data = set_in_word("")

    assert told(data) == [("L. Kovac", "LK", "Confirm with the Treasury.")]
    assert commented(data) == ["The port dues"]
    assert [val(each, "id") for each in root(data).iter(W + "commentReference")] == ["0"]
    assert "comments.xml" in related(data).values()


def test_a_comment_that_names_nobody_is_by_the_drafter_else_by_the_sender() -> None:
    sender = set_in_word("summary: '[One]{comment=\"Why?\"}'")
    drafter = set_in_word("summary: '[One]{comment=\"Why?\"}'\ndrafters: [{name: B. Rao}, {name: C. Das}]")

    assert told(sender)[-1] == ("A. Sharma", "AS", "Why?")
    assert told(drafter)[-1] == ("B. Rao", "BR", "Why?")


def test_the_date_is_that_of_the_edition_and_no_clock_is_asked() -> None:
    (comment,) = root(set_in_word(""), COMMENTS)

    assert val(comment, "date") == "2025-11-07T00:00:00Z"
    assert set_in_word("") == set_in_word("")


def test_a_comment_reaches_over_looks_links_and_citations() -> None:
    prose = '[the *whole* [page](https://example.org/)[^one]]{comment="Which?"}'

    data = set_in_word(f"summary: '{prose}'\nsources: [{{id: one, title: One}}]")

    assert commented(data)[1:] == ["the whole page"]
    assert told(data)[1:] == [("A. Sharma", "AS", "Which?")]


@pytest.mark.parametrize("profile", ["action", "brief", "note", "submission"])
def test_comments_are_in_every_form_in_the_order_of_the_text(profile: str) -> None:
    data = set_in_word(
        f"profile: {profile}\nsections: [{{id: a, heading: H, body: '- x [y]{{comment=\"Second.\"}}\\n- z'}}]\n"
        "annexes: [{id: b, title: T, body: '[w]{comment=\"Third.\"}'}]"
    )

    assert [text for _, _, text in told(data)] == ["Confirm with the Treasury.", "Second.", "Third."]


def test_nothing_a_comment_says_is_taken_for_markup_or_for_a_value() -> None:
    data = set_in_word('summary: \'[x]{comment="A \\"quote\\" & <b> {y} {{ z }} | *no* ]"}\'')

    assert told(data)[1][2] == 'A "quote" & <b> {y} {{ z }} | *no* ]'
    assert commented(data)[1] == "x"


def test_a_template_may_comment_on_values_with_values() -> None:
    text = (
        '# {{ briefing.title }}\n\n[{{ briefing.place }}]{comment="Ask {{ briefing.to }}." by="{{ briefing.title }}"}'
    )
    house = House({**HOUSE.files, "memo.md.j2": HouseFile("ours/memo.md.j2", text.encode())})
    briefing = source("").briefing

    data = render_word(compose_memo(briefing, house, {}), STYLES, EDITION)

    assert told(data) == [("Annual summit", "AS", "Ask The minister.")]
    assert commented(data) == ["New Delhi"]


def test_the_words_stand_in_the_other_documents_and_the_comment_does_not(tmp_path: Path) -> None:
    made = source(
        "summary: 'One [two]{comment=\"HIDDEN\"}.'\n"
        "indicators: [{id: a, name: A, definition: 'Count [ships]{comment=\"HIDDEN\"}.'}]"
    )
    products = (Product.ONEPAGER, Product.TRACKER)
    page, tracker = build_products(made, HOUSE, edition_of(made.briefing.date), products)
    (tmp_path / "page.pdf").write_bytes(page.data)
    mail = compose_message(made.briefing, HOUSE, None, ())
    shown = [page_text(tmp_path / "page.pdf"), in_excel(tracker.data), mail.text, mail.html]

    assert [re.search("HIDDEN|Kovac|Confirm|comment=", text) for text in shown] == [None] * 4
    assert all("The port dues are paid." in " ".join(text.split()) for text in shown)
    assert "Count ships." in shown[1]
    assert list(plain_lines("a [b]{comment=c} d", source_numbers(made.briefing))) == ["a b d"]


def test_a_comment_is_no_word_of_the_bottom_line() -> None:
    text = "word " * 59 + '[last]{comment="' + "more " * 40 + 'MEA GDP."}'

    warnings = read_source(HEAD.rpartition("bottom_line")[0] + f"bottom_line: '{text}'", "x.yaml").warnings

    assert [problem.code.value for problem in warnings if problem.code.value != "B405"] == ["B406"]


# -- in the file


def test_one_comment_over_several_looks_is_one_and_neighbours_are_two() -> None:
    data = word(
        said("a ", Span("b", comment=TREASURY), Span("c", bold=True, comment=TREASURY), Span("d", comment=DESK))
    )

    assert commented(data) == ["bc", "d"]
    assert [author for author, _, _ in told(data)] == ["L. Kovac", "Desk"]


def test_a_memo_without_comments_has_no_part_for_them() -> None:
    assert COMMENTS not in unpacked(word(said("a")))


def test_comments_are_in_named_styles() -> None:
    data = word(said(Span("b", comment=TREASURY)))
    (paragraph,) = root(data, COMMENTS).iter(W + "p")
    marks = [run for run in root(data).iter(W + "r") if run.find(W + "commentReference") is not None]

    assert val(paragraph.find(f"{W}pPr/{W}pStyle")) == "CommentText"
    assert [val(run.find(f"{W}rPr/{W}rStyle")) for run in marks] == ["CommentReference"]


def test_notes_carry_no_comments_and_prose_says_so() -> None:
    note = Note("1", (said(Span("note", comment=TREASURY)),))

    assert COMMENTS not in unpacked(word(said("a", Span(note="1")), notes=(note,)))


def test_comments_of_other_scripts_run_their_own_way() -> None:
    data = word(said(Span("نص", comment=Comment("من قال؟", "ليلى حداد"))), language="ar", furniture=RIGHT_TO_LEFT)
    (paragraph,) = root(data, COMMENTS).iter(W + "p")

    assert told(data) == [("ليلى حداد", "لح", "من قال؟")]
    assert paragraph.find(f"{W}pPr/{W}bidi") is not None


# -- as other programs read it


def asked(text: str) -> Span:
    """Words that somebody asks about, by a name of their own."""
    return Span(text, comment=Comment(f"About {text}.", "Desk"))


EVERYWHERE: tuple[Block, ...] = (
    said(asked("label"), role=Role.LABEL),
    Fields((((asked("name"),), (asked("value"),)),)),
    said(asked("key"), role=Role.KEY),
    said("See ", Span("the ", comment=TREASURY), Span("dues", bold=True, comment=TREASURY), "."),
    Heading(1, (asked("heading"),), "here"),
    said(Span("link", link="https://example.org/", comment=DESK), Span("there", link="#here", comment=TREASURY)),
    Bullets(((said(asked("item")), Bullets(((said(asked("deeper")),),), 1)),)),
    Quote((said(asked("quote")),)),
    Table(
        (Column((asked("head"),)),),
        ((Cell((said(asked("cell")), Bullets(((said(asked("in cell")),),)))),),),
        (asked("caption"),),
    ),
    said("cited", Span(note="1", comment=DESK)),
)
WORDS = [
    *("label", "name", "value", "key", "the dues", "heading", "link", "there", "item", "deeper", "quote", "caption"),
    *("head", "cell", "in cell", ""),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("comment") / "memo.docx"
    place.write_bytes(word(*EVERYWHERE, notes=(Note("1", (said("A note."),)),)))
    return place


def test_an_auditor_of_the_format_finds_no_fault_in_comments(file: Path) -> None:
    assert openxml_audit(file) == []


def test_comments_stand_wherever_text_stands(file: Path) -> None:
    assert commented(file.read_bytes()) == WORDS
    assert len(told(file.read_bytes())) == len(WORDS)


def test_a_second_reader_finds_the_comments(file: Path) -> None:
    with file.open("rb") as data:
        html = mammoth.convert_to_html(data, style_map="comment-reference => sup").value

    assert html.count('id="comment-ref-') == len(WORDS)
    assert html.index("Comment [LK5]") < html.index("Confirm with the Treasury.") < html.index("Comment [D6]")


@pytest.mark.slow
def test_libreoffice_shows_the_comments_and_keeps_them(file: Path, tmp_path: Path) -> None:
    (opened,) = libreoffice("odt", tmp_path, file)
    with zipfile.ZipFile(opened) as package:
        content = ET.fromstring(package.read("content.xml"))  # noqa: S314  # LibreOffice's own
    notes = ["".join(each.itertext()) for each in content.iter() if each.tag.endswith("}annotation")]
    saved = libreoffice_docx(file, tmp_path / "saved").read_bytes()

    assert len(notes) == len(WORDS)
    assert notes[4] == "L. Kovac2025-11-07T00:00:00LKConfirm with the Treasury."
    assert commented(saved) == WORDS
    assert [text for *_, text in told(saved)] == [text for *_, text in told(file.read_bytes())]


def test_the_museum_has_a_comment_in_hindi() -> None:
    museum = read("museum")

    data = museum.artifact(Product.MEMO).data

    assert told(data) == [("संरक्षण प्रभाग", "सप", "गर्मियों के आँकड़ों से मिला लें।")]
    assert commented(data) == ["दीर्घा का ताप 22 °C"]
