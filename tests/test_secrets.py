"""The password of the mail server: from wherever it comes, nothing that is printed or written shows it."""

import base64
import logging
import os
import smtplib
import subprocess
import sys
from pathlib import Path

import click
import keyring
import keyring.backend
import pytest

from briefexport.cli.commands import briefexport
from briefexport.settings import SecretError, SecretSource, read_secret, read_settings
from command import run
from postoffice import Desk, certificate, serving
from test_send import SEND, desk, settings

__all__ = ["desk"]

PASSWORD = "hunter2"  # noqa: S105 - the one that the server takes
FORMS = (PASSWORD, *(base64.b64encode(each).decode() for each in (b"hunter2", b"\0briefings\0hunter2")))
SOURCES = {
    "command": f'command = [{str(sys.executable)!r}, "-c", "print(open(\'kept\').read())"]',
    "file": 'file = "kept"',
    "environment": 'environment = "MAIL_PASSWORD"',
    "credential": 'credential = "kept"',
    "keyring": 'keyring = "briefexport"',
}


class Store(keyring.backend.KeyringBackend):
    """A desktop's store, as the library sees one."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return Path("kept").read_text("utf-8") if (service, username) == ("briefexport", "briefings") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.fixture
def kept(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a password that is `hunter2`, which is in every other place too."""
    (desk / "kept").touch(0o600)
    (desk / "kept").write_text(PASSWORD, "utf-8")
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(desk))
    monkeypatch.setattr(keyring.core, "_keyring_backend", Store())  # type: ignore[no-untyped-call]
    return desk


def with_password(port: int, authority: Path, source: str) -> str:
    how = f'security = "starttls"\nauthority = "{authority}"\nuser = "briefings"'
    plain = settings(port).replace('security = "none"', how)
    return f"{plain}\n[mail.password]\n{source}\n"


def shown(*texts: str) -> list[str]:
    """Which forms of the password stand in something that was printed."""
    return [form for form in FORMS for text in texts if form in text]


def sent(
    source: str, server: Desk, folder: Path, capfd: pytest.CaptureFixture[str], *command: str
) -> tuple[int, str, str]:
    with serving(server, certificate(folder), login=True) as found:
        Path("briefexport.toml").write_text(with_password(found.port, folder / "authority.pem", source), "utf-8")
        return run(capfd, *(command or SEND))


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_password_from_anywhere_opens_the_server_and_is_shown_nowhere(
    source: str, kept: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = Desk()

    status, out, err = sent(source, server, kept, capfd, *SEND, "--only", "jo@cabinet.example")

    assert (status, server.logins, len(server.arrived)) == (0, ["briefings"], 1)
    assert shown(out, err, "".join(each for each in caplog.messages if "mail.log" not in each)) == []


def test_a_password_that_is_wrong_is_not_shown_either(kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    server = Desk(auth=[f"535 5.7.8 no: {', '.join(FORMS)}"])

    status, out, err = sent(SOURCES["file"], server, kept, capfd)

    assert (status, server.arrived) == (3, [])
    assert "the server does not let briefings in: 535 5.7.8 no: ***, ***, ***" in err
    assert shown(out, err) == []


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_the_settings_show_where_it_is_from_and_not_what_it_is(
    source: str, kept: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("briefexport.toml").write_text(with_password(25, kept / "authority.pem", source), "utf-8")
    said = [run(capfd, "settings", "water.yaml", *form) for form in ((), ("--json",))]
    found = read_settings(Path("water.yaml"), os.environ)

    assert [(status, '"***"' in out) for status, out, _ in said] == [(0, True), (0, True)]
    assert shown(*(text for _, *texts in said for text in texts), repr(found), str(found)) == []


def test_a_traceback_does_not_show_it(
    kept: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = smtplib.SMTP.docmd

    def broken(client: smtplib.SMTP, command: str, arguments: str = "") -> tuple[int, bytes]:
        if command == "AUTH":
            raise ZeroDivisionError("a bug of ours")
        return real(client, command, arguments)

    monkeypatch.setattr(smtplib.SMTP, "docmd", broken)
    monkeypatch.setenv("TMPDIR", str(kept))
    monkeypatch.setattr("tempfile.tempdir", None)

    status, out, err = sent(SOURCES["file"], Desk(), kept, capfd)

    (trace,) = kept.glob("briefexport-bug-*.txt")
    assert status == 70
    assert "ZeroDivisionError: a bug of ours" in trace.read_text("utf-8")
    assert shown(out, err, trace.read_text("utf-8")) == []


@pytest.mark.slow
def test_pythons_own_debugging_does_not_show_it(desk: Path) -> None:
    server = Desk()
    command = [sys.executable, "-X", "dev", "-X", "importtime", "-v", "-m", "briefexport", *SEND]
    environment = {**os.environ, "MAIL_PASSWORD": PASSWORD, "PYTHONASYNCIODEBUG": "1"}

    with serving(server, certificate(desk), login=True) as found:
        text = with_password(found.port, desk / "authority.pem", SOURCES["environment"])
        Path("briefexport.toml").write_text(text, "utf-8")
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)

    assert (done.returncode, len(server.arrived)) == (0, 2)
    assert shown(done.stdout, done.stderr) == []


def test_no_command_takes_a_password() -> None:
    options = [
        name
        for command in briefexport.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    ]

    assert len(options) > 20
    assert [name for name in options if "pass" in name or "secret" in name or "token" in name] == []


def test_what_a_command_is_given_is_not_shown_even_to_a_debugger() -> None:
    assert repr(SecretSource(command=("vault", "--token=hunter2"))) == "<the command 'vault'>"


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o660, 0o777])
def test_a_file_that_others_may_read_gives_nothing(rights: int, kept: Path) -> None:
    (kept / "kept").chmod(rights)

    with pytest.raises(SecretError, match="can be read by others") as refused:
        read_secret(SecretSource(file=kept / "kept"), "briefings", {})

    assert refused.value.fix == f"run chmod 600 {kept}/kept"


def test_a_send_with_such_a_file_says_so_and_sends_nothing(kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (kept / "kept").chmod(0o644)
    server = Desk()

    status, out, err = sent(SOURCES["file"], server, kept, capfd)

    assert (status, server.logins, server.arrived) == (3, [], [])
    assert f"the file '{kept}/kept' can be read by others; run chmod 600 {kept}/kept" in err
    assert shown(out, err) == []
