"""The briefing as a template sees it: fields and nothing else, every value printed as a token."""

import datetime as dt
import difflib
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, cast, get_type_hints

import jinja2
import msgspec
from markupsafe import Markup

from briefexport.briefing import Document, Item, Kind, Person, Window
from briefexport.markdown import Plain, Prose
from briefexport.wording import Wording

from .bound import Budget


class Desk:
    """What one run of a template gathers: the values printed, the field last touched, the work done."""

    def __init__(self, wording: Wording, document: Document, entries: int = 0) -> None:
        self.wording, self.document = wording, document
        self.values: list[Plain | Prose] = []
        self.field = ""
        self.budget = Budget(entries)

    def range(self, *bounds: int) -> Iterator[int]:
        """Numbers, each one counted."""
        return self.budget.counted(range(*bounds))

    def label(self, key: object, **values: object) -> str:
        """The words for a key of the label file."""
        return self.wording.label(str(key), **{name: self.plain(value) for name, value in values.items()})

    def token(self, value: Plain | Prose) -> Markup:
        """What stands in the text for a value."""
        self.values.append(value)
        return Markup(f"\ue000{len(self.values) - 1}\ue001")  # noqa: S704 - two private characters and a number

    def printed(self, value: object) -> Markup:
        """What an expression of a template leaves in the text."""
        self.budget.step()
        if isinstance(value, Markup):
            self.budget.makes(len(value))
            return value
        if isinstance(value, jinja2.Undefined):
            return Markup(str(value))  # noqa: S704 - raises: undefined names are refused
        if isinstance(value, ProseView):
            return self.token(Prose(value.text, value.field))
        text = self.plain(value)
        return self.token(Plain(text)) if text else Markup()

    def plain(self, value: object) -> str:
        """A value in words of the language."""
        match value:
            case None:
                return ""
            case str():
                return str(value)
            case Choice():
                return self.wording.word(value.member)
            case Row() | list() | tuple():
                return self._listed([self.plain(part) for part in value])
            case View():
                return self._struct(value)
            case ProseView():
                return value.text
            case dt.datetime():
                return self.wording.moment(value)
            case dt.date():
                return self.wording.day(value)
            case Decimal():
                return self.wording.number(value)
            case bool():
                return self.wording.label("words.yes" if value else "words.no")
            case int():
                return str(value)
            case _:
                raise TypeError(f"a {type(value).__name__} cannot be printed")

    def words(self, briefing: msgspec.Struct) -> dict[str, object]:
        """What a template may say beside the fields of the briefing."""
        names = _names(briefing)

        def called(idents: "Row") -> list[str]:
            return [names.get(str(ident), str(ident)) for ident in idents]

        def portion(item: "View") -> str:
            marking = getattr(object.__getattribute__(item, "_struct"), "marking", None)
            return f"({marking}) " if marking else ""

        return {
            "label": self.label,
            "cite": _cite,
            "called": called,
            "portion": portion,
            "amount": self.amount,
            "br": self.token(Plain("\n")),
        }

    def amount(self, value: object, view: "View") -> str:
        """A value with the unit of its indicator."""
        indicator = object.__getattribute__(view, "_struct")
        return self.wording.measured(indicator, value) if isinstance(value, Decimal) else self.plain(value)

    def capital(self, value: object) -> str:
        """The words with a capital letter at their beginning."""
        return self.wording.opening(self.plain(value))

    def _listed(self, texts: list[str]) -> str:
        return "; ".join(texts) if any("," in text for text in texts) else self.wording.listed(texts)

    def _struct(self, view: "View") -> str:
        struct = object.__getattribute__(view, "_struct")
        if isinstance(struct, Window):
            return self.wording.window(struct)
        if isinstance(struct, Person):
            return struct.full
        field = object.__getattribute__(view, "_path")
        raise TypeError(f"`{field}` has several fields: name the one to print")

    def seen(self, value: object, field: str, *, prose: bool) -> object:
        """A value of the briefing as a template sees it."""
        self.field = field
        if isinstance(value, msgspec.Struct):
            return View(value, field, self)
        if isinstance(value, tuple):
            return Row(value, field, self, prose=prose)
        if isinstance(value, Enum):
            return Choice(value)
        if prose and isinstance(value, str):
            return ProseView(value, field)
        return value


