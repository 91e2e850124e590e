"""Rebuilds a tracker that people typed into, in child processes that kill themselves at every step.

Run as a program with an empty folder; prints one JSON value. What a step is, killed.py says. After each kill it is told
which workbook stands, whether what people typed is in it, and what the next run makes of the folder.
"""

import itertools
import json
import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Any

from briefexport.export import Order, export_briefings
from briefexport.product import Product
from killed import dies
from test_rebuild import Desk

NOTE = "ask again in March"
MENDED, MENDING = 16, 12
"""After every so many steps of the first run the next one is killed too, at every so many of its own steps."""


def issue(desk: Desk, value: int, **order: Any) -> None:
    """The next issue."""
    if any(problem.code.value != "B614" for problem in desk.issue(value, **order).problems):
        raise RuntimeError("the issue was not made")


def prepared(folder: Path, copies: int) -> Desk:
    """A tracker with people's words in it and so many dated copies beside it, and a briefing that has changed since."""
    folder.mkdir()
    desk = Desk(folder)
    issue(desk, 150)
    desk.types("Analyst note", NOTE)
    for number in range(copies):
        issue(desk, 160 + number)
    desk.write(190)
    return desk


def copied(base: Path, name: str) -> Desk:
    """The same in another folder."""
    shutil.copytree(base / "start", base / name)
    return Desk(base / name)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that a person sees; the receipt without its stamps, which follow the labels on disk."""
    found = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}
    return {name: _unstamped(data) if name.endswith(".json") else data for name, data in found.items()}


def _unstamped(receipt: bytes) -> bytes:
    told = json.loads(receipt)
    for part in (told, *told["files"]):
        part.pop("stamp", None)
    return json.dumps(told).encode()


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of files that are not the same in both."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def rebuild(desk: Desk, keep: int) -> None:
    """The run that is killed, and the run that comes after it."""
    (done,) = export_briefings([desk.source], Order(into=desk.into, products=(Product.TRACKER,), keep=keep))
    if done.problems:
        raise RuntimeError("the issue was not made")


def rebuild_carelessly(desk: Desk, new: bytes) -> None:
    """The control: straight to its place, as a plain script would."""
    descriptor = os.open(desk.tracker, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(descriptor, new)
    os.close(descriptor)


class Killing:
    """Kills at every step from one start, and what was found after each."""

    def __init__(self, base: Path, copies: int, keep: int) -> None:
        base.mkdir()
        self.base, self.keep = base, keep
        self.old = prepared(base / "start", copies).tracker.read_bytes()
        clean = copied(base, "clean")
        rebuild(clean, keep)
        self.clean = contents(clean.into)
        self.new = clean.tracker.read_bytes()
        self.found: dict[str, Any] = {"kills": 0, "stands": [], "lost": [], "without a copy": [], "in the end": []}

    def every_step(self, each: int = 1) -> dict[str, Any]:
        """A run killed at each of its steps, or each few, and sometimes the next run as well."""
        for step in itertools.count(1, each):
            desk = copied(self.base, f"{step}")
            if not dies(step, partial(rebuild, desk, self.keep)):
                return self.found
            if step % MENDED == 0:
                self.mending(desk, step)
            self.look(desk, str(step))
        raise AssertionError

    def mending(self, desk: Desk, step: int) -> None:
        """The run that comes after a kill is killed too."""
        for again in itertools.count(1, MENDING):
            second = Desk(self.base / f"{step}-{again}")
            shutil.copytree(desk.source.parent, second.source.parent)
            if not dies(again, partial(rebuild, second, self.keep)):
                return
            self.look(second, f"{step}, then {again}")

    def look(self, desk: Desk, at: str) -> None:
        """What stands right after a kill, and after the next run."""
        found = self.found
        found["kills"] += 1
        data = desk.tracker.read_bytes() if desk.tracker.exists() else b""
        found["stands"].append({self.old: "old", self.new: "new", b"": "none"}.get(data, "torn"))
        if data in (self.old, self.new) and desk.says("Analyst note") != NOTE:
            found["lost"].append(at)
        if data == self.new and self.old not in contents(desk.into).values():
            found["without a copy"].append(at)
        rebuild(desk, self.keep)
        if contents(desk.into) != self.clean:
            found["in the end"].append([at, differing(contents(desk.into), self.clean)])

    def careless(self) -> list[str]:
        """What stands after each kill of a run that takes no care."""
        found = []
        step = 1
        while dies(step, partial(rebuild_carelessly, desk := copied(self.base, f"careless-{step}"), self.new)):
            data = desk.tracker.read_bytes()
            found.append({self.old: "old", self.new: "new"}.get(data, "torn"))
            step += 1
        return found


if __name__ == "__main__":
    base = Path(sys.argv[1])
    first = Killing(base / "first", copies=0, keep=5)
    full = Killing(base / "full", copies=3, keep=3)
    told = {"first copy": first.every_step(), "copies go": full.every_step(each=4), "careless": first.careless()}
    sys.stdout.write(json.dumps(told))
