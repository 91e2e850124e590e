"""The texts of a briefing as a reader meets them, and the sentences in them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from briefexport.briefing import Briefing, Kind
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
    return _texts(struct_shape(Briefing), briefing, "")


def bare(text: str) -> str:
    """Prose without code, citations and addresses, in which nothing is a word."""
    return _NO_WORDS.sub(" ", text) if any(sign in text for sign in "`[:") else text


def sentences(text: str) -> Iterator[str]:
    """The sentences of prose; an item of a list and a heading are one too, and a full stop may end one too early."""
    for block in _BLOCK.split(bare(text)):
        if not block.lstrip().startswith("|"):
            yield from filter(None, _END.sub(r"\1\n", " ".join(block.split())).split("\n"))


def _texts(shape: Shape, value: Any, path: str) -> Iterator[tuple[str, str]]:
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
