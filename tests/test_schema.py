"""What editors are told about a briefing, against what the reader says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from briefexport.briefing import Briefing
from briefexport.problem import Code
from briefexport.schema import schema, schema_text
from briefexport.source import read_source
from briefexport.starter import starter_text
from slips import FOLDER, problems_in
from strategies import briefings, written

SOURCE = Path(__file__).parent.parent / "source"
SAMPLES = sorted(SOURCE.glob("*.yaml"))
VALIDATOR = Draft202012Validator(schema())


class EditorLoader(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: dates and `NO` are texts, `true` and `12` are not."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~|", ["n", "~", ""]),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def seen_by_editor(text: str) -> Any:
    """The tree that an editor validates."""
    return yaml.load(text, EditorLoader)  # noqa: S506  (a SafeLoader with fewer types)


def groups(tree: Any) -> list[dict[str, Any]]:
    """Every group of fields in a tree."""
    inner = list(tree.values()) if isinstance(tree, dict) else tree if isinstance(tree, list) else []
    own = [tree] if isinstance(tree, dict) else []
    return own + [group for part in inner for group in groups(part)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())

    assert schema()["additionalProperties"] is False


def test_the_schema_beside_the_samples_is_the_one_that_is_printed() -> None:
    assert (SOURCE / "briefing.schema.json").read_text("utf-8") == schema_text()
    assert json.loads(schema_text()) == schema()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_an_editor_finds_nothing_wrong_with_a_sample(path: Path) -> None:
    text = path.read_text("utf-8")

    assert text.startswith("# yaml-language-server: $schema=briefing.schema.json\n")
    assert [error.message for error in VALIDATOR.iter_errors(seen_by_editor(text))] == []


@pytest.mark.parametrize("name", ["keys", "missing", "words", "names", "numbers", "moments"])
def test_an_editor_finds_slips_in_fields_too(name: str) -> None:
    tree = seen_by_editor((FOLDER / f"{name}.yaml").read_text("utf-8"))

    assert not VALIDATOR.is_valid(tree)


@settings(max_examples=15)
@given(briefing=briefings(most=1), short=st.booleans())
def test_an_editor_finds_nothing_wrong_with_a_good_briefing(briefing: Briefing, *, short: bool) -> None:
    tree = seen_by_editor(written(briefing, short=short))

    assert [error.message for error in VALIDATOR.iter_errors(tree)] == []


@settings(max_examples=15)
@given(briefing=briefings(most=1, scripts=("latin",)), data=st.data())
def test_editor_and_reader_refuse_the_same_keys(briefing: Briefing, data: st.DataObject) -> None:
    tree = seen_by_editor(written(briefing, short=False))
    group = data.draw(st.sampled_from(groups(tree)))
    group["xyzzy"] = 1

    told = problems_in(yaml.safe_dump(tree, allow_unicode=True))

    assert not VALIDATOR.is_valid(tree)
    assert Code.UNKNOWN_FIELD in {problem.code for problem in told}


def test_every_field_is_explained_to_the_editor() -> None:
    shapes = [schema(), *schema()["$defs"].values()]

    assert [
        name for shape in shapes for name, field in shape["properties"].items() if not field["description"].strip()
    ] == []


# -- the starter


def test_the_starter_is_a_briefing_without_a_doubt_in_it() -> None:
    source = read_source(starter_text("2025-11-07"), "visit.yaml")

    assert source.warnings == ()
    assert source.briefing.id == "visit"
    assert VALIDATOR.is_valid(seen_by_editor(starter_text("2025-11-07")))


def test_every_idea_in_the_starter_can_be_used_as_it_stands() -> None:
    _head, _gap, body = starter_text("2025-11-07").partition("\n\n")
    used = re.sub(r"(?m)^# ", "", body)

    source = read_source(used, "visit.yaml")

    assert source.warnings == ()
    assert source.briefing.judgements[0].likelihood == "likely"
    assert source.briefing.indicators[0].observations[0].sources == ("report",)


def test_the_starter_names_the_schema_it_is_given() -> None:
    first, *_rest = starter_text("2025-11-07", "../briefing.schema.json").splitlines()

    assert first == "# yaml-language-server: $schema=../briefing.schema.json"
