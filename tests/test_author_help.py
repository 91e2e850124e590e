"""What an author is told about wording and length before a reader stumbles over it."""

from pathlib import Path

import pytest

from briefexport.briefing import LIKELIHOODS
from briefexport.document.text import Turn
from briefexport.export import Order, export_briefings
from briefexport.problem import Code, Problem, RejectedError, Severity
from briefexport.product import Product
from briefexport.render.word.package import open_styles
from briefexport.render.word.page import text_width
from briefexport.source import read_source
from briefexport.source.rules.length import KEY_POINT_PT, KEY_POINT_ROOM_PT, MOST_LINES, MOST_WORDS
from briefexport.source.rules.text import sentences
from conftest import REPOSITORY
from memos import STYLES
from test_house import loaded_by

HEAD = """\
title: Annual summit
place: New Delhi
date: 2025-11-07
to: The minister
from: The desk
"""
SOURCE = "sources: [{id: one, title: One}]\n"


def told(text: str, bottom_line: str = "The summit is in December.") -> list[Problem]:
    """Everything about wording that is told of a briefing."""
    warnings = read_source(f"{HEAD}bottom_line: {bottom_line}\n{text}", "x.yaml").warnings
    return [problem for problem in warnings if problem.code.value.startswith("B40")]


def of_statement(statement: str, more: str = "") -> list[Problem]:
    return told(f"{SOURCE}judgements: [{{id: a, statement: '{statement}', basis: one{more}}}]\n")


# -- likelihood


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("The port will probably close.", "probably"),
        ("Probably the port closes.", "probably"),
        ("The port may close in May.", "may"),
        ("Le port fermera peut-être.", "peut-être"),
        ("Der Hafen schließt vermutlich.", "vermutlich"),
        ("Порт скорее всего закроют.", "скорее всего"),
        ("बंदरगाह शायद बंद होगा।", "शायद"),
        ("A highly likely closure.", "highly likely"),
    ],
)
def test_a_word_off_the_scale_is_told_with_the_scale(statement: str, word: str) -> None:
    (problem,) = of_statement(statement)

    assert problem.code is Code.LIKELIHOOD_IN_STATEMENT
    assert problem.what == f"`statement` has the likelihood word '{word}', which is not on the scale icd203"
    assert problem.fix.endswith(
        "almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely, almost certain"
    )


def test_a_word_of_the_scale_belongs_into_its_field() -> None:
    (problem,) = of_statement("The port is very likely to close.", ", likelihood: very likely")

    assert problem.what == "`statement` has the likelihood word 'very likely'"
    assert problem.fix == "take it out; `likelihood:` says how likely it is"


@pytest.mark.parametrize(
    "statement",
    [
        "The port closes in May.",
        "May brings ice.",
        "The likelihood table is unlike the other; dismay, maybeing and Unwahrscheinlichkeit are words too.",
        "We have high confidence in the dates.",
    ],
)
def test_a_statement_without_a_likelihood_word_is_left_alone(statement: str) -> None:
    assert of_statement(statement) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "We judge with high confidence that it is unlikely.",
        "It is almost certain, and we are confident.",
        "Nous estimons avec une confiance élevée que c’est très improbable, very unlikely.",
        "Мы с высокой уверенностью считаем, что это маловероятно.",
    ],
)
def test_likelihood_and_confidence_in_one_sentence_are_told_wherever_they_stand(sentence: str) -> None:
    codes = [problem.code for problem in [*told(f"purpose: {sentence}\n"), *of_statement(sentence)]]

    assert codes == [Code.LIKELIHOOD_WITH_CONFIDENCE] * 2


def test_likelihood_and_confidence_in_two_sentences_are_as_they_should_be() -> None:
    assert told("purpose: It is unlikely. We have high confidence in that.\n") == []
    assert told("purpose: Confidence-building measures are likely.\n") == []


