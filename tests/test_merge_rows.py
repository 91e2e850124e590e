"""Sheets in other hands' XML: whatever way a program writes cells, they say the same, and the merge reads them."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from msgspec.structs import replace

from briefexport.document.sheet import Formula
from briefexport.render.excel.merge import NotMergedError, merge_tracker
from briefexport.render.excel.merge.rows import opened, parted, renumbered
from briefexport.render.excel.merge.saying import Reader, with_result, written
from briefexport.theme import Theme
from edits import MAIN, Workbook
from workbooks import EDITION, FISH, file_of, packed, parts, tracker

COD = replace(FISH, id="cod", name="Cod & chips landed")


def other(change: Callable[[str], str]) -> bytes:
    """A tracker of two indicators whose sheet of indicators is written in another way."""
    data = file_of(tracker(indicators=(FISH, COD)))
    path = Workbook(data).sheet_path
    files = parts(data)
    return packed(files | {path: change(files[path].decode()).encode()})


def prefixed(xml: str) -> str:
    """Every name of spreadsheets behind a prefix, as the tools of Microsoft for programmers write them."""
    return re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", xml).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def single_quoted(xml: str) -> str:
    """Single quotes around places and looks."""
    return re.sub(r'<(c|row) r="(\w+)"', r"<\1 r='\2'", xml)


def spread(xml: str) -> str:
    """Each row and cell on a line of its own."""
    return xml.replace("<row ", "\n  <row ").replace("<c ", "\n    <c ").replace("</row>", "\n  </row>")


def without_places(xml: str) -> str:
    """Cells and rows that do not say where they are."""
    return re.sub(r'<(c|row) r="\w+"', r"<\1", xml)


def remarked(xml: str) -> str:
    """A comment between two rows, and a text that says it is one."""
    return xml.replace("</row>", "</row><!-- <row> -->", 3)


WAYS = {
    "as it is": str,
    "behind a prefix": prefixed,
    "with single quotes": single_quoted,
    "on many lines": spread,
    "with the line ends of Windows": lambda xml: spread(xml).replace("\n", "\r\n"),
    "without places": without_places,
    "with comments": remarked,
    "with empty values": lambda xml: xml.replace("<v></v>", "<v/>"),
    "with numbers named": lambda xml: re.sub(r'(<c r="\w+" s="\d+")(><v>)', r'\1 t="n"\2', xml),
    "formulas as LibreOffice writes them": lambda xml: xml.replace("<f>", '<f aca="false">'),
}


@pytest.mark.parametrize("change", WAYS.values(), ids=WAYS)
def test_a_sheet_is_merged_however_it_is_written(change: Callable[[str], str]) -> None:
    issue = tracker(indicators=(replace(FISH, unit="boxes"), COD))

    done = merge_tracker(other(change), issue, Theme(), EDITION)

    assert [
        (one.row, one.column, one.theirs, one.ours) for one in done.report.written if one.table == "Indicators"
    ] == [("fish", "Unit", "t", "boxes")]
    assert not done.report.kept
    assert not done.report.conflicts
    assert merge_tracker(done.data, issue, Theme(), EDITION).data == done.data


@pytest.mark.parametrize("change", WAYS.values(), ids=WAYS)
def test_nothing_is_written_when_nothing_is_new_however_it_is_written(change: Callable[[str], str]) -> None:
    old = other(change)

    assert merge_tracker(old, tracker(indicators=(FISH, COD)), Theme(), EDITION).data == old


BROKEN = {
    "a row twice": lambda xml: xml.replace('<row r="6"', '<row r="5"'),
    "a cell that does not end": lambda xml: xml.replace("</c></row>", "</row>"),
    "a text between rows": lambda xml: xml.replace("</row>", "</row>lost", 1),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_sheet_that_cannot_be_read_is_left_alone(change: Callable[[str], str]) -> None:
    with pytest.raises(NotMergedError, match="damaged"):
        merge_tracker(other(change), tracker(indicators=(FISH, COD)), Theme(), EDITION)


# -- single rows


def reader(*texts: str) -> Reader:
    """A reader of rows with those shared texts."""
    start = f'<worksheet xmlns="{MAIN}">'.encode()
    return Reader(texts, {"7": "A1*2"}.get, lambda part: start + part + b"</worksheet>")  # type: ignore[arg-type]


ROWS = {
    '<c r="A1"><v>1.50</v></c>': {1: Decimal("1.50")},
    '<c r="AB1" s="3" t="s"><v>1</v></c>': {28: "second"},
    '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>': {1: "TRUE", 2: "FALSE"},
    '<c r="A1" t="e"><v>#N/A</v></c>': {1: "#N/A"},
    '<c r="A1"><v>NaN</v></c>': {1: "NaN"},
    '<c r="A1" t="inlineStr"><is><t>a &lt;b&gt; &amp; _x0041_&#233;&#xe9;</t></is></c>': {1: "a <b> & Aéé"},
    '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>two </t></r><r><t>runs</t></r></is></c>': {1: "two runs"},
    '<c r="A1" s="4"/><c r="B1"></c><c r="C1" t="s"/>': {},
    '<c r="A1"><f>B1+1</f><v>2</v></c>': {1: Formula("B1+1", Decimal(2))},
    '<c r="A1" t="str"><f>IF(B1&lt;2,TRUE(),"")</f><v/></c>': {1: Formula('IF(B1<2,TRUE,"")', "")},
    '<c r="A1"><f t="shared" si="7"/><v>4</v></c>': {1: Formula("A1*2", Decimal(4))},
    '<c r="A1" cm="1" vm="2"><v>3</v></c>': {1: Decimal(3)},
    '<c s="3" r="A1"><v>5</v></c><c r="B1"><v>6</v></c>': {1: Decimal(5), 2: Decimal(6)},
    '<c r="A1"><v>5</v></c>\n<c t="s" r="B1"><v>1</v></c>': {1: Decimal(5), 2: "second"},
    '<c><v>5</v></c><c r="C1"><v>5</v></c>': {1: Decimal(5), 3: Decimal(5)},
    '<c r="A2"><v>5</v></c>': {1: Decimal(5)},
    '<c r="A1"><f>"r=""B1"""</f><v>1</v></c>': {1: Formula('"r=""B1"""', Decimal(1))},
}


