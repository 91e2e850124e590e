"""The command in this process."""

import pytest

from briefexport.cli import main


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Its exit code, and what it printed on stdout and on stderr; what was printed before is not told."""
    capfd.readouterr()
    status = main(arguments)
    said = capfd.readouterr()
    return status, said.out, said.err
