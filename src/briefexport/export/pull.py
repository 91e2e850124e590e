"""What people entered in the tracker -> the file of the briefing, as lines that are added to it."""

import contextlib
import difflib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from briefexport.briefing import Assessment, Briefing, Indicator, Observation
from briefexport.build.typed import Typed, Typing, typed_in
from briefexport.dist import NotWrittenError, Seat, opened_elsewhere, read_seat, rewrite_file, seat_of, seated
from briefexport.problem import Code, Place, Problem, RejectedError
from briefexport.source import Source, read_source
from briefexport.source.amend import Addition, amended
from briefexport.wording import Wording

from .order import Order
from .ready import Ready, read_ready
from .tracker import out_of_reach

_MARK = b"\xef\xbb\xbf"


class Pulled(msgspec.Struct, frozen=True, kw_only=True):
    """What was pulled from a tracker: `diff` is empty when the briefing has everything already.

    `lines` say the same in words; `written` is False when nothing had to be, or was to be, written.
    """

    path: Path
    tracker: Path
    typed: tuple[Typed, ...] = ()
    lines: tuple[str, ...] = ()
    diff: str = ""
    written: bool = False
    problems: tuple[Problem, ...] = ()


def pull_typing(path: Path, order: Order, *, rehearse: bool = False) -> Pulled:
    """Adds what people entered in the tracker to the file of the briefing; with `rehearse` nothing is written.

    Raises:
        RejectedError: the briefing has problems, there is no tracker, it cannot be read, or nothing could be written.
    """
    ready = read_ready(path, order)
    seat = seat_of(order.into, ready.source.briefing.id, order.tracker)
    data = _tracker(seat)
    wording = ready.house.wording(ready.source.briefing.language)
    typing = _typing(data, ready, wording, seat)
    pulled = Pulled(
        path=path,
        tracker=seat.path,
        typed=typing.typed,
        lines=tuple(_lines(typing, ready.source.briefing, wording)),
        problems=(*typing.told, *_unsaved(seat)),
    )
    if not typing.typed:
        return pulled
    before = _bytes(ready)
    after = _amended(before, typing, ready)
    pulled = msgspec.structs.replace(pulled, diff=_diff(before, after, path))
    if rehearse:
        return pulled
    rewrite_file(path, before, after)
    return msgspec.structs.replace(pulled, written=True)


def _tracker(seat: Seat) -> bytes:
    try:
        data = read_seat(seat)
        if data is None and seat.away:
            with seated(seat):  # tells of a folder that is not there
                pass
    except NotWrittenError as refused:
        raise RejectedError([out_of_reach(seat, refused)]) from None
    if data is None:
        fix = "make it with `briefexport tracker`, or name where it is with --into or --tracker"
        raise RejectedError([Problem(Place(str(seat.path)), Code.FILE_GONE, "there is no tracker here", fix)])
    return data


def _typing(data: bytes, ready: Ready, wording: Wording, seat: Seat) -> Typing:
    from briefexport.render.excel.merge import NotMergedError

    try:
        return typed_in(data, ready.source.briefing, wording, ready.edition.on, str(seat.path))
    except NotMergedError as error:
        what = f"nothing could be pulled from this tracker: {error.what}"
        raise RejectedError([Problem(Place(str(seat.path)), Code.NOT_PULLED, what, error.fix)]) from None


def _unsaved(seat: Seat) -> Iterator[Problem]:
    """What is told of a tracker that somebody has open: what they type is not in the file before they save it."""
    try:
        with seated(seat) as there:
            why = opened_elsewhere(there, seat.name)
    except NotWrittenError:
        return
    if why is not None:
        what = why.what.replace("so it was left as it is", "so what they have not saved yet was not pulled")
        yield Problem(why.place, Code.TRACKER_UNSAVED, what, "run this again when they have saved it")


# --- the file


def _bytes(ready: Ready) -> bytes:
    """The file as it was read.

    Raises:
        RejectedError: it is not that any more.
    """
    with contextlib.suppress(OSError):
        data = ready.path.read_bytes()
        if hashlib.sha256(data.removeprefix(_MARK)).hexdigest() == ready.stamp.source:
            return data
    what = "somebody saved this file meanwhile, so nothing was written"
    raise RejectedError([Problem(Place(str(ready.path)), Code.NOT_PULLED, what, "run this again")])


def _amended(before: bytes, typing: Typing, ready: Ready) -> bytes:
    """The bytes of the file with what people entered.

    Raises:
        RejectedError: read again, the file would not be the same briefing with just that added.
    """
    mark = _MARK if before.startswith(_MARK) else b""
    text = before.removeprefix(_MARK).decode()
    additions = [
        Addition(ident=typed.ident, observations=typed.observations, status=typed.status) for typed in typing.typed
    ]
    new = amended(text, additions)
    file = ready.source.places.file
    try:
        again: Source | None = read_source(new, file)
        why = "read again, it would not say the same"
    except RejectedError as rejected:
        again, why = None, f"it would have a problem: {rejected.problems[0].what}"
    if again is None or again.briefing != _expected(read_source(text, file).briefing, typing):
        what = f"what people typed could not be added to this file, which is as it was: {why}"
        fix = "add it by hand: `briefexport pull --dry-run --json` lists it, and what was typed stays in the tracker"
        raise RejectedError([Problem(Place(file), Code.NOT_PULLED, what, fix)])
    return mark + new.encode()


def _expected(briefing: Briefing, typing: Typing) -> Briefing:
    """The briefing as it must read afterwards: what was entered is its own."""
    typed = {one.ident: one for one in typing.typed}
    indicators = tuple(_with(entry, typed.get(entry.id)) for entry in briefing.indicators)
    return msgspec.structs.replace(briefing, indicators=indicators)


def _with(entry: Indicator, typed: Typed | None) -> Indicator:
    if typed is None:
        return entry
    seen = tuple(map(_own, typed.observations))
    status = _own_status(typed.status) if typed.status else entry.status
    return msgspec.structs.replace(entry, observations=(*entry.observations, *seen), status=status)


def _own(seen: Observation) -> Observation:
    return Observation(on=seen.on, value=seen.value, text=seen.text, by=seen.by, note=seen.note)


def _own_status(status: Assessment) -> Assessment:
    return Assessment(rag=status.rag, reason=status.reason, on=status.on)


def _diff(before: bytes, after: bytes, path: Path) -> str:
    old, new = (data.removeprefix(_MARK).decode().splitlines(keepends=True) for data in (before, after))
    lines = difflib.unified_diff(old, new, str(path), str(path))
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


# --- what is told


def _lines(typing: Typing, briefing: Briefing, wording: Wording) -> Iterator[str]:
    entries = {entry.id: entry for entry in briefing.indicators}
    for typed in typing.typed:
        entry = entries[typed.ident]
        for seen in typed.observations:
            said = seen.text if seen.value is None else wording.measured(entry, seen.value)
            by = f", {seen.by}" if seen.by else ""
            yield f"{typed.ident}: {said} ({wording.day(seen.on)}{by})"
        if typed.status is not None:
            reason = f", {typed.status.reason}" if typed.status.reason else ""
            yield f"{typed.ident}: {wording.word(typed.status.rag)}{reason}"
