"""Acronyms that the reader may not know."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from briefexport.briefing import Briefing, Kind
from briefexport.problem import Code, Finding
from briefexport.source.findings import is_read
from briefexport.source.shape import EitherShape, ListShape, Shape, StructShape, TargetShape, TextShape, struct_shape

KNOWN = frozenset({
    "AM", "EU", "EUR", "GBP", "GMT", "II", "III", "INR", "IV", "IX", "OK", "PM", "RUB", "UK", "UN", "US", "USA", "USD",
    "UTC", "VI", "VII", "VIII", "XI", "XII", "XIX", "XX", "XXI",
})  # fmt: skip
"""Acronyms that every reader knows, Roman numerals, and the currencies of everyday use."""

_CAPITALS = re.compile("[A-ZÀ-ÞΑ-ΩЀ-Я]{2}")
_WORD = re.compile(r"(?<![\w'’./@-])[^\W\d_]{2,6}(?![\w/@]|-\w|\.\w)")
_NO_WORDS = re.compile(r"`[^`]*`|\[\^[^\]]*\]|\]\([^)]*\)|https?://\S+")
_IN_BRACKETS = re.compile(r"\(([^\W\d_]{2,6})\)|\b([^\W\d_]{2,6}) \(")
_LEFT_OUT = frozenset({
    "reference", "marking", "to", "from", "through", "copy", "drafters", "clearances", "approver", "owner", "sources",
    "glossary", "tracker",
})  # fmt: skip
"""Fields whose words are names, numbers or explanations."""


def unexplained_acronyms(briefing: Briefing) -> Iterator[Finding]:
    """Every acronym, once, that neither the glossary nor brackets beside it explain."""
    if not is_read(briefing.glossary):
        return
    known = set(KNOWN)
    for entry in briefing.glossary:
        known.update(_acronyms(entry.term) if is_read(entry.term) else ())
    for path, text in _texts(struct_shape(Briefing), briefing, ""):
        if not _CAPITALS.search(text):
            continue
        bare = _NO_WORDS.sub(" ", text)
        known.update(name for pair in _IN_BRACKETS.findall(bare) for name in pair)
        for name in _acronyms(bare):
            if name not in known:
                known.add(name)
                fix = f"add `{name}` with its meaning to `glossary:`, or write it out"
                yield Finding(path, Code.UNEXPLAINED_ACRONYM, f"{name} is not explained", fix)


def _acronyms(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if word.isupper())


def _texts(shape: Shape, value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every plain text and prose in a value, with its path, in the order of the model."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(shape, ListShape) and isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(shape.item, item, f"{path}[{index}]")
    elif isinstance(shape, StructShape) and isinstance(value, shape.cls):
        for name, inner in _with_text(shape.cls):
            part = getattr(value, name)
            if part is not None and part != ():
                yield from _texts(inner, part, f"{path}.{name}" if path else name)


@cache
def _with_text(cls: type[msgspec.Struct]) -> tuple[tuple[str, Shape], ...]:
    """The fields of a class in which an acronym can stand."""
    fields = struct_shape(cls).fields.values()
    plain = ((field.name, _bare(field.shape)) for field in fields if field.written not in _LEFT_OUT)
    return tuple((name, shape) for name, shape in plain if _has_text(shape))


def _bare(shape: Shape) -> Shape:
    if isinstance(shape, EitherShape):
        return _bare(shape.other)
    return shape.group if isinstance(shape, TargetShape) else shape


def _has_text(shape: Shape) -> bool:
    if isinstance(shape, ListShape):
        return _has_text(shape.item)
    if isinstance(shape, StructShape):
        return bool(_with_text(shape.cls))
    return isinstance(shape, TextShape) and shape.kind in {Kind.TEXT, Kind.PROSE}
