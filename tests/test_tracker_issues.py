"""Issue by issue: how many indicators had which status, which had which, and who still counts on the cover."""

import datetime as dt
import itertools
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from briefexport.briefing import Assessment, Indicator, Marking, NextStep, Progress, Rag, Risk
from briefexport.compose.tracker import tracker_of
from briefexport.document.sheet import Workbook as Tracker
from briefexport.document.sheet import fingerprint
from briefexport.facts import Facts, facts_of
from briefexport.render.excel.merge import Merged, merge_tracker
from briefexport.theme import Theme
from consumers import libreoffice_xlsx, openxml_audit
from edits import Workbook, changed_parts
from test_excel_libreoffice import differences
from test_merge import A, B, C, seen
from workbooks import EDITION, barriers, briefing, column, file_of, opened, packed, parts, sheet, words

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RED = Assessment(rag=Rag.RED)


def day(number: int) -> dt.date:
    """The day of an issue."""
    return dt.date(2025, 9 + number, 7)


def facts(number: int, *entries: Indicator, **fields: Any) -> Facts:
    """What was kept of an issue."""
    return facts_of(briefing(issue=number, date=day(number), indicators=entries, **fields))


def issue(number: int, *entries: Indicator, past: tuple[Facts, ...] = (), **fields: Any) -> Tracker:
    """The tracker of an issue."""
    return tracker_of(briefing(issue=number, date=day(number), indicators=entries, **fields), words(), past)


def merged(old: bytes, new: Tracker) -> Merged:
    """The next issue in the workbook, which a second merge leaves as it is."""
    done = merge_tracker(old, new, Theme(), EDITION)
    assert merge_tracker(done.data, new, Theme(), EDITION).data == done.data
    return done


def as_red(entry: Indicator) -> Indicator:
    """The indicator off track."""
    return replace(entry, status=RED)


def rows(workbook: Tracker, table: str) -> list[tuple[object, ...]]:
    """The rows of a table."""
    return list(sheet(workbook, table).table.rows)


# -- what they say


def test_an_issue_is_one_row_with_the_number_of_indicators_of_each_status() -> None:
    found = issue(2, A, as_red(B), C, past=(facts(1, A, B),))

    assert rows(found, "Issues") == [
        (Decimal(1), dt.date(2025, 10, 7), *map(Decimal, (0, 2, 0, 0, 0, 0, 2))),
        (Decimal(2), dt.date(2025, 11, 7), *map(Decimal, (0, 2, 1, 0, 0, 0, 3))),
    ]


def test_an_indicator_is_one_row_with_its_status_at_each_issue_also_when_the_briefing_no_longer_has_it() -> None:
    found = issue(2, as_red(B), past=(facts(1, A, B),))

    assert [column.title for column in sheet(found, "Statuses").table.columns] == [
        "Indicator id",
        "Indicator",
        "Issue 1",
        "Issue 2",
    ]
    assert rows(found, "Statuses") == [
        ("b", "Name of b", "▲ At risk", "■ Off track"),
        ("a", "Name of a", "▲ At risk", None),
    ]


def test_facts_of_this_issue_and_of_later_ones_are_not_told() -> None:
    found = issue(1, A, past=(facts(1, as_red(A)), facts(2, A, B)))

    assert column(found, "Issues", "issue") == [Decimal(1)]
    assert column(found, "Issues", "amber") == [Decimal(1)]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [("SECRET", "RESTRICTED", [2]), ("SECRET", None, [2]), ("RESTRICTED", "SECRET", [1, 2]), (None, None, [1, 2])],
)
def test_an_issue_that_was_marked_higher_is_not_told(before: str | None, now: str | None, told: list[int]) -> None:
    was = facts(1, A, marking=Marking(level=before) if before else None)

    found = issue(2, A, past=(was,), marking=Marking(level=now) if now else None)

    assert column(found, "Issues", "issue") == list(map(Decimal, told))


def test_the_chart_is_said_in_sentences() -> None:
    chart = sheet(issue(2, A, as_red(B), past=(facts(1, A, B),)), "Issues").chart

    assert chart is not None
    assert chart.alt == (
        "Stacked columns of the indicators by status, one column an issue. "
        "Issue 1 of 7 October 2025: 2 at risk. Issue 2 of 7 November 2025: 1 at risk and 1 off track."
    )


