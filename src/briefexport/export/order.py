"""What is asked for, and what became of it."""

import datetime as dt
from pathlib import Path

import msgspec

from briefexport.dist import Written
from briefexport.problem import Problem
from briefexport.product import Product


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be made, and where.

    `edition` and `profile` None leave it to the briefing; `over_typing` also replaces a tracker that people changed,
    which is kept under another name; `again` makes what is up to date too; `strict` refuses a briefing with
    warnings; `shelf` is where compiled templates are kept from run to run, None for nowhere. Of a tracker that
    is merged `keep` copies are kept; `beside` puts a new one beside a tracker that cannot be. `tracker` is where people
    work in it, None for where the receipt says, which is with the other files unless it was told otherwise.
    """

    into: Path = Path("dist")
    products: tuple[Product, ...] = tuple(Product)
    templates: tuple[Path, ...] = ()
    edition: dt.datetime | None = None
    profile: str | None = None
    over_typing: bool = False
    again: bool = False
    strict: bool = False
    wait_s: float = 5.0
    shelf: Path | None = None
    keep: int = 5
    beside: bool = False
    tracker: Path | None = None


class Exported(msgspec.Struct, frozen=True):
    """What became of one briefing: `written` is None when its documents could not be made or written."""

    path: Path
    written: Written | None
    problems: tuple[Problem, ...]
