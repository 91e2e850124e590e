"""The only place where a briefing is read from disk; every read ends after a bounded time."""

import codecs
import os
import stat
from pathlib import Path
from typing import NoReturn

from briefexport.problem import Code, Place, Problem, RejectedError

MOST_BYTES = 32 * 2**20
"""32 MB: a briefing with 10,000 indicators and 100,000 observations has twelve."""

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises:
        RejectedError: It cannot be read, is no file, is too big or is no UTF-8.
    """
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            _check_kind(path, os.fstat(file.fileno()))
            octets = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        _reject_unopened(path, error)
    if len(octets) > MOST_BYTES:
        _reject_size(path)
    return decoded(octets, str(path))


def decoded(octets: bytes, file: str) -> str:
    """The text that the bytes of a file stand for.

    Raises:
        RejectedError: They are no UTF-8.
    """
    for mark, name in _OTHER_ENCODINGS:
        if octets.startswith(mark):
            _reject_encoding(file, f"the file is saved as {name}", 1, 1)
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        _reject_encoding(file, "here is a character that is not saved as UTF-8", line, column)


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting for somebody to write into a pipe."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def _check_kind(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        what = "is a folder" if stat.S_ISDIR(status.st_mode) else "is a pipe or a device"
        _reject(path, Code.NOT_A_TEXT_FILE, f"this {what}, not a file", "name a YAML file, such as source/summit.yaml")
    if status.st_size > MOST_BYTES:
        _reject_size(path)


def _reject_unopened(path: Path, error: OSError | ValueError) -> NoReturn:
    """Tell why a file could not be opened or read."""
    if isinstance(error, FileNotFoundError | ValueError):
        _reject(path, Code.NO_SUCH_FILE, "there is no such file", "compare the name with the files in the folder")
    if isinstance(error, IsADirectoryError):
        _reject(
            path, Code.NOT_A_TEXT_FILE, "this is a folder, not a file", "name a YAML file, such as source/summit.yaml"
        )
    if isinstance(error, PermissionError):
        _reject(
            path, Code.NOT_READABLE, "you have no right to read this file", "ask its owner for the right to read it"
        )
    reason = (error.strerror or "unknown error").lower()
    _reject(path, Code.NOT_READABLE, f"the file cannot be read ({reason})", "check that the disk or share is there")


def _reject_size(path: Path) -> NoReturn:
    what = f"the file is larger than {MOST_BYTES // 2**20} MB"
    _reject(path, Code.FILE_TOO_BIG, what, "check that it is the right one; pictures stand in files of their own")


def _reject_encoding(file: str, what: str, line: int, column: int) -> NoReturn:
    fix = "save the file as UTF-8: in most editors under 'Save as', 'Encoding'"
    raise RejectedError([Problem(Place(file, line, column), Code.NOT_UTF8, what, fix)])


def _reject(path: Path, code: Code, what: str, fix: str) -> NoReturn:
    raise RejectedError([Problem(Place(str(path)), code, what, fix)])
