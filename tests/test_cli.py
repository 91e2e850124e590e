"""What each command prints, and the exit code it ends with."""

import json
from pathlib import Path

import pytest

from briefexport.cli import HELP
from briefexport.cli.commands import help_text
from command import run
from test_dist_refused import another_run

SMALL = """\
title: Water summit
place: Geneva
date: 2030-05-02
to: The Minister
from: The water desk
bottom_line: The text is agreed but for one line.
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one small briefing in it; commands run in there."""
    (tmp_path / "water.yaml").write_text(SMALL, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- making ---


def test_the_path_that_was_made_is_all_that_stdout_says(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "memo", "water.yaml")

    assert (status, out, err) == (0, "dist/water-memo.docx\n", "")
    assert (desk / "dist" / "water-memo.docx").is_file()


def test_all_makes_the_three_documents(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "all", "water.yaml", "--into", "out")

    assert status == 0
    assert out.splitlines() == ["out/water-memo.docx", "out/water-onepager.pdf", "out/water-tracker.xlsx"]
    assert [path.read_bytes()[:4] for path in sorted((desk / "out").glob("water-*"))] == [
        b"PK\3\4",
        b"%PDF",
        b"PK\3\4",
    ]


def test_an_unchanged_briefing_makes_nothing_and_says_so(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "memo", "water.yaml")
    before = (desk / "dist" / "water-memo.docx").stat().st_mtime_ns

    status, out, err = run(capfd, "memo", "water.yaml")

    assert (status, out, err) == (0, "", "dist/water-memo.docx: unchanged\n")
    assert (desk / "dist" / "water-memo.docx").stat().st_mtime_ns == before


def test_a_changed_comment_is_a_changed_briefing_but_not_a_changed_memo(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(capfd, "memo", "water.yaml")
    before = (desk / "dist" / "water-memo.docx").stat().st_mtime_ns
    (desk / "water.yaml").write_text("# said again\n" + SMALL, "utf-8")

    status, out, _ = run(capfd, "memo", "water.yaml")

    assert (status, out) == (0, "")
    assert (desk / "dist" / "water-memo.docx").stat().st_mtime_ns == before


def test_a_changed_template_makes_the_documents_anew(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "memo", "water.yaml")
    (desk / "templates").mkdir()
    (desk / "templates" / "memo.md.j2").write_text("# {{ briefing.title }}\n", "utf-8")

    status, out, _ = run(capfd, "memo", "water.yaml")

    assert (status, out) == (0, "dist/water-memo.docx\n")


def test_a_broken_template_is_a_problem_of_the_settings(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "house").mkdir()
    (desk / "house" / "memo.md.j2").write_text("# {{ briefing.title }}\n{{ briefing.titel }}\n", "utf-8")

    status, out, err = run(capfd, "memo", "water.yaml", "--templates", "house")

    assert (status, out) == (2, "")
    assert err.startswith("house/memo.md.j2:2: B504 ")


def test_a_folder_of_templates_that_is_not_there(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capfd, "memo", "water.yaml", "--templates", "nowhere")

    assert status == 2
    assert not (desk / "dist").exists()
    assert err.splitlines()[0] == "nowhere: B501 there is no such folder of templates"


def test_the_edition_is_stamped_into_the_receipt(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "memo", "water.yaml", "--edition", "2031-01-02T03:04+05:30")

    receipt = json.loads((desk / "dist" / "water.receipt.json").read_text("utf-8"))
    assert receipt["stamp"]["edition"] == "2031-01-01T21:34:00Z"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("yesterday", "'yesterday' is no date"),
        ("2031-01-02T03:04", "has no time zone"),
        ("1970-01-01", "too early or too late"),
        ("9999-12-31", "too early or too late"),
    ],
)
def test_a_moment_that_cannot_be_is_a_wrong_command(
    desk: Path, capfd: pytest.CaptureFixture[str], moment: str, said: str
) -> None:
    status, out, err = run(capfd, "memo", str(desk / "water.yaml"), "--edition", moment)

    assert (status, out) == (2, "")
    assert said in err


