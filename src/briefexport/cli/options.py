"""The options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    import datetime as dt

Command: TypeAlias = Callable[..., Any]


class Moment(click.ParamType):  # type: ignore[type-arg]  # click has taken a type there only since 8.4
    """A day, or a day and a time with its zone."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "dt.datetime":
        """The moment; a usage error says what to write instead."""
        from briefexport.edition import EditionError, read_moment

        try:
            return read_moment(value)
        except EditionError as error:
            self.fail(str(error), param, ctx)


SOURCE = click.argument("source", type=click.Path(path_type=Path))
SOURCES = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
TEMPLATES = click.option(
    "--templates",
    metavar="FOLDER",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Where your office keeps its templates, labels, colours and Word styles. May be given several times; the "
    "first folder that has a file wins. A folder `templates` beside the briefing is found without it.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON value that a program can read.")
QUIET = click.option("--quiet", "-q", is_flag=True, help="Print nothing unless something is wrong; for cron.")
TELLING = (click.option("--strict", is_flag=True, help="Take warnings as seriously as errors."), JSON, QUIET)
READING = (
    TEMPLATES,
    click.option(
        "--edition",
        metavar="MOMENT",
        type=Moment(),
        help="What the files are stamped with instead of the briefing's own date: 2025-11-07, or with a time and its "
        "zone 2025-11-07T09:00+05:30.",
    ),
    *TELLING,
)


def into(text: str) -> Callable[[Command], Command]:
    """The option for the output folder, with what it says of it."""
    return click.option(
        "--into", metavar="FOLDER", default="dist", show_default=True, type=click.Path(path_type=Path), help=text
    )


def seconds(name: str, usual: float, text: str) -> Callable[[Command], Command]:
    """The option for a time to wait, a day at the most, with what it says of it."""
    most = click.FloatRange(min=0, max=86400)
    return click.option(name, metavar="SECONDS", default=usual, show_default=True, type=most, help=text)


INTO = into("Where the files go; made when it is not there.")
DEADLINE = seconds("--deadline", 60.0, "How long to try again what the server refused for now.")
WRITING = (
    INTO,
    click.option("--again", is_flag=True, help="Make the files even when nothing has changed."),
    click.option(
        "--replace-tracker",
        is_flag=True,
        help="Also replace a tracker that people typed into; theirs is kept beside it under another name.",
    ),
    click.option(
        "--keep",
        metavar="N",
        default=5,
        show_default=True,
        type=click.IntRange(min=0, max=999),
        help="How many copies to keep of a tracker that people work in, one of each state before a change.",
    ),
    click.option(
        "--beside",
        is_flag=True,
        help="Put a new tracker beside one that somebody has open, or that cannot be brought up to date.",
    ),
    seconds("--wait", 5.0, "How long to wait while another run is in the same folder."),
)

TRACKER = click.option(
    "--tracker",
    metavar="PATH",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where people work in the tracker, such as a file on a share, when that is not the folder after --into. The "
    "receipt remembers it.",
)

PROFILE = click.option(
    "--profile",
    metavar="NAME",
    help="The form of the memo instead of the briefing's own: action, submission, note, brief, or one of your office.",
)


def with_options(command: Command, *options: Callable[[Command], Command]) -> Command:
    """A command with these arguments and options, shown in this order."""
    for option in reversed(options):
        command = option(command)
    return command
