"""The command line: reads arguments, calls one function, prints. Nothing heavy is imported before a command runs."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main", "run"]

HELP = f"{__file__.removesuffix('__init__.py')}help.txt"
"""What `--help` says, kept ready: importing the library that would write it takes three times as long as showing it."""

SELDOM = (200_000, 20, 20)
"""When Python looks for garbage. Little of what a run makes is ever any, and looking takes a twentieth of the time:
only large briefings make so much that it is looked for.
"""


def run() -> NoReturn:
    """Runs the command of this process and ends it, without waiting for Python to take itself apart."""
    status = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code: 0, 1, 2, 3, 70 or 130; docs/commands.md says what each means."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given in (["--help"], ["-h"]):
        return _helped()
    gc.set_threshold(*SELDOM)
    from .main import main as command

    return command(arguments)


def _helped() -> int:
    from .streams import prepare, put

    prepare()
    with open(HELP, encoding="utf-8") as text:  # noqa: PTH123 - pathlib is not imported for this
        put(text.read(), sys.stdout)
    return 0
