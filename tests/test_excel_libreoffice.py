"""The tracker as LibreOffice reads it: it computes the results that the file carries, and text stays text."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from msgspec.structs import replace

from briefexport.briefing import Briefing, Risk
from briefexport.compose.tracker import tracker_of
from briefexport.product import Product
from conftest import SAMPLES, read
from consumers import libreoffice, libreoffice_sheets, libreoffice_xlsx, openxml_audit
from strategies import briefings
from test_excel import DANGEROUS
from workbooks import FISH, ISSUED, file_of, packed, parts, tracker, words

ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "Err:")
RANDOM, AUDITED = 12, 4


def results(path: Path) -> dict[tuple[str, str], Any]:
    """What every formula of a file comes out as, by sheet and place."""
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    return {
        (page.title, cell.coordinate): values[page.title][cell.coordinate].value
        for page in formulas
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def differences(ours: Path, theirs: Path) -> list[str]:
    """Formulas of ours that LibreOffice computes to something else."""
    computed = openpyxl.load_workbook(theirs, data_only=True)
    found = []
    for (page, place), said in results(ours).items():
        now = computed[page][place].value
        if isinstance(said, int | float) and isinstance(now, int | float):
            same = abs(said - now) <= 1e-9 * max(1, abs(said))
        else:
            same = (said or "") == (now or "")
        if not same:
            found.append(f"{page}!{place}: {said!r}, computed {now!r}")
    return found


@pytest.mark.slow
def test_libreoffice_computes_what_every_sample_carries(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.xlsx" for name in SAMPLES]
    for path in paths:
        path.write_bytes(read(path.stem).artifact(Product.TRACKER).data)

    made = libreoffice("xlsx", tmp_path / "computed", *paths)

    assert sum(len(results(path)) for path in paths) > 50
    assert [differences(ours, theirs) for ours, theirs in zip(paths, made, strict=True)] == [[], [], []]


@pytest.mark.slow
def test_libreoffice_computes_what_any_tracker_carries(tmp_path: Path) -> None:
    languages = ("en", "hi", "ru", "fr", "de")
    paths: list[Path] = []

    @settings(max_examples=RANDOM, phases=[Phase.generate])
    @given(briefings(most=3))
    def make(briefing: Briefing) -> None:
        language = languages[len(paths) % len(languages)]
        path = tmp_path / f"{len(paths)}.xlsx"
        path.write_bytes(file_of(tracker_of(briefing, words(language))))
        paths.append(path)

    make()
    made = libreoffice("xlsx", tmp_path / "computed", *paths)

    assert len(paths) >= RANDOM
    assert [openxml_audit(path) for path in paths[:AUDITED]] == [[]] * AUDITED
    assert [differences(ours, theirs) for ours, theirs in zip(paths, made, strict=True)] == [[] for _ in paths]


@pytest.mark.slow
def test_a_wrong_result_is_seen(tmp_path: Path) -> None:
    files = parts(file_of(tracker(indicators=(FISH,))))
    files["xl/worksheets/sheet2.xml"] = files["xl/worksheets/sheet2.xml"].replace(
        b"<v>0.2500000000</v>", b"<v>0.75</v>"
    )
    path = tmp_path / "wrong.xlsx"
    path.write_bytes(packed(files))

    found = differences(path, libreoffice_xlsx(path, tmp_path / "computed"))

    assert found == ["Indicators!O5: 0.75, computed 0.25"]


@pytest.mark.slow
def test_text_stays_text_after_libreoffice_has_saved_it_and_no_cell_has_an_error(tmp_path: Path) -> None:
    path = tmp_path / "texts.xlsx"
    entries = tuple(replace(FISH, id=f"i{number}", name=text, unit=text) for number, text in enumerate(DANGEROUS))
    path.write_bytes(file_of(tracker(indicators=entries, risks=(Risk(id="a", title="_x0041_"),))))

    saved = openpyxl.load_workbook(libreoffice_xlsx(path, tmp_path / "saved"))
    shown = libreoffice_sheets(path)

    names = [cell for cell in saved["Indicators"]["B"] if cell.value in DANGEROUS]
    assert [cell.value for cell in names] == list(DANGEROUS)
    assert {cell.data_type for cell in names} == {"s"}
    assert [row for page, rows in shown.items() for row in rows if page != ISSUED and any(map(is_error, row))] == []
    assert any("_x0041_" in row for row in shown["Risks"])


def is_error(text: str) -> bool:
    """Whether a cell shows an error."""
    return text.startswith(ERRORS)


@pytest.mark.slow
def test_what_the_next_issue_needs_survives_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(file_of(tracker(indicators=(FISH,))))

    saved = openpyxl.load_workbook(libreoffice_xlsx(path, tmp_path / "saved"))

    # An empty text comes back as an empty cell, which says the same.
    before = [[cell.value or "" for cell in row] for row in openpyxl.load_workbook(path)[ISSUED].iter_rows()]
    assert [[cell.value or "" for cell in row] for row in saved[ISSUED].iter_rows()] == before
    assert saved[ISSUED].sheet_state == "hidden"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_keeps_the_rules_of_the_format(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(read(name).artifact(Product.TRACKER).data)

    assert openxml_audit(path) == []


def test_the_auditor_sees_a_broken_file(tmp_path: Path) -> None:
    files = parts(file_of(tracker(indicators=(FISH,))))
    styles = files["xl/styles.xml"]
    path = tmp_path / "broken.xlsx"
    path.write_bytes(packed(files | {"xl/styles.xml": styles.replace(b"<fonts", b"<nonsense/><fonts")}))

    assert openxml_audit(path) != []
