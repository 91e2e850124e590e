"""Mail is handed over to a real server on loopback, which refuses, hangs up and asks for a login as servers do."""

import socket
from pathlib import Path

import msgspec
import pytest

from briefexport.delivery.post import Post, RefusedError, ServerError, TemporaryError
from briefexport.document.message import Mailbox
from briefexport.render.mail import Mail, render_mail
from briefexport.settings import Secret, SecretSource, Security, Server
from postoffice import Desk, certificate, free_port, serving
from test_message import attachments, envelope, message


def mail(address: str = "jo@cabinet.example") -> Mail:
    return render_mail(message(), attachments(), envelope(recipient=Mailbox("", address)))


def hand_over(server: Server, *mails: Mail, password: str | None = None) -> None:
    with Post(server, (lambda: Secret(password)) if password else None) as post:
        for each in mails:
            post.hand_over(each)


def with_login(server: Server) -> Server:
    return msgspec.structs.replace(server, user="briefings", password=SecretSource(environment="P"))


def test_a_message_arrives_as_it_was_made() -> None:
    desk = Desk()

    with serving(desk) as server:
        hand_over(server, mail(), mail("asha@cabinet.example"))

    assert desk.arrived == [
        ("jo@cabinet.example", mail().data),
        ("asha@cabinet.example", mail("asha@cabinet.example").data),
    ]


def test_a_message_goes_through_tls_and_a_login(tmp_path: Path) -> None:
    desk = Desk()

    with serving(desk, certificate(tmp_path), login=True) as server:
        hand_over(with_login(server), mail(), password="hunter2")  # noqa: S106

    assert (desk.logins, len(desk.arrived)) == (["briefings"], 1)


def test_a_wrong_password_is_told_without_the_password(tmp_path: Path) -> None:
    desk = Desk()

    with serving(desk, certificate(tmp_path), login=True) as server, pytest.raises(ServerError) as error:
        hand_over(with_login(server), mail(), password="hunter3")  # noqa: S106

    assert "hunter3" not in f"{error.value!r} {error.value.__cause__!r}"
    assert desk.arrived == []


def test_nothing_is_sent_in_the_open_when_tls_was_asked_for() -> None:
    desk = Desk()

    with serving(desk) as server, pytest.raises(ServerError, match=r"offers no STARTTLS"):
        hand_over(msgspec.structs.replace(with_login(server), security=Security.STARTTLS), mail(), password="hunter2")  # noqa: S106

    assert (desk.logins, desk.arrived) == ([], [])


def test_a_certificate_of_strangers_is_not_trusted(tmp_path: Path) -> None:
    desk = Desk()

    with serving(desk, certificate(tmp_path)) as server, pytest.raises(ServerError, match="not to be trusted"):
        hand_over(msgspec.structs.replace(server, authority=None), mail())

    assert desk.arrived == []


def test_a_sender_who_is_not_welcome_is_a_matter_of_the_server_and_not_of_one_message() -> None:
    desk = Desk(mail=["553 5.7.1 not your address"])

    with serving(desk) as server, pytest.raises(ServerError, match=r"does not take mail from desk@ministry\.example"):
        hand_over(server, mail())

    assert desk.arrived == []


def test_a_message_that_the_server_took_before_it_hung_up_is_in_doubt() -> None:
    desk = Desk(data=["drop after"])

    with serving(desk) as server, Post(server, None) as post, pytest.raises(TemporaryError) as error:
        post.hand_over(mail())

    assert error.value.in_doubt
    assert len(desk.arrived) == 1


def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    with pytest.raises(TemporaryError, match="cannot be reached"):
        hand_over(Server(host="127.0.0.1", port=free_port(), timeout_s=1), mail())


def test_a_server_that_is_silent_is_not_waited_for_longer_than_agreed() -> None:
    with socket.create_server(("localhost", 0)) as silent, pytest.raises(TemporaryError):
        hand_over(Server(host="localhost", port=silent.getsockname()[1], timeout_s=1), mail())

    assert silent.fileno() == -1


def test_an_address_that_the_server_cannot_write_is_refused_for_good() -> None:
    desk = Desk()

    with serving(desk, enable_SMTPUTF8=False) as server, pytest.raises(RefusedError, match="SMTPUTF8"):
        hand_over(server, mail("jörg@cabinet.example"))

    assert desk.arrived == []
