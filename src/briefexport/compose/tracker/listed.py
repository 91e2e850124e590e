"""Indicators as their rows say them: as the briefing is written, with what stands in the history alone."""

from collections.abc import Iterable, Mapping

import msgspec

from ...briefing import Briefing, Indicator, Observation
from ...briefing.entered import Beside, seen_key

_LATEST = ("latest", "latest_on")

Yielding = frozenset[tuple[str, str]]
"""Row and column of cells in which a newer value of people stands, and counts."""


def as_rows(briefing: Briefing, beside: Beside | None) -> tuple[Mapping[str, Indicator], Yielding]:
    """The indicators by their ids, and the cells in which the rows give way to people.

    A value that stands in the history alone would else be the latest of every document but not in its own row. Once
    that says it, people may type a newer one over it, which is no conflict.
    """
    written = {entry.id: entry for entry in (beside.written if beside else briefing).indicators}
    if beside is None or not beside.listed:
        return written, frozenset()
    yielding: set[tuple[str, str]] = set()
    named = {ident for ident, _, _ in beside.listed}
    for entry in briefing.indicators:
        if entry.id in named and entry.latest is not None and entry.latest.entered:
            listed = [seen for seen in entry.observations if seen.entered and seen_key(entry.id, seen) in beside.listed]
            if entry.latest in listed:
                written[entry.id] = _with(written[entry.id], listed)
            else:
                yielding |= {(entry.id, key) for key in _LATEST}
    return written, frozenset(yielding)


def _with(written: Indicator, listed: Iterable[Observation]) -> Indicator:
    return msgspec.structs.replace(written, observations=(*written.observations, *listed))
