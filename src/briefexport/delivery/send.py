"""A set, sent to a list: built, proved, made into messages, handed over, and written down."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from briefexport.briefing import Document, Status, is_above
from briefexport.build import problem_of
from briefexport.compose.message import compose_message, who_answers
from briefexport.dist import Finished, read_set
from briefexport.document.message import Address, Attachment, Envelope, Message
from briefexport.export import Order, Ready, export_briefings, read_ready
from briefexport.problem import Code, Place, Problem, RejectedError, Severity, UnfitError
from briefexport.render.mail import HeaderError, Mail, render_mail
from briefexport.settings import Mailbox, Member, Secret, SecretError, Server, Settings, read_secret
from briefexport.source.near import near
from briefexport.template import TemplateError

from .ledger import Ledger, LedgerError, Line, State, opened
from .post import Post, ServerError
from .proof import prove_sets
from .round import Parcel, Result, deliver

LEDGER = "ledger.sqlite3"


class Dispatch(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent to whom.

    `only` None is the whole list; `draft` lets a draft go; `again` sends what was sent before; `state` is the folder of
    the ledger.
    """

    list: str
    only: str | None = None
    draft: bool = False
    again: bool = False
    deadline_s: float = 60
    state: Path


class Sent(msgspec.Struct, frozen=True):
    """What became of it: a result for each message, and everything that has to be told."""

    results: tuple[Result, ...]
    problems: tuple[Problem, ...]


class Prepared(msgspec.Struct, frozen=True):
    """Messages ready to go, and the members who are not to get one."""

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
        raise _rejected(path, Code.NO_LIST, "no mail server is set", "write `host` under [mail] into briefexport.toml")
    with ledger_of(dispatch.state) as ledger:
        prepared = prepare(path, order, dispatch, settings, now(), ledger)
        with Post(server, lambda: _password(server, environment)) as post:
            results = deliver(prepared.parcels, post, ledger, now, deadline_s=dispatch.deadline_s, again=dispatch.again)
    return Sent(results, (*prepared.withheld, *_told(results, path)))


def prepare(
    path: Path, order: Order, dispatch: Dispatch, settings: Settings, at: dt.datetime, ledger: Ledger | None = None
) -> Prepared:
    """The messages for each member of the list who may have one.

    Raises:
        RejectedError: the set could not be made, is not proved, or the settings lack something.
    """
    members = _members(path, dispatch, settings)
    if settings.sender is None:
        raise _rejected(path, Code.NO_LIST, "no sender is set", "write `sender` under [mail] into briefexport.toml")
    (exported,) = export_briefings([path], order)
    (proof,) = prove_sets([path], order) if exported.written else ((),)
    problems = [*exported.problems, *(proof.problems if proof else ())]
    if grave := [problem for problem in problems if problem.code.severity is Severity.ERROR]:
        raise RejectedError(grave)
    ready = read_ready(path, order)
    found = read_set(order.into, ready.source.briefing.id)
    assert found is not None
    if ready.source.briefing.status is Status.DRAFT and not dispatch.draft:
        fix = "set `status` to for-clearance or final, or say --draft"
        raise RejectedError(
            [
                Problem(
                    ready.source.places.of("status"), Code.NOT_FINAL, "the briefing is a draft, and was not sent", fix
                )
            ]
        )
    may, withheld = _allowed(members, ready, dispatch.list)
    desk = _Desk(ready, found, settings, dispatch, at, ledger)
    return Prepared(tuple(desk.parcel(member) for member in may), withheld)


class _Desk:
    """What every message of a run is made from; members who get the same share one message."""

    def __init__(
        self,
        ready: Ready,
        found: Finished,
        settings: Settings,
        dispatch: Dispatch,
        at: dt.datetime,
        ledger: Ledger | None,
    ) -> None:
        self._ready, self._found, self._settings = ready, found, settings
        self._dispatch, self._at, self._ledger = dispatch, at, ledger
        self._messages: dict[object, tuple[Message, tuple[Attachment, ...]]] = {}

    def parcel(self, member: Member) -> Parcel:
        briefing, sender = self._ready.source.briefing, self._settings.sender
        assert sender is not None
        message, attachments = self._message(member)
        address = member.mailbox.address
        last = self._ledger.last_before(briefing.id, briefing.issue, address) if self._ledger else None
        reply_to = self._settings.reply_to
        envelope = Envelope(
            series=f"{briefing.id}.{briefing.issue}",
            sender=_address(sender),
            recipient=_address(member.mailbox),
            reply_to=_address(reply_to) if reply_to else who_answers(briefing),
            references=(last,) if last else (),
            at=self._at,
        )
        try:
            mail = render_mail(message, attachments, envelope)
        except HeaderError as error:
            raise _rejected(
                self._ready.path, Code.SETTINGS_ADDRESS, str(error), "mend it in briefexport.toml"
            ) from None
        return Parcel(self._line(mail, message, address), mail)

    def _line(self, mail: Mail, message: Message, address: str) -> Line:
        briefing = self._ready.source.briefing
        return Line(
            ident=mail.ident,
            series=briefing.id,
            issue=briefing.issue,
            list=self._dispatch.list,
            source=str(self._ready.path.absolute()),
            recipient=address,
            subject=message.subject,
        )

    def _message(self, member: Member) -> tuple[Message, tuple[Attachment, ...]]:
        key = (member.language, member.products)
        if key not in self._messages:
            ready, made = self._ready, [made for made in self._found.receipt.files if made.product in member.products]
            files = [(Document(each.product.value), each.name) for each in made]
            with _refusals_told(ready):
                message = compose_message(ready.source.briefing, ready.house, member.language, files)
            data = self._found.files
            attachments = tuple(Attachment(each.name, each.product.media_type, data[each.name] or b"") for each in made)
            self._messages[key] = message, attachments
        return self._messages[key]


