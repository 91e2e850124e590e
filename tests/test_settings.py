"""Settings: read with every mistake at its place, laid over each other, shown without the password."""

import json
import os
import pickle
import sys
from pathlib import Path

import pytest

from briefexport.cli import main
from briefexport.document.message import Mailbox
from briefexport.problem import Code, RejectedError
from briefexport.product import Product
from briefexport.settings import (
    Member,
    Secret,
    SecretError,
    SecretSource,
    Security,
    Settings,
    read_secret,
    read_settings,
)

WHOLE = """\
[mail]
host = "mail.ministry.example"
user = "briefings"
sender = "Water desk <desk@ministry.example>"

[mail.password]
environment = "MAIL_PASSWORD"

[[lists.cabinet]]
name = "Asha Rao"
email = "asha@ministry.example"
language = "hi"
products = ["tracker", "memo"]
marking = "SECRET"

[[lists.cabinet]]
email = "jörg@ministerium.example"
marking = "TLP:AMBER"
"""


def settings(folder: Path, text: str, environment: dict[str, str] | None = None) -> Settings:
    (folder / "briefexport.toml").write_text(text, "utf-8")
    return read_settings(folder / "water.yaml", environment or {})


def told(folder: Path, text: str) -> list[tuple[str, str, str]]:
    """The line and column, the code and what is wrong, of every problem."""
    with pytest.raises(RejectedError) as rejected:
        settings(folder, text)
    assert all(problem.fix for problem in rejected.value.problems)
    return [
        (f"{problem.place.line}:{problem.place.column}", problem.code.value, problem.what)
        for problem in rejected.value.problems
    ]


def test_a_file_is_read(tmp_path: Path) -> None:
    found = settings(tmp_path, WHOLE)

    assert found.server is not None
    assert (found.server.host, found.server.port, found.server.security) == (
        "mail.ministry.example",
        587,
        Security.STARTTLS,
    )
    assert found.server.password == SecretSource(environment="MAIL_PASSWORD")
    assert found.sender == Mailbox("Water desk", "desk@ministry.example")
    assert found.lists["cabinet"] == (
        Member(
            mailbox=Mailbox("Asha Rao", "asha@ministry.example"),
            language="hi",
            products=(Product.MEMO, Product.TRACKER),
            marking="SECRET",
        ),
        Member(mailbox=Mailbox("", "jörg@ministerium.example"), marking="TLP:AMBER"),
    )


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "water.yaml", {}) == Settings()


def test_the_nearest_file_wins_key_by_key_and_list_by_list(tmp_path: Path) -> None:
    (tmp_path / "own" / "briefexport").mkdir(parents=True)
    (tmp_path / "own" / "briefexport" / "briefexport.toml").write_text(
        '[mail]\nhost = "far.example"\nport = 2525\n'
        '[[lists.cabinet]]\nemail = "old@x.example"\nmarking = "SECRET"\n'
        '[[lists.desk]]\nemail = "desk@x.example"\nmarking = "SECRET"\n',
        "utf-8",
    )

    found = settings(tmp_path, WHOLE, {"XDG_CONFIG_HOME": str(tmp_path / "own")})

    assert found.server is not None
    assert (found.server.host, found.server.port) == ("mail.ministry.example", 2525)
    assert [member.mailbox.name for member in found.lists["cabinet"]] == ["Asha Rao", ""]
    assert [member.mailbox.address for member in found.lists["desk"]] == ["desk@x.example"]
    assert found.origins["mail.host"].endswith(f"{tmp_path.name}/briefexport.toml:2:1")
    assert found.origins["mail.port"].endswith("own/briefexport/briefexport.toml:3:1")


def test_a_file_one_folder_up_is_found(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "briefexport.toml").write_text(WHOLE, "utf-8")

    assert read_settings(tmp_path / "source" / "water.yaml", {}).sender is not None


