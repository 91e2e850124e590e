"""The ledger of one folder: held by one run at a time, and what an operator may do with what it did not deliver."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefexport.problem import Code, Place, Problem, RejectedError

from .ledger import Ledger, LedgerError, Line, State, opened
from .round import Clock

LEDGER = "ledger.sqlite3"


@contextmanager
def ledger_of(folder: Path, wait_s: float = 0) -> Iterator[Ledger]:
    """The ledger, for this run alone: of two that send at once, the second waits, and is then told to come back.

    Raises:
        RejectedError: it cannot be used, or another run has it.
    """
    from filelock import FileLock, Timeout

    path = folder / LEDGER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=wait_s)
        lock.acquire()
    except Timeout:
        what, fix = "another run is sending just now", "run this again when it has ended"
        raise RejectedError([ledger_problem(folder, LedgerError(what, fix))]) from None
    except OSError as error:
        raise RejectedError([ledger_problem(folder, LedgerError(_unusable(error)))]) from None
    try:
        with opened(path) as ledger:
            yield ledger
    except LedgerError as error:
        raise RejectedError([ledger_problem(folder, error)]) from None
    finally:
        lock.release()


def undelivered(folder: Path) -> list[Line]:
    """What should have gone and did not; it can be asked while another run is sending.

    Raises:
        RejectedError: the ledger cannot be used.
    """
    try:
        if not (folder / LEDGER).exists():
            return []
        with opened(folder / LEDGER, to_send=False) as ledger:
            return ledger.undelivered()
    except LedgerError as error:
        raise RejectedError([ledger_problem(folder, error)]) from None
    except OSError as error:
        raise RejectedError([ledger_problem(folder, LedgerError(_unusable(error)))]) from None


def retry(ledger: Ledger, lines: list[Line], now: Clock) -> None:
    """Lets the next run try these again; one that may have arrived is still known to be a repeat."""
    for line in lines:
        if line.state in (State.REFUSED, State.DROPPED):
            state = State.UNKNOWN if line.may_have_arrived else State.INTENDED
            ledger.mark(line.ident, state, now(), line.reason)


def drop(ledger: Ledger, line: Line, now: Clock) -> None:
    """Keeps every later run from sending it."""
    ledger.mark(line.ident, State.DROPPED, now(), line.reason, doubtful=line.may_have_arrived)


def ledger_problem(folder: Path, error: LedgerError) -> Problem:
    """What is wrong with the ledger of a folder, as everybody is told it."""
    return Problem(Place(str(folder / LEDGER)), Code.LEDGER, error.what, error.fix)


def _unusable(error: OSError) -> str:
    return f"the ledger cannot be used: {error.strerror}"
