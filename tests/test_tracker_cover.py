"""What people wrote on the cover of a tracker stays beside the line that it is about, in whatever issue comes next."""

import datetime as dt
import io
import re
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from msgspec.structs import replace

from briefexport.briefing import Marking, Risk
from consumers import libreoffice_xlsx
from edits import Workbook, tag
from foreign import with_sheet
from test_merge import issue, merged, named
from test_tracker_places import computed, formulas
from workbooks import file_of, opened

A, B = named(*"ab")
STORM, FLOOD = Risk(id="storm", title="Storm"), Risk(id="flood", title="Flood")


def cover(data: bytes) -> dict[str, object]:
    """What the cover says, by cell."""
    return {cell.coordinate: cell.value for row in opened(data)["Summary"].iter_rows() for cell in row if cell.value}


def lived_on(*typed: tuple[str, str], **fields: object) -> bytes:
    """A tracker in the cover of which somebody typed beside the line of a risk, found by its title, and below all."""
    old = file_of(issue(A, B, **fields))
    at = {str(value): cell for cell, value in cover(old).items()}
    book = Workbook(old)
    path = "xl/worksheets/sheet1.xml"
    sheet = etree.fromstring(book.parts[path])
    book.sheet, book.sheet_path = sheet, path
    for title, text in typed:
        row = int(re.sub(r"\D", "", at[title])) if title in at else sheet_end(at.values()) + 2
        book.type(row, 6 if title in at else 1, text)
    return book.saved()


def sheet_end(cells: object) -> int:
    """The last row of which there is a cell."""
    return max(int(re.sub(r"\D", "", str(cell))) for cell in cells)  # type: ignore[attr-defined]


def beside(data: bytes, text: str) -> object:
    """What stands at the beginning of the row in which somebody typed."""
    said = cover(data)
    (row,) = [re.sub(r"\D", "", cell) for cell, value in said.items() if value == text]
    return said.get(f"A{row}")


def test_a_note_beside_a_line_of_the_cover_stays_beside_it_when_lines_come_before_it() -> None:
    old = lived_on(("Storm", "chased on Monday"), ("", "our own list"), risks=(STORM,))

    done = merged(old, issue(A, B, risks=(FLOOD, STORM), marking=Marking(level="RESTRICTED")))

    assert beside(done.data, "chased on Monday") == "Storm"
    assert beside(done.data, "our own list") == "our own list"
    assert {"Storm", "Flood"} <= set(cover(done.data).values())
    assert done.report.conflicts == ()


def test_a_note_beside_a_line_that_goes_is_kept_with_it_below_the_cover() -> None:
    old = lived_on(("Storm", "chased on Monday"), risks=(FLOOD, STORM))

    done = merged(old, issue(A, B, risks=(FLOOD,)))

    assert beside(done.data, "chased on Monday") == "Storm"
    assert done.report.conflicts == ()


def test_a_formula_that_reads_the_cover_reads_the_same_line_when_others_come_before_it() -> None:
    first = issue(A, B, risks=(STORM,))
    line = next(cell for cell, value in cover(file_of(first)).items() if value == "Storm")

    done = merged(
        with_sheet(file_of(first), "Mine", computed(f"Summary!{line}")),
        issue(A, B, risks=(STORM,), marking=Marking(level="RESTRICTED")),
    ).data

    read = str(formulas(done)["A1"]).removeprefix("Summary!")
    assert read != line
    assert cover(done)[read] == "Storm"


@pytest.mark.parametrize("before", [None, Marking(level="RESTRICTED")])
def test_the_day_from_which_everything_is_counted_is_found_when_a_marking_comes_or_goes(before: Marking | None) -> None:
    after = Marking(level="RESTRICTED") if before is None else None

    done = merged(file_of(issue(A, B, marking=before)), issue(A, B, marking=after)).data

    place = opened(done).defined_names["ReferenceDay"].attr_text.rpartition("!")[2].replace("$", "")
    assert str(cover(done)[place]) == "2025-11-07 00:00:00"


def test_a_note_beside_a_line_of_the_cover_goes_where_the_line_goes() -> None:
    old = lived_on(("Storm", "chased on Monday"), ("Flood", "asked twice"), risks=(STORM, FLOOD))

    done = merged(old, issue(A, B, risks=(FLOOD, STORM))).data

    assert beside(done, "chased on Monday") == "Storm"
    assert beside(done, "asked twice") == "Flood"


def test_a_note_beside_a_line_of_the_cover_is_not_left_beside_the_one_that_replaces_it() -> None:
    old = lived_on(("Storm", "chased on Monday"), risks=(STORM,))

    done = merged(old, issue(A, B, risks=(FLOOD,))).data

    assert beside(done, "chased on Monday") == "Storm"
    assert {"Storm", "Flood"} <= set(cover(done).values())


def test_a_note_beside_the_title_stays_there_when_the_title_is_another() -> None:
    old = lived_on(("A note", "ours"))

    done = merged(old, issue(A, B, title="Another note")).data

    assert beside(done, "ours") == "Another note"


def test_where_the_lines_of_the_cover_cannot_move_it_is_told_and_nothing_is_lost() -> None:
    book = Workbook(lived_on(("Storm", "chased on Monday"), risks=(FLOOD, STORM)))
    book.sheet_path = "xl/worksheets/sheet1.xml"
    book.sheet = etree.fromstring(book.parts[book.sheet_path])
    line = next(cell for cell, value in cover(book.saved()).items() if value == "Storm")
    links = etree.Element(tag("hyperlinks"))
    etree.SubElement(links, tag("hyperlink"), ref=line, location="History!A1")
    setup = book.sheet.find(tag("printOptions"))
    assert setup is not None
    setup.addprevious(links)

    done = merged(book.saved(), issue(A, B, risks=(FLOOD,)))

    assert "chased on Monday" in cover(done.data).values()
    assert done.report.remarks == (
        "what people put on the sheet 'Summary' could not be moved along with the lines of the issue",
    )


@pytest.mark.slow
def test_without_the_cover_everything_is_counted_from_the_day_of_the_issue(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file_of(issue(A, B))))
    del book["Summary"]
    del book.defined_names["ReferenceDay"]
    saved = io.BytesIO()
    book.save(saved)
    late = replace(A, next_check=dt.date(2025, 10, 1))

    done = merged(saved.getvalue(), issue(late, B)).data

    (tmp_path / "done.xlsx").write_bytes(done)
    computed_anew = libreoffice_xlsx(tmp_path / "done.xlsx", tmp_path / "anew")
    tracker = Workbook(done)
    assert opened(done).defined_names["ReferenceDay"].attr_text == "45968"
    assert openpyxl.load_workbook(computed_anew, data_only=True)["Indicators"]["W5"].value == "Overdue"
    assert opened(done, results=True)["Indicators"]["W5"].value == "Overdue"
    assert tracker.columns()["Attention"] == 23
