"""`briefexport run`: what cron starts. Silent when all is well; a failure is logged, told and mailed."""

import contextlib
import os
from typing import TYPE_CHECKING, Any

from .crash import BUG
from .state import shelf_folder, state_folder

if TYPE_CHECKING:
    from briefexport.schedule.run import Duty, Ran

_USAGE = 2


def run(**given: Any) -> int:
    """Does what is due for one briefing and gives the exit code."""
    from briefexport.edition import EditionError, now
    from briefexport.export import Order
    from briefexport.schedule.run import Duty, Ran, run_duty

    order = Order(into=given["into"], templates=given["templates"], wait_s=given["wait"], shelf=shelf_folder())
    duty = Duty(
        source=given["source"],
        order=order,
        to=given["send"],
        draft=given["draft"],
        deadline_s=given["deadline"],
        wait_s=given["wait"],
        state=state_folder(),
    )
    try:
        ran = run_duty(duty, os.environ, now)
    except EditionError:
        _logged(duty, Ran(at=now()), _USAGE)
        raise
    except Exception:
        _tell_of_bug(duty, Ran(at=now()))
        raise
    return _told(duty, ran, quiet=given["quiet"])


def _told(duty: "Duty", ran: "Ran", *, quiet: bool) -> int:
    from briefexport.schedule.alarm import Failure, make_room, tell_operator
    from briefexport.schedule.run import is_due

    from .tell import Status, status_of, tell_problems

    status = status_of(problem for problem in ran.problems if is_due(problem))
    logged = _logged(duty, ran, status)
    make_room(duty.state)
    if status is Status.DONE:
        return status if logged else Status.NOT_NOW
    failure = Failure(duty.source, ran.at, ran.problems)
    mailed = tell_operator(failure, ran.settings, duty.state, os.environ)
    if not (quiet and mailed):
        tell_problems(ran.problems, hints=False)
    return status


def _tell_of_bug(duty: "Duty", ran: "Ran") -> None:
    """A bug is logged and mailed like any failure, unless it is in the way of that too: the bug itself is told last."""
    from briefexport.schedule.alarm import Failure, tell_operator
    from briefexport.settings import read_settings

    with contextlib.suppress(Exception):
        _logged(duty, ran, BUG)
        settings = read_settings(duty.source, os.environ)
        tell_operator(Failure(duty.source, ran.at, ()), settings, duty.state, os.environ)


def _logged(duty: "Duty", ran: "Ran", status: int) -> bool:
    """Whether the run stands in the log; what keeps it out is told."""
    from briefexport.problem import RejectedError
    from briefexport.schedule.log import write_line

    from .tell import tell_problems

    line = {
        "at": ran.at.isoformat(),
        # In the bytes that the file system knows it by, whatever the locale.
        "source": os.fsencode(duty.source.absolute()).decode("utf-8", "surrogateescape"),
        "list": duty.to,
        "made": list(ran.made),
        "sent": ran.sent,
        "had": ran.had,
        "undelivered": ran.undelivered,
        "status": int(status),
        "seconds": ran.seconds,
        "problems": sorted({problem.code.value for problem in ran.problems}),
    }
    try:
        write_line(duty.state, line)
    except RejectedError as rejected:
        tell_problems(rejected.problems)
        return False
    return True
