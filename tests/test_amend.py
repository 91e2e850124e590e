"""Observations and statuses are added to the text of a briefing, and nothing else of it changes."""

import datetime as dt
import difflib
from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.briefing import Assessment, Briefing, Observation, Rag
from briefexport.source import read_source
from briefexport.source.amend import Addition, amended

HEAD = """\
id: note
title: A note
place: Port Ardel
date: 2025-11-07
to: [{name: Minister}]
from: [{name: Desk}]
bottom_line: All is well.
"""
NEW = Observation(on=dt.date(2025, 10, 4), value=Decimal("161.5"), by="A. Rao", note="counted: twice")
SECOND = Observation(on=dt.date(2025, 11, 1), text="100 %, we are told")


def added(text: str, *seen: Observation, status: Assessment | None = None) -> list[str]:
    """The lines that differ afterwards, with + and -; what is read again is what was there and what was added."""
    new = amended(text, [Addition(ident="fish", observations=seen, status=status)])
    assert read_source(new, "note.yaml").briefing == expected(read_source(text, "note.yaml").briefing, seen, status)
    differ = difflib.ndiff(text.splitlines(keepends=True), new.splitlines(keepends=True))
    return [line for line in differ if line[0] in "+-"]


def expected(briefing: Briefing, seen: tuple[Observation, ...], status: Assessment | None) -> Briefing:
    """The briefing with these observations behind those of its first indicator."""
    first, *others = briefing.indicators
    more = (*first.observations, *seen)
    entry = msgspec.structs.replace(first, observations=more, status=status or first.status)
    return msgspec.structs.replace(briefing, indicators=(entry, *others))


# -- observations


def test_an_observation_in_braces_is_added_to_others_in_braces() -> None:
    text = HEAD + (
        "indicators:\n"
        "  - id: fish\n"
        "    name: Fish landed\n"
        "    observations:\n"
        "      - { on: 2025-09-01, value: 150 }  # as told\n"
        "      # the next one is due in December\n"
        "    unit: t\n"
    )

    assert added(text, NEW) == [
        '+       - { on: 2025-10-04, value: 161.5, by: A. Rao, note: "counted: twice" }\n',
    ]


def test_an_observation_on_lines_of_its_own_is_added_to_others_of_that_kind() -> None:
    text = HEAD + (
        "indicators:\n- id: fish\n  name: Fish landed\n"
        "  observations:\n  -   on: '2025-09-01'\n      value: 150\n\n\n# end\n"
    )

    assert added(text, NEW, SECOND) == [
        "+   -   on: '2025-10-04'\n",
        "+       value: 161.5\n",
        "+       by: A. Rao\n",
        '+       note: "counted: twice"\n',
        "+   -   on: '2025-11-01'\n",
        '+       text: "100 %, we are told"\n',
    ]


def test_a_list_in_brackets_stays_in_brackets() -> None:
    text = (
        HEAD + "indicators:\n  - id: fish\n    name: Fish\n    observations: [{on: 2025-09-01, value: 1}]  # so far\n"
    )

    assert added(text, SECOND)[1] == (
        '+     observations: [{on: 2025-09-01, value: 1}, {on: 2025-11-01, text: "100 %, we are told"}]  # so far\n'
    )


def test_an_empty_list_in_brackets_gets_its_first_entry() -> None:
    text = HEAD + "indicators:\n  - {id: fish, name: Fish, observations: []}\n"

    assert added(text, SECOND)[1] == (
        '+   - {id: fish, name: Fish, observations: [{on: 2025-11-01, text: "100 %, we are told"}]}\n'
    )


def test_a_list_over_several_lines_in_brackets_gets_a_line() -> None:
    text = HEAD + (
        "indicators:\n  - id: fish\n    name: Fish\n    observations: [\n"
        "      {on: 2025-09-01, value: 1},  # one\n      ]\n"
    )

    assert added(text, SECOND) == ['+       {on: 2025-11-01, text: "100 %, we are told"},\n']


def test_the_first_observation_is_indented_as_the_file_indents_its_lists() -> None:
    text = (
        HEAD + "indicators:\n    -   id: fish\n        name: Fish\n        definition: |\n            What counts.\n\n"
    )

    assert added(text, SECOND) == [
        "+         observations:\n",
        "+             -   on: 2025-11-01\n",
        '+                 text: "100 %, we are told"\n',
    ]


def test_an_indicator_in_braces_gets_a_list_in_brackets() -> None:
    text = HEAD + "indicators: [{id: fish, name: Fish}, {id: carp, name: C}]\n"

    assert added(text, SECOND)[1] == (
        '+ indicators: [{id: fish, name: Fish, observations: [{on: 2025-11-01, text: "100 %, we are told"}]}, '
        "{id: carp, name: C}]\n"
    )


def test_a_last_line_without_an_end_stays_one() -> None:
    text = HEAD + "indicators:\n- id: fish\n  name: Fish\n  observations:\n  - on: 2025-09-01\n    value: 1"

    new = amended(text, [Addition(ident="fish", observations=(SECOND,))])

    assert new == text + '\n  - on: 2025-11-01\n    text: "100 %, we are told"'


# -- statuses


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("    status: amber  # last week\n", '    status: {rag: red, reason: "No: storms"}  # last week\n'),
        ("    status: {rag: amber, on: 2025-09-01}\n", '    status: {rag: red, reason: "No: storms"}\n'),
        (
            "    status:\n      rag: amber\n      on: 2025-09-01\n",
            '    status:\n      rag: red\n      reason: "No: storms"\n',
        ),
        ("", '    status: {rag: red, reason: "No: storms"}\n'),
    ],
)
def test_a_status_is_changed_where_it_stands(was: str, now: str) -> None:
    start = HEAD + "indicators:\n  - id: fish\n    name: Fish\n    observations:\n      - {on: 2025-09-01, value: 1}\n"
    status = Assessment(rag=Rag.RED, reason="No: storms")

    new = amended(start + was, [Addition(ident="fish", observations=(SECOND,), status=status)])

    line = '      - {on: 2025-11-01, text: "100 %, we are told"}\n'
    assert new == start + line + now


