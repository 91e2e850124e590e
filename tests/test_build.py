"""Products in memory: the same from one process and from several, and problems where the YAML has them."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from briefexport.build import Material, build_products
from briefexport.build.together import build_side_by_side, new_crew
from briefexport.crew import MemberBugError
from briefexport.edition import edition_of
from briefexport.export import Order, export_briefings, house_folders, read_pictures
from briefexport.house import House, HouseFile, read_house
from briefexport.problem import Code, RejectedError
from briefexport.product import Artifact, Product
from briefexport.source import Source, read_source

Make: TypeAlias = Callable[[Source, House], tuple[Artifact, ...]]

SMALL = """\
title: Water summit
place: Geneva
date: 2030-05-02
to: The Minister
from: The water desk
bottom_line: The text is agreed but for one line.
"""


@pytest.fixture(scope="module")
def house() -> House:
    """The package's own."""
    return read_house()


def source(more: str = "", text: str = SMALL) -> Source:
    """A small briefing, with more fields if wanted."""
    return read_source(text + more, "water.yaml")


def alone(of: Source, house: House, products: tuple[Product, ...] = tuple(Product)) -> tuple[Artifact, ...]:
    """The products from this process."""
    return build_products(of, house, edition_of(of.briefing.date), products)


def in_processes(of: Source, house: House, products: tuple[Product, ...] = tuple(Product)) -> tuple[Artifact, ...]:
    """The products from one process each."""
    return with_pictures(of, house, products, {})


def with_pictures(
    of: Source, house: House, products: tuple[Product, ...], pictures: dict[str, bytes]
) -> tuple[Artifact, ...]:
    """The products from one process each, with these pictures."""
    with new_crew() as crew:
        return build_side_by_side(of, house, edition_of(of.briefing.date), products, Material(pictures), crew)


def test_a_small_briefing_becomes_three_files(house: House) -> None:
    artifacts = alone(source(), house)

    assert [artifact.name for artifact in artifacts] == [
        "water-memo.docx",
        "water-onepager.pdf",
        "water-tracker.xlsx",
    ]
    assert [artifact.data[:4] for artifact in artifacts] == [b"PK\3\4", b"%PDF", b"PK\3\4"]


def test_processes_make_the_same_bytes(house: House) -> None:
    assert in_processes(source(), house) == alone(source(), house)


def test_products_come_in_the_order_asked_for(house: House) -> None:
    asked = (Product.TRACKER, Product.MEMO)

    assert [artifact.product for artifact in in_processes(source(), house, asked)] == [Product.TRACKER, Product.MEMO]


@pytest.mark.parametrize("make", [alone, in_processes])
def test_what_a_page_cannot_show_is_told_where_it_stands(house: House, make: Make) -> None:
    with pytest.raises(RejectedError) as rejected:
        make(source("purpose: A cuneiform \U00012000\n"), house)

    (problem,) = rejected.value.problems
    assert (str(problem.place), problem.code.value) == ("water.yaml:7:1", "B302")
    assert "U+12000" in problem.what


@pytest.mark.parametrize("make", [alone, in_processes])
def test_a_page_from_right_to_left_is_told_once(house: House, make: Make) -> None:
    with pytest.raises(RejectedError) as rejected:
        make(source("purpose: \u0645\u0631\u062d\u0628\u0627\n"), house)

    assert [(problem.place.line, problem.code.value) for problem in rejected.value.problems] == [(7, "B303")]


@pytest.mark.parametrize("make", [alone, in_processes])
def test_a_page_that_cannot_fit_names_its_longest_texts(house: House, make: Make) -> None:
    long = SMALL.replace("one line.", "one line. " + "Word after word after word. " * 400)

    with pytest.raises(RejectedError) as rejected:
        make(source(text=long), house)

    problem = rejected.value.problems[0]
    assert (problem.place.line, problem.code.value) == (6, "B301")
    assert "`bottom_line`" in problem.what


@pytest.mark.parametrize("make", [alone, in_processes])
def test_a_broken_template_is_told_once_with_its_line(house: House, make: Make) -> None:
    broken = HouseFile("mine/memo.md.j2", b"# {{ briefing.title }}\n\n{{ briefing.titel }}\n")

    with pytest.raises(RejectedError) as rejected:
        make(source(), House({**house.files, "memo.md.j2": broken}))

    assert [str(problem.place) for problem in rejected.value.problems] == ["mine/memo.md.j2:3"]


