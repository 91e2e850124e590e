"""One number for each source, the same in every document of a set."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from .briefing import Briefing
from .origin import Source

CITATION = re.compile(r"\[\^([a-z0-9][a-z0-9-]*)\]")
"""A citation in prose: `[^src]`."""

_REFERENCE_FIELDS = ("sources", "source", "basis")


def source_numbers(briefing: Briefing) -> dict[str, int]:
    """The number of each source by id: 1 for the first one cited in the order of the model, uncited ones last."""
    known = [source.id for source in briefing.sources]
    cited = [ident for ident in _citations(briefing) if ident in known]
    return {ident: number for number, ident in enumerate(dict.fromkeys([*cited, *known]), start=1)}


def cited_sources(briefing: Briefing) -> frozenset[str]:
    """The ids of the sources that something in the briefing refers to."""
    return frozenset(_citations(briefing)) & {source.id for source in briefing.sources}


def numbered_sources(briefing: Briefing) -> tuple[tuple[int, Source], ...]:
    """Every source with its number, in the order of the numbers."""
    numbers = source_numbers(briefing)
    return tuple(sorted(((numbers[source.id], source) for source in briefing.sources), key=lambda pair: pair[0]))


def _citations(value: Any, field: str = "") -> Iterator[str]:
    """The ids cited in a value, in the order of its fields; text that merely looks like a reference is no harm."""
    if isinstance(value, str):
        if field in _REFERENCE_FIELDS:
            yield value
        else:
            yield from CITATION.findall(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _citations(part, field)
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Source):
        for name in value.__struct_fields__:
            yield from _citations(getattr(value, name), name)
