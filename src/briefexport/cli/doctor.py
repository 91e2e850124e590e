"""`briefexport doctor`: a line for each thing that was looked at, and what to do about those that fail."""

import os
import sys
from collections.abc import Iterable
from typing import Any

import click

from briefexport.doctor import Finding, Kind, Patient, State, examine

from .state import shelf_folder, state_folder
from .streams import in_colour, put, visible
from .tell import Status, put_json

_SIGNS = {State.OK: "✓", State.WARNING: "!", State.FAILS: "✗"}
_COLOURS = {State.OK: "green", State.WARNING: "yellow", State.FAILS: "red"}
_STATUS = {Kind.MACHINE: Status.NOT_NOW, Kind.BRIEFING: Status.PROBLEMS, Kind.SETTING: Status.USAGE}
_WORD, _ABOUT = 7, 13


def doctor(**given: Any) -> int:
    """Looks at everything and gives the exit code: that of the gravest thing that fails."""
    from briefexport.edition import now

    patient = Patient(
        source=given["source"],
        into=given["into"],
        templates=given["templates"],
        state=state_folder(),
        shelf=shelf_folder(),
        environment=os.environ,
        at=now(),
    )
    found = []
    for finding in examine(patient):
        found.append(finding)
        if not given["as_json"]:
            put(_written(finding, colour=in_colour(sys.stdout)), sys.stdout)
    status = _status(found)
    if given["as_json"]:
        put_json({"status": int(status), "findings": [_as_json(finding) for finding in found]})
    return status


def _status(found: Iterable[Finding]) -> Status:
    failing = {finding.kind for finding in found if finding.state is State.FAILS}
    return next((status for kind, status in _STATUS.items() if kind in failing), Status.DONE)


def _written(finding: Finding, *, colour: bool) -> str:
    word = f"{_SIGNS[finding.state]} {finding.state.value:{_WORD}}"
    if colour:
        word = click.style(word, fg=_COLOURS[finding.state])
    fix = f"{'':{_WORD + 4}}fix: {visible(finding.fix)}\n" if finding.fix else ""
    return f"{word}  {finding.about:{_ABOUT}}  {visible(finding.said)}\n{fix}"


def _as_json(finding: Finding) -> dict[str, str]:
    return {"about": finding.about, "state": finding.state.value, "said": finding.said, "fix": finding.fix}
