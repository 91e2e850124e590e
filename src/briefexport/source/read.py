"""From the text of a file to a briefing: locate, read, compare."""

import contextlib
import gc
from collections.abc import Iterator
from pathlib import PurePath

import msgspec

from briefexport.briefing import Briefing, Status
from briefexport.located import Mapping, Node, locate
from briefexport.problem import Code, Place, Problem, RejectedError, Severity

from .compare import compare
from .findings import Findings
from .places import Places
from .prose import tell_notable
from .reader import read_fields
from .rules import contradictions
from .scalar import Slot, slug_of
from .shape import struct_shape


class Source(msgspec.Struct, frozen=True):
    """A briefing with the places of its fields, and what is doubtful in it without being wrong."""

    briefing: Briefing
    places: Places
    warnings: tuple[Problem, ...]


def read_source(text: str, file: str) -> Source:
    """The briefing that a text says; `file` is its name, for places and for the briefing's id.

    Raises:
        RejectedError: It has problems, all of them at once.
    """
    with _without_tidying():
        return _read(text, file)


@contextlib.contextmanager
def _without_tidying() -> Iterator[None]:
    """No search for garbage in the block, nor in what it made: a large file has a million parts, and all are kept."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            if not gc.get_freeze_count():  # else somebody else's objects would be thawed
                gc.freeze()
                gc.unfreeze()  # all that is there now counts as old
            gc.enable()


def _read(text: str, file: str) -> Source:
    located = locate(text, file)
    findings = Findings(file)
    findings.problems.extend(located.problems)
    root = located.root
    if not isinstance(root, Mapping):
        raise RejectedError([*findings.problems, _no_fields(root, file)])
    briefing = _read_briefing(root, findings, file)
    places = Places(file, root)
    compare(findings)
    tell_notable(findings, final=briefing.status is Status.FINAL)
    for finding in contradictions(briefing):
        place = places.of(finding.field)
        findings.tell(place, finding.code, finding.what, finding.fix)
    if any(problem.code.severity is Severity.ERROR for problem in findings.problems):
        raise RejectedError(findings.problems)
    return Source(briefing, places, tuple(findings.doubts()))


def _read_briefing(root: Mapping, findings: Findings, file: str) -> Briefing:
    """The briefing, with `UNREAD` in it wherever a problem was found."""
    ident = slug_of(PurePath(file).stem)
    given = {"id": ident} if ident else {}
    briefing: Briefing = read_fields(struct_shape(Briefing), root, Slot(findings, root, "briefing"), given)
    return briefing


def _no_fields(root: Node, file: str) -> Problem:
    what = "this is no briefing: it has no fields"
    fix = "write fields, each as `name: value`; `briefexport init` gives a start"
    return Problem(Place(file, root.line, root.column), Code.NOT_A_BRIEFING, what, fix)
