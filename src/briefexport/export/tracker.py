"""The tracker of a run: merged into the one that people work in, or left as it is with the reason told."""

import hashlib
from collections.abc import Sequence

import msgspec

from briefexport.briefing.entered import Beside
from briefexport.build import build_products
from briefexport.build.rebuild import rebuild_tracker
from briefexport.dist import (
    Folder,
    Made,
    NotWrittenError,
    Put,
    Seat,
    Written,
    day_of,
    keep_copy,
    leave_tracker,
    opened_elsewhere,
    put_away,
    put_beside,
    seated,
    tracker_kept,
    tracker_made,
    tracker_to_merge,
)
from briefexport.problem import Code, Place, Problem
from briefexport.product import Artifact, Product

from .order import Order
from .ready import Ready


class Merged(msgspec.Struct, frozen=True):
    """A tracker that was not made anew: merged, or left as it is."""

    artifacts: tuple[Artifact, ...] = ()
    left: Written | None = None
    notes: tuple[Problem, ...] = ()


def merged_tracker(ready: Ready, folder: Folder, seat: Seat, order: Order) -> Merged | None:
    """The tracker that people work in, with the next issue in it; None when there is none.

    Raises:
        RejectedError: the briefing makes no tracker.
    """
    ident = ready.source.briefing.id
    made = tracker_made(folder.path, ident)
    try:
        with seated(seat, folder) as there:
            return _merged(ready, there, seat, made, order)
    except NotWrittenError as refused:
        if not seat.away:
            raise
        return Merged(left=leave_tracker(folder.path, ident, seat, made, out_of_reach(seat, refused)))


def put_tracker(
    ready: Ready, folder: Folder, seat: Seat, artifacts: Sequence[Artifact], before: Written, order: Order
) -> Put | None:
    """Puts the tracker where it is, when that is not with the other files; None when there is nothing to put there.

    `before` says of which set it is.
    """
    artifact = next((each for each in artifacts if each.product is Product.TRACKER), None)
    if artifact is None or not seat.away:
        return None
    made = tracker_made(folder.path, before.id)
    try:
        with seated(seat, folder) as there:
            return put_away(there, seat, artifact, ready.stamp, before, made, over=order.over_typing)
    except NotWrittenError as refused:
        return Put(leave_tracker(folder.path, before.id, seat, made, out_of_reach(seat, refused)), None)


def out_of_reach(seat: Seat, refused: NotWrittenError) -> Problem:
    """What is told of a tracker on a share that cannot be read or written now; the other documents are made."""
    (problem, *_) = refused.problems
    if problem.code is Code.TRACKER_AWAY:
        return problem
    what = f"the tracker could not be brought up to date where it is: {problem.what}"
    if problem.code in (Code.LINK_IN_THE_WAY, Code.NOT_A_FILE):
        fix = "name the file itself with --tracker, then run this again"
    else:
        fix = "see that the share is connected and that you may write there, then run this again"
    return Problem(Place(str(seat.path)), Code.TRACKER_AWAY, what, fix)


def _merged(ready: Ready, there: Folder, seat: Seat, made: Made | None, order: Order) -> Merged | None:
    why = opened_elsewhere(there, seat.name)
    if why is not None:
        return _left(ready, there, seat, made, order, why)
    old = tracker_to_merge(there, seat, made)
    if old is None:
        return None
    if ready.typed_of not in (None, hashlib.sha256(old).hexdigest()):
        return _left(ready, there, seat, made, order, tracker_kept(seat.path))
    rebuilt = rebuild_tracker(
        old,
        ready.source,
        ready.house,
        ready.edition,
        seat.path,
        past=ready.past,
        beside=_beside(ready),
        mends=ready.typing.mends if ready.typing else None,
    )
    if rebuilt.refused is not None:
        return _left(ready, there, seat, made, order, rebuilt.refused)
    if rebuilt.artifact.data != old:
        keep_copy(there, seat.name, old, day_of(made, ready.edition.on), order.keep)
    return Merged((rebuilt.artifact,), notes=rebuilt.notes)


def _beside(ready: Ready) -> Beside | None:
    if ready.written is None or ready.typing is None or not (ready.typing.typed or ready.typing.there):
        return None
    return ready.typing.beside(ready.written.briefing)


def _left(ready: Ready, there: Folder, seat: Seat, made: Made | None, order: Order, why: Problem) -> Merged:
    """The tracker as it is; on request a new one beside it, which says what the file of the briefing says."""
    beside = []
    if order.beside:
        source = ready.written or ready.source
        fresh = build_products(source, ready.house, ready.edition, (Product.TRACKER,), past=ready.past)
        beside = [put_beside(there, seat, artifact) for artifact in fresh]
    return Merged(left=leave_tracker(order.into, ready.source.briefing.id, seat, made, why, *beside))
