"""Where the tracker of a set is: in the folder of the set, or elsewhere, such as on a share where people work in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from briefexport.problem import Code
from briefexport.product import Product, file_name

from .folder import Folder, opened
from .receipt import Made, Receipt, read_receipt, receipt_name
from .trouble import NotWrittenError, refusal, told


class Seat(msgspec.Struct, frozen=True):
    """The folder of a tracker and its name there; `away` when it is not in the folder of its set under its own name."""

    folder: Path
    name: str
    away: bool = False

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / self.name

    @property
    def at(self) -> str | None:
        """What a receipt says of a tracker that is away: its absolute path."""
        return os.path.abspath(self.path) if self.away else None  # noqa: PTH100 - a link on the way stays as it is


def seat_of(into: Path, ident: str, chosen: Path | None = None) -> Seat:
    """Where the tracker of a set is: where it was chosen to be, else where the receipt says, else with the set."""
    own = Seat(into, file_name(ident, Product.TRACKER))
    if chosen is None:
        made = tracker_made(into, ident)
        chosen = Path(made.at) if made and made.at else None
    if chosen is None or chosen.absolute() == own.path.absolute():
        return own
    return Seat(chosen.parent, chosen.name, away=True)


def tracker_made(into: Path, ident: str) -> Made | None:
    """What the receipt of a set says of its tracker; None where it says nothing, or cannot be read."""
    with suppress(NotWrittenError), opened(into, make=False) as folder:
        receipt = receipt_in(folder, ident) if folder else None
        return receipt.made(Product.TRACKER) if receipt else None
    return None


def receipt_in(folder: Folder, ident: str) -> Receipt | None:
    """The receipt of a set in a folder that is open.

    Raises:
        NotWrittenError: it is no file, or cannot be read.
    """
    with told(folder.path):
        data = folder.read(receipt_name(ident))
    receipt = None if data is None else read_receipt(data)
    return receipt if receipt and receipt.id == ident else None


def read_seat(seat: Seat) -> bytes | None:
    """The tracker as it is now; None when there is none.

    Raises:
        NotWrittenError: it cannot be read, or what has its name is no file.
    """
    with opened(seat.folder, make=False) as folder, told(seat.folder):
        return None if folder is None else folder.read(seat.name)


@contextmanager
def seated(seat: Seat, own: Folder | None = None) -> Iterator[Folder]:
    """The folder of a tracker, open as long as the block; `own` is that of its set, where it is open already.

    Raises:
        NotWrittenError: it is not there: a folder outside of the set's is never made, as a share may just be missing.
    """
    if own is not None and not seat.away:
        yield own
        return
    with opened(seat.folder, make=False) as folder:
        if folder is None:
            raise refusal(
                seat.path,
                Code.TRACKER_AWAY,
                f"the folder '{seat.folder}', in which the tracker is, is not there",
                "see that the share is connected, or make the folder, then run this again",
            )
        yield folder
