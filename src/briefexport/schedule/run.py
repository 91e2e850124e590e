"""A run as cron starts it: the set is made if it is out of date, and sent to whoever has not had it.

Nothing is kept of what should have happened and when: a run that was lost is caught up by the next, which finds what is
out of date and what is not delivered.
"""

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from briefexport.delivery.ledger import State
from briefexport.delivery.send import Dispatch, send_set
from briefexport.dist import held
from briefexport.export import Order, export_briefings
from briefexport.problem import Code, Problem, RejectedError, Severity
from briefexport.settings import Settings, read_settings

Clock = Callable[[], dt.datetime]


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is to do. `to` None makes the files and sends nothing; `state` holds ledger, log and lock.

    `wait_s` is how long it waits for another run with the same state to end.
    """

    source: Path
    order: Order
    to: str | None = None
    draft: bool = False
    deadline_s: float = 60
    wait_s: float = 600
    state: Path


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did: counts of messages, names of files, and every problem; `settings` None where they are wrong."""

    at: dt.datetime
    seconds: float = 0
    made: tuple[str, ...] = ()
    sent: int = 0
    had: int = 0
    undelivered: int = 0
    problems: tuple[Problem, ...] = ()
    settings: Settings | None = None


def run_duty(duty: Duty, environment: Mapping[str, str], now: Clock) -> Ran:
    """Does what is due. Problems are results; a draft that may not be sent yet is none.

    Raises:
        EditionError: SOURCE_DATE_EPOCH is no moment that a file can be stamped with.
    """
    ran, begun = Ran(at=now()), time.monotonic()
    try:
        settings = read_settings(duty.source, environment)
        ran = msgspec.structs.replace(ran, settings=settings)
        with _alone(duty):
            ran = _done(duty, ran, settings, environment, now)
    except RejectedError as rejected:
        ran = _with(ran, *rejected.problems)
    return msgspec.structs.replace(ran, seconds=round(time.monotonic() - begun, 1))


@contextlib.contextmanager
def _alone(duty: Duty) -> Iterator[None]:
    """One run at a time: two briefings that are due at the same minute come one after the other."""
    with contextlib.suppress(OSError):
        # What cannot be made is told when the lock is.
        duty.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(duty.state, duty.wait_s):
        yield


def _done(duty: Duty, ran: Ran, settings: Settings, environment: Mapping[str, str], now: Clock) -> Ran:
    (exported,) = export_briefings([duty.source], duty.order)
    if exported.written:
        ran = msgspec.structs.replace(ran, made=tuple(path.name for path in exported.written.made))
    ran = _with(ran, *exported.problems)
    grave = any(problem.code.severity is Severity.ERROR for problem in ran.problems)
    if duty.to is None or exported.written is None or grave:
        return ran
    try:
        return _sent(duty, duty.to, ran, settings, environment, now)
    except RejectedError as rejected:
        return _with(ran, *rejected.problems)


def _sent(duty: Duty, to: str, ran: Ran, settings: Settings, environment: Mapping[str, str], now: Clock) -> Ran:
    dispatch = Dispatch(list=to, draft=duty.draft, deadline_s=duty.deadline_s, state=duty.state)
    sent = send_set(duty.source, duty.order, dispatch, settings, environment, now)
    handed_over = [result for result in sent.results if result.state is State.HANDED_OVER]
    count = sum(result.sent for result in handed_over)
    undelivered = sum(problem.code is Code.NOT_DELIVERED for problem in sent.problems)
    ran = msgspec.structs.replace(ran, sent=count, had=len(handed_over) - count, undelivered=undelivered)
    return _with(ran, *sent.problems)


def _with(ran: Ran, *problems: Problem) -> Ran:
    return msgspec.structs.replace(ran, problems=tuple(dict.fromkeys((*ran.problems, *problems))))


def is_due(problem: Problem) -> bool:
    """Whether a problem is one for a run that nobody watches: a draft is sent when it is none any more."""
    return problem.code is not Code.NOT_FINAL
