"""A tracker in its folder, from issue to issue: merged, with a copy of what was there, or left alone and told about."""

from pathlib import Path

import pytest

from briefexport.export import Exported, Order, export_briefings
from briefexport.problem import Code
from briefexport.product import Product
from edits import Workbook, types

BRIEFING = """\
id: note
title: {title}
place: Port Ardel
date: 2025-11-07
to: [{{name: Minister}}]
from: [{{name: Desk}}]
bottom_line: All is well.
indicators:
  - id: fish
    name: Fish landed
    kind: numeric
    unit: t
    baseline: {{value: 100, on: 2024-12-31}}
    target: {{value: 300}}
    observations:
      - {{on: 2025-09-01, value: {value}}}
"""


class Desk:
    """A briefing in a folder, its tracker, and somebody who types into it."""

    def __init__(self, folder: Path) -> None:
        self.source, self.into = folder / "note.yaml", folder / "dist"
        self.tracker = self.into / "note-tracker.xlsx"

    def write(self, value: int = 150, title: str = "A note") -> None:
        """The briefing says so from now on."""
        self.source.write_text(BRIEFING.format(title=title, value=value), "utf-8")

    def issue(self, value: int = 150, title: str = "A note", **order: object) -> Exported:
        """The next issue."""
        self.write(value, title)
        return self.make(**order)

    def make(self, **order: object) -> Exported:
        """An issue of the briefing as it stands."""
        (done,) = export_briefings(
            [self.source],
            Order(into=self.into, products=(Product.TRACKER,), **order),  # type: ignore[arg-type]  # as it is named
        )
        return done

    def types(self, heading: str, said: str) -> bytes:
        """Somebody types into the row of fish."""
        return types(self.tracker, heading, said)

    def says(self, heading: str) -> object:
        """What stands in the row of fish."""
        return Workbook(self.tracker.read_bytes()).cell_of("fish", heading)

    def copies(self) -> list[str]:
        """The names of everything in the folder but the tracker and the receipt."""
        names = {path.name for path in self.into.iterdir()}
        return sorted(names - {self.tracker.name, "note.receipt.json", ".briefexport.lock"})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the first issue."""
    made = Desk(tmp_path)
    made.issue()
    return made


def codes(done: Exported) -> list[Code]:
    """The codes of what was told of the tracker."""
    return [problem.code for problem in done.problems if problem.code.value.startswith("B6")]


def test_the_next_issue_is_merged_and_a_copy_of_what_was_there_is_kept(desk: Desk) -> None:
    before = desk.types("Analyst note", "ask again")

    done = desk.issue(170)

    assert codes(done) == []
    assert (str(desk.says("Latest")), desk.says("Analyst note")) == ("170", "ask again")
    assert desk.copies() == ["note-tracker-2025-11-07-001.xlsx"]
    assert (desk.into / "note-tracker-2025-11-07-001.xlsx").read_bytes() == before


def test_a_second_rebuild_changes_nothing(desk: Desk) -> None:
    desk.types("Analyst note", "ask again")
    desk.issue(170)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in desk.into.iterdir()}

    desk.issue(170)
    desk.issue(170, again=True)

    now = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in desk.into.iterdir()}
    assert now == before


def test_what_people_wrote_stays_through_issues_in_which_they_write_nothing(desk: Desk) -> None:
    desk.types("Analyst note", "ask again")

    for value in (160, 170, 180):
        desk.issue(value)

    assert (str(desk.says("Latest")), desk.says("Analyst note")) == ("180", "ask again")


def test_a_tracker_that_nobody_touched_is_made_anew_without_a_copy(desk: Desk) -> None:
    desk.issue(170)

    assert str(desk.says("Latest")) == "170"
    assert desk.copies() == []


def test_no_more_copies_are_kept_than_asked_for_and_the_newest_stay(desk: Desk) -> None:
    desk.types("Analyst note", "ask again")

    for value in (160, 170, 180, 190):
        desk.issue(value, keep=2)

    assert desk.copies() == ["note-tracker-2025-11-07-003.xlsx", "note-tracker-2025-11-07-004.xlsx"]


def test_without_a_receipt_the_tracker_is_merged_all_the_same(desk: Desk) -> None:
    desk.types("Analyst note", "ask again")
    (desk.into / "note.receipt.json").unlink()

    desk.issue(170)

    assert (str(desk.says("Latest")), desk.says("Analyst note")) == ("170", "ask again")


def test_a_change_on_both_sides_is_told(desk: Desk) -> None:
    desk.types("Unit", "tonnes")
    desk.types("Latest", "many")

    done = desk.issue(170)

    not_taken, told = done.problems
    assert not_taken.code is Code.TYPING_NOT_TAKEN
    assert told.code is Code.TRACKER_CONFLICTS
    assert told.what == (
        "1 cell was changed here and in the briefing, and what is here was kept: "
        "fish, Latest (here many, in the briefing 170)"
    )


def test_rows_that_people_took_out_are_told(desk: Desk) -> None:
    book = Workbook(desk.tracker.read_bytes())
    book.type(book.rows()["fish"], book.columns()["Id"], "carp")
    desk.tracker.write_bytes(book.saved())

    done = desk.issue(170)

    assert codes(done) == [Code.TRACKER_PARTLY]
    assert "fish (Indicators)" in done.problems[0].what


def test_a_tracker_that_cannot_be_merged_stays_and_the_reason_is_told(desk: Desk) -> None:
    desk.tracker.write_bytes(b"no workbook")

    done = desk.issue(170)

    assert codes(done) == [Code.TRACKER_NOT_MERGED]
    assert desk.tracker.read_bytes() == b"no workbook"
    assert desk.copies() == []
    assert codes(desk.issue(170)) == [Code.TRACKER_NOT_MERGED]


def test_a_new_one_is_put_beside_on_request_and_only_once(desk: Desk) -> None:
    desk.tracker.write_bytes(b"no workbook")

    done = desk.issue(170, beside=True)
    desk.issue(170, beside=True)

    assert desk.copies() == ["note-tracker-new-1.xlsx"]
    assert done.written is not None
    assert [path.name for path in done.written.made] == ["note-tracker-new-1.xlsx"]
    assert str(Workbook((desk.into / "note-tracker-new-1.xlsx").read_bytes()).cell_of("fish", "Latest")) == "170"


@pytest.mark.parametrize(
    ("lock", "holder", "who"),
    [
        (".~lock.note-tracker.xlsx#", b",ann,desk-7,07.11.2025 09:00,file:///users/ann;", "ann"),
        (".~lock.note-tracker.xlsx#", b"", "somebody"),
        (".~lock.note-tracker.xlsx#", b"Ann Lee,ann,desk-7,07.11.2025 09:00,file:///users/ann;", "Ann Lee"),
        ("~$note-tracker.xlsx", b"\x07Ann Lee" + b" " * 40, "Ann Lee"),
    ],
)
def test_a_tracker_that_somebody_has_open_is_left_alone(desk: Desk, lock: str, holder: bytes, who: str) -> None:
    before = desk.types("Analyst note", "ask again")
    (desk.into / lock).write_bytes(holder)

    done = desk.issue(170)

    (told,) = done.problems
    assert told.code is Code.TRACKER_OPEN
    assert told.what.startswith(f"{who} has this tracker open in ")
    assert desk.tracker.read_bytes() == before


def test_a_tracker_is_replaced_on_request(desk: Desk) -> None:
    before = desk.types("Analyst note", "ask again")

    desk.issue(170, over_typing=True)

    assert desk.says("Analyst note") is None
    assert (desk.into / "note-tracker-kept-1.xlsx").read_bytes() == before
