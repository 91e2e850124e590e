"""The texts of a briefing as a reader meets them, and the sentences in them."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import msgspec

from briefexport.briefing import Briefing, Kind
from briefexport.source.prose import without_attributes
from briefexport.source.shape import EitherShape, ListShape, Shape, StructShape, TargetShape, TextShape, struct_shape

_LEFT_OUT = frozenset({
    "reference", "marking", "to", "from", "through", "copy", "drafters", "clearances", "approver", "owner", "sources",
    "glossary", "tracker",
})  # fmt: skip
"""Fields whose words are names, numbers or explanations."""

_NO_WORDS = re.compile(r"`[^`]*`|\[\^[^\]]*\]:?|(?<=\])\([^)]*\)|https?://\S+")
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+>#|]|\d+[.)]) )|^(?:```|~~~).*?^(?:```|~~~)$", re.MULTILINE | re.DOTALL)
_END = re.compile(r"([.!?।…][\"'”’»)\]*_]*)\s+(?![a-zà-ÿа-я])")


def texts(briefing: Briefing) -> Iterator[tuple[str, str]]:
    """Every text that is written to be read, with its path, in the order of the model."""
    return iter(_gathered(_This(briefing)))


class _This:
    """One briefing and no other: to compare what two of them say takes longer than to walk through one."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing

    def __hash__(self) -> int:
        return id(self.briefing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.briefing is self.briefing


@lru_cache(maxsize=1)
def _gathered(this: _This) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    _gather(struct_shape(Briefing), this.briefing, "", found)
    return found


def bare(text: str) -> str:
    """Prose without code, citations, attributes and addresses, in which nothing is a word."""
    return _NO_WORDS.sub(" ", without_attributes(text)) if any(sign in text for sign in "`[:") else text


def sentences(text: str) -> Iterator[str]:
    """The sentences of prose; an item of a list and a heading are one too, and a full stop may end one too early."""
    for block in _BLOCK.split(bare(text)):
        if not block.lstrip().startswith("|"):
            yield from filter(None, _END.sub(r"\1\n", " ".join(block.split())).split("\n"))


def _gather(shape: Shape, value: Any, path: str, found: list[tuple[str, str]]) -> None:
    if type(value) is str:
        found.append((path, value))
    elif isinstance(shape, ListShape) and isinstance(value, tuple):
        for index, item in enumerate(value):
            _gather(shape.item, item, f"{path}[{index}]", found)
    elif isinstance(shape, StructShape) and isinstance(value, shape.cls):
        for name, inner in _with_text(shape.cls):
            part = getattr(value, name)
            if type(part) is str:
                found.append((f"{path}.{name}" if path else name, part))
            elif part is not None and part != ():
                _gather(inner, part, f"{path}.{name}" if path else name, found)


@cache
def _with_text(cls: type[msgspec.Struct]) -> tuple[tuple[str, Shape], ...]:
    """The fields of a class in which words to be read can stand."""
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
