"""What the file of the one-pager says about itself, and what is refused or told while it is drawn."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from PIL import Image, ImageCms

from briefexport.document.page import Gallery, PictureItem
from briefexport.document.text import Picture, Span
from briefexport.edition import edition_of
from briefexport.problem import Code, UnfitError
from briefexport.render.pdf import render_pdf
from briefexport.render.pdf.faces import Style, face
from briefexport.render.pdf.pen import Frame, Pen, UntaggedTextError
from briefexport.render.pdf.words import TextLine, Word
from briefexport.theme import Logo, Theme
from pages import EDITION, bottom_line, drawn, lines, marks, page, panel, png, read


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