def test_every_word_of_both_scales_is_known() -> None:
    words = [word for scale in LIKELIHOODS.values() for word, _, _ in scale]

    assert len(words) == 14
    assert [word for word in words if not of_statement(f"It has {word} to come.")] == []


# -- length


def test_the_estimate_of_lines_is_of_the_styles_that_memos_are_set_in() -> None:
    file = open_styles(STYLES)
    look = file.styles.look("Key Point")

    assert (look.size_pt, look.bold) == (KEY_POINT_PT, True)
    assert abs(text_width(file.geometry, Turn.PORTRAIT) / 20 - look.left_pt - KEY_POINT_ROOM_PT) < 1


def test_a_bottom_line_of_four_lines_is_right_and_one_of_five_is_told() -> None:
    four = " ".join(["interdependencies"] * 15)
    five = " ".join(["interdependencies"] * 20)

    assert told("", four) == []
    (problem,) = told("", five)
    assert (problem.code, problem.place.line) == (Code.TOO_MANY_LINES, 6)
    assert problem.what.startswith("`bottom_line` takes about 5 lines of the memo")


def test_marks_and_citations_take_no_room_in_the_bottom_line() -> None:
    text = " ".join(["**interdependencies**[^one]"] * 15)

    assert told(SOURCE, f"'{text}'") == []


def test_too_many_words_are_told_once_and_not_as_lines_too() -> None:
    assert [problem.code for problem in told("", "interdependence " * 61)] == [Code.TOO_MANY_WORDS]


def test_a_sentence_of_thirty_six_words_is_told_and_one_of_thirty_five_is_not() -> None:
    right, long = "One two three four five. " + "Six" + " six" * 34 + ".", "One two. " + "Three" + " three" * 35 + "."

    assert MOST_WORDS == 35
    assert told(f"purpose: {right}\n") == []
    (problem,) = told(f"purpose: {long}\n")
    assert problem.code is Code.LONG_SENTENCE
    assert problem.code.severity is Severity.HINT
    assert problem.what == "a sentence has 36 words, more than 35 are hard to follow: 'Three three three three three …'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "It costs 1.5 million, e.g. for ships. Then no more.",
            ["It costs 1.5 million, e.g. for ships.", "Then no more."],
        ),
        ("First\nline. “Second.” Third", ["First line.", "“Second.”", "Third"]),
        ("पहला वाक्य। दूसरा वाक्य।", ["पहला वाक्य।", "दूसरा वाक्य।"]),
        ("- one\n- two\n\nthree", ["- one", "- two", "three"]),
        ("| a | b |\n|---|---|\n| long | row |\n\nafter", ["after"]),
        ("before\n\n```\ncode that is no sentence\n```\n\nafter", ["before", "after"]),
        ("See [the page](https://example.org/a.b) now.[^one] Next.", ["See [the page] now.", "Next."]),
    ],
)
def test_prose_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    assert [" ".join(sentence.split()) for sentence in sentences(text)] == expected


# -- what no document can show


def test_what_cannot_be_shown_is_told_when_a_briefing_is_read_at_its_line() -> None:
    with pytest.raises(RejectedError) as rejected:
        told("summary: |\n  One.\n\n  Two\n  <b>x</b>.\n")

    places = [(problem.code, problem.place.line) for problem in rejected.value.problems]
    assert places == [(Code.UNSHOWABLE, 11), (Code.UNSHOWABLE, 11)]


@pytest.mark.parametrize(
    ("status", "codes"), [("draft", []), ("for-clearance", []), ("final", [Code.DRAFTING_NOTE] * 2)]
)
def test_a_drafting_note_is_told_in_a_final_paper_only(status: str, codes: list[Code]) -> None:
    notes = 'summary: |\n  One\n  [two]{comment="Why?"}.\n\n  [three]{comment="Why not?"}\n'
    text = f"{HEAD}bottom_line: x\nstatus: {status}\napprover: A\n{notes}"

    warnings = read_source(text, "x.yaml").warnings

    assert [problem.code for problem in warnings] == codes
    assert [problem.place.line for problem in warnings] == [11, 13][: len(codes)]


