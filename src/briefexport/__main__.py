"""`python -m briefexport` is `briefexport`."""

from briefexport.cli import run

run()
