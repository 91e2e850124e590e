"""A connection to the mail server: greeted, protected and logged in, or told why not."""

import base64
import ipaddress
import os
import re
import smtplib
import socket  # noqa: TID251 - mail is what the network is touched for
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from briefexport.settings import Secret, Security, Server

from .answer import ServerError, TemporaryError, brief, is_permanent, is_yes, words

# How many times the wait for one answer all answers together may take, until the login is done.
_ANSWERS = 10
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")

Password = Callable[[], Secret]


def connect(server: Server, password: Password | None) -> smtplib.SMTP:
    """A connection over which mail can be handed over.

    Raises:
        TemporaryError: not now.
        ServerError: not until somebody mends the settings or the server.
    """
    trust = _trust(server)
    with _told(server):
        client = _greeted(server, trust)
        try:
            with limited(client, _ANSWERS * server.timeout_s) as limit:
                _enter(client, server, trust, password, limit)
        except BaseException:
            client.close()
            raise
    return client


class Limit:
    """Whether a dialogue was ended because it took too long in all."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self.passed = False
        self._client = client

    def hang_up(self) -> None:
        """Ends the connection under whoever waits for an answer."""
        self.passed = True
        if self._client.sock is not None:
            with suppress(OSError):
                # Not the method of a socket with TLS: that one takes its TLS away first.
                socket.socket.shutdown(self._client.sock, socket.SHUT_RDWR)


@contextmanager
def limited(client: smtplib.SMTP, seconds: float) -> Iterator[Limit]:
    """Hangs up when what happens inside takes longer in all, however busily the server trickles."""
    limit = Limit(client)
    timer = threading.Timer(seconds, limit.hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield limit
    finally:
        timer.cancel()


def _trust(server: Server) -> ssl.SSLContext | None:
    if server.security is Security.NONE:
        return None
    try:
        return ssl.create_default_context(cafile=str(server.authority) if server.authority else None)
    except OSError as error:  # an error of TLS is one of the system too
        why = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise ServerError(f"`authority`, the file '{server.authority}', cannot be used: {why}") from None


def _greeted(server: Server, trust: ssl.SSLContext | None) -> smtplib.SMTP:
    # Left without a name, Python would ask the name server for that of this machine, and wait for it.
    host, port, name, wait_s = server.host, server.port, "localhost", server.timeout_s
    client: smtplib.SMTP
    if server.security is Security.TLS:
        client = smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=wait_s, context=trust)
    else:
        client = smtplib.SMTP(host, port, local_hostname=name, timeout=wait_s)
    assert client.sock is not None
    # The dot that ends a message must not wait until the other side has acknowledged the message.
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.local_hostname = _own_name(client.sock)
    return client


def _own_name(connected: socket.socket) -> str:
    """What this machine calls itself in EHLO: its full name, or else its address (RFC 5321, 4.1.3)."""
    name = os.uname().nodename
    if _HOST.fullmatch(name):
        return name
    address = ipaddress.ip_address(connected.getsockname()[0].partition("%")[0])
    return f"[{address}]" if address.version == 4 else f"[IPv6:{address}]"  # noqa: PLR2004 - as the RFC names them


def _enter(
    client: smtplib.SMTP, server: Server, trust: ssl.SSLContext | None, password: Password | None, limit: Limit
) -> None:
    """Nothing is sent, and nobody logs in, on a connection that should be protected and is not."""
    try:
        _greet(client)
        if server.security is Security.STARTTLS:
            if not client.has_extn("starttls"):
                raise ServerError("the server offers no STARTTLS, and nothing is sent in the open")
            client.starttls(context=trust)
            _greet(client)
        if server.user and password and server.security is not Security.NONE:
            _log_in(client, server.user, password())
    except (OSError, smtplib.SMTPException):
        if limit.passed:
            raise TemporaryError("the server takes too long to let us in", of_server=True) from None
        raise


def _greet(client: smtplib.SMTP) -> None:
    """Says who we are; to a server that has not heard of EHLO, in the old way."""
    code, said = client.ehlo()
    if is_permanent(code):
        code, said = client.helo()
    if not is_yes(code):
        raise smtplib.SMTPHeloError(code, said)


def _log_in(client: smtplib.SMTP, user: str, secret: Secret) -> None:
    """One attempt, by one way: a wrong password that is tried in every way locks some accounts."""
    offered = client.esmtp_features.get("auth", "").upper().split()
    if not offered:
        raise ServerError("the server asks for no login; take `user` and `password` out of the settings")
    try:
        if "PLAIN" in offered:
            _log_in_plainly(client, user, secret)
        elif (user + secret.reveal()).isascii():
            client.login(user, secret.reveal())
        else:
            raise ServerError("the server takes no login with letters outside ASCII")
    except smtplib.SMTPResponseException as error:
        # A server may repeat what it was told.
        said = secret.hidden_in(words(error.smtp_code, error.smtp_error), user)
        if is_permanent(error.smtp_code):
            raise ServerError(f"the server does not let {user} in: {said}") from None
        raise TemporaryError(said, of_server=True) from None


def _log_in_plainly(client: smtplib.SMTP, user: str, secret: Secret) -> None:
    """By PLAIN, in UTF-8 (RFC 4616), which smtplib writes in ASCII only."""
    token = base64.b64encode(f"\0{user}\0{secret.reveal()}".encode()).decode()
    code, said = client.docmd("AUTH", f"PLAIN {token}")
    if not is_yes(code):
        raise smtplib.SMTPAuthenticationError(code, said)


@contextmanager
def _told(server: Server) -> Iterator[None]:
    """What a library raises, as what it means; its errors are errors of the system too, so the order counts."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        said = words(error.smtp_code, error.smtp_error)
        if is_permanent(error.smtp_code) or error.smtp_code < 0:
            raise ServerError(f"the server turns us away: {said}") from None
        raise TemporaryError(said, of_server=True) from None
    except smtplib.SMTPServerDisconnected as error:
        raise TemporaryError(f"the server hung up: {brief(error)}", of_server=True) from None
    except smtplib.SMTPException as error:
        raise ServerError(brief(error)) from None
    except ssl.SSLCertVerificationError as error:
        raise ServerError(f"the server's certificate is not to be trusted: {error.verify_message}") from None
    except ssl.SSLEOFError:
        raise TemporaryError("the server hung up while the connection was being protected", of_server=True) from None
    except ssl.SSLError as error:
        why = f"{server.host} speaks no TLS on port {server.port}: {error.reason}"
        raise ServerError(f"{why}; see to `security` and `port`") from None
    except UnicodeError:
        raise ServerError(f"'{server.host}' is no name that a server can have") from None
    except OSError as error:
        raise TemporaryError(f"the server cannot be reached: {brief(error)}", of_server=True) from None
