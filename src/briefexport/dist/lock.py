"""One run at a time in an output folder. The system frees the lock when its holder dies."""

import contextlib
import datetime as dt
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefexport.problem import Code, Problem

from .folder import Folder, opened
from .journal import recover
from .trouble import NotWrittenError, changed_file_moved, refusal, told

if TYPE_CHECKING:
    from filelock import BaseFileLock

_LOCK = ".briefexport.lock"
_HOLDER = ".briefexport.holder"
_UNFINISHED = ".briefexport.holder.part"
_POLL_S = 0.05


class Holder(msgspec.Struct, frozen=True):
    """Who works in the folder; written beside the lock for whoever has to wait."""

    pid: int
    host: str
    since: dt.datetime


class Held(msgspec.Struct, frozen=True):
    """A folder that nobody else writes to, and in which no earlier run has left anything half-done.

    `waited` when another run was in it first: what was read before may be old.
    """

    folder: Folder
    waited: bool
    warnings: tuple[Problem, ...]


@contextlib.contextmanager
def held(path: Path, wait_s: float = 5.0) -> Iterator[Held]:
    """The folder, made when missing, and its lock for as long as the block.

    Raises:
        NotWrittenError: the folder cannot be used, or another run was still in it after `wait_s` seconds.
    """
    with opened(path, make=True) as folder:
        assert folder is not None
        lock, waited = _locked(folder, wait_s)
        try:
            with told(path):
                _sign(folder)
                moved = recover(folder)
            yield Held(folder, waited, tuple(changed_file_moved(path / old, new) for old, new in moved.items()))
        finally:
            _clear(folder, _HOLDER)
            lock.release()


def in_use(path: Path) -> Problem | None:
    """What is told of a folder in which a run is just now; None when there is none. Nothing is changed."""
    with opened(path, make=False) as folder:
        if folder is None or not folder.has(_LOCK):
            return None
        try:
            lock, _ = _locked(folder, 0)
        except NotWrittenError as refused:
            return refused.problems[0]
        lock.release()
    return None


def _locked(folder: Folder, wait_s: float) -> tuple["BaseFileLock", bool]:
    """The lock, and whether it had to be waited for."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder.path / _LOCK)
    with told(folder.path):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            pass
        else:
            return lock, False
        try:
            lock.acquire(timeout=wait_s, poll_interval=_POLL_S)
        except Timeout:
            raise _in_use(folder) from None
        return lock, True


def _sign(folder: Folder) -> None:
    holder = Holder(os.getpid(), platform.node(), dt.datetime.now(dt.UTC).replace(microsecond=0))
    # Only talk for those who wait: a disk too full for it will be told about when a document is written.
    try:
        _clear(folder, _UNFINISHED)
        folder.add(_UNFINISHED, msgspec.json.encode(holder))
        folder.move(_UNFINISHED, folder, _HOLDER)
    except OSError:
        _clear(folder, _UNFINISHED)


def _clear(folder: Folder, name: str) -> None:
    with contextlib.suppress(OSError):
        folder.remove(name)


def _in_use(folder: Folder) -> NotWrittenError:
    by = "another run"
    with contextlib.suppress(OSError, NotWrittenError, msgspec.MsgspecError):
        holder = msgspec.json.decode(folder.read(_HOLDER) or b"", type=Holder)
        by = f"process {holder.pid} on {holder.host}, since {holder.since:%Y-%m-%d %H:%M:%S} UTC"
    return refusal(
        folder.path,
        Code.FOLDER_IN_USE,
        f"this folder is in use by {by}",
        "wait until it has ended, then run this again",
    )
