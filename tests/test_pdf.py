"""The one-pager as a PDF: what its own parts promise, read back by programs that did not draw it."""

import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from PIL import Image, ImageCms

import nine
from briefexport.compose.onepager import compose_onepager
from briefexport.document.page import BottomLine, Gallery, OnePage, PictureItem
from briefexport.document.text import Picture, Span
from briefexport.edition import edition_of
from briefexport.house import read_house
from briefexport.problem import Code, UnfitError
from briefexport.render.pdf import render_pdf
from briefexport.render.pdf.faces import Style, face
from briefexport.render.pdf.pen import Frame, Pen, UntaggedTextError
from briefexport.render.pdf.words import TextLine, Word
from briefexport.source import read_file
from briefexport.theme import Logo, Theme
from consumers import fonts, outloud_check, page_count, page_text, pdfua_check, qpdf_check, verapdf
from pages import EDITION, lines, page, panel, read, spans

SOURCE = Path(__file__).parent.parent / "source"
SAMPLES = ("summit", "harbour", "museum")
LANGUAGES = ("en", "hi", "ru", "fr", "de")
PAPERS = {
    "a4": Theme(),
    "letter": Theme(paper="letter"),
    "landscape": Theme(landscape=True),
    "letter-landscape": Theme(paper="letter", landscape=True),
}


def sample(name: str, language: str | None = None) -> OnePage:
    """A sample as a page, its labels in that language."""
    briefing = read_file(SOURCE / f"{name}.yaml").briefing
    if language:
        briefing = msgspec.structs.replace(briefing, language=language)
    return compose_onepager(briefing, read_house(), pictures(name))


def nine_pages() -> dict[str, OnePage]:
    """Short, usual and far too long, in English, Hindi and Russian."""
    house = read_house()
    return {
        name: compose_onepager(briefing, house, nine.pictures_of(briefing))
        for name, briefing in nine.nine_briefings().items()
    }


def pictures(name: str) -> dict[str, bytes]:
    """The pictures of a sample."""
    return {
        figure.file: (SOURCE / figure.file).read_bytes()
        for figure in read_file(SOURCE / f"{name}.yaml").briefing.figures
    }


def drawn(found: OnePage, theme: Theme | None = None) -> bytes:
    """The bytes of a page."""
    return render_pdf(found, theme or Theme(), EDITION).data


def bottom_line(*said: Span) -> BottomLine:
    """A bottom line of one paragraph."""
    return BottomLine("Bottom line", (said,))


def png(width: int = 4, height: int = 2) -> bytes:
    """A red picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + b"\xff\0\0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def many() -> dict[str, bytes]:
    """Files of every sort: samples, papers, languages, short pages, links, pictures."""
    link = bottom_line(
        Span("Read "), Span("the treaty", link="https://example.org/a?b=ü"), Span(" with Сергей in नई दिल्ली.")
    )
    gallery = Gallery((PictureItem(origin="figures[0]", picture=Picture(png(), "A red field", spans("Red"))),))
    crest = msgspec.structs.replace(page().masthead, logo=Picture(png(), "The crest"))
    return {
        **{f"{name}-{paper}": drawn(sample(name), theme) for name in SAMPLES for paper, theme in PAPERS.items()},
        **{f"{name}-{language}": drawn(sample(name, language)) for name in SAMPLES for language in LANGUAGES},
        **{name: drawn(one) for name, one in nine_pages().items()},
        "condensed": drawn(page(), Theme(family="Fira Sans Condensed")),
        "short": drawn(page([])),
        "link": drawn(page([], bottom_line=link)),
        "picture": drawn(page([panel("figures", gallery)], masthead=crest)),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of every sort on disk."""
    place = tmp_path_factory.mktemp("pages")
    for name, data in many().items():
        (place / f"{name}.pdf").write_bytes(data)
    return place


@pytest.mark.slow
def test_every_sort_of_page_keeps_every_rule_for_readers_and_archives(folder: Path) -> None:
    files = sorted(folder.glob("*.pdf"))

    assert len(files) == 3 * 4 + 3 * 5 + 9 + 4
    assert verapdf(("ua1", "2a"), *files) == []
    assert {path.stem: found for path in files if (found := pdfua_check(path))} == {}
    assert {path.stem: found for path in files if (found := [*heard(path)])} == {}
    assert {path.stem: found for path in files if (found := qpdf_check(path))} == {}


def heard(path: Path) -> Iterator[str]:
    """What is wrong for somebody who hears the page.

    FIG-012 asks that half of the characters of an alternative text be letters. That of a chart says all of its values
    and days, most of which are digits, and vowel signs of Devanagari don't count as letters there.
    """
    return (line for line in outloud_check(path) if not line.startswith("FIG-012"))