def test_only_prose_with_signs_of_markup_is_read_as_markdown_by_a_check() -> None:
    libraries = {"docx", "reportlab", "openpyxl", "lxml", "jinja2"}

    loaded = loaded_by("check", "--quiet", str(REPOSITORY / "source" / "museum.yaml"))

    assert "markdown_it" in loaded
    assert loaded & libraries == set()


# -- the memo


def exported(path: Path, into: Path, *products: Product) -> list[Problem]:
    (result,) = export_briefings([path], Order(into=into, products=products))
    return [problem for problem in result.problems if problem.code in (Code.LONG_MEMO, Code.LONG_PAPER)]


@pytest.mark.parametrize(
    ("kind", "code", "severity"),
    [
        ("action", Code.LONG_MEMO, Severity.WARNING),
        ("information", Code.LONG_PAPER, Severity.HINT),
        ("meeting", Code.LONG_PAPER, Severity.HINT),
        ("assessment", Code.LONG_PAPER, Severity.HINT),
    ],
)
def test_a_long_memo_is_told_when_it_is_made_at_its_longest_section(
    kind: str, code: Code, severity: Severity, tmp_path: Path
) -> None:
    paragraphs = "".join(f"\n      {'Words of a long section. ' * 20}\n" for _ in range(20))
    asked = "recommendations: [{id: r, text: That you agree, decide_by: 2025-12-01}]\n"
    short = "  - {id: b, heading: B, body: Short.}\n"
    long = f"  - id: a\n    heading: A\n    body: |{paragraphs}"
    text = f"{HEAD}bottom_line: The line.\nkind: {kind}\n{asked}sections:\n{short}{long}"
    (tmp_path / "x.yaml").write_text(text, "utf-8")

    (problem,) = exported(tmp_path / "x.yaml", tmp_path / "dist", Product.MEMO)

    assert problem.what == "the memo has about 3 pages without its annexes, more than 2 (an estimate)"
    assert (problem.code, problem.code.severity, problem.place.line) == (code, severity, 13)
    assert exported(tmp_path / "x.yaml", tmp_path / "other", Product.TRACKER) == []


def test_annexes_do_not_make_a_memo_long(tmp_path: Path) -> None:
    body = "\n      ".join(["Words of an annex."] * 300)
    text = f"{HEAD}bottom_line: The line.\nannexes:\n  - id: a\n    title: A\n    body: |\n      {body}\n"
    (tmp_path / "x.yaml").write_text(text, "utf-8")

    assert exported(tmp_path / "x.yaml", tmp_path / "dist", Product.MEMO) == []
    assert (tmp_path / "dist" / "x-memo.docx").is_file()


def test_a_paper_without_sections_is_told_as_a_whole(tmp_path: Path) -> None:
    entries = "".join(f"  - {{id: a-{number}, text: {'Words of a point. ' * 12}}}\n" for number in range(60))
    (tmp_path / "x.yaml").write_text(f"{HEAD}bottom_line: The line.\npoints_to_make:\n{entries}", "utf-8")

    (problem,) = exported(tmp_path / "x.yaml", tmp_path / "dist", Product.MEMO)

    assert (problem.code, problem.place.line) == (Code.LONG_PAPER, 0)


@pytest.mark.parametrize(
    ("name", "pages", "code"),
    [("summit", 7, Code.LONG_PAPER), ("harbour", 8, Code.LONG_MEMO), ("museum", 3, Code.LONG_PAPER)],
)
def test_the_samples_are_longer_than_a_memo_and_say_so(name: str, pages: int, code: Code, tmp_path: Path) -> None:
    (problem,) = exported(REPOSITORY / "source" / f"{name}.yaml", tmp_path, Product.MEMO)

    assert problem.code is code
    assert problem.what.startswith(f"the memo has about {pages} pages ")
    assert MOST_LINES == 4
