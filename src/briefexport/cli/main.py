"""The entry point: whatever happens in a command ends in an exit code and never in a traceback."""

from collections.abc import Sequence

import click

from .commands import briefexport
from .crash import BUG, tell_bug
from .streams import prepare, tell

STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code: 0, 1, 2, 3, 70 or 130; docs/commands.md says what each means."""
    prepare()
    try:
        return _run(arguments)
    except (KeyboardInterrupt, click.Abort):
        tell("stopped; every file is whole, and the next run makes what is missing\n")
        return STOPPED
    except Exception as error:  # noqa: BLE001 - whatever it is, it is ours
        tell_bug(error)
        return BUG


def _run(arguments: Sequence[str] | None) -> int:
    try:
        status = briefexport.main(arguments, prog_name="briefexport", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit:
        # Whoever read a help text has gone away.
        return 0
    return int(status or 0)
