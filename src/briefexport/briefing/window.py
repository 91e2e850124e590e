"""Dates that are honest about what is not known."""

import datetime as dt
from enum import Enum

from .field import Frozen


class Certainty(Enum):
    """How sure a date is."""

    CONFIRMED = "confirmed"
    EXPECTED = "expected"
    REPORTED = "reported"


class Precision(Enum):
    """How a window was written, and so how it is printed."""

    DAY = "day"
    SPAN = "span"
    EARLY = "early"
    MID = "mid"
    LATE = "late"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Window(Frozen, frozen=True, kw_only=True):
    """A stretch of days in which something happens; one day is a window too.

    `first` and `last` are the first and the last possible day. `week` is the week of the month, 1 to 5 (days 1-7 are
    the first), for `Precision.WEEK` only. Sorted by its first possible day; never printed as a day that nobody said.
    """

    first: dt.date
    last: dt.date
    precision: Precision
    week: int | None = None
    status: Certainty | None = None

    @property
    def sort_key(self) -> tuple[dt.date, dt.date]:
        """Earliest first, then the shorter."""
        return self.first, self.last
