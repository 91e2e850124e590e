"""The next issue in workbooks that other programs have saved, with all that ours know nothing of."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from briefexport.briefing import Risk
from briefexport.render.excel.merge import NotMergedError, merge_tracker
from briefexport.theme import Theme
from consumers import in_libreoffice, libreoffice_xlsx, openxml_audit
from edits import Workbook, changed_parts
from test_excel_libreoffice import differences
from test_merge import issue, merged, named, seen, told
from workbooks import EDITION, file_of, opened, parts

A, B, C, D, E, F = named(*"abcdef")
RISKS = (Risk(id="r", title="Storm"),)
PICTURE = Path(__file__).parents[1] / "source" / "pictures"


# -- LibreOffice


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A tracker that was edited in LibreOffice."""
    folder = tmp_path_factory.mktemp("edited")
    (folder / "first.xlsx").write_bytes(file_of(issue(A, B, C, D, risks=RISKS)))
    in_libreoffice("edit_tracker.py", folder / "first.xlsx", folder / "edited.xlsx")
    return (folder / "edited.xlsx").read_bytes()


@pytest.mark.slow
def test_a_workbook_that_libreoffice_protected_by_a_password_is_refused_with_what_to_do(tmp_path: Path) -> None:
    first, protected = tmp_path / "first.xlsx", tmp_path / "protected.xlsx"
    first.write_bytes(file_of(issue(A, B)))
    in_libreoffice("protect_tracker.py", first, protected, "harbour")

    with pytest.raises(NotMergedError) as refused:
        merged(protected.read_bytes(), issue(A, B, C))

    assert refused.value.what.startswith("it is protected by a password")
    assert "take the password off" in refused.value.fix


@pytest.mark.slow
def test_what_people_did_in_libreoffice_stands_after_the_next_issue(edited: bytes) -> None:
    done = merged(edited, issue(seen(A, "170"), seen(B, "180"), C, D, E, F, risks=RISKS))

    book = Workbook(done.data)
    assert list(book.rows()) == ["f", "e", "a", "b", "c"]
    assert str(book.cell_of("a", "Latest")) == "161"
    assert str(book.cell_of("b", "Latest")) == "180"
    assert book.cell_of("b", "Analyst note") == "a note of ours"
    assert book.cell_of("c", "Unit") == "tonnes"
    assert "Our column" in book.grid().values()
    assert "=1+2" in book.grid().values()
    assert book.grid()[1, 1] == "Read this first"
    assert told(done.report.conflicts) == [("a", "Latest"), ("a", "As of")]
    assert told(done.report.kept) == [("c", "Unit")]
    assert done.report.removed == (("Indicators", "d"),)


