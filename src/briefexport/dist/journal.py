"""How a whole set takes its place at once, and what the next run does when this one dies on the way.

1. Everything new is written into `.briefexport-<id>/` inside the output folder.
2. `journal.json` appears there, in one step: from now on the new set counts.
3. Each file is moved to its place, in one step each; the receipt comes last.
4. The inner folder is removed.

Found by the next run without a journal, the inner folder is thrown away and the old set stands; found with
one, steps 3 and 4 are done again from where they stopped. Either way every file is whole at every moment.
"""

import contextlib
from collections.abc import Iterable, Mapping

import msgspec

from briefexport.product import Product

from .folder import Folder
from .receipt import Made, Receipt, encode, read_receipt, receipt_name

PREFIX = ".briefexport-"
_JOURNAL = "journal.json"
_UNFINISHED = "journal.part"


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """What a set was about to become.

    `before` has the digest of each file that may be overwritten: ours, and not changed since it was made.
    `guarded` names the files that are left alone when somebody changed them; any other changed file is kept
    under another name.
    """

    receipt: Receipt
    before: Mapping[str, str]
    guarded: tuple[str, ...] = ()


class Settled(msgspec.Struct, frozen=True):
    """How it went: the files of people that were met, `left` where they were or `moved` to a new name."""

    left: tuple[str, ...] = ()
    moved: Mapping[str, str] = {}


def stage(folder: Folder, files: Mapping[str, bytes], journal: Journal) -> str:
    """Steps 1 and 2. Returns the name of the inner folder; on an error nothing is left of it."""
    ident = journal.receipt.id
    name = PREFIX + ident
    folder.make_folder(name)
    try:
        with folder.inner(name) as inner:
            for file, data in (*files.items(), (receipt_name(ident), encode(journal.receipt))):
                inner.add(file, data)
            inner.add(_UNFINISHED, encode(journal))
            folder.settle()
            inner.settle()
            inner.move(_UNFINISHED, inner, _JOURNAL)
            inner.settle()
    except BaseException:
        with contextlib.suppress(OSError):
            folder.remove_folder(name)
        raise
    return name


def settle(folder: Folder, name: str) -> Settled:
    """Steps 3 and 4, or the rest of them; an inner folder without a journal is thrown away."""
    with folder.inner(name) as inner:
        journal = _journal(inner)
        settled = Settled() if journal is None else _in_place(folder, inner, journal)
    folder.remove_folder(name)
    folder.settle()
    return settled


def recover(folder: Folder) -> Mapping[str, str]:
    """Completes or takes back whatever earlier runs left; the files of people that moved on the way."""
    left = [name for name in folder.names() if name.startswith(PREFIX) and folder.is_folder(name)]
    moved: dict[str, str] = {}
    for name in left:
        moved.update(settle(folder, name).moved)
    return moved


def _journal(inner: Folder) -> Journal | None:
    data = inner.read(_JOURNAL)
    if data is None:
        return None
    try:
        journal = msgspec.json.decode(data, type=Journal)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    # A disk that lost what it had promised to keep: the files that are not in place yet will be made again.
    whole = all(inner.digest(made.name) in (None, made.sha256) for made in journal.receipt.files)
    return journal if whole else None


def _in_place(folder: Folder, inner: Folder, journal: Journal) -> Settled:
    left, moved = [], {}
    for made in journal.receipt.files:
        if not inner.has(made.name):
            continue
        if not _is_changed(folder, made, journal.before):
            inner.move(made.name, folder, made.name)
        elif made.name in journal.guarded:
            left.append(made)
        else:
            moved[made.name] = free_name(folder, made.name)
            folder.move(made.name, folder, moved[made.name])
            inner.move(made.name, folder, made.name)
    folder.settle()
    _place_receipt(folder, inner, journal.receipt, left)
    folder.settle()
    return Settled(tuple(made.name for made in left), moved)


def _is_changed(folder: Folder, made: Made, before: Mapping[str, str]) -> bool:
    return folder.digest(made.name) not in (None, made.sha256, before.get(made.name))


def _place_receipt(folder: Folder, inner: Folder, receipt: Receipt, left: Iterable[Made]) -> None:
    name = receipt_name(receipt.id)
    products = [made.product for made in left]
    if products and inner.has(name):
        # Somebody typed into a file after the journal was written. Our receipt speaks of what is there, so
        # for that file it says again what the receipt before said.
        if inner.has(_UNFINISHED):
            inner.remove(_UNFINISHED)
        inner.add(_UNFINISHED, encode(_without(receipt, products, read_receipt(folder.read(name) or b""))))
        inner.move(_UNFINISHED, inner, name)
    if inner.has(name):
        inner.move(name, folder, name)


def _without(receipt: Receipt, products: Iterable[Product], older: Receipt | None) -> Receipt:
    out = set(products)
    kept = tuple(made for made in receipt.files if made.product not in out)
    again = tuple(made for made in (older.files if older else ()) if made.product in out)
    return msgspec.structs.replace(receipt, files=kept).renewed(receipt.stamp, again)


def free_name(folder: Folder, name: str) -> str:
    """A name beside another that nothing has yet: `summit-memo-kept-1.docx`."""
    stem, dot, suffix = name.rpartition(".")
    number = 1
    while folder.has(candidate := f"{stem}-kept-{number}{dot}{suffix}"):
        number += 1
    return candidate
