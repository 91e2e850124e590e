"""The five fields of a cron line: what they say in words, what is wrong or doubtful in them, when they come next."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import msgspec

from .every import EVERY

_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_AS_FIELDS = "write minute, hour, day of month, month and day of week: '0 6 * * 1-5' is 06:00 from Monday to Friday"
_BOUNDS = {"minute": (0, 59), "hour": (0, 23), "day of month": (1, 31), "month": (1, 12), "day of week": (0, 7)}
_FIELDS = tuple(_BOUNDS)
# A number alone takes no step.
_UNIT = re.compile(r"[0-9]+|[a-z]{3}|(?:\*|[0-9]+-[0-9]+|[a-z]{3}-[a-z]{3})(?:/[0-9]+)?", re.IGNORECASE)
_AT = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_PAST_THE_HOUR = re.compile(r"(?:00?)?:([0-5][0-9])")
_SHORTEST_GAP = dt.timedelta(minutes=5)
_LONGEST_GAP = dt.timedelta(days=366)
_LAST_DAY_OF_ALL = 28


class TimingError(ValueError):
    """A time that no run can have, or `doubtful` one that somebody rarely means; `fix` says what to write instead."""

    def __init__(self, what: str, fix: str, *, doubtful: bool = False) -> None:
        super().__init__(what, fix, doubtful)
        self.what, self.fix, self.doubtful = what, fix, doubtful


class Timing(msgspec.Struct, frozen=True):
    """When to run: five fields with one space between them, as crontab(5) of Debian reads them."""

    fields: str

    def after(self, moment: dt.datetime, zone: ZoneInfo, count: int = 5) -> tuple[dt.datetime, ...]:
        """The next runs, in the zone; fewer than `count` only where there are no more in fifty years.

        Where clocks change they come as Debian's cron does it: a time that is skipped runs right after, one that comes
        twice runs once.
        """
        from cronsim import CronSim

        return tuple(islice(CronSim(self.fields, moment.astimezone(zone)), count))

    @property
    def days_are_either(self) -> bool:
        """Whether the day of month or the day of week is enough: crontab(5), when neither begins with a star."""
        _, _, day, _, weekday = self.fields.split()
        return not (day.startswith("*") or weekday.startswith("*"))


def in_words(every: str, at: str | None) -> str:
    """The fields for a word of `EVERY` and a time of the day such as 06:00; of an hour, the minute such as :15.

    Raises:
        TimingError: the time is none, or is missing.
    """
    if every == "hour":
        found = _PAST_THE_HOUR.fullmatch(at or ":00")
        if not found:
            raise TimingError(f"'{at}' is no minute of an hour", "write --at :15, or leave it out for the full hour")
        return EVERY[every].format(minute=int(found[1]))
    found = _AT.fullmatch(at or "")
    if not found:
        what = f"'{at}' is no time of the day" if at else f"--every {every} says no time of the day"
        raise TimingError(what, "write hours and minutes: --at 06:00")
    return EVERY[every].format(hour=int(found[1]), minute=int(found[2]))


def read_timing(text: str) -> Timing:
    """The times that five fields, or a nickname such as @daily, stand for.

    Raises:
        TimingError: cron would not take them.
    """
    said = _NICKNAMES.get(text.strip().lower(), text)
    if said.strip().startswith("@"):
        raise TimingError(f"'{said.strip()}' says no time", f"write one of {', '.join(_NICKNAMES)}, or {_AS_FIELDS}")
    words = said.split()
    if len(words) != len(_FIELDS):
        raise TimingError(f"'{text}' has {len(words)} fields, and cron has five", _AS_FIELDS)
    for name, word in zip(_FIELDS, words, strict=True):
        _check(name, word)
    return Timing(" ".join(words))


def _check(name: str, word: str) -> None:
    """A field as Debian's cron takes it; cronsim knows more than that cron, and which numbers fit which field."""
    from cronsim.cronsim import CronSimError, Field

    field = Field(_FIELDS.index(name) + 1)
    low, high = _BOUNDS[name]
    fix = f"write numbers from {low} to {high}, ranges such as {low}-{low + 4}, lists with commas, or *"
    wrong = TimingError(f"the {name} cannot be '{word}'", fix)
    for unit in word.split(","):
        if not _UNIT.fullmatch(unit):
            raise wrong
        try:
            field.parse(unit.upper())
        except CronSimError:
            raise wrong from None


def check_timing(timing: Timing, now: dt.datetime, zone: ZoneInfo) -> None:
    """Returns when the times come, and are such as people mean.

    Raises:
        TimingError: they never come; or, doubtful, they come too often, too rarely or on other days than they seem to.
    """
    from cronsim import CronSimError

    try:
        runs = timing.after(now, zone)
    except CronSimError:
        runs = ()
    if not runs:
        what = f"'{timing.fields}' never comes: no such month has that day"
        raise TimingError(what, "write a day that the month has")
    doubt = next(_doubts(timing, now, runs), None)
    if doubt:
        what, fix = doubt
        raise TimingError(what, f"{fix}; if it is meant as it is, add --as-written", doubtful=True)


def _doubts(timing: Timing, now: dt.datetime, runs: tuple[dt.datetime, ...]) -> Iterator[tuple[str, str]]:
    minute, hour, day, month, weekday = timing.fields.split()
    moments = [run.astimezone(dt.UTC) for run in runs]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    if min(gaps, default=_SHORTEST_GAP) < _SHORTEST_GAP:
        often = f"'{timing.fields}' runs every {'minute' if minute == '*' else 'few minutes'}"
        yield (
            often if hour == "*" else f"{often} of those hours",
            f"write one minute: '0 {hour} {day} {month} {weekday}'",
        )
    if timing.days_are_either:
        what = f"'{timing.fields}' runs on the days of the month and also on the days of the week, not where both meet"
        yield what, "set one of the two to *"
    if day.isdigit() and int(day) > _LAST_DAY_OF_ALL and month == "*":
        yield f"'{timing.fields}' skips every month without a day {day}", f"write a day up to {_LAST_DAY_OF_ALL}"
    if runs[0] - now > _LONGEST_GAP or max(gaps, default=_SHORTEST_GAP) > _LONGEST_GAP:
        yield f"'{timing.fields}' leaves more than a year between two runs", "write a day that comes every year"
