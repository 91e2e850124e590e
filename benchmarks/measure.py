"""What a whole process costs: wall time, CPU time and memory, its children included."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

RUNS = 15
MEMORY_RUNS = 5


class Cost(NamedTuple):
    """Medians over the runs; memory is the highest seen."""

    wall_ms: float
    cpu_ms: float
    peak_mb: float


# A command is made anew for each run, so that each can have a folder of its own.
Command = Callable[[int], Sequence[str | Path]]


def measure(commands: dict[str, Command], runs: int = RUNS) -> dict[str, Cost]:
    """The cost of each command.

    The commands take turns, so that a busy minute of the machine doesn't fall on one of them. Memory is
    watched in runs of its own: watching costs time.
    """
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for name, command in commands.items():
        _timed(command(-1))
        times[name].clear()
    for run in range(runs):
        for name, command in commands.items():
            times[name].append(_timed(command(run)))
    peaks = {
        name: max(_peak_mb(command(runs + run)) for run in range(MEMORY_RUNS)) for name, command in commands.items()
    }
    return {
        name: Cost(
            statistics.median(wall for wall, _ in taken),
            statistics.median(cpu for _, cpu in taken),
            peaks[name],
        )
        for name, taken in times.items()
    }


def _timed(command: Sequence[str | Path]) -> tuple[float, float]:
    """Wall and CPU milliseconds of one run; children that the process waited for are in the CPU time."""
    started = time.perf_counter()
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000


def _peak_mb(command: Sequence[str | Path]) -> float:
    """The most memory that a process and its children held together, a shared page counted once."""
    highest = 0
    process = psutil.Popen([*map(str, command)], stdout=subprocess.DEVNULL)
    while process.poll() is None:
        highest = max(highest, _held(process))
        time.sleep(0.001)
    return highest / 1e6


def _held(process: psutil.Process) -> int:
    total = 0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0
    for one in family:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:  # it ended while we looked
            continue
    return total
