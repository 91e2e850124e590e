"""The way out: the settings for mail, the server, the ledger, who is in the folder, and what is scheduled."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from briefexport.delivery.outbox import LEDGER, undelivered
from briefexport.delivery.post import Post, ServerError, TemporaryError
from briefexport.delivery.send import password_of
from briefexport.dist import opened_elsewhere
from briefexport.dist.folder import opened
from briefexport.dist.lock import in_use
from briefexport.dist.seat import seat_of
from briefexport.problem import Problem, RejectedError
from briefexport.schedule.block import CrontabError
from briefexport.schedule.crontab import is_kept
from briefexport.schedule.plan import Keeper, Planned, planned
from briefexport.settings import Server, Settings, read_settings
from briefexport.source import read_file

from .finding import Finding, Kind, Patient, State, of_problem

# A server that is slower than this is a finding in itself.
_PATIENCE_S = 10


def look_at_settings(patient: Patient) -> Iterator[Finding]:
    """The settings, and the server that they name."""
    try:
        settings = read_settings(patient.beside, patient.environment)
    except RejectedError as rejected:
        for problem in rejected.problems:
            yield of_problem("settings", problem, Kind.SETTING)
        return
    yield from _settings(settings)
    if settings.server:
        yield _server(settings.server, patient)


def _settings(settings: Settings) -> Iterator[Finding]:
    about = "settings"
    members = sum(len(each) for each in settings.lists.values())
    if settings.server is None:
        what, fix = "no mail server is set: files are made, and nothing is mailed", "write [mail] into briefexport.toml"
        yield Finding(about=about, state=State.WARNING, said=what, fix=fix)
    elif settings.sender is None or not settings.lists:
        lacking = "sender" if settings.sender is None else "list"
        fix = 'write `sender = "..."` under [mail]' if lacking == "sender" else "write [[lists.cabinet]] and a member"
        yield Finding(about=about, state=State.WARNING, said=f"no {lacking} is set: nothing can be mailed", fix=fix)
    else:
        who = f"lists: {', '.join(settings.lists)} ({members} member{'s' * (members > 1)})"
        yield Finding(about=about, said=f"{settings.server.host}, {who}")
    if settings.server and settings.operator is None:
        what, fix = "nobody is told when a run fails", 'write [operator] and `email = "..."` into briefexport.toml'
        yield Finding(about="operator", state=State.WARNING, said=what, fix=fix)


def _server(server: Server, patient: Patient) -> Finding:
    """Connects, protects the connection and logs in; no message is sent."""
    about = "mail server"
    quick = msgspec.structs.replace(server, timeout_s=min(server.timeout_s, _PATIENCE_S))
    try:
        with Post(quick, lambda: password_of(server, patient.environment)) as post:
            post.reach()
    except ServerError as error:
        fix = "mend the settings under [mail], or ask whoever runs the server"
        return Finding(about=about, state=State.FAILS, said=str(error), fix=fix, kind=Kind.SETTING)
    except TemporaryError as error:
        fix = "see to the network and to `host` and `port`; what is not sent now, the next run sends"
        return Finding(about=about, state=State.FAILS, said=error.why, fix=fix)
    way = f"{server.host}:{server.port}, {server.security.value}{', logged in' if server.user else ''}"
    return Finding(about=about, said=f"{way}; no message was sent")


def look_at_ledger(patient: Patient) -> Iterator[Finding]:
    """Whether the ledger can be read, and what it says was not delivered."""
    about, path = "ledger", patient.state / LEDGER
    try:
        left = len(undelivered(patient.state))
    except RejectedError as rejected:
        yield from (of_problem(about, problem, Kind.MACHINE) for problem in rejected.problems)
        return
    if left:
        what = f"{left} message{'s were' if left > 1 else ' was'} not delivered"
        fix = "`briefexport outbox` says which, and why"
        yield Finding(about=about, state=State.WARNING, said=what, fix=fix)
    else:
        yield Finding(about=about, said=f"{path}: all is delivered" if path.exists() else "nothing was ever sent")


def look_at_lock(patient: Patient) -> Iterator[Finding]:
    """Whether another run is in the output folder now, and whether somebody has the tracker open."""
    try:
        found = {"lock": in_use(patient.into), "tracker": _tracker_open(patient)}
    except RejectedError as rejected:
        yield from (of_problem("lock", problem, Kind.MACHINE) for problem in rejected.problems)
        return
    for about, problem in found.items():
        if problem:
            yield Finding(about=about, state=State.WARNING, said=problem.what, fix=problem.fix)
    if not found["lock"]:
        yield Finding(about="lock", said="no other run is in the output folder")


def _tracker_open(patient: Patient) -> Problem | None:
    try:
        source = read_file(patient.source) if patient.source else None
    except RejectedError:
        source = None
    if source is None:
        return None
    seat = seat_of(patient.into, source.briefing.id)
    with opened(seat.folder, make=False) as folder:
        return opened_elsewhere(folder, seat.name) if folder else None


def look_at_schedule(patient: Patient) -> Iterator[Finding]:
    """Whether what is scheduled can still run."""
    try:
        found = planned(patient.environment)
    except CrontabError as error:
        yield Finding(about="schedule", state=State.FAILS, said=error.what, fix=error.fix)
        return
    bad = [finding for one in found if (finding := _unrunnable(one))]
    yield from bad
    if any(one.keeper is Keeper.CRON for one in found) and not is_kept():
        what, fix = "no cron runs on this machine, so nothing starts what is scheduled", "run `systemctl start cron`"
        yield Finding(about="schedule", state=State.FAILS, said=what, fix=fix)
    elif not bad:
        yield Finding(about="schedule", said=f"{len(found)} scheduled" if found else "nothing is scheduled")


def _unrunnable(one: Planned) -> Finding | None:
    anew = f"briefexport schedule remove {one.ident}"
    if one.task is None or one.timing is None:
        said = f"{one.ident} was changed by hand and is ours no more"
    elif not Path(one.task.program).exists():
        said = f"{one.ident} starts {one.task.program}, which is not there any more"
    elif not one.task.source.exists():
        said = f"{one.ident} is for {one.task.source}, which is not there"
    else:
        return None
    return Finding(about="schedule", state=State.FAILS, said=said, fix=f"run `{anew}`, then add it again")
