"""A mail server on loopback that does what a test tells it: refuses, drops, asks for TLS and a login."""

import asyncio
import datetime as dt
import gc
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from briefexport.settings import Security, Server

SLOW_S, PATIENCE_S = 3, 60


class Desk:
    """What arrived, and what is answered at each stage, one answer after the other; None, or none left, is yes.

    The stages are connect, ehlo, starttls, auth, mail, rcpt, go (the word DATA), content and data (after the last dot).
    `drop` hangs up, at content after some of it; `drop after` takes the message first; `slow` keeps the client waiting
    until `go_on`, or for `slow_s` seconds, and `trickle` sends a yes one letter at a time.
    """

    def __init__(self, **replies: Sequence[str | None]) -> None:
        self.arrived: list[tuple[str, bytes]] = []
        self.logins: list[str] = []
        self.connections = 0
        self.open = False
        self.has_kept_waiting = False
        self.slow_s: float = SLOW_S
        self.go_on = threading.Event()
        self.replies = {stage: list(said) for stage, said in replies.items()}

    def await_a_client(self) -> None:
        """Returns when somebody is kept waiting."""
        end = time.monotonic() + PATIENCE_S
        while not self.has_kept_waiting:
            assert time.monotonic() < end
            time.sleep(0.02)

    def reply(self, stage: str) -> str | None:
        """What the script has for this stage now."""
        left = self.replies.get(stage)
        return left.pop(0) if left else None

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """The message itself."""
        said = self.reply("data")
        # One that hangs up after it has taken the message is the case nobody can know.
        if said in (None, "drop after", "slow", "trickle"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.arrived.extend((address, content) for address in envelope.rcpt_tos)
        return said or "250 OK"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, told: Any) -> AuthResult:
        """Whoever has the right password is let in."""
        assert isinstance(told, LoginPassword)
        self.logins.append(told.login.decode())
        return AuthResult(success=told.password in (b"hunter2", "hünter2".encode()), handled=False)


class _Scripted(SMTP):
    """The server, at whose every answer the script is asked first."""

    def __init__(self, desk: Desk, **settings: Any) -> None:
        super().__init__(desk, **settings)
        self._desk, self._greeted = desk, False

    async def push(self, status: Any) -> None:
        text = status.decode() if isinstance(status, bytes) else str(status)
        # The first who comes is aiosmtpd itself, to see that it works.
        if not self._greeted and self._desk.open:
            self._greeted = True
            self._desk.connections += 1
            if await self._is_scripted("connect"):
                return
        if text.startswith("354") and self._desk.reply("content") == "drop":
            await super().push(text)
            self._hang_up()
        elif text.partition(" ")[0] in ("drop", "slow", "trickle"):
            await self._act(text)
        else:
            await super().push(text)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - as aiosmtpd calls it, and all that follow
        if not await self._is_scripted("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if not await self._is_scripted("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._is_scripted("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if not await self._is_scripted("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self._is_scripted("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if not await self._is_scripted("go"):
            await super().smtp_DATA(arg)

    async def _is_scripted(self, stage: str) -> bool:
        said = self._desk.reply(stage)
        if said is not None:
            await self._act(said)
        return said is not None

    async def _act(self, said: str) -> None:
        match said:
            case "drop" | "drop after":
                self._hang_up()
            case "slow":
                self._desk.has_kept_waiting = True
                for _ in range(int(self._desk.slow_s * 50)):
                    if not self._desk.go_on.is_set():
                        await asyncio.sleep(0.02)
                await super().push("250 OK, at last")
            case "trickle":
                for letter in b"250-" + b"w" * 400:
                    self._writer.write(bytes([letter]))
                    await asyncio.sleep(0.02)
            case _:
                await super().push(said)

    def _hang_up(self) -> None:
        transport: Any = self.transport
        transport.abort()


class _Counter(Controller):
    """Where the scripted server is to be had."""

    def factory(self) -> SMTP:
        return _Scripted(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Certificate(msgspec.Struct, frozen=True):
    """A certificate for localhost, and the file of who vouches for it."""

    context: ssl.SSLContext
    authority: Path


def certificate(folder: Path, host: str = "127.0.0.1", until: dt.datetime | None = None) -> Certificate:
    """A new authority and what it signed; for another host, or no longer valid, when asked to."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host, not_after=until).configure_cert(context)
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return Certificate(context, path)


@contextmanager
def serving(desk: Desk, paper: Certificate | None = None, *, at_once: bool = False, **how: Any) -> Iterator[Server]:
    """The settings with which a running server is reached; with a certificate it speaks STARTTLS, or TLS `at_once`."""
    settings: dict[str, Any] = {**how}
    if paper and at_once:
        settings |= {"ssl_context": paper.context}
    elif paper:
        settings |= {"tls_context": paper.context, "require_starttls": True}
    if settings.pop("login", False):
        settings |= {"authenticator": desk.authenticate, "auth_required": not at_once, "auth_require_tls": not at_once}
    port = free_port()
    controller = _Counter(desk, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    desk.open = True
    try:
        yield Server(
            host="127.0.0.1",
            port=port,
            security=Security.NONE if not paper else Security.TLS if at_once else Security.STARTTLS,
            authority=paper.authority if paper else None,
            timeout_s=5,
        )
    finally:
        controller.stop()
        if desk.has_kept_waiting:
            # aiosmtpd leaves a connection with TLS open when it is stopped while a client waits.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)
                gc.collect()
