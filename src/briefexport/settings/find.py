"""The settings that apply to a briefing: found, read, and laid one over the other."""

import errno
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefexport.problem import Code, Place, Problem, RejectedError

from .read import Layer, read_layer, settled
from .value import Settings

NAME = "briefexport.toml"
_MOST_BYTES = 4 * 2**20


def read_settings(source: Path, environment: Mapping[str, str]) -> Settings:
    """The settings for a briefing: the file beside it or one folder up, over that of the user or the machine.

    Of two files the nearer one wins, key by key; a list and a password are taken whole.

    Raises:
        RejectedError: every mistake in the files, each at its line.
    """
    layers: list[Layer] = []
    problems: list[Problem] = []
    for path in _files(source, environment):
        try:
            layers.append(read_layer(_text(path), path))
        except RejectedError as rejected:
            problems += rejected.problems
    if problems:
        raise RejectedError(problems)
    return settled(layers)


def _files(source: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """The files there are, the nearest first."""
    beside = (folder / NAME for folder in source.absolute().parents[:2])
    nearest = next((path for path in beside if path.exists()), None)
    if nearest:
        yield _as_written(nearest, source)
    yield from (folder / NAME for folder in _folders(environment) if (folder / NAME).exists())


def _as_written(path: Path, source: Path) -> Path:
    """The path as the operator would write it: beside a relative source it is relative."""
    return source.parent / NAME if path.parent == source.absolute().parent else path


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    """The user's folder, then the machine's (XDG base directories)."""
    own, home = Path(environment.get("XDG_CONFIG_HOME", "")), Path(environment.get("HOME", ""))
    own = own if own.is_absolute() else home / ".config"
    if own.is_absolute():
        yield own / "briefexport"
    yield Path("/etc/briefexport")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        why = "it is a folder" if error.errno == errno.EISDIR else str(error.strerror)
        raise _rejected(path, f"the file cannot be read: {why}", "see to its rights") from None
    if len(data) > _MOST_BYTES:
        raise _rejected(path, "the file is larger than 4 MB", "keep settings in it, and nothing else")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _rejected(path, "the file is not UTF-8 text", "save it as UTF-8") from None


def _rejected(path: Path, what: str, fix: str) -> RejectedError:
    return RejectedError([Problem(Place(str(path)), Code.SETTINGS_FILE, what, fix)])
