"""The memo as Word has it: styles, headings, lists, tables, pages. Read with the standard library."""

from xml.etree import ElementTree as ET

import pytest

from briefexport.document.text import (
    Align,
    Bullets,
    Cell,
    Code,
    Column,
    Fields,
    Quote,
    Role,
    SignOff,
    Span,
    Table,
)
from memos import EVERYTHING, NOTES, everything, heading, items, said, table, word
from word_reading import MAIN, W, body, lines, number, root, style, texts, unpacked, val

TEXT_WIDTH = 9184
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

# What a memo's text may say beside names of styles, because no style can say it.
SAID_BY_TEXT = {
    "pPr": {"pStyle", "numPr", "bidi", "ind", "sectPr"},
    "rPr": {"rStyle", "rtl", "cs", "lang"},
    "trPr": {"cantSplit", "tblHeader"},
    "tcPr": {"tcW"},
    "tblPr": {
        "tblStyle", "bidiVisual", "tblW", "tblInd", "tblLayout", "tblLook", "tblCaption", "tblDescription",
    },
}  # fmt: skip


def direct_formatting(text: ET.Element) -> set[str]:
    """Elements of formatting that are none of the few a text may carry."""
    return {
        said.tag.removeprefix(W)
        for place, allowed in SAID_BY_TEXT.items()
        for properties in text.iter(W + place)
        for said in properties
        if said.tag.removeprefix(W) not in allowed
    }


def starts(data: bytes) -> dict[str, str | None]:
    """What each list counts from, for those that say so."""
    return {
        val(num, "numId") or "": val(num.find(f"{W}lvlOverride/{W}startOverride"))
        for num in root(data, "word/numbering.xml").iter(W + "num")
        if num.find(W + "lvlOverride") is not None
    }


@pytest.mark.parametrize("part", [MAIN, "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"])
def test_nothing_is_formatted_but_by_named_styles(part: str) -> None:
    assert direct_formatting(root(everything(), part)) == set()


def test_direct_formatting_would_be_seen() -> None:
    planted = unpacked(everything())[MAIN].replace(b"<w:rStyle", b"<w:b/><w:rStyle", 1).replace(b"<w:bidi/>", b"")

    assert direct_formatting(ET.fromstring(planted)) == {"b"}  # noqa: S314  # our own file


def test_every_style_that_is_used_is_in_the_file() -> None:
    data = everything()
    known = {each.get(W + "styleId") for each in root(data, "word/styles.xml").iter(W + "style")}
    used = {
        val(each)
        for part in unpacked(data)
        if part.startswith("word/") and part.endswith(".xml")
        for tag in ("pStyle", "rStyle", "tblStyle")
        for each in root(data, part).iter(W + tag)
    }

    assert len(used) > 30
    assert used <= known


def test_the_title_stands_above_the_blocks_and_below_their_label() -> None:
    data = word(said("Action memo", role=Role.LABEL), said("text"), said("later", role=Role.LABEL))

    assert lines(root(data)) == [
        ("MemoLabel", "Action memo"),
        ("Title", "Before the summit"),
        ("BodyText", "text"),
        ("MemoLabel", "later"),
    ]


def test_each_role_of_a_paragraph_is_a_style() -> None:
    data = word(*(said(role.value, role=role) for role in Role if role is not Role.LABEL))

    assert lines(root(data))[1:] == [
        ("BodyText", "body"),
        ("KeyPoint", "key"),
        ("Aside", "aside"),
        ("Quote", "quote"),
        ("Caption", "caption"),
    ]


def test_headings_are_words_own_and_the_deepest_is_the_sixth() -> None:
    data = word(*(heading(level, str(level)) for level in (1, 2, 3, 6, 9)))

    assert lines(root(data))[1:] == [
        ("Heading1", "1"),
        ("Heading2", "2"),
        ("Heading3", "3"),
        ("Heading6", "6"),
        ("Heading6", "9"),
    ]


def test_a_heading_is_numbered_by_its_style_unless_it_stands_outside_the_count() -> None:
    inside, outside = body(word(heading(1, "Agenda"), heading(1, "Recommendation", numbered=False)))
    data = word(heading(1, "x", numbered=False))
    silent = root(data, "word/numbering.xml").findall(W + "num")[-1]
    abstract = next(
        each
        for each in root(data, "word/numbering.xml").iter(W + "abstractNum")
        if val(each, "abstractNumId") == val(silent.find(W + "abstractNumId"))
    )

    assert number(inside) == (None, None)
    assert number(outside) == (val(silent, "numId"), "0")
    assert val(abstract.find(f"{W}lvl/{W}numFmt")) == "none"


