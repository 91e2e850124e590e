"""kill -9 at every step of the rebuild of a tracker that people typed into."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FEWEST = 50


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What tracker_killed.py found."""
    script = Path(__file__).with_name("tracker_killed.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path_factory.mktemp("killed")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
        timeout=300,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("case", "fewest"), [("first copy", FEWEST), ("copies go", FEWEST // 4)])
def test_after_every_kill_the_old_or_the_new_workbook_stands_with_what_people_typed(
    told: dict[str, Any], case: str, fewest: int
) -> None:
    found = told[case]

    assert found["kills"] >= fewest
    assert set(found["stands"]) == {"old", "new"}
    assert found["lost"] == []


@pytest.mark.slow
@pytest.mark.parametrize("case", ["first copy", "copies go"])
def test_once_the_new_workbook_stands_the_dated_copy_of_the_old_one_is_there(told: dict[str, Any], case: str) -> None:
    assert "new" in told[case]["stands"]
    assert told[case]["without a copy"] == []


@pytest.mark.slow
@pytest.mark.parametrize("case", ["first copy", "copies go"])
def test_the_run_after_a_kill_leaves_what_a_run_without_one_leaves(told: dict[str, Any], case: str) -> None:
    assert told[case]["in the end"] == []


@pytest.mark.slow
def test_a_workbook_written_straight_to_its_place_is_caught_torn(told: dict[str, Any]) -> None:
    assert "torn" in told["careless"]
