"""A server that refuses, hangs up or keeps us waiting, at each stage; and what becomes of the message."""

import datetime as dt
import re
import time
from pathlib import Path

import msgspec
import pytest

from briefexport.delivery.post import Post, RefusedError, ServerError, TemporaryError
from briefexport.settings import Secret, Security, Server
from postoffice import Desk, certificate, free_port, serving
from test_post import hand_over, mail, with_login

BEFORE_MAIL = ("connect", "ehlo", "starttls", "auth")
STAGES = (*BEFORE_MAIL, "mail", "rcpt", "go", "data")


def password() -> Secret:
    return Secret("hunter2")


def fails(desk: Desk, folder: Path, *, timeout_s: float = 5) -> TemporaryError | RefusedError | ServerError | None:
    """What a message fails with at a server with STARTTLS and a login; the next one is tried over the same way."""
    with serving(desk, certificate(folder), login=True) as server:
        patient = msgspec.structs.replace(with_login(server), timeout_s=timeout_s)
        with Post(patient, password) as post:
            try:
                post.hand_over(mail())
            except (TemporaryError, RefusedError, ServerError) as error:
                post.hand_over(mail("asha@cabinet.example"))
                return error
    return None


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_refused_for_now_is_worth_another_try(stage: str, tmp_path: Path) -> None:
    desk = Desk(**{stage: ["454 4.3.0 come back later"]})

    error = fails(desk, tmp_path)

    assert isinstance(error, TemporaryError)
    assert "454 4.3.0 come back later" in error.why
    # Before the first message it is the server that is not ready, later it is the message.
    assert (error.in_doubt, error.of_server) == (False, stage in BEFORE_MAIL)
    assert [address for address, _ in desk.arrived] == ["asha@cabinet.example"]


@pytest.mark.parametrize("stage", ["connect", "starttls", "auth", "mail"])
def test_what_the_server_refuses_for_good_before_it_knows_who_a_message_is_for_is_no_fault_of_the_message(
    stage: str, tmp_path: Path
) -> None:
    error = fails(Desk(**{stage: ["554 5.7.1 not you"]}), tmp_path)

    assert isinstance(error, ServerError)
    assert "554 5.7.1 not you" in str(error)


@pytest.mark.parametrize("stage", ["rcpt", "go", "data"])
def test_what_is_refused_for_good_is_told_and_the_next_message_goes(stage: str, tmp_path: Path) -> None:
    desk = Desk(**{stage: ["552 5.3.4 too large"]})

    error = fails(desk, tmp_path)

    assert isinstance(error, RefusedError)
    assert str(error) == "552 5.3.4 too large"
    assert [address for address, _ in desk.arrived] == ["asha@cabinet.example"]


def test_a_server_of_the_old_kind_is_greeted_in_the_old_way() -> None:
    desk = Desk(ehlo=["502 what is that?"])

    with serving(desk) as server, Post(server, None) as post:
        post.hand_over(mail())

    assert len(desk.arrived) == 1


@pytest.mark.parametrize("stage", [*STAGES, "content"])
def test_a_server_that_hangs_up_is_called_again(stage: str, tmp_path: Path) -> None:
    desk = Desk(**{stage: ["drop"]})

    error = fails(desk, tmp_path)

    assert isinstance(error, TemporaryError)
    assert error.of_server is (stage in BEFORE_MAIL)
    # Only when all of a message was sent and no answer came may it have arrived.
    assert error.in_doubt is (stage in ("data", "content"))
    assert [address for address, _ in desk.arrived] == ["asha@cabinet.example"]
    assert desk.connections == 2


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.slow
def test_a_server_that_says_nothing_is_not_waited_for_longer_than_agreed(stage: str, tmp_path: Path) -> None:
    # The answer to a whole message is waited for ten times as long.
    timeout_s = 0.25 if stage == "data" else 0.7
    began = time.monotonic()

    error = fails(Desk(**{stage: ["slow"]}), tmp_path, timeout_s=timeout_s)

    assert isinstance(error, TemporaryError)
    assert "timed out" in error.why
    assert error.in_doubt is (stage == "data")
    assert time.monotonic() - began < 6


def test_a_server_that_takes_its_time_with_a_whole_message_is_given_it() -> None:
    desk = Desk(data=["slow"])

    with serving(desk) as server, Post(msgspec.structs.replace(server, timeout_s=0.5), None) as post:
        post.hand_over(mail())

    assert len(desk.arrived) == 1


def test_a_server_that_trickles_is_hung_up_on() -> None:
    desk = Desk(rcpt=["trickle"])
    began = time.monotonic()

    with (
        serving(desk) as server,
        Post(msgspec.structs.replace(server, timeout_s=0.2), None) as post,
        pytest.raises(TemporaryError, match="it took too long in all") as error,
    ):
        post.hand_over(mail())

    assert not error.value.in_doubt
    assert 4 <= time.monotonic() - began < 7


def test_a_server_that_trickles_before_it_lets_us_in_is_hung_up_on_too() -> None:
    with serving(Desk(ehlo=["trickle"])) as server, pytest.raises(TemporaryError, match="takes too long to let us in"):
        hand_over(msgspec.structs.replace(server, timeout_s=0.3), mail())


