"""`verify` on a tracker in which people have worked: what is theirs is told as theirs, never as a fault of the file."""

from decimal import Decimal
from pathlib import Path

import pytest

from briefexport.delivery.proof import Proved, Verdict, prove_sets
from briefexport.export import Order
from briefexport.problem import Code
from briefexport.product import Product
from briefexport.verify import read_told, verify_file
from conftest import read
from edits import Workbook
from test_rebuild import Desk
from workbooks import opened, packed, parts, words


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the first issue."""
    made = Desk(tmp_path)
    made.issue()
    return made


def proved(desk: Desk) -> Proved:
    """What `verify` finds of the tracker."""
    (proof,) = prove_sets([desk.source], Order(into=desk.into, products=(Product.TRACKER,)))
    assert proof.problems == tuple(problem for file in proof.files for problem in file.problems)
    (file,) = proof.files
    return file


def types(desk: Desk, **said: str | Decimal) -> None:
    """Somebody types into the row of fish."""
    book = Workbook(desk.tracker.read_bytes())
    for heading, value in said.items():
        book.type(book.rows()["fish"], book.columns()[heading.replace("_", " ")], value)
    desk.tracker.write_bytes(book.saved())


def test_a_merged_tracker_with_notes_of_peoples_own_agrees(desk: Desk) -> None:
    types(desk, Analyst_note="ask again")
    desk.issue(170)

    file = proved(desk)

    assert (file.verdict, file.problems) == (Verdict.AGREES, ())


def test_a_value_that_people_typed_and_that_counts_agrees(desk: Desk) -> None:
    types(desk, Latest=Decimal(160), As_of=Decimal(45915))
    desk.issue(150, title="Another note")

    file = proved(desk)

    assert (file.verdict, file.problems) == (Verdict.AGREES, ())
    assert str(desk.says("Latest")) == "160"


def test_a_status_that_no_document_knows_is_told_as_what_people_typed(desk: Desk) -> None:
    types(desk, Status="on hold")
    desk.issue(170)

    file = proved(desk)

    assert file.verdict is Verdict.TYPED_INTO
    assert [problem.code for problem in file.problems] == [Code.TYPED_INTO]
    assert "indicators[0].status" in file.problems[0].what


def test_a_newer_value_of_the_briefing_beside_one_of_peoples_is_told_as_what_people_typed(desk: Desk) -> None:
    types(desk, As_of=Decimal(45890))
    desk.issue(170)

    file = proved(desk)

    assert file.verdict is Verdict.TYPED_INTO
    assert [problem.code for problem in file.problems] == [Code.TYPED_INTO]
    assert str(desk.says("Latest")) == "150"
    assert "Latest: 170" in str(desk.says("From the briefing"))


def test_an_indicator_that_the_briefing_no_longer_has_is_no_difference(desk: Desk) -> None:
    both = desk.source.read_text("utf-8").replace(
        "indicators:\n", "indicators:\n  - {id: birds, name: Birds seen, kind: numeric, unit: pairs}\n"
    )
    desk.source.write_text(both, "utf-8")
    desk.make()
    types(desk, Analyst_note="ask again")
    desk.issue(170)

    file = proved(desk)

    assert (file.verdict, file.problems) == (Verdict.AGREES, ())
    assert desk.says("Latest") == Decimal(170)


# -- what the file says about itself


def about(desk: Desk) -> tuple[str | None, dict[str, object]]:
    """Title and the office's own properties."""
    book = opened(desk.tracker.read_bytes())
    return book.properties.title, {each.name: each.value for each in book.custom_doc_props.props}


def test_a_merged_tracker_says_the_title_and_the_number_of_its_issue(desk: Desk) -> None:
    types(desk, Analyst_note="ask again")
    desk.write(170, title="Another note")
    desk.source.write_text(desk.source.read_text("utf-8") + "issue: 2\n", "utf-8")

    desk.make()

    assert about(desk) == ("Another note", {"Issue": "2", "Series": "note"})
    assert opened(desk.tracker.read_bytes()).properties.identifier == "note/2"


def test_a_title_that_people_gave_the_file_stands(desk: Desk) -> None:
    types(desk, Analyst_note="ask again")
    files = parts(desk.tracker.read_bytes())
    core = files["docProps/core.xml"]
    assert b">A note<" in core
    desk.tracker.write_bytes(packed(files | {"docProps/core.xml": core.replace(b">A note<", b">Ours<")}))

    desk.issue(170, title="Another note")

    assert about(desk)[0] == "Ours"


def test_an_issue_that_counts_otherwise_than_the_briefing_is_told() -> None:
    sample = read("harbour")
    book = Workbook(sample.artifact(Product.TRACKER).data, "Issues")
    book.type(book.area[0] + 1, 3, Decimal(7))

    compared = verify_file(
        Product.TRACKER, read_told(Product.TRACKER, book.saved()), sample.briefing, words(sample.briefing.language)
    )

    assert [(each.field, each.said) for each in compared.differences] == [("indicators", "7")]


def test_a_tracker_that_people_typed_into_and_that_says_an_older_issue_is_out_of_date(desk: Desk) -> None:
    types(desk, Analyst_note="ask again")
    desk.write(170)

    file = proved(desk)

    assert [problem.code for problem in file.problems] == [Code.OUT_OF_DATE]


@pytest.mark.parametrize("said", [b"", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_tracker_that_does_not_open_is_no_tracker_that_people_typed_into(said: bytes, desk: Desk) -> None:
    desk.tracker.write_bytes(said)
    desk.write(170)

    file = proved(desk)

    assert [problem.code for problem in file.problems] == [Code.DOES_NOT_OPEN]
