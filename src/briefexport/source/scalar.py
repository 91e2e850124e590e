"""One value -> what it is, or a problem that says what to write instead."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from briefexport.briefing import LEVELS, Kind, Limit
from briefexport.located import CONTROL, Scalar, quotable
from briefexport.problem import Code

from .findings import Findings, Passage, Reference, Spot
from .near import choices, near
from .number import MOST_DIGITS, number_of, plain_form
from .prose import is_notable, without_attributes
from .shape import ChoiceShape, NumberShape, TextShape
from .window import EXAMPLES, YEARS, day_of, window_of

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""An id: lower-case words with hyphens between them."""

MOST_ID_CHARACTERS = 60

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?", re.IGNORECASE | re.ASCII)
_URL = re.compile(r"https?://[^\s/?#\"<>\\^`{|}]+([/?#][^\s\"<>\\^`{|}]*)?|mailto:[^\s@]+@[^\s@]+\.[^\s@]+")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\.]+(\.[^\s@<>()\[\],;:\"\\.]+)+")
_PICTURE = (".png", ".jpg", ".jpeg")
_WORD = re.compile(r"\S*\w\S*")


class Slot:
    """One field as it stands in the file: where it is told about, by which name, and whether it may be left out."""

    __slots__ = ("at", "findings", "name", "required")

    def __init__(self, findings: Findings, at: Spot, name: str, required: bool = True) -> None:  # noqa: FBT001, FBT002 # quicker
        self.findings = findings
        self.at = at
        self.name = name
        self.required = required

    def tell(self, code: Code, what: str, fix: str) -> Any:
        """Record a problem of this field, `what` without its name."""
        return self.findings.tell(self.at, code, f"`{quotable(self.name)}` {what}", fix)

    def cannot_be(self, code: Code, text: str, fix: str) -> Any:
        """Record that this text is no value of the field."""
        return self.tell(code, f"cannot be '{quotable(text)}'", fix)


def read_text(shape: TextShape, node: Scalar, slot: Slot) -> Any:
    """A text of its kind, verbatim; of a block (`|` or `>`) without the line breaks at its end."""
    text = node.text.rstrip("\n") if node.style in {"|", ">"} else node.text
    # Elsewhere than between double quotes such a character was told before anything was read.
    if node.style == '"' and CONTROL.search(text):
        found = CONTROL.findall(text)[0]
        return slot.tell(
            Code.CONTROL_CHARACTER, f"has the character U+{ord(found):04X}", "delete it; no document can show it"
        )
    if shape.kind is Kind.PROSE and is_notable(text):
        slot.findings.passages.append(Passage(slot.at, node.style, node.line, text))
    return _TEXTS[shape.kind](shape, text, slot)


def _plain(shape: TextShape, text: str, slot: Slot) -> Any:
    if "\n" in text or "\t" in text:
        sign = "line break" if "\n" in text else "tab"
        fix = (
            "write it on one line; after `>` the lines of a long text are joined"
            if sign == "line break"
            else "write a space"
        )
        return slot.tell(Code.SEVERAL_LINES, f"has a {sign}, but is one plain line", fix)
    return _within(shape.limit, text, slot)


def _prose(shape: TextShape, text: str, slot: Slot) -> Any:
    own = _OWN_NOTE.findall(text) if "]:" in text else ()
    for ident in _CITATION.findall(text) if "[^" in text else ():
        if ident in own:
            continue
        slot.findings.citations.append(Reference(slot.at, slot.name, ("sources",), ident))
    return _within(shape.limit, text, slot)


_CITATION = re.compile(r"(?<!\\)\[\^([^\]\n]*)\]")
_OWN_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)


def _within(limit: Limit, text: str, slot: Slot) -> Any:
    if limit.characters is not None and len(text) > limit.characters:
        return slot.tell(
            Code.TOO_LONG,
            f"has {len(text)} characters, {limit.characters} are allowed",
            f"shorten it by {len(text) - limit.characters}",
        )
    if limit.words is not None and (words := len(_WORD.findall(without_attributes(text)))) > limit.words:
        slot.tell(
            Code.TOO_MANY_WORDS,
            f"has {words} words, more than {limit.words} are too many",
            f"shorten it by {words - limit.words}",
        )
    return text


def _ident(_shape: TextShape, text: str, slot: Slot) -> Any:
    if SLUG.fullmatch(text) and len(text) <= MOST_ID_CHARACTERS:
        return text
    better = slug_of(text)
    fix = (
        f"write '{better}'"
        if better
        else "write lower-case letters from a to z, digits and hyphens, such as 'energy-2'"
    )
    return slot.cannot_be(Code.WRONG_ID, text, fix)


def _reference(shape: TextShape, text: str, slot: Slot) -> Any:
    slot.findings.references.append(Reference(slot.at, slot.name, shape.lists, text))
    return text


def _language(_shape: TextShape, text: str, slot: Slot) -> Any:
    if not _LANGUAGE.fullmatch(text):
        return slot.cannot_be(Code.WRONG_LANGUAGE, text, "write a language tag, such as en, hi, ru, fr or pt-BR")
    first, *rest = text.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == _SCRIPT else part.upper() for part in rest)])


_SCRIPT = 4


def _url(_shape: TextShape, text: str, slot: Slot) -> Any:
    if _URL.fullmatch(text):
        return text
    return slot.cannot_be(Code.WRONG_ADDRESS, text, "write the whole address, beginning with https://")


