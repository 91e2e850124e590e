"""The ledger: what became of every message, so that each is sent once. SQLite; a power cut loses no line of it."""

import datetime as dt
import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

import msgspec

# What brings a ledger from each version to the next. A new version is added at the end; none is ever changed.
_VERSIONS = (
    """
    CREATE TABLE IF NOT EXISTS message (
      ident TEXT PRIMARY KEY, series TEXT NOT NULL, issue INTEGER NOT NULL, list TEXT NOT NULL, source TEXT NOT NULL,
      recipient TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
      attempts INTEGER NOT NULL DEFAULT 0, changed_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS by_state ON message (state);
    """,
    """
    ALTER TABLE message ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX by_recipient ON message (recipient, series, issue);
    """,
)
_PATIENCE_S = 10
_RESERVE_BYTES = 256 * 1024


class State(Enum):
    """How far a message has come.

    INTENDED: not handed over yet. UNKNOWN: on its way just now, or when a run or a connection died: nobody knows.
    HANDED_OVER: the server has it. REFUSED: the server will never take it. DROPPED: somebody decided that it is not to
    be sent. REPLACED: a newer set was made before it went, or its recipient left the list.
    """

    INTENDED = "intended"
    UNKNOWN = "unknown"
    HANDED_OVER = "handed-over"
    REFUSED = "refused"
    DROPPED = "dropped"
    REPLACED = "replaced"


