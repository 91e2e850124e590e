"""A finished set, read as it lies there: nothing is written, mended or waited for."""

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from .folder import Folder, opened
from .journal import PREFIX
from .receipt import Made, Receipt, read_receipt, receipt_name
from .seat import Seat, read_seat
from .trouble import NotWrittenError, told


class Finished(msgspec.Struct, frozen=True):
    """A set: its receipt, and the bytes of each file that the receipt names; None for one that is not there.

    `unsettled` when a run has died, or is still on its way: the files may be of two sets.
    """

    receipt: Receipt
    files: Mapping[str, bytes | None]
    unsettled: bool


def read_set(path: Path, ident: str) -> Finished | None:
    """The set of that name in a folder; None when there is none, or its receipt cannot be read.

    Raises:
        NotWrittenError: the folder or a file in it is of a kind that cannot be a set's, or the system refused.
    """
    with opened(path, make=False) as folder, told(path):
        data = folder.read(receipt_name(ident)) if folder else None
        receipt = read_receipt(data) if data else None
        if folder is None or receipt is None or receipt.id != ident:
            return None
        files = {made.name: _data(made, folder) for made in receipt.files}
        return Finished(receipt, files, folder.has(PREFIX + ident))


def _data(made: Made, folder: Folder) -> bytes | None:
    """The bytes of a file; None when it is not there, or when the place where it was put is out of reach."""
    if made.at is None:
        return folder.read(made.name)
    with contextlib.suppress(NotWrittenError):
        return read_seat(Seat(Path(made.at).parent, Path(made.at).name, away=True))
    return None


def sha256(data: bytes) -> str:
    """The digest that a receipt has of these bytes."""
    return hashlib.sha256(data).hexdigest()
