"""A tracker that is not in the folder of its set: put there in one step, on whatever file system that is."""

import contextlib
import os
import stat

import msgspec

from briefexport.build.stamp import Stamp
from briefexport.problem import Problem
from briefexport.product import Artifact

from .folder import Folder
from .journal import free_name
from .receipt import Made
from .seat import Seat
from .tracker import add_whole
from .trouble import changed_file_moved, told
from .write import Written, made_of, tracker_kept


class Put(msgspec.Struct, frozen=True):
    """How it went: `made` is for the receipt, None when what people saved meanwhile was left as it is."""

    written: Written
    made: Made | None


def put_away(
    there: Folder, seat: Seat, artifact: Artifact, stamp: Stamp, before: Written, older: Made | None, *, over: bool
) -> Put:
    """Puts a tracker where people work in it; `older` is what the receipt says of the one before.

    One that people saved since it was read stays, and a warning says so; with `over` it is moved to another name.

    Raises:
        NotWrittenError: the system refused; what was there is as it was.
    """
    made = made_of(artifact, stamp, seat.at)
    blank = Written(id=before.id, receipt=before.receipt)
    with told(there.path):
        digest = there.digest(seat.name)
        ours = {artifact.merged_from, older.sha256 if older and older.at == seat.at else None}
        if digest == made.sha256:
            return Put(msgspec.structs.replace(blank, unchanged=(seat.path,), files=(made,)), made)
        warnings: tuple[Problem, ...] = ()
        if digest is not None and digest not in ours:
            if not over:
                left = msgspec.structs.replace(blank, kept=(seat.path,), warnings=(tracker_kept(seat.path),))
                return Put(left, None)
            kept = free_name(there, seat.name)
            there.move(seat.name, there, kept)
            warnings = (changed_file_moved(seat.path, kept),)
        _place(there, seat.name, artifact.data)
    return Put(msgspec.structs.replace(blank, made=(seat.path,), files=(made,), warnings=warnings), made)


def _place(there: Folder, name: str, data: bytes) -> None:
    """In one step, as open to others as the file before it was."""
    mode = _mode(there, name)
    add_whole(there, name, data)
    if mode is not None:
        with contextlib.suppress(OSError):
            os.chmod(name, mode, dir_fd=there.descriptor)


def _mode(there: Folder, name: str) -> int | None:
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(os.stat(name, dir_fd=there.descriptor, follow_symlinks=False).st_mode)
    return None
