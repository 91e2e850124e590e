"""`briefexport templates`, and the page that tells an office how to change what it has."""

import re
import shlex
from pathlib import Path

import pytest

from briefexport.house import package_folder, read_house
from command import run
from conftest import REPOSITORY
from test_arrives import in_word

PAGE = (REPOSITORY / "docs" / "templates.md").read_text("utf-8")
BRIEFING = """\
title: A title
place: Geneva
date: 2030-05-01
to: Minister
from: Desk
bottom_line: The line.
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def listed(text: str) -> dict[str, str]:
    """Where each file comes from, by its name."""
    return dict(re.split(r"  +", line, maxsplit=1) for line in text.splitlines())


def test_every_file_of_the_house_is_listed_with_its_place(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "templates")

    assert (status, err) == (0, "")
    assert listed(out) == {name: str(package_folder() / name) for name in read_house().files}
    assert list(listed(out)) == sorted(listed(out))
    assert desk.is_dir()


def test_a_copy_is_what_is_used_from_then_on(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    made = run(capfd, "templates", "copy", "parts/risks.md.j2")
    _, out, _ = run(capfd, "templates")

    assert made == (0, "templates/parts/risks.md.j2\n", "")
    assert listed(out)["parts/risks.md.j2"] == str(desk / "templates/parts/risks.md.j2")
    assert listed(out)["parts/gaps.md.j2"] == str(package_folder() / "parts/gaps.md.j2")
    copied = (desk / "templates/parts/risks.md.j2").read_bytes()
    assert copied == (package_folder() / "parts/risks.md.j2").read_bytes()


def test_a_copy_goes_where_it_is_wanted_and_is_taken_from_the_folder_that_is_named(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (desk / "office").mkdir()
    (desk / "office" / "memo.md.j2").write_text("ours", "utf-8")

    after = run(capfd, "templates", "copy", "memo.md.j2", "--into", "new", "--templates", "office")
    before = run(capfd, "templates", "--templates", "office", "copy", "memo.md.j2", "--into", "more")

    assert (after[:2], before[:2]) == ((0, "new/memo.md.j2\n"), (0, "more/memo.md.j2\n"))
    assert (desk / "new" / "memo.md.j2").read_text("utf-8") == "ours"
    assert (desk / "more" / "memo.md.j2").read_text("utf-8") == "ours"


def test_a_file_that_is_there_is_never_overwritten(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "templates").mkdir()
    (desk / "templates" / "memo.docx").write_text("ours", "utf-8")

    status, out, err = run(capfd, "templates", "copy", "memo.docx")

    assert (status, out) == (2, "")
    assert err.startswith("templates/memo.docx: B612 ")
    assert (desk / "templates" / "memo.docx").read_text("utf-8") == "ours"


@pytest.mark.parametrize("name", ["risk.md.j2", "../house.py", "/etc/passwd", "parts", ""])
def test_a_name_that_is_none_is_told_and_nothing_is_copied(
    name: str, desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capfd, "templates", "copy", name)

    assert (status, out) == (2, "")
    assert f"there is no template '{name}'" in err
    assert list(desk.iterdir()) == []


def test_a_name_that_is_nearly_right_is_answered_with_those_near(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, _, err = run(capfd, "templates", "copy", "risks")

    assert "near: parts/risks.md.j2" in err
    assert list(desk.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "templates", "--templates", "nowhere")

    assert (status, out) == (2, "")
    assert err.startswith("nowhere: B501 ")
    assert list(desk.iterdir()) == []


def test_what_the_page_says_can_be_done_as_it_stands(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "source").mkdir()
    (desk / "source" / "summit.yaml").write_text(
        BRIEFING + "risks: [{id: a, title: Rain, mitigation: Umbrellas}]\n", "utf-8"
    )
    steps = re.findall(
        r"^```sh\n(.*?)^```|`(templates/[^`]+)`[^`]*\n\n```jinja\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE
    )
    failed = []
    for lines, file, text in steps:
        if file:
            (desk / file).parent.mkdir(parents=True, exist_ok=True)
            (desk / file).write_text(text, "utf-8")
        done = [run(capfd, *shlex.split(line, comments=True)[1:]) for line in lines.splitlines()]
        failed += [err for code, _, err in done if code]
    status, _, _ = run(capfd, "memo", "source/summit.yaml", "--profile", "cabinet")
    text = in_word((desk / "dist" / "summit-memo.docx").read_bytes())

    assert (len(steps), status, failed) == (7, 0, [])
    assert "What may go wrong" in text
    assert "Umbrellas" in text


def test_the_page_names_every_kind_of_file_every_profile_and_every_part() -> None:
    files = read_house().files
    parts = {
        part
        for name in files
        if name.endswith(".j2")
        for part in re.findall("^:{3,} *([a-z-]+)", files[name].text(), re.MULTILINE)
    }
    onepager = set(re.findall("^::: ([a-z-]+)", files["onepager.md.j2"].text(), re.MULTILINE))

    assert [part for part in sorted(parts - onepager) if f":: {part}" not in PAGE] == []
    assert [name for name in read_house().profiles() if f"| `{name}` |" not in PAGE] == []
    assert [
        name for name in files if "/" not in name and not name.startswith("memo-") and f"`{name}`" not in PAGE
    ] == []