@pytest.mark.parametrize(("cells", "said"), ROWS.items())
def test_what_the_cells_of_a_row_say(cells: str, said: dict[int, object]) -> None:
    assert reader("first", "second").read(f'<row r="1">{cells}</row>'.encode()) == said


def test_a_row_is_put_together_as_it_was_taken_apart() -> None:
    row = b'<row r="3" ht="12"><c r="A3"><v>1</v></c><c r="C3" s="2"/><extLst><ext uri="x"/></extLst></row>'

    assert opened(row).closed() == row


def test_a_row_moves_with_its_cells_and_nothing_else_in_it_changes() -> None:
    row = b'<row r="3" s="3"><c r="A3" s="3"><f>A3+B3</f><v>3</v></c><c s="1" r="B3"><v>r="3"</v></c></row>'

    moved = b'<row r="17" s="3"><c r="A17" s="3"><f>A3+B3</f><v>3</v></c><c s="1" r="B17"><v>r="3"</v></c></row>'
    assert renumbered(row, 17) == moved


def test_a_row_of_several_hands_moves_with_all_its_cells() -> None:
    row = b'<row r="12"><c r="A12" s="12"><v>12</v></c><c s="1" r="B12"><v>12"</v></c><c><v>1</v></c></row>'

    moved = b'<row r="7"><c r="A7" s="12"><v>12</v></c><c s="1" r="B7"><v>12"</v></c><c><v>1</v></c></row>'
    assert renumbered(row, 7) == moved


def test_a_formula_keeps_how_it_is_written_when_its_result_is_new() -> None:
    cell = b'<c r="A1" s="4" t="str"><f aca="false">B1</f><v>old</v></c>'

    assert with_result(cell, Decimal(2), from_1904=False) == b'<c r="A1" s="4"><f aca="false">B1</f><v>2</v></c>'
    assert with_result(cell, "a&b", from_1904=False).endswith(b"<v>a&amp;b</v></c>")


def test_text_is_text_also_when_it_looks_like_a_formula_or_has_letters_that_no_file_can_hold() -> None:
    said = "=1+1\x07 "

    cell = written("A1", said, 5, from_1904=False)

    assert b"<f>" not in cell
    assert reader().read(b'<row r="1">' + cell + b"</row>") == {1: said}


def test_rows_that_say_no_number_follow_the_one_before() -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="4"/><row><c/></row></sheetData></worksheet>'

    assert parted(sheet.encode(), "sheet").rows == {4: b'<row r="4"/>', 5: b'<row r="5"><c/></row>'}
