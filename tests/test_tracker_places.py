"""What people fastened to a place in a tracker is about the same thing after the next issue: formulas, notes, links."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from briefexport.briefing import Indicator, Observation
from consumers import openxml_audit
from edits import Workbook, tag
from foreign import lived_in, with_sheet, with_table
from test_merge import issue, merged, named, seen
from workbooks import file_of, opened, packed, parts

A, B, C, D, E = named(*"abcde")
OURS = "xl/worksheets/sheet95.xml"


def formulas(data: bytes) -> dict[str, str | None]:
    """The formulas of the sheet of people's own, by cell."""
    cells = etree.fromstring(parts(data)[OURS]).iter(tag("c"))
    return {cell.get("r", ""): cell.findtext(tag("f")) for cell in cells}


def computed(*said: str) -> str:
    """A row of formulas, as it is written."""
    cells = "".join(
        f'<c r="{letter}1"><f>{each}</f><v>1</v></c>' for letter, each in zip("ABCDEFGH", said, strict=False)
    )
    return f'<row r="1">{cells}</row>'


def shared(column: str, rows: range, formula: str) -> str:
    """A formula filled down, as Excel writes it."""
    head = f'<f t="shared" ref="{column}{rows[0]}:{column}{rows[-1]}" si="0">{formula}</f>'
    said = [head, *['<f t="shared" si="0"/>'] * (len(rows) - 1)]
    cells = zip(rows, said, strict=True)
    return "".join(f'<row r="{row}"><c r="{column}{row}">{each}<v>1</v></c></row>' for row, each in cells)


def share(book: Workbook, row: int, column: int, formula: str | None, ref: str) -> None:
    """A formula for several cells, written in the first of them; None in another one."""
    book.type(row, column, "=1")
    (*_, made) = book.row(row).iter(tag("f"))
    made.text = formula
    for name, said in {"t": "shared", "si": "4", **({"ref": ref} if formula else {})}.items():
        made.set(name, said)


def below(*typed: str) -> Workbook:
    """A tracker of two with something below its table, from the row after the last on."""
    book = Workbook(file_of(issue(A, B)))
    for row, text in enumerate(typed or ("theirs",), start=book.area[2] + 1):
        book.type(row, 2, text)
    return book


# -- formulas when rows make room


def test_a_formula_filled_down_speaks_of_the_same_cells_when_some_of_them_move() -> None:
    old = with_sheet(below("one", "two").saved(), "Mine", shared("A", range(1, 5), "Indicators!B5"))

    done = merged(old, issue(A, B, C, D)).data

    said = list(formulas(done).values())
    assert said == ["Indicators!B5", "Indicators!B6", "Indicators!B9", "Indicators!B10"]


def test_a_formula_filled_across_stays_a_whole_file() -> None:
    across = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:B1" si="0">Indicators!B7</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>1</v></c></row>'
    )

    done = merged(with_sheet(below().saved(), "Mine", across), issue(A, B, C)).data

    assert list(formulas(done).values()) == ["Indicators!B8", "Indicators!C8"]


def test_formulas_filled_down_below_the_table_move_down() -> None:
    book = below("one", "two")
    for row, text in ((7, "M5*2"), (8, None)):
        share(book, row, 13, text, "M7:M8")

    done = Workbook(merged(book.saved(), issue(A, B, C)).data)

    assert [done.grid()[row, 13] for row in (8, 9)] == ["=M5*2", "=M6*2"]


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("Indicators!B7", "Indicators!B8"),
        ("SUM(Indicators!$B$7:Indicators!$B$9)", "SUM(Indicators!$B$8:Indicators!$B$10)"),
        ("SUM(Indicators!7:9)", "SUM(Indicators!8:10)"),
        ("SUM(Indicators!$3:$7)", "SUM(Indicators!$3:$8)"),
        ("[1]Indicators!B7", "[1]Indicators!B7"),
        ("Indicators[Spend FY26]+Mine!FY26", "Indicators[Spend FY26]+Mine!FY26"),
        ("SUM(Indicators!B1:B1048576)", "SUM(Indicators!B1:B1048576)"),
        ('INDIRECT("Indicators!B7")', 'INDIRECT("Indicators!B7")'),
        ("LOG10(B7)+7/8", "LOG10(B7)+7/8"),
    ],
)
def test_a_formula_of_peoples_own_follows_what_moves_down_and_nothing_else(said: str, then: str) -> None:
    old = with_sheet(below().saved(), "Mine", computed(said.replace('"', "&quot;")))

    assert formulas(merged(old, issue(A, B, C)).data)["A1"] == then


def test_a_heading_that_looks_like_a_cell_stays_a_heading() -> None:
    book = below()
    book.type(5, 33, "=Indicators[[#This Row],[Spend FY26]]+FY26")

    done = Workbook(merged(book.saved(), issue(A, B, C)).data)

    assert done.grid()[5, 33] == "=Indicators[[#This Row],[Spend FY26]]+FY27"


