"""A file of somebody's, changed where it is: whole or not at all, and only if it is still what was read."""

import contextlib
import os
from pathlib import Path

from briefexport.problem import Code

from .trouble import refusal, told

_WRITABLE = 0o222


def rewrite_file(path: Path, before: bytes, data: bytes) -> None:
    """Gives a file new contents in one step; links are followed, and who may read and write it stays as it was.

    Raises:
        NotWrittenError: it may not be written, is no longer what was read, or the system refused.
    """
    with told(path.parent):
        file = path.resolve(strict=True)
        if not os.access(file, os.W_OK) or not file.stat().st_mode & _WRITABLE:
            raise refusal(path, Code.NOT_ALLOWED, "this file may not be written to", "ask for the right to write it")
        if file.read_bytes() != before:
            raise refusal(
                path,
                Code.NOT_PULLED,
                "somebody saved this file meanwhile, so nothing was written",
                "run this again",
            )
        _place(file, data)


def _place(file: Path, data: bytes) -> None:
    status = file.stat()
    part = file.with_name(f".{file.name}.briefexport.part")
    part.unlink(missing_ok=True)  # of a run that died
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(data)
            new.flush()
            with contextlib.suppress(OSError):
                os.fchown(new.fileno(), status.st_uid, status.st_gid)
            os.fchmod(new.fileno(), status.st_mode & 0o7777)
            os.fsync(new.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
