"""Two issues of a briefing, the folder they are made in, and what their documents say."""

import json
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl

from briefexport.compose.message import compose_message
from briefexport.document.message import Message
from briefexport.export import Exported, Order, export_briefings, read_ready
from briefexport.product import Product
from consumers import page_text
from word_reading import lines, root

FIRST = """\
id: talks
title: Water talks in Geneva
issue: 1
place: Geneva
date: 2030-05-02
language: en
status: for-clearance
marking: {level: RESTRICTED}
to: The Minister
from: The water desk
bottom_line: The text is agreed but for one line.
recommendations: [{id: visit, text: That you go to Geneva, decide_by: 2030-05-10}]
event: {name: Basin summit, when: early June 2030, where: Geneva}
risks:
  - {id: stall, title: The talks stall, likelihood: 2, impact: 4}
  - {id: press, title: The press hears of it, likelihood: 3}
  - {id: rain, title: The rain fails, show: [tracker]}
judgements:
  - {id: sign, statement: Both states sign in June, likelihood: likely, confidence: low, basis: [flow]}
objectives: [{id: text, text: An agreed text, status: under-way}]
next_steps: [{id: call, action: Call the ambassador, due: 2030-05-05}]
indicators:
  - id: flow
    name: Flow at the gauge
    kind: numeric
    unit: m³/s
    target: {value: 600, by: 2030-12-31}
    observations: [{on: 2030-04-01, value: 480}]
    status: {rag: amber, reason: Below the norm}
  - {id: data, name: Data exchange, status: red}
  - id: wells
    name: Wells
    kind: milestone
    milestones: [{label: one, met: true}, {label: two}]
    status: amber
"""
MOVED = (
    ("issue: 1", "issue: 2"),
    ("date: 2030-05-02", "date: 2030-05-16"),
    ("decide_by: 2030-05-10", "decide_by: 2030-05-10, decision: {outcome: approved, by: The Cabinet, on: 2030-05-09}"),
    ("when: early June 2030", "when: {from: 2030-06-04, to: 2030-06-06, status: confirmed}"),
    ("likelihood: 2, impact: 4", "likelihood: 4"),
    ("likelihood: 3}", "likelihood: 3, status: closed}\n  - {id: flood, title: A flood, likelihood: 1, impact: 5}"),
    ("The rain fails, show: [tracker]", "The rain fails, show: [tracker], status: happened"),
    ("likelihood: likely, confidence: low", "likelihood: very likely, confidence: moderate"),
    ("status: under-way", "status: done"),
    ("due: 2030-05-05", "due: 2030-05-25"),
    ("{on: 2030-04-01, value: 480}]", "{on: 2030-05-14, value: 612.5}]"),
    ("rag: amber, reason: Below the norm", "rag: achieved, reason: Snow melt came early"),
    ("value: 600, by: 2030-12-31", "value: 650, by: 2030-12-31"),
    ("  - {id: data, name: Data exchange, status: red}\n", ""),
    ("{label: two}", "{label: two, met: true}"),
)


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """The text with each of the first in place of the second; all of them are there."""
    for before, now in pairs:
        assert before in text, before
        text = text.replace(before, now)
    return text


SECOND = changed(FIRST, *MOVED)


def rated(issue: int, likelihood: int) -> str:
    """An issue in which a risk is as likely as that."""
    return changed(FIRST, ("issue: 1", f"issue: {issue}"), ("likelihood: 2", f"likelihood: {likelihood}"))


class Desk:
    """A folder with one briefing and its set."""

    def __init__(self, folder: Path) -> None:
        self.path, self.into = folder / "talks.yaml", folder / "dist"

    def issue(self, text: str, products: tuple[Product, ...] = tuple(Product)) -> Exported:
        """The set of an issue."""
        self.path.write_text(text, "utf-8")
        (exported,) = export_briefings([self.path], Order(into=self.into, products=products))
        assert exported.written is not None, exported.problems
        return exported

    def memo(self) -> list[str]:
        """The paragraphs of the memo."""
        return [text for _, text in lines(root((self.into / "talks-memo.docx").read_bytes()))]

    def told(self) -> list[str]:
        """What the memo says under the heading about changes."""
        paragraphs = self.memo()
        start = next((at for at, text in enumerate(paragraphs) if text.startswith("What has changed")), len(paragraphs))
        rest = takewhile(lambda text: text != "The event", paragraphs[start:])
        return list(rest)

    def page(self) -> str:
        """The words of the one-pager."""
        return " ".join(page_text(self.into / "talks-onepager.pdf").split())

    def summary(self) -> list[str]:
        """The texts of the tracker's cover."""
        book = openpyxl.load_workbook(self.into / "talks-tracker.xlsx")
        return [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]

    def message(self, language: str | None = None) -> Message:
        """The message that goes with the set."""
        ready = read_ready(self.path, Order(into=self.into))
        return compose_message(ready.source.briefing, ready.house, language, (), ready.past)

    def receipt(self) -> Any:
        """What stands in the receipt."""
        return json.loads((self.into / "talks.receipt.json").read_text("utf-8"))

    def issues(self) -> list[int]:
        """The numbers of the issues that are remembered."""
        return [facts["issue"] for facts in self.receipt()["issues"]]


MEMO = (Product.MEMO,)