def test_every_numbered_list_counts_for_itself_from_its_own_start() -> None:
    data = word(items("a", "b", start=1), said("between"), items("c", start=7), items("d", start=99_999_999))
    first, again, between, other, largest = (number(each)[0] for each in body(data))

    assert first == again
    assert between is None
    assert starts(data) == {first: "1", other: "7", largest: "32767"}


def test_a_list_goes_seven_levels_deep_and_ten_deep_stays_at_the_ninth() -> None:
    block = items("deepest")
    for depth in range(9):
        block = Bullets(((said(str(depth)), block),), start=None if depth % 2 else 1)

    levels = [number(each)[1] for each in body(word(block))]

    assert levels == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "8"]


def test_what_belongs_to_an_item_stands_under_its_text() -> None:
    item = (said("first"), said("second"), Quote((said("quoted"),)), Code("code"), table("A", "1"), items("inner"))
    set_ = body(word(Bullets((item,))))
    shown = [(style(each), val(each.find(f"{W}pPr/{W}ind"), "left")) for each in set_ if each.tag == W + "p"]

    # The text of the first level stands 397 twips in, a quote 340 further, code 100.
    assert shown[:4] == [("ListBullet", None), ("ListContinue", "397"), ("Quote", "737"), ("CodeBlock", "497")]
    assert [val(each.find(f"{W}tblPr/{W}tblInd"), "w") for each in set_ if each.tag == W + "tbl"] == ["397"]
    assert number(set_[-1])[1] == "1"


def test_an_item_without_text_of_its_own_keeps_its_bullet() -> None:
    set_ = body(word(Bullets(((), (Code("x"),), (items("inner"),)))))

    assert [(style(each), texts(each), number(each)[1]) for each in set_] == [
        ("ListBullet", "", "0"),
        ("ListBullet", "", "0"),
        ("CodeBlock", "x", None),
        ("ListBullet", "", "0"),
        ("ListBullet", "inner", "1"),
    ]


def test_a_list_with_air_between_its_items_has_a_style_of_its_own() -> None:
    loose = Bullets(((said("a"),), (said("b"),)), start=1, tight=False)

    assert [style(each) for each in body(word(loose))] == ["ListNumberOpen", "ListNumberOpen"]


def test_code_keeps_spaces_tabs_and_lines_in_one_paragraph() -> None:
    assert lines(root(word(Code("if x:\n    go  on\n\tend "))))[1:] == [("CodeBlock", "if x:\n    go  on\n\tend ")]


def test_a_table_has_a_caption_above_and_one_header_row_that_repeats() -> None:
    caption, grid, _ = body(word(table("Area|Ask", "Defence|A calendar", "Energy|A formula", caption="Table 1. Asks")))
    rows = grid.findall(W + "tr")

    assert (style(caption), texts(caption)) == ("Caption", "Table 1. Asks")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, True, True]
    assert [style(each) for each in rows[0].iter(W + "p")] == ["TableHead", "TableHead"]
    assert [texts(each) for each in rows[2].iter(W + "p")] == ["Energy", "A formula"]


def test_a_table_says_what_it_is_to_those_who_cannot_see_it() -> None:
    described = Table((Column((Span("A"),)),), (), (Span("Caption"),), "One column")
    plain = table("Area|Ask", "Defence|x")
    _, first, _ = body(word(described))
    second, _ = body(word(plain))

    assert val(first.find(f"{W}tblPr/{W}tblCaption")) == "Caption"
    assert val(first.find(f"{W}tblPr/{W}tblDescription")) == "One column"
    assert val(second.find(f"{W}tblPr/{W}tblDescription")) == "Area; Ask"


@pytest.mark.parametrize(
    "block",
    [
        table("A|B|C", "short|" + "long words of many kinds " * 20 + "|x"),
        table("|".join("ABCDEFGHIJKLMNOP"), "|".join(["wordwordwordwordword"] * 16)),
        table("One", "x"),
        Table((Column((Span("A"),), weight=3), Column((Span("B"),))), ()),
    ],
    ids=["long", "many", "single", "empty"],
)
def test_columns_fill_the_width_of_the_text_exactly(block: Table) -> None:
    grid = body(word(block))[0]
    columns = [int(val(each, "w") or 0) for each in grid.iter(W + "gridCol")]
    cells = [int(val(each, "w") or 0) for each in grid.findall(W + "tr")[0].iter(W + "tcW")]

    assert sum(columns) == TEXT_WIDTH
    assert columns == cells
    assert min(columns) > 0


