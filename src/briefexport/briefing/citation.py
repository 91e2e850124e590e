"""One number for each source, the same in every document of a set."""

import re
from typing import Any

import msgspec

from .briefing import Briefing
from .origin import Source

CITATION = re.compile(r"\[\^([a-z0-9][a-z0-9-]*)\]")
"""A citation in prose: `[^src]`."""

_REFERENCE_FIELDS = ("sources", "source", "basis")


def source_numbers(briefing: Briefing) -> dict[str, int]:
    """The number of each source by id: 1 for the first one cited in the order of the model, uncited ones last."""
    known = dict.fromkeys(source.id for source in briefing.sources)
    cited = [ident for ident in _citations(briefing) if ident in known] if known else []
    return {ident: number for number, ident in enumerate(dict.fromkeys([*cited, *known]), start=1)}


def cited_sources(briefing: Briefing) -> frozenset[str]:
    """The ids of the sources that something in the briefing refers to."""
    known = {source.id for source in briefing.sources}
    return frozenset(_citations(briefing)) & known if known else frozenset()


def numbered_sources(briefing: Briefing) -> tuple[tuple[int, Source], ...]:
    """Every source with its number, in the order of the numbers."""
    numbers = source_numbers(briefing)
    return tuple(sorted(((numbers[source.id], source) for source in briefing.sources), key=lambda pair: pair[0]))


def _citations(briefing: Briefing) -> list[str]:
    """The ids cited anywhere, in the order of the fields; text that merely looks like a reference is no harm."""
    found: list[str] = []
    _gather(briefing, "", found)
    return found


def _gather(value: Any, field: str, found: list[str]) -> None:
    if type(value) is str:
        if field in _REFERENCE_FIELDS:
            found.append(value)
        elif "[^" in value:
            found += CITATION.findall(value)
    elif type(value) is tuple:
        for part in value:
            _gather(part, field, found)
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Source):
        for name in value.__struct_fields__:
            part = getattr(value, name)
            if part is not None and part != ():
                _gather(part, name, found)
