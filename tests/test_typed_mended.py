"""What people typed in another way than an issue writes it is made into what it means, in its own cell."""

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal

import pytest
from msgspec.structs import replace
from openpyxl.styles import PatternFill

from briefexport.briefing import Assessment, Briefing, IndicatorKind, Rag, Rules
from briefexport.build.typed import counted, typed_in
from briefexport.compose.tracker import tracker_of
from briefexport.delivery.proof import Verdict
from briefexport.document.sheet import Measure
from briefexport.document.typed import Mend
from briefexport.problem import Code
from briefexport.render.excel.merge import Merged, merge_tracker
from briefexport.theme import Theme
from edits import Workbook
from test_rebuild import Desk, desk
from test_tracker_proved import proved
from test_typed import DAY, NOTE, issued, number, percent_look, read, seen, types, why
from workbooks import EDITION, FISH, briefing, opened, words

__all__ = ["desk"]

AUTO = replace(FISH, status="auto", rules=Rules(green=Decimal("0.8"), amber=Decimal("0.5")))
OCTOBER = dt.date(2025, 10, 4)


def merged(data: bytes, note: Briefing = NOTE, language: str = "en") -> Merged:
    """The next issue in the workbook; a third one leaves it as it is."""
    typing = typed_in(data, note, words(language), DAY, "tracker.xlsx")
    issue = tracker_of(counted(note, typing), words(language), (), typing.beside(note))
    done = merge_tracker(data, issue, Theme(), EDITION, typing.mends)
    again = typed_in(done.data, note, words(language), DAY, "tracker.xlsx")
    same = tracker_of(counted(note, again), words(language), (), again.beside(note))
    assert again.mends is None
    assert merge_tracker(done.data, same, Theme(), EDITION).data == done.data
    return done


def says(data: bytes, *headings: str) -> list[object]:
    """What stands in the row of fish."""
    book = Workbook(data)
    return [book.cell_of("fish", heading) for heading in headings]


def mends(data: bytes, note: Briefing = NOTE) -> tuple[Mend, ...]:
    """What is to be mended."""
    found = read(data, note).mends
    return () if found is None else found.cells


def formula(expression: str, result: str, *, kind: str | None = None, heading: str = "Latest") -> bytes:
    """Somebody types a formula that comes to that result."""
    book = issued(AUTO)
    types(book, {heading: f"={expression}"})
    cell = book._cell(book.rows()["fish"], book.columns()[heading])
    cell[-1].text = result
    if kind is not None:
        cell.set("t", kind)
    return book.saved()


def look(data: bytes, heading: str) -> tuple[str, str, bool]:
    """Number format, ground and whether it is a text by its apostrophe, of a cell in the row of fish."""
    book = Workbook(data)
    cell = opened(data)["Indicators"].cell(book.rows()["fish"], book.columns()[heading])
    return cell.number_format, cell.fill.fgColor.rgb, bool(cell.quotePrefix)


def in_history(book: Workbook, day: dt.date | str, value: Decimal | str) -> bytes:
    """Somebody adds a row to the history of fish."""
    listed = Workbook(book.saved(), "History")
    row, columns = listed.area[2] + 1, listed.columns()
    said = {"Indicator id": "fish", "On": number(day) if isinstance(day, dt.date) else day, "Value": value}
    for heading, text in said.items():
        listed.type(row, columns[heading], text)
    listed._resize(1)
    return listed.saved()


# -- what is mended


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ({"Latest": "1 234"}, [Mend("Indicators!M5", "1 234", Measure(Decimal(1234)))]),
        ({"Latest": "161 t"}, [Mend("Indicators!M5", "161 t", Measure(Decimal(161)))]),
        ({"As of": "4.10.2025"}, [Mend("Indicators!N5", "4.10.2025", OCTOBER)]),
        ({"Status": "off track"}, [Mend("Indicators!P5", "off track", "■ Off track")]),
        ({"Target": "400"}, [Mend("Indicators!J5", "400", Measure(Decimal(400)))]),
        ({"Next check": "4 Dec 2025"}, [Mend("Indicators!V5", "4 Dec 2025", dt.date(2025, 12, 4))]),
        ({"Latest": "many", "As of": "soon", "Status": "splendid", "Target": "plenty"}, []),
        ({"Latest": Decimal(161), "As of": number(OCTOBER), "Status": "■ Off track"}, []),
        ({"As of": Decimal("45934.6"), "Latest": Decimal("161.10000000000001")}, []),
        ({"Unit": "161", "Analyst note": "161", "Reviewed on": "4.10.2025"}, []),
    ],
)
def test_a_text_that_means_a_number_a_day_or_a_status_is_to_be_that(
    said: Mapping[str, str | Decimal], made: list[Mend]
) -> None:
    assert list(mends(types(issued(), said))) == made


def test_a_row_of_the_history_is_mended_too() -> None:
    done = merged(in_history(issued(), "4 Oct 2025", "1,234.5"))

    rows = opened(done.data)["History"].iter_rows(values_only=True)
    assert [row[2:4] for row in rows if row[0] == "fish"][-1] == (dt.datetime(2025, 10, 4), 1234.5)  # noqa: DTZ001


