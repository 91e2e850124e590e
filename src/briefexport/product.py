"""The closed set of products."""

from enum import Enum

import msgspec


class Product(Enum):
    """A document that is made of a briefing; the value is its name on the command line."""

    MEMO = "memo"
    ONEPAGER = "onepager"
    TRACKER = "tracker"

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        match self:
            case Product.MEMO:
                return ".docx"
            case Product.ONEPAGER:
                return ".pdf"
            case Product.TRACKER:
                return ".xlsx"

    @property
    def media_type(self) -> str:
        """The IANA media type of the file."""
        match self:
            case Product.MEMO:
                return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            case Product.ONEPAGER:
                return "application/pdf"
            case Product.TRACKER:
                return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Artifact(msgspec.Struct, frozen=True):
    """A finished document in memory.

    `left_out` names the fields for which a page had no room: `risks[2]`. `pages` is about how many pages a memo has
    before its annexes; None for other products. `merged_from` is the SHA-256 of the file that it was merged into and
    may take the place of.
    """

    product: Product
    name: str
    data: bytes
    left_out: tuple[str, ...] = ()
    pages: int | None = None
    merged_from: str | None = None


def file_name(ident: str, product: Product) -> str:
    """The name of a product's file: `summit-memo.docx`."""
    return f"{ident}-{product.value}{product.suffix}"
