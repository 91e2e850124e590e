"""What a briefing's text says, and each file in rejected/ against its own comments."""

import datetime as dt
import gc
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefexport.briefing import (
    UNKNOWN,
    Assessment,
    Assurance,
    Baseline,
    Briefing,
    Certainty,
    Confidence,
    Document,
    Marking,
    Observation,
    Person,
    Position,
    Precision,
    Rag,
    Target,
    Window,
)
from briefexport.problem import Place, RejectedError
from briefexport.source import Source, read_file, read_source
from briefexport.source.file import decoded
from slips import FILES, expected, problems_in, problems_of
from strategies import briefings, written

HEAD = """\
title: Annual summit
place: New Delhi
date: 2025-11-07
to: The minister
from: The desk
bottom_line: The summit is in early December.
"""


def read(more: str = "") -> Briefing:
    """The briefing of fifteen words, with more."""
    return source(more).briefing


def source(more: str = "") -> Source:
    """The same with its places."""
    return read_source(HEAD + more, "source/moscow-visit.yaml")


def window(text: str) -> Window | None:
    """What stands on the timeline."""
    return read(f"timeline: [{{id: a, what: Visit, when: {text}}}]").timeline[0].when


def indicator(more: str) -> Any:
    """One indicator with more fields."""
    return read(f"indicators: [{{id: trade, name: Trade, {more}}}]").indicators[0]


# -- rejected files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_problem_is_reported_on_its_line_and_nothing_else(path: Path) -> None:
    text = path.read_text("utf-8")

    problems = problems_of(path)

    assert sorted((told.place.line, told.code.value, told.what) for told in problems) == expected(text)
    assert all(told.fix for told in problems)
    assert list(problems) == sorted(problems, key=lambda told: told.place)


# -- what is read


def test_fifteen_lines_are_a_briefing() -> None:
    briefing = read()

    assert briefing.title == "Annual summit"
    assert briefing.date == dt.date(2025, 11, 7)
    assert briefing.to == (Person(name="The minister"),)
    assert briefing.from_ == (Person(name="The desk"),)


def test_the_id_is_the_name_of_the_file_when_none_is_given() -> None:
    assert read().id == "moscow-visit"
    assert read("id: summit\n").id == "summit"
    assert read_source(HEAD, "Été à Paris (2).yaml").briefing.id == "ete-a-paris-2"


def test_a_file_name_without_a_latin_letter_gives_no_id() -> None:
    with pytest.raises(RejectedError) as rejected:
        read_source(HEAD, "саммит.yaml")

    assert [told.what for told in rejected.value.problems] == ["`id` is missing"]


@pytest.mark.parametrize("typed", ["NO", "1_000", "2030-13-01", "0123", "12:30", "yes", "1e3", "0x1F", "=1+1", ".5"])
def test_a_text_is_what_its_author_typed(typed: str) -> None:
    assert read(f"subject: {typed}\n").subject == typed


@pytest.mark.parametrize(
    "typed", ["{{ 7*7 }}", "<b>", "| --- |", "*x*", "&amp;", "[a](b)", "# no comment", "😀 e\u0301", "null", " a "]
)
def test_a_text_in_quotes_is_what_stands_between_them(typed: str) -> None:
    assert read(f"subject: '{typed}'\n").subject == typed


def test_a_folded_text_is_one_line_and_prose_keeps_its_lines() -> None:
    briefing = read("purpose: >\n  To agree\n  what to press for\nsummary: |\n  One.\n\n  - Two\n")

    assert briefing.purpose == "To agree what to press for"
    assert briefing.summary == "One.\n\n- Two"


def test_one_person_stands_without_a_list_and_on_a_line() -> None:
    briefing = read("through: {role: Secretary}\ncopy: [Treasury, {name: A. Verne, office: Port}]\n")

    assert briefing.through == (Person(role="Secretary"),)
    assert briefing.copy == (Person(name="Treasury"), Person(name="A. Verne", office="Port"))


def test_one_value_stands_for_a_list_of_one() -> None:
    briefing = read(
        "sources: [{id: article, title: An article}]\n"
        "risks: [{id: delay, title: Delay, show: memo}]\n"
        "agenda: [{id: energy, area: Energy, sources: article}]\n"
    )

    assert briefing.agenda[0].sources == ("article",)
    assert briefing.risks[0].show == (Document.MEMO,)


def test_what_one_word_says_needs_no_group_of_fields() -> None:
    briefing = read(
        "marking: RESTRICTED\n"
        "recommendations: [{id: go, text: that you go, supports: Treasury}]\n"
        "judgements: [{id: holds, statement: It holds., confidence: low, basis: go}]\n"
    )

    assert briefing.marking == Marking(level="RESTRICTED")
    assert briefing.recommendations[0].supports == (Position(holder="Treasury"),)
    assert briefing.judgements[0].confidence == Assurance(level=Confidence.LOW)


