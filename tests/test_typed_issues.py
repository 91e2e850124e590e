"""What people typed stays typed from issue to issue: in the history, in later runs, until the briefing has it."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefexport.briefing import Briefing, Observation
from briefexport.build.typed import Typing, counted, typed_in
from briefexport.compose.message import compose_message
from briefexport.compose.tracker import tracker_of
from briefexport.document.sheet import Sheet
from briefexport.export import Order, export_briefings
from briefexport.house import read_house
from briefexport.problem import Code
from briefexport.product import Product
from briefexport.render.excel.merge import merge_tracker
from briefexport.theme import Theme
from edits import Workbook
from test_house import loaded_by
from test_rebuild import BRIEFING
from test_typed import DAY, NOTE, issued, number, read, seen, types
from workbooks import EDITION, FISH, briefing, file_of, opened, words

# -- from issue to issue


def merged(data: bytes, note: Briefing) -> bytes:
    """The next issue in the workbook, counting what people typed; a second one leaves it as it is."""
    typing = read(data, note)
    issue = tracker_of(counted(note, typing), words(), (), typing.beside(note))
    done = merge_tracker(data, issue, Theme(), EDITION, typing.mends).data
    again = read(done, note)
    assert again.digest == typing.digest
    assert again.mends is None
    second = tracker_of(counted(note, again), words(), (), again.beside(note))
    assert merge_tracker(done, second, Theme(), EDITION).data == done
    return done


def history(data: bytes) -> list[tuple[object, ...]]:
    """Day, value, who and origin of each row."""
    page = opened(data, results=True)["History"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(row for row in rows if "Indicator id" in row)
    wanted = [head.index(title) for title in ("On", "Value", "Seen by", "Origin")]
    return [tuple(row[place] for place in wanted) for row in rows[rows.index(head) + 1 :]]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12)
WORTHS = st.one_of(
    st.none(),
    TEXTS.filter(lambda text: not text.startswith("=")),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.sampled_from(["161", "1,200 t", "62 %", "2025-10-04", "4.10.2025", "1.234", "red", "■ Off track", "=1+1", "-"]),
    st.integers(0, 60000).map(Decimal),
)
HEADINGS = ("Latest", "As of", "Status", "Reason", "Status on", "Target", "Analyst note", "Entered by", "Unit", "Trend")


@settings(max_examples=8, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(HEADINGS), WORTHS, max_size=4), min_size=1, max_size=2))
def test_whatever_is_typed_is_taken_or_told_and_no_run_forgets_it(
    rounds: list[dict[str, Decimal | str | None]],
) -> None:
    data = issued().saved()
    known: list[set[tuple[str, str]]] = [set()]
    for said in rounds:
        data = merged(types(Workbook(data), said), NOTE)
        known.append(set(seen(data)))

    assert [before - after for before, after in pairwise(known) if before - after] == []


def test_what_was_typed_becomes_a_row_of_the_history_that_says_where_it_is_from() -> None:
    done = merged(types(issued(), {"Latest": Decimal(161), "Entered by": "A. Rao"}), NOTE)

    assert history(done)[-1] == (dt.datetime(2025, 11, 7), 161, "A. Rao", "entered in the tracker")  # noqa: DTZ001
    assert Workbook(done).cell_of("fish", "Latest") == Decimal(161)
    assert Workbook(done).cell_of("fish", "As of") == number(DAY)


def test_a_second_value_does_not_lose_the_first() -> None:
    first = merged(types(issued(), {"Latest": Decimal(161), "As of": number(dt.date(2025, 10, 4))}), NOTE)

    second = types(Workbook(first), {"Latest": Decimal(170), "As of": number(dt.date(2025, 10, 11))})

    assert seen(merged(second, NOTE)) == [("2025-10-04", "161"), ("2025-10-11", "170")]


def test_a_row_of_the_history_without_its_mark_is_peoples_own() -> None:
    book = Workbook(merged(types(issued(), {"Latest": Decimal(161)}), NOTE), "History")
    book.type(book.area[2], book.columns()["Origin"], None)

    done = merged(book.saved(), NOTE)

    assert seen(done) == [("2025-11-07", "161")]
    assert [row[1:] for row in history(done) if row[1] == 161] == [(161, None, None)]


def test_a_corrected_row_of_the_history_is_what_was_seen() -> None:
    first = merged(types(issued(), {"Latest": Decimal(161), "As of": number(dt.date(2025, 10, 4))}), NOTE)
    second = merged(types(Workbook(first), {"Latest": Decimal(170), "As of": number(dt.date(2025, 10, 11))}), NOTE)
    book = Workbook(second, "History")
    row = next(row for (row, _), said in book.grid().items() if said == Decimal(161))
    book.type(row, book.columns()["Value"], Decimal(165))

    assert seen(merged(book.saved(), NOTE)) == [("2025-10-04", "165"), ("2025-10-11", "170")]


def test_a_tracker_of_an_earlier_version_gets_the_columns_that_it_needs() -> None:
    def without(sheet: Sheet) -> Sheet:
        keep = [n for n, column in enumerate(sheet.table.columns) if column.key not in ("origin", "entered_by")]
        columns = tuple(sheet.table.columns[n] for n in keep)
        rows = tuple(tuple(row[n] for n in keep) for row in sheet.table.rows)
        return replace(sheet, table=replace(sheet.table, columns=columns, rows=rows))

    first = tracker_of(NOTE, words())
    old = file_of(replace(first, sheets=tuple(map(without, first.sheets))))

    done = merged(types(Workbook(old), {"Latest": Decimal(161)}), NOTE)

    assert history(done)[-1][1:] == (161, None, "entered in the tracker")
    assert "Entered by" in Workbook(done).columns()


def test_the_day_of_a_value_stays_when_a_later_issue_is_made() -> None:
    first = merged(types(issued(), {"Latest": Decimal(161)}), NOTE)
    later = replace(NOTE, date=dt.date(2025, 11, 14), issue=2)

    typing = typed_in(first, later, words(), later.date, "tracker.xlsx")

    assert [one.on for one in typing.typed[0].observations] == [DAY]


def test_a_newer_observation_of_the_briefing_is_the_latest_and_the_cell_of_people_stands() -> None:
    data = types(issued(), {"Latest": Decimal(161), "As of": number(dt.date(2025, 10, 4))})
    newer = Observation(on=dt.date(2025, 11, 1), value=Decimal(180))
    note = briefing(indicators=(replace(FISH, observations=(*FISH.observations, newer)),))

    done = merged(data, note)

    latest = counted(note, read(done, note)).indicators[0].latest
    assert latest is not None
    assert latest.value == Decimal(180)
    assert Workbook(done).cell_of("fish", "Latest") == Decimal(161)


def test_of_two_observations_on_one_day_that_of_people_is_the_latest() -> None:
    data = types(issued(), {"Latest": Decimal(161), "As of": number(dt.date(2025, 9, 1))})

    latest = counted(NOTE, read(data)).indicators[0].latest

    assert latest is not None
    assert latest.value == Decimal(161)


def test_what_the_briefing_took_over_stands_in_the_history_once() -> None:
    done = merged(types(issued(), {"Latest": Decimal(161), "As of": number(dt.date(2025, 10, 4))}), NOTE)
    known = Observation(on=dt.date(2025, 10, 4), value=Decimal(161))
    note = briefing(indicators=(replace(FISH, observations=(*FISH.observations, known)),))

    after = merged(done, note)

    assert [row[1:] for row in history(after) if row[1] == 161] == [(161, None, None)]
    assert read(after, note) == Typing()
    assert "From the briefing" not in Workbook(after).columns()


# -- whole runs


def test_the_documents_are_made_though_the_tracker_cannot_be_read(tmp_path: Path) -> None:
    source, into = tmp_path / "note.yaml", tmp_path / "dist"
    source.write_text(BRIEFING.format(title="A note", value=150), "utf-8")
    export_briefings([source], Order(into=into))
    (into / "note-tracker.xlsx").write_bytes(b"no workbook")

    (done,) = export_briefings([source], Order(into=into, products=(Product.MEMO,)))

    (told,) = done.problems
    assert told.code is Code.TYPING_NOT_READ
    assert (
        told.what == "what people typed into this tracker cannot be read, so no document counts it: the file is damaged"
    )


def test_a_set_that_is_up_to_date_is_told_without_opening_the_workbook(tmp_path: Path) -> None:
    source, into = tmp_path / "note.yaml", tmp_path / "dist"
    source.write_text(BRIEFING.format(title="A note", value=150), "utf-8")
    export_briefings([source], Order(into=into))
    path = into / "note-tracker.xlsx"
    path.write_bytes(types(Workbook(path.read_bytes()), {"Latest": Decimal(161)}))
    export_briefings([source], Order(into=into))

    loaded = loaded_by("all", "--quiet", str(source), "--into", str(into))

    assert loaded & {"docx", "reportlab", "openpyxl", "lxml"} == set()


def test_a_colour_makes_nothing_anew(tmp_path: Path) -> None:
    source, into = tmp_path / "note.yaml", tmp_path / "dist"
    source.write_text(BRIEFING.format(title="A note", value=150), "utf-8")
    export_briefings([source], Order(into=into))
    book = Workbook((into / "note-tracker.xlsx").read_bytes())
    book.colour(book.rows()["fish"], book.columns()["Unit"], 1)
    (into / "note-tracker.xlsx").write_bytes(book.saved())

    (done,) = export_briefings([source], Order(into=into))

    assert done.written is not None
    assert done.written.made == ()


def test_the_message_says_who_entered_the_latest_value() -> None:
    note = counted(NOTE, read(types(issued(), {"Latest": Decimal(161), "Entered by": "A. Rao"})))

    message = compose_message(note, read_house(), None, ())

    assert "161\u00a0t (7 November 2025, entered in the tracker by A. Rao)" in message.text
    assert "entered in the tracker by A. Rao" in message.html
