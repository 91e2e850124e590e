"""When the system or a person stands in the way: a located problem, and the old set as it was."""

import contextlib
import errno
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefexport.dist import NotWrittenError, held, standing
from briefexport.dist.trouble import told
from briefexport.problem import Problem
from briefexport.product import Product
from sets import seen, stamp, whole, write

NOBODY = 65534


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere; inside the block the test is somebody else when it is run by root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextlib.contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """The system refuses to let a file grow past this many bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everyone may look into, unlike pytest's."""
    path = Path(tempfile.mkdtemp(prefix="briefexport-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def refused(into: Path, words: str = "second") -> Problem:
    """The one problem that a run is refused with."""
    with pytest.raises(NotWrittenError) as refusal:
        write(into, words)
    (problem,) = refusal.value.problems
    return problem


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("mine", "utf-8")

    problem = refused(tmp_path / "dist")

    assert str(problem) == (
        f"{tmp_path}/dist: B601 a folder goes here, but this is a file\n  fix: choose another with --into"
    )
    assert (tmp_path / "dist").read_text("utf-8") == "mine"


def test_a_file_on_the_way_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "2025").write_text("mine", "utf-8")

    problem = refused(tmp_path / "2025" / "november" / "dist")

    assert (problem.code.value, problem.place.file) == ("B601", str(tmp_path / "2025"))


def test_a_link_in_place_of_the_folder_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "dist").symlink_to("elsewhere")

    problem = refused(tmp_path / "dist")

    assert str(problem) == (
        f"{tmp_path}/dist: B602 this is a link to 'elsewhere', and nothing is written through a link\n"
        "  fix: remove the link, or name the folder it leads to with --into"
    )
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "dist").symlink_to("nowhere")

    problem = refused(tmp_path / "dist")

    assert problem.code.value == "B602"
    assert not (tmp_path / "nowhere").exists()


def test_a_link_further_up_is_the_operators_business(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "mounted").symlink_to("share")

    write(tmp_path / "mounted" / "dist")

    assert seen(tmp_path / "share" / "dist") == whole("first")


@pytest.mark.parametrize("name", ["summit-memo.docx", "summit.receipt.json"])
def test_a_link_in_place_of_a_file_is_not_written_through(tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").write_text("mine", "utf-8")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / name).symlink_to(tmp_path / "elsewhere")

    problem = refused(tmp_path / "dist")

    assert (problem.code.value, problem.place.file) == ("B602", str(tmp_path / "dist" / name))
    assert (tmp_path / "elsewhere").read_text("utf-8") == "mine"


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "summit-memo.docx").mkdir()

    problem = refused(tmp_path)

    assert str(problem) == (
        f"{tmp_path}/summit-memo.docx: B606 a file goes here, but this is a folder\n"
        "  fix: rename it, or choose another folder with --into"
    )


def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "summit-tracker.xlsx")

    problem = refused(tmp_path)

    assert problem.code.value == "B606"


def test_a_disk_without_room_leaves_the_old_set_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, "first")

    with files_up_to(8):
        problem = refused(tmp_path)

    assert problem.code.value == "B604"
    assert problem.place.file == str(tmp_path / "summit-memo.docx")
    assert problem.fix == "free some space, then run this again"
    assert seen(tmp_path) == whole("first")
    assert write(tmp_path, "first").made == ()


def test_a_disk_with_room_for_the_files_but_not_for_the_receipt(tmp_path: Path) -> None:
    write(tmp_path, "first")

    with files_up_to(200):
        problem = refused(tmp_path)

    assert (problem.code.value, problem.place.file) == ("B604", str(tmp_path / "summit.receipt.json"))
    assert seen(tmp_path) == whole("first")


def test_a_folder_that_one_may_not_write_to(public: Path) -> None:
    write(public / "dist", "first")
    (public / "dist").chmod(0o555)

    with as_nobody():
        problem = refused(public / "dist")

    (public / "dist").chmod(0o755)
    assert problem.code.value == "B603"
    assert problem.fix == "ask for the right to write here, or choose another folder with --into"
    assert seen(public / "dist") == whole("first")


def test_a_folder_that_one_may_not_make(public: Path) -> None:
    public.chmod(0o555)

    with as_nobody():
        problem = refused(public / "dist")

    public.chmod(0o755)
    assert (problem.code.value, problem.place.file) == ("B603", str(public / "dist"))


