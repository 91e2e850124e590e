"""What people put into a tracker in Excel survives the next issue byte for byte, and every link leads somewhere."""

import posixpath
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from briefexport.render.excel.merge import merge_tracker
from briefexport.theme import Theme
from consumers import openxml_audit
from edits import Workbook
from foreign import FOREIGN, MACROS, SLICERS, SPARKLINES, lived_in
from test_merge import issue, merged, named, seen, told
from workbooks import EDITION, file_of, packed, parts

A, B, C, D = named(*"abcd")
FIRST = issue(A, B)
NEXT = issue(seen(A, "170"), B, C, D)
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def dangling(data: bytes) -> list[str]:
    """Links that lead nowhere, parts without a type, and entries in sheets without a link."""
    found = parts(data)
    wrong = []
    for name, part in found.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for link in etree.fromstring(part).iter(PACKAGE):
                path = posixpath.normpath(posixpath.join("/", folder, unquote(link.get("Target", "")))).lstrip("/")
                if link.get("TargetMode") != "External" and path not in found:
                    wrong.append(f"{name} -> {path}")
    types = etree.fromstring(found["[Content_Types].xml"])
    overrides = [each.get("PartName", "").lstrip("/") for each in types if each.get("PartName")]
    suffixes = {each.get("Extension") for each in types if each.get("Extension")}
    wrong += [f"a type for {name}" for name in overrides if name not in found]
    wrong += [
        f"no type for {name}" for name in found if name not in overrides and name.rpartition(".")[2] not in suffixes
    ]
    return wrong


def without_formula(data: bytes) -> list[str]:
    """Cells that Excel is told to compute and that compute nothing: it calls such a file damaged."""
    found = parts(data)
    if "xl/calcChain.xml" not in found:
        return []
    book = Workbook(data)
    computed = {cell.get("r") for cell in book.sheet.iter("{*}c") if any(child.tag.endswith("}f") for child in cell)}
    return [each.get("r", "") for each in etree.fromstring(found["xl/calcChain.xml"]) if each.get("r") not in computed]


@pytest.fixture(scope="module")
def old() -> bytes:
    """A tracker with everything in it."""
    return lived_in(file_of(FIRST))


@pytest.fixture(scope="module")
def new(old: bytes) -> bytes:
    """The next issue in it, which a second rebuild leaves as it is."""
    return merged(old, NEXT).data


def test_the_workbook_to_begin_with_is_whole(old: bytes) -> None:
    assert dangling(old) == []
    assert without_formula(old) == []
    assert set(FOREIGN) <= set(parts(old))


@pytest.mark.parametrize("name", FOREIGN)
def test_a_part_of_peoples_own_stays_byte_for_byte(name: str, old: bytes, new: bytes) -> None:
    assert parts(new)[name] == parts(old)[name]


@pytest.mark.parametrize("sheet", ["xl/worksheets/sheet91.xml", "xl/worksheets/sheet92.xml"])
def test_a_sheet_of_peoples_own_stays_byte_for_byte(sheet: str, old: bytes, new: bytes) -> None:
    assert parts(new)[sheet] == parts(old)[sheet]


def test_the_issue_is_in_the_workbook(new: bytes) -> None:
    book = Workbook(new)

    assert book.rows().keys() == {"a", "b", "c", "d"}
    assert str(book.cell_of("a", "Latest")) == "170"


def test_every_link_still_leads_somewhere_and_every_part_has_its_type(new: bytes) -> None:
    assert dangling(new) == []


def test_what_stands_in_a_sheet_of_ours_but_is_not_ours_is_still_there(new: bytes) -> None:
    book = Workbook(new)
    sheet = parts(new)[book.sheet_path].decode()

    assert "<xm:f>Indicators!H5:M5</xm:f><xm:sqref>AH5</xm:sqref>" in SPARKLINES
    assert "<xm:f>Indicators!H5:M5</xm:f><xm:sqref>AH5</xm:sqref>" in sheet
    assert 'r:id="rIdSlicers"' in SLICERS
    for ident in ("rIdSlicers", "rIdDrawn", "rIdVml"):
        assert f'"{ident}"' in sheet
    assert "beside" in book.grid().values()
    assert b"<pivotCache " in parts(new)["xl/workbook.xml"]


