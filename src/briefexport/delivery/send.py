"""A set, sent to a list: built, proved, made into messages, handed over, and written down."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from briefexport.briefing import Status
from briefexport.dist import Finished, read_set
from briefexport.export import Order, Ready, export_briefings, read_counted
from briefexport.problem import Code, Place, Problem, RejectedError, Severity
from briefexport.settings import Secret, SecretError, Server, Settings, read_secret
from briefexport.verify import Difference

from .desk import Desk, Dispatch, allowed, members_of, refuse_unknown_languages, rejected
from .ledger import UNDELIVERED, Ledger, State
from .outbox import LEDGER, ledger_of, ledger_problem
from .post import Post, ServerError
from .proof import prove_set
from .round import Delivered, Parcel, Result, deliver

__all__ = ["LEDGER", "Dispatch", "Prepared", "Sent", "ledger_of", "prepare", "send_set"]

_READINGS = 5


class Sent(msgspec.Struct, frozen=True):
    """What became of it: a result for each message, and everything that has to be told."""

    results: tuple[Result, ...]
    problems: tuple[Problem, ...]


class Prepared(msgspec.Struct, frozen=True):
    """Messages ready to go, and what has to be told beside them: the members who are not to get one, warnings."""

    parcels: tuple[Parcel, ...]
    withheld: tuple[Problem, ...]


def send_set(
    path: Path,
    order: Order,
    dispatch: Dispatch,
    settings: Settings,
    environment: Mapping[str, str],
    now: Callable[[], dt.datetime],
) -> Sent:
    """Makes the set of a briefing, proves it and sends it; who had it already gets nothing.

    Raises:
        RejectedError: it could not be made, is not proved, or the settings do not say how to send it.
    """
    server = settings.server
    if server is None:
        raise rejected(path, Code.NO_LIST, "no mail server is set", "write `host` under [mail] into briefexport.toml")
    members_of(path, dispatch, settings)
    with ledger_of(dispatch.state, dispatch.deadline_s) as ledger:
        prepared = prepare(path, order, dispatch, settings, now(), ledger)
        with Post(server, lambda: password_of(server, environment)) as post:
            done = deliver(prepared.parcels, post, ledger, now, deadline_s=dispatch.deadline_s, again=dispatch.again)
        if done.stopped is None:
            _replace_older(prepared.parcels, dispatch, ledger, now)
    return Sent(done.results, (*prepared.withheld, *_told(done, path, dispatch)))


def prepare(
    path: Path, order: Order, dispatch: Dispatch, settings: Settings, at: dt.datetime, ledger: Ledger | None = None
) -> Prepared:
    """The messages for each member of the list who may have one.

    Raises:
        RejectedError: the set could not be made, is not proved, or the settings lack something.
    """
    members = members_of(path, dispatch, settings)
    if settings.sender is None:
        raise rejected(path, Code.NO_LIST, "no sender is set", "write `sender` under [mail] into briefexport.toml")
    (exported,) = export_briefings([path], order)
    _refuse(exported.problems)
    ready = read_counted(path, order)
    briefing, places = ready.source.briefing, ready.source.places
    if briefing.status is Status.DRAFT and not dispatch.draft:
        fix = "set `status` to for-clearance or final, or say --draft"
        what = "the briefing is a draft, and was not sent"
        raise RejectedError([Problem(places.of("status"), Code.NOT_FINAL, what, fix)])
    refuse_unknown_languages(members, ready, dispatch, settings)
    found, problems = _proved(ready, order)
    may, withheld = allowed(members, ready, dispatch.list)
    desk = Desk(ready, found, settings, dispatch, at, ledger)
    return Prepared(tuple(desk.parcel(member) for member in may), (*problems, *withheld))


def password_of(server: Server, environment: Mapping[str, str]) -> Secret:
    """The password of a server that has one.

    Raises:
        ServerError: it cannot be had.
    """
    assert server.password is not None
    try:
        return read_secret(server.password, server.user or "", environment)
    except SecretError as error:
        raise ServerError(f"{error.what}; {error.fix}") from None


def _proved(ready: Ready, order: Order) -> tuple[Finished, tuple[Problem, ...]]:
    """The bytes of the set, which agree with the briefing as it was read, and what is to be said of them."""
    found = _read(ready, order)
    proof = prove_set(ready, found, order.into)
    _refuse(proof.problems)
    for file in proof.files:
        # A tracker goes out with what people typed into it, and the run says so; but never without its marking.
        for each in file.differences:
            if each.field.partition(".")[0] == "marking":
                raise RejectedError([_unmarked(file.path, each)])
    assert found is not None
    return found, proof.problems


def _unmarked(path: Path, difference: Difference) -> Problem:
    what, fix = "the marking is not where it was", "put it back at the top and the bottom, or make the set anew"
    if difference.sheets:
        named = ", ".join(f"'{sheet}'" for sheet in difference.sheets)
        what = f"the marking is not everywhere in the workbook: see {named}"
        fix = f"write '{difference.expected}' at the top of each, and into its header and footer if it has them"
    return Problem(Place(str(path)), Code.DOES_NOT_SAY, what, fix)


def _read(ready: Ready, order: Order) -> Finished | None:
    """The set as it stands; one that is changed while it is read is read again."""
    ident = ready.source.briefing.id
    found = read_set(order.into, ident)
    for _ in range(_READINGS):
        before, found = found, read_set(order.into, ident)
        if before == found:
            break
    return found


def _refuse(problems: tuple[Problem, ...]) -> None:
    if grave := [problem for problem in problems if problem.code.severity is Severity.ERROR]:
        raise RejectedError(grave)


def _replace_older(
    parcels: tuple[Parcel, ...], dispatch: Dispatch, ledger: Ledger, now: Callable[[], dt.datetime]
) -> None:
    """What this list should have got before and cannot get any more: its set is gone, or its recipient is."""
    current = {parcel.line.ident for parcel in parcels}
    series = {parcel.line.series for parcel in parcels}
    for line in ledger.of(*UNDELIVERED):
        if line.ident in current or line.list != dispatch.list or line.series not in series:
            continue
        if dispatch.only is None or line.recipient.casefold() == dispatch.only.casefold():
            ledger.mark(line.ident, State.REPLACED, now(), line.reason)


# --- problems


def _told(done: Delivered, path: Path, dispatch: Dispatch) -> Iterator[Problem]:
    place = Place(str(path))
    for result in done.results:
        if result.repeated:
            what = f"the message to {result.recipient} may be a repeat; it has the same Message-ID"
            yield Problem(place, Code.MAY_BE_REPEATED, what, "nothing: most mail programs show it once")
        if result.failed:
            yield Problem(place, Code.NOT_DELIVERED, *_not_delivered(result))
    if done.stopped:
        yield ledger_problem(dispatch.state, done.stopped)


def _not_delivered(result: Result) -> tuple[str, str]:
    what = f"{result.recipient} has not got it: {result.reason or 'no reason is known'}"
    match result.state:
        case State.REFUSED:
            again = f"briefexport outbox {result.ident.strip('<>').partition('@')[0]} --retry"
            return what, f"mend the address in the list; or mend what was refused, then run `{again}` and this again"
        case State.HANDED_OVER:
            return what.replace("got it", "got it again", 1), "run this again with --again"
        case State.UNKNOWN:
            return f"{what}; it may have arrived", "run this again later"
        case _:
            return what, "run this again later"
