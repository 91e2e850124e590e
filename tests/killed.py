"""Writes a set in child processes that kill themselves at every step, and tells what the next run finds.

Run as a program with an empty folder; prints one JSON value. A step is one call that reaches the disk: opening,
writing, waiting for the disk, moving, removing, making a folder. A killed write has written half.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import filelock  # noqa: F401 - imported here once, not in every child

from briefexport.dist import held
from sets import artifacts, seen, whole, write

# The mending run is killed at each of its own steps after every third step of the first.
EACH = 3
STEPS = tuple((os, name) for name in ("open", "write", "fsync", "replace", "unlink", "mkdir", "rmdir"))


def die_at(step: int, steps: Iterable[tuple[object, str]] = STEPS) -> None:
    """From now on this process kills itself just before its `step`-th call of those in `steps`."""
    left = step

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def step_or_die(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                if call is real_write:
                    call(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return step_or_die

    real_write = os.write
    for where, name in steps:
        setattr(where, name, counted(getattr(where, name)))


def dies(step: int, work: Callable[[], object]) -> bool:
    """Does the work in a child that kills itself at a step; False when it had ended before it came to it."""
    child = os.fork()
    if child == 0:
        die_at(step)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    if status != 0:
        raise RuntimeError(f"the child failed at step {step}")
    return False


def visible(folder: Path) -> dict[str, str]:
    """Files a person sees at this moment, hidden ones left out."""
    return {name: text for name, text in seen_files(folder).items() if not name.startswith(".")}


def seen_files(folder: Path) -> dict[str, str]:
    """Every file directly in the folder."""
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.is_file()}


def torn(folder: Path, clean: dict[str, dict[str, str]]) -> list[str]:
    """Files that are neither as the old nor as the new set has them."""
    good = [set(found.items()) for found in clean.values()]
    return [name for name, text in visible(folder).items() if not any((name, text) in one for one in good)]


def recovered(folder: Path, clean: dict[str, dict[str, str]]) -> str:
    """Which set stands after the next run has looked at the folder; 'mixed' when it is none of the clean ones."""
    with held(folder):
        pass
    now = visible(folder)
    return next((words for words, found in clean.items() if found == now), f"mixed {sorted(now)}")


def set_of_first(folder: Path) -> None:
    """The run of yesterday."""
    write(folder, "first")


def set_of_second(folder: Path) -> None:
    """The run of today."""
    write(folder, "second")


def write_carelessly(folder: Path) -> None:
    """The control: each file straight to its place, as a plain script would."""
    for artifact in artifacts("second"):
        descriptor = os.open(folder / artifact.name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(descriptor, artifact.data)
        os.close(descriptor)


def at_every_step(base: Path, start: Callable[[Path], object], run: Callable[[Path], object]) -> dict[str, Any]:
    """Kills a run at every step, and the next run at every step of its own once the new set counts."""
    clean = {}
    for words in ("first", "second"):
        write(base / words, words)
        clean[words] = visible(base / words)
    clean["none"] = {}
    found: dict[str, Any] = {"kills": 0, "torn": [], "after": [], "in the end": []}

    def look(folder: Path, at: str) -> None:
        found["kills"] += 1
        found["torn"] += [f"{at}: {name}" for name in torn(folder, clean)]
        found["after"].append(recovered(folder, clean))
        write(folder, "second")
        if visible(folder) != clean["second"] or seen(folder) != whole("second"):
            found["in the end"].append(at)

    step = 1
    while True:
        folder = base / f"killed-{step}"
        start(folder)
        if not dies(step, partial(run, folder)):
            return found
        again = 1
        while step % EACH == 0 and (folder / ".briefexport-summit" / "journal.json").exists():
            copy = base / f"killed-{step}-{again}"
            shutil.copytree(folder, copy, copy_function=shutil.copy)
            if not dies(again, partial(recovered, copy, clean)):
                break
            look(copy, f"{step}, then {again}")
            again += 1
        look(folder, str(step))
        step += 1


if __name__ == "__main__":
    base = Path(sys.argv[1])
    told = {
        "nothing": at_every_step(base / "nothing", Path.mkdir, set_of_second),
        "set": at_every_step(base / "set", set_of_first, set_of_second),
        "careless": at_every_step(base / "careless", set_of_first, write_carelessly),
    }
    sys.stdout.write(json.dumps(told))
