"""The tracker's file: what stands in its cells and around them, and that nobody is kept from reading it."""

import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefexport.briefing import (
    UNKNOWN,
    Baseline,
    Indicator,
    Marking,
    Milestone,
    Person,
    Risk,
    Target,
    TrackerColumn,
    TrackerSettings,
)
from briefexport.compose.tracker import tracker_of
from briefexport.document.sheet import fingerprint
from briefexport.product import Product
from briefexport.render.excel import render_excel
from briefexport.render.excel.cell import escaped, letters, line_count
from briefexport.render.excel.look import number_format
from briefexport.theme import Theme
from briefexport.wording import read_wording
from conftest import Sample
from strategies import plain_texts
from workbooks import EDITION, FISH, ISSUED, MARKED, barriers, briefing, file_of, opened, packed, parts, texts, tracker

DANGEROUS = (
    "=1+1",
    "+SUM(A1:A9)",
    "@cmd",
    "-1",
    "|calc",
    "\t=1+1",
    '=HYPERLINK("http://example.org","x")',
    "=cmd|'/C calc'!A0",
    "%0A=1+1",
    "'quoted",
    "1/2",
    "007",
    "TRUE",
)
"""Texts that a spreadsheet would like to take for something else."""


def cells(data: bytes, page: str, heading: str) -> list[object]:
    """What openpyxl reads below a heading."""
    sheet = opened(data)[page]
    head = next(cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value == heading)
    return [sheet.cell(number, head.column).value for number in range(head.row + 1, sheet.max_row + 1)]


# -- texts


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula(text: str) -> None:
    data = file_of(tracker(risks=(Risk(id="a", title=text),)))

    cell = next(cell for row in opened(data)["Risks"].iter_rows() for cell in row if cell.value == text)

    assert cell.data_type == "s"


@pytest.mark.parametrize("text", [text for text in DANGEROUS if text != "TRUE"])
def test_text_stays_text_when_somebody_edits_its_cell(text: str) -> None:
    data = file_of(tracker(risks=(Risk(id="a", title=text),)))

    cell = next(cell for row in opened(data)["Risks"].iter_rows() for cell in row if cell.value == text)

    assert cell.quotePrefix


@settings(max_examples=30)
@given(plain_texts(characters=60))
def test_any_text_in_any_field_arrives_as_it_was_typed(text: str) -> None:
    entry = Indicator(id="a", name=text, unit=text, source_of_verification=text, owner=Person(role=text))
    data = file_of(tracker(title=text, reference=text, indicators=(entry,), risks=(Risk(id="a", title=text),)))

    assert text in texts(data)
    assert opened(data).properties.title is not None


@given(st.text(max_size=40))
def test_what_xml_cannot_hold_is_written_as_spreadsheets_write_it(text: str) -> None:
    written = escaped(text)

    read = re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), written)
    assert read.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_text_that_looks_like_an_escape_is_escaped() -> None:
    assert escaped("_x0041_") == "_x005F_x0041_"


# -- numbers, days, formulas


def test_numbers_are_numbers_in_the_decimals_that_were_typed() -> None:
    data = file_of(
        tracker(indicators=(replace(FISH, baseline=Baseline(value=Decimal("61.50"), on=dt.date(2025, 1, 2))),))
    )

    cell = next(cell for row in opened(data)["Indicators"].iter_rows() for cell in row if cell.value == 61.5)

    assert cell.data_type == "n"
    assert cell.number_format == "#,##0.00"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "[$-809]d mmm yyyy"),
        ("hi", "[$-439]d mmm yyyy"),
        ("ru", "[$-419]d mmm yyyy"),
        ("fr", "[$-40C]d mmm yyyy"),
        ("de", r"[$-407]d\. mmm yyyy"),
    ],
)
def test_days_are_days_as_the_language_of_the_document_writes_them(language: str, shown: str) -> None:
    data = file_of(tracker(language, indicators=(FISH,), language=language))

    formats = {cell.number_format for row in opened(data).worksheets[2].iter_rows() for cell in row if cell.is_date}

    assert formats == {shown}


def test_every_formula_carries_its_result() -> None:
    steps = (Milestone(label="A", met=True), Milestone(label="B"))
    data = file_of(
        tracker(indicators=(FISH, replace(FISH, id="b", milestones=steps)), risks=(Risk(id="a", title="A"),))
    )

    found = [
        (row.group(0).count(b"<f>"), row.group(0).count(b"</f><v>"))
        for name, part in parts(data).items()
        if name.startswith("xl/worksheets/sheet")
        for row in re.finditer(rb"<row .*?</row>", part, re.DOTALL)
    ]

    assert sum(formulas for formulas, _ in found) > 10
    assert all(formulas == results for formulas, results in found)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1200", "#,##0"), ("61.50", "#,##0.00"), ("1E+3", "#,##0"), ("0.0000000000000000001", "#,##0." + "0" * 15)],
)
def test_a_number_shows_every_decimal_up_to_what_a_format_can_name(value: str, shown: str) -> None:
    assert number_format(Decimal(value)) == shown


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_marks_that_join_a_letter_take_no_room_and_wide_letters_take_two() -> None:
    assert line_count("के" * 10, 12) == 1
    assert line_count("漢" * 10, 12) == 2


