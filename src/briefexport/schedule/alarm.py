"""The mail to the operator when a run failed: one a day for each cause, however often it is run."""

import contextlib
import datetime as dt
import hashlib
import html
import os
import platform
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from briefexport.delivery.post import Post, RefusedError, ServerError, TemporaryError
from briefexport.delivery.send import password_of
from briefexport.document.message import Envelope, Message
from briefexport.problem import Problem, Severity
from briefexport.render.mail import HeaderError, render_mail
from briefexport.settings import Server, Settings

ALARMS = "alarms.json"
_SIZE_BYTES, _MOST_CAUSES = 8192, 80
# Problems of folders, settings and delivery; the others may quote what stands in the briefing.
_QUOTES_NOTHING = re.compile(r"B[679]")


class Failure(msgspec.Struct, frozen=True):
    """A run that failed: of which briefing, when, and why; without a problem it was a bug of ours."""

    source: Path
    at: dt.datetime
    problems: tuple[Problem, ...]

    @property
    def cause(self) -> str:
        """The same for the same problems at the same places, and for nothing else."""
        places = sorted({f"{problem.code.value} {problem.place}" for problem in grave(self.problems)})
        return hashlib.sha256("\0".join([str(self.source), *places]).encode("utf-8", "surrogateescape")).hexdigest()


def grave(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The errors among them; where there are none, all."""
    problems = tuple(problems)
    return tuple(problem for problem in problems if problem.code.severity is Severity.ERROR) or problems


def tell_operator(failure: Failure, settings: Settings | None, state: Path, environment: Mapping[str, str]) -> bool:
    """Mails the operator of the settings; whether they have been told of this cause today (UTC), now or before.

    False where there is no operator, where the mail server is what fails, and where nobody could remember that they
    were told: then they would be at each run.
    """
    if settings is None or settings.operator is None or settings.server is None:
        return False
    today, told = failure.at.date(), _read(state)
    if told.get(failure.cause) == today:
        return True
    others = {cause: day for cause, day in told.items() if day == today}
    if not _remember(state, {**others, failure.cause: today}):
        return False
    if _sent(failure, settings, settings.server, environment):
        return True
    _remember(state, others)
    return False


def _sent(failure: Failure, settings: Settings, server: Server, environment: Mapping[str, str]) -> bool:
    operator, sender = settings.operator, settings.sender or settings.operator
    assert operator is not None
    assert sender is not None
    envelope = Envelope(series="run", sender=sender, recipient=operator, at=failure.at)
    try:
        mail = render_mail(_message(failure), (), envelope)
        with Post(server, lambda: password_of(server, environment)) as post:
            post.hand_over(mail)
    except (HeaderError, RefusedError, ServerError, TemporaryError):
        return False
    return True


def _message(failure: Failure) -> Message:
    source, problems = _shown(str(failure.source)), grave(failure.problems)
    quoted = shlex.quote(source)
    codes = ", ".join(dict.fromkeys(problem.code.value for problem in problems)) or "a bug"
    lines = [
        f"briefexport could not do what was due for {source}",
        f"on {platform.node()}, at {failure.at:%Y-%m-%d %H:%M} UTC.",
        "",
        *(_told(problems) or ["It came upon a bug of its own; what cron mails names the file with the details."]),
        "",
        "The next run tries again what is left. This mail comes once a day for each cause.",
        f"To see it all: briefexport check {quoted}, or briefexport doctor {quoted}",
    ]
    text = "\n".join(lines) + "\n"
    page = f'<!DOCTYPE html>\n<html lang="en"><title>briefexport</title><pre>{html.escape(text)}</pre></html>\n'
    return Message("en", f"briefexport: {_shown(failure.source.name)} failed ({codes})", text, page)


def _told(problems: Sequence[Problem]) -> list[str]:
    """Each problem. What may quote the briefing is told by its code and its place: this mail carries no marking."""
    lines = []
    for problem in problems:
        place, code = _shown(str(problem.place)), problem.code.value
        if _QUOTES_NOTHING.match(code):
            lines += [f"{place}: {code} {_shown(problem.what)}", f"  fix: {_shown(problem.fix)}"]
        else:
            lines.append(f"{place}: {code}")
    return lines


def _shown(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def make_room(state: Path) -> None:
    """Sees to it that a cause can be remembered when the disk is full: that may be the cause."""
    if not (state / ALARMS).exists():
        _remember(state, {})


def _read(state: Path) -> dict[str, dt.date]:
    """The causes that were told, and when; none where that cannot be read, for a second mail is better than none."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((state / ALARMS).read_bytes(), type=dict[str, dt.date])
    return {}


def _remember(state: Path, told: Mapping[str, dt.date]) -> bool:
    """Writes over what is there, in a file that never changes its size; whether that could be done."""
    data = msgspec.json.encode(dict([*told.items()][-_MOST_CAUSES:])).ljust(_SIZE_BYTES)
    try:
        file = os.open(state / ALARMS, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(file, data, 0)
            os.fsync(file)
        finally:
            os.close(file)
    except OSError:
        return False
    return True
