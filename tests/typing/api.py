"""The Python API as a user writes against it; mypy checks it, nothing runs it."""

import datetime as dt
from pathlib import Path
from typing import assert_type

import briefexport
from briefexport import Order, Product, RejectedError


def export() -> None:
    """Everything in one call, as the command does it."""
    order = Order(into=Path("dist"), products=(Product.MEMO, Product.TRACKER), strict=True)
    for result in briefexport.export_briefings([Path("source/summit.yaml")], order):
        assert_type(result, briefexport.Exported)
        assert_type(result.written, briefexport.Written | None)
        assert_type(result.problems, tuple[briefexport.Problem, ...])


def step_by_step() -> None:
    """The same by hand: read, build in memory, write."""
    try:
        source = briefexport.read_briefing(Path("source/summit.yaml"))
    except RejectedError as rejected:
        assert_type(rejected.problems, tuple[briefexport.Problem, ...])
        raise
    assert_type(source, briefexport.Source)
    assert_type(source.briefing.title, str)

    house = briefexport.read_house([Path("templates")])
    edition = briefexport.edition_of(source.briefing.date, dt.datetime(2025, 11, 7, tzinfo=dt.UTC))
    pictures = briefexport.read_pictures(source, Path("source"))
    artifacts = briefexport.build_products(source, house, edition, [Product.MEMO], pictures)
    assert_type(artifacts, tuple[briefexport.Artifact, ...])
    assert_type(artifacts[0].data, bytes)

    stamp = briefexport.stamp_of("0" * 64, pictures, house.digest, edition, source.briefing.language)
    facts = briefexport.facts_of(source.briefing)
    next_issue = briefexport.build_products(source, house, edition, [Product.MEMO], pictures, past=(facts,))
    assert_type(next_issue, tuple[briefexport.Artifact, ...])
    assert_type(briefexport.changes_between(facts, facts), tuple[briefexport.Change, ...])
    written = briefexport.write_set(Path("dist"), source.briefing.id, stamp, artifacts, facts=facts)
    assert_type(written.made, tuple[Path, ...])


def check() -> None:
    """What is wrong, without making anything."""
    for problem in briefexport.check_briefing(Path("source/summit.yaml"), Order()):
        assert_type(problem.place, briefexport.Place)
        assert_type(problem.code.severity, briefexport.Severity)


def text() -> None:
    """A briefing that is no file."""
    assert_type(briefexport.read_source("title: Water", "water.yaml"), briefexport.Source)
    assert_type(briefexport.__version__, str)


def misuse() -> None:
    """What the types refuse."""
    briefexport.export_briefings("source/summit.yaml", Order())  # type: ignore[arg-type]
    Order(products=("memo",))  # type: ignore[arg-type]
    Order(format="docx")  # type: ignore[call-arg]
    briefexport.no_such_name  # type: ignore[attr-defined]  # noqa: B018
