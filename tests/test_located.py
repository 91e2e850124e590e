"""YAML as people write it, well and badly."""

import time
import tracemalloc
from typing import Any

import pytest
import yaml

from briefexport.located import Broken, Located, Mapping, Scalar, Sequence, locate, quotable
from briefexport.problem import Code, Place, RejectedError
from slips import problems_in

PARSERS = [yaml.SafeLoader, yaml.CSafeLoader]


@pytest.fixture(params=PARSERS, ids=["python", "libyaml"])
def parser(request: pytest.FixtureRequest) -> Any:
    """Both parsers of PyYAML: where libyaml is missing, the other is used."""
    return request.param


def told(text: str, parser: Any = yaml.CSafeLoader) -> list[tuple[int, int, Code, str]]:
    """Every problem of a text: line, column, code and what is wrong."""
    try:
        problems = locate(text, "a.yaml", parser).problems
    except RejectedError as rejected:
        problems = rejected.problems
    return [(one.place.line, one.place.column, one.code, one.what) for one in problems]


def test_a_tree_remembers_where_each_part_was_written(parser: Any) -> None:
    located = locate("a: NO\nb:\n  - 'x'\n  - {c: 12:30}\n", "a.yaml", parser)

    assert located == Located(
        Mapping(
            (
                (Scalar("a", "", 1, 1), Scalar("NO", "", 1, 4)),
                (
                    Scalar("b", "", 2, 1),
                    Sequence(
                        (
                            Scalar("x", "'", 3, 5),
                            Mapping(((Scalar("c", "", 4, 6), Scalar("12:30", "", 4, 9)),), 4, 5),
                        ),
                        3,
                        3,
                    ),
                ),
            ),
            1,
            1,
        ),
        (),
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: b: c\n", 1, 5, "a `:` stands here that begins no field"),
        ('a: "b\nc: d\n', 1, 4, "the quotation mark that opens here is never closed"),
        ("a: 'b\n", 1, 4, "the quotation mark that opens here is never closed"),
        ("a: 'it's'\n", 1, 8, "text stands here after a closing quotation mark"),
        ("a: [1, 2\nb: c\n", 1, 4, "the list that opens here with `[` is not closed, or a comma is missing in it"),
        ("a: {x: 1\nb: c\n", 1, 4, "the group that opens here with `{` is not closed, or a comma is missing in it"),
        ("a: b\nfoo\nc: d\n", 2, 1, "this line is neither a field nor part of a text"),
        ("a: @x\n", 1, 4, "a value cannot start with '@'"),
        ("a: `x`\n", 1, 4, "a value cannot start with '`'"),
        ("a: %x\n", 1, 4, "a value cannot start with '%'"),
        ("a: - b\n", 1, 4, "a list cannot start on the line of its field"),
        ("a: ? b\n", 1, 4, "a value cannot start with `? `"),
        ("a: *\n", 1, 5, "a value cannot start with `*` or `&`"),
        ("a: !foo!bar x\n", 1, 4, "a value cannot start with `!`"),
        ("a:\n  b: c\n d: e\n", 3, 2, "this line is indented unlike its neighbours"),
        ("- a\nb: c\n", 2, 1, "a field stands here among the entries of a list"),
        ("a: b\n- c\n", 2, 1, "an entry of a list stands here among fields"),
        ("a: |x\n  foo\n", 1, 5, "something stands after the sign `|` or `>`"),
        ("a: ]\n", 1, 4, "a value is missing here, or starts with a sign that YAML uses itself"),
    ],
)
def test_a_slip_in_yaml_is_told_in_plain_words(text: str, line: int, column: int, what: str, parser: Any) -> None:
    assert told(text, parser) == [(line, column, Code.YAML_SLIP, what)]


@pytest.mark.parametrize("text", ['a: "\\q"\n', 'a: "x\\xZZ"\n', 'a: "\\U99999999"\n'])
def test_a_backslash_that_begins_no_code_is_told(text: str) -> None:
    ((line, _column, code, what),) = told(text)

    assert (line, code) == (1, Code.YAML_SLIP)
    assert what == "a backslash between double quotes begins a code, and this is none"


def test_a_number_of_no_character_is_told_without_libyaml_too() -> None:
    assert told('a: "\\U99999999"\n', yaml.SafeLoader) == [(1, 1, Code.YAML_SLIP, "this cannot be read as YAML")]


