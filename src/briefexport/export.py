"""Briefings on disk -> sets on disk: reads, builds what is out of date, and writes it, one set a briefing.

Each set stands for itself: a briefing with problems does not keep the others from being made.
"""

import contextlib
import datetime as dt
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from briefexport.build import Stamp, build_products, problem_of, stamp_of
from briefexport.build.rebuild import rebuild_tracker
from briefexport.build.together import build_side_by_side, new_crew
from briefexport.crew import Crew
from briefexport.dist import (
    Folder,
    Held,
    NotWrittenError,
    Written,
    held,
    joined,
    keep_copy,
    leave_tracker,
    opened_elsewhere,
    path_of,
    place_set,
    standing,
    tracker_to_merge,
)
from briefexport.edition import Edition, edition_of
from briefexport.house import House, package_folder, read_house
from briefexport.problem import Code, Place, Problem, RejectedError, Severity, UnfitError
from briefexport.product import Artifact, Product
from briefexport.source import Source, read_source
from briefexport.source.file import read_text

_MOST_BYTES = 32 * 2**20
_MOST_PAGES = 2
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be made, and where.

    `edition` and `profile` None leave it to the briefing; `over_typing` also replaces a tracker that people changed,
    which is kept under another name; `again` makes what is up to date too; `strict` refuses a briefing with
    warnings; `shelf` is where compiled templates are kept from run to run, None for nowhere. Of a tracker that
    is merged `keep` copies are kept; `beside` puts a new one beside a tracker that cannot be.
    """

    into: Path = Path("dist")
    products: tuple[Product, ...] = tuple(Product)
    templates: tuple[Path, ...] = ()
    edition: dt.datetime | None = None
    profile: str | None = None
    over_typing: bool = False
    again: bool = False
    strict: bool = False
    wait_s: float = 5.0
    shelf: Path | None = None
    keep: int = 5
    beside: bool = False


class Ready(msgspec.Struct, frozen=True):
    """A briefing with everything that its documents are made from."""

    path: Path
    source: Source
    house: House
    edition: Edition
    pictures: Mapping[str, bytes]
    stamp: Stamp


class Exported(msgspec.Struct, frozen=True):
    """What became of one briefing: `written` is None when its documents could not be made or written."""

    path: Path
    written: Written | None
    problems: tuple[Problem, ...]


# --- reading ---


def read_ready(path: Path, order: Order) -> Ready:
    """Reads a briefing, its pictures and the house style that applies to it.

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
    stamp = stamp_of(digest, pictures, house.digest, edition, briefing.language, briefing.profile)
    return Ready(path, source, house, edition, pictures, stamp)


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


def read_pictures(source: Source, folder: Path) -> dict[str, bytes]:
    """The bytes of every figure by its file, which stands in the briefing's folder.

    Raises:
        RejectedError: pictures are missing or cannot be read, each told at its figure.
    """
    pictures: dict[str, bytes] = {}
    problems = []
    for number, figure in enumerate(source.briefing.figures):
        try:
            pictures[figure.file] = _picture(folder / figure.file)
        except OSError as error:
            place = source.places.of(f"figures[{number}].file")
            problems.append(_no_picture(place, figure.file, error))
    if problems:
        raise RejectedError(problems)
    return pictures


def _picture(path: Path) -> bytes:
    with open(path, "rb", opener=_open_at_once) as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode):
            raise OSError(0, "it is no ordinary file")
        if kind.st_size > _MOST_BYTES:
            raise OSError(0, f"it is larger than {_MOST_BYTES // 2**20} MB")
        data = file.read()
    if not data.startswith(_SIGNATURES):
        raise OSError(0, "it is neither PNG nor JPEG")
    return data