@pytest.mark.slow
def test_every_sort_of_page_is_one_page_with_its_fonts_inside(folder: Path) -> None:
    files = sorted(folder.glob("*.pdf"))
    found = [font for path in files for font in fonts(path)]

    assert {page_count(path) for path in files} == {1}
    assert found
    assert all(font.embedded and font.subset and font.in_unicode for font in found)
    assert {font.name.partition("-")[0] for font in found} == {"FiraSans", "FiraSansCondensed", "Mukta"}


@pytest.mark.slow
def test_every_piece_of_text_finds_its_element_and_back(folder: Path) -> None:
    complaints = {
        path.stem: found for path in sorted(folder.glob("*.pdf")) if (found := list(lost_parents(path.read_bytes())))
    }

    assert complaints == {}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), [(name, language) for name in SAMPLES for language in LANGUAGES])
def test_every_text_of_a_sample_comes_back_as_it_was_typed(tmp_path: Path, name: str, language: str) -> None:
    found = sample(name, language)

    wanted, lost = lost_texts(found, tmp_path)

    assert wanted > 60
    assert lost == []


def test_the_summit_s_page_has_all_five_areas_four_objectives_and_four_risks() -> None:
    found = sample("summit")
    left_out = render_pdf(found, Theme(), EDITION).left_out
    kept = {one.name: [item for item in one.body.items if item.origin not in left_out] for one in found.panels}

    assert [len(kept[name]) for name in ("agenda", "objectives", "risks", "indicators")] == [5, 4, 4, 4]


@pytest.mark.slow
def test_every_text_of_the_nine_pages_comes_back_and_what_is_too_long_is_left_out(tmp_path: Path) -> None:
    pages = nine_pages()
    lost = {name: lost_texts(found, tmp_path)[1] for name, found in pages.items()}
    left_out = {name: len(render_pdf(found, Theme(), EDITION).left_out) for name, found in pages.items()}

    assert len(pages) == 9
    assert {name: texts for name, texts in lost.items() if texts} == {}
    assert {name for name, count in left_out.items() if not count} == {"short-en", "short-hi", "short-ru", "usual-hi"}
    assert min(left_out[name] for name in pages if name.startswith("overfull")) > 30


