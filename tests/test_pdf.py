"""Pages of every sort, read back by programs that did not draw them: rules, texts, elements."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

import nine
from briefexport.compose.onepager import compose_onepager
from briefexport.document.page import Gallery, OnePage, PictureItem
from briefexport.document.text import Picture, Span
from briefexport.house import read_house
from briefexport.render.pdf import render_pdf
from briefexport.source import read_file
from briefexport.theme import Theme
from consumers import fonts, outloud_check, page_count, page_text, pdfua_check, qpdf_check, verapdf
from pages import EDITION, bottom_line, drawn, marks, page, panel, png, spans

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