def test_the_short_forms_of_an_indicator() -> None:
    assert indicator("baseline: 12.50").baseline == Baseline(value=Decimal("12.50"))
    assert indicator("baseline: unknown").baseline == Baseline(value=UNKNOWN)
    assert indicator("target: -3").target == Target(value=Decimal(-3))
    assert indicator("target: unknown").target == Target(value=UNKNOWN)
    assert indicator("target: Signed by both").target == Target(text="Signed by both")
    assert indicator("status: not-started").status == Assessment(rag=Rag.NOT_STARTED)
    assert indicator("status: unknown").status == Assessment(rag=Rag.UNKNOWN)
    assert indicator("status: auto, rules: {green: 0.8, amber: 0.5}").status == "auto"
    assert indicator("observations: [{on: 2025-11-01, value: 3}]").observations == (
        Observation(on=dt.date(2025, 11, 1), value=Decimal(3)),
    )


def test_a_time_keeps_its_zone() -> None:
    delhi = dt.timezone(dt.timedelta(hours=5, minutes=30))

    assert read("as_of: 2025-11-07T09:00+05:30\n").as_of == dt.datetime(2025, 11, 7, 9, tzinfo=delhi)
    assert read("as_of: 2025-11-07 09:00:30Z\n").as_of == dt.datetime(2025, 11, 7, 9, 0, 30, tzinfo=dt.UTC)


def test_a_language_tag_is_written_as_the_standard_does() -> None:
    assert read("language: EN\n").language == "en"
    assert read("language: sr-CYRL-rs\n").language == "sr-Cyrl-RS"


# -- windows


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2025-12-05", "2025-12-05", "2025-12-05", Precision.DAY),
        ("5 December 2025", "2025-12-05", "2025-12-05", Precision.DAY),
        ("{from: 2025-12-04, to: 2025-12-06}", "2025-12-04", "2025-12-06", Precision.SPAN),
        ("2025-12-04 to 2025-12-06", "2025-12-04", "2025-12-06", Precision.SPAN),
        ("{from: 2025-12-04, to: 2025-12-04}", "2025-12-04", "2025-12-04", Precision.DAY),
        ("early December 2025", "2025-12-01", "2025-12-10", Precision.EARLY),
        ("mid-November 2025", "2025-11-11", "2025-11-20", Precision.MID),
        ("Mid November 2025", "2025-11-11", "2025-11-20", Precision.MID),
        ("late Feb 2024", "2024-02-21", "2024-02-29", Precision.LATE),
        ("Sept. 2025", "2025-09-01", "2025-09-30", Precision.MONTH),
        ("2025-11", "2025-11-01", "2025-11-30", Precision.MONTH),
        ("2025-Q4", "2025-10-01", "2025-12-31", Precision.QUARTER),
        ("q1 2026", "2026-01-01", "2026-03-31", Precision.QUARTER),
        ("2025-H1", "2025-01-01", "2025-06-30", Precision.HALF),
        ("2025", "2025-01-01", "2025-12-31", Precision.YEAR),
        ("{when: 2025}", "2025-01-01", "2025-12-31", Precision.YEAR),
    ],
)
def test_a_window_is_as_wide_as_it_was_said(text: str, first: str, last: str, precision: Precision) -> None:
    day = dt.date.fromisoformat

    assert window(text) == Window(first=day(first), last=day(last), precision=precision)


def test_a_week_of_a_month_is_counted_in_days() -> None:
    third, fifth = window("third week of November 2025"), window("the 5th week in May 2025")

    assert third == Window(first=dt.date(2025, 11, 15), last=dt.date(2025, 11, 21), precision=Precision.WEEK, week=3)
    assert fifth == Window(first=dt.date(2025, 5, 29), last=dt.date(2025, 5, 31), precision=Precision.WEEK, week=5)


@pytest.mark.parametrize(
    "text",
    [
        "early December 2025 (expected)",
        "Early December 2025 (Expected)",
        "{when: early December 2025, status: expected}",
        "{when: early December 2025 (expected), status: expected}",
    ],
)
def test_a_window_says_how_sure_it_is(text: str) -> None:
    assert window(text) == Window(
        first=dt.date(2025, 12, 1),
        last=dt.date(2025, 12, 10),
        precision=Precision.EARLY,
        status=Certainty.EXPECTED,
    )


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-30",
        "2025-13",
        "2025-Q5",
        "2025-H0",
        "0001-01-01",
        "early 2025",
        "sixth week of May 2025",
        "Dez 2025",
        "early December 2025 (perhaps)",
        "early December 2025 (expected) (expected)",
        "2025-12-06 to 2025-12-04",
        "٢٠٢٥",
    ],
)
def test_a_window_that_no_calendar_has_is_told(text: str) -> None:
    (told,) = problems_in(HEAD + f"event: {{name: Summit, when: '{text}'}}")

    assert told.what == f"`when` cannot be '{text}'"


