"""A round of deliveries: every message once, the stubborn ones again until a deadline, and all of it in the ledger."""

import datetime as dt
import time
from collections.abc import Callable, Sequence

import msgspec

from briefexport.render.mail import Mail

from .ledger import Ledger, Line, State
from .post import Post, RefusedError, ServerError, TemporaryError

_FIRST_WAIT_S = 1
_LONGEST_WAIT_S = 60

Clock = Callable[[], dt.datetime]


class Parcel(msgspec.Struct, frozen=True):
    """A message and what the ledger says of it."""

    line: Line
    mail: Mail


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message in this run.

    `sent` when it was handed over now; `repeated` when the recipient may have had it before, with the same Message-ID.
    """

    ident: str
    recipient: str
    state: State
    reason: str = ""
    sent: bool = False
    repeated: bool = False


def deliver(
    parcels: Sequence[Parcel],
    post: Post,
    ledger: Ledger,
    now: Clock,
    *,
    deadline_s: float,
    again: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[Result, ...]:
    """Hands every parcel over that was not handed over before; one result a parcel, in their order.

    What is refused for now is tried again, with waits that grow, until `deadline_s` seconds have passed; then it is
    left to the next run. What was refused for good, or dropped, is not tried again. `again` sends everything.

    Raises:
        LedgerError: the ledger cannot be used; nothing more was sent.
    """
    import tenacity

    for parcel in parcels:
        ledger.intend(parcel.line, now())
    rounds = _Rounds(parcels, post, ledger, now, again=again)
    trying = tenacity.Retrying(
        stop=tenacity.stop_before_delay(deadline_s),
        wait=tenacity.wait_exponential(_FIRST_WAIT_S, _LONGEST_WAIT_S),
        retry=tenacity.retry_if_result(bool),
        retry_error_callback=lambda _state: None,
        sleep=sleep,
    )
    trying(rounds.run)
    return tuple(rounds.results[parcel.line.ident] for parcel in parcels)


class _Rounds:
    """What is left to hand over, and what became of the rest."""

    def __init__(self, parcels: Sequence[Parcel], post: Post, ledger: Ledger, now: Clock, *, again: bool) -> None:
        self._post, self._ledger, self._now = post, ledger, now
        self._left: list[Parcel] = []
        self._before: dict[str, State] = {}
        self.results: dict[str, Result] = {}
        for parcel in parcels:
            found = ledger.line(parcel.line.ident) or parcel.line
            self._before[found.ident] = found.state
            if again or found.state in (State.INTENDED, State.SENDING):
                self._left.append(parcel)
            else:
                self._settle(parcel, found.state, found.reason)

    def run(self) -> bool:
        """Tries each parcel that is left; whether any is worth another round."""
        waiting = self._left
        self._left = []
        for place, parcel in enumerate(waiting):
            try:
                self._hand_over(parcel)
            except ServerError as error:
                self._stop(waiting[place:], str(error))
                return False
            except TemporaryError as error:
                self._left.append(parcel)
                if error.of_server:
                    rest = waiting[place + 1 :]
                    self._stop(rest, error.why)
                    self._left += rest
                    break
        return bool(self._left)

    def _hand_over(self, parcel: Parcel) -> None:
        ident = parcel.line.ident
        self._ledger.mark(ident, State.SENDING, self._now())
        try:
            self._post.hand_over(parcel.mail)
        except RefusedError as error:
            self._mark(parcel, State.REFUSED, str(error))
        except TemporaryError as error:
            # In doubt it stays as it is: the next to try it says that it may be a repeat.
            state = State.SENDING if error.in_doubt else self._undone(ident)
            if error.in_doubt:
                self._before[ident] = State.SENDING
            self._mark(parcel, state, error.why)
            raise
        except ServerError as error:
            self._mark(parcel, self._undone(ident), str(error))
            raise
        else:
            self._mark(parcel, State.HANDED_OVER, "")

    def _undone(self, ident: str) -> State:
        """What a message is when an attempt certainly did not reach anybody: what it was before."""
        before = self._before[ident]
        return before if before in (State.SENDING, State.HANDED_OVER) else State.INTENDED

    def _mark(self, parcel: Parcel, state: State, reason: str) -> None:
        self._ledger.mark(parcel.line.ident, state, self._now(), reason)
        self._settle(parcel, state, reason, sent=state is State.HANDED_OVER and not reason)

    def _stop(self, rest: Sequence[Parcel], reason: str) -> None:
        for parcel in rest:
            self._settle(parcel, self._undone(parcel.line.ident), reason)

    def _settle(self, parcel: Parcel, state: State, reason: str, *, sent: bool = False) -> None:
        ident = parcel.line.ident
        repeated = sent and self._before[ident] in (State.SENDING, State.HANDED_OVER)
        self.results[ident] = Result(
            ident=ident, recipient=parcel.line.recipient, state=state, reason=reason, sent=sent, repeated=repeated
        )