def test_a_source_date_epoch_that_is_no_number_is_a_wrong_setting(
    desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")

    status, _, err = run(capfd, "memo", str(desk / "water.yaml"))

    assert status == 2
    assert "SOURCE_DATE_EPOCH cannot be 'soon'" in err


# --- several briefings ---


def test_a_briefing_with_problems_does_not_keep_the_others_from_being_made(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (desk / "bad.yaml").write_text(SMALL.replace("title", "titel"), "utf-8")

    status, out, err = run(capfd, "memo", "bad.yaml", "water.yaml", "nowhere.yaml")

    assert (status, out) == (1, "dist/water-memo.docx\n")
    assert [line.split()[:2] for line in err.splitlines() if not line.startswith("  fix:")] == [
        ["bad.yaml:1:1:", "B102"],
        ["nowhere.yaml:", "B001"],
    ]


def test_two_briefings_of_one_id_in_one_folder_are_refused(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "copy.yaml").write_text("id: water\n" + SMALL, "utf-8")

    status, out, err = run(capfd, "memo", "water.yaml", "copy.yaml")

    assert (status, out) == (2, "")
    assert err.splitlines()[2] == (
        "copy.yaml:1:1: B611 the id 'water' is also that of 'water.yaml', and a folder holds one set of that name"
    )
    assert not (desk / "dist").exists()


def test_the_same_briefing_named_twice_is_made_once(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "memo", str(desk / "water.yaml"), str(desk / "water.yaml"))

    assert (status, out) == (0, "dist/water-memo.docx\n")


# --- checking ---


def test_check_makes_nothing(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "check", "water.yaml")

    assert (status, out, err) == (0, "", "water.yaml: no problems\n")
    assert [path.name for path in desk.iterdir()] == ["water.yaml"]


def test_a_problem_is_told_with_its_place_and_a_fix(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "water.yaml").write_text(SMALL + "status: finall\n", "utf-8")

    status, out, err = run(capfd, "check", "water.yaml")

    assert (status, out) == (1, "")
    assert err == "water.yaml:7:1: B103 `status` cannot be 'finall'\n  fix: write 'final'\n"


WORDY = SMALL + "judgements:\n  - {id: text, statement: The text will stand, likelihood: likely, confidence: high}\n"


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 1)])
def test_warnings_fail_only_a_strict_run(
    desk: Path, capfd: pytest.CaptureFixture[str], options: tuple[str, ...], status: int
) -> None:
    (desk / "water.yaml").write_text(WORDY, "utf-8")

    found, _, err = run(capfd, "check", "water.yaml", *options)

    assert found == status
    assert "B250" in err


def test_a_strict_run_makes_nothing_of_a_briefing_with_warnings(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "water.yaml").write_text(WORDY, "utf-8")

    status, out, err = run(capfd, "memo", "water.yaml", "--strict")

    assert (status, out) == (1, "")
    assert "B250" in err
    assert not (desk / "dist").exists()


# --- for programs ---


def test_json_says_everything_on_stdout(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "bad.yaml").write_text(SMALL + "status: finall\n", "utf-8")

    status, out, err = run(capfd, "memo", "water.yaml", "bad.yaml", "--json")

    said = json.loads(out)
    made = (desk / "dist" / "water-memo.docx").read_bytes()
    (receipt,) = json.loads((desk / "dist" / "water.receipt.json").read_text("utf-8"))["files"]
    assert (status, err) == (1, "")
    assert said == {
        "status": 1,
        "sets": [
            {
                "id": "water",
                "source": "water.yaml",
                "receipt": "dist/water.receipt.json",
                "files": [
                    {
                        "product": "memo",
                        "path": "dist/water-memo.docx",
                        "state": "made",
                        "size": len(made),
                        "sha256": receipt["sha256"],
                        "left_out": [],
                    }
                ],
            }
        ],
        "problems": [
            {
                "file": "bad.yaml",
                "line": 7,
                "column": 1,
                "code": "B103",
                "severity": "error",
                "what": "`status` cannot be 'finall'",
                "fix": "write 'final'",
            }
        ],
    }