def test_excel_is_not_told_to_compute_cells_that_have_no_formula() -> None:
    automatic = Workbook(lived_in(file_of(FIRST)))
    automatic.type(5, automatic.columns()["Progress"], "=1+1")

    done = merged(automatic.saved(), NEXT).data

    assert without_formula(done) == []
    assert dangling(done) == []


def test_a_comment_below_the_table_moves_down_with_its_cell(old: bytes) -> None:
    found = parts(old)
    for name, before, after in (
        ("xl/comments9.xml", b'ref="M5"', b'ref="M7"'),
        ("xl/threadedComments/threadedComment1.xml", b'ref="M5"', b'ref="M7"'),
        ("xl/drawings/vmlDrawing9.vml", b"<x:Row>4</x:Row>", b"<x:Row>6</x:Row>"),
    ):
        found[name] = found[name].replace(before, after)
    book = Workbook(packed(found))
    book.type(7, 13, "ours")

    done = merged(book.saved(), NEXT).data

    now = parts(done)
    assert Workbook(done).grid()[9, 13] == "ours"
    assert b'ref="M9"' in now["xl/comments9.xml"]
    assert b'ref="M9"' in now["xl/threadedComments/threadedComment1.xml"]
    assert b"<x:Row>8</x:Row>" in now["xl/drawings/vmlDrawing9.vml"]
    assert b"Who counted this?" in now["xl/threadedComments/threadedComment1.xml"]


def test_a_workbook_with_macros_keeps_them_and_stays_one() -> None:
    old = lived_in(file_of(FIRST), macros=True)

    done = merged(old, NEXT).data

    found = parts(done)
    assert found["xl/vbaProject.bin"] == MACROS
    assert b"application/vnd.ms-excel.sheet.macroEnabled.main+xml" in found["[Content_Types].xml"]
    assert b"spreadsheetml.sheet.main+xml" not in found["[Content_Types].xml"]
    assert dangling(done) == []
    assert str(Workbook(done).cell_of("a", "Latest")) == "170"


def test_what_people_typed_into_a_workbook_with_macros_stands() -> None:
    book = Workbook(lived_in(file_of(FIRST), macros=True))
    book.type(book.rows()["b"], book.columns()["Unit"], "tonnes")

    done = merged(book.saved(), NEXT)

    assert Workbook(done.data).cell_of("b", "Unit") == "tonnes"
    assert told(done.report.kept) == [("b", "Unit")]


def test_the_issue_adds_no_breach_of_the_format(old: bytes, new: bytes, tmp_path: Path) -> None:
    before, after = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    before.write_bytes(old)
    after.write_bytes(new)

    assert set(openxml_audit(after)) <= set(openxml_audit(before))


def test_a_link_that_leads_nowhere_is_seen(old: bytes) -> None:
    found = parts(old)
    del found["xl/media/image9.png"]

    assert dangling(packed(found)) == [
        "xl/drawings/_rels/drawing9.xml.rels -> xl/media/image9.png",
        "xl/richData/_rels/richValueRel.xml.rels -> xl/media/image9.png",
    ]


def test_a_cell_that_is_to_be_computed_and_has_no_formula_is_seen(old: bytes) -> None:
    book = Workbook(old)
    book.type(5, book.columns()["Progress"], "nothing")

    assert without_formula(book.saved()) == ["O5"]


def test_many_issues_wear_nothing_away(old: bytes) -> None:
    data = old
    for number in range(4):
        entries = (seen(A, str(200 + number)), B, *((C,) if number % 2 else ()))
        data = merge_tracker(data, issue(*entries), Theme(), EDITION).data

    assert {name for name in FOREIGN if parts(data)[name] != parts(old)[name]} == set()
    assert dangling(data) == []
