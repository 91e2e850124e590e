"""The files of the house: which there are, where each comes from, and a copy of one to change."""

import difflib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from briefexport.dist import add_file
from briefexport.export import house_folders
from briefexport.house import HouseFile, read_house

from .streams import put


def tell_templates(folders: Sequence[Path]) -> None:
    """Prints a line for each file on stdout: its name, and the path of the file that is used under it.

    Raises:
        RejectedError: a folder or a file in it cannot be read.
    """
    files = _files(folders)
    width = max(map(len, files))
    for name, found in sorted(files.items()):
        put(f"{_printable(name):{width}}  {_printable(found.origin)}\n", sys.stdout)


def copy_template(name: str, into: Path, folders: Sequence[Path]) -> Path:
    """Writes a copy of a file, under its name, where none is yet; the path of the copy.

    Raises:
        RejectedError: a folder or a file in it cannot be read.
        NotWrittenError: a file of that name is there, or the system refused.
    """
    files = _files(folders)
    if name not in files:
        near = difflib.get_close_matches(name, files, 3) or [each for each in sorted(files) if name in each][:3]
        meant = f"; near: {', '.join(near)}" if near else ""
        raise click.UsageError(f"there is no template '{name}'{meant}. `briefexport templates` lists them all.")
    add_file(into / name, files[name].data)
    return into / name


def _files(folders: Sequence[Path]) -> Mapping[str, HouseFile]:
    # As for a briefing in this folder.
    return read_house(house_folders(Path("briefing.yaml"), folders)).files


def _printable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "surrogateescape")
