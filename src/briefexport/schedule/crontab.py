"""The user's crontab, read and written through the program `crontab`, which is the only one that may."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from .block import CrontabError

_PATIENCE_S = 30
_CRONS = ("cron", "crond", "fcron")
_NONE_YET = "no crontab for"
_BY_HAND = "run `crontab -l` by hand to see what is wrong"


class NoCrontabError(CrontabError):
    """There is no program `crontab` on this machine."""


def read_crontab() -> str:
    """The text of the user's crontab; empty when there is none. Bytes that are not UTF-8 are kept as surrogates.

    Raises:
        CrontabError: there is no such program here, or it refuses.
    """
    done = _called("-l")
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode and _NONE_YET not in said:
        raise _refused("read", said)
    return "" if done.returncode else done.stdout.decode("utf-8", "surrogateescape")


def change_crontab(change: Callable[[str], str]) -> bool:
    """Writes what becomes of the crontab; whether that is anything else than what it was.

    Raises:
        CrontabError: it could not be read or written, and is as it was.
    """
    before = read_crontab()
    after = change(before)
    if after == before:
        return False
    done = _called("-", data=after.encode("utf-8", "surrogateescape")) if after.strip() else _called("-r")
    if done.returncode:
        raise _refused("written", done.stderr.decode("utf-8", "replace"))
    return True


def user_name() -> str:
    """Whose crontab it is; cron mails to them when nobody says otherwise."""
    return pwd.getpwuid(os.geteuid()).pw_name


def is_kept(processes: Path = Path("/proc")) -> bool:
    """Whether some cron runs on this machine; also where that cannot be seen."""
    names = [*processes.glob("[0-9]*/comm")]
    return not names or any(_name(path) in _CRONS for path in names)


def _name(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""  # it has ended


def _called(argument: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("crontab") or shutil.which("crontab", path=os.defpath)
    if program is None:
        fix = "install cron (on Debian: apt-get install cron), or use --systemd"
        raise NoCrontabError("there is no program `crontab` on this machine", fix)
    try:
        return subprocess.run(  # noqa: S603 - without a shell
            [program, argument], input=data, capture_output=True, check=False, timeout=_PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CrontabError(f"`crontab` cannot be run: {error}", _BY_HAND) from None


def _refused(what: str, said: str) -> CrontabError:
    why = " ".join(said.split()) or "it does not say why"
    return CrontabError(f"your crontab could not be {what}: {why}", _BY_HAND)
