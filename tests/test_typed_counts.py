"""What was typed as text counts in the formulas of the tracker as it counts in the other documents, or in neither."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from briefexport.briefing import Indicator, Rag
from briefexport.compose.tracker.status import status_word
from briefexport.delivery.proof import Proof, Verdict, prove_sets
from briefexport.export import Exported, Order, export_briefings, read_counted
from briefexport.problem import Code
from briefexport.product import Product
from consumers import libreoffice
from edits import Workbook, letters
from workbooks import words

DAY = dt.date(2025, 11, 7)
LANGUAGES = ("en", "hi", "ru", "fr", "de")
NUMBERS = (
    *("290", " 290 ", "+290", "−5", "0", "007", "12.5", "12,5", "0.125", "0,125", "290 t", "290t", "290 kg"),
    *("1 234", "1\u202f234", "1\u00a0234", "1'234", "1,234", "1.234", "1 234,5", "1,234.5", "1.234,5", "1234.567"),
    *("12,34,567", "1,234,567", "1.234.567", "1 23", "12 34", "२९०", "१,२३४"),
    *("45", "45 %", "45%", "62,5 %", "62.5%", "٪45"),
    *("many", "about 290", "(290)", "290-", "1e3", "½", "2²", "0x10", "TRUE", "-", "290/300", "2025-10-04", "n/a"),
    *("123456789012345", "1234567890123456"),
)
DAYS = (
    *(
        "2025-10-04",
        "2025-10-4",
        "4.10.2025",
        "04/10/2025",
        "10/13/2025",
        "10/10/2025",
        "4 Oct 2025",
        "October 4, 2025",
    ),
    *("4 октября 2025 г.", "1er octobre 2025", "4. Oktober 2025", "4 अक्तूबर 2025", "04-10-2025", "31.2.2025"),
    *("soon", "45934", "2031-01-01", "4.10.25"),
)
STATUSES = (
    *("off track", "OFF TRACK", "● on track", "RED", "red", "at-risk", "achieved", "not started", "Unknown", "green"),
    *("■Off  track", "✓ RED", "splendid", "3", "im Plan", "в графике", "en bonne voie", "लक्ष्य प्राप्त"),
)
HEAD = """\
id: note
title: A note
place: Port Ardel
date: 2025-11-07
language: {language}
to: [{{name: Minister}}]
from: [{{name: Desk}}]
bottom_line: All is well.
indicators:
"""
ROW = """\
  - id: {ident}
    name: Row {ident}
    kind: {kind}
    baseline: {{value: 100, on: 2024-12-31}}
    target: {{value: 300}}
    status: {status}
    frequency: monthly
    rules: {{green: 0.8, amber: 0.5}}
    observations:
      - {{on: 2025-09-01, value: 150}}
