"""The ledger of messages: what is written stays written, and a ledger that cannot be trusted is not used."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefexport.delivery.ledger import LedgerError, Line, State, opened

AT = dt.datetime(2030, 5, 2, 6, 0, tzinfo=dt.UTC)


def line(ident: str = "<a@x.example>", issue: int = 3, recipient: str = "jo@cabinet.example") -> Line:
    return Line(
        ident=ident, series="water", issue=issue, list="cabinet", source="water.yaml", recipient=recipient, subject="S"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.sqlite3"


def state(path: Path, ident: str = "<a@x.example>") -> State | None:
    with opened(path) as ledger:
        found = ledger.line(ident)
    return found.state if found else None


def test_what_is_meant_to_be_sent_is_written_down_first(path: Path) -> None:
    with opened(path) as ledger:
        ledger.intend([line()], AT)

    assert state(path) is State.INTENDED
    assert state(path, "<b@x.example>") is None


def test_a_message_that_was_handed_over_is_not_meant_again(path: Path) -> None:
    with opened(path) as ledger:
        ledger.intend([line()], AT)
        ledger.mark(line().ident, State.HANDED_OVER, AT)
        ledger.intend([line()], AT)

    assert state(path) is State.HANDED_OVER


def test_every_attempt_is_counted_and_the_last_reason_kept(path: Path) -> None:
    with opened(path) as ledger:
        ledger.intend([line()], AT)
        for reason in ("451 later", "550 nobody here"):
            ledger.mark(line().ident, State.UNKNOWN, AT)
            ledger.mark(line().ident, State.REFUSED, AT, reason, ended=True)
        (found,) = ledger.undelivered()

    assert (found.attempts, found.reason, found.state) == (2, "550 nobody here", State.REFUSED)


def test_what_was_delivered_or_dropped_is_not_undelivered(path: Path) -> None:
    with opened(path) as ledger:
        for number, each in enumerate(State):
            ledger.intend([line(f"<{number}@x.example>")], AT)
            ledger.mark(f"<{number}@x.example>", each, AT)
        found = [each.state for each in ledger.undelivered()]

    assert found == [State.INTENDED, State.UNKNOWN, State.REFUSED]


def test_the_issue_before_is_the_last_one_that_this_recipient_got(path: Path) -> None:
    with opened(path) as ledger:
        for issue, recipient, each in (
            (1, "jo@cabinet.example", State.HANDED_OVER),
            (2, "jo@cabinet.example", State.HANDED_OVER),
            (3, "jo@cabinet.example", State.REFUSED),
            (3, "asha@cabinet.example", State.HANDED_OVER),
        ):
            ident = f"<{issue}.{recipient}>"
            ledger.intend([line(ident, issue, recipient)], AT)
            ledger.mark(ident, each, AT)
        found = [ledger.last_before("water", issue, "jo@cabinet.example") for issue in (1, 2, 4)]

    assert found == [None, "<1.jo@cabinet.example>", "<2.jo@cabinet.example>"]


def test_nobody_else_can_read_it(path: Path) -> None:
    with opened(path):
        pass

    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("data", [b"Dear Minister, " * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_ledger_is_not_used(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)

    with pytest.raises(LedgerError), opened(path):
        pass
    assert path.read_bytes() == data


def test_a_ledger_where_none_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder", "utf-8")

    with pytest.raises(LedgerError, match="cannot be used"), opened(tmp_path / "state" / "ledger.sqlite3"):
        pass


@pytest.mark.slow
def test_what_was_written_before_a_kill_is_there_after_it(path: Path) -> None:
    script = (
        "import os, signal, sys, datetime as dt\n"
        "from pathlib import Path\n"
        "from briefexport.delivery.ledger import Line, State, opened\n"
        "at = dt.datetime(2030, 5, 2, tzinfo=dt.UTC)\n"
        "line = Line(ident='<a@x.example>', series='w', issue=3, list='l', source='s', recipient='r', subject='S')\n"
        "with opened(Path(sys.argv[1])) as ledger:\n"
        "    ledger.intend([line], at)\n"
        "    ledger.mark(line.ident, State.UNKNOWN, at)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}

    done = subprocess.run([sys.executable, "-c", script, path], env=environment, check=False)

    assert done.returncode == -signal.SIGKILL
    assert state(path) is State.UNKNOWN