MISTAKES = [
    ("[mail\n", ("1:6", "B702", "this is no TOML: Expected ']' at the end of a table declaration")),
    ('[mial]\nhost = "x"\n', ("1:1", "B703", "`mial` is not a setting")),
    ('[mail]\n  hots = "x"\n', ("2:3", "B703", "`hots` is not a setting")),
    ("[mail]\nport = 70000\n", ("2:1", "B705", "`port` cannot be '70000'")),
    ("[mail]\nport = true\n", ("2:1", "B705", "`port` cannot be 'true'")),
    ('[mail]\nhost = "mail.example:25/x"\n', ("2:1", "B705", "`host` cannot be 'mail.example:25/x'")),
    ('[mail]\nsecurity = "ssl"\n', ("2:1", "B705", "`security` cannot be 'ssl'")),
    ("[mail]\ntimeout_s = 0\n", ("2:1", "B705", "`timeout_s` cannot be '0'")),
    ('[mail]\nsender = "desk"\n', ("2:1", "B706", "`sender` cannot be 'desk'")),
    ("mail = 3\n", ("1:1", "B705", "`mail` is no table")),
    ("[lists]\ncabinet = 3\n", ("2:1", "B705", "`cabinet` is no list of members")),
    ('[[lists."A b"]]\nemail = "a@b.example"\nmarking = "CUI"\n', ("1:1", "B705", "a list cannot be called 'A b'")),
    ('[[lists.a]]\nemail = "a@b.example"\n', ("1:1", "B704", "`marking` is missing")),
    ('[[lists.a]]\nmarking = "CUI"\n', ("1:1", "B704", "`email` is missing")),
    ('[[lists.a]]\nemail = "a@b.example"\nmarking = "cui"\n', ("3:1", "B705", "`marking` cannot be 'cui'")),
    (
        '[[lists.a]]\nemail = "a@b.example\\r\\nBcc: all@x.example"\nmarking = "CUI"\n',
        ("2:1", "B706", "`email` cannot be 'a@b.example\r\nBcc: all@x.example'"),
    ),
    (
        '[[lists.a]]\nemail = "a@b.example"\nmarking = "CUI"\nproducts = ["pdf"]\n',
        ("4:1", "B705", "`products` cannot be '['pdf']'"),
    ),
    (
        '[[lists.a]]\nemail = "a@b.example"\nmarking = "CUI"\nlanguage = "English"\n',
        ("4:1", "B705", "`language` cannot be 'English'"),
    ),
    (
        '[[lists.a]]\nemail = "a@b.example"\nmarking = "CUI"\n[[lists.a]]\nemail = "A@b.example"\nmarking = "CUI"\n',
        ("5:1", "B707", "'A@b.example' is in the list 'a' twice"),
    ),
    ('[mail]\npassword = "hunter2"\n', ("2:1", "B708", "a password does not belong into this file")),
    ("[mail.password]\n", ("1:1", "B708", "`password` says nothing of where it comes from")),
    (
        '[mail.password]\nfile = "a"\nkeyring = "b"\n',
        ("1:1", "B708", "`password` comes from two places"),
    ),
    ('[mail.password]\nenvironment = "hunt/er2"\n', ("2:1", "B705", "`environment` is no name")),
    ('[mail.password]\ncommand = "pass show"\n', ("2:1", "B705", "`command` is no list of words")),
    (
        '[mail]\nhost = "a.example"\nsecurity = "none"\n',
        ("3:1", "B709", "`security` 'none' would send the message in the open"),
    ),
    (
        '[mail]\nhost = "localhost"\nsecurity = "none"\nuser = "a"\n[mail.password]\nfile = "b"\n',
        ("3:1", "B709", "`security` 'none' would send the password in the open"),
    ),
    ('[mail]\nhost = "a.example"\nuser = "a"\n', ("3:1", "B709", "`user` is given without a password")),
    ('[mail.password]\nfile = "a"\n', ("1:1", "B709", "`password` is given without a user")),
]


@pytest.mark.parametrize(("text", "expected"), MISTAKES, ids=[case[1][2] for case in MISTAKES])
def test_a_mistake_is_told_at_its_place(tmp_path: Path, text: str, expected: tuple[str, str, str]) -> None:
    assert told(tmp_path, text) == [expected]


