"""A password, asked for at the moment it is needed, and shown to nobody."""

import base64
import os
import shlex
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec

_PATIENCE_S = 30
_MOST_BYTES = 4096


class SecretError(Exception):
    """A password that cannot be had; the text says why and what to do, and never what a command or file said."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.what, self.fix = what, fix


class Secret:
    """A password. Whatever prints it prints stars; only `reveal` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The password itself."""
        return self._text

    def hidden_in(self, text: str, user: str) -> str:
        """The text with stars for the password, as it is and as the logins of mail servers write it."""
        logins = (self._text, f"\0{user}\0{self._text}")
        forms = (self._text, *(base64.b64encode(each.encode()).decode() for each in logins))
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, "***")
        return text

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> str:
        raise TypeError("a password is not written down")


class SecretSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a password comes from: exactly one of these."""

    command: tuple[str, ...] | None = None
    file: Path | None = None
    environment: str | None = None
    credential: str | None = None
    keyring: str | None = None

    def __repr__(self) -> str:
        return f"<{self}>"

    def __str__(self) -> str:
        """Where from, without the arguments of a command: there may be secrets among them."""
        if self.command:
            return f"the command '{shlex.quote(self.command[0])}'"
        if self.file:
            return f"the file '{self.file}'"
        if self.environment:
            return f"the variable {self.environment}"
        return f"the systemd credential '{self.credential}'" if self.credential else f"the keyring '{self.keyring}'"


def read_secret(source: SecretSource, user: str, environment: Mapping[str, str]) -> Secret:
    """The password; one line end at its end is no part of it.

    Raises:
        SecretError: it cannot be had.
    """
    if source.command:
        text = _said_by(source.command, source)
    elif source.file:
        text = _in_file(source.file)
    elif source.environment:
        text = environment.get(source.environment, "")
    elif source.credential:
        text = _credential(source.credential, environment)
    else:
        text = _in_keyring(str(source.keyring), user)
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise SecretError(f"{source} gives no password", "see that it is set")
    if "\n" in text or "\0" in text:
        raise SecretError(f"{source} gives more than one line", "let it give the password and nothing else")
    return Secret(text)


def _said_by(command: tuple[str, ...], source: SecretSource) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        why = "did not end in time" if isinstance(error, subprocess.TimeoutExpired) else "cannot be run"
        raise SecretError(f"{source} {why}", "run it by hand to see what is wrong") from None
    if done.returncode:
        raise SecretError(f"{source} ended with status {done.returncode}", "run it by hand to see what is wrong")
    return _decoded(done.stdout, source)


def _in_file(path: Path) -> str:
    """The file's text; a file that others may read is refused, as ssh refuses such a key."""
    source = SecretSource(file=path)
    try:
        with path.open("rb") as file:
            kind = os.fstat(file.fileno())
            if not stat.S_ISREG(kind.st_mode) or kind.st_mode & 0o077 or kind.st_uid not in (0, os.geteuid()):
                raise SecretError(f"{source} can be read by others", f"run chmod 600 {shlex.quote(str(path))}")
            return _decoded(file.read(_MOST_BYTES), source)
    except OSError as error:
        raise SecretError(f"{source} cannot be read: {error.strerror}", "see to its place and its rights") from None


def _credential(name: str, environment: Mapping[str, str]) -> str:
    """What systemd put there for this service (systemd.exec, LoadCredential)."""
    source, folder = SecretSource(credential=name), environment.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise SecretError(
            f"{source} is not there: this does not run as a systemd service", "add LoadCredential= to the unit"
        )
    try:
        return _decoded((Path(folder) / name).read_bytes()[:_MOST_BYTES], source)
    except OSError as error:
        raise SecretError(f"{source} cannot be read: {error.strerror}", "see to LoadCredential= in the unit") from None


def _in_keyring(service: str, user: str) -> str:
    source = SecretSource(keyring=service)
    try:
        import keyring
    except ImportError:
        fix = "install briefexport with its extra `keyring`, or take the password from elsewhere"
        raise SecretError(f"{source} cannot be asked: the library is not installed", fix) from None
    try:
        return keyring.get_password(service, user) or ""
    except Exception:  # noqa: BLE001 - whatever a desktop's keyring fails with, it may hold what nobody should read
        raise SecretError(f"{source} cannot be opened", "unlock it, or take the password from elsewhere") from None


def _decoded(data: bytes, source: SecretSource) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise SecretError(f"{source} gives no UTF-8 text", "write the password as UTF-8") from None