def _address(mailbox: Mailbox) -> Address:
    return Address(mailbox.name, mailbox.address)


def _members(path: Path, dispatch: Dispatch, settings: Settings) -> tuple[Member, ...]:
    if dispatch.list not in settings.lists:
        meant = near(dispatch.list, settings.lists)
        known = ", ".join(settings.lists) or "none"
        fix = f"did you mean '{meant}'?" if meant else f"the settings have these lists: {known}"
        raise _rejected(path, Code.NO_LIST, f"there is no list '{dispatch.list}'", fix)
    members = settings.lists[dispatch.list]
    if dispatch.only is None:
        return members
    chosen = tuple(each for each in members if each.mailbox.address.casefold() == dispatch.only.casefold())
    if not chosen:
        what = f"'{dispatch.only}' is not in the list '{dispatch.list}'"
        raise _rejected(path, Code.NO_LIST, what, "write the address as it stands in the settings")
    return chosen


def _allowed(members: tuple[Member, ...], ready: Ready, name: str) -> tuple[tuple[Member, ...], tuple[Problem, ...]]:
    """Who may have it, and a warning for each who may not; levels that cannot be compared allow nothing."""
    marking = ready.source.briefing.marking
    may, withheld = [], []
    for member in members:
        if marking is None or is_above(marking.level, member.marking) is False:
            may.append(member)
            continue
        what = (
            f"nothing was sent to {member.mailbox.address}: the briefing is {marking.level}, "
            f"and they may receive up to {member.marking}"
        )
        fix = f"raise their `marking` in the list '{name}' if that is right"
        withheld.append(Problem(ready.source.places.of("marking"), Code.MARKED_TOO_HIGH, what, fix))
    return tuple(may), tuple(withheld)


# --- problems


def _told(results: tuple[Result, ...], path: Path) -> Iterator[Problem]:
    for result in results:
        if result.repeated:
            what = f"the message to {result.recipient} may be a repeat; it has the same Message-ID"
            yield Problem(Place(str(path)), Code.MAY_BE_REPEATED, what, "nothing: most mail programs show it once")
        if result.state in (State.INTENDED, State.SENDING, State.REFUSED):
            never = result.state is State.REFUSED
            what = f"{result.recipient} has not got it: {result.reason or 'no reason is known'}"
            fix = "mend the address; `briefexport outbox` lists what was refused" if never else "run this again later"
            yield Problem(Place(str(path)), Code.NOT_DELIVERED, what, fix)


@contextlib.contextmanager
def ledger_of(folder: Path) -> Iterator[Ledger]:
    """The ledger, for this run alone: of two that send at once, the second is told to come back.

    Raises:
        RejectedError: it cannot be used, or another run has it.
    """
    from filelock import FileLock, Timeout

    path = folder / LEDGER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=0), opened(path) as ledger:
            yield ledger
    except LedgerError as error:
        raise _rejected(path, Code.LEDGER, str(error), "see to its rights and to the room on the disk") from None
    except Timeout:
        raise _rejected(
            path, Code.LEDGER, "another run is sending just now", "run this again when it has ended"
        ) from None
    except OSError as error:
        raise _rejected(
            path, Code.LEDGER, f"the ledger cannot be used: {error.strerror}", "see to its rights"
        ) from None


@contextlib.contextmanager
def _refusals_told(ready: Ready) -> Iterator[None]:
    try:
        yield
    except UnfitError as unfit:
        raise RejectedError([problem_of(finding, ready.source) for finding in unfit.findings]) from None
    except TemplateError as error:
        raise RejectedError([Problem(Place(error.origin, error.line), Code.TEMPLATE, error.what, error.fix)]) from None


def _password(server: Server, environment: Mapping[str, str]) -> Secret:
    assert server.password is not None
    try:
        return read_secret(server.password, server.user or "", environment)
    except SecretError as error:
        raise ServerError(f"{error.what}; {error.fix}") from None


def _rejected(path: Path, code: Code, what: str, fix: str) -> RejectedError:
    return RejectedError([Problem(Place(str(path)), code, what, fix)])
