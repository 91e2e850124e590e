"""The ways of writing a date that is honest: `2025-12-05`, `early December 2025`, `2025-Q4`."""

import calendar
import datetime as dt
import re
from functools import lru_cache

from briefexport.briefing import Certainty, Precision, Window

YEARS = range(1000, 3000)
"""The years a briefing can name; others are slips."""

EXAMPLES = "`2025-12-05`, `early December 2025`, `third week of November 2025`, `November 2025`, `2025-Q4` or `2025`"

_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS = {name[:length]: number for number, name in enumerate(_NAMES, start=1) for length in (3, 4, len(name))}
_PARTS = {"early": Precision.EARLY, "mid": Precision.MID, "late": Precision.LATE}
_DAYS = {Precision.EARLY: (1, 10), Precision.MID: (11, 20), Precision.LATE: (21, 31), Precision.MONTH: (1, 31)}
_WEEKS = {word: number for number, words in enumerate(
    (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th")), start=1
) for word in words}  # fmt: skip

_DAY = r"\d{4}-\d{2}-\d{2}"
_IS_DAY = re.compile(_DAY, re.ASCII)
_STATUS = re.compile(rf"(.*\S)\s+\(({'|'.join(status.value for status in Certainty)})\)", re.IGNORECASE)
_SPAN = re.compile(rf"({_DAY})\s*(?:to|-|\u2013|/)\s*({_DAY})")
_DAY_IN_WORDS = re.compile(r"(\d{1,2}) ([a-z]+)\.? (\d{4})")
_PART = re.compile(r"(?:(early|mid|late)[- ](?:in )?)?([a-z]+)\.? (\d{4})")
_WEEK = re.compile(r"(?:the )?([a-z0-9]+) week (?:of|in) ([a-z]+)\.? (\d{4})")
_STRETCH = re.compile(r"(\d{4})(?:[- ]?([qh])(\d)|-(\d{2}))?|([qh])(\d) (\d{4})")


@lru_cache(maxsize=4096)  # most observations are of a few days
def day_of(text: str) -> dt.date | None:
    """The day written as 2025-12-05; None when the text is no day of a year that can be named."""
    if not _IS_DAY.fullmatch(text):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


@lru_cache(maxsize=512)  # a year or a quarter is the target of many
def window_of(text: str) -> Window | None:
    """The window that a line of text means; None when it means none.

    >>> window_of("early December 2025 (expected)").last.isoformat()
    '2025-12-10'
    """
    status = _STATUS.fullmatch(text)
    if status:
        window = window_of(status[1]) if not _STATUS.fullmatch(status[1]) else None
        return window and with_status(window, Certainty(status[2].lower()))
    plain = re.sub(r"\s+", " ", text.strip()).lower()
    if not plain.isascii() and "\u2013" not in plain:
        return None
    try:
        return _single(plain) or _span(plain) or _part(plain) or _week(plain) or _stretch(plain)
    except ValueError:  # a day that no month has, or a year that no calendar has
        return None


def with_status(window: Window, status: Certainty | None) -> Window:
    """The same window with that status."""
    return Window(first=window.first, last=window.last, precision=window.precision, week=window.week, status=status)


def span(first: dt.date, last: dt.date, status: Certainty | None = None) -> Window:
    """The window from one day to another; a day when they are the same."""
    precision = Precision.DAY if first == last else Precision.SPAN
    return Window(first=first, last=last, precision=precision, status=status)


def _single(text: str) -> Window | None:
    day = day_of(text)
    found = _DAY_IN_WORDS.fullmatch(text)
    if found and found[2] in _MONTHS:
        day = _named_day(int(found[3]), _MONTHS[found[2]], int(found[1]))
    return span(day, day) if day else None


def _span(text: str) -> Window | None:
    found = _SPAN.fullmatch(text)
    first, last = (day_of(found[1]), day_of(found[2])) if found else (None, None)
    return span(first, last) if first and last and first <= last else None


def _part(text: str) -> Window | None:
    found = _PART.fullmatch(text)
    if not found or found[2] not in _MONTHS:
        return None
    precision = _PARTS[found[1]] if found[1] else Precision.MONTH
    return _days(int(found[3]), _MONTHS[found[2]], _DAYS[precision], precision)


def _week(text: str) -> Window | None:
    found = _WEEK.fullmatch(text)
    if not found or found[1] not in _WEEKS or found[2] not in _MONTHS:
        return None
    week = _WEEKS[found[1]]
    days = (7 * week - 6, 7 * week)
    return _days(int(found[3]), _MONTHS[found[2]], days, Precision.WEEK, week)


def _stretch(text: str) -> Window | None:
    """A year, or the quarter, half or month of one."""
    found = _STRETCH.fullmatch(text)
    if not found:
        return None
    year = int(found[1] or found[7])
    if found[4]:
        return _days(year, int(found[4]), _DAYS[Precision.MONTH], Precision.MONTH)
    letter = found[2] or found[5]
    if not letter:
        return _months(year, 1, 12, Precision.YEAR)
    number, (length, precision) = int(found[3] or found[6]), _LENGTHS[letter]
    if not 1 <= number <= 12 // length:
        return None
    return _months(year, length * (number - 1) + 1, length * number, precision)


_LENGTHS = {"q": (3, Precision.QUARTER), "h": (6, Precision.HALF)}


def _days(year: int, month: int, days: tuple[int, int], precision: Precision, week: int | None = None) -> Window:
    """Some days of a month; the last may be more than the month has."""
    end = calendar.monthrange(year, month)[1]
    return Window(
        first=_named_day(year, month, days[0]),
        last=_named_day(year, month, min(days[1], end)),
        precision=precision,
        week=week,
    )


def _months(year: int, first: int, last: int, precision: Precision) -> Window:
    end = calendar.monthrange(year, last)[1]
    return Window(first=_named_day(year, first, 1), last=_named_day(year, last, end), precision=precision)


def _named_day(year: int, month: int, day: int) -> dt.date:
    if year not in YEARS:
        raise ValueError(year)
    return dt.date(year, month, day)
