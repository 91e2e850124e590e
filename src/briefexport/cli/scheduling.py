"""`briefexport schedule`: what is scheduled, what is added to it and taken away; a person is told what comes of it."""

import contextlib
import datetime as dt
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from briefexport.schedule.block import CrontabError
from briefexport.schedule.crontab import is_kept
from briefexport.schedule.plan import Keeper, Planned, add_to_cron, add_to_systemd, planned, remove
from briefexport.schedule.task import Task, carried
from briefexport.schedule.timing import Timing, TimingError, check_timing, in_words, read_timing
from briefexport.schedule.zone import machine_zone, zone_named

from .state import state_folder
from .streams import put, tell, visible

if TYPE_CHECKING:
    from briefexport.source import Source

_MAIL_TO = re.compile(r"[^\s\"'\\%]*")
_PATIENCE_S = 30
_DAY = "%a %d %b %Y, %H:%M %z"


def tell_schedule(*, as_json: bool) -> None:
    """Prints what is scheduled on stdout, a line each, and on stderr when it comes next."""
    from .tell import put_json

    with _told():
        found = planned(os.environ)
    if as_json:
        put_json({"schedule": [_as_json(one) for one in found]})
        return
    for one in found:
        put(_line(one), sys.stdout)
        _tell_next(one, 1)
    if not found:
        tell("nothing is scheduled; `briefexport schedule add --help` says how\n")


def add(**given: Any) -> None:
    """Schedules runs of one briefing."""
    from briefexport.edition import now

    timing = _timing(given)
    zone = _zone(given)
    try:
        check_timing(timing, now(), zone)
    except TimingError as error:
        if not (error.doubtful and given["as_written"]):
            raise _wrong(error) from None
    task = _task(given)
    _check_list(task)
    keeper = Keeper.SYSTEMD if given["systemd"] else Keeper.CRON
    with _told(), _alone():
        _check_keeper(task, keeper)
        if keeper is Keeper.SYSTEMD:
            _tell_units(add_to_systemd(timing, task, given["zone"], os.environ))
        else:
            add_to_cron(timing, task, machine_zone().key, _mail_to(given["mail_to"]))
    added = Planned(ident=task.ident, keeper=keeper, timing=timing, task=task, zone=given["zone"])
    put(_line(added), sys.stdout)
    _tell_next(added, 5)
    if keeper is Keeper.CRON and not is_kept():
        tell("  no cron runs on this machine now: start it, for example with `systemctl enable --now cron`\n")
    _tell_state(task.source, draft=given["draft"])


def take_away(name: str) -> None:
    """Ends the runs of a briefing, or those of one id."""
    with _told(), _alone():
        everything = planned(os.environ)
        found = [one for one in everything if one.ident == name or _is_of(one, name)]
        found = found or [one for one in everything if one.ident.startswith(name)][:2]
        if not found or (len(found) > 1 and not _is_of(found[0], name)):
            which = "nothing is" if not found else "more than one run is"
            raise click.UsageError(f"{which} scheduled as '{name}'. `briefexport schedule` lists what is.")
        for one in found:
            remove(one, os.environ)
            tell(f"{one.ident}: not scheduled any more\n")
            if one.keeper is Keeper.SYSTEMD:
                timer = f"briefexport-{one.ident}.timer"
                tell(f"  now run: systemctl --user stop {timer} && systemctl --user daemon-reload\n")


# --- what is given


def _timing(given: dict[str, Any]) -> Timing:
    if (given["cron"] is None) == (given["every"] is None):
        raise click.UsageError("say when: --cron '0 6 * * 1-5', or --every weekday --at 06:00")
    if given["cron"] is not None and given["at"] is not None:
        raise click.UsageError("--at goes with --every; with --cron the time stands in its first two fields")
    try:
        return read_timing(given["cron"] if given["cron"] is not None else in_words(given["every"], given["at"]))
    except TimingError as error:
        raise _wrong(error) from None


def _wrong(error: TimingError) -> click.UsageError:
    return click.UsageError(f"{visible(error.what)}\n  fix: {visible(error.fix)}")


def _zone(given: dict[str, Any]) -> ZoneInfo:
    machine, name = machine_zone(), given["zone"]
    if name is None:
        return machine
    zone = zone_named(name)
    if zone is None:
        raise click.UsageError(f"there is no time zone '{visible(name)}'\n  fix: write its name, such as Asia/Kolkata")
    if name != machine.key and not given["systemd"]:
        what = f"cron counts in the machine's time zone, which is {machine.key}"
        raise click.UsageError(f"{what}\n  fix: write the time as it is there, or use --systemd, which knows zones")
    return zone


def _task(given: dict[str, Any]) -> Task:
    options = ["--into", str(given["into"].absolute())]
    for folder in given["templates"]:
        options += ["--templates", str(folder.absolute())]
    options += ["--deadline", f"{given['deadline']:g}", *(["--draft"] if given["draft"] else []), "--quiet"]
    source: Path = given["source"].absolute()
    return Task(source=source, to=given["send"], options=tuple(options), variables=carried(os.environ))


