"""The command line: reads arguments, calls one function, prints. Nothing heavy is imported before a command runs."""

from .main import main

__all__ = ["main"]
