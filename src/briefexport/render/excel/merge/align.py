"""The lines of a cover that grows and shrinks: what people wrote beside and below them moves along."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from .book import Book
from .page import Page, corners
from .pointed import fastened
from .shift import can_move, insert_rows, remove_rows


class Aligned(NamedTuple):
    """Where each row of the issue before is now: with its line or another one, or below all as one that is gone."""

    there: Mapping[int, int]
    gone: Mapping[int, int]


class Lines(NamedTuple):
    """A word for each row of the issue before and of the new one; the first `fixed` are the same whatever they say."""

    old: Sequence[str]
    new: Sequence[str]
    fixed: int


Edit = tuple[int, int, int, int]
"""Lines of the issue before and of the new one that take their place, both from and to as in a slice."""


def realign(book: Book, sheet: str, page: Page, lines: Lines, is_ours: Callable[[int], bool]) -> Aligned | None:
    """Moves what stands on a sheet, so that every line of the issue before is where the same line of the new one is.

    `is_ours` says of a row whether nothing of people's stands in it; of lines that are gone, those in which something
    does are put below the last row. None when nothing can be moved.
    """
    held = {row for ref in fastened(page) for row in _rows(ref)}
    edits = list(_edits(lines, lambda row: is_ours(row) or row in held))
    uneven = [(i1, i2, j2 - j1) for i1, i2, j1, j2 in edits if i2 - i1 != j2 - j1]
    lost = {row for i1, i2, count in uneven for row in range(i1 + count + 1, i2 + 1)}
    if uneven and (lost & held or not can_move(book, page, min(min(i2, i1 + count) for i1, i2, count in uneven) + 1)):
        return None  # a comment on a line that is gone would be on another one
    kept = {row: page.taken(row) for row in sorted(lost) if row in page.rows and not is_ours(row)}
    for i1, i2, count in reversed(uneven):
        if i1 + count < i2:
            remove_rows(book, sheet, page, i1 + count + 1, i2 - i1 - count)
        elif page.last_row > i2:
            insert_rows(book, sheet, page, i2 + 1, i1 + count - i2)
    below = max(page.last_row, len(lines.new)) + 2
    gone = dict(zip(kept, range(below, below + len(kept)), strict=True))
    for row, at in gone.items():
        page.bring(at, kept[row])
    there = ((i1 + at + 1, j1 + at + 1) for i1, i2, j1, j2 in edits for at in range(min(i2 - i1, j2 - j1)))
    return Aligned(dict(there), gone)


def _edits(lines: Lines, may_change: Callable[[int], bool]) -> Iterator[Edit]:
    """What becomes of all lines; one that may not become another is taken out, and the other put in."""
    matched = SequenceMatcher(None, lines.old, lines.new, autojunk=False).get_opcodes()
    for kind, i1, i2, j1, j2 in matched:
        if kind != "replace":
            yield i1, i2, j1, j2
            continue
        pairs = min(i2 - i1, j2 - j1)
        for at in range(pairs):
            if i1 + at < lines.fixed or may_change(i1 + at + 1):
                yield i1 + at, i1 + at + 1, j1 + at, j1 + at + 1
            else:
                yield i1 + at, i1 + at + 1, j1 + at, j1 + at
                yield i1 + at + 1, i1 + at + 1, j1 + at, j1 + at + 1
        yield i1 + pairs, i2, j1 + pairs, j2


def _rows(ref: str) -> range:
    _, top, _, bottom = corners(ref.replace("$", ""))
    return range(top, bottom + 1)
