"""`briefexport doctor`: each thing that will keep a run from its work is named, with what to do about it."""

import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine

from briefexport.delivery.ledger import Line
from briefexport.delivery.outbox import LEDGER, ledger_of
from briefexport.dist import held
from briefexport.doctor import Finding, Patient, State, examine
from briefexport.schedule.crontab import is_kept
from briefexport.schedule.plan import add_to_systemd
from briefexport.schedule.task import Task
from briefexport.schedule.timing import read_timing
from command import run
from postoffice import Desk, certificate, free_port, serving
from test_verify import TEXT

MAIL = """\
[mail]
host = "127.0.0.1"
port = {port}
security = "{security}"
sender = "desk@ministry.example"
{more}
[operator]
email = "duty@ministry.example"

[[lists.cabinet]]
email = "asha@cabinet.example"
marking = "SECRET"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a briefing; commands run in there."""
    monkeypatch.chdir(tmp_path)
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    Path("water.yaml").write_text(TEXT, "utf-8")
    return tmp_path


def settle(port: int, security: str = "none", more: str = "") -> None:
    Path("briefexport.toml").write_text(MAIL.format(port=port, security=security, more=more), "utf-8")


def found(folder: Path, about: str, source: str | None = "water.yaml") -> list[Finding]:
    patient = Patient(
        source=Path(source) if source else None,
        into=Path("dist"),
        templates=(),
        state=folder / "state" / "briefexport",
        shelf=None,
        environment=os.environ,
        at=dt.datetime.now(dt.UTC),
    )
    return [finding for finding in examine(patient) if finding.about == about]


