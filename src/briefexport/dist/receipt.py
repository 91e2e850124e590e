"""The receipt of a set: which files were made, from what, the digest of each, and the facts of every issue."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from briefexport.build.stamp import Stamp
from briefexport.facts import Facts
from briefexport.product import Product


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was when it was made. Each has its own stamp: one product may be newer than the others.

    `merged`: it holds what people wrote, so that it is never made anew. `at` is the path of a tracker that is elsewhere
    than its set.
    """

    product: Product
    name: str
    size: int
    sha256: str
    left_out: tuple[str, ...] = ()
    merged: bool = False
    at: str | None = None
    stamp: Stamp

    def path_in(self, folder: Path) -> Path:
        """Where the file is, for a set in that folder."""
        return folder / self.name if self.at is None else Path(self.at)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside a set as `<id>.receipt.json`.

    `stamp` is that of the run which wrote it; no clock is in it. `issues` are the facts of every issue that was made
    in this folder, by their number, so that the next one can say what changed.
    """

    schema: Literal[1] = 1
    id: str
    stamp: Stamp
    files: tuple[Made, ...]
    issues: tuple[Facts, ...] = ()

    def made(self, product: Product) -> Made | None:
        """The file of a product; None when it was never made."""
        return next((made for made in self.files if made.product is product), None)

    def renewed(self, stamp: Stamp, news: Iterable[Made], facts: Facts | None = None) -> "Receipt":
        """The receipt with newer files in place of older ones, in the order of the products.

        `facts` take the place of those of the same issue; all others stay.
        """
        files = {made.product: made for made in (*self.files, *news)}
        ordered = tuple(files[product] for product in Product if product in files)
        issues = {kept.issue: kept for kept in (*self.issues, *((facts,) if facts else ()))}
        by_number = tuple(issues[issue] for issue in sorted(issues))
        return msgspec.structs.replace(self, stamp=stamp, files=ordered, issues=by_number)


def receipt_name(ident: str) -> str:
    """The name of a set's receipt: `summit.receipt.json`."""
    return f"{ident}.receipt.json"


def encode(value: msgspec.Struct) -> bytes:
    """JSON that people read too."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def read_receipt(data: bytes) -> Receipt | None:
    """The receipt in these bytes; None when they are none, or one of a version not known here."""
    try:
        return msgspec.json.decode(data, type=Receipt)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
