"""One new file that takes nobody's place."""

import contextlib
from pathlib import Path

from briefexport.problem import Code

from .folder import opened
from .trouble import refusal, told


def add_file(path: Path, data: bytes) -> None:
    """Writes a file where none is; folders on the way are made.

    Raises:
        NotWrittenError: something of that name is there, or the system refused.
    """
    with opened(path.parent, make=True) as folder, told(path.parent):
        assert folder is not None
        try:
            folder.add(path.name, data)
        except FileExistsError:
            raise refusal(
                path, Code.FILE_EXISTS, "this is there already, and nothing was written", "choose another name"
            ) from None
        except BaseException:
            with contextlib.suppress(OSError):
                folder.remove(path.name)
            raise
