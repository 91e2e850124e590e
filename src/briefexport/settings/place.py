"""Where each key of a TOML file is written."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from briefexport.problem import Code, Place, Problem, RejectedError

Path = tuple[str | int, ...]
"""The way to a value: `("lists", "cabinet", 0, "email")`."""

_HEADING = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""(\s*)((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def read_tree(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        RejectedError: it is no TOML, at the line where that shows.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        place = Place(file, int(found[1]), int(found[2])) if found else Place(file)
        said = str(error).partition(" (at ")[0]
        fix = 'write each setting as name = "value", with a heading such as [mail] above it'
        raise RejectedError([Problem(place, Code.SETTINGS_NO_TOML, f"this is no TOML: {said}", fix)]) from None


class Written:
    """The places of a file's keys."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._places = dict(reversed([*_places(text, file)]))

    def of(self, path: Path) -> Place:
        """The place of a key, or of the nearest table around it that was written by itself."""
        while path:
            if path in self._places:
                return self._places[path]
            path = path[:-1]
        return Place(self.file)


def _places(text: str, file: str) -> Iterator[tuple[Path, Place]]:
    table: Path = ()
    counted: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            table = _inside(_parts(heading[2]), counted)
            place = Place(file, number, heading.start(1) + 1)
            if heading[1] == "[[":
                yield table, place
                counted[table] = counted.get(table, -1) + 1
                table = (*table, counted[table])
            yield table, place
        elif key := _KEY.match(line):
            yield (*table, *_parts(key[2])), Place(file, number, len(key[1]) + 1)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(name))


def _inside(names: tuple[str, ...], counted: dict[Path, int]) -> Path:
    """The way to a table; one inside a list of tables belongs to the last of them."""
    path: Path = ()
    for place, name in enumerate(names, start=1):
        path = (*path, name)
        if path in counted and place < len(names):
            path = (*path, counted[path])
    return path