def test_after_two_time_outs_in_a_row_the_server_is_to_blame() -> None:
    desk = Desk(rcpt=["slow", "slow"])
    blamed = []

    with serving(desk) as server, Post(msgspec.structs.replace(server, timeout_s=0.5), None) as post:
        for _ in range(2):
            with pytest.raises(TemporaryError) as error:
                post.hand_over(mail())
            blamed.append(error.value.of_server)

    assert blamed == [False, True]


@pytest.mark.parametrize("stage", ["mail", "rcpt", "go"])
@pytest.mark.parametrize("end", ["421 4.7.0 enough for one connection", "drop"])
def test_a_connection_that_has_carried_enough_is_opened_again_without_a_word(stage: str, end: str) -> None:
    desk = Desk(**{stage: [None, end]})

    with serving(desk) as server, Post(server, None) as post:
        post.hand_over(mail())
        post.hand_over(mail("asha@cabinet.example"))

    assert [address for address, _ in desk.arrived] == ["jo@cabinet.example", "asha@cabinet.example"]
    assert desk.connections == 2


def test_one_connection_carries_many_messages() -> None:
    desk = Desk()

    with serving(desk) as server, Post(server, None) as post:
        for number in range(20):
            post.hand_over(mail(f"{number}@cabinet.example"))

    assert (len(desk.arrived), desk.connections) == (20, 1)


# --- the way is protected


YESTERDAY = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("host", "until", "why"),
    [
        ("mail.ministry.example", None, "IP address mismatch"),
        ("127.0.0.1", YESTERDAY, "certificate has expired"),
    ],
)
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_that_is_not_right_is_not_trusted(
    host: str, until: dt.datetime | None, why: str, security: Security, tmp_path: Path
) -> None:
    desk, paper = Desk(), certificate(tmp_path, host, until)

    with (
        serving(desk, paper, at_once=security is Security.TLS, login=True) as server,
        Post(with_login(server), password) as post,
        pytest.raises(ServerError, match=f"not to be trusted: .*{why}"),
    ):
        post.hand_over(mail())

    assert (desk.logins, desk.arrived) == ([], [])


def test_a_message_goes_through_tls_from_the_first_byte(tmp_path: Path) -> None:
    desk = Desk()

    with serving(desk, certificate(tmp_path), at_once=True, login=True) as server:
        hand_over(with_login(server), mail(), password="hunter2")  # noqa: S106

    assert (desk.logins, len(desk.arrived)) == (["briefings"], 1)


def test_a_server_without_tls_where_tls_is_set_is_told() -> None:
    why = r"speaks no TLS on port \d+: .*; see to `security` and `port`"
    with serving(Desk()) as server, pytest.raises(ServerError, match=why):
        hand_over(msgspec.structs.replace(server, security=Security.TLS), mail())


@pytest.mark.parametrize(("text", "why"), [(None, "No such file"), ("no certificate", "it holds no certificate")])
def test_an_authority_that_cannot_be_used_is_told(text: str | None, why: str, tmp_path: Path) -> None:
    path = tmp_path / "authority.pem"
    if text:
        path.write_text(text, "utf-8")
    server = Server(host="127.0.0.1", port=free_port(), authority=path)

    with Post(server, None) as post, pytest.raises(ServerError, match=f"`authority`.*{why}"):
        post.hand_over(mail())


def test_a_host_that_cannot_be_one_is_told() -> None:
    with pytest.raises(ServerError, match=re.escape("'a..example' is no name that a server can have")):
        hand_over(Server(host="a..example", port=25, security=Security.NONE), mail())


def test_what_is_no_mail_server_is_told() -> None:
    desk = Desk(connect=["HTTP/1.1 400 Bad Request"])
    with (
        serving(desk) as server,
        pytest.raises(ServerError, match=r"it answered '.* Bad Request', which is no SMTP"),
    ):
        hand_over(server, mail())


# --- the login


def test_a_password_with_letters_outside_ascii_is_taken(tmp_path: Path) -> None:
    desk = Desk()

    with serving(desk, certificate(tmp_path), login=True) as server:
        hand_over(with_login(server), mail(), password="hünter2")  # noqa: S106

    assert (desk.logins, len(desk.arrived)) == (["briefings"], 1)


@pytest.mark.parametrize("told", ["hunter3", "aHVudGVyMw==", "AGJyaWVmaW5ncwBodW50ZXIz"])
def test_a_server_that_repeats_the_password_is_not_quoted(told: str, tmp_path: Path) -> None:
    desk = Desk(auth=[f"535 5.7.8 no: {told}"])
    with serving(desk, certificate(tmp_path), login=True) as server, pytest.raises(ServerError) as error:
        hand_over(with_login(server), mail(), password="hunter3")  # noqa: S106

    assert str(error.value) == "the server does not let briefings in: 535 5.7.8 no: ***"


def test_a_server_that_asks_for_no_login_is_told(tmp_path: Path) -> None:
    paper, none = certificate(tmp_path), ["LOGIN", "PLAIN"]
    why = "asks for no login; take `user` and `password` out"
    with serving(Desk(), paper, auth_exclude_mechanism=none) as server, pytest.raises(ServerError, match=why):
        hand_over(with_login(server), mail(), password="hunter2")  # noqa: S106


def test_the_server_is_reached_without_a_message(tmp_path: Path) -> None:
    desk = Desk()

    with serving(desk, certificate(tmp_path), login=True) as server, Post(with_login(server), password) as post:
        post.reach()

    assert (desk.logins, desk.arrived) == (["briefings"], [])
