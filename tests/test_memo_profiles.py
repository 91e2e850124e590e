"""The forms of the memo: each has its own order, headings and decision block, and says all that a memo says."""

import re
from pathlib import Path

import msgspec
import pytest

from appearance import APPEARS
from briefexport.briefing import Document
from briefexport.build import build_products
from briefexport.compose.memo import compose_memo
from briefexport.document.text import Block, Fields, Heading, Memo, Paragraph, Role, SignOff, plain
from briefexport.edition import edition_of
from briefexport.house import read_house
from briefexport.problem import Code, RejectedError
from briefexport.product import Product
from briefexport.source import Source, read_source
from command import run
from conftest import REPOSITORY, Sample, read
from test_arrives import in_word, lines, said, squeezed

HOUSE = read_house()
PROFILES = ("action", "brief", "note", "submission")
HEAD = """\
title: A title
place: Geneva
date: 2030-05-01
to: Minister
from: Desk
bottom_line: The line.
"""


def pictures(sample: Sample) -> dict[str, bytes]:
    return {figure.file: (REPOSITORY / "source" / figure.file).read_bytes() for figure in sample.briefing.figures}


def in_profile(source: Source, profile: str) -> Source:
    return msgspec.structs.replace(source, briefing=msgspec.structs.replace(source.briefing, profile=profile))


def memo(text: str, profile: str) -> Memo:
    return compose_memo(read_source(f"{HEAD}profile: {profile}\n{text}", "x.yaml").briefing, HOUSE, {})


def headings(blocks: tuple[Block, ...], level: int) -> list[str]:
    return [plain(block.spans) for block in blocks if isinstance(block, Heading) and block.level == level]


def test_the_house_has_four_forms_and_any_that_an_office_adds() -> None:
    ours = msgspec.structs.replace(HOUSE, files={**HOUSE.files, "memo-cabinet.md.j2": HOUSE.files["memo.md.j2"]})

    assert HOUSE.profiles() == PROFILES
    assert ours.profiles() == ("action", "brief", "cabinet", "note", "submission")
    assert ours.memo_template("cabinet") == "memo-cabinet.md.j2"


@pytest.mark.parametrize(
    ("profile", "chapters"),
    [
        (
            "submission",
            ["Issue", "Recommendation", "Timing", "Background", "Argument", "Presentation", "Clearances", "Glossary"],
        ),
        (
            "note",
            ["Subject", "Background", "Issue", "Analysis", "Proposal", "Approval sought", "Clearances", "Glossary"],
        ),
        ("brief", ["Key points", "Context", "Analysis", "Implications", "About this brief"]),
    ],
)
def test_a_form_has_the_chapters_of_its_field_in_their_order(profile: str, chapters: list[str], summit: Sample) -> None:
    found = compose_memo(in_profile(summit.source, profile).briefing, HOUSE, pictures(summit))

    assert headings(found.blocks, 1) == chapters


def test_the_action_memo_is_the_memo_of_a_briefing_that_names_no_form(summit: Sample) -> None:
    plainly = compose_memo(summit.briefing, HOUSE, pictures(summit))

    assert summit.briefing.profile is None
    assert compose_memo(in_profile(summit.source, "action").briefing, HOUSE, pictures(summit)) == plainly


@pytest.mark.parametrize(
    ("profile", "label", "choices"),
    [
        ("action", "Information memo", [("Approve", "Disapprove", "Discuss", "Date")]),
        ("submission", "Submission", [("Agree", "Do not agree", "Please discuss", "Date")]),
        ("note", "Note", [("Approved", "Not approved", "Please speak", "Date")]),
        ("brief", "Policy brief", []),
    ],
)
def test_a_form_has_its_name_and_its_decision_block(profile: str, label: str, choices: list[tuple[str]]) -> None:
    found = memo("recommendations: [{id: a, text: That you agree}]", profile)

    labels = [plain(b.spans) for b in found.blocks if isinstance(b, Paragraph) and b.role is Role.LABEL]
    assert labels == [label]
    assert [block.labels for block in found.blocks if isinstance(block, SignOff)] == choices


@pytest.mark.parametrize(
    ("profile", "chapters"),
    [("action", []), ("submission", ["Issue"]), ("note", ["Subject"]), ("brief", ["Key points", "About this brief"])],
)
def test_a_chapter_with_nothing_under_it_is_left_out(profile: str, chapters: list[str]) -> None:
    found = memo("", profile)

    assert headings(found.blocks, 1) == chapters
    assert headings(found.blocks, 2) == []


def test_headings_of_parts_and_of_prose_go_down_under_a_chapter() -> None:
    found = memo('sections: [{id: a, heading: Then, body: "# Before"}]', "submission")

    levels = [(block.level, plain(block.spans)) for block in found.blocks if isinstance(block, Heading)]
    assert levels == [(1, "Issue"), (1, "Background"), (2, "Then"), (3, "Before")]


