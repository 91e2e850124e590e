"""Labels, dates and numbers in a language: a value made from the text of a labels file.

A labels file is TOML. Its tables become keys with dots (`memo.recommendation`), the entries of an array are counted
from 1 (`dates.months.11`). `{name}` in a label is a place to be filled.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any

import msgspec

from .briefing import Indicator, IndicatorKind, LikelihoodScale, Precision, Unknown, Window
from .problem import Place

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""A place in a label that a value goes into: `{name}`."""

_MONTH_FORMS = ("months_alone", "months_of")
_SHORT_UNIT = 12  # letters that a narrow cell has room for beside a number
_LINE = re.compile(r"line (\d+)")


class WordingError(Exception):
    """A labels file that cannot be used, or a label it hasn't; the text names the file, the key and what to write."""

    def __init__(self, place: Place, what: str, fix: str) -> None:
        super().__init__(place, what, fix)  # all three: an exception must survive the way between processes
        self.place = place
        self.what = what
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n  fix: {self.fix}"


class Wording(msgspec.Struct, frozen=True, eq=False):
    """How a language says what the documents have to say. `language` is its BCP 47 tag, `file` where it was written.

    Two wordings are never equal, so that what one of them said can be kept.
    """

    language: str
    texts: Mapping[str, str]
    file: str = ""

    # -- labels

    @property
    def right_to_left(self) -> bool:
        """Whether lines start at the right."""
        return self.label("language.right_to_left") == "true"

    def label(self, key: str, /, **values: object) -> str:
        """The label of that key, its places filled; values that the label has no place for are no harm.

        Raises:
            WordingError: the file has no such key, or the label a place for which there is no value.
        """
        if key not in self.texts:
            raise self._wrong(f"`{key}` is missing", f"add `{key}`")
        text = self.texts[key]
        return PLACEHOLDER.sub(lambda found: self._filled(key, found[1], values), text) if "{" in text else text

    def word(self, member: Enum) -> str:
        """What a word of the model is called, such as a status; lower case where the language allows it."""
        return _word(self, member)

    def likelihood(self, scale: LikelihoodScale, word: str) -> str:
        """What a likelihood word of a scale is called; the word is the one that the author writes."""
        return self.label(f"likelihood.{scale.value}.{word.replace(' ', '-')}")

    def listed(self, texts: Sequence[str]) -> str:
        """The texts as the language strings them together: "a, b and c"."""
        ends = [self.label("language.list_comma").join(texts[:-1]), *texts[-1:]]
        return self.label("language.list_last").join(end for end in ends if end)

    def opening(self, text: str) -> str:
        """The text as it opens a sentence or a cell: its first letter a capital."""
        return text[:1].upper() + text[1:]

    # -- dates

    def day(self, date: dt.date) -> str:
        """A day in full: "7 November 2025"."""
        return self.label("dates.long.day", **self._parts(date))

    def short_day(self, date: dt.date) -> str:
        """A day with a short month: "7 Nov 2025"."""
        return self.label("dates.short.day", **self._parts(date))

    def moment(self, at: dt.datetime) -> str:
        """Day, time and distance from UTC, as it was written: "7 November 2025, 09:00 (UTC+05:30)"."""
        time = {"hour": f"{at:%H}", "minute": f"{at:%M}", "zone": _zone(at)}
        return self.label("dates.moment", day=self.day(at.date()), **time)

    def window(self, window: Window) -> str:
        """A window as it was meant, with how sure it is: "early December 2025 (expected)"."""
        said = _windows(self, window, "long")
        if window.status is None:
            return said
        return self.label("dates.with_status", window=said, status=self.word(window.status))

    def short_window(self, window: Window) -> str:
        """A window as it was meant, with short months, without how sure it is: "early Dec 2025"."""
        return _windows(self, window, "short")

    # -- numbers

    def number(self, value: Decimal) -> str:
        """A number with every digit its author typed, grouped and pointed as the language does."""
        whole, _, fraction = f"{abs(value):f}".partition(".")
        sign = self.label("numbers.minus") if value < 0 else ""
        tail = self.label("numbers.decimal") + fraction if fraction else ""
        return sign + self._grouped(whole) + tail

    def percent(self, share: Decimal) -> str:
        """A share in whole percent, halves away from zero: 0.615 is "62%"."""
        return self._percentage((share * 100).to_integral_value(ROUND_HALF_UP))

    def measured(self, indicator: Indicator, value: Decimal) -> str:
        """A value of an indicator with its unit and every digit: "1,240 t", or "62.5%" where it counts in percent.

        A short unit of several words ("cfu/100 ml") stays whole at the end of a line, a long one may be broken.
        """
        if indicator.kind is IndicatorKind.PERCENT:
            return self._percentage(value)
        number, unit = self.number(value), indicator.unit
        if unit and len(unit) <= _SHORT_UNIT:
            unit = unit.replace(" ", "\u00a0")
        return f"{number}\u00a0{unit}" if unit else number

    # -- how it is done

    def _percentage(self, value: Decimal) -> str:
        return self.label("numbers.percent", number=self.number(value))

    def _grouped(self, digits: str) -> str:
        grouping = self.label("numbers.grouping")
        if grouping not in ("western", "indian"):
            raise self._wrong(
                f"`numbers.grouping` cannot be '{grouping}'",
                "write 'western' for 1,234,567 or 'indian' for 12,34,567",
            )
        step = 3 if grouping == "western" else 2
        head, groups = digits[:-3], [digits[-3:]]
        while head:
            head, group = head[:-step], head[-step:]
            groups.insert(0, group)
        return self.label("numbers.group").join(groups)

    def _parts(self, date: dt.date, prefix: str = "") -> dict[str, object]:
        """What a pattern may say about a day; the names begin with `prefix`."""
        month = self.label(f"dates.months.{date.month}")
        alone, of = (self.texts.get(f"dates.{form}.{date.month}", month) for form in _MONTH_FORMS)
        parts: dict[str, object] = {
            "day": self.label("dates.first_day") if date.day == 1 else date.day,
            "month": month,
            "month_alone": alone,
            "month_of": of,
            "month_short": self.label(f"dates.months_short.{date.month}"),
            "year": date.year,
        }
        return {prefix + name: part for name, part in parts.items()}

    def _window(self, window: Window, form: str) -> str:
        if window.precision is Precision.SPAN:
            return self._span(window, form)
        parts = self._parts(window.first)
        match window.precision:
            case Precision.WEEK:
                parts["week"] = self.label(f"dates.{form}.weeks.{window.week}")
            case Precision.QUARTER:
                parts["quarter"] = self.label(f"dates.quarters.{(window.first.month + 2) // 3}")
            case Precision.HALF:
                parts["half"] = self.label(f"dates.{form}.halves.{(window.first.month + 5) // 6}")
            case _:
                pass
        return self.label(f"dates.{form}.{window.precision.value}", **parts)

    def _span(self, window: Window, form: str) -> str:
        first, last = window.first, window.last
        ends = self._parts(first, "first_") | self._parts(last, "last_")
        if first.year != last.year:
            return self.label(f"dates.{form}.span", **ends)
        if first.month != last.month:
            return self.label(f"dates.{form}.span_in_year", **ends)
        if first != last:
            return self.label(f"dates.{form}.span_in_month", **ends)
        return self.label(f"dates.{form}.day", **self._parts(first))

    def _filled(self, key: str, name: str, values: Mapping[str, object]) -> str:
        if name not in values:
            known = ", ".join(f"{{{known}}}" for known in values) or "no place at all"
            raise self._wrong(f"`{key}` has a place {{{name}}} that nothing fills", f"it may have {known}")
        return str(values[name])

    def _wrong(self, what: str, fix: str) -> WordingError:
        return WordingError(Place(self.file), what, fix)