def test_a_rule_for_a_whole_column_does_not_leave_the_sheet(tmp_path: Path) -> None:
    book = below()
    rule = book.sheet.find(tag("conditionalFormatting"))
    assert rule is not None
    rule.set("sqref", "H1:H1048576")

    done = merged(book.saved(), issue(A, B, C)).data

    (tmp_path / "done.xlsx").write_bytes(done)
    assert b'sqref="H1:H1048576"' in parts(done)[Workbook(done).sheet_path]
    assert openxml_audit(tmp_path / "done.xlsx") == []


# -- formulas when the table grows


def test_what_is_computed_from_all_rows_is_computed_from_the_new_ones_too() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(8, 13, "=SUM(M5:M6)")
    rule = '<dataValidations count="1"><dataValidation type="list" sqref="D1"><formula1>{}</formula1></dataValidation>'
    rows = computed("SUM(Indicators!$M$5:$M$6)", "SUM(Indicators!M4:M6)", "Indicators!M6", "SUM(M5:M6)")
    behind = rule.format("Indicators!$A$5:$A$6") + "</dataValidations>"

    done = merged(with_sheet(book.saved(), "Mine", rows, behind), issue(A, B, C, D)).data

    assert list(formulas(done).values()) == [
        "SUM(Indicators!$M$5:$M$8)",
        "SUM(Indicators!M4:M8)",
        "Indicators!M6",
        "SUM(M5:M6)",
    ]
    assert b"<formula1>Indicators!$A$5:$A$8</formula1>" in parts(done)[OURS]
    assert "=SUM(M5:M8)" in Workbook(done).grid().values()


def test_a_name_for_the_cell_of_the_only_indicator_stays_a_name_for_one_cell() -> None:
    found = parts(file_of(issue(A)))
    made = b'<definedName name="OurTarget">Indicators!$J$5</definedName></definedNames>'
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(b"</definedNames>", made)

    done = merged(packed(found), issue(A, B)).data

    assert opened(done).defined_names["OurTarget"].attr_text == "Indicators!$J$5"


def test_a_count_that_grows_from_row_to_row_goes_on_doing_so() -> None:
    book = Workbook(file_of(issue(A, B)))
    for row in (5, 6):
        book.type(row, 32, f"=COUNTIF(F$5:F{row},F{row})")
        book.type(row, 28, f"=M{row}/SUM(M$5:M$6)")

    grid = Workbook(merged(book.saved(), issue(A, B, C)).data).grid()

    assert [grid[row, 32] for row in (5, 6)] == ["=COUNTIF(F$5:F5,F5)", "=COUNTIF(F$5:F6,F6)"]
    assert [grid[row, 28] for row in (5, 6)] == ["=M5/SUM(M$5:M$7)", "=M6/SUM(M$5:M$7)"]


def test_a_column_of_peoples_own_that_was_filled_down_goes_on_in_new_rows() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(4, 31, "Twice")
    columns = book.table.find(tag("tableColumns"))
    assert columns is not None
    etree.SubElement(columns, tag("tableColumn"), id="31", name="Twice")
    columns.set("count", "31")
    for part in (book.table, *book.table.iter(tag("autoFilter"))):
        part.set("ref", "A4:AE6")
    for row, text in ((5, "M5*2"), (6, None)):
        share(book, row, 31, text, "AE5:AE6")
        book.colour(row, 31, 1)

    assert Workbook(merged(book.saved(), issue(A, B, C)).data).grid()[7, 31] == "=M7*2"


def test_a_column_that_is_left_to_people_and_in_which_they_compute_goes_on_in_new_rows() -> None:
    book = Workbook(file_of(issue(A, B)))
    column = book.columns()["Analyst note"]
    for row in (5, 6):
        book.type(row, column, f"=M{row}/10")

    done = Workbook(merged(book.saved(), issue(A, B, C)).data)

    assert done.grid()[7, column] == "=M7/10"


@pytest.mark.parametrize("heading", ["Latest", "Progress", "Analyst note"])
def test_a_total_that_somebody_wrote_in_a_row_of_its_own_is_not_written_over(heading: str) -> None:
    book = Workbook(file_of(issue(A, B)))
    column = book.columns()[heading]
    for part in (book.table, *book.table.iter(tag("autoFilter"))):
        part.set("ref", "A4:AD7")
    book.type(7, column, "=SUM(H$5:H$6)")

    done = Workbook(merged(book.saved(), issue(A, B, C)).data)

    assert done.grid()[7, column] == "=SUM(H$5:H$6)"
    assert done.rows()["c"] == 8
    assert done.grid().get((8, column)) != "=SUM(H$5:H$6)"


# -- what stands beside the table


