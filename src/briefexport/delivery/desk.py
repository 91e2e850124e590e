"""Who of a list gets a set, and the message that each of them gets."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from briefexport.briefing import Document, is_above
from briefexport.build import problem_of
from briefexport.compose.message import compose_message, who_answers
from briefexport.dist import Finished, Made
from briefexport.document.message import Attachment, Envelope
from briefexport.export import Ready
from briefexport.problem import Code, Place, Problem, RejectedError, UnfitError
from briefexport.product import Product
from briefexport.render.mail import HeaderError, Letter, addressed, render_letter
from briefexport.settings import Member, Settings
from briefexport.source.near import near
from briefexport.template import TemplateError

from .ledger import Ledger, Line
from .round import Parcel


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


class Desk:
    """What every message of a run is made from; members who get the same share one letter."""

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
        self._letters: dict[tuple[str | None, tuple[Product, ...]], Letter] = {}

    def parcel(self, member: Member) -> Parcel:
        """The message of one member.

        Raises:
            RejectedError: it cannot be made, or an address in the settings cannot stand in it.
        """
        briefing, sender, reply_to = self._ready.source.briefing, self._settings.sender, self._settings.reply_to
        assert sender is not None
        address = member.mailbox.address
        last = self._ledger.last_before(briefing.id, briefing.issue, address) if self._ledger else None
        envelope = Envelope(
            series=f"{briefing.id}.{briefing.issue}",
            sender=sender,
            recipient=member.mailbox,
            reply_to=reply_to or who_answers(briefing),
            references=(last,) if last else (),
            at=self._at,
        )
        try:
            letter = self._letter(member)
            mail = addressed(letter, envelope)
        except HeaderError as error:
            fix = "mend it in briefexport.toml, or in the briefing when it is of there"
            raise rejected(self._ready.path, Code.SETTINGS_ADDRESS, str(error), fix) from None
        line = Line(
            ident=mail.ident,
            series=briefing.id,
            issue=briefing.issue,
            list=self._dispatch.list,
            source=str(self._ready.path.absolute()),
            recipient=address,
            subject=letter.subject,
        )
        return Parcel(line, mail, tuple(made.name for made in self._files(member)))

    def _letter(self, member: Member) -> Letter:
        key = (member.language, member.products)
        if key not in self._letters:
            ready, made = self._ready, self._files(member)
            files = [(Document(each.product.value), each.name) for each in made]
            with _refusals_told(ready):
                message = compose_message(ready.source.briefing, ready.house, member.language, files, ready.past)
            data = self._found.files
            attachments = [Attachment(each.name, each.product.media_type, data[each.name] or b"") for each in made]
            self._letters[key] = render_letter(message, attachments)
        return self._letters[key]

    def _files(self, member: Member) -> list[Made]:
        return [made for made in self._found.receipt.files if made.product in member.products]


def members_of(path: Path, dispatch: Dispatch, settings: Settings) -> tuple[Member, ...]:
    """Those of the list who are meant.

    Raises:
        RejectedError: there is no such list, or nobody with that address in it.
    """
    if dispatch.list not in settings.lists:
        meant = near(dispatch.list, settings.lists)
        known = ", ".join(settings.lists)
        fix = f"did you mean '{meant}'?" if meant else f"the settings have these lists: {known}"
        if not known:
            fix = f"write [[lists.{dispatch.list}]] with `email` and `marking` into briefexport.toml"
        raise rejected(path, Code.NO_LIST, f"there is no list '{dispatch.list}'", fix)
    members = settings.lists[dispatch.list]
    if dispatch.only is None:
        return members
    chosen = tuple(each for each in members if each.mailbox.address.casefold() == dispatch.only.casefold())
    if not chosen:
        what = f"'{dispatch.only}' is not in the list '{dispatch.list}'"
        meant = near(dispatch.only, [each.mailbox.address for each in members])
        fix = f"did you mean '{meant}'?" if meant else "write the address as it stands in the settings"
        raise rejected(path, Code.NO_LIST, what, fix)
    return chosen


def allowed(members: tuple[Member, ...], ready: Ready, name: str) -> tuple[tuple[Member, ...], tuple[Problem, ...]]:
    """Who may have it, and a warning for each who may not; levels that cannot be compared allow nothing."""
    marking = ready.source.briefing.marking
    may, withheld = [], []
    for member in members:
        above = marking and is_above(marking.level, member.marking)
        if marking is None or above is False:
            may.append(member)
            continue
        what = (
            f"nothing was sent to {member.mailbox.address}: the briefing is {marking.level}, "
            f"and they may receive up to {member.marking}"
        )
        fix = f"raise their `marking` in the list '{name}' if that is right"
        if above is None:
            what += ", which is a level of another kind"
            fix = f"give them a `marking` of the same kind in the list '{name}' if that is right"
        withheld.append(Problem(ready.source.places.of("marking"), Code.MARKED_TOO_HIGH, what, fix))
    return tuple(may), tuple(withheld)


def refuse_unknown_languages(members: tuple[Member, ...], ready: Ready, dispatch: Dispatch, settings: Settings) -> None:
    """Refuses a list with a member in whose language there are no labels.

    Raises:
        RejectedError: a problem for each of them, where the list is written.
    """
    place = Place(settings.origins.get(f"lists.{dispatch.list}", str(ready.path)))
    problems = []
    for member in members:
        try:
            ready.house.wording(member.language or ready.source.briefing.language)
        except RejectedError as error:
            what = f"{member.mailbox.address} is to be written to in '{member.language}', and there are no labels in it"
            problems.append(Problem(place, Code.SETTINGS_VALUE, what, error.problems[0].fix))
    if problems:
        raise RejectedError(problems)


def rejected(path: Path, code: Code, what: str, fix: str) -> RejectedError:
    """The refusal of a whole file."""
    return RejectedError([Problem(Place(str(path)), code, what, fix)])


@contextlib.contextmanager
def _refusals_told(ready: Ready) -> Iterator[None]:
    try:
        yield
    except UnfitError as unfit:
        raise RejectedError([problem_of(finding, ready.source) for finding in unfit.findings]) from None
    except TemplateError as error:
        raise RejectedError([Problem(Place(error.origin, error.line), Code.TEMPLATE, error.what, error.fix)]) from None
