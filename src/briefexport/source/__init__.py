"""Text -> a briefing, or every problem in it."""

from pathlib import Path

from .places import Places
from .read import Source, read_source

__all__ = ["Places", "Source", "read_file", "read_source"]


def read_file(path: Path) -> Source:
    """The briefing in a file.

    Raises:
        RejectedError: It cannot be read, or is no briefing.
    """
    from .file import read_text

    return read_source(read_text(path), str(path))
