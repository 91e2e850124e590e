"""What people typed into a tracker -> observations and statuses of the briefing, or the reason why not.

Pure: the bytes of the workbook and the briefing decide. See docs/decisions/0022-what-people-type-counts.md.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from briefexport.briefing import Briefing, Indicator
from briefexport.briefing.entered import Beside, EnteredAssessment, EnteredObservation, SeenKey
from briefexport.problem import Problem
from briefexport.wording import Wording

if TYPE_CHECKING:
    from briefexport.document.typed import Mends


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What people entered of one indicator and the briefing does not have; `observations` by their days."""

    ident: str
    observations: tuple[EnteredObservation, ...] = ()
    status: EnteredAssessment | None = None


class Typing(msgspec.Struct, frozen=True, kw_only=True):
    """All that people entered. `there`, `listed`, `days` and `undated` are as in `Beside`.

    `told` says what was not taken; `mends` are the cells that say in another way than an issue does what counts, None
    when there are none.
    """

    typed: tuple[Typed, ...] = ()
    there: frozenset[SeenKey] = frozenset()
    listed: frozenset[SeenKey] = frozenset()
    days: Mapping[str, dt.date] = {}
    undated: frozenset[str] = frozenset()
    told: tuple[Problem, ...] = ()
    mends: "Mends | None" = None

    def beside(self, written: Briefing) -> Beside:
        """What the tracker needs beside the briefing that counts with it."""
        return Beside(written, self.there, self.days, self.undated, self.listed)

    @property
    def digest(self) -> str | None:
        """What the stamp of a document says of it: SHA-256 in hexadecimal; None when nothing was entered."""
        return hashlib.sha256(msgspec.json.encode(self.typed)).hexdigest() if self.typed else None


def counted(briefing: Briefing, typing: Typing) -> Briefing:
    """The briefing with what people entered, after its own: of two observations on one day theirs is the last."""
    entered = {typed.ident: typed for typed in typing.typed}
    if not entered:
        return briefing
    indicators = tuple(_counted(entry, entered.get(entry.id)) for entry in briefing.indicators)
    return msgspec.structs.replace(briefing, indicators=indicators)


def _counted(entry: Indicator, typed: Typed | None) -> Indicator:
    if typed is None:
        return entry
    observations = (*entry.observations, *typed.observations)
    return msgspec.structs.replace(entry, observations=observations, status=typed.status or entry.status)


def typed_in(data: bytes, briefing: Briefing, wording: Wording, day: dt.date, file: str) -> Typing:
    """What people entered in the workbook `data`; `day` is that of values of which nobody says the day.

    Raises:
        NotMergedError: nothing can be read from the workbook.
    """
    from briefexport.compose.tracker.typed import ASKED, typed_tables
    from briefexport.render.excel.typed import read_typed

    from .taking import taken

    def read(mends: "Mends | None") -> Typing:
        rows = read_typed(data, typed_tables(briefing, wording), ASKED, mends)
        return taken(rows, briefing, wording, day, file)

    typing = read(None)
    if typing.mends is None:
        return typing
    # From here on it is as if people had typed it so.
    return msgspec.structs.replace(read(typing.mends), mends=typing.mends)
