"""A briefing together with what people entered in its tracker: all documents of a run count with it."""

import hashlib
from pathlib import Path

import msgspec

from briefexport.build.typed import Typing, counted, typed_in
from briefexport.dist import NotWrittenError, Seat, read_seat, seat_of, tracker_made
from briefexport.problem import Code, Place, Problem
from briefexport.source import Source

from .order import Order
from .ready import Ready, read_ready


def seat(ready: Ready, order: Order) -> Seat:
    """Where the tracker of a briefing is."""
    return seat_of(order.into, ready.source.briefing.id, order.tracker)


def read_counted(path: Path, order: Order) -> Ready:
    """A briefing as its finished documents say it: with what people entered in the tracker.

    Raises:
        RejectedError: something cannot be read or has problems; a warning is one when the order is strict.
    """
    return with_typing(stamped(read_ready(path, order), order), order)


def stamped(ready: Ready, order: Order) -> Ready:
    """The briefing with the stamp of documents that count what people entered.

    The tracker is only looked into when it, or anything else that the documents are made from, is not as it was when
    the receipt was written. A tracker that is to be replaced is not looked into at all.
    """
    if order.over_typing:
        return msgspec.structs.replace(ready, typing=Typing())
    there = seat(ready, order)
    made = tracker_made(order.into, ready.source.briefing.id)
    data = _lying(there)
    if data is None and made is not None and made.at == there.at and is_out_of_reach(there):
        # As long as nothing has to be made anew, what people entered is as good as unchanged.
        return msgspec.structs.replace(ready, stamp=msgspec.structs.replace(ready.stamp, typed=made.stamp.typed))
    if data is None:
        return msgspec.structs.replace(ready, typing=Typing())
    if made is not None and made.at == there.at and made.sha256 == hashlib.sha256(data).hexdigest():
        if not made.merged:
            return msgspec.structs.replace(ready, typing=Typing(), typed_of=made.sha256)
        same = msgspec.structs.replace(ready.stamp, typed=made.stamp.typed)
        if same == made.stamp:
            return msgspec.structs.replace(ready, stamp=same)
    return _with(ready, data, there)


def with_typing(ready: Ready, order: Order) -> Ready:
    """The briefing with what people entered, the tracker looked into if it was not yet."""
    if ready.typing is not None:
        return ready
    there = seat(ready, order)
    data = _lying(there)
    if data is not None:
        return _with(ready, data, there)
    told = (_unread(there, "it is out of reach", "make the set again when it is back"),)
    unread = Typing(told=told if is_out_of_reach(there) else ())
    return msgspec.structs.replace(ready, typing=unread, stamp=msgspec.structs.replace(ready.stamp, typed=None))


def _lying(there: Seat) -> bytes | None:
    """The tracker as it lies there; None where there is none, or it is out of reach: who writes to it tells why."""
    try:
        return read_seat(there)
    except NotWrittenError:
        return None


def is_out_of_reach(there: Seat) -> bool:
    """Whether a tracker is on a share that is not there now, which is no sign that there is none."""
    if not there.away:
        return False
    try:
        return read_seat(there) is None and not there.folder.is_dir()
    except (NotWrittenError, OSError):
        return True


def _unread(there: Seat, why: str, fix: str) -> Problem:
    what = f"what people typed into this tracker cannot be read, so no document counts it: {why}"
    return Problem(Place(str(there.path)), Code.TYPING_NOT_READ, what, fix)


def _with(ready: Ready, data: bytes, there: Seat) -> Ready:
    from briefexport.render.excel.merge import NotMergedError

    source, digest = ready.source, hashlib.sha256(data).hexdigest()
    wording = ready.house.wording(source.briefing.language)
    try:
        typing = typed_in(data, source.briefing, wording, ready.edition.on, str(there.path))
    except NotMergedError as error:
        unread = Typing(told=(_unread(there, error.what, error.fix),))
        return msgspec.structs.replace(ready, typing=unread, typed_of=digest)
    return msgspec.structs.replace(
        ready,
        source=Source(counted(source.briefing, typing), source.places, source.warnings),
        stamp=msgspec.structs.replace(ready.stamp, typed=typing.digest),
        typing=typing,
        typed_of=digest,
        written=source,
    )
