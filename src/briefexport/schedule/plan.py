"""Everything that is scheduled for this user, by cron and by systemd: found, added, taken away."""

import contextlib
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

import msgspec

from .block import Around, CrontabError, entries, with_entry, without_entry
from .crontab import NoCrontabError, change_crontab, read_crontab, user_name
from .task import Task
from .timer import read_units, unit_folder, units_of
from .timing import Timing

_WANTED_BY = "timers.target.wants"


class Keeper(Enum):
    """Who keeps the time."""

    CRON = "cron"
    SYSTEMD = "systemd"


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What is scheduled; `timing` and `task` None where somebody changed our line into something else.

    `zone` is the name of the zone that its times count in; None for the machine's.
    """

    ident: str
    keeper: Keeper
    timing: Timing | None
    task: Task | None
    zone: str | None = None


def planned(environment: Mapping[str, str]) -> tuple[Planned, ...]:
    """What is scheduled, that of cron first.

    Raises:
        CrontabError: the crontab or the units cannot be read, or our lines there were changed by hand.
    """
    text = ""
    with contextlib.suppress(NoCrontabError):
        text = read_crontab()
    found = [
        Planned(ident=entry.ident, keeper=Keeper.CRON, timing=entry.timing, task=entry.task) for entry in entries(text)
    ]
    folder = unit_folder(environment)
    if folder:
        with _told(folder):
            found += [
                Planned(ident=unit.ident, keeper=Keeper.SYSTEMD, timing=unit.timing, task=unit.task, zone=unit.zone)
                for unit in read_units(folder)
            ]
    return tuple(found)


def add_to_cron(timing: Timing, task: Task, zone: str, mail_to: str | None) -> None:
    """Puts a line into the user's crontab, in the place of the one that the task had there.

    Raises:
        CrontabError: it cannot be read or written, and is as it was.
    """
    around = Around(mail_to=mail_to, user=user_name(), zone=zone)
    change_crontab(lambda text: with_entry(text, timing, task, around))


def add_to_systemd(timing: Timing, task: Task, zone: str | None, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Writes the units of a task over those that it had; their paths, the timer first.

    Raises:
        CrontabError: there is no place for them, or they cannot be written.
    """
    folder = unit_folder(environment)
    if folder is None:
        raise CrontabError(
            "there is no folder for units: HOME is not set", "run this as the user it is for, or use cron"
        )
    units = units_of(timing, task, zone)
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in units.texts.items():
            (folder / name).write_text(text, "utf-8")
    return tuple(folder / name for name in units.texts)


def remove(found: Planned, environment: Mapping[str, str]) -> None:
    """Takes away what is scheduled under that id.

    Raises:
        CrontabError: it cannot be taken away.
    """
    if found.keeper is Keeper.CRON:
        change_crontab(lambda text: without_entry(text, found.ident))
        return
    folder = unit_folder(environment)
    assert folder is not None
    timer, service = (f"briefexport-{found.ident}.{kind}" for kind in ("timer", "service"))
    with _told(folder):
        for path in (folder / _WANTED_BY / timer, folder / timer, folder / service):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"the units in '{folder}' cannot be read or written: {error.strerror}"
        raise CrontabError(what, "see to the rights there") from None
