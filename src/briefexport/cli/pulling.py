"""Pulling: what people typed into the tracker goes into the file of the briefing."""

import sys
from typing import TYPE_CHECKING, Any

from .streams import put, tell, visible

if TYPE_CHECKING:
    from briefexport.build.typed import Typed
    from briefexport.export.pull import Pulled


def pull(**given: Any) -> int:
    """Writes what people typed into the briefing, or prints it; gives the exit code."""
    from briefexport.export import Order
    from briefexport.export.pull import pull_typing
    from briefexport.problem import RejectedError

    from .tell import put_json, status_of, tell_problems, told_problem

    order = Order(into=given["into"], tracker=given["tracker"], templates=given["templates"])
    try:
        pulled = pull_typing(given["source"], order, rehearse=given["dry_run"])
        problems = pulled.problems
    except RejectedError as rejected:
        pulled, problems = None, rejected.problems
    status = status_of(problems, strict=given["strict"])
    if given["as_json"]:
        told = [told_problem(problem) for problem in problems]
        put_json({"status": int(status), **(_json(pulled) if pulled else {}), "problems": told})
        return status
    tell_problems(problems, hints=not given["quiet"])
    if pulled is not None:
        _tell(pulled, dry_run=given["dry_run"], quiet=given["quiet"])
    return status


def _tell(pulled: "Pulled", *, dry_run: bool, quiet: bool) -> None:
    """The diff or the path on stdout; a line for each thing that people typed on stderr."""
    from .tell import tell_paths

    if dry_run:
        put(pulled.diff, sys.stdout)
    if quiet:
        return
    for line in pulled.lines:
        tell(f"{visible(line)}\n")
    if not pulled.typed:
        tell(f"{visible(str(pulled.path))}: has everything that was typed into {visible(str(pulled.tracker))}\n")
    if pulled.written:
        tell_paths([pulled.path])


def _json(pulled: "Pulled") -> dict[str, Any]:
    return {
        "source": str(pulled.path),
        "tracker": str(pulled.tracker),
        "written": pulled.written,
        "diff": pulled.diff,
        "typed": [_typed(one) for one in pulled.typed],
    }


def _typed(typed: "Typed") -> dict[str, Any]:
    seen = [
        {
            "on": one.on.isoformat(),
            "value": None if one.value is None else f"{one.value:f}",
            "text": one.text,
            "by": one.by,
            "note": one.note,
        }
        for one in typed.observations
    ]
    given = typed.status
    status = given and {
        "rag": given.rag.value,
        "reason": given.reason,
        "on": given.on.isoformat() if given.on else None,
        "by": given.by,
    }
    return {"indicator": typed.ident, "observations": seen, "status": status}