# -- what people work with


def test_what_may_be_chosen_is_offered_from_the_key() -> None:
    choice = TrackerColumn.__struct_fields__  # the model's own field names, so that a new one is seen here
    data = file_of(tracker(indicators=(FISH,)))
    book = opened(data)

    offered = {rule.formula1 for rule in book["Indicators"].data_validations.dataValidation if rule.type == "list"}

    assert choice == ("key", "title", "type", "choices")
    assert offered == {"Choices_kind", "Choices_direction", "Choices_rag", "Choices_frequency"}
    sheet, area = book.defined_names["Choices_rag"].attr_text.split("!")
    assert [cell.value for (cell,) in book[sheet.strip("'")][area]][:2] == ["● On track", "▲ At risk"]


def test_statuses_are_marked_by_their_word_and_days_that_have_passed_when_somebody_looks() -> None:
    book = opened(file_of(tracker(indicators=(FISH,))))

    rules = [rule for area in book["Indicators"].conditional_formatting for rule in area.rules]

    conditions = [rule.formula[0] for rule in rules]
    assert len([text for text in conditions if "● On track" in text]) == 1
    assert len([text for text in conditions if "TODAY()" in text]) == 1
    assert all(rule.dxf.font.b for rule in rules)


def test_today_is_asked_for_in_marks_only() -> None:
    files = parts(file_of(tracker(indicators=(FISH,))))

    assert not [name for name, part in files.items() if re.search(rb"<f>[^<]*TODAY", part)]


def test_a_new_row_of_the_table_computes_itself() -> None:
    book = opened(file_of(tracker(indicators=(FISH,))))

    columns = book["Indicators"].tables["Indicators"].tableColumns

    assert [column.name for column in columns if column.calculatedColumnFormula] == ["Progress", "Attention"]


def test_headings_of_the_offices_own_that_clash_are_told_apart() -> None:
    own = tuple(
        TrackerColumn(key=f"k{number}", title=title) for number, title in enumerate(("Status", "status", "A\tB"))
    )

    book = opened(file_of(tracker(tracker=TrackerSettings(columns=own))))

    assert book["Indicators"].tables["Indicators"].column_names[-3:] == ["Status (2)", "status (3)", "A B"]


def test_a_language_written_from_the_right_has_its_sheets_from_the_right() -> None:
    text = Path("templates/labels/en.toml").read_text("utf-8").replace("right_to_left = false", "right_to_left = true")
    wording = read_wording(text, "ur.toml")

    pages = opened(render_excel(tracker_of(briefing(language="ur"), wording), Theme(), EDITION)).worksheets

    assert all(page.sheet_view.rightToLeft for page in pages if page.title != ISSUED)


def test_the_paper_is_that_of_the_house_and_the_wide_sheet_has_the_next_larger() -> None:
    book = opened(render_excel(tracker(indicators=(FISH,)), Theme(paper="letter"), EDITION))

    assert {page.title: page.page_setup.paperSize for page in book}["Summary"] == 1
    assert {page.title: page.page_setup.paperSize for page in book}["Indicators"] == 17


# -- top and foot of the page


def furniture(marking: str, reference: str = "") -> tuple[str, str]:
    data = file_of(tracker(marking=Marking(level=marking), reference=reference or None))
    found = re.search(
        rb"<oddHeader>(.*?)</oddHeader><oddFooter>(.*?)</oddFooter>", parts(data)["xl/worksheets/sheet1.xml"]
    )
    assert found is not None
    return found[1].decode().replace("&amp;", "&"), found[2].decode().replace("&amp;", "&")


def test_the_marking_stands_at_the_top_and_the_foot_of_every_page() -> None:
    head, foot = furniture("SECRET", "A/1")

    assert head == '&C&"Calibri,Bold"&10&KB3261ESECRET'
    assert foot == (
        '&L&"Calibri,Regular"&9&K5A6472A/1 · issue 1 · draft'
        '&C&"Calibri,Bold"&10&KB3261ESECRET'
        '&R&"Calibri,Regular"&9&K5A6472Page &P of &N'
    )


def test_an_ampersand_in_a_reference_is_no_instruction() -> None:
    _, foot = furniture("SECRET", "R&D &P")

    assert "R&&D &&P · issue 1" in foot


def test_top_and_foot_never_grow_longer_than_a_page_can_hold() -> None:
    _, foot = furniture("SECRET", "&" * 400)

    assert len(foot) <= 255
    assert foot.startswith('&L&"Calibri,Regular"&9&K5A6472&C&"Calibri,Bold"')
    assert foot.endswith("Page &P of &N")


# -- what the file says about itself


