"""A tracker that is elsewhere than its set, such as on a share: merged there, remembered, and told when it is away."""

from decimal import Decimal
from pathlib import Path

import pytest

from briefexport.dist import read_receipt
from briefexport.product import Product
from command import run
from edits import Workbook, types
from test_rebuild import BRIEFING


class Office:
    """A briefing, the folder of its set, and a share."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capfd = folder, capfd
        self.share = folder / "share"
        self.share.mkdir()
        self.tracker = self.share / "Our tracker.xlsx"
        self.write(150)

    def write(self, value: int) -> None:
        """The briefing with that value."""
        (self.folder / "note.yaml").write_text(BRIEFING.format(title="A note", value=value), "utf-8")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr."""
        return run(self.capfd, *arguments)

    def makes(self, *more: str) -> tuple[int, str, str]:
        """All documents, with the tracker on the share."""
        return self.run("all", "note.yaml", "--tracker", "share/Our tracker.xlsx", *more)

    def types(self, heading: str, said: str | Decimal) -> bytes:
        """Somebody types into the row of fish."""
        return types(self.tracker, heading, said)

    def says(self, heading: str) -> object:
        """What stands in the row of fish."""
        return Workbook(self.tracker.read_bytes()).cell_of("fish", heading)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Office:
    """An office with a share."""
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path, capfd)


def test_the_first_issue_is_put_there_and_the_receipt_knows_it(office: Office) -> None:
    status, out, _ = office.makes()

    assert (status, sorted(out.splitlines())) == (
        0,
        ["dist/note-memo.docx", "dist/note-onepager.pdf", "share/Our tracker.xlsx"],
    )
    receipt = read_receipt((office.folder / "dist" / "note.receipt.json").read_bytes())
    assert receipt is not None
    made = receipt.made(Product.TRACKER)
    assert made is not None
    assert made.at == str(office.tracker)
    assert not (office.folder / "dist" / "note-tracker.xlsx").exists()


def test_a_second_run_changes_nothing(office: Office) -> None:
    office.makes()
    before = {path: path.stat().st_mtime_ns for path in office.folder.rglob("*")}

    status, out, _ = office.makes()

    assert (status, out) == (0, "")
    assert {path: path.stat().st_mtime_ns for path in office.folder.rglob("*")} == before


def test_what_people_typed_there_counts_and_stands_and_a_copy_is_kept_beside_it(office: Office) -> None:
    office.makes()
    before = office.types("Latest", Decimal(161))
    office.tracker.chmod(0o664)

    status, out, _ = office.makes()

    assert (status, "share/Our tracker.xlsx" in out, "dist/note-memo.docx" in out) == (0, True, True)
    assert office.says("Latest") == Decimal(161)
    assert (office.share / "Our tracker-2025-11-07-001.xlsx").read_bytes() == before
    assert office.tracker.stat().st_mode & 0o777 == 0o664
    assert office.run("verify", "note.yaml", "--strict")[0] == 0


def test_later_runs_need_not_name_it(office: Office) -> None:
    office.makes()
    office.types("Latest", Decimal(161))

    status, out, _ = office.run("all", "note.yaml")

    assert (status, "share/Our tracker.xlsx" in out) == (0, True)
    assert office.run("pull", "note.yaml")[0] == 0
    assert "value: 161" in (office.folder / "note.yaml").read_text("utf-8")


def test_it_comes_back_when_it_is_named_there(office: Office) -> None:
    office.makes()

    office.run("all", "note.yaml", "--tracker", "dist/note-tracker.xlsx")

    receipt = read_receipt((office.folder / "dist" / "note.receipt.json").read_bytes())
    assert receipt is not None
    made = receipt.made(Product.TRACKER)
    assert made is not None
    assert made.at is None
    assert (office.folder / "dist" / "note-tracker.xlsx").exists()


def test_a_share_that_is_not_there_keeps_only_the_tracker_from_being_made(office: Office) -> None:
    office.share.rmdir()

    status, out, err = office.makes()

    assert status == 3
    assert sorted(out.splitlines()) == ["dist/note-memo.docx", "dist/note-onepager.pdf"]
    assert err.splitlines()[0] == (
        "share/Our tracker.xlsx: B621 the folder 'share', in which the tracker is, is not there"
    )
    assert not office.share.exists()


def test_a_share_that_went_away_is_told_until_it_is_back(office: Office) -> None:
    office.makes()
    office.types("Latest", Decimal(161))
    away = office.folder / "away"
    office.share.rename(away)

    first, _, _ = office.makes()
    away.rename(office.share)
    second, out, _ = office.makes()

    assert (first, second) == (3, 0)
    assert "share/Our tracker.xlsx" in out
    assert office.says("Latest") == Decimal(161)


def test_while_a_share_is_away_the_documents_that_count_what_was_typed_stay(office: Office) -> None:
    office.makes()
    office.types("Latest", Decimal(161))
    office.makes()
    before = (office.folder / "dist" / "note-memo.docx").read_bytes()
    office.share.rename(office.folder / "away")

    status, out, err = office.makes()

    assert (status, out) == (3, "")
    assert (office.folder / "dist" / "note-memo.docx").read_bytes() == before
    assert "B621" in err


def test_a_new_version_that_is_made_while_the_share_is_away_tells_what_it_does_not_count(office: Office) -> None:
    office.makes()
    office.types("Latest", Decimal(161))
    office.makes()
    office.share.rename(office.folder / "away")
    office.write(170)

    status, out, err = office.makes()

    assert (status, sorted(out.splitlines())) == (3, ["dist/note-memo.docx", "dist/note-onepager.pdf"])
    assert (
        "B619 what people typed into this tracker cannot be read, so no document counts it: it is out of reach" in err
    )
    assert office.run("pull", "note.yaml")[0] == 3


def test_a_tracker_that_somebody_has_open_is_left_and_a_new_one_is_put_beside_on_request(office: Office) -> None:
    office.makes()
    before = office.types("Analyst note", "ask again")
    (office.share / "~$Our tracker.xlsx").write_bytes(b"\x07Ann Lee")
    office.write(170)

    status, out, err = office.makes("--beside")

    assert status == 3
    assert "B616 Ann Lee has this tracker open in Excel" in err
    assert "share/Our tracker-new-1.xlsx" in out
    assert office.tracker.read_bytes() == before


def test_a_tracker_is_replaced_on_request_and_theirs_is_kept(office: Office) -> None:
    office.makes()
    before = office.types("Analyst note", "ask again")

    office.makes("--replace-tracker")

    assert office.says("Analyst note") is None
    assert (office.share / "Our tracker-kept-1.xlsx").read_bytes() == before


def test_a_link_on_the_way_is_never_written_through(office: Office) -> None:
    office.tracker.symlink_to("elsewhere.xlsx")

    status, out, err = office.makes()

    assert (status, sorted(out.splitlines())) == (3, ["dist/note-memo.docx", "dist/note-onepager.pdf"])
    assert "B621" in err
    assert "name the file itself with --tracker" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("all", "note.yaml", "other.yaml", "--tracker", "share/x.xlsx"),
        ("all", "note.yaml", "--tracker", "share/x.ods"),
        ("all", "note.yaml", "--tracker", "share/x.xlsm"),
        ("memo", "note.yaml", "--tracker", "share/x.xlsx"),
    ],
)
def test_a_tracker_that_cannot_be_meant_is_usage(office: Office, arguments: tuple[str, ...]) -> None:
    assert office.run(*arguments)[0] == 2
