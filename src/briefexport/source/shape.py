"""What each field of the model looks like in a file, worked out once from the classes of the model."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from briefexport.briefing import (
    Assessment,
    Assurance,
    Baseline,
    Certainty,
    Clearance,
    Frozen,
    Item,
    Kind,
    Limit,
    Marking,
    Person,
    Position,
    Says,
    Target,
    To,
    Unknown,
    Window,
)

ALONE: dict[type, str] = {
    Person: "name",
    Position: "holder",
    Assurance: "level",
    Assessment: "rag",
    Baseline: "value",
    Clearance: "office",
    Marking: "level",
}
"""Where one value stands in place of a group of fields, the field that it is. Windows and targets have more forms."""


class TextShape(msgspec.Struct, frozen=True):
    """A text of some kind."""

    kind: Kind
    limit: Limit
    lists: tuple[str, ...] = ()
    """For a reference: where its id may stand; empty for any list."""


class ChoiceShape(msgspec.Struct, frozen=True):
    """One word of a closed list."""

    members: dict[str, Enum]


class NumberShape(msgspec.Struct, frozen=True):
    """A number: whole, or with decimals."""

    whole: bool
    limit: Limit


class SwitchShape(msgspec.Struct, frozen=True):
    """true or false."""


class DayShape(msgspec.Struct, frozen=True):
    """A date."""


class MomentShape(msgspec.Struct, frozen=True):
    """A date with a time and a zone."""


class VersionShape(msgspec.Struct, frozen=True):
    """The one version of the model that can be read."""

    version: int


class EitherShape(msgspec.Struct, frozen=True):
    """One of some words, such as `unknown`, or something else."""

    words: dict[str, Any]
    other: "Shape"


class ListShape(msgspec.Struct, frozen=True):
    """Several of the same shape; where `alone`, a single one may stand without the list."""

    item: "Shape"
    least: int
    alone: bool


class Field(msgspec.Struct, frozen=True):
    """One field: its name in the model, as it is written, and what it holds."""

    name: str
    written: str
    shape: "Shape"
    required: bool
    default: Any
    says: str


class StructShape(msgspec.Struct, frozen=True):
    """A group of fields by their written names; `alone` is the field that a single value stands for."""

    cls: type[msgspec.Struct]
    fields: dict[str, Field]
    required: tuple[Field, ...]
    alone: str | None


class WindowShape(msgspec.Struct, frozen=True):
    """A window: a line of text, or a group of fields (`Span`, `Dated`) unless it has to stand on one line."""

    on_one_line: bool = False


class TargetShape(msgspec.Struct, frozen=True):
    """A target: a number, `unknown` or a text alone, or a group of fields."""

    group: StructShape


WindowLine = Annotated[Window, WindowShape(on_one_line=True)]


class Span(Frozen, frozen=True, kw_only=True):
    """A window written with its two ends."""

    from_: Annotated[dt.date, Says("The first possible day")]
    to: Annotated[dt.date, Says("The last possible day")]
    status: Annotated[Certainty | None, Says("confirmed, expected or reported")] = None


class Dated(Frozen, frozen=True, kw_only=True):
    """A window written on one line, with its status beside it."""

    when: Annotated[WindowLine, Says("The day or window, such as early December 2025")]
    status: Annotated[Certainty | None, Says("confirmed, expected or reported")] = None


Shape = (
    TextShape
    | ChoiceShape
    | NumberShape
    | SwitchShape
    | DayShape
    | MomentShape
    | VersionShape
    | EitherShape
    | ListShape
    | StructShape
    | WindowShape
    | TargetShape
)

_NO_LIMIT = Limit()


@cache
def struct_shape(cls: type[msgspec.Struct]) -> StructShape:
    """The fields of a class of the model, in its order."""
    fields = {field.written: field for field in _fields(cls)}
    required = tuple(field for field in fields.values() if field.required)
    return StructShape(cls, fields, required, ALONE.get(cls))


def _fields(cls: type[msgspec.Struct]) -> Iterable[Field]:
    hints = get_type_hints(cls, include_extras=True)
    of_every_item = Item.__struct_fields__ if issubclass(cls, Item) else ()
    own_first = sorted(msgspec.structs.fields(cls), key=lambda field: field.name in of_every_item)
    for field in own_first:
        marks, hint = _unwrapped(hints[field.name])
        says = next((mark.text for mark in marks if isinstance(mark, Says)), "")
        yield Field(field.name, field.name.rstrip("_"), _shape(hint, marks), field.required, field.default, says)


def _unwrapped(hint: Any) -> tuple[tuple[Any, ...], Any]:
    """The marks of an annotation and the type under them."""
    marks: tuple[Any, ...] = ()
    while get_origin(hint) is Annotated:
        hint, *own = get_args(hint)
        marks += tuple(own)
    return marks, hint


def _shape(hint: Any, marks: tuple[Any, ...]) -> Shape:
    inner, hint = _unwrapped(hint)
    marks = (*inner, *marks)
    if get_origin(hint) in {Union, UnionType}:
        return _union(get_args(hint), marks)
    if get_origin(hint) is tuple:
        return _list(get_args(hint)[0], marks)
    if get_origin(hint) is Literal:
        return VersionShape(get_args(hint)[0])
    return _plain(hint, marks)


def _plain(hint: Any, marks: tuple[Any, ...]) -> Shape:
    limit = next((mark for mark in marks if isinstance(mark, Limit)), _NO_LIMIT)
    if hint is str:
        kind = next(mark for mark in marks if isinstance(mark, Kind))
        lists = next((mark.lists for mark in marks if isinstance(mark, To)), ())
        return TextShape(kind, limit, lists)
    if hint in {int, Decimal}:
        return NumberShape(hint is int, limit)
    if own := next((mark for mark in marks if isinstance(mark, WindowShape)), None):
        return own
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if issubclass(hint, Enum):
        return ChoiceShape({str(member.value): member for member in hint})
    if hint is Target:
        return TargetShape(struct_shape(Target))
    return struct_shape(hint)


_SIMPLE: dict[type, Shape] = {
    bool: SwitchShape(),
    dt.date: DayShape(),
    dt.datetime: MomentShape(),
    Window: WindowShape(),
}


def _union(parts: tuple[Any, ...], marks: tuple[Any, ...]) -> Shape:
    """Words beside one other shape; None only says that the field may be left out."""
    words: dict[str, Any] = {}
    others = []
    for part in parts:
        if part is Unknown:
            words |= {str(member.value): member for member in Unknown}
        elif get_origin(part) is Literal:
            words |= {word: word for word in get_args(part)}
        elif part is not type(None):
            others.append(_shape(part, marks))
    (other,) = others
    return EitherShape(words, other) if words else other


def _list(hint: Any, marks: tuple[Any, ...]) -> ListShape:
    item = _shape(hint, ())
    least = next((mark.least for mark in marks if isinstance(mark, Limit)), None) or 0
    alone = not isinstance(item, StructShape) or item.cls in {Person, Position}
    return ListShape(item, least, alone)
