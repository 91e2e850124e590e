"""Trackers of thousands of rows: people's values stand, ours arrive, and what nobody touched is not taken apart."""

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bench_tracker import people_type, source
from briefexport.briefing import Indicator, Observation
from briefexport.compose.tracker.typed import ASKED, typed_tables
from briefexport.render.excel.merge import Merged, merge_tracker
from briefexport.render.excel.typed import read_typed
from briefexport.theme import Theme
from edits import Workbook
from workbooks import EDITION, FISH, briefing, file_of, parts, tracker, words

ROWS = 2_000
GONE, NEW = 30, 40
NEWS = Observation(on=dt.date(2025, 10, 1), value=Decimal(170))


def ident(number: int) -> str:
    """The id of an indicator."""
    return f"fish-{number:04}"


def entry(number: int, *, news: bool = False) -> Indicator:
    """One of many indicators; with news it has an observation more."""
    seen = (*FISH.observations, NEWS) if news else FISH.observations
    return replace(FISH, id=ident(number), name=f"Fish landed in port {number}", observations=seen)


@pytest.fixture(scope="module")
def edited() -> bytes:
    """A tracker of 2,000 indicators into which people typed."""
    book = Workbook(file_of(tracker(indicators=tuple(map(entry, range(ROWS))))))
    columns, first = book.columns(), book.area[0] + 1
    for number in range(0, ROWS, 50):
        book.type(first + number, columns["Analyst note"], f"Seen by us: {number}")
    for number in range(5, ROWS, 100):
        book.type(first + number, columns["Unit"], "boxes")
    return book.saved()


@pytest.fixture(scope="module")
def merged(edited: bytes) -> Merged:
    """The next issue: the first thirty are gone, forty are new, and every tenth has news."""
    numbers = range(GONE, ROWS + NEW)
    issue = tracker(indicators=tuple(entry(number, news=number % 10 == 0) for number in numbers))
    done = merge_tracker(edited, issue, Theme(), EDITION)
    assert merge_tracker(done.data, issue, Theme(), EDITION).data == done.data
    return done


@pytest.fixture(scope="module")
def after(merged: Merged) -> dict[str, dict[str, Any]]:
    """What the table of indicators says then, by id and heading."""
    return said(merged.data)


def said(data: bytes, table: str = "Indicators", key: str = "Id") -> dict[str, dict[str, Any]]:
    """What a table says: its rows by what stands below a heading."""
    book = Workbook(data, table)
    grid, columns = book.grid(), book.columns()
    top, _, bottom, _ = book.area
    rows = range(top + 1, bottom + 1)
    return {
        str(grid[row, columns[key]]): {title: grid.get((row, column)) for title, column in columns.items()}
        for row in rows
    }


def test_what_people_typed_stands_in_every_row(after: dict[str, dict[str, Any]]) -> None:
    notes = {name: row["Analyst note"] for name, row in after.items() if row["Analyst note"] is not None}

    assert notes == {ident(number): f"Seen by us: {number}" for number in range(0, ROWS, 50)}
    assert [name for name, row in after.items() if row["Unit"] == "boxes"] == [ident(n) for n in range(5, ROWS, 100)]


def test_what_the_briefing_changed_is_in_every_row_and_nothing_else_is(
    merged: Merged, after: dict[str, dict[str, Any]]
) -> None:
    new = {name for name, row in after.items() if row["Latest"] == Decimal(170)}

    assert new == {ident(number) for number in range(GONE, ROWS + NEW, 10)}
    assert not merged.report.conflicts
    written = [change for change in merged.report.written if change.table == "Indicators"]
    assert {change.column for change in written} == {"Latest", "As of", "Trend"}
    assert len(written) == 3 * len(range(GONE, ROWS, 10))


def test_new_rows_come_last_and_retired_ones_stay_where_they_are(
    merged: Merged, after: dict[str, dict[str, Any]]
) -> None:
    assert list(after) == [ident(number) for number in range(ROWS + NEW)]
    assert merged.report.added[:NEW] == tuple(("Indicators", ident(n)) for n in range(ROWS, ROWS + NEW))
    retired = {name for name, row in after.items() if row["From the briefing"] == "No longer in the briefing"}
    assert retired == {ident(number) for number in range(GONE)}


