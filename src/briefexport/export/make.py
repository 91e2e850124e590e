"""Briefings on disk -> sets on disk: reads, builds what is out of date, and writes it, one set a briefing.

Each set stands for itself: a briefing with problems does not keep the others from being made.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from briefexport.build import Material
from briefexport.build.together import build_side_by_side, new_crew
from briefexport.crew import Crew
from briefexport.dist import Held, NotWrittenError, Written, held, joined, past_in, place_set, standing
from briefexport.facts import facts_of
from briefexport.problem import Code, Problem, RejectedError
from briefexport.product import Product

from .hint import left_out_told, too_long
from .order import Exported, Order
from .ready import Ready, read_ready
from .tracker import merged_tracker, put_tracker
from .typed import is_out_of_reach, seat, stamped, with_typing


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
                results[ready.path] = Exported(ready.path, written, _told(ready, *written.warnings))
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
    """A briefing with all that its documents are made from; the stamp counts what people entered in the tracker."""
    return stamped(read_ready(path, order), order)


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
    """What stands, and what is to be made: also a tracker in which only cells are to be mended."""
    ident = ready.source.briefing.id
    mended = (Product.TRACKER,) if ready.typing is not None and ready.typing.mends is not None else ()
    asked = [product for product in order.products if product not in mended]
    found, outdated = standing(
        order.into, ident, ready.stamp, asked, over_typing=order.over_typing, seat=seat(ready, order)
    )
    if order.again:
        return Written(id=ident, receipt=found.receipt), order.products
    return found, tuple(product for product in order.products if product in (*outdated, *mended))


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
                    stale = folder.waited or past_in(folder.folder, ready.source.briefing.id) != ready.past
                    now = _ready(ready.path, order) if stale else ready
                    results[ready.path] = _made(now, folder, order, crew)
    except NotWrittenError as refused:
        results.update(
            {
                ready.path: Exported(ready.path, None, refused.problems)
                for ready in outstanding
                if ready.path not in results
            }
        )


def _told(ready: Ready, *more: Problem) -> tuple[Problem, ...]:
    """What is doubtful in the briefing, what people typed and could not be taken, and more.

    Of a tracker that can be neither merged nor read only the first is told.
    """
    typing = ready.typing.told if ready.typing else ()
    if any(problem.code is Code.TRACKER_NOT_MERGED for problem in more):
        typing = tuple(problem for problem in typing if problem.code is not Code.TYPING_NOT_READ)
    return (*ready.source.warnings, *typing, *more)


def _made(ready: Ready, folder: Held, order: Order, crew: Crew) -> Exported:
    if _standing(ready, order)[1] != (Product.TRACKER,) or not is_out_of_reach(seat(ready, order)):
        ready = with_typing(ready, order)
    source, there = ready.source, seat(ready, order)
    ident = source.briefing.id
    before, to_make = _standing(ready, order)
    merging = Product.TRACKER in to_make and not order.over_typing
    merged = merged_tracker(ready, folder.folder, there, order) if merging else None
    if merged is not None:
        to_make = tuple(product for product in to_make if product is not Product.TRACKER)
    material = Material(ready.pictures, ready.past)
    artifacts = build_side_by_side(source, ready.house, ready.edition, to_make, material, crew)
    if merged is not None:
        artifacts = (*artifacts, *merged.artifacts)
        before = joined(before, merged.left or Written(id=ident, receipt=before.receipt), *merged.notes)
    put = put_tracker(ready, folder.folder, there, artifacts, before, order)
    if put is not None:
        artifacts = tuple(artifact for artifact in artifacts if artifact.product is not Product.TRACKER)
        before = joined(before, put.written)
    written = place_set(
        folder.folder,
        ident,
        ready.stamp,
        artifacts,
        over_typing=order.over_typing,
        # Without what people entered these would not be the facts that the documents tell.
        facts=facts_of(source.briefing) if ready.typing is not None else None,
        away=put.made if put else None,
    )
    left_out = [field for made in written.files if order.into / made.name in written.made for field in made.left_out]
    hints = (*((left_out_told(left_out, source),) if left_out else ()), *too_long(artifacts, source))
    whole = before.joined(written)
    return Exported(ready.path, whole, _told(ready, *hints, *folder.warnings, *whole.warnings))
