"""What changed since the issue before, as a short list for the cover."""

from collections.abc import Sequence

from ...briefing import Briefing, Document
from ...document.sheet import Cell, Listing
from ...facts import Facts
from ..changes import Told, compose_changes
from .cell import Said

_SHEETS = {"recommendations": "actions", "next_steps": "actions", "event": "calendar", "timeline": "calendar"}


def changes_lines(briefing: Briefing, said: Said, past: Sequence[Facts], most: int) -> tuple[Listing, ...]:
    """The changes that matter most, with the sheet on which each is found; no list at all when nothing changed."""
    changes = compose_changes(briefing, said.wording, past, Document.TRACKER)
    if changes is None:
        return ()
    rows: list[tuple[str, Cell, str | None]] = [
        (_line(told), said.label(f"sheet.{_SHEETS.get(told.about, told.about)}"), None) for told in changes.entries
    ]
    if rest := len(rows[most:]):
        rows = [*rows[:most], (said.wording.label("changes.more", count=rest), None, None)]
    return (Listing((changes.heading, said.wording.label("changes.sheet"), ""), tuple(rows), ""),)


def _line(told: Told) -> str:
    return " ".join(part for part in (told.marking and f"({told.marking})", f"{told.name}:", told.text) if part)
