"""What the doctor looks at and what it finds."""

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import msgspec

from briefexport.problem import Problem, Severity


class State(Enum):
    """How a thing is. A warning keeps no run from its work."""

    OK = "ok"
    WARNING = "warning"
    FAILS = "fails"


class Kind(Enum):
    """What a failing thing keeps from being right: a briefing, what somebody set, or the machine as it is now."""

    BRIEFING = "briefing"
    SETTING = "setting"
    MACHINE = "machine"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at: what it is, how it is, and what to do where that is not well."""

    about: str
    state: State = State.OK
    said: str
    fix: str = ""
    kind: Kind = Kind.MACHINE


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at: a briefing, if there is one, and the folders and settings of its runs.

    `shelf` is where compiled templates are kept, None for nowhere.
    """

    source: Path | None
    into: Path
    templates: tuple[Path, ...]
    state: Path
    shelf: Path | None
    environment: Mapping[str, str]
    at: dt.datetime

    @property
    def beside(self) -> Path:
        """The path whose settings and templates apply: that of the briefing, or of one that would lie here."""
        return self.source or Path("briefing.yaml")


def of_problem(about: str, problem: Problem, kind: Kind) -> Finding:
    """A problem as a finding."""
    state = State.FAILS if problem.code.severity is Severity.ERROR else State.WARNING
    said = f"{problem.place}: {problem.code.value} {problem.what}"
    return Finding(about=about, state=state, said=said, fix=problem.fix, kind=kind)
