"""What is to be run by itself: a briefing, a list, and the words of a command that needs no terminal."""

import hashlib
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

CARRIED = ("XDG_CONFIG_HOME", "XDG_STATE_HOME")
"""Variables that decide where the settings and the ledger are: neither cron nor systemd sets them."""

_IDENT_DIGITS = 4


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A run: `to` is the list it is sent to, None for no mail; `options` are words for `briefexport run`.

    `program` is the Python that starts it: the one that runs this, where nothing else is said.
    """

    source: Path
    to: str | None = None
    options: tuple[str, ...] = ()
    variables: Mapping[str, str] = {}
    program: str = msgspec.field(default_factory=lambda: sys.executable)

    @property
    def ident(self) -> str:
        """`summit-1f3a`: the same for the same briefing and list, whatever else is said."""
        digest = hashlib.sha256(f"{self.source}\0{self.to or ''}".encode("utf-8", "surrogateescape")).hexdigest()
        stem = re.sub(r"[^a-z0-9]+", "-", self.source.stem.lower()).strip("-")[:40] or "briefing"
        return f"{stem}-{digest[:_IDENT_DIGITS]}"

    @property
    def words(self) -> tuple[str, ...]:
        """The command; -P keeps the folder it starts in out of Python's path."""
        sending = ("--send", self.to) if self.to else ()
        return (self.program, "-P", "-m", "briefexport", "run", str(self.source), *sending, *self.options)

    def __str__(self) -> str:
        return f"{self.source.name} to {self.to}" if self.to else f"{self.source.name}, without mail"


def carried(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of `CARRIED` that are set to something usable."""
    return {name: environment[name] for name in CARRIED if Path(environment.get(name, "")).is_absolute()}


def read_task(words: Sequence[str]) -> Task | None:
    """The task that a command of ours was made from; None when somebody made something else of it."""
    assigned = [word.partition("=") for word in words if re.match(r"XDG_[A-Z_]+=", word)]
    rest = list(words[len(assigned) :])
    if "run" not in rest[:-1]:
        return None
    source, *options = rest[rest.index("run") + 1 :]
    to = None
    if "--send" in options[:-1]:
        place = options.index("--send")
        to = options[place + 1]
        del options[place : place + 2]
    variables = {name: value for name, _, value in assigned}
    return Task(source=Path(source), to=to, options=tuple(options), variables=variables, program=rest[0])
