"""`briefexport send`: the right files to the right people, once."""

import shutil
from pathlib import Path

import pytest

from briefexport.cli import main
from briefexport.delivery.send import ledger_of
from postoffice import Desk, free_port, serving
from test_verify_command import made_once


def settings(port: int, members: str = "") -> str:
    return f"""\
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "Water desk <desk@ministry.example>"

[[lists.cabinet]]
name = "Asha Rao"
email = "asha@cabinet.example"
marking = "SECRET"

[[lists.cabinet]]
email = "jo@cabinet.example"
marking = "RESTRICTED"
products = ["onepager"]
language = "fr"

[[lists.cabinet]]
email = "press@cabinet.example"
marking = "UNCLASSIFIED"
{members}"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(made_once(), tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    Path("briefexport.toml").write_text(settings(free_port()), "utf-8")
    return tmp_path


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    said = capfd.readouterr()
    return status, said.out, said.err


SEND = ("send", "water.yaml", "--list", "cabinet", "--deadline", "0")


def post(capfd: pytest.CaptureFixture[str], server: Desk, *extra: str) -> tuple[int, str, str]:
    with serving(server) as found:
        Path("briefexport.toml").write_text(settings(found.port), "utf-8")
        return run(capfd, *SEND, *extra)


def test_each_gets_what_they_may_and_the_run_says_who_does_not(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    server = Desk()

    status, _, err = post(capfd, server)

    assert status == 0
    assert [address for address, _ in server.arrived] == ["asha@cabinet.example", "jo@cabinet.example"]
    assert [data.count(b"Content-Disposition: attachment") for _, data in server.arrived] == [3, 1]
    assert err.splitlines()[:3] == [
        "asha@cabinet.example: sent",
        "jo@cabinet.example: sent",
        (
            "water.yaml:7:1: B903 nothing was sent to press@cabinet.example: the briefing is RESTRICTED, and they may "
            "receive up to UNCLASSIFIED"
        ),
    ]
    assert (desk / "state" / "briefexport" / "ledger.sqlite3").is_file()


def test_an_unchanged_set_is_not_sent_again_and_again_sends_it(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    server = Desk()
    post(capfd, server)

    _, _, second = post(capfd, server)
    count = len(server.arrived)
    status, _, third = post(capfd, server, "--again")

    assert desk.is_dir()
    assert (count, len(server.arrived)) == (2, 4)
    assert second.startswith("asha@cabinet.example: has it already\n")
    assert (status, third.count("B904")) == (0, 2)


def test_a_refused_message_ends_in_the_outbox_from_which_it_is_retried_or_dropped(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, _, err = post(capfd, Desk(rcpt=["550 nobody here"]))
    listed = run(capfd, "outbox")
    retried = run(capfd, "outbox", "water.3.", "--retry")
    server = Desk()
    last, _, _ = post(capfd, server)

    assert desk.is_dir()
    assert status == 3
    assert "B905 asha@cabinet.example has not got it: 550 nobody here" in err
    assert (listed[0], listed[1].split("\t")[1:3]) == (3, ["refused", "asha@cabinet.example"])
    assert (retried[0], last) == (0, 0)
    assert [address for address, _ in server.arrived] == ["asha@cabinet.example"]
    assert run(capfd, "outbox") == (0, "", "")


def test_a_dropped_message_is_never_sent(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    post(capfd, Desk(rcpt=["550 nobody here"]))
    run(capfd, "outbox", "water.3", "--drop")
    server = Desk()

    post(capfd, server)

    assert desk.is_dir()
    assert server.arrived == []


def test_without_a_server_nothing_is_delivered_now(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capfd, *SEND)

    assert desk.is_dir()
    assert (status, err.count("B905")) == (3, 2)


def test_a_rehearsal_sends_nothing_and_writes_each_message(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, *SEND, "--dry-run", "mail")

    assert status == 0
    assert out == "mail/0001-asha@cabinet.example.eml\nmail/0002-jo@cabinet.example.eml\n"
    assert "jo@cabinet.example: RESTRICTED: Water summit (numéro 3, pour visa)" in err
    assert not (desk / "state").exists()


def test_only_one_member_is_tried(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    server = Desk()

    post(capfd, server, "--only", "JO@cabinet.example")

    assert desk.is_dir()
    assert [address for address, _ in server.arrived] == ["jo@cabinet.example"]


def test_a_draft_is_sent_only_when_it_is_meant(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = desk / "water.yaml"
    path.write_text(path.read_text("utf-8").replace("status: for-clearance", "status: draft"), "utf-8")
    server = Desk()

    first = post(capfd, server)
    before = list(server.arrived)
    second = post(capfd, server, "--draft")

    assert (first[0], before) == (1, [])
    assert "water.yaml:4:1: B902 the briefing is a draft" in first[2]
    assert (second[0], len(server.arrived)) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--list", "cabinett"), "B907 there is no list 'cabinett'"),
        (("--list", "cabinet", "--only", "x@y.example"), "B907 'x@y.example' is not in the list 'cabinet'"),
    ],
)
def test_what_the_settings_do_not_have_is_told(
    desk: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], what: str
) -> None:
    status, _, err = run(capfd, "send", "water.yaml", *arguments)

    assert desk.is_dir()
    assert status == 2
    assert what in err


def test_a_damaged_ledger_stops_everything(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "state" / "briefexport").mkdir(parents=True)
    (desk / "state" / "briefexport" / "ledger.sqlite3").write_bytes(b"Dear Minister, " * 1000)
    server = Desk()

    status, _, err = post(capfd, server)

    assert (status, server.arrived) == (3, [])
    assert "B906 the ledger" in err


def test_of_two_that_send_at_once_one_sends(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    server = Desk()

    with ledger_of(desk / "state" / "briefexport"):
        status, _, err = post(capfd, server)

    assert (status, server.arrived) == (3, [])
    assert "B906 another run is sending just now" in err


def test_the_next_issue_refers_to_the_one_before(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    server = Desk()
    post(capfd, server, "--only", "jo@cabinet.example")
    path = desk / "water.yaml"
    path.write_text(path.read_text("utf-8").replace("issue: 3", "issue: 4"), "utf-8")

    post(capfd, server, "--only", "jo@cabinet.example")

    (first, second) = [data.decode() for _, data in server.arrived]
    ident = first.partition("Message-ID: ")[2].splitlines()[0]
    assert ident in second.partition("References:")[2][:120]
