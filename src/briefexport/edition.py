"""What a build is stamped with. The only module that asks the clock or the environment for a date."""

import datetime as dt
import os

import msgspec

# The version of this program; pyproject.toml says the same.
VERSION = "0.1.0"


ZIP_YEARS = range(1980, 2108)
"""The years that a zip can hold."""


class Edition(msgspec.Struct, frozen=True):
    """The moment that stands in every file's metadata; UTC, whole seconds.

    It is the briefing's own date at midnight UTC unless the user or SOURCE_DATE_EPOCH (reproducible-builds.org) says
    otherwise, so an unchanged briefing gives unchanged files on any day.
    """

    at: dt.datetime

    @property
    def on(self) -> dt.date:
        """The day of the edition."""
        return self.at.date()


def edition_of(date: dt.date, chosen: dt.datetime | None = None) -> Edition:
    """The edition of a briefing of that date: the chosen moment, else SOURCE_DATE_EPOCH, else midnight UTC of the date.

    Raises:
        ValueError: SOURCE_DATE_EPOCH is set and is no whole number of seconds in a year that a zip can hold.
    """
    if chosen is not None:
        return Edition(chosen.astimezone(dt.UTC).replace(microsecond=0))
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return Edition(_from_epoch(epoch))
    return Edition(dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC))


def _from_epoch(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromtimestamp(int(text), dt.UTC)
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None or moment.year not in ZIP_YEARS:
        raise ValueError(f"SOURCE_DATE_EPOCH cannot be '{text}': it is a whole number of seconds, from 1980 on")
    return moment