def test_columns_are_as_wide_as_their_text_and_their_weight_ask() -> None:
    long = body(word(table("A|B", "a few words|" + "many more words than there are beside them " * 6)))[0]
    heavy = body(word(Table((Column((Span("Same"),), weight=3), Column((Span("Same"),))), ())))[0]
    narrow, wide = (int(val(each, "w") or 0) for each in long.iter(W + "gridCol"))
    first, second = (int(val(each, "w") or 0) for each in heavy.iter(W + "gridCol"))

    assert wide > 3 * narrow
    assert first > 2 * second


def test_a_day_stands_on_one_line_of_a_table_with_a_long_note() -> None:
    rows = (
        "Legal Adviser|Anselm Roy|cleared|30 September 2026|",
        "Port|Petra Lind|objected||" + "the price is not fixed " * 6,
    )
    grid = body(word(table("Office|Person|Status|Date|Note", *rows)))[0]
    widths = [int(val(each, "w") or 0) for each in grid.iter(W + "gridCol")]

    assert widths[3] > 1755  # what HarfBuzz measures of the day in bold Carlito of 9.5 points, and the air of a cell


def test_cells_stand_where_their_column_says_and_hold_blocks() -> None:
    columns = (Column((Span("A"),)), Column((Span("B"),), Align.END), Column((Span("C"),), Align.CENTRE))
    cells = (Cell((said("x"), items("one", start=1), table("inner", "1"))), Cell((said("2"),)), Cell(()))
    grid = body(word(Table(columns, (cells,), row_heads=True)))[0]
    head, row = grid.findall(W + "tr")

    assert [style(each) for each in head.iter(W + "p")] == ["TableHead", "TableHeadEnd", "TableHeadCentre"]
    assert [style(cell.findall(W + "p")[0]) for cell in row.findall(W + "tc")] == [
        "TableText",
        "TableTextEnd",
        "TableTextCentre",
    ]
    assert [style(each) for each in row.findall(W + "tc")[0].findall(W + "p")] == [
        "TableText",
        "TableNumber",
        "TableGap",
    ]
    assert val(grid.find(f"{W}tblPr/{W}tblLook"), "firstColumn") == "1"


def test_names_and_values_stand_side_by_side_at_the_tab_stop_that_is_far_enough() -> None:
    short = Fields((((Span("To"),), (Span("Minister"),)), ((Span("From"),), (Span("Joint\nSecretary"),))))
    long = Fields((((Span("Sicherheitsvermerk der Akte"),), (Span("x"),)),))

    assert lines(root(word(short)))[1:] == [("MemoField", "To\tMinister"), ("MemoField", "From\tJoint\nSecretary")]
    assert [style(each) for each in body(word(long))] == ["MemoFieldWide"]


def test_the_sign_off_is_a_header_row_of_labels_over_lines_to_sign_on() -> None:
    grid = body(word(SignOff(("Approve", "Disapprove", "Date"))))[0]
    labels, signed = grid.findall(W + "tr")

    assert lines(labels) == [("SignLabel", "Approve"), ("SignLabel", "Disapprove"), ("SignLabel", "Date")]
    assert lines(signed) == [("SignLine", "")] * 3
    assert labels.find(f"{W}trPr/{W}tblHeader") is not None
    assert sum(int(val(each, "w") or 0) for each in grid.iter(W + "gridCol")) == TEXT_WIDTH


def test_a_name_that_links_go_to_is_given_once() -> None:
    data = word(
        heading(1, "A", "same"), heading(1, "B", "same"), heading(1, "C", "1 – é" * 30), *EVERYTHING, notes=NOTES
    )
    marks = list(root(data).iter(W + "bookmarkStart"))
    names, ids = [val(each, "name") or "" for each in marks], [val(each, "id") for each in marks]

    assert names.count("same") == 1
    assert len(set(names)) == len(names)
    assert len(set(ids)) == len(ids)
    assert all(len(name) <= 40 for name in names)
    assert {val(each, "anchor") for each in root(data).iter(W + "hyperlink")} - {None} <= set(names)
