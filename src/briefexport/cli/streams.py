"""Standard streams that never get in the way: closed, full, in another encoding or cut off by the reader."""

import contextlib
import errno
import io
import os
import sys
from typing import TextIO
from unicodedata import category


class UnwritableStreamError(Exception):
    """Standard output leads to a file that cannot be written."""


def prepare() -> None:
    """Makes the streams fit to print any text and any path in any locale.

    Descriptors that were closed are opened on nothing, so no file that is written later can get their number.
    """
    for number in (0, 1, 2):
        with contextlib.suppress(OSError):
            os.fstat(number)
            continue
        os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def put(text: str, stream: TextIO | None) -> None:
    """Prints text as it is. A reader who has gone away is no error.

    Raises:
        UnwritableStreamError: the stream leads to a file that cannot be written.
    """
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _drain(stream)
        if error.errno != errno.EPIPE:
            raise UnwritableStreamError(f"standard output cannot be written to ({error.strerror})") from error


def tell(text: str) -> None:
    """Talk, for stderr; when nobody can be told any more, nobody is."""
    with contextlib.suppress(UnwritableStreamError):
        put(text, sys.stderr)


def _drain(stream: TextIO) -> None:
    """Leads what is still in the buffer to nowhere, so that Python can end without a complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def in_colour(stream: TextIO | None) -> bool:
    """Whether colours help there: a terminal that has them, and a user who has not said no (no-color.org)."""
    if stream is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


# What turns the writing direction or breaks the line without being a control character.
_UNSEEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROL = "Cc"


def visible(text: str) -> str:
    """The text on one line: what would move a cursor, turn the line or break it is written as its escape."""
    if text.isprintable():
        return text
    return "".join(_escaped(sign) if sign in _UNSEEN or category(sign) == _CONTROL else sign for sign in text)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