@pytest.mark.usefixtures("desk")
def test_json_of_an_unchanged_set_names_its_files_too(capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "memo", "water.yaml")

    _, out, _ = run(capfd, "memo", "water.yaml", "--json")

    (file,) = json.loads(out)["sets"][0]["files"]
    assert (file["path"], file["state"]) == ("dist/water-memo.docx", "unchanged")


def test_a_quiet_run_that_goes_well_says_nothing(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first = run(capfd, "all", "water.yaml", "--quiet")
    second = run(capfd, "all", "water.yaml", "--quiet")

    assert (first, second) == ((0, "", ""), (0, "", ""))
    assert len(list((desk / "dist").glob("water-*"))) == 3


def test_a_quiet_run_still_says_what_is_wrong(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "water.yaml").write_text(SMALL + "status: finall\n", "utf-8")

    status, _, err = run(capfd, "memo", "water.yaml", "--quiet")

    assert status == 1
    assert err.startswith("water.yaml:7:1: B103")


# --- starting ---


def test_the_starter_is_a_briefing_as_it_stands(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "init", str(desk / "first.yaml"))
    checked, _, err = run(capfd, "check", "first.yaml")

    assert (status, out.splitlines()) == (0, [str(desk / "first.yaml"), str(desk / "briefing.schema.json")])
    assert (checked, err) == (0, "first.yaml: no problems\n")
    assert (desk / "first.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=briefing.schema.json\n")


def test_init_never_writes_over_a_file(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "init", "water.yaml")

    assert (status, out) == (2, "")
    assert err == "water.yaml: B612 this is there already, and nothing was written\n  fix: choose another name\n"
    assert (desk / "water.yaml").read_text("utf-8") == SMALL


def test_schema_prints_json(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "schema")

    assert (status, err) == (0, "")
    assert json.loads(out)["title"] == "A briefing for briefexport"


def test_version(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "--version") == (0, "briefexport 0.1.0\n", "")


@pytest.mark.parametrize("command", ["all", "memo", "onepager", "tracker", "check", "schema", "init"])
def test_every_command_has_help(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, command, "--help")

    assert (status, err) == (0, "")
    assert out.startswith(f"Usage: briefexport {command}")


@pytest.mark.parametrize("arguments", [["memmo", "water.yaml"], ["memo"], ["memo", "water.yaml", "--inot", "x"]])
def test_a_wrong_command_is_usage(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, *arguments)

    assert (status, out) == (2, "")
    assert err.startswith("Usage: briefexport")


# --- where it cannot be written ---


def test_a_folder_in_use_is_another_try_later(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with another_run(desk / "dist"):
        status, out, err = run(capfd, "memo", "water.yaml", "--wait", "0.1")

    assert (status, out) == (3, "")
    assert err.startswith("dist: B605 this folder is in use by process ")


def test_a_folder_that_is_a_file_is_told_once_for_all_briefings(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "wine.yaml").write_text(SMALL, "utf-8")

    status, out, err = run(capfd, "memo", "water.yaml", "wine.yaml", "--into", "water.yaml")

    assert (status, out) == (3, "")
    assert err.splitlines() == [
        "water.yaml: B601 a folder goes here, but this is a file",
        "  fix: choose another with --into",
    ]


def test_a_tracker_that_cannot_be_merged_is_kept_and_told(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "tracker", "water.yaml")
    (desk / "dist" / "water-tracker.xlsx").write_text("typed", "utf-8")
    (desk / "water.yaml").write_text(SMALL.replace("one line", "two lines"), "utf-8")

    status, out, err = run(capfd, "tracker", "water.yaml")
    strict, _, _ = run(capfd, "tracker", "water.yaml", "--strict")
    replaced, made, _ = run(capfd, "tracker", "water.yaml", "--replace-tracker")

    assert (status, out, strict) == (3, "", 3)
    assert err.startswith("dist/water-tracker.xlsx: B615 the new issue could not be merged into this tracker")
    assert (replaced, made) == (0, "dist/water-tracker.xlsx\n")
    assert (desk / "dist" / "water-tracker-kept-1.xlsx").read_text("utf-8") == "typed"


def test_the_help_that_is_kept_ready_is_what_the_command_line_says() -> None:
    ready = Path(HELP).read_text("utf-8")

    assert ready == help_text(), "run: make help-text"
