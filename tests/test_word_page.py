"""Pages of the memo: how they lie, what stands at the top and the foot of each, pictures that fit."""

import re

import pytest

from briefexport.document.text import (
    Bullets,
    Cell,
    Column,
    Furniture,
    NewPage,
    Paragraph,
    Picture,
    Span,
    Table,
    Turn,
)
from briefexport.render.word import PictureError
from memos import FURNITURE, everything, png, said, table, word
from word_reading import MAIN, W, body, root, style, texts, unpacked, val

TEXT_WIDTH = 9184
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

NOTES = "word/footnotes.xml"


def page_furniture(data: bytes, kind: str) -> list[str]:
    """The text of every header, or of every footer."""
    return [texts(root(data, part)) for part in sorted(unpacked(data)) if re.match(rf"word/{kind}\d", part)]


@pytest.mark.parametrize(
    ("wide", "high", "expected"),
    [
        (400, 100, (400 * 9525, 100 * 9525)),  # 96 dots an inch, 914,400 units an inch
        (4000, 1000, (TEXT_WIDTH * 635, TEXT_WIDTH * 635 // 4)),
        (100, 5000, (6197854 // 50, 6197854)),  # seven tenths of the page's height
    ],
)
def test_a_picture_is_as_large_as_it_is_or_as_fits(wide: int, high: int, expected: tuple[int, int]) -> None:
    extent = next(root(word(Picture(png(wide, high), "x"))).iter(DRAWING + "extent"))
    size = int(extent.get("cx", "")), int(extent.get("cy", ""))

    assert size == pytest.approx(expected, rel=0.001)


def test_a_picture_is_described_or_marked_as_decoration() -> None:
    data = word(Picture(png(4, 4), 'A "bar" & more', (Span("Figure 1"),)), Picture(png(4, 4), ""))
    shown, decoration = root(data).iter(DRAWING + "docPr")
    flags = [each for each in decoration.iter() if each.tag.endswith("}decorative")]

    assert (shown.get("descr"), shown.get("id"), decoration.get("id")) == ('A "bar" & more', "1", "2")
    assert (decoration.get("descr"), [each.get("val") for each in flags]) == ("", ["1"])
    assert [style(each) for each in body(data)] == ["FigureAboveCaption", "FigureCaption", "Figure"]


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"<svg/>"])
def test_what_is_no_picture_is_refused_by_name(junk: bytes) -> None:
    with pytest.raises(PictureError, match="the picture 'a map' is no PNG or JPEG file"):
        word(Picture(junk, "a map"))


def test_pages_lie_as_said_and_keep_their_furniture() -> None:
    data = word(said("a"), NewPage(Turn.LANDSCAPE), table("A", "1"), NewPage(), said("c"))
    sections = list(root(data).iter(W + "sectPr"))
    sizes = [(val(each.find(W + "pgSz"), "w"), val(each.find(W + "pgSz"), "orient")) for each in sections]
    furniture = [
        [each.get(W + "type") for each in section if each.tag in {W + "headerReference", W + "footerReference"}]
        for section in sections
    ]

    assert sizes == [("11906", None), ("16838", "landscape"), ("11906", None)]
    assert furniture == [["first", "default", "first", "default"], ["default"] * 2, ["default"] * 2]
    assert [each.find(W + "titlePg") is not None for each in sections] == [True, False, False]
    assert sum(int(val(each, "w") or 0) for each in root(data).iter(W + "gridCol")) == 16838 - 2 * 1361


@pytest.mark.parametrize(
    "blocks",
    [
        (NewPage(),),
        (NewPage(), NewPage(Turn.LANDSCAPE)),
        (table("A", "1"), NewPage()),
        (Bullets(((said("a"), NewPage(), said("b")),)), said("c")),
    ],
)
def test_a_page_may_break_anywhere(blocks: tuple[Paragraph | NewPage | Table | Bullets, ...]) -> None:
    inside = list(root(word(*blocks))[0])
    breaks = sum(isinstance(block, NewPage) for block in blocks) or 1

    assert len(list(root(word(*blocks)).iter(W + "sectPr"))) == breaks + 1
    assert inside[-2].tag == W + "p"
    assert inside[-2].find(f"{W}pPr/{W}sectPr") is None


def test_a_cell_and_a_note_have_no_page_of_their_own() -> None:
    cell = Table((Column((Span("A"),)),), ((Cell((said("x"), NewPage())),),))

    assert len(list(root(word(cell)).iter(W + "sectPr"))) == 1


def test_the_marking_stands_at_the_top_and_the_foot_of_every_page() -> None:
    data = word(said("a"), NewPage(Turn.LANDSCAPE), said("b"))

    assert [text.count("RESTRICTED") for text in page_furniture(data, "header")] == [1, 1, 1]
    assert [text.count("RESTRICTED") for text in page_furniture(data, "footer")] == [1, 1, 1]


def test_following_pages_name_the_memo_and_every_page_says_draft() -> None:
    first, later = page_furniture(word(said("a")), "header")

    assert first == "RESTRICTEDDRAFT"
    assert later == "RESTRICTEDDRAFT · Before the summit"


def test_the_page_number_is_a_field_with_a_result() -> None:
    footer = root(word(said("a")), "word/footer1.xml")
    codes = [(each.text or "").strip() for each in footer.iter(W + "instrText")]

    assert codes == ["PAGE", "NUMPAGES"]
    assert texts(footer) == "EUR/2025/118 · issue 1\tRESTRICTED\tPage 1 of 1"


def test_words_around_the_page_number_stand_in_the_order_of_the_language() -> None:
    said_so = Furniture("", "R", "", "共{pages}页，第{page}页")

    assert page_furniture(word(said("a"), furniture=said_so, language="zh"), "footer")[0] == "R\t\t共1页，第1页"


def test_a_long_marking_has_a_line_of_its_own_at_the_foot() -> None:
    long = Furniture("TOP SECRET " * 6, FURNITURE.reference, "", FURNITURE.page_of)

    assert [style(each) for each in root(word(said("a"), furniture=long), "word/footer1.xml")] == ["Marking", "Footer"]


def test_without_a_marking_and_a_draft_word_the_first_header_is_empty() -> None:
    bare = Furniture("", "", "", "{page}")
    first, later = page_furniture(word(said("a"), furniture=bare), "header")

    assert (first, later) == ("", "Before the summit")


def test_no_paragraph_of_the_memo_is_a_text_box() -> None:
    boxes = {"txbxContent", "framePr", "pict"}
    found = {each.tag.rpartition("}")[2] for part in (MAIN, NOTES) for each in root(everything(), part).iter()}

    assert len(found) > 40
    assert found & boxes == set()
