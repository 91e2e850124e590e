"""A round of deliveries: every message once, the stubborn ones again until a deadline, and all of it in the ledger."""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from briefexport.render.mail import Mail

from .ledger import Ledger, LedgerError, Line, State
from .post import Post, RefusedError, ServerError, TemporaryError

_FIRST_WAIT_S = 1
_LONGEST_WAIT_S = 60

Clock = Callable[[], dt.datetime]


class Parcel(msgspec.Struct, frozen=True):
    """A message and what the ledger says of it; `files` are the names of those that it carries."""

    line: Line
    mail: Mail
    files: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message in this run.

    `sent` when it was handed over now; `repeated` when the recipient may have had it before, with the same Message-ID;
    `failed` when it should have been handed over now and was not, and `reason` says why.
    """

    ident: str
    recipient: str
    state: State
    reason: str = ""
    sent: bool = False
    repeated: bool = False
    failed: bool = False


class Delivered(msgspec.Struct, frozen=True):
    """A result for each parcel that was come to, in their order, and what stopped the run before it came to all."""

    results: tuple[Result, ...]
    stopped: LedgerError | None = None


def deliver(
    parcels: Sequence[Parcel],
    post: Post,
    ledger: Ledger,
    now: Clock,
    *,
    deadline_s: float,
    again: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> Delivered:
    """Hands every parcel over that was not handed over before.

    What is refused for now is tried again, with waits that grow, until `deadline_s` seconds have passed; then it is
    left to the next run. What was refused for good is not tried again, but with `again`, which sends everything that
    was not dropped. When the ledger fails, nothing more is sent.

    Raises:
        LedgerError: the ledger cannot be used; nothing was sent.
    """
    import tenacity

    ledger.intend([parcel.line for parcel in parcels], now())
    rounds = _Rounds(parcels, post, ledger, now, again=again)
    trying = tenacity.Retrying(
        stop=tenacity.stop_before_delay(deadline_s),
        wait=tenacity.wait_exponential(_FIRST_WAIT_S, _LONGEST_WAIT_S),
        retry=tenacity.retry_if_result(bool),
        retry_error_callback=lambda _state: None,
        sleep=sleep,
    )
    stopped = None
    try:
        trying(rounds.run)
    except LedgerError as error:
        stopped = error
    found = (rounds.results.get(parcel.line.ident) for parcel in parcels)
    return Delivered(tuple(result for result in found if result), stopped)


class _Rounds:
    """What is left to hand over, and what became of the rest."""

    def __init__(self, parcels: Sequence[Parcel], post: Post, ledger: Ledger, now: Clock, *, again: bool) -> None:
        self._post, self._ledger, self._now = post, ledger, now
        self._before: dict[str, Line] = {}
        self.results: dict[str, Result] = {}
        left = []
        for parcel in parcels:
            line = ledger.line(parcel.line.ident) or parcel.line
            self._before[line.ident] = line
            if line.state in (State.INTENDED, State.UNKNOWN) or (again and line.state is not State.DROPPED):
                left.append(parcel)
            else:
                self._settle(parcel, line.state, line.reason)
        # Those that were tried least come first, so that no run spends its time on the same stubborn few.
        self._left = sorted(left, key=lambda parcel: self._before[parcel.line.ident].attempts)

    def run(self) -> bool:
        """Tries each parcel that is left; whether any is worth another round."""
        waiting = self._left
        self._left = []
        for place, parcel in enumerate(waiting):
            try:
                self._hand_over(parcel)
            except ServerError as error:
                self._put_off(waiting[place + 1 :], str(error))
                return False
            except TemporaryError as error:
                self._left.append(parcel)
                if error.of_server:
                    rest = waiting[place + 1 :]
                    self._put_off(rest, error.why)
                    self._left = [*rest, *self._left]
                    break
        return bool(self._left)

    def _hand_over(self, parcel: Parcel) -> None:
        line = self._before[parcel.line.ident]
        on_its_way = partial(self._ledger.mark, line.ident, State.UNKNOWN, self._now(), doubtful=line.doubtful)
        try:
            self._post.hand_over(parcel.mail, on_its_way)
        except RefusedError as error:
            self._end(parcel, State.REFUSED, str(error))
        except TemporaryError as error:
            state = State.UNKNOWN if error.in_doubt else _undone(line)
            self._end(parcel, state, error.why)
            raise
        except ServerError as error:
            self._end(parcel, _undone(line), str(error))
            raise
        else:
            self._end(parcel, State.HANDED_OVER, "")

    def _end(self, parcel: Parcel, state: State, reason: str) -> None:
        """An attempt has ended; what the ledger says of the message is what the next one starts from."""
        before = self._before[parcel.line.ident]
        doubtful = state is State.REFUSED and before.may_have_arrived
        sent = state is State.HANDED_OVER and not reason
        self._settle(parcel, state, reason, sent=sent, failed=not sent)
        # One that was handed over once keeps no reason of a later attempt.
        kept = "" if state is State.HANDED_OVER else reason
        self._ledger.mark(before.ident, state, self._now(), kept, ended=True, doubtful=doubtful)
        self._before[before.ident] = msgspec.structs.replace(before, state=state, doubtful=doubtful)

    def _put_off(self, rest: Sequence[Parcel], reason: str) -> None:
        for parcel in rest:
            self._settle(parcel, _undone(self._before[parcel.line.ident]), reason, failed=True)

    def _settle(self, parcel: Parcel, state: State, reason: str, *, sent: bool = False, failed: bool = False) -> None:
        ident = parcel.line.ident
        self.results[ident] = Result(
            ident=ident,
            recipient=parcel.line.recipient,
            state=state,
            reason=reason,
            sent=sent,
            repeated=sent and self._before[ident].may_have_arrived,
            failed=failed or state is State.REFUSED,
        )


def _undone(line: Line) -> State:
    """What a message is when an attempt certainly did not reach anybody: what it was before."""
    if line.state is State.HANDED_OVER:
        return line.state
    return State.UNKNOWN if line.may_have_arrived else State.INTENDED
