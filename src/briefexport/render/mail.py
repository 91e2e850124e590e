"""Message + envelope + files -> the bytes of an e-mail (RFC 5322). The same ones for the same arguments."""

import email.policy
import email.utils
import hashlib
import unicodedata
from collections.abc import Sequence
from email.headerregistry import Address as Header
from email.message import EmailMessage

import msgspec

from briefexport.document.message import Address, Attachment, Envelope, Message

_ID_DIGITS = 32


class HeaderError(ValueError):
    """A text with a line end or another control character in it, which could become a header of its own."""


class Mail(msgspec.Struct, frozen=True):
    """A message ready to be handed over. `needs_utf8` when an address asks for SMTPUTF8 (RFC 6531)."""

    ident: str
    sender: str
    recipient: str
    data: bytes
    needs_utf8: bool


def render_mail(message: Message, attachments: Sequence[Attachment], envelope: Envelope) -> Mail:
    """One message to one recipient.

    Raises:
        HeaderError: the subject, a name or an address could break out of its header.
    """
    sender, recipient = _on_the_wire(envelope.sender.address), _on_the_wire(envelope.recipient.address)
    needs_utf8 = not (sender + recipient).isascii()
    content = _digest(message.subject, message.text, message.html, *(_digest_of(each) for each in attachments))
    ident = message_id(envelope.series, content, recipient, sender)
    mail = EmailMessage(email.policy.SMTP.clone(utf8=needs_utf8, cte_type="7bit"))
    mail["Subject"] = _safe(message.subject)
    mail["From"] = _header(envelope.sender)
    mail["To"] = _header(envelope.recipient)
    if envelope.reply_to:
        mail["Reply-To"] = _header(envelope.reply_to)
    mail["Date"] = email.utils.format_datetime(envelope.at)
    mail["Message-ID"] = ident
    if envelope.references:
        mail["References"] = " ".join(map(_safe, envelope.references))
    mail["Auto-Submitted"] = "auto-generated"
    _put_content(mail, message, attachments, content)
    mail["Content-Language"] = _safe(message.language)
    return Mail(ident, sender, recipient, mail.as_bytes(), needs_utf8)


def message_id(series: str, content: str, recipient: str, sender: str) -> str:
    """The id of a message: a repeat of it is the same message, anything else another one."""
    domain = sender.rpartition("@")[2].encode("idna").decode()
    return f"<{_safe(series)}.{_digest(series, content, recipient)[:_ID_DIGITS]}@{domain}>"


def _put_content(mail: EmailMessage, message: Message, attachments: Sequence[Attachment], digest: str) -> None:
    """Both forms of the text, then the files; what parts them is made from the content, so that bytes stay the same."""
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    for each in attachments:
        kind, _, subtype = each.media_type.partition("/")
        mail.add_attachment(each.data, kind, subtype, filename=_safe(each.name))
    for part in mail.walk():
        if part.is_multipart():
            part.set_boundary(f"=_{digest[:_ID_DIGITS]}_{part.get_content_subtype()}")


def _header(address: Address) -> Header:
    local, _, domain = _on_the_wire(address.address).rpartition("@")
    try:
        return Header(_safe(address.name), local, domain)
    except ValueError as error:
        raise HeaderError(f"'{address.address}' is no address that can stand in a header") from error


def _on_the_wire(address: str) -> str:
    """The address with its domain in ASCII (IDNA)."""
    local, at, domain = _safe(address).rpartition("@")
    try:
        return local + at + domain.encode("idna").decode()
    except UnicodeError as error:
        raise HeaderError(f"'{address}' has no domain that can be written in ASCII") from error


def _safe(text: str) -> str:
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
