"""An output folder, held open: whatever happens in it goes through its descriptor and follows no link.

Nothing in here knows briefings; it knows how a file comes to be on a disk whole or not at all.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from briefexport.problem import Code

from .trouble import refusal, told

_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_FOLDER = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_DIRECTORY


class Folder(msgspec.Struct, frozen=True):
    """A folder that is open. Names in it have no slash; `path` serves for messages only."""

    path: Path
    descriptor: int

    def names(self) -> list[str]:
        """The names of everything in it, sorted."""
        return sorted(os.listdir(self.descriptor))  # noqa: PTH208 - a Path cannot list a descriptor

    def has(self, name: str) -> bool:
        """Whether something of that name is there, be it a link that leads nowhere."""
        return self._kind(name) is not None

    def read(self, name: str) -> bytes | None:
        """The whole file; None when there is none.

        Raises:
            NotWrittenError: a link, a folder or another thing that is no file has the name.
        """
        kind = self._kind(name)
        if kind is None:
            return None
        if not stat.S_ISREG(kind):
            raise self._in_the_way(name, kind)
        with self._opened(name, _READ) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read()

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file; None when there is none. Raises as `read` does."""
        data = self.read(name)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def add(self, name: str, data: bytes) -> None:
        """A new file, on the disk when this returns. The name must be free."""
        with _about(name), self._opened(name, _NEW) as descriptor:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)

    def move(self, name: str, into: "Folder", new_name: str) -> None:
        """Gives a file its place in one step; what had the name before is gone in the same step."""
        os.replace(name, new_name, src_dir_fd=self.descriptor, dst_dir_fd=into.descriptor)

    def remove(self, name: str) -> None:
        """Takes a file away."""
        os.unlink(name, dir_fd=self.descriptor)

    def make_folder(self, name: str) -> None:
        """A new folder in this one."""
        os.mkdir(name, dir_fd=self.descriptor)

    def remove_folder(self, name: str) -> None:
        """Takes an inner folder and the files in it away."""
        with self.inner(name) as inner:
            for file in inner.names():
                inner.remove(file)
        os.rmdir(name, dir_fd=self.descriptor)

    @contextmanager
    def inner(self, name: str) -> Iterator["Folder"]:
        """A folder in this one, open as long as the block."""
        with self._opened(name, _FOLDER) as descriptor:
            yield Folder(self.path / name, descriptor)

    def is_folder(self, name: str) -> bool:
        """Whether a folder, and no link to one, has the name."""
        kind = self._kind(name)
        return kind is not None and stat.S_ISDIR(kind)

    def settle(self) -> None:
        """Returns when the names in this folder are on the disk, where the file system can say so."""
        try:
            os.fsync(self.descriptor)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise

    def _kind(self, name: str) -> int | None:
        try:
            return os.stat(name, dir_fd=self.descriptor, follow_symlinks=False).st_mode
        except FileNotFoundError:
            return None

    @contextmanager
    def _opened(self, name: str, flags: int) -> Iterator[int]:
        descriptor = os.open(name, flags, 0o666, dir_fd=self.descriptor)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _in_the_way(self, name: str, kind: int) -> Exception:
        path = self.path / name
        if stat.S_ISLNK(kind):
            return _link_in_the_way(path)
        said = "a folder" if stat.S_ISDIR(kind) else "no ordinary file"
        return refusal(
            path,
            Code.NOT_A_FILE,
            f"a file goes here, but this is {said}",
            "rename it, or choose another folder with --into",
        )


@contextmanager
def opened(path: Path, *, make: bool) -> Iterator[Folder | None]:
    """The folder, open as long as the block; None when it does not exist and is not to be made.

    Raises:
        NotWrittenError: it is a link or a file, or cannot be made or opened.
    """
    with told(path):
        found = _exists(path)
        if make and not found:
            path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, _FOLDER) if found or make else None
    if descriptor is None:
        yield None
        return
    try:
        yield Folder(path, descriptor)
    finally:
        os.close(descriptor)


def _exists(path: Path) -> bool:
    """Whether the folder is there; raises when something else is, or stands on the way to it."""
    for place in (path, *path.parents):
        with suppress(FileNotFoundError, NotADirectoryError):
            kind = place.stat(follow_symlinks=place is not path).st_mode
            if stat.S_ISLNK(kind):
                raise _link_in_the_way(path)
            if not stat.S_ISDIR(kind):
                raise refusal(
                    place,
                    Code.NOT_A_FOLDER,
                    "a folder goes here, but this is a file",
                    "choose another with --into",
                )
            return place is path
    return False


def _link_in_the_way(path: Path) -> Exception:
    leads_to = path.readlink()
    return refusal(
        path,
        Code.LINK_IN_THE_WAY,
        f"this is a link to '{leads_to}', and nothing is written through a link",
        "remove the link, or name the folder it leads to with --into",
    )


@contextmanager
def _about(name: str) -> Iterator[None]:
    """Gives errors of calls that know a descriptor only the name of the file."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or name
        raise
