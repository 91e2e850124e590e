"""Runs benchmarks and prints a table each: all of `bench_*.py`, or those named.

A benchmark is one file with a function `report` that gives back a table. One that sets `ASKED_FOR = True`
runs only when it is named: python benchmarks/run.py model_libraries
"""

import importlib
import os
import platform
import sys
from pathlib import Path

from rich.console import Console


def main(names: list[str]) -> None:
    """Print the report of each benchmark."""
    console = Console(width=110)
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores; compare shares, not milliseconds.")
    found = [path.stem for path in sorted(Path(__file__).parent.glob("bench_*.py"))]
    unknown = [name for name in names if f"bench_{name}" not in found]
    if unknown:
        sys.exit(f"No benchmark {unknown[0]!r}; there are: {', '.join(name[6:] for name in found)}")
    for stem in [f"bench_{name}" for name in names] or found:
        benchmark = importlib.import_module(stem)
        if names or not getattr(benchmark, "ASKED_FOR", False):
            console.print(benchmark.report())


if __name__ == "__main__":
    main(sys.argv[1:])