def read_wording(text: str, file: str) -> Wording:
    """The wording that a labels file holds.

    Raises:
        WordingError: it is no TOML, or holds something that is no label, or a label with a brace that fills no place.
    """
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(error, file) from None
    texts: dict[str, str] = {}
    for key, value in _flat(tree):
        if not isinstance(value, str):
            raise WordingError(Place(file, _line_of(text, key)), f"`{key}` is no text", "write it in quotes")
        if "{" in (rest := PLACEHOLDER.sub("", value)) or "}" in rest:
            place = Place(file, _line_of(text, key))
            raise WordingError(place, f"`{key}` has a brace that fills no place", "write a place as {name}")
        texts[key] = value
    if not texts.get("language.tag"):
        raise WordingError(Place(file), "`language.tag` is missing", 'write the language, such as tag = "en"')
    return Wording(language=texts["language.tag"], texts=texts, file=file)


def faults(wording: Wording, pattern: Wording) -> tuple[WordingError, ...]:
    """What keeps a wording from standing in for a complete one: missing and unknown keys, other places to fill.

    In the order of the keys; empty for a wording as complete as the pattern. Patterns for dates and numbers may differ.
    """
    place = Place(wording.file)
    found = []
    for key in sorted(_comparable(wording) | _comparable(pattern)):
        ours, theirs = wording.texts.get(key), pattern.texts.get(key)
        if ours is None:
            fix = f"add `{key}`; in the language '{pattern.language}' it is '{theirs}'"
            found.append(WordingError(place, f"`{key}` is missing", fix))
        elif theirs is None:
            found.append(WordingError(place, f"`{key}` is not a key", "take it out, or mend its name"))
        elif not key.startswith(("dates.", "numbers.")) and _places(ours) != _places(theirs):
            wanted = ", ".join(f"{{{name}}}" for name in sorted(_places(theirs))) or "no place at all"
            found.append(WordingError(place, f"`{key}` has other places to fill", f"it has {wanted}"))
    return tuple(found)