@pytest.mark.slow
def test_comments_colours_sheets_and_charts_of_libreoffice_stay(edited: bytes) -> None:
    done = merged(edited, issue(seen(A, "170"), B, C, D, E, risks=RISKS))

    page = opened(done.data)["Indicators"]
    comments = [cell.comment.text for row in page.iter_rows() for cell in row if cell.comment]
    assert [text.strip() for text in comments] == ["counted twice"]
    yellow = [cell.value for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFEE00"]
    assert yellow == ["tonnes"]
    assert opened(done.data)["Ours"]["B1"].value == "=SUM(A1:A4)"
    changed = set(changed_parts(edited, done.data))
    ours = [name for name, part in parts(edited).items() if b"$A$1:$A$4" in part and "charts/" in name]
    assert ours
    assert not changed & {*ours, *(name for name in parts(edited) if "comments" in name or "vmlDrawing" in name)}


@pytest.mark.slow
def test_libreoffice_computes_what_a_merged_tracker_carries(edited: bytes, tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    path.write_bytes(merged(edited, issue(seen(A, "170"), seen(B, "180"), C, D, E, F, risks=RISKS)).data)

    assert differences(path, libreoffice_xlsx(path, tmp_path / "computed")) == []


@pytest.mark.slow
def test_a_merge_brings_no_breach_of_the_format_that_was_not_there(edited: bytes, tmp_path: Path) -> None:
    before, after = tmp_path / "edited.xlsx", tmp_path / "merged.xlsx"
    before.write_bytes(edited)
    after.write_bytes(merged(edited, issue(seen(A, "170"), B, C, D, E, F, risks=RISKS)).data)

    assert set(openxml_audit(after)) <= set(openxml_audit(before))


# -- XlsxWriter


def rewritten(data: bytes) -> bytes:
    """The tracker as XlsxWriter makes it, with what openpyxl would lose."""
    source = opened(data)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for page in source.worksheets:
        sheet = book.add_worksheet(page.title)
        for row in page.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                if cell.is_date:
                    sheet.write_datetime(cell.row - 1, cell.column - 1, cell.value)
                elif cell.data_type == "f":
                    sheet.write_formula(cell.row - 1, cell.column - 1, cell.value)
                elif cell.value is not None:
                    sheet.write(cell.row - 1, cell.column - 1, cell.value)
        for table in page.tables.values():
            columns = [{"header": column.name} for column in table.tableColumns]
            sheet.add_table(table.ref, {"name": table.name, "columns": columns})
    for name, defined in source.defined_names.items():
        if "Title" not in name:
            book.define_name(name, f"={defined.attr_text}")
    extras(book)
    book.close()
    return buffer.getvalue()


def extras(book: xlsxwriter.Workbook) -> None:
    """What people put into a workbook over the months."""
    sheet = book.get_worksheet_by_name("Indicators")
    sheet.add_sparkline("AF5", {"range": "Indicators!H5:M5"})
    sheet.conditional_format("M5:M6", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("H5:H6", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.insert_textbox("AH4", "Ask before you sort")
    sheet.insert_image("AH12", str(next(PICTURE.glob("*.png"))))
    sheet.write_comment("M5", "counted twice")
    own = book.add_worksheet("Ours")
    own.write_row("A1", [1, 2, 3])
    own.add_sparkline("D1", {"range": "Ours!A1:C1"})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Indicators!$M$5:$M$6", "categories": "=Indicators!$A$5:$A$6"})
    own.insert_chart("F2", chart)
    own.embed_image("A5", str(next(PICTURE.glob("*.png"))))


def test_what_openpyxl_would_lose_stays() -> None:
    old = rewritten(file_of(issue(A, B)))

    done = merged(old, issue(seen(A, "170"), B))

    assert str(Workbook(done.data).cell_of("a", "Latest")) == "170"
    kept = {name for name in parts(old) if "sheets/" not in name and "tables/" not in name} - {"xl/styles.xml"}
    assert not set(changed_parts(old, done.data)) & (kept - {"xl/workbook.xml"})
    sheet = parts(done.data)["xl/worksheets/sheet2.xml"]
    assert b"x14:sparkline>" in sheet
    assert b"<x14:dataBar" in sheet
    assert b"<legacyDrawing" in sheet


def test_charts_data_bars_and_formats_of_people_grow_with_the_table() -> None:
    old = rewritten(file_of(issue(A, B)))

    done = merged(old, issue(A, B, C))

    chart = next(part for name, part in parts(done.data).items() if "charts/chart" in name and b"$M$5" in part)
    assert b"Indicators!$M$5:$M$7" in chart
    assert b"Indicators!$A$5:$A$7" in chart
    sheet = parts(done.data)["xl/worksheets/sheet2.xml"]
    assert b'sqref="M5:M7"' in sheet
    assert b"<xm:sqref>M5:M7</xm:sqref>" in sheet
    assert b'sqref="H5:H7"' in sheet
    assert b"<xm:sqref>AF5</xm:sqref>" in sheet


@pytest.mark.slow
def test_a_workbook_of_xlsxwriter_keeps_the_rules_of_the_format(tmp_path: Path) -> None:
    old = rewritten(file_of(issue(A, B)))
    before, after = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    before.write_bytes(old)
    after.write_bytes(merge_tracker(old, issue(seen(A, "170"), B, C), Theme(), EDITION).data)

    assert set(openxml_audit(after)) <= set(openxml_audit(before))
