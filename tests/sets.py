"""Small sets of documents for the tests of the output folder: a few bytes a file, no library needed."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from briefexport.build import Stamp
from briefexport.dist import Written, held, place_set
from briefexport.product import Artifact, Product, file_name


def stamp(source: str = "first") -> Stamp:
    """What a set was made from; `source` stands for a whole briefing."""
    return Stamp(
        source=source,
        templates="plain",
        tool="1.0",
        edition=dt.datetime(2025, 11, 7, tzinfo=dt.UTC),
        language="en",
    )


def artifacts(words: str = "first", products: Sequence[Product] = tuple(Product)) -> tuple[Artifact, ...]:
    """One file a product: `first memo`, `first onepager`, `first tracker`."""
    return tuple(
        Artifact(product, file_name("summit", product), f"{words} {product.value}".encode()) for product in products
    )


def write(
    into: Path, words: str = "first", products: Sequence[Product] = tuple(Product), *, over: bool = False
) -> Written:
    """A run: the set whose briefing is `words`."""
    with held(into) as mine:
        return place_set(mine.folder, "summit", stamp(words), artifacts(words, products), over_typing=over)


def seen(folder: Path) -> dict[str, str]:
    """What a person finds in the folder; the lock and the receipt are left out."""
    return {
        path.name: path.read_text("utf-8")
        for path in sorted(folder.iterdir())
        if path.name not in (".briefexport.lock", "summit.receipt.json")
    }


def whole(words: str) -> dict[str, str]:
    """What a whole set looks like."""
    return {
        "summit-memo.docx": f"{words} memo",
        "summit-onepager.pdf": f"{words} onepager",
        "summit-tracker.xlsx": f"{words} tracker",
    }
