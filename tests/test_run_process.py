"""`briefexport run` as a process of its own: next to no environment, killed, twice at once, a full disk, a bug."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keeper import Keeper
from postoffice import Desk
from watch import RUN, TO_CABINET, furnished, log, staffed, texts_to_duty


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a briefing and its set; commands run in there."""
    return furnished(tmp_path, monkeypatch)


@pytest.fixture
def office(folder: Path) -> Iterator[Desk]:
    """A server that the settings of that folder lead to."""
    assert folder.is_dir()
    with staffed() as desk:
        yield desk


def bare(folder: Path) -> dict[str, str]:
    """Next to nothing: no HOME, no locale. The state has to be where the test may write."""
    return {"XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": os.pathsep.join(sys.path)}


def started(folder: Path, *extra: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-P", "-m", "briefexport", *TO_CABINET, *extra]
    return subprocess.Popen(
        words, cwd=folder, env=bare(folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, umask=0o077, start_new_session=True,
    )  # fmt: skip


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    assert true()


@pytest.mark.slow
def test_it_runs_with_an_empty_environment_no_terminal_and_a_narrow_umask(folder: Path, office: Desk) -> None:
    shutil.rmtree("dist")

    with started(folder) as process:
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (0, "", "")
    assert len(office.arrived) == 2
    assert log(folder)[0]["sent"] == 2
    assert {path.stat().st_mode & 0o077 for path in Path("dist").iterdir()} == {0}


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["C", "no_such"])
def test_any_locale_will_do(folder: Path, locale: str) -> None:
    environment = {**bare(folder), "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    name = "wäter-जल.yaml"
    Path("water.yaml").rename(name)

    done = subprocess.run(
        [sys.executable, "-P", "-m", "briefexport", "run", name, "--into", "out"],
        cwd=folder, env=environment, check=False, capture_output=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert log(folder)[0]["source"].endswith(name)


@pytest.mark.slow
def test_a_run_that_was_killed_is_caught_up_by_the_next_once(folder: Path, office: Desk) -> None:
    """The machine goes off when one has the message and the other not yet."""
    refusals: list[str | None] = [None, *["451 later"] * 99]
    office.replies["rcpt"] = refusals
    process = started(folder, "--deadline", "60")
    wait_until(lambda: len(refusals) < 99)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    count = len(office.arrived)
    office.replies.clear()

    results = []
    for _ in range(2):
        with started(folder) as again:
            results.append((*again.communicate(timeout=60), again.returncode))

    assert (process.returncode, count) == (-signal.SIGKILL, 1)
    assert results == [("", "", 0)] * 2
    assert [to for to, _ in office.arrived] == ["asha@cabinet.example", "jo@cabinet.example"]
    assert [line["sent"] for line in log(folder)] == [1, 0]


@pytest.mark.slow
def test_of_two_runs_at_the_same_minute_one_waits_for_the_other(folder: Path, office: Desk) -> None:
    runs = [started(folder, "--wait", "60") for _ in range(2)]
    said = [process.communicate(timeout=60) for process in runs]

    assert [process.returncode for process in runs] == [0, 0]
    assert said == [("", "")] * 2
    assert len(office.arrived) == 2
    assert sorted(line["sent"] for line in log(folder)) == [0, 2]


BROKEN = """
import sys
import briefexport.schedule.run
from briefexport.cli import main
del briefexport.schedule.run.export_briefings
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_a_bug_of_ours_is_logged_and_mailed_too(folder: Path, office: Desk) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, *TO_CABINET, "--quiet"],
        cwd=folder, env={**bare(folder), "TMPDIR": str(folder)}, capture_output=True, check=False, text=True,
    )  # fmt: skip

    (text,) = texts_to_duty(office)
    assert done.returncode == 70
    assert done.stderr.startswith("briefexport has a bug: NameError: name 'export_briefings' is not defined")
    assert "a bug of its own" in text
    assert log(folder)[0]["status"] == 70


@pytest.mark.slow
def test_a_full_disk_is_mailed_once(folder: Path, office: Desk) -> None:
    keeper = Keeper(folder)
    script = """
        mount -t tmpfs -o size=2m none state
        "$@"
        dd if=/dev/zero of=state/all bs=4k 2>/dev/null
        echo "# longer" >>water.yaml
        "$@"; "$@"
        exit 0
    """
    (folder / "state").mkdir()
    words = [sys.executable, "-P", "-m", "briefexport", *RUN, "--into", "state/dist", "--quiet"]

    done = keeper.run("sh", "-c", script, "sh", *words, cwd=folder, env={**bare(folder), "PATH": os.environ["PATH"]})

    told = texts_to_duty(office)
    assert len(told) == 1
    assert "B604 there is no room to write this" in told[0]
    assert "B604" not in done.stderr
