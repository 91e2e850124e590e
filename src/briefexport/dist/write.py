"""Artifacts -> files: the whole set at once, nobody's typing overwritten, nothing written twice."""

import contextlib
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from briefexport.build.stamp import Stamp
from briefexport.facts import Facts
from briefexport.problem import Code, Place, Problem
from briefexport.product import Artifact, Product

from .folder import Folder, opened
from .journal import PREFIX, Journal, Settled, settle, stage
from .lock import held
from .receipt import Made, Receipt, receipt_name
from .seat import Seat, read_seat, receipt_in
from .trouble import NotWrittenError, changed_file_moved, told

# People type into these, so a changed one is left alone.
_TYPED_INTO = (Product.TRACKER,)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """How a set stands: each file asked for is in one of three tuples.

    `made` just now, `unchanged` because it was right already, `kept` because people changed it. `files` is
    what the receipt says of them, `left_out` included; `warnings` are about files that people changed.
    """

    id: str
    receipt: Path
    made: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    files: tuple[Made, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def joined(self, later: "Written") -> "Written":
        """Both as one: files of the same set, none of them in both."""
        return Written(
            id=self.id,
            receipt=self.receipt,
            made=self.made + later.made,
            unchanged=self.unchanged + later.unchanged,
            kept=self.kept + later.kept,
            files=self.files + later.files,
            warnings=self.warnings + later.warnings,
        )


def standing(
    path: Path,
    ident: str,
    stamp: Stamp,
    products: Iterable[Product],
    *,
    over_typing: bool = False,
    seat: Seat | None = None,
) -> tuple[Written, tuple[Product, ...]]:
    """How a set on disk stands against what it would be made from, and the products that have to be made.

    `seat` says where the tracker is, None for the folder of the set. Writes nothing and needs no lock. A tracker that
    people changed is to be made, by merging, when the briefing is another one; with `over_typing` it always is.

    Raises:
        NotWrittenError: the folder or a file in it is of a kind that cannot be written to, or cannot be read.
    """
    blank = written = Written(id=ident, receipt=path / receipt_name(ident))
    with opened(path, make=False) as folder, told(path):
        if folder is None or folder.has(PREFIX + ident):
            return blank, tuple(products)
        receipt = receipt_in(folder, ident)
        to_make = []
        for product in products:
            entry = receipt.made(product) if receipt else None
            there = _there(folder, product, entry, seat)
            found = _found(blank, there, entry, stamp, over_typing=over_typing) if entry and there else None
            if found is None:
                to_make.append(product)
            else:
                written = written.joined(found)
    return written, tuple(to_make)


def place_set(
    folder: Folder,
    ident: str,
    stamp: Stamp,
    artifacts: Sequence[Artifact],
    *,
    over_typing: bool = False,
    facts: Facts | None = None,
    away: Made | None = None,
) -> Written:
    """Puts artifacts into a folder that is held, all at once, and brings the receipt up to date.

    `facts` are those of the issue, and are kept with the receipt; so is what it says of a tracker that is `away` and
    stands there already.

    A tracker that people changed since it was merged from stays as it is and a warning says so; with `over_typing` it
    is moved to another name, as every other changed file is.

    Raises:
        NotWrittenError: the system refused; the set is as it was, or the next run completes it.
    """
    with told(folder.path):
        older = receipt_in(folder, ident)
        there = {artifact.name: folder.digest(artifact.name) for artifact in artifacts}
        news = {artifact.name: made_of(artifact, stamp) for artifact in artifacts}
        ours = {made.name: made.sha256 for made in (older.files if older else ())}
        ours |= {a.name: a.merged_from for a in artifacts if a.merged_from and a.merged_from == there[a.name]}
        guarded = () if over_typing else tuple(a.name for a in artifacts if a.product in _TYPED_INTO)
        # Files that people changed and that stay: the receipt goes on saying what we made last.
        left = {n for n in guarded if there[n] not in (None, news[n].sha256, ours.get(n))}
        said = [made for name, made in news.items() if name not in left or made.sha256 == ours.get(name)]
        receipt = (older or Receipt(id=ident, stamp=stamp, files=())).renewed(
            stamp, [*said, *([away] if away else [])], facts
        )
        new = [a for a in artifacts if a.name not in left and there[a.name] != news[a.name].sha256]
        settled = Settled()
        if new or receipt != older:
            journal = Journal(receipt=receipt, before=ours, guarded=guarded)
            settled = settle(folder, stage(folder, {a.name: a.data for a in new}, journal))
    left.update(settled.left)
    behind = {name for name in left if news[name].sha256 != ours.get(name)}
    made = {artifact.name for artifact in new} - left
    return Written(
        id=ident,
        receipt=folder.path / receipt_name(ident),
        made=tuple(folder.path / name for name in news if name in made),
        unchanged=tuple(folder.path / name for name in news if name not in made and name not in left),
        kept=tuple(folder.path / name for name in news if name in left),
        files=tuple(entry for entry in receipt.files if entry.name in news),
        warnings=(
            *(tracker_kept(folder.path / name) for name in news if name in behind),
            *(changed_file_moved(folder.path / old, name) for old, name in settled.moved.items()),
        ),
    )


def write_set(
    path: Path,
    ident: str,
    stamp: Stamp,
    artifacts: Sequence[Artifact],
    *,
    over_typing: bool = False,
    facts: Facts | None = None,
) -> Written:
    """`place_set` for callers who hold no folder: takes the lock, puts in order what an earlier run left, and writes.

    Raises:
        NotWrittenError: another run is in the folder, or the system refused.
    """
    with held(path) as mine:
        written = place_set(mine.folder, ident, stamp, artifacts, over_typing=over_typing, facts=facts)
    return msgspec.structs.replace(written, warnings=mine.warnings + written.warnings)


def _there(folder: Folder, product: Product, entry: Made | None, seat: Seat | None) -> tuple[Path, str | None] | None:
    """Where a file is, and its digest; None for a tracker that was made for another place, or is out of reach."""
    if entry is None:
        return None
    if product is not Product.TRACKER or seat is None:
        return folder.path / entry.name, folder.digest(entry.name)
    if entry.at != seat.at:
        return None
    if not seat.away:
        return seat.path, folder.digest(entry.name)
    with contextlib.suppress(NotWrittenError):
        data = read_seat(seat)
        return seat.path, None if data is None else hashlib.sha256(data).hexdigest()
    return None


def _found(
    blank: Written, there: tuple[Path, str | None], entry: Made, stamp: Stamp, *, over_typing: bool
) -> Written | None:
    """The part of a set that one file is when it need not be made; None when it has to be."""
    path, digest = there
    up_to_date = entry.stamp == stamp
    found = msgspec.structs.replace(blank, files=(entry,))
    if digest == entry.sha256:
        return msgspec.structs.replace(found, unchanged=(path,)) if up_to_date else None
    if digest is None or entry.product not in _TYPED_INTO or over_typing:
        return None
    return msgspec.structs.replace(found, kept=(path,)) if up_to_date else None


def made_of(artifact: Artifact, stamp: Stamp, at: str | None = None) -> Made:
    """What a receipt says of an artifact."""
    return Made(
        product=artifact.product,
        name=artifact.name,
        size=len(artifact.data),
        sha256=hashlib.sha256(artifact.data).hexdigest(),
        left_out=artifact.left_out,
        merged=artifact.merged_from is not None,
        at=at,
        stamp=stamp,
    )


def tracker_kept(path: Path) -> Problem:
    """What is told of a tracker that people saved while its next issue was made."""
    return Problem(
        Place(str(path)),
        Code.TRACKER_KEPT,
        "people changed this tracker while it was brought up to date, so it was left as they saved it",
        "run this again: what they wrote is then merged with the new issue",
    )