def test_every_mistake_is_told_at_once_and_a_near_miss_is_named(tmp_path: Path) -> None:
    (tmp_path / "briefexport.toml").write_text('[mail]\nhots = "x"\nport = 0\n', "utf-8")

    with pytest.raises(RejectedError) as rejected:
        read_settings(tmp_path / "water.yaml", {})

    assert [problem.fix for problem in rejected.value.problems] == [
        "did you mean `host`?",
        "write a number from 1 to 65535, without quotes",
    ]


SENDERS = [
    ("Water desk <desk@x.example>", Mailbox("Water desk", "desk@x.example")),
    ("desk@x.example", Mailbox("", "desk@x.example")),
    ("Rao, Asha <a@x.example>", Mailbox("Rao, Asha", "a@x.example")),
    ('"Rao, Asha" <a@x.example>', Mailbox("Rao, Asha", "a@x.example")),
    ("O'Neill (press); ops: <o@x.example>", Mailbox("O'Neill (press); ops:", "o@x.example")),
    ("लक्ष्\u200dमी <l@x.example>", Mailbox("लक्ष्\u200dमी", "l@x.example")),
    ("דן \u200fכהן <d@x.example>", Mailbox("דן \u200fכהן", "d@x.example")),
]


@pytest.mark.parametrize(("text", "sender"), SENDERS)
def test_names_are_taken_as_people_write_them(tmp_path: Path, text: str, sender: Mailbox) -> None:
    assert settings(tmp_path, f"[mail]\nsender = {json.dumps(text)}\n").sender == sender


@pytest.mark.parametrize(
    "text",
    [
        "Desk\nBcc: all@x.example <desk@x.example>",
        "Desk\r <desk@x.example>",
        "Desk\u2028 <desk@x.example>",
        "\u202eelpmaxe.x@noissimrep <desk@x.example>",
        "Desk <desk@x.example>, other@x.example",
        "Desk <a@x.example> <b@x.example>",
        "Desk <de\u200dsk@x.example>",
        "Desk <desk@x.example\n>",
        "Desk",
        "",
    ],
)
def test_a_sender_that_could_be_taken_for_another_is_no_sender(tmp_path: Path, text: str) -> None:
    ((place, code, _),) = told(tmp_path, f"[mail]\nsender = {json.dumps(text)}\n")

    assert (place, code) == ("2:1", "B706")


def test_a_server_on_this_machine_needs_no_tls_without_a_login(tmp_path: Path) -> None:
    found = settings(tmp_path, '[mail]\nhost = "127.0.0.1"\nsecurity = "none"\n')

    assert found.server is not None
    assert found.server.port == 25


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'[mail]\nhost = "\xe9"\n', "the file is not UTF-8 text"),
        (b"#" * (4 * 2**20 + 1), "the file is larger than 4 MB"),
    ],
)
def test_what_is_no_file_of_settings_is_told(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "briefexport.toml").write_bytes(data)

    with pytest.raises(RejectedError) as rejected:
        read_settings(tmp_path / "water.yaml", {})

    assert [(problem.code, problem.what) for problem in rejected.value.problems] == [(Code.SETTINGS_FILE, what)]


# --- passwords


def password(source: SecretSource, **environment: str) -> str:
    return read_secret(source, "briefings", environment).reveal()


def refused(source: SecretSource, **environment: str) -> str:
    with pytest.raises(SecretError) as error:
        password(source, **environment)
    assert error.value.fix
    return error.value.what


