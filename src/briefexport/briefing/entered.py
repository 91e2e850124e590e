"""What people entered in the tracker and the file of the briefing does not have yet."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from .briefing import Briefing
from .field import Text
from .indicator import Assessment, Observation

SeenKey = tuple[str, dt.date, Decimal | str | None]
"""By what an observation is known: the id of its indicator, its day, and what was seen."""


class EnteredObservation(Observation, frozen=True, kw_only=True):
    """An observation that people typed into the tracker; `by` is who, as far as a column there says it."""

    @property
    def entered(self) -> bool:
        """It was entered in the tracker."""
        return True


class EnteredAssessment(Assessment, frozen=True, kw_only=True):
    """A status that people typed into the tracker; `by` is who, as far as a column there says it."""

    by: Text | None = None

    @property
    def entered(self) -> bool:
        """It was entered in the tracker."""
        return True


class Beside(msgspec.Struct, frozen=True):
    """What the tracker needs beside a briefing with what people entered.

    `written` is the briefing as its file has it: in the rows of the indicators what people typed stands already.
    `there` are the observations that people wrote into the history with their own hands. `days` are those of values
    that people typed without a day, by the id of the indicator; `undated` names the indicators of which they typed a
    status without one. `listed` are observations that the history alone says, so that the row of an indicator follows.
    """

    written: Briefing
    there: frozenset[SeenKey] = frozenset()
    days: Mapping[str, dt.date] = {}
    undated: frozenset[str] = frozenset()
    listed: frozenset[SeenKey] = frozenset()


def seen_key(ident: str, seen: Observation) -> SeenKey:
    """By what an observation of an indicator is known."""
    return ident, seen.on, seen.text if seen.value is None else seen.value