def chosen_language(wanted: str, known: Collection[str]) -> str | None:
    """The known language nearest to a BCP 47 tag: `en` for `en-GB`; None when no part of the tag is known.

    Source: RFC 4647, section 3.4 (lookup).
    """
    by_tag = {tag.lower(): tag for tag in known}
    parts = wanted.lower().split("-")
    while parts:
        if (tag := "-".join(parts)) in by_tag:
            return by_tag[tag]
        parts.pop()
    return None


@lru_cache(maxsize=2**12)
def _word(wording: Wording, member: Enum) -> str:
    if isinstance(member, Unknown):
        return wording.label("words.unknown")
    return wording.label(f"words.{snake_case(type(member).__name__)}.{member.value}")


@lru_cache(maxsize=2**12)
def _windows(wording: Wording, window: Window, form: str) -> str:
    """Many indicators have the same few days to be reached by."""
    return wording._window(window, form)  # noqa: SLF001


@cache
def snake_case(name: str) -> str:
    """The name of a class as it stands in a key: `briefing_kind` for `BriefingKind`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _zone(at: dt.datetime) -> str:
    """`UTC+05:30`; `UTC` alone for no distance.

    Raises:
        ValueError: the moment has no zone; the reader lets none through.
    """
    distance = at.utcoffset()
    if distance is None:
        raise ValueError("a moment without a zone")
    if not distance:
        return "UTC"
    hours, minutes = divmod(abs(distance) // dt.timedelta(minutes=1), 60)
    sign = "+" if distance > dt.timedelta() else "\u2212"
    return f"UTC{sign}{hours:02}:{minutes:02}"


def _flat(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a TOML tree with its key; a switch as its word."""
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = [(str(number), entry) for number, entry in enumerate(value, start=1)]
    else:
        yield key, str(value).lower() if isinstance(value, bool) else value
        return
    for name, entry in entries:
        yield from _flat(entry, f"{key}.{name}" if key else name)


def _line_of(text: str, key: str) -> int:
    """The line on which a key is written; that of its table where the key is written in some rarer way, else 0."""
    table, at = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.strip()
        if written.startswith("["):
            table = written.strip("[] ")
            at = number if key.startswith(f"{table}.") else at
        elif (name := written.partition("=")[0].strip(" \"'")) and f"{key}.".startswith(f"{table}.{name}."):
            return number
    return at


def _no_toml(error: tomllib.TOMLDecodeError, file: str) -> WordingError:
    said = str(error)
    line = int(found[1]) if (found := _LINE.search(said)) else 0
    return WordingError(Place(file, line), f"this is no TOML: {said}", 'write each label as name = "text"')


def _comparable(wording: Wording) -> set[str]:
    """The keys that every wording has; a language has the forms of a month that it needs."""
    optional = tuple(f"dates.{form}." for form in _MONTH_FORMS)
    return {key for key in wording.texts if not key.startswith(optional)}


def _places(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))
