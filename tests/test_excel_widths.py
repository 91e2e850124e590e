"""How wide the columns of a tracker are: no day, number or word in a cell is cut, broken in two, or shown as ###."""

import csv
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from briefexport.briefing import Baseline, Frequency, IndicatorKind, Observation, Risk
from briefexport.document.sheet import Cell, Formula, Kind, Listing, Measure, Workbook
from briefexport.render.excel.cell import letters, longest_line, number_chars, word_chars
from briefexport.render.excel.look import Looks
from briefexport.theme import Theme
from consumers import libreoffice, run
from workbooks import FISH, column, file_of, opened, tracker

LANGUAGES = ("en", "hi", "ru", "fr", "de")
WITH_MONTHS = (
    *LANGUAGES,
    "ar",
    "bn",
    "cs",
    "da",
    "el",
    "es",
    "fa",
    "fi",
    "he",
    "it",
    "nl",
    "pl",
    "pt",
    "sv",
    "tr",
    "uk",
)
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"
YEAR = 2031  # named in days only
CHOSEN = ("kind", "direction", "frequency", "status")


def everything(language: str) -> Workbook:
    """A tracker with a day in each month, every kind and frequency, and a number of ten digits."""
    large = Baseline(value=Decimal("9876543210.25"), on=dt.date(YEAR, 1, 28))
    months = tuple(Observation(on=dt.date(YEAR, month, 28), value=Decimal(month)) for month in range(1, 13))
    kinds = (*IndicatorKind, *[IndicatorKind.NUMERIC] * (len(Frequency) - len(IndicatorKind)))
    indicators = tuple(
        replace(FISH, id=often.value, kind=kind, frequency=often, baseline=large, observations=months)
        for often, kind in zip(Frequency, kinds, strict=True)
    )
    return tracker(language, indicators=indicators, language=language)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The tracker in every language as LibreOffice prints it, line by line as it stands on paper."""
    place = tmp_path_factory.mktemp("widths")
    files = [place / f"{language}.xlsx" for language in LANGUAGES]
    for path in files:
        path.write_bytes(file_of(everything(path.stem)))
    return {path.stem: run("pdftotext", "-layout", path, "-") for path in libreoffice("pdf", place, *files)}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_stands_on_one_line(language: str, printed: dict[str, str]) -> None:
    named = [line for line in printed[language].splitlines() if str(YEAR) in line]

    assert len(named) > 12 * len(Frequency)
    assert [line for line in named if not re.search(rf"\b28\.? .*\b{YEAR}", line)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_large_number_is_shown(language: str, printed: dict[str, str]) -> None:
    assert "###" not in printed[language]
    assert "9,876,543,210.25" in printed[language]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru", "fr", "de"])  # poppler takes Devanagari to pieces
def test_a_word_that_may_be_chosen_and_a_heading_stay_whole(language: str, printed: dict[str, str]) -> None:
    workbook = everything(language)
    said = {str(cell) for key in CHOSEN for cell in column(workbook, "Indicators", key)}
    headings = {one.title for sheet in workbook.sheets for one in sheet.table.columns}
    words = {word for text in said | headings for word in text.split()}

    assert len(words) > 60
    assert [word for word in sorted(words) if word not in printed[language]] == []


@pytest.mark.slow
def test_no_program_has_a_month_that_is_wider_than_the_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    looks = [Looks(book, Theme(), language) for language in WITH_MONTHS]
    for row, look in enumerate(looks, start=1):
        for month in range(1, 13):
            page.cell(row, month, dt.date(YEAR, month, 28)).number_format = look.day
    book.save(tmp_path / "months.xlsx")

    shown = csv.reader(libreoffice(AS_SHOWN, tmp_path, tmp_path / "months.xlsx")[0].read_text("utf-8").splitlines())
    rows = [[longest_line(day) for day in days] for days in shown]

    assert len(rows) == len(looks)
    assert [
        language for language, look, row in zip(WITH_MONTHS, looks, rows, strict=True) if max(row) > look.day_chars
    ] == []


@pytest.mark.parametrize(
    ("language", "narrowest"), [("en", 14.1), ("hi", 17.85), ("ru", 15.75), ("fr", 15.75), ("de", 16.1)]
)
def test_every_column_of_days_has_room_for_a_day_of_its_language(language: str, narrowest: float) -> None:
    workbook = everything(language)
    pages = opened(file_of(workbook))

    found = [
        pages[sheet.name].column_dimensions[letters(place)].width
        for sheet in workbook.sheets
        for place, one in enumerate(sheet.table.columns, start=1)
        if one.kind is Kind.DATE
    ]

    assert len(found) == 8
    assert min(found) == narrowest


@pytest.mark.parametrize(
    ("cell", "chars"),
    [
        (Decimal(1240), 5),
        (Decimal("-1234567.50"), 13),
        (Measure(Decimal(62), percent=True), 3),
        (Formula("1+1", Decimal(2)), 1),
        ("a word", 0),
        (dt.date(2026, 1, 1), 0),
        (None, 0),
    ],
)
def test_a_number_is_as_wide_as_its_digits_and_what_stands_between_them(cell: Cell, chars: float) -> None:
    assert number_chars(cell) == chars


def test_a_word_is_measured_in_bold_up_to_a_hyphen_and_an_address_is_none() -> None:
    assert word_chars("Vierteljährlich") == pytest.approx(17.01)
    assert word_chars("half-yearly") == pytest.approx(6.48)
    assert word_chars("see https://example.org/a/rather/long/address") == pytest.approx(3.24)
    assert word_chars(Formula("1", "later")) == pytest.approx(5.4)
    assert word_chars(Decimal(1234567)) == 0


@pytest.mark.slow
def test_the_lists_of_a_cover_that_fills_more_than_a_page_begin_on_the_second(tmp_path: Path) -> None:
    risks = tuple(Risk(id=f"risk-{number}", title=f"Storm {number}") for number in range(12))
    made = {language: tracker(language, language=language, risks=risks) for language in LANGUAGES}
    for language, workbook in made.items():
        (tmp_path / f"{language}.xlsx").write_bytes(file_of(workbook))
    printed = {
        path.stem: run("pdftotext", "-layout", path, "-").split("\f")
        for path in libreoffice("pdf", tmp_path, *(tmp_path / f"{language}.xlsx" for language in LANGUAGES))
    }

    firsts = {
        language: next(part.headings[0] for part in workbook.board.parts if isinstance(part, Listing))
        for language, workbook in made.items()
    }
    headed = [
        [
            number
            for number, page in enumerate(printed[language][:2], start=1)
            if re.search(rf"(?m)^{first} {{5}}", page)
        ]
        for language, first in firsts.items()
    ]

    assert headed == [[2]] * len(LANGUAGES)


def test_a_cover_that_fits_one_page_is_not_torn() -> None:
    whole = tracker()
    short = replace(whole, board=replace(whole.board, parts=whole.board.parts[:-1]))

    assert any(isinstance(part, Listing) for part in short.board.parts)
    assert len(opened(file_of(whole))["Summary"].row_breaks.brk) == 1
    assert len(opened(file_of(short))["Summary"].row_breaks.brk) == 0
