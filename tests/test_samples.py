"""The samples are good briefings, say what they are, and between them use the whole model."""

from collections.abc import Iterator
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import pytest

import briefexport.briefing
from briefexport.briefing import (
    LIKELIHOODS,
    UNKNOWN,
    Assessment,
    Briefing,
    ClearanceStatus,
    Confidence,
    Frozen,
    Rag,
    Status,
)
from briefexport.source import read_file

FOLDER = Path(__file__).parent.parent / "source"
FILES = sorted(FOLDER.glob("*.yaml"))
SAMPLES = {path.stem: read_file(path) for path in FILES}
SUMMIT, HARBOUR, MUSEUM = (SAMPLES[name].briefing for name in ("summit", "harbour", "museum"))

CLASSES = [
    value
    for value in vars(briefexport.briefing).values()
    if isinstance(value, type) and issubclass(value, Frozen) and value is not Frozen
]


def values(value: object) -> Iterator[Frozen]:
    """A value of the model and every value in it."""
    if isinstance(value, Frozen):
        yield value
        value = tuple(getattr(value, name) for name in value.__struct_fields__)
    if isinstance(value, tuple):
        yield from chain.from_iterable(values(part) for part in value)


def owner(cls: type[Any], field: str) -> str:
    """The class that declares a field, with the field: what every item has is used when one item uses it."""
    declaring = next(base for base in reversed(cls.__mro__) if field in vars(base).get("__annotations__", {}))
    return f"{declaring.__name__}.{field}"


def used(briefing: Briefing) -> set[str]:
    """Every field that says something else than when it is left out."""
    return {
        owner(type(value), field.name)
        for value in values(briefing)
        for field in msgspec.structs.fields(value)
        if field.required or getattr(value, field.name) != field.default
    }


