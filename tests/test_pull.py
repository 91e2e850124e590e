"""What people typed goes into the file of the briefing, and nothing else of the file changes."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from briefexport.cli import main
from briefexport.export import Order, export_briefings
from command import run
from edits import Workbook, types
from test_amend import HEAD


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a briefing, its tracker, and a value that somebody typed into that."""
    monkeypatch.chdir(tmp_path)
    text = HEAD + (
        "indicators:\n  - id: fish\n    name: Fish landed\n    kind: numeric\n    unit: t\n"
        "    observations:\n      - {on: 2025-09-01, value: 150}\n"
    )
    (tmp_path / "note.yaml").write_text(text, "utf-8")
    export_briefings([tmp_path / "note.yaml"], Order(into=tmp_path / "dist"))
    types(tmp_path / "dist" / "note-tracker.xlsx", "Latest", Decimal(161))
    return tmp_path


def pull(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    """`pull` for that briefing."""
    return run(capfd, "pull", "note.yaml", *options)


LINE = "      - {on: 2025-11-07, value: 161}\n"


def test_pull_adds_the_line_and_says_what_it_was(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = (desk / "note.yaml").read_text("utf-8")

    assert pull(capfd) == (0, "note.yaml\n", "fish: 161\u00a0t (7 November 2025)\n")
    assert (desk / "note.yaml").read_text("utf-8") == before + LINE


def test_a_second_pull_adds_nothing(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pull(capfd)
    before = (desk / "note.yaml").read_text("utf-8")

    assert pull(capfd) == (0, "", "note.yaml: has everything that was typed into dist/note-tracker.xlsx\n")
    assert (desk / "note.yaml").read_text("utf-8") == before


def test_a_dry_run_prints_the_diff_and_writes_nothing(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = (desk / "note.yaml").read_bytes()

    status, out, _ = pull(capfd, "--dry-run")

    assert status == 0
    assert [line for line in out.splitlines() if line[0] in "+-"] == ["--- note.yaml", "+++ note.yaml", f"+{LINE[:-1]}"]
    assert (desk / "note.yaml").read_bytes() == before


@pytest.mark.usefixtures("desk")
def test_json_says_what_was_typed(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = pull(capfd, "--json")

    said = json.loads(out)
    assert (said["status"], said["written"], said["problems"]) == (0, True, [])
    assert said["typed"] == [
        {
            "indicator": "fish",
            "observations": [{"on": "2025-11-07", "value": "161", "text": None, "by": None, "note": None}],
            "status": None,
        }
    ]


def test_a_quiet_pull_says_nothing(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert pull(capfd, "--quiet") == (0, "", "")
    assert (desk / "note.yaml").read_text("utf-8").endswith(LINE)


def test_what_cannot_be_taken_is_told_and_the_rest_is_pulled(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    types(desk / "dist" / "note-tracker.xlsx", "Status", "splendid")

    status, out, err = pull(capfd)

    assert (status, out) == (0, "note.yaml\n")
    assert "B618" in err


def test_a_byte_order_mark_and_the_rights_of_the_file_stay(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = desk / "note.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    path.chmod(0o640)
    before = path.read_bytes()

    pull(capfd)

    assert path.read_bytes() == before + LINE.encode().replace(b"\n", b"\r\n")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in desk.iterdir() if each.name.startswith(".")] == []


def test_a_link_is_followed(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "real.yaml").write_bytes((desk / "note.yaml").read_bytes())
    (desk / "note.yaml").unlink()
    (desk / "note.yaml").symlink_to("real.yaml")

    pull(capfd)

    assert (desk / "note.yaml").is_symlink()
    assert (desk / "real.yaml").read_text("utf-8").endswith(LINE)


def test_a_file_that_may_not_be_written_to_is_told(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "note.yaml").chmod(0o440)

    status, _, err = pull(capfd)

    assert status == 3
    assert "B603" in err


def test_where_no_tracker_is_that_is_told(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "dist" / "note-tracker.xlsx").unlink()

    status, _, err = pull(capfd)

    assert status == 1
    assert err.startswith("dist/note-tracker.xlsx: B802 there is no tracker here")


def test_a_tracker_that_cannot_be_read_is_told(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "dist" / "note-tracker.xlsx").write_bytes(b"no workbook")

    status, _, err = pull(capfd)

    assert status == 3
    assert err.startswith("dist/note-tracker.xlsx: B620 nothing could be pulled from this tracker: the file is damaged")


def test_a_tracker_that_somebody_has_open_is_pulled_as_far_as_it_is_saved(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (desk / "dist" / ".~lock.note-tracker.xlsx#").write_text("Ann Lee,ann,desk-7,07.11.2025 09:00,x;", "utf-8")

    status, out, err = pull(capfd)

    assert (status, out) == (0, "note.yaml\n")
    assert "B622 Ann Lee has this tracker open in LibreOffice, so what they have not saved yet was not pulled" in err


def test_after_a_pull_all_is_quiet(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["all", "note.yaml", "--quiet"])
    pull(capfd)

    assert run(capfd, "all", "note.yaml", "--quiet") == (0, "", "")
    book = Workbook((desk / "dist" / "note-tracker.xlsx").read_bytes())
    assert book.cell_of("fish", "Latest") == Decimal(161)
    assert "From the briefing" not in book.columns()
    assert main(["verify", "note.yaml", "--strict", "--quiet"]) == 0
