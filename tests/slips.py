"""Bad briefings: the files in rejected/, and those that cannot carry a comment on what is wrong with them."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from briefexport.problem import Code, Problem, RejectedError
from briefexport.source import read_file, read_source

FOLDER = Path(__file__).parent / "rejected"
FILES = sorted(FOLDER.glob("*.yaml"))

_EXPECTED = re.compile(r"# ! (B\d{3}) (.*?)(?= # ! B\d{3} |$)")


def expected(text: str) -> list[tuple[int, str, str]]:
    """What the comments of a text say must be reported: line, code and what is wrong."""
    lines = enumerate(text.split("\n"), start=1)
    return sorted((number, code, what) for number, line in lines for code, what in _EXPECTED.findall(line))


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Everything that is told about a file, errors and warnings."""
    try:
        return read_file(path).warnings
    except RejectedError as rejected:
        return rejected.problems


def problems_in(text: str, file: str = "briefing.yaml") -> tuple[Problem, ...]:
    """Everything that is told about a text."""
    try:
        return read_source(text, file).warnings
    except RejectedError as rejected:
        return rejected.problems


def _missing(_path: Path) -> None:
    """Leave the file out."""


def _unreadable(path: Path) -> None:
    path.symlink_to("/proc/self/mem")  # opens for everybody, the administrator too, and cannot be read from its start


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _big(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(32 * 2**20 + 1)


def _utf16(path: Path) -> None:
    path.write_text("title: Annual summit\n", "utf-16")


def _endless(path: Path) -> None:
    path.write_text("".join(f"{'k' * 61}{number}: x\n" for number in range(1001)), "utf-8")


UNCOMMENTED: dict[Code, tuple[Callable[[Path], None], str]] = {
    Code.NO_SUCH_FILE: (_missing, "there is no such file"),
    Code.NOT_READABLE: (_unreadable, "the file cannot be read (input/output error)"),
    Code.NOT_A_TEXT_FILE: (_pipe, "this is a pipe or a device, not a file"),
    Code.FILE_TOO_BIG: (_big, "the file is larger than 32 MB"),
    Code.NOT_UTF8: (_utf16, "the file is saved as UTF-16"),
    Code.TOO_MANY_PROBLEMS: (_endless, "there are more than 1000 problems; the rest is not told"),
}
"""Files that no comment can stand in: how each is made, and what its last problem says."""

ELSEWHERE = ("B3", "B407", "B408", "B5", "B6", "B7", "B8", "B9")
"""Codes, by their first signs, that no reading of a briefing gives: the tests of their own parts show them."""


def is_elsewhere(code: Code) -> bool:
    """Whether a code is shown by another test module."""
    return str(code.value).startswith(ELSEWHERE)
