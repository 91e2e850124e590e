"""A message: what it says, twice over, and what goes with it, in no library's terms."""

import datetime as dt

import msgspec


class Mailbox(msgspec.Struct, frozen=True):
    """Somebody who sends or gets mail; the name may be empty."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


class Attachment(msgspec.Struct, frozen=True):
    """A file that goes with a message."""

    name: str
    media_type: str
    data: bytes


class Message(msgspec.Struct, frozen=True):
    """A message as everybody of one language and one choice of files gets it; text and HTML say the same."""

    language: str
    subject: str
    text: str
    html: str


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What is different for each of those who get a message.

    `series` is the id and number of the issue, such as `summit.4`; `references` are the ids of the messages before this
    one, the oldest first; `at` is the moment that its date says.
    """

    series: str
    sender: Mailbox
    recipient: Mailbox
    reply_to: Mailbox | None = None
    references: tuple[str, ...] = ()
    at: dt.datetime
