"""What the documentation says is what happens."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from briefexport.cli.commands import briefexport
from briefexport.problem import Code
from briefexport.starter import starter_text

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")


def blocks(page: Path, kind: str) -> list[str]:
    """The fenced blocks of that kind."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [text for name, text in found if name == kind]


def ran(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command line of the documentation, run where it cannot do harm."""
    _, *arguments = shlex.split(line, comments=True)
    command = [sys.executable, "-m", "briefexport", *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


def test_the_five_commands_of_the_readme_work_one_after_the_other(tmp_path: Path) -> None:
    (text,) = [block for block in blocks(ROOT / "README.md", "sh") if "briefexport init" in block]
    lines = text.splitlines()

    results = {line: ran(line, tmp_path) for line in lines}

    assert len(lines) == 5
    assert [line for line, result in results.items() if result.returncode] == []
    assert sorted(path.suffix for path in (tmp_path / "dist").iterdir() if path.stem.startswith("my-")) == [
        ".docx",
        ".pdf",
        ".xlsx",
    ]


def test_the_mistakes_that_the_readme_shows_are_told_so(tmp_path: Path) -> None:
    (shown,) = blocks(ROOT / "README.md", "")[-1:]
    text = starter_text("2025-11-31").replace("status: draft ", "status: drafft ")
    (tmp_path / "my.yaml").write_text(text, "utf-8")

    told = ran("briefexport check my.yaml", tmp_path)

    assert (told.returncode, told.stderr) == (1, shown)


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them: in small letters, hyphens for spaces, no other signs."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [(to, anchor) for to, anchor in LINK.findall(page.read_text("utf-8")) if "://" not in to]

    assert [to for to, _ in targets if not (page.parent / to).exists()] == []
    assert [
        anchor for to, anchor in targets if anchor and anchor not in anchors(page.parent / to if to else page)
    ] == []


def every_command() -> dict[str, click.Command]:
    """The commands and those inside them, by what stands after `briefexport`."""
    found = dict(briefexport.commands)
    inner = {
        f"{name} {inside}": command
        for name, group in found.items()
        if isinstance(group, click.Group)
        for inside, command in group.commands.items()
    }
    return found | inner


def test_every_command_and_every_option_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    commands = every_command()
    options = {
        option
        for command in commands.values()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    }

    assert {"schedule add", "templates copy"} <= commands.keys()
    assert [name for name in commands if f"briefexport {name}" not in page] == []
    assert [option for option in sorted(options) if option not in page] == []


def documented() -> set[tuple[str, str]]:
    """Each option and each command that the table says has it."""
    rows = re.findall(r"(?m)^\| (`--[^|]*) \| ([^|]*) \|", (ROOT / "docs" / "commands.md").read_text("utf-8"))
    making = "`all`, `memo`, `onepager`, `tracker`"
    return {
        (option, command)
        for named, having in rows
        for option in re.findall(r"`(--[a-z-]+)", named)
        for command in re.findall(r"`([a-z ]+)`", having.replace("making", making))
    }


def test_every_option_is_documented_with_the_commands_that_have_it() -> None:
    there = {
        (option, "schedule" if name == "schedule list" else name)
        for name, command in every_command().items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    }

    assert documented() == there


def test_every_code_is_documented() -> None:
    page = (ROOT / "docs" / "problems.md").read_text("utf-8")

    assert [code.value for code in Code if code.value not in page] == []


def test_every_decision_is_one_page() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert len(pages) > 5
    assert [page.name for page in pages if len(page.read_text("utf-8").splitlines()) > 60] == []
