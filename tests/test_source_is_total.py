"""Any text at all is a briefing or a list of problems, each at a place in the text; one slip gives one problem."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefexport.briefing import Briefing
from briefexport.problem import Code, Problem, Severity
from briefexport.source.shape import StructShape, struct_shape
from slips import FILES, problems_in
from strategies import briefing_texts, briefings, tree

SAMPLES = [path.read_text("utf-8") for path in sorted((Path(__file__).parent.parent / "source").glob("*.yaml"))]
WORDS = (
    "unknown", "auto", "~", "null", "", "green", "draft", "RESTRICTED", "TLP:RED", "early December 2025", "2025-Q4",
    "2025-12-05", "2025-11-07T09:00Z", "1", "-3.5", "1e999", "true", "[^a]", "a", "b", "a b", "{", "*x", "&y", "!!z",
)  # fmt: skip


def vocabulary(cls: type[msgspec.Struct], known: set[type[msgspec.Struct]]) -> Iterator[str]:
    """Every key that can stand somewhere in a briefing."""
    known.add(cls)
    for name, field in struct_shape(cls).fields.items():
        yield name
        inner: Any = field.shape
        while not isinstance(inner, StructShape) and (wrapped := _inside(inner)) is not None:
            inner = wrapped
        if isinstance(inner, StructShape) and inner.cls not in known:
            yield from vocabulary(inner.cls, known)


def _inside(shape: object) -> object:
    return next((getattr(shape, name) for name in ("item", "other", "group") if hasattr(shape, name)), None)


KEYS = sorted({*vocabulary(Briefing, set()), "from", "when", "<<", "titel"})

TREES = st.recursive(
    st.sampled_from(WORDS) | st.integers() | st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)
GROUPS = st.dictionaries(st.sampled_from(KEYS), TREES, max_size=12)


def unsound(text: str) -> list[Problem | str]:
    """The problems that cannot be found or mended, and a reading that took too long; nothing when all is well."""
    lines = re.split("\r\n|\r|\n", text)
    begin = time.perf_counter()
    problems = problems_in(text)
    seconds = time.perf_counter() - begin
    slow = [f"took {seconds} s"] if seconds > 1 + len(text) / 10_000 else []
    return [*slow, *(told for told in problems if not (is_mendable(told) and is_inside(told, lines)))]


def is_mendable(told: Problem) -> bool:
    """Whether a problem says in visible signs what is wrong and what to do."""
    return bool(told.what and told.fix) and f"{told.what}{told.fix}".isprintable()


def is_inside(told: Problem, lines: list[str]) -> bool:
    """Whether the place of a problem is one of the text, its end included."""
    line, column = told.place.line, told.place.column
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


@given(text=st.text())
def test_any_text_is_read_or_told(text: str) -> None:
    assert unsound(text) == []


@given(text=st.text(st.sampled_from("ab:-?[]{}&*!|>'\"%@`#,. \n\t\\~<=^1ü"), max_size=80))
def test_any_signs_of_yaml_are_read_or_told(text: str) -> None:
    assert unsound(text) == []


@given(text=GROUPS.map(lambda tree: yaml.safe_dump(tree, allow_unicode=True)))
def test_any_tree_of_the_words_of_a_briefing_is_read_or_told(text: str) -> None:
    assert unsound(text) == []


@settings(max_examples=60)
@given(data=st.data())
def test_any_slip_in_a_good_briefing_is_read_or_told(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SAMPLES))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 40))
        put = data.draw(st.sampled_from((*WORDS, "\n", "  ", ": ", "- ", '"', "'", "\t")) | st.text(max_size=5))
        text = text[:start] + put + text[end:]

    assert unsound(text) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_beginning_of_a_bad_briefing_is_read_or_told(path: Path) -> None:
    text = path.read_text("utf-8")

    assert [slip for end in range(0, len(text), 97) for slip in unsound(text[:end])] == []


@settings(max_examples=15)
@given(text=briefing_texts(most=1))
def test_a_good_briefing_has_no_errors(text: str) -> None:
    assert [told for told in problems_in(text) if told.code.severity is Severity.ERROR] == []


def errors_in(written: object) -> list[Problem]:
    """What is wrong with a tree, told for its YAML; `x.yaml` gives it its id."""
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False)
    return [told for told in problems_in(text, "x.yaml") if told.code.severity is Severity.ERROR]


def holders(written: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree, as the list or the group it is in and its index or key."""
    pairs = written.items() if isinstance(written, dict) else enumerate(written if isinstance(written, list) else ())
    for key, value in pairs:
        yield written, key
        yield from holders(value)


def plain(value: Any) -> Any:
    """The same tree with texts in place of numbers, as the reader takes both for what was typed."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value if isinstance(value, bool | str) else format(value, "f" if not isinstance(value, int) else "d")


@settings(max_examples=30)
@given(briefing=briefings(most=1, scripts=("latin",)), data=st.data())
def test_one_wrong_value_gives_one_problem_and_no_other(briefing: Briefing, data: st.DataObject) -> None:
    written = plain(tree(briefing))
    places = list(holders(written))
    holder, key = places[data.draw(st.integers(0, len(places) - 1))]
    holder[key] = [[["wrong"]]]

    assert len(errors_in(written)) == 1


@settings(max_examples=30)
@given(briefing=briefings(most=1, scripts=("latin",)), data=st.data())
def test_one_misspelt_key_gives_one_problem_and_no_other(briefing: Briefing, data: st.DataObject) -> None:
    written = plain(tree(briefing))
    groups = [(holder, key) for holder, key in holders(written) if isinstance(holder, dict) and len(key) > 3]
    holder, key = groups[data.draw(st.integers(0, len(groups) - 1))]
    holder[f"{key[:2]}x{key[2:]}"] = holder.pop(key)

    (told,) = errors_in(written)

    assert told.code is Code.UNKNOWN_FIELD
    assert told.fix == f"write `{key}`"