def test_where_all_is_well_each_line_says_so_and_nothing_is_left_behind(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    desk = Desk()
    with serving(desk) as server:
        settle(server.port)
        status, out, err = run(capfd, "doctor", "water.yaml")

    assert (status, err) == (0, "")
    assert [line[:9].rstrip() for line in out.splitlines()] == ["✓ ok"] * 12
    assert "documents      memo, one-pager, tracker and mail come out" in out
    assert "no message was sent" in out
    assert desk.arrived == []
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["briefexport.toml", "water.yaml"]


def test_a_program_reads_the_same(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "doctor", "--json")
    told = json.loads(out)

    assert folder.is_dir()
    assert (status, told["status"]) == (0, 0)
    assert {"about": "settings", "state": "warning"}.items() <= next(
        finding for finding in told["findings"] if finding["about"] == "settings"
    ).items()


def test_without_a_briefing_and_from_anywhere_the_sample_shows_whether_documents_come_out(folder: Path) -> None:
    Path("water.yaml").unlink()

    (documents,) = found(folder, "documents", source=None)

    assert documents.state is State.OK


def test_a_briefing_with_mistakes_is_told_with_their_places(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("water.yaml").write_text(TEXT.replace("status: for-clearance", "status: ready"), "utf-8")

    status, out, _ = run(capfd, "doctor", "water.yaml")

    assert folder.is_dir()
    assert status == 1
    assert "✗ fails    briefing       water.yaml:" in out
    assert "fix: write " in out


def test_wrong_settings_are_told_with_their_places(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("briefexport.toml").write_text("[mail]\nhots = 'x'\n", "utf-8")

    status, out, _ = run(capfd, "doctor", "water.yaml")

    assert folder.is_dir()
    assert status == 2
    assert "✗ fails    settings       briefexport.toml:2:1: B703 `hots` is not a setting" in out


def test_a_mistake_in_a_template_or_a_label_is_told(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "templates" / "labels").mkdir(parents=True)
    (folder / "templates" / "mail.txt.j2").write_text("{{ nothing_of_that_name }}", "utf-8")
    template = run(capfd, "doctor", "water.yaml")
    (folder / "templates" / "labels" / "fr.toml").write_text("[language]\ntag = \n", "utf-8")
    label = run(capfd, "doctor", "water.yaml")

    assert (template[0], label[0]) == (2, 2)
    assert "mail.txt.j2:1: " in template[1]
    assert "fr.toml:2" in label[1]


def test_a_server_that_is_not_there_is_told_and_does_not_keep_the_rest_waiting(folder: Path) -> None:
    settle(free_port())

    (server,) = found(folder, "mail server")

    assert (server.state, server.said) == (State.FAILS, "the server cannot be reached: Connection refused")
    assert "`host` and `port`" in server.fix


def test_a_certificate_that_nobody_vouches_for_is_told(folder: Path) -> None:
    with serving(Desk(), certificate(folder)) as server:
        settle(server.port, "starttls")

        (told,) = found(folder, "mail server")

    assert told.state is State.FAILS
    assert "certificate is not to be trusted" in told.said


def test_a_login_is_tried_and_the_password_is_not_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = 'user = "water"\nauthority = "authority.pem"\n[mail.password]\nenvironment = "OUR_PASSWORD"\n'
    desk = Desk()
    told = []
    with serving(desk, certificate(folder), login=True) as server:
        settle(server.port, "starttls", more)
        for password in ("hunter2", "wrong-one"):
            monkeypatch.setenv("OUR_PASSWORD", password)
            told += found(folder, "mail server")

    assert [finding.state for finding in told] == [State.OK, State.FAILS]
    assert told[0].said.endswith("starttls, logged in; no message was sent")
    assert "the server does not let water in" in told[1].said
    assert not any(secret in repr(told) for secret in ("hunter2", "wrong-one"))
    assert desk.arrived == []


def test_folders_that_cannot_be_written_to_are_told(folder: Path) -> None:
    Path("dist").write_text("a file", "utf-8")
    (folder / "state").symlink_to("/proc/self")

    (output,) = found(folder, "output folder")
    (state,) = found(folder, "state folder")

    assert (output.state, state.state) == (State.FAILS, State.FAILS)
    assert "is a file" in output.said
    assert "cannot be written to" in state.said


def test_a_disk_that_is_nearly_full_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No disk can be filled here without harm; what the system says of it is all that is put in its place."""
    usage = shutil.disk_usage(folder)
    states = []
    for free in (50_000_000, 5_000_000):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: usage._replace(free=free))
        states += [finding.state for finding in found(folder, "output folder")]

    assert states == [State.WARNING, State.FAILS]


def test_a_clock_that_cannot_be_right_is_told(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(dt.datetime(1970, 1, 3, tzinfo=dt.UTC)):
        status, out, _ = run(capfd, "doctor")

    assert folder.is_dir()
    assert status == 3
    assert "✗ fails    clock" in out
    assert "which cannot be" in out
    assert "minutes off ours" in out


def test_a_run_in_the_folder_and_an_open_tracker_are_told(folder: Path) -> None:
    Path("dist").mkdir()
    Path("dist/.~lock.water-tracker.xlsx#").write_text("Jo Byrne,jo,host,now;", "utf-8")

    with held(Path("dist")):
        (lock,) = found(folder, "lock")
    (free,) = found(folder, "lock")
    (tracker,) = found(folder, "tracker")

    assert (lock.state, free.state, tracker.state) == (State.WARNING, State.OK, State.WARNING)
    assert f"process {os.getpid()}" in lock.said
    assert "Jo Byrne" in tracker.said


def test_a_damaged_ledger_and_undelivered_mail_are_told(folder: Path) -> None:
    state = folder / "state" / "briefexport"
    line = Line(
        ident="<1@here>", series="water", issue=1, list="cabinet", source="w.yaml", recipient="a@b.example", subject="W"
    )
    with ledger_of(state) as ledger:
        ledger.intend([line], dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    (waiting,) = found(folder, "ledger")
    sqlite3.connect(state / LEDGER).close()
    (state / LEDGER).write_bytes(b"no ledger " * 1000)
    (damaged,) = found(folder, "ledger")

    assert (waiting.state, waiting.fix) == (State.WARNING, "`briefexport outbox` says which, and why")
    assert (damaged.state, "damaged" in damaged.said) == (State.FAILS, True)


def test_a_schedule_whose_briefing_is_gone_is_told(folder: Path) -> None:
    task = Task(source=folder / "gone.yaml")
    add_to_systemd(read_timing("0 6 * * *"), task, None, os.environ)

    (told,) = found(folder, "schedule")

    assert told.state is State.FAILS
    assert told.fix == f"run `briefexport schedule remove {task.ident}`, then add it again"


def test_a_schedule_whose_python_is_gone_is_told(folder: Path) -> None:
    task = Task(source=folder / "water.yaml", program="/gone/bin/python")
    add_to_systemd(read_timing("0 6 * * *"), task, None, os.environ)

    (told,) = found(folder, "schedule")

    assert told.state is State.FAILS
    assert told.said == f"{task.ident} starts /gone/bin/python, which is not there any more"


def test_a_machine_on_which_no_cron_runs_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "17").mkdir()
    (tmp_path / "17" / "comm").write_text("sshd\n", "utf-8")
    without = is_kept(tmp_path)
    (tmp_path / "18").mkdir()
    (tmp_path / "18" / "comm").write_text("cron\n", "utf-8")

    assert (without, is_kept(tmp_path), is_kept(tmp_path / "nothing")) == (False, True, True)


def test_it_works_with_next_to_no_environment(folder: Path) -> None:
    environment = {"XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C"}

    done = subprocess.run(
        [sys.executable, "-P", "-m", "briefexport", "doctor"],
        cwd=folder, env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")
    assert "✓ ok       clock".encode() in done.stdout
    assert b"\x1b" not in done.stdout
