"""The next issue of a tracker that people work in: ours is new, theirs stands, and nothing is lost."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefexport.briefing import Indicator, Observation, Risk, TrackerColumn, TrackerSettings
from briefexport.document.sheet import Workbook as Issue
from briefexport.render.excel.merge import Merged, NotMergedError, merge_tracker
from briefexport.theme import Theme
from consumers import openxml_audit
from edits import Workbook, changed_parts
from workbooks import EDITION, FISH, file_of, opened, packed, parts, tracker


def named(*idents: str) -> tuple[Indicator, ...]:
    """Indicators with those ids."""
    return tuple(replace(FISH, id=ident, name=f"Name of {ident}") for ident in idents)


def seen(entry: Indicator, value: str) -> Indicator:
    """The indicator with one more observation."""
    new = Observation(on=dt.date(2025, 10, 1), value=Decimal(value))
    return replace(entry, observations=(*entry.observations, new))


def issue(*entries: Indicator, **fields: Any) -> Issue:
    """The tracker of these indicators."""
    return tracker(indicators=entries, **fields)


def merged(old: bytes, new: Issue) -> Merged:
    """The next issue in the workbook, which a second merge leaves as it is."""
    done = merge_tracker(old, new, Theme(), EDITION)
    assert merge_tracker(done.data, new, Theme(), EDITION).data == done.data
    return done


def told(changes: Any) -> list[tuple[str, str]]:
    """Row and column of each change in the table of indicators."""
    return [(change.row, change.column) for change in changes if change.table == "Indicators"]


A, B, C, D = named("a", "b", "c", "d")


# -- who changed what


def test_a_workbook_that_is_up_to_date_stays_byte_for_byte() -> None:
    old = file_of(issue(A, B, risks=(Risk(id="r", title="Storm"),)))

    assert merged(old, issue(A, B, risks=(Risk(id="r", title="Storm"),))).data == old


def test_what_only_the_briefing_changed_is_written() -> None:
    done = merged(file_of(issue(A, B)), issue(seen(A, "170"), B))

    assert Workbook(done.data).cell_of("a", "Latest") == Decimal(170)
    assert told(done.report.written) == [("a", "Latest"), ("a", "As of"), ("a", "Trend")]


def test_what_only_people_changed_stands() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Unit"], "tonnes")

    done = merged(book.saved(), issue(A, seen(B, "170")))

    assert Workbook(done.data).cell_of("a", "Unit") == "tonnes"
    assert told(done.report.kept) == [("a", "Unit")]
    assert not done.report.conflicts


def test_what_both_changed_stands_as_people_wrote_it_with_ours_beside_it_and_on_the_cover() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Latest"], Decimal(160))

    done = merged(book.saved(), issue(seen(A, "170"), B))

    after = Workbook(done.data)
    assert after.cell_of("a", "Latest") == Decimal(160)
    assert after.cell_of("a", "From the briefing") == "Latest: 170\nAs of: 2025-10-01"
    assert told(done.report.conflicts) == [("a", "Latest"), ("a", "As of")]
    cover = [cell.value for row in opened(done.data)["Summary"].iter_rows() for cell in row]
    assert cover[cover.index("a · Latest") :][:4] == ["a · Latest", "170", None, "160"]


def test_people_decide_by_deleting_the_note() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Latest"], Decimal(160))
    book = Workbook(merged(book.saved(), issue(seen(A, "170"), B)).data)
    book.type(book.rows()["a"], book.columns()["From the briefing"], None)

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert told(done.report.kept) == [("a", "Latest"), ("a", "As of")]
    assert not done.report.conflicts
    assert "a · Latest" not in [cell.value for row in opened(done.data)["Summary"].iter_rows() for cell in row]


def test_both_may_come_to_agree() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Latest"], Decimal(160))
    book = Workbook(merged(book.saved(), issue(seen(A, "170"), B)).data)
    book.type(book.rows()["a"], book.columns()["Latest"], Decimal(170))

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert not done.report.conflicts
    assert Workbook(done.data).cell_of("a", "From the briefing") is None


def test_a_formula_in_place_of_a_number_is_a_value_that_people_wrote() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Latest"], "=100+60")

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert Workbook(done.data).cell_of("a", "Latest") == "=100+60"
    assert told(done.report.conflicts) == [("a", "Latest"), ("a", "As of")]


def test_a_number_in_place_of_our_formula_stands() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Progress"], Decimal("0.5"))

    done = merged(book.saved(), issue(seen(A, "170"), seen(B, "200")))

    assert Workbook(done.data).cell_of("a", "Progress") == Decimal("0.5")
    assert opened(done.data, results=True)["Indicators"].cell(6, 15).value == pytest.approx(0.5)


def test_a_formula_of_peoples_own_stands_even_when_nobody_knows_what_was_issued() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Progress"], "=1+1")
    book.forget()

    done = merged(book.saved(), issue(A, seen(B, "170")))

    assert Workbook(done.data).cell_of("a", "Progress") == "=1+1"


def test_text_that_the_briefing_brings_is_never_a_formula() -> None:
    done = merged(file_of(issue(A)), issue(replace(A, name="=1+1")))

    cell = next(cell for row in opened(done.data)["Indicators"].iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type in ("s", "inlineStr")


def test_formulas_carry_what_they_come_to_with_the_values_of_both() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.type(book.rows()["a"], book.columns()["Latest"], Decimal(160))

    done = merged(book.saved(), issue(replace(A, target=None), seen(B, "200")))

    page = opened(done.data, results=True)["Indicators"]
    progress = {page.cell(row, 1).value: page.cell(row, 15).value for row in (5, 6)}
    assert progress == {"a": None, "b": 0.5}


# -- rows


def test_a_new_indicator_stands_inside_the_table_with_all_that_belongs_to_it() -> None:
    done = merged(file_of(issue(A, B)), issue(A, B, C))

    page = opened(done.data)["Indicators"]
    book = Workbook(done.data)
    assert list(book.rows()) == ["c", "b", "a"]
    assert page.tables["Indicators"].ref == page.auto_filter.ref or page.tables["Indicators"].ref.endswith("7")
    assert {str(area.sqref).rpartition(":")[2][-1] for area in page.conditional_formatting} == {"7"}
    assert {str(rule.sqref).rpartition(":")[2][-1] for rule in page.data_validations.dataValidation} == {"7"}
    assert page.print_area.endswith("$7")
    assert [name for name in opened(done.data).defined_names if name.endswith("7.2")] == ["TitleRegion1.A4.AD7.2"]
    assert str(book.cell_of("c", "Progress")).startswith("=IFERROR(")
    assert page.cell(7, 15).number_format == "0%"
    assert page.cell(7, 9).is_date


def test_the_cover_counts_the_new_indicator() -> None:
    done = merged(file_of(issue(A, B)), issue(A, B, C))

    cover = opened(done.data, results=True)["Summary"]
    assert [cover.cell(9, column).value for column in (1, 3)] == [3, 3]


def test_an_indicator_that_the_briefing_no_longer_has_stays_and_is_marked() -> None:
    done = merged(file_of(issue(A, B)), issue(A))

    assert Workbook(done.data).cell_of("b", "From the briefing") == "No longer in the briefing"
    assert done.report.retired == (("Indicators", "b"),)


def test_rows_are_known_by_their_ids_wherever_they_are() -> None:
    book = Workbook(file_of(issue(A, B, C)))
    book.type(book.rows()["a"], book.columns()["Analyst note"], "of a")
    book.swap(book.rows()["a"], book.rows()["c"])

    done = merged(book.saved(), issue(seen(A, "170"), B, C))

    after = Workbook(done.data)
    assert list(after.rows()) == ["a", "b", "c"]
    assert (after.cell_of("a", "Latest"), after.cell_of("a", "Analyst note")) == (Decimal(170), "of a")


def test_a_row_that_people_took_out_stays_out() -> None:
    book = Workbook(file_of(issue(A, B, C)))
    book.take_out(book.rows()["b"])

    done = merged(book.saved(), issue(A, seen(B, "170"), C))

    assert set(Workbook(done.data).rows()) == {"a", "c"}
    assert done.report.removed == (("Indicators", "b"),)


def test_a_row_of_peoples_own_stays_theirs() -> None:
    book = Workbook(file_of(issue(A)))
    book.append("mine", "Something else")

    done = merged(book.saved(), issue(A, B))

    after = Workbook(done.data)
    assert after.cell_of("mine", "Indicator") == "Something else"
    assert set(after.rows()) == {"a", "mine", "b"}


def test_of_two_rows_with_one_id_the_one_that_was_issued_is_kept_up_to_date() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.append("a", "A copy")

    done = merged(book.saved(), issue(seen(A, "170"), B))

    grid, columns = Workbook(done.data).grid(), Workbook(done.data).columns()
    assert [grid.get((row, columns["Latest"])) for row in (5, 7)] == [Decimal(170), None]
    assert done.report.remarks == (
        "the table 'Indicators' has several rows with the id 'a': only one is kept up to date",
    )


def test_what_stands_below_the_table_moves_down() -> None:
    book = Workbook(file_of(issue(A)))
    book.type(6, 2, "Directly below")
    book.type(9, 1, "=B6")

    done = merged(book.saved(), issue(A, B, C))

    grid = Workbook(done.data).grid()
    assert grid[8, 2] == "Directly below"
    assert grid[11, 1] == "=B8"


def test_lists_that_nobody_touched_take_the_order_of_the_issue_and_shrink() -> None:
    old = file_of(issue(seen(A, "170"), B))

    done = merged(old, issue(A, seen(B, "180")))

    page = opened(done.data)["History"]
    assert page.tables["History"].ref == "A4:J9"
    assert [page.cell(row, 4).value for row in range(5, 10)] == [120, 150, 120, 150, 180]


def test_an_observation_that_people_wrote_stays_in_the_history() -> None:
    old = file_of(issue(A, B))
    book = Workbook(old, "History")
    row = book.area[2] + 1
    book.type(row, 1, "a")
    book.type(row, 4, Decimal(155))
    book._resize(1)

    done = merged(book.saved(), issue(seen(A, "170"), B))

    values = [said for (_, column), said in Workbook(done.data, "History").grid().items() if column == 4]
    assert values.count(Decimal(155)) == 1
    assert Decimal(170) in values


# -- columns


def test_a_column_under_another_heading_is_still_ours() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.rename("Latest", "Newest")

    done = merged(book.saved(), issue(seen(A, "170"), B))

    after = Workbook(done.data)
    assert after.cell_of("a", "Newest") == Decimal(170)
    assert "Latest" not in after.columns()
    assert "Indicators[[#This Row],[Newest]]" in str(after.cell_of("a", "Progress"))


def test_a_column_of_ids_under_another_heading_is_known_by_its_ids() -> None:
    book = Workbook(file_of(issue(A, B, C)))
    book.rename("Id", "Key")

    done = merged(book.saved(), issue(seen(A, "170"), B, C))

    grid, after = Workbook(done.data).grid(), Workbook(done.data)
    assert grid[5, after.columns()["Latest"]] == Decimal(170)


def test_a_column_that_people_took_out_stays_out() -> None:
    book = Workbook(file_of(issue(A, B)))
    top, _, bottom, _ = book.area
    column = book.columns()["Unit"]
    for row in range(top + 1, bottom + 1):
        book.type(row, column, None)
    book.rename("Unit", "Free")
    book.type(top + 1, column, "mine")

    done = merged(book.saved(), issue(replace(A, unit="kg"), B))

    assert Workbook(done.data).cell_of("a", "Free") == "mine"


def test_a_new_column_of_the_office_is_added_at_the_end() -> None:
    own = TrackerSettings(columns=(TrackerColumn(key="risk", title="Risk"),))
    first = TrackerSettings(columns=(TrackerColumn(key="desk", title="Desk"),))
    both = TrackerSettings(columns=(*first.columns, *own.columns))

    done = merged(file_of(issue(A, tracker=first)), issue(A, tracker=both))

    assert list(Workbook(done.data).columns())[-2:] == ["Desk", "Risk"]
    assert [column.name for column in opened(done.data)["Indicators"].tables["Indicators"].tableColumns][-1] == "Risk"


def test_without_room_for_notes_the_cover_still_tells() -> None:
    book = Workbook(file_of(issue(A, B)))
    right = book.area[3]
    book.type(5, right + 1, "in the way")
    book.type(5, book.columns()["Latest"], Decimal(160))

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert Workbook(done.data).grid()[5, right + 1] == "in the way"
    assert done.report.remarks == ("the table 'Indicators' has no room for notes: there are cells beside it",)
    assert "a · Latest" in [cell.value for row in opened(done.data)["Summary"].iter_rows() for cell in row]


# -- sheets and the file


def test_a_sheet_that_the_issue_before_did_not_have_is_added() -> None:
    done = merged(file_of(issue(A)), issue(A, risks=(Risk(id="r", title="Storm", likelihood=3, impact=4),)))

    page = opened(done.data, results=True)["Risks"]
    assert page.tables["Risks"].ref == "A4:I5"
    assert [cell.value for cell in page[5]][:6] == ["r", "Storm", None, 3, 4, 12]


def test_a_workbook_that_lost_its_memory_asks_about_every_difference_and_loses_nothing() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.forget()
    book.type(book.rows()["b"], book.columns()["Unit"], "tonnes")

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert told(done.report.conflicts) == [("a", "Latest"), ("a", "As of"), ("a", "Trend"), ("b", "Unit")]
    assert Workbook(done.data).cell_of("b", "Unit") == "tonnes"


def test_days_in_a_workbook_that_counts_from_1904_are_the_same_days() -> None:
    book = Workbook(file_of(issue(A, B)))
    workbook = book.parts["xl/workbook.xml"]
    book.parts["xl/workbook.xml"] = workbook.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
    grid, columns = book.grid(), book.columns()
    for row in (5, 6):
        for heading in ("As of", "Baseline on"):
            said = grid[row, columns[heading]]
            assert isinstance(said, Decimal)
            book.type(row, columns[heading], said - 1462)

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert told(done.report.written) == [("a", "Latest"), ("a", "As of"), ("a", "Trend")]
    assert Workbook(done.data).cell_of("a", "As of") == Decimal(45931 - 1462)


def test_nothing_is_written_into_merged_cells() -> None:
    book = Workbook(file_of(issue(A, B)))
    at = book.columns()["Latest"]
    assert at == 13
    book.sheet.find("{*}sheetData").addnext(  # type: ignore[union-attr]
        __import__("lxml.etree").etree.fromstring(
            '<mergeCells xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1">'
            '<mergeCell ref="L5:M5"/></mergeCells>'
        )
    )

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert Workbook(done.data).cell_of("a", "Latest") == Decimal(150)
    assert ("a", "Latest") in told(done.report.kept)


def test_parts_that_are_not_ours_stay_as_they_are() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.add_part("customXml/item1.xml", b"<mine>\r\n</mine>")
    book.add_part("xl/media/image1.png", bytes(range(256)))
    old = book.saved()

    done = merged(old, issue(seen(A, "170"), B, C))

    changed = set(changed_parts(old, done.data))
    assert not {"customXml/item1.xml", "xl/media/image1.png", "xl/sharedStrings.xml", "xl/theme/theme1.xml"} & changed


def without(data: bytes, name: str) -> bytes:
    """The file without one of its parts."""
    return packed({part: said for part, said in parts(data).items() if part != name})


def swollen(data: bytes) -> bytes:
    """The file that says of a part that it is larger than it can be."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/media/image1.png", b"a")
        archive.filelist[-1].file_size = 2**29
    return buffer.getvalue()