# -- all of them


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_without_a_warning(name: str) -> None:
    assert SAMPLES[name].warnings == ()
    assert SAMPLES[name].briefing.id == name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_shows_an_editor_where_the_schema_is(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=briefing.schema.json\n")


def test_the_samples_use_every_field_of_the_model() -> None:
    declared = {owner(cls, name) for cls in CLASSES for name in cls.__struct_fields__}
    found = set[str]().union(*(used(sample.briefing) for sample in SAMPLES.values()))

    assert declared - found == {"Briefing.schema"}  # there is one version, and each sample names it
    assert all("\nschema: 1\n" in path.read_text("utf-8") for path in FILES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_bottom_line_fits_four_lines_of_the_memo(name: str) -> None:
    assert len(SAMPLES[name].briefing.bottom_line) <= 4 * 70  # 70 characters a line of its size


@pytest.mark.parametrize("name", SAMPLES)
def test_a_judgement_keeps_likelihood_and_confidence_apart(name: str) -> None:
    briefing = SAMPLES[name].briefing
    words = [word for word, _, _ in LIKELIHOODS[briefing.likelihood_scale]]
    sentences = [judgement.statement.lower() for judgement in briefing.judgements]

    assert sentences
    assert [word for word in [*words, "confidence"] for sentence in sentences if word in sentence] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_judgement_rests_on_is_one_thing_only(name: str) -> None:
    briefing = SAMPLES[name].briefing
    idents = [getattr(item, "id", "") for _, items in briefing.lists() for item in items]

    assert {
        ident: idents.count(ident) for entry in briefing.judgements for ident in entry.basis if idents.count(ident) != 1
    } == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_something_that_must_be_on_the_one_pager(name: str) -> None:
    assert [item for _, items in SAMPLES[name].briefing.lists() for item in items if item.priority == 1]


# -- the summit: nothing invented


def test_the_summit_says_that_it_is_our_own_words_after_one_article() -> None:
    head = (FOLDER / "summit.yaml").read_text("utf-8").partition("schema: 1")[0]

    assert "in our own words after one" in head.replace("\n# ", " ")
    assert "is illustrative" in head
    assert [(source.type.value, source.grade, source.publisher) for source in SUMMIT.sources] == [("media", "F3", None)]


def test_the_summit_has_no_figure_that_the_article_has_not() -> None:
    scores = {(risk.likelihood, risk.impact) for risk in SUMMIT.risks}
    ends = [(entry.baseline, entry.target, entry.observations) for entry in SUMMIT.indicators]

    assert scores == {(UNKNOWN, UNKNOWN)}
    assert all(start is not None and start.value is UNKNOWN for start, _, _ in ends)
    assert all(goal is not None and goal.value is UNKNOWN for _, goal, _ in ends)
    assert all(seen == () for _, _, seen in ends)
    assert {point.value for point in SUMMIT.commercial} == {UNKNOWN}
    assert (SUMMIT.reference, {entry.decide_by for entry in SUMMIT.recommendations}) == (None, {None})


def test_the_summit_keeps_both_reported_dates_of_the_visit_and_records_the_gap() -> None:
    reported = [entry.when for entry in SUMMIT.timeline if entry.id.startswith("visit-")]
    gap = next(gap for gap in SUMMIT.gaps if gap.id == "visit-date")

    assert [(when.precision.value, when.status and when.status.value) for when in reported] == [
        ("mid", "reported"),
        ("week", "reported"),
    ]
    assert "mid-November and the third week" in gap.text


def test_the_summit_has_all_that_the_article_tells() -> None:
    counts = {name: len(items) for name, items in SUMMIT.lists()}

    assert {name: counts[name] for name in ("agenda", "objectives", "risks", "commercial", "implications")} == {
        "agenda": 5,
        "objectives": 4,
        "risks": 4,
        "commercial": 3,
        "implications": 4,
    }
    assert (counts["views"], counts["indicators"]) == (2, 4)
    assert SUMMIT.event is not None
    assert (SUMMIT.event.number, len(SUMMIT.event.preparatory)) == (23, 2)


# -- the harbour and the museum: fictional


@pytest.mark.parametrize(("briefing", "word"), [(HARBOUR, "This briefing is fictional"), (MUSEUM, "यह नमूना काल्पनिक है")])
def test_a_fictional_sample_says_so_to_its_reader_and_its_author(briefing: Briefing, word: str) -> None:
    head = (FOLDER / f"{briefing.id}.yaml").read_text("utf-8").partition("schema: 1")[0]

    assert word in str(briefing.summary)
    assert "A fictional sample" in head


def test_the_harbour_shows_every_status_and_every_confidence() -> None:
    given: list[set[Enum]] = [
        {entry.assessment().rag for entry in HARBOUR.indicators},
        {entry.status for entry in HARBOUR.clearances},
        {entry.confidence.level for entry in HARBOUR.judgements if entry.confidence},
    ]

    assert given == [set(Rag), set(ClearanceStatus), set(Confidence)]
    assert {entry.status if entry.status == "auto" else type(entry.status) for entry in HARBOUR.indicators} == {
        "auto",
        Assessment,
    }


def test_the_harbour_shows_trends() -> None:
    histories = [[seen.value for seen in entry.observations if seen.value is not None] for entry in HARBOUR.indicators]

    assert sum(len(history) >= 3 for history in histories) >= 5


def test_the_harbour_is_final_with_a_split_view_and_a_decision_already_taken() -> None:
    assert HARBOUR.status is Status.FINAL
    assert any(entry.supports and entry.opposes for entry in HARBOUR.recommendations)
    assert [entry.id for entry in HARBOUR.recommendations if entry.decision] == ["open-data"]


def test_the_pictures_are_there_and_small() -> None:
    pictures = {figure.file: (FOLDER / figure.file).read_bytes() for figure in HARBOUR.figures}

    assert all(data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) < 30_000 for data in pictures.values())
    assert sorted(pictures) == sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("pictures/*"))


def test_the_museum_mixes_three_scripts_and_three_currencies() -> None:
    text = (FOLDER / "museum.yaml").read_text("utf-8")

    assert all(sign in text for sign in ("₹", "₽", "€", "Владимир", "Сергей", "संग्रहालय"))
    assert MUSEUM.language == "hi"
