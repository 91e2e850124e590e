"""Cold runs of the command line on the sample, as cron starts them, beside the plain script."""

import compileall
import sys
import tempfile
from pathlib import Path

from rich.table import Table

from measure import Cost, measure

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "source" / "summit.yaml"
FLOOR = "plain script"

# What we hold ourselves to: milliseconds for `--help`, else the share of the floor's wall time; megabytes.
HELP_MS = 80
SHARES = {"check": 0.4, "all": 0.7}
PEAK_MB = 80


def report() -> Table:
    """One row a command: what it cost, its share of the floor, and whether that is within the aim."""
    tool = Path(sys.executable).with_name("briefexport")
    # As on install: what was edited since would be compiled again in every run.
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory() as place:
        costs = measure(
            {
                FLOOR: lambda run: [
                    sys.executable,
                    ROOT / "benchmarks" / "floor.py",
                    SOURCE,
                    f"{place}/floor{run}",
                ],
                "--help": lambda _: [tool, "--help"],
                "check": lambda _: [tool, "check", SOURCE],
                "all": lambda run: [tool, "all", SOURCE, "--into", f"{place}/all{run}", "--quiet"],
            }
        )
    table = Table("command", "wall ms", "CPU ms", "peak MB", "share of the floor", "aim", title="Whole runs, cold")
    for name, cost in costs.items():
        share = cost.wall_ms / costs[FLOOR].wall_ms
        figures = (f"{cost.wall_ms:.0f}", f"{cost.cpu_ms:.0f}", f"{cost.peak_mb:.0f}", f"{share:.2f}")
        table.add_row(name, *figures, aim(name, cost, share))
    return table


def aim(name: str, cost: Cost, share: float) -> str:
    """The aim of a command, and whether it is met; empty for the floor itself."""
    if name == FLOOR:
        return ""
    told = f"{HELP_MS} ms" if name == "--help" else f"{SHARES[name]}"
    quick = cost.wall_ms <= HELP_MS if name == "--help" else share <= SHARES[name]
    met = quick and cost.peak_mb <= PEAK_MB
    return f"{'met' if met else 'MISSED'}: {told}, {PEAK_MB} MB"
