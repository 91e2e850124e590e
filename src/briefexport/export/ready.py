"""A briefing read from disk, with everything that its documents are made from."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from briefexport.build import Stamp, problem_of, stamp_of
from briefexport.build.typed import Typing
from briefexport.dist import read_past
from briefexport.edition import Edition, edition_of
from briefexport.facts import Facts
from briefexport.house import House, package_folder, read_house
from briefexport.problem import Place, Problem, RejectedError, Severity, UnfitError
from briefexport.source import Source, read_source
from briefexport.source.file import read_text

from .order import Order
from .picture import read_pictures


class Ready(msgspec.Struct, frozen=True):
    """A briefing with everything that its documents are made from; `past` are the facts of the folder's issues.

    `typing` is what people entered in the tracker, None as long as nobody looked; `source` counts with it, `written` is
    then what the file of the briefing says. `typed_of` is the SHA-256 of the tracker that was looked into.
    """

    path: Path
    source: Source
    house: House
    edition: Edition
    pictures: Mapping[str, bytes]
    stamp: Stamp
    past: tuple[Facts, ...] = ()
    typing: Typing | None = None
    written: Source | None = None
    typed_of: str | None = None


def read_ready(path: Path, order: Order) -> Ready:
    """Reads a briefing, its pictures, the house style that applies to it, and what the folder remembers of its issues.

    Raises:
        RejectedError: something cannot be read or has problems; a warning is one when the order is strict.
    """
    text = read_text(path)
    source = read_source(text, str(path))
    if order.strict and any(problem.code.severity is Severity.WARNING for problem in source.warnings):
        raise RejectedError(source.warnings)
    house = read_house(house_folders(path, order.templates), order.shelf)
    if order.profile is not None:
        source = _in_profile(source, order.profile, house)
    edition = edition_of(source.briefing.date, order.edition)
    pictures = read_pictures(source, path.parent)
    digest = hashlib.sha256(text.encode()).hexdigest()
    briefing = source.briefing
    past = read_past(order.into, briefing.id)
    earlier = [facts for facts in past if facts.issue < briefing.issue]
    stamp = stamp_of(digest, pictures, house.digest, edition, briefing.language, briefing.profile, earlier=earlier)
    return Ready(path, source, house, edition, pictures, stamp, past)


def _in_profile(source: Source, profile: str, house: House) -> Source:
    """The briefing with its memo in that form.

    Raises:
        RejectedError: the house has no such profile.
    """
    with _profile_told(source, Place(source.places.file)):
        house.memo_template(profile)
    return msgspec.structs.replace(source, briefing=msgspec.structs.replace(source.briefing, profile=profile))


@contextlib.contextmanager
def _profile_told(source: Source, place: Place | None = None) -> Iterator[None]:
    """A profile that is not there becomes a problem of `place`, or else of the field that names it."""
    try:
        yield
    except UnfitError as unfit:
        found = [problem_of(finding, source) for finding in unfit.findings]
        raise RejectedError(
            msgspec.structs.replace(problem, place=place or problem.place) for problem in found
        ) from None


def house_folders(path: Path, chosen: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Where the house style of a briefing is looked for, before the package's own.

    That is in the chosen folders, then in the nearest `templates` beside the briefing or one folder up.
    """
    project = (folder / "templates" for folder in path.absolute().parents[:2])
    own = package_folder().resolve()
    nearest = next((folder for folder in project if folder.is_dir() and folder.resolve() != own), None)
    return (*chosen, nearest) if nearest else tuple(chosen)


def check_briefing(path: Path, order: Order) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful in a briefing, its pictures, labels and theme; empty when all is well."""
    try:
        ready = read_ready(path, order)
        ready.house.wording(ready.source.briefing.language)
        ready.house.theme()
        with _profile_told(ready.source):
            ready.house.memo_template(ready.source.briefing.profile)
    except RejectedError as rejected:
        return rejected.problems
    return ready.source.warnings
