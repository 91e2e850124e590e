"""What the memo says, on briefings of a few lines."""

from collections.abc import Iterator

import pytest

from briefexport.build import build_products
from briefexport.compose.memo import compose_memo
from briefexport.document.lines import lines
from briefexport.document.text import (
    Block,
    Bullets,
    Fields,
    Heading,
    Memo,
    NewPage,
    Paragraph,
    Picture,
    Role,
    SignOff,
    Span,
    Table,
    Turn,
    plain,
)
from briefexport.edition import edition_of
from briefexport.house import House, HouseFile, read_house
from briefexport.problem import Code, RejectedError
from briefexport.product import Product
from briefexport.source import Source, read_source

HEAD = """\
title: A title
place: Geneva
date: 2030-05-01
to: Minister
from: Desk
"""
HOUSE = read_house()


def source(text: str, bottom_line: str = "The line.") -> Source:
    return read_source(f"{HEAD}bottom_line: {bottom_line}\n{text}", "x.yaml")


def memo(text: str, bottom_line: str = "The line.") -> Memo:
    return compose_memo(source(text, bottom_line).briefing, HOUSE, {"a.png": b"\x89PNG"})


def headings(found: Memo) -> list[str]:
    return [plain(block.spans) for block in found.blocks if isinstance(block, Heading)]


def tables(found: Memo) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table)]


def cell_texts(table: Table) -> list[list[str]]:
    return [["".join(_texts(cell.blocks)) for cell in row] for row in table.rows]


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain(block.spans)


def test_the_shortest_briefing_makes_a_memo_without_empty_headings() -> None:
    found = memo("")

    assert headings(found) == []
    assert [type(block) for block in found.blocks] == [Paragraph, Fields, Paragraph]
    assert found.blocks[-1] == Paragraph((Span("The line."),), Role.KEY)


def test_the_routing_block_names_who_and_when() -> None:
    found = memo("through: [{role: Secretary}]\nreference: A/1\n")

    (block,) = [block for block in found.blocks if isinstance(block, Fields)]
    assert [(plain(name), plain(value)) for name, value in block.rows] == [
        ("To", "Minister"),
        ("Through", "Secretary"),
        ("From", "Desk"),
        ("Date", "Geneva, 1 May 2030"),
        ("Reference", "A/1"),
    ]


def test_a_recommendation_has_its_day_its_views_and_a_place_to_sign() -> None:
    found = memo("""
recommendations:
  - id: a
    text: That you agree
    decide_by: 2030-05-03
    supports: [Trade]
    opposes: [{holder: Finance, reason: Too dear.}]
""")

    said = [plain(block.spans) for block in found.blocks if isinstance(block, Paragraph)]
    assert said[2:] == ["That you agree by 3 May 2030", "Trade supports.", "Finance objects. Too dear."]
    assert [block.labels for block in found.blocks if isinstance(block, SignOff)] == [
        ("Approve", "Disapprove", "Discuss", "Date")
    ]


def test_a_decision_that_was_taken_stands_instead_of_the_place_to_sign() -> None:
    found = memo("recommendations: [{id: a, text: That you agree, decision: {outcome: approved, by: Minister}}]")

    assert not [block for block in found.blocks if isinstance(block, SignOff)]
    assert [plain(block.spans) for block in found.blocks if isinstance(block, Paragraph)][-1] == (
        "Decided: approved, Minister"
    )


def test_a_column_that_says_nothing_is_left_out() -> None:
    (table,) = tables(memo("agenda: [{id: a, area: Energy, ask: A price}]"))

    assert [plain(column.head) for column in table.columns] == ["Area", "Ask"]
    assert cell_texts(table) == [["Energy", "A price"]]


def test_risks_keep_unknown_scores_unknown() -> None:
    (table,) = tables(memo("risks: [{id: a, title: Rain, likelihood: 4}]"))

    assert cell_texts(table)[0][:3] == ["Rain", "4", "unknown"]


def test_dates_are_sorted_by_their_first_possible_day() -> None:
    (table,) = tables(
        memo("""
timeline:
  - {id: a, when: 2030-Q4, what: Last}
  - {id: b, when: mid-May 2030 (expected), what: First}
""")
    )

    assert cell_texts(table) == [
        ["mid-May 2030 (expected)", "First", "planned"],
        ["Q4 2030", "Last", "planned"],
    ]


def test_an_entry_for_another_document_is_not_in_the_memo() -> None:
    assert headings(memo("gaps: [{id: a, text: Unknown, show: [tracker]}]")) == []


def test_an_entry_of_its_own_marking_carries_it() -> None:
    found = memo("marking: RESTRICTED\npoints_to_make: [{id: a, text: Say it, marking: UNCLASSIFIED}]")

    (block,) = [block for block in found.blocks if isinstance(block, Bullets)]
    assert ["".join(_texts(item)) for item in block.items] == ["(UNCLASSIFIED) Say it"]


