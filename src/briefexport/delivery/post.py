"""Mail handed over to the server, one message after the other over one connection."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Self

from briefexport.render.mail import Mail
from briefexport.settings import Server

from .answer import RefusedError, ServerError, TemporaryError, brief, is_permanent, is_yes, refusal, words
from .connection import Limit, Password, connect, limited

__all__ = ["Post", "RefusedError", "ServerError", "TemporaryError"]

_GO_ON, _CLOSING, _TOO_LARGE = 354, 421, 552
_MEGABYTE = 1_000_000
_CHUNK = 64 * 1024
# A server may look through a message before it answers, and giving up then means a repeat (RFC 5321, 4.5.3.2.6).
_PATIENCE_AFTER = 10
# How long a message may take in all: so many times the wait for one answer, and this many bytes in a second.
_ANSWERS, _SLOWEST_BYTES = 20, 16 * 1024
# One message that times out may be to blame itself; two in a row, and it is the server.
_TIME_OUTS = 2

Answer = tuple[int, bytes]


def _nothing() -> None:
    pass


class Post:
    """A way to the server that is opened when it is needed, and again when it broke. Close it by leaving the block."""

    def __init__(self, server: Server, password: Password | None) -> None:
        self._server, self._password = server, password
        self._client: smtplib.SMTP | None = None
        self._time_outs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is None:
            return
        if kind is None:
            with suppress(OSError, smtplib.SMTPException):
                self._client.quit()
        self._give_up()

    def reach(self) -> None:
        """Connects, protects the connection and logs in; no message is sent.

        Raises:
            TemporaryError: not now.
            ServerError: not until somebody mends the settings or the server.
        """
        self._connected()

    def hand_over(self, mail: Mail, on_its_way: Callable[[], None] = _nothing) -> None:
        """Returns when the server has taken the message on.

        `on_its_way` is called when the server is ready for the message, just before the first byte of it leaves; what
        fails before that has certainly reached nobody.

        Raises:
            TemporaryError: not now.
            RefusedError: never.
            ServerError: nothing can be handed over as things are.
        """
        used = self._client is not None
        try:
            self._offer(mail)
        except TemporaryError:
            # A server ends a connection that was idle or has carried enough; that says nothing of this message.
            if not used or self._client is not None:
                raise
            self._offer(mail)
        self._send(mail, on_its_way)
        self._time_outs = 0

    def _offer(self, mail: Mail) -> None:
        """Who it is from, who it is to, and whether the server will have it."""
        client = self._connected()
        _refuse_unfit(client, mail)
        with limited(client, _ANSWERS * self._server.timeout_s) as limit:
            code, said = self._ask(lambda: client.mail(mail.sender, _options(client, mail)), limit)
            if is_permanent(code) and code != _TOO_LARGE:
                self._forget()
                raise ServerError(f"the server does not take mail from {mail.sender}: {words(code, said)}")
            if is_yes(code):
                code, said = self._ask(lambda: client.rcpt(mail.recipient), limit)
            if is_yes(code):
                code, said = self._ask(lambda: client.docmd("DATA"), limit)
        if code != _GO_ON:
            self._forget()
            raise refusal(code, said)

    def _send(self, mail: Mail, on_its_way: Callable[[], None]) -> None:
        client = self._client
        assert client is not None
        assert client.sock is not None
        try:
            on_its_way()
        except BaseException:
            # The server waits for a message, and must not take what else is said for one.
            self._give_up()
            raise
        whole_s = _ANSWERS * self._server.timeout_s + mail.size_bytes / _SLOWEST_BYTES
        with limited(client, whole_s) as limit:
            for chunk in _chunks(mail.data):
                self._ask(partial(_sent, client, chunk), limit)
            client.sock.settimeout(self._server.timeout_s * _PATIENCE_AFTER)
            code, said = self._ask(lambda: client.docmd("."), limit, in_doubt=True)
            client.sock.settimeout(self._server.timeout_s)
        if not is_yes(code):
            raise refusal(code, said)

    def _ask(self, ask: Callable[[], Answer], limit: Limit, *, in_doubt: bool = False) -> Answer:
        """An answer over which the connection stands as before."""
        try:
            code, said = ask()
        except (OSError, smtplib.SMTPException) as error:
            self._give_up()
            late = limit.passed or isinstance(error.__context__, TimeoutError)
            self._time_outs = self._time_outs + 1 if late else 0
            why = "it took too long in all" if limit.passed else brief(error)
            of_server = self._time_outs >= _TIME_OUTS
            raise TemporaryError(f"the connection broke: {why}", in_doubt=in_doubt, of_server=of_server) from None
        if code == _CLOSING or code < 0:
            self._give_up()
            raise TemporaryError(words(code, said), in_doubt=in_doubt and code < 0)
        return code, said

    def _forget(self) -> None:
        """Takes back what was said of a message that is not to be sent."""
        assert self._client is not None
        try:
            self._client.rset()
        except (OSError, smtplib.SMTPException):
            self._give_up()

    def _connected(self) -> smtplib.SMTP:
        if self._client is None:
            self._client = connect(self._server, self._password)
        return self._client

    def _give_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _refuse_unfit(client: smtplib.SMTP, mail: Mail) -> None:
    """Refuses what the server said beforehand that it does not take (RFC 6531, RFC 1870)."""
    if mail.needs_utf8 and not client.has_extn("smtputf8"):
        raise RefusedError("the server takes no addresses with letters outside ASCII (SMTPUTF8)")
    said = client.esmtp_features.get("size", "")
    most = int(said) if said.isdecimal() else 0
    if most and mail.size_bytes > most:
        raise RefusedError(
            f"the message has {mail.size_bytes / _MEGABYTE:.1f} MB, "
            f"and the server takes {most / _MEGABYTE:.1f} MB at most"
        )


def _options(client: smtplib.SMTP, mail: Mail) -> list[str]:
    size = [f"SIZE={mail.size_bytes}"] if client.has_extn("size") else []
    return [*size, "BODY=8BITMIME", "SMTPUTF8"] if mail.needs_utf8 else size


def _chunks(data: bytes) -> Iterator[bytes]:
    """The message as it goes over the line, where a line with a lone dot would end it (RFC 5321, 4.5.2)."""
    whole = data.replace(b"\r\n.", b"\r\n..")
    if whole.startswith(b"."):
        whole = b"." + whole
    if not whole.endswith(b"\r\n"):
        whole += b"\r\n"
    for start in range(0, len(whole), _CHUNK):
        yield whole[start : start + _CHUNK]


def _sent(client: smtplib.SMTP, chunk: bytes) -> Answer:
    """A part of a message that was sent, and is not answered."""
    client.send(chunk)
    return 0, b""
