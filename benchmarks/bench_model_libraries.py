"""What a model costs a cold process before it reads anything: three libraries, the same few classes.

Runs when it is named: it puts the libraries, two of which the project doesn't use, into a place of their own.
"""

import subprocess
import sys
import venv
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.table import Table

from measure import measure

ASKED_FOR = True

HOME = Path(__file__).parent.parent / "build" / "model-libraries"

FIELDS = """
    id: str
    name: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    tags: tuple[str, ...] = ()
"""
HOLDER = """
    title: str
    on: dt.date
    indicators: tuple[Indicator, ...] = ()
"""
VALUES = (
    '{"title": "Water", "on": "2030-01-01", "indicators": '
    '[{"id": "a", "name": "A", "baseline": "1.5", "target": "2", "tags": ["x"]}] * 10}'
)
START = "import datetime as dt\nfrom decimal import Decimal\n"
SCRIPTS = {
    "nothing but Python": START,
    "msgspec": START
    + "import msgspec\n"
    + f"class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):{FIELDS}"
    + f"class Briefing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):{HOLDER}"
    + f"msgspec.convert({VALUES}, Briefing)",
    "attrs + cattrs": START
    + "import attrs, cattrs\nfrom cattrs.preconf.json import make_converter\n"
    + f"@attrs.frozen\nclass Indicator:{FIELDS}"
    + f"@attrs.frozen\nclass Briefing:{HOLDER}"
    + "converter = make_converter(forbid_extra_keys=True)\n"
    + "converter.register_structure_hook(Decimal | None, lambda value, _: value and Decimal(value))\n"
    + f"converter.structure({VALUES}, Briefing)",
    "pydantic": START
    + "import pydantic\n"
    + "class Frozen(pydantic.BaseModel, frozen=True, extra='forbid'): pass\n"
    + f"class Indicator(Frozen):{FIELDS}"
    + f"class Briefing(Frozen):{HOLDER}"
    + f"Briefing.model_validate({VALUES})",
}


def report() -> Table:
    """One row a library: import it, define two classes, fill ten values."""
    python = _place()
    costs = measure({name: partial(_run, python, script) for name, script in SCRIPTS.items()})
    bare = costs["nothing but Python"].wall_ms
    table = Table("library", "wall ms", "above bare Python", "peak MB", title="A model in use, cold")
    for name, cost in costs.items():
        table.add_row(name, f"{cost.wall_ms:.0f}", f"{cost.wall_ms - bare:.0f}", f"{cost.peak_mb:.0f}")
    return table


def _run(python: Path, script: str, _: int) -> Sequence[str | Path]:
    return [python, "-c", script]


def _place() -> Path:
    python = HOME / "bin" / "python"
    if not python.exists():
        venv.create(HOME, with_pip=True)
        wanted = ("msgspec", "attrs", "cattrs", "pydantic")
        subprocess.run([python, "-m", "pip", "install", "-qq", *wanted], check=True, stdout=sys.stderr)
    return python
