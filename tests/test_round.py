"""A round of deliveries against a real server: each message once, whatever the server or a kill does on the way."""

import datetime as dt
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefexport.delivery.ledger import Ledger, Line, State, opened
from briefexport.delivery.post import Post
from briefexport.delivery.round import Parcel, Result, deliver
from briefexport.document.message import Address
from briefexport.render.mail import render_mail
from briefexport.settings import Server
from postoffice import Desk, free_port, serving
from test_message import attachments, envelope, message

AT = dt.datetime(2030, 5, 2, 6, 0, tzinfo=dt.UTC)
THREE = ("a@x.example", "b@x.example", "c@x.example")


def parcel(address: str) -> Parcel:
    mail = render_mail(message(), attachments()[:1], envelope(recipient=Address("", address)))
    line = Line(
        ident=mail.ident, series="water", issue=3, list="cabinet", source="water.yaml", recipient=address, subject="S"
    )
    return Parcel(line, mail)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as found:
        yield found


def run(server: Server, ledger: Ledger, *addresses: str, deadline_s: float = 0, again: bool = False) -> list[Result]:
    waits: list[float] = []
    with Post(server, None) as post:
        results = deliver(
            [parcel(address) for address in addresses or THREE],
            post,
            ledger,
            lambda: AT,
            deadline_s=deadline_s,
            again=again,
            sleep=waits.append,
        )
    assert waits == sorted(waits)
    return list(results)


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
    desk = Desk(rcpt=["451 later", "250 OK", "250 OK", "451 later"])

    with serving(desk) as server:
        results = run(server, ledger, deadline_s=60)

    assert sorted(arrived(desk)) == list(THREE)
    assert {(result.state, result.repeated) for result in results} == {(State.HANDED_OVER, False)}


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

    assert (first[0].state, first[0].sent) == (State.SENDING, False)
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


# --- kill -9

DYING = """
import os, signal, sys
from pathlib import Path
from briefexport.delivery.ledger import opened
from briefexport.delivery.post import Post
from briefexport.delivery.round import deliver
from briefexport.settings import Security, Server
from test_round import AT, parcel

port, ledger, point, count = sys.argv[1:]

class Dying(Post):
    left = int(count)
    def hand_over(self, mail):
        Dying.left -= 1
        if point == "before" and not Dying.left:
            os.kill(os.getpid(), signal.SIGKILL)
        super().hand_over(mail)
        if point == "after" and not Dying.left:
            os.kill(os.getpid(), signal.SIGKILL)

server = Server(host="127.0.0.1", port=int(port), security=Security.NONE, timeout_s=5)
with opened(Path(ledger)) as book, Dying(server, None) as post:
    deliver([parcel(f"{n}@x.example") for n in range(20)], post, book, lambda: AT, deadline_s=0)
"""


def dying(server: Server, ledger: Path, point: str, count: int) -> int:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    command = [sys.executable, "-c", DYING, str(server.port), str(ledger), point, str(count)]
    return subprocess.run(command, env=environment, check=False).returncode


@pytest.mark.slow
def test_whenever_a_run_is_killed_everybody_gets_the_message_and_repeats_carry_one_id(tmp_path: Path) -> None:
    desk = Desk()

    with serving(desk) as server:
        points = [("before", 1), ("before", 4), ("after", 3), ("before", 7), ("after", 1), ("after", 2)]
        ends = [dying(server, tmp_path / "ledger.sqlite3", *point) for point in points]
        last = dying(server, tmp_path / "ledger.sqlite3", "never", 0)
    counted = Counter(arrived(desk))
    ids = {(address, re.findall(rb"(?m)^Message-ID: .*$", data)[0]) for address, data in desk.arrived}

    assert (set(ends), last) == ({-signal.SIGKILL}, 0)
    assert sorted(counted) == sorted(f"{number}@x.example" for number in range(20))
    # One repeat for each kill between the server's answer and the ledger's line, and none for any other.
    assert sum(counted.values()) - 20 == 3
    assert len(ids) == 20