def _open_at_once(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def _no_picture(place: Place, file: str, error: OSError) -> Problem:
    missing = isinstance(error, FileNotFoundError)
    why = "there is no such file" if missing else (error.strerror or "unknown error").lower()
    fix = "put it beside the briefing, or write its name as it is there" if missing else "put a PNG or JPEG file there"
    return Problem(place, Code.UNREADABLE_PICTURE, f"the picture '{file}' cannot be read: {why}", fix)


# --- making ---


def export_briefings(
    paths: Sequence[Path], order: Order, tell: Callable[[Path], None] | None = None, crew: Crew | None = None
) -> tuple[Exported, ...]:
    """Makes what is out of date of each briefing; one result a path, in their order, and problems are results.

    `tell` is called with a path before its documents are built. `crew` may have members that are getting ready already.

    Raises:
        EditionError: SOURCE_DATE_EPOCH is no moment that a file can be stamped with.
    """
    results: dict[Path, Exported] = {}
    outstanding: list[Ready] = []
    for ready in _read_all(paths, order, results):
        with _problems_of(ready.path, results):
            written, to_make = _standing(ready, order)
            if to_make:
                outstanding.append(ready)
            else:
                results[ready.path] = Exported(ready.path, written, (*ready.source.warnings, *written.warnings))
    if outstanding:
        with crew or new_crew() as hands:
            _make_all(outstanding, order, results, tell or _nothing, hands)
    return tuple(results[path] for path in dict.fromkeys(paths))


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


def _nothing(_path: Path) -> None:
    """Tells nobody."""


@contextlib.contextmanager
def _problems_of(path: Path, results: dict[Path, Exported]) -> Iterator[None]:
    """Problems inside the block become the result of that path."""
    try:
        yield
    except RejectedError as rejected:
        results[path] = Exported(path, None, rejected.problems)


def _read_all(paths: Sequence[Path], order: Order, results: dict[Path, Exported]) -> list[Ready]:
    found = []
    for path in dict.fromkeys(paths):
        with _problems_of(path, results):
            found.append(read_ready(path, order))
    by_id: dict[str, list[Ready]] = {}
    for ready in found:
        by_id.setdefault(ready.source.briefing.id, []).append(ready)
    for same in by_id.values():
        if len(same) > 1:
            results.update({ready.path: Exported(ready.path, None, (_clash(ready, same),)) for ready in same})
    return [ready for ready in found if ready.path not in results]


def _clash(ready: Ready, same: Sequence[Ready]) -> Problem:
    ident = ready.source.briefing.id
    others = ", ".join(f"'{other.path}'" for other in same if other is not ready)
    return Problem(
        ready.source.places.of("id"),
        Code.SAME_ID_TWICE,
        f"the id '{ident}' is also that of {others}, and a folder holds one set of that name",
        "give each briefing an `id` of its own, or make them one by one with different folders after --into",
    )


def _standing(ready: Ready, order: Order) -> tuple[Written, tuple[Product, ...]]:
    ident = ready.source.briefing.id
    found, to_make = standing(order.into, ident, ready.stamp, order.products, over_typing=order.over_typing)
    if order.again:
        return Written(id=ident, receipt=found.receipt), order.products
    return found, to_make


def _make_all(
    outstanding: Sequence[Ready],
    order: Order,
    results: dict[Path, Exported],
    tell: Callable[[Path], None],
    crew: Crew,
) -> None:
    try:
        with held(order.into, order.wait_s) as folder:
            for ready in outstanding:
                with _problems_of(ready.path, results):
                    tell(ready.path)
                    # Whoever was here before us may have made a newer set than what we had read.
                    now = read_ready(ready.path, order) if folder.waited else ready
                    results[ready.path] = _made(now, folder, order, crew)
    except NotWrittenError as refused:
        results.update(
            {
                ready.path: Exported(ready.path, None, refused.problems)
                for ready in outstanding
                if ready.path not in results
            }
        )


def _made(ready: Ready, folder: Held, order: Order, crew: Crew) -> Exported:
    source = ready.source
    ident = source.briefing.id
    before, to_make = _standing(ready, order)
    merging = Product.TRACKER in to_make and not order.over_typing
    merged = _merged(ready, folder.folder, order) if merging else None
    if merged is not None:
        to_make = tuple(product for product in to_make if product is not Product.TRACKER)
    artifacts = build_side_by_side(source, ready.house, ready.edition, to_make, ready.pictures, crew)
    if merged is not None:
        artifacts = (*artifacts, *merged.artifacts)
        before = joined(before, merged.left or Written(id=ident, receipt=before.receipt), *merged.notes)
    written = place_set(folder.folder, ident, ready.stamp, artifacts, over_typing=order.over_typing)
    left_out = [field for made in written.files if order.into / made.name in written.made for field in made.left_out]
    hints = (*((_left_out(left_out, source),) if left_out else ()), *_too_long(artifacts, source))
    whole = before.joined(written)
    return Exported(ready.path, whole, (*source.warnings, *hints, *folder.warnings, *whole.warnings))


class _Merged(msgspec.Struct, frozen=True):
    """A tracker that was not made anew: merged, or left as it is."""

    artifacts: tuple[Artifact, ...] = ()
    left: Written | None = None
    notes: tuple[Problem, ...] = ()


def _merged(ready: Ready, folder: Folder, order: Order) -> _Merged | None:
    """The tracker that people work in, with the next issue in it; None when there is none."""
    ident, day = ready.source.briefing.id, ready.edition.on
    why = opened_elsewhere(folder, ident)
    if why is not None:
        made = build_products(ready.source, ready.house, ready.edition, (Product.TRACKER,)) if order.beside else ()
        return _Merged(left=leave_tracker(folder, ident, why, *made))
    old = tracker_to_merge(folder, ident)
    if old is None:
        return None
    rebuilt = rebuild_tracker(old, ready.source, ready.house, ready.edition, path_of(folder.path, ident))
    if rebuilt.refused is not None:
        fresh = rebuilt.artifact if order.beside else None
        return _Merged(left=leave_tracker(folder, ident, rebuilt.refused, fresh))
    if rebuilt.artifact.data != old:
        keep_copy(folder, ident, old, day, order.keep)
    return _Merged((rebuilt.artifact,), notes=rebuilt.notes)


def _too_long(artifacts: Sequence[Artifact], source: Source) -> Iterator[Problem]:
    """A hint for a memo of more pages than its readers want; told when it is made."""
    for artifact in artifacts:
        if (artifact.pages or 0) > _MOST_PAGES:
            what = (
                f"the memo has about {artifact.pages} pages without its annexes, more than {_MOST_PAGES} (an estimate)"
            )
            fix = "shorten the sections, or move them to `annexes:`"
            yield Problem(Place(source.places.file), Code.LONG_MEMO, what, fix)


def _left_out(fields: Sequence[str], source: Source) -> Problem:
    """One hint for all: how many entries of each list the page has no room for, and that details are missing too."""
    entries = [field for field in fields if "." not in field.rpartition("]")[2]]
    counted = Counter(field.partition("[")[0] for field in entries)
    named = ", ".join(f"`{name}` ({count})" if name not in entries else f"`{name}`" for name, count in counted.items())
    details = len(fields) - len(entries)
    more = f"{details} details of other entries" if details else ""
    return Problem(
        Place(source.places.file),
        Code.LEFT_OUT,
        f"the one-pager has no room for {' and '.join(filter(None, (named, more)))}; the receipt lists each of them",
        "give what must be on it a smaller `priority` number, or shorten what stands beside it",
    )
