"""The facts of the issues that were made in an output folder."""

import contextlib
from pathlib import Path

from briefexport.facts import Facts

from .folder import Folder, opened
from .receipt import read_receipt, receipt_name
from .trouble import NotWrittenError, told


def read_past(path: Path, ident: str) -> tuple[Facts, ...]:
    """The facts of every issue that a folder remembers, by their number.

    Empty where there is no receipt, none that can be read, or none of an age that kept facts: whoever writes to the
    folder will be told what is wrong with it.
    """
    with contextlib.suppress(NotWrittenError), opened(path, make=False) as folder:
        return past_in(folder, ident) if folder else ()
    return ()


def past_in(folder: Folder, ident: str) -> tuple[Facts, ...]:
    """The same, of a folder that is open.

    Raises:
        NotWrittenError: the receipt is no file, or cannot be read.
    """
    with told(folder.path):
        data = folder.read(receipt_name(ident))
    receipt = read_receipt(data) if data else None
    return receipt.issues if receipt and receipt.id == ident else ()
