"""The memo as other programs read it: an auditor of the format, LibreOffice, mammoth."""

import re
from pathlib import Path

import mammoth
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefexport.document.text import (
    Align,
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Comment,
    Fields,
    Furniture,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Quote,
    Role,
    Rule,
    SignOff,
    Span,
    Table,
    Turn,
)  # fmt: skip
from briefexport.render.word import page_estimate, render_word
from consumers import libreoffice, libreoffice_docx, libreoffice_pdf, openxml_audit, page_count, page_text
from memos import (
    EDITION,
    EVERYTHING,
    FURNITURE,
    NOTES,
    RIGHT_TO_LEFT,
    STYLES,
    everything,
    heading,
    memo,
    png,
    said,
    word,
)
from word_reading import MAIN, W, packed, related, root, texts, unpacked, val


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Memos with every kind of block in three languages, and one of a single page."""
    folder = tmp_path_factory.mktemp("memo")
    made = {
        "english": everything(),
        "hindi": everything(language="hi"),
        "arabic": everything(RIGHT_TO_LEFT, "ar"),
        "short": word(*EVERYTHING[:8], notes=NOTES),
    }
    for called, data in made.items():
        (folder / f"{called}.docx").write_bytes(data)
    return {called: folder / f"{called}.docx" for called in made}


def test_an_auditor_of_the_format_finds_no_fault(files: dict[str, Path], tmp_path: Path) -> None:
    own = tmp_path / "memo.docx"
    own.write_bytes(STYLES)

    assert [fault for path in (*files.values(), own) for fault in openxml_audit(path)] == []


SPANS = st.lists(
    st.builds(
        Span,
        st.sampled_from(["text", "a\nb", "", "Лавров", "الوزير", "मंत्री 7", "<&>\"'"]),
        st.booleans(),
        st.booleans(),
        code=st.booleans(),
        link=st.sampled_from([None, "#a", "#b", "https://example.org/?a=1&b=2"]),
        note=st.sampled_from([None, None, None, "1", "2"]),
        comment=st.sampled_from([None, None, Comment("Why?", "A. Sharma"), Comment("", "")]),
    ),
    max_size=3,
).map(tuple)
LEAVES = st.one_of(
    st.builds(Paragraph, SPANS, st.sampled_from(Role)),
    st.builds(Heading, st.integers(1, 9), SPANS, st.sampled_from([None, "a", "b"]), st.booleans()),
    st.builds(Code, st.sampled_from(["", "a\n  b\tc"])),
    st.builds(NewPage, st.sampled_from(Turn)),
    st.builds(SignOff, st.sampled_from([("A",), ("A", "B", "C", "D", "E")])),
    st.sampled_from([Rule(), Picture(png(9, 9), "alt"), Fields((((Span("To"),), (Span("x"),)),)), Table((), ())]),
)


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    rows = st.lists(st.tuples(st.builds(Cell, blocks), st.builds(Cell, blocks)), max_size=2).map(tuple)
    columns = st.tuples(st.builds(Column, SPANS, st.sampled_from(Align)), st.builds(Column, SPANS))
    return st.one_of(
        st.builds(Bullets, st.lists(blocks, max_size=3).map(tuple), st.sampled_from([None, 0, 7]), st.booleans()),
        st.builds(Quote, blocks),
        st.builds(Table, columns, rows, SPANS, row_heads=st.booleans()),
    )


BLOCKS = st.lists(st.recursive(LEAVES, _nested, max_leaves=12), max_size=5)


@settings(max_examples=25)
@given(BLOCKS, st.sampled_from([FURNITURE, RIGHT_TO_LEFT]))
def test_whatever_stands_in_whatever_makes_a_file_without_fault(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[Block], furniture: Furniture
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.docx"
    path.write_bytes(word(*blocks, notes=NOTES, furniture=furniture))

    assert openxml_audit(path) == []


def test_the_auditor_would_find_a_fault(tmp_path: Path) -> None:
    parts = unpacked(everything())
    parts[MAIN] = parts[MAIN].replace(b"<w:tblGrid>", b"<w:tblGird>").replace(b"</w:tblGrid>", b"</w:tblGird>")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(packed(parts))

    assert openxml_audit(broken) != []


@pytest.mark.slow
def test_libreoffice_lays_the_pages_out_as_the_footer_says(files: dict[str, Path], tmp_path: Path) -> None:
    english, short = libreoffice("pdf", tmp_path, files["english"], files["short"])
    counts = page_count(english), page_count(short)
    cached = [
        re.search(r"of (\d)", texts(root(files[called].read_bytes(), "word/footer1.xml")))
        for called in ("english", "short")
    ]

    assert counts == tuple(int(found[1]) for found in cached if found)
    assert counts == (4, 1)
    assert [page_text(english, page).count("RESTRICTED") for page in (1, 2, 3, 4)] == [2, 2, 2, 2]
    assert "Page 3 of 4" in page_text(english, 3)
    assert "3. Finish the statement." in " ".join(page_text(english).split())
    assert "A first paragraph with a page and a second." in " ".join(page_text(english).split())


@pytest.mark.slow
def test_who_said_it_stands_on_the_page_of_what_was_said(tmp_path: Path) -> None:
    blocks: list[Block] = []
    for place in range(100, 160):
        blocks += [said("It rains on the quay. " * (place % 7 + 1))] * 3
        blocks.append(Quote((said(f"Said {place}."), said(f"Speaker {place}."))))
    (tmp_path / "quotes.docx").write_bytes(word(*blocks))

    pdf = libreoffice_pdf(tmp_path / "quotes.docx", tmp_path)
    pages = [page_text(pdf, page) for page in range(1, page_count(pdf) + 1)]
    ends = [(re.findall(r"Said (\d+)", page), re.findall(r"Speaker (\d+)", page)) for page in pages]

    assert len(pages) > 8
    assert [page for page, (quoted, speakers) in enumerate(ends) if quoted != speakers] == []


@pytest.mark.slow
def test_a_long_quote_begins_where_there_is_room(tmp_path: Path) -> None:
    long = said(*(f"Sentence {number} of it rains. " for number in range(100)))
    (tmp_path / "long.docx").write_bytes(word(*[said("Before.")] * 25, Quote((long, said("The speaker.")))))

    pdf = libreoffice_pdf(tmp_path / "long.docx", tmp_path)

    assert page_count(pdf) == 2
    assert "Sentence 9 of" in " ".join(page_text(pdf, 1).split())
    assert "Sentence 99 of it rains. The speaker." in " ".join(page_text(pdf, 2).split())


@pytest.mark.slow
def test_libreoffice_edits_and_saves_a_memo_without_losing_its_structure(
    files: dict[str, Path], tmp_path: Path
) -> None:
    saved = libreoffice_docx(files["english"], tmp_path / "saved").read_bytes()
    headings = [
        texts(each)
        for each in root(saved).iter(W + "p")
        if (val(each.find(f"{W}pPr/{W}pStyle")) or "").startswith("Heading")
    ]

    assert headings == ["Recommendation", "Background", "Agenda", "Objectives", "Details", "Annex"]
    assert len(list(root(saved).iter(W + "footnoteReference"))) == 2
    assert len(list(root(saved).iter(W + "tblHeader"))) == 5


@pytest.mark.slow
def test_a_styles_file_saved_by_libreoffice_still_makes_memos(tmp_path: Path) -> None:
    own = tmp_path / "memo.docx"
    own.write_bytes(STYLES)
    saved = libreoffice_docx(own, tmp_path / "saved").read_bytes()
    made = tmp_path / "made.docx"
    made.write_bytes(render_word(memo(*EVERYTHING, notes=NOTES), saved, EDITION))

    assert page_count(libreoffice_pdf(made, tmp_path / "pdf")) == 4


def _html(data: Path) -> str:
    with data.open("rb") as file:
        return str(mammoth.convert_to_html(file, style_map="p[style-name='Title'] => h1.title:fresh").value)


@pytest.mark.parametrize(
    "fragment",
    [
        '<h1 class="title">Before the summit</h1>',
        "Background</h1>",
        "Objectives</h2>",
        "<li>one</li><li>two</li>",
        "<thead><tr><th><p>Area</p></th>",
        "<strong>14 November</strong>",
        'alt="A blue bar"',
        '<a href="#the_agenda">',
        '<li id="footnote-2">',
        '<a href="https://example.org/a%20b">a page</a>',
    ],
)
def test_a_second_reader_finds_headings_lists_tables_notes_and_links(fragment: str, files: dict[str, Path]) -> None:
    html = _html(files["english"])

    assert fragment in html


# LibreOffice 7.4 with Carlito lays these out on as many pages.
@pytest.mark.parametrize(("words", "pages"), [(0, 1), (400, 1), (450, 2), (800, 2), (900, 3)])
def test_the_number_of_pages_is_that_of_libreoffice(words: int, pages: int) -> None:
    text = [said("government ministries agreed " * 16 + "on it.") for _ in range(words // 50)]

    assert page_estimate(memo(heading(1, "One"), *text), STYLES) == pages


def test_a_link_is_kept_once_however_often_it_is_used() -> None:
    link = said(Span("a page", link="https://example.org/"))
    targets = list(related(word(link, link)).values())

    assert targets.count("https://example.org/") == 1
