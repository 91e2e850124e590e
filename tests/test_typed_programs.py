"""What is typed in LibreOffice stands in the memo, the one-pager and the history of the next run, and in the file."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from briefexport.cli import main
from briefexport.delivery.proof import prove_sets
from briefexport.export import Order
from consumers import in_libreoffice, libreoffice_docx, libreoffice_xlsx, page_text

BRIEFING = """\
id: note
title: A note
place: Port Ardel
date: 2025-11-07
to: [{name: Minister}]
from: [{name: Desk}]
bottom_line: All is well.
indicators:
  - id: fish                  # counted at the quay
    name: Fish landed
    kind: numeric
    unit: t
    baseline: {value: 100, on: 2024-12-31}
    target: {value: 300}
    status: auto
    rules: {green: 0.8, amber: 0.5}
    observations:
      - {on: 2025-09-01, value: 150}
  - id: ice
    name: Boats with ice
    kind: percent
    status: {rag: green, reason: as planned}
    observations:
      - on: 2025-09-01
        value: 40
  - id: nets
    name: Nets mended
    kind: numeric
    baseline: {value: 1000}
    target: {value: 2000}
    status: auto
    rules: {green: 0.8, amber: 0.5}
    observations:
      - {on: 2025-09-01, value: 1100}
"""
TYPED = [
    *("Indicators", "fish", "Latest", "=280+10"),
    *("Indicators", "fish", "As of", "2025-10-04"),
    *("Indicators", "fish", "Entered by", "A. Rao"),
    *("Indicators", "ice", "Latest", "62%"),
    *("Indicators", "ice", "Status", "at risk"),
    *("Indicators", "nets", "Latest", "'1 900"),
    *("Indicators", "nets", "As of", "'4 October 2025"),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which two runs were made, and in between somebody typed."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "note.yaml").write_text(BRIEFING, "utf-8")
    main(["all", str(folder / "note.yaml"), "--into", str(folder / "dist"), "--quiet"])
    in_libreoffice("type_values.py", folder / "dist" / "note-tracker.xlsx", *TYPED)
    assert main(["all", str(folder / "note.yaml"), "--into", str(folder / "dist"), "--quiet", "--strict"]) == 0
    return folder


@pytest.mark.slow
def test_the_memo_says_what_was_typed_who_did_and_when(office: Path, tmp_path: Path) -> None:
    from docx import Document

    path = libreoffice_docx(office / "dist" / "note-memo.docx", tmp_path)

    rows = [
        [" ".join(cell.text.split()) for cell in row.cells]
        for table in Document(str(path)).tables
        for row in table.rows
    ]
    fish = next(row for row in rows if row[0].startswith("Fish landed"))
    ice = next(row for row in rows if row[0].startswith("Boats with ice"))
    assert fish[1].startswith("on track")
    assert fish[2] == "290 t 4 October 2025, entered in the tracker by A. Rao"
    assert ice[1] == "at risk as planned entered in the tracker"
    assert ice[2] == "62% 7 November 2025, entered in the tracker"


@pytest.mark.slow
def test_the_one_pager_says_it_too(office: Path) -> None:
    text = " ".join(page_text(office / "dist" / "note-onepager.pdf").split())

    assert "290 t" in text.replace("\u00a0", " ")
    assert "entered in the tracker" in text
    assert "A. Rao" in text
    assert "62%" in text


@pytest.mark.slow
def test_the_history_and_the_cover_count_it(office: Path) -> None:
    book = openpyxl.load_workbook(office / "dist" / "note-tracker.xlsx", data_only=True)

    rows = [tuple(cell.value for cell in row) for row in book["History"].iter_rows()]
    seen = {(row[0], row[3]): (row[6], row[9]) for row in rows if row[0] in ("fish", "ice")}
    assert seen["fish", 290] == ("A. Rao", "entered in the tracker")
    assert seen["ice", 62] == (None, "entered in the tracker")
    cover = [cell.value for row in book["Summary"].iter_rows() for cell in row]
    assert "● On track" in cover


@pytest.mark.slow
def test_what_was_typed_as_text_is_counted_by_the_formulas(office: Path, tmp_path: Path) -> None:
    path = libreoffice_xlsx(office / "dist" / "note-tracker.xlsx", tmp_path)
    book = openpyxl.load_workbook(path, data_only=True)

    rows = [[cell.value for cell in row] for row in book["Indicators"].iter_rows()]
    head = next(row for row in rows if "Latest" in row)
    said = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    nets, ice = said["nets"], said["ice"]
    assert (nets["Latest"], nets["As of"]) == (1900, dt.datetime(2025, 10, 4))  # noqa: DTZ001 # as openpyxl has it
    assert [nets["Progress"], nets["Status"]] == [0.9, "● On track"]
    assert (ice["Latest"], ice["Status"]) == (62, "▲ At risk")


@pytest.mark.slow
def test_nothing_departs_from_the_briefing(office: Path) -> None:
    (proof,) = prove_sets([office / "note.yaml"], Order(into=office / "dist"))

    assert proof.problems == ()


@pytest.mark.slow
def test_a_second_run_changes_nothing_and_a_pull_writes_it_into_the_briefing(office: Path) -> None:
    source, into = office / "note.yaml", office / "dist"
    before = {path.name: path.read_bytes() for path in into.iterdir() if path.is_file()}
    text = source.read_text("utf-8")

    main(["all", str(source), "--into", str(into)])
    again = {path.name: path.read_bytes() for path in into.iterdir() if path.is_file()}
    main(["pull", str(source), "--into", str(into), "--quiet"])

    assert again == before
    new = source.read_text("utf-8")
    source.write_text(text, "utf-8")
    assert new == text.replace(
        "      - {on: 2025-09-01, value: 150}\n",
        "      - {on: 2025-09-01, value: 150}\n      - {on: 2025-10-04, value: 290, by: A. Rao}\n",
    ).replace("{rag: green, reason: as planned}", "{rag: amber, reason: as planned}").replace(
        "        value: 40\n", "        value: 40\n      - on: 2025-11-07\n        value: 62\n"
    ).replace("value: 1100}\n", "value: 1100}\n      - {on: 2025-10-04, value: 1900}\n")