def test_the_note_says_its_subject_once_and_first() -> None:
    found = memo("subject: About rain", "note")

    (routing,) = [block for block in found.blocks if isinstance(block, Fields)]
    assert [plain(name) for name, _ in routing.rows] == ["To", "From", "Date"]
    at = next(at for at, block in enumerate(found.blocks) if isinstance(block, Heading))
    assert [plain(b.spans) for b in found.blocks[at:] if isinstance(b, Heading | Paragraph)] == [
        "Subject",
        "About rain",
        "The line.",
    ]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_text_arrives_in_every_form(sample: Sample, profile: str) -> None:
    source = in_profile(sample.source, profile)
    (made,) = build_products(source, HOUSE, edition_of(source.briefing.date), (Product.MEMO,), pictures(sample))
    document = squeezed(in_word(made.data))
    expected = [
        each
        for each in said(source.briefing, Document.MEMO)
        if "M" in APPEARS[each.field.split(".")[0]][each.field.split(".")[1]]
        and not (profile == "note" and each.path == "title")
    ]

    assert len(expected) > 20
    assert [f"{each.path}: {line}" for each in expected for line in lines(each) if line not in document] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_every_part_is_in_every_form(profile: str) -> None:
    texts = {name: template.text for name, template in HOUSE.templates().items()}
    used, todo = set[str](), [f"memo-{profile}.md.j2"]
    while todo:
        used.add(todo[-1])
        todo.extend(set(re.findall(r'include "([^"]+)"', texts[todo.pop()])) - used)
    # A chapter says these under its own heading.
    own = {"parts/purpose.md.j2", "parts/summary.md.j2"}

    assert {name for name in texts if name.startswith("parts/")} - used <= (set() if profile == "action" else own)


def test_a_form_that_is_not_there_is_told_where_it_is_written_with_those_that_are() -> None:
    made = read_source(f"{HEAD}profile: notte\n", "x.yaml")

    with pytest.raises(RejectedError) as rejected:
        build_products(made, HOUSE, edition_of(made.briefing.date), (Product.MEMO,))

    (problem,) = rejected.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == (Code.NO_PROFILE, 7, 1)
    assert problem.what == "there is no profile 'notte' for the memo"
    assert problem.fix.startswith("write one of action, brief, note, submission, or add `memo-notte.md.j2`")


# -- on the command line


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "water.yaml").write_text(HEAD, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_another_form_makes_the_memo_anew_and_the_same_one_does_not(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(capfd, "memo", "water.yaml")
    before = (desk / "dist/water-memo.docx").read_bytes()

    again = run(capfd, "memo", "water.yaml", "--profile", "note")
    unchanged = run(capfd, "memo", "water.yaml", "--profile", "note")

    assert again == (0, "dist/water-memo.docx\n", "")
    assert unchanged == (0, "", "dist/water-memo.docx: unchanged\n")
    assert "Subject" in in_word((desk / "dist/water-memo.docx").read_bytes())
    assert "Subject" not in in_word(before)


def test_the_option_comes_before_the_briefing(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "water.yaml").write_text(HEAD + "profile: note\n", "utf-8")

    status, _, _ = run(capfd, "memo", "water.yaml", "--profile", "brief")

    assert status == 0
    assert "Key points" in in_word((desk / "dist/water-memo.docx").read_bytes())


def test_an_option_that_names_no_form_is_told_and_nothing_is_made(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (desk / "water.yaml").write_text(HEAD + "profile: note\n", "utf-8")

    status, out, err = run(capfd, "all", "water.yaml", "--profile", "State memo")

    assert (status, out) == (2, "")
    assert err.startswith("water.yaml: B505 there is no profile 'State memo' for the memo\n")
    assert not (desk / "dist").exists()


def test_check_tells_of_a_form_that_is_not_there(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "water.yaml").write_text(HEAD + "profile: nought\n", "utf-8")

    status, _, err = run(capfd, "check", "water.yaml")

    assert status == 2
    assert err.startswith("water.yaml:7:1: B505 ")


def test_products_without_a_form_do_not_ask_for_one(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "tracker", "water.yaml", "--profile", "note")

    assert (status, out) == (2, "")
    assert not (desk / "dist").exists()


def test_the_museum_is_a_note_in_hindi() -> None:
    museum = read("museum")

    found = compose_memo(museum.briefing, HOUSE, pictures(museum))

    assert headings(found.blocks, 1) == ["विषय", "पृष्ठभूमि", "मुद्दा", "विश्लेषण", "प्रस्ताव", "अपेक्षित अनुमोदन"]
