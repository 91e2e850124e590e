"""`briefexport schedule`: what it installs, shows and takes away, and what it refuses; with the real `crontab`."""

import datetime as dt
import json
import os
import sys
from pathlib import Path

import pytest

from briefexport.schedule.crontab import NoCrontabError, read_crontab
from command import run
from keeper import Keeper
from test_cron import OTHERS
from test_verify import TEXT
from watch import SETTINGS

SIX = ("--every", "weekday", "--at", "06:00")


@pytest.fixture
def keeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """A folder with a briefing, and a crontab of its own; commands run in there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("STATE", "CONFIG"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    Path("water.yaml").write_text(TEXT, "utf-8")
    Path("briefexport.toml").write_text(SETTINGS.format(port=25), "utf-8")
    return Keeper(tmp_path)


@pytest.fixture
def no_crontab(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the program: in this process it would be the crontab of whoever runs the tests."""
    monkeypatch.setenv("PATH", str(keeper.folder))
    monkeypatch.setattr(os, "defpath", str(keeper.folder))


def test_a_briefing_is_scheduled_shown_changed_and_taken_out_again(keeper: Keeper) -> None:
    keeper.write(OTHERS)

    added = keeper.briefexport("schedule", "add", "water.yaml", *SIX, "--send", "cabinet")
    changed = keeper.briefexport("schedule", "add", "water.yaml", "--cron", "30 7 * * *", "--send", "cabinet")
    listed = keeper.briefexport("schedule")
    between = keeper.crontab()
    removed = keeper.briefexport("schedule", "remove", "water.yaml")

    ident = added.stdout.split("\t")[0]
    source = str(Path("water.yaml").absolute())
    assert (added.returncode, added.stdout) == (0, f"{ident}\t0 6 * * 1-5\tcron\t{source}\tcabinet\n")
    assert listed.stdout == changed.stdout == f"{ident}\t30 7 * * *\tcron\t{source}\tcabinet\n"
    assert between.startswith(OTHERS)
    assert between.count("briefexport run") == 1
    assert (removed.returncode, keeper.crontab()) == (0, OTHERS)


def test_the_next_five_runs_are_shown_with_the_zone_they_count_in(keeper: Keeper) -> None:
    done = keeper.briefexport("schedule", "add", "water.yaml", *SIX)

    lines = done.stderr.splitlines()
    runs = [dt.datetime.strptime(line.strip(), "%a %d %b %Y, %H:%M %z") for line in lines[1:6]]
    assert lines[0].startswith("  the next runs, in the time zone ")
    assert len(set(runs)) == 5
    assert {(run.hour, run.minute) for run in runs} == {(6, 0)}
    assert max(run.weekday() for run in runs) <= 4


def test_the_line_needs_nothing_of_the_terminal_it_was_written_in(keeper: Keeper) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": "/var/state of ours", "XDG_CONFIG_HOME": "here"}
    options = ("--templates", "ours", "--into", "out", "--deadline", "90", "--draft", "--send", "cabinet")

    keeper.briefexport("schedule", "add", "water.yaml", *SIX, *options, env=environment)

    (line,) = [line for line in keeper.crontab().splitlines() if not line.startswith("#")]
    here = Path.cwd()
    assert line.startswith("0 6 * * 1-5 XDG_STATE_HOME='/var/state of ours' /")
    assert line.endswith(
        f" -P -m briefexport run {here}/water.yaml --send cabinet --into {here}/out "
        f"--templates {here}/ours --deadline 90 --draft --quiet"
    )


def test_where_there_was_no_crontab_there_is_none_after(keeper: Keeper) -> None:
    keeper.briefexport("schedule", "add", "water.yaml", *SIX)

    assert keeper.briefexport("schedule", "remove", "water").returncode == 0
    assert keeper.run("crontab", "-l").stderr == "no crontab for root\n"


@pytest.mark.slow
def test_of_several_added_at_once_none_is_lost(keeper: Keeper) -> None:
    """In one namespace: a crontab that all of them see."""
    add = f'"{sys.executable}" -P -m briefexport schedule add $name --every day --at 06:00 & '
    names = [f"water-{number}.yaml" for number in range(4)]
    for name in names:
        Path(name).write_text(TEXT, "utf-8")

    done = keeper.run("sh", "-c", f"for name in {' '.join(names)}; do {add} done; wait")

    sources = [line.split("\t")[3] for line in keeper.briefexport("schedule").stdout.splitlines()]
    assert done.returncode == 0
    assert sorted(Path(source).name for source in sources) == names


def test_where_no_state_can_be_kept_it_is_told(keeper: Keeper) -> None:
    done = keeper.briefexport(
        "schedule", "add", "water.yaml", *SIX, env={**os.environ, "XDG_STATE_HOME": "/proc/nowhere"}
    )

    assert done.returncode == 3
    assert "/proc/nowhere/briefexport: B608 nothing was scheduled: No such file or directory" in done.stderr


def test_one_of_two_lists_is_taken_out_by_its_id(keeper: Keeper) -> None:
    keeper.briefexport("schedule", "add", "water.yaml", *SIX)
    ident = keeper.briefexport("schedule", "add", "water.yaml", *SIX, "--send", "cabinet").stdout.split("\t")[0]

    unclear = keeper.briefexport("schedule", "remove", "water-")
    removed = keeper.briefexport("schedule", "remove", ident)
    left = json.loads(keeper.briefexport("schedule", "--json").stdout)["schedule"]

    assert (unclear.returncode, removed.returncode) == (2, 0)
    assert "more than one run is scheduled as 'water-'" in unclear.stderr
    assert [(one["list"], len(one["next"])) for one in left] == [(None, 5)]


