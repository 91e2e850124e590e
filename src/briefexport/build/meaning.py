"""What people mean by what they type: numbers, days and statuses, in the language of the document."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import msgspec

from briefexport.briefing import Rag
from briefexport.located import CONTROL
from briefexport.source.number import MOST_DIGITS, number_of
from briefexport.wording import Wording

_SPACES = " \u00a0\u2009\u202f"
_QUOTES = "'\u2019"
_MINUSES = "-\u2212\u2013"
_SIGNS_OF_PERCENT = ("%", "\u066a")
_GROUPED = re.compile(r"\d{1,3}(?: \d{2,3})* \d{3}", re.ASCII)
_LIKE_A_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_NUMERIC_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TWO_ORDERS = "en"  # a language in which 10/4 is a day of October or of April
_MONTHS = 12
_SHORT_WORD = 3
_UNSHOWABLE = ("So", "Cs", "Co", "Cn")
_FIRST_DAY = dt.date(1900, 3, 1)
_DAY_NOUGHT = dt.date(1899, 12, 30)
_LAST_DAY = 2958465  # 31 December 9999, as spreadsheets count


class Amount(msgspec.Struct, frozen=True):
    """A number that somebody wrote; `percent` when with a sign of percent: 62 is then 62 %."""

    value: Decimal
    percent: bool = False


def amount_meant(text: str, wording: Wording, unit: str | None = None) -> Amount | None:
    """The number that a text is in that language, with or without its unit; None when it is none, or not surely one."""
    plain = _plain_digits(text).strip()
    if unit and _breakable(plain).endswith(_breakable(unit)):  # our own documents keep a unit whole
        plain = plain[: -len(unit)].rstrip()
    percent = plain.endswith(_SIGNS_OF_PERCENT)
    if percent:
        plain = plain[:-1].rstrip()
    value = _number(plain, wording)
    return None if value is None else Amount(value, percent)


def _breakable(text: str) -> str:
    return text.replace("\u00a0", " ").casefold()


def _plain_digits(text: str) -> str:
    """The text with digits of every script as ours, and every minus as one."""
    found = (str(unicodedata.decimal(sign, sign)) for sign in text)
    return "".join("-" if sign in _MINUSES else sign for sign in found)


def _number(text: str, wording: Wording) -> Decimal | None:
    decimal, group = wording.label("numbers.decimal"), wording.label("numbers.group")
    whole, point, rest = text, "", ""
    marks = (decimal,) if group == "." else tuple(dict.fromkeys((decimal, ".")))
    if decimal != "." and group != "." and _LIKE_A_GROUP.fullmatch(text):
        return None  # a point of other languages: 1.234 is a thousand in some of them, and one and a bit in others
    for mark in marks:
        if not point and text.count(mark) == 1:
            whole, point, rest = text.partition(mark)
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole.removeprefix("+"))
    joined = _ungrouped(digits, {group, *_SPACES, *_QUOTES})
    if joined is None or (point and not (rest.isascii() and rest.isdecimal())):
        return None
    return number_of(f"{sign}{joined.lstrip('0') or '0'}{'.' if point else ''}{rest}")


def _ungrouped(digits: str, separators: set[str]) -> str | None:
    """The digits without what groups them: one and the same sign, the last group of three, others of two or three."""
    used = {sign for sign in digits if not (sign.isascii() and sign.isdecimal())}
    if not used:
        return digits or None
    if len(used) > 1 or not used <= separators:
        return None
    sign = used.pop()
    return digits.replace(sign, "") if _GROUPED.fullmatch(digits.replace(sign, " ")) else None


def kept_number(value: Decimal, times: int = 1) -> Decimal | None:
    """A number of a spreadsheet as its people see it, without the noise of its last digits; None for one too long."""
    try:
        seen = Decimal(f"{float(value) * times:.{MOST_DIGITS}g}")
    except (InvalidOperation, OverflowError):
        return None
    return number_of(f"{seen:f}") if seen.is_finite() else None


def day_meant(text: str, wording: Wording) -> dt.date | None:
    """The day that a text names: 2025-12-04, 4.12.2025, or with the name of a month; None when it surely names none."""
    plain = _plain_digits(text).strip()
    if found := _ISO_DAY.fullmatch(plain):
        return _day(*map(int, found.groups()))
    if found := _NUMERIC_DAY.fullmatch(plain):
        day, month, year = map(int, found.groups())
        if "/" in plain and wording.language.startswith(_TWO_ORDERS) and day != month and max(day, month) <= _MONTHS:
            return None
        return _day(year, month, day)
    return _named_day(plain, wording)


def _named_day(text: str, wording: Wording) -> dt.date | None:
    months = dict(_months(wording))
    first = wording.label("dates.first_day").casefold()
    numbers, named = [], []
    for word in re.split(r"[\s,]+", text.casefold()):
        bare = word.strip(".")
        if bare == first or bare.isdecimal():
            numbers.append(1 if bare == first else int(bare))
        elif bare in months:
            named.append(months[bare])
        elif len(bare) > _SHORT_WORD:
            return None
    match sorted(numbers), named:
        case [day, year], [month]:
            return _day(year, month, day)
        case _:
            return None


def _months(wording: Wording) -> Iterator[tuple[str, int]]:
    for month in range(1, 13):
        for form in ("months", "months_short", "months_of", "months_alone"):
            name = wording.texts.get(f"dates.{form}.{month}")
            if name:
                yield name.casefold().strip("."), month


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_counted(number: Decimal) -> dt.date | None:
    """The day that a spreadsheet keeps as that number; None for one before spreadsheets agree, or after all days."""
    if not 0 < number <= _LAST_DAY:
        return None
    day = _DAY_NOUGHT + dt.timedelta(days=int(number))
    return day if day >= _FIRST_DAY else None


def status_meant(text: str, wording: Wording) -> Rag | None:
    """The status that a text names, with or without its shape: in the language, or in the words of a briefing."""
    said = _bare(text)
    for rag in Rag:
        if said in (_bare(wording.word(rag)), _bare(rag.value), _bare(rag.value.replace("-", " "))):
            return rag
    return None


def _bare(text: str) -> str:
    """Letters and single spaces, without the shape that stands before them."""
    kept = "".join(sign for sign in text if unicodedata.category(sign)[0] != "S" and sign != "\ufe0f")
    return " ".join(kept.casefold().split())


def line_meant(text: str) -> str | None:
    """A text on one line, without what no document can show; None when nothing is left."""
    kept = "".join(sign for sign in CONTROL.sub(" ", text) if unicodedata.category(sign) not in _UNSHOWABLE)
    return " ".join(kept.split()) or None