def test_a_styles_file_that_is_no_word_file_is_told(house: House) -> None:
    broken = HouseFile("mine/memo.docx", b"no zip")

    with pytest.raises(RejectedError) as rejected:
        alone(source(), House({**house.files, "memo.docx": broken}))

    assert [(p.place.file, p.code.value) for p in rejected.value.problems] == [("mine/memo.docx", "B501")]


FIGURE = "figures: [{id: map, file: map.png, alt: A map}]\n"


class Deadly(dict[str, bytes]):
    """Pictures that end whatever process looks at them."""

    def __getitem__(self, name: str) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        raise KeyError(name)


def test_a_child_that_is_killed_is_told_and_nothing_hangs(house: House) -> None:
    of = source(FIGURE)

    with pytest.raises(RejectedError) as rejected:
        with_pictures(of, house, (Product.TRACKER, Product.MEMO), Deadly())

    (problem,) = rejected.value.problems
    assert str(problem) == (
        "water.yaml: B613 the memo was not made: the process that made it was ended by signal 9\n"
        "  fix: see whether this machine has memory left, then run this again"
    )


def test_a_bug_in_a_child_comes_with_the_childs_own_traceback(house: House) -> None:
    of = source(FIGURE)

    with pytest.raises(MemberBugError) as bug:
        with_pictures(of, house, (Product.TRACKER, Product.MEMO), {})

    assert "KeyError: 'map.png'" in str(bug.value)
    assert "compose_memo" in str(bug.value)


def test_no_child_is_left_behind(house: House) -> None:
    of = source(FIGURE)

    with pytest.raises(MemberBugError):
        with_pictures(of, house, (Product.TRACKER, Product.MEMO), {})

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


# --- pictures ---

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "the picture 'map.png' cannot be read: there is no such file"),
        (b"GIF89a", "the picture 'map.png' cannot be read: it is neither png nor jpeg"),
        (b"", "the picture 'map.png' cannot be read: it is neither png nor jpeg"),
    ],
)
def test_a_picture_that_cannot_be_used_is_told_at_its_figure(tmp_path: Path, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / "map.png").write_bytes(data)

    with pytest.raises(RejectedError) as rejected:
        read_pictures(source("figures:\n  - id: map\n    file: map.png\n    alt: A map\n"), tmp_path)

    (problem,) = rejected.value.problems
    assert (problem.place.line, problem.code.value, problem.what) == (9, "B304", said)


def test_a_pipe_in_place_of_a_picture_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "map.png")

    with pytest.raises(RejectedError) as rejected:
        read_pictures(source(FIGURE), tmp_path)

    assert rejected.value.problems[0].what == "the picture 'map.png' cannot be read: it is no ordinary file"


def test_pictures_are_read_by_the_name_that_the_figure_gives(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(PNG)

    assert read_pictures(source(FIGURE), tmp_path) == {"map.png": PNG}


# --- where the house style is looked for ---


def test_a_templates_folder_beside_the_briefing_is_found(tmp_path: Path) -> None:
    (tmp_path / "source" / "templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()

    assert house_folders(tmp_path / "source" / "water.yaml") == (tmp_path / "source" / "templates",)


def test_a_templates_folder_of_the_project_is_found(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "templates").mkdir()

    assert house_folders(tmp_path / "source" / "water.yaml") == (tmp_path / "templates",)


def test_chosen_folders_come_first(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()

    chosen = (Path("/srv/house"), Path("/srv/ministry"))
    assert house_folders(tmp_path / "water.yaml", chosen) == (*chosen, tmp_path / "templates")


# --- what a page has no room for ---


def test_what_the_page_had_no_room_for_is_told_once_and_stands_in_the_receipt(tmp_path: Path) -> None:
    path = tmp_path / "water.yaml"
    many = "".join(f"  - {{id: r{n}, title: Risk number {n} of a long list, priority: 4}}\n" for n in range(60))
    path.write_text(f"{SMALL}risks:\n{many}", "utf-8")

    (made,) = export_briefings([path], Order(into=tmp_path / "dist", products=(Product.ONEPAGER,)))

    (hint,) = [problem for problem in made.problems if problem.code is Code.LEFT_OUT]
    assert hint.code.value == "B305"
    assert "`risks`" in hint.what
    assert made.written is not None
    receipt = json.loads(made.written.receipt.read_text("utf-8"))
    assert "risks[59]" in receipt["files"][0]["left_out"]