def test_a_whole_set_that_one_may_only_read_is_unchanged_all_the_same(public: Path) -> None:
    write(public / "dist", "first")
    (public / "dist").chmod(0o555)

    with as_nobody():
        _, to_make = standing(public / "dist", "summit", stamp("first"), Product)

    (public / "dist").chmod(0o755)
    assert to_make == ()


@pytest.mark.parametrize("folder", ["n" * 300, "/".join(["n" * 200] * 30)])
def test_a_path_that_is_too_long(tmp_path: Path, folder: str) -> None:
    problem = refused(tmp_path / folder)

    assert problem.code.value == "B607"
    assert problem.fix == "choose a shorter path with --into"


@pytest.mark.parametrize(
    "name", ["two words", "line\nbreak", "заметка", b"\xff\xfe".decode("utf-8", "surrogateescape")]
)
def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)

    assert seen(tmp_path / name) == whole("first")


HOLD = """
import sys
from pathlib import Path
from briefexport.dist import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def another_run(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the folder until the block ends, or until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_of_two_runs_says_who_is_in_the_folder(tmp_path: Path) -> None:
    with another_run(tmp_path) as first, pytest.raises(NotWrittenError) as refusal, held(tmp_path, wait_s=0.1):
        pass

    (problem,) = refusal.value.problems
    assert problem.code.value == "B605"
    assert problem.place.file == str(tmp_path)
    assert problem.what.startswith(f"this folder is in use by process {first.pid} on {os.uname().nodename}, since 20")


def test_the_second_run_gets_the_folder_when_the_first_one_ends(tmp_path: Path) -> None:
    with another_run(tmp_path) as first:
        assert first.stdin
        first.stdin.close()
        with held(tmp_path, wait_s=20) as mine:
            write_now = mine.folder.path

    assert write_now == tmp_path
    assert not (tmp_path / ".briefexport.holder").exists()


def test_a_run_that_died_holds_nobody_up(tmp_path: Path) -> None:
    with another_run(tmp_path) as first:
        first.kill()
        first.wait()
        with held(tmp_path, wait_s=0) as mine:
            waited = mine.waited

    assert not waited


def test_who_waited_is_told_that_something_may_have_changed(tmp_path: Path) -> None:
    with another_run(tmp_path) as first:
        killing = threading.Timer(0.2, first.kill)
        killing.start()
        with held(tmp_path, wait_s=20) as mine:
            waited = mine.waited
        killing.join()

    assert waited


def test_a_disk_that_fails_is_told_with_the_file_and_the_systems_own_words(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError) as refused, told(tmp_path):
        raise OSError(errno.EIO, "as the system says it", "summit-memo.docx")

    (problem,) = refused.value.problems
    assert str(problem) == (
        f"{tmp_path}/summit-memo.docx: B608 this could not be written (Input/output error)\n"
        "  fix: see to the disk or the network share, then run this again"
    )


FULL_DISK = """
set -e
mount -t tmpfs -o size=150k tmpfs "$1"
"$2" -m briefexport memo "$3" --into "$1/dist" --quiet
cp -r "$1/dist" "$4"
dd if=/dev/zero of="$1/fill" bs=1k 2>/dev/null || true
sed 's/^title: .*/title: Another title/' "$3" > "$4/other.yaml"
status=0
"$2" -m briefexport memo "$4/other.yaml" --into "$1/dist" --quiet || status=$?
cmp "$1/dist/water-memo.docx" "$4/dist/water-memo.docx"
exit "$status"
"""


def test_a_disk_that_is_really_full_leaves_the_old_set_as_it_was(tmp_path: Path) -> None:
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    kept.mkdir()
    text = "id: water\ntitle: Water\nplace: Geneva\ndate: 2030-05-02\nto: Reader\nfrom: Desk\nbottom_line: Agreed.\n"
    (tmp_path / "water.yaml").write_text(text, "utf-8")
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]

    done = subprocess.run(
        [*alone, "sh", "-c", FULL_DISK, "sh", disk, sys.executable, tmp_path / "water.yaml", kept],
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 3, done.stderr
    assert f"{disk}/dist" in done.stderr
    assert "B604 there is no room to write this (No space left on device)" in done.stderr