UNDELIVERED = (State.INTENDED, State.UNKNOWN, State.REFUSED)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A message in the ledger; `reason` is what the server said last.

    `attempts` are those that have ended. `doubtful` when one that was refused may have arrived at an attempt before.
    """

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
    doubtful: bool = False

    @property
    def may_have_arrived(self) -> bool:
        """Whether sending it now may be a repeat."""
        return self.doubtful or self.state in (State.UNKNOWN, State.HANDED_OVER)


class LedgerError(Exception):
    """The ledger cannot be read or written: nothing may be sent, for nobody could know whether it was."""

    def __init__(self, what: str, fix: str = "see to its rights and to its folder") -> None:
        super().__init__(what, fix)
        self.what, self.fix = what, fix


class Ledger:
    """Every change is on the disk when its call returns."""

    def __init__(self, connection: sqlite3.Connection, reserve: Path) -> None:
        self._connection, self._reserve = connection, reserve
        self._is_full = False

    def line(self, ident: str) -> Line | None:
        """The line of a message; None when it was never meant to be sent."""
        found = self._lines("WHERE ident = ?", ident)
        return found[0] if found else None

    def undelivered(self) -> list[Line]:
        """Every message that should have gone and did not, in the order of their ids."""
        return self.of(*UNDELIVERED)

    def of(self, *states: State) -> list[Line]:
        """Every message in one of these states, in the order of their ids."""
        return self._lines(f"WHERE state IN ({_marks(states)}) ORDER BY ident", *(state.value for state in states))

    def last_before(self, series: str, issue: int, recipient: str) -> str | None:
        """The id of the message with the issue before this one that the recipient got; None when there was none."""
        found = self._lines(
            "WHERE recipient = ? AND series = ? AND issue < ? AND state = ? "
            "ORDER BY issue DESC, changed_at DESC LIMIT 1",
            recipient, series, issue, State.HANDED_OVER.value,
        )  # fmt: skip
        return found[0].ident if found else None

    def intend(self, lines: Sequence[Line], at: dt.datetime) -> None:
        """Writes messages down before anything is sent, all or none; what stands there already stays as it is.

        One that was replaced is meant again.
        """
        with _told(), self._connection:
            for line in lines:
                values = {name: getattr(line, name) for name in Line.__struct_fields__}
                values |= {"state": line.state.value, "doubtful": int(line.doubtful), "changed_at": at.isoformat()}
                statement = (
                    f"INSERT INTO message ({', '.join(values)}) VALUES ({_marks(values)}) "  # noqa: S608 - our own words
                    "ON CONFLICT (ident) DO UPDATE SET state = excluded.state, reason = '' WHERE state = ?"
                )
                self._connection.execute(statement, (*values.values(), State.REPLACED.value))

    def mark(
        self,
        ident: str,
        state: State,
        at: dt.datetime,
        reason: str = "",
        *,
        ended: bool = False,
        doubtful: bool = False,
    ) -> None:
        """What became of a message. `ended` when an attempt has come to its end, well or not."""
        statement = (
            "UPDATE message SET state = ?, reason = ?, attempts = attempts + ?, doubtful = ?, changed_at = ? "
            "WHERE ident = ?"
        )
        values = (state.value, reason, int(ended), int(doubtful), at.isoformat(), ident)
        if self._is_full and not ended:
            raise _full()
        with _told():
            try:
                self._run(statement, values)
            except sqlite3.OperationalError as error:
                # What has happened already must not be forgotten; nothing new is begun.
                if error.sqlite_errorcode != sqlite3.SQLITE_FULL or not (ended and self._give_room()):
                    raise
                self._run(statement, values)

    def _run(self, statement: str, values: Sequence[object]) -> None:
        with self._connection:
            self._connection.execute(statement, values)

    def _give_room(self) -> bool:
        self._is_full = True
        try:
            self._reserve.unlink()
        except OSError:
            return False
        return True

    def _lines(self, where: str, *values: object) -> list[Line]:
        names = Line.__struct_fields__
        statement = f"SELECT {', '.join(names)} FROM message {where}"  # noqa: S608 - words of our own
        with _told():
            rows = self._connection.execute(statement, values).fetchall()
        return [msgspec.convert(dict(zip(names, row, strict=True)), Line, strict=False) for row in rows]


@contextmanager
def opened(path: Path, *, to_send: bool = True) -> Iterator[Ledger]:
    """The ledger in a file, made with its folder when missing.

    `to_send` keeps a little room on the disk beside it, for the lines that must be written when there is no other left.

    Raises:
        LedgerError: it is damaged, from a newer version, or cannot be read or written.
    """
    reserve = path.with_name(f"{path.name}.reserve")
    with _told():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        if to_send:
            _keep_room(reserve)
        connection = sqlite3.connect(path, timeout=_PATIENCE_S)
    try:
        with _told():
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            _look_over(connection)
            _bring_up(connection)
        yield Ledger(connection, reserve)
    finally:
        with suppress(sqlite3.Error):
            connection.close()


def _keep_room(reserve: Path) -> None:
    file = os.open(reserve, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(file, 0, _RESERVE_BYTES)
    finally:
        os.close(file)


def _look_over(connection: sqlite3.Connection) -> None:
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise _damaged(said)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(_VERSIONS):
        raise LedgerError("the ledger was written by a newer briefexport", "use that one, or a newer one still")


def _bring_up(connection: sqlite3.Connection) -> None:
    """The ledger as this version has it; fails where nothing can be written."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    steps = "".join(_VERSIONS[version:])
    if steps:
        connection.executescript(f"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {len(_VERSIONS)}; COMMIT")
    else:
        connection.executescript("BEGIN IMMEDIATE; ROLLBACK")


def _marks(values: Sequence[object] | dict[str, object]) -> str:
    return ", ".join("?" * len(values))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _damaged(str(error)) from None
        if code == sqlite3.SQLITE_FULL:
            raise _full() from None
        raise LedgerError(f"the ledger cannot be used: {error}") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full() from None
        raise LedgerError(f"the ledger cannot be used: {error.strerror}") from None


def _full() -> LedgerError:
    return LedgerError("the ledger cannot be written: the disk is full", "make room, then run this again")


def _damaged(said: str) -> LedgerError:
    fix = (
        "bring it back from a copy; without one, move it and what lies beside it away: everybody gets what they may "
        "have already"
    )
    return LedgerError(f"the ledger is damaged: {said}", fix)
