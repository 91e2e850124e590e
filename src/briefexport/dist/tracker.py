"""The tracker that people work in: what stands there, who has it open, and the copies that are kept of it."""

import contextlib
import datetime as dt
import re
from pathlib import Path

import msgspec

from briefexport.problem import Code, Place, Problem
from briefexport.product import Artifact, Product, file_name

from .folder import Folder
from .receipt import read_receipt, receipt_name
from .trouble import NotWrittenError, told
from .write import Written

_PART = ".briefexport-copy.part"


def tracker_to_merge(folder: Folder, ident: str) -> bytes | None:
    """The tracker into which the next issue has to be merged.

    None where there is none, or where it is our first issue of which nobody has changed a byte: that is made anew.
    """
    name = file_name(ident, Product.TRACKER)
    with told(folder.path):
        data = folder.read(name)
        receipt = read_receipt(folder.read(receipt_name(ident)) or b"")
        made = receipt.made(Product.TRACKER) if receipt and receipt.id == ident else None
        ours = made is not None and not made.merged and made.sha256 == folder.digest(name)
    return None if ours else data


def opened_elsewhere(folder: Folder, ident: str) -> Problem | None:
    """What is told when somebody has the tracker open: Excel and LibreOffice put a file beside it for as long."""
    name = file_name(ident, Product.TRACKER)
    for lock, program in ((f".~lock.{name}#", "LibreOffice"), (f"~${name}", "Excel")):
        if folder.has(lock):
            return Problem(
                Place(str(folder.path / name)),
                Code.TRACKER_OPEN,
                f"{_holder(folder, lock)} has this tracker open in {program}, so it was left as it is",
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
        return said.decode("utf-8", "replace").split(",")[0].strip() or "somebody"
    return "somebody"


def keep_copy(folder: Folder, ident: str, data: bytes, day: dt.date, most: int) -> str | None:
    """Keeps what people had, under a name with the day of its issue and a number that only grows; its name.

    `day` is for an issue that no receipt speaks of. The oldest copies beyond `most` are removed. None when the newest
    copy is the same already, or none are wanted.
    """
    stem, _, suffix = file_name(ident, Product.TRACKER).rpartition(".")
    pattern = re.compile(rf"{re.escape(stem)}-(\d{{4}}-\d\d-\d\d)-(\d{{3,}})\.{suffix}")
    with told(folder.path):
        copies = {int(found[2]): name for name in folder.names() if (found := pattern.fullmatch(name))}
        newest = max(copies, default=0)
        made = None
        if most and (not newest or folder.read(copies[newest]) != data):
            made = f"{stem}-{_day(folder, ident) or day}-{newest + 1:03}.{suffix}"
            _add_whole(folder, made, data)
            copies[newest + 1] = made
        for number in sorted(copies)[: max(len(copies) - most, 0) if most else 0]:
            folder.remove(copies[number])
    return made


def _day(folder: Folder, ident: str) -> dt.date | None:
    """The day of the issue that stands there."""
    receipt = read_receipt(folder.read(receipt_name(ident)) or b"")
    made = receipt.made(Product.TRACKER) if receipt and receipt.id == ident else None
    return made.stamp.edition.date() if made else None


def leave_tracker(folder: Folder, ident: str, why: Problem, fresh: Artifact | None = None) -> Written:
    """The tracker stays as it is; `fresh` is put beside it, under a name that nothing has."""
    name = file_name(ident, Product.TRACKER)
    with told(folder.path):
        receipt = read_receipt(folder.read(receipt_name(ident)) or b"")
        made = receipt.made(Product.TRACKER) if receipt and receipt.id == ident else None
        beside = () if fresh is None else (folder.path / _put_beside(folder, name, fresh.data),)
    return Written(
        id=ident,
        receipt=folder.path / receipt_name(ident),
        made=beside,
        kept=(folder.path / name,),
        files=(made,) if made is not None else (),
        warnings=(why,),
    )


def _put_beside(folder: Folder, name: str, data: bytes) -> str:
    """The name of the new file, or of one that is the same already: `summit-tracker-new-1.xlsx`."""
    stem, _, suffix = name.rpartition(".")
    number = 1
    while folder.has(new := f"{stem}-new-{number}.{suffix}"):
        if folder.read(new) == data:
            return new
        number += 1
    _add_whole(folder, new, data)
    return new


def _add_whole(folder: Folder, name: str, data: bytes) -> None:
    """A new file that is there whole or not at all."""
    if folder.has(_PART):
        folder.remove(_PART)
    folder.add(_PART, data)
    folder.move(_PART, folder, name)
    folder.settle()


def joined(first: Written, second: Written, *notes: Problem) -> Written:
    """Both as one, with what is to be told beside."""
    whole = first.joined(second)
    return msgspec.structs.replace(whole, warnings=(*whole.warnings, *notes))


def path_of(folder: Path, ident: str) -> Path:
    """Where the tracker of a set is."""
    return folder / file_name(ident, Product.TRACKER)
