"""What an office decides: templates, labels, theme and Word styles. The only module that reads them from disk.

Folders are looked through in order and the first file of a name wins, so a project can override one file and keep the
rest.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from .problem import Code, Finding, Place, Problem, RejectedError, UnfitError
from .theme import Theme, read_theme
from .wording import Wording, WordingError, chosen_language, read_wording

if TYPE_CHECKING:
    from .template import Template


class HouseFile(msgspec.Struct, frozen=True):
    """A file of the house: where it was found, and its bytes."""

    origin: str
    data: bytes

    def text(self) -> str:
        """The file as text.

        Raises:
            RejectedError: it is not UTF-8.
        """
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _rejected(self.origin, Code.HOUSE_FILE, "the file is not UTF-8 text", "save it as UTF-8") from None


class House(msgspec.Struct, frozen=True):
    """The files of the house by name: `memo.md.j2`, `labels/en.toml`, `theme.toml`, `memo.docx`.

    `shelf` is the folder in which compiled templates are kept from run to run; None for none.
    """

    files: Mapping[str, HouseFile]
    shelf: str | None = None

    @property
    def digest(self) -> str:
        """A hash over every file: the same house gives the same hash, wherever it lies."""
        whole = hashlib.sha256()
        for name in sorted(self.files):
            whole.update(f"{name}\0{len(self.files[name].data)}\0".encode())
            whole.update(self.files[name].data)
        return whole.hexdigest()

    def templates(self) -> "dict[str, Template]":
        """Every template by name."""
        from .template import Template

        return {
            name: Template(name, found.text(), found.origin)
            for name, found in self.files.items()
            if name.endswith(".j2")
        }

    def profiles(self) -> tuple[str, ...]:
        """The names of the memo's profiles: `note` for `memo-note.md.j2`."""
        found = (re.fullmatch(r"memo-([^/]+)\.md\.j2", name) for name in self.files)
        return tuple(sorted(name[1] for name in found if name))

    def memo_template(self, profile: str | None) -> str:
        """The name of the memo's template; `memo.md.j2` without a profile.

        Raises:
            UnfitError: there is no such profile.
        """
        if profile is None:
            return "memo.md.j2"
        if profile not in self.profiles():
            what = f"there is no profile '{profile}' for the memo"
            fix = f"write one of {', '.join(self.profiles())}, or add `memo-{profile}.md.j2` to your templates folder"
            raise UnfitError([Finding("profile", Code.NO_PROFILE, what, fix)])
        return f"memo-{profile}.md.j2"

    def languages(self) -> tuple[str, ...]:
        """The languages there are labels for."""
        return tuple(sorted(Path(name).stem for name in self.files if name.startswith("labels/")))

    def wording(self, language: str) -> Wording:
        """The labels of a language, or of its nearest relative: `en-GB` is served by `en`.

        Raises:
            RejectedError: there are no labels for it, or its file has a mistake.
        """
        chosen = chosen_language(language, self.languages())
        if chosen:
            found = self.files[f"labels/{chosen}.toml"]
            return _worded(found.text(), found.origin)
        known = ", ".join(self.languages())
        raise _rejected(
            f"labels/{language}.toml",
            Code.NO_LABELS,
            f"there are no labels for the language '{language}'",
            f"write one of {known} in `language`, or add the file to your templates folder",
        )

    def theme(self) -> Theme:
        """Paper, colours and fonts.

        Raises:
            RejectedError: the theme has a mistake.
        """
        found = self.files["theme.toml"]
        return _themed(found.text(), found.origin)

    def memo_styles(self) -> bytes:
        """The Word file that carries the styles of every memo."""
        return self.files["memo.docx"].data


@lru_cache(16)
def _worded(text: str, origin: str) -> Wording:
    try:
        return read_wording(text, origin)
    except WordingError as error:
        raise RejectedError([Problem(error.place, Code.LABELS, error.what, error.fix)]) from None


_themed = lru_cache(4)(read_theme)


def package_folder() -> Path:
    """The folder of the package's own templates."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


def read_house(folders: Sequence[Path] = (), shelf: Path | None = None) -> House:
    """The files of the folders in order, then the package's own; compiled templates are kept in the folder `shelf`.

    Raises:
        RejectedError: a folder or a file in it cannot be read.
    """
    found: dict[str, HouseFile] = {}
    for folder in (*folders, package_folder()):
        for name, path in _house_files(folder):
            if name not in found:
                found[name] = HouseFile(str(path), _bytes(path))
    return House(found, _safe(shelf) if shelf else None)


def _safe(shelf: Path) -> str | None:
    """The folder, made if need be; None where it cannot be made, or where others could put code into it."""
    try:
        shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = shelf.stat()
    except OSError:
        return None
    return str(shelf) if found.st_uid == os.geteuid() and not found.st_mode & 0o022 else None


def _house_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a folder and its folders, by name with slashes, without hidden ones and editors' copies."""
    if not folder.is_dir():
        raise _rejected(
            str(folder),
            Code.HOUSE_FILE,
            "there is no such folder of templates",
            "give the folder that holds your templates",
        )
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(part.startswith((".", "~")) or part.endswith("~") for part in name.split("/")):
            yield name, path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _rejected(
            str(path), Code.HOUSE_FILE, f"the file cannot be read: {error.strerror}", "see to its permissions"
        ) from None


def _rejected(file: str, code: Code, what: str, fix: str) -> RejectedError:
    return RejectedError([Problem(Place(file), code, what, fix)])
