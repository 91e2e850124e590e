"""A ledger that cannot be written, read or trusted: nothing is sent without one, and nothing is sent twice for it."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from briefexport.delivery.ledger import Line, State, opened
from briefexport.delivery.outbox import ledger_of
from briefexport.problem import Code, RejectedError
from command import run
from postoffice import Desk, serving
from test_dist_refused import as_nobody, files_up_to, public
from test_ledger import AT, line
from test_send import SEND, desk, post, settings

__all__ = ["desk", "public"]

LEDGER = Path("state") / "briefexport" / "ledger.sqlite3"


def refusal(err: str) -> list[str]:
    """What is said of the ledger, without its place."""
    return [found.partition(": B906 ")[2] for found in err.splitlines() if ": B906 " in found]


def test_a_ledger_of_a_newer_version_is_left_alone(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    post(capfd, Desk(), "--only", "jo@cabinet.example")
    with sqlite3.connect(desk / LEDGER) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    server = Desk()

    status, _, err = post(capfd, server)

    assert (status, server.arrived) == (3, [])
    assert refusal(err) == ["the ledger was written by a newer briefexport"]


def test_a_ledger_of_an_older_version_is_brought_up_and_keeps_what_it_knows(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as old:
        old.execute(
            "CREATE TABLE message (ident TEXT PRIMARY KEY, series TEXT NOT NULL, issue INTEGER NOT NULL, "
            "list TEXT NOT NULL, source TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, "
            "state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', "
            "attempts INTEGER NOT NULL DEFAULT 0, changed_at TEXT NOT NULL) STRICT"
        )
        old.execute("INSERT INTO message VALUES ('<a@x>', 'w', 3, 'l', 's', 'r', 'S', 'handed-over', '', 1, '2030')")
    old.close()

    with opened(tmp_path / "ledger.sqlite3") as ledger:
        found = ledger.line("<a@x>")

    assert found == Line(
        ident="<a@x>",
        series="w",
        issue=3,
        list="l",
        source="s",
        recipient="r",
        subject="S",
        state=State.HANDED_OVER,
        attempts=1,
    )


def problem(folder: Path) -> str:
    """What the ledger of a folder is refused with."""
    with pytest.raises(RejectedError) as refused, ledger_of(folder):
        raise AssertionError("the ledger was opened")
    (found,) = refused.value.problems
    assert (found.code, found.place.file) == (Code.LEDGER, str(folder / "ledger.sqlite3"))
    return found.what


def test_a_ledger_that_may_not_be_written_is_not_used(public: Path) -> None:
    with ledger_of(public) as ledger:
        ledger.intend([line()], AT)
    for each in public.iterdir():
        each.chmod(0o444)

    with as_nobody():
        what = problem(public)

    assert what == "the ledger cannot be used: Permission denied"


def test_a_folder_in_which_nothing_may_be_made_is_told(public: Path) -> None:
    with as_nobody():
        what = problem(public / "state")

    assert what == "the ledger cannot be used: Permission denied"


def test_a_ledger_for_which_there_is_no_room_is_not_used(tmp_path: Path) -> None:
    with files_up_to(100_000):
        what = problem(tmp_path)

    assert what == "the ledger cannot be used: File too large"


FULL_DISK = """
set -e
mount -t tmpfs -o "size=$5" tmpfs "$1"
"$2" "$3" "$4" "$1"
dd if=/dev/zero of="$1/fill" bs=1k 2>/dev/null || true
"$2" "$3" "$4" "$1"
rm "$1/fill"
mount -o remount,size=10m "$1"
"$2" "$3" "$4" "$1"
"""


# With the one the line that a message is on its way finds no room, with the other the line that it has gone.
@pytest.mark.parametrize("size", ["600k", "608k"])
@pytest.mark.slow
def test_a_disk_that_fills_up_on_the_way_stops_the_run_and_repeats_nothing(size: str, tmp_path: Path) -> None:
    desk = Desk()
    program = Path(__file__).with_name("mailfull.py")
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}

    with serving(desk) as server:
        done = subprocess.run(
            [*alone, "sh", "-c", FULL_DISK, "sh", tmp_path, sys.executable, program, str(server.port), size],
            check=False, capture_output=True, env=environment,
        )  # fmt: skip

    first, full, second = map(json.loads, done.stdout.splitlines())
    assert done.stderr == b""
    assert first["stopped"] == "the ledger cannot be written: the disk is full"
    assert full == {"sent": 0, "repeated": 0, "stopped": "the ledger cannot be written: the disk is full"}
    assert 2 < first["sent"] < 40
    assert second == {"sent": 40 - first["sent"], "repeated": 0, "stopped": None}
    assert Counter(address for address, _ in desk.arrived) == {f"{number}@x.example": 1 for number in range(40)}


def test_a_send_that_is_killed_before_it_reads_the_answer_is_repeated_and_says_so(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server = Desk(data=["slow"])
    server.slow_s = 60
    with serving(server) as found:
        Path("briefexport.toml").write_text(settings(found.port), "utf-8")
        first = subprocess.Popen([sys.executable, "-m", "briefexport", *SEND], stderr=subprocess.DEVNULL)
        server.await_a_client()
        first.kill()
        first.wait()
        status, _, err = run(capfd, *SEND)
        server.go_on.set()

    assert desk.is_dir()
    assert (status, err.count("may be a repeat")) == (0, 1)
    assert "B904 the message to asha@cabinet.example may be a repeat; it has the same Message-ID" in err
    assert Counter(address for address, _ in server.arrived) == {"asha@cabinet.example": 2, "jo@cabinet.example": 1}
    assert len({re.findall(rb"(?m)^Message-ID: .*$", data)[0] for _, data in server.arrived}) == 2


# --- two at once


def test_the_one_who_comes_second_waits_and_finds_that_everybody_has_it(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server = Desk(data=["slow"])
    server.slow_s = 60
    command = [sys.executable, "-m", "briefexport", *SEND]
    with serving(server) as found:
        Path("briefexport.toml").write_text(settings(found.port), "utf-8")
        first = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        server.await_a_client()
        at_once = run(capfd, *SEND)
        listed = run(capfd, "outbox")
        threading.Timer(1, server.go_on.set).start()
        patient = run(capfd, *SEND[:-1], "20")
        _, said = first.communicate()

    assert desk.is_dir()
    assert (first.returncode, said.splitlines()[0]) == (0, "asha@cabinet.example: sent")
    assert (at_once[0], refusal(at_once[2])) == (3, ["another run is sending just now"])
    assert sorted(text.split("\t")[1:3] for text in listed[1].splitlines()) == [
        ["intended", "jo@cabinet.example"],
        ["unknown", "asha@cabinet.example"],
    ]
    assert (patient[0], patient[2].splitlines()[0]) == (0, "asha@cabinet.example: has it already")
    assert len(server.arrived) == 2