def test_without_indicators_there_are_no_such_sheets() -> None:
    names = {each.table.name for each in issue(1).sheets}

    assert not names & {"Issues", "Statuses"}


# -- how they look


def chart_of(data: bytes) -> etree._Element:
    """The chart over issues."""
    return next(
        etree.fromstring(part) for name, part in parts(data).items() if "charts/chart" in name and b"'Issues'!" in part
    )


def values(data: bytes) -> list[list[float]]:
    """The numbers that the chart carries, status by status."""
    return [
        [float(point.findtext(f"{CHART}v") or "nan") for point in each.iter(f"{CHART}pt")]
        for each in chart_of(data).iter(f"{CHART}val")
    ]


def areas(data: bytes) -> set[str]:
    """The rows that the chart reads."""
    return {
        (each.findtext(f".//{CHART}f") or "").replace("'Issues'!", "") for each in chart_of(data).iter(f"{CHART}val")
    }


def alt(data: bytes) -> str:
    """What is said of the chart over issues."""
    drawings = (part for name, part in parts(data).items() if "drawings/drawing" in name)
    said = (frame.get("descr", "") for part in drawings for frame in etree.fromstring(part).iter("{*}cNvPr"))
    return next(text for text in said if text.startswith("Stacked"))


def test_the_chart_shows_the_first_issue_alone() -> None:
    assert values(file_of(issue(1, A, B))) == [[0.0], [2.0], [0.0], [0.0], [0.0], [0.0]]


def test_nothing_keeps_a_reader_from_the_sheets_about_issues() -> None:
    marked = {"marking": Marking(level="RESTRICTED")}

    assert barriers(file_of(issue(2, A, B, past=(facts(1, A),), **marked))) == []


# -- from issue to issue


