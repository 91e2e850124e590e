"""The tables into which people type what counts, as a tracker is read: their columns, without any rows."""

from ...briefing import Briefing
from ...document.sheet import SheetTable
from ...document.typed import Asked
from ...wording import Wording
from .cell import said_of
from .indicators import history_columns, indicator_columns
from .status import HISTORY, INDICATORS

ASKED = {INDICATORS: Asked("id"), HISTORY: Asked("indicator_id", "origin")}
"""What is looked for, by table."""


def typed_tables(briefing: Briefing, wording: Wording) -> tuple[SheetTable, SheetTable]:
    """The table of indicators, whose rows are known by their ids, and the history."""
    said = said_of(briefing, wording)
    return (
        SheetTable(INDICATORS, indicator_columns(briefing, said), (), ("id",)),
        SheetTable(HISTORY, history_columns(said), ()),
    )
