"""A finished set, read as it lies there: nothing is written, mended or waited for."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from .folder import opened
from .journal import PREFIX
from .receipt import Receipt, read_receipt, receipt_name
from .trouble import told


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
        files = {made.name: folder.read(made.name) for made in receipt.files}
        return Finished(receipt, files, folder.has(PREFIX + ident))


def sha256(data: bytes) -> str:
    """The digest that a receipt has of these bytes."""
    return hashlib.sha256(data).hexdigest()
