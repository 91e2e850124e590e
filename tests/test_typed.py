"""What people type into the tracker counts in all documents of the next run, and in the runs after it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from briefexport.briefing import Briefing, Indicator, IndicatorKind, Observation, Rag
from briefexport.build.typed import Typing, counted, typed_in
from briefexport.problem import Code
from edits import Workbook, letters
from workbooks import FISH, briefing, file_of, tracker, words

DAY = dt.date(2025, 11, 7)
NOTE = briefing(indicators=(FISH,))


def issued(entry: Indicator = FISH, language: str = "en", **fields: Any) -> Workbook:
    """The first tracker of an indicator."""
    return Workbook(file_of(tracker(language, indicators=(entry,), **fields)))


def types(book: Workbook, said: Mapping[str, str | Decimal | None]) -> bytes:
    """Somebody types below these headings, into the row of fish."""
    for heading, value in said.items():
        book.type(book.rows()["fish"], book.columns()[heading], value)
    return book.saved()


def read(data: bytes, note: Briefing = NOTE, language: str = "en") -> Typing:
    """What people entered."""
    return typed_in(data, note, words(language), DAY, "tracker.xlsx")


def seen(data: bytes, note: Briefing = NOTE) -> list[tuple[str, str]]:
    """Day and value of what they saw."""
    return [
        (one.on.isoformat(), str(one.text if one.value is None else one.value))
        for typed in read(data, note).typed
        for one in typed.observations
    ]


def why(data: bytes, note: Briefing = NOTE) -> list[str]:
    """What is told of cells that cannot be taken."""
    return [problem.what for problem in read(data, note).told]


def number(day: dt.date) -> Decimal:
    """A day as spreadsheets keep it."""
    return Decimal((day - dt.date(1899, 12, 30)).days)


def listed(*said: str | Decimal | None) -> bytes:
    """Somebody adds a row to the history: id of the indicator, day, value."""
    book = Workbook(file_of(tracker(indicators=(FISH,))), "History")
    row, columns = book.area[2] + 1, book.columns()
    for heading, value in zip(("Indicator id", "On", "Value", "Seen by"), (*said, "B. Lee"), strict=True):
        book.type(row, columns[heading], value)
    book._resize(1)
    return book.saved()


# -- what is taken


def test_nothing_is_taken_from_a_tracker_as_it_was_issued() -> None:
    assert read(issued().saved()) == Typing()


def test_a_value_is_of_the_day_that_is_typed_beside_it() -> None:
    data = types(issued(), {"Latest": Decimal(161), "As of": number(dt.date(2025, 10, 4))})

    assert seen(data) == [("2025-10-04", "161")]


def test_a_value_without_a_day_is_of_the_day_of_the_edition() -> None:
    assert seen(types(issued(), {"Latest": Decimal(161)})) == [("2025-11-07", "161")]


def test_a_new_day_alone_says_that_the_value_was_seen_again() -> None:
    assert seen(types(issued(), {"As of": number(dt.date(2025, 10, 4))})) == [("2025-10-04", "150")]


def test_an_emptied_cell_says_nothing_and_is_told() -> None:
    typing = read(types(issued(), {"Latest": None, "As of": None, "Status": None, "Reason": None}))

    assert replace(typing, told=()) == Typing()
    assert [problem.what for problem in typing.told] == [
        "Indicators!M5, Indicators!N5, Indicators!P5 was emptied, and the documents say there what the briefing says"
    ]


def test_who_and_what_else_are_taken_from_the_columns_that_say_it() -> None:
    data = types(issued(), {"Latest": Decimal(161), "Entered by": "A. Rao", "Analyst note": "counted  twice"})

    (typed,) = read(data).typed

    (one,) = typed.observations
    assert (one.by, one.note, one.entered) == ("A. Rao", "counted twice", True)


def test_a_column_of_peoples_own_may_say_who() -> None:
    book = issued()
    book.rename("Action taken", "Seen by")

    (typed,) = read(types(book, {"Latest": Decimal(161), "Seen by": "A. Rao"})).typed

    assert typed.observations[0].by == "A. Rao"


@pytest.mark.parametrize(
    ("language", "said", "value"),
    [
        ("en", "1,234.5", "1234.5"),
        ("en", "170 t", "170"),
        ("ru", "1 234,5", "1234.5"),
        ("de", "1.234,5", "1234.5"),
        ("fr", "−0,5", "-0.5"),
        ("hi", "१२,३४,५६७", "1234567"),
    ],
)
def test_a_number_that_was_typed_as_text_is_read_in_the_language_of_the_document(
    language: str, said: str, value: str
) -> None:
    note = replace(NOTE, language=language)
    title = words(language).label("tracker.column.latest")
    ident = words(language).label("tracker.column.id")
    book = issued(language=language)
    book.type(book.rows(ident)["fish"], book.columns()[title], said)

    (typed,) = read(book.saved(), note, language).typed

    assert typed.observations[0].value == Decimal(value)


def test_a_number_that_was_copied_from_the_memo_is_read_with_its_unit() -> None:
    entry = replace(FISH, unit="cfu/100 ml")
    data = types(issued(entry), {"Latest": words().measured(entry, Decimal("1234.5"))})

    assert seen(data, briefing(indicators=(entry,))) == [("2025-11-07", "1234.5")]


@pytest.mark.parametrize(
    ("said", "day"),
    [("2025-10-04", "2025-10-04"), ("4.10.2025", "2025-10-04"), ("4 Oct 2025", "2025-10-04")],
)
def test_a_day_that_was_typed_as_text_is_a_day(said: str, day: str) -> None:
    assert seen(types(issued(), {"Latest": Decimal(161), "As of": said})) == [(day, "161")]


def test_a_formula_is_what_it_came_to() -> None:
    assert seen(types(issued(), {"Latest": "=80+81"})) == [("2025-11-07", "1")]


def test_days_that_are_counted_from_1904_are_the_same_days() -> None:
    book = issued()
    data = types(book, {"Latest": Decimal(161), "As of": number(dt.date(2025, 10, 4)) - 1462})
    book = Workbook(data)
    part = book.parts["xl/workbook.xml"]
    book.parts["xl/workbook.xml"] = part.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)

    assert ("2025-10-04", "161") in seen(book.saved())


def test_a_share_typed_with_its_sign_counts_in_percent() -> None:
    entry = replace(FISH, kind=IndicatorKind.PERCENT, unit=None)
    book = issued(entry)
    data = types(book, {"Latest": Decimal("0.62")})
    styled = Workbook(data)
    styled.colour(styled.rows()["fish"], styled.columns()["Latest"], percent_look(styled))

    assert seen(styled.saved(), briefing(indicators=(entry,))) == [("2025-11-07", "62")]


def percent_look(book: Workbook) -> int:
    """Adds a look that shows numbers in percent; its number."""
    part = book.parts["xl/styles.xml"].decode()
    head, _, rest = part.partition("<cellXfs")
    inside, _, tail = rest.partition("</cellXfs>")
    count = inside.count("<xf ")
    book.parts["xl/styles.xml"] = f'{head}<cellXfs{inside}<xf numFmtId="9"/></cellXfs>{tail}'.encode()
    return count


def test_words_are_taken_where_an_indicator_is_told_in_words() -> None:
    entry = replace(FISH, kind=IndicatorKind.EVENT, observations=())

    assert seen(types(issued(entry), {"Latest": "signed"}), briefing(indicators=(entry,))) == [("2025-11-07", "signed")]


@pytest.mark.parametrize("said", ["■ Off track", "off track", "RED"])
def test_a_status_is_taken_in_the_words_of_the_document_or_of_a_briefing(said: str) -> None:
    (typed,) = read(types(issued(), {"Status": said, "Reason": "Storms", "Entered by": "A. Rao"})).typed

    assert typed.status is not None
    assert (typed.status.rag, typed.status.reason, typed.status.by) == (Rag.RED, "Storms", "A. Rao")
    assert counted(NOTE, read(types(issued(), {"Status": said}))).indicators[0].assessment().rag is Rag.RED


def test_an_automatic_status_follows_what_was_typed() -> None:
    from briefexport.briefing import Rules

    entry = replace(FISH, status="auto", rules=Rules(green=Decimal("0.8"), amber=Decimal("0.5")))
    note = briefing(indicators=(entry,))

    typing = read(types(issued(entry), {"Latest": Decimal(290)}), note)

    assert typing.typed[0].status is None
    assert counted(note, typing).indicators[0].assessment().rag is Rag.GREEN


def test_rows_that_people_add_to_the_history_count() -> None:
    typing = read(listed("fish", number(dt.date(2025, 10, 4)), Decimal(140)))

    (one,) = typing.typed[0].observations
    assert (one.on, one.value, one.by) == (dt.date(2025, 10, 4), Decimal(140), "B. Lee")
    assert typing.there == {("fish", dt.date(2025, 10, 4), Decimal(140))}


def test_a_renamed_and_moved_column_is_still_read() -> None:
    book = issued()
    book.rename("Latest", "Newest")

    assert seen(types(book, {"Newest": Decimal(161)})) == [("2025-11-07", "161")]


def test_sorted_rows_are_read_by_their_ids() -> None:
    carp = replace(FISH, id="carp")
    book = Workbook(file_of(tracker(indicators=(FISH, carp))))
    book.swap(book.rows()["fish"], book.rows()["carp"])

    (typed,) = read(types(book, {"Latest": Decimal(161)}), briefing(indicators=(FISH, carp))).typed

    assert typed.ident == "fish"


def test_what_the_briefing_says_meanwhile_is_nothing_new() -> None:
    data = types(issued(), {"Latest": Decimal(161), "As of": number(dt.date(2025, 10, 4))})
    known = Observation(on=dt.date(2025, 10, 4), value=Decimal(161))
    later = briefing(indicators=(replace(FISH, observations=(*FISH.observations, known)),))

    assert read(data, later).typed == ()


def test_without_the_memory_of_the_issue_only_what_differs_from_the_briefing_counts() -> None:
    book = issued()
    types(book, {"Latest": Decimal(161)})
    book.forget()

    assert seen(book.saved()) == [("2025-09-01", "161")]
    untouched = issued()
    untouched.forget()
    assert seen(untouched.saved()) == []


# -- what is not


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"Latest": "many"}, "it is no number, and 'fish' is counted in t"),
        ({"Latest": "62 %"}, "it is no number, and 'fish' is counted in t"),
        ({"Latest": Decimal(161), "As of": "soon"}, "it is no day"),
        (
            {"Latest": Decimal(161), "As of": number(dt.date(2026, 1, 1))},
            "the day 2026-01-01 is after 2025-11-07, the day on which the facts of the briefing hold",
        ),
        ({"Status": "splendid"}, "it is no status"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_cell(said: Mapping[str, str | Decimal], reason: str) -> None:
    book = issued()
    heading = list(said)[-1]
    place = f"Indicators!{letters(book.columns()[heading])}{book.rows()['fish']}"

    (told,) = read(types(book, said)).told

    assert told.code is Code.TYPING_NOT_TAKEN
    assert told.what.startswith(f"{place} says '")
    assert told.what.endswith(f"which the documents do not count: {reason}")


def test_a_reason_alone_cannot_stand_with_an_automatic_status() -> None:
    entry = replace(FISH, status="auto", rules=None)

    assert "automatic" in why(types(issued(entry), {"Reason": "Storms"}), briefing(indicators=(entry,)))[0]


def test_a_formula_that_came_to_an_error_is_told() -> None:
    book = issued()
    types(book, {"Latest": "=1/0"})
    cell = book._cell(book.rows()["fish"], book.columns()["Latest"])
    cell.set("t", "e")
    cell[-1].text = "#DIV/0!"

    assert why(book.saved())[0].endswith("its formula has no result")


def test_a_row_of_the_history_without_a_day_is_told() -> None:
    assert why(listed("fish", None, Decimal(140)))[0].endswith("nothing says the day of it")


def test_a_row_of_the_history_for_no_indicator_is_told() -> None:
    assert why(listed("fsh", number(DAY), Decimal(140)))[0].endswith("no indicator of the briefing has the id 'fsh'")