def test_the_history_takes_the_order_of_the_issue(merged: Merged) -> None:
    book = Workbook(merged.data, "History")
    grid = book.grid()
    top, left, bottom, _ = book.area
    rows = [(grid[row, left], grid[row, left + 3]) for row in range(top + 1, bottom + 1)]

    expected = []
    for number in range(GONE, ROWS + NEW):
        expected += [(ident(number), Decimal(value)) for value in ((120, 150, 170) if number % 10 == 0 else (120, 150))]
    assert rows == expected


def test_rows_that_nobody_wrote_to_are_the_same_bytes(edited: bytes) -> None:
    issue = tracker(indicators=tuple(entry(number, news=number % 100 == 0) for number in range(ROWS)))
    path = Workbook(edited).sheet_path

    now = merge_tracker(edited, issue, Theme(), EDITION).data

    before, after = (set(parts(data)[path].split(b"</row>")) for data in (edited, now))
    assert len(before - after) == ROWS // 100  # the rows with news


def test_a_column_of_notes_is_put_behind_rows_that_stay_the_bytes_they_were(edited: bytes) -> None:
    issue = tracker(indicators=tuple(map(entry, range(1, ROWS))))  # the first is gone, and a note says so
    path = Workbook(edited).sheet_path

    now = merge_tracker(edited, issue, Theme(), EDITION).data

    rows, longer = (parts(data)[path].split(b"</row>")[4:-1] for data in (edited, now))
    assert "From the briefing" in Workbook(now).columns()
    assert len(rows) == len(longer) == ROWS
    assert all(after.startswith(before) for before, after in zip(rows[1:], longer[1:], strict=True))
    assert all(after.count(b"<c ") == before.count(b"<c ") + 1 for before, after in zip(rows, longer, strict=True))


def test_a_merge_is_the_same_after_what_people_typed_was_read(edited: bytes) -> None:
    indicators = tuple(entry(number, news=number % 10 == 0) for number in range(GONE, ROWS))
    alone = merge_tracker(edited, tracker(indicators=indicators), Theme(), EDITION)

    typed = read_typed(edited, typed_tables(briefing(indicators=indicators), words()), ASKED)

    assert len(typed) == ROWS // 100
    assert merge_tracker(edited, tracker(indicators=indicators), Theme(), EDITION) == alone


# A child's `ru_maxrss` begins with what its parent held, so the process tells its own peak.
COMMAND = """
import sys
from pathlib import Path
from briefexport.cli import main
status = main(["tracker", "large.yaml", "--into", "out", "--quiet"])
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(peak.split()[1])
sys.exit(status)
"""


def run(folder: Path) -> int:
    """The whole command; the most memory that it held, in megabytes."""
    done = subprocess.run([sys.executable, "-c", COMMAND], cwd=folder, check=True, capture_output=True, text=True)
    return int(done.stdout) // 1024


def test_a_rebuild_of_two_thousand_rows_changes_nothing_twice_and_takes_little_memory(tmp_path: Path) -> None:
    made = tmp_path / "out" / "large-tracker.xlsx"
    (tmp_path / "large.yaml").write_text(source(ROWS), "utf-8")
    run(tmp_path)
    people_type(made)
    (tmp_path / "large.yaml").write_text(source(ROWS, later=True), "utf-8")
    peak_mb = run(tmp_path)
    first = made.read_bytes()
    run(tmp_path)

    assert made.read_bytes() == first
    assert peak_mb < 300
    notes = [row for row in said(first).values() if row["Analyst note"]]
    assert len(notes) == ROWS // 20


def test_more_warnings_than_can_be_read_do_not_keep_a_tracker_from_being_made(tmp_path: Path) -> None:
    stale = source(1_200).replace("date: 2025-11-07", "date: 2026-11-06")
    (tmp_path / "large.yaml").write_text(stale, "utf-8")

    command = [sys.executable, "-m", "briefexport", "tracker", "large.yaml", "--into", "out", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert done.stderr.count("B251") == 1_000
    assert "200 more warnings are not told" in done.stderr
