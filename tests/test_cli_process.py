"""The command as a shell and cron start it: any environment, closed streams, odd names, signals, and a bug of ours."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from test_cli import SMALL, desk
from test_dist_refused import another_run

__all__ = ["desk"]

pytestmark = pytest.mark.slow

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    "PYTHONDONTWRITEBYTECODE": "1",
}


def briefexport(
    *arguments: str | Path | bytes, cwd: Path, env: dict[str, str] | None = None, **how: Any
) -> subprocess.CompletedProcess[str]:
    """A whole process, in an environment that holds nothing but what is given."""
    return subprocess.run(
        [sys.executable, "-m", "briefexport", *arguments],
        cwd=cwd,
        env={**ENVIRONMENT, **(env or {})},
        check=False,
        timeout=60,
        **{"capture_output": True, "text": True, "encoding": "utf-8", "errors": "surrogateescape", **how},
    )


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", "C.UTF-8"])
@pytest.mark.parametrize("name", ["two words", "line\nbreak", "вода", b"\xff\xfe".decode("utf-8", "surrogateescape")])
def test_any_name_in_any_locale_with_no_environment(desk: Path, locale: str, name: str) -> None:
    (desk / "water.yaml").rename(desk / f"{name}.yaml")
    (desk / f"{name}.yaml").write_text("id: water\n" + SMALL, "utf-8")

    done = briefexport("memo", f"{name}.yaml", "--into", name, cwd=desk, env={"LC_ALL": locale, "PYTHONUTF8": "0"})

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{name}/water-memo.docx\n", "")
    assert (desk / name / "water-memo.docx").is_file()


def test_a_problem_in_a_file_of_an_odd_name_stays_on_its_line(desk: Path) -> None:
    (desk / "a\nb\x1b[31m.yaml").write_text(SMALL + "status: finall\n", "utf-8")

    done = briefexport("check", "a\nb\x1b[31m.yaml", cwd=desk)

    assert done.returncode == 1
    assert done.stderr == "a\\nb\\x1b[31m.yaml:7:1: B103 `status` cannot be 'finall'\n  fix: write 'final'\n"


def test_a_reader_that_goes_away_is_no_error(desk: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    done = briefexport("memo", "water.yaml", cwd=desk, capture_output=False, stdout=writing, stderr=subprocess.PIPE)

    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
    assert (desk / "dist" / "water-memo.docx").is_file()


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_get_no_document_written_into_them(desk: Path, closed: str) -> None:
    command = f"exec '{sys.executable}' -m briefexport all water.yaml {closed}"

    done = subprocess.run(["sh", "-c", command], cwd=desk, env=ENVIRONMENT, check=False, timeout=60)

    assert done.returncode == 0
    assert (desk / "dist" / "water-onepager.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_stdout_that_is_full_is_told(desk: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = briefexport("memo", "water.yaml", cwd=desk, capture_output=False, stdout=full, stderr=subprocess.PIPE)

    assert done.returncode == 3
    assert done.stderr == "briefexport: standard output cannot be written to (No space left on device)\n"


def test_files_are_as_private_as_the_umask_says(desk: Path) -> None:
    done = briefexport("memo", "water.yaml", cwd=desk, umask=0o077)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (desk / "dist").iterdir()}
    assert done.returncode == 0
    assert modes == {".briefexport.lock": 0o600, "water-memo.docx": 0o600, "water.receipt.json": 0o600}


def wait_until_open(pid: int, folder: Path) -> None:
    """Returns when the process has the folder open, as it has while it waits for the lock."""
    while not any(_leads_to(link) == str(folder) for link in Path(f"/proc/{pid}/fd").iterdir()):
        time.sleep(0.05)


def _leads_to(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""


def test_ctrl_c_leaves_no_half_done_file(desk: Path) -> None:
    with another_run(desk / "dist"):
        process = subprocess.Popen(
            [sys.executable, "-m", "briefexport", "memo", "water.yaml", "--wait", "60"],
            cwd=desk,
            env=ENVIRONMENT,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_until_open(process.pid, desk / "dist")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert err == "\nstopped; every file is whole, and the next run makes what is missing\n"
    assert list((desk / "dist").glob("*water*")) == []


# --- a bug of ours ---

BROKEN = """
import sys
import briefexport.export
from briefexport.cli import main
del briefexport.export.export_briefings
sys.exit(main(["memo", "water.yaml"]))
"""


def broken(cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A run of a program that lacks a part of itself."""
    return subprocess.run(
        [sys.executable, "-c", BROKEN],
        cwd=cwd,
        env={**ENVIRONMENT, **env},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_bug_is_one_line_and_a_file_to_send(desk: Path) -> None:
    done = broken(desk, TMPDIR=str(desk))

    (saved,) = desk.glob("briefexport-bug-*.txt")
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.splitlines() == [
        (
            f"briefexport has a bug: ImportError: cannot import name 'export_briefings' from 'briefexport.export' "
            f"({Path(sys.modules['briefexport'].__path__[0]) / 'export' / '__init__.py'}); send {saved}, the command "
            "and, if you may, the briefing to whoever looks after briefexport for you"
        )
    ]
    assert saved.read_text("utf-8").startswith("Traceback (most recent call last):\n")


def test_a_bug_with_no_place_for_a_file_is_told_all_the_same(desk: Path) -> None:
    with_no_folder = "import tempfile; tempfile.tempdir = '/proc'\n" + BROKEN

    done = subprocess.run(
        [sys.executable, "-c", with_no_folder],
        cwd=desk,
        env=ENVIRONMENT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 70
    assert done.stderr.splitlines()[0] == "Traceback (most recent call last):"
    assert "send the lines above" in done.stderr.splitlines()[-1]