def _email(_shape: TextShape, text: str, slot: Slot) -> Any:
    if _EMAIL.fullmatch(text):
        return text
    return slot.cannot_be(Code.WRONG_ADDRESS, text, "write one mail address, such as desk@ministry.example")


def _path(_shape: TextShape, text: str, slot: Slot) -> Any:
    steps = text.split("/")
    if "" in steps or ".." in steps or "\\" in text or ":" in text or "\n" in text:
        fix = "write the way from the briefing's folder, with / and without .., such as figures/map.png"
        return slot.cannot_be(Code.WRONG_PATH, text, fix)
    if not text.lower().endswith(_PICTURE):
        return slot.cannot_be(
            Code.WRONG_PATH, text, "save the picture as PNG or JPEG; its name ends in .png, .jpg or .jpeg"
        )
    return text


def _level(_shape: TextShape, text: str, slot: Slot) -> Any:
    known = tuple(dict.fromkeys(level for levels in LEVELS.values() for level in levels))
    if text in known:
        return text
    meant = next((level for level in known if text.upper() in {level, level.removeprefix("TLP:")}), None)
    better = meant or near(text, known)
    fix = f"write '{better}'" if better else f"write {choices(known, '')}"
    return slot.cannot_be(Code.WRONG_MARKING, text, fix)


_TEXTS: dict[Kind, Callable[[TextShape, str, Slot], Any]] = {
    Kind.TEXT: _plain,
    Kind.PROSE: _prose,
    Kind.ID: _ident,
    Kind.REF: _reference,
    Kind.LANGUAGE: _language,
    Kind.URL: _url,
    Kind.EMAIL: _email,
    Kind.FILE: _path,
    Kind.LEVEL: _level,
}


def slug_of(text: str) -> str:
    """The id that is most like a text; empty when it has no letter from a to z and no digit."""
    import unicodedata

    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = re.findall("[a-z0-9]+", bare.lower())
    return "-".join(words)[:MOST_ID_CHARACTERS].strip("-")


def read_choice(shape: ChoiceShape, node: Scalar, slot: Slot) -> Any:
    """The member of the list with that word."""
    member = shape.members.get(node.text)
    if member is not None:
        return member
    meant = near(node.text, shape.members)
    fix = f"write '{meant}'" if meant else f"write {choices(shape.members)}"
    return slot.cannot_be(Code.WRONG_WORD, node.text, fix)


def read_number(shape: NumberShape, node: Scalar, slot: Slot) -> Any:
    """The number that is written there."""
    least, most = shape.limit.least, shape.limit.most
    value = number_of(node.text)
    if value is None or (shape.whole and "." in node.text):
        return slot.cannot_be(Code.WRONG_NUMBER, node.text, _number_fix(shape, node.text))
    if (least is not None and value < least) or (most is not None and value > most):
        return slot.cannot_be(Code.OUT_OF_RANGE, node.text, _range_fix(shape))
    return int(value) if shape.whole else value


def _number_fix(shape: NumberShape, text: str) -> str:
    plain = plain_form(text)
    if plain is not None and not (shape.whole and "." in plain):
        return f"write '{plain}'"
    if shape.whole:
        return _range_fix(shape)
    return (
        f"write a plain number with a point before the decimals, such as 1250 or 0.5, of at most {MOST_DIGITS} digits"
    )


def _range_fix(shape: NumberShape) -> str:
    least, most = shape.limit.least, shape.limit.most
    if least is not None and most is not None:
        return f"write a whole number from {least} to {most}"
    return f"write a whole number from {least} on" if least is not None else "write a whole number"


def read_switch(_shape: object, node: Scalar, slot: Slot) -> Any:
    """True or false."""
    value = _SWITCH.get(node.text)
    if value is None:
        return slot.cannot_be(Code.WRONG_WORD, node.text, "write true or false")
    return value


_SWITCH = {form(word): word == "true" for word in ("true", "false") for form in (str.lower, str.title, str.upper)}


def read_day(_shape: object, node: Scalar, slot: Slot) -> Any:
    """A date."""
    day = day_of(node.text)
    if day is not None:
        return day
    window = window_of(node.text)
    fix = "write the day as year-month-day, such as 2025-11-07"
    if window is not None and window.first == window.last:
        fix = f"write '{window.first.isoformat()}'"
    return slot.cannot_be(Code.WRONG_DATE, node.text, fix)


def read_moment(_shape: object, node: Scalar, slot: Slot) -> Any:
    """A date with a time and a zone."""
    try:
        moment = dt.datetime.fromisoformat(node.text) if _MOMENT.fullmatch(node.text) else None
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        fix = "write day, time and zone, such as 2025-11-07T09:00+05:30 or 2025-11-07T09:00Z"
        return slot.cannot_be(Code.WRONG_MOMENT, node.text, fix)
    if moment.tzinfo is None:
        fix = f"add the zone: '{node.text}+05:30' for Delhi, '{node.text}Z' for UTC"
        return slot.tell(Code.WRONG_MOMENT, f"'{quotable(node.text)}' does not say in which time zone", fix)
    return moment


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def read_window(node: Scalar, slot: Slot) -> Any:
    """A window written on one line."""
    window = window_of(node.text)
    if window is None:
        return slot.cannot_be(Code.WRONG_WINDOW, node.text, f"write {EXAMPLES}")
    return window
