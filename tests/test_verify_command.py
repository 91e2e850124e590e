"""`briefexport verify`: a set on disk, read back by its receipt."""

import hashlib
import io
import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pypdf
import pytest

from briefexport.cli import main
from briefexport.delivery.proof import Proof, Verdict, prove_sets
from briefexport.export import Order, export_briefings
from briefexport.problem import Code
from command import run
from test_house import loaded_by
from test_verify import TEXT, altered


@cache
def made_once() -> Path:
    """A briefing and its set, made once a test run."""
    folder = Path(mkdtemp(prefix="briefexport-tests-"))
    (folder / "water.yaml").write_text(TEXT, "utf-8")
    export_briefings([folder / "water.yaml"], Order(into=folder / "dist"))
    return folder


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a briefing and its set; commands run in there."""
    shutil.copytree(made_once(), tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def proof() -> Proof:
    (found,) = prove_sets([Path("water.yaml")], Order())
    return found


def codes(found: Proof) -> list[Code]:
    return [problem.code for problem in found.problems]


def test_a_set_that_was_just_made_agrees(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "verify", "water.yaml")

    assert (status, out) == (0, "")
    assert err.splitlines() == [
        "dist/water-memo.docx: agrees in 22 facts",
        "dist/water-onepager.pdf: agrees in 21 facts",
        "dist/water-tracker.xlsx: agrees in 38 facts",
    ]
    assert (desk / "dist").is_dir()


def test_nothing_is_said_of_a_good_set_when_quiet(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "verify", "water.yaml", "--quiet") == (0, "", "")
    assert desk.is_dir()


def test_nothing_is_written(desk: Path) -> None:
    before = sorted(path.name for path in (desk / "dist").iterdir())

    proof()

    assert sorted(path.name for path in (desk / "dist").iterdir()) == before


def test_without_a_set_there_is_nothing_to_prove(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capfd, "verify", "water.yaml", "--into", "elsewhere")

    assert status == 1
    assert err.startswith("elsewhere/water.receipt.json: B801 there is no finished set of 'water' here\n")
    assert not (desk / "elsewhere").exists()


def test_a_file_that_is_gone_is_told(desk: Path) -> None:
    (desk / "dist" / "water-memo.docx").unlink()

    assert codes(proof()) == [Code.FILE_GONE]


def test_a_memo_that_somebody_changed_is_not_as_it_was_made(desk: Path) -> None:
    path = desk / "dist" / "water-memo.docx"
    path.write_bytes(altered(path.read_bytes(), "word/document.xml", lambda part: part.replace(b"sign", b"sigh")))

    assert codes(proof()) == [Code.NOT_AS_MADE]


def test_a_changed_briefing_makes_its_files_old(desk: Path) -> None:
    (desk / "water.yaml").write_text(TEXT.replace("issue: 3", "issue: 4"), "utf-8")

    found = proof()

    assert codes(found) == [Code.OUT_OF_DATE] * 3
    assert {file.verdict for file in found.files} == {Verdict.OUT_OF_DATE}


def test_a_changed_template_makes_its_files_old(desk: Path) -> None:
    (desk / "templates").mkdir()
    (desk / "templates" / "memo.md.j2").write_text("# Ours\n", "utf-8")

    assert codes(proof()) == [Code.OUT_OF_DATE] * 3


def test_a_run_that_died_on_the_way_leaves_nothing_to_rely_on(desk: Path) -> None:
    (desk / "dist" / ".briefexport-water").mkdir()

    assert codes(proof()) == [Code.OUT_OF_DATE] * 3


def test_a_form_and_a_moment_chosen_when_it_was_made_are_no_change(desk: Path) -> None:
    main(["memo", "water.yaml", "--profile", "note", "--edition", "2030-06-01", "--quiet"])

    assert codes(proof()) == []
    assert (desk / "dist").is_dir()


def typed(desk: Path, old: bytes, new: bytes) -> None:
    path = desk / "dist" / "water-tracker.xlsx"
    path.write_bytes(altered(path.read_bytes(), "xl/sharedStrings.xml", lambda part: part.replace(old, new)))


def test_a_tracker_that_people_typed_into_is_a_warning_that_names_what_they_changed(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    typed(desk, b"Not started", b"Under way")

    status, _, err = run(capfd, "verify", "water.yaml")

    assert status == 0
    assert err.splitlines()[0] == (
        "dist/water-tracker.xlsx: B810 people typed into this tracker since it was made, and it departs from the "
        "briefing in `indicators[1].status`, `indicators`"
    )


def test_warnings_count_when_strict(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    typed(desk, b"Wells in service", b"Wells")

    status, _, _ = run(capfd, "verify", "water.yaml", "--strict")

    assert status == 1


def test_a_tracker_that_does_not_open_is_told(desk: Path) -> None:
    (desk / "dist" / "water-tracker.xlsx").write_bytes(b"Dear Minister,")

    assert codes(proof()) == [Code.DOES_NOT_OPEN]


def forge(desk: Path, name: str, data: bytes) -> None:
    """Puts a file there as if it had been made so: what a mistake of ours would do."""
    receipt = desk / "dist" / "water.receipt.json"
    tree: Any = json.loads(receipt.read_text("utf-8"))
    (entry,) = [made for made in tree["files"] if made["name"] == name]
    entry["sha256"] = hashlib.sha256(data).hexdigest()
    receipt.write_text(json.dumps(tree), "utf-8")
    (desk / "dist" / name).write_bytes(data)


def test_a_fact_that_a_file_gets_wrong_is_told_with_what_it_says(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    memo = (desk / "dist" / "water-memo.docx").read_bytes()
    forge(
        desk,
        "water-memo.docx",
        altered(memo, "word/document.xml", lambda part: part.replace(b"at risk", b"on track")),
    )

    status, out, _ = run(capfd, "verify", "water.yaml", "--json")
    told = json.loads(out)

    assert status == told["status"] == 1
    assert told["problems"][0]["code"] == "B807"
    assert told["problems"][0]["what"] == (
        "`indicators[0].status` is 'at risk' in the briefing, and 'on track' in the file"
    )
    assert told["sets"][0]["files"][0]["state"] == "differs"
    assert told["sets"][0]["files"][0]["differences"] == [
        {"field": "indicators[0].status", "briefing": "at risk", "file": "on track"}
    ]


def test_a_fact_that_a_file_does_not_say_is_told(desk: Path) -> None:
    memo = (desk / "dist" / "water-memo.docx").read_bytes()
    forge(desk, "water-memo.docx", altered(memo, "word/document.xml", lambda part: part.replace(b"thank", b"greet")))

    assert codes(proof()) == [Code.DOES_NOT_SAY]


def test_a_part_that_the_template_leaves_out_is_a_warning(desk: Path) -> None:
    memo = (desk / "dist" / "water-memo.docx").read_bytes()
    forge(desk, "water-memo.docx", altered(memo, "word/document.xml", lambda part: part.replace(b"That you", b"We")))

    assert codes(proof()) == [Code.PART_NOT_SAID]


def test_a_one_pager_of_two_pages_is_told(desk: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=desk / "dist" / "water-onepager.pdf")
    writer.add_blank_page()
    buffer = io.BytesIO()
    writer.write(buffer)
    forge(desk, "water-onepager.pdf", buffer.getvalue())

    assert codes(proof()) == [Code.NOT_ONE_PAGE]


def test_a_briefing_with_problems_is_told_and_the_next_one_is_proved(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (desk / "bad.yaml").write_text("title: [", "utf-8")

    status, _, err = run(capfd, "verify", "bad.yaml", "water.yaml")

    assert status == 1
    assert err.startswith("bad.yaml:")
    assert err.count("agrees in") == 3


@pytest.mark.slow
def test_proving_loads_no_library_that_makes_a_product(desk: Path) -> None:
    loaded = loaded_by("verify", "--quiet", str(desk / "water.yaml"), "--into", str(desk / "dist"))

    assert "pypdf" in loaded
    assert loaded & {"docx", "reportlab", "openpyxl", "lxml", "jinja2", "markdown_it"} == set()
