"""`briefexport send`: the right files to the right people, once."""

import email
import email.policy
import shutil
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from briefexport.delivery.send import ledger_of
from command import run
from postoffice import Desk, free_port, serving
from test_verify import altered
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


def test_a_level_of_another_kind_allows_nothing(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = desk / "briefexport.toml"
    path.write_text(path.read_text("utf-8").replace('"SECRET"', '"TLP:RED"'), "utf-8")

    _, _, err = run(capfd, *SEND, "--dry-run", "mail")

    assert (
        "B903 nothing was sent to asha@cabinet.example: the briefing is RESTRICTED, and they may receive up to "
        "TLP:RED, which is a level of another kind\n" in err
    )


def test_a_rehearsal_says_which_files_each_would_get(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, _, err = run(capfd, *SEND, "--dry-run", "mail")

    assert desk.is_dir()
    assert err.splitlines()[0].partition(": water-")[2] == "memo.docx, water-onepager.pdf, water-tracker.xlsx (0.1 MB)"
    assert err.splitlines()[1].partition(": water-")[2] == "onepager.pdf (0.0 MB)"


def test_a_rehearsal_goes_into_a_folder_of_its_own(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "mail").mkdir()
    (desk / "mail" / "mine.eml").write_text("mine", "utf-8")

    status, _, err = run(capfd, *SEND, "--dry-run", "mail")

    assert status == 2
    assert err.splitlines()[0] == "mail: B612 there is something here already"
    assert [path.name for path in (desk / "mail").iterdir()] == ["mine.eml"]


def test_a_language_without_labels_is_told_where_the_list_is_written(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = desk / "briefexport.toml"
    path.write_text(path.read_text("utf-8").replace('"fr"', '"xx"'), "utf-8")

    status, _, err = run(capfd, *SEND)

    assert status == 2
    assert err.splitlines()[0] == (
        "briefexport.toml:7:1: B705 jo@cabinet.example is to be written to in 'xx', and there are no labels in it"
    )


def test_a_mended_address_gets_it_and_the_wrong_one_leaves_the_outbox(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    post(capfd, Desk(rcpt=["550 nobody here"]))
    server = Desk()
    with serving(server) as found:
        text = settings(found.port).replace("asha@", "asha.rao@")
        Path("briefexport.toml").write_text(text, "utf-8")
        status, _, err = run(capfd, *SEND)

    assert desk.is_dir()
    assert (status, err.splitlines()[0]) == (0, "asha.rao@cabinet.example: sent")
    assert run(capfd, "outbox") == (0, "", "")


def test_a_newer_set_takes_the_place_of_one_that_never_went(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    post(capfd, Desk(rcpt=["451 later"]))
    path = desk / "water.yaml"
    path.write_text(path.read_text("utf-8").replace("title: Water summit", "title: The water summit"), "utf-8")
    server = Desk()

    status, _, _ = post(capfd, server)

    assert (status, len(server.arrived)) == (0, 2)
    assert run(capfd, "outbox") == (0, "", "")


def test_a_message_that_may_have_arrived_is_still_known_to_be_one_after_a_retry_of_all(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    post(capfd, Desk(data=["drop after"]), "--only", "jo@cabinet.example")
    run(capfd, "outbox", "--retry")

    status, _, err = post(capfd, Desk(), "--only", "jo@cabinet.example")

    assert desk.is_dir()
    assert (status, "B904 the message to jo@cabinet.example may be a repeat" in err) == (0, True)


def test_a_dropped_message_can_be_taken_back(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    post(capfd, Desk(rcpt=["550 nobody here"]))
    dropped = run(capfd, "outbox", "water.3", "--drop")
    _, _, skipped = post(capfd, Desk())
    run(capfd, "outbox", "water.3", "--retry")
    server = Desk()
    post(capfd, server)

    assert desk.is_dir()
    assert dropped[2] == "asha@cabinet.example: will not be sent\n"
    assert skipped.splitlines()[0] == "asha@cabinet.example: was dropped from the outbox, and is not sent"
    assert [address for address, _ in server.arrived] == ["asha@cabinet.example"]


def test_a_forced_repeat_that_fails_is_told(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    only = ("--only", "jo@cabinet.example")
    post(capfd, Desk(), *only)

    status, _, err = post(capfd, Desk(rcpt=["451 later"]), *only, "--again")

    assert desk.is_dir()
    assert status == 3
    assert "B905 jo@cabinet.example has not got it again: 451 later\n  fix: run this again with --again" in err


def test_cron_hears_of_a_withheld_member_when_something_was_sent_and_not_each_time(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = post(capfd, Desk(), "--quiet")
    second = post(capfd, Desk(), "--quiet")

    assert desk.is_dir()
    assert (first[2].count("B903"), second) == (1, (0, "", ""))


def alter_tracker(desk: Path, old: bytes, new: bytes, part: str = "xl/sharedStrings.xml") -> None:
    path = desk / "dist" / "water-tracker.xlsx"
    path.write_bytes(altered(path.read_bytes(), part, lambda data: data.replace(old, new)))


def test_a_tracker_in_work_is_sent_as_it_is_and_the_run_says_where_it_departs(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    alter_tracker(desk, b"Wells in service", b"Wells that work")
    server = Desk()

    status, _, err = post(capfd, server, "--only", "asha@cabinet.example")
    found = email.message_from_bytes(server.arrived[0][1], policy=email.policy.default)

    assert isinstance(found, EmailMessage)
    *_, tracker = found.iter_attachments()
    assert status == 0
    assert "dist/water-tracker.xlsx: B810 people typed into this tracker since it was made" in err
    assert tracker.get_content() == (desk / "dist" / "water-tracker.xlsx").read_bytes()


def test_a_tracker_without_its_marking_is_not_sent(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    alter_tracker(desk, b"RESTRICTED", b"PUBLIC")
    server = Desk()

    status, _, err = post(capfd, server)

    assert (status, server.arrived) == (1, [])
    assert "water-tracker.xlsx: B808 the marking is not everywhere in the workbook: see 'Summary', 'Indicators'" in err


def test_a_sheet_of_peoples_without_the_marking_is_named_and_told_how_to_mark(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = desk / "dist" / "water-tracker.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Our notes")
    sheet["A1"] = "Call the port"
    book.save(path)

    status, _, err = post(capfd, Desk())
    sheet["A1"] = "RESTRICTED"
    book.save(path)
    again, _, _ = post(capfd, Desk())

    assert (status, again) == (1, 0)
    assert "B808 the marking is not everywhere in the workbook: see 'Our notes'" in err
    assert "fix: write 'RESTRICTED' at the top of each, and into" in err
