"""Message + envelope + files -> the bytes of an e-mail (RFC 5322). The same ones for the same arguments."""

import email.header
import email.headerregistry
import email.policy
import email.utils
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from email.message import EmailMessage

import msgspec

from briefexport.document.message import Attachment, Envelope, Mailbox, Message

_ID_DIGITS = 32
_LINE_END = "\r\n"
_END_OF_HEAD = b"\r\n\r\n"
_LONGEST_WORD = 70
# What a name may be made of without quotes (RFC 5322, 3.2.3).
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+( [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)


class HeaderError(ValueError):
    """A text with a line end or another control character in it, which could become a header of its own."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody who gets the same message gets, made once: both forms of the text, and the files.

    `subject_field` is the subject as it stands in the header; `digest` names the content; `head` are the headers that
    say how `body` is to be read.
    """

    subject: str
    subject_field: str
    language: str
    digest: str
    head: bytes
    body: bytes


class Mail(msgspec.Struct, frozen=True):
    """A message ready to be handed over. `needs_utf8` when an address asks for SMTPUTF8 (RFC 6531).

    Messages with the same content share one `body`, so a thousand of them take the room of one.
    """

    ident: str
    sender: str
    recipient: str
    head: bytes
    body: bytes
    needs_utf8: bool

    @property
    def data(self) -> bytes:
        """The whole message; every line ends with CR LF."""
        return self.head + self.body

    @property
    def size_bytes(self) -> int:
        """How long the whole message is."""
        return len(self.head) + len(self.body)


def render_mail(message: Message, attachments: Sequence[Attachment], envelope: Envelope) -> Mail:
    """One message to one recipient.

    Raises:
        HeaderError: the subject, a name or an address could break out of its header.
    """
    return addressed(render_letter(message, attachments), envelope)


def render_letter(message: Message, attachments: Sequence[Attachment]) -> Letter:
    """What a message says and carries, whoever gets it.

    Raises:
        HeaderError: the subject or the name of a file could break out of its header.
    """
    digest = _digest(message.subject, message.text, message.html, *(_digest_of(each) for each in attachments))
    whole = EmailMessage(email.policy.SMTP.clone(cte_type="7bit"))
    whole.set_content(message.text)
    whole.add_alternative(message.html, subtype="html")
    for each in attachments:
        kind, _, subtype = each.media_type.partition("/")
        whole.add_attachment(each.data, kind, subtype, filename=_safe(each.name))
    # What parts the parts is made from the content, so that bytes stay the same.
    for part in whole.walk():
        if part.is_multipart():
            part.set_boundary(f"=_{digest[:_ID_DIGITS]}_{part.get_content_subtype()}")
    head, _, body = whole.as_bytes().partition(_END_OF_HEAD)
    return Letter(
        subject=message.subject,
        subject_field=_encoded(message.subject, "Subject"),
        language=message.language,
        digest=digest,
        head=head,
        body=body,
    )


def addressed(letter: Letter, envelope: Envelope) -> Mail:
    """A letter to one recipient.

    An address for replies that asks for SMTPUTF8 is left out where nothing else does: it must not keep a message from
    servers that lack it, and replies then go to the sender.

    Raises:
        HeaderError: a name or an address could break out of its header.
    """
    sender, recipient = _on_the_wire(envelope.sender.address), _on_the_wire(envelope.recipient.address)
    # The mail server has to speak UTF-8 only where an address does.
    needs_utf8 = not (sender + recipient).isascii()
    ident = message_id(envelope.series, letter.digest, recipient, sender)
    fields = {
        "Subject": letter.subject_field,
        "From": _mailbox(envelope.sender, "From"),
        "To": _mailbox(envelope.recipient, "To"),
        "Date": email.utils.format_datetime(envelope.at),
        "Message-ID": ident,
        "Auto-Submitted": "auto-generated",
        "Content-Language": _safe(letter.language),
    }
    if envelope.reply_to and (needs_utf8 or _on_the_wire(envelope.reply_to.address).isascii()):
        fields["Reply-To"] = _mailbox(envelope.reply_to, "Reply-To")
    if envelope.references:
        fields["References"] = f"{_LINE_END} ".join(map(_safe, envelope.references))
    lines = "".join(f"{name}: {value}{_LINE_END}" for name, value in fields.items())
    return Mail(ident, sender, recipient, lines.encode() + letter.head + _END_OF_HEAD, letter.body, needs_utf8)


def message_id(series: str, content: str, recipient: str, sender: str) -> str:
    """The id of a message: a repeat of it is the same message, anything else another one."""
    domain = sender.rpartition("@")[2].encode("idna").decode()
    return f"<{_safe(series)}.{_digest(series, content, recipient)[:_ID_DIGITS]}@{domain}>"


def _mailbox(who: Mailbox, field: str) -> str:
    local, _, domain = _on_the_wire(who.address).rpartition("@")
    try:
        address = email.headerregistry.Address(username=local, domain=domain).addr_spec
    except ValueError as error:
        raise HeaderError(f"'{who.address}' is no address that can stand in a header") from error
    if not who.name:
        return address
    name = _safe(who.name)
    if _is_plain(name) and not _ATOMS.fullmatch(name):
        name = f'"{email.utils.quote(name)}"'
    return f"{_encoded(name, field)} <{address}>"


def _encoded(text: str, field: str) -> str:
    """A text as it stands in a header: folded, and in encoded words (RFC 2047) where it is not plain.

    Python's newer way of writing headers loses spaces between encoded words.
    """
    charset = "us-ascii" if _is_plain(text) else "utf-8"
    return email.header.Header(_safe(text), charset, header_name=field).encode(linesep=_LINE_END)


def _is_plain(text: str) -> bool:
    return text.isascii() and all(len(word) <= _LONGEST_WORD for word in text.split())


def _on_the_wire(address: str) -> str:
    """The address with its domain in ASCII (IDNA)."""
    local, at, domain = _safe(address).rpartition("@")
    try:
        return local + at + domain.encode("idna").decode()
    except UnicodeError as error:
        raise HeaderError(f"'{address}' has no domain that can be written in ASCII") from error


def _safe(text: str) -> str:
    if "=?" in text:
        raise HeaderError(f"{text!r} has '=?' in it, which mail programs take for letters in code")
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") for sign in text):
        raise HeaderError(f"{text!r} has a line end or a control character in it, and cannot stand in a header")
    return text


def _digest_of(attachment: Attachment) -> str:
    return f"{attachment.name} {hashlib.sha256(attachment.data).hexdigest()}"


def _digest(*texts: str) -> str:
    whole = hashlib.sha256()
    for text in texts:
        data = text.encode()
        whole.update(f"{len(data)}:".encode() + data)
    return whole.hexdigest()
