"""The memo in each of its forms as other programs read it."""

from pathlib import Path

import mammoth
import pytest

from briefexport.build import build_products
from briefexport.edition import edition_of
from briefexport.house import read_house
from briefexport.product import Product
from conftest import REPOSITORY, SAMPLES, read
from consumers import libreoffice, openxml_audit, page_count
from golden import FOLDER, differences
from test_memo_profiles import PROFILES, in_profile

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def memos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every sample in every form: `summit-note`."""
    folder, made = tmp_path_factory.mktemp("memos"), {}
    for name in SAMPLES:
        sample = read(name)
        pictures = {each.file: (REPOSITORY / "source" / each.file).read_bytes() for each in sample.briefing.figures}
        for profile in PROFILES:
            source = in_profile(sample.source, profile)
            (memo,) = build_products(source, read_house(), edition_of(source.briefing.date), (Product.MEMO,), pictures)
            made[f"{name}-{profile}"] = folder / f"{name}-{profile}.docx"
            made[f"{name}-{profile}"].write_bytes(memo.data)
    return made


def test_an_auditor_of_the_format_finds_no_fault_in_any_form(memos: dict[str, Path]) -> None:
    assert len(memos) == 12
    assert [f"{name}: {fault}" for name, path in memos.items() for fault in openxml_audit(path)] == []


def test_a_second_reader_finds_headings_tables_lists_notes_and_links(memos: dict[str, Path]) -> None:
    parts = {}
    for name in ("harbour-submission", "harbour-note", "harbour-brief"):
        with memos[name].open("rb") as file:
            html = mammoth.convert_to_html(file).value
        parts[name] = {
            tag for tag in ("<h1>", "<h2>", "<table>", "<ul>", "<ol>", "<li id=", "<a href=", "<img") if tag in html
        }

    assert set(map(frozenset, parts.values())) == {
        frozenset({"<h1>", "<h2>", "<table>", "<ul>", "<ol>", "<li id=", "<a href=", "<img"})
    }


def test_libreoffice_prints_every_form_on_as_many_pages_as_it_should(memos: dict[str, Path], tmp_path: Path) -> None:
    pages = {path.stem: page_count(path) for path in libreoffice("pdf", tmp_path, *memos.values())}

    # Looked at with LibreOffice 7.4; the forms say the same in another order, and a page breaks where that lets it.
    lengths = {"summit": 7, "harbour": 10, "museum": 3}
    usual = {f"{name}-{profile}": count for name, count in lengths.items() for profile in PROFILES}
    assert pages == {**usual, "harbour-note": 9}


def test_golden_text_of_every_form_is_what_was_looked_at(memos: dict[str, Path], tmp_path: Path) -> None:
    paths = [memos[f"summit-{profile}"] for profile in PROFILES]
    read_back = libreoffice("txt:Text (encoded):UTF8", tmp_path, *paths)
    texts = {path.stem.partition("-")[2]: path.read_text("utf-8-sig") for path in read_back}

    changed = {profile: differences(f"memo-{profile}.txt", text) for profile, text in texts.items()}

    assert changed == {profile: [] for profile in PROFILES}
    assert sorted(path.name for path in FOLDER.glob("memo-*")) == [f"memo-{profile}.txt" for profile in PROFILES]
