"""A memo that somebody edits in LibreOffice does not fall apart: it is read, audited and printed as before."""

import re
from pathlib import Path

import pytest

from briefexport.document.text import Comment, Span
from consumers import in_libreoffice, libreoffice_pdf, openxml_audit, page_text
from memos import EVERYTHING, NOTES, said, word
from word_reading import W, root, style, texts, val

pytestmark = pytest.mark.slow

OF_LIBREOFFICE = (
    r"'val': Value 'true' is not in allowed values: \['off', 'on'\]",
    r"/numbering\[1\]/abstractNum\[\d+\]/lvl\[\d+\]: Unexpected element 'numFmt'",
    r"pPr\[1\]/rPr\[1\]: Unexpected element 'b'",
    r"/p\[\d+\]/pPr\[1\]: Unexpected element 'pStyle'",
)
"""What LibreOffice 7.4 writes in an order or in words of its own, whatever file it saves."""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A memo with every kind of block and a comment, after people worked on it."""
    folder = tmp_path_factory.mktemp("edited")
    asked = said("Paid by ", Span("the port", comment=Comment("Since when?", "L. Kovac")), ".")
    (folder / "memo.docx").write_bytes(word(*EVERYTHING, asked, notes=NOTES))
    in_libreoffice("edit_memo.py", folder / "memo.docx", folder / "edited.docx")
    return folder / "edited.docx"


def test_what_was_typed_takes_the_style_of_what_stood_there(edited: Path) -> None:
    styles = {texts(each): style(each) for each in root(edited.read_bytes()).iter(W + "p")}
    changed = next(text for text in styles if text.startswith("It began with defence."))

    assert styles[changed] == styles["A sentence that the Treasury asked for."]
    assert styles["three, typed by hand"] == styles["two"] == "ListBullet"


def test_headings_tables_notes_links_and_comments_are_what_they_were(edited: Path) -> None:
    data = edited.read_bytes()
    body = root(data)
    headings = [texts(each) for each in body.iter(W + "p") if style(each).startswith("Heading")]

    assert headings == ["Recommendation", "Background", "Agenda", "Objectives", "Details", "Annex"]
    assert [len(table.findall(W + "tr")) for table in body.iter(W + "tbl")] == [2, 4, 2, 2, 2]
    assert len(list(body.iter(W + "tblHeader"))) == 5
    assert len(list(body.iter(W + "footnoteReference"))) == 2
    assert len([each for each in body.iter(W + "hyperlink") if val(each, "anchor") == "the_agenda"]) == 1
    assert [texts(each) for each in root(data, "word/comments.xml")] == ["Agreed.", "Since when?"]


def test_a_style_that_was_changed_changes_all_that_is_in_it(edited: Path) -> None:
    data = edited.read_bytes()
    styles = {val(each, "styleId"): each for each in root(data, "word/styles.xml").iter(W + "style")}
    runs = [run for each in root(data).iter(W + "p") if style(each) == "Heading1" for run in each.iter(W + "r")]

    assert val(styles["Heading1"].find(f"{W}rPr/{W}color")) == "006633"
    assert [run for run in runs if run.find(f"{W}rPr/{W}color") is not None] == []


def test_an_auditor_finds_nothing_but_what_libreoffice_always_writes(edited: Path) -> None:
    faults = openxml_audit(edited)

    assert [fault for fault in faults if not any(re.search(known, fault) for known in OF_LIBREOFFICE)] == []
    assert len(faults) > 0


def test_it_is_printed_with_its_markings_and_page_numbers(edited: Path, tmp_path: Path) -> None:
    printed = libreoffice_pdf(edited, tmp_path)

    assert "A sentence that the Treasury asked for." in page_text(printed)
    assert [page_text(printed, page).count("RESTRICTED") for page in (1, 2, 3, 4)] == [2, 2, 2, 2]
    assert "Page 3 of 4" in page_text(printed, 3)
