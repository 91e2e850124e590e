"""What an output folder remembers of the issues that were made in it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefexport.export import Order, export_briefings
from issues import FIRST, MEMO, SECOND, Desk, changed, rated


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def since(issue: int, before: int, now: int) -> list[str]:
    """What a memo says of that risk."""
    return [
        f"What has changed since issue {issue} (2 May 2030)",
        f"The talks stall: Likelihood from {before} to {now}.",
    ]


def test_an_issue_made_anew_is_compared_with_the_one_before_it_and_not_with_itself(desk: Desk) -> None:
    desk.issue(rated(1, 1), MEMO)
    desk.issue(rated(2, 2), MEMO)
    desk.issue(rated(2, 4), MEMO)
    made = (desk.into / "talks-memo.docx").read_bytes()
    again = desk.issue(rated(2, 4), MEMO)

    assert desk.told() == since(1, 1, 4)
    assert desk.issues() == [1, 2]
    assert again.written is not None
    assert [path.name for path in again.written.unchanged] == ["talks-memo.docx"]
    assert (desk.into / "talks-memo.docx").read_bytes() == made


def test_an_older_issue_made_again_is_compared_with_what_came_before_it_and_nothing_is_forgotten(desk: Desk) -> None:
    desk.issue(rated(1, 1), MEMO)
    desk.issue(rated(3, 3), MEMO)
    skipping = desk.told()
    desk.issue(rated(2, 2), MEMO)
    between = desk.told()
    kept = desk.issues()
    desk.issue(rated(3, 3), MEMO)

    assert skipping == since(1, 1, 3)
    assert between == since(1, 1, 2)
    assert kept == [1, 2, 3]
    assert desk.told() == since(2, 2, 3)


def test_an_issue_that_another_run_finished_meanwhile_is_the_one_compared_with(desk: Desk) -> None:
    desk.issue(rated(1, 1), MEMO)
    receipt = (desk.into / "talks.receipt.json").read_bytes()
    (desk.into / "talks.receipt.json").unlink()
    desk.path.write_text(rated(2, 2), "utf-8")

    def other_run(_path: Path) -> None:
        (desk.into / "talks.receipt.json").write_bytes(receipt)

    export_briefings([desk.path], Order(into=desk.into, products=MEMO), other_run)

    assert desk.told() == since(1, 1, 2)


def test_a_correction_of_the_issue_before_makes_the_documents_new(desk: Desk) -> None:
    desk.issue(rated(1, 1), MEMO)
    desk.issue(rated(2, 2), MEMO)
    first = desk.receipt()["stamp"]["past"]
    desk.issue(rated(1, 5), MEMO)
    desk.issue(rated(2, 2), MEMO)

    assert desk.told() == since(1, 5, 2)
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert desk.receipt()["stamp"]["past"] != first


def test_a_correction_of_any_earlier_issue_makes_the_tracker_that_tells_of_all_of_them_new(desk: Desk) -> None:
    for issue in (1, 2, 3):
        desk.issue(rated(issue, 2), MEMO)
    third = desk.receipt()["stamp"]["past"]
    desk.issue(rated(1, 5), MEMO)
    desk.issue(rated(3, 2), MEMO)

    assert desk.receipt()["stamp"]["past"] != third


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"schema": 1', '"schema": 99'),
        lambda text: text.replace('"status": "open"', '"status": "no such word"'),
        lambda text: re.sub(r'"issues": \[.*\n  \]', '"issues": []', text, flags=re.DOTALL),
        lambda _text: "",
    ],
    ids=["cut off", "of another age", "with a word that is unknown", "without facts", "empty"],
)
def test_a_receipt_that_cannot_be_used_means_no_past_and_no_crash(desk: Desk, damage: Any) -> None:
    desk.issue(rated(1, 1), MEMO)
    path = desk.into / "talks.receipt.json"
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    desk.issue(rated(2, 2), MEMO)

    assert desk.told() == []
    assert desk.issues() == [2]
    assert desk.receipt()["stamp"]["past"] is None


def test_a_receipt_from_before_facts_were_kept_is_still_one(desk: Desk) -> None:
    desk.issue(rated(1, 1), MEMO)
    path = desk.into / "talks.receipt.json"
    old = desk.receipt()
    del old["issues"]
    for stamp in (old["stamp"], *(made["stamp"] for made in old["files"])):
        del stamp["past"]
    path.write_text(json.dumps(old), "utf-8")

    again = desk.issue(rated(1, 1), MEMO)

    assert again.written is not None
    assert [path.name for path in again.written.unchanged] == ["talks-memo.docx"]


def test_nothing_of_an_issue_that_was_marked_higher_is_told(desk: Desk) -> None:
    desk.issue(changed(rated(1, 1), ("RESTRICTED", "SECRET")), MEMO)
    desk.issue(rated(2, 2), MEMO)

    assert desk.told() == []


def test_an_item_that_was_marked_higher_keeps_its_marking_when_it_is_told(desk: Desk) -> None:
    secret, plain = ("likelihood: 2,", "likelihood: 2, marking: SECRET,"), ("RESTRICTED", "SECRET")
    desk.issue(changed(FIRST, plain, secret), MEMO)
    desk.issue(changed(rated(2, 3), plain), MEMO)

    assert desk.told()[1:] == ["(SECRET) The talks stall: Likelihood from 2 to 3."]


def made_in_a_process(folder: Path, seed: str) -> dict[str, str]:
    """The hash of every file of the issue in a folder, made by the command in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "briefexport", "all", "talks.yaml", "--quiet"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=60,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONHASHSEED": seed,
        },
    )
    made = (path for path in sorted((folder / "dist").iterdir()) if not path.name.startswith("."))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made}


def test_the_second_issue_has_the_same_bytes_whatever_the_hash_seed(desk: Desk, tmp_path: Path) -> None:
    desk.issue(FIRST)
    desk.path.write_text(SECOND, "utf-8")
    folders = [tmp_path / "0", tmp_path / "4242"]
    for folder in folders:
        shutil.copytree(desk.into, folder / "dist")
        shutil.copy(desk.path, folder)

    first, second = (made_in_a_process(folder, folder.name) for folder in folders)

    assert len(first) == 4
    assert first == second
