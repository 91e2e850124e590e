"""Each consumer passes a good file and catches a broken one: a check that can't fail proves nothing."""

import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

import consumers

PARAGRAPH = "Water for 2,000 households: Würde, вода, पानी."


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    """A Word file that its library leaves without a fault, once one leftover part is dropped."""
    document = docx.Document()
    document.add_paragraph(PARAGRAPH)
    part = document.part
    leftover = next(key for key, rel in part.rels.items() if rel.reltype.endswith("/stylesWithEffects"))
    part.rels.pop(leftover)
    document.save(str(tmp_path / "memo.docx"))
    return tmp_path / "memo.docx"


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A workbook whose formula has never been computed."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Indicators"
    sheet["A1"], sheet["A2"], sheet["B1"] = 2, "=A1*21", 'two\nlines, "quoted"'
    book.save(tmp_path / "tracker.xlsx")
    return tmp_path / "tracker.xlsx"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page as reportlab draws it when nobody asks for tags: two pages, a font that isn't embedded."""
    canvas = Canvas(str(tmp_path / "page.pdf"), invariant=True)
    for text in ("First page", "Second page"):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return tmp_path / "page.pdf"


@pytest.fixture
def cut_off(page: Path) -> Path:
    """The first half of the same file."""
    path = page.with_name("cut-off.pdf")
    whole = page.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def spoil(path: Path, part: str, old: str, new: str) -> Path:
    """A copy of an Office file in which one part says something else."""
    spoilt = path.with_name(f"spoilt-{path.name}")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(spoilt, "w") as copy:
        for name in whole.namelist():
            text = whole.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            copy.writestr(name, text)
    return spoilt


@pytest.mark.slow
def test_libreoffice_reads_prints_and_saves_a_word_file(memo: Path, tmp_path: Path) -> None:
    text = consumers.libreoffice_text(memo)
    printed = consumers.libreoffice_pdf(memo, tmp_path / "printed")
    saved = consumers.libreoffice_docx(memo, tmp_path / "saved")

    assert text == f"{PARAGRAPH}\n"
    assert consumers.page_text(printed).strip() == PARAGRAPH
    assert docx.Document(str(saved)).paragraphs[0].text == PARAGRAPH


@pytest.mark.slow
def test_libreoffice_computes_what_a_workbook_only_promises(tracker: Path, tmp_path: Path) -> None:
    shown = consumers.libreoffice_sheets(tracker)
    saved = consumers.libreoffice_xlsx(tracker, tmp_path / "saved")

    assert shown == {"Indicators": [["2", 'two\nlines, "quoted"'], ["42", ""]]}
    assert openpyxl.load_workbook(saved, data_only=True)["Indicators"]["A2"].value == 42


@pytest.mark.slow
def test_libreoffice_distrusts_a_result_that_is_wrong_in_the_file(tracker: Path) -> None:
    wrong = spoil(tracker, "xl/worksheets/sheet1.xml", "<f>A1*21</f><v></v>", "<f>A1*21</f><v>7</v>")

    assert openpyxl.load_workbook(wrong, data_only=True)["Indicators"]["A2"].value == 7
    assert consumers.libreoffice_sheets(wrong)["Indicators"][1][0] == "42"


@pytest.mark.slow
def test_libreoffice_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(consumers.ConsumerError, match=r"made no absent\.pdf"):
        consumers.libreoffice_pdf(tmp_path / "absent.docx", tmp_path)


def test_poppler_counts_reads_and_draws_pages(page: Path, tmp_path: Path) -> None:
    picture = consumers.page_png(page, tmp_path / "pictures", page=2)

    assert consumers.page_count(page) == 2
    assert consumers.page_text(page, 2).strip() == "Second page"
    assert picture.name == "page-2.png"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_poppler_sees_a_font_that_is_not_embedded(page: Path) -> None:
    assert consumers.fonts(page) == [
        consumers.Font("Helvetica", "Type 1", embedded=False, subset=False, in_unicode=False)
    ]


@pytest.mark.slow
def test_poppler_sees_fonts_that_are_embedded(memo: Path, tmp_path: Path) -> None:
    found = consumers.fonts(consumers.libreoffice_pdf(memo, tmp_path))

    assert {(font.embedded, font.subset, font.in_unicode) for font in found} == {(True, True, True)}
    assert not [font.name for font in found if "+" in font.name]


def test_qpdf_passes_a_whole_file_and_names_what_a_cut_one_lacks(page: Path, cut_off: Path) -> None:
    assert consumers.qpdf_check(page) == []
    assert any("can't find startxref" in complaint for complaint in consumers.qpdf_check(cut_off))


@pytest.mark.slow
def test_verapdf_fails_a_page_without_tags_and_a_file_it_cannot_read(page: Path, cut_off: Path) -> None:
    complaints = consumers.verapdf(["ua1", "2a"], page, cut_off)

    assert any(one.startswith("ua1 page.pdf: 7.1-3 Content shall be marked") for one in complaints)
    assert any(one.startswith("2a page.pdf: 6.2.11.4.1-1 ") for one in complaints)
    assert "ua1 cut-off.pdf: not judged" in complaints
    assert "2a cut-off.pdf: not judged" in complaints


def test_openxml_audit_passes_a_clean_word_file(memo: Path) -> None:
    assert consumers.openxml_audit(memo) == []


def test_openxml_audit_names_an_element_word_does_not_know(memo: Path) -> None:
    spoilt = spoil(memo, "word/document.xml", "<w:body>", "<w:body><w:surprise/>")

    assert any("surprise" in complaint for complaint in consumers.openxml_audit(spoilt))


def test_openxml_audit_names_an_element_excel_does_not_know(tracker: Path) -> None:
    spoilt = spoil(tracker, "xl/workbook.xml", "<sheets>", "<surprise/><sheets>")

    assert any("surprise" in complaint for complaint in consumers.openxml_audit(spoilt))


def test_pdfua_names_a_page_without_tags_and_a_file_it_cannot_read(page: Path, cut_off: Path) -> None:
    assert any("untagged" in complaint for complaint in consumers.pdfua_check(page))
    assert consumers.pdfua_check(cut_off)[0].startswith("unreadable: ")


def test_outloud_names_a_page_without_tags_and_a_file_it_cannot_read(page: Path, cut_off: Path) -> None:
    assert "DOC-002: the catalog has no /StructTreeRoot" in consumers.outloud_check(page)
    assert consumers.outloud_check(cut_off)[0].startswith("unreadable: ")


def test_a_missing_program_is_an_error_that_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(consumers.ConsumerError, match="apt-get install --no-install-recommends poppler-utils"):
        consumers.program("pdftotext")


def test_a_program_that_fails_is_an_error_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(consumers.ConsumerError, match=r"pdfinfo ended with 1: .*Couldn't open file"):
        consumers.page_count(tmp_path / "absent.pdf")
