"""What a merge did, and why one could not be done."""

from collections.abc import Iterable

from ....document.sheet import Cell, Formula, Measure
from ....document.text import Value


class Change(Value, frozen=True):
    """One cell: its table, the id of its row, the heading of its column; what it says, and what the issue says."""

    table: str
    row: str
    column: str
    theirs: Cell
    ours: Cell


class Report(Value, frozen=True, kw_only=True):
    """What became of every difference.

    `written`: ours took its place. `kept`: only people changed it. `conflicts`: both did, and theirs stands. `added`,
    `retired` and `removed` are rows as (table, id): new, no longer in the briefing, taken out by people.
    `remarks` are sentences about parts that could not be brought up to date.
    """

    written: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    added: tuple[tuple[str, str], ...] = ()
    retired: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()

    def joined(self, other: "Report") -> "Report":
        """Both as one."""
        return Report(
            written=self.written + other.written,
            kept=self.kept + other.kept,
            conflicts=self.conflicts + other.conflicts,
            added=self.added + other.added,
            retired=self.retired + other.retired,
            removed=self.removed + other.removed,
            remarks=self.remarks + other.remarks,
        )


class NotMergedError(Exception):
    """This workbook cannot be merged safely; it is as it was. `fix` is what its people can do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


def shown(cell: Cell) -> str:
    """A cell as a note says it: numbers plainly, days as 2025-11-07, nothing as a dash."""
    if isinstance(cell, Formula):
        return shown(cell.result)
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, Measure):
        return f"{cell.value:f}{'%' if cell.percent else ''}"
    return cell if isinstance(cell, str) else (cell.isoformat() if hasattr(cell, "isoformat") else f"{cell:f}")


def listed(texts: Iterable[str], most: int = 5) -> str:
    """The first few, and how many more there are."""
    texts = list(texts)
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return "; ".join(texts[:most]) + more
