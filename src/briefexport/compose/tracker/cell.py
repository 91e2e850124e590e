"""Values of the model as cells: numbers as numbers, days as days, and an honest word where neither can be."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum

from ...briefing import Briefing, Indicator, IndicatorKind, Person, Unknown, Window, source_numbers
from ...document.sheet import FIRST_DAY, Cell, Measure
from ...document.text import Value
from ...wording import Wording

DIGITS = 15
"""The digits that spreadsheets keep of a number."""

_FAR = 300  # powers of ten beyond which they keep nothing

# Prose without any of these is the same with and without Markdown.
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|{}!\n]|^[ \t]|^[#+:=>-]|^\d+[.)]|[ \t]$|  ")
# A source as prose names it, where what follows makes nothing else of it.
_CITED = re.compile(r" ?\[\^([\w-]+)\](?![(:]|\[(?!\^))")


class Said(Value, frozen=True):
    """What every table of a tracker is written with: the language, the numbers of sources, the areas of the agenda."""

    wording: Wording
    sources: Mapping[str, int]
    areas: Mapping[str, str]
    names: Mapping[str, str]

    def word(self, member: Enum) -> str:
        """A word of the model as it opens a cell."""
        return self.wording.opening(self.wording.word(member))

    def answer(self, *, yes: bool) -> str:
        """Yes or no."""
        return self.wording.opening(self.wording.label("words.yes" if yes else "words.no"))

    def label(self, key: str, /, **values: object) -> str:
        """A label of the tracker's own section."""
        return self.wording.label(f"tracker.{key}", **values)


def said_of(briefing: Briefing, wording: Wording) -> Said:
    """What the tables of this briefing's tracker are written with."""
    areas = {area.id: area.area for area in briefing.agenda}
    names = {indicator.id: indicator.name for indicator in briefing.indicators}
    return Said(wording, source_numbers(briefing), areas, names)


def number(value: Decimal | Unknown | None, wording: Wording, indicator: Indicator | None = None) -> Cell:
    """A number, in the indicator's way of counting; the word for unknown; a text for what spreadsheets would round."""
    if isinstance(value, Unknown):
        return wording.word(value)
    if value is None:
        return None
    percent = indicator is not None and indicator.kind is IndicatorKind.PERCENT
    if not _is_kept(value):
        return wording.measured(indicator, value) if indicator and percent else wording.number(value)
    return Measure(value, percent)


def _is_kept(value: Decimal) -> bool:
    """Whether a spreadsheet keeps every digit."""
    if not value.is_finite() or abs(value.adjusted()) > _FAR:
        return False
    return len(str(value)) <= DIGITS or len(value.normalize().as_tuple().digits) <= DIGITS


def day(date: dt.date | None, wording: Wording) -> Cell:
    """A day; as text where it is too long ago for spreadsheets."""
    return wording.short_day(date) if date is not None and date < FIRST_DAY else date


def window(when: Window | None, said: Said) -> str | None:
    """A window as it was meant."""
    return None if when is None else said.wording.window(when)


def earliest(when: Window | None, said: Said) -> Cell:
    """The first possible day of a window: for sorting."""
    return None if when is None else day(when.first, said.wording)


def person(who: Person | None) -> str | None:
    """Name, role, office and address of a person."""
    if who is None:
        return None
    return ", ".join(part for part in (who.name, who.role, who.office, who.email) if part)


def lines(texts: Iterable[str | None]) -> str | None:
    """Texts on lines of their own; None when there are none."""
    return "\n".join(text for text in texts if text) or None


def cited(idents: Iterable[str], said: Said) -> str | None:
    """The numbers of sources as they stand in the other documents: `[1] [4]`. Ids of other items stand as they are."""
    return " ".join(f"[{said.sources[ident]}]" if ident in said.sources else ident for ident in idents) or None


def prose(text: str | None, said: Said) -> str | None:
    """Markdown as plain lines: items with bullets, addresses and the numbers of sources in brackets."""
    if text is None:
        return None
    if said.sources.keys() >= set(_CITED.findall(text)) and not _MARKUP.search(_CITED.sub("", text)):
        return _CITED.sub(lambda found: f" [{said.sources[found[1]]}]", text)
    from ..prose import plain_lines  # the reader of Markdown is loaded for prose that has more than this

    return "\n".join(plain_lines(text, said.sources))


def too_long(value: object, most: int, path: str = "") -> Iterator[str]:
    """The paths of every text in a value of the model that is longer than that, counted in UTF-16 units."""
    if isinstance(value, str):
        if len(value) * 2 > most and len(value.encode("utf-16-le", "surrogatepass")) // 2 > most:
            yield path
    elif isinstance(value, tuple):
        for place, entry in enumerate(value):
            yield from too_long(entry, most, f"{path}[{place}]")
    elif isinstance(fields := getattr(value, "__struct_fields__", None), tuple):
        for name in fields:
            field = name.removesuffix("_")
            yield from too_long(getattr(value, name), most, f"{path}.{field}" if path else field)