def test_the_next_issue_adds_its_row_its_column_and_its_place_in_the_chart() -> None:
    old = file_of(issue(1, A, B))

    done = merged(old, issue(2, A, as_red(B), past=(facts(1, A, B),)))

    book = Workbook(done.data, "Statuses")
    assert book.rows("Indicator id").keys() == {"a", "b"}
    assert [said for (row, _), said in sorted(book.grid().items()) if row == book.rows("Indicator id")["b"]] == [
        "b",
        "Name of b",
        "▲ At risk",
        "■ Off track",
    ]
    assert values(done.data) == [[0.0, 0.0], [2.0, 1.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
    assert areas(done.data) == {f"${letter}$5:${letter}$6" for letter in "CDEFGH"}
    assert alt(done.data).endswith("Issue 2 of 7 November 2025: 1 at risk and 1 off track.")
    rules = [str(each.sqref) for each in opened(done.data)["Status history"].conditional_formatting]
    assert set(rules) == {"A5:D6"}


def test_this_issue_is_brought_up_to_date_and_what_people_wrote_beside_it_stands() -> None:
    book = Workbook(file_of(issue(2, A, B, past=(facts(1, A, B),))), "Issues")
    book.type(5, 11, "after the flood")

    done = merged(book.saved(), issue(2, A, as_red(B), past=(facts(1, A, B),)))

    after = Workbook(done.data, "Issues").grid()
    assert [after.get((6, at)) for at in range(3, 9)] == list(map(Decimal, (0, 1, 1, 0, 0, 0)))
    assert after[5, 11] == "after the flood"


def test_issues_of_which_nothing_is_known_any_more_stay_without_a_word() -> None:
    old = file_of(issue(2, A, B, past=(facts(1, as_red(A), B),)))

    done = merged(old, issue(3, A, C))

    issues, statuses = Workbook(done.data, "Issues"), Workbook(done.data, "Statuses")
    assert list(issues.rows("Issue")) == ["3", "2", "1"]
    assert statuses.rows("Indicator id").keys() == {"a", "b", "c"}
    said = statuses.grid()
    assert [said.get((5, at)) for at in range(1, 6)] == ["a", "Name of a", "■ Off track", "▲ At risk", "▲ At risk"]
    assert "From the briefing" not in [str(text) for text in (*issues.grid().values(), *said.values())]
    assert "Issues" not in {table for table, _ in done.report.retired}
    assert values(done.data)[2] == [1.0, 0.0, 0.0]


def test_a_sentence_that_somebody_wrote_about_the_chart_stands() -> None:
    book = Workbook(file_of(issue(1, A, B)))
    drawing = next(name for name, part in book.parts.items() if "drawings/drawing" in name and b"Stacked" in part)
    said = etree.fromstring(book.parts[drawing])
    for frame in said.iter("{*}cNvPr"):
        frame.set("descr", "Ours")
    book.parts[drawing] = etree.tostring(said)

    done = merged(book.saved(), issue(2, A, B, past=(facts(1, A, B),)))

    assert drawing not in set(changed_parts(book.saved(), done.data))


def test_a_sentence_that_a_program_dropped_is_put_back() -> None:
    files = parts(file_of(issue(1, A, B)))
    bare = {name: re.sub(rb' descr="[^"]*"', b"", part) for name, part in files.items() if "drawings/drawing" in name}

    done = merged(packed(files | bare), issue(2, A, B, past=(facts(1, A, B),)))

    assert alt(done.data).endswith("Issue 2 of 7 November 2025: 2 at risk.")
    assert b'descr="Column chart of' in parts(done.data)["xl/drawings/drawing1.xml"]


def test_a_workbook_without_such_sheets_gets_them_with_their_chart(tmp_path: Path) -> None:
    old = file_of(issue(1))

    done = merged(old, issue(2, A, B))

    path = tmp_path / "merged.xlsx"
    path.write_bytes(done.data)
    assert values(done.data)[1] == [2.0]
    assert alt(done.data).endswith("2 at risk.")
    assert openxml_audit(path) == []


def test_a_workbook_of_many_issues_keeps_the_rules_of_the_format(tmp_path: Path) -> None:
    data, past = file_of(issue(1, A, B)), [facts(1, A, B)]
    for number, entries in ((2, (A, as_red(B), C)), (3, (as_red(A), C))):
        data = merged(data, issue(number, *entries, past=tuple(past))).data
        past.append(facts(number, *entries))

    path = tmp_path / "merged.xlsx"
    path.write_bytes(data)
    assert openxml_audit(path) == []


# -- who still counts


def cover(data: bytes) -> dict[str, object]:
    """The numbers of the cover by their words."""
    page = opened(data, results=True).worksheets[0]
    lines = [[cell.value for cell in row] for row in page.iter_rows()]
    return {
        str(word): said
        for above, below in itertools.pairwise(lines)
        for word, said in zip(above, below, strict=True)
        if word is not None and isinstance(said, int | float)
    }


def test_an_indicator_that_the_briefing_no_longer_has_is_not_counted_any_more() -> None:
    done = merged(file_of(issue(1, A, B, C)), issue(2, A, as_red(C)))

    numbers = cover(done.data)
    assert Workbook(done.data).cell_of("b", "From the briefing") == "No longer in the briefing"
    assert (numbers["All indicators"], numbers["▲ At risk"], numbers["■ Off track"]) == (2, 1, 1)


def test_it_counts_again_when_the_briefing_has_it_again() -> None:
    once = merged(file_of(issue(1, A, B)), issue(2, A)).data

    done = merged(once, issue(3, A, B))

    numbers = cover(done.data)
    assert Workbook(done.data).cell_of("b", "From the briefing") is None
    assert (numbers["All indicators"], numbers["▲ At risk"]) == (2, 2)


def test_rows_of_peoples_own_count() -> None:
    book = Workbook(file_of(issue(1, A, B)))
    book.append("mine", "Something else")
    book.type(book.rows()["mine"], book.columns()["Status"], "■ Off track")

    done = merged(book.saved(), issue(2, A))

    numbers = cover(done.data)
    assert (numbers["All indicators"], numbers["▲ At risk"], numbers["■ Off track"]) == (2, 1, 1)


def test_risks_and_steps_that_the_briefing_no_longer_has_are_not_counted_either() -> None:
    both: dict[str, Any] = {
        "risks": (Risk(id="r", title="Storm"), Risk(id="s", title="Strike")),
        "next_steps": (
            NextStep(id="t", action="Ask", status=Progress.BLOCKED),
            NextStep(id="u", action="Answer", status=Progress.BLOCKED),
        ),
    }
    one: dict[str, Any] = {key: entries[:1] for key, entries in both.items()}

    done = merged(file_of(issue(1, A, **both)), issue(2, A, **one))

    numbers = cover(done.data)
    assert (numbers["Open risks"], numbers["Blocked steps"], numbers["Open steps"]) == (1, 1, 1)


def test_the_chart_on_the_cover_says_the_numbers_that_stand_there() -> None:
    book = Workbook(file_of(issue(1, A, B, C)))
    book.type(book.rows()["c"], book.columns()["Status"], "■ Off track")

    done = merged(book.saved(), issue(2, seen(A, "170"), C))

    said = parts(done.data)["xl/drawings/drawing1.xml"].decode()
    assert "0 on track, 1 at risk, 1 off track, 0 not started, 0 achieved and 0 unknown." in said


@pytest.mark.slow
def test_libreoffice_counts_as_the_workbook_says(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    path.write_bytes(merged(file_of(issue(1, A, B, C)), issue(2, A, as_red(C), past=(facts(1, A, B, C),))).data)

    assert differences(path, libreoffice_xlsx(path, tmp_path / "computed")) == []


def test_the_memory_holds_no_sentence_about_a_chart() -> None:
    lines = [[cell.value for cell in row] for row in opened(file_of(issue(1, A)))["_issued"].iter_rows()]

    found = [line for line in lines if line[0] == "alt"]
    assert [line[:2] for line in found] == [["alt", ""], ["alt", "Issues"]]
    assert found[1][3] == fingerprint(alt(file_of(issue(1, A))))


# -- a value and its day


def typed(**said: Any) -> bytes:
    """The first issue, with cells of the row of a typed over."""
    book = Workbook(file_of(issue(1, A, B)))
    for heading, value in said.items():
        book.type(book.rows()["a"], book.columns()[heading.replace("_", " ")], value)
    return book.saved()


def pair(data: bytes) -> tuple[object, object]:
    """Latest and its day in the row of a."""
    book = Workbook(data)
    return book.cell_of("a", "Latest"), book.cell_of("a", "As of")


def test_a_day_of_peoples_own_never_stands_beside_a_value_of_ours() -> None:
    done = merged(typed(As_of=Decimal(45915)), issue(2, seen(A, "170"), B))

    book = Workbook(done.data)
    assert pair(done.data) == (Decimal(150), Decimal(45915))
    assert book.cell_of("a", "From the briefing") == "Latest: 170\nAs of: 2025-10-01"
    assert [(each.row, each.column) for each in done.report.conflicts] == [("a", "Latest"), ("a", "As of")]


def test_a_value_of_peoples_own_never_stands_beside_a_day_of_ours() -> None:
    done = merged(typed(Latest=Decimal(160)), issue(2, seen(A, "170"), B))

    assert pair(done.data) == (Decimal(160), Decimal(45901))
    assert Workbook(done.data).cell_of("a", "From the briefing") == "Latest: 170\nAs of: 2025-10-01"


def test_a_value_that_only_people_changed_asks_nothing() -> None:
    done = merged(typed(Latest=Decimal(160)), issue(2, A, B))

    assert pair(done.data) == (Decimal(160), Decimal(45901))
    assert not done.report.conflicts


def test_a_status_of_peoples_own_never_stands_beside_a_reason_of_ours() -> None:
    new = replace(A, status=Assessment(rag=Rag.AMBER, reason="Slower still"))

    done = merged(typed(Status="■ Off track"), issue(2, new, B))

    book = Workbook(done.data)
    assert (book.cell_of("a", "Status"), book.cell_of("a", "Reason")) == ("■ Off track", "Slow")
    assert book.cell_of("a", "From the briefing") == "Reason: Slower still"


def test_whoever_deletes_the_note_has_decided_for_the_whole_pair() -> None:
    once = merged(typed(As_of=Decimal(45915)), issue(2, seen(A, "170"), B)).data
    book = Workbook(once)
    book.type(book.rows()["a"], book.columns()["From the briefing"], None)

    done = merged(book.saved(), issue(2, seen(A, "170"), B))

    assert pair(done.data) == (Decimal(150), Decimal(45915))
    assert not done.report.conflicts