def test_likelihood_and_confidence_stand_in_two_paragraphs() -> None:
    found = memo("""
judgements:
  - {id: a, statement: It will rain., likelihood: likely, confidence: {level: low, reason: One source.}}
""")

    said = [(plain(block.spans), block.role) for block in found.blocks if isinstance(block, Paragraph)]
    assert said[2:4] == [("It will rain. Likely.", Role.BODY), ("Low confidence. One source.", Role.ASIDE)]
    assert said[4][0].startswith("Likelihood words: almost no chance 1–5%; very unlikely 5–20%")


def test_sources_are_notes_with_the_number_of_the_set_and_notes_of_the_author_have_letters() -> None:
    found = memo(
        """
sections: [{id: s, heading: Then, body: "One[^two] and a note[^1].\\n\\n[^1]: Said by *hand*."}]
sources:
  - {id: one, title: First}
  - {id: two, title: Second, reliability: B, credibility: 2}
""",
        '"The line.[^one]"',
    )

    assert [(note.mark, "".join(_texts(note.blocks))) for note in found.notes] == [
        ("1", "First. Other."),
        ("2", "Second. Other, grade B2."),
        ("a", "Said by hand."),
    ]


def test_a_source_that_nothing_cites_is_listed() -> None:
    found = memo("sources: [{id: one, title: First}]")

    assert headings(found) == ["Further sources"]
    assert found.notes == ()


def test_an_annex_on_its_side_begins_a_page_and_leaves_no_empty_one_behind() -> None:
    found = memo("annexes: [{id: a, title: One, body: x, landscape: true}, {id: b, title: Two, body: y}]")

    turns = [block.turn for block in found.blocks if isinstance(block, NewPage)]
    assert turns == [Turn.LANDSCAPE, Turn.PORTRAIT]


def test_a_figure_has_its_words_and_decoration_has_none() -> None:
    found = memo("figures: [{id: a, file: a.png, alt: A map}, {id: b, file: a.png, decorative: true}]")

    assert [block.alt for block in found.blocks if isinstance(block, Picture)] == ["A map", ""]


@pytest.mark.parametrize(
    ("prose", "line", "what"),
    [
        ("x <b>y</b>", 1, "raw HTML cannot be shown: '<b>'"),
        (
            "x\n\n![alt](https://example.org/a.png)",
            3,
            "a picture in prose cannot be shown: 'https://example.org/a.png'",
        ),
    ],
)
def test_prose_that_no_memo_can_show_is_told_at_its_line(prose: str, line: int, what: str) -> None:
    block = "summary: |\n" + "".join(f"  {each}\n" for each in prose.split("\n"))

    with pytest.raises(RejectedError) as rejected:
        source(block)

    problem = rejected.value.problems[0]
    assert (problem.code, problem.what) == (Code.UNSHOWABLE, what)
    assert problem.place.line == 7 + line


def with_template(text: str) -> House:
    return House({**HOUSE.files, "memo.md.j2": HouseFile("ours/memo.md.j2", text.encode())})


def test_what_a_template_writes_and_no_memo_can_show_is_told_too() -> None:
    made = source("")

    with pytest.raises(RejectedError) as rejected:
        build_products(made, with_template("x <br> y"), edition_of(made.briefing.date), (Product.MEMO,))

    assert [problem.what for problem in rejected.value.problems] == ["raw HTML cannot be shown: '<br>'"]


@pytest.mark.parametrize(
    ("template", "line", "what"),
    [
        ("one\n\n::: tabel\n:::\n", 3, "there is no part '::: tabel'"),
        ("{{ briefing.titel }}", 1, "`briefing` has no field 'titel'; near: title"),
        ("\n{% if %}", 2, "Expected an expression, got 'end of statement block'"),
    ],
)
def test_a_mistake_in_a_template_is_told_in_the_template(template: str, line: int, what: str) -> None:
    made = source("")

    with pytest.raises(RejectedError) as rejected:
        build_products(made, with_template(template), edition_of(made.briefing.date), (Product.MEMO,))

    problem = rejected.value.problems[0]
    assert (problem.code, problem.place.file, problem.place.line) == (Code.TEMPLATE, "ours/memo.md.j2", line)
    assert problem.what == what


def test_the_first_thing_in_a_cell_stands_on_its_first_line() -> None:
    found = memo("agenda: [{id: a, area: One, lead: The desk}, {id: b, area: Two, ask: A date, lead: The desk}]")

    (agenda,) = [block for block in found.blocks if isinstance(block, Table)]
    asked = [plain(spans) for row in agenda.rows for spans in lines(row[-1].blocks)]
    assert asked == ["Lead: The desk", "A date\nLead: The desk"]
