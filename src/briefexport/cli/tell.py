"""What is said when the work is done, to people and to programs, and the status a script can act on."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

import click

from briefexport.dist import Made, Written
from briefexport.export import Exported
from briefexport.problem import Code, Problem, Severity

from .streams import in_colour, put, tell, visible

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
# Problems of what was asked for, not of the folder.
_OF_THE_REQUEST = (Code.SAME_ID_TWICE, Code.FILE_EXISTS, Code.NO_LIST)
_NOT_DELIVERED = (Code.NOT_DELIVERED, Code.LEDGER)


class Status(IntEnum):
    """The exit codes of work that came to its end; cron and scripts rely on them."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    NOT_NOW = 3


def status_of(problems: Iterable[Problem], *, strict: bool = False) -> Status:
    """The exit code that these problems call for: that of the gravest."""
    found = {_status(problem, strict=strict) for problem in problems}
    order = (Status.NOT_NOW, Status.PROBLEMS, Status.USAGE)
    return next((status for status in order if status in found), Status.DONE)


def _status(problem: Problem, *, strict: bool) -> Status:
    severity = problem.code.severity
    if severity is Severity.HINT or (severity is Severity.WARNING and not strict):
        return Status.DONE
    if problem.code in _NOT_DELIVERED:
        return Status.NOT_NOW
    if problem.code in _OF_THE_REQUEST or problem.code.value.startswith(("B5", "B7")):
        return Status.USAGE
    # A warning about the folder means that all was written.
    if problem.code.value.startswith("B6") and severity is Severity.ERROR:
        return Status.NOT_NOW
    return Status.PROBLEMS


def tell_problems(problems: Iterable[Problem], *, hints: bool = True) -> None:
    """Prints each problem once, on stderr: a line that says where and what, and a line that says how to mend it."""
    colour = in_colour(sys.stderr)
    for problem in dict.fromkeys(problems):
        if hints or problem.code.severity is not Severity.HINT:
            tell(_written(problem, colour=colour))


def _written(problem: Problem, *, colour: bool) -> str:
    place, what, fix = visible(str(problem.place)), visible(problem.what), visible(problem.fix)
    code = problem.code.value
    if not colour:
        return f"{place}: {code} {what}\n  fix: {fix}\n"
    return (
        f"{click.style(place, bold=True)}: {click.style(code, fg=_COLOURS[problem.code.severity])} {what}\n"
        f"  {click.style('fix:', dim=True)} {fix}\n"
    )


def tell_exported(results: Sequence[Exported], *, quiet: bool) -> None:
    """Prints the paths that were made on stdout and everything else on stderr.

    Quiet, what had to be told already when the set was made is not told again for an unchanged one.
    """
    told: set[Problem] = set()
    for result in results:
        written = result.written or Written(id="", receipt=Path())
        failed = any(problem.code.severity is Severity.ERROR for problem in result.problems)
        if not quiet or failed or written.made:
            tell_problems((problem for problem in result.problems if problem not in told), hints=not quiet)
            told.update(result.problems)
        if not quiet:
            for path in (*written.unchanged, *written.kept):
                tell(f"{visible(str(path))}: unchanged\n")
            tell_paths(written.made)


def tell_checked(results: Sequence[Exported], *, quiet: bool) -> None:
    """Prints the problems of each source, and a line for each that has none."""
    for result in results:
        tell_problems(result.problems, hints=not quiet)
        if not result.problems and not quiet:
            tell(f"{visible(str(result.path))}: no problems\n")


def tell_paths(paths: Iterable[Path]) -> None:
    """Prints paths on stdout, in the bytes that the file system knows them by."""
    for path in paths:
        put(os.fsencode(path).decode("utf-8", "surrogateescape") + "\n", sys.stdout)


def tell_json(results: Sequence[Exported], status: Status) -> None:
    """Prints one JSON value on stdout that says everything."""
    problems = dict.fromkeys(problem for result in results for problem in result.problems)
    put_json(
        {
            "status": int(status),
            "sets": [_set(result.path, result.written) for result in results if result.written],
            "problems": [told_problem(problem) for problem in problems],
        }
    )


def put_json(value: Any) -> None:
    """Prints a JSON value on stdout; a path that is no UTF-8 keeps its bytes as escapes of lone surrogates."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        text = json.dumps(value, indent=2)
    put(text + "\n", sys.stdout)


def _set(source: Path, written: Written) -> dict[str, Any]:
    return {
        "id": written.id,
        "source": str(source),
        "receipt": str(written.receipt),
        "files": [_file(made, written) for made in written.files],
    }


def _file(made: Made, written: Written) -> dict[str, Any]:
    path = made.path_in(written.receipt.parent)
    states = {"made": written.made, "unchanged": written.unchanged, "kept": written.kept}
    return {
        "product": made.product.value,
        "path": str(path),
        "state": next(state for state, paths in states.items() if path in paths),
        "size": made.size,
        "sha256": made.sha256,
        "left_out": list(made.left_out),
    }


def told_problem(problem: Problem) -> dict[str, Any]:
    """A problem as JSON has it."""
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code.value,
        "severity": problem.code.severity.value,
        "what": problem.what,
        "fix": problem.fix,
    }