def test_the_file_says_what_it_is_and_whose_without_a_trace_of_the_library() -> None:
    data = file_of(tracker(title="Fish", drafters=(Person(name="Ann", role="Clerk"),), reference="A/1", issue=3))

    properties = opened(data).properties
    assert (properties.title, properties.creator, properties.language) == ("Fish", "Ann, Clerk", "en")
    assert (properties.created, properties.modified) == (EDITION.at.replace(tzinfo=None),) * 2
    assert {entry.name: entry.value for entry in opened(data).custom_doc_props.props} == {
        "Reference": "A/1",
        "Issue": "3",
        "Series": "note",
    }
    assert not [name for name, part in parts(data).items() if b"openpyxl" in part or b"Microsoft Excel" in part]


def test_what_is_out_of_sight_are_fingerprints_and_nothing_else() -> None:
    data = file_of(tracker(indicators=(FISH,)))

    page = opened(data)[ISSUED]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    (packed,) = [row[3] for row in rows if row[:2] == ["rows", "Indicators"]]
    fish = ["row", "Indicators", *packed.split(" ", 1)]
    assert fish[2] == "fish"
    columns = [row[2] for row in rows if row[:2] == ["column", "Indicators"]]
    assert page.sheet_state == "veryHidden"
    assert fish[3].split(" ")[columns.index("latest")] == fingerprint(Decimal(150))
    assert fish[3].split(" ")[columns.index("status_reason")] == fingerprint("Slow")
    assert all(len(word) in (1, 7) for word in fish[3].split(" "))


def test_the_columns_of_people_and_formulas_have_no_fingerprint() -> None:
    page = opened(file_of(tracker(indicators=(FISH,))))[ISSUED]

    columns = [row[2].value for row in page.iter_rows() if (row[0].value, row[1].value) == ("column", "Indicators")]

    assert not {"analyst_note", "progress", "attention"} & set(columns)
    assert {"id", "latest", "status"} <= set(columns)


# -- the same bytes


def test_every_sample_is_the_same_in_every_process(sample: Sample) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); from conftest import read; from briefexport.product import Product\n"
        f"import hashlib; print(hashlib.sha256(read('{sample.name}').artifact(Product.TRACKER).data).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed, zone in (("1", "Asia/Kolkata"), ("2", "America/Lima"))
    }

    assert digests == {hashlib.sha256(sample.artifact(Product.TRACKER).data).hexdigest()}


# -- nobody is kept from reading it


def test_nothing_keeps_a_reader_from_a_tracker() -> None:
    assert barriers(file_of(tracker(**MARKED))) == []


Change = Callable[[bytes], bytes]


def without(pattern: str, instead: str = "") -> Change:
    """Takes the first match of a pattern out of a part, and fails where there is none."""

    def change(part: bytes) -> bytes:
        changed, count = re.subn(pattern.encode(), instead.encode(), part, count=1, flags=re.DOTALL)
        assert count == 1
        return changed

    return change


BROKEN = {
    "A1 does not say what the sheet is": ("sheet2", without('<c r="A1".*?</c>')),
    "merged cells": (
        "sheet2",
        without("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:C2"/></mergeCells>'),
    ),
    "the header is not frozen": ("sheet2", without("<pane .*?/>")),
    "not one page wide": ("sheet2", without('fitToPage="1"', 'fitToPage="0"')),
    "no marking at the top and the foot": ("sheet2", without("<oddHeader>.*?</oddHeader>")),
    "no page number": ("sheet2", without("&amp;P", "1")),
    "the header is not printed on every page": ("workbook", without("'Indicators'!\\$5:\\$5", "'Indicators'!$1:$1")),
    "a chart without a description": ("drawing1", without(' descr="[^"]*"')),
    "a table without a description": ("table1", without(' altTextSummary="[^"]*"')),
    "no title, language or author": ("core", without("<dc:language.*?</dc:language>")),
    "the table has other headings than its cells": ("table1", without('name="Unit"', 'name="Other"')),
    "protected": ("sheet2", without("</sheetData>", '</sheetData><sheetProtection sheet="1"/>')),
    "a status without a shape": ("sharedStrings", without("▲ At risk", "At risk")),
    "the header has no look of its own": (
        "styles",
        without("<cellXfs.*?</cellXfs>", "<cellXfs count='1'><xf/></cellXfs>"),
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_barrier_is_seen_where_there_is_one(fault: str) -> None:
    files = parts(file_of(tracker(**MARKED)))
    stem, change = BROKEN[fault]
    name = next(name for name in files if name.endswith(f"{stem}.xml"))
    if fault == "the header has no look of its own":
        files = {key: re.sub(rb' s="\d+"', b"", part) if "worksheets/" in key else part for key, part in files.items()}

    found = barriers(packed(files | {name: change(files[name])}))

    assert any(each.endswith(fault) for each in found)


def test_a_target_that_is_unknown_is_read_as_a_word() -> None:
    data = file_of(tracker(indicators=(replace(FISH, target=Target(value=UNKNOWN)),)))

    assert cells(data, "Indicators", "Target") == ["unknown"]
