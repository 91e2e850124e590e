"""The tracker that people work in: what stands there, who has it open, and the copies that are kept of it."""

import contextlib
import datetime as dt
import re
from pathlib import Path

import msgspec

from briefexport.problem import Code, Place, Problem
from briefexport.product import Artifact, Product

from .folder import Folder
from .receipt import Made, receipt_name
from .seat import Seat
from .trouble import NotWrittenError, told
from .write import Written

_PART = ".briefexport-copy.part"


def tracker_to_merge(there: Folder, seat: Seat, made: Made | None) -> bytes | None:
    """The tracker into which the next issue has to be merged; `made` is what the receipt says of it.

    None where there is none, or where it is our first issue of which nobody has changed a byte: that is made anew.
    """
    with told(there.path):
        data = there.read(seat.name)
        ours = made is not None and not made.merged and made.at == seat.at and made.sha256 == there.digest(seat.name)
    return None if ours else data


def opened_elsewhere(there: Folder, name: str) -> Problem | None:
    """What is told when somebody has the tracker open: Excel and LibreOffice put a file beside it for as long."""
    for lock, program in ((f".~lock.{name}#", "LibreOffice"), (f"~${name}", "Excel")):
        if there.has(lock):
            return Problem(
                Place(str(there.path / name)),
                Code.TRACKER_OPEN,
                f"{_holder(there, lock)} has this tracker open in {program}, so it was left as it is",
                f"ask them to close it and run this again, or use --beside; where nobody has it open, delete '{lock}'",
            )
    return None


def _holder(folder: Folder, lock: str) -> str:
    """Who has it open, as far as the lock says."""
    with contextlib.suppress(OSError, NotWrittenError):
        said = folder.read(lock) or b""
        if lock.startswith("~$"):
            said = said[1 : 1 + said[0]] if said else b""
            return said.decode("utf-8", "replace").strip(" \0") or "somebody"
        full_name, user, *_ = (*said.decode("utf-8", "replace").split(","), "")
        return full_name.strip() or user.strip() or "somebody"
    return "somebody"


def keep_copy(there: Folder, name: str, data: bytes, day: dt.date, most: int) -> str | None:
    """Keeps what people had, under a name with the day of its issue and a number that only grows; its name.

    The oldest copies beyond `most` are removed. None when the newest copy is the same already, or none are wanted.
    """
    stem, _, suffix = name.rpartition(".")
    pattern = re.compile(rf"{re.escape(stem)}-(\d{{4}}-\d\d-\d\d)-(\d{{3,}})\.{suffix}")
    with told(there.path):
        copies = {int(found[2]): each for each in there.names() if (found := pattern.fullmatch(each))}
        newest = max(copies, default=0)
        made = None
        if most and (not newest or there.read(copies[newest]) != data):
            made = f"{stem}-{day}-{newest + 1:03}.{suffix}"
            add_whole(there, made, data)
            copies[newest + 1] = made
        for number in sorted(copies)[: max(len(copies) - most, 0) if most else 0]:
            there.remove(copies[number])
    return made


def day_of(made: Made | None, otherwise: dt.date) -> dt.date:
    """The day of the issue that stands there, as far as a receipt speaks of one."""
    return made.stamp.edition.date() if made else otherwise


def leave_tracker(into: Path, ident: str, seat: Seat, made: Made | None, why: Problem, *beside: Path) -> Written:
    """The tracker stays as it is; `beside` are the new ones that were put beside it."""
    return Written(
        id=ident,
        receipt=into / receipt_name(ident),
        made=beside,
        kept=(seat.path,),
        files=(made,) if made is not None and made.at == seat.at else (),
        warnings=(why,),
    )


def put_beside(there: Folder, seat: Seat, fresh: Artifact) -> Path:
    """Puts a new tracker beside the one that stands there, under a name that nothing has: `summit-tracker-new-1.xlsx`.

    One that is the same already is not put there a second time.
    """
    stem = seat.name.rpartition(".")[0] or seat.name
    number = 1
    with told(there.path):
        while there.has(new := f"{stem}-new-{number}{Product.TRACKER.suffix}"):
            if there.read(new) == fresh.data:
                return there.path / new
            number += 1
        add_whole(there, new, fresh.data)
    return there.path / new


def add_whole(folder: Folder, name: str, data: bytes) -> None:
    """A file that takes its place whole or not at all."""
    if folder.has(_PART):
        folder.remove(_PART)
    folder.add(_PART, data)
    folder.move(_PART, folder, name)
    folder.settle()


def joined(first: Written, second: Written, *notes: Problem) -> Written:
    """Both as one, with what is to be told beside."""
    whole = first.joined(second)
    return msgspec.structs.replace(whole, warnings=(*whole.warnings, *notes))
