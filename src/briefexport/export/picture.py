"""The pictures of a briefing, read from its folder."""

import os
import stat
from pathlib import Path

from briefexport.problem import Code, Place, Problem, RejectedError
from briefexport.source import Source

_MOST_BYTES = 32 * 2**20
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def read_pictures(source: Source, folder: Path) -> dict[str, bytes]:
    """The bytes of every figure by its file, which stands in the briefing's folder.

    Raises:
        RejectedError: pictures are missing or cannot be read, each told at its figure.
    """
    pictures: dict[str, bytes] = {}
    problems = []
    for number, figure in enumerate(source.briefing.figures):
        try:
            pictures[figure.file] = _picture(folder / figure.file)
        except OSError as error:
            place = source.places.of(f"figures[{number}].file")
            problems.append(_no_picture(place, figure.file, error))
    if problems:
        raise RejectedError(problems)
    return pictures


def _picture(path: Path) -> bytes:
    with open(path, "rb", opener=_open_at_once) as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode):
            raise OSError(0, "it is no ordinary file")
        if kind.st_size > _MOST_BYTES:
            raise OSError(0, f"it is larger than {_MOST_BYTES // 2**20} MB")
        data = file.read()
    if not data.startswith(_SIGNATURES):
        raise OSError(0, "it is neither PNG nor JPEG")
    return data


def _open_at_once(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def _no_picture(place: Place, file: str, error: OSError) -> Problem:
    missing = isinstance(error, FileNotFoundError)
    why = "there is no such file" if missing else (error.strerror or "unknown error").lower()
    fix = "put it beside the briefing, or write its name as it is there" if missing else "put a PNG or JPEG file there"
    return Problem(place, Code.UNREADABLE_PICTURE, f"the picture '{file}' cannot be read: {why}", fix)
