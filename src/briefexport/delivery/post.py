"""Mail handed over to the server. The only module that talks SMTP, and the only one that opens a password."""

import smtplib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Self

from briefexport.render.mail import Mail
from briefexport.settings import Secret, Security, Server

_TOO_LARGE = 552
_FIRST_PERMANENT = 500


class TemporaryError(Exception):
    """It did not work now and may later; the text says why.

    `in_doubt` when the server may have the message already, `of_server` when no other message would fare better.
    """

    def __init__(self, why: str, *, in_doubt: bool = False, of_server: bool = False) -> None:
        super().__init__(why, in_doubt, of_server)
        self.why, self.in_doubt, self.of_server = why, in_doubt, of_server


class RefusedError(Exception):
    """The server will never take this message; the text says why."""


class ServerError(Exception):
    """No message can be handed over until somebody mends the settings or the server; the text says why."""


class Post:
    """A way to the server that is opened when it is needed, and again when it broke. Close it by leaving the block."""

    def __init__(self, server: Server, password: Callable[[], Secret] | None) -> None:
        self._server, self._password = server, password
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            try:
                self._client.quit()
            except (OSError, smtplib.SMTPException):
                self._client.close()

    def hand_over(self, mail: Mail) -> None:
        """Returns when the server has taken the message on.

        Raises:
            TemporaryError: not now.
            RefusedError: never.
            ServerError: nothing can be handed over as things are.
        """
        options = ["SMTPUTF8", "BODY=8BITMIME"] if mail.needs_utf8 else []
        client = self._connected()
        try:
            client.sendmail(mail.sender, [mail.recipient], mail.data, options)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*error.recipients[mail.recipient]) from None
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code == _TOO_LARGE or error.smtp_code < _FIRST_PERMANENT:
                raise _refusal(error.smtp_code, error.smtp_error) from None
            why = f"the server does not take mail from {mail.sender}: {_said(error.smtp_code, error.smtp_error)}"
            raise ServerError(why) from None
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPNotSupportedError:
            raise RefusedError("the server takes no addresses with letters outside ASCII (SMTPUTF8)") from None
        except (OSError, smtplib.SMTPException) as error:
            self._give_up()
            raise TemporaryError(f"the connection broke: {_brief(error)}", in_doubt=True) from None

    def _connected(self) -> smtplib.SMTP:
        if self._client is None:
            try:
                self._client = self._open()
            # smtplib's errors are errors of the system too, so they come first.
            except smtplib.SMTPResponseException as error:
                if error.smtp_code < _FIRST_PERMANENT:
                    raise TemporaryError(_said(error.smtp_code, error.smtp_error), of_server=True) from None
                raise ServerError(f"the server turns us away: {_said(error.smtp_code, error.smtp_error)}") from None
            except smtplib.SMTPServerDisconnected as error:
                raise TemporaryError(f"the server hung up: {_brief(error)}", of_server=True) from None
            except smtplib.SMTPException as error:
                raise ServerError(_brief(error)) from None
            except ssl.SSLCertVerificationError as error:
                raise ServerError(f"the server's certificate is not to be trusted: {error.verify_message}") from None
            except OSError as error:
                raise TemporaryError(f"the server cannot be reached: {_brief(error)}", of_server=True) from None
        return self._client

    def _open(self) -> smtplib.SMTP:
        server = self._server
        context = ssl.create_default_context(cafile=str(server.authority) if server.authority else None)
        client: smtplib.SMTP
        if server.security is Security.TLS:
            client = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_s, context=context)
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
        try:
            if server.security is Security.STARTTLS:
                _protect(client, context)
            if server.user and self._password and server.security is not Security.NONE:
                client.login(server.user, self._password().reveal())
        except BaseException:
            client.close()
            raise
        return client

    def _give_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _protect(client: smtplib.SMTP, context: ssl.SSLContext) -> None:
    """Nothing is sent, and nobody logs in, on a connection that should be protected and is not."""
    client.ehlo()
    if not client.has_extn("starttls"):
        raise ServerError("the server offers no STARTTLS, and nothing is sent in the open")
    client.starttls(context=context)
    client.ehlo()


def _refusal(code: int, said: bytes | str) -> TemporaryError | RefusedError:
    return RefusedError(_said(code, said)) if code >= _FIRST_PERMANENT else TemporaryError(_said(code, said))


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"


def _brief(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
