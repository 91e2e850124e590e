"""A crontab and a cron of their own for a test: a mount namespace in which nobody else's are seen or touched.

Making one is a right of root's (unshare(1)); who is not root needs `sudo` without a password.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from consumers import program

_INSIDE = """
set -e
mount --bind "$0/spool" /var/spool/cron
mount --bind "$0/sbin" /usr/sbin
mount --bind "$0/nothing" /etc/cron.d
mount --bind "$0/crontab" /etc/crontab
mount -t tmpfs none /run
mount -t tmpfs none /dev/shm
exec "$@"
"""
# What cron hands its mail to: a file for each message.
_SENDMAIL = """\
#!/bin/sh
exec cat >"{mails}/$$"
"""


class Keeper:
    """What is needed around a cron: its spool, and a `sendmail` that keeps what cron mails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "keeper"
        self.mails = self.folder / "mails"
        for name in ("spool/crontabs", "sbin", "nothing", "mails"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "crontab").touch()
        sendmail = self.folder / "sbin" / "sendmail"
        sendmail.write_text(_SENDMAIL.format(mails=self.mails), "utf-8")
        sendmail.chmod(0o755)
        cron = self.folder / "sbin" / "cron"
        cron.write_bytes(Path(program("/usr/sbin/cron")).read_bytes())
        cron.chmod(0o755)

    def words(self, *command: str | Path) -> list[str | Path]:
        """A command, in there."""
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n", "-E"]
        return [*as_root, "unshare", "--mount", "sh", "-c", _INSIDE, self.folder, *command]

    def run(self, *command: str | Path, **how: object) -> subprocess.CompletedProcess[str]:
        """What a command says, in there."""
        settings: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 60, **how}
        done: subprocess.CompletedProcess[str] = subprocess.run(self.words(*command), check=False, **settings)
        return done

    def briefexport(self, *arguments: str | Path, **how: object) -> subprocess.CompletedProcess[str]:
        """What briefexport says, in there."""
        return self.run(sys.executable, "-P", "-m", "briefexport", *arguments, **how)

    def write(self, crontab: str) -> None:
        """Puts a crontab there that others have written."""
        done = self.run("crontab", "-", input=crontab)
        assert done.returncode == 0, done.stderr

    def crontab(self) -> str:
        """The crontab as cron has it."""
        return self.run("crontab", "-l").stdout

    @contextmanager
    def running(self, times_faster: int) -> Iterator[None]:
        """Debian's cron, with a clock that runs so many times faster; what it starts has the real time."""
        words: Sequence[str | Path] = self.words(
            program("faketime"), "-f", f"+0 x{times_faster}", "/usr/sbin/cron", "-f"
        )
        process = subprocess.Popen(words, start_new_session=True, stdin=subprocess.DEVNULL)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def mailed(self) -> list[str]:
        """What cron has mailed."""
        return [path.read_text("utf-8") for path in sorted(self.mails.iterdir())]
