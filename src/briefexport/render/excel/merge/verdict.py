"""Who changed a cell since the last issue."""

from enum import Enum

from .memory import TOLD


class Verdict(Enum):
    """What is to become of a cell."""

    SAME = "same"
    WRITE = "write"
    KEPT = "kept"
    CONFLICT = "conflict"


def torn_verdict(issued: str | None, theirs: str, ours: str, settled: bool) -> tuple[Verdict, str]:  # noqa: FBT001 # as above
    """The same for a cell that only the briefing changed, beside one that is people's and belongs to it.

    >>> torn_verdict("a", "a", "c", False)
    (<Verdict.CONFLICT: 'conflict'>, 'a!')
    """
    if settled and issued is not None and issued.endswith(TOLD):
        return Verdict.KEPT, ours
    return Verdict.CONFLICT, theirs + TOLD


def verdict_of(issued: str | None, theirs: str, ours: str, *, settled: bool = False) -> tuple[Verdict, str]:
    """The verdict by the fingerprints, and the word to remember.

    `issued` None: it was not issued, and an empty cell waits for it. `settled`: people took the note about it away, so
    they have decided.

    >>> verdict_of("a", "b", "c")
    (<Verdict.CONFLICT: 'conflict'>, 'a!')
    """
    if theirs == ours:
        return Verdict.SAME, ours
    base = "-" if issued is None else issued.removesuffix(TOLD)
    if theirs == base:
        return Verdict.WRITE, ours
    if base == ours or (settled and issued is not None and issued.endswith(TOLD)):
        return Verdict.KEPT, ours
    return Verdict.CONFLICT, base + TOLD
