"""A round of deliveries against a real server: each message once, whatever the server or a kill does on the way."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from briefexport.delivery.ledger import Ledger, Line, State, opened
from briefexport.delivery.outbox import drop, retry
from briefexport.delivery.post import Post
from briefexport.delivery.round import Parcel, Result, deliver
from briefexport.document.message import Mailbox
from briefexport.render.mail import Mail, addressed, render_letter, render_mail
from briefexport.settings import Server
from postoffice import Desk, free_port, serving
from test_message import attachments, envelope, message

AT = dt.datetime(2030, 5, 2, 6, 0, tzinfo=dt.UTC)
THREE = ("a@x.example", "b@x.example", "c@x.example")


def line_of(mail: Mail) -> Line:
    return Line(
        ident=mail.ident,
        series="water",
        issue=3,
        list="cabinet",
        source="water.yaml",
        recipient=mail.recipient,
        subject="S",
    )


def parcel(address: str) -> Parcel:
    mail = render_mail(message(), attachments()[:1], envelope(recipient=Mailbox("", address)))
    return Parcel(line_of(mail), mail)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as found:
        yield found


def run(server: Server, ledger: Ledger, *addresses: str, deadline_s: float = 0, again: bool = False) -> list[Result]:
    waits: list[float] = []
    with Post(server, None) as post:
        done = deliver(
            [parcel(address) for address in addresses or THREE],
            post,
            ledger,
            lambda: AT,
            deadline_s=deadline_s,
            again=again,
            sleep=waits.append,
        )
    assert waits == sorted(waits)
    return list(done.results)


def arrived(desk: Desk) -> list[str]:
    return [address for address, _ in desk.arrived]


def test_everybody_gets_the_message_once(ledger: Ledger) -> None:
    desk = Desk()

    with serving(desk) as server:
        first, second = run(server, ledger), run(server, ledger)

    assert arrived(desk) == list(THREE)
    assert [result.sent for result in (*first, *second)] == [True] * 3 + [False] * 3
    assert {result.state for result in second} == {State.HANDED_OVER}


def test_again_sends_the_same_message_and_says_that_it_is_a_repeat(ledger: Ledger) -> None:
    desk = Desk()

    with serving(desk) as server:
        run(server, ledger)
        second = run(server, ledger, again=True)

    assert Counter(arrived(desk)) == dict.fromkeys(THREE, 2)
    assert [(result.sent, result.repeated) for result in second] == [(True, True)] * 3


def test_what_is_refused_for_now_is_tried_again_before_the_deadline(ledger: Ledger) -> None:
    desk = Desk(rcpt=["451 later", None, None, "451 later"])

    with serving(desk) as server:
        results = run(server, ledger, deadline_s=60)

    assert sorted(arrived(desk)) == list(THREE)
    assert {(result.state, result.repeated) for result in results} == {(State.HANDED_OVER, False)}


def test_the_waits_grow_until_the_next_one_would_pass_the_deadline(ledger: Ledger) -> None:
    waits: list[float] = []

    with serving(Desk(rcpt=["451 later"] * 20)) as server, Post(server, None) as post:
        (result,) = deliver(
            [parcel("a@x.example")], post, ledger, lambda: AT, deadline_s=60, sleep=waits.append
        ).results

    assert waits == [1, 2, 4, 8, 16, 32]
    assert (result.failed, result.reason) == (True, "451 later")
    assert ledger.undelivered()[0].attempts == 7


@pytest.mark.slow
def test_the_deadline_is_kept_by_the_clock(ledger: Ledger) -> None:
    began = time.monotonic()

    with serving(Desk(rcpt=["451 later"] * 20)) as server, Post(server, None) as post:
        deliver([parcel("a@x.example")], post, ledger, lambda: AT, deadline_s=2)

    assert 1 <= time.monotonic() - began < 3


def test_after_the_deadline_it_is_left_to_the_next_run_and_the_others_have_theirs(ledger: Ledger) -> None:
    desk = Desk(rcpt=["451 later"])

    with serving(desk) as server:
        first = run(server, ledger)
        second = run(server, ledger)

    assert [(result.state, result.reason) for result in first] == [
        (State.INTENDED, "451 later"),
        (State.HANDED_OVER, ""),
        (State.HANDED_OVER, ""),
    ]
    assert [result.sent for result in second] == [True, False, False]


def test_what_is_refused_for_good_is_not_tried_again_and_the_others_have_theirs(ledger: Ledger) -> None:
    desk = Desk(rcpt=["550 nobody here"])

    with serving(desk) as server:
        run(server, ledger)
        second = run(server, ledger)

    assert arrived(desk) == list(THREE[1:])
    assert (second[0].state, second[0].reason) == (State.REFUSED, "550 nobody here")


def test_a_message_in_doubt_is_repeated_with_the_same_id_and_said_to_be(ledger: Ledger) -> None:
    desk = Desk(data=["drop after"])

    with serving(desk) as server:
        first = run(server, ledger, "a@x.example")
        second = run(server, ledger, "a@x.example")

    assert (first[0].state, first[0].sent) == (State.UNKNOWN, False)
    assert (second[0].state, second[0].repeated) == (State.HANDED_OVER, True)
    assert len({data for _, data in desk.arrived}) == 1


def test_a_server_that_is_not_there_costs_one_try_a_round_and_not_one_a_recipient(ledger: Ledger) -> None:
    results = run(Server(host="127.0.0.1", port=free_port(), timeout_s=1), ledger)

    assert {result.state for result in results} == {State.INTENDED}
    assert [line.attempts for line in ledger.undelivered()].count(1) == 1


def test_a_server_that_turns_us_away_leaves_everything_as_it_was(ledger: Ledger) -> None:
    desk = Desk(mail=["553 not your address"])

    with serving(desk) as server:
        results = run(server, ledger, deadline_s=60)

    assert {result.state for result in results} == {State.INTENDED}
    assert all("553 not your address" in result.reason for result in results)


def test_those_who_were_tried_least_come_first(ledger: Ledger) -> None:
    with serving(Desk(rcpt=["451 later"])) as server:
        run(server, ledger, "a@x.example")
    desk = Desk()
    with serving(desk) as server:
        run(server, ledger)

    assert arrived(desk) == ["b@x.example", "c@x.example", "a@x.example"]


def test_a_message_that_may_have_arrived_and_was_then_refused_is_still_known_to_be_a_repeat(ledger: Ledger) -> None:
    for desk in (Desk(data=["drop after"]), Desk(rcpt=["550 nobody here"])):
        with serving(desk) as server:
            run(server, ledger, "a@x.example")
    (line,) = ledger.undelivered()
    retry(ledger, [line], lambda: AT)
    with serving(Desk()) as server:
        (result,) = run(server, ledger, "a@x.example")

    assert (line.state, line.doubtful) == (State.REFUSED, True)
    assert (result.sent, result.repeated) == (True, True)


def test_a_dropped_message_is_not_sent_even_again_until_it_is_taken_back(ledger: Ledger) -> None:
    with serving(Desk(rcpt=["550 nobody here"])) as server:
        run(server, ledger, "a@x.example")
    (line,) = ledger.undelivered()
    drop(ledger, line, lambda: AT)
    desk = Desk()
    with serving(desk) as server:
        (first,) = run(server, ledger, "a@x.example", again=True)
        retry(ledger, ledger.of(State.DROPPED), lambda: AT)
        (second,) = run(server, ledger, "a@x.example")

    assert (first.state, first.sent, second.sent) == (State.DROPPED, False, True)
    assert arrived(desk) == ["a@x.example"]


def test_what_was_sent_and_could_not_be_sent_again_is_told_and_stays_sent(ledger: Ledger) -> None:
    with serving(Desk()) as server:
        run(server, ledger, "a@x.example")
    with serving(Desk(rcpt=["451 later"])) as server:
        (result,) = run(server, ledger, "a@x.example", again=True)
        (after,) = run(server, ledger, "a@x.example")

    assert (result.state, result.failed, result.reason) == (State.HANDED_OVER, True, "451 later")
    assert (after.state, after.failed, after.reason) == (State.HANDED_OVER, False, "")


def test_two_time_outs_end_a_round_and_the_next_run_begins_with_the_others(ledger: Ledger) -> None:
    with serving(Desk(rcpt=["slow", "slow"])) as server:
        results = run(msgspec.structs.replace(server, timeout_s=0.5), ledger)
    desk = Desk()
    with serving(desk) as server:
        run(server, ledger)

    assert [result.failed for result in results] == [True, True, True]
    assert arrived(desk) == ["c@x.example", "a@x.example", "b@x.example"]


@pytest.mark.slow
def test_a_thousand_recipients_get_one_message_each_over_one_connection(ledger: Ledger) -> None:
    letter, desk = render_letter(message(), []), Desk()
    mails = [addressed(letter, envelope(recipient=Mailbox("", f"{number}@x.example"))) for number in range(1000)]
    with serving(desk) as server, Post(server, None) as post:
        done = deliver([Parcel(line_of(mail), mail) for mail in mails], post, ledger, lambda: AT, deadline_s=0)

    assert {id(mail.body) for mail in mails} == {id(letter.body)}
    assert sum(result.sent for result in done.results) == 1000
    assert Counter(arrived(desk)) == {f"{number}@x.example": 1 for number in range(1000)}
    assert desk.connections == 1