REFUSED = {
    "empty": (b"", "the file is damaged"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "it is protected by a password, or of the kind"),
    "cut short": (file_of(issue(A))[:9000], "the file is damaged"),
    "another file": (packed({"a.txt": b"a"}), "this is no Excel workbook, or one of another"),
    "no list of its parts": (without(file_of(issue(A)), "[Content_Types].xml"), "this is no Excel workbook, or one of"),
    "swollen": (swollen(file_of(issue(A))), "it is larger than 500 MB when unpacked"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_words(case: str) -> None:
    data, what = REFUSED[case]

    with pytest.raises(NotMergedError) as refused:
        merge_tracker(data, issue(A), Theme(), EDITION)

    assert refused.value.what.startswith(what)
    assert refused.value.fix


def test_a_file_that_no_program_opens_is_to_be_replaced_by_an_earlier_copy() -> None:
    with pytest.raises(NotMergedError) as refused:
        merge_tracker(b"", issue(A), Theme(), EDITION)

    assert refused.value.fix.startswith("put an earlier copy of it in its place")


def test_a_workbook_without_its_texts_is_refused() -> None:
    book = Workbook(file_of(issue(A)))
    book.parts["xl/sharedStrings.xml"] = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

    with pytest.raises(NotMergedError, match="it has lost its texts"):
        merge_tracker(book.saved(), issue(A), Theme(), EDITION)


def test_a_table_that_was_made_into_plain_cells_is_refused() -> None:
    book = Workbook(file_of(issue(A)))
    book.table.set("displayName", "Other")
    for entry in book.table.iter("{*}tableColumn"):
        entry.set("name", f"x{entry.get('id')}")

    with pytest.raises(NotMergedError, match="it has no table 'Indicators' any more"):
        merge_tracker(book.saved(), issue(A), Theme(), EDITION)


def test_a_table_under_another_name_is_known_by_its_headings() -> None:
    book = Workbook(file_of(issue(A, B)))
    book.table.set("displayName", "Targets")
    book.table.set("name", "Targets")

    done = merged(book.saved(), issue(seen(A, "170"), B))

    assert Workbook(done.data, "Targets").cell_of("a", "Latest") == Decimal(170)


# -- anything


class _Hand:
    """Somebody's hand on a workbook, and what it wrote that must not be lost: by id and heading, and elsewhere."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.typed: dict[tuple[str, str], object] = {}
        self.beside: set[str] = set()
        self.elsewhere: list[tuple[str, int, str]] = []

    def do(self, what: str, number: int, said: str | Decimal) -> None:
        book = self.book
        rows = book.rows()
        idents = sorted(rows)
        ident = idents[number % len(idents)] if idents else ""
        headings = ["Unit", "Latest", "Target", "Analyst note", "Progress", "Status", "Reason", "Next check"]
        heading = headings[number % len(headings)]
        if what == "type" and ident:
            book.type(rows[ident], book.columns()[heading], said)
            self.typed[ident, heading] = said
        elif what == "beside" and ident:
            self.put_beside(rows[ident], book.area[3] + 2, f"beside {number}")
        elif what == "below":
            self.put_beside(book.area[2] + 1 + number % 3, 1 + number % 9, f"below {number}")
        elif what == "swap" and len(idents) > 1:
            book.swap(rows[idents[0]], rows[ident]) if ident != idents[0] else None
        elif what == "take out" and len(idents) > 1 and not self.beside:
            book.take_out(rows[ident])
            self.typed = {key: value for key, value in self.typed.items() if key[0] != ident}
        elif what == "append" and not self.beside:
            book.append(f"own{number}", "of mine")
            self.typed[f"own{number}", "Indicator"] = "of mine"
        elif what == "colour" and ident:
            book.colour(rows[ident], book.columns()[heading], 2)
        elif what == "hide" and ident:
            book.hide(rows[ident])
        elif what == "elsewhere":
            self.elsewhere.append((("History", "Issues", "Statuses")[number % 3], number // 3, f"elsewhere {number}"))
        elif what == "forget":
            book.forget()

    def saved(self) -> bytes:
        """The file, with what was written beside other tables than that of the indicators."""
        data = self.book.saved()
        for table, number, said in self.elsewhere:
            book = Workbook(data, table)
            book.type(book.area[2] - number % 2, book.area[3] + 1 + number % 3, said)
            data = book.saved()
        return data

    def written_elsewhere(self, data: bytes) -> list[str]:
        """What was written there and is no longer, though nothing else was written over it."""
        last = {(table, number % 2, number % 3): said for table, number, said in self.elsewhere}
        found = {table: set(map(str, Workbook(data, table).grid().values())) for table, _, _ in last}
        return [said for (table, _, _), said in last.items() if said not in found[table]]

    def put_beside(self, row: int, column: int, said: str) -> None:
        """Writes into a cell outside the table, once."""
        if (row, column) not in self.book.grid():
            self.beside.add(said)
            self.book.type(row, column, said)


EDITS = (
    "type",
    "type",
    "type",
    "type",
    "beside",
    "below",
    "swap",
    "take out",
    "append",
    "colour",
    "hide",
    "forget",
    "elsewhere",
)
SAID = st.one_of(
    st.sampled_from(["=1+1", "text", " padded ", "a\nb", "<&>", "_x0041_", "None", "● On track", "ja"]),
    st.integers(-999, 999).map(Decimal),
    st.just(Decimal("0.1")),
)
STEPS = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 50), SAID), max_size=8)
NEXT = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from(("", "170", "9"))), max_size=6, unique_by=lambda e: e[0]
)


def lost(hand: _Hand, after: Workbook) -> list[object]:
    """What people wrote and is no longer there."""
    there = {str(said) for said in after.grid().values()}
    rows, columns, grid = after.rows(), after.columns(), after.grid()
    missing: list[object] = [text for text in hand.beside if text not in there]
    for (ident, heading), said in hand.typed.items():
        now = grid.get((rows[ident], columns[heading]))
        if now != said:
            missing.append((ident, heading, said, now))
    return missing


def check(steps: list[tuple[str, int, str | Decimal]], entries: list[tuple[str, str]]) -> bytes:
    """Edits, then the next issue: nothing is lost, nothing else is touched, and once is enough."""
    old = Workbook(FIRST)
    hand = _Hand(old)
    for step in steps:
        hand.do(*step)
    old.add_part("customXml/item1.xml", b"<mine>\r\n</mine>")
    edited = hand.saved()
    new = issue(*(seen(entry, value) if value else entry for (ident, value) in entries for entry in named(ident)))

    done = merge_tracker(edited, new, Theme(), EDITION)
    again = merge_tracker(done.data, new, Theme(), EDITION)

    after = Workbook(done.data)
    assert lost(hand, after) == []
    assert hand.written_elsewhere(done.data) == []
    assert again.data == done.data
    assert "customXml/item1.xml" not in set(changed_parts(edited, done.data))
    assert {ident for ident, _ in entries} - set(after.rows()) == {ident for table, ident in done.report.removed}
    return done.data


FIRST = file_of(issue(A, B, C, D))


@settings(max_examples=12)
@given(STEPS, NEXT)
def test_whatever_people_do_nothing_of_it_is_lost(
    steps: list[tuple[str, int, str | Decimal]], entries: list[tuple[str, str]]
) -> None:
    assert check(steps, entries)


@pytest.mark.slow
@settings(max_examples=300, phases=[Phase.explicit, Phase.generate])
@given(STEPS, NEXT)
def test_whatever_people_do_nothing_of_it_is_lost_at_length(
    steps: list[tuple[str, int, str | Decimal]], entries: list[tuple[str, str]]
) -> None:
    assert check(steps, entries)


@pytest.mark.slow
def test_a_merged_workbook_keeps_the_rules_of_the_format(tmp_path: Path) -> None:
    steps: list[tuple[str, int, str | Decimal]] = [("type", 1, Decimal(7)), ("below", 2, ""), ("append", 3, "")]
    path = tmp_path / "merged.xlsx"
    path.write_bytes(check(steps, [("a", "170"), ("e", ""), ("b", "9"), ("f", "")]))

    assert openxml_audit(path) == []
