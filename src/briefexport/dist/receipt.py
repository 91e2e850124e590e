"""The receipt of a set: which files were made, from what, and the digest of each."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from briefexport.build.stamp import Stamp
from briefexport.product import Product


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was when it was made. Each has its own stamp: one product may be newer than the others.

    `merged`: it holds what people wrote, so that it is never made anew.
    """

    product: Product
    name: str
    size: int
    sha256: str
    left_out: tuple[str, ...] = ()
    merged: bool = False
    stamp: Stamp


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside a set as `<id>.receipt.json`.

    `stamp` is that of the run which wrote it; no clock is in it.
    """

    schema: Literal[1] = 1
    id: str
    stamp: Stamp
    files: tuple[Made, ...]

    def made(self, product: Product) -> Made | None:
        """The file of a product; None when it was never made."""
        return next((made for made in self.files if made.product is product), None)

    def renewed(self, stamp: Stamp, news: Iterable[Made]) -> "Receipt":
        """The receipt with newer files in place of older ones, in the order of the products."""
        files = {made.product: made for made in (*self.files, *news)}
        ordered = tuple(files[product] for product in Product if product in files)
        return msgspec.structs.replace(self, stamp=stamp, files=ordered)


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
