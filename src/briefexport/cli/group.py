"""Where errors are told: here and in `main`, so that no command has to catch anything."""

from typing import Any

import click

from .streams import UnwritableStreamError, tell

_NOT_NOW = 3


class Briefexport(click.Group):
    """The group of all commands, in the order in which they are written down."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; problems become what people read and a status."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except MemoryError:
            tell("briefexport: there is not enough memory for this now\n")
            return _NOT_NOW
        except Exception as error:
            status = _told(error)
            if status is None:
                raise
            return status

    def list_commands(self, ctx: click.Context) -> list[str]:
        """What a newcomer needs first comes first."""
        del ctx
        return list(self.commands)


def _told(error: Exception) -> int | None:
    """The status of an error that a user can mend, once it is told; None for any other."""
    from briefexport.edition import EditionError
    from briefexport.problem import RejectedError

    from .tell import status_of, tell_problems

    if isinstance(error, EditionError):
        raise click.UsageError(str(error)) from error
    if isinstance(error, UnwritableStreamError):
        tell(f"briefexport: {error}\n")
        return _NOT_NOW
    if isinstance(error, RejectedError):
        tell_problems(error.problems)
        return status_of(error.problems)
    return None