def file_with(path: Path, data: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(data)
    path.chmod(mode)
    return path


def test_a_password_comes_from_a_command() -> None:
    assert password(SecretSource(command=(sys.executable, "-c", "print('hunter2')"))) == "hunter2"


def test_a_password_comes_from_a_file_of_ones_own(tmp_path: Path) -> None:
    assert password(SecretSource(file=file_with(tmp_path / "p", b"hunter 2\r\n"))) == "hunter 2"


def test_a_password_comes_from_the_environment() -> None:
    assert password(SecretSource(environment="MAIL_PASSWORD"), MAIL_PASSWORD="hunter2") == "hunter2"  # noqa: S106


def test_a_password_comes_from_systemd(tmp_path: Path) -> None:
    file_with(tmp_path / "mail", b"hunter2", 0o400)

    assert password(SecretSource(credential="mail"), CREDENTIALS_DIRECTORY=str(tmp_path)) == "hunter2"


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = file_with(tmp_path / "p", b"hunter2", 0o640)

    assert refused(SecretSource(file=path)) == f"the file '{path}' can be read by others"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (SecretSource(command=("false",)), "the command 'false' ended with status 1"),
        (SecretSource(command=("no-such-command",)), "the command 'no-such-command' cannot be run"),
        (SecretSource(command=("true",)), "the command 'true' gives no password"),
        (SecretSource(command=("printf", "a\\nb")), "the command 'printf' gives more than one line"),
        (SecretSource(command=("printf", "\\351")), "the command 'printf' gives no UTF-8 text"),
        (SecretSource(environment="NOT_SET"), "the variable NOT_SET gives no password"),
        (
            SecretSource(credential="mail"),
            "the systemd credential 'mail' is not there: this does not run as a systemd service",
        ),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_a_password_that_cannot_be_had_is_told(source: SecretSource, what: str) -> None:
    assert refused(source) == what


def test_a_keyring_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)

    assert refused(SecretSource(keyring="mail")) == "the keyring 'mail' cannot be asked: the library is not installed"


def test_a_password_is_shown_to_nobody() -> None:
    secret = Secret("hunter2")

    assert (repr(secret), str(secret), f"{secret}") == ("***", "***", "***")
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_what_a_command_was_given_is_not_shown() -> None:
    assert str(SecretSource(command=("vault", "--token=hunter2"))) == "the command 'vault'"


# --- the command


def test_the_settings_are_shown_with_their_origins_and_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    Path("briefexport.toml").write_text(WHOLE, "utf-8")

    status = main(["settings", "water.yaml"])

    said = capfd.readouterr()
    assert (status, said.err) == (0, "")
    assert [line.split() for line in said.out.splitlines()[:9]] == [
        ["[mail]"],
        ["host", "=", '"mail.ministry.example"', "#", "briefexport.toml:2:1"],
        ["port", "=", "587", "#", "default"],
        ["security", "=", '"starttls"', "#", "default"],
        ["user", "=", '"briefings"', "#", "briefexport.toml:3:1"],
        ["password", "=", '"***"', "#", "from", "the", "variable", "MAIL_PASSWORD,", "briefexport.toml:6:1"],
        ["timeout_s", "=", "30", "#", "default"],
        ["sender", "=", '"Water', "desk", '<desk@ministry.example>"', "#", "briefexport.toml:4:1"],
        [],
    ]
    assert "hunter2" not in said.out


def test_the_settings_are_shown_to_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    (tmp_path / "briefexport.toml").write_text(WHOLE, "utf-8")

    main(["settings", str(tmp_path / "water.yaml"), "--json"])

    shown = json.loads(capfd.readouterr().out)
    assert shown["mail"]["password"] == "***"  # noqa: S105 - that is the point
    assert shown["lists"]["cabinet"][0]["products"] == ["memo", "tracker"]


def test_mistakes_in_the_settings_are_mistakes_of_the_settings(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "briefexport.toml").write_text('[mail]\npassword = "hunter2"\n', "utf-8")

    status = main(["settings", str(tmp_path / "water.yaml")])

    said = capfd.readouterr()
    assert status == 2
    assert f"{os.fspath(tmp_path)}/briefexport.toml:2:1: B708" in said.err
    assert "hunter2" not in said.err


def test_the_settings_that_the_docs_show_are_right(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "mail.md").read_text("utf-8")
    text = page.partition("```toml\n")[2].partition("```")[0]

    found = settings(tmp_path, text)

    assert found.server is not None
    assert found.server.authority == tmp_path / "ministry-ca.pem"
    assert [member.marking for member in found.lists["cabinet"]] == ["SECRET", "RESTRICTED"]
