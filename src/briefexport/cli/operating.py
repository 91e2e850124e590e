"""The commands for whoever runs briefexport on a machine: run, schedule, doctor. What they do is elsewhere."""

from pathlib import Path
from typing import Any

import click

from briefexport.schedule.every import EVERY

from .options import DEADLINE, INTO, JSON, SOURCE, TEMPLATES, into, seconds, with_options

_PATH = click.Path(path_type=Path)
_SEND = click.option("--send", metavar="LIST", help="Mail the set to this list of the settings; nothing without it.")
_DRAFT = click.option("--draft", is_flag=True, help="Mail it although it is a draft.")


def _run(**given: Any) -> int:
    from .running import run

    return run(**given)


RUN = click.command(
    "run",
    short_help="Make and send what is due; for cron.",
    help="Make the set of SOURCE if it is out of date, and mail it to whoever has not had it. Prints nothing when all "
    "is well, writes a line into the log of the runs, and mails a failure to the operator of the settings, once a day "
    "for each cause. What an earlier run could not do is done by this one.",
)(
    with_options(
        _run,
        SOURCE,
        _SEND,
        INTO,
        TEMPLATES,
        DEADLINE,
        _DRAFT,
        seconds("--wait", 600.0, "How long to wait for another run to end."),
        click.option("--quiet", "-q", is_flag=True, help="Do not print what the operator was mailed."),
    )
)


@click.group(
    "schedule",
    invoke_without_command=True,
    short_help="Let cron or systemd run it.",
    epilog="""\b
Examples:
  briefexport schedule                                          what is scheduled, and when it comes next
  briefexport schedule add source/summit.yaml --every weekday --at 06:00 --send cabinet
  briefexport schedule add source/summit.yaml --cron "0 6 * * 1-5" --send cabinet
  briefexport schedule remove source/summit.yaml""",
)
@JSON
@click.pass_context
def SCHEDULE(context: click.Context, as_json: bool) -> None:  # noqa: FBT001, N802 - as click calls it
    """List what is scheduled for you: id, times, who keeps them, briefing, list; and when it comes next."""
    from .scheduling import tell_schedule

    if context.invoked_subcommand is None:
        tell_schedule(as_json=as_json)


@SCHEDULE.command("list", short_help="The same as `schedule` alone.")
@JSON
def _list(as_json: bool) -> None:  # noqa: FBT001 - as click calls it
    """List what is scheduled for you: id, times, who keeps them, briefing, list; and when it comes next."""
    from .scheduling import tell_schedule

    tell_schedule(as_json=as_json)


def _add(**given: Any) -> None:
    from .scheduling import add

    add(**given)


SCHEDULE.command(
    "add",
    short_help="Let SOURCE be made, and sent, again and again.",
    help="Put a line into your crontab that makes SOURCE and mails it to a list; other lines stay as they are. The "
    "same SOURCE and list again change the times. Times count in the machine's time zone.",
)(
    with_options(
        _add,
        click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
        click.option("--cron", metavar="LINE", help="When: minute, hour, day of month, month, day of week."),
        click.option("--every", type=click.Choice(tuple(EVERY), case_sensitive=False), help="When, in words."),
        click.option("--at", metavar="HH:MM", help="At what time of the day, with --every."),
        _SEND,
        INTO,
        TEMPLATES,
        DEADLINE,
        _DRAFT,
        click.option("--systemd", is_flag=True, help="Write a timer for your systemd instead of a line for cron."),
        click.option("--zone", metavar="NAME", help="The time zone that the times count in, with --systemd."),
        click.option("--mail-to", metavar="ADDRESS", help="Who gets what cron itself mails; '' for nobody."),
        click.option("--as-written", is_flag=True, help="Take times that look like a mistake as they are."),
    )
)


@SCHEDULE.command("remove", short_help="End that.")
@click.argument("name", metavar="SOURCE|ID")
def _remove(name: str) -> None:
    """End the runs of a briefing, or of one id that `briefexport schedule` lists."""
    from .scheduling import take_away

    take_away(name)


def _doctor(**given: Any) -> int:
    from .doctor import doctor

    return doctor(**given)


DOCTOR = click.command(
    "doctor",
    short_help="Look for what will keep a run from its work.",
    help="Look at clock, folders, room, templates, fonts, settings, mail server, ledger and schedule, for SOURCE if "
    "you name one, and print how each is and what to do. The server is asked in, and no message is sent.",
)(
    with_options(
        _doctor,
        click.argument("source", required=False, type=_PATH),
        into("Where the files go."),
        TEMPLATES,
        JSON,
    )
)
