"""Briefings on disk -> sets on disk: reads, builds what is out of date, and writes it, one set a briefing.

Each set stands for itself: a briefing with problems does not keep the others from being made.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from briefexport.build import build_products
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
from briefexport.problem import Code, Problem, RejectedError
from briefexport.product import Artifact, Product

from .hint import left_out_told, too_long
from .order import Exported, Order
from .ready import Ready, read_ready


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
            found.append(_ready(path, order))
    by_id: dict[str, list[Ready]] = {}
    for ready in found:
        by_id.setdefault(ready.source.briefing.id, []).append(ready)
    for same in by_id.values():
        if len(same) > 1:
            results.update({ready.path: Exported(ready.path, None, (_clash(ready, same),)) for ready in same})
    return [ready for ready in found if ready.path not in results]


def _ready(path: Path, order: Order) -> Ready:
    """A briefing with all that its documents are made from."""
    return read_ready(path, order)


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
                    now = _ready(ready.path, order) if folder.waited else ready
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
    hints = (*((left_out_told(left_out, source),) if left_out else ()), *too_long(artifacts, source))
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