def test_a_status_that_is_a_word_stays_one() -> None:
    text = HEAD + "indicators:\n  - id: fish\n    name: Fish\n    status: amber\n"

    assert added(text, status=Assessment(rag=Rag.RED)) == ["-     status: amber\n", "+     status: red\n"]


# -- any layout


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """A briefing with two indicators, written in one of many ways."""
    step, gap = draw(st.sampled_from([0, 2, 4])), draw(st.sampled_from([1, 2, 3]))
    lines = [
        "indicators:",
        *(f"{' ' * step}{line}" for ident in ("fish", "carp") for line in entry(draw, ident, step, gap)),
    ]
    how = draw(st.sampled_from(["\n", "\r\n"]))
    text = HEAD.replace("\n", how) + how.join(lines)
    tail = draw(
        st.sampled_from(["", how, f"{how}{how}# the end{how}", f"{how}sources: []{how}".replace("sources", "risks")])
    )
    return text + tail


def entry(draw: st.DrawFn, ident: str, step: int, gap: int) -> Iterator[str]:
    """The lines of an indicator."""
    if draw(st.integers(0, 5)) == 0:
        more = draw(st.sampled_from(["", ", status: amber", ", observations: []"]))
        yield f"-{' ' * gap}{{id: {ident}, name: Fish{more}}}"
        return
    fields = [
        [f"id: {ident}"],
        ["name: 'Fish: landed'"],
        *draw(st.lists(st.sampled_from(OTHERS), unique_by=lambda one: one[0])),
        *([seen(draw, step, gap)] if draw(st.booleans()) else []),
        *([draw(st.sampled_from(STATUSES))] if draw(st.booleans()) else []),
    ]
    first = "-" + " " * gap
    for field in draw(st.permutations(fields)):
        for line in field:
            yield f"{first}{line}" if line else ""
            first = " " * (1 + gap)
        yield from draw(st.sampled_from([[], [], [""], [f"{first}# a remark"], ["# at the margin"]]))


OTHERS = [
    ["definition: |", "    Tonnes.", "", "    At the quay."],
    ["owner: {role: Head, office: Port}", ""],
    ['unit: "t"   # tonnes'],
    ["source_of_verification: a log", "  kept at the quay"],
]
STATUSES = [
    ["status: amber"],
    ["status: {rag: amber, reason: slow, on: 2025-09-01}"],
    ["status:", "    rag: amber  # so far", "    reason: 'slow'"],
    ["status:", "  on: 2025-09-01", "  reason: >-", "      slow, and", "      late", "  rag: amber"],
]


def seen(draw: st.DrawFn, step: int, gap: int) -> list[str]:
    """The lines of some observations."""
    dash = " " * step + "-" + " " * gap
    more = " " * (step + 1 + gap)
    return draw(
        st.sampled_from(
            [
                ["observations: [] # none"],
                ["observations: [{on: 2025-09-01, value: 1}]"],
                ["observations: [{on: 2025-09-01, value: 1},", "  {on: 2025-09-02, value: 2}]"],
                ["observations: [", "  {on: 2025-09-01, value: 1},", "  {on: 2025-09-02, value: 2},", "  ]"],
                ["observations:", f"{dash}{{on: 2025-09-01, value: 1}}", f"{dash}{{on: 2025-09-02, value: 2}} # two"],
                ["observations:", f"{dash}on: 2025-09-01", f"{more}value: 1", "", f"{more}note: a note"],
                [
                    "observations:",
                    f'{dash}"on": "2025-09-01"',
                    f"{more}# why",
                    f'{more}"text": >',
                    f"{more}  a",
                    f"{more}  b",
                ],
                ["observations:", f"{' ' * step}-", f"{more}on: 2025-09-01", f"{more}value: 1"],
            ]
        )
    )


STATUS = st.none() | st.builds(
    Assessment,
    rag=st.sampled_from(Rag),
    reason=st.none() | st.sampled_from(["slow", "No: storms", "- {a} #b", "true", "'", "मछली", "a, b"]),
    on=st.none() | st.just(dt.date(2025, 10, 4)),
)


@given(text=layouts(), seen=st.lists(st.sampled_from([NEW, SECOND]), unique=True), status=STATUS)
def test_any_layout_reads_as_it_did_and_every_other_line_stays(
    text: str, seen: list[Observation], status: Assessment | None
) -> None:
    before = read_source(text, "note.yaml").briefing
    addition = Addition(ident="fish", observations=tuple(seen), status=status)

    new = amended(text, [addition])

    assert read_source(new, "note.yaml").briefing == expected(before, tuple(seen), status)
    differ = difflib.ndiff(text.splitlines(keepends=True), new.splitlines(keepends=True))
    gone = [line for line in differ if line.startswith("- ")]
    assert all(word_of_a_change(line) for line in gone)
    assert ("\r\n" in text) == ("\r\n" in new)
    assert new.replace("\r\n", "").count("\n") == (0 if "\r\n" in text else new.count("\n"))


def word_of_a_change(line: str) -> bool:
    """Whether a line may change: one in brackets or braces, one of a status, or a last line that had no end."""
    return (
        any(word in line for word in "[{]}")
        or not line.endswith("\n")
        or any(word in line for word in ("status", "rag", "reason", "slow", "late", "on: 2025-09-01"))
    )
