"""kill -9 at every step of a run, and again at every step of the run that mends it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What killed.py found."""
    script = Path(__file__).with_name("killed.py")
    base = tmp_path_factory.mktemp("killed")
    done = subprocess.run(
        [sys.executable, script, base],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
        timeout=300,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_a_killed_run_leaves_no_torn_file_and_the_next_finds_the_old_set_or_the_new_one(
    told: dict[str, Any],
) -> None:
    found = told["set"]

    assert found["kills"] > 80
    assert found["torn"] == []
    assert set(found["after"]) == {"first", "second"}
    assert found["in the end"] == []


@pytest.mark.slow
def test_a_killed_first_run_leaves_nothing_or_a_whole_set(told: dict[str, Any]) -> None:
    found = told["nothing"]

    assert found["torn"] == []
    assert set(found["after"]) == {"none", "second"}
    assert found["in the end"] == []


@pytest.mark.slow
def test_files_written_straight_to_their_place_are_caught_torn(told: dict[str, Any]) -> None:
    found = told["careless"]

    assert found["torn"]
    assert any(after.startswith("mixed") for after in found["after"])
