"""A user's systemd timer and service: the same runs where systemd and not cron keeps the time."""

import contextlib
import datetime as dt
import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import msgspec

from .block import CrontabError
from .task import Task, read_task
from .timing import Timing, TimingError, read_timing

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MARK = "# briefexport: "
_UNIT_NAME = "briefexport-{ident}"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')

_SERVICE = """\
# Written by `briefexport schedule`; `briefexport schedule remove {ident}` takes this and its timer away.
[Unit]
Description=briefexport: {task}

[Service]
Type=oneshot
{variables}ExecStart={command}
# A password from systemd, for `credential = "mail"` in briefexport.toml:
# LoadCredential=mail:%h/.config/briefexport/password
TimeoutStartSec=30min
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
"""
_TIMER = """\
# Written by `briefexport schedule`; `briefexport schedule remove {ident}` takes this and its service away.
{mark}{fields}
[Unit]
Description=briefexport: times for {task}

[Timer]
{calendar}# What was due while the machine was off is run when it is on again.
Persistent=yes

[Install]
WantedBy=timers.target
"""


class Units(msgspec.Struct, frozen=True):
    """A timer and its service: their names and texts, the timer first."""

    texts: Mapping[str, str]


class Unit(msgspec.Struct, frozen=True):
    """A timer as it was found; `timing` and `task` None where somebody changed it into something else."""

    ident: str
    timing: Timing | None
    task: Task | None
    zone: str | None


def units_of(timing: Timing, task: Task, zone: str | None) -> Units:
    """The timer and the service of a task. `zone` None counts in the machine's.

    Raises:
        CrontabError: no unit can hold one of the paths.
    """
    timer, service = (f"{_UNIT_NAME.format(ident=task.ident)}.{kind}" for kind in ("timer", "service"))
    description = _printable(str(task))
    calendar = "".join(f"OnCalendar={line}\n" for line in calendar_of(timing, zone))
    variables = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in task.variables.items())
    command = " ".join(_quoted(word, "$") for word in task.words)
    if any(sign in "\n\r" or "\ud800" <= sign <= "\udfff" for sign in "".join([*task.words, *task.variables.values()])):
        what = "a path with a line end, or one that is not UTF-8, cannot stand in a unit"
        raise CrontabError(what, "rename the file or the folder")
    filled = {"ident": task.ident, "task": description, "calendar": calendar, "variables": variables}
    texts = {
        timer: _TIMER.format(**filled, mark=_MARK, fields=f"{timing.fields}{f' in {zone}' if zone else ''}"),
        service: _SERVICE.format(**filled, command=command),
    }
    return Units(texts)


def calendar_of(timing: Timing, zone: str | None) -> tuple[str, ...]:
    """The lines for OnCalendar= (systemd.time): two where cron takes the day of month or the day of week."""
    from cronsim import CronSim

    found = CronSim(timing.fields, dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    # A plain cron line has whole numbers only; Sunday is 0 and 7 in cron.
    weekdays = sorted({(int(day) - 1) % 7 for day in found.weekdays if isinstance(day, int)})
    days = "" if len(weekdays) == len(_WEEKDAYS) else ",".join(_WEEKDAYS[day] for day in weekdays) + " "
    months, dates = _listed(found.months, range(1, 13)), _listed(found.days, range(1, 32))
    time = f"{_listed(found.hours, range(24))}:{_listed(found.minutes, range(60))}:00{f' {zone}' if zone else ''}"
    if timing.days_are_either:
        return f"*-{months}-{dates} {time}", f"{days}*-{months}-* {time}"
    return (f"{days}*-{months}-{dates} {time}",)


def read_units(folder: Path) -> Iterator[Unit]:
    """The timers of ours in a folder of units, in the order of their names."""
    for path in sorted(folder.glob(_UNIT_NAME.format(ident="*") + ".timer")):
        mark = next((line for line in _lines(path) if line.startswith(_MARK)), "")
        fields, _, zone = mark.removeprefix(_MARK).partition(" in ")
        timing = None
        with contextlib.suppress(TimingError):
            timing = read_timing(fields)
        ident = path.stem.removeprefix(_UNIT_NAME.format(ident=""))
        yield Unit(ident, timing, _task(_lines(path.with_suffix(".service"))), zone or None)


def unit_folder(environment: Mapping[str, str]) -> Path | None:
    """Where a user's units are (systemd.unit); None for a user without a home."""
    own, home = Path(environment.get("XDG_CONFIG_HOME", "")), Path(environment.get("HOME", ""))
    own = own if own.is_absolute() else home / ".config"
    return own / "systemd" / "user" if own.is_absolute() else None


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8", "surrogateescape").splitlines() if path.exists() else []


def _task(lines: list[str]) -> Task | None:
    command = next((line for line in lines if line.startswith("ExecStart=")), "")
    variables = [line for line in lines if line.startswith("Environment=")]
    words = [_read(found[1]) for found in _QUOTED.finditer(" ".join([*variables, command]))]
    return read_task(words)


def _quoted(word: str, special: str = "") -> str:
    r"""A word as systemd reads it back (systemd.service, "Command lines"); `special` is doubled as % is."""
    word = re.sub(r'(["\\])', r"\\\1", word).replace("%", "%%")
    return '"' + (word.replace(special, special * 2) if special else word) + '"'


def _read(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word).replace("%%", "%").replace("$$", "$")


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text).replace("%", "%%")


def _listed(numbers: Container[object], every: range) -> str:
    found = sorted(number for number in every if number in numbers)
    return "*" if len(found) == len(every) else ",".join(f"{number:02}" for number in found)