def _mail_to(address: str | None) -> str | None:
    if address is None or _MAIL_TO.fullmatch(address):
        return address
    raise click.UsageError(
        f"'{visible(address)}' is no address for cron\n  fix: write it alone, such as duty@ministry.example"
    )


def _check_list(task: Task) -> None:
    """A list that the settings do not have is told now, and not at six in the morning."""
    from briefexport.settings import read_settings
    from briefexport.source.near import near

    if task.to is None:
        return
    settings = read_settings(task.source, os.environ)
    if task.to not in settings.lists:
        meant = near(task.to, settings.lists)
        known = ", ".join(settings.lists) or "none"
        fix = f"did you mean '{meant}'?" if meant else f"the settings have these lists: {known}"
        raise click.UsageError(f"there is no list '{visible(task.to)}'\n  fix: {fix}")


def _check_keeper(task: Task, keeper: Keeper) -> None:
    """One run for a briefing and a list, not one from each keeper."""
    for one in planned(os.environ):
        if one.ident == task.ident and one.keeper is not keeper:
            fix = f"run `briefexport schedule remove {one.ident}` first"
            raise click.UsageError(f"{one.ident} is scheduled by {one.keeper.value} already\n  fix: {fix}")


def _is_of(one: Planned, source: str) -> bool:
    return one.task is not None and one.task.source == Path(source).absolute()


# --- what is told


def _line(one: Planned) -> str:
    fields = one.timing.fields if one.timing else "-"
    source, to = (str(one.task.source), one.task.to or "-") if one.task else ("changed by hand", "-")
    return "\t".join(visible(part) for part in (one.ident, fields, one.keeper.value, source, to)) + "\n"


def _tell_next(one: Planned, count: int) -> None:
    zone = _zone_of(one)
    runs = _next(one, zone, count)
    if runs:
        word = "the next run" if count == 1 else "the next runs"
        tell(f"  {word}, in the time zone {zone.key}:\n" + "".join(f"    {run:{_DAY}}\n" for run in runs))
    if one.task and not one.task.source.exists():
        tell(f"  the briefing is not there any more: `briefexport schedule remove {one.ident}`\n")


def _next(one: Planned, zone: ZoneInfo, count: int) -> tuple[dt.datetime, ...]:
    from briefexport.edition import now

    return one.timing.after(now(), zone, count) if one.timing else ()


def _zone_of(one: Planned) -> ZoneInfo:
    return (zone_named(one.zone) if one.zone else None) or machine_zone()


def _tell_units(paths: tuple[Path, ...]) -> None:
    from .tell import tell_paths

    tell_paths(paths)
    timer = paths[0].name
    tell(
        f"  now run: systemctl --user daemon-reload && systemctl --user enable --now {timer}\n"
        "  and, so that it runs while you are logged out: loginctl enable-linger\n"
    )


def _tell_state(path: Path, *, draft: bool) -> None:
    """What will keep the runs from sending, as things are now."""
    from briefexport.briefing import Status
    from briefexport.problem import RejectedError

    try:
        source = _read(path)
    except RejectedError as rejected:
        count = len(rejected.problems)
        tell(f"  the briefing has {count} problem{'s' * (count > 1)} now: `briefexport check` prints them\n")
        return
    if source.briefing.status is Status.DRAFT and not draft:
        tell("  the briefing is a draft now: its files are made, and it is mailed when it is none any more\n")


def _read(path: Path) -> "Source":
    from briefexport.source import read_file

    return read_file(path)


def _as_json(one: Planned) -> dict[str, Any]:
    runs = _next(one, _zone_of(one), 5)
    return {
        "id": one.ident,
        "keeper": one.keeper.value,
        "cron": one.timing.fields if one.timing else None,
        "zone": _zone_of(one).key,
        "source": str(one.task.source) if one.task else None,
        "list": one.task.to if one.task else None,
        "next": [run.isoformat() for run in runs],
    }


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What cron or systemd refuses, as a problem.

    Raises:
        NotWrittenError: it was refused.
    """
    from briefexport.dist.trouble import refusal
    from briefexport.problem import Code

    try:
        yield
    except CrontabError as error:
        raise refusal("schedule", Code.NOT_WRITTEN, error.what, error.fix) from None
    except OSError as error:
        why = error.strerror or "another change is under way"
        fix = "see to the rights and the room in the state folder, then run this again"
        raise refusal(state_folder(), Code.NOT_WRITTEN, f"nothing was scheduled: {why}", fix) from None


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One change at a time: of two, the second would write a crontab without the line of the first."""
    from filelock import FileLock

    folder = state_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / ".schedule.lock", timeout=_PATIENCE_S):
        yield
