"""Settings as a value. No password is ever in it, only where to ask for one."""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import msgspec

from briefexport.document.message import Mailbox
from briefexport.product import Product

from .secret import SecretSource


class Security(Enum):
    """How the way to the server is protected; NONE is for a server on this machine that asks for no login."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"

    @property
    def port(self) -> int:
        """The usual port: submission (RFC 6409), submissions (RFC 8314), smtp."""
        return {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}[self]


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """The server that takes our mail. `user` and `password` are both given or both None.

    `authority` is a file of certificates to trust in place of the system's; `timeout_s` bounds each answer.
    """

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str | None = None
    password: SecretSource | None = None
    authority: Path | None = None
    timeout_s: float = 30


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One who gets mail. `language` None is that of the briefing; `marking` is the highest level they may receive."""

    mailbox: Mailbox
    language: str | None = None
    products: tuple[Product, ...] = tuple(Product)
    marking: str


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is set; `origins` tells where each of them was written, by its key: `mail.host`.

    `operator` is told when a run fails that nobody watches.

    Without any file there is no server, no sender and no list.
    """

    server: Server | None = None
    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    operator: Mailbox | None = None
    lists: Mapping[str, tuple[Member, ...]] = {}
    origins: Mapping[str, str] = {}
