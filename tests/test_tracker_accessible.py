"""Nobody is kept from reading a tracker: every sample, every language, and after people and issues have been at it."""

import re
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

import workbooks
from briefexport.briefing import Marking
from briefexport.compose.tracker import tracker_of
from briefexport.product import Product
from conftest import Sample
from edits import Workbook, letters
from test_merge import A, B, C, issue, merged, seen
from workbooks import barriers, briefing, file_of, packed, parts, words

RESTRICTED = {"marking": Marking(level="RESTRICTED")}


def test_nothing_keeps_a_reader_from_a_sample(sample: Sample) -> None:
    marking = sample.briefing.marking

    assert barriers(sample.artifact(Product.TRACKER).data, marking.banner if marking else "") == []


@pytest.mark.parametrize("language", ["en", "hi", "ru", "fr", "de"])
def test_nothing_keeps_a_reader_from_a_tracker_of_any_language(language: str) -> None:
    given = briefing(language=language, indicators=(A, B), **RESTRICTED)

    assert barriers(file_of(tracker_of(given, words(language)))) == []


def test_nothing_keeps_a_reader_from_a_tracker_after_the_next_issues() -> None:
    book = Workbook(file_of(issue(A, B, **RESTRICTED)))
    book.type(book.rows()["a"], book.columns()["Latest"], "many")

    done = merged(merged(book.saved(), issue(seen(A, "170"), C, **RESTRICTED)).data, issue(A, B, C, **RESTRICTED))

    assert barriers(done.data) == []


# -- every barrier of the list is seen where there is one


def with_second_table(files: dict[str, bytes]) -> dict[str, bytes]:
    """Another table on the sheet of indicators."""
    sheet, links = "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels"
    table = etree.fromstring(files["xl/tables/table1.xml"])
    table.set("id", "99")
    table.set("name", "Second")
    table.set("displayName", "Second")
    table.set("ref", "A90:A91")
    for one in table.iter("{*}autoFilter"):
        one.set("ref", "A90:A91")
    columns = next(table.iter("{*}tableColumns"))
    for column in list(columns)[1:]:
        columns.remove(column)
    columns.set("count", "1")
    related = files[links].replace(
        b"</Relationships>",
        b'<Relationship Id="second" Target="/xl/tables/table99.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/table"/></Relationships>',
    )
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    part = f'<tablePart xmlns:r="{r}" r:id="second"/></tableParts>'.encode()
    return files | {
        sheet: files[sheet].replace(b"</tableParts>", part),
        links: related,
        "xl/tables/table99.xml": etree.tostring(table),
    }


def with_same_headings(files: dict[str, bytes]) -> dict[str, bytes]:
    """Two columns of one name, in the cells and in the table."""
    book = Workbook(packed(files))
    book.type(book.area[0], book.columns()["Unit"], "Kind")
    for entry in book.table.iter("{*}tableColumn"):
        if entry.get("name") == "Unit":
            entry.set("name", "Kind")
    return parts(book.saved())


def with_blank_row(files: dict[str, bytes]) -> dict[str, bytes]:
    """A row of the table in which nothing stands."""
    book = Workbook(packed(files))
    for column in range(book.area[1], book.area[3] + 1):
        book.type(book.area[2], column, None)
    return parts(book.saved())


def with_hidden_sheet(files: dict[str, bytes]) -> dict[str, bytes]:
    """A sheet of facts out of sight."""
    name = "xl/workbook.xml"
    changed, count = re.subn(rb'(<sheet [^>]*name="History"[^>]*)state="visible"', rb'\1state="hidden"', files[name])
    assert count == 1
    return files | {name: changed}


def without_names(files: dict[str, bytes]) -> dict[str, bytes]:
    """Headings that a screen reader does not find."""
    name = "xl/workbook.xml"
    return files | {name: files[name].replace(b"TitleRegion1", b"Region1")}


def with_macros(files: dict[str, bytes]) -> dict[str, bytes]:
    """A program in the file."""
    return files | {"xl/vbaProject.bin": b"Sub Hello()"}


BROKEN = {
    "more than one table": with_second_table,
    "headings are not unique": with_same_headings,
    "a blank row in the table": with_blank_row,
    "hidden": with_hidden_sheet,
    "no names for headings": without_names,
    "macros": with_macros,
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_barrier_is_seen_where_there_is_one(fault: str) -> None:
    files = parts(file_of(issue(A, B, C, **RESTRICTED)))

    found = barriers(packed(BROKEN[fault](files)))

    assert any(each.endswith(fault) for each in found)


def test_every_barrier_has_a_workbook_in_which_it_stands() -> None:
    from test_excel import BROKEN as OTHERS

    code = Path(workbooks.__file__).read_text("utf-8").partition("# -- what a reader trips over")[2]
    known = {text.rpartition(": ")[2] for text in re.findall(r'yield f?"([^"]+)"', code)}

    assert known == {*BROKEN, *OTHERS}


def test_a_chart_whose_description_is_empty_is_seen() -> None:
    files = parts(file_of(issue(A, **RESTRICTED)))
    name = "xl/drawings/drawing2.xml"
    emptied = re.sub(rb' descr="[^"]*"', b' descr=""', files[name])

    assert barriers(packed(files | {name: emptied})) == ["a chart without a description"]


def test_a_name_for_headings_that_ends_elsewhere_is_seen() -> None:
    book = Workbook(file_of(issue(A, B, **RESTRICTED)))
    last = f"{letters(book.area[3])}{book.area[2]}"
    files = parts(book.saved())
    name = "xl/workbook.xml"
    assert last.encode() in files[name]
    files[name] = files[name].replace(f"A5.{last}.2".encode(), f"A5.{last}0.2".encode())

    assert barriers(packed(files)) == ["Indicators: no names for headings"]


def test_an_indicator_without_a_name_still_has_its_row() -> None:
    assert barriers(file_of(issue(replace(A, name="–"), **RESTRICTED))) == []