def test_a_text_that_is_not_on_the_page_is_missed(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(drawn(page()))
    other = page(bottom_line=bottom_line(Span("Another line altogether.")))

    assert missed(other, (), tmp_path / "page.pdf") == ["Another line altogether."]


def lost_texts(found: OnePage, folder: Path) -> tuple[int, list[str]]:
    """How many texts a page holds, and those that a reader of its file does not get."""
    made = render_pdf(found, Theme(), EDITION)
    (folder / "page.pdf").write_bytes(made.data)
    return len(list(texts(found, made.left_out))), missed(found, made.left_out, folder / "page.pdf")


def missed(found: OnePage, left_out: Sequence[str], file: Path) -> list[str]:
    """The texts of a page that a file does not have, white space apart."""
    text = "".join(page_text(file).split())
    return [each for each in texts(found, left_out) if "".join(each.split()) not in text]


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def texts(found: OnePage, left_out: Sequence[str]) -> Iterator[str]:
    """Every text that a page holds and did not leave out; words for those who cannot see are not drawn."""
    head, closing = found.masthead, found.closing
    yield from (found.furniture.marking, head.office, head.addressed, head.reference, head.dateline, head.status)
    yield from (head.handling, found.bottom_line.label, *closing.notes)
    yield found.asks.label if found.asks.items else ""
    yield from map(joined, (head.title, head.subtitle, *found.bottom_line.paragraphs))
    for ask in found.asks.items:
        yield from held_by(ask, left_out)
    for one in found.panels:
        kept = [item for item in one.body.items if item.origin not in left_out]
        if not kept:
            continue
        yield joined(one.heading)
        yield from getattr(one.body, "heads", ())
        for item in kept:
            yield from held_by(item, left_out)


def held_by(value: Any, left_out: Sequence[str]) -> Iterator[str]:
    """The texts of an entry and of what is in it."""
    if getattr(value, "origin", None) in left_out:
        return
    for name in value.__struct_fields__:
        part = getattr(value, name)
        if name in ("spans", "aside", "caption"):
            yield joined(part)
        elif name in ("by", "when", "certainty", "word"):
            yield part
        elif isinstance(part, tuple):
            for inner in part:
                if isinstance(inner, msgspec.Struct):
                    yield from held_by(inner, left_out)
        elif isinstance(part, msgspec.Struct):
            yield from held_by(part, left_out)


def joined(said: tuple[Span, ...]) -> str:
    """Spans as a reader gets them: the numbers of notes are raised."""
    return "".join(span.text if span.note is None else span.note.translate(RAISED) for span in said)


# -- controls: each kind of fault is caught


def broken(fault: str) -> bytes:
    """A page with a fault of that kind."""
    with pikepdf.open(io.BytesIO(drawn(page()))) as file:
        tree = file.Root.StructTreeRoot
        elements = [element for element in file.objects if is_element(element)]
        match fault:
            case "alt":
                del next(element for element in elements if element.S == "/Figure").Alt
            case "scope":
                for element in elements:
                    if element.S == "/TH":
                        del element.A
            case "language":
                del file.Root.Lang
            case "tag":
                first = next(element for element in elements if element.S == "/P")
                first.S = pikepdf.Name("/Nonsense")
            case _:
                owners = tree.ParentTree.Nums[1]
                owners[0], owners[5] = owners[5], owners[0]
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
        return out.getvalue()


def is_element(found: object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/StructElem"


@pytest.mark.slow
def test_a_fault_of_each_kind_is_caught(tmp_path: Path) -> None:
    faults = ("alt", "scope", "language", "tag")
    for fault in faults:
        (tmp_path / f"{fault}.pdf").write_bytes(broken(fault))

    complaints = verapdf(("ua1",), *(tmp_path / f"{fault}.pdf" for fault in faults))

    assert [fault for fault in faults if not any(f" {fault}.pdf:" in line for line in complaints)] == []


def test_a_wrong_parent_is_caught_by_our_own_check() -> None:
    assert list(lost_parents(drawn(page()))) == []
    assert list(lost_parents(broken("parents"))) != []


def lost_parents(data: bytes) -> Iterator[str]:
    """Marked content and links whose entry in the parent tree is not the element that holds them, or that has none."""
    with pikepdf.open(io.BytesIO(data)) as file:
        numbers = file.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        first = file.pages[0]
        owners, claimed = tree[int(first.StructParents)], set()
        for element, kid in held(file.Root.StructTreeRoot.K[0]):
            if isinstance(kid, int):
                claimed.add(kid)
                if owners[kid].objgen != element.objgen:
                    yield f"content {kid} belongs to another element"
            elif tree[int(kid.Obj.StructParent)].objgen != element.objgen:
                yield f"link {kid.Obj.StructParent} belongs to another element"
        drawn_ids = {int(found.MCID) for found in marks(first) if "/MCID" in found}
        if drawn_ids != claimed:
            yield f"on the page or in the tree only: {sorted(drawn_ids ^ claimed)}"


def marks(first: Any) -> Iterator[Any]:
    """What is said of each stretch of marked content on a page."""
    for step in pikepdf.parse_content_stream(first):
        operands, operator = step.operands, str(step.operator)
        if operator == "BDC":
            yield operands[1]


def held(element: Any) -> Iterator[tuple[Any, Any]]:
    """Every piece of content and every link below an element, with the element that holds it."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            yield element, kid
        elif isinstance(kid, pikepdf.Dictionary):
            yield from held(kid)
        else:
            yield element, int(kid)


# -- the file


def test_text_outside_every_element_is_refused() -> None:
    pen = Pen(Frame((100, 100), 0, 100, 1))
    regular = face("Fira Sans", Style())
    line = TextLine((Word((), 0.0),), 0.0)

    with pytest.raises(UntaggedTextError):
        pen.line(line, 0, 0, 9, "#000000")
    assert regular.has("a")


def test_a_figure_without_words_is_refused() -> None:
    pen = Pen(Frame((100, 100), 0, 100, 1))

    with pytest.raises(ValueError, match="needs words"), pen.figure(" ", 0, 0, (1, 1)):
        pen.box(0, 0, (1, 1), "#000000")


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(drawn(page()))) as file, file.open_metadata() as metadata:
        info = {str(name): str(value) for name, value in file.docinfo.items()}

        assert metadata["dc:title"] == "Harbour works"
        assert metadata["dc:identifier"] == "harbour/1"
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["xmp:CreateDate"] == "2025-11-07T00:00:00+00:00"
        assert info["/Title"] == "Harbour works"
        assert info["/CreationDate"] == "D:20251107000000+00'00'"


def test_the_tree_reads_in_the_order_of_the_page_with_headings_that_skip_none() -> None:
    with pikepdf.open(io.BytesIO(drawn(page()))) as file:
        roles = [str(element.S) for element in walked(file.Root.StructTreeRoot.K[0])]
        with file.open_outline() as outline:
            titles = [item.title for item in outline.root]

    assert [role for role in roles if role in ("/H1", "/H2")] == ["/H1", *["/H2"] * 6]
    assert titles == [
        "Harbour works",
        "Bottom line",
        "Decision asked",
        "Agenda",
        "Indicators",
        "Objectives",
        "Risks",
        "Dates",
    ]
    assert roles.count("/Figure") == 3


def walked(element: Any) -> Iterator[Any]:
    """An element and all below it."""
    yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from walked(kid)


def test_charts_are_told_in_words_with_their_numbers() -> None:
    with pikepdf.open(io.BytesIO(drawn(page()))) as file:
        found = [str(element.Alt) for element in walked(file.Root.StructTreeRoot.K[0]) if element.S == "/Figure"]

    assert sorted(found) == [
        "Dates in order: 14 Nov 2025: Decision; early Dec 2025: Council",
        "Risks: 1 The dredger leaves: likelihood 4, impact 5; 2 Fog: likelihood 2, impact 1",
        "Ships a day: 3 in January, 8.5 in June",
    ]


def test_a_name_in_another_script_says_its_language() -> None:
    said = bottom_line(Span("Ask Сергей Лавров in नई दिल्ली and Αθήνα."))

    with pikepdf.open(io.BytesIO(drawn(page([], bottom_line=said)))) as file:
        found = [str(element.Lang) for element in walked(file.Root.StructTreeRoot.K[0]) if "/Lang" in element]

    assert found == ["ru", "hi", "el"]


def test_a_link_has_contents_and_goes_where_it_says() -> None:
    said = bottom_line(Span("Read "), Span("the treaty text", link="https://example.org/treaty"))

    with pikepdf.open(io.BytesIO(drawn(page([], bottom_line=said)))) as file:
        (link,) = file.pages[0].Annots
        address, contents = str(link.A.URI), str(link.Contents)

    assert address == "https://example.org/treaty"
    assert contents == "https://example.org/treaty"


def test_a_point_with_an_unknown_score_is_listed_and_never_plotted() -> None:
    seen = read(drawn(page()))

    assert "Astrike" in seen.text
    assert "Unknown:3" in seen.text
    assert [letter["text"] for letter in seen.letters].count("3") < [letter["text"] for letter in seen.letters].count(
        "1"
    )


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("a 😀 b", Code.NO_GLYPH, "U+1F600 GRINNING FACE"),
        ("中", Code.NO_GLYPH, "U+4E2D"),
        ("\ue123", Code.NO_GLYPH, "U+E123"),
        ("سلام", Code.NO_PAGE_FOR_SCRIPT, "Arabic or Hebrew"),
        ("שלום", Code.NO_PAGE_FOR_SCRIPT, "Arabic or Hebrew"),
    ],
)
def test_a_character_that_no_font_has_is_told_with_its_field(text: str, code: Code, named: str) -> None:
    found = page([panel("objectives", lines("objectives", ["fine", text]))])

    with pytest.raises(UnfitError) as refused:
        drawn(found)

    (finding,) = refused.value.findings
    assert (finding.field, finding.code) == ("objectives[1]", code)
    assert named in finding.what
    assert "briefexport memo" in finding.fix


def test_a_language_that_runs_from_right_to_left_is_told_at_the_language() -> None:
    furniture = msgspec.structs.replace(page().furniture, right_to_left=True)

    with pytest.raises(UnfitError) as refused:
        drawn(page(furniture=furniture))

    assert [(finding.field, finding.code) for finding in refused.value.findings] == [
        ("language", Code.NO_PAGE_FOR_SCRIPT)
    ]


def test_a_picture_that_cannot_be_read_is_told_with_its_field() -> None:
    gallery = Gallery((PictureItem(origin="figures[0]", picture=Picture(b"no picture", "x")),))

    with pytest.raises(UnfitError) as refused:
        drawn(page([panel("figures", gallery)]))

    assert [(finding.field, finding.code) for finding in refused.value.findings] == [
        ("figures[0].file", Code.UNREADABLE_PICTURE)
    ]


@pytest.mark.parametrize(
    "character",
    [
        "₹",
        "€",
        "₽",
        "£",
        "№",
        "ß",
        "ž",
        "Ω",
        "ώ",
        "Ж",
        "ѣ",
        "क्ष",
        "\u2011",
        "\u00ad",
        "é̱",
        "−",
        "→",
        "≥",
        "≈",
        "×",
        "°",
        "₂",
        "²",
        "▪",
        "●",
        "⇒",
        "➢",
        "℃",
    ],
)
def test_signs_of_europe_and_india_are_drawn_and_come_back(character: str) -> None:
    data = drawn(page([], bottom_line=bottom_line(Span(f"x{character}x"))))

    with pikepdf.open(io.BytesIO(data)) as file:
        actual = [str(found.ActualText) for found in marks(file.pages[0]) if "/ActualText" in found]

    assert f"x{character}x" in read(data).text or any(character in text for text in actual)


def test_a_hindi_page_drawn_before_changes_nothing() -> None:
    hindi = page([], bottom_line=bottom_line(Span("विदेश मंत्री की यात्रा और क्षेत्रीय सहयोग")))
    mixed = page([], bottom_line=bottom_line(Span("Meeting in नई दिल्ली")))

    before = drawn(mixed)
    drawn(hindi)

    assert drawn(mixed) == before


SCRIPT = """
import hashlib, sys
sys.path[:0] = sys.argv[1:3]
import pages, msgspec
from briefexport.document.text import Span
from briefexport.document.page import BottomLine
from briefexport.render.pdf import render_pdf
from briefexport.theme import Theme
line = BottomLine("Bottom line", ((Span("Сергей Лавров in नई दिल्ली, क्षेत्र"),),))
print(hashlib.sha256(render_pdf(pages.page(bottom_line=line), Theme(), pages.EDITION).data).hexdigest())
"""


@pytest.mark.slow
def test_three_processes_with_three_hash_seeds_draw_the_same_bytes() -> None:
    here = Path(__file__).parent
    folders = [str(here), str(here.parent / "src")]

    digests = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, *folders],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Kolkata"), ("77", "America/New_York"))
    }

    assert len(digests) == 1


def test_the_edition_is_what_the_file_is_dated_with() -> None:
    early, late = (render_pdf(page(), Theme(), edition_of(EDITION.on.replace(year=year))).data for year in (2001, 2031))

    assert b"D:20010" not in late
    assert early != late


def test_paper_and_turn_are_as_the_theme_says() -> None:
    sizes = [
        tuple(round(side) for side in read(drawn(page(), theme)).size)
        for theme in (Theme(), Theme(paper="letter"), Theme(landscape=True))
    ]

    assert sizes == [(595, 842), (612, 792), (842, 595)]


def test_a_draft_says_so_in_its_head() -> None:
    final = msgspec.structs.replace(page().masthead, status="final", draft=False)

    assert "RESTRICTED" in read(drawn(page())).text
    assert "DRAFT" in read(drawn(page())).text
    assert "FINAL" in read(drawn(page(masthead=final))).text


def test_a_crest_stands_in_the_head_with_its_words() -> None:
    masthead = msgspec.structs.replace(page().masthead, logo=Picture(png(), "Crest of the port"))

    with pikepdf.open(
        io.BytesIO(drawn(page(masthead=masthead), Theme(logo=Logo("crest.png", "Crest of the port"))))
    ) as file:
        found = [str(element.Alt) for element in walked(file.Root.StructTreeRoot.K[0]) if element.S == "/Figure"]

    assert found[0] == "Crest of the port"


def test_a_crest_as_wide_as_a_banner_leaves_room_for_the_text_beside_it() -> None:
    banner = msgspec.structs.replace(page().masthead, logo=Picture(png(400, 10), "The banner"))

    seen = read(drawn(page(masthead=banner)))

    tops = {text: [word["top"] for word in seen.words if word["text"] == text] for text in ("Ardel,", "2025")}

    assert tops["Ardel,"][0] in tops["2025"]
    assert max(letter["x1"] for letter in seen.letters) <= 596 - 44


def test_the_colour_space_in_the_file_is_srgb() -> None:
    with pikepdf.open(io.BytesIO(drawn(page()))) as file:
        profile = bytes(file.Root.OutputIntents[0].DestOutputProfile.read_bytes())

    read_back = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    usual = ImageCms.createProfile("sRGB")
    there = ImageCms.buildTransform(read_back, usual, "RGB", "RGB")
    colours = Image.new("RGB", (3, 1))
    colours.putdata([(23, 50, 95), (179, 38, 30), (128, 128, 128)])
    changed = ImageCms.applyTransform(colours, there)

    assert ImageCms.getProfileDescription(read_back).strip() == "sRGB IEC61966-2.1"
    assert changed is not None
    assert max(abs(a - b) for a, b in zip(changed.tobytes(), colours.tobytes(), strict=True)) <= 1
