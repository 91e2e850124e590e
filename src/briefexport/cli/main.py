"""The entry point: whatever happens in a command ends in an exit code and never in a traceback."""

import contextlib
import os
import sys
from collections.abc import Sequence

import click

from .commands import briefexport
from .crash import tell_bug
from .streams import prepare, put

_NOT_NOW, _BUG, _STOPPED = 3, 70, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code: 0, 1, 2, 3, 70 or 130 (docs/commands.md says what each means)."""
    prepare()
    status = _BUG
    try:
        status = _status(arguments)
    except KeyboardInterrupt:
        status = _STOPPED
    except BrokenPipeError:
        status = 0
    except Exception as error:  # noqa: BLE001 - a bug of ours, told as such
        tell_bug(error)
    return status
