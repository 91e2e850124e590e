"""The log of the runs: a line of JSON each, in a file that never grows for ever."""

import contextlib
import json
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from briefexport.dist.trouble import refusal
from briefexport.problem import Code

LOG = "runs.jsonl"
_MOST_BYTES = 1_000_000
_OLD_FILES = 4


class _Log(RotatingFileHandler):
    """A file of lines; what cannot be written is an error, not a traceback on stderr."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as logging calls it
        del record
        raise  # noqa: PLE0704 - logging calls this while it handles the error


def write_line(folder: Path, line: dict[str, Any], most_bytes: int = _MOST_BYTES) -> None:
    """Adds a line; a file that would grow over `most_bytes` is moved on to `runs.jsonl.1`, and so on to `.4`.

    Raises:
        NotWrittenError: the system refused.
    """
    path = folder / LOG
    text = json.dumps(line, ensure_ascii=True)
    record = logging.LogRecord("briefexport", logging.INFO, "", 0, text, None, None)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.closing(_Log(path, maxBytes=most_bytes, backupCount=_OLD_FILES, encoding="ascii")) as log:
            log.handle(record)
    except OSError as error:
        what = f"the log of the runs cannot be written to ({error.strerror})"
        raise refusal(path, Code.NOT_WRITTEN, what, "see to the rights there and to the room on the disk") from None
