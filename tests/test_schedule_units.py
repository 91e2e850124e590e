"""Timers of systemd: read by systemd's own tools, and run at the times that cron would."""

import datetime as dt
import os
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from briefexport.schedule.block import CrontabError
from briefexport.schedule.plan import add_to_systemd, planned, remove
from briefexport.schedule.task import Task
from briefexport.schedule.timer import calendar_of, unit_folder, units_of
from briefexport.schedule.timing import read_timing
from consumers import program

ODD = Path('/srv/it\'s 50% "new" $HOME \\ é.yaml')


def analyze(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """What systemd says of a calendar or of units."""
    environment = {"PATH": os.defpath, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder), "TZ": "UTC", "LC_ALL": "C"}
    return subprocess.run(
        [program("systemd-analyze"), *arguments],
        env=environment,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ("0 6 * * 1-5", ("Mon,Tue,Wed,Thu,Fri *-*-* 06:00:00",)),
        ("*/20 * * * *", ("*-*-* *:00,20,40:00",)),
        ("15 6 1 1,7 *", ("*-01,07-01 06:15:00",)),
        ("0 6 * * 0,7", ("Sun *-*-* 06:00:00",)),
        ("0 6 1 * 1", ("*-*-01 06:00:00", "Mon *-*-* 06:00:00")),
    ],
)
def test_a_cron_line_is_a_calendar_of_systemd(fields: str, lines: tuple[str, ...]) -> None:
    assert calendar_of(read_timing(fields), None) == lines


@pytest.mark.parametrize("fields", ["0 6 * * 1-5", "*/20 6-8 * * *", "15 6 1 1,7 *", "30 2 28-31 * *", "0 0 */2 * *"])
def test_systemd_and_cron_come_at_the_same_times(fields: str, tmp_path: Path) -> None:
    since = dt.datetime(2026, 10, 20, tzinfo=dt.UTC)
    (line,) = calendar_of(read_timing(fields), "UTC")

    said = analyze("calendar", "--iterations=4", f"--base-time={since:%Y-%m-%d %H:%M:%S} UTC", line, folder=tmp_path)
    at = [row.split(": ", 1)[1] for row in said.stdout.splitlines() if "elapse:" in row or "Iter. #" in row]

    assert said.returncode == 0, said.stderr
    expected = [f"{run:%a %Y-%m-%d %H:%M:%S} UTC" for run in read_timing(fields).after(since, ZoneInfo("UTC"), 4)]
    assert at == expected


def test_systemd_takes_the_units_and_the_task_comes_back(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    source = tmp_path / ODD.name
    task = Task(source=source, to="cabinet", variables={"XDG_STATE_HOME": "/var/50% $x"})

    paths = add_to_systemd(read_timing("0 6 1 * 1"), task, "Asia/Kolkata", environment)
    said = analyze("verify", "--user", paths[0], folder=tmp_path)
    (found,) = planned(environment)

    assert (said.returncode, said.stderr) == (0, "")
    assert (found.ident, found.zone, found.task, found.timing) == (
        task.ident, "Asia/Kolkata", task, read_timing("0 6 1 * 1"),
    )  # fmt: skip
    assert "Persistent=yes" in paths[0].read_text("utf-8")


def test_a_unit_that_systemd_would_not_take_is_noticed(tmp_path: Path) -> None:
    (timer, _) = add_to_systemd(read_timing("0 6 * * *"), Task(source=ODD), None, {"XDG_CONFIG_HOME": str(tmp_path)})
    timer.write_text(timer.read_text("utf-8").replace("OnCalendar=", "OnCalendar=never"), "utf-8")

    assert "Failed to parse calendar specification" in analyze("verify", "--user", timer, folder=tmp_path).stderr


def test_what_is_removed_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path)}
    folder = unit_folder(environment)
    paths = add_to_systemd(read_timing("0 6 * * *"), Task(source=ODD), None, environment)
    assert folder is not None
    wanted = folder / "timers.target.wants"
    wanted.mkdir()
    (wanted / paths[0].name).symlink_to(paths[0])

    for found in planned(environment):
        remove(found, environment)

    assert [path.name for path in folder.rglob("*") if not path.is_dir()] == []
    assert not (wanted / paths[0].name).is_symlink()


@pytest.mark.parametrize("name", ["a\nb.yaml", "a\udcff.yaml"])
def test_what_no_unit_can_hold_is_refused(name: str) -> None:
    with pytest.raises(CrontabError) as raised:
        units_of(read_timing("0 6 * * *"), Task(source=Path("/srv") / name), None)

    assert raised.value.fix == "rename the file or the folder"


def test_without_a_home_there_is_no_place_for_units() -> None:
    with pytest.raises(CrontabError) as raised:
        add_to_systemd(read_timing("0 6 * * *"), Task(source=ODD), None, {})

    assert unit_folder({}) is None
    assert "HOME is not set" in raised.value.what