def test_what_crontab_itself_refuses_is_told_and_changes_nothing(keeper: Keeper) -> None:
    keeper.write(OTHERS)
    program = keeper.folder / "bin"
    program.mkdir()
    (program / "crontab").write_text('#!/bin/sh\n[ "$1" = -l ] || { echo not today >&2; exit 1; }\n', "utf-8")
    (program / "crontab").chmod(0o755)
    environment = {**os.environ, "PATH": f"{program}:{os.environ['PATH']}"}

    done = keeper.briefexport("schedule", "add", "water.yaml", *SIX, env=environment)

    assert done.returncode == 3
    assert "B608 your crontab could not be written: not today\n  fix: run `crontab -l` by hand" in done.stderr
    assert keeper.crontab() == OTHERS


def test_what_cron_does_not_take_our_check_does_not_let_through_either(keeper: Keeper) -> None:
    """Debian's crontab reads every kind of line that we would write."""
    kinds = ["0 6 * * 1-5", "*/20 * * * *", "0,30 6-8 1-28/7 JAN,jul *", "5 4 * * sun", "0 0 1 1 *", "0 6 * * 0,7"]

    done = [keeper.briefexport("schedule", "add", "water.yaml", "--cron", kind, "--as-written") for kind in kinds]

    assert [one.returncode for one in done] == [0] * len(kinds)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--cron", "0 6 30 2 *"), "'0 6 30 2 *' never comes: no such month has that day\n  fix: write a day"),
        (("--cron", "0 6 30 2 *", "--as-written"), "'0 6 30 2 *' never comes"),
        (("--cron", "* * * * *"), "runs every minute\n  fix: write one minute: '0 * * * *'; if it is meant as it is"),
        (("--cron", "0 6 * *"), "has 4 fields, and cron has five\n  fix: write minute, hour,"),
        (("--cron", "0 6 * * *", "--at", "06:00"), "--at goes with --every"),
        ((), "say when: --cron '0 6 * * 1-5', or --every weekday --at 06:00"),
        (("--every", "day"), "--every day says no time of the day\n  fix: write hours and minutes: --at 06:00"),
        ((*SIX, "--zone", "Mars/Base"), "there is no time zone 'Mars/Base'\n  fix: write its name"),
        ((*SIX, "--zone", "Asia/Kolkata"), "cron counts in the machine's time zone, which is"),
        ((*SIX, "--send", "cabient"), "there is no list 'cabient'\n  fix: did you mean 'cabinet'?"),
        ((*SIX, "--mail-to", 'x"\ny'), "is no address for cron\n  fix: write it alone"),
    ],
)
@pytest.mark.usefixtures("no_crontab")
def test_what_would_go_wrong_at_six_in_the_morning_is_told_now(
    capfd: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    status, out, err = run(capfd, "schedule", "add", "water.yaml", *words)

    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.usefixtures("no_crontab")
def test_a_briefing_that_is_not_there_is_not_scheduled(capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capfd, "schedule", "add", "watre.yaml", *SIX)

    assert status == 2
    assert "'watre.yaml' does not exist" in err


def test_a_draft_and_a_briefing_with_problems_are_scheduled_and_told(keeper: Keeper) -> None:
    Path("water.yaml").write_text(TEXT.replace("status: for-clearance", "status: draft"), "utf-8")
    draft = keeper.briefexport("schedule", "add", "water.yaml", *SIX, "--send", "cabinet")
    Path("water.yaml").write_text(TEXT.replace("status: for-clearance", "status: ready"), "utf-8")
    wrong = keeper.briefexport("schedule", "add", "water.yaml", *SIX, "--send", "cabinet")

    assert (draft.returncode, wrong.returncode) == (0, 0)
    assert "the briefing is a draft now: its files are made, and it is mailed when it is none any more" in draft.stderr
    assert "the briefing has 1 problem now" in wrong.stderr


def test_systemd_keeps_the_time_in_any_zone(keeper: Keeper) -> None:
    added = keeper.briefexport("schedule", "add", "water.yaml", *SIX, "--systemd", "--zone", "Asia/Kolkata")
    ident = added.stdout.splitlines()[-1].split("\t")[0]
    folder = keeper.folder.parent / ".config" / "systemd" / "user"
    listed = keeper.briefexport("schedule", "list")
    removed = keeper.briefexport("schedule", "remove", ident)

    timer, service = folder / f"briefexport-{ident}.timer", folder / f"briefexport-{ident}.service"
    assert added.stdout.splitlines()[:2] == [str(timer), str(service)]
    assert f"systemctl --user daemon-reload && systemctl --user enable --now {timer.name}" in added.stderr
    assert listed.stdout == f"{ident}\t0 6 * * 1-5\tsystemd\t{Path.cwd()}/water.yaml\t-\n"
    assert "06:00 +0530" in listed.stderr
    assert removed.returncode == 0
    assert [*folder.iterdir()] == []


def test_a_briefing_is_not_kept_by_two_at_once(keeper: Keeper) -> None:
    keeper.briefexport("schedule", "add", "water.yaml", *SIX)

    done = keeper.briefexport("schedule", "add", "water.yaml", *SIX, "--systemd")

    assert done.returncode == 2
    assert "is scheduled by cron already\n  fix: run `briefexport schedule remove water-" in done.stderr


@pytest.mark.usefixtures("no_crontab")
def test_without_a_crontab_program_the_way_out_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    added, listed = run(capfd, "schedule", "add", "water.yaml", *SIX), run(capfd, "schedule")

    assert added[0] == 3
    assert "B608 there is no program `crontab` on this machine\n  fix: install cron" in added[2]
    assert (listed[0], listed[1]) == (0, "")
    with pytest.raises(NoCrontabError):
        read_crontab()