@pytest.mark.parametrize("text", ["a:\n\t- b\n", "a: b\n\tc: d\n", "a: |\n\tfoo\n"])
def test_a_tab_is_told_as_a_tab(text: str, parser: Any) -> None:
    assert told(text, parser) == [(2, 1, Code.TAB, "a tab stands here, where YAML knows only spaces")]


def test_a_key_that_stands_twice_keeps_its_first_value() -> None:
    located = locate("a: 1\nb: 2\na: 3\n", "a.yaml")

    assert isinstance(located.root, Mapping)
    assert [(key.text, value.text) for key, value in located.root.entries if isinstance(value, Scalar)] == [
        ("a", "1"),
        ("b", "2"),
    ]
    assert [problem.place for problem in located.problems] == [Place("a.yaml", 3, 1)]


def test_what_yaml_repeats_is_refused_and_the_rest_is_read() -> None:
    located = locate("a: &x !!int 1\nb: *x\n<<: *x\n? [c]\n: d\n", "a.yaml")

    assert located.root == Mapping(
        ((Scalar("a", "", 1, 1), Scalar("1", "", 1, 4)), (Scalar("b", "", 2, 1), Broken(2, 4))), 1, 1, whole=False
    )
    assert [(one.place.line, one.code.value) for one in located.problems] == [
        (1, "B010"),
        (1, "B010"),
        (2, "B010"),
        (3, "B010"),
        (3, "B010"),
        (4, "B014"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "\ufeff"])
def test_a_text_with_nothing_in_it_is_told(text: str) -> None:
    assert told(text) == [(1, 1, Code.NOTHING_IN_IT, "there is no briefing in this file")]


@pytest.mark.parametrize("text", ["a: b\n---\nc: d\n", "a: b\n...\nc: d\n"])
def test_a_second_document_is_refused(text: str) -> None:
    ((line, _column, code, _what),) = told(text)

    assert code is Code.SEVERAL_DOCUMENTS
    assert line in {2, 3}


@pytest.mark.parametrize(
    "number", [0, 7, 0x0B, 0x1B, 0x7F, 0x85, 0x2028, 0x2029, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF], ids=hex
)
def test_a_character_that_no_document_can_show_is_told_where_it_stands(number: int) -> None:
    sign = chr(number)

    assert told(f"a: b\r\nc: d{sign}e{sign}\n") == [
        (2, 5, Code.CONTROL_CHARACTER, f"the character U+{number:04X} cannot be seen or printed")
    ]


def test_a_binary_file_is_told_in_a_hundred_lines() -> None:
    assert len(told("\x00\n" * 5000)) == 100


def test_a_text_may_have_every_other_character() -> None:
    located = locate("a: x\u00a0y\u200dz\U0001f600\u0301\u202e\ufeff\n", "a.yaml")

    assert isinstance(located.root, Mapping)
    assert located.root.entries[0][1] == Scalar("x\u00a0y\u200dz\U0001f600\u0301\u202e\ufeff", "", 1, 4)


def test_what_a_message_quotes_is_short_and_can_be_seen() -> None:
    assert quotable("a\tb\u2028") == "a\\u0009b\\u2028"
    assert quotable("x" * 61) == "x" * 59 + "…"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(12)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "[" * 1_000_000,
        "a: " * 100_000,
        "- " * 200_000,
        "{a: " * 200_000,
        "? " * 200_000,
        "a: &" + "x" * 500_000,
        "'" * 999_999,
        "*a " * 100_000,
        "!" * 300_000,
        "%" * 300_000,
        "\n".join(" " * n + "a:" for n in range(2000)),
    ],
    ids=[
        "bomb",
        "lists",
        "colons",
        "dashes",
        "groups",
        "keys",
        "anchor",
        "quotes",
        "aliases",
        "tags",
        "directives",
        "steps",
    ],
)
def test_a_file_made_to_stop_the_reader_is_refused_in_a_second_and_in_little_memory(text: str) -> None:
    tracemalloc.start()
    begin = time.perf_counter()

    problems = problems_in(text)

    seconds, (_now, peak) = time.perf_counter() - begin, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problems
    assert seconds < 1
    assert peak < 200 * 2**20
