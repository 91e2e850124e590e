"""What changed since the issue before: the same words in the memo, the one-pager, the tracker and the message."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from briefexport.briefing import Document
from briefexport.build import build_products
from briefexport.compose.changes import compose_changes
from briefexport.delivery.proof import Verdict, prove_sets
from briefexport.edition import edition_of
from briefexport.export import Order, read_ready
from briefexport.facts import facts_of
from briefexport.house import read_house
from briefexport.product import Product
from briefexport.source import read_source
from briefexport.verify import read_told, verify_file
from issues import FIRST, MEMO, SECOND, Desk, changed, rated
from word_reading import MAIN, packed, unpacked

HOUSE = read_house()

ENGLISH = (
    ("That you go to Geneva", "Decided: approved (The Cabinet, 9 May 2030)."),
    ("Basin summit", "Date from early June 2030 to 4–6 June 2030 (confirmed)."),
    (
        "Flow at the gauge",
        (
            "Status from at risk to achieved. Latest value from 480 m³/s to 612.5 m³/s, 14 May 2030. "
            "Target from 600 m³/s to 650 m³/s. Snow melt came early."
        ),
    ),
    ("The talks stall", "Likelihood from 2 to 4. Impact from 4 to unknown."),
    ("The press hears of it", "Status from open to closed."),
    ("A flood", "New risk. Likelihood: 1. Impact: 5."),
    (
        "Both states sign in June",
        "Likelihood from likely to very likely. From low confidence to moderate confidence.",
    ),
    ("Wells", "Milestones met from 1 of 2 to 2 of 2."),
    ("Call the ambassador", "Due from 5 May 2030 to 25 May 2030."),
    ("Data exchange", "No longer watched."),
    ("An agreed text", "Status from under way to done."),
)
RUSSIAN = (
    ("That you go to Geneva", "Решение: одобрено (The Cabinet, 9 мая 2030)."),
    ("Basin summit", "Дата: 4–6 июня 2030 (подтверждено); ранее: начало июня 2030\u00a0г."),
    (
        "Flow at the gauge",
        (
            "Состояние: достигнуто; ранее: под угрозой. Последнее значение: 612,5 m³/s, 14 мая 2030; ранее: 480 m³/s. "
            "Целевое значение: 650 m³/s; ранее: 600 m³/s. Snow melt came early."
        ),
    ),
    ("The talks stall", "Вероятность: 4; ранее: 2. Последствия: неизвестно; ранее: 4."),
    ("The press hears of it", "Состояние: закрыт; ранее: открыт."),
    ("A flood", "Новый риск. Вероятность: 1. Последствия: 5."),
    (
        "Both states sign in June",
        "Вероятность: весьма вероятно; ранее: вероятно. Средняя уверенность; ранее: низкая уверенность.",
    ),
    ("Wells", "Пройдено этапов: 2 из 2; ранее: 1 из 2."),
    ("Call the ambassador", "Срок: 25 мая 2030; ранее: 5 мая 2030."),
    ("Data exchange", "Показатель снят с наблюдения."),
    ("An agreed text", "Состояние: выполнено; ранее: в работе."),
)
IN = {
    language: tuple((name, text.replace(" m³", "\u00a0m³")) for name, text in said)
    for language, said in (("en", ENGLISH), ("ru", RUSSIAN))
}
HEADINGS = {
    "en": "What has changed since issue 1 (2 May 2030)",
    "ru": "Что изменилось после выпуска 1 (2 мая 2030)",
}
SHORT = {"en": "CHANGED SINCE ISSUE 1", "ru": "ИЗМЕНЕНИЯ ПОСЛЕ ВЫПУСКА 1"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_change_is_told_in_the_words_of_the_language(language: str) -> None:
    before, now = (read_source(text, "talks.yaml").briefing for text in (FIRST, SECOND))

    found = compose_changes(now, HOUSE.wording(language), (facts_of(before),), Document.MEMO)

    assert found is not None
    assert found.heading == HEADINGS[language]
    assert tuple((told.name, told.text) for told in found.entries) == IN[language]


HEAD = """\
title: Water talks
place: Geneva
date: 2030-05-02
to: The Minister
from: The water desk
bottom_line: The text is agreed but for one line.
"""
FLOW = "indicators: [{id: flow, name: Flow, kind: percent, observations: [{on: 2030-04-01, value: 48}], target: %s}]"
SIGN = "judgements: [{id: sign, statement: They sign, basis: [flow]%s}]\n" + FLOW % "unknown"
ASK = "recommendations: [{id: visit, text: That you go%s}]"
WORK = "objectives: [{id: text, text: An agreed text%s}]"


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (FLOW % "50", (FLOW % "50").replace("value: 48", "text: dry"), "Latest value from 48% to dry, 1 April 2030."),
        (FLOW % "50", (FLOW % "50").replace("{on: 2030-04-01, value: 48}", ""), "Latest value no longer given."),
        (FLOW % "50", FLOW % "{text: all of it}", "Target from 50% to all of it."),
        (FLOW % "{value: 50, by: 2031}", FLOW % "{value: 50, by: 2032}", "Target from 2031 to 2032."),
        (FLOW % "{value: 50, by: 2031}", FLOW % "{value: 60, by: 2032}", "Target from 50%, 2031 to 60%, 2032."),
        (FLOW % "{value: 50}", FLOW % "{value: 50, by: 2032}", "Target from 50% to 50%, 2032."),
        (FLOW % "unknown", FLOW % "50", "Target from unknown to 50%."),
        ("", FLOW % "50", "New indicator. Status: unknown."),
        (SIGN % ", likelihood: likely", SIGN % "", "Likelihood no longer given."),
        (SIGN % "", SIGN % ", likelihood: likely, confidence: low", "Likelihood: likely. Low confidence."),
        (SIGN % ", confidence: low", SIGN % "", "Confidence no longer given."),
        (FLOW % "unknown", SIGN % ", likelihood: likely", "New judgement. Likelihood: likely."),
        (SIGN % "", FLOW % "unknown", "No longer judged so."),
        (ASK % ", decision: {outcome: deferred}", ASK % "", "The decision was taken back."),
        (ASK % ", decide_by: 2030-05-10", ASK % "", "Decision due no longer given."),
        ("", ASK % ", decide_by: 2030-05-10", "New decision asked. Decision due: 10 May 2030."),
        ("", ASK % ", decision: {outcome: approved}", "New decision asked. Decided: approved."),
        (ASK % "", "", "No longer asked."),
        (WORK % ", status: done", WORK % "", "Status no longer given."),
        (WORK % "", WORK % ", status: blocked", "Status: blocked."),
        ("", "agenda: [{id: data, area: Data}]", "New on the agenda."),
        ("", "next_steps: [{id: call, action: Call, due: 2030-Q3}]", "New step. Due: Q3 2030."),
        ("", "timeline: [{id: draft, when: mid-May 2030, what: Draft}]", "New date. Date: mid-May 2030."),
        ("event: {name: Summit, when: 2030-06-04}", "event: {name: Summit}", "Date no longer given."),
        ("event: {name: Summit}", "", "No longer planned."),
    ],
)
def test_what_came_went_or_is_not_said_any_more_has_its_words(before: str, now: str, told: str) -> None:
    past = facts_of(read_source(f"{HEAD}{before}\n", "talks.yaml").briefing)
    briefing = read_source(f"{HEAD}issue: 2\n{now}\n", "talks.yaml").briefing

    found = compose_changes(briefing, HOUSE.wording("en"), (past,), Document.MEMO)
    others = [
        compose_changes(briefing, HOUSE.wording(each), (past,), Document.MEMO) for each in ("hi", "ru", "fr", "de")
    ]

    assert found is not None
    assert [entry.text for entry in found.entries] == [told]
    assert all(other is not None and other.entries[0].text not in ("", told) for other in others)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_all_documents_of_the_second_issue_say_the_same_changes(desk: Desk, language: str) -> None:
    tongue = ("language: en", f"language: {language}")
    desk.issue(changed(FIRST, tongue))
    desk.issue(changed(SECOND, tongue))

    told = [f"{name}: {text}" for name, text in IN[language]]
    memo = desk.memo()
    start = memo.index(HEADINGS[language])
    assert memo[start + 1 : start + 1 + len(told)] == told
    page = desk.page()
    assert SHORT[language] in page.upper()
    assert all(f"{name} {text.split('. ')[0]}".replace("\u00a0", " ") in page for name, text in IN[language][:2])
    summary = desk.summary()
    at = summary.index(HEADINGS[language])
    rain = {
        "en": "The rain fails: Status from open to happened.",
        "ru": "The rain fails: Состояние: наступил; ранее: открыт.",
    }
    assert summary[at + 2 : at + 18 : 2] == [told[0], rain[language], *told[1:7]]
    text, html = desk.message().text, re.sub("<[^>]+>", "", desk.message().html)
    assert HEADINGS[language] in text
    assert all(f"* {line}\n" in text for line in told)
    assert HEADINGS[language] in html
    assert [line for line in html.splitlines() if line in told] == told


def test_a_member_of_another_language_gets_the_changes_in_it(desk: Desk) -> None:
    desk.issue(FIRST, MEMO)
    desk.issue(SECOND, MEMO)

    text = desk.message("ru").text

    assert HEADINGS["ru"] in text
    assert "* Basin summit: Дата: 4–6 июня 2030 (подтверждено); ранее: начало июня 2030\u00a0г.\n" in text


def test_a_first_issue_and_one_in_which_nothing_changed_say_nothing_of_it(desk: Desk) -> None:
    desk.issue(FIRST)
    first = desk.receipt()["stamp"]["past"], desk.told(), desk.message().text
    desk.issue(changed(FIRST, ("issue: 1", "issue: 2"), ("agreed but for", "still open in")))

    assert first[:2] == (None, [])
    assert "since issue" not in first[2]
    assert desk.told() == []
    assert "since issue" not in desk.page()
    assert not [text for text in desk.summary() if "since issue" in text]
    assert "since issue" not in desk.message().text + desk.message().html


@pytest.mark.parametrize("profile", ["action", "submission", "note", "brief"])
def test_every_profile_of_the_memo_has_the_part(desk: Desk, profile: str) -> None:
    form = ("status: for-clearance", f"status: for-clearance\nprofile: {profile}")
    desk.issue(changed(FIRST, form), MEMO)
    desk.issue(changed(SECOND, form), MEMO)

    assert desk.memo().count(HEADINGS["en"]) == 1


def test_a_tracker_that_people_type_in_gets_the_changes_and_loses_them_with_the_next_issue(desk: Desk) -> None:
    desk.issue(FIRST, (Product.TRACKER,))
    path = desk.into / "talks-tracker.xlsx"
    book = openpyxl.load_workbook(path)
    book["Indicators"]["A1"].comment = Comment("Looked at", "Asha")
    book.save(path)
    desk.issue(SECOND, (Product.TRACKER,))
    second = desk.summary()
    cover: Any = openpyxl.load_workbook(path).worksheets[0]
    desk.issue(changed(SECOND, ("issue: 2", "issue: 3")), (Product.TRACKER,))

    assert cover.print_area == f"'Summary'!$A$1:$G${cover.max_row}"
    assert cover.oddFooter.left.text == "issue 2 · for clearance"
    assert HEADINGS["en"] in second
    assert "The press hears of it: Status from open to closed." in second
    assert not [text for text in desk.summary() if "since issue" in text]


def test_a_second_issue_is_proved_with_its_changes_and_one_that_is_told_wrongly_is_found(desk: Desk) -> None:
    desk.issue(FIRST)
    desk.issue(SECOND)
    (proof,) = prove_sets([desk.path], Order(into=desk.into))
    ready = read_ready(desk.path, Order(into=desk.into))
    data = (desk.into / "talks-memo.docx").read_bytes()
    parts = unpacked(data)
    wrong = parts[MAIN].replace(b"Status from at risk to achieved.", b"Status from at risk to on track.")
    told = read_told(Product.MEMO, packed({**parts, MAIN: wrong}))

    found = verify_file(Product.MEMO, told, ready.source.briefing, HOUSE.wording("en"), past=ready.past)

    assert [(file.product, file.verdict) for file in proof.files] == [(each, Verdict.AGREES) for each in Product]
    assert [each.field for each in found.differences] == ["changes[2]"]


def test_what_is_not_given_any_more_is_not_looked_for() -> None:
    past = facts_of(
        read_source(f"{HEAD}{SIGN % ', likelihood: likely'}\n{WORK % ', status: done'}\n", "a.yaml").briefing
    )
    source = read_source(f"{HEAD}issue: 2\n{SIGN % ''}\n{WORK % ''}\n", "a.yaml")
    briefing = source.briefing
    (memo,) = build_products(source, HOUSE, edition_of(briefing.date), MEMO, past=(past,))
    told = read_told(Product.MEMO, memo.data)

    found = verify_file(Product.MEMO, told, briefing, HOUSE.wording("en"), past=(past,))

    assert "They sign: Likelihood no longer given." in told.texts
    assert found.differences == ()


def test_an_office_may_write_the_part_in_its_own_words(desk: Desk) -> None:
    desk.issue(rated(1, 1), MEMO)
    parts = desk.path.parent / "templates" / "parts"
    parts.mkdir(parents=True)
    own = (
        "{% if changes %}# News since {{ changes.on }}\n"
        '{% for item in changes.entries if item.about == "risks" %}\n{{ item.name }} / {{ item.says }}\n{% endfor %}'
        "{% endif %}"
    )
    (parts / "changes.md.j2").write_text(own, "utf-8")
    desk.issue(rated(2, 2), MEMO)

    memo = desk.memo()
    at = memo.index("News since 2 May 2030")
    assert memo[at + 1] == "The talks stall / Likelihood from 1 to 2."
