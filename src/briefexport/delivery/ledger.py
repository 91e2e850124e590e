"""The ledger: what became of every message, so that each is sent once. SQLite; a power cut loses no line of it."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

import msgspec

_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
  ident TEXT PRIMARY KEY, series TEXT NOT NULL, issue INTEGER NOT NULL, list TEXT NOT NULL, source TEXT NOT NULL,
  recipient TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0, changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS by_state ON message (state);
"""
_PATIENCE_S = 10


class State(Enum):
    """How far a message has come.

    INTENDED: not handed over yet. SENDING: on its way just now, or when a run died: nobody knows. HANDED_OVER: the
    server has it. REFUSED: the server will never take it. DROPPED: somebody decided that it is not to be sent.
    """

    INTENDED = "intended"
    SENDING = "sending"
    HANDED_OVER = "handed-over"
    REFUSED = "refused"
    DROPPED = "dropped"


UNDELIVERED = (State.INTENDED, State.SENDING, State.REFUSED)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A message in the ledger; `reason` is what the server said last."""

    ident: str
    series: str
    issue: int
    list: str
    source: str
    recipient: str
    subject: str
    state: State = State.INTENDED
    reason: str = ""
    attempts: int = 0


class LedgerError(Exception):
    """The ledger cannot be read or written: nothing may be sent, for nobody could know whether it was."""


class Ledger:
    """Every change is on the disk when its call returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def line(self, ident: str) -> Line | None:
        """The line of a message; None when it was never meant to be sent."""
        found = self._lines("WHERE ident = ?", ident)
        return found[0] if found else None

    def undelivered(self) -> list[Line]:
        """Every message that should have gone and did not, in the order of their ids."""
        marks = ", ".join("?" * len(UNDELIVERED))
        return self._lines(f"WHERE state IN ({marks}) ORDER BY ident", *(state.value for state in UNDELIVERED))

    def last_before(self, series: str, issue: int, recipient: str) -> str | None:
        """The id of the message with the issue before this one that the recipient got; None when there was none."""
        found = self._lines(
            "WHERE series = ? AND issue < ? AND recipient = ? AND state = ? "
            "ORDER BY issue DESC, changed_at DESC LIMIT 1",
            series, issue, recipient, State.HANDED_OVER.value,
        )  # fmt: skip
        return found[0].ident if found else None

    def intend(self, line: Line, at: dt.datetime) -> None:
        """Writes a message down before anything is sent; one that stands there already stays as it is."""
        values = {name: getattr(line, name) for name in Line.__struct_fields__}
        values |= {"state": line.state.value, "changed_at": at.isoformat()}
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        statement = f"INSERT INTO message ({names}) VALUES ({marks}) ON CONFLICT (ident) DO NOTHING"  # noqa: S608
        self._run(statement, *values.values())

    def mark(self, ident: str, state: State, at: dt.datetime, reason: str = "") -> None:
        """What became of a message. One that is being sent counts as an attempt."""
        self._run(
            "UPDATE message SET state = ?, reason = ?, attempts = attempts + ?, changed_at = ? WHERE ident = ?",
            state.value, reason, int(state is State.SENDING), at.isoformat(), ident,
        )  # fmt: skip

    def _lines(self, where: str, *values: object) -> list[Line]:
        names = Line.__struct_fields__
        statement = f"SELECT {', '.join(names)} FROM message {where}"  # noqa: S608 - words of our own
        with _told():
            rows = self._connection.execute(statement, values).fetchall()
        return [msgspec.convert(dict(zip(names, row, strict=True)), Line) for row in rows]

    def _run(self, statement: str, *values: object) -> None:
        with _told(), self._connection:
            self._connection.execute(statement, values)


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """The ledger in a file, made with its folder when missing.

    Raises:
        LedgerError: it is damaged, or cannot be read or written.
    """
    with _told():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_PATIENCE_S)
    try:
        with _told():
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(_SCHEMA)
            path.chmod(0o600)
            _look_over(connection)
        yield Ledger(connection)
    finally:
        connection.close()


def _look_over(connection: sqlite3.Connection) -> None:
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise LedgerError(f"the ledger is damaged: {said}")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(f"the ledger cannot be used: {error}") from None
    except OSError as error:
        raise LedgerError(f"the ledger cannot be used: {error.strerror}") from None