def test_a_share_that_was_typed_with_its_sign_is_the_number_that_is_counted_in_percent() -> None:
    entry = replace(AUTO, kind=IndicatorKind.PERCENT, unit=None)
    book = Workbook(types(issued(entry), {"Latest": Decimal("0.62")}))
    book.colour(book.rows()["fish"], book.columns()["Latest"], percent_look(book))

    done = merged(book.saved(), briefing(indicators=(entry,)))

    assert says(done.data, "Latest") == [Decimal(62)]
    assert look(done.data, "Latest")[0] == '#,##0"%"'


def test_a_day_that_was_typed_where_words_are_told_is_told_in_words() -> None:
    entry = replace(FISH, kind=IndicatorKind.EVENT, observations=())
    note = briefing(indicators=(entry,))
    book = Workbook(types(issued(entry), {"Latest": number(OCTOBER)}))
    book.colour(book.rows()["fish"], book.columns()["Latest"], percent_look(book))
    part = book.parts["xl/styles.xml"].replace(b'<xf numFmtId="9"/></cellXfs>', b'<xf numFmtId="14"/></cellXfs>')
    book.parts["xl/styles.xml"] = part

    done = merged(book.saved(), note)

    assert says(done.data, "Latest") == ["4 October 2025"]
    assert seen(done.data, note) == [("2025-11-07", "4 October 2025")]


def test_a_day_from_before_spreadsheets_agree_is_written_as_an_issue_writes_it() -> None:
    assert mends(types(issued(), {"As of": "4.10.1890"})) == (Mend("Indicators!N5", "4.10.1890", "4 Oct 1890"),)


def test_a_mended_cell_counts_in_the_formulas_and_is_remembered_as_typed() -> None:
    note = briefing(indicators=(AUTO,))

    done = merged(types(issued(AUTO), {"Latest": "290", "As of": "4.10.2025"}), note)

    row = opened(done.data, results=True)["Indicators"]
    book = Workbook(done.data)
    results = [row.cell(book.rows()["fish"], book.columns()[title]).value for title in ("Progress", "Status")]
    assert results == [0.95, "● On track"]
    assert seen(done.data, note) == [("2025-10-04", "290")]


def test_a_cell_for_texts_becomes_one_for_numbers_and_keeps_its_colour() -> None:
    book = opened(issued().saved())
    cell = book["Indicators"]["M5"]
    cell.value, cell.number_format, cell.fill, cell.quotePrefix = "1234.5", "@", PatternFill("solid", "FFFFEE00"), True
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()

    assert look(data, "Latest") == ("@", "FFFFEE00", True)
    assert look(merged(data).data, "Latest") == ("#,##0.0", "FFFFEE00", False)


def test_a_day_is_mended_in_a_workbook_that_counts_from_1904() -> None:
    book = Workbook(types(issued(), {"As of": "4.10.2025"}))
    part = book.parts["xl/workbook.xml"]
    book.parts["xl/workbook.xml"] = part.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)

    done = merged(book.saved())

    assert says(done.data, "As of") == [number(OCTOBER) - 1462]


def test_a_status_without_its_shape_is_no_difference_once_the_briefing_has_it() -> None:
    later = briefing(indicators=(replace(FISH, status=Assessment(rag=Rag.RED, reason="Slow")),))

    done = merged(merged(types(issued(), {"Status": "off track"})).data, later)

    assert done.report.conflicts == ()
    assert says(done.data, "Status") == ["■ Off track"]


# -- what does not count


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "1.234"), ("ru", "−1.234"), ("de", "1.5"), ("fr", "1,234,567"), ("en", "1,23")]
)
def test_a_number_that_may_mean_two_things_is_none(language: str, said: str) -> None:
    note = replace(NOTE, language=language)
    label = words(language).label
    book = issued(language=language)
    book.type(book.rows(label("tracker.column.id"))["fish"], book.columns()[label("tracker.column.latest")], said)

    typing = read(book.saved(), note, language)

    assert (typing.typed, typing.mends) == ((), None)
    assert [problem.code for problem in typing.told] == [Code.TYPING_NOT_TAKEN]


@pytest.mark.parametrize(
    ("said", "days"), [("10/4/2025", []), ("10/10/2025", ["2025-10-10"]), ("13/10/2025", ["2025-10-13"])]
)
def test_a_day_that_may_be_two_days_is_none(said: str, days: list[str]) -> None:
    data = types(issued(), {"As of": said})

    assert [day for day, _ in seen(data)] == days
    assert len(why(data)) == 1 - len(days)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (formula('"290"', "290", kind="str"), "its formula comes to a text, which no formula counts"),
        (formula('"2025-10-04"', "2025-10-04", kind="str", heading="As of"), "its formula comes to a text"),
        (
            formula('"off track"', "off track", kind="str", heading="Status"),
            "its formula comes to no entry of the list",
        ),
    ],
)
def test_a_formula_of_peoples_counts_only_as_the_formulas_of_the_tracker_count_it(data: bytes, reason: str) -> None:
    note = briefing(indicators=(AUTO,))

    assert read(data, note).typed == ()
    assert [told.rpartition(": ")[2] for told in why(data, note)] == [reason]
    assert mends(data, note) == ()


