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


class EditionError(ValueError):
    """A moment that no file can be stamped with; the text says what to write instead."""


def edition_of(date: dt.date, chosen: dt.datetime | None = None) -> Edition:
    """The edition of a briefing of that date: the chosen moment, else SOURCE_DATE_EPOCH, else midnight UTC of the date.

    Raises:
        EditionError: SOURCE_DATE_EPOCH is set and is no whole number of seconds in a year that a zip can hold.
    """
    if chosen is not None:
        return Edition(chosen.astimezone(dt.UTC).replace(microsecond=0))
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return Edition(_from_epoch(epoch))
    return Edition(dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC))


def read_moment(text: str) -> dt.datetime:
    """The moment that a user writes: a day, which is midnight UTC, or a day and a time with its zone.

    Raises:
        EditionError: it is neither, has no zone, or lies outside 1980 to 2107 (what a zip can hold).
    """
    fix = "write a day such as 2025-11-07, or a time with its zone such as 2025-11-07T09:00+05:30"
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise EditionError(f"'{text}' is no date; {fix}") from None
    if moment.tzinfo is None and len(text) > len("2025-11-07"):
        raise EditionError(f"'{text}' has no time zone; {fix}")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    # A day of room on both sides keeps every zone inside.
    if not dt.datetime(1980, 1, 2, tzinfo=dt.UTC) <= moment < dt.datetime(2107, 12, 31, tzinfo=dt.UTC):
        raise EditionError(f"'{text}' is too early or too late: files can be stamped from 1980 to 2107")
    return moment


def today() -> dt.date:
    """The day on this machine's clock, for the date that `briefexport init` proposes."""
    return dt.datetime.now().astimezone().date()


def now() -> dt.datetime:
    """This moment in UTC, in whole seconds: for the dates of messages and lines in a ledger, never of documents."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _from_epoch(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromtimestamp(int(text), dt.UTC)
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None or moment.year not in ZIP_YEARS:
        raise EditionError(f"SOURCE_DATE_EPOCH cannot be '{text}': it is a whole number of seconds, from 1980 on")
    return moment
