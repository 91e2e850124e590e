"""A mail server on loopback that does what a test tells it: refuses, drops, asks for TLS and a login."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from briefexport.settings import Security, Server


class Desk:
    """What arrived, and what is answered at each stage; None is yes, and `drop` hangs up."""

    def __init__(self, **replies: list[str]) -> None:
        self.arrived: list[tuple[str, bytes]] = []
        self.logins: list[str] = []
        self.replies = replies

    def _reply(self, stage: str) -> str | None:
        left = self.replies.get(stage)
        return left.pop(0) if left else None

    async def handle_MAIL(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """The sender."""
        envelope.mail_from = address
        return self._answer("mail", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """A recipient."""
        said = self._answer("rcpt", server)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The message itself."""
        said = self._reply("data")
        # One that hangs up after it has taken the message is the case nobody can know.
        if said is None or said == "drop after":
            content = envelope.content
            assert isinstance(content, bytes)
            self.arrived.extend((address, content) for address in envelope.rcpt_tos)
        return self._said(said, server)

    def _answer(self, stage: str, server: SMTP) -> str:
        return self._said(self._reply(stage), server)

    def _said(self, said: str | None, server: SMTP) -> str:
        if said is None:
            return "250 OK"
        if said.startswith("drop"):
            transport: Any = server.transport
            transport.abort()
            return "421 gone"
        return said

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, told: Any) -> AuthResult:
        """Whoever has the right password is let in."""
        assert isinstance(told, LoginPassword)
        self.logins.append(told.login.decode())
        return AuthResult(success=told.password == b"hunter2", handled=False)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Certificate(msgspec.Struct, frozen=True):
    """A certificate for localhost, and the file of who vouches for it."""

    context: ssl.SSLContext
    authority: Path


def certificate(folder: Path) -> Certificate:
    """A new authority and what it signed."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return Certificate(context, path)


@contextmanager
def serving(desk: Desk, paper: Certificate | None = None, **how: Any) -> Iterator[Server]:
    """The settings with which a running server is reached."""
    settings: dict[str, Any] = {**how}
    if paper:
        settings |= {"tls_context": paper.context, "require_starttls": True}
    if settings.pop("login", False):
        settings |= {"authenticator": desk.authenticate, "auth_required": True, "auth_require_tls": bool(paper)}
    port = free_port()
    controller = Controller(desk, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    try:
        yield Server(
            host="127.0.0.1",
            port=port,
            security=Security.STARTTLS if paper else Security.NONE,
            authority=paper.authority if paper else None,
            timeout_s=5,
        )
    finally:
        controller.stop()
