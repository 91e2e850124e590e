"""What the system says when it refuses, in the words of a problem."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefexport.problem import Code, Place, Problem, RejectedError

# One column a kind of refusal: the numbers, what is wrong, what to do.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


class NotWrittenError(RejectedError):
    """The output folder could not be written to now. What was there before still stands."""


def refusal(path: Path | str, code: Code, what: str, fix: str) -> NotWrittenError:
    """An error of one problem about a path."""
    return NotWrittenError([Problem(Place(os.fspath(path)), code, what, fix)])


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turns an error of the system inside the block into a problem of the file it is about.

    Raises:
        NotWrittenError: something in the block failed with an OSError.
    """
    try:
        yield
    except OSError as error:
        raise _refusal_of(error, folder) from error


def _refusal_of(error: OSError, folder: Path) -> NotWrittenError:
    path = folder
    if isinstance(error.filename, str | bytes):
        path = folder / os.fsdecode(error.filename)
    said = os.strerror(error.errno) if error.errno else str(error)
    if error.errno in _NO_ROOM:
        return refusal(
            path,
            Code.NO_ROOM,
            f"there is no room to write this ({said})",
            "free some space, then run this again",
        )
    if error.errno in _NOT_ALLOWED:
        return refusal(
            path,
            Code.NOT_ALLOWED,
            f"writing here is not allowed ({said})",
            "ask for the right to write here, or choose another folder with --into",
        )
    if error.errno == errno.ENAMETOOLONG:
        return refusal(
            folder,
            Code.PATH_TOO_LONG,
            "the path is too long for this system",
            "choose a shorter path with --into",
        )
    return refusal(
        path,
        Code.NOT_WRITTEN,
        f"this could not be written ({said})",
        "see to the disk or the network share, then run this again",
    )


def changed_file_moved(path: Path, new_name: str) -> Problem:
    """What is told of a file that somebody changed and that had to give way."""
    return Problem(
        Place(str(path)),
        Code.CHANGED_FILE_KEPT,
        f"somebody changed this file since it was made; it was made anew, and what they had is now '{new_name}'",
        f"take over the changes into the briefing, then delete '{new_name}'",
    )
