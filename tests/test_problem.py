"""Every code has a bad file, an entry in docs/problems.md and an exact text."""

import re
from pathlib import Path

import pytest

from briefexport.located import builder
from briefexport.problem import Code, Place, Problem, RejectedError, Severity
from slips import FILES, UNCOMMENTED, expected, is_elsewhere, problems_in, problems_of

TESTS = Path(__file__).parent
DOCS = (TESTS.parent / "docs" / "problems.md").read_text("utf-8")

IN_COMMENTS = {code for path in FILES for _line, code, _what in expected(path.read_text("utf-8"))}


@pytest.fixture
def few_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that a test reaches in less than a minute."""
    monkeypatch.setattr(builder, "MOST_PARTS", 100)


@pytest.mark.parametrize("code", [code for code in Code if not is_elsewhere(code)], ids=lambda code: code.value)
def test_every_code_of_the_reader_has_a_bad_example(code: Code) -> None:
    shown = IN_COMMENTS | {code.value for code in UNCOMMENTED} | {Code.TOO_MANY_PARTS.value}

    assert code.value in shown


@pytest.mark.parametrize("code", [code for code in Code if is_elsewhere(code)], ids=lambda code: code.value)
def test_every_other_code_is_shown_by_the_tests_of_its_part(code: Code) -> None:
    others = (path for path in TESTS.rglob("test_*.py") if path.name != Path(__file__).name)
    tests = "".join(path.read_text("utf-8") for path in others)

    assert re.search(rf"Code\.{code.name}\b|\b{code.value}\b", tests)


@pytest.mark.parametrize("code", UNCOMMENTED, ids=lambda code: code.value)
def test_a_file_that_no_comment_can_stand_in_is_told_by_its_code(code: Code, tmp_path: Path) -> None:
    make, what = UNCOMMENTED[code]
    path = tmp_path / "briefing.yaml"
    make(path)

    told = problems_of(path)[-1]

    assert (told.code, told.what) == (code, what)
    assert told.place.file == str(path)


def test_a_file_of_too_many_parts_is_refused(few_parts: None) -> None:
    assert few_parts is None

    (told,) = problems_in("title: [" + "a," * 200 + "]")

    assert told.code is Code.TOO_MANY_PARTS
    assert told.what == "the file has more than 100 keys and values"


@pytest.mark.parametrize("code", Code, ids=lambda code: code.value)
def test_every_code_is_explained(code: Code) -> None:
    entry = re.search(rf"^### {code.value} (.*?)$(.*?)(?=^##|\Z)", DOCS, re.MULTILINE | re.DOTALL)

    assert entry is not None
    severity = "" if code.severity is Severity.ERROR else f" ({code.severity.value})"
    assert entry[1] == code.name.lower().replace("_", " ") + severity
    assert "\nMend: " in entry[2]


def test_the_docs_explain_no_code_that_is_gone() -> None:
    explained = re.findall(r"^### (B\d+) ", DOCS, re.MULTILINE)

    assert sorted(explained) == sorted(code.value for code in Code)


def test_the_examples_in_the_docs_are_what_is_really_told(tmp_path: Path) -> None:
    told = {str(problem).replace(f"{path.parent}/", "") for path in FILES for problem in problems_of(path)}
    for code, (make, _what) in UNCOMMENTED.items():
        path = tmp_path / code.value / "briefing.yaml"
        path.parent.mkdir()
        make(path)
        told.add(str(problems_of(path)[-1]).replace(f"{path.parent}/", ""))
    examples = re.findall(r"^### (B[0124]\d\d) [^#]*?```\n(.*?)\n```", DOCS, re.MULTILINE | re.DOTALL)

    shown = {code for code, _example in examples}
    assert shown == {code.value for code in Code if not is_elsewhere(code)}
    assert {example for code, example in examples if code != Code.TOO_MANY_PARTS.value} <= told


def test_a_problem_is_told_with_its_place_first_and_its_fix_on_a_line_of_its_own() -> None:
    problem = Problem(Place("summit.yaml", 5, 7), Code.WRONG_WORD, "`status` cannot be 'dun'", "write 'done'")

    assert str(problem) == "summit.yaml:5:7: B103 `status` cannot be 'dun'\n  fix: write 'done'"


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    problem = Problem(Place("summit.yaml"), Code.NO_SUCH_FILE, "there is no such file", "look again")

    assert str(problem).startswith("summit.yaml: B001 ")


def test_problems_come_in_reading_order() -> None:
    places = (Place("a", 9, 1), Place("a", 2, 8), Place("a", 2, 3), Place("a"))

    rejected = RejectedError(Problem(place, Code.TAB, "", "") for place in places)

    assert [problem.place for problem in rejected.problems] == list(reversed(places))


def test_warnings_and_errors_have_codes_of_their_own() -> None:
    assert Code("B401") is Code.TOO_MANY_WORDS
    assert Code.TOO_MANY_WORDS.severity is Severity.WARNING
    assert Code.WRONG_WORD.severity is Severity.ERROR
