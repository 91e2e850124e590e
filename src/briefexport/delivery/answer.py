"""What a mail server answers, and what that means for a message."""

_GOOD, _FIRST_PERMANENT, _LAST = 2, 500, 599


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


def is_yes(code: int) -> bool:
    """Whether the server did as it was asked (RFC 5321, 4.2.1: the first digit tells)."""
    return code // 100 == _GOOD


def is_permanent(code: int) -> bool:
    """Whether asking again is in vain; an answer that is no SMTP, -1 to smtplib, is not permanent."""
    return _FIRST_PERMANENT <= code <= _LAST


def refusal(code: int, said: bytes | str) -> TemporaryError | RefusedError:
    """What a message is turned down with."""
    return RefusedError(words(code, said)) if is_permanent(code) else TemporaryError(words(code, said))


def words(code: int, said: bytes | str) -> str:
    """An answer on one line."""
    text = " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())
    return f"{code} {text}" if code > 0 else f"it answered '{text}', which is no SMTP"


def brief(error: Exception) -> str:
    """What went wrong, without smtplib's wrapping of what the system said."""
    inner = error.__context__ if isinstance(error.__context__, OSError) else error
    return getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