"""
GIVEN = "{rag: amber, reason: Slow}"


@dataclass
class Typed:
    """What is typed into a row: the key of the column, the text, and how else the indicator is."""

    key: str
    said: str
    row: str


def rows() -> dict[str, Typed]:
    """Every text in a row of its own; numbers where tonnes are counted and where percent are, a few as targets."""
    found: dict[str, Typed] = {}
    for number, said in enumerate(NUMBERS):
        found[f"n{number}"] = Typed(
            "latest", said, ROW.format(ident=f"n{number}", kind="numeric\n    unit: t", status="auto")
        )
        found[f"p{number}"] = Typed("latest", said, ROW.format(ident=f"p{number}", kind="percent", status="auto"))
    for number, said in enumerate(NUMBERS[::4]):
        found[f"t{number}"] = Typed("target", said, ROW.format(ident=f"t{number}", kind="rating", status=GIVEN))
    for number, said in enumerate(DAYS):
        found[f"d{number}"] = Typed("latest_on", said, ROW.format(ident=f"d{number}", kind="numeric", status="auto"))
    for number, said in enumerate(STATUSES):
        found[f"s{number}"] = Typed("status", said, ROW.format(ident=f"s{number}", kind="numeric", status=GIVEN))
    return found


ROWS = rows()


class Desk:
    """A tracker in one language, and somebody who types into it."""

    def __init__(self, folder: Path, language: str) -> None:
        self.source, self.into, self.language = folder / "note.yaml", folder / "dist", language
        self.tracker = self.into / "note-tracker.xlsx"
        folder.mkdir()
        texts = (typed.row for typed in ROWS.values())
        self.source.write_text(HEAD.format(language=language) + "".join(texts), "utf-8")

    def order(self, *products: Product) -> Order:
        """What is asked for."""
        return Order(into=self.into, products=products or (Product.TRACKER,))

    def make(self, *products: Product, again: bool = False) -> Exported:
        """The next issue."""
        (done,) = export_briefings([self.source], msgspec.structs.replace(self.order(*products), again=again))
        return done

    def heading(self, key: str) -> str:
        """What a column is called."""
        return words(self.language).label(f"tracker.column.{key}")

    def type(self, said: Mapping[str, tuple[str, str | Decimal]]) -> None:
        """Somebody types, by the id of the row, into a column."""
        book = Workbook(self.tracker.read_bytes())
        columns, at = book.columns(), book.rows(self.heading("id"))
        for ident, (key, text) in said.items():
            book.type(at[ident], columns[self.heading(key)], text)
        self.tracker.write_bytes(book.saved())

    def places(self) -> dict[str, str]:
        """The rows by the cells that were typed into."""
        book = Workbook(self.tracker.read_bytes())
        columns, at = book.columns(), book.rows(self.heading("id"))
        return {f"{letters(columns[self.heading(one.key)])}{at[ident]}": ident for ident, one in ROWS.items()}

    def proof(self, *products: Product) -> Proof:
        """What `verify` finds."""
        (proof,) = prove_sets([self.source], self.order(*products))
        return proof

    def counted(self) -> dict[str, Indicator]:
        """The indicators as the documents have them."""
        entries = read_counted(self.source, self.order()).source.briefing.indicators
        return {entry.id: entry for entry in entries}


@dataclass
class Run:
    """What came of a desk: the rows that were told first, and what the second proof and run found."""

    desk: Desk
    told: set[str]
    departing: set[str]
    proof: Proof
    again: bool


def ran(folder: Path, language: str) -> Run:
    """A first issue, everything typed, the next issue; then what was told is typed as a number, and all is made."""
    desk = Desk(folder, language)
    desk.make()
    desk.type({ident: (one.key, one.said) for ident, one in ROWS.items()})
    done, places = desk.make(), desk.places()
    told = {
        places[found[1]]
        for problem in done.problems
        if problem.code is Code.TYPING_NOT_TAKEN and (found := re.match(r"[^!]*!([A-Z]+[0-9]+) says", problem.what))
    }
    ids = list(ROWS)
    (tracker,) = desk.proof(Product.TRACKER).files
    fields = (re.match(r"indicators\[(\d+)\]", each.field) for each in tracker.differences)
    departing = {ids[int(found[1])] for found in fields if found}
    red = status_word(Rag.RED, words(language))
    right: dict[str, str | Decimal] = {
        "latest": Decimal(200),
        "latest_on": Decimal(45934),
        "status": red,
        "target": Decimal(300),
    }
    desk.type({ident: (ROWS[ident].key, right[ROWS[ident].key]) for ident in told})
    desk.make(Product.MEMO, Product.TRACKER)
    before = desk.tracker.read_bytes()
    desk.make(again=True)
    again = desk.tracker.read_bytes() == before
    return Run(desk, told, departing, desk.proof(Product.MEMO, Product.TRACKER), again)


class Desks:
    """What came of the desk in each language, once it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, Run] = {}

    def __getitem__(self, language: str) -> Run:
        if language not in self.known:
            self.known[language] = ran(self.folder / language, language)
        return self.known[language]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    """A desk in each language."""
    return Desks(tmp_path_factory.mktemp("desks"))


def computed(desks: Desks, folder: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The rows of every tracker by their ids as LibreOffice computes them, by the keys of their columns."""
    paths = []
    for language in LANGUAGES:
        paths.append(folder / f"{language}.xlsx")
        paths[-1].write_bytes(desks[language].desk.tracker.read_bytes())
    (folder / "office").mkdir()
    return {path.stem: read(path, path.stem) for path in libreoffice("xlsx", folder / "office", *paths)}


def read(path: Path, language: str) -> dict[str, dict[str, Any]]:
    """The rows of the indicators by their ids."""
    page = openpyxl.load_workbook(path, data_only=True).worksheets[1]
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    label = {key: words(language).label(f"tracker.column.{key}") for key in ("id", "progress", "status", "attention")}
    head = next(row for row in cells if label["id"] in row)
    places = {key: head.index(title) for key, title in label.items()}
    found = ({key: row[place] for key, place in places.items()} for row in cells[cells.index(head) + 1 :])
    return {str(row["id"]): row for row in found if row["id"] in ROWS}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_as_text_counts_everywhere_or_is_told_and_counts_nowhere(desks: Desks, language: str) -> None:
    run = desks[language]

    assert len(run.told) > 20
    assert len(ROWS) - len(run.told) > 60
    assert run.departing - run.told == set()
    assert [(file.product, file.verdict, file.problems) for file in run.proof.files] == [
        (Product.MEMO, Verdict.AGREES, ()),
        (Product.TRACKER, Verdict.AGREES, ()),
    ]
    assert run.again


@pytest.mark.slow
def test_libreoffice_comes_to_the_progress_and_the_statuses_of_the_documents(desks: Desks, tmp_path: Path) -> None:
    found = computed(desks, tmp_path)

    assert {language: {ident: row["status"] for ident, row in rows.items()} for language, rows in found.items()} == {
        language: {
            ident: status_word(entry.assessment().rag, words(language))
            for ident, entry in desks[language].desk.counted().items()
        }
        for language in LANGUAGES
    }
    for language, rows in found.items():
        counted = desks[language].desk.counted().items()
        progress = {ident: entry.progress() for ident, entry in counted}
        assert None not in progress.values()
        stale = {ident for ident, entry in counted if entry.latest and (DAY - entry.latest.on).days > 31}
        assert {ident for ident, row in rows.items() if row["attention"]} == {
            ident for ident in stale if rows[ident]["status"] != status_word(Rag.ACHIEVED, words(language))
        }
        assert {ident: rows[ident]["progress"] for ident in progress} == {
            ident: pytest.approx(float(share or 0)) for ident, share in progress.items()
        }