def test_a_formula_that_comes_to_a_share_does_not_count() -> None:
    entry = replace(FISH, kind=IndicatorKind.PERCENT, unit=None)
    book = Workbook(types(issued(entry), {"Latest": "=31/50"}))
    book._cell(book.rows()["fish"], book.columns()["Latest"])[-1].text = "0.62"
    book.colour(book.rows()["fish"], book.columns()["Latest"], percent_look(book))

    (told,) = why(book.saved(), briefing(indicators=(entry,)))

    assert told.endswith("its formula comes to a share, and 'fish' is counted in percent")


def test_a_target_of_peoples_is_told_because_the_documents_count_that_of_the_briefing() -> None:
    (told,) = why(types(issued(), {"Target": "400"}))

    assert told == "Indicators!J5 says '400', which the documents do not count: the target is that of the briefing"


def test_a_value_older_than_the_latest_is_told() -> None:
    (told,) = why(types(issued(), {"Latest": "140", "As of": "4.6.2025"}))

    assert told == (
        "Indicators!M5 says '140', which is not the latest value in the documents: "
        "there is a newer one of 2025-09-01, and this is of 2025-06-04"
    )


# -- what stands in the history alone


def test_a_newer_row_of_the_history_is_the_latest_in_the_row_of_its_indicator() -> None:
    data = merged(in_history(issued(AUTO), OCTOBER, Decimal(290)), briefing(indicators=(AUTO,))).data

    assert says(data, "Latest", "As of") == [Decimal(290), number(OCTOBER)]


def test_once_it_is_taken_out_the_row_says_again_what_the_briefing_says() -> None:
    note = briefing(indicators=(AUTO,))
    listed = Workbook(merged(in_history(issued(AUTO), OCTOBER, Decimal(290)), note).data, "History")
    for column in listed.columns().values():
        listed.type(listed.area[2], column, None)

    assert says(merged(listed.saved(), note).data, "Latest", "As of") == [Decimal(150), number(dt.date(2025, 9, 1))]


@pytest.mark.parametrize("first", [True, False], ids=["an issue between", "at once"])
def test_a_newer_value_in_the_row_is_no_conflict(first: bool) -> None:  # noqa: FBT001 # a case
    data = in_history(issued(), OCTOBER, Decimal(290))
    book = Workbook(merged(data).data if first else data)

    done = merged(types(book, {"Latest": Decimal(180), "As of": number(DAY)}))

    assert done.report.conflicts == ()
    assert says(done.data, "Latest", "As of") == [Decimal(180), number(DAY)]


def test_an_older_value_in_the_row_is_a_conflict() -> None:
    book = Workbook(in_history(issued(), OCTOBER, Decimal(290)))

    done = merged(types(book, {"Latest": Decimal(180), "As of": number(dt.date(2025, 9, 20))}))

    assert [(change.column, change.ours) for change in done.report.conflicts] == [
        ("Latest", Measure(Decimal(290))),
        ("As of", OCTOBER),
    ]


# -- whole runs


def test_a_run_tells_what_it_mended_and_the_next_one_nothing(desk: Desk) -> None:
    desk.types("Latest", "1 234")
    desk.types("As of", "4.10.2025")

    done = desk.make()

    (told,) = done.problems
    assert (told.code, told.place.file) == (Code.TYPING_MENDED, str(desk.tracker))
    assert told.what == (
        "2 cells were typed in a form that no formula counts, and written anew: "
        "Indicators!M5: the text '1 234' was made the number 1234; "
        "Indicators!N5: the text '4.10.2025' was made the day 2025-10-04"
    )
    before = desk.tracker.read_bytes()
    assert desk.make(again=True).problems == ()
    assert desk.tracker.read_bytes() == before
    assert (proved(desk).verdict, proved(desk).problems) == (Verdict.AGREES, ())


def test_a_cell_that_counts_nothing_new_is_mended_all_the_same(desk: Desk) -> None:
    desk.types("Latest", "150")

    (told,) = desk.make().problems

    assert told.code is Code.TYPING_MENDED
    assert desk.says("Latest") == Decimal(150)
    assert desk.copies() == ["note-tracker-2025-11-07-001.xlsx"]


def test_noise_behind_the_fifteenth_digit_and_a_time_of_day_are_no_difference(desk: Desk) -> None:
    book = Workbook(desk.tracker.read_bytes())
    row, columns = book.rows()["fish"], book.columns()
    book.type(row, columns["Latest"], Decimal("161.10000000000001"))
    book.type(row, columns["As of"], Decimal("45934.6"))
    desk.tracker.write_bytes(book.saved())

    desk.make()

    assert (proved(desk).verdict, proved(desk).problems) == (Verdict.AGREES, ())