class View:
    """A part of the briefing: its fields and what is computed of them, and nothing else."""

    def __init__(self, struct: msgspec.Struct, path: str, desk: Desk) -> None:
        self._struct, self._path, self._desk = struct, path, desk

    def __getattr__(self, name: str) -> object:
        struct, path = self._struct, self._path
        name = "from_" if name == "from" else name
        field = f"{path}.{name}".lstrip(".").removesuffix("_")
        if name.startswith("_"):
            raise AttributeError(name)
        if not hasattr(struct, name) or name == "lists":
            near = difflib.get_close_matches(name, struct.__struct_fields__, 1)
            raise NoFieldError(f"`{path or 'briefing'}` has no field '{name}'" + (f"; near: {near[0]}" if near else ""))
        value = getattr(struct, name)
        if callable(value) and not isinstance(value, Enum):
            value = value()
        return self._desk.seen(value, field, prose=name in _prose_fields(type(struct)))


class Row:
    """A list of the briefing, without the entries that the document does not show."""

    def __init__(self, items: tuple[object, ...], path: str, desk: Desk, *, prose: bool = False) -> None:
        self._desk = desk
        self._items = [
            desk.seen(item, f"{path}[{number}]", prose=prose)
            for number, item in enumerate(items)
            if not isinstance(item, Item) or item.shown_in(desk.document)
        ]

    def __iter__(self) -> Iterator[object]:
        return self._desk.budget.counted(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, number: int) -> object:
        return self._items[number]


class Choice:
    """A word of a closed list: equal to the word as the author writes it, printed in the language."""

    def __init__(self, member: Enum) -> None:
        self.member = member
        self.value = str(member.value)

    def __eq__(self, other: object) -> bool:
        return self.value == (other.value if isinstance(other, Choice) else other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __str__(self) -> str:
        return self.value


class ProseView:
    """A field in Markdown; printing it lets its blocks in."""

    def __init__(self, text: str, field: str) -> None:
        self.text, self.field = text, field


class NoFieldError(ValueError):
    """A template named a field that is not there."""


def _cite(idents: object) -> Markup:
    """The citations of one id or several: `[^a][^b]`."""
    found = [idents] if isinstance(idents, str) else list(cast("Row", idents or ()))
    return Markup("".join(f"[^{ident}]" for ident in found))  # noqa: S704 - ids are slugs


def by_time(row: "Row") -> list[object]:
    """Entries with a window, the earliest first; those without one last."""
    return sorted(row, key=lambda item: _sort_key(getattr(item, "when", None) or getattr(item, "due", None)))


def _sort_key(view: object) -> tuple[dt.date, dt.date]:
    window = object.__getattribute__(view, "_struct") if isinstance(view, View) else None
    return window.sort_key if isinstance(window, Window) else (dt.date.max, dt.date.max)


def slug(value: object) -> Markup:
    """A name as the argument of a part: nothing but letters, digits and hyphens."""
    return Markup("".join(sign for sign in str(value) if sign.isalnum() or sign == "-"))  # noqa: S704 - just sifted


_CALLED = (
    "name",
    "title",
    "heading",
    "area",
    "what",
    "holder",
    "text",
    "statement",
    "action",
    "sector",
    "question",
)


def _names(briefing: msgspec.Struct) -> dict[str, str]:
    """What every item of the briefing is called, by its id; the first of an id that stands in two lists."""
    names: dict[str, str] = {}
    for field in briefing.__struct_fields__:
        items = getattr(briefing, field)
        for item in items if isinstance(items, tuple) else ():
            if isinstance(item, Item) and hasattr(item, "id"):
                named = (getattr(item, word, None) for word in _CALLED)
                names.setdefault(item.id, next((name for name in named if name), item.id))
    return names


@cache
def _prose_fields(struct: type) -> frozenset[str]:
    hints = get_type_hints(struct, include_extras=True)
    return frozenset(name for name, hint in hints.items() if Kind.PROSE in _marks(hint))


def _marks(hint: Any) -> tuple[object, ...]:
    """Every mark of a field's type, also inside unions."""
    own = getattr(hint, "__metadata__", ())
    inner = (getattr(hint, "__origin__", None), *getattr(hint, "__args__", ()))
    found = [mark for part in inner if part is not None and part is not hint for mark in _marks(part)]
    return (*own, *found)
