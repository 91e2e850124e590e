"""Our lines in the text of a crontab. Everything else in it stays as it is, byte for byte."""

import re
import shlex
from collections.abc import Mapping

import msgspec

from .task import Task, read_task
from .timing import Timing, TimingError, read_timing

_BEGIN = "# >>> briefexport {ident} >>>"
_END = "# <<< briefexport {ident} <<<"
_MARK = re.compile(r"# (?P<way>>>>|<<<) briefexport (?P<ident>[a-z0-9-]+) (?P=way)")
_SETTING = re.compile(r"\s*[\"']?(MAILTO|SHELL|CRON_TZ)[\"']?\s*=\s*(.*?)\s*")
_OWN_SHELL = "/bin/sh"
# MAX_COMMAND of Debian's cron, less what ends it.
_LONGEST_COMMAND = 990


class CrontabError(Exception):
    """A crontab that cannot be read or changed; `fix` says what to do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.what, self.fix = what, fix


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of ours: when, and what. Either is None when somebody changed the line into what is not ours any more."""

    ident: str
    timing: Timing | None
    task: Task | None


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of ours needs around it: who gets cron's mail about it, None for whoever gets it without us.

    `user` is whose crontab it is, `zone` that of the machine.
    """

    mail_to: str | None = None
    user: str
    zone: str

    @property
    def usual(self) -> Mapping[str, str]:
        """What holds where a crontab says nothing."""
        return {"MAILTO": self.user, "SHELL": _OWN_SHELL, "CRON_TZ": self.zone}


def with_entry(text: str, timing: Timing, task: Task, around: Around) -> str:
    """The crontab with the task in it, at the end; the line it had before is gone.

    Settings for this line alone are taken back after it.

    Raises:
        CrontabError: a path in it cannot stand in a crontab, or our lines there were changed by hand.
    """
    before = without_entry(text, task.ident)
    if before and not before.endswith("\n"):
        before += "\n"
    in_force = _in_force(before)
    # A shell that quotes otherwise, or a zone that only some crons know, would make another line of ours.
    wanted = {name: around.usual[name] for name in in_force if name != "MAILTO"}
    if around.mail_to is not None:
        wanted["MAILTO"] = around.mail_to
    settings = [f'{name}="{value}"' for name, value in wanted.items()]
    restored = [f"{name}={in_force.get(name, around.usual[name])}" for name in wanted]
    begin = f"{_BEGIN.format(ident=task.ident)} `briefexport schedule remove {task.ident}` takes this away"
    end = _END.format(ident=task.ident)
    lines = [begin, *settings, f"{timing.fields} {command_of(task)}", *restored, end]
    return before + "".join(f"{line}\n" for line in lines)


def without_entry(text: str, ident: str) -> str:
    """The crontab without the lines of that id; itself when there are none.

    Raises:
        CrontabError: our lines there were changed by hand, so that nobody knows where they end.
    """
    lines = text.split("\n")
    for found, first, last in _blocks(lines):
        if found == ident:
            return "\n".join(lines[:first] + lines[last + 1 :])
    return text


def entries(text: str) -> tuple[Entry, ...]:
    """Our lines, in their order.

    Raises:
        CrontabError: they were changed by hand, so that nobody knows where they end.
    """
    lines = text.split("\n")
    return tuple(_entry(ident, lines[first + 1 : last]) for ident, first, last in _blocks(lines))


def command_of(task: Task) -> str:
    """The command as it stands in a crontab: quoted for a shell, and % for cron, which ends a command there.

    Raises:
        CrontabError: it has a line end in it, or is longer than a command of cron may be.
    """
    variables = [f"{name}={shlex.quote(value)}" for name, value in task.variables.items()]
    command = " ".join([*variables, *map(shlex.quote, task.words)]).replace("%", "\\%")
    if "\n" in command or "\r" in command:
        raise CrontabError("a path with a line end in it cannot stand in a crontab", "rename the file or the folder")
    if len(command.encode("utf-8", "surrogateescape")) > _LONGEST_COMMAND:
        what = f"the command is longer than the {_LONGEST_COMMAND} bytes that cron reads"
        raise CrontabError(what, "use shorter paths, or --systemd, which has no such bound")
    return command


def _in_force(text: str) -> dict[str, str]:
    """The settings that hold for a line after this text, as they are written."""
    found = (_SETTING.fullmatch(line) for line in text.split("\n"))
    return {setting[1]: setting[2] for setting in found if setting}


def _blocks(lines: list[str]) -> list[tuple[str, int, int]]:
    """The id of each of our blocks, its first line and its last."""
    found: list[tuple[str, int, int]] = []
    begun: tuple[str, int] | None = None
    for number, line in enumerate(lines):
        mark = _MARK.match(line)
        if mark is None:
            continue
        if mark["way"] == ">>>" and begun is None:
            begun = mark["ident"], number
        elif mark["way"] == "<<<" and begun is not None and begun[0] == mark["ident"]:
            found.append((*begun, number))
            begun = None
        else:
            raise _changed(mark["ident"])
    if begun:
        raise _changed(begun[0])
    return found


def _changed(ident: str) -> CrontabError:
    what = f"the lines of {ident} in your crontab were changed by hand: their beginning or their end is missing"
    return CrontabError(what, f"run `crontab -e`, delete every line of briefexport {ident}, then add it again")


def _entry(ident: str, lines: list[str]) -> Entry:
    ours = (line for line in lines if line.strip() and not line.startswith("#") and not _SETTING.fullmatch(line))
    line = next(ours, "")
    words = line.split(maxsplit=5)
    try:
        timing = read_timing(" ".join(words[:5]))
        task = read_task(shlex.split(words[5].replace("\\%", "%")))
    except (TimingError, ValueError, IndexError):
        return Entry(ident=ident, timing=None, task=None)
    return Entry(ident=ident, timing=timing, task=task)