# -- places


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ("title", 1, 1),
        ("from_[0].name", 5, 7),
        ("risks[1].title", 11, 5),
        ("risks[1].owner", 10, 5),
        ("risks[7].title", 7, 1),
        ("event.preparatory[0].when.first", 14, 30),
        ("summary", 1, 1),
    ],
)
def test_a_place_is_where_the_field_was_written_or_the_nearest_part_around_it(
    path: str, line: int, column: int
) -> None:
    places = source(
        "risks:\n"
        "  - id: a\n"
        "    title: A\n"
        "  - id: b\n"
        "    title: B\n"
        "event:\n"
        "  name: Summit\n"
        "  preparatory: [{name: Talk, when: 2025}]\n"
    ).places

    assert places.of(path) == Place("source/moscow-visit.yaml", line, column)


# -- references


def test_a_problem_in_an_entry_does_not_make_references_to_it_wrong() -> None:
    problems = problems_in(
        HEAD.replace("December.", "December.[^Article 1]")
        + "agenda:\n  - id: energy\n    area: ''\nobjectives:\n  - id: a\n    text: A\n    agenda: energy\n"
        + "sources:\n  - id: Article 1\n    title: An article\n"
    )

    assert [told.what for told in problems] == ["`area` is empty", "`id` cannot be 'Article 1'"]


def test_a_list_with_an_entry_without_an_id_may_have_what_a_reference_names() -> None:
    problems = problems_in(HEAD.replace("December.", "December.[^article]") + "sources:\n  - title: An article\n")

    assert [told.what for told in problems] == ["`id` is missing"]


def test_a_citation_with_a_backslash_is_text() -> None:
    assert read_source(HEAD.replace("December.", r"December.\[^1]"), "a.yaml").warnings == ()


def test_a_warning_does_not_reject() -> None:
    found = source("judgements: [{id: holds, statement: It holds.}]\n")

    assert [told.what for told in found.warnings] == ["`basis` is missing: nothing shows why"]


# -- files


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "summit.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert read_file(path).briefing == read("id: summit\n")


def test_a_letter_of_an_older_encoding_is_told_where_it_stands() -> None:
    with pytest.raises(RejectedError) as rejected:
        decoded("title: x\nplace: Zürich\n".encode("latin-1"), "a.yaml")

    (told,) = rejected.value.problems
    assert told.place == Place("a.yaml", 2, 9)
    assert told.what == "here is a character that is not saved as UTF-8"


def test_a_folder_is_no_briefing(tmp_path: Path) -> None:
    (told,) = problems_of(tmp_path)

    assert told.what == "this is a folder, not a file"


def test_a_file_that_others_may_not_read_is_told(tmp_path: Path) -> None:
    import os

    path = tmp_path / "summit.yaml"
    path.write_text(HEAD, "utf-8")
    path.chmod(0)
    is_administrator = os.geteuid() == 0
    if is_administrator:
        os.seteuid(65534)
    try:
        (told,) = problems_of(path)
    finally:
        if is_administrator:
            os.seteuid(0)

    assert told.what == "you have no right to read this file"


def test_an_endless_device_is_refused_at_once() -> None:
    (told,) = problems_of(Path("/dev/zero"))

    assert told.what == "this is a pipe or a device, not a file"


def test_a_name_that_no_file_can_have_is_a_missing_file() -> None:
    (told,) = problems_of(Path("a\0b.yaml"))

    assert told.what == "there is no such file"


# -- everything that can be written is read


@settings(max_examples=30)
@given(briefing=briefings(), short=st.booleans())
def test_every_field_of_every_valid_briefing_is_read_back_as_it_was(briefing: Briefing, *, short: bool) -> None:
    text = written(briefing, short=short)

    assert read_source(text, "briefing.yaml").briefing == briefing


@pytest.fixture
def garbage_as_before() -> Iterator[None]:
    """Garbage is looked for again after a test."""
    yield
    gc.enable()


@pytest.mark.usefixtures("garbage_as_before")
@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("text", ["title: A heading\nplace: Port Ardel\n", "- no briefing\n"])
def test_whether_garbage_is_looked_for_is_the_same_after_a_rejected_reading(text: str, wanted: bool) -> None:  # noqa: FBT001
    (gc.enable if wanted else gc.disable)()

    with pytest.raises(RejectedError):
        read_source(text, "briefing.yaml")

    assert gc.isenabled() is wanted