def test_results_that_spread_beside_the_table_stay_together() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(5, 33, "=TRANSPOSE(A1:E1)")
    (*_, formula) = book.row(5).iter(tag("f"))
    formula.attrib.update({"t": "array", "ref": "AG5:AG9"})
    for row in range(6, 10):
        book.type(row, 33, Decimal(row))

    done = Workbook(merged(book.saved(), issue(A, B, C)).data)

    assert [str(done.grid()[row, 33]) for row in range(6, 10)] == ["6", "7", "8", "9"]
    assert "c" in done.rows()


def test_no_column_of_notes_is_put_into_a_table_of_peoples_own(tmp_path: Path) -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(3, 31, "X")
    book.type(3, 32, "Y")
    book.type(book.rows()["a"], book.columns()["Latest"], Decimal(161))

    done = merged(with_table(book.saved(), book.sheet_path, "Mine", "AE3:AF8", ("X", "Y")), issue(seen(A, "170"), B))

    (tmp_path / "done.xlsx").write_bytes(done.data)
    assert Workbook(done.data).area == (4, 1, 6, 30)
    assert done.report.remarks == ("the table 'Indicators' has no room for notes: there are cells beside it",)
    assert openxml_audit(tmp_path / "done.xlsx") == []


def test_no_column_of_notes_is_put_into_cells_that_are_merged() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Latest"], Decimal(161))
    merges = etree.Element(tag("mergeCells"), count="1")
    etree.SubElement(merges, tag("mergeCell"), ref="AE4:AF5")
    rule = book.sheet.find(tag("conditionalFormatting"))
    assert rule is not None
    rule.addprevious(merges)

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert Workbook(done.data).area == (4, 1, 6, 30)


def test_a_comment_below_the_table_is_not_given_to_a_new_indicator() -> None:
    found = parts(lived_in(file_of(issue(A, B))))
    for name, before, after in (
        ("xl/comments9.xml", b'ref="M5"', b'ref="M7"'),
        ("xl/threadedComments/threadedComment1.xml", b'ref="M5"', b'ref="M7"'),
        ("xl/drawings/vmlDrawing9.vml", b"<x:Row>4</x:Row>", b"<x:Row>6</x:Row>"),
    ):
        found[name] = found[name].replace(before, after)

    done = merged(packed(found), issue(A, B, C)).data

    assert Workbook(done).rows()["c"] == 7
    assert b'ref="M8"' in parts(done)["xl/comments9.xml"]


def test_a_link_below_the_table_is_not_given_to_a_new_indicator() -> None:
    book = Workbook(file_of(issue(A, B)))
    links = etree.Element(tag("hyperlinks"))
    etree.SubElement(links, tag("hyperlink"), ref="M7", location="History!A1")
    margins = book.sheet.find(tag("printOptions"))
    assert margins is not None
    margins.addprevious(links)

    done = Workbook(merged(book.saved(), issue(A, B, C)).data)

    assert done.rows()["c"] == 7
    assert [link.get("ref") for link in done.sheet.iter(tag("hyperlink"))] == ["M8"]


# -- lists that take another order


def measured(entry: Indicator, month: int) -> Indicator:
    """The indicator with an observation between those that it has."""
    new = Observation(on=dt.date(2025, month, 1), value=Decimal(130))
    return replace(entry, observations=(*entry.observations, new))


def history(data: bytes) -> list[tuple[str, str]]:
    """Indicator and value of every row of the history."""
    book = Workbook(data, "History")
    return [(str(book.grid()[row, 1]), str(book.grid()[row, 4])) for row in range(5, book.area[2] + 1)]


def test_a_formula_that_names_an_observation_names_the_same_one_after_the_next_issue() -> None:
    old = with_sheet(file_of(issue(A, B)), "Mine", computed("History!D8"))

    done = merged(old, issue(measured(A, 4), B)).data

    assert history(done) == [("a", "120"), ("a", "150"), ("b", "120"), ("b", "150"), ("a", "130")]
    assert formulas(done)["A1"] == "History!D8"


def test_a_formula_that_names_all_observations_keeps_no_list_from_its_order() -> None:
    old = with_sheet(file_of(issue(A, B)), "Mine", computed("SUM(History!D5:D8)"))

    done = merged(old, issue(measured(A, 4), B)).data

    assert history(done) == [("a", "120"), ("a", "130"), ("a", "150"), ("b", "120"), ("b", "150")]
    assert formulas(done)["A1"] == "SUM(History!D5:D9)"


def test_an_observation_that_somebody_linked_to_is_not_written_over() -> None:
    book = Workbook(file_of(issue(A, B)), "History")
    links = etree.Element(tag("hyperlinks"))
    etree.SubElement(links, tag("hyperlink"), ref="D8", location="Summary!A1")
    margins = book.sheet.find(tag("pageMargins"))
    assert margins is not None
    margins.addprevious(links)
    corrected = replace(B, observations=(replace(B.observations[0], value=Decimal(155)), *B.observations[1:]))

    done = merged(book.saved(), issue(A, corrected)).data

    assert history(done) == [("a", "120"), ("a", "150"), ("b", "120"), ("b", "150"), ("b", "155")]
